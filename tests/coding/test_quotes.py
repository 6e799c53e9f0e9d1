"""What quotation marks mean: which kind a content is, and which few words are not somebody's."""

from __future__ import annotations

import pytest

from dragoman.coding.quotes import is_scare, is_title, kind, said
from dragoman.reading import quotations
from dragoman.records import Quotation, Span


def test_kind() -> None:
    text = "He was clear about the wish to “build new railways” there."
    quotation = quotations.found(text)[0].span
    assert kind((quotation,), (quotation,)) == "direct"
    assert kind((Span(0, len(text)),), (quotation,)) == "mixed"
    assert kind((Span(0, 10),), (quotation,)) == "indirect"


@pytest.mark.parametrize(
    ("quotation", "whose"),
    [
        (Quotation(0, 9, scare=0.9, title=0.05), "the author's distance"),
        (Quotation(0, 9, scare=0.05, title=0.9), "nobody's"),
        (Quotation(0, 9, scare=0.3, title=0.3), "somebody's"),
        (Quotation(0, 90), "somebody's"),
    ],
)
def test_few_words_may_be_nobodys(quotation: Quotation, whose: str) -> None:
    assert is_scare(quotation) is (whose == "the author's distance")
    assert is_title(quotation) is (whose == "nobody's")
    assert said([quotation]) == ((quotation.span,) if whose == "somebody's" else ())
