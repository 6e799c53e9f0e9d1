"""Readers of lengths and repeated times, which have no place in time of their own.

Their shape is that of ``time_calendar``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from dragoman.resolve import periods
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_senses import (
    HALVES,
    Clock,
    Reader,
    Sense,
    count_of,
    hour_at,
    letter_of,
    one_of,
    unit_of,
)


def _length(value: str) -> Sense:
    return Sense(value, kind="DURATION", dated=False, reason="a length of time, not a date")


def _repeated(value: str) -> Sense:
    return Sense(value, kind="SET", dated=False, reason="a repeated time")


def _half_short(found: Found, clock: Clock) -> Sense | None:
    value = {"PT1H": "PT30M", "PT1M": "PT30S"}.get(found.value("short_unit"))
    return _length(value) if value else None


def _half_length(found: Found, clock: Clock) -> Sense | None:
    """ "Half a century" as a length; half a day has no whole unit."""
    if found.value("number") != "1" or found.value("unit") not in HALVES:
        return None
    value = periods.offset(*HALVES[found.value("unit")])
    return _length(value)


def plain_length(found: Found, clock: Clock) -> Sense | None:
    """A number of units as a length of time, dated by nothing."""
    if "units" in found and found.text("number").lower() in ("a", "an"):
        return None  # "a decades-long partnership"
    if "dash" in found and unit_of(found) == "quarter":
        return None  # "three-quarters"
    if "unit" in found and "number" in found and "year" in found.parts["number"].values:
        return None  # "the 1988 quarter"
    return _length(_how_long(found))


def _how_long(found: Found) -> str:
    """The TIMEX3 value of a number of units; years and a half keep both."""
    if "and_half" in found or ("number" in found and _mixed(found.text("number"))):
        number, unit = int(re.match(r"\d+", found.value("number"))[0]), unit_of(found)  # type: ignore[index]
        finer, half = HALVES.get(unit, ("day", 0))
        return f"P{number}Y6M" if unit == "year" else periods.offset(finer, half * (2 * number + 1))
    unit, count = count_of(found) if "number" in found else (unit_of(found), 1)
    return periods.offset(unit, count) if count is not None else f"PX{letter_of(unit)}"


def _mixed(number: str) -> bool:
    return number.endswith(("1/2", "½"))


def _short_length(found: Found, clock: Clock) -> Sense | None:
    number = re.split(r"\s|½", found.value("number").replace(",", ""))[0]
    value = found.value("short_unit").replace("1", number)
    if "and_half" in found or _mixed(found.text("number")):
        value += {"H": "30M", "M": "30S"}.get(value[-1], "")
    return _length(value)


def _vague_length(found: Found, clock: Clock) -> Sense | None:
    unit = found.value("units") if "units" in found else "year"
    return _length(f"PX{letter_of(unit)}")


def _every(found: Found, clock: Clock) -> Sense | None:
    unit, number = count_of(found) if "number" in found else one_of(found)
    value = periods.offset(unit, number) if number else f"PX{letter_of(unit)}"
    return _repeated(value)


def _every_named(found: Found, clock: Clock) -> Sense | None:
    value = f"XXXX-WXX-{found.value('weekday')}" if "weekday" in found else f"XXXX-{found.number('month'):02}"
    return _repeated(value)


def _set_word(found: Found, clock: Clock) -> Sense | None:
    return _repeated(found.value("set_word"))


def _clock_time(found: Found, clock: Clock) -> Sense | None:
    return Sense(hour_at(found.text("clock")), kind="TIME", dated=False, reason="a time of day, no date")


LENGTHS: Mapping[str, Reader] = MappingProxyType(
    {
        "half_short": _half_short,
        "half_length": _half_length,
        "length": plain_length,
        "short_length": _short_length,
        "vague_length": _vague_length,
        "every": _every,
        "every_named": _every_named,
        "set_word": _set_word,
        "clock": _clock_time,
    }
)
