"""Words to the arrays that the reader's network takes; training and run time share this module.

A window is a run of sentences that the network sees together, ``[CLS] s1 [SEP] s2 [SEP] …``. Words are cut
into subwords one by one, so that every word has a first subword, where its outputs are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.reading.wordpiece import WordPiece

__all__ = [
    "MOST_SUBWORDS",
    "SHAPES",
    "WINDOW",
    "Encoded",
    "Encoder",
    "arrays",
    "marked",
    "shape",
    "windows",
]

PAD, UNKNOWN, CLS, SEP = 0, 100, 101, 102  # of the BERT uncased vocabulary
MOST_SUBWORDS = 8  # of one word; the rest of a web address says nothing more
WINDOW = 192  # subwords, the three kinds of marks included
LONGEST = 512  # subwords: the encoder has no positions beyond
SHAPES = (
    "none",  # marks and padding
    "lower",
    "capitalised",
    "capitals",
    "initial",  # one capital letter, with or without a full stop
    "mixed",
    "digits",
    "letters and digits",
    "punctuation",
    "symbol",
)
_CACHED = 8_000  # different words kept; an article has some hundreds, and a long run ever more


class Encoded(NamedTuple):
    """A word as the network sees it: its subwords and the class of its shape."""

    subwords: tuple[int, ...]
    shape: int


def shape(word: str) -> int:
    """The class of ``word`` in ``SHAPES``: what an uncased vocabulary cannot tell."""
    return SHAPES.index(_shape(word))


def _shape(word: str) -> str:
    if any(character.isdigit() for character in word):
        return "letters and digits" if any(character.isalpha() for character in word) else "digits"
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return "punctuation" if all(character in _PUNCTUATION for character in word) else "symbol"
    return _casing(letters)


_PUNCTUATION = frozenset(".,;:!?'\"`‘’“”«»()[]{}-–—…/")


def _casing(letters: list[str]) -> str:
    capitals = [letter.isupper() for letter in letters]
    if not any(capitals):
        return "lower"
    if len(letters) == 1:
        return "initial"
    if all(capitals):
        return "capitals"
    return "capitalised" if capitals[0] and not any(capitals[1:]) else "mixed"


def windows(lengths: Sequence[int], most: int = WINDOW) -> list[range]:
    """Runs of consecutive sentences, each as long as ``most`` subwords allow; ``lengths`` from `Encoder`.

    A sentence that is too long by itself is a window of its own.
    """
    runs: list[range] = []
    start, used = 0, 1
    for number, length in enumerate(lengths):
        if used + length + 1 > most and number > start:
            runs.append(range(start, number))
            start, used = number, 1
        used += length + 1
    if start < len(lengths):
        runs.append(range(start, len(lengths)))
    return runs


class Encoder:
    """Cuts words into subwords, remembering the words it has seen.

    Raises what `WordPiece` raises where the file is missing or broken.
    """

    def __init__(self, tokenizer: Path) -> None:
        self._cutter = WordPiece(tokenizer)
        self._seen: dict[str, Encoded] = {}

    def encode(self, words: Sequence[str]) -> list[Encoded]:
        """The words as the network sees them, in order."""
        if len(self._seen) > _CACHED:
            self._seen.clear()
        self._learn(dict.fromkeys(word for word in words if word not in self._seen))
        return [self._seen[word] for word in words]

    def _learn(self, words: Iterable[str]) -> None:
        for word in words:
            subwords = tuple(self._cutter.pieces(word)[:MOST_SUBWORDS])
            self._seen[word] = Encoded(subwords or (UNKNOWN,), shape(word))

    def lengths(self, sentences: Sequence[Sequence[str]]) -> list[int]:
        """Subwords in each sentence, marks not counted."""
        return [sum(len(word.subwords) for word in self.encode(words)) for words in sentences]

    def batch(self, windows: Sequence[Sequence[Sequence[str]]]) -> dict[str, NDArray[np.int64]]:
        """The network's inputs for windows of sentences of words; see `arrays`."""
        return arrays([[self.encode(words) for words in window] for window in windows])


def arrays(windows: Sequence[Sequence[Sequence[Encoded]]]) -> dict[str, NDArray[np.int64]]:
    """The network's inputs, padded to the longest window.

    ``subwords``, ``shapes``, ``mask`` (1 where there is a subword) are [windows, subwords]; ``firsts`` (place
    of each word's first subword, 0 as padding) and ``sentence`` (its number in the window, -1 as padding) are
    [windows, words]. Raises ValueError where a window is longer than the encoder's 512 positions.
    """
    rows = [_row(window) for window in windows]
    longest = max((len(row.subwords) for row in rows), default=1)
    if longest > LONGEST:
        raise ValueError(f"a window of {longest} subwords; the encoder takes {LONGEST}")
    return {
        "subwords": _padded([row.subwords for row in rows], PAD),
        "shapes": _padded([row.shapes for row in rows], 0),
        "mask": _padded([[1] * len(row.subwords) for row in rows], 0),
        "firsts": _padded([row.firsts for row in rows], 0),
        "sentence": _padded([row.sentence for row in rows], -1),
    }


def marked(
    words: Sequence[Encoded], actor: tuple[int, int] | None, recipient: tuple[int, int] | None
) -> dict[str, NDArray[np.int64]]:
    """The inputs of the network of pairs for one sentence with two ranges of its words between marks.

    ``subwords`` and ``shapes`` are [1, S]; ``marks`` [1, 2] are the places of the marks before the actor and
    the recipient, 0 (where ``[CLS]`` stands) for one that is not there. Raises ValueError where the sentence
    is longer than the encoder's 512 positions.
    """
    row = _Row([CLS], [0], [], [])
    places = [0, 0]
    for number in range(len(words) + 1):
        for side in _MARKED:
            if (phrase := (actor, recipient)[side]) and phrase[1] == number:
                row.mark(_CLOSES[side])
        for side in _MARKED:
            if (phrase := (actor, recipient)[side]) and phrase[0] == number:
                places[side] = row.mark(_OPENS[side])
        if number < len(words):
            row.subwords.extend(words[number].subwords)
            row.shapes.extend([words[number].shape] * len(words[number].subwords))
    row.mark(SEP)
    if len(row.subwords) > LONGEST:
        raise ValueError(f"a sentence of {len(row.subwords)} subwords; the encoder takes {LONGEST}")
    return {
        "subwords": np.array([row.subwords], dtype=np.int64),
        "shapes": np.array([row.shapes], dtype=np.int64),
        "marks": np.array([places], dtype=np.int64),
    }


_MARKED = (0, 1)  # actor, recipient
_OPENS, _CLOSES = (1, 3), (2, 4)  # unused entries of the vocabulary


class _Row(NamedTuple):
    subwords: list[int]
    shapes: list[int]
    firsts: list[int]
    sentence: list[int]

    def mark(self, subword: int) -> int:
        """Put a mark at the end; its place."""
        self.subwords.append(subword)
        self.shapes.append(0)
        return len(self.subwords) - 1


def _row(window: Sequence[Sequence[Encoded]]) -> _Row:
    row = _Row([CLS], [0], [], [])
    for number, words in enumerate(window):
        for word in words:
            row.firsts.append(len(row.subwords))
            row.sentence.append(number)
            row.subwords.extend(word.subwords)
            row.shapes.extend([word.shape] * len(word.subwords))
        row.mark(SEP)
    return row


def _padded(rows: Sequence[Sequence[int]], filler: int) -> NDArray[np.int64]:
    table = np.full((len(rows), max((len(row) for row in rows), default=1)), filler, dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table
