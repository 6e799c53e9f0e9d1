"""``dragoman eval relations``: do the dyads of a store move as those of ICEWS do?

The gold is a table of directed dyad-years (CSV, plain or gzipped) with ``i_iso3c``, ``j_iso3c``, ``year``
and the counts ``verbCoop``, ``matlCoop``, ``verbConf``, ``matlConf``. The states of the 60 pairs that the
store's articles name together most often (by name, adjective or people, credits in brackets left out) are
compared in both directions with Spearman's rank correlation, in two ways: ``over_time``, for each directed
dyad over the years in which both have events (at least four), the mean over dyads; ``across_dyads``, for
each year over the dyads, the mean over years. Three measures: the share of conflict in all incidents; the
balance, cooperation less conflict; and the mean score, verbal events counted once and material ones twice.
Beside them what the bare number of articles that name both would give, and what samples of ICEWS itself
would, as many events of each dyad-year as the store has incidents: counts cannot be expected to do better.
Last, our intensity and our index, which knows the years before, against the mean score of ICEWS.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.actors import load
from dragoman.relate import Chosen, Period, series
from dragoman.serve.evaluate.gold import GoldError, digest, lines
from dragoman.store import Store

MOST = 60
FEWEST = 4
DRAWS = 10
COUNTS = ("verbCoop", "matlCoop", "verbConf", "matlConf")

Counts = tuple[float, float, float, float]
Key = tuple[str, str, int]
Years = Mapping[Key, Counts]
Measure = Callable[[Counts], float | None]


def score(path: Path, store: Store, first: int = 2002, last: int = 2014) -> dict[str, object]:
    """The figures; ``n`` counts the directed dyads compared."""
    theirs, named = icews(path), together(store)
    periods = list(series(store.connection, "year", chosen=Chosen()))
    ours = {_key(one): _quads(one) for one in periods}
    years = range(first, last + 1)
    total: Counter[tuple[str, str]] = Counter()
    for (a, b, year), count in named.items():
        total[a, b] += count if year in years else 0
    pairs = sorted(total, key=lambda pair: (-total[pair], pair))[:MOST]
    frame = Frame([one for a, b in pairs for one in ((a, b), (b, a))], list(years))
    mentions = {
        (a, b, y): (float(named[min(a, b), max(a, b), y]), 0.0, 0.0, 0.0)
        for a, b, y in frame.cells()
        if (a, b, y) in ours
    }
    draws = [sampled(ours, theirs, np.random.default_rng(seed)) for seed in range(DRAWS)]
    return {
        "file": path.name,
        "sha256": digest(path),
        "n": len(frame.dyads),
        "articles_naming_both": sum(total[pair] for pair in pairs),
        "incidents": int(sum(sum(ours.get(key, (0,))) for key in frame.cells())),
        **{
            name: {
                "over_time": over_time(frame, ours, theirs, measure),
                "across_dyads": across(frame, ours, theirs, measure),
                "mentions": {
                    "over_time": over_time(frame, mentions, theirs, measure, _first)["mean_r"],
                    "across_dyads": across(frame, mentions, theirs, measure, _first)["mean_r"],
                },
                "samples_of_icews": {
                    "over_time": _mean([over_time(frame, one, theirs, measure)["mean_r"] for one in draws]),
                    "across_dyads": _mean([across(frame, one, theirs, measure)["mean_r"] for one in draws]),
                },
            }
            for name, measure in MEASURES.items()
        },
        **{
            f"{name}_against_mean_score": {
                "over_time": over_time(frame, own, theirs, mean_score, _first),
                "across_dyads": across(frame, own, theirs, mean_score, _first),
            }
            for name, own in (
                ("intensity", {_key(one): (one.intensity or 0.0, 0.0, 0.0, 0.0) for one in periods}),
                ("index", {_key(one): (one.index, 0.0, 0.0, 0.0) for one in periods}),
            )
        },
    }


def _key(one: Period) -> Key:
    return one.actor, one.recipient, one.period.year


def _quads(one: Period) -> Counts:
    return (
        float(one.verbal_cooperation),
        float(one.material_cooperation),
        float(one.verbal_conflict),
        float(one.material_conflict),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The directed dyads and the years that are compared."""

    dyads: list[tuple[str, str]]
    years: list[int]

    def cells(self) -> list[Key]:
        """Every dyad in every year."""
        return [(a, b, year) for a, b in self.dyads for year in self.years]


def sampled(ours: Years, theirs: Years, random: np.random.Generator) -> Years:
    """For each dyad-year as many events as we have, drawn from those of the other side."""
    found: dict[Key, Counts] = {}
    for key, counts in ours.items():
        other = theirs.get(key)
        if other and sum(other):
            drawn = random.multinomial(int(sum(counts)), np.array(other) / sum(other))
            found[key] = (float(drawn[0]), float(drawn[1]), float(drawn[2]), float(drawn[3]))
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return round(sum(known) / len(known), 3) if known else None


# ---- measures -------------------------------------------------------------------------------------


def conflict_share(counts: Counts) -> float | None:
    """Conflict of all, None of nothing."""
    return (counts[2] + counts[3]) / sum(counts) if sum(counts) else None


def balance(counts: Counts) -> float | None:
    """Cooperation less conflict, in events."""
    return counts[0] + counts[1] - counts[2] - counts[3]


def mean_score(counts: Counts) -> float | None:
    """The mean of 1 for verbal and 2 for material events, conflict negative."""
    weighted = counts[0] + 2 * counts[1] - counts[2] - 2 * counts[3]
    return weighted / sum(counts) if sum(counts) else None


MEASURES: Mapping[str, Measure] = {
    "conflict_share": conflict_share,
    "balance": balance,
    "mean_score": mean_score,
}


def _first(counts: Counts) -> float | None:
    return counts[0]


class Correlation(TypedDict):
    """The mean of ``compared`` correlations, and how many of them are positive."""

    mean_r: float | None
    compared: int
    positive: int


def over_time(
    frame: Frame, ours: Years, theirs: Years, measure: Measure, ours_as: Measure | None = None
) -> Correlation:
    """The mean over dyads of the correlation of each dyad's years."""
    groups = ([(*dyad, year) for year in frame.years] for dyad in frame.dyads)
    return _correlation(_correlated(group, ours, theirs, measure, ours_as) for group in groups)


def across(
    frame: Frame, ours: Years, theirs: Years, measure: Measure, ours_as: Measure | None = None
) -> Correlation:
    """The mean over years of the correlation of each year's dyads."""
    groups = ([(*dyad, year) for dyad in frame.dyads] for year in frame.years)
    return _correlation(_correlated(group, ours, theirs, measure, ours_as) for group in groups)


def _correlation(found: Iterable[float | None]) -> Correlation:
    known = [one for one in found if one is not None]
    return {"mean_r": _mean(known), "compared": len(known), "positive": sum(one > 0 for one in known)}


def _correlated(
    keys: Iterable[Key], ours: Years, theirs: Years, measure: Measure, ours_as: Measure | None
) -> float | None:
    """Spearman's r over the keys that both sides have; None of fewer than four."""
    both = [(ours[key], theirs[key]) for key in keys if key in ours and key in theirs]
    values = [((ours_as or measure)(one), measure(other)) for one, other in both]
    known = [(one, other) for one, other in values if one is not None and other is not None]
    if len(known) < FEWEST:
        return None
    return spearman(*(np.array(side) for side in zip(*known, strict=True)))


def spearman(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> float:
    """The rank correlation, ties at their mean rank; 0 where one side does not vary."""
    a, b = _ranks(x), _ranks(y)
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + last - 1) / 2)[place]


# ---- the two sides --------------------------------------------------------------------------------


def icews(path: Path) -> Years:
    """The counts of each directed dyad-year. Raises GoldError where the file is no such table."""
    found: dict[tuple[str, str, int], Counts] = {}
    try:
        for row in csv.DictReader(lines(path)):
            counts = tuple(float(row[name] or 0) for name in COUNTS)
            found[row["i_iso3c"], row["j_iso3c"], int(float(row["year"]))] = counts  # type: ignore[assignment]  # four
    except (KeyError, ValueError) as error:
        problem = f"it is no table of dyad-years ({type(error).__name__}: {error})"
        raise GoldError(problem, f"Give one with i_iso3c, j_iso3c, year, {', '.join(COUNTS)}") from error
    return found


def together(store: Store) -> Counter[tuple[str, str, int]]:
    """How many articles of each year name both states of a pair; of more than eight states in one none."""
    found: Counter[tuple[str, str, int]] = Counter()
    rows = store.connection.execute("SELECT year(published), text FROM documents WHERE published IS NOT NULL")
    for year, text in rows.fetchall():
        states = states_in(text)
        if len(states) <= 8:
            found.update((a, b, year) for a, b in combinations(sorted(states), 2))
    return found


def states_in(text: str) -> set[str]:
    """The states that a text names, without what stands in brackets, where credits to newspapers do."""
    pattern, codes = _names()
    return {codes[name] for name in pattern.findall(re.sub(r"\([^()]*\)", "", text))}


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    codes = {
        word: state.iso3
        for state in load().states.values()
        for word in (state.name, *state.others, *state.adjectives, *state.people)
    }
    longest = sorted(map(re.escape, codes), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(longest)})\b"), codes
