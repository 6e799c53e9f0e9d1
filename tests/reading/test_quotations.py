"""Quotations: where they begin and end, whatever marks a newspaper uses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.quotations import found, words_inside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “all is well” and left.", ["“all is well”"]),
        ('He said "all is well" and "fine".', ['"all is well"', '"fine"']),
        ("“One.\n\n“Two.” He left.", ["“One.", "“Two.”"]),
        ("“One.\n\nHe left.", ["“One."]),
        ("Nobody spoke.", []),
        ("He said ''all is well'' and left Kenya's side.", ["''all is well''"]),
        ("„Gut“, sagte er.", ["„Gut“"]),
        ("She called it ‘a farce’, the ministers’ own.", ["‘a farce’"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("In the ‘90s the ministers’ plan failed.", []),
        ("Stray ” mark and “one more”.", ["“one more”"]),
    ],
    ids=[
        "curly",
        "straight",
        "two paragraphs",
        "never closed",
        "none",
        "apostrophes",
        "German",
        "single",
        "inside another",
        "a decade",
        "stray",
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in found(text)] == expected


@given(st.text(alphabet="ab “”„‘’\"\n«»'.", max_size=60))
def test_quotations_lie_in_the_text_and_never_overlap(text: str) -> None:
    every = found(text)
    assert all(0 <= one.start < one.end <= len(text) for one in every)
    assert all(a.end <= b.start for a, b in pairwise(every))


def test_words_inside() -> None:
    text = "the wish to ''build new railways'' there"
    assert words_inside(text, found(text)[0]) == 3
