"""Finds the constants of the index: those that foretell each period's mean best from the periods before.

Usage: ``python training/index_fit.py STORE [--until 2010-01-01]``. Minimises
`dragoman.relate.index.surprise` (minus the log likelihood) over the undirected dyads with at least ten
months of incidents before the day, by cyclic search; prints what it finds and the surprise a month before
the day and, on the same dyads, after it. Then finds the penalty of a cut: the least with which at most one
in twenty series without any change, simulated with the found variances, is cut.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from math import log

import numpy as np

from dragoman.knowledge.relations import Index
from dragoman.relate import series
from dragoman.relate.breaks import segments
from dragoman.relate.index import Seen, surprise
from dragoman.store import Store

FEW = 10
STEPS = (1.6, 1.25, 1.1, 1.03)
SIMULATED = 400


def dyads(path: str) -> list[list[Seen]]:
    """The months of every undirected dyad that has at least ten."""
    with Store(path, read_only=True) as store:
        found = series(store.connection, "month", directed=False)
        groups = ([one.seen for one in of] for _, of in groupby(found, key=lambda p: (p.actor, p.recipient)))
        return [one for one in groups if len(one) >= FEW]


def total(of: Sequence[Sequence[Seen]], constants: Index) -> float:
    """The mean surprise of a month."""
    return sum(surprise(one, constants) for one in of) / sum(len(one) for one in of)


def fitted(of: Sequence[Sequence[Seen]]) -> Index:
    """The constants with the least surprise; the start stays at nothing."""
    best = Index(0.0, 5.0, 0.7, 2.0, 4.5)
    least = total(of, best)
    for step in STEPS:
        better = True
        while better:
            better = False
            for name in ("start_sd", "drift_sd", "period_sd", "incident_sd"):
                for factor in (step, 1 / step):
                    tried = replace(best, **{name: getattr(best, name) * factor})
                    if (loss := total(of, tried)) < least - 1e-7:
                        best, least, better = tried, loss, True
    return best


def penalty(of: Sequence[Sequence[Seen]], constants: Index) -> float:
    """The least penalty, in logarithms of the periods' number, that leaves 95 of 100 steady series whole."""
    random = np.random.default_rng(1)
    needed = []
    for _ in range(SIMULATED):
        counts = np.array([one.incidents for one in of[random.integers(len(of))]])
        spread = constants.period_sd**2 + constants.incident_sd**2 / counts
        values = random.normal(0, np.sqrt(spread))
        low, high = 0.0, 40.0
        for _ in range(20):
            middle = (low + high) / 2
            if segments(values, 1 / spread, middle * log(len(values))):
                low = middle
            else:
                high = middle
        needed.append(high)
    return float(np.quantile(needed, 0.95))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store")
    parser.add_argument("--until", type=date.fromisoformat, default=date(2010, 1, 1))
    asked = parser.parse_args()
    every = dyads(asked.store)
    before = [early for one in every if len(early := [m for m in one if m.period < asked.until]) >= FEW]
    constants = fitted(before)
    after = [[m for m in one if m.period >= asked.until] for one in every]
    after = [one for one in after if one]
    plain = Index(0.0, 5.0, 0.0, 0.001, constants.incident_sd)
    print(
        json.dumps(
            {
                "dyads": len(before),
                "months": sum(map(len, before)),
                "constants": {name: round(getattr(constants, name), 3) for name in Index.__slots__},
                "surprise_before": round(total(before, constants), 4),
                "surprise_after": round(total(after, constants), 4),
                "surprise_after_without_drift": round(total(after, plain), 4),
                "break_penalty": round(penalty(every, constants), 2),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
