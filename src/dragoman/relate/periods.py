"""Relations over time: incidents of each quad by dyad and period, with the index and its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isnan
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
from duckdb import DuckDBPyConnection

from dragoman.knowledge.actors import private_sectors
from dragoman.knowledge.relations import index_constants
from dragoman.records import Factuality, VoiceKind
from dragoman.relate.index import Seen, filtered
from dragoman.relate.questions import sql

Column = npt.NDArray[Any]
Unit = Literal["day", "week", "month", "quarter", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
COLUMNS = ("actor", "recipient", "period", "incidents", *QUADS, "intensity", "index", "low", "high")
"""The columns of the table of all dyads, in order."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What counts: by default incidents that happened, on anybody's word, in what was read.

    ``origin`` is "dragoman" or an imported data set. No voice, context or outlet means all. Days are
    inclusive, and an outlet is what the article's says, letter by letter.
    What private persons, companies and the like do counts only with ``private``; what is done to them always
    does.
    """

    factualities: tuple[Factuality, ...] = ("happened",)
    voices: tuple[VoiceKind, ...] = ()
    contexts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    origin: str = "dragoman"
    private: bool = False
    sectors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """As parameters of the questions."""
        return {
            "factualities": list(self.factualities),
            "voices": list(self.voices),
            "contexts": list(self.contexts),
            "since": self.since,
            "until": self.until,
            "origin": self.origin,
            "sectors": list(self.sectors),
            "outlets": list(self.outlets),
            "left_out": [] if self.private else sorted(private_sectors()),
        }


ALL = Chosen()


@dataclass(frozen=True, slots=True)
class Period:
    """One dyad in one period: incidents by quad, and how the two get on.

    ``intensity`` is the mean score of the period's incidents times their number, None where no incident has
    a score; ``index``, ``low`` and ``high`` are explained in `dragoman.relate.index`.
    """

    actor: str
    recipient: str
    period: date
    incidents: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity: float | None
    index: float
    low: float
    high: float
    mean: float | None = field(default=None, repr=False)

    @property
    def seen(self) -> Seen:
        """What the index and the search for breaks see of it."""
        return Seen(self.period, self.incidents, self.mean)


def series(
    con: DuckDBPyConnection,
    unit: Unit = "month",
    dyad: tuple[str, str] | None = None,
    directed: bool = True,
    chosen: Chosen = ALL,
) -> Iterator[Period]:
    """The periods with incidents, by dyad and then in order: of all, or of both directions of one."""
    columns = table(con, unit, dyad, directed, chosen)
    names = (*COLUMNS, "mean")
    for row in zip(*(columns[name].tolist() for name in names), strict=True):
        known: dict[str, Any] = {name: value for name, value in zip(names, row, strict=True)}
        scores = {name: None if isnan(known[name]) else known[name] for name in ("intensity", "mean")}
        yield Period(**known | scores)


def table(
    con: DuckDBPyConnection,
    unit: Unit = "month",
    dyad: tuple[str, str] | None = None,
    directed: bool = True,
    chosen: Chosen = ALL,
) -> dict[str, Column]:
    """The same as arrays of one length, by ``COLUMNS`` and ``mean``; nan where there is no score."""
    a, b = dyad or (None, None)
    values = {"unit": unit, "directed": directed, "a": a, "b": b, **chosen.values()}
    del values["since"]  # what was before tells the index of what comes after
    found = con.execute(sql("dyad_series"), values).fetchnumpy()
    columns: dict[str, Column] = {name: np.ma.filled(found[name], np.nan) for name in ("intensity", "mean")}
    columns |= {name: np.asarray(found[name]) for name in ("actor", "recipient", "incidents", *QUADS)}
    columns["period"] = found["period"].astype("datetime64[D]")
    known = filtered(
        beginnings(columns["actor"], columns["recipient"]),
        columns["period"].astype(np.int64),
        columns["incidents"].astype(np.int64),
        columns["mean"].astype(np.float64),
        index_constants(),
    )
    columns["index"] = known.mean
    columns["low"], columns["high"] = known.interval()
    if chosen.since is None:
        return columns
    kept = columns["period"] >= np.datetime64(start(chosen.since, unit))
    return {name: column[kept] for name, column in columns.items()}


def beginnings(actor: Column, recipient: Column) -> npt.NDArray[np.int64]:
    """Where each dyad's rows begin; the rows of one stand together."""
    if not len(actor):
        return np.zeros(0, dtype=np.int64)
    changed = (actor[1:] != actor[:-1]) | (recipient[1:] != recipient[:-1])
    return np.concatenate([[0], np.flatnonzero(changed) + 1]).astype(np.int64)


def start(day: date, unit: Unit) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case "year":
            return day.replace(month=1, day=1)


def following(period: date, unit: Unit) -> date:
    """The first day of the next period."""
    days = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]
    return start(period + timedelta(days=days), unit)
