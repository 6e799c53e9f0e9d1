"""The English rows of ``languages/en``: event triggers, relation triggers, cues, factuality and stance.

Each table is a CSV file whose every row carries an example that a test runs. A row says what an expert
could dispute; how grammar turns it around is ``coding.syntax``'s business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TypeVar, cast

from dragoman.knowledge import tables
from dragoman.records import Aspect, Direction, Genre


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a row: ``slot`` must be filled (by one of ``lemmas``, if any), or must not be."""

    slot: str
    lemmas: frozenset[str]
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """A verb or noun that evokes an event, and where its actor and recipient stand in the active clause."""

    id: str
    head: str
    particle: str | None
    needs: tuple[Need, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    reciprocal: bool
    event_type: str
    mode: str | None
    figurative: bool
    example: str
    example_actor: tuple[str, ...]
    example_recipient: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A word that says something of a relation: ``one`` and ``other`` are the slots of the two sides."""

    id: str
    head: str
    particle: str | None
    needs: tuple[Need, ...]
    one: tuple[str, ...]
    other: tuple[str, ...]
    aspect: Aspect
    direction: Direction | None
    example: str
    example_dyad: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueRow:
    """A word that credits somebody with words or a view; ``kind`` is say, think, wish, view or source."""

    lemma: str
    pos: str
    kind: str
    example: str
    example_source: str


@dataclass(frozen=True, slots=True)
class FactualityRow:
    """A word that changes whether what it governs or modifies is presented as having happened."""

    lemma: str
    place: str
    effect: str
    example: str
    example_trigger: str
    expected: str


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A word that carries approval or disapproval, score in [-1, 1]."""

    lemma: str
    pos: str
    score: float
    example: str


Row = TypeVar("Row", EventRow, RelationRow)


@dataclass(frozen=True, slots=True)
class GenreRow:
    """A mark of a genre: a pattern (any case) and how much it weighs.

    ``place`` is title, outlet, body, or whole: the body too, for a mark that an article has once.
    """

    place: str
    pattern: re.Pattern[str]
    genre: Genre
    weight: float
    example: str


NO_EVENT = "none"
"""The event type of rows for a sense that is no event ("beat" in a final): they win over all others."""

Table = Mapping[str, tuple[EventRow, ...]]
"""Rows by the lemma of their head word."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of ``languages/en``, each by column."""
    return tables.rows("languages", "en", name)


def _needs(cell: str) -> tuple[Need, ...]:
    found = []
    for piece in filter(None, (part.strip() for part in cell.split(";"))):
        slot, _, lemmas = piece.removeprefix("no:").partition("=")
        found.append(Need(slot, _lemmas(lemmas), piece.startswith("no:")))
    return tuple(found)


def _lemmas(cell: str) -> frozenset[str]:
    """Lemmas, ``|`` between; ``@tie`` stands for all of a group of ``relation_words.csv``."""
    return frozenset(
        lemma
        for value in tables.values(cell)
        for lemma in (_groups()[value[1:]] if value.startswith("@") else (value,))
    )


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    """The words of relations by group."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("relation_words.csv"):
        found[row["group"]].add(row["lemma"])
    return MappingProxyType({group: frozenset(lemmas) for group, lemmas in found.items()})


def _trigger(cell: str) -> tuple[str, str | None]:
    head, _, particle = cell.strip().partition(" ")
    return head, particle or None


def _event(row: Mapping[str, str]) -> EventRow:
    head, particle = _trigger(row["trigger"])
    return EventRow(
        id=row["id"],
        head=head,
        particle=particle,
        needs=_needs(row["needs"]),
        actor=tables.values(row["actor"]),
        recipient=tables.values(row["recipient"]),
        reciprocal=row["reciprocal"] == "yes",
        event_type=row["event_type"],
        mode=row["mode"] or None,
        figurative=row["figurative"] == "yes",
        example=row["example"],
        example_actor=tables.values(row["example_actor"]),
        example_recipient=tables.values(row["example_recipient"]),
    )


def _relation(row: Mapping[str, str]) -> RelationRow:
    head, particle = _trigger(row["trigger"])
    return RelationRow(
        id=row["id"],
        head=head,
        particle=particle,
        needs=_needs(row["needs"]),
        one=tables.values(row["one"]),
        other=tables.values(row["other"]),
        aspect=cast(Aspect, row["aspect"]),
        direction=cast(Direction, row["direction"]) if row["direction"] else None,
        example=row["example"],
        example_dyad=tables.values(row["example_dyad"]),
    )


def _by_head(rows: Iterable[Row]) -> Mapping[str, tuple[Row, ...]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.head].append(row)
    return MappingProxyType({head: tuple(group) for head, group in groups.items()})


@cache
def verbs() -> Table:
    """Event verbs by the lemma of their head word."""
    return _by_head(map(_event, rows("verbs.csv")))


@cache
def nouns() -> Table:
    """Event nouns by lemma."""
    return _by_head(map(_event, rows("nouns.csv")))


@cache
def relations() -> Mapping[str, tuple[RelationRow, ...]]:
    """Words that assess a relation, by lemma."""
    return _by_head(map(_relation, rows("relations.csv")))


@cache
def phrases(kind: str) -> frozenset[str]:
    """Words that tell whom a phrase is about.

    Partitive nouns, verbs of gathering, locative prepositions, nouns that point back to any deed, shares that
    a deed is done to, documents that speak for who issued them, verbs of what befalls their subject, and idle
    words, which tell nothing between two parties unless a row says so.
    """
    return frozenset(row["lemma"] for row in rows("phrases.csv") if row["kind"] == kind)


@cache
def labels() -> frozenset[str]:
    """What stands before a colon at the head of a line and is nobody who speaks, in small letters."""
    return frozenset(row["label"].lower() for row in rows("labels.csv"))


@cache
def relation_nouns() -> frozenset[str]:
    """Nouns that name a relation between two sides, good or bad."""
    return _groups()["tie"] | _groups()["strain"]


@cache
def cues() -> Mapping[tuple[str, str], CueRow]:
    """Attribution cues by lemma and part of speech."""
    return MappingProxyType(
        {(row["lemma"], row["pos"]): CueRow(**_only(CueRow, row)) for row in rows("cues.csv")}
    )


@cache
def factuality() -> Mapping[tuple[str, str], FactualityRow]:
    """Factuality rows by place (governor, modifier, auxiliary, ...) and lemma."""
    return MappingProxyType(
        {
            (row["place"], row["lemma"]): FactualityRow(**_only(FactualityRow, row))
            for row in rows("factuality.csv")
        }
    )


@cache
def stance() -> Mapping[tuple[str, str], StanceRow]:
    """Stance words by lemma and part of speech."""
    return MappingProxyType(
        {
            (row["lemma"], row["pos"]): StanceRow(
                row["lemma"], row["pos"], float(row["score"]), row["example"]
            )
            for row in rows("stance.csv")
        }
    )


@cache
def words(pos: str) -> frozenset[str]:
    """All lemmas of a part of speech that any table names, for the check of a guessed lemma."""
    found = {lemma for lemma, kind in (*cues(), *stance()) if kind == pos}
    found |= {lemma.split()[0] for _, lemma in factuality()}
    tables: dict[str, tuple[Table, ...]] = {"VERB": (verbs(),), "NOUN": (nouns(),)}
    for table in tables.get(pos, ()):
        found |= set(table)
    if pos in tables:
        found |= set(relations()) | relation_nouns()
        found |= _needed(verbs()) | _needed(nouns()) | _needed(relations())
    return frozenset(found)


def _needed(table: Mapping[str, Sequence[EventRow | RelationRow]]) -> set[str]:
    return {lemma for rows in table.values() for row in rows for need in row.needs for lemma in need.lemmas}


@cache
def genre() -> tuple[GenreRow, ...]:
    """The marks of the genres."""
    return tuple(
        GenreRow(
            row["place"],
            re.compile(row["pattern"], re.IGNORECASE),
            cast(Genre, row["genre"]),
            float(row["weight"]),
            row["example"],
        )
        for row in rows("genre.csv")
    )


def _only(kind: type, row: Mapping[str, str]) -> dict[str, str]:
    return {field.name: row[field.name] for field in fields(kind)}
