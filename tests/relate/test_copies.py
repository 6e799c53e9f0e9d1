"""Copies: which texts are the same text, how candidates are found, and which of them came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.relate.copies import (
    BANDS,
    FRAGMENT,
    SHARED,
    Text,
    bands,
    components,
    originals,
    shared,
    triples,
    verified,
)


def numbered(*places: range) -> str:
    """A text of words that all differ: it has two triples fewer than words."""
    return " ".join(f"word{n}" for place in places for n in place)


LONG = numbered(range(120))

# ---- triples --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway praised Chad", {("norway", "praised", "chad")}),
        ("a b c d", {("a", "b", "c"), ("b", "c", "d")}),
        ("a, b -- c!", {("a", "b", "c")}),
        ("a b a b a b", {("a", "b", "a"), ("b", "a", "b")}),
        ("Oslo", {("oslo",)}),
        ("Oslo waits", {("oslo", "waits")}),
        ("STRASSE straße Größe", {("strasse", "strasse", "grösse")}),
        ("…", {()}),
    ],
)
def test_triples_are_runs_of_three_words_in_any_case(text: str, expected: set[tuple[str, ...]]) -> None:
    assert triples(text) == expected


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=30))
def test_every_word_of_a_text_stands_in_a_triple(words: list[str]) -> None:
    found = triples(" ".join(words))
    assert {word for one in found for word in one} == set(words)
    assert {len(one) for one in found} == {min(3, len(words))}


# ---- shared ---------------------------------------------------------------------------------------

HALF_APART = numbered(range(60), range(500, 560))
EXCHANGED = " ".join("other" if n in (30, 60, 90) else f"word{n}" for n in range(120))
CASES = {
    "identical": (LONG, LONG, 1.0),
    "the last third trimmed": (LONG, numbered(range(80)), 1.0),
    "another case and other marks": (LONG, LONG.upper().replace(" ", ", "), 1.0),
    "three words exchanged, nine triples lost": (LONG, EXCHANGED, 109 / 118),
    "a fragment": (LONG, numbered(range(30)), None),
    "half of it another text": (LONG, HALF_APART, None),
    "unrelated": (LONG, numbered(range(1000, 1120)), None),
    "the same words in another order": (LONG, " ".join(reversed(LONG.split())), None),
    "one word": ("Oslo", "OSLO", 1.0),
    "one word against another": ("Oslo", "Bergen", None),
    "two words": ("Oslo waits.", "Oslo waits", 1.0),
    "two words against three": ("Oslo waits", "Oslo waits here", None),
    "a text of one word against a long one": ("word1", LONG, None),
}


@pytest.mark.parametrize(("one", "other", "share"), CASES.values(), ids=CASES)
def test_the_share_of_the_shorter_text_tells_copies(one: str, other: str, share: float | None) -> None:
    assert shared(one, other) == (pytest.approx(share) if share is not None else None)
    assert shared(other, one) == shared(one, other)


@pytest.mark.parametrize("kept", range(5, 119, 9))
def test_a_piece_is_a_copy_from_the_floor_of_fragments_on(kept: int) -> None:
    piece = numbered(range(kept + 2))
    assert (shared(LONG, piece) is not None) == (kept >= FRAGMENT * 118)


@pytest.mark.parametrize("common", range(40, 119, 6))
def test_a_rewritten_text_is_a_copy_from_the_floor_of_shared_triples_on(common: int) -> None:
    rewritten = numbered(range(common + 2), range(500, 500 + 118 - common))
    assert len(triples(rewritten)) == len(triples(LONG)) == 118
    assert (shared(LONG, rewritten) is not None) == (common >= SHARED * 118)


@given(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=12).map(" ".join),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=12).map(" ".join),
)
def test_the_share_is_one_of_the_shorter_in_either_order(one: str, other: str) -> None:
    share = shared(one, other)
    assert share == shared(other, one)
    assert shared(one, one) == 1.0
    if share is not None:
        assert SHARED <= share <= 1
        assert share * min(len(triples(one)), len(triples(other))) == pytest.approx(
            len(triples(one) & triples(other))
        )


def test_verified_keeps_the_pairs_that_are_copies() -> None:
    texts = {"a": LONG, "b": LONG, "c": HALF_APART, "d": numbered(range(80))}
    pairs = [("a", "b"), ("a", "c"), ("b", "d")]
    assert list(verified(pairs, texts)) == [("a", "b", 1.0), ("b", "d", 1.0)]


# ---- bands ----------------------------------------------------------------------------------------


def meet(texts: Sequence[str]) -> int:
    """How many bands two texts share."""
    one, other = bands(texts)
    return int((one == other).sum())


def test_bands_are_a_row_a_text() -> None:
    found = bands([LONG, "Oslo", HALF_APART])
    assert found.shape == (3, BANDS) and found.dtype == np.uint64
    assert len({int(one) for one in found[0]}) == BANDS


def test_texts_that_are_the_same_but_for_case_share_all_bands() -> None:
    assert meet([LONG, LONG.title()]) == BANDS
    assert meet(["Oslo waits", "oslo, waits"]) == BANDS


def test_unrelated_texts_share_no_band() -> None:
    assert meet([LONG, numbered(range(1000, 1120))]) == 0


def test_bands_are_the_same_whatever_else_is_hashed() -> None:
    # the store compares bands of different batches, so a text's may not depend on its company
    together = bands([HALF_APART, LONG])
    assert (bands([LONG]) == together[1:]).all() and (bands([HALF_APART]) == together[:1]).all()


@pytest.mark.parametrize("seed", range(12))
def test_a_lightly_edited_long_text_is_a_candidate(seed: int) -> None:
    words = [f"w{seed}x{n}" for n in range(200)]
    edited = [f"new{n}" if n % 25 == seed else word for n, word in enumerate(words)]
    assert shared(" ".join(words), " ".join(edited)) is not None
    assert meet([" ".join(words), " ".join(edited)]) >= 1


def test_most_texts_that_share_two_fifths_of_all_triples_are_candidates() -> None:
    # 94 of 100 by the shape of the bands; of 60 fewer than 50 would be a defect, no chance
    # 160 triples each, of which 92 in common: 92 of 228 in all
    pairs = [
        (
            " ".join(f"p{seed}w{n}" for n in range(162)),
            " ".join(f"p{seed}w{n}" if n < 94 else f"p{seed}v{n}" for n in range(162)),
        )
        for seed in range(60)
    ]
    one, other = triples(pairs[0][0]), triples(pairs[0][1])
    assert len(one & other) / len(one | other) == pytest.approx(0.4, abs=0.01)
    assert sum(meet(pair) >= 1 for pair in pairs) >= 50


# ---- components, originals ------------------------------------------------------------------------

LETTERS = "abcdefgh"
LINKS = st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), max_size=12)


def reached(links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The least letter that each can be walked to, found by spreading until nothing changes."""
    least = {one: one for one in LETTERS}
    while True:
        spread = dict(least)
        for a, b in links:
            spread[a] = spread[b] = min(spread[a], spread[b])
        if spread == least:
            return least
        least = spread


def test_links_over_several_steps_make_one_component() -> None:
    links = [("c", "d"), ("b", "c"), ("x", "y")]
    expected = {"a": "a", "b": "b", "c": "b", "d": "b", "x": "x", "y": "x"}
    assert components("abcdxy", links) == expected


@given(LINKS)
def test_components_are_what_can_be_walked_to(links: list[tuple[str, str]]) -> None:
    assert components(LETTERS, links) == reached(links)


MAY = date(2019, 5, 1)


def texts(**days: date | None) -> list[Text]:
    return [Text(document, day) for document, day in days.items()]


def test_the_first_published_is_the_original() -> None:
    made = texts(a=MAY, b=MAY - timedelta(days=1), c=MAY)
    assert originals(made, [("a", "b"), ("b", "c")]) == {"a": "b", "b": "b", "c": "b"}


def test_an_undated_text_is_no_original_of_a_dated_one() -> None:
    assert originals(texts(a=None, b=MAY), [("a", "b")]) == {"a": "b", "b": "b"}
    assert originals(texts(a=None, b=None), [("a", "b")]) == {"a": "a", "b": "a"}


def test_of_two_published_on_one_day_the_least_id_is_the_original() -> None:
    assert originals(texts(b=MAY, a=MAY), [("b", "a")]) == {"a": "a", "b": "a"}


def test_a_copy_of_a_copy_is_a_copy() -> None:
    made = texts(d=MAY, c=MAY + timedelta(days=1), b=MAY + timedelta(days=2), a=MAY)
    found = originals(made, [("b", "c"), ("c", "d")])
    assert found == {"b": "d", "c": "d", "d": "d", "a": "a"}


@given(
    st.lists(st.none() | st.dates(MAY, MAY + timedelta(days=3)), min_size=8, max_size=8),
    LINKS,
    st.data(),
)
def test_the_order_of_texts_and_links_does_not_matter(
    days: list[date | None], links: list[tuple[str, str]], data: st.DataObject
) -> None:
    made = [Text(document, day) for document, day in zip(LETTERS, days, strict=True)]
    found = originals(made, links)
    turned = [pair if data.draw(st.booleans()) else pair[::-1] for pair in data.draw(st.permutations(links))]
    assert originals(data.draw(st.permutations(made)), turned) == found
    groups = reached(links)
    for a, b in combinations(LETTERS, 2):
        assert (found[a] == found[b]) == (groups[a] == groups[b])
    for document, first in found.items():
        known = {one.document: one.published or date.max for one in made}
        assert known[first] <= known[document]


def test_a_text_that_gets_a_day_may_become_the_original() -> None:
    made = texts(a=MAY, b=None)
    dated = [made[0], replace(made[1], published=MAY - timedelta(days=9))]
    assert originals(made, [("a", "b")])["a"] == "a"
    assert originals(dated, [("a", "b")])["a"] == "b"
