"""A noun's own round: determiner, adjectives and participles, and its preposition."""

from __future__ import annotations

from dragoman.coding.factuality.verbs import joined
from dragoman.coding.factuality.verdict import Verdict, combine
from dragoman.coding.factuality.words import case_of, effect_in, has_or, is_past, noun_before, with_neighbour
from dragoman.coding.syntax import CLAUSAL, NEGATORS, Tree
from dragoman.knowledge.inflections import regular


def noun_round(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """Adjectives and determiners of a nominal trigger: "a possible strike", "no talks"."""
    if (no := _no(tree, noun)) is not None:
        verdict = combine(verdict, "did_not_happen", f"'{tree.words[no].text}'")
    for child in dict.fromkeys((*tree.children[noun], *_hanging_on(tree, noun), *_right_before(tree, noun))):
        word = tree.words[child]
        if (child == noun - 1 or word.deprel in ("amod", "compound", "acl", "nmod:desc")) and (
            effect := effect_in(
                "modifier", word.text.lower(), word.lemma.lower(), *regular(word.text.lower(), "VERB")
            )
            or (effect_in("existence", word.lemma.lower()) if word.deprel == "acl" else None)
        ):
            verdict = combine(verdict, effect, f"'{word.text}' with the noun")
    return verdict


def _no(tree: Tree, noun: int) -> int | None:
    """The "no" of a noun; "no call or meeting" has one for both."""
    word = tree.words[noun]
    own = [d for d in tree.exactly(noun, "det") if tree.words[d].lemma.lower() in NEGATORS]
    if not own and word.deprel == "conj" and not tree.exactly(noun, "det") and has_or(tree, noun):
        return _no(tree, word.head)
    return own[0] if own else None


def _hanging_on(tree: Tree, noun: int) -> list[int]:
    """Participles on a later noun of the phrase: "the talks at the lake [failing to start]"."""
    phrase = [w for w in tree.subtree(noun, CLAUSAL) if w > noun and tree.words[w].deprel == "nmod"]
    return [
        c
        for w in phrase
        for c in tree.exactly(w, "acl")
        if effect_in("existence", tree.words[c].lemma.lower())
    ]


def _right_before(tree: Tree, noun: int) -> list[int]:
    """A modifier right before the noun, whatever the parser made it: "[mounting] protests".

    The verb that governs the noun ("cancelled talks") has its say later.
    """
    before = noun - 1
    found = noun > 0 and tree.words[before].upos in ("ADJ", "VERB")
    return [before] if found and tree.words[noun].head not in (before, noun + 1) else []


def placed(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """The preposition of a nominal trigger, and the noun right before that: "amid", "in the event of"."""
    case = case_of(tree, noun)
    names = [case, *with_neighbour(tree, tree.exactly(noun, "case", "cc"))]
    for name in names:
        if effect := effect_in("preposition", name):
            return joined(verdict, effect, f"preposition '{name}'")
    if case in ("in", "on", "under", "at") and _goes_on_now(tree, noun):
        return combine(verdict, "ongoing", f"'is {case} {tree.words[noun].text}'")
    if (before := noun_before(tree, noun)) is not None:
        lemma = tree.words[before].lemma.lower()
        if effect := effect_in("governor", f"{lemma} {case}", *([lemma] if case == "of" else [])):
            return combine(verdict, effect, f"'{tree.words[before].text} {case}'")
    return verdict


def _goes_on_now(tree: Tree, noun: int) -> bool:
    """Whether the noun is said to be what something is in: "is on trial", "has been under siege"."""
    return bool(tree.exactly(noun, "cop")) and not is_past(tree, noun)
