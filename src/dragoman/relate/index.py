"""How two actors get on: an index with an interval that tells how little may be known.

The index of a period is the score, -10 (war) to 10 (material help), to be expected of an incident between
the two. It is the filtered state of a local level model (West and Harrison, Bayesian Forecasting and Dynamic
Models, ch. 2) with known variances, so that few incidents move it little and it rests on the dyad's own
past:

    level(t)  = level(t - 1) + drift,           drift ~ N(0, drift_sd^2 * months between the periods)
    mean(t)   = level(t) + noise,               noise ~ N(0, period_sd^2 + incident_sd^2 / incidents(t))
    level(0)  ~ N(start, start_sd^2)

``mean(t)`` is the mean score of the period's incidents. Nothing later than t enters the index of t, so that
a figure once published does not change with new periods. ``low`` and ``high`` enclose the level with a
probability of 95 %. The constants are rows of ``knowledge/relations/index.csv`` with how each was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.relations import Index as Constants
from dragoman.knowledge.relations import index_constants

Z = 1.959964
"""Standard deviations on either side that enclose 95 % of a normal distribution."""
MONTH = 30.436875
"""Mean days of a month."""
LEAST, MOST = -10.0, 10.0

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """The index of a period and its interval, each between -10 and 10."""

    index: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A period's first day, how many incidents it has, and their mean score."""

    period: date
    incidents: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Filtered:
    """For each period the level's mean and variance after it, and minus the log density of its mean."""

    mean: Floats
    variance: Floats
    loss: Floats

    def interval(self) -> tuple[Floats, Floats]:
        """The bounds that enclose the level with a probability of 95 %."""
        reach = Z * np.sqrt(self.variance)
        return np.maximum(LEAST, self.mean - reach), np.minimum(MOST, self.mean + reach)


def levels(periods: Iterable[Seen], constants: Constants | None = None) -> list[Level]:
    """The index of each period of one dyad, in order; one without a mean only widens the interval."""
    found = _filtered(list(periods), constants or index_constants())
    low, high = found.interval()
    return [Level(*map(float, one)) for one in zip(found.mean, low, high, strict=True)]


def surprise(periods: Iterable[Seen], constants: Constants) -> float:
    """Minus the log likelihood of a dyad's means, each foretold from those before."""
    return float(_filtered(list(periods), constants).loss.sum())


def _filtered(seen: list[Seen], constants: Constants) -> Filtered:
    return filtered(
        np.zeros(min(1, len(seen)), dtype=np.int64),
        np.array([one.period.toordinal() for one in seen], dtype=np.int64),
        np.array([one.incidents for one in seen], dtype=np.int64),
        np.array([np.nan if one.mean is None else one.mean for one in seen], dtype=np.float64),
        constants,
    )


def filtered(starts: Ints, days: Ints, incidents: Ints, means: Floats, known: Constants) -> Filtered:
    """The model over many dyads at once: the first periods of all, then the second ones, and so on.

    ``starts`` are where each dyad's periods begin in the other three, which are all of one length: first
    days as ordinals, incidents, mean scores (nan where there is none).
    """
    size = len(days)
    found = Filtered(np.zeros(size), np.zeros(size), np.zeros(size))
    lengths = np.diff(np.append(starts, size))
    noise = known.period_sd**2 + known.incident_sd**2 / np.maximum(incidents, 1)
    observed = (incidents > 0) & ~np.isnan(means)
    for step in range(int(lengths.max(initial=0))):
        row = starts[lengths > step] + step
        if step == 0:
            level, variance = np.full(len(row), known.start), np.full(len(row), known.start_sd**2)
        else:
            months = (days[row] - days[row - 1]) / MONTH
            level, variance = found.mean[row - 1], found.variance[row - 1] + known.drift_sd**2 * months
        spread = variance + noise[row]
        gain = np.where(observed[row], variance / spread, 0.0)
        missed = np.where(observed[row], means[row] - level, 0.0)
        found.mean[row] = level + gain * missed
        found.variance[row] = (1 - gain) * variance
        loss = 0.5 * (np.log(2 * np.pi * spread) + missed**2 / spread)
        found.loss[row] = np.where(observed[row], loss, 0.0)
    return found
