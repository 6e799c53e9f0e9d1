"""All dyads at a glance: how much ties them, how they get on, and how that has moved of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from duckdb import DuckDBPyConnection

from dragoman.relate.periods import ALL, Chosen, Column, Unit, beginnings, table

LATELY = timedelta(days=365)
"""How far back a dyad is compared with itself."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parties over all periods that count. ``a`` is before ``b`` in the alphabet.

    ``mean`` is the mean score of the incidents, -10 to 10, None where none has a score; ``index``, ``low``
    and ``high`` are those of the last period with an incident; ``before`` is the index of the last period
    that ends `LATELY` or longer before the newest period of all dyads, None where there was none; ``late``
    counts the incidents since.
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
    first = beginnings(columns["actor"], columns["recipient"])
    last = np.append(first[1:], len(columns["actor"])) - 1
    incidents, mean, period = columns["incidents"].astype(np.int64), columns["mean"], columns["period"]
    scored = ~np.isnan(mean)
    early = period <= period.max() - np.timedelta64(LATELY.days, "D")
    periods_before = np.add.reduceat(early.astype(np.int64), first)
    found = zip(
        columns["actor"][first],
        columns["recipient"][first],
        np.add.reduceat(incidents, first).tolist(),
        _ratios(np.where(scored, incidents * mean, 0.0), np.where(scored, incidents, 0), first),
        period[last].tolist(),
        *(columns[name][last].tolist() for name in ("index", "low", "high")),
        _where(periods_before > 0, columns["index"][first + np.maximum(periods_before - 1, 0)]),
        np.add.reduceat(np.where(early, 0, incidents), first).tolist(),
        strict=True,
    )
    return sorted((Tie(*one) for one in found), key=lambda one: (-one.incidents, one.a, one.b))


def _ratios(sums: Column, counts: Column, first: Column) -> list[float | None]:
    """The means of each dyad's rows, None where nothing counts."""
    whole = np.add.reduceat(counts, first)
    return _where(whole > 0, np.add.reduceat(sums, first) / np.maximum(whole, 1))


def _where(known: Column, values: Column) -> list[float | None]:
    return [
        value if is_known else None for is_known, value in zip(known.tolist(), values.tolist(), strict=True)
    ]


def movers(of: Iterable[Tie], least: int = 2) -> list[Tie]:
    """Those whose index has moved of late, the farthest first; with at least so many incidents in it."""
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
