"""Days, weeks, months and longer periods: their TIMEX3 values and their first and last day.

Pure calendar arithmetic of the proleptic Gregorian calendar, years 1 to 9999. Every function raises
``ValueError`` or ``OverflowError`` for a day outside it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.records import Precision

MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_OF = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
ISO_UNIT = {"day": "D", "week": "W", "month": "M", "year": "Y"}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which each season of the northern hemisphere begins; winter runs into the next year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days with its TIMEX3 value; ``precision`` is None for half-centuries and longer."""

    value: str
    first: date
    last: date
    precision: Precision | None


def day(of: date) -> Period:
    """One day."""
    return Period(of.isoformat(), of, of, "day")


def week(of: date) -> Period:
    """The ISO week, Monday to Sunday, that holds the day."""
    number = of.isocalendar()
    monday = of - timedelta(days=of.weekday())
    return Period(f"{number.year:04}-W{number.week:02}", monday, monday + timedelta(days=6), "week")


def weekend(of: date) -> Period:
    """Saturday and Sunday of the day's ISO week."""
    whole = week(of)
    return Period(f"{whole.value}-WE", whole.last - timedelta(days=1), whole.last, "week")


def months(year: int, month: int, count: int, value: str, precision: Precision | None) -> Period:
    """``count`` whole months from the given one on."""
    end_year, end_month = shifted(year, month, count - 1)
    last = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return Period(value, date(year, month, 1), last, precision)


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return months(year, number, 1, f"{year:04}-{number:02}", "month")


def quarter(year: int, number: int) -> Period:
    """A quarter of the calendar year, 1 to 4."""
    return months(year, 3 * number - 2, 3, f"{year:04}-Q{number}", "quarter")


def half(year: int, number: int) -> Period:
    """A half of the calendar year, 1 or 2; its precision is the year, the next coarser that records know."""
    return months(year, 6 * number - 5, 6, f"{year:04}-H{number}", "year")


def season(year: int, code: str) -> Period:
    """A northern season (``SP``, ``SU``, ``FA``, ``WI``); the winter of a year begins in its December."""
    return months(year, SEASONS[code], 3, f"{year:04}-{code}", "quarter")


def year(number: int) -> Period:
    """One calendar year."""
    return months(number, 1, 12, f"{number:04}", "year")


def decade(start: int) -> Period:
    """The ten years from ``start``, a multiple of ten."""
    first = date(max(start, 1), 1, 1)
    return Period(f"{start // 10:03}", first, date(start + 9, 12, 31), "decade")


def century(number: int) -> Period:
    """The years that share the first two digits, as TIMEX3 counts: the 20th century is 1900 to 1999."""
    first = date(max(100 * (number - 1), 1), 1, 1)
    return Period(f"{number - 1:02}", first, date(100 * number - 1, 12, 31), None)


def around(unit: str, of: date) -> Period:
    """The period of that unit which holds the day."""
    simple = {"day": day, "week": week, "weekend": weekend, "fortnight": week}
    if unit in simple:
        return simple[unit](of)
    if unit == "month":
        return month(of.year, of.month)
    if unit == "quarter":
        return quarter(of.year, (of.month + 2) // 3)
    if unit == "half":
        return half(of.year, (of.month + 5) // 6)
    return {"year": year, "decade": _decade_of, "century": _century_of}[unit](of.year)


def _decade_of(number: int) -> Period:
    return decade(number // 10 * 10)


def _century_of(number: int) -> Period:
    return century(number // 100 + 1)


def shifted(year: int, month: int, count: int) -> tuple[int, int]:
    """The year and month ``count`` months on."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def step(unit: str, of: date, count: int) -> date:
    """The day ``count`` units on; the day of the month is cut to the length of the month."""
    if unit in DAYS_OF:
        return of + timedelta(days=DAYS_OF[unit] * count)
    to_year, to_month = shifted(of.year, of.month, MONTHS_OF[unit] * count)
    if not 1 <= to_year <= 9999:
        raise ValueError("outside the years 1 to 9999")
    return date(to_year, to_month, min(of.day, calendar.monthrange(to_year, to_month)[1]))


def offset(unit: str, count: int) -> str:
    """An ISO 8601 offset such as ``P-2M``, for a time whose anchor is unknown."""
    if unit in ISO_UNIT:
        return f"P{count}{ISO_UNIT[unit]}"
    if unit in DAYS_OF:
        return f"P{count * DAYS_OF[unit] // 7}W"
    return f"P{count * MONTHS_OF[unit]}M" if MONTHS_OF[unit] < 12 else f"P{count * MONTHS_OF[unit] // 12}Y"


def part(of: Period, share: str) -> Period:
    """A third of the period: ``early``, ``mid`` or ``late``. The value stays that of the whole.

    Of three months or more it is whole months, of one month ten days (the last third what is left).
    """
    begin = {"early": 0, "mid": 1, "late": 2}[share]
    edges = _month_edges(of) or _day_edges(of)
    return replace(of, first=edges[begin], last=edges[begin + 1] - timedelta(days=1))


def _month_edges(of: Period) -> list[date]:
    """Where the thirds of a period of whole months begin, and the day after it; none for a shorter one."""
    after = of.last + timedelta(days=1)
    count = (after.year - of.first.year) * 12 + after.month - of.first.month
    if count < 3 or of.first.day != 1 or after.day != 1:
        return []
    months = [shifted(of.first.year, of.first.month, count * third // 3) for third in range(3)]
    return [*(date(year, month, 1) for year, month in months), after]


def _day_edges(of: Period) -> list[date]:
    days = (of.last - of.first).days + 1
    size = 10 if days >= 28 else max(days // 3, 1)
    return [*(of.first + timedelta(days=size * third) for third in range(3)), of.last + timedelta(days=1)]


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` given weekday (Monday is 1) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
