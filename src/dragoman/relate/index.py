"""How two actors get on: an index with an interval that tells how little may be known.

The index of a period is the score, -10 (war) to 10 (material help), to be expected of an incident between the two.
It is the filtered state of a local level model (West and Harrison, Bayesian Forecasting and Dynamic Models, ch. 2)
with known variances, so that few incidents move it little and it rests on the dyad's own past:

    level(t)  = level(t - 1) + drift,           drift ~ N(0, drift_sd^2 * months between the periods)
    mean(t)   = level(t) + noise,               noise ~ N(0, period_sd^2 + incident_sd^2 / incidents(t))
    level(0)  ~ N(start, start_sd^2)

``mean(t)`` is the mean score of the period's incidents. Nothing later than t enters the index of t, so that a figure
once published does not change with new periods. ``low`` and ``high`` enclose the level with a probability of 95 %.
The constants are rows of ``knowledge/relations/index.csv`` with how each was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import log, pi, sqrt

from dragoman.knowledge.relations import Index as Constants
from dragoman.knowledge.relations import index_constants

Z = 1.959964
"""Standard deviations on either side that enclose 95 % of a normal distribution."""
MONTH = 30.436875
"""Mean days of a month."""
LEAST, MOST = -10.0, 10.0


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
class _State:
    mean: float
    variance: float
    period: date | None = None


def levels(periods: Iterable[Seen], constants: Constants | None = None) -> Iterator[Level]:
    """The index of each period of one dyad, given in order; a period without a mean only widens the interval."""
    known = constants or index_constants()
    state = _State(known.start, known.start_sd**2)
    for seen in periods:
        state = _observed(_drifted(state, seen.period, known), seen, known)[0]
        reach = Z * sqrt(state.variance)
        yield Level(state.mean, max(LEAST, state.mean - reach), min(MOST, state.mean + reach))


def surprise(periods: Iterable[Seen], constants: Constants) -> float:
    """Minus the log likelihood of a dyad's means, each foretold from those before: what the constants minimise."""
    state, total = _State(constants.start, constants.start_sd**2), 0.0
    for seen in periods:
        state, loss = _observed(_drifted(state, seen.period, constants), seen, constants)
        total += loss
    return total


def _drifted(state: _State, period: date, known: Constants) -> _State:
    months = (period - state.period).days / MONTH if state.period else 0.0
    return _State(state.mean, state.variance + known.drift_sd**2 * months, period)


def _observed(state: _State, seen: Seen, known: Constants) -> tuple[_State, float]:
    """The state after a period's mean, and how surprising that mean was."""
    if not seen.incidents or seen.mean is None:
        return state, 0.0
    noise = known.period_sd**2 + known.incident_sd**2 / seen.incidents
    spread = state.variance + noise
    gain = state.variance / spread
    missed = seen.mean - state.mean
    loss = 0.5 * (log(2 * pi * spread) + missed**2 / spread)
    return _State(state.mean + gain * missed, (1 - gain) * state.variance, state.period), loss
