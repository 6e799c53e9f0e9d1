"""How two countries are getting on, as the articles in the store tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any, Literal

from duckdb import DuckDBPyConnection

from dragoman.records import Factuality, VoiceKind
from dragoman.relate.breaks import Break, breaks
from dragoman.relate.incident import EVERY, Incident, Wanted, counted, incidents
from dragoman.relate.periods import ALL, Chosen, Period, Unit, following, series, start
from dragoman.relate.questions import ask, sql

MAKERS = 3
"""Incidents named at most as what made a change."""

ASKED = ("voices", "since", "until", "outlets")
"""What of a choice counts for statements, assessments and forecasts, too."""

SCORES = {"positive": 1.0, "neutral": 0.0, "mixed": 0.0, "negative": -1.0}


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of one about the other, or of anybody about both. ``side`` is who of the two speaks."""

    id: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    source: str | None
    side: str | None
    voice_kind: VoiceKind
    quote: str
    about: str
    stance: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A judgement of the relation between the two. ``words`` are those that tell it."""

    id: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    aspect: str
    direction: str | None
    contexts: tuple[str, ...]
    holder: str | None
    voice_kind: VoiceKind
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of level, and the incidents of its first period that did most to make it."""

    found: Break
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class StanceOf:
    """How one speaks of the other in a period: its statements' mean stance, -1 to 1, by kind of voice."""

    holder: str
    about: str
    voice_kind: VoiceKind
    period: date
    statements: int
    mean: float


@dataclass(frozen=True, slots=True)
class Stance:
    """The same over all periods. ``first`` and ``last`` are days on which statements were published."""

    holder: str
    about: str
    voice_kind: VoiceKind
    first: date
    last: date
    statements: int
    mean: float


@dataclass(frozen=True, slots=True)
class Named:
    """What stands between the two or brings them together, as often named: ``sources`` counts who names it.

    ``about`` are the contexts of the assessments, or the words where they have none.
    """

    aspect: str
    about: str
    sources: int
    assessments: tuple[AssessmentRow, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a text says may or will happen between two parties, and what followed.

    ``made`` is the day of publication; ``due`` the last day on which it should come about as the text tells,
    or a year after. ``forecasts.sql`` says when a like event followed, which ``incident`` names: the same
    type and actor, which need not be what was meant.
    """

    event: str
    document: str
    made: date
    due: date
    event_type: str
    factuality: Factuality
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    holder: str | None
    voice_kind: VoiceKind
    passage: str
    outcome: Literal["a like event followed", "not found", "open"]
    incident: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """Everything the store tells of two countries; lists are in order of time.

    ``periods`` are of both directions together; what counts in them is ``chosen``. ``total``
    counts the incidents told in any way, ``incidents`` are those of them that were asked for.
    """

    a: str
    b: str
    unit: Unit
    chosen: Chosen
    periods: tuple[Period, ...]
    changes: tuple[Change, ...]
    total: int
    incidents: tuple[Incident, ...]
    statements: tuple[StatementRow, ...]
    stances: tuple[StanceOf, ...]
    assessments: tuple[AssessmentRow, ...]
    obstacles: tuple[Named, ...]
    opportunities: tuple[Named, ...]
    forecasts: tuple[Forecast, ...]


def relation(  # noqa: PLR0913, PLR0917 (what can be asked)
    con: DuckDBPyConnection,
    a: str,
    b: str,
    unit: Unit = "month",
    chosen: Chosen = ALL,
    limit: int = EVERY,
    foremost: bool = False,
    told: tuple[Factuality, ...] = (),
) -> Relation:
    """What the store behind ``con`` tells of the countries ``a`` and ``b`` (ISO 3166-1 alpha-3).

    Of incidents at most ``limit`` are looked up: the latest, or with ``foremost`` those that most texts tell;
    with ``told`` only those told in one of these ways.
    """
    values = {name: value for name, value in chosen.values().items() if name in ASKED}
    pair = {"a": a, "b": b, **values}
    con.execute(f"CREATE OR REPLACE TEMP TABLE named AS {sql('named')}", {"a": a, "b": b}).fetchall()
    naming = con.execute("SELECT DISTINCT document FROM named ORDER BY document").fetchall()
    where = {"documents": [row[0] for row in naming]}
    said = tuple(StatementRow(**row) for row in ask(con, "statements", pair | where))
    judged = tuple(AssessmentRow(**_listed(row, "contexts")) for row in ask(con, "assessments", pair | where))
    periods = tuple(series(con, unit, (a, b), directed=False, chosen=chosen))
    found = [_change(con, (a, b), unit, chosen, one) for one in breaks([one.seen for one in periods])]
    wanted = Wanted(
        a,
        b,
        told,
        chosen.voices,
        chosen.since,
        chosen.until,
        limit=limit,
        foremost=foremost,
        contexts=chosen.contexts,
        private=chosen.private,
        sectors=chosen.sectors,
        outlets=chosen.outlets,
    )
    listed, total = counted(con, wanted)
    return Relation(
        a,
        b,
        unit,
        chosen,
        periods,
        tuple(found),
        total,
        tuple(listed),
        said,
        tuple(stances(said, unit)),
        judged,
        named(judged, "obstacle"),
        named(judged, "opportunity"),
        tuple(Forecast(**_listed(row, "actor", "recipient")) for row in ask(con, "forecasts", pair)),
    )


def _listed(row: dict[str, Any], *lists: str) -> dict[str, Any]:
    """The row with these of its lists as tuples."""
    return row | {name: tuple(row[name]) for name in lists}


def _change(
    con: DuckDBPyConnection, pair: tuple[str, str], unit: Unit, chosen: Chosen, found: Break
) -> Change:
    """The change with the incidents of its first period that lie farthest on its side."""
    last = following(found.period, unit) - timedelta(days=1)
    wanted = Wanted(
        *pair,
        chosen.factualities,
        chosen.voices,
        found.period,
        last,
        contexts=chosen.contexts,
        private=chosen.private,
        sectors=chosen.sectors,
        outlets=chosen.outlets,
    )
    scored = [one for one in incidents(con, wanted) if one.intensity is not None]
    side = 1 if found.after > found.before else -1
    scored.sort(key=lambda one: -side * (one.intensity or 0))
    return Change(found, tuple(scored[:MAKERS]))


def stances(said: Iterable[StatementRow], unit: Unit) -> list[StanceOf]:
    """The mean stance of each of the two toward the other, by kind of voice and period of publication."""
    groups: dict[tuple[str, str, VoiceKind, date], list[float]] = {}
    for key, day, score in _scored(said):
        groups.setdefault((*key, start(day, unit)), []).append(score)
    return [StanceOf(*key, len(scores), fmean(scores)) for key, scores in sorted(groups.items())]


def overall(said: Iterable[StatementRow]) -> list[Stance]:
    """The same over all periods, with the days of the first and the last statement."""
    groups: dict[tuple[str, str, VoiceKind], list[tuple[date, float]]] = {}
    for key, day, score in _scored(said):
        groups.setdefault(key, []).append((day, score))
    return [
        Stance(
            *key,
            min(day for day, _ in many),
            max(day for day, _ in many),
            len(many),
            fmean(score for _, score in many),
        )
        for key, many in sorted(groups.items())
    ]


def _scored(said: Iterable[StatementRow]) -> Iterator[tuple[tuple[str, str, VoiceKind], date, float]]:
    """Holder, other and voice of each statement of one of the two about the other, its day and score."""
    for row in said:
        if row.side and row.about != row.side and row.stance and row.published and "," not in row.about:
            yield (row.side, row.about, row.voice_kind), row.published, SCORES[row.stance]


def named(judged: Sequence[AssessmentRow], aspect: str) -> tuple[Named, ...]:
    """What is named as that, by how many sources: a holder, or else the outlet or the article itself."""
    groups: dict[str, list[AssessmentRow]] = {}
    for row in judged:
        if row.aspect == aspect:
            groups.setdefault(", ".join(row.contexts) or row.words.casefold(), []).append(row)
    found = (
        Named(aspect, about, len({row.holder or row.outlet or row.document for row in rows}), tuple(rows))
        for about, rows in groups.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.sources, one.about)))
