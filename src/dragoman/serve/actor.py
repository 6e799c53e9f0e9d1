"""``dragoman actor``: who a name or description denotes, as JSON or as lines to read. Unknown is null."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.actors.own import Own
from dragoman.records import Participant

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """A name or noun phrase, the day on which it was written (None: unknown), and words that tell more."""

    text: str
    day: date | None = None
    context: str = ""


def query(line: str) -> Query:
    """The query of one JSON line, ``{"text": …, "date": "2019-05-04", "context": …}``.

    ``date`` and ``context`` may be missing or null. Raises ValueError, saying what is wrong with the line.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError("it is no object with a text")
    if unknown := row.keys() - {"text", "date", "context"}:
        raise ValueError(f"nothing is known of its {', '.join(sorted(unknown))}")
    if not isinstance(context := row.get("context") or "", str):
        raise ValueError("its context is no text")
    return Query(row["text"], _day(row.get("date")), context)


def _day(stated: object) -> date | None:
    if stated is None or stated == "":
        return None
    try:
        return date.fromisoformat(str(stated))
    except ValueError as error:
        raise ValueError(f"its date is no day such as 2019-05-04: {stated!r}") from error


def answer(asked: Query, own: Own | None = None) -> Json:
    """The query with what it resolves to, ``own`` being a user's actors. Raises ValueError where its text is
    blank."""
    from dragoman.resolve.actors import resolve_name

    found = resolve_name(asked.text, asked.day, asked.context, own)
    known = {"text": asked.text, "date": str(asked.day) if asked.day else None, "context": asked.context}
    return known | _identity(found, asked.day)


def _identity(found: Participant, on: date | None) -> Json:
    from dragoman.knowledge.actors import members

    belonging = members(found.name, on) if found.name else None
    return {
        "name": found.name,
        "country": list(found.country),
        "sector": found.sector,
        "entity": found.entity,
        "members": list(belonging) if belonging is not None else None,
        "how": found.how,
        "reason": found.reason,
    }


def lines(found: Json) -> Iterator[str]:
    """An answer to read: one fact a line, "unknown" where there is none."""
    yield found["text"]
    for label in ("name", "country", "sector", "entity", "members", "how", "reason"):
        value = found[label]
        if label == "members" and value is None:  # of nobody but some organisations
            continue
        said = ", ".join(value) if isinstance(value, list) else value
        yield f"  {label:<9}{said or 'unknown'}"
