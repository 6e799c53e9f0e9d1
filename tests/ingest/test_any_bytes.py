"""Whatever the bytes: an article or a refusal, and no character lost on the way."""

from __future__ import annotations

import hashlib
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import IngestError, furniture, html, text
from dragoman.ingest.decode import clean, decode
from dragoman.ingest.source import Stated

LINES = [rule.example for rule in furniture.rules()] + [
    "",
    "",
    "The minister said on Monday that the two states would open the border before the summer.",
    "A headline of five words",
    "3 March 2024",
    "Jane Roe | 3 March 2024",
]
PAGES = st.lists(st.sampled_from(LINES) | st.text(max_size=60), max_size=25).map("\n".join)


def _accounted(data: bytes) -> None:
    try:
        article = text.read(data, "some bytes", Stated())
    except IngestError as error:
        assert error.source == "some bytes"
        assert error.problem
        assert error.remedy
        return
    given_text = clean(decode(data, "some bytes"))
    kept = Counter("".join(article.text.split()))
    taken = Counter("".join("".join(line.text for line in article.dropped).split()))
    assert Counter("".join(given_text.split())) == kept + taken
    assert article.id == hashlib.sha256(article.text.encode()).hexdigest()[:16]
    assert article.text.strip() == article.text != ""
    assert article.title is None or article.text.startswith(article.title)


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_bytes(data: bytes) -> None:
    _accounted(data)


@given(PAGES)
@settings(deadline=None, max_examples=250)
def test_any_mixture_of_furniture_and_text(page: str) -> None:
    _accounted(page.encode("utf-8", errors="ignore"))


@given(st.text())
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(words: str) -> None:
    assert clean(clean(words)) == clean(words)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div", ">", "<a href=x>", "<td>", "&amp;", "word ", "\x00", "<!--"])
    )
)
@settings(deadline=None, max_examples=80)
def test_any_tag_soup(pieces: list[str]) -> None:
    try:
        article = html.read("".join(pieces).encode(), "soup", Stated())
    except IngestError as error:
        assert error.problem
    else:
        assert article.text
