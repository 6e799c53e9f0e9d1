"""A verb's own round: its tense, negation, adverbs, auxiliaries, conjunction, and conditions beside it."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.coding.factuality.verdict import Verdict, combine, settle
from dragoman.coding.factuality.words import (
    asks_if,
    case_of,
    effect_in,
    has_or,
    is_infinitive,
    is_past,
    with_neighbour,
)
from dragoman.coding.syntax import NEGATORS, Tree
from dragoman.knowledge import lexicon

INVERTED = frozenset({"had", "were", "should"})
PRESENT_BE = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m"})
PERFECT = frozenset({"has", "have", "'s", "’s", "'ve", "’ve"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
# Relations of the words that say something of their verb, and their place in the table, from the inside out.
OPERATORS = (("advmod", "adverb"), ("aux", "auxiliary"), ("mark", "conjunction"), ("cc", "conjunction"))


def verb_round(
    tree: Tree, verb: int, verdict: Verdict, below: int | None = None, apart: bool = False
) -> Verdict:
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
                verdict = joined(verdict, effect, f"{place} '{tree.words[child].text}'", place)
    return conditioned(tree, verb, verdict, below)


class _Operator(NamedTuple):
    """A word that says something of a verb, and its place in the table."""

    verb: int
    child: int
    place: str


def joined(verdict: Verdict, effect: str, saw: str, place: str = "preposition") -> Verdict:
    """A conjunction or preposition that makes it depend on something, or asks whether, settles it."""
    final = place in ("conjunction", "preposition") and effect in ("conditional", "unknown")
    return settle(verdict, effect, saw) if final else combine(verdict, effect, saw)


def _operator(tree: Tree, operator: _Operator, verdict: Verdict, apart: bool) -> str | None:
    """What an adverb, auxiliary or conjunction does to its verb."""
    verb, child, place = operator
    word = tree.words[child]
    effect = effect_in(place, *with_neighbour(tree, [child]), word.text.lower(), word.lemma.lower())
    match place, effect:
        case "adverb", "habit":
            return None if is_past(tree, verb) else "unknown"
        case "conjunction", "ahead":
            return None if is_past(tree, verb) else "planned"
        case "auxiliary", _ if _inverted(tree, verb) is not None:
            return None
        case "auxiliary", "demanded" if _perfect(tree, verb):  # "should not have attacked": it did
            return "possible" if word.lemma.lower() == "must" else "did_not_happen"
        case "auxiliary", "conditional":
            return "conditional" if apart else _would(tree, verb, verdict)
        case "conjunction", "conditional" if word.lemma.lower() == "if" and asks_if(tree, verb):
            return "unknown"
        case _:
            return effect


def _perfect(tree: Tree, verb: int) -> bool:
    return any(tree.words[a].text.lower() == "have" for a in tree.exactly(verb, "aux"))


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
    return cue is not None and cue.kind == "say" and is_past(tree, word.head, participle=True)


def _denied(tree: Tree, verb: int, verdict: Verdict, below: int | None) -> Verdict:
    """A verb's own "not", the "no" of its subject, and the "not" of a verb it stands beside with "or"."""
    for child in tree.children[verb]:
        word = tree.words[child]
        if word.deprel.partition(":")[0] in ("advmod", "cc") and word.lemma.lower() in NEGATORS:
            verdict = combine(verdict, "did_not_happen", f"'{word.text}'")
        elif child != below and word.deprel.startswith("nsubj") and _nobody(tree, child):
            verdict = combine(verdict, "did_not_happen", f"'no' with '{word.text}'")
    word = tree.words[verb]
    if word.deprel == "conj" and has_or(tree, verb) and not tree.exactly(verb, "nsubj", "nsubj:pass"):
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
    if _inverted(tree, verb) is not None:
        return settle(verdict, "conditional", f"inversion before '{text}'")
    if tree.words[verb].deprel == "root" and is_infinitive(tree, verb):
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
    if effect_in("state", word.lemma.lower()) and not progressive and not is_infinitive(tree, verb):
        present = not helpers and not is_past(tree, verb)
        return "state" if present or (helpers & PERFECT and _since(tree, verb)) else None
    return None


def _takes_more(tree: Tree, verb: int) -> bool:
    """Whether a word has what only a verb takes, so that "been promising [to leave]" is no adjective."""
    return tree.words[verb].upos == "VERB" or bool(tree.exactly(verb, "obj", "xcomp", "ccomp"))


def _since(tree: Tree, verb: int) -> bool:
    marks = [m for c in tree.below(verb, "obl", "advcl") for m in tree.exactly(c, "case", "mark")]
    return any(tree.words[m].lemma.lower() == "since" for m in marks)


def _arranged(tree: Tree, verb: int) -> str | None:
    """ "X is to fly" is planned; "X was to have flown" and "X is yet to fly" have not come to that."""
    lemmas = {tree.words[a].lemma.lower() for a in tree.exactly(verb, "aux", "cop", "advmod")}
    if not tree.infinitive(verb) or "be" not in lemmas:
        return None
    return "did_not_happen" if lemmas & {"have", "yet"} else "planned"


def _inverted(tree: Tree, verb: int) -> int | None:
    """The auxiliary before its subject: "[Had] X attacked, …", "[Were] X to attack, …"; None without one."""
    if tree.words[verb].deprel != "advcl" or (tree.exactly(verb, "mark") and not tree.infinitive(verb)):
        return None
    subjects = tree.exactly(verb, "nsubj", "nsubj:pass")
    first = [a for a in tree.exactly(verb, "aux", "aux:pass") if tree.words[a].text.lower() in INVERTED]
    return first[0] if subjects and first and first[0] < subjects[0] else None


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


def conditioned(tree: Tree, verb: int, verdict: Verdict, below: int | None) -> Verdict:
    """A condition beside the verb: "will leave [if Y stays]"; what has happened depends on none."""
    if verdict.value == "happened" and is_past(tree, verb):
        return verdict
    leader = tree.words[verb].head if tree.words[verb].deprel == "conj" else verb
    for clause in {*tree.exactly(verb, "advcl"), *tree.exactly(leader, "advcl")}:
        if clause != below and (saw := condition_in(tree, clause)):
            return settle(verdict, "conditional", f"condition '{saw}'")
    for phrase in tree.exactly(verb, "obl"):
        if phrase != below and (saw := _condition_of(tree, phrase)):
            return settle(verdict, "conditional", f"condition '{saw}'")
    return verdict


def condition_in(tree: Tree, clause: int) -> str | None:
    """The word that makes a clause a condition, None for another clause ("even if" makes none)."""
    if (auxiliary := _inverted(tree, clause)) is not None:
        return tree.words[auxiliary].text
    itself = [clause] if tree.exactly(clause, "ccomp") else []  # "assuming the truce holds"
    for word in (*tree.exactly(clause, "mark"), *itself):
        text = tree.words[word].text.lower()
        before = tree.words[word - 1].text.lower() if word else ""
        if (text == "if" and before in ("even", "as")) or (text == "if" and asks_if(tree, clause)):
            continue
        if effect_in("conjunction", *with_neighbour(tree, [word]), text) == "conditional":
            return text
    return None


def _condition_of(tree: Tree, phrase: int) -> str | None:
    """The words that make a phrase a condition: "in exchange" for, "in case of"; not "in the first case"."""
    case = case_of(tree, phrase)
    if tree.exactly(phrase, "amod", "compound"):
        return None
    names = (f"{case} {tree.words[phrase].lemma.lower()}", case)
    return next((name for name in names if effect_in("condition", name)), None)
