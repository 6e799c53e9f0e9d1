"""What is laid beside the series of a dyad: the same on one voice's word alone, or an imported data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.records import VoiceKind
from dragoman.relate import Chosen, Period, series
from dragoman.serve.web.asked import Asked
from dragoman.store import Store

Origin = Literal["icews", "gdelt", "polecat"]
Name = VoiceKind | Origin
Overlays = Sequence[tuple[str, tuple[Period, ...]]]
"""Each by its name, with the periods in which it has incidents."""


@dataclass(frozen=True, slots=True)
class Row:
    """A period as the table of figures shows it: None of those that have no incident in it."""

    period: date
    own: Period | None
    others: tuple[Period | None, ...]


def laid_beside(
    store: Store, pair: tuple[str, str], asked: Asked, shown: Sequence[str], directed: bool = False
) -> Overlays:
    """The periods of each. Of what is imported days alone are asked: it has no voices, and all happened."""
    con, imported = store.connection, origins(store)
    whole = []
    for name in shown:
        chosen = (
            Chosen(since=asked.since, until=asked.until, origin=name)
            if name in imported
            else asked.chosen(voices=(name,))
        )
        periods = series(con, asked.freq, pair, directed=directed, chosen=chosen)
        whole.append((name, tuple(periods)))
    return tuple(whole)


def origins(store: Store) -> frozenset[str]:
    """The data sets that were imported."""
    rows = store.connection.execute("SELECT DISTINCT origin FROM dyad_events").fetchall()
    return frozenset(row[0] for row in rows) - {"dragoman"}


def table(own: Sequence[Period], others: Overlays) -> tuple[Row, ...]:
    """Every period in which one of them has an incident, in order of time."""
    mine = {one.period: one for one in own}
    theirs = [{one.period: one for one in periods} for _, periods in others]
    days = sorted(mine.keys() | {day for known in theirs for day in known})
    return tuple(Row(day, mine.get(day), tuple(known.get(day) for known in theirs)) for day in days)
