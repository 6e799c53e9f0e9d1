"""Stance and contexts of a stretch of text: rows of ``stance.csv``, context words of the ontology."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding.frames import Scene
from dragoman.coding.syntax import NEGATORS, Tree
from dragoman.knowledge import lexicon
from dragoman.knowledge.ontology import Ontology
from dragoman.records import Span, Stance

NEUTRAL_BELOW = 0.15
"""A mean score nearer to zero than this is neutral."""


def toned_words(tree: Tree, within: Span) -> list[tuple[Span, float]]:
    """Words that carry a stance with their scores, negation turned round."""
    scores = lexicon.stance()
    found = []
    for index, word in enumerate(tree.words):
        if not (within.start <= word.start and word.end <= within.end):
            continue
        if row := scores.get((word.lemma.lower(), word.upos)):
            found.append((Span(word.start, word.end), -row.score if _negated(tree, index) else row.score))
    return found


def _negated(tree: Tree, index: int) -> bool:
    near = [index, *([tree.words[index].head] if tree.words[index].head >= 0 else [])]
    if tree.words[index].upos not in ("ADJ", "NOUN"):
        near = near[:1]
    return any(
        tree.words[child].lemma.lower() in NEGATORS
        for one in near
        for child in tree.below(one, "advmod", "det")
    )


def stance(scores: Iterable[float]) -> tuple[Stance | None, float | None]:
    """The stance that the words add up to and its score in [-1, 1]; None where no word carries one."""
    scores = list(scores)
    if not scores:
        return None, None
    mean = sum(scores) / len(scores)
    positive, negative = (sum(abs(s) for s in scores if (s > 0) is sign) for sign in (True, False))
    if min(positive, negative) > 0.4 * max(positive, negative):
        return "mixed", mean
    if abs(mean) < NEUTRAL_BELOW:
        return "neutral", mean
    return ("positive" if mean > 0 else "negative"), mean


def contexts(ontology: Ontology, scene: Scene, within: Span) -> tuple[str, ...]:
    """The ontology's contexts whose words stand in the span, in the ontology's order."""
    words = scene.tree.words
    return ontology.contexts_of(
        [w.lemma.lower() for w in words if within.start <= w.start and w.end <= within.end]
    )
