"""Pairs of parties in a sentence between whom something may have happened, whatever the word for it is.

Grammar alone finds them: from each party up the tree to the first word that somebody does or owns. Which
type of event, if any, the sentence then tells of the two is for the scorer to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.frames import OWNERS, Scene, identified
from dragoman.coding.syntax import CLAUSAL
from dragoman.knowledge import lexicon
from dragoman.records import Participant

FINITE = frozenset({"ccomp", "parataxis", "advcl", "csubj", "acl:relcl", "advcl:relcl"})
"""Relations of clauses that, with a subject of their own, tell of somebody else's deeds."""

SUBJECTS = ("nsubj", "nsubj:pass")


@dataclass(frozen=True, slots=True)
class Pair:
    """Who may have done something to whom, and the word ``trigger`` (its index) that would tell it.

    Where both did it to each other all of them stand on both sides.
    """

    trigger: int
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]


def pairs(scene: Scene) -> Iterator[Pair]:
    """The pairs of a sentence in text order, parties that are coordinated taken as one side.

    Nothing is asked of those of whom nothing is known but what the text calls them, nor of idle words and
    headings.
    """
    for pair in _all(scene):
        idle = scene.tree.words[pair.trigger].lemma.lower() in lexicon.phrases("idle")
        topic = pair.trigger < scene.tree.heading
        if (
            not idle
            and not topic
            and any(map(identified, pair.actor))
            and any(map(identified, pair.recipient))
        ):
            yield pair


def _all(scene: Scene) -> Iterator[Pair]:
    outer = _outermost(scene)
    leaders = {head: _leader(scene, head, outer) for head in outer}
    for leader in sorted(set(leaders.values())):
        group = tuple(p for head in sorted(outer) if leaders[head] == leader for p in outer[head])
        yield from _joint(scene, leader, group)
        if found := _above(scene, leader, group):
            trigger, actor = found
            if not any(_within(scene, one, group) for one in actor):
                yield Pair(trigger, actor, group)


def _outermost(scene: Scene) -> dict[int, tuple[Participant, ...]]:
    """The parties of the sentence by head, those left out that stand inside another's phrase."""
    everyone = [p.span for group in scene.by_head.values() for p in group]
    found: dict[int, tuple[Participant, ...]] = {}
    for head, group in scene.by_head.items():
        kept = tuple(p for p in group if not any(o != p.span and o.holds(p.span) for o in everyone))
        if kept:
            found[head] = kept
    return found


def _leader(scene: Scene, head: int, outer: dict[int, tuple[Participant, ...]]) -> int:
    """The first of the coordinated parties that the head belongs to."""
    word = scene.tree.words[head]
    while word.deprel == "conj" and word.head in outer:
        head, word = word.head, scene.tree.words[word.head]
    return head


def _joint(scene: Scene, leader: int, group: tuple[Participant, ...]) -> Iterator[Pair]:
    """Coordinated subjects, who may have done it to each other: "X and Y have agreed"."""
    word = scene.tree.words[leader]
    if len(group) > 1 and word.deprel in SUBJECTS and word.head >= 0:
        yield Pair(word.head, group, group)


def _above(
    scene: Scene, head: int, group: tuple[Participant, ...]
) -> tuple[int, tuple[Participant, ...]] | None:
    """The nearest word over a party that somebody else does or owns, with him; None where there is none."""
    tree = scene.tree
    below, event = head, None
    for up in tree.ancestors(head):
        if _leaves_clause(scene, below):
            return None
        word = tree.words[up]
        if word.upos == "NOUN" and event is None and word.lemma.lower() in lexicon.nouns():
            event = up
        apposed = tree.words[below].deprel == "appos"  # "a Chinese ship, [the Yi Peng]" is the same ship
        doers = () if apposed else _doers(scene, up)
        others = tuple(d for d in doers if not any(are_one(d, p) for p in group))
        if others:
            return (event if event is not None else up), others
        below = up
    return None


def are_one(one: Participant, other: Participant) -> bool:
    """Whether two mentions surely are of one party: alike in name, or one a pronoun for the other."""
    if one.span.overlaps(other.span) or (one.name is not None and one.name == other.name):
        return True
    told = one.country, one.sector
    return "pronoun" in (one.how, other.how) and bool(one.country) and told == (other.country, other.sector)


def _within(scene: Scene, one: Participant, group: tuple[Participant, ...]) -> bool:
    """Whether parties stand in somebody's own phrase: "a spokeswoman for [the Foreign Ministry]"."""
    head = scene.tree.at(one.head)
    below = () if head is None else scene.tree.subtree(head, CLAUSAL)
    return all(scene.tree.at(other.head) in below for other in group)


def _leaves_clause(scene: Scene, below: int) -> bool:
    """Whether the step up from ``below`` leaves a clause that has a subject of its own.

    The subject of what somebody says is no exception: in "X said that [Y] was to blame" X blames Y, but for
    one such sentence there are hundreds in which X reports what Y did.
    """
    tree = scene.tree
    word = tree.words[below]
    if word.deprel not in FINITE or tree.infinitive(below):
        return False
    return bool(tree.exactly(below, *SUBJECTS, "expl"))


def _doers(scene: Scene, index: int) -> tuple[Participant, ...]:
    """Who does what a verb says, or owns what a noun names; of a bare passive, whoever it came from."""
    tree = scene.tree
    match tree.words[index].upos:
        case "VERB":
            subject = tree.subject(index)
            if found := scene.actors(subject) or tuple(d for noun in subject for d in _doers(scene, noun)):
                return found  # "a bombing by [X] killed Y"
            return scene.actors(tree.oblique(index, "from")) if tree.passive(index) else ()
        case "NOUN" if not scene.at(index):
            owners = [c for child in tree.exactly(index, *OWNERS) for c in tree.conjuncts(child)]
            by = [*owners, *tree.oblique(index, "by"), *tree.oblique(index, "from")]
            return scene.actors(by)
        case _:
            return ()
