"""The relation of two countries as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.relate import Incident, Period, Relation
from dragoman.relate.dyads import AssessmentRow, Change, Forecast, Named, StanceOf, StatementRow
from dragoman.relate.incident import Report
from dragoman.relate.periods import QUADS, Unit, following
from dragoman.serve import words
from dragoman.serve.sheet import clip, record_table

BARS = "▁▂▃▄▅▆▇█"
WIDEST = 100
"""Periods that a sparkline shows at most: the latest."""
CUT = 12
"""First characters of an id that are printed: they do for ``dragoman why`` and ``dragoman incidents``."""


def relation_page(found: Relation, limit: int = 0, beside: Sequence[Period] = ()) -> RenderableType:
    """Everything of a relation: trend, changes, incidents, statements by voice, obstacles, forecasts.

    Of each kind at most the last ``limit`` are shown, all when it is 0; the title counts all. ``beside`` are
    the periods of another data set, shown in the table of periods.
    """
    last = slice(-limit if limit else None, None)
    return Group(
        Text(f"{found.a} and {found.b}", style="bold"),
        _trend(found),
        _periods(found, limit, beside),
        _table("Changes of level", ("since", "from", "to", "made by"), map(_change, found.changes)),
        _table(
            _titled("Incidents", found.total, limit),
            ("when", "direction", "type", "factuality", "texts", "voice", "passage", "id"),
            (incident_row(one, found) for one in found.incidents[last]),
        ),
        _table(
            "How each speaks of the other",
            ("who", "of", "voice", "since", "until", "statements", "mean stance"),
            _stances(found.stances),
        ),
        *_said(found, last, limit),
        _table(
            "Obstacles and opportunities",
            ("aspect", "about", "sources", "passage", "id"),
            map(_named, (*found.obstacles, *found.opportunities)),
        ),
        _table(
            _titled("Other assessments", len(_other(found)), limit),
            ("when", "aspect", "direction", "voice", "passage", "id"),
            map(_assessment, _other(found)[last]),
        ),
        _table(
            _titled("Forecasts", len(found.forecasts), limit),
            ("made", "due", "type", "direction", "voice", "passage", "outcome", "id"),
            (_forecast(one, found) for one in found.forecasts[last]),
        ),
    )


def _titled(kind: str, total: int, limit: int) -> str:
    return f"{kind}, the last of {total}" if limit and total > limit else kind


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    return record_table(title, columns, rows)


# ---- trend ----------------------------------------------------------------------------------------


def sparkline(periods: Sequence[Period], unit: Unit) -> str:
    """The index from the first period to the last as a row of bars, a point where nothing happened."""
    known = {one.period: one.index for one in periods}
    shown: list[str] = []
    period = periods[0].period
    while period <= periods[-1].period:
        shown.append(_bar(known[period]) if period in known else "·")
        period = following(period, unit)
    return "".join(shown[-WIDEST:])


def _bar(index: float) -> str:
    return BARS[min(len(BARS) - 1, int((index + 10) / 20 * len(BARS)))]


def _trend(found: Relation) -> RenderableType:
    counted = " or ".join(one.replace("_", " ") for one in found.chosen.factualities)
    if not found.periods:
        return Text(f"No incidents with a date ({counted})", style="dim")
    last = found.periods[-1]
    total = sum(one.incidents for one in found.periods)
    return Text(
        f"index {last.index:+.1f} ({last.low:+.1f} to {last.high:+.1f}) in {name(last.period, found.unit)}, "
        f"{words.plural(total, 'incident')} ({counted}) since {name(found.periods[0].period, found.unit)}\n"
        f"{sparkline(found.periods, found.unit)}  by {found.unit}, ▁ -10 to █ +10"
    )


def name(period: date, unit: Unit) -> str:
    """A period as people write it: 2019, 2019-Q2, 2019-04, and days and weeks by their first day."""
    match unit:
        case "year":
            return str(period.year)
        case "quarter":
            return f"{period.year}-Q{(period.month + 2) // 3}"
        case "month":
            return f"{period:%Y-%m}"
        case _:
            return str(period)


def _periods(found: Relation, limit: int, beside: Sequence[Period]) -> RenderableType:
    other = {one.period: one for one in beside}
    title = _titled(f"By {found.unit}", len(found.periods), limit)
    table = Table(title=title, title_justify="left", title_style="bold")
    columns = (*(quad.replace("_", " ") for quad in QUADS), "incidents", "intensity", "index", "low", "high")
    for column in (found.unit, *columns, *(("beside", "its index") if beside else ())):
        table.add_column(column, justify="left" if column == found.unit else "right")
    for one in found.periods[-limit if limit else None :]:
        counts = (str(getattr(one, quad) or "·") for quad in QUADS)
        scores = (f"{value:.1f}" if value is not None else "—" for value in (one.intensity, *_level(one)))
        seen = other.get(one.period)
        more = ((str(seen.incidents), f"{seen.index:.1f}") if seen else ("·", "·")) if beside else ()
        table.add_row(name(one.period, found.unit), *counts, str(one.incidents), *scores, *more)
    return table if found.periods else Text(f"{title}: none", style="dim")


def _level(one: Period) -> tuple[float, float, float]:
    return one.index, one.low, one.high


def _change(one: Change) -> Sequence[str]:
    made = (f"{short(i.id)} {i.event_type}: {clip(i.first.passage, 60)}" for i in one.incidents)
    return (str(one.found.period), f"{one.found.before:+.1f}", f"{one.found.after:+.1f}", "\n".join(made))


# ---- records --------------------------------------------------------------------------------------


def short(key: str) -> str:
    """The first characters of an id."""
    return key[:CUT]


def incident_row(one: Incident, found: Relation) -> Sequence[str]:
    """One incident of a relation in a line."""
    return (
        when(one),
        direction(one.reports, found),
        one.event_type,
        factuality(one),
        str(one.texts),
        _voice(one.first),
        clip(one.first.passage, keep=one.first.words),
        short(one.id),
    )


def when(one: Incident) -> str:
    """Its days; where no text tells them, when it was first reported."""
    if one.day_from is None or one.day_to is None:
        return words.UNKNOWN
    days = str(one.day_from) if one.day_from == one.day_to else f"{one.day_from} to {one.day_to}"
    return days if one.day_told else f"reported {days}"


def factuality(one: Incident) -> str:
    """How most texts tell it, and over what they differ."""
    differ = ", ".join(dict.fromkeys(each.about for each in one.disagreements))
    told = one.factuality.replace("_", " ")
    return f"{told} (reports differ: {differ})" if differ else told


def direction(told: Iterable[Report | Forecast], found: Relation) -> str:
    """Who of the two acts on whom, as the reports tell it."""
    told = list(told)
    forth = any(found.a in one.actor and found.b in one.recipient for one in told)
    back = any(found.b in one.actor and found.a in one.recipient for one in told)
    return f"{found.a} {'↔' if forth and back else '→' if forth else '←'} {found.b}"


def _voice(one: Report | AssessmentRow | Forecast) -> str:
    """On whose word it is: the kind, and who it is where it is not the author."""
    return f"{one.voice_kind}: {words.flat(one.holder)}" if one.holder else one.voice_kind


def _stances(found: Sequence[StanceOf]) -> Iterable[Sequence[str]]:
    """One line for each holder and voice over all periods."""
    groups: dict[tuple[str, str, str], list[StanceOf]] = {}
    for one in found:
        groups.setdefault((one.holder, one.about, one.voice_kind), []).append(one)
    for key, many in groups.items():
        count = sum(one.statements for one in many)
        mean = sum(one.mean * one.statements for one in many) / count
        yield (*key, str(many[0].period), str(many[-1].period), str(count), f"{mean:+.2f}")


def _said(found: Relation, last: slice, limit: int) -> Iterable[RenderableType]:
    """The statements, by whose voice they are."""
    kinds = dict.fromkeys(row.voice_kind for row in found.statements)
    for kind in kinds:
        rows = [row for row in found.statements if row.voice_kind == kind]
        yield _table(
            _titled(f"Statements, {kind}", len(rows), limit),
            ("when", "source", "about", "stance", "quote", "words", "id"),
            map(_statement, rows[last]),
        )
    if not kinds:
        yield _table("Statements", (), ())


def _statement(row: StatementRow) -> Sequence[str]:
    return (
        str(row.published or words.UNKNOWN),
        words.flat(row.source) if row.source else words.UNKNOWN,
        row.about,
        row.stance or "—",
        row.quote,
        clip(row.content or ""),
        short(row.id),
    )


def _named(one: Named) -> Sequence[str]:
    latest = one.assessments[-1]
    return (
        one.aspect,
        one.about,
        str(one.sources),
        clip(latest.evidence, keep=latest.words),
        short(latest.id),
    )


def _other(found: Relation) -> Sequence[AssessmentRow]:
    return [row for row in found.assessments if row.aspect not in ("obstacle", "opportunity")]


def _assessment(row: AssessmentRow) -> Sequence[str]:
    return (
        str(row.published or words.UNKNOWN),
        row.aspect,
        row.direction or "—",
        _voice(row),
        clip(row.evidence, keep=row.words),
        short(row.id),
    )


def _forecast(one: Forecast, found: Relation) -> Sequence[str]:
    outcome = f"{one.outcome}: {short(one.incident)}" if one.incident else one.outcome
    return (
        str(one.made),
        str(one.due),
        one.event_type,
        direction([one], found),
        _voice(one),
        clip(one.passage),
        outcome,
        short(one.event),
    )
