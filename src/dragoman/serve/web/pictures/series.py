"""How two actors get on: the index with its interval, changes of level, and incidents by quad below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from dragoman.relate.breaks import Break
from dragoman.relate.dyads import Change
from dragoman.relate.periods import QUADS, Period, Unit, following
from dragoman.serve.web.pictures import axes
from dragoman.serve.web.pictures.axes import Days, Numbers, Tick
from dragoman.serve.web.pictures.frame import NARROW, Frame, Sheet, nothing, px, rendered
from dragoman.serve.web.pictures.legend import Entry, Legend, placed
from dragoman.serve.web.pictures.words import (
    LINE,
    QUAD_WORDS,
    SIZE,
    counted,
    known,
    named,
    room,
    signed,
    told,
    untold,
)

LEFT, RIGHT = 36.0, 12.0
HIT = 22.0
"""Pixels to each side of a period that belong to it, where no other lies nearer."""
DASHES = ("7 4", "2 3", "9 3 2 3")
"""Of the overlaid lines: colour is not all that tells them apart."""
BOLD = SIZE * 1.1
"""Bold letters take more room."""
ROWS = 3
"""Of changes' numbers above the picture; what has no room there stands in the title of its period alone."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Another series of the same two, such as officials' word alone or an imported data set."""

    label: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """``periods`` are those with incidents, in order; the picture is as long as these and the overlays."""

    title: str
    unit: Unit
    periods: tuple[Period, ...]
    changes: tuple[Change | Break, ...] = ()
    overlays: tuple[Overlay, ...] = ()

    @property
    def extent(self) -> list[date]:
        """Every period that something is drawn in, in order."""
        drawn = (self.periods, *(one.periods for one in self.overlays))
        return sorted({one.period for periods in drawn for one in periods})


@dataclass(frozen=True, slots=True)
class Bar:
    quad: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of level: where its line stands, and its numbers if they have room."""

    x: float
    label: str
    at: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Hit:
    """The area that belongs to a period, and where it leads."""

    x: float
    width: float
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line in stretches: ``solid`` over periods that follow each other, ``gaps`` over those without."""

    solid: str
    gaps: str
    dots: tuple[tuple[float, float], ...]
    name: str = "pic-index"
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that the template writes, in pixels."""

    days: Days
    level: Numbers
    counts: Numbers
    counted: tuple[tuple[float, str], ...]
    ticks: tuple[Tick, ...]
    band: str
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    hits: tuple[Hit, ...]
    legend: Legend
    per: str
    fine: str


def draw(series: Series, link: Callable[[date], str] | None = None, frame: Frame | None = None) -> Markup:
    """The picture; ``link`` gives the address of a period, and without it nothing is a link."""
    frame = frame or Frame(ident="series")
    if not series.extent:
        return nothing(frame, series.title, "There is no incident with a date to draw.")
    drawn = _drawn(series, link, frame)
    sheet = Sheet(series.title, _told(series), drawn.legend.bottom + 6, drawn)
    return rendered("series.svg.jinja", frame, sheet)


def _drawn(series: Series, link: Callable[[date], str] | None, frame: Frame) -> Drawn:
    narrow = frame.width <= NARROW * 1.5
    days = axes.days(series.extent, series.unit, LEFT, frame.width - RIGHT)
    marks, rows = _marks(series, days)
    top = LINE + 4 + rows * LINE
    level = Numbers(-10, 10, top, top + (170 if narrow else 230))
    counts = _numbers(series.periods, level.bottom + 2 * LINE, 110 if narrow else 130)
    overlays = [
        _line(one.periods, series.unit, days, level, _look(at)) for at, one in enumerate(series.overlays)
    ]
    return Drawn(
        days,
        level,
        counts,
        _count_ticks(counts),
        axes.ticks(days, series.unit),
        _band(series, days, level),
        (_line(series.periods, series.unit, days, level), *overlays),
        _bars(series, days, counts),
        marks,
        _hits(series, days, link),
        placed(_entries(series), LEFT, frame.width - RIGHT, counts.bottom + 2 * LINE + 8),
        "" if narrow else f" by {series.unit}",
        " pic-fine" if _crowded(series.periods, days) else "",
    )


def _crowded(periods: Sequence[Period], days: Days) -> bool:
    """Whether there is no room for a dot at each period."""
    return len(periods) * 9 > days.right - days.left


def _numbers(periods: Sequence[Period], top: float, height: float) -> Numbers:
    """The axis of counts: cooperation upward, conflict downward, on one scale."""
    up = max((one.verbal_cooperation + one.material_cooperation for one in periods), default=0)
    down = max((one.verbal_conflict + one.material_conflict for one in periods), default=0)
    room = height / (max(up, 1) + max(down, 1))
    size = axes.steps(max(up, down, 1), room * max(up, down, 1))
    return Numbers(-size * -(-max(down, 1) // size), size * -(-max(up, 1) // size), top, top + height)


def _count_ticks(counts: Numbers) -> tuple[tuple[float, str], ...]:
    """Height and number of the ticks of counts; conflict's numbers have no sign."""
    most = max(counts.greatest, -counts.least)
    room = (counts.bottom - counts.top) * most / (counts.greatest - counts.least)
    size = axes.steps(int(most), room)
    values = range(int(counts.least), int(counts.greatest) + 1)
    return tuple((counts.y(value), f"{abs(value):,}") for value in values if value % size == 0)


def _runs(periods: Sequence[Period], unit: Unit) -> list[list[Period]]:
    """The periods with an index, in stretches in which none is missing."""
    found: list[list[Period]] = []
    for one in periods:
        if known(one.index) is None:
            continue
        if found and following(found[-1][-1].period, unit) == one.period:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _line(
    periods: Sequence[Period],
    unit: Unit,
    days: Days,
    level: Numbers,
    look: tuple[str, str] = ("pic-index", ""),
) -> Line:
    within = [one for one in periods if days.first <= one.period < days.end]
    runs = [
        [(days.middle(one.period, unit), level.y(one.index)) for one in run] for run in _runs(within, unit)
    ]
    solid = "".join(_path(run) for run in runs if len(run) > 1)
    gaps = "".join(_path([before[-1], after[0]]) for before, after in pairwise(runs))
    every = [point for run in runs for point in run]
    dots = [run[0] for run in runs if len(run) == 1] if _crowded(within, days) else every
    return Line(solid, gaps, tuple(dots), *look)


def _look(at: int) -> tuple[str, str]:
    """Class and dash of an overlaid line."""
    return f"pic-overlay-{at % len(DASHES) + 1}", DASHES[at % len(DASHES)]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{px(x)} {px(y)}" for x, y in points)


def _band(series: Series, days: Days, level: Numbers) -> str:
    """The interval, from the start of each stretch to its end: nothing is told of what lies between."""
    found = ""
    for run in _runs(series.periods, series.unit):
        run = [one for one in run if known(one.low) is not None and known(one.high) is not None]  # noqa: PLW2901
        if run:
            found += _path(_edge(run, series.unit, days, level)) + "Z"
    return found


def _edge(run: Sequence[Period], unit: Unit, days: Days, level: Numbers) -> list[tuple[float, float]]:
    xs = [days.x(run[0].period), *(days.middle(one.period, unit) for one in run)]
    xs.append(max(2 * xs[-1] - days.x(run[-1].period), xs[0] + 2))
    upper = [level.y(one.high) for one in (run[0], *run, run[-1])]
    lower = [level.y(one.low) for one in (run[0], *run, run[-1])]
    return [*zip(xs, upper, strict=True), *zip(xs[::-1], lower[::-1], strict=True)]


def _bars(series: Series, days: Days, counts: Numbers) -> tuple[Bar, ...]:
    found = []
    for one in series.periods:
        middle = days.middle(one.period, series.unit)
        width = min(max(1.8 * (middle - days.x(one.period)), 1.2), 64)
        for sign, quads in ((1, QUADS[:2]), (-1, QUADS[2:])):
            base = 0
            for quad in reversed(quads):  # what was done stands at the line, what was said beyond it
                if number := sign * getattr(one, quad):
                    top, bottom = sorted((counts.y(base), counts.y(base + number)))
                    found.append(Bar(quad, middle - width / 2, top, width, bottom - top))
                    base += number
    return tuple(found)


def _breaks(series: Series) -> list[Break]:
    return [one.found if isinstance(one, Change) else one for one in series.changes]


def _marks(series: Series, days: Days) -> tuple[tuple[Mark, ...], int]:
    """The changes with their numbers in the first row that has room, and how many rows that takes."""
    free: list[float] = []
    found = []
    for one in sorted(_breaks(series), key=lambda one: one.period):
        if not days.first <= one.period < days.end:
            continue
        label = f"{signed(one.before)} → {signed(one.after)}"
        x, width = days.x(one.period), room(label, BOLD)
        at = min(max(x + 4, days.left), days.right - width)
        row = next((i for i, end in enumerate(free) if end < at), len(free))
        if row < ROWS:
            free[row : row + 1] = [at + width + 6]
        y = LINE * (1.75 + row) if row < ROWS else None
        found.append(Mark(x, label, at, y))
    return tuple(found), len(free)


def _changed(one: Break, unit: Unit) -> str:
    return f"Level changes from {signed(one.before)} to {signed(one.after)} in {named(one.period, unit)}."


def _hits(series: Series, days: Days, link: Callable[[date], str] | None) -> tuple[Hit, ...]:
    """An area for each period, from halfway to the one before to halfway to the next, and not too far.

    What only an overlay has an incident in leads nowhere: no incident of it is listed.
    """
    middles = [days.middle(period, series.unit) for period in series.extent]
    own = {one.period: one for one in series.periods}
    changed = {one.period: _changed(one, series.unit) for one in _breaks(series)}
    found = []
    for at, period in enumerate(series.extent):
        x = middles[at]
        reach = max(HIT, x - days.x(period))
        left = max(x - reach, (x + middles[at - 1]) / 2 if at else days.left - 6)
        right = min(x + reach, (x + middles[at + 1]) / 2 if at + 1 < len(middles) else days.right + 6)
        besides = [*_beside(series, period), *([changed[period]] if period in changed else [])]
        one = own.get(period)
        title = told(one, series.unit, besides) if one else untold(period, series.unit, besides)
        found.append(Hit(left, right - left, title, link(period) if link and one else None))
    return tuple(found)


def _beside(series: Series, period: date) -> list[str]:
    found = ((one.label, other) for one in series.overlays for other in one.periods if other.period == period)
    return [f"{label}: {signed(other.index)}, {counted(other.incidents)}." for label, other in found]


def _entries(series: Series) -> list[Entry]:
    kinds = [Entry("bar", f"pic-{quad}", QUAD_WORDS[quad]) for quad in QUADS]
    overlays = [_entry(at, one) for at, one in enumerate(series.overlays)]
    changes = [Entry("mark", "pic-change", "change of level, before → after")] if series.changes else []
    own = [Entry("line", "pic-index", "index"), Entry("band", "pic-band", "95 % interval")]
    return [*own, *overlays, *changes, *kinds]


def _entry(at: int, overlay: Overlay) -> Entry:
    """Of an overlay; one without anything to draw is told of, lest it be looked for."""
    name, dash = _look(at)
    if not overlay.periods:
        return Entry("none", name, f"{overlay.label}: no incidents")
    return Entry("line", name, overlay.label, dash)


def _told(series: Series) -> str:
    """The picture in words."""
    first, last = series.extent[0], series.extent[-1]
    ends = [f"The index stands at {signed(series.periods[-1].index)} at the end."] if series.periods else []
    unit = series.unit
    found = [
        f"From {named(first, unit)} to {named(last, unit)}, {_counted(series.periods, unit)}.",
        *ends,
        *(_changed(one, series.unit) for one in _breaks(series)),
        *(f"Beside it: {one.label}, {_counted(one.periods, series.unit)}." for one in series.overlays),
    ]
    return " ".join(found)


def _counted(periods: Sequence[Period], unit: Unit) -> str:
    if not periods:
        return "no incidents"
    told = counted(sum(one.incidents for one in periods))
    return f"{told} in {counted(len(periods), 'period')} by {unit}"
