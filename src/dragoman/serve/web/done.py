"""What was just done, told by the page that one comes back to, with the way to take it back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dragoman.serve.judgement_page import SAID
from dragoman.serve.words import flat
from dragoman.store import Store
from dragoman.store.judgements import NONE, Correction, Judgement, judgements

DONE = "done"
"""The parameter of an address that names the judgement just made."""


@dataclass(frozen=True, slots=True)
class Done:
    """A judgement in words: what was done (Accepted), to what, and its id while it can be undone."""

    said: str
    what: str
    record: str
    person: str
    undo: str | None


def done(store: Store, key: str | None) -> Done | None:
    """What the judgement of this id did; None where there is none, as in an address that is kept for long."""
    if not key or not re.fullmatch("[0-9a-f]{16}", key):
        return None
    found = judgements(store.connection, begins=key)
    if not found:
        return None
    made = found[0]
    about = judgements(store.connection, begins=made.undoes)[0] if made.undoes else made
    what = _told(about)
    if made.correction:
        what = f"{what}, to {_corrected(made.correction)}"
    undo = None if made.verdict == "undo" or made.undone else made.id
    return Done(SAID[made.verdict].capitalize(), what, made.record, made.person, undo)


def telling(address: str, made: Judgement) -> str:
    """The address of a page, which then tells of this judgement; the place on the page stays.

    Without a place it is the beginning: a browser would else keep that of the form.
    """
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != DONE]
    query = urlencode([*asked, (DONE, made.id)])
    return urlunsplit(parts._replace(query=query, fragment=parts.fragment or "main"))


def _corrected(said: Correction) -> str:
    """The corrected values in the words of the form."""
    return ", ".join(_value(name.replace("_", " "), value) for name, value in said.given().items())


def _value(name: str, value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return f"{name} {'; '.join(value) or 'unknown'}"
    return f"no {name}" if value == NONE else f"{name} {value.replace('_', ' ')}"


def _told(one: Judgement) -> str:
    """The machine's record in a few words: CONSULT, Russia → Pakistan."""
    machine: Mapping[str, Any] = json.loads(one.machine or "{}")
    match one.kind:
        case "event":
            sides = f"{_names(machine['actor'])} → {_names(machine['recipient'])}"
            return f"{machine['event_type']}, {sides}"
        case "statement":
            return f"{machine['quote']} words of {_names([machine['source']] if machine['source'] else [])}"
        case _:
            return f"{machine['aspect']}, {_names(machine['dyad'] or machine['about'])}"


def _names(many: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(flat(one["name"] or one["text"]) for one in many)) or "unknown"
