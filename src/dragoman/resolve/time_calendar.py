"""Readers of times by the calendar: dates, months, quarters, halves, seasons, years, holidays.

Each takes the form that matched and the clock, and gives the sense; None where the form is no time after all.
``ValueError`` and ``OverflowError`` tell of a day outside the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from dragoman.resolve import periods
from dragoman.resolve.periods import Period
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_senses import (
    NO_ANCHOR,
    SAME_QUARTER,
    Clock,
    Reader,
    Sense,
    Timex,
    as_sense,
    counted,
    in_thirds,
    noted,
    ordinal_of,
    placed,
    share_of,
    shifted_part,
    timed,
    year_named,
)


def _iso(found: Found, clock: Clock) -> Sense | None:
    text = found.text("iso")
    return replace(as_sense(periods.day(date.fromisoformat(text[:10])), "stated"), value=text)


def _slashed(found: Found, clock: Clock) -> Sense | None:
    one, two, year = (int(piece) for piece in re.split("[/.]", found.text("slashed")))
    if year < 100:
        year += 2000 if clock.anchor is None or year <= clock.anchor.year % 100 + 10 else 1900
    readings = {pair for pair in ((one, two), (two, one)) if 1 <= pair[0] <= 12 and 1 <= pair[1] <= 31}
    if not readings:
        return None
    if len(readings) > 1:
        whole = periods.year(year)
        return replace(
            as_sense(whole, "stated", "which is day and which is month cannot be told"), first=None, last=None
        )
    month, day = readings.pop()
    return as_sense(periods.day(date(year, month, day)), "stated")


def _day_number(found: Found, atom: str) -> int:
    return int(re.sub(r"\D", "", found.text(atom)))


def _calendar(found: Found, clock: Clock) -> Sense | None:
    month, day = found.number("month"), _day_number(found, "day")
    if day > 31:
        return None

    def make(year: int) -> Period:
        return periods.day(date(year, month, day))

    sense = placed(found, clock, make, f"XXXX-{month:02}-{day:02}")
    if "day_name" in found and sense.basis == "relative" and clock.anchor and "shift" not in found:
        sense = _on_weekday(clock.anchor, make, found.number("day_name")) or sense
    return timed(replace(sense, precision="day"), found)


def _on_weekday(anchor: date, make: Callable[[int], Period], weekday: int) -> Sense | None:
    """Last year's, this year's or next year's date that falls on the weekday named beside it."""
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        try:
            period = make(year)
        except (ValueError, OverflowError):
            continue
        if period.first.isoweekday() == weekday:
            return as_sense(period, reason="year not stated: the weekday fits this one")
    return None


def _shifted_day(found: Found, clock: Clock) -> Sense | None:
    month, day = found.number("month"), _day_number(found, "day")
    yearless = f"XXXX-{month:02}-{day:02}"
    return shifted_part(found, clock, lambda year: periods.day(date(year, month, day)), yearless, "day")


def _days(found: Found, clock: Clock) -> Sense | None:
    month, day, until = found.number("month"), _day_number(found, "day"), _day_number(found, "until_day")

    def make(year: int) -> Period:
        first, last = date(year, month, day), date(year, month, until)
        return Period(f"{first}/{last}", first, last, "day")

    yearless = f"XXXX-{month:02}-{day:02}/XXXX-{month:02}-{until:02}"
    return replace(placed(found, clock, make, yearless), precision="day") if day < until else None


def _day_of_month(found: Found, clock: Clock) -> Sense | None:
    day, weekday = _day_number(found, "ordinal_day"), found.number("weekday")
    if clock.anchor is None:
        return Sense(f"XXXX-XX-{day:02}", precision="day", basis="offset", reason=NO_ANCHOR)
    for distance in range(40):
        for near in (clock.anchor - timedelta(days=distance), clock.anchor + timedelta(days=distance)):
            if near.day == day and near.isoweekday() == weekday:
                return as_sense(periods.day(near))
    return None


def _month_atom(found: Found) -> int:
    return found.number(next(atom for atom in ("month", "month_sure", "month_weak") if atom in found))


def _month(found: Found, clock: Clock) -> Sense | None:
    number = _month_atom(found)

    def make(year: int) -> Period:
        return share_of(periods.month(year, number), found)

    sense = placed(found, clock, make, f"XXXX-{number:02}")
    return noted(replace(sense, precision="month"), found)


def _months(found: Found, clock: Clock) -> Sense | None:
    year = found.number("year")
    begin, end = periods.month(year, found.number("month")), periods.month(year, found.number("until_month"))
    if begin.first > end.first:
        return None
    return as_sense(Period(f"{begin.value}/{end.value}", begin.first, end.last, "month"), "stated")


def _shifted_month(found: Found, clock: Clock) -> Sense | None:
    number = found.number("month")
    return shifted_part(found, clock, lambda year: periods.month(year, number), f"XXXX-{number:02}", "month")


def _quarter(found: Found, clock: Clock) -> Sense | None:
    number = ordinal_of(found, "quarter_code" if "quarter_code" in found else "ordinal")
    if number > 4:
        return None
    sense = placed(found, clock, lambda year: periods.quarter(year, number), f"XXXX-Q{number}")
    return replace(sense, precision="quarter")


def same_quarter(found: Found, clock: Clock) -> Sense | None:
    """ "The year-ago quarter", "the 1988 period": the quarter the text speaks of, in another year."""
    if "ordinal" in found:
        number, named = ordinal_of(found, "ordinal"), None
    else:
        named = clock.quarter()
        if named is None or named.first is None:
            return _year_alone(found, clock)
        number = (named.first.month + 2) // 3
    year = _stated_year(found, clock, named)
    if year is None or number > 4:
        return None
    reason = f"{SAME_QUARTER} “{named.text}”" if named else SAME_QUARTER
    return as_sense(periods.quarter(year, number), reason=reason)


def _stated_year(found: Found, clock: Clock, named: Timex | None) -> int | None:
    number, _ = year_named(found, clock)
    if number is None and named and named.first:
        return named.first.year - 1
    return number if number is not None else clock.anchor.year - 1 if clock.anchor else None


def _year_alone(found: Found, clock: Clock) -> Sense | None:
    number, stated = year_named(found, clock)
    if number is None:
        return counted(clock, "year", -1)
    return as_sense(periods.year(number), "stated" if stated else "relative")


def _latest_quarter(found: Found, clock: Clock) -> Sense | None:
    named = clock.quarter()
    if named is None or named.first is None:
        return counted(clock, "quarter", -1) if "latest" in found else None
    return as_sense(periods.around("quarter", named.first), reason=f"{SAME_QUARTER} “{named.text}”")


def _week_of_month(found: Found, clock: Clock) -> Sense | None:
    """Days 1 to 7, 8 to 14 … of a month, or its last seven."""
    number = ordinal_of(found, "ordinal") if "ordinal" in found else 0
    sense = _month(found, clock)
    if sense is None or sense.first is None or sense.last is None or number > 5:
        return sense
    first = sense.first + timedelta(days=7 * (number - 1)) if number else sense.last - timedelta(days=6)
    last = min(first + timedelta(days=6), sense.last)
    value = periods.week(first + (last - first) // 2).value  # the ISO week of most of its days
    return replace(sense, value=value, first=first, last=last, precision="week")


def _half_of_month(found: Found, clock: Clock) -> Sense | None:
    number = ordinal_of(found, "ordinal")
    sense = _month(found, clock)
    if sense is None or sense.first is None or number > 2:
        return sense if number <= 2 else None
    middle = sense.first + timedelta(days=14)
    return replace(sense, first=middle + timedelta(days=1)) if number == 2 else replace(sense, last=middle)


def _half(found: Found, clock: Clock) -> Sense | None:
    number = ordinal_of(found, "half_code" if "half_code" in found else "ordinal")
    if number > 2:
        return None
    if "year" in found or "shift" in found or "half_code" in found:
        sense = placed(found, clock, lambda year: periods.half(year, number), f"XXXX-H{number}")
    elif clock.anchor is None:
        sense = Sense(f"XXXX-H{number}", basis="offset", reason=NO_ANCHOR)
    else:
        sense = as_sense(periods.half(clock.anchor.year, number))
    return replace(sense, precision="year")


def _season(found: Found, clock: Clock) -> Sense | None:
    code = found.value("season" if "season" in found else "season_sure")
    yearless = f"XXXX-{code}"

    def make(year: int) -> Period:
        return share_of(periods.season(year, code), found)

    if "shift" in found:
        sense = shifted_part(found, clock, make, yearless, "quarter")
    else:
        sense = placed(found, clock, make, yearless)
    return noted(replace(sense, precision="quarter"), found, "northern seasons")


def _fiscal_code(found: Found, clock: Clock) -> Sense | None:
    digits = re.sub(r"\D", "", found.text("fiscal_code"))
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return as_sense(periods.year(year), "stated", "taken for the calendar year")


def _short_year(found: Found, clock: Clock) -> Sense | None:
    """ "'98": of this century up to ten years after publication, else of the last."""
    number = int(found.text("short_year")[1:])
    latest = clock.anchor.year + 10 if clock.anchor else None
    if latest is None:
        return Sense(f"XX{number:02}", precision="year", basis="stated", reason="the century is not known")
    return as_sense(periods.year(2000 + number if 2000 + number <= latest else 1900 + number), "stated")


def _era(found: Found, clock: Clock) -> Sense | None:
    """ "Post-1945" and "pre-1914" are open on one side."""
    whole = periods.year(found.number("year"))
    sense, day = as_sense(whole, "stated"), timedelta(days=1)
    if found.number("era_prefix") > 0:
        return replace(sense, first=whole.last + day, last=None, reason="its end is open")
    return replace(sense, first=None, last=whole.first - day, reason="its beginning is open")


def _named_day(found: Found, clock: Clock) -> Sense | None:
    return as_sense(periods.day(date.fromisoformat(found.value("named_day"))), "stated")


def _plain_year(found: Found, clock: Clock) -> Sense | None:
    return in_thirds(as_sense(periods.year(found.number("year")), "stated"), found, clock)


def _year_in_passing(found: Found, clock: Clock) -> Sense | None:
    number = found.number("year")
    likely = 1900 <= number < 2100 and number % 100 != 0  # "hit 2000 small farms"
    return _plain_year(found, clock) if likely else None


def _years(found: Found, clock: Clock) -> Sense | None:
    begin = found.number("year")
    end = int(found.text("until_year"))
    end += begin // 100 * 100 if end < 100 else 0
    if end <= begin:
        return None
    first, last = periods.year(begin), periods.year(end)
    return as_sense(Period(f"{first.value}/{last.value}", first.first, last.last, "year"), "stated")


def _decade(found: Found, clock: Clock) -> Sense | None:
    if "decade_word" in found:
        start = 1900 + 10 * found.number("decade_word")
    else:
        digits = re.sub(r"\D", "", found.text("decade"))
        start = int(digits) if len(digits) == 4 else 1900 + int(digits)
    sense = in_thirds(as_sense(periods.decade(start), "stated"), found, clock)
    if "ordinal" in found:
        number = ordinal_of(found, "ordinal")
        halves = {1: (start, start + 4), 2: (start + 5, start + 9)}
        if number not in halves:
            return None
        first, last = halves[number]
        sense = replace(sense, first=date(first, 1, 1), last=date(last, 12, 31))
    return sense


def _century(found: Found, clock: Clock) -> Sense | None:
    atom = next(atom for atom in ("ordinal", "ordinal_day", "ordinal_number") if atom in found)
    return in_thirds(as_sense(periods.century(ordinal_of(found, atom)), "stated"), found, clock)


def _week_of(found: Found, clock: Clock) -> Sense | None:
    sense = _calendar(found, clock)
    if sense is None or sense.first is None:
        return sense
    return replace(as_sense(periods.week(sense.first)), basis=sense.basis, reason=sense.reason)


def _holiday(found: Found, clock: Clock) -> Sense | None:
    month, *rest = (int(piece) for piece in found.value("holiday").split("-"))

    def make(year: int) -> Period:
        named = date(year, month, rest[0]) if len(rest) == 1 else periods.nth_weekday(year, month, *rest)
        return periods.day(named)

    if "shift" in found:
        return shifted_part(found, clock, make, f"XXXX-{month:02}", "day")
    return replace(placed(found, clock, make, f"XXXX-{month:02}"), precision="day")


CALENDAR: Mapping[str, Reader] = MappingProxyType(
    {
        "iso": _iso,
        "slashed": _slashed,
        "calendar": _calendar,
        "days": _days,
        "shifted_day": _shifted_day,
        "day_of_month": _day_of_month,
        "month": _month,
        "months": _months,
        "shifted_month": _shifted_month,
        "quarter": _quarter,
        "half": _half,
        "same_quarter": same_quarter,
        "latest_quarter": _latest_quarter,
        "week_of_month": _week_of_month,
        "half_of_month": _half_of_month,
        "fiscal_code": _fiscal_code,
        "short_year": _short_year,
        "era": _era,
        "named_day": _named_day,
        "season": _season,
        "year": _plain_year,
        "year_in_passing": _year_in_passing,
        "years": _years,
        "decade": _decade,
        "century": _century,
        "week_of": _week_of,
        "holiday": _holiday,
    }
)
