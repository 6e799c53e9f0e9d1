"""``dragoman eval relations``: do the dyads of a store move as those of ICEWS do?

The gold is a table of directed dyad-years (CSV, plain or gzipped) with ``i_iso3c``, ``j_iso3c``, ``year`` and the counts
``verbCoop``, ``matlCoop``, ``verbConf``, ``matlConf``. The states of the 60 pairs that the store's articles name together
most often (by name, adjective or people, credits in brackets left out) are compared in both directions with Spearman's
rank correlation, in two ways: ``over_time``, for each directed dyad over the years in which both have events (at least
four), the mean over dyads; ``across_dyads``, for each year over the dyads, the mean over years. Three measures: the share
of conflict in all incidents; the balance, cooperation less conflict; and the mean score, verbal events counted once and
material ones twice. Beside them what the bare number of articles that name both would give.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.actors import load
from dragoman.relate import Chosen, series
from dragoman.serve.evaluate.gold import GoldError, digest, lines
from dragoman.store import Store

MOST = 60
FEWEST = 4
COUNTS = ("verbCoop", "matlCoop", "verbConf", "matlConf")

Counts = tuple[float, float, float, float]
Years = Mapping[tuple[str, str, int], Counts]
Measure = Callable[[Counts], float | None]


def score(path: Path, store: Store, first: int = 2002, last: int = 2014) -> dict[str, object]:
    """The figures; ``n`` counts the directed dyads compared."""
    theirs = icews(path)
    named = together(store)
    years = range(first, last + 1)
    total: Counter[tuple[str, str]] = Counter()
    for (a, b, year), count in named.items():
        total[a, b] += count if year in years else 0
    pairs = [pair for pair, _ in total.most_common(MOST)]
    dyads = [one for a, b in pairs for one in ((a, b), (b, a))]
    ours = counted(store)
    mentions: Years = {(*d, y): (float(named[*sorted(d), y]), 0.0, 0.0, 0.0) for d in dyads for y in years}  # type: ignore[index]  # two and a year
    return {
        "file": path.name,
        "sha256": digest(path),
        "n": len(dyads),
        "articles_naming_both": [sum(total[pair] for pair in pairs), total[pairs[-1]] if pairs else 0],
        "incidents_a_dyad_year": round(
            sum(sum(ours.get((*d, y), (0,))) for d in dyads for y in years) / max(1, len(dyads) * len(years)),
            2,
        ),
        **{
            name: {
                "over_time": over_time(dyads, years, ours, theirs, measure),
                "across_dyads": across(dyads, years, ours, theirs, measure),
                "mentions_over_time": over_time(
                    dyads, years, mentions, theirs, measure, ours_as=lambda c: c[0]
                ),
                "mentions_across_dyads": across(
                    dyads, years, mentions, theirs, measure, ours_as=lambda c: c[0]
                ),
            }
            for name, measure in MEASURES.items()
        },
    }


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


def over_time(  # noqa: PLR0913, PLR0917 (two sides, their frame, how each is measured)
    dyads: Iterable[tuple[str, str]],
    years: Iterable[int],
    ours: Years,
    theirs: Years,
    measure: Measure,
    ours_as: Measure | None = None,
) -> dict[str, object]:
    """The mean correlation of a dyad's years, over dyads, and how many of them are positive."""
    every = list(years)
    found = [_correlated([(*dyad, year) for year in every], ours, theirs, measure, ours_as) for dyad in dyads]
    known = [one for one in found if one is not None]
    mean = round(sum(known) / len(known), 3) if known else None
    return {"mean_r": mean, "dyads": len(known), "positive": sum(one > 0 for one in known)}


def across(  # noqa: PLR0913, PLR0917 (as over_time)
    dyads: Iterable[tuple[str, str]],
    years: Iterable[int],
    ours: Years,
    theirs: Years,
    measure: Measure,
    ours_as: Measure | None = None,
) -> dict[str, object]:
    """The mean correlation of a year's dyads, over years, and how many of them are positive."""
    every = list(dyads)
    found = [_correlated([(*dyad, year) for dyad in every], ours, theirs, measure, ours_as) for year in years]
    known = [one for one in found if one is not None]
    mean = round(sum(known) / len(known), 3) if known else None
    return {"mean_r": mean, "years": len(known), "positive": sum(one > 0 for one in known)}


def _correlated(
    keys: Iterable[tuple[str, str, int]],
    ours: Years,
    theirs: Years,
    measure: Measure,
    ours_as: Measure | None,
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


def counted(store: Store) -> Years:
    """Our incidents of each directed dyad-year by quad."""
    return {
        (one.actor, one.recipient, one.period.year): (
            float(one.verbal_cooperation),
            float(one.material_cooperation),
            float(one.verbal_conflict),
            float(one.material_conflict),
        )
        for one in series(store.connection, "year", chosen=Chosen())
    }


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
