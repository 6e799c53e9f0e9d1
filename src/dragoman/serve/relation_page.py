"""The relation of two countries as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.knowledge.actors import load
from dragoman.relate import Incident, Period, Relation
from dragoman.relate.dyads import AssessmentRow, Change, Forecast, Named, Stance, StatementRow, overall
from dragoman.relate.incident import Report
from dragoman.relate.periods import QUADS, Unit, following
from dragoman.serve import words
from dragoman.serve.question import phrases
from dragoman.serve.sheet import clip, record_table

BARS = "▁▂▃▄▅▆▇█"
ABOUT = {"happened": "whether", "what": "what", "who": "who", "how many": "how many"}
"""On what reports differ, as it is shown."""
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
        Text(f"{load().state(found.a)} and {load().state(found.b)}", style="bold"),
        Text(counting(found), style="dim"),
        _trend(found),
        _periods(found, limit, beside),
        _table(
            "Changes of level (mean score of a stretch)",
            ("since", "from", "to", "made by"),
            map(_change, found.changes),
        ),
        _table(
            titled("Incidents", found.total, limit),
            ("when", "direction", "type", "factuality", "texts", "voice", "passage", "id"),
            (incident_row(one, found) for one in found.incidents[last]),
        ),
        _table(
            "How each speaks of the other",
            ("who", "of", "voice", "first", "last", "statements", "mean stance"),
            map(_stance, overall(found.statements)),
        ),
        *_said(found, last, limit),
        _table(
            "Obstacles and opportunities",
            ("aspect", "about", "sources", "passage", "id"),
            map(_named, (*found.obstacles, *found.opportunities)),
        ),
        _table(
            titled("Other assessments", len(_other(found)), limit),
            ("when", "aspect", "direction", "voice", "passage", "id"),
            map(_assessment, _other(found)[last]),
        ),
        _table(
            titled("Forecasts", len(found.forecasts), limit),
            ("made", "due", "type", "direction", "voice", "passage", "outcome", "id"),
            (_forecast(one, found) for one in found.forecasts[last]),
        ),
    )


def titled(kind: str, total: int, limit: int) -> str:
    """The title of a table, with how many there are where not all are shown."""
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


def counting(found: Relation) -> str:
    """What counts, in words: factualities, voices, contexts, sectors, outlets, days."""
    chosen = found.chosen
    given = {
        "factuality": chosen.factualities,
        "voice": chosen.voices,
        "context": chosen.contexts,
        "sector": chosen.sectors,
        "outlet": chosen.outlets,
        "private": ("true",) if chosen.private else (),
        "since": (str(chosen.since),) if chosen.since else (),
        "until": (str(chosen.until),) if chosen.until else (),
    }
    return f"counted: incidents {'; '.join(phrases(given))}"


def _trend(found: Relation) -> RenderableType:
    if not found.periods:
        return Text("No incident with a date counts", style="dim")
    last, unit = found.periods[-1], found.unit
    total = sum(one.incidents for one in found.periods)
    return Text(
        f"index {last.index:+.1f} (95 %: {last.low:+.1f} to {last.high:+.1f}) in {name(last.period, unit)}, "
        f"{words.plural(total, 'incident')} since {name(found.periods[0].period, unit)}\n"
        f"{sparkline(found.periods, unit)}\n"
        f"the index by {unit} up to {name(last.period, unit)}: ▁ -10, all conflict, to █ +10; · no incident"
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


SHORT = {
    "verbal_cooperation": "verbal coop.",
    "material_cooperation": "mat. coop.",
    "verbal_conflict": "verbal conf.",
    "material_conflict": "mat. conf.",
}


def _periods(found: Relation, limit: int, beside: Sequence[Period]) -> RenderableType:
    """The periods of either side; what is dated less precisely than a period is in none."""
    own, other = ({one.period: one for one in side} for side in (found.periods, beside))
    periods = sorted(own.keys() | other.keys())
    title = titled(f"By {found.unit}", len(periods), limit)
    if not periods:
        return Text(f"{title}: none", style="dim")
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(found.unit, no_wrap=True)
    more = ("beside", "its index") if beside else ()
    for column in (*(SHORT[quad] for quad in QUADS), "incidents", "intensity", "index", "low", "high", *more):
        table.add_column(column, justify="right")
    for period in periods[-limit if limit else None :]:
        one, seen = own.get(period), other.get(period)
        counts = (str(getattr(one, quad) or "·") if one else "·" for quad in QUADS)
        scores = (one.intensity, one.index, one.low, one.high) if one else (None,) * 4
        shown = (f"{value:.1f}" if value is not None else "—" for value in scores)
        rest = ((str(seen.incidents), f"{seen.index:.1f}") if seen else ("·", "—")) if beside else ()
        table.add_row(name(period, found.unit), *counts, str(one.incidents) if one else "·", *shown, *rest)
    return table


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
        _voice(tying(one, found)),
        clip(tying(one, found).passage, keep=tying(one, found).words),
        short(one.id),
    )


def tying(one: Incident, found: Relation) -> Report:
    """The first report that tells it of the two, none of its others where one does."""
    pair = {found.a, found.b}
    both = (
        each
        for each in one.reports
        if pair <= {*each.actor, *each.recipient} and each.factuality == one.factuality
    )
    return next(
        both, next((each for each in one.reports if pair <= {*each.actor, *each.recipient}), one.first)
    )


def when(one: Incident) -> str:
    """Its days; where no text tells them, when it was first reported."""
    if one.day_from is None or one.day_to is None:
        return words.UNKNOWN
    days = str(one.day_from) if one.day_from == one.day_to else f"{one.day_from} to {one.day_to}"
    return days if one.day_told else f"reported {days}"


def factuality(one: Incident) -> str:
    """How most texts tell it, and over what they differ."""
    differ = ", ".join(dict.fromkeys(ABOUT[each.about] for each in one.disagreements))
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


def _stance(one: Stance) -> Sequence[str]:
    """How one speaks of the other with a kind of voice, over all days."""
    days = (str(one.first), str(one.last))
    return (one.holder, one.about, one.voice_kind, *days, str(one.statements), f"{one.mean:+.2f}")


def _said(found: Relation, last: slice, limit: int) -> Iterable[RenderableType]:
    """The statements, by whose voice they are."""
    kinds = dict.fromkeys(row.voice_kind for row in found.statements)
    for kind in kinds:
        rows = _joined([row for row in found.statements if row.voice_kind == kind])
        yield _table(
            titled(f"Statements, {kind}", len(rows), limit),
            ("when", "source", "about", "quote", "words", "id"),
            map(_statement, rows[last]),
        )
    if not kinds:
        yield _table("Statements", (), ())


def _joined(rows: Sequence[StatementRow]) -> list[list[StatementRow]]:
    """The rows of each statement together, which has one for each of the two that it speaks of."""
    groups: dict[str, list[StatementRow]] = {}
    for row in rows:
        groups.setdefault(row.id, []).append(row)
    return list(groups.values())


def _statement(rows: Sequence[StatementRow]) -> Sequence[str]:
    row = rows[0]
    return (
        str(row.published or words.UNKNOWN),
        words.flat(row.source) if row.source else words.UNKNOWN,
        "; ".join(dict.fromkeys(f"{one.about}: {one.stance}" if one.stance else one.about for one in rows)),
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
