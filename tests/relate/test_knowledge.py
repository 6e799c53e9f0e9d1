"""The tables of this stage: each row is used, says why it is there, and names what other tables know."""

from __future__ import annotations

import re
from collections import Counter
from math import isfinite

import pytest

from dragoman.knowledge import tables
from dragoman.knowledge.actors import bodies, load
from dragoman.knowledge.incidents import RARE, common_words, measures, news, weights
from dragoman.relate.marks import words
from dragoman.relate.questions import sql

LIKENESS = [*tables.rows("incidents", "likeness.csv")]
COMMON = [*tables.rows("incidents", "common_words.csv")]
MEASURES = [*tables.rows("incidents", "measures.csv")]
NEWS = [*tables.rows("incidents", "news.csv")]


def test_each_weight_is_used_and_each_that_is_used_has_a_row() -> None:
    used = set(re.findall(r"\$w\.(\w+)", sql("link_events")))
    assert used == {row["feature"] for row in LIKENESS}


def test_no_feature_has_two_rows() -> None:
    assert len(weights()) == len(LIKENESS)


@pytest.mark.parametrize("row", LIKENESS, ids=lambda row: row["feature"])
def test_a_weight_is_a_number_that_does_something_and_says_when(row: dict[str, str]) -> None:
    assert isfinite(weights()[row["feature"]]) and weights()[row["feature"]] != 0
    assert row["holds"].strip()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["feature"],
        )
        for row in LIKENESS
    ],
)
def test_a_weight_gives_its_reason(row: dict[str, str]) -> None:
    assert row["reason"].strip()


def test_without_any_feature_two_reports_are_not_linked() -> None:
    assert weights()["base"] < 0


def test_a_copied_passage_links_whatever_else_speaks_against_it() -> None:
    against = (one for name, one in weights().items() if one < 0 and name not in ("base", "busy"))
    assert weights()["copied"] > -weights()["base"] - min(against)


# ---- words ----------------------------------------------------------------------------------------


def test_common_words_are_in_lower_case_and_stand_once() -> None:
    every = [word for row in COMMON for word in tables.values(row["words"])]
    assert [word for word in every if word != word.casefold()] == []
    assert [word for word, count in Counter(every).items() if count > 1] == []


def test_common_words_are_words_as_the_marks_cut_them() -> None:
    # a word that the marks would split is never met, so its row would do nothing
    assert [word for word in common_words() if not re.fullmatch(r"[^\W\d_]+", word)] == []
    assert words(" ".join(sorted(common_words())).title()) == ()


@pytest.mark.parametrize("row", COMMON, ids=lambda row: row["kind"])
def test_a_row_of_common_words_gives_its_reason(row: dict[str, str]) -> None:
    assert row["reason"].strip() and tables.values(row["words"])


def test_no_word_counts_two_measures() -> None:
    every = [word for row in MEASURES for word in tables.values(row["words"])]
    assert len(set(every)) == len(every) == len(measures())
    assert [word for word in every if not re.fullmatch(r"[^\W\d_]+", word) or word != word.casefold()] == []


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row["measure"])
def test_a_measure_gives_its_reason(row: dict[str, str]) -> None:
    assert row["reason"].strip()


# ---- news -----------------------------------------------------------------------------------------


def test_news_rates_are_shares_of_a_thousand_in_order() -> None:
    rates = [float(row["rate"]) for row in NEWS]
    assert all(0 < rate <= 1000 for rate in rates) and rates == sorted(rates, reverse=True)


def test_a_party_that_is_not_listed_is_rarer_than_those_that_are() -> None:
    assert 0 < RARE < min(news().values())


def test_each_party_of_the_news_is_a_state_or_a_body_and_stands_once() -> None:
    known = {*load().states, *bodies()}
    assert [row["party"] for row in NEWS if row["party"] not in known] == []
    assert len(news()) == len(NEWS)
