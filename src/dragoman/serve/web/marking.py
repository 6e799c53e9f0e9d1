"""An article's text cut where its marks begin and end, so that each piece says what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.records import Coding, Holder, Span
from dragoman.serve.why import Record, marked_spans

DRAWN = (
    "trigger",
    "cue",
    "actor",
    "recipient",
    "source",
    "about",
    "dyad",
    "place",
    "date",
    "content",
    "evidence",
)
"""Of several roles in one piece the first gives the colour; the others are in its description."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a span of the text is, and of which record."""

    record: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same marks. ``depth`` counts the quotations around it."""

    text: str
    start: int
    records: tuple[str, ...]
    roles: tuple[str, ...]
    depth: int


def marks(coding: Coding) -> Iterator[Mark]:
    """Every span of every record, with the words by which each holder in its voice chain is credited."""
    for record in records(coding):
        yield from (Mark(record.id, role, span) for role, span in dict.fromkeys(marked_spans(record)))
        yield from _voices(record)


def records(coding: Coding) -> tuple[Record, ...]:
    """All records of an article, as they stand in the text."""
    found: list[Record] = [*coding.events, *coding.statements, *coding.assessments]
    return tuple(sorted(found, key=_place))


def _place(record: Record) -> tuple[int, int]:
    spans = [span for _, span in marked_spans(record)]
    return min((span.start, span.end) for span in spans) if spans else (0, 0)


def _voices(record: Record) -> Iterator[Mark]:
    holders: Iterable[Holder] = record.voice
    for holder in holders:
        if holder.participant is not None:
            yield Mark(record.id, "source", holder.participant.span)
        if holder.cue is not None:
            yield Mark(record.id, "cue", holder.cue)


def pieces(text: str, marked: Iterable[Mark], within: Span | None = None) -> list[Piece]:
    """The text, or the part of it that is asked for, in pieces that add up to it."""
    whole = within or Span(0, len(text))
    inside = [
        Mark(one.record, one.role, Span(max(one.span.start, whole.start), min(one.span.end, whole.end)))
        for one in dict.fromkeys(marked)
        if one.span.start < one.span.end and one.span.overlaps(whole)
    ]
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for one in inside:
        starts.setdefault(one.span.start, []).append(one)
        ends.setdefault(one.span.end, []).append(one)
    edges = sorted({whole.start, whole.end, *starts, *ends})
    found: list[Piece] = []
    covering: list[Mark] = []
    for start, end in pairwise(edges):
        gone = ends.get(start, ())
        covering = [one for one in covering if one not in gone] + starts.get(start, [])
        found.append(_piece(text[start:end], start, covering))
    return found


def _piece(text: str, start: int, covering: list[Mark]) -> Piece:
    roles = {one.role for one in covering}
    return Piece(
        text,
        start,
        tuple(dict.fromkeys(one.record for one in covering)),
        tuple(role for role in DRAWN if role in roles),
        len({one.span for one in covering if one.role == "content"}),
    )
