"""How two countries are getting on, as the articles in the store tell it: one question a .sql file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Literal

from duckdb import DuckDBPyConnection

from dragoman.records import Factuality, VoiceKind


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event between the two: ``direction`` is forth (A to B), back (B to A) or both.

    ``holder`` is the last in its voice chain, None for the author.
    """

    id: str
    document: str
    title: str | None
    published: date | None
    direction: Literal["forth", "back", "both"]
    event_type: str
    quad: str
    intensity: float | None
    factuality: Factuality
    date_from: date | None
    date_to: date | None
    date_text: str | None
    date_reason: str
    holder: str | None
    voice_kind: VoiceKind
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of one about the other, or of anybody about both."""

    id: str
    document: str
    title: str | None
    source: str | None
    voice_kind: VoiceKind
    quote: str
    about: str
    stance: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A judgement of the relation between the two."""

    id: str
    document: str
    title: str | None
    aspect: str
    direction: str | None
    contexts: tuple[str, ...]
    holder: str | None
    voice_kind: VoiceKind
    evidence: str


@dataclass(frozen=True, slots=True)
class Count:
    """Events of one quad in one month (None: undated) by the kind of whose word it is."""

    month: str | None
    quad: str
    voice: VoiceKind
    events: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Everything the store tells of two countries. ``counts`` covers only ``counted`` factualities."""

    a: str
    b: str
    counted: tuple[Factuality, ...]
    counts: tuple[Count, ...]
    events: tuple[EventRow, ...]
    statements: tuple[StatementRow, ...]
    assessments: tuple[AssessmentRow, ...]


def relation(
    con: DuckDBPyConnection,
    a: str,
    b: str,
    counted: Sequence[Factuality] = ("happened",),
    voices: Sequence[VoiceKind] = (),
) -> Relation:
    """What the store behind ``con`` tells of the countries ``a`` and ``b`` (ISO 3166-1 alpha-3).

    All events are listed whatever their factuality; only those of ``counted`` enter the counts. With
    ``voices`` only what rests on such a word is told.
    """
    pair = {"a": a, "b": b, "voices": list(voices)}
    return Relation(
        a,
        b,
        tuple(counted),
        tuple(Count(**row) for row in _ask(con, "dyad_counts", {**pair, "factualities": list(counted)})),
        tuple(EventRow(**row) for row in _ask(con, "dyad_events", pair)),
        tuple(StatementRow(**row) for row in _ask(con, "dyad_statements", pair)),
        tuple(
            AssessmentRow(**{**row, "contexts": tuple(row["contexts"])})
            for row in _ask(con, "dyad_assessments", pair)
        ),
    )


def _ask(con: DuckDBPyConnection, question: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    sql = resources.files("dragoman.relate").joinpath(f"{question}.sql").read_text(encoding="utf-8")
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
