"""Words and numbers in pictures: how they are written and how much room they take."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from math import isfinite

from dragoman.relate.periods import QUADS, Period, Unit

SIZE = 12.5
"""Of letters, in pixels."""
LINE = 17.0
NARROW_LETTERS = frozenset("iIjlt.,:;'|!()[] f")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
QUAD_WORDS = {quad: quad.replace("_", " ") for quad in QUADS}


def room(text: str, size: float = SIZE) -> float:
    """Pixels that a text takes, rather too many than too few: fonts differ."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.36
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.74 if letter.isupper() or letter in "mwMW%" else 0.6


def shortened(text: str, width: float, size: float = SIZE) -> str:
    """The text, with an ellipsis where it takes more than ``width``."""
    if room(text, size) <= width:
        return text
    while text and room(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def lines(text: str, size: float, width: float) -> tuple[str, ...]:
    """The text in lines of at most ``width``, broken at spaces; longer words are shortened."""
    found: list[str] = []
    for word in text.split():
        if found and room(f"{found[-1]} {word}", size) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(shortened(word, width, size))
    return tuple(found)


def known(value: float | None) -> float | None:
    """The number, None where there is none."""
    return value if value is not None and isfinite(value) else None


def signed(value: float | None) -> str:
    """With one decimal and its sign, which is a true minus."""
    if (value := known(value)) is None:
        return "unknown"
    told = f"{round(value, 1) + 0:+.1f}"
    return "0" if float(told) == 0 else told.replace("-", "−")


def counted(number: int, one: str = "incident") -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def named(period: date, unit: Unit) -> str:
    """A period as people call it."""
    month = MONTHS[period.month - 1]
    match unit:
        case "day":
            return f"{period.day} {month} {period.year}"
        case "week":
            return f"week of {period.day} {month} {period.year}"
        case "month":
            return f"{month} {period.year}"
        case "quarter":
            return f"quarter {(period.month + 2) // 3} of {period.year}"
        case "year":
            return f"{period.year}"


def told(one: Period, unit: Unit, besides: Iterable[str] = ()) -> str:
    """All that is known of a period, in a sentence or three."""
    quads = ", ".join(f"{n} {QUAD_WORDS[quad]}" for quad in QUADS if (n := getattr(one, quad)))
    level = f"index {signed(one.index)}"
    if known(one.low) is not None and known(one.high) is not None:
        level += f", 95 % interval {signed(one.low)} to {signed(one.high)}"
    happened = counted(one.incidents) + (f": {quads}" if quads else "")
    return " ".join([f"{_begun(one.period, unit)}: {level}.", f"{happened}.", *besides])


def untold(period: date, unit: Unit, besides: Iterable[str] = ()) -> str:
    """The same of a period that has no incident, with what is told besides."""
    return " ".join([f"{_begun(period, unit)}: no incidents.", *besides])


def _begun(period: date, unit: Unit) -> str:
    """A period at the beginning of a sentence."""
    name = named(period, unit)
    return name[0].upper() + name[1:]
