"""``dragoman eval expressions``: time expressions of news with the days they mean, and what has none.

Gold is JSON, one object a line: ``text``; ``published``, its day or null; ``start`` and ``end`` of the
expression; ``value`` in TIMEX3; ``from`` and ``to``, the first and last day it can mean, null for lengths,
repeated and vague times. ``unresolved`` marks an expression that nothing in the text dates, ``nothing`` words
that are no time at all ("March" as a verb).

An answer is right when an expression found there has that value, and those days where the key has any; an
unresolved one when nothing found there has a day; "nothing" when nothing is found there. The text is read by
the shipped reader, so that names do not count as times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.records import Date, Reading, Span
from dragoman.serve.evaluate import time
from dragoman.serve.evaluate.gold import WHOLE, Part, rows
from dragoman.serve.evaluate.measures import percent, share


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in its text, with its key."""

    text: str
    published: date | None
    place: Span
    value: str | None
    first: date | None
    last: date | None
    unresolved: bool
    nothing: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found over the expression's place."""

    text: str
    value: str | None
    first: date | None
    last: date | None


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts expressions."""
    from dragoman.pipeline import Pipeline
    from dragoman.records import Article

    gold = part.of(rows(path, expression))
    reader = Pipeline(scored=False).reader
    articles = [Article("0" * 16, one.text, published=one.published, language="en") for one in gold]
    said = [answers(one.place, reader.read(article)) for one, article in zip(gold, articles, strict=True)]
    right = [is_right(one, found) for one, found in zip(gold, said, strict=True)]
    dated = [good for one, good in zip(gold, right, strict=True) if not one.unresolved]
    undated = [good for one, good in zip(gold, right, strict=True) if one.unresolved]
    return {
        "reader": reader.version,
        "n": len(gold),
        "right": percent(sum(right), len(gold)),
        "dated": share(dated),
        "left_unresolved": share(undated),
        "missed": [
            _missed(one, found) for one, found, good in zip(gold, said, right, strict=True) if not good
        ],
    }


def expression(row: Mapping[str, Any]) -> Expression:
    """One row of the file. Raises KeyError or ValueError where it is none."""
    place = Span(row["start"], row["end"])
    inside = place.start >= 0 and place.end <= len(row["text"])
    if not inside or not row["text"][place.start : place.end].strip():
        raise ValueError(f"no expression stands at {place.start} to {place.end}")
    days = (_day(row[key]) for key in ("published", "from", "to"))
    published, first, last = days
    nothing = bool(row.get("nothing"))
    unresolved = nothing or bool(row.get("unresolved"))
    return Expression(row["text"], published, place, row["value"], first, last, unresolved, nothing)


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def answers(place: Span, reading: Reading) -> list[Answer]:
    """Everything found over the place: stretches joined, then the single expressions."""
    from dragoman.resolve.times import Timex, dates, expressions

    found: list[Date | Timex] = [*dates(reading), *expressions(reading)]
    over = [one for one in found if one.start < place.end and place.start < one.end]
    return [Answer(one.text, one.value, one.first, one.last) for one in over]


def is_right(gold: Expression, found: Sequence[Answer]) -> bool:
    """Whether one of the answers agrees with the key, or rightly none has a day."""
    if gold.nothing:
        return not found
    if gold.unresolved:
        return not any(one.first or one.last for one in found)
    return any(_agrees(gold, one) for one in found)


def _agrees(gold: Expression, one: Answer) -> bool:
    days = (gold.first, gold.last)
    return _same(gold.value) == _same(one.value) and days in ((None, None), (one.first, one.last))


def _same(value: str | None) -> str | None:
    """One way to write a value: a decade is ten years."""
    tens = re.fullmatch(r"P(\d+)DE", value or "")
    return f"P{10 * int(tens[1])}Y" if tens else time.normal(value)


def _missed(gold: Expression, found: Sequence[Answer]) -> dict[str, object]:
    words = gold.text[gold.place.start : gold.place.end]
    key = [gold.value, str(gold.first), str(gold.last)]
    said = [f"{one.text}: {one.value} {one.first} {one.last}" for one in found]
    return {"text": words, "in": gold.text, "published": str(gold.published), "key": key, "said": said}
