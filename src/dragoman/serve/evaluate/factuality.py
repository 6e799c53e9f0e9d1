"""``dragoman eval factuality``: how certain the reader takes events to be, against scores from -3 to 3.

The words are given, and neighbouring rows are read in the reader's windows, as the sentences of an article
are. An event whose word the reader takes for none that can evoke an event has no score (``unanswered``); it
counts as certain, since that is what an unmarked event is. ``constant`` is the score of a system that says so
of every event.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.records import Word
from dragoman.serve.evaluate.gold import WHOLE, Part, rows

CERTAIN = 3.0
"""The highest score: the text presents the event as having happened."""

MARKS = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
"""What the Penn Treebank writes for marks, and the marks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence in words, and (place of the word, score) of its events."""

    words: tuple[str, ...]
    events: tuple[tuple[int, float], ...]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a JSONL file (``text``, ``targets``); ``n`` counts events, ``part`` is of sentences."""
    from dragoman.reading.reader import Reader

    gold = part.of(rows(path, judged))
    reader = Reader()
    found = reader.parse([one.words for one in gold])
    true = [label for one in gold for _, label in one.events]
    return {
        "reader": reader.version,
        "n": len(true),
        "sentences": len(gold),
        **compare(true, answers(gold, found)),
        "constant": compare(true, [CERTAIN] * len(true)),
    }


def judged(row: dict[str, Any]) -> Judged:
    """One row of the file. Raises KeyError or ValueError where it is none."""
    words = tuple(MARKS.get(word, word) for word in row["text"].split())
    events = tuple((target["span1"][0], float(target["label"])) for target in row["targets"])
    if not words or not all(0 <= place < len(words) for place, _ in events):
        raise ValueError("no words, or a target beyond them")
    return Judged(words, events)


def answers(gold: Sequence[Judged], found: Sequence[Sequence[Word]]) -> list[float | None]:
    """The reader's score of each event, None where it gives none."""
    return [words[place].certainty for one, words in zip(gold, found, strict=True) for place, _ in one.events]


def compare(true: Sequence[float], found: Sequence[float | None]) -> dict[str, float | None]:
    """Mean absolute error and Pearson's r (None where one side never varies)."""
    given = [CERTAIN if one is None else one for one in found]
    return {
        "mae": round(statistics.fmean(abs(a - b) for a, b in zip(true, given, strict=True)), 3)
        if true
        else None,
        "r": _pearson(true, given),
        "unanswered": sum(one is None for one in found),
    }


def _pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    try:
        return round(statistics.correlation(one, other), 3)
    except statistics.StatisticsError:
        return None
