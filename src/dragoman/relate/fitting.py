"""Incidents as those of their reports tell them that fit what is asked, and whether they count.

An incident is listed because one of its reports is an official's, or stands in a certain newspaper: what is
shown of it must then be that report, and not whichever came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from duckdb import DuckDBPyConnection

from dragoman.records import Factuality
from dragoman.relate.incident import REPORTING, Incident, Report, Wanted, told_as
from dragoman.relate.periods import Unit
from dragoman.relate.questions import ask

Uncounted = Literal["factuality", "day", "period"]
"""Why an incident does not count: it is told in other ways, it has no day, its day lies in no one period."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts: incidents told in these ways; with ``unit`` those alone that lie in one such period."""

    factualities: tuple[Factuality, ...]
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as the reports that fit tell it.

    ``report`` is the first of them; ``others`` counts the reports of the incident besides it. ``uncounted``
    says why it does not count, None where it does or nothing is counted.
    """

    incident: Incident
    report: Report
    factuality: Factuality
    others: int
    uncounted: Uncounted | None = None


def told(
    con: DuckDBPyConnection, wanted: Wanted, found: Sequence[Incident], counting: Counting | None = None
) -> list[Told]:
    """The incidents found by what was wanted, each as those of its reports tell it that fit."""
    unit = counting.unit if counting else None
    # those that deny it have a say in what counts, whichever factuality is asked for
    placed = _fitting(con, replace(wanted, factualities=()), found, unit or "day")
    return [_told(one, placed.get(one.id, {}), wanted.factualities, counting) for one in found]


def _fitting(
    con: DuckDBPyConnection, wanted: Wanted, found: Sequence[Incident], unit: Unit
) -> dict[str, dict[str, bool]]:
    """By incident the events that fit, each with whether its day lies in one period."""
    ids = [one.id for one in found]
    documents = [row[0] for row in con.execute(REPORTING, [ids]).fetchall()]
    names = ("a", "b", "factualities", "voices", "contexts", "outlets", "sectors", "left_out")
    values = {name: value for name, value in wanted.values().items() if name in names}
    values |= {"incidents": ids, "documents": documents, "unit": unit}
    placed: dict[str, dict[str, bool]] = {}
    for row in ask(con, "incident_fitting", values):
        placed.setdefault(row["incident"], {})[row["event"]] = row["placed"]
    return placed


def _told(
    one: Incident, placed: dict[str, bool], asked: Sequence[Factuality], counting: Counting | None
) -> Told:
    fitting = [each for each in one.reports if each.event in placed] or list(one.reports)
    shown = [each for each in fitting if not asked or each.factuality in asked] or fitting
    return Told(
        one,
        shown[0],
        told_as(shown),
        len({each.document for each in one.reports} - {shown[0].document}),
        _uncounted(fitting, placed, counting) if counting else None,
    )


def _uncounted(fitting: Sequence[Report], placed: dict[str, bool], counting: Counting) -> Uncounted | None:
    """As in `dyad_series`: at least as many texts must tell it as deny it, on a day of one period."""
    ways = counting.factualities
    tell = [one for one in fitting if one.factuality in ways]
    deny = [one for one in fitting if one.factuality == "did_not_happen" not in ways]
    if not tell or len({one.document for one in tell}) < len({one.document for one in deny}):
        return "factuality"
    if counting.unit is None or any(placed.get(one.event) for one in tell):
        return None
    return "period" if any(one.day_from for one in tell) else "day"
