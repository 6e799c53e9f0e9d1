"""Changes of level: the best cuts against all cuts and another search, and what a dyad's series gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

import numpy as np
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge.relations import index_constants
from dragoman.relate.breaks import LONGEST, breaks, segments
from dragoman.relate.index import Seen

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def array(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def cost(values: Floats, weights: Floats, cuts: Sequence[int], penalty: float) -> float:
    """Weighted squares about the means of the pieces, and a penalty a cut, as the words say it."""
    total = penalty * len(cuts)
    edges = [0, *cuts, len(values)]
    for a, b in pairwise(edges):
        mean = np.average(values[a:b], weights=weights[a:b])
        total += float(np.sum(weights[a:b] * (values[a:b] - mean) ** 2))
    return total


@st.composite
def weighted(draw: st.DrawFn, most: int) -> tuple[Floats, Floats]:
    """Scores and weights of the same number of periods."""
    size = draw(st.integers(1, most))
    values = draw(st.lists(st.floats(-10, 10), min_size=size, max_size=size))
    weights = draw(st.lists(st.floats(0.05, 2), min_size=size, max_size=size))
    return array(values), array(weights)


@settings(deadline=None)
@given(weighted(8), st.floats(0, 30))
def test_no_other_cuts_cost_less(made: tuple[Floats, Floats], penalty: float) -> None:
    values, weights = made
    found = segments(values, weights, penalty)
    assert found == sorted(set(found)) and all(0 < cut < len(values) for cut in found)
    places = range(1, len(values))
    least = min(
        cost(values, weights, cuts, penalty)
        for count in range(len(values))
        for cuts in combinations(places, count)
    )
    # equal costs may be cut in different places, so the costs are compared
    assert cost(values, weights, found, penalty) == pytest.approx(least, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(weighted(40), st.floats(0.1, 20), st.floats(0.1, 20))
def test_a_higher_penalty_makes_no_more_cuts(
    made: tuple[Floats, Floats], penalty: float, more: float
) -> None:
    assert len(segments(*made, penalty + more)) <= len(segments(*made, penalty))


def planted(levels: Sequence[float], length: int, seed: int) -> Floats:
    """Pieces of these levels with noise of 1."""
    made = np.random.default_rng(seed)
    return array(np.concatenate([level + made.normal(0, 1, length) for level in levels]))


PLANTED = [(0, 6), (-4, 4, -4), (5, 5, 5), (1, 3, -6, 0)]


@pytest.mark.parametrize("levels", PLANTED)
@pytest.mark.parametrize("seed", range(3))
def test_the_cuts_are_those_of_ruptures_for_a_penalty(levels: Sequence[float], seed: int) -> None:
    values = planted(levels, 25, seed)
    theirs = ruptures.Pelt(model="l2", min_size=1, jump=1).fit(values).predict(pen=15)
    assert segments(values, array(np.ones(len(values))), 15) == theirs[:-1]


@pytest.mark.parametrize("levels", [one for one in PLANTED if len(set(one)) == len(one)])
def test_the_cuts_are_those_of_ruptures_for_their_number(levels: Sequence[float]) -> None:
    values = planted(levels, 30, 7)
    theirs = ruptures.Dynp(model="l2", min_size=1, jump=1).fit(values).predict(n_bkps=len(levels) - 1)
    found = segments(values, array(np.ones(len(values))), 15)
    assert found == theirs[:-1]
    assert found == pytest.approx([30 * n for n in range(1, len(levels))], abs=2)


def test_a_value_of_little_weight_is_not_cut_out() -> None:
    values = array([0, 0, 0, 0, 9, 0, 0, 0, 0])
    heavy, light = array([1.0] * 9), array([1, 1, 1, 1, 0.01, 1, 1, 1, 1])
    assert segments(values, heavy, 5) == [4, 5]
    assert segments(values, light, 5) == []


@pytest.mark.parametrize("values", [[], [3.0]])
def test_nothing_to_cut(values: list[float]) -> None:
    assert segments(array(values), array([1.0] * len(values)), 1) == []


# ---- of a dyad ------------------------------------------------------------------------------------

FIRST = date(2015, 1, 1)


def months(means: Iterable[float | None], incidents: int = 20) -> list[Seen]:
    """A period every 31 days from FIRST on."""
    return [Seen(FIRST + timedelta(days=31 * n), incidents, mean) for n, mean in enumerate(means)]


@pytest.mark.parametrize("level", [-9.0, 0.0, 4.5])
def test_a_steady_series_has_no_change(level: float) -> None:
    assert breaks(months([level] * 60)) == ()


def test_a_series_that_only_wavers_as_the_index_expects_has_no_change() -> None:
    known = index_constants()
    spread = (known.period_sd**2 + known.incident_sd**2 / 20) ** 0.5
    made = np.random.default_rng(3)
    cut = [bool(breaks(months(made.normal(0, spread, 60).tolist()))) for _ in range(40)]
    # one in twenty by how the penalty was found
    assert sum(cut) <= 6


@pytest.mark.parametrize(("before", "after"), [(5.0, -6.0), (-3.0, 4.0)])
def test_a_planted_change_is_found_with_its_levels(before: float, after: float) -> None:
    seen = months([before] * 11 + [after] * 9)
    (found,) = breaks(seen)
    assert found.period == seen[11].period
    assert (found.before, found.after) == pytest.approx((before, after))


def test_levels_are_means_weighted_by_what_a_period_tells() -> None:
    known = index_constants()
    few, many = (1 / (known.period_sd**2 + known.incident_sd**2 / n) for n in (1, 50))
    seen = [Seen(FIRST + timedelta(days=31 * n), 50, -8.0) for n in range(12)]
    seen += [
        Seen(FIRST + timedelta(days=31 * n), 1 if n % 2 else 50, 6.0 if n % 2 else 4.0) for n in range(12, 24)
    ]
    (found,) = breaks(seen)
    assert found.before == pytest.approx(-8)
    assert found.after == pytest.approx((few * 6 + many * 4) / (few + many))


def test_two_changes_share_the_level_between() -> None:
    seen = months([6.0] * 10 + [-6.0] * 10 + [1.0] * 10)
    first, second = breaks(seen)
    assert [first.period, second.period] == [seen[10].period, seen[20].period]
    assert first.after == second.before == pytest.approx(-6)


def test_periods_without_a_mean_are_passed_over() -> None:
    kept = months([5.0] * 10 + [-5.0] * 10)
    holes = [Seen(one.period + timedelta(days=3), 4, None) for one in kept]
    empty = [Seen(one.period + timedelta(days=5), 0, 9.0) for one in kept]
    mixed = sorted([*kept, *holes, *empty], key=lambda one: one.period)
    assert breaks(mixed) == breaks(kept) != ()


@pytest.mark.parametrize("seen", [[], months([3.0]), months([None, None, None]), months([3.0, None])])
def test_fewer_than_two_known_periods_have_no_change(seen: list[Seen]) -> None:
    assert breaks(seen) == ()


def test_of_a_very_long_series_only_the_last_periods_are_searched() -> None:
    old = [Seen(FIRST + timedelta(days=n), 20, 8.0 if n < 50 else -8.0) for n in range(100)]
    rest = [Seen(FIRST + timedelta(days=100 + n), 20, -8.0) for n in range(LONGEST)]
    assert len(breaks(old)) == 1 and breaks([*old, *rest]) == ()
