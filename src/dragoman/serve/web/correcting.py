"""The form by which a record is corrected: what it holds at first, and what is meant by what it sends.

It begins with the record as it stands, so that who corrects a correction keeps what that one said, and sends
every field. What the machine says of itself is no correction and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from dragoman.knowledge.actors import bodies
from dragoman.knowledge.ontology import plover
from dragoman.records import Event, Participant, Statement
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.parties import known_party
from dragoman.serve.why import Record
from dragoman.store.judgements import FIELDS, NONE, Correction, Judgement, RecordKind

SIDES = ("actor", "recipient")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields as words, the way a form shows and sends them; None where the record has no such field.

    Parties are codes or names, divided by semicolons. A mode or direction is NONE where there is none.
    """

    event_type: str | None = None
    mode: str | None = None
    factuality: str | None = None
    voice_kind: str | None = None
    actor: str | None = None
    recipient: str | None = None
    aspect: str | None = None
    direction: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is shown: its fields, who judges and why, and what is wrong with it.

    ``field`` is the name of the field that is at fault, None where it is none of them or several.
    """

    fields: Fields
    person: str = ""
    reason: str = ""
    problem: str | None = None
    field: str | None = None


class WrongFieldError(Problem):
    """What a form sends cannot be kept, for what stands in one of its fields."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(422, problem, remedy)
        self.field = field


def kind_of(record: Record) -> RecordKind:
    """Event, statement or assessment, as the store calls it."""
    if isinstance(record, Event):
        return "event"
    return "statement" if isinstance(record, Statement) else "assessment"


def by_machine(record: Record) -> Fields:
    """The fields as the machine would fill them in."""
    if isinstance(record, Event):
        return Fields(
            event_type=record.event_type,
            mode=record.mode or NONE,
            factuality=record.factuality,
            voice_kind=record.voice_kind,
            actor=_joined(_codes(record.actor)),
            recipient=_joined(_codes(record.recipient)),
        )
    if isinstance(record, Statement):
        return Fields(voice_kind=record.voice_kind, stance=record.stance)
    return Fields(voice_kind=record.voice_kind, aspect=record.aspect, direction=record.direction or NONE)


def as_it_stands(record: Record, judged: Judgement | None) -> Fields:
    """The fields of the machine's record with those that a correction, if one stands, gives otherwise."""
    said = judged.correction.given() if judged and judged.correction else {}
    words: dict[str, Any] = {name: _joined(value) if name in SIDES else value for name, value in said.items()}
    return replace(by_machine(record), **words)


def correction(record: Record, shown: Fields, sent: Fields) -> Correction:
    """What is corrected where the form showed some fields and sends others, whole: against the machine.

    Raises Problem where a mode fits no type, a party is unknown, or the machine says the same.
    """
    machine = by_machine(record)
    sent = _with_mode(shown, sent)
    names = [name for name in FIELDS[kind_of(record)] if name not in SIDES]
    given: dict[str, Any] = {name: getattr(sent, name) for name in names}
    found = {name: value for name, value in given.items() if value not in (None, getattr(machine, name))}
    if "event_type" in found:  # else a mode that both types have would fall away with the machine's
        found["mode"] = sent.mode
    for side in SIDES:
        found |= _side(side, getattr(machine, side), getattr(sent, side))
    if not found:
        raise Problem(
            422,
            "nothing here differs from what the machine says",
            "Change what is wrong, or choose Accept",
        )
    return Correction(**found)


def _with_mode(shown: Fields, sent: Fields) -> Fields:
    """What was sent, without a mode that nobody chose and that the type does not have."""
    kind = plover().types.get(sent.event_type or "")
    if kind is None or sent.mode is None or kind.has(None if sent.mode == NONE else sent.mode):
        return sent
    if sent.mode == shown.mode:
        return replace(sent, mode=NONE)
    modes = ", ".join(one.name for one in kind.modes)
    remedy = f"Choose {modes} or no mode" if modes else "It has no modes: choose no mode"
    raise WrongFieldError("mode", f"{sent.event_type} has no mode “{sent.mode}”", remedy)


def _side(side: str, machine: str | None, sent: str | None) -> dict[str, tuple[str, ...]]:
    """The parties of a side, where they are others than the machine's; who is nobody known is not shown."""
    if sent is None or sent == machine:
        return {}
    try:
        codes = tuple(dict.fromkeys(known_party(one.strip()) for one in sent.split(";") if one.strip()))
    except Problem as error:
        raise WrongFieldError(side, error.problem, error.remedy) from error
    same = machine is not None and _joined(sorted(codes)) == _joined(sorted(machine.split("; ")))
    return {} if same else {side: codes}


def _joined(codes: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(codes))


def _codes(many: Iterable[Participant]) -> Iterator[str]:
    for one in many:
        if one.country:
            yield from one.country
        elif one.name in bodies():
            yield str(one.name)
