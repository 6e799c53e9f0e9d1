"""Where the network corrects the splitter: sentences divided and joined by its logits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dragoman.reading.encode import Encoded
from dragoman.reading.reader import Reader, _cut_anew, _Piece


def _piece(forms: Sequence[str], start: int = 0, paragraph: int = 1, firm: bool = False) -> _Piece:
    """A sentence of words that stand apart by single spaces."""
    words = []
    for form in forms:
        words.append((start, start + len(form)))
        start += len(form) + 1
    return _Piece(paragraph, words, list(forms), [Encoded((7,), 1)] * len(forms), firm)


def _cut(pieces: Sequence[_Piece], opens: Sequence[float]) -> list[list[str]]:
    return [piece.forms for piece in _cut_anew(pieces, np.array(opens, np.float32))]


def test_nothing_changes_where_the_network_agrees() -> None:
    pieces = [_piece(["They", "met"]), _piece(["Talks", "failed"], 9)]
    assert _cut(pieces, [5, -5, 5, -5]) == [["They", "met"], ["Talks", "failed"]]


def test_a_sentence_is_divided() -> None:
    assert _cut([_piece(["They", "met", "talks", "failed"])], [5, -5, 5, -5]) == [
        ["They", "met"],
        ["talks", "failed"],
    ]


def test_two_sentences_are_joined() -> None:
    pieces = [_piece(["They", "met", "Gov."]), _piece(["Said", "there"], 14)]
    assert _cut(pieces, [5, -5, -5, -5, -5]) == [["They", "met", "Gov.", "Said", "there"]]


def test_paragraphs_and_lines_are_never_joined() -> None:
    for other in (_piece(["Said"], 20, paragraph=2), _piece(["Said"], 20, firm=True)):
        assert _cut([_piece(["They"]), other], [5, -5]) == [["They"], ["Said"]]


def test_what_would_be_too_long_is_not_joined() -> None:
    pieces = [_piece(["a"] * 300), _piece(["b"] * 300, 700)]
    assert [len(forms) for forms in _cut(pieces, [5] + [-5] * 599)] == [300, 300]


def test_no_sentence_begins_after_a_comma() -> None:
    assert _cut([_piece(["They", "met", ",", "talks", "failed"])], [5, -5, -5, 5, -5]) == [
        ["They", "met", ",", "talks", "failed"]
    ]


def test_an_opening_mark_stays_with_its_words() -> None:
    """“We agree”: glued to the mark before it, "We" begins nothing; after "left.” " a sentence may begin."""
    pieces = [_Piece(1, [(0, 1), (1, 3), (4, 9)], ["“", "We", "agree"], [Encoded((7,), 1)] * 3)]
    assert _cut(pieces, [5, 5, -5]) == [["“", "We", "agree"]]
    glued = [_Piece(1, [(0, 4), (4, 5), (5, 7)], ["left", ".", "He"], [Encoded((7,), 1)] * 3)]
    assert _cut(glued, [5, -5, 5]) == [["left", "."], ["He"]]


@pytest.mark.parametrize("window", [-1, 513])
def test_a_window_that_the_network_cannot_take_is_refused(window: int) -> None:
    with pytest.raises(ValueError, match="a window of"):
        Reader(window=window).parse([["They", "met"]])
