"""Judgements as lines of a table, in words, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from dragoman.serve.sheet import clip, record_table
from dragoman.store.judgements import Correction, Judgement

SAID = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "undo": "withdrawn"}
"""A verdict as what was done."""
SHORT = 8
"""First characters of an id that are printed: they do for the commands."""
OF_THE_RUN = ("coder", "codebook", "steps", "confidence", "certainty", "subjective")
"""What of a record tells how it was made rather than what it says."""


def judgement_list(found: Sequence[Judgement], now: Mapping[str, str]) -> RenderableType:
    """A line a judgement, in order; ``now`` are the machine's records as they are, JSON by id."""
    columns = ("id", "made (UTC)", "person", "verdict", "of", "correction", "reason", "state")
    return record_table("Judgements", columns, [_line(one, now.get(one.record)) for one in found])


def standing_list(found: Iterable[Judgement]) -> RenderableType:
    """What stands of the records of a document, under its sheet."""
    columns = ("of", "verdict", "correction", "person", "made (UTC)", "reason", "id")
    rows = (
        (_of(one), SAID[one.verdict], corrected(one.correction), one.person, _time(one), _why(one), _id(one))
        for one in found
    )
    return record_table("Judged", columns, rows)


def judged(one: Judgement) -> Text:
    """The judgement that stands of a record, in a line: who, when, what and why."""
    what = f" to {corrected(one.correction)}" if one.correction else ""
    why = f": {one.reason}" if one.reason else ""
    return Text(f"{SAID[one.verdict]}{what} by {one.person}, {_time(one)} UTC{why} (judgement {_id(one)})")


def made_line(one: Judgement) -> str:
    """What was just done, for the terminal."""
    if one.verdict == "undo":
        return f"{one.id}: judgement {one.undoes} of {one.kind} {one.record} withdrawn by {one.person}"
    what = f" to {corrected(one.correction)}" if one.correction else ""
    return f"{one.id}: {one.kind} {one.record} {SAID[one.verdict]}{what} by {one.person}"


def corrected(correction: Correction | None) -> str:
    """The corrected values by name; a dash for none."""
    given = correction.given() if correction else {}
    return "; ".join(f"{name} {_value(value)}" for name, value in given.items()) or "—"


def plain(one: Judgement) -> dict[str, Any]:
    """A judgement as JSON takes it."""
    return {
        "record": "judgement",
        **{"id": one.id, "number": one.number, "document": one.document, "of": one.record, "kind": one.kind},
        "verdict": one.verdict,
        "undoes": one.undoes,
        "correction": asdict(one.correction) if one.correction else None,
        **{name: getattr(one, name) for name in ("quad", "intensity", "person")},
        "made": one.made.isoformat(timespec="seconds"),
        **{name: getattr(one, name) for name in ("reason", "standing", "undone", "applies")},
        "machine": json.loads(one.machine) if one.machine else None,
    }


def state(one: Judgement, now: str | None) -> str:
    """What became of a judgement; ``now`` is the machine's record as it is, None where it is gone."""
    if one.verdict == "undo":
        return "—"
    if one.undone:
        return "withdrawn"
    if not one.standing:
        return "replaced by a later one"
    if not one.applies:
        return "no longer applies: the record is gone"
    return "stands" if _says(one.machine) == _says(now) else "stands; the coder tells it otherwise now"


def _says(machine: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(machine or "{}")
    return {name: value for name, value in found.items() if name not in OF_THE_RUN}


def _line(one: Judgement, now: str | None) -> Sequence[str]:
    verdict = f"withdraws {one.undoes[:SHORT]}" if one.undoes else SAID[one.verdict]
    correction = corrected(one.correction)
    return (_id(one), _time(one), one.person, verdict, _of(one), correction, _why(one), state(one, now))


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value).replace("_", " ")


def _id(one: Judgement) -> str:
    return one.id[:SHORT]


def _of(one: Judgement) -> str:
    return f"{one.kind} {one.record[:SHORT]}"


def _time(one: Judgement) -> str:
    return f"{one.made:%Y-%m-%d %H:%M}"


def _why(one: Judgement) -> str:
    return clip(one.reason) if one.reason else "—"
