"""What was foretold of two parties, kept with its date, and whether it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duckdb import DuckDBPyConnection

from dragoman.records import Factuality, VoiceKind
from dragoman.relate.incidents import Incident, Report, Wanted, incidents
from dragoman.relate.series import Chosen

FORETOLD: tuple[Factuality, ...] = ("planned", "possible", "conditional")
HAPPENED: tuple[Factuality, ...] = ("happened", "ongoing")

HORIZON = timedelta(days=365)
"""How long a forecast without a day of its own is looked after."""
GRACE = timedelta(days=14)
"""How much later than foretold it may come about."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a text says may or will happen between two parties.

    ``made`` is the day of publication; ``due`` the last day on which it should come about, as the text tells, or a
    year after. ``outcome``: it came about (``incident`` tells where), it did not in that time, or it is open, as the
    store has no article of a later day.
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
    outcome: Literal["came about", "did not come about", "open"]
    incident: str | None


def forecasts(con: DuckDBPyConnection, a: str, b: str, chosen: Chosen) -> tuple[Forecast, ...]:
    """The forecasts of events between ``a`` and ``b``, in the order in which they were made; copies make none."""
    voiced = Wanted(a, b, FORETOLD, chosen.voices, None, chosen.until)
    foretold = incidents(con, voiced)
    done = incidents(con, Wanted(a, b, HAPPENED))
    row = con.execute("SELECT max(published) FROM documents").fetchone()
    latest: date | None = row[0] if row else None
    made = [_forecasts(one, done, latest, chosen.since) for one in foretold]
    return tuple(sorted((one for found in made for one in found), key=lambda one: (one.made, one.event)))


def _forecasts(
    foretold: Incident, done: list[Incident], latest: date | None, since: date | None
) -> list[Forecast]:
    """One forecast for each report of its own that foretells the incident."""
    found = []
    for report in foretold.reports:
        if report.factuality not in FORETOLD or report.copied or report.published is None:
            continue
        if since is not None and report.published < since:
            continue
        told = (
            report.day_to if report.day_told and report.day_to and report.day_to >= report.published else None
        )
        due = told or report.published + HORIZON
        came = _came_about(foretold, done, report.published, due)
        still_open = latest is None or latest < due
        outcome: Literal["came about", "did not come about", "open"] = (
            "came about" if came else "open" if still_open else "did not come about"
        )
        found.append(
            Forecast(
                report.event,
                report.document,
                report.published,
                due,
                report.event_type,
                report.factuality,
                report.actor,
                report.recipient,
                report.holder,
                report.voice_kind,
                report.passage,
                outcome,
                came.id if came else None,
            )
        )
    return found


def _foretells(report: Report, told: date | None) -> bool:
    """Whether it tells of what is to come: what is planned, or may be on a day that lies ahead."""
    if told is not None and report.published is not None and told < report.published:
        return False
    return report.factuality == "planned" or (report.factuality in FORETOLD and told is not None)


def _came_about(foretold: Incident, done: list[Incident], made: date, due: date) -> Incident | None:
    """The incident itself, where a later report tells it as done; or the first of its type by the same actor."""
    for one in done:
        if one.id == foretold.id and one.last_report and one.last_report > made:
            return one
        if one.day_from is None or not made < one.day_from <= due + GRACE:
            continue
        if one.event_type == foretold.event_type and (set(one.actor) & set(foretold.actor)):
            return one
    return None
