"""All dyads at a glance: how much ties them, how they get on, and how that has moved of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import isnan

import numpy as np
from duckdb import DuckDBPyConnection

from dragoman.relate.periods import ALL, Chosen, Unit, table

LATELY = timedelta(days=365)
"""How far back a dyad is compared with itself."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parties over all periods that count. ``a`` is before ``b`` in the alphabet.

    ``mean`` is the mean score of the incidents, -10 to 10, None where none has a score; ``index``, ``low`` and
    ``high`` are those of the last period with an incident; ``before`` is the index of the last period that ends
    `LATELY` or longer before the newest period of all dyads, None where there was none; ``late`` counts the
    incidents since.
    """

    a: str
    b: str
    incidents: int
    mean: float | None
    last: date
    index: float
    low: float
    high: float
    before: float | None
    late: int

    @property
    def moved(self) -> float:
        """By how much the index has moved of late; 0 where nothing was before."""
        return self.index - self.before if self.before is not None and self.late else 0.0


def ties(con: DuckDBPyConnection, unit: Unit = "month", chosen: Chosen = ALL) -> list[Tie]:
    """Every undirected dyad with an incident, those with the most incidents first."""
    columns = table(con, unit, directed=False, chosen=chosen)
    if not len(columns["actor"]):
        return []
    edge = columns["period"].max() - np.timedelta64(LATELY.days, "D")
    names = ("actor", "recipient", "period", "incidents", "mean", "index", "low", "high")
    rows = zip(*(columns[name].tolist() for name in names), strict=True)
    found = [_tie(pair, [*of], edge.item()) for pair, of in groupby(rows, key=lambda row: (row[0], row[1]))]
    return sorted(found, key=lambda one: (-one.incidents, one.a, one.b))


def _tie(pair: tuple[str, str], rows: list[tuple], edge: date) -> Tie:  # type: ignore[type-arg]
    counted = [(n, mean) for _, _, _, n, mean, *_ in rows if mean is not None and not isnan(mean)]
    scored = sum(n for n, _ in counted)
    earlier = [row for row in rows if row[2] <= edge]
    _, _, last, _, _, index, low, high = rows[-1]
    return Tie(
        *pair,
        sum(row[3] for row in rows),
        sum(n * mean for n, mean in counted) / scored if scored else None,
        last,
        index,
        low,
        high,
        earlier[-1][5] if earlier else None,
        sum(row[3] for row in rows if row[2] > edge),
    )


def movers(of: Iterable[Tie], least: int = 2) -> list[Tie]:
    """Those whose index has moved of late, the farthest first; with at least so many incidents in that time."""
    moved = (one for one in of if one.late >= least and one.moved)
    return sorted(moved, key=lambda one: (-abs(one.moved), one.a, one.b))


def standing(of: Iterable[Tie]) -> dict[str, tuple[int, float | None]]:
    """Each party's incidents with others, and the mean score of these."""
    sums: dict[str, list[tuple[int, float | None]]] = {}
    for one in of:
        for party in (one.a, one.b):
            sums.setdefault(party, []).append((one.incidents, one.mean))
    return {party: (sum(n for n, _ in known), _mean(known)) for party, known in sorted(sums.items())}


def _mean(known: list[tuple[int, float | None]]) -> float | None:
    scored = [(n, mean) for n, mean in known if mean is not None]
    return sum(n * mean for n, mean in scored) / sum(n for n, _ in scored) if scored else None
