"""Assessments: what the text says of a relation between two actors, or of one actor's prospects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.coding import factuality, tone
from dragoman.coding.frames import Scene, evidence, fits, slot, specificity
from dragoman.coding.page import Page
from dragoman.coding.syntax import CLAUSAL, Tree
from dragoman.coding.voice import on_whose_word, voice
from dragoman.knowledge import lexicon
from dragoman.knowledge.lexicon import RelationRow
from dragoman.records import Aspect, Assessment, Direction, Participant, Span, Step

Dyad = tuple[Participant, ...]

OPPOSITE: dict[str, Direction] = {
    "improving": "neutral",
    "worsening": "neutral",
    "positive": "negative",
    "negative": "positive",
    "neutral": "neutral",
}
FORECASTS = frozenset({"planned", "possible", "conditional"})
UNASSERTED = frozenset({"hoped", "demanded", "unknown"})
"""What is only wished for or asked for says nothing of how the relation stands."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a relation (or the one that is spoken of) and how they were found."""

    dyad: Dyad
    found_by: str


def assessments(page: Page) -> tuple[Assessment, ...]:
    """The assessments of an article in text order."""
    found = []
    running: Dyad = ()
    for scene in page.scenes:
        for head, row in _matches(scene):
            if (one := _assess(page, scene, head, row, running)) is not None:
                found.append(one)
        running = pair(scene.within(range(len(scene.tree.words)))) or running
    return tuple(found)


def _matches(scene: Scene) -> Iterator[tuple[int, RelationRow]]:
    """The most demanding fitting row of every word."""
    for index, word in enumerate(scene.tree.words):
        if word.upos not in ("VERB", "NOUN", "ADJ"):
            continue
        rows = [r for r in lexicon.relations().get(word.lemma.lower(), ()) if fits(scene, index, r)]
        if rows:
            yield index, max(rows, key=specificity)


def _assess(page: Page, scene: Scene, head: int, row: RelationRow, running: Dyad) -> Assessment | None:
    verdict = factuality.judge_state(scene.tree, head)
    if verdict.value in UNASSERTED or _told_of_nothing(scene.tree, head):
        return None
    sides = _sides(scene, head, row, running)
    if sides is None:
        return None
    word = scene.tree.words[head]
    trigger = Span(word.start, word.end)
    alone = len(countries(sides.dyad)) < 2
    proof = evidence(scene.tree, head)
    chain = voice(page, trigger)
    return Assessment(
        id=page.id("assessment", trigger.start, row.aspect),
        document=page.article.id,
        dyad=() if alone else sides.dyad,
        about=sides.dyad if alone else (),
        aspect=_aspect(row, verdict),
        direction=_direction(row, verdict, word.text),
        contexts=tone.contexts(page.ontology, scene, proof),
        trigger=trigger,
        evidence=(proof,),
        voice=chain,
        voice_kind=on_whose_word(page.article.genre, chain[-1].participant),
        subjective=scene.tree.sentence.subjective,
        confidence=None,
        codebook=page.ontology.version,
        coder=page.coder,
        steps=(
            Step("lexicon", f"row {row.id} fits '{word.text}'"),
            Step("dyad", sides.found_by),
            *verdict.steps,
        ),
    )


def _told_of_nothing(tree: Tree, head: int) -> bool:
    """Whether it tells of what is not there: "should refrain from [steps] that raise tensions"."""
    clause = tree.words[tree.clause(head)]
    if clause.deprel.partition(":")[0] != "acl" or not factuality.is_indefinite(tree, clause.head):
        return False
    return factuality.judge(tree, clause.head).value in (*UNASSERTED, "did_not_happen")


def _aspect(row: RelationRow, verdict: factuality.Verdict) -> Aspect:
    ahead = any(step.rule.removeprefix("factuality:") in FORECASTS for step in verdict.steps)
    return "forecast" if row.aspect == "trend" and ahead else row.aspect


def _direction(row: RelationRow, verdict: factuality.Verdict, word: str) -> Direction | None:
    if row.direction is None or not verdict.negated:
        return row.direction
    never = any("never" in step.saw for step in verdict.steps)
    peak = never and word.endswith("er")  # "ties have never been warmer"
    return row.direction if peak else OPPOSITE[row.direction]


# ---- whose relation -----------------------------------------------------------------------------------


def _sides(scene: Scene, head: int, row: RelationRow, running: Dyad) -> Sides | None:
    one = _in_slots(scene, head, row.one)
    other = _in_slots(scene, head, row.other)
    if found := pair((*one, *other)):
        return Sides(found, "both sides stand in the row's slots")
    if not row.other and "relation" not in " ".join(row.one):
        return Sides(one[:1], "the one side that the row asks for") if one else None
    if found := pair((*one, *other, *_of_clause(scene, head))):
        return Sides(found, "the two countries of the clause")
    if found := pair(scene.within(range(len(scene.tree.words)))):
        return Sides(found, "the two countries of the sentence")
    if running and _general(scene.tree, head, one):
        return Sides(running, "the two countries that the text was last about")
    return None


def _general(tree: Tree, head: int, one: Dyad) -> bool:
    """Whether nothing here names another relation, so that the one under discussion is meant."""
    return not one and not any(
        w.upos == "PROPN" for w in (tree.words[i] for i in tree.subtree(head, CLAUSAL))
    )


def _in_slots(scene: Scene, head: int, slots: tuple[str, ...]) -> Dyad:
    for name in slots:
        if found := _in_slot(scene, head, name):
            return found
    return ()


def _in_slot(scene: Scene, head: int, name: str) -> Dyad:
    tree = scene.tree
    if name == "self":
        return scene.at(head)
    if name == "relation":
        return of_relation(scene, head)
    if name.startswith("relation:"):
        heads = [w for w in slot(tree, head, name.removeprefix("relation:")) if is_relation(tree, w)]
        return tuple(p for w in heads for p in of_relation(scene, w))
    if name.startswith("acl:"):
        clauses = tree.exactly(head, "acl:relcl", "acl")
        return scene.actors(
            (w for c in clauses for w in slot(tree, c, name.removeprefix("acl:"))), concerned=True
        )
    return scene.actors(slot(tree, head, name), concerned=True)


def is_relation(tree: Tree, index: int) -> bool:
    """Whether the word names a relation: ties, partnership, rivalry."""
    return tree.words[index].lemma.lower() in lexicon.relation_nouns()


def of_relation(scene: Scene, noun: int) -> Dyad:
    """Whose relation a noun names: all actors in its phrase; with one side only, also who holds it."""
    tree = scene.tree
    inside = scene.within(i for i in tree.subtree(noun, CLAUSAL) if i != noun)
    if pair(inside):
        return inside
    return (*scene.actors(tree.holder(noun)), *inside) if inside else ()


def _of_clause(scene: Scene, head: int) -> Dyad:
    tree = scene.tree
    return scene.within(tree.subtree(tree.clause(head), CLAUSAL))


def countries(dyad: Sequence[Participant]) -> frozenset[str]:
    """All countries that the participants stand for."""
    return frozenset(code for p in dyad for code in p.country)


def pair(participants: Sequence[Participant]) -> Dyad:
    """One participant for each of the two countries, where there are exactly two; else nothing."""
    if len(countries(participants)) != 2:
        return ()
    for participant in participants:
        if len(participant.country) == 2:
            return (participant,)
    found: dict[str, Participant] = {}
    for participant in participants:
        for code in participant.country:
            found.setdefault(code, participant)
    return tuple(found.values())
