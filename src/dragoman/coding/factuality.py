"""Whether the text presents an event as having happened.

The verdict starts as "happened" and every word that says otherwise changes it, from the inside outward:

1. the trigger itself. Of a verb: tense and aspect ("is leaving", "is to leave", "had X left, …"), "not" and
   "no", adverbs, auxiliaries, its conjunction ("if", "whether"), and a condition beside it. Of a noun:
   determiner and adjectives, what a relative clause tells of it ("the talks, which were put off"), and its
   preposition ("amid", "in the event of");
2. what governs it, and what governs that, each followed by the same round of its own: "might refuse to meet"
   is a meeting that did not happen, made merely possible;
3. a question around all of it;
4. the reader: what no word has marked happened only where the reader's score is high enough (`SURE`).

Which words do what stands in ``knowledge/languages/en/factuality.csv``; how verdicts combine stands in
`combine`. A condition and an open question are settled: no word further out undoes them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from dragoman.coding.syntax import CLAUSAL, NEGATORS, Tree
from dragoman.knowledge import lexicon
from dragoman.knowledge.inflections import regular
from dragoman.records import Factuality, Step

SURE = 1.9
"""The reader's score (-3 to 3) from which what no word has marked counts as having happened.

Of the events of UW dev that no word marks, three in ten are facts below it, and nine in ten above. The verb
of a main clause needs no score: the reader takes a headline's "attack" for an infinitive.
"""

EVERYWHERE = frozenset({"existence", "governor", "light", "modifier", "object"})
WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "why", "how", "when", "where"})
INVERTED = frozenset({"had", "were", "should"})
# Relations through which a governor's word decides about what it governs.
GOVERNED = frozenset({"xcomp", "ccomp", "obj", "nsubj", "obl", "nmod", "acl", "csubj", "conj", "compound"})
TOPICS = frozenset({"on", "about", "regarding", "over"})
# Prepositions through which a noun governs another; "the refusal after the talks" says nothing of the talks.
LINKS = TOPICS | {"", "of", "for", "to", "into", "towards", "toward", "against"}
# Prepositions of what a clause brings with it: "may respond with strikes", "will speak at a rally".
BROUGHT = frozenset({"with", "by", "through", "into", "to", "at"})
INDEFINITE = frozenset({"a", "an", "some", "any", "no", "new", "such", "another", "further", "more"})
PRESENT_BE = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m"})
PERFECT = frozenset({"has", "have", "'s", "’s", "'ve", "’ve"})
PAST = frozenset({"had", "was", "were", "did"})
ASKING = frozenset(
    {"ask", "wonder", "question", "see", "know", "doubt", "decide", "determine", "say", "tell"}
)
GERUND_PREPOSITIONS = frozenset({"of", "for", "from", "in", "on", "against", "with", "to", "about", "at"})
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


# Relations of the words that say something of their verb, and their place in the table, from the inside out.
OPERATORS = (("advmod", "adverb"), ("aux", "auxiliary"), ("mark", "conjunction"), ("cc", "conjunction"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the words up to here make of the event, and which of them did so.

    ``settled``: a condition or an open question decided, and no word further out counts.
    """

    value: Factuality
    negated: bool = False
    steps: tuple[Step, ...] = ()
    settled: bool = False


def combine(verdict: Verdict, effect: str, saw: str) -> Verdict:
    """The verdict after one more operator outside it.

    ``same`` and ``known`` change nothing; ``did_not_happen`` turns happening into not happening and back,
    except that what is not ``ruled_out`` is left open; ``able`` makes possible what is not denied ("could
    meet", but "could not meet" did not happen); the others replace the verdict, and a denied event under
    them is kept as negated ("demanded that X not attack"). What is asked for or open stays so when somebody
    may do or will do the asking.
    """
    value, denied = verdict.value, verdict.value == "did_not_happen"
    steps = (*verdict.steps, Step(f"factuality:{effect}", saw))
    match effect:
        case _ if verdict.settled:
            return replace(verdict, steps=steps)
        case "same" | "known":
            return replace(verdict, steps=steps)
        case "did_not_happen" | "ruled_out" if denied:
            left_open = verdict.steps[-1].rule == "factuality:ruled_out"
            return Verdict("possible" if left_open else "happened", False, steps)
        case "did_not_happen" | "ruled_out":
            return Verdict("did_not_happen", True, steps)
        case "able" if denied or value in ("demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "able":
            return Verdict("possible", verdict.negated, steps)
        case "possible" if value in ("demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "planned" if denied or value in ("possible", "demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "ongoing" if value != "happened":  # "is going to leave" is not going on
            return replace(verdict, steps=steps)
        case "planned" | "hoped" | "demanded" | "conditional" | "possible" | "unknown" | "ongoing":
            return Verdict(effect, verdict.negated or denied, steps)
        case _:
            raise ValueError(f"factuality.csv: no such effect: {effect!r}")


def settle(verdict: Verdict, effect: str, saw: str) -> Verdict:
    """The verdict after an operator that no word further out undoes."""
    return replace(combine(verdict, effect, saw), settled=True)


def judge(tree: Tree, trigger: int) -> Verdict:
    """How far the sentence presents the trigger's event as fact."""
    verdict = _outward(tree, trigger, _alone(tree, trigger), EVERYWHERE)
    if _asked_whether(tree, trigger, verdict):
        return combine(verdict, "unknown", "a question")
    open_still = verdict.value == "happened" and not (verdict.settled or _main(tree, trigger))
    if open_still and not _sure(tree, trigger, True):
        return combine(verdict, "unknown", f"the reader's score for '{tree.words[trigger].text}' is low")
    if not verdict.steps:
        return replace(verdict, steps=(Step("factuality:happened", "asserted, and no word takes it back"),))
    return verdict


def judge_state(tree: Tree, trigger: int) -> Verdict:
    """Whether a state named by a noun or adjective is asserted: "there is no problem", "is not an ally".

    What governs the noun otherwise is beside the point: who avoids offending an ally has an ally.
    """
    places = EVERYWHERE if tree.words[trigger].upos == "VERB" else frozenset({"existence"})
    return _outward(tree, trigger, _alone(tree, trigger), places)


def _sure(tree: Tree, trigger: int, without: bool) -> bool:
    """Whether the reader scores the word as a fact; ``without`` where it gives no score at all."""
    scores = [word.certainty for word in tree.words]
    if all(score is None for score in scores):  # an engine that never gives one
        return without
    own = scores[trigger]
    return own is not None and own >= SURE


def _main(tree: Tree, verb: int) -> bool:
    """Whether a finite verb heads the sentence, alone or beside another."""
    word = tree.words[verb]
    if word.deprel == "conj" and word.upos == "VERB":
        return _main(tree, word.head)
    subjects = tree.exactly(verb, "nsubj", "nsubj:pass")
    return word.upos == "VERB" and word.deprel in ("root", "parataxis") and bool(subjects)


def _asked_whether(tree: Tree, trigger: int, verdict: Verdict) -> bool:
    """Whether somebody asks if it is so: "who attacked?" takes it for granted, "who will?" does not."""
    asked = next((i for i in (trigger, *tree.ancestors(trigger)) if _has_question_mark(tree, i)), None)
    if asked is None:
        return False
    about = any(tree.words[i].lemma.lower() in WH_WORDS for i in tree.subtree(asked))
    return not (about and verdict.value in ("happened", "ongoing", "did_not_happen"))


def _has_question_mark(tree: Tree, index: int) -> bool:
    return any(tree.words[c].text.startswith("?") for c in tree.exactly(index, "punct"))


# ---- the trigger itself -----------------------------------------------------------------------------------


def _alone(tree: Tree, trigger: int) -> Verdict:
    if tree.words[trigger].upos in ("VERB", "AUX"):
        return _level(tree, trigger, Verdict("happened"))
    verdict = _modified(tree, trigger, Verdict("happened"))
    if tree.exactly(trigger, "cop", "aux", "mark"):
        verdict = _level(tree, trigger, verdict)
    return _placed(tree, trigger, _told_of(tree, trigger, verdict))


def _row(place: str, *lemmas: str) -> str | None:
    rows = lexicon.factuality()
    return next((rows[place, lemma].effect for lemma in lemmas if (place, lemma) in rows), None)


def _modified(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """Adjectives and determiners of a nominal trigger: "a possible strike", "no talks"."""
    if (no := _no(tree, noun)) is not None:
        verdict = combine(verdict, "did_not_happen", f"'{tree.words[no].text}'")
    for child in dict.fromkeys((*tree.children[noun], *_hanging_on(tree, noun), *_right_before(tree, noun))):
        word = tree.words[child]
        if (child == noun - 1 or word.deprel in ("amod", "compound", "acl", "nmod:desc")) and (
            effect := _row(
                "modifier", word.text.lower(), word.lemma.lower(), *regular(word.text.lower(), "VERB")
            )
            or (_row("existence", word.lemma.lower()) if word.deprel == "acl" else None)
        ):
            verdict = combine(verdict, effect, f"'{word.text}' with the noun")
    return verdict


def _no(tree: Tree, noun: int) -> int | None:
    """The "no" of a noun; "no call or meeting" has one for both."""
    word = tree.words[noun]
    own = [d for d in tree.exactly(noun, "det") if tree.words[d].lemma.lower() in NEGATORS]
    if not own and word.deprel == "conj" and not tree.exactly(noun, "det") and _or(tree, noun):
        return _no(tree, word.head)
    return own[0] if own else None


def _or(tree: Tree, index: int) -> bool:
    return any(tree.words[c].lemma.lower() in ("or", "nor") for c in tree.exactly(index, "cc"))


def _hanging_on(tree: Tree, noun: int) -> list[int]:
    """Participles on a later noun of the phrase: "the talks at the lake [failing to start]"."""
    phrase = [w for w in tree.subtree(noun, CLAUSAL) if w > noun and tree.words[w].deprel == "nmod"]
    return [
        c for w in phrase for c in tree.exactly(w, "acl") if _row("existence", tree.words[c].lemma.lower())
    ]


def _right_before(tree: Tree, noun: int) -> list[int]:
    """A modifier right before the noun, whatever the parser made it: "[mounting] protests"."""
    before = noun - 1
    found = noun > 0 and tree.words[before].upos in ("ADJ", "VERB") and tree.words[noun].head != noun + 1
    return [before] if found else []


def _told_of(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """What a relative clause tells of the noun's event: "the talks, which were put off"."""
    for clause in tree.exactly(noun, "acl:relcl"):
        for subject in tree.exactly(clause, "nsubj", "nsubj:pass"):
            if tree.words[subject].lemma.lower() not in ("that", "which"):
                continue
            if effect := _governor(tree, clause, subject, EVERYWHERE):
                told = combine(verdict, effect, f"'{tree.words[clause].text}' is told of it")
                return _level(tree, clause, told, subject)
    return verdict


def _placed(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """The preposition of a nominal trigger, and the noun right before that: "amid", "in the event of"."""
    case = _case(tree, noun)
    names = [case, *_beside(tree, tree.exactly(noun, "case", "cc"))]
    if effect := _row("preposition", *names):
        return _joined(verdict, effect, f"preposition '{' '.join(names[-1:])}'")
    if case in ("in", "on", "under", "at") and _goes_on_now(tree, noun):
        return combine(verdict, "ongoing", f"'is {case} {tree.words[noun].text}'")
    if (before := _noun_before(tree, noun)) is not None:
        lemma = tree.words[before].lemma.lower()
        if effect := _row("governor", f"{lemma} {case}", *([lemma] if case == "of" else [])):
            return combine(verdict, effect, f"'{tree.words[before].text} {case}'")
    return verdict


def _beside(tree: Tree, links: list[int]) -> list[str]:
    """A preposition or conjunction with the word before it or its other half: "ahead of", "in case"."""
    found = []
    for link in links:
        word = tree.words[link].text.lower()
        found += [f"{word} {tree.words[f].text.lower()}" for f in tree.exactly(link, "fixed")]
        found += [f"{tree.words[link - 1].text.lower()} {word}"] if link else []
    return found


def _goes_on_now(tree: Tree, noun: int) -> bool:
    """Whether the noun is said to be what something is in: "is on trial", "has been under siege"."""
    return bool(tree.exactly(noun, "cop")) and not _past(tree, noun)


def _case(tree: Tree, noun: int) -> str:
    """The preposition of a noun; what stands after the noun belongs to something else."""
    found = [
        c for c in tree.exactly(noun, "case") if c < noun and "'" not in tree.words[c].text.replace("’", "'")
    ]
    parts = [tree.words[p] for c in found for p in (c, *tree.exactly(c, "fixed"))]
    return " ".join(word.lemma.lower() for word in parts)


def _noun_before(tree: Tree, index: int) -> int | None:
    """The noun right before the word's preposition, where the parser hung the word on another one."""
    links = tree.exactly(index, "case", "mark")
    if not links or not links[0] or links[0] > index:
        return None
    before = links[0] - 1
    return before if tree.words[before].upos == "NOUN" and tree.words[index].head != before else None


# ---- a verb's own round -----------------------------------------------------------------------------------


def _level(tree: Tree, verb: int, verdict: Verdict, below: int | None = None, apart: bool = False) -> Verdict:
    """A verb's tense, negation, adverbs, auxiliaries, conjunction and conditions, from the inside out.

    ``below`` is where the verdict comes from: its own "no" has been counted. What stands ``apart`` from the
    verb takes no part in its negation, though in the rest: "a strike would not help".
    """
    verdict = _tense(tree, verb, verdict)
    if not apart:
        verdict = _denied(tree, verb, verdict, below)
    for relation, place in OPERATORS:
        for child in _with_shared(tree, verb, relation):
            if effect := _operator(tree, _Operator(verb, child, place), verdict, apart):
                verdict = _joined(verdict, effect, f"{place} '{tree.words[child].text}'", place)
    return _conditions(tree, verb, verdict, below)


class _Operator(NamedTuple):
    """A word that says something of a verb, and its place in the table."""

    verb: int
    child: int
    place: str


def _joined(verdict: Verdict, effect: str, saw: str, place: str = "preposition") -> Verdict:
    """A conjunction or preposition that makes it depend on something, or asks whether, settles it."""
    final = place in ("conjunction", "preposition") and effect in ("conditional", "unknown")
    return settle(verdict, effect, saw) if final else combine(verdict, effect, saw)


def _operator(tree: Tree, operator: _Operator, verdict: Verdict, apart: bool) -> str | None:
    """What an adverb, auxiliary or conjunction does to its verb."""
    verb, child, place = operator
    word = tree.words[child]
    effect = _row(place, *_beside(tree, [child]), word.text.lower(), word.lemma.lower())
    match place, effect:
        case "adverb", "habit":
            return None if _past(tree, verb) else "unknown"
        case "conjunction", "ahead":
            return None if _past(tree, verb) else "planned"
        case "auxiliary", _ if _inverted(tree, verb):
            return None
        case "auxiliary", "conditional":
            return "conditional" if apart else _would(tree, verb, verdict)
        case "conjunction", "conditional" if word.lemma.lower() == "if" and _asks_if(tree, verb):
            return "unknown"
        case _:
            return effect


def _asks_if(tree: Tree, verb: int) -> bool:
    """ "Asked if X attacked"."""
    word = tree.words[verb]
    return word.deprel == "ccomp" or (
        word.deprel == "advcl" and word.head < verb and tree.words[word.head].lemma.lower() in ASKING
    )


def _would(tree: Tree, verb: int, verdict: Verdict) -> str:
    """ "Would" as the past of "will" in a report ("said he would"), a weak wish ("would like")."""
    if verdict.value in ("hoped", "demanded", "possible", "unknown"):
        return "same"
    return "planned" if _reported(tree, verb) else "conditional"


def _reported(tree: Tree, verb: int) -> bool:
    """Whether the clause is what somebody said: "[said] it would attack"."""
    word = tree.words[verb]
    if word.deprel == "conj":
        return _reported(tree, word.head)
    if word.deprel != "ccomp":
        return False
    cue = lexicon.cues().get((tree.words[word.head].lemma.lower(), "VERB"))
    return cue is not None and cue.kind == "say" and _past(tree, word.head, participle=True)


def _past(tree: Tree, verb: int, participle: bool = False) -> bool:
    """Whether a verb stands in the past, as far as its form tells; ``participle``: so does "saying"."""
    word = tree.words[verb]
    helpers = {tree.words[a].text.lower() for a in tree.exactly(verb, "aux", "aux:pass", "cop")}
    if helpers:
        return bool(helpers & PAST)
    text = word.text.lower()
    if text.endswith("ing"):
        return participle
    return text != word.lemma.lower() and not text.endswith("s")


def _denied(tree: Tree, verb: int, verdict: Verdict, below: int | None) -> Verdict:
    """A verb's own "not", the "no" of its subject, and the "not" of a verb it stands beside with "or"."""
    for child in tree.children[verb]:
        word = tree.words[child]
        if word.deprel.partition(":")[0] in ("advmod", "cc") and word.lemma.lower() in NEGATORS:
            verdict = combine(verdict, "did_not_happen", f"'{word.text}'")
        elif child != below and word.deprel.startswith("nsubj") and _nobody(tree, child):
            verdict = combine(verdict, "did_not_happen", f"'no' with '{word.text}'")
    word = tree.words[verb]
    if word.deprel == "conj" and _or(tree, verb) and not tree.exactly(verb, "nsubj", "nsubj:pass"):
        for child in tree.exactly(word.head, "advmod"):
            if tree.words[child].lemma.lower() in NEGATORS:
                verdict = combine(verdict, "did_not_happen", f"'{tree.words[child].text}' before 'or'")
    return verdict


def _nobody(tree: Tree, noun: int) -> bool:
    before = tree.exactly(noun, "det") + tree.exactly(noun, "cc:preconj")
    return tree.words[noun].lemma.lower() in NOBODY or any(
        tree.words[d].lemma.lower() in ("no", "neither") for d in before
    )


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
    """What the verb's own form says: going on, arranged, or put as a condition."""
    text = tree.words[verb].text
    if saw := _going_on(tree, verb):
        return combine(verdict, "ongoing", f"{saw} '{text}'")
    if (arranged := _arranged(tree, verb)) is not None:
        return combine(verdict, arranged, f"'be to {text}'")
    if _inverted(tree, verb):
        return settle(verdict, "conditional", f"inversion before '{text}'")
    if tree.words[verb].deprel == "root" and _infinitive(tree, verb):
        return combine(verdict, "planned", f"a headline's 'to {text}'")
    if _wished_for(tree, verb):
        return combine(verdict, "demanded", f"subjunctive '{text}'")
    return verdict


def _going_on(tree: Tree, verb: int) -> str | None:
    """The progressive of the present (of the past in a report), and what lasts: "has ruled since"."""
    word = tree.words[verb]
    kinds = ("aux", "aux:pass", "cop") if _takes_more(tree, verb) else ("aux", "aux:pass")
    helpers = {tree.words[a].text.lower() for a in tree.exactly(verb, *kinds)}
    if any(text.startswith("remain") for text in helpers):
        return "remains"
    progressive = word.text.lower().endswith("ing") or "being" in helpers
    if progressive and (helpers & PRESENT_BE or ("been" in helpers and helpers & PERFECT)):
        return "progressive"
    if progressive and helpers & {"was", "were"} and _reported(tree, verb):
        return "reported progressive"
    if _row("state", word.lemma.lower()) and not progressive and not _infinitive(tree, verb):
        present = not helpers and not _past(tree, verb)
        return "state" if present or (helpers & PERFECT and _since(tree, verb)) else None
    return None


def _takes_more(tree: Tree, verb: int) -> bool:
    """Whether a word has what only a verb takes, so that "been promising [to leave]" is no adjective."""
    return tree.words[verb].upos == "VERB" or bool(tree.exactly(verb, "obj", "xcomp", "ccomp"))


def _since(tree: Tree, verb: int) -> bool:
    marks = [m for c in tree.below(verb, "obl", "advcl") for m in tree.exactly(c, "case", "mark")]
    return any(tree.words[m].lemma.lower() == "since" for m in marks)


def _infinitive(tree: Tree, verb: int) -> bool:
    """Whether "to" stands with the verb, or right before it if the parser hung it elsewhere."""
    before = tree.words[verb - 1] if verb else None
    astray = before is not None and before.upos == "PART" and before.lemma.lower() == "to"
    return tree.infinitive(verb) or (astray and tree.words[verb].upos == "VERB")


def _gerund(tree: Tree, verb: int) -> bool:
    """Whether the verb hangs on a preposition: "of shelling", "in joining", "against attacking"."""
    marks = {tree.words[m].lemma.lower() for m in tree.exactly(verb, "mark", "case")}
    return tree.words[verb].text.lower().endswith("ing") and bool(marks & GERUND_PREPOSITIONS)


def _arranged(tree: Tree, verb: int) -> str | None:
    """ "X is to fly" is planned; "X was to have flown" and "X is yet to fly" have not come to that."""
    lemmas = {tree.words[a].lemma.lower() for a in tree.exactly(verb, "aux", "cop", "advmod")}
    if not tree.infinitive(verb) or "be" not in lemmas:
        return None
    return "did_not_happen" if lemmas & {"have", "yet"} else "planned"


def _inverted(tree: Tree, verb: int) -> bool:
    """ "Had X attacked, …", "Were X to attack, …", "Should X attack, …"."""
    if tree.words[verb].deprel != "advcl" or (tree.exactly(verb, "mark") and not tree.infinitive(verb)):
        return False
    subjects = tree.exactly(verb, "nsubj", "nsubj:pass")
    first = [a for a in tree.exactly(verb, "aux", "aux:pass") if tree.words[a].text.lower() in INVERTED]
    return bool(subjects and first) and first[0] < subjects[0]


def _wished_for(tree: Tree, verb: int) -> bool:
    """The subjunctive of what is asked for: "that it [remove] the files", "that they [be] tried"."""
    if not any(tree.words[m].text.lower() == "that" for m in tree.exactly(verb, "mark")):
        return False
    helpers = [tree.words[a].text.lower() for a in tree.exactly(verb, "aux", "aux:pass", "cop")]
    if helpers:
        return helpers[0] == "be"
    bare = tree.words[verb].text.lower() == tree.words[verb].lemma.lower()
    return bare and any(_singular(tree, s) for s in tree.exactly(verb, "nsubj"))


def _singular(tree: Tree, noun: int) -> bool:
    word = tree.words[noun]
    if word.upos == "PRON":
        return word.text.lower() in ("it", "he", "she")
    return word.upos == "NOUN" and not word.text.endswith("s") and not tree.exactly(noun, "conj", "nummod")


def _conditions(tree: Tree, verb: int, verdict: Verdict, below: int | None) -> Verdict:
    """A condition beside the verb: "will leave [if Y stays]"; what has happened depends on none."""
    if verdict.value == "happened" and _past(tree, verb):
        return verdict
    leader = tree.words[verb].head if tree.words[verb].deprel == "conj" else verb
    for clause in {*tree.exactly(verb, "advcl"), *tree.exactly(leader, "advcl")}:
        if clause != below and (saw := _condition(tree, clause)):
            return settle(verdict, "conditional", f"condition '{saw}'")
    for phrase in tree.exactly(verb, "obl"):
        if phrase != below and (saw := _condition_of(tree, phrase)):
            return settle(verdict, "conditional", f"condition '{saw}'")
    return verdict


def _condition(tree: Tree, clause: int) -> str | None:
    """The word that makes a clause a condition, None for another clause ("even if" makes none)."""
    if _inverted(tree, clause):
        return tree.words[clause].text
    itself = [clause] if tree.exactly(clause, "ccomp") else []  # "assuming the truce holds"
    for word in (*tree.exactly(clause, "mark"), *itself):
        text = tree.words[word].text.lower()
        before = tree.words[word - 1].text.lower() if word else ""
        if (text == "if" and before in ("even", "as")) or (text == "if" and _asks_if(tree, clause)):
            continue
        if _row("conjunction", *_beside(tree, [word]), text) == "conditional":
            return text
    return None


def _condition_of(tree: Tree, phrase: int) -> str | None:
    """The words that make a phrase a condition: "in exchange" for, "in case of"; not "in the first case"."""
    case = _case(tree, phrase)
    if tree.exactly(phrase, "amod", "compound"):
        return None
    names = (f"{case} {tree.words[phrase].lemma.lower()}", case)
    return next((name for name in names if _row("condition", name)), None)


# ---- what governs it --------------------------------------------------------------------------------------


def _outward(tree: Tree, trigger: int, verdict: Verdict, places: frozenset[str]) -> Verdict:
    """Carry the verdict up through the words that govern the trigger."""
    below = trigger
    for governor in tree.ancestors(trigger):
        if not _reaches(tree, below):
            break
        if tree.words[below].deprel == "conj":  # a coordinated word stands under what its leader stands under
            below = governor
            continue
        if _condition(tree, governor) == tree.words[governor].text.lower():
            return settle(verdict, "conditional", f"'{tree.words[governor].text}'")
        effect = _effect(tree, governor, below, places)
        apart = effect is None and below == trigger and _brought(tree, below)
        if effect is None and (apart or (below == trigger and _carried(tree, below))):
            effect = "same"
        if effect is None:
            return _ungoverned(tree, below, verdict)
        if effect == "known":
            return settle(verdict, "same", f"'{tree.words[governor].text}' takes it for granted")
        if effect == "unknown" and verdict.value == "possible":  # "the notion that it might"
            effect = "same"
        verdict = combine(verdict, effect, f"governed by '{tree.words[governor].text}'")
        verdict = _round(tree, governor, verdict, below, apart)
        if effect == "hoped" and (vain := _in_vain(tree, governor)) is not None:
            verdict = combine(verdict, "did_not_happen", f"'but' with '{tree.words[vain].text}'")
        below = governor
    return verdict


def _reaches(tree: Tree, below: int) -> bool:
    """Whether what governs a word may say something of it."""
    relation = tree.words[below].deprel
    if relation == "acl:relcl" or _told_how(tree, below):
        return False
    # "called on X to leave" and "accused X of leaving" are parsed as adverbial clauses
    clause = relation == "advcl" and (
        _infinitive(tree, below) or _gerund(tree, below) or _asks_if(tree, below)
    )
    return clause or relation.partition(":")[0] in GOVERNED


def _told_how(tree: Tree, below: int) -> bool:
    """Whether a clause tells how or why something is: "wonders why it is losing" takes that for granted."""
    if tree.words[below].deprel != "ccomp" or _infinitive(tree, below):
        return False
    first = min(tree.subtree(below))
    return any(tree.words[i].lemma.lower() in ("why", "how") for i in (first, max(first - 1, 0)))


def _round(tree: Tree, governor: int, verdict: Verdict, below: int, apart: bool) -> Verdict:
    """What stands with the governor itself: a verb's adverbs and auxiliaries, a noun's adjectives."""
    if tree.words[governor].upos in ("VERB", "AUX") or tree.exactly(governor, "cop"):
        return _level(tree, governor, verdict, below, apart)
    return _modified(tree, governor, verdict)


def _in_vain(tree: Tree, governor: int) -> int | None:
    """The verb or adjective that says what became of an attempt: "tried to leave but [failed]"."""
    for other in tree.exactly(governor, "conj"):
        but = any(tree.words[c].lemma.lower() == "but" for c in tree.exactly(other, "cc"))
        lemma = tree.words[other].lemma.lower()
        negated = any(tree.words[a].lemma.lower() in NEGATORS for a in tree.exactly(other, "advmod"))
        if but and (negated or "did_not_happen" in (_row("governor", lemma), _row("modifier", lemma))):
            return other
    return None


def _effect(tree: Tree, governor: int, below: int, places: frozenset[str]) -> str | None:
    """What the governor does to what it governs: its row, that of the noun before an infinitive, purpose."""
    word = tree.words[below]
    infinitive = _infinitive(tree, below)
    effect = _governor(tree, governor, below, places)
    if (
        effect in (None, "same", "known")
        and word.deprel in ("advcl", "xcomp", "ccomp")
        and "governor" in places
    ):
        effect = _through_noun(tree, governor, below) or effect
    if effect is None and infinitive and _nth(tree, governor, below):
        return "same"
    if effect is None and infinitive and word.deprel == "advcl" and tree.words[governor].upos != "ADJ":
        return "planned"
    return effect


def _through_noun(tree: Tree, governor: int, below: int) -> str | None:
    """What a noun says of its clause that the parser hung on the verb: "made an [effort] to join"."""
    before = _noun_before(tree, below)
    nouns = [o for o in tree.exactly(governor, "obj", "obl") if o < below] + ([before] if before else [])
    marks = [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    for noun in reversed([n for n in nouns if tree.words[n].upos == "NOUN"]):
        lemma = tree.words[noun].lemma.lower()
        if marks and (effect := _row("governor", *(f"{lemma} {m}" for m in marks), lemma)):
            return _narrowed(tree, noun, below, effect)
    return None


def _nth(tree: Tree, governor: int, below: int) -> bool:
    """Whether the infinitive tells what the first, the last … did: "the first president to visit Cuba"."""
    nouns = (governor, *tree.exactly(governor, "obj", "xcomp", "nsubj"))
    return any(tree.words[a].lemma.lower() in ORDINALS for n in nouns if n < below for a in tree.children[n])


def _indefinite(tree: Tree, noun: int) -> bool:
    determiners = {tree.words[d].lemma.lower() for d in tree.exactly(noun, "det")}
    return not tree.exactly(noun, "nmod:poss") and determiners <= INDEFINITE


def _carried(tree: Tree, noun: int) -> bool:
    """Whether an unlisted verb carries the noun ("may revive talks") and does not presuppose it."""
    return tree.words[noun].deprel in ("obj", "nsubj:pass") and _indefinite(tree, noun)


def _brought(tree: Tree, noun: int) -> bool:
    """Whether the noun is as real as its clause, though not denied with it: "a strike would not help"."""
    word = tree.words[noun]
    subject = word.deprel == "nsubj" and word.upos == "NOUN"
    brought = word.deprel == "obl" and _case(tree, noun) in BROUGHT
    return (subject or brought) and _indefinite(tree, noun)


def _governor(tree: Tree, governor: int, below: int, places: frozenset[str]) -> str | None:
    """What the governor's row says: by lemma with preposition, particle or object, else by lemma alone."""
    asked = [place for place in _asked(tree, governor, below) if place in places]
    for key in _names(tree, governor, below):
        if effect := next((found for place in asked if (found := _row(place, key))), None):
            return _narrowed(tree, governor, below, effect)
    return None


def _narrowed(tree: Tree, governor: int, below: int, effect: str) -> str | None:
    """What an effect comes to here: some rows say something of some forms only."""
    word = tree.words[below]
    noun = word.upos not in ("VERB", "AUX")
    match effect:
        case "topic" | "alleged" if noun and not _indefinite(tree, below):
            return None  # "discussed the arrest", "accused of the bombings" take them for granted
        case "topic":
            return "unknown"
        case "alleged":
            return "possible"
        case "ability":  # who was able to did
            return "same" if _past(tree, governor) else "possible"
        case "possible" if word.deprel == "xcomp" and word.upos in ("NOUN", "ADJ"):
            return None  # "is considered the best hope to …" says nothing of the hope
        case "planned" if word.deprel == "ccomp" and not _infinitive(tree, below) and _past(tree, below):
            return None  # "announced that X attacked"
        case _:
            return effect


def _names(tree: Tree, governor: int, below: int) -> tuple[str, ...]:
    """The keys under which the table may hold the governor, the narrowest first."""
    word = tree.words[governor]
    lemma, case = word.lemma.lower(), _case(tree, below)
    beside = [tree.words[p].lemma.lower() for p in tree.below(governor, "compound", "advmod")]
    if word.upos in ("VERB", "AUX"):
        others = (o for o in tree.exactly(governor, "obj", "obl:unmarked") if o != below)
        beside += [tree.words[o].lemma.lower() for o in others]
    if tree.words[below].deprel.startswith("obl"):  # "despite the talks" says nothing of the talks
        return tuple(f"{name} {case}" for name in (*(f"{lemma} {b}" for b in beside), lemma) if case)
    marks = [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    if _infinitive(tree, below):
        yet = ["yet" for a in tree.exactly(below, "advmod") if tree.words[a].lemma.lower() == "yet"]
        marks = [*yet, *marks, "to", *_deadline(tree, governor)]
    names = [f"{lemma} {e}" for e in (case, *beside, *marks) if e]
    names += [f"{p} {lemma}" for p in (_case(tree, governor),) if p]
    linked = tree.words[below].deprel != "nmod" or case in LINKS
    return (*names, lemma) if linked else tuple(names)


def _deadline(tree: Tree, governor: int) -> list[str]:
    """ "Until" where a day is set: "gave them until Monday to leave"."""
    return ["until" for o in tree.exactly(governor, "obl") if _case(tree, o) == "until"]


def _asked(tree: Tree, governor: int, below: int) -> tuple[str, ...]:
    """Which places of the table can hold the governor, given how it governs."""
    match tree.words[below].deprel:
        case "nsubj":
            upos = tree.words[governor].upos
            predicates = {"ADJ": ("existence", "governor", "modifier"), "NOUN": ("existence", "governor")}
            return predicates.get(upos, ("existence",))
        case "nsubj:pass":
            return ("existence", "governor", "light")
        case "obj":
            return ("object", "governor", "light")
        case _:
            return ("governor",)


def _ungoverned(tree: Tree, below: int, verdict: Verdict) -> Verdict:
    """What no row governs: an infinitive or a mere topic says nothing of whether it happened."""
    word = tree.words[below]
    if word.deprel == "ccomp" and verdict.value not in ("happened", "ongoing", "did_not_happen"):
        return _conditions(tree, word.head, verdict, below)  # "says, if X stays, he will leave"
    if word.deprel in ("xcomp", "acl", "advcl", "csubj") and _infinitive(tree, below):
        perfect = any(tree.words[a].lemma.lower() == "have" for a in tree.exactly(below, "aux"))
        if perfect or _sure(tree, below, False):  # "claims to have attacked", "was brought to recognise"
            return verdict
        return combine(verdict, "unknown", f"infinitive '{word.text}' under an unlisted word")
    if word.deprel in ("nmod", "obl") and _case(tree, below) in TOPICS and _topical(tree, below):
        return combine(verdict, "unknown", f"topic '{_case(tree, below)} {word.text}'")
    if word.deprel == "compound" and tree.words[word.head].upos == "PROPN":
        return combine(verdict, "unknown", f"'{word.text}' in a name")
    return verdict


def _topical(tree: Tree, noun: int) -> bool:
    """Whether a noun names what may come, not what is: "on sanctions", "over the lifting of sanctions"."""
    if tree.words[noun].text.endswith("ing") and tree.oblique(noun, "of"):
        return True
    return not tree.exactly(noun, "det", "nmod:poss")


RULE_CERTAINTY: dict[Factuality, float] = {"happened": 3.0, "ongoing": 3.0, "did_not_happen": -3.0}


def certainty(verdict: Verdict, read: float | None) -> float | None:
    """The reader's score for the trigger, unless it has the other sign than a rule that is sure."""
    sure = RULE_CERTAINTY.get(verdict.value)
    if sure is None or read is None:
        return read
    return read if read * sure > 0 else sure
