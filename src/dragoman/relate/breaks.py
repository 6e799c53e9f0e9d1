"""When a relation changed: the exact segmentation of a dyad's periods into stretches of one level.

The mean score of a period with n incidents has the variance s(n) = period_sd^2 + incident_sd^2 / n of the
index's model. Of all ways to cut the series the one with the least sum of (mean - level)^2 / s(n) plus a
penalty a cut is found by dynamic programming (optimal partitioning: Jackson et al. 2005), in the square of
the number of periods. The penalty is ``break_penalty`` times the logarithm of the number of periods, the row
tells why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log

import numpy as np

from dragoman.knowledge.relations import index_constants, numbers
from dragoman.relate.index import Seen

LONGEST = 1500
"""Periods that are searched at most: of longer series the last ones, as the time grows with the square."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first period of a new level; the levels before and after it are mean scores, -10 to 10."""

    period: date
    before: float
    after: float


def breaks(periods: Sequence[Seen]) -> tuple[Break, ...]:
    """The changes of level of one dyad whose periods are in order; those without a mean are passed over."""
    known = index_constants()
    seen = [
        (one.period, one.incidents, one.mean) for one in periods if one.incidents and one.mean is not None
    ]
    seen = seen[-LONGEST:]
    if len(seen) < 2:
        return ()
    weights = np.array([1 / (known.period_sd**2 + known.incident_sd**2 / n) for _, n, _ in seen])
    means = np.array([mean for _, _, mean in seen])
    cuts = segments(means, weights, numbers()["break_penalty"] * log(len(seen)))
    edges = [0, *cuts, len(seen)]
    levels = [float(np.average(means[a:b], weights=weights[a:b])) for a, b in pairwise(edges)]
    return tuple(
        Break(seen[cut][0], before, after)
        for cut, before, after in zip(cuts, levels, levels[1:], strict=False)
    )


def segments(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    weights: np.ndarray[tuple[int], np.dtype[np.float64]],
    penalty: float,
) -> list[int]:
    """Where to cut ``values``, both of shape (n,), so that weighted squares about the means plus penalties
    are least.

    Each cut is the index of the first value of a new segment.
    """
    w = np.concatenate([[0.0], np.cumsum(weights)])
    s = np.concatenate([[0.0], np.cumsum(weights * values)])
    q = np.concatenate([[0.0], np.cumsum(weights * values**2)])
    best = np.zeros(len(values) + 1)
    best[0] = -penalty
    last = np.zeros(len(values) + 1, dtype=np.int64)
    for end in range(1, len(values) + 1):
        starts = slice(0, end)
        square = (s[end] - s[starts]) ** 2 / (w[end] - w[starts])
        totals = best[starts] + q[end] - q[starts] - square + penalty
        last[end] = int(np.argmin(totals))
        best[end] = totals[last[end]]
    cuts, at = [], int(last[len(values)])
    while at > 0:
        cuts.append(at)
        at = int(last[at])
    return cuts[::-1]
