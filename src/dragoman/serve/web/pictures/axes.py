"""Axes: days from left to right, numbers from bottom to top, and where their ticks stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.relate.periods import Unit, following, start
from dragoman.serve.web.pictures.words import MONTHS

Kind = Literal["day", "week", "month", "year"]
STEPS: tuple[tuple[Kind, int, float], ...] = (
    ("day", 1, 52), ("day", 2, 52), ("week", 1, 52), ("week", 2, 52), ("month", 1, 38), ("month", 3, 38),
    ("month", 6, 38), *(("year", years, 44.0) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip
"""What ticks stand at, and the pixels that one takes with its words."""
FINEST: dict[Unit, int] = {"day": 0, "week": 2, "month": 4, "quarter": 5, "year": 7}
"""The first step that is no shorter than a period."""


@dataclass(frozen=True, slots=True)
class Tick:
    """``year`` stands below the label where it is the first of its year."""

    x: float
    label: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the day after the last, in pixels."""

    first: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * (self.right - self.left) / (self.end - self.first).days

    def middle(self, period: date, unit: Unit) -> float:
        return (self.x(period) + self.x(_after(period, unit))) / 2


@dataclass(frozen=True, slots=True)
class Numbers:
    """From the least at the bottom to the greatest at the top; what lies beyond stands at the edge."""

    least: float
    greatest: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        part = (min(max(value, self.least), self.greatest) - self.least) / (self.greatest - self.least)
        return self.bottom - part * (self.bottom - self.top)


def days(periods: list[date], unit: Unit, left: float, right: float) -> Days:
    """The axis over whole periods, of which there is one at least."""
    return Days(min(periods), _after(max(periods), unit), left, right)


def _after(period: date, unit: Unit) -> date:
    """The first day of the next period, or the last day of the calendar."""
    try:
        return following(period, unit)
    except OverflowError:
        return date.max


def ticks(axis: Days, unit: Unit) -> tuple[Tick, ...]:
    """As many as have room, each in the middle of the period that begins there."""
    room = axis.right - axis.left
    for kind, step, width in STEPS[FINEST[unit] :]:
        per = {"day": 1, "week": 7, "month": 30.4, "year": 365.25}[kind] * step
        if (axis.end - axis.first).days / per * width <= room:
            break
    found: list[Tick] = []
    before = 0
    for day in _stops(axis, kind, step):
        year = str(day.year) if kind != "year" and day.year != before else ""
        found.append(Tick(axis.middle(day, unit), _label(day, kind, step, unit), year))
        before = day.year
    return tuple(found)


def _label(day: date, kind: Kind, step: int, unit: Unit) -> str:
    if kind == "year":
        return str(day.year)
    if kind == "month":
        return f"Q{(day.month + 2) // 3}" if unit == "quarter" and step < 12 else MONTHS[day.month - 1][:3]
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _stops(axis: Days, kind: Kind, step: int) -> Iterator[date]:
    day = start(axis.first, kind)
    while day < axis.end:
        if day >= axis.first and _counts(day, kind, step):
            yield day
        if day > date.max - timedelta(days=400):
            return
        day = following(day, kind)


def _counts(day: date, kind: Kind, step: int) -> bool:
    """Every ``step``-th, counted so that the round ones are among them."""
    match kind:
        case "day":
            return day.toordinal() % step == 0
        case "week":
            return day.toordinal() // 7 % step == 0
        case "month":
            return (day.month - 1) % step == 0
        case "year":
            return day.year % step == 0


def steps(most: int, room: float) -> int:
    """The distance of round ticks for counts up to ``most`` with a tick every 26 pixels at most."""
    allowed = max(1, int(room // 26))
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= allowed * size * factor:
                return size * factor
        size *= 10
