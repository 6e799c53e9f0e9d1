"""Whether the text presents an event as having happened.

The verdict starts at the trigger and is carried outward through everything that governs it: "might refuse
to meet" is a meeting that did not happen, made merely possible. Which words do what stands in
``knowledge/languages/en/factuality.csv``; how verdicts combine stands in `combine`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.coding.syntax import CLAUSAL, NEGATORS, Tree
from dragoman.knowledge import lexicon
from dragoman.records import Factuality, Step

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "why", "how", "when", "where"})
INVERTED = frozenset({"had", "were", "should"})
# Relations through which a governor's word decides about what it governs.
GOVERNED = frozenset({"xcomp", "ccomp", "obj", "nsubj", "obl", "nmod", "acl", "csubj", "conj", "compound"})
TOPICS = frozenset({"on", "about", "regarding", "over"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the words up to here make of the event, and which of them did so."""

    value: Factuality
    negated: bool = False
    steps: tuple[Step, ...] = ()


def combine(verdict: Verdict, effect: str, saw: str) -> Verdict:
    """The verdict after one more operator outside it.

    ``same`` changes nothing; ``did_not_happen`` turns happening into not happening and back; ``able`` makes
    possible what is not denied ("could meet", but "could not meet" did not happen); the others replace the
    verdict, and a denied event under them is kept as negated ("demanded that X not attack").
    """
    denied = verdict.value == "did_not_happen"
    steps = (*verdict.steps, Step(f"factuality:{effect}", saw))
    match effect:
        case "same":
            return replace(verdict, steps=steps)
        case "did_not_happen" if denied:
            return Verdict("happened", False, steps)
        case "did_not_happen":
            return Verdict("did_not_happen", True, steps)
        case "able":
            return replace(verdict, steps=steps) if denied else Verdict("possible", verdict.negated, steps)
        case "planned" if denied or verdict.value == "possible":
            return replace(verdict, steps=steps)
        case "ongoing" if verdict.value != "happened":  # "is going to leave" is not going on
            return replace(verdict, steps=steps)
        case "planned" | "hoped" | "demanded" | "conditional" | "possible" | "unknown" | "ongoing":
            return Verdict(effect, verdict.negated or denied, steps)
        case _:
            raise ValueError(f"factuality.csv: no such effect: {effect!r}")


def judge(tree: Tree, trigger: int) -> Verdict:
    """How far the sentence presents the trigger's event as fact."""
    verdict = _outward(tree, trigger, _alone(tree, trigger), EVERYWHERE)
    if _asked_whether(tree) and verdict.value in ("happened", "ongoing", "planned", "did_not_happen"):
        return combine(verdict, "unknown", "a question")
    if not verdict.steps:
        return replace(verdict, steps=(Step("factuality:happened", "asserted, and no word takes it back"),))
    return verdict


def _asked_whether(tree: Tree) -> bool:
    """Whether the sentence asks if something is so; "who attacked?" takes the attack for granted."""
    return tree.words[-1].text.endswith("?") and not any(w.lemma.lower() in WH_WORDS for w in tree.words)


def judge_state(tree: Tree, trigger: int) -> Verdict:
    """Whether a state named by a noun or adjective is asserted: "there is no problem", "is not an ally".

    What governs the noun otherwise is beside the point: who avoids offending an ally has an ally.
    """
    places = EVERYWHERE if tree.words[trigger].upos == "VERB" else frozenset({"existence"})
    return _outward(tree, trigger, _alone(tree, trigger), places)


def _alone(tree: Tree, trigger: int) -> Verdict:
    word = tree.words[trigger]
    verdict = Verdict("happened")
    if word.upos in ("VERB", "AUX"):
        verdict = _level(tree, trigger, verdict)
    else:
        verdict = _modified(tree, trigger, verdict)
        if tree.exactly(trigger, "cop", "aux"):
            verdict = _level(tree, trigger, verdict)
    return verdict


def _row(place: str, *lemmas: str) -> str | None:
    rows = lexicon.factuality()
    return next((rows[place, lemma].effect for lemma in lemmas if (place, lemma) in rows), None)


def _modified(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """Adjectives and determiners of a nominal trigger: "a possible strike", "no talks"."""
    for child in (*tree.children[noun], *_hanging_on(tree, noun)):
        word = tree.words[child]
        if word.deprel == "det" and word.lemma.lower() in NEGATORS:
            verdict = combine(verdict, "did_not_happen", f"'{word.text}'")
        elif word.deprel in ("amod", "compound", "acl", "nmod:desc") and (
            effect := _row("modifier", word.text.lower(), word.lemma.lower())
            or (_row("existence", word.lemma.lower()) if word.deprel == "acl" else None)
        ):
            verdict = combine(verdict, effect, f"'{word.text}' with the noun")
    return verdict


def _hanging_on(tree: Tree, noun: int) -> list[int]:
    """Participles on a later noun of the phrase: "the talks at the lake [failing to start]"."""
    phrase = [w for w in tree.subtree(noun, CLAUSAL) if w > noun and tree.words[w].deprel == "nmod"]
    return [
        c for w in phrase for c in tree.exactly(w, "acl") if _row("existence", tree.words[c].lemma.lower())
    ]


def _level(tree: Tree, verb: int, verdict: Verdict, below: int | None = None) -> Verdict:
    """A verb's own negation, adverbs, auxiliaries and conjunction, from the inside out.

    ``below`` is where the verdict comes from: its own "no" has been counted.
    """
    verdict = _tense(tree, verb, verdict)
    for child in tree.children[verb]:
        word = tree.words[child]
        lemma = word.lemma.lower()
        if word.deprel.partition(":")[0] in ("advmod", "cc") and lemma in NEGATORS:
            verdict = combine(verdict, "did_not_happen", f"'{word.text}'")
        elif child != below and word.deprel.startswith("nsubj") and _denied(tree, child):
            verdict = combine(verdict, "did_not_happen", f"'no' with '{word.text}'")
    for relation, place in (("advmod", "adverb"), ("aux", "auxiliary"), ("mark", "conjunction")):
        for child in _with_shared(tree, verb, relation):
            if effect := _row(place, tree.words[child].lemma.lower(), tree.words[child].text.lower()):
                verdict = combine(verdict, effect, f"{place} '{tree.words[child].text}'")
    return verdict


def _denied(tree: Tree, noun: int) -> bool:
    before = tree.exactly(noun, "det") + tree.exactly(noun, "cc:preconj")
    return any(tree.words[d].lemma.lower() in ("no", "neither") for d in before)


def _with_shared(tree: Tree, verb: int, relation: str) -> list[int]:
    """The verb's own children with the relation; a coordinated verb shares its leader's auxiliaries."""
    own = tree.exactly(verb, relation)
    word = tree.words[verb]
    if (
        own
        or relation == "advmod"
        or word.deprel != "conj"
        or tree.exactly(verb, "nsubj", "nsubj:pass", "aux")
    ):
        return own
    return tree.exactly(word.head, relation)


def _tense(tree: Tree, verb: int, verdict: Verdict) -> Verdict:
    """The present progressive is going on; a purpose ("to restore ties") is planned."""
    word = tree.words[verb]
    auxiliaries = {tree.words[a].text.lower() for a in tree.exactly(verb, "aux")}
    if word.text.lower().endswith("ing") and auxiliaries & {"is", "are", "'s", "’s", "'re", "’re", "am"}:
        return combine(verdict, "ongoing", f"progressive '{word.text}'")
    if (arranged := _arranged(tree, verb)) is not None:
        return combine(verdict, arranged, f"'be to {word.text}'")
    if _inverted(tree, verb):
        return combine(verdict, "conditional", f"inversion before '{word.text}'")
    if word.deprel == "advcl" and tree.infinitive(verb):
        return combine(verdict, "planned", f"purpose 'to {word.text}'")
    return verdict


EVERYWHERE = frozenset({"existence", "governor", "light", "modifier"})


def _arranged(tree: Tree, verb: int) -> str | None:
    """ "X is to fly" is planned; "X was to have flown" says that it came to nothing."""
    lemmas = {tree.words[a].lemma.lower() for a in tree.exactly(verb, "aux", "cop")}
    if not tree.infinitive(verb) or "be" not in lemmas:
        return None
    return "did_not_happen" if "have" in lemmas else "planned"


def _inverted(tree: Tree, verb: int) -> bool:
    """ "Had X attacked, …", "Were X to attack, …", "Should X attack, …"."""
    if tree.words[verb].deprel != "advcl" or (tree.exactly(verb, "mark") and not tree.infinitive(verb)):
        return False
    subjects = tree.exactly(verb, "nsubj", "nsubj:pass")
    first = [a for a in tree.exactly(verb, "aux", "aux:pass") if tree.words[a].text.lower() in INVERTED]
    return bool(subjects and first) and first[0] < subjects[0]


def _outward(tree: Tree, trigger: int, verdict: Verdict, places: frozenset[str]) -> Verdict:
    """Carry the verdict up through the words that govern the trigger."""
    below = trigger
    for governor in tree.ancestors(trigger):
        relation = tree.words[below].deprel
        # "called on X to leave" and "accused X of leaving" are parsed as adverbial clauses
        purpose = relation == "advcl" and (tree.infinitive(below) or tree.gerund(below))
        if relation == "acl:relcl" or (relation.partition(":")[0] not in GOVERNED and not purpose):
            break
        effect = _governor(tree, governor, below, places)
        if purpose and effect is None:
            break
        if relation == "conj":  # a coordinated word stands under whatever its leader stands under
            below = governor
            continue
        if effect is None and _carried(tree, trigger, below):
            effect = "same"
        if effect is None:
            return _ungoverned(tree, below, verdict)
        verdict = combine(verdict, effect, f"governed by '{tree.words[governor].text}'")
        if tree.words[governor].upos in ("VERB", "AUX") or tree.exactly(governor, "cop"):
            verdict = _level(tree, governor, verdict, below)
        else:
            verdict = _modified(tree, governor, verdict)
        below = governor
    return verdict


def _carried(tree: Tree, trigger: int, below: int) -> bool:
    """Whether an unlisted verb carries the noun ("may revive talks") and does not presuppose it."""
    if below != trigger or tree.words[below].deprel not in ("obj", "nsubj:pass"):
        return False
    determiners = {tree.words[d].lemma.lower() for d in tree.exactly(below, "det", "nmod:poss")}
    return not tree.exactly(below, "nmod:poss") and determiners <= {"a", "an", "some", "any", "no", "new"}


def _governor(tree: Tree, governor: int, below: int, places: frozenset[str]) -> str | None:
    """What the governor's row says: by lemma with preposition, particle or object, else by lemma alone."""
    word = tree.words[governor]
    lemma = word.lemma.lower()
    extra = [tree.words[p].lemma.lower() for p in tree.below(governor, "compound", "advmod")]
    if word.upos in ("VERB", "AUX"):
        extra += [tree.words[o].lemma.lower() for o in tree.exactly(governor, "obj") if o != below]
    extra += [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    names = [f"{lemma} {e}" for e in (tree.case(below), *extra) if e]
    aside = tree.words[below].deprel.startswith("obl")  # "despite the talks" says nothing of the talks
    keys = tuple(names) if aside else (*names, lemma)
    for place in _asked(tree, governor, below):
        if place in places and (effect := _row(place, *keys)):
            return effect
    return None


def _asked(tree: Tree, governor: int, below: int) -> tuple[str, ...]:
    """Which places of the table can hold the governor, given how it governs."""
    match tree.words[below].deprel:
        case "nsubj":
            adjective = tree.words[governor].upos == "ADJ"
            return ("existence", "governor", "modifier") if adjective else ("existence",)
        case "nsubj:pass":
            return ("existence", "governor", "light")
        case "obj":
            return ("governor", "light")
        case _:
            return ("governor",)


def _ungoverned(tree: Tree, below: int, verdict: Verdict) -> Verdict:
    """What no row governs: an infinitive or a mere topic says nothing of whether it happened."""
    word = tree.words[below]
    if word.deprel in ("xcomp", "acl") and any(
        tree.words[m].lemma == "to" for m in tree.exactly(below, "mark")
    ):
        return combine(verdict, "unknown", f"infinitive '{word.text}' under an unlisted word")
    if (
        word.deprel in ("nmod", "obl")
        and tree.case(below) in TOPICS
        and not tree.exactly(below, "det", "nmod:poss")
    ):
        return combine(verdict, "unknown", f"topic '{tree.case(below)} {word.text}'")
    return verdict


RULE_CERTAINTY: dict[Factuality, float] = {"happened": 3.0, "ongoing": 3.0, "did_not_happen": -3.0}


def certainty(verdict: Verdict, read: float | None) -> float | None:
    """The reader's score for the trigger, unless it has the other sign than a rule that is sure."""
    sure = RULE_CERTAINTY.get(verdict.value)
    if sure is None or read is None:
        return read
    return read if read * sure > 0 else sure
