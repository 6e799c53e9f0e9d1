"""What each form of time expression means: one reader a form, named in ``times.toml``.

A reader takes the form that matched and the clock (publication date, tense, earlier times of the text) and
gives the sense, None where the form is no time after all. ``ValueError`` and ``OverflowError`` tell of a day
outside the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from dragoman.records import DateBasis, Precision
from dragoman.resolve import periods
from dragoman.resolve.periods import Period
from dragoman.resolve.time_grammar import Found

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Direction = Literal["past", "told", "future"]
"""What the verb before a time says: it has been, somebody told of it (it may be to come), it will be."""

NO_ANCHOR = "no publication date to count from"
OUTSIDE = "outside the years 1 to 9999"
NEAR = 60
"""Days from publication within which a date needs no year."""
LOPSIDED = 4
"""How many times as far off a date must be to be ruled out by a near one: writers then state the year."""
SAME_QUARTER = "the same quarter as"
MIDNIGHT = "T24:00"
THIRDS = ("early", "mid", "late")
HALVES = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6), "month": ("day", 15)}
"""Half of a unit, in whole finer ones."""
FINENESS: Mapping[str, int] = MappingProxyType(
    {"day": 0, "week": 1, "weekend": 1, "fortnight": 1, "month": 2, "quarter": 3, "half": 4, "year": 4}
    | {"decade": 5, "century": 6}
)


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of one of TIMEX3's four kinds. ``dated`` says whether it places something in time.

    The other fields are those of :class:`dragoman.records.Date`.
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: str | None
    first: date | None
    last: date | None
    precision: Precision | None
    basis: DateBasis
    dated: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Sense:
    """What a reader makes of a form."""

    value: str | None
    first: date | None = None
    last: date | None = None
    precision: Precision | None = None
    basis: DateBasis = "relative"
    kind: Kind = "DATE"
    dated: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a reader may count from: the publication date, the tense before the form, earlier times."""

    anchor: date | None
    direction: Direction | None
    earlier: Sequence[Timex]

    def last_named(self, unit: str) -> Timex | None:
        """The latest earlier time of the text that is as fine as ``unit`` or finer; of times still to come
        only where the clause looks ahead ("an election on 8 June … consent a day later")."""
        for timex in reversed(self.earlier):
            fine = timex.first and timex.precision and FINENESS[timex.precision] <= FINENESS[unit]
            ahead = self.anchor and timex.first and timex.first > self.anchor
            if fine and not (ahead and self.direction != "future"):
                return timex
        return None

    def quarter(self) -> Timex | None:
        """The quarter reported on: the last that the text named and that is over, but for those named by
        their distance from it."""
        named = (one for one in reversed(self.earlier) if one.precision == "quarter" and one.last)
        over = (one for one in named if self.anchor is None or (one.last and one.last < self.anchor))
        return next((one for one in over if not one.reason.startswith(SAME_QUARTER)), None)


Reader = Callable[[Found, Clock], Sense | None]


# ---- what readers share -----------------------------------------------------------------------------


def _sense(period: Period, basis: DateBasis = "relative", reason: str = "") -> Sense:
    return Sense(period.value, period.first, period.last, period.precision, basis, reason=reason)


def _offset(unit: str, count: int) -> Sense:
    return Sense(periods.offset(unit, count), None, None, _precision(unit), "offset", reason=NO_ANCHOR)


def _precision(unit: str) -> Precision | None:
    coarse: dict[str, Precision | None] = {
        "weekend": "week",
        "fortnight": "week",
        "half": "year",
        "century": None,
    }
    fine: dict[str, Precision | None] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return (coarse | fine | {"year": "year", "decade": "decade"})[unit]


def _counted(clock: Clock, unit: str, count: int, reason: str = "") -> Sense:
    """The period of that unit ``count`` units from the publication date."""
    if clock.anchor is None:
        return _offset(unit, count)
    return _sense(periods.around(unit, periods.step(unit, clock.anchor, count)), reason=reason)


def _thirds(sense: Sense, found: Found, clock: Clock) -> Sense:
    """Early, mid or late in a period; earlier and later in it stop at the publication date."""
    share = _share(found)
    if share is None or sense.first is None or sense.last is None:
        return sense
    if share in THIRDS:
        third = periods.part(Period("", sense.first, sense.last, None), share)
        return replace(sense, first=third.first, last=third.last, reason=f"the {share} third of it")
    if clock.anchor is None or not sense.first <= clock.anchor <= sense.last:
        return sense
    if share == "earlier":
        return replace(sense, last=clock.anchor, reason="up to the day of publication")
    return replace(sense, first=clock.anchor, reason="from the day of publication on")


def _timed(sense: Sense, found: Found) -> Sense:
    """A time of day refines the value, never the days."""
    if sense.value is None or sense.basis == "offset":
        return sense
    if "daypart" in found:
        return replace(sense, value=sense.value + found.value("daypart"), kind="TIME")
    hour = _hour_of(found)
    if hour == MIDNIGHT and sense.last:  # the end of one day and the beginning of the next
        sense = replace(sense, last=sense.last + timedelta(days=1))
    return replace(sense, value=f"{sense.value}{hour}", kind="TIME") if hour else sense


def _hour_of(found: Found) -> str | None:
    if "clock_word" in found:
        return found.value("clock_word")
    return _hour(found.text("clock")) if "clock" in found else None


def _hour(text: str) -> str | None:
    digits = re.match(r"(\d{1,2})[:.]?(\d{2})?", text)
    assert digits is not None, "the shape of a clock time begins with a digit"
    hour, minute = int(digits[1]), int(digits[2] or 0)
    half = re.search(r"[ap](?=\.?m)", text.lower())
    if half:
        hour = hour % 12 + 12 * (half[0] == "p")
    return f"T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _year(found: Found, clock: Clock) -> tuple[int | None, bool]:
    """The year that a form names, and whether it is stated in figures; None where it names none."""
    if "year" in found:
        return found.number("year"), True
    if "shift" in found and clock.anchor:
        return clock.anchor.year + found.number("shift"), False
    return None, False


def _nearest(clock: Clock, make: Callable[[int], Period], yearless: str) -> Sense:
    """A time of the year without its year: the latest begun, or the next where the clause looks ahead."""
    if clock.anchor is None:
        return Sense(yearless, basis="offset", reason=NO_ANCHOR)
    begun, ahead = _around(clock.anchor, make)
    if begun is None or (ahead is not None and _looks_ahead(clock.anchor, begun, ahead, clock.direction)):
        if ahead is None:
            return Sense(yearless, reason=OUTSIDE)
        return _sense(ahead, reason="year not stated: the next, by the tense or by nearness")
    return _sense(begun, reason="year not stated: the latest before publication")


def _looks_ahead(anchor: date, begun: Period, ahead: Period, direction: Direction | None) -> bool:
    """Whether a yearless time is the next one: near while the last is far, or by the tense."""
    back, on = max((anchor - begun.last).days, 0), max((ahead.first - anchor).days, 0)
    short = ahead.last - ahead.first <= timedelta(days=31)
    if short and on <= NEAR and back >= LOPSIDED * on and direction != "past":
        return True
    return direction == "future" and not (back <= NEAR and on >= LOPSIDED * back)


def _around(anchor: date, make: Callable[[int], Period]) -> tuple[Period | None, Period | None]:
    """The latest period that has begun by the anchor and the earliest that ends on it or after it."""
    known = []
    for year in range(anchor.year - 8, anchor.year + 9):
        try:
            known.append(make(year))
        except (ValueError, OverflowError):  # 29 February, or beyond the calendar
            continue
    begun = [period for period in known if period.first <= anchor]
    ahead = [period for period in known if period.last >= anchor]
    return (begun[-1] if begun else None), (ahead[0] if ahead else None)


def _placed(found: Found, clock: Clock, make: Callable[[int], Period], yearless: str) -> Sense:
    """A part of the year in its stated, shifted or nearest year."""
    number, stated = _year(found, clock)
    if number is not None:
        return _sense(make(number), "stated" if stated else "relative")
    if "shift" in found:
        return Sense(yearless, basis="offset", reason=NO_ANCHOR)
    return _nearest(clock, make, yearless)


# ---- readers: whole dates ---------------------------------------------------------------------------


def _iso(found: Found, clock: Clock) -> Sense | None:
    text = found.text("iso")
    return replace(_sense(periods.day(date.fromisoformat(text[:10])), "stated"), value=text)


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
            _sense(whole, "stated", "which is day and which is month cannot be told"), first=None, last=None
        )
    month, day = readings.pop()
    return _sense(periods.day(date(year, month, day)), "stated")


def _day_number(found: Found, atom: str) -> int:
    return int(re.sub(r"\D", "", found.text(atom)))


def _calendar(found: Found, clock: Clock) -> Sense | None:
    month, day = found.number("month"), _day_number(found, "day")
    if day > 31:
        return None

    def make(year: int) -> Period:
        return periods.day(date(year, month, day))

    sense = _placed(found, clock, make, f"XXXX-{month:02}-{day:02}")
    if "day_name" in found and sense.basis == "relative" and clock.anchor and "shift" not in found:
        sense = _on_weekday(clock.anchor, make, found.number("day_name")) or sense
    return _timed(replace(sense, precision="day"), found)


def _on_weekday(anchor: date, make: Callable[[int], Period], weekday: int) -> Sense | None:
    """Last year's, this year's or next year's date that falls on the weekday named beside it."""
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        try:
            period = make(year)
        except (ValueError, OverflowError):
            continue
        if period.first.isoweekday() == weekday:
            return _sense(period, reason="year not stated: the weekday fits this one")
    return None


def _shifted_day(found: Found, clock: Clock) -> Sense | None:
    month, day = found.number("month"), _day_number(found, "day")
    yearless = f"XXXX-{month:02}-{day:02}"
    return _shifted_part(found, clock, lambda year: periods.day(date(year, month, day)), yearless, "day")


def _days(found: Found, clock: Clock) -> Sense | None:
    month, day, until = found.number("month"), _day_number(found, "day"), _day_number(found, "until_day")

    def make(year: int) -> Period:
        first, last = date(year, month, day), date(year, month, until)
        return Period(f"{first}/{last}", first, last, "day")

    yearless = f"XXXX-{month:02}-{day:02}/XXXX-{month:02}-{until:02}"
    return replace(_placed(found, clock, make, yearless), precision="day") if day < until else None


def _day_of_month(found: Found, clock: Clock) -> Sense | None:
    day, weekday = _day_number(found, "ordinal_day"), found.number("weekday")
    if clock.anchor is None:
        return Sense(f"XXXX-XX-{day:02}", precision="day", basis="offset", reason=NO_ANCHOR)
    for distance in range(40):
        for near in (clock.anchor - timedelta(days=distance), clock.anchor + timedelta(days=distance)):
            if near.day == day and near.isoweekday() == weekday:
                return _sense(periods.day(near))
    return None


# ---- readers: months, quarters, halves, seasons -------------------------------------------------------


def _month_atom(found: Found) -> int:
    return found.number(next(atom for atom in ("month", "month_sure", "month_weak") if atom in found))


def _month(found: Found, clock: Clock) -> Sense | None:
    number = _month_atom(found)

    def make(year: int) -> Period:
        return _share_of(periods.month(year, number), found)

    sense = _placed(found, clock, make, f"XXXX-{number:02}")
    return _noted(replace(sense, precision="month"), found)


def _share_of(period: Period, found: Found) -> Period:
    """The third of the period that "early", "mid" or "late" names; the whole without one."""
    share = _share(found)
    return periods.part(period, share) if share in THIRDS else period


def _share(found: Found) -> str | None:
    return next((found.value(atom) for atom in ("part", "part_noun") if atom in found), None)


def _noted(sense: Sense, found: Found, note: str = "") -> Sense:
    """The sense with what its third and the note say added to the reason."""
    third = f"the {_share(found)} third of it" if _share(found) in THIRDS else ""
    return replace(sense, reason="; ".join(filter(None, (sense.reason, third, note))))


def _months(found: Found, clock: Clock) -> Sense | None:
    year = found.number("year")
    begin, end = periods.month(year, found.number("month")), periods.month(year, found.number("until_month"))
    if begin.first > end.first:
        return None
    return _sense(Period(f"{begin.value}/{end.value}", begin.first, end.last, "month"), "stated")


def _shifted_month(found: Found, clock: Clock) -> Sense | None:
    number = found.number("month")
    return _shifted_part(found, clock, lambda year: periods.month(year, number), f"XXXX-{number:02}", "month")


def _shifted_part(
    found: Found, clock: Clock, make: Callable[[int], Period], yearless: str, precision: Precision
) -> Sense:
    """Last, this or next of a name: the latest that is over, the running one, the next to begin."""
    if clock.anchor is None:
        return Sense(yearless, precision=precision, basis="offset", reason=NO_ANCHOR)
    anchor, shift = clock.anchor, found.number("shift")
    years = range(max(anchor.year - 2, 1), min(anchor.year + 3, 9998))
    if shift == 0:
        running = [make(year) for year in years if make(year).first <= anchor <= make(year).last]
        return _sense(running[0] if running else make(anchor.year))
    over = [period for period in map(make, years) if period.last < anchor]
    ahead = [period for period in map(make, years) if period.first > anchor]
    return _sense(over[-1] if shift < 0 else ahead[0])


def _ordinal(found: Found, atom: str) -> int:
    digits = re.sub(r"\D", "", found.text(atom))
    return int(digits) if digits else found.number(atom)


def _quarter(found: Found, clock: Clock) -> Sense | None:
    number = _ordinal(found, "quarter_code" if "quarter_code" in found else "ordinal")
    if number > 4:
        return None
    sense = _placed(found, clock, lambda year: periods.quarter(year, number), f"XXXX-Q{number}")
    return replace(sense, precision="quarter")


def _same_quarter(found: Found, clock: Clock) -> Sense | None:
    """ "The year-ago quarter", "the 1988 period": the quarter the text speaks of, in another year."""
    if "ordinal" in found:
        number, named = _ordinal(found, "ordinal"), None
    else:
        named = clock.quarter()
        if named is None or named.first is None:
            return _year_alone(found, clock)
        number = (named.first.month + 2) // 3
    year = _stated_year(found, clock, named)
    if year is None or number > 4:
        return None
    reason = f"{SAME_QUARTER} “{named.text}”" if named else SAME_QUARTER
    return _sense(periods.quarter(year, number), reason=reason)


def _stated_year(found: Found, clock: Clock, named: Timex | None) -> int | None:
    number, _ = _year(found, clock)
    if number is None and named and named.first:
        return named.first.year - 1
    return number if number is not None else clock.anchor.year - 1 if clock.anchor else None


def _year_alone(found: Found, clock: Clock) -> Sense | None:
    number, stated = _year(found, clock)
    if number is None:
        return _counted(clock, "year", -1)
    return _sense(periods.year(number), "stated" if stated else "relative")


def _latest_quarter(found: Found, clock: Clock) -> Sense | None:
    named = clock.quarter()
    if named is None or named.first is None:
        return _counted(clock, "quarter", -1) if "latest" in found else None
    return _sense(periods.around("quarter", named.first), reason=f"{SAME_QUARTER} “{named.text}”")


def _week_of_month(found: Found, clock: Clock) -> Sense | None:
    """Days 1 to 7, 8 to 14 … of a month, or its last seven."""
    number = _ordinal(found, "ordinal") if "ordinal" in found else 0
    sense = _month(found, clock)
    if sense is None or sense.first is None or sense.last is None or number > 5:
        return sense
    first = sense.first + timedelta(days=7 * (number - 1)) if number else sense.last - timedelta(days=6)
    last = min(first + timedelta(days=6), sense.last)
    value = periods.week(first + (last - first) // 2).value  # the ISO week of most of its days
    return replace(sense, value=value, first=first, last=last, precision="week")


def _half_of_month(found: Found, clock: Clock) -> Sense | None:
    number = _ordinal(found, "ordinal")
    sense = _month(found, clock)
    if sense is None or sense.first is None or number > 2:
        return sense if number <= 2 else None
    middle = sense.first + timedelta(days=14)
    return replace(sense, first=middle + timedelta(days=1)) if number == 2 else replace(sense, last=middle)


def _half(found: Found, clock: Clock) -> Sense | None:
    number = _ordinal(found, "half_code" if "half_code" in found else "ordinal")
    if number > 2:
        return None
    if "year" in found or "shift" in found or "half_code" in found:
        sense = _placed(found, clock, lambda year: periods.half(year, number), f"XXXX-H{number}")
    elif clock.anchor is None:
        sense = Sense(f"XXXX-H{number}", basis="offset", reason=NO_ANCHOR)
    else:
        sense = _sense(periods.half(clock.anchor.year, number))
    return replace(sense, precision="year")


def _season(found: Found, clock: Clock) -> Sense | None:
    code = found.value("season" if "season" in found else "season_sure")
    yearless = f"XXXX-{code}"

    def make(year: int) -> Period:
        return _share_of(periods.season(year, code), found)

    if "shift" in found:
        sense = _shifted_part(found, clock, make, yearless, "quarter")
    else:
        sense = _placed(found, clock, make, yearless)
    return _noted(replace(sense, precision="quarter"), found, "northern seasons")


# ---- readers: years and longer --------------------------------------------------------------------------


def _fiscal_code(found: Found, clock: Clock) -> Sense | None:
    digits = re.sub(r"\D", "", found.text("fiscal_code"))
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return _sense(periods.year(year), "stated", "taken for the calendar year")


def _short_year(found: Found, clock: Clock) -> Sense | None:
    """ "'98": of this century up to ten years after publication, else of the last."""
    number = int(found.text("short_year")[1:])
    latest = clock.anchor.year + 10 if clock.anchor else None
    if latest is None:
        return Sense(f"XX{number:02}", precision="year", basis="stated", reason="the century is not known")
    return _sense(periods.year(2000 + number if 2000 + number <= latest else 1900 + number), "stated")


def _era(found: Found, clock: Clock) -> Sense | None:
    """ "Post-1945" and "pre-1914" are open on one side."""
    whole = periods.year(found.number("year"))
    sense, day = _sense(whole, "stated"), timedelta(days=1)
    if found.number("era_prefix") > 0:
        return replace(sense, first=whole.last + day, last=None, reason="its end is open")
    return replace(sense, first=None, last=whole.first - day, reason="its beginning is open")


def _named_day(found: Found, clock: Clock) -> Sense | None:
    return _sense(periods.day(date.fromisoformat(found.value("named_day"))), "stated")


def _plain_year(found: Found, clock: Clock) -> Sense | None:
    return _thirds(_sense(periods.year(found.number("year")), "stated"), found, clock)


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
    return _sense(Period(f"{first.value}/{last.value}", first.first, last.last, "year"), "stated")


def _decade(found: Found, clock: Clock) -> Sense | None:
    if "decade_word" in found:
        start = 1900 + 10 * found.number("decade_word")
    else:
        digits = re.sub(r"\D", "", found.text("decade"))
        start = int(digits) if len(digits) == 4 else 1900 + int(digits)
    sense = _thirds(_sense(periods.decade(start), "stated"), found, clock)
    if "ordinal" in found:
        number = _ordinal(found, "ordinal")
        halves = {1: (start, start + 4), 2: (start + 5, start + 9)}
        if number not in halves:
            return None
        first, last = halves[number]
        sense = replace(sense, first=date(first, 1, 1), last=date(last, 12, 31))
    return sense


def _century(found: Found, clock: Clock) -> Sense | None:
    atom = next(atom for atom in ("ordinal", "ordinal_day", "ordinal_number") if atom in found)
    return _thirds(_sense(periods.century(_ordinal(found, atom)), "stated"), found, clock)


# ---- readers: counted from the day of publication --------------------------------------------------------


def _deictic(found: Found, clock: Clock) -> Sense | None:
    count = found.number("deictic")
    sense = _counted(clock, "day", count)
    if count == 0 and clock.anchor:
        sense = replace(sense, basis="publication", reason="the text itself says so")
    if found.text("deictic").lower() == "tonight" and clock.anchor:
        return replace(sense, value=f"{sense.value}TNI", kind="TIME")
    return _timed(sense, found)


def _shifted_daypart(found: Found, clock: Clock) -> Sense | None:
    sense = _counted(clock, "day", found.number("shift"))
    if found.number("shift") == 0 and clock.anchor:
        sense = replace(sense, basis="publication", reason="the text itself says so")
    return _timed(sense, found)


def _weekday_offset(number: int) -> Sense:
    return Sense(f"XXXX-WXX-{number}", precision="day", basis="offset", reason=NO_ANCHOR)


def _weekday(found: Found, clock: Clock) -> Sense | None:
    number = found.number("weekday" if "weekday" in found else "weekday_weak")
    if clock.anchor is None:
        return _weekday_offset(number)
    back = (clock.anchor.isoweekday() - number) % 7
    if clock.direction == "future":
        ahead = clock.anchor + timedelta(days=(7 - back) % 7)
        return _timed(_sense(periods.day(ahead), reason="the next, since the clause looks ahead"), found)
    latest = clock.anchor - timedelta(days=back)
    return _timed(_sense(periods.day(latest), reason="the latest up to publication"), found)


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
    return _timed(_sense(periods.day(clock.anchor + timedelta(days=days))), found)


def _weekday_of_week(found: Found, clock: Clock) -> Sense | None:
    number = found.number("weekday")
    if clock.anchor is None:
        return _weekday_offset(number)
    monday = clock.anchor - timedelta(days=clock.anchor.weekday())
    return _sense(periods.day(monday + timedelta(days=7 * found.number("shift") + number - 1)))


def _shifted_unit(found: Found, clock: Clock) -> Sense | None:
    count = next((found.number(atom) for atom in ("shift", "shift_the") if atom in found), 0)
    unit = found.value("unit")
    if unit == "weekend" and clock.anchor and clock.anchor.weekday() >= 5 and count < 0:
        count = -1
    return _thirds(_counted(clock, unit, count), found, clock)


def _whole_year(found: Found, clock: Clock) -> Sense | None:
    return _counted(clock, "year", 0)


def _year_end(found: Found, clock: Clock) -> Sense | None:
    sense = _counted(clock, "year", 0)
    return replace(sense, first=sense.last, reason=sense.reason or "its last day")


def _before_last(found: Found, clock: Clock) -> Sense | None:
    return _counted(clock, found.value("unit"), -2)


def _numbered_week(found: Found, clock: Clock) -> Sense | None:
    return _sense(
        periods.week(date.fromisocalendar(found.number("year"), found.number("number"), 1)), "stated"
    )


def _night_into(found: Found, clock: Clock) -> Sense | None:
    """ "Monday night into Tuesday": the one night over both days."""
    sense = _weekday(found, clock)
    if sense is None or sense.last is None:
        return sense
    return replace(sense, last=sense.last + timedelta(days=1))


def _half_short(found: Found, clock: Clock) -> Sense | None:
    value = {"PT1H": "PT30M", "PT1M": "PT30S"}.get(found.value("short_unit"))
    return (
        Sense(value, kind="DURATION", dated=False, reason="a length of time, not a date") if value else None
    )


def _overnight(found: Found, clock: Clock) -> Sense | None:
    """The night before the day of publication."""
    sense = _counted(clock, "day", -1)
    if clock.anchor is None:
        return sense
    night = f"{sense.value}TNI"
    return replace(sense, value=night, last=clock.anchor, kind="TIME", reason="the night before")


def _unit_end(found: Found, clock: Clock) -> Sense | None:
    sense = _counted(clock, found.value("unit"), 0)
    return replace(sense, first=sense.last, reason=sense.reason or "its last day")


def _weekend(found: Found, clock: Clock) -> Sense | None:
    if clock.anchor is None:
        return _offset("week", 0)
    begun, ahead = clock.anchor - timedelta(days=(clock.anchor.weekday() - 5) % 7), clock.anchor
    return _sense(periods.weekend(ahead if clock.direction == "future" else begun))


def _week_of(found: Found, clock: Clock) -> Sense | None:
    sense = _calendar(found, clock)
    if sense is None or sense.first is None:
        return sense
    return replace(_sense(periods.week(sense.first)), basis=sense.basis, reason=sense.reason)


def _ago(found: Found, clock: Clock) -> Sense | None:
    return _counted_from_now(found, clock, -1)


def _ahead(found: Found, clock: Clock) -> Sense | None:
    return _counted_from_now(found, clock, 1)


def _unit(found: Found) -> str:
    return found.value("unit" if "unit" in found else "units")


def _hours_ago(found: Found, clock: Clock) -> Sense | None:
    """Whole days' worth of hours; of fewer the day cannot be told, since the hour of publication is not."""
    length = found.value("short_unit").replace("1", found.value("number"))
    hours = re.fullmatch(r"PT(\d+)H", length)
    if hours is None or int(hours[1]) < 24:
        return Sense("PAST_REF", basis=_basis(clock), reason="the hour of publication is not known")
    return _counted(clock, "day", -(int(hours[1]) // 24))


def _hours_stretch(found: Found, clock: Clock) -> Sense | None:
    """A number of hours up to publication or from it on; days are widened to whole ones."""
    number, sign = (found.value("number") if "number" in found else "1"), found.number("stretch")
    value = found.value("short_unit").replace("1", number)
    sense = Sense(value, kind="DURATION", precision="day", basis=_basis(clock))
    hours = re.fullmatch(r"PT(\d+)H", value)
    if clock.anchor is None or hours is None:
        return replace(sense, reason=NO_ANCHOR if clock.anchor is None else "no number is given")
    edge = clock.anchor + timedelta(days=sign * -(-int(hours[1]) // 24))
    first, last = sorted((edge, clock.anchor))
    return replace(sense, first=first, last=last, reason="in whole days")


def _counted_from_now(found: Found, clock: Clock, sign: int) -> Sense:
    if "and_half" in found:
        return _counted(clock, *_halves(found, sign))
    unit, number = _count(found)
    if number == 1 and unit == "year" and sign < 0 and "approx" not in found and clock.quarter():
        return _same_quarter(found, clock) or _counted(clock, unit, -1)
    if number is None:
        return Sense(
            "PAST_REF" if sign < 0 else "FUTURE_REF", basis=_basis(clock), reason="no number is given"
        )
    about = f"{found.text('approx')}: the number is not exact" if "approx" in found else ""
    return _counted(clock, unit, sign * number, about)


def _count(found: Found) -> tuple[str, int | None]:
    """The unit and the number of them; decades and centuries are counted in years, as people mean them."""
    unit, value = _unit(found), found.value("number").replace(",", "")
    try:
        number = int(float(value))
    except (ValueError, OverflowError):
        return unit, None
    if unit in ("decade", "century"):
        return "year", number * (10 if unit == "decade" else 100)
    return unit, number


def _halves(found: Found, sign: int = 1) -> tuple[str, int]:
    """ "Two and a half years" in a unit of which it holds a whole number."""
    unit, number = _unit(found), found.number("number")
    finer, half = HALVES[unit]
    return finer, sign * half * (2 * number + 1)


def _basis(clock: Clock) -> DateBasis:
    return "relative" if clock.anchor else "offset"


def _half_ago(found: Found, clock: Clock) -> Sense | None:
    if found.value("number") != "1" or found.value("unit") not in HALVES:
        return None
    unit, number = HALVES[found.value("unit")]
    return _counted(clock, unit, -number)


def _half_length(found: Found, clock: Clock) -> Sense | None:
    """ "Half a century" as a length; half a day has no whole unit."""
    if found.value("number") != "1" or found.value("unit") not in HALVES:
        return None
    value = periods.offset(*HALVES[found.value("unit")])
    return Sense(value, kind="DURATION", dated=False, reason="a length of time, not a date")


def _turn_of_century(found: Found, clock: Clock) -> Sense | None:
    """The first year of the century that was running at publication."""
    if clock.anchor is None:
        return Sense("XX00", precision="year", basis="offset", reason=NO_ANCHOR)
    return _sense(periods.year(clock.anchor.year // 100 * 100))


def _vague_ago(found: Found, clock: Clock) -> Sense | None:
    return Sense("PAST_REF", basis=_basis(clock), reason="no number is given")


def _in_units(found: Found, clock: Clock) -> Sense | None:
    return _ahead(found, clock) if clock.direction == "future" else _length(found, clock)


def _stretch(found: Found, clock: Clock) -> Sense | None:
    """A number of units up to the publication date, or from it on."""
    atom = "stretch" if "stretch" in found else "stretch_one"
    length = _length(found, clock) if "number" in found else None
    unit, number = _count(found) if "number" in found else _one(found)
    sign = found.number(atom)
    value = length.value if length else periods.offset(unit, number or 1)
    sense = Sense(value, kind="DURATION", precision=_precision(unit), basis=_basis(clock))
    if number is None:
        return replace(sense, reason="no number is given")
    if clock.anchor is None:
        return replace(sense, reason=NO_ANCHOR)
    edge = periods.step(unit, clock.anchor, sign * number)
    first, last = sorted((edge, clock.anchor))
    return replace(
        sense, first=first, last=last, reason="up to publication" if sign < 0 else "from publication on"
    )


def _one(found: Found) -> tuple[str, int]:
    unit = _unit(found)
    return ("year", {"decade": 10, "century": 100}[unit]) if unit in ("decade", "century") else (unit, 1)


def _vague_stretch(found: Found, clock: Clock) -> Sense | None:
    value = f"PX{_letter(_unit(found))}"
    return Sense(value, kind="DURATION", basis=_basis(clock), reason="no number is given")


def _vague(found: Found, clock: Clock) -> Sense | None:
    return Sense(
        found.value("vague" if "vague" in found else "vague_noun"),
        basis=_basis(clock),
        reason="too vague to be dated",
    )


def _holiday(found: Found, clock: Clock) -> Sense | None:
    month, *rest = (int(piece) for piece in found.value("holiday").split("-"))

    def make(year: int) -> Period:
        named = date(year, month, rest[0]) if len(rest) == 1 else periods.nth_weekday(year, month, *rest)
        return periods.day(named)

    if "shift" in found:
        return _shifted_part(found, clock, make, f"XXXX-{month:02}", "day")
    return replace(_placed(found, clock, make, f"XXXX-{month:02}"), precision="day")


# ---- readers: counted from another time of the text -------------------------------------------------------


def _anaphor(found: Found, clock: Clock) -> Sense | None:
    unit = found.value("unit") if "unit" in found else "day"
    count = found.number("anaphor" if "anaphor" in found else "shift_text")
    return _from_text(found, clock, unit, count)


def _from_text(found: Found, clock: Clock, unit: str, count: int) -> Sense:
    named = clock.last_named(unit)
    if named is None or named.first is None:
        return Sense(None, precision=_precision(unit), basis="offset", reason="no earlier time to count from")
    period = periods.around(unit, periods.step(unit, named.first, count))
    return _timed(_sense(period, reason=f"counted from “{named.text}”"), found)


def _unit_then(found: Found, clock: Clock) -> Sense | None:
    return _from_text(found, clock, found.value("unit"), found.number("then_weak"))


def _month_of_text(found: Found, clock: Clock) -> Sense | None:
    number, named = found.number("month"), clock.last_named("year")
    if named is None or named.first is None:
        return Sense(f"XXXX-{number:02}", precision="month", basis="offset", reason="no earlier year")
    period = _share_of(periods.month(named.first.year, number), found)
    return _noted(_sense(period, reason=f"of the year of “{named.text}”"), found)


def _text_weekday(found: Found, clock: Clock) -> Sense | None:
    """The first such weekday after, or the last before, the day that the text last named."""
    number, shift = found.number("weekday"), found.number("shift_text")
    named = clock.last_named("day")
    if named is None or named.first is None:
        return replace(_weekday_offset(number), reason="no earlier time to count from")
    away = (shift * (number - named.first.isoweekday()) - 1) % 7 + 1
    day = periods.day(named.first + timedelta(days=shift * away))
    return _timed(_sense(day, reason=f"counted from “{named.text}”"), found)


def _then(found: Found, clock: Clock) -> Sense | None:
    unit, number = _count(found)
    back = found.number("then" if "then" in found else "then_weak") < 0
    if (unit, number) == ("year", 1) and back and "approx" not in found and clock.quarter():
        return _same_quarter(found, clock)
    if number is None:
        return Sense(None, precision=_precision(unit), basis="offset", reason="no number is given")
    return _from_text(found, clock, unit, number * found.number("then" if "then" in found else "then_weak"))


# ---- readers: lengths and repeated times ------------------------------------------------------------------

SHORT = {"decade": "E", "century": "C", "quarter": "Q", "weekend": "W", "fortnight": "W", "half": "Y"}


def _letter(unit: str) -> str:
    return periods.ISO_UNIT.get(unit) or SHORT[unit]


def _length(found: Found, clock: Clock) -> Sense | None:
    if "units" in found and found.text("number").lower() in ("a", "an"):
        return None  # "a decades-long partnership"
    if "dash" in found and _unit(found) == "quarter":
        return None  # "three-quarters"
    if "unit" in found and "number" in found and "year" in found.parts["number"].values:
        return None  # "the 1988 quarter"
    return Sense(_how_long(found), kind="DURATION", dated=False, reason="a length of time, not a date")


def _how_long(found: Found) -> str:
    """The TIMEX3 value of a number of units; years and a half keep both."""
    if "and_half" in found or ("number" in found and _mixed(found.text("number"))):
        number, unit = int(re.match(r"\d+", found.value("number"))[0]), _unit(found)  # type: ignore[index]
        finer, half = HALVES.get(unit, ("day", 0))
        return f"P{number}Y6M" if unit == "year" else periods.offset(finer, half * (2 * number + 1))
    unit, count = _count(found) if "number" in found else (_unit(found), 1)
    return periods.offset(unit, count) if count is not None else f"PX{_letter(unit)}"


def _mixed(number: str) -> bool:
    return number.endswith(("1/2", "½"))


def _short_length(found: Found, clock: Clock) -> Sense | None:
    number = re.split(r"\s|½", found.value("number").replace(",", ""))[0]
    value = found.value("short_unit").replace("1", number)
    if "and_half" in found or _mixed(found.text("number")):
        value += {"H": "30M", "M": "30S"}.get(value[-1], "")
    return Sense(value, kind="DURATION", dated=False, reason="a length of time, not a date")


def _vague_length(found: Found, clock: Clock) -> Sense | None:
    unit = found.value("units") if "units" in found else "year"
    return Sense(f"PX{_letter(unit)}", kind="DURATION", dated=False, reason="a length of time, not a date")


def _every(found: Found, clock: Clock) -> Sense | None:
    unit, number = _count(found) if "number" in found else _one(found)
    value = periods.offset(unit, number) if number else f"PX{_letter(unit)}"
    return Sense(value, kind="SET", dated=False, reason="a repeated time")


def _every_named(found: Found, clock: Clock) -> Sense | None:
    value = f"XXXX-WXX-{found.value('weekday')}" if "weekday" in found else f"XXXX-{found.number('month'):02}"
    return Sense(value, kind="SET", dated=False, reason="a repeated time")


def _set_word(found: Found, clock: Clock) -> Sense | None:
    return Sense(found.value("set_word"), kind="SET", dated=False, reason="a repeated time")


def _clock_time(found: Found, clock: Clock) -> Sense | None:
    return Sense(_hour(found.text("clock")), kind="TIME", dated=False, reason="a time of day, no date")


READERS: Mapping[str, Reader] = MappingProxyType(
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
        "same_quarter": _same_quarter,
        "latest_quarter": _latest_quarter,
        "week_of_month": _week_of_month,
        "half_of_month": _half_of_month,
        "fiscal_code": _fiscal_code,
        "short_year": _short_year,
        "era": _era,
        "named_day": _named_day,
        "whole_year": _whole_year,
        "year_end": _year_end,
        "overnight": _overnight,
        "before_last": _before_last,
        "numbered_week": _numbered_week,
        "night_into": _night_into,
        "half_short": _half_short,
        "hours_ago": _hours_ago,
        "hours_stretch": _hours_stretch,
        "text_weekday": _text_weekday,
        "unit_then": _unit_then,
        "month_of_text": _month_of_text,
        "season": _season,
        "year": _plain_year,
        "year_in_passing": _year_in_passing,
        "years": _years,
        "decade": _decade,
        "century": _century,
        "deictic": _deictic,
        "shifted_daypart": _shifted_daypart,
        "weekday": _weekday,
        "weekday_past": _weekday_past,
        "shifted_weekday": _shifted_weekday,
        "weekday_of_week": _weekday_of_week,
        "shifted_unit": _shifted_unit,
        "unit_end": _unit_end,
        "weekend": _weekend,
        "week_of": _week_of,
        "ago": _ago,
        "ahead": _ahead,
        "half_ago": _half_ago,
        "half_length": _half_length,
        "turn_of_century": _turn_of_century,
        "vague_ago": _vague_ago,
        "in_units": _in_units,
        "stretch": _stretch,
        "vague_stretch": _vague_stretch,
        "vague": _vague,
        "holiday": _holiday,
        "anaphor": _anaphor,
        "then": _then,
        "length": _length,
        "short_length": _short_length,
        "vague_length": _vague_length,
        "every": _every,
        "every_named": _every_named,
        "set_word": _set_word,
        "clock": _clock_time,
    }
)
