"""A record in a few lines, the same in the reader, on its own page and in the queue for review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.knowledge.actors import load
from dragoman.records import Assessment, Event, Holder, Participant, Statement
from dragoman.serve import words
from dragoman.serve.why import Record
from dragoman.store.judgements import NONE, Correction, Judgement


@dataclass(frozen=True, slots=True)
class Party:
    """One whom a person gave and the text does not mention so: all that is known of him is his code."""

    text: str
    name: str
    country: tuple[str, ...]
    sector: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Who vouches at one depth of a voice chain: a name, the words that credit it, and how."""

    who: str
    cue: str
    quote: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a record as it stands. ``left`` and ``right`` are parties, as actor and recipient.

    ``was`` has what the machine says in place of each field that a person corrected, by the field's name.
    """

    id: str
    kind: str
    title: str
    left: tuple[Participant | Party, ...]
    right: tuple[Participant | Party, ...]
    words: str
    voice_kind: str
    confidence: float | None
    told: str | None = None
    when: str | None = None
    where: str | None = None
    tone: str | None = None
    stances: tuple[tuple[str, str], ...] = ()
    chain: tuple[Line, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    judged: Judgement | None = None
    was: Mapping[str, str] = field(default_factory=dict)


def card(record: Record, text: str, judged: Judgement | None = None) -> Card:
    """The card of a record of the article with this text, after the judgement that stands of it."""
    shown = _shown(record, text)
    if judged and judged.correction:
        shown = _compared(shown, _corrected(record, text, judged.correction))
    return replace(
        shown,
        chain=tuple(_line(one, text) for one in record.voice),
        why=tuple((step.rule, step.saw) for step in record.steps),
        judged=judged,
    )


def _shown(record: Record, text: str) -> Card:
    match record:
        case Event():
            return _event(record, text)
        case Statement():
            return _statement(record, text)
        case Assessment():
            return _assessment(record, text)


def _corrected(record: Record, text: str, said: Correction) -> Card:
    """The card as if the machine had said what the person did."""
    voice_kind: Any = said.voice_kind or record.voice_kind
    match record:
        case Event():
            return _corrected_event(replace(record, voice_kind=voice_kind), text, said)
        case Statement():
            stance: Any = said.stance or record.stance
            about = record.about
            if said.stance:  # it is then the stance toward all of whom it speaks
                about = tuple(replace(one, stance=stance) for one in about)
            return _statement(replace(record, voice_kind=voice_kind, stance=stance, about=about), text)
        case Assessment():
            aspect: Any = said.aspect or record.aspect
            direction: Any = _or_none(said.direction, record.direction)
            return _assessment(
                replace(record, voice_kind=voice_kind, aspect=aspect, direction=direction), text
            )


def _corrected_event(record: Event, text: str, said: Correction) -> Card:
    factuality: Any = said.factuality or record.factuality
    told = replace(
        record,
        event_type=said.event_type or record.event_type,
        mode=_or_none(said.mode, record.mode),
        factuality=factuality,
    )
    mentioned = (*record.actor, *record.recipient)
    shown = _event(told, text)
    return replace(
        shown,
        left=shown.left if said.actor is None else _parties(said.actor, mentioned),
        right=shown.right if said.recipient is None else _parties(said.recipient, mentioned),
    )


def _or_none(said: str | None, machine: str | None) -> str | None:
    """A mode or direction after judgement, which may say that there is none."""
    if said is None:
        return machine
    return None if said == NONE else said


def _parties(codes: Iterable[str], mentioned: Sequence[Participant]) -> tuple[Participant | Party, ...]:
    """Those whom a person gave: as the record mentions them on either side, else by their codes."""
    return tuple(_party(code, mentioned) for code in codes)


def _party(code: str, mentioned: Sequence[Participant]) -> Participant | Party:
    for one in mentioned:
        if one.country == (code,) or (not one.country and one.name == code):
            return one
    known = load().states.get(code)
    return Party(code, known.name if known else code, (code,) if known else ())


WORDS: Mapping[str, Callable[[Card], str]] = {
    "title": lambda one: one.title,
    "told": lambda one: (one.told or "").replace("_", " "),
    "left": lambda one: _names(one.left),
    "right": lambda one: _names(one.right),
    "tone": lambda one: one.tone or "not found",
    "voice_kind": lambda one: one.voice_kind,
}
"""What of a card can be corrected, in words."""


def _compared(machine: Card, stands: Card) -> Card:
    """The card that stands, with what the machine says in place of each thing that differs."""
    changed = (name for name in WORDS if getattr(machine, name) != getattr(stands, name))
    return replace(stands, was={name: WORDS[name](machine) for name in changed})


def _names(many: Iterable[Participant | Party]) -> str:
    return "; ".join(dict.fromkeys(words.flat(one.name or one.text) for one in many)) or words.UNKNOWN


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
        tone=record.stance,
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
