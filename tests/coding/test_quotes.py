"""Quotations: where they begin and end, and what kind a content is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.quotes import kind, quoted, words_inside
from dragoman.records import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “all is well” and left.", ["“all is well”"]),
        ('He said "all is well" and "fine".', ['"all is well"', '"fine"']),
        ("“One.\n\n“Two.” He left.", ["“One.", "“Two.”"]),
        ("“One.\n\nHe left.", ["“One."]),
        ("Nobody spoke.", []),
    ],
    ids=["curly", "straight", "two paragraphs", "never closed", "none"],
)
def test_quoted(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in quoted(text)] == expected


@given(st.text(alphabet="ab “”\"\n«»'", max_size=60))
def test_quotations_lie_in_the_text_and_never_overlap(text: str) -> None:
    spans = quoted(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_kind() -> None:
    text = "He was clear about the wish to “build new railways” there."
    (quotation,) = quoted(text)
    assert words_inside(text, quotation) == 3
    assert kind((quotation,), (quotation,)) == "direct"
    assert kind((Span(0, len(text)),), (quotation,)) == "mixed"
    assert kind((Span(0, 10),), (quotation,)) == "indirect"
