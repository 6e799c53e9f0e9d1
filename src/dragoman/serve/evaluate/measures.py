"""The measures that the tasks share, in per cent. What cannot be asked (nothing to find) is None."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence


def percent(part: float, whole: float, digits: int = 2) -> float | None:
    """``part`` of ``whole`` in per cent; None of nothing."""
    return round(100 * part / whole, digits) if whole else None


def share(right: Sequence[bool]) -> str:
    """How many are right, in words: "7 of 9"."""
    return f"{sum(right)} of {len(right)}"


def by_kind(kinds: Sequence[str], right: Sequence[bool]) -> dict[str, str]:
    """How many of each kind are right, kinds in the order in which they come."""
    pairs = list(zip(kinds, right, strict=True))
    return {kind: share([good for one, good in pairs if one == kind]) for kind in dict.fromkeys(kinds)}


def prf(right: int, found: int, gold: int) -> dict[str, float | None]:
    """Precision, recall and F1, with the counts they come from."""
    return {
        "precision": percent(right, found),
        "recall": percent(right, gold),
        "f1": percent(2 * right, found + gold),
        "gold": gold,
        "found": found,
        "right": right,
    }


def by_class(gold: Sequence[str], told: Sequence[str], classes: Iterable[str]) -> dict[str, object]:
    """Macro-F1 over those of the ``classes`` that the gold holds, accuracy, F1 of each, and the confusion.

    ``told`` may hold other answers; ``confusion`` is {gold: {told: how often}}.
    """
    pairs = Counter(zip(gold, told, strict=True))
    scores = {name: _f1(pairs, name) for name in classes if name in gold}
    return {
        "macro_f1": round(sum(scores.values()) / len(scores), 2) if scores else None,
        "accuracy": percent(sum(count for (a, b), count in pairs.items() if a == b), len(gold)),
        "by_class": scores,
        "confusion": {name: {b: count for (a, b), count in pairs.items() if a == name} for name in scores},
    }


def _f1(pairs: Mapping[tuple[str, str], int], name: str) -> float:
    """The F1 of a class that the gold holds, in per cent."""
    both = sum(count * pair.count(name) for pair, count in pairs.items())
    return percent(2 * pairs.get((name, name), 0), both) or 0.0


class Tally:
    """Counts what was found, what should be, and what is in both, under several names."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._names: dict[str, None] = {}

    def add(self, name: str, right: int, found: int, gold: int) -> None:
        """Count one text's part under ``name``."""
        self._names[name] = None
        self._counts.update({(name, "right"): right, (name, "found"): found, (name, "gold"): gold})

    def add_sets(self, name: str, found: Iterable[Hashable], gold: Iterable[Hashable]) -> None:
        """Count the members of two sets, those in both as right."""
        one, other = set(found), set(gold)
        self.add(name, len(one & other), len(one), len(other))

    def scores(self) -> dict[str, dict[str, float | None]]:
        """`prf` under each name, in the order in which the names came."""
        return {
            name: prf(*(self._counts[name, count] for count in ("right", "found", "gold")))
            for name in self._names
        }
