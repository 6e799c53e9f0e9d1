"""The index: one step by hand, any series by another route, and what its interval may and may not do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import log, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import tables
from dragoman.knowledge.relations import Index, index_constants, numbers
from dragoman.relate import breaks
from dragoman.relate.index import MONTH, Level, Seen, Z, filtered, levels, surprise

JANUARY = date(2019, 1, 1)
ROUND = Index(start=1, start_sd=2, drift_sd=1, period_sd=3, incident_sd=4)
"""Constants with which one can reckon by hand."""


@st.composite
def series(draw: st.DrawFn) -> list[Seen]:
    """Any dyad's periods in order, some without incidents, some without a score."""
    day, found = JANUARY, []
    for _ in range(draw(st.integers(1, 12))):
        count = draw(st.integers(0, 40))
        scored = count > 0 and draw(st.integers(0, 4)) > 0
        found.append(Seen(day, count, draw(st.floats(-10, 10)) if scored else None))
        day += timedelta(days=draw(st.integers(1, 400)))
    return found


def jointly(seen: Sequence[Seen], known: Index) -> list[Level]:
    """The same by one multivariate normal: all levels at once, conditioned on the means up to each period.

    The covariance of two levels is the variance of the walk up to the earlier one; nothing is filtered.
    """
    walked = np.array([known.start_sd**2 + known.drift_sd**2 * _months(seen[0], one) for one in seen])
    cover = np.minimum(walked[:, None], walked[None, :])
    found = []
    for last in range(len(seen)):
        at = [n for n in range(last + 1) if seen[n].incidents and seen[n].mean is not None]
        means = np.array([seen[n].mean for n in at], dtype=float)
        noise = np.diag([known.period_sd**2 + known.incident_sd**2 / seen[n].incidents for n in at])
        gain = cover[last, at] @ np.linalg.inv(cover[np.ix_(at, at)] + noise) if at else np.zeros(0)
        mean = float(known.start + gain @ (means - known.start))
        reach = Z * sqrt(float(walked[last] - gain @ cover[at, last]))
        found.append(Level(mean, max(-10.0, mean - reach), min(10.0, mean + reach)))
    return found


def _months(a: Seen, b: Seen) -> float:
    return (b.period - a.period).days / MONTH


def close(found: Sequence[Level], expected: Sequence[Level]) -> bool:
    """Whether two lists of levels are the same but for rounding."""
    wanted = [value for one in expected for value in (one.index, one.low, one.high)]
    return [value for one in found for value in (one.index, one.low, one.high)] == pytest.approx(
        wanted, abs=1e-7
    )


def test_one_step_reckoned_by_hand() -> None:
    # noise 9 + 16 / 4 = 13, before it 4: the gain is 4 / 17, so 1 + 4 * 4 / 17 and a variance of 52 / 17
    (found,) = levels([Seen(JANUARY, 4, 5.0)], ROUND)
    reach = 1.959964 * sqrt(52 / 17)
    assert close([found], [Level(1 + 16 / 17, 1 + 16 / 17 - reach, 1 + 16 / 17 + reach)])


def test_two_steps_with_a_drift_of_a_month_reckoned_by_hand() -> None:
    # a day is 1 / 30.436875 of the drift's variance of 1 a month; one incident: noise 9 + 16 = 25
    day = timedelta(days=1)
    _, found = levels([Seen(JANUARY, 4, 5.0), Seen(JANUARY + day, 1, -7.0)], ROUND)
    before = 52 / 17 + 1 / 30.436875
    gain = before / (before + 25)
    mean = (1 + 16 / 17) + gain * (-7 - (1 + 16 / 17))
    reach = 1.959964 * sqrt((1 - gain) * before)
    assert close([found], [Level(mean, mean - reach, mean + reach)])


@settings(deadline=None)
@given(series())
def test_the_index_is_what_joint_conditioning_gives(seen: list[Seen]) -> None:
    known = index_constants()
    assert close(list(levels(seen)), jointly(seen, known))
    assert close(list(levels(seen, ROUND)), jointly(seen, ROUND))


@given(series())
def test_nothing_later_changes_an_earlier_index(seen: list[Seen]) -> None:
    whole = list(levels(seen))
    assert [list(levels(seen[:n]))[-1] for n in range(1, len(seen) + 1)] == whole


@settings(deadline=None)
@given(st.lists(series(), max_size=4))
def test_many_dyads_at_once_get_what_each_gets_alone(dyads: list[list[Seen]]) -> None:
    every = [one for seen in dyads for one in seen]
    found = filtered(
        np.cumsum([0, *map(len, dyads)], dtype=np.int64)[:-1],
        np.array([one.period.toordinal() for one in every], dtype=np.int64),
        np.array([one.incidents for one in every], dtype=np.int64),
        np.array([np.nan if one.mean is None else one.mean for one in every], dtype=np.float64),
        index_constants(),
    )
    low, high = found.interval()
    together = [Level(*map(float, one)) for one in zip(found.mean, low, high, strict=True)]
    assert together == [level for seen in dyads for level in levels(seen)]


def test_without_periods_there_is_no_index_and_no_surprise() -> None:
    assert list(levels([])) == [] and surprise([], ROUND) == 0


@given(series())
def test_the_index_stays_within_its_interval_and_that_within_ten(seen: list[Seen]) -> None:
    for one in levels(seen):
        assert -10 <= one.low <= one.index <= one.high <= 10


@pytest.mark.parametrize("score", [-10.0, 10.0])
def test_a_long_war_or_peace_comes_near_the_end_of_the_scale_and_not_beyond(score: float) -> None:
    months = [Seen(JANUARY + timedelta(days=30 * n), 500, score) for n in range(240)]
    last = list(levels(months))[-1]
    assert abs(last.index - score) < 0.2
    assert (last.low if score < 0 else last.high) == score


@pytest.mark.parametrize("incidents", [0, 3])
def test_a_period_without_a_score_keeps_the_mean_and_widens_the_interval(incidents: int) -> None:
    empty = Seen(JANUARY + timedelta(days=90), incidents, None)
    before, after = levels([Seen(JANUARY, 5, 4.0), empty])
    assert after.index == before.index
    assert after.low < before.low and after.high > before.high


def test_a_period_that_counts_nothing_takes_no_mean() -> None:
    before, after = levels([Seen(JANUARY, 5, 4.0), Seen(JANUARY, 0, -9.0)])
    assert after == before


def width(one: Level) -> float:
    return one.high - one.low


def test_the_interval_widens_with_the_time_between() -> None:
    widths = [
        width([*levels([Seen(JANUARY, 5, 0.0), Seen(JANUARY + timedelta(days=days), 0, None)])][-1])
        for days in (0, 30, 365, 3650)
    ]
    assert all(narrow < wide for narrow, wide in pairwise(widths))


def test_more_incidents_narrow_the_interval_and_move_the_index_further() -> None:
    found = [next(iter(levels([Seen(JANUARY, count, 5.0)]))) for count in (0, 1, 2, 10, 100)]
    assert all(width(many) < width(few) for few, many in pairwise(found))
    assert all(many.index > few.index for few, many in pairwise(found))
    assert found[0].index == index_constants().start


@given(series())
def test_what_is_seen_never_widens_what_was_known_on_that_day(seen: list[Seen]) -> None:
    blind = [*seen[:-1], replace(seen[-1], incidents=0, mean=None)]
    with_it, without = list(levels(seen, ROUND))[-1], list(levels(blind, ROUND))[-1]
    # the clipped ends tell nothing of the width
    if with_it.low > -10 and with_it.high < 10 and without.low > -10 and without.high < 10:
        assert width(with_it) <= width(without) + 1e-9


def test_the_surprise_is_minus_the_log_of_the_joint_density() -> None:
    seen = [
        Seen(JANUARY, 2, 3.0),
        Seen(JANUARY + timedelta(days=40), 0, None),
        Seen(JANUARY + timedelta(days=100), 1, -5.0),
    ]
    walked = [4.0, 4.0 + 100 / MONTH]
    cover = np.array([[walked[0] + 9 + 16 / 2, walked[0]], [walked[0], walked[1] + 9 + 16]])
    missed = np.array([3.0 - 1, -5.0 - 1])
    expected = 0.5 * (missed @ np.linalg.inv(cover) @ missed + log(np.linalg.det(cover)) + 2 * log(2 * pi))
    assert surprise(seen, ROUND) == pytest.approx(expected)


# ---- the constants --------------------------------------------------------------------------------

TWO_YEARS = [Seen(JANUARY, 3, 6.0), Seen(JANUARY + timedelta(days=365), 2, -4.0)]


@pytest.mark.parametrize("name", Index.__slots__)
def test_each_constant_of_the_index_moves_it(name: str) -> None:
    known = index_constants()
    moved = replace(known, **{name: getattr(known, name) + 0.5})
    assert list(levels(TWO_YEARS, moved)) != list(levels(TWO_YEARS, known))


def test_the_penalty_of_a_change_decides_whether_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [Seen(JANUARY + timedelta(days=31 * n), 9, 5.0 if n < 8 else -5.0) for n in range(16)]
    assert len(breaks.breaks(seen)) == 1
    dear = {**numbers(), "break_penalty": 1000.0}
    monkeypatch.setattr(breaks, "numbers", lambda: dear)
    assert breaks.breaks(seen) == ()


def test_every_row_of_the_constants_is_one_that_is_used() -> None:
    names = [row["name"] for row in tables.rows("relations", "index.csv")]
    assert sorted(names) == sorted([*Index.__slots__, "break_penalty"])


@pytest.mark.parametrize("row", [*tables.rows("relations", "index.csv")], ids=lambda row: row["name"])
def test_every_constant_says_how_it_was_found_and_spreads_are_positive(row: dict[str, str]) -> None:
    assert row["how found"].strip()
    assert float(row["value"]) > 0 or row["name"] == "start"
