"""Readers of times that are counted: from the day of publication ("two weeks ago"), or from another time of
the text ("the following day"). Their shape is that of ``time_calendar``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from dragoman.resolve import periods
from dragoman.resolve.time_calendar import same_quarter
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_lengths import plain_length
from dragoman.resolve.time_senses import (
    HALVES,
    NO_ANCHOR,
    Clock,
    Reader,
    Sense,
    as_offset,
    as_sense,
    basis_of,
    count_of,
    counted,
    halves_of,
    in_thirds,
    letter_of,
    noted,
    one_of,
    precision_of,
    share_of,
    timed,
    unit_of,
)


def _deictic(found: Found, clock: Clock) -> Sense | None:
    sense = _days_away(clock, found.number("deictic"))
    if found.text("deictic").lower() == "tonight" and clock.anchor:
        return replace(sense, value=f"{sense.value}TNI", kind="TIME")
    return timed(sense, found)


def _shifted_daypart(found: Found, clock: Clock) -> Sense | None:
    return timed(_days_away(clock, found.number("shift")), found)


def _days_away(clock: Clock, count: int) -> Sense:
    """A day counted from publication; "today" is that day itself."""
    sense = counted(clock, "day", count)
    if count == 0 and clock.anchor:
        return replace(sense, basis="publication", reason="the text itself says so")
    return sense


def _weekday_offset(number: int) -> Sense:
    return Sense(f"XXXX-WXX-{number}", precision="day", basis="offset", reason=NO_ANCHOR)


def _weekday(found: Found, clock: Clock) -> Sense | None:
    number = found.number("weekday" if "weekday" in found else "weekday_weak")
    if clock.anchor is None:
        return _weekday_offset(number)
    back = (clock.anchor.isoweekday() - number) % 7
    if clock.direction == "future":
        ahead = clock.anchor + timedelta(days=(7 - back) % 7)
        return timed(as_sense(periods.day(ahead), reason="the next, since the clause looks ahead"), found)
    latest = clock.anchor - timedelta(days=back)
    return timed(as_sense(periods.day(latest), reason="the latest up to publication"), found)


def _weekday_past(found: Found, clock: Clock) -> Sense | None:
    return _weekday(found, replace(clock, direction="past"))


def _shifted_weekday(found: Found, clock: Clock) -> Sense | None:
    number, shift = found.number("weekday"), found.number("shift")
    if clock.anchor is None:
        return _weekday_offset(number)
    back = (clock.anchor.isoweekday() - number - 1) % 7 + 1
    ahead = (number - clock.anchor.isoweekday() - 1) % 7 + 1
    same_week = number - clock.anchor.isoweekday()
    days = {-1: -back, 0: same_week, 1: ahead}[shift]
    return timed(as_sense(periods.day(clock.anchor + timedelta(days=days))), found)


def _weekday_of_week(found: Found, clock: Clock) -> Sense | None:
    number = found.number("weekday")
    if clock.anchor is None:
        return _weekday_offset(number)
    monday = clock.anchor - timedelta(days=clock.anchor.weekday())
    return as_sense(periods.day(monday + timedelta(days=7 * found.number("shift") + number - 1)))


def _shifted_unit(found: Found, clock: Clock) -> Sense | None:
    count = next((found.number(atom) for atom in ("shift", "shift_the") if atom in found), 0)
    unit = found.value("unit")
    if unit == "weekend" and clock.anchor and clock.anchor.weekday() >= 5 and count < 0:
        count = -1
    return in_thirds(counted(clock, unit, count), found, clock)


def _whole_year(found: Found, clock: Clock) -> Sense | None:
    return counted(clock, "year", 0)


def _year_end(found: Found, clock: Clock) -> Sense | None:
    return _last_day(clock, "year")


def _before_last(found: Found, clock: Clock) -> Sense | None:
    return counted(clock, found.value("unit"), -2)


def _numbered_week(found: Found, clock: Clock) -> Sense | None:
    return as_sense(
        periods.week(date.fromisocalendar(found.number("year"), found.number("number"), 1)), "stated"
    )


def _night_into(found: Found, clock: Clock) -> Sense | None:
    """ "Monday night into Tuesday": the one night over both days."""
    sense = _weekday(found, clock)
    if sense is None or sense.last is None:
        return sense
    return replace(sense, last=sense.last + timedelta(days=1))


def _overnight(found: Found, clock: Clock) -> Sense | None:
    """The night before the day of publication."""
    sense = counted(clock, "day", -1)
    if clock.anchor is None:
        return sense
    night = f"{sense.value}TNI"
    return replace(sense, value=night, last=clock.anchor, kind="TIME", reason="the night before")


def _unit_end(found: Found, clock: Clock) -> Sense | None:
    return _last_day(clock, found.value("unit"))


def _last_day(clock: Clock, unit: str) -> Sense:
    sense = counted(clock, unit, 0)
    return replace(sense, first=sense.last, reason=sense.reason or "its last day")


def _weekend(found: Found, clock: Clock) -> Sense | None:
    if clock.anchor is None:
        return as_offset("week", 0)
    begun, ahead = clock.anchor - timedelta(days=(clock.anchor.weekday() - 5) % 7), clock.anchor
    return as_sense(periods.weekend(ahead if clock.direction == "future" else begun))


def _ago(found: Found, clock: Clock) -> Sense | None:
    return _counted_from_now(found, clock, -1)


def _ahead(found: Found, clock: Clock) -> Sense | None:
    return _counted_from_now(found, clock, 1)


def _hours_ago(found: Found, clock: Clock) -> Sense | None:
    """Whole days' worth of hours; of fewer the day cannot be told, since the hour of publication is not."""
    length = found.value("short_unit").replace("1", found.value("number"))
    hours = re.fullmatch(r"PT(\d+)H", length)
    if hours is None or int(hours[1]) < 24:
        return Sense("PAST_REF", basis=basis_of(clock), reason="the hour of publication is not known")
    return counted(clock, "day", -(int(hours[1]) // 24))


def _hours_stretch(found: Found, clock: Clock) -> Sense | None:
    """A number of hours up to publication or from it on; days are widened to whole ones."""
    number, sign = (found.value("number") if "number" in found else "1"), found.number("stretch")
    value = found.value("short_unit").replace("1", number)
    sense = Sense(value, kind="DURATION", precision="day", basis=basis_of(clock))
    hours = re.fullmatch(r"PT(\d+)H", value)
    if clock.anchor is None or hours is None:
        return replace(sense, reason=NO_ANCHOR if clock.anchor is None else "no number is given")
    edge = clock.anchor + timedelta(days=sign * -(-int(hours[1]) // 24))
    first, last = sorted((edge, clock.anchor))
    return replace(sense, first=first, last=last, reason="in whole days")


def _counted_from_now(found: Found, clock: Clock, sign: int) -> Sense:
    if "and_half" in found:
        return counted(clock, *halves_of(found, sign))
    unit, number = count_of(found)
    if number == 1 and unit == "year" and sign < 0 and "approx" not in found and clock.quarter():
        return same_quarter(found, clock) or counted(clock, unit, -1)
    if number is None:
        return Sense(
            "PAST_REF" if sign < 0 else "FUTURE_REF", basis=basis_of(clock), reason="no number is given"
        )
    about = f"{found.text('approx')}: the number is not exact" if "approx" in found else ""
    return counted(clock, unit, sign * number, about)


def _half_ago(found: Found, clock: Clock) -> Sense | None:
    if found.value("number") != "1" or found.value("unit") not in HALVES:
        return None
    unit, number = HALVES[found.value("unit")]
    return counted(clock, unit, -number)


def _turn_of_century(found: Found, clock: Clock) -> Sense | None:
    """The first year of the century that was running at publication."""
    if clock.anchor is None:
        return Sense("XX00", precision="year", basis="offset", reason=NO_ANCHOR)
    return as_sense(periods.year(clock.anchor.year // 100 * 100))


def _vague_ago(found: Found, clock: Clock) -> Sense | None:
    return Sense("PAST_REF", basis=basis_of(clock), reason="no number is given")


def _in_units(found: Found, clock: Clock) -> Sense | None:
    return _ahead(found, clock) if clock.direction == "future" else plain_length(found, clock)


def _stretch(found: Found, clock: Clock) -> Sense | None:
    """A number of units up to the publication date, or from it on."""
    atom = "stretch" if "stretch" in found else "stretch_one"
    length = plain_length(found, clock) if "number" in found else None
    unit, number = count_of(found) if "number" in found else one_of(found)
    sign = found.number(atom)
    value = length.value if length else periods.offset(unit, number or 1)
    sense = Sense(value, kind="DURATION", precision=precision_of(unit), basis=basis_of(clock))
    if number is None:
        return replace(sense, reason="no number is given")
    if clock.anchor is None:
        return replace(sense, reason=NO_ANCHOR)
    edge = periods.step(unit, clock.anchor, sign * number)
    first, last = sorted((edge, clock.anchor))
    return replace(
        sense, first=first, last=last, reason="up to publication" if sign < 0 else "from publication on"
    )


def _vague_stretch(found: Found, clock: Clock) -> Sense | None:
    value = f"PX{letter_of(unit_of(found))}"
    return Sense(value, kind="DURATION", basis=basis_of(clock), reason="no number is given")


def _vague(found: Found, clock: Clock) -> Sense | None:
    return Sense(
        found.value("vague" if "vague" in found else "vague_noun"),
        basis=basis_of(clock),
        reason="too vague to be dated",
    )


def _anaphor(found: Found, clock: Clock) -> Sense | None:
    unit = found.value("unit") if "unit" in found else "day"
    count = found.number("anaphor" if "anaphor" in found else "shift_text")
    return _from_text(found, clock, unit, count)


def _from_text(found: Found, clock: Clock, unit: str, count: int) -> Sense:
    named = clock.last_named(unit)
    if named is None or named.first is None:
        return Sense(
            None, precision=precision_of(unit), basis="offset", reason="no earlier time to count from"
        )
    period = periods.around(unit, periods.step(unit, named.first, count))
    return timed(as_sense(period, reason=f"counted from “{named.text}”"), found)


def _unit_then(found: Found, clock: Clock) -> Sense | None:
    return _from_text(found, clock, found.value("unit"), found.number("then_weak"))


def _month_of_text(found: Found, clock: Clock) -> Sense | None:
    number, named = found.number("month"), clock.last_named("year")
    if named is None or named.first is None:
        return Sense(f"XXXX-{number:02}", precision="month", basis="offset", reason="no earlier year")
    period = share_of(periods.month(named.first.year, number), found)
    return noted(as_sense(period, reason=f"of the year of “{named.text}”"), found)


def _text_weekday(found: Found, clock: Clock) -> Sense | None:
    """The first such weekday after, or the last before, the day that the text last named."""
    number, shift = found.number("weekday"), found.number("shift_text")
    named = clock.last_named("day")
    if named is None or named.first is None:
        return replace(_weekday_offset(number), reason="no earlier time to count from")
    away = (shift * (number - named.first.isoweekday()) - 1) % 7 + 1
    day = periods.day(named.first + timedelta(days=shift * away))
    return timed(as_sense(day, reason=f"counted from “{named.text}”"), found)


def _then(found: Found, clock: Clock) -> Sense | None:
    unit, number = count_of(found)
    back = found.number("then" if "then" in found else "then_weak") < 0
    if (unit, number) == ("year", 1) and back and "approx" not in found and clock.quarter():
        return same_quarter(found, clock)
    if number is None:
        return Sense(None, precision=precision_of(unit), basis="offset", reason="no number is given")
    return _from_text(found, clock, unit, number * found.number("then" if "then" in found else "then_weak"))


COUNTED: Mapping[str, Reader] = MappingProxyType(
    {
        "whole_year": _whole_year,
        "year_end": _year_end,
        "overnight": _overnight,
        "before_last": _before_last,
        "numbered_week": _numbered_week,
        "night_into": _night_into,
        "hours_ago": _hours_ago,
        "hours_stretch": _hours_stretch,
        "text_weekday": _text_weekday,
        "unit_then": _unit_then,
        "month_of_text": _month_of_text,
        "deictic": _deictic,
        "shifted_daypart": _shifted_daypart,
        "weekday": _weekday,
        "weekday_past": _weekday_past,
        "shifted_weekday": _shifted_weekday,
        "weekday_of_week": _weekday_of_week,
        "shifted_unit": _shifted_unit,
        "unit_end": _unit_end,
        "weekend": _weekend,
        "ago": _ago,
        "ahead": _ahead,
        "half_ago": _half_ago,
        "turn_of_century": _turn_of_century,
        "vague_ago": _vague_ago,
        "in_units": _in_units,
        "stretch": _stretch,
        "vague_stretch": _vague_stretch,
        "vague": _vague,
        "anaphor": _anaphor,
        "then": _then,
    }
)
