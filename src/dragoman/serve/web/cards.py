"""A record in a few lines, the same in the reader, on its own page and in the queue for review."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.records import Assessment, Event, Holder, Participant, Statement
from dragoman.serve import words
from dragoman.serve.why import Record
from dragoman.store.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Line:
    """Who vouches at one depth of a voice chain: a name, the words that credit it, and how."""

    who: str
    cue: str
    quote: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a record. ``left`` and ``right`` are parties, as actor and recipient."""

    id: str
    kind: str
    title: str
    left: tuple[Participant, ...]
    right: tuple[Participant, ...]
    words: str
    voice_kind: str
    confidence: float | None
    told: str | None = None
    when: str | None = None
    where: str | None = None
    stances: tuple[tuple[str, str], ...] = ()
    chain: tuple[Line, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    judged: Judgement | None = None


def card(record: Record, text: str, judged: Judgement | None = None) -> Card:
    """The card of a record of the article with this text."""
    match record:
        case Event():
            shown = _event(record, text)
        case Statement():
            shown = _statement(record, text)
        case Assessment():
            shown = _assessment(record, text)
    return replace(
        shown,
        chain=tuple(_line(one, text) for one in record.voice),
        why=tuple((step.rule, step.saw) for step in record.steps),
        judged=judged,
    )


def _event(record: Event, text: str) -> Card:
    return Card(
        id=record.id,
        kind="event",
        title=f"{record.event_type} / {record.mode}" if record.mode else record.event_type,
        left=record.actor,
        right=record.recipient,
        words=words.quoted(record.evidence or (record.trigger,), text),
        voice_kind=record.voice_kind,
        confidence=record.confidence,
        told=record.factuality,
        when=words.days(record.date),
        where=(record.place.name or record.place.text) if record.place else None,
    )


def _statement(record: Statement, text: str) -> Card:
    stances = ((words.flat(one.participant.name or one.participant.text), one.stance) for one in record.about)
    return Card(
        id=record.id,
        kind="statement",
        title=f"{record.quote} words",
        left=(record.source,) if record.source else (),
        right=tuple(dict.fromkeys(one.participant for one in record.about)),
        words=words.quoted(record.content, text),
        voice_kind=record.voice_kind,
        confidence=record.confidence,
        stances=tuple(dict.fromkeys((name, stance) for name, stance in stances if stance)),
    )


def _assessment(record: Assessment, text: str) -> Card:
    return Card(
        id=record.id,
        kind="assessment",
        title=f"{record.aspect}, {record.direction}" if record.direction else record.aspect,
        left=record.dyad or record.about,
        right=(),
        words=words.quoted(record.evidence or (record.trigger,), text),
        voice_kind=record.voice_kind,
        confidence=record.confidence,
    )


def _line(one: Holder, text: str) -> Line:
    cue = words.flat(text[one.cue.start : one.cue.end]) if one.cue else ""
    return Line(words.speaker(one.participant) if one.participant else "author", cue, one.quote or "")
