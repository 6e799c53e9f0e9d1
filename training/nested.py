"""Attributions inside attributions, made of PolNeAR's own sentences.

PolNeAR marks no attribution inside the content of another, so that a reader of it learns that there is none.
Here the content of one sentence ("X said that …", "X said: “…”") is replaced by another sentence that has an
attribution of its own, whose content becomes the inner layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from labels import BEGIN, INSIDE, LAYERS

SOURCE, CUE, CONTENT, INNER = range(len(LAYERS))
Labels = list[list[int]]
_OPEN, _CLOSE = '“"', '”"'


@dataclass(frozen=True)
class Attributed:
    """A sentence that holds all of its attributions; ``links`` are (span's first word, cue's first word)."""

    words: list[str]
    labels: Labels
    links: list[tuple[int, int]]


def made(sentences: Sequence[Attributed], number: int, random: Generator) -> Iterator[Attributed]:
    """``number`` sentences with one attribution inside another."""
    frames = [(sentence, content) for sentence in sentences if (content := _frame(sentence))]
    inner = [sentence for sentence in sentences if _fits(sentence)]
    lowered = _lowered(sentences)
    for _ in range(number):
        frame, content = frames[random.integers(len(frames))]
        yield _inserted(frame, content, inner[random.integers(len(inner))], lowered)


def _lowered(sentences: Sequence[Attributed]) -> frozenset[str]:
    """Capitalised words that are mostly written small elsewhere."""
    seen = Counter(word for sentence in sentences for word in sentence.words[1:])
    return frozenset(
        word for word in {s.words[0] for s in sentences if s.words} if seen[word.lower()] > seen[word]
    )


def _frame(sentence: Attributed) -> tuple[int, int] | None:
    """The content to replace: the only one, a clause with "that" or all in quotation marks."""
    starts = [place for place, labels in enumerate(sentence.labels) if labels[CONTENT] == BEGIN]
    cues = [place for place, labels in enumerate(sentence.labels) if labels[CUE] == BEGIN]
    if len(starts) != 1 or len(cues) != 1 or len(sentence.words) > 60:
        return None
    end = starts[0] + 1
    while end < len(sentence.words) and sentence.labels[end][CONTENT] == INSIDE:
        end += 1
    first, last = sentence.words[starts[0]], sentence.words[end - 1]
    clause = first == "that" or (first in _OPEN and last in _CLOSE)
    return (starts[0], end) if clause and end - starts[0] > 4 else None


def _fits(sentence: Attributed) -> bool:
    cues = sum(labels[CUE] == BEGIN for labels in sentence.labels)
    quoted = any(word in _OPEN for word in sentence.words[:1])
    return 1 <= cues <= 2 and 6 <= len(sentence.words) <= 35 and not quoted and sentence.words[-1] in ".!?"


def _inserted(
    frame: Attributed, content: tuple[int, int], inner: Attributed, lowered: frozenset[str]
) -> Attributed:
    start, end = content
    quoted = frame.words[start] in _OPEN
    words, labels = list(inner.words), [list(row) for row in inner.labels]
    if not quoted:  # inside a clause with "that": no full stop, no capital
        words, labels = words[:-1], labels[:-1]
        words[0] = words[0].lower() if words[0] in lowered else words[0]
    for row in labels:
        row[INNER], row[CONTENT] = row[CONTENT], INSIDE
    tail = end - 1 if quoted else end
    grown = len(words) - (tail - start - 1)
    moved = [(_shifted(span, tail, grown), _shifted(cue, tail, grown)) for span, cue in frame.links]
    inside = [(span + start + 1, cue + start + 1) for span, cue in inner.links]
    return Attributed(
        [*frame.words[: start + 1], *words, *frame.words[tail:]],
        [*frame.labels[: start + 1], *labels, *frame.labels[tail:]],
        [*moved, *inside],
    )


def _shifted(place: int, after: int, by: int) -> int:
    return place + by if place >= after else place
