"""What was asked, in words and as the name of a file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.serve.question import LONGEST_NAME, Question, ascii_words


@pytest.mark.parametrize(
    ("asked", "words", "filename"),
    [
        (
            Question("series", ("RUS", "PAK"), {"voice": ("official",), "freq": ("quarter",)}),
            "Index and incidents of Russia and Pakistan by quarter: incidents told as happened; "
            "on the word of official",
            "RUS-PAK-official-quarter-series",
        ),
        (
            Question("changes", ("PAK", "RUS"), {"factuality": ("planned", "did_not_happen")}),
            "Changes of level of Pakistan and Russia by month: incidents told as planned or did not happen",
            "PAK-RUS-planned-did_not_happen-month-changes",
        ),
        (
            Question("ties", (), {"factuality": ("any",), "party": ("IND",), "freq": ("year",)}),
            "Dyads at a glance by year: incidents naming India; told in any way",
            "IND-any-year-ties",
        ),
        (
            Question("incidents", ("IND",), {"since": ("2015-01-01",), "private": ("false",)}),
            "Incidents of India: since 2015-01-01",
            "IND-since-2015-01-01-incidents",
        ),
        (
            Question("statements", ("PAK", "RUS"), {"sector": ("GOV",), "until": ("2016-01-01",)}),
            "Statements of Pakistan and Russia: until 2016-01-01",
            "PAK-RUS-until-2016-01-01-statements",
        ),
        (
            Question("statements", (), {"sector": ("GOV",), "actor": ("European Union",)}),
            "Statements: by European Union; done by GOV",
            "European_Union-GOV-statements",
        ),
        (
            Question("records", (), {"q": ("gas “pipeline”",), "type": ("AID",), "private": ("true",)}),
            "Records: of type AID; with the words “gas “pipeline””; what private persons do, too",
            "AID-gas_pipeline-private-records",
        ),
        (Question("incidents"), "Incidents", "incidents"),
    ],
)
def test_a_question_is_told(asked: Question, words: str, filename: str) -> None:
    assert asked.words == words
    assert asked.filename == filename


def test_of_many_values_some_are_told_and_all_are_counted() -> None:
    asked = Question("events", (), {"outlet": tuple(f"Outlet {at}" for at in range(50))})
    assert asked.words.endswith("Outlet 5, 44 more")
    assert asked.filename == "50-outlet-events"


NAMES = st.sampled_from(["outlet", "q", "party", "since", "type", "beside"])


@given(
    st.sampled_from(["series", "records", "search"]),
    st.lists(st.text(max_size=200), max_size=2).map(tuple),
    st.dictionaries(NAMES, st.lists(st.text(max_size=200), min_size=1, max_size=50).map(tuple)),
)
def test_whatever_is_asked_the_name_and_the_line_can_be_written(
    kind: str, parties: tuple[str, ...], asked: dict[str, tuple[str, ...]]
) -> None:
    told = Question(kind, parties, asked)
    assert re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{LONGEST_NAME - 1}}}", told.filename)
    line = ascii_words(told.words)
    assert line.isascii() and (line.isprintable() or not line)
    assert len(line) < 6000


def test_letters_lose_their_accents_alone() -> None:
    assert ascii_words("Türkiye, “Œuvre”… Путин\r\nX-Header: 1") == 'Turkiye, "?uvre"... ?????  X-Header: 1'
