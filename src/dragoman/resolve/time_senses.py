"""What a time expression can mean, what it is counted from, and the reckoning that its readers share."""

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
SHORT = {"decade": "E", "century": "C", "quarter": "Q", "weekend": "W", "fortnight": "W", "half": "Y"}


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


def as_sense(period: Period, basis: DateBasis = "relative", reason: str = "") -> Sense:
    """The sense of a calendar period."""
    return Sense(period.value, period.first, period.last, period.precision, basis, reason=reason)


def as_offset(unit: str, count: int) -> Sense:
    """The sense of so many units from an unknown day."""
    return Sense(periods.offset(unit, count), None, None, precision_of(unit), "offset", reason=NO_ANCHOR)


def precision_of(unit: str) -> Precision | None:
    """The precision of a unit that records know; None for a century."""
    coarse: dict[str, Precision | None] = {
        "weekend": "week",
        "fortnight": "week",
        "half": "year",
        "century": None,
    }
    fine: dict[str, Precision | None] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return (coarse | fine | {"year": "year", "decade": "decade"})[unit]


def counted(clock: Clock, unit: str, count: int, reason: str = "") -> Sense:
    """The period of that unit ``count`` units from the publication date."""
    if clock.anchor is None:
        return as_offset(unit, count)
    return as_sense(periods.around(unit, periods.step(unit, clock.anchor, count)), reason=reason)


def in_thirds(sense: Sense, found: Found, clock: Clock) -> Sense:
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


def timed(sense: Sense, found: Found) -> Sense:
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
    return hour_at(found.text("clock")) if "clock" in found else None


def hour_at(text: str) -> str | None:
    """The TIMEX3 time of a clock time such as "9:30 p.m."; None for an hour that does not exist."""
    digits = re.match(r"(\d{1,2})[:.]?(\d{2})?", text)
    assert digits is not None, "the shape of a clock time begins with a digit"
    hour, minute = int(digits[1]), int(digits[2] or 0)
    half = re.search(r"[ap](?=\.?m)", text.lower())
    if half:
        hour = hour % 12 + 12 * (half[0] == "p")
    return f"T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def year_named(found: Found, clock: Clock) -> tuple[int | None, bool]:
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
        return as_sense(ahead, reason="year not stated: the next, by the tense or by nearness")
    return as_sense(begun, reason="year not stated: the latest before publication")


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


def placed(found: Found, clock: Clock, make: Callable[[int], Period], yearless: str) -> Sense:
    """A part of the year in its stated, shifted or nearest year."""
    number, stated = year_named(found, clock)
    if number is not None:
        return as_sense(make(number), "stated" if stated else "relative")
    if "shift" in found:
        return Sense(yearless, basis="offset", reason=NO_ANCHOR)
    return _nearest(clock, make, yearless)


def share_of(period: Period, found: Found) -> Period:
    """The third of the period that "early", "mid" or "late" names; the whole without one."""
    share = _share(found)
    return periods.part(period, share) if share in THIRDS else period


def _share(found: Found) -> str | None:
    return next((found.value(atom) for atom in ("part", "part_noun") if atom in found), None)


def noted(sense: Sense, found: Found, note: str = "") -> Sense:
    """The sense with what its third and the note say added to the reason."""
    third = f"the {_share(found)} third of it" if _share(found) in THIRDS else ""
    return replace(sense, reason="; ".join(filter(None, (sense.reason, third, note))))


def shifted_part(
    found: Found, clock: Clock, make: Callable[[int], Period], yearless: str, precision: Precision
) -> Sense:
    """Last, this or next of a name: the latest that is over, the running one, the next to begin."""
    if clock.anchor is None:
        return Sense(yearless, precision=precision, basis="offset", reason=NO_ANCHOR)
    anchor, shift = clock.anchor, found.number("shift")
    years = range(max(anchor.year - 2, 1), min(anchor.year + 3, 9998))
    if shift == 0:
        running = [make(year) for year in years if make(year).first <= anchor <= make(year).last]
        return as_sense(running[0] if running else make(anchor.year))
    over = [period for period in map(make, years) if period.last < anchor]
    ahead = [period for period in map(make, years) if period.first > anchor]
    return as_sense(over[-1] if shift < 0 else ahead[0])


def ordinal_of(found: Found, atom: str) -> int:
    """The number of an ordinal in words or figures."""
    digits = re.sub(r"\D", "", found.text(atom))
    return int(digits) if digits else found.number(atom)


def unit_of(found: Found) -> str:
    """The unit that the form names."""
    return found.value("unit" if "unit" in found else "units")


def count_of(found: Found) -> tuple[str, int | None]:
    """The unit and the number of them; decades and centuries are counted in years, as people mean them."""
    unit, value = unit_of(found), found.value("number").replace(",", "")
    try:
        number = int(float(value))
    except (ValueError, OverflowError):
        return unit, None
    if unit in ("decade", "century"):
        return "year", number * (10 if unit == "decade" else 100)
    return unit, number


def halves_of(found: Found, sign: int = 1) -> tuple[str, int]:
    """ "Two and a half years" in a unit of which it holds a whole number."""
    unit, number = unit_of(found), found.number("number")
    finer, half = HALVES[unit]
    return finer, sign * half * (2 * number + 1)


def basis_of(clock: Clock) -> DateBasis:
    """Whether there is a day of publication to count from."""
    return "relative" if clock.anchor else "offset"


def one_of(found: Found) -> tuple[str, int]:
    """One unit; a decade is ten years, a century a hundred."""
    unit = unit_of(found)
    return ("year", {"decade": 10, "century": 100}[unit]) if unit in ("decade", "century") else (unit, 1)


def letter_of(unit: str) -> str:
    """The letter of a unit in a TIMEX3 length."""
    return periods.ISO_UNIT.get(unit) or SHORT[unit]
