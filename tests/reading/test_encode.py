"""Words to arrays: shapes of words, windows of sentences, and where each word's first subword stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.encode import CLS, LONGEST, SEP, SHAPES, Encoded, Encoder, arrays, shape, windows
from dragoman.reading.network import WEIGHTS

WORDS = {
    "treaty": "lower",
    "Geneva": "capitalised",
    "NATO": "capitals",
    "U.S.": "capitals",
    "A": "initial",
    "McKay": "mixed",
    "2015": "digits",
    "G7": "letters and digits",
    "…": "punctuation",
    "$": "symbol",
}


@pytest.mark.parametrize("word", WORDS)
def test_shapes(word: str) -> None:
    assert SHAPES[shape(word)] == WORDS[word]


def test_marks_stand_between_sentences() -> None:
    short, long = Encoded((7,), 1), Encoded((8, 9), 2)
    given = arrays([[[short, long], [short]], [[long]]])
    assert given["subwords"].tolist() == [[CLS, 7, 8, 9, SEP, 7, SEP], [CLS, 8, 9, SEP, 0, 0, 0]]
    assert given["shapes"].tolist() == [[0, 1, 2, 2, 0, 1, 0], [0, 2, 2, 0, 0, 0, 0]]
    assert given["mask"].sum(axis=1).tolist() == [7, 4]
    assert given["firsts"].tolist() == [[1, 2, 5], [1, 0, 0]]
    assert given["sentence"].tolist() == [[0, 0, 1], [0, -1, -1]]
    assert {array.dtype for array in given.values()} == {np.dtype(np.int64)}


def test_a_window_that_the_network_cannot_take() -> None:
    with pytest.raises(ValueError, match="the encoder takes"):
        arrays([[[Encoded((7,), 1)] * LONGEST]])


@given(st.lists(st.integers(1, 300)), st.integers(1, 400))
def test_windows_hold_every_sentence_once(lengths: list[int], most: int) -> None:
    found = windows(lengths, most)
    assert [number for run in found for number in run] == list(range(len(lengths)))
    for run in found:
        assert len(run) == 1 or 1 + sum(lengths[number] + 1 for number in run) <= most


def test_every_word_has_a_subword_and_few() -> None:
    encoder = Encoder(WEIGHTS / "tokenizer.json")
    words = ["Geneva", "\u200b", "https://example.org/a/very/long/address/of/a/page", "don", "’t", "😀"]
    encoded = encoder.encode(words)
    assert all(1 <= len(word.subwords) <= 8 for word in encoded)
    assert encoder.encode(words) == encoded
    assert encoder.lengths([words]) == [sum(len(word.subwords) for word in encoded)]
    assert encoder.batch([[words]])["firsts"].shape == (1, len(words))
