"""A dyad's table: who counts, in which direction, on whose word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.records import Coding
from dragoman.relate import Count, relation
from dragoman.store import Store
from tests.store.made import CHAD, NORWAY, coding, no_meeting, praise, trend, trust


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "made.duckdb") as made:
        made.save(coding(), "made.txt")
        yield made


def test_only_what_happened_is_counted(store: Store) -> None:
    found = relation(store.connection, "NOR", "TCD")
    assert found.counts == (Count("2019-04", "verbal cooperation", "report", 1),)
    assert {event.id for event in found.events} == {"e-praise", "e-meeting"}


def test_other_factualities_are_counted_on_request(store: Store) -> None:
    found = relation(store.connection, "NOR", "TCD", ("did_not_happen",))
    assert found.counts == (Count(None, "verbal cooperation", "unnamed", 1),)


def test_only_some_voices_on_request(store: Store) -> None:
    official = relation(store.connection, "NOR", "TCD", voices=("official",))
    assert [row.id for row in official.statements] == ["s-trust"]
    assert (official.counts, official.events, official.assessments) == ((), (), ())
    both = relation(store.connection, "NOR", "TCD", voices=("report", "unnamed"))
    assert [row.id for row in both.events] == ["e-praise", "e-meeting"] and not both.statements


def test_direction_follows_the_order_asked_for(store: Store) -> None:
    forth = {event.id: event.direction for event in relation(store.connection, "NOR", "TCD").events}
    back = {event.id: event.direction for event in relation(store.connection, "TCD", "NOR").events}
    assert forth == {"e-praise": "forth", "e-meeting": "both"}
    assert back == {"e-praise": "back", "e-meeting": "both"}


def test_an_event_row_tells_date_voice_and_words(store: Store) -> None:
    dated, undated = relation(store.connection, "NOR", "TCD").events
    assert (dated.date_from, dated.holder, dated.words) == (date(2019, 4, 29), None, "praised")
    assert (dated.voice_kind, undated.voice_kind) == ("report", "unnamed")
    assert dated.evidence == "Norway praised Chad on Monday"
    assert (undated.date_from, undated.holder) == (None, "some")
    assert undated.date_reason == "no time expression"


def test_statements_of_one_about_the_other(store: Store) -> None:
    (row,) = relation(store.connection, "NOR", "TCD").statements
    assert (row.source, row.about, row.stance, row.quote) == ("Ingrid Dahl", "TCD", "positive", "mixed")
    assert row.content == "Chad … “is a partner we trust”"


def test_a_third_party_that_speaks_of_both(store: Store) -> None:
    about = trust().about[0]
    both = replace(trust(), source=None, about=(about, replace(about, participant=NORWAY, stance=None)))
    store.save(replace(coding(), statements=(both,)), "made.txt")
    rows = relation(store.connection, "NOR", "TCD").statements
    assert [(row.about, row.source) for row in rows] == [("TCD", None), ("NOR", None)]


def test_assessments_of_the_relation(store: Store) -> None:
    (row,) = relation(store.connection, "TCD", "NOR").assessments
    assert (row.aspect, row.direction, row.voice_kind, row.contexts) == (
        "trend",
        "improving",
        "report",
        ("diplomatic",),
    )


def test_a_third_country_is_no_part_of_it(store: Store) -> None:
    found = relation(store.connection, "NOR", "FRA")
    assert (found.counts, found.events, found.statements, found.assessments) == ((), (), (), ())


def test_a_group_counts_for_each_of_its_members(store: Store) -> None:
    group = replace(NORWAY, text="the two", country=("NOR", "TCD"), name=None)
    event = replace(no_meeting(), actor=(group,), recipient=(group,), factuality="happened")
    store.save(Coding(coding().article, (event,)), "made.txt")
    assert [row.direction for row in relation(store.connection, "NOR", "TCD").events] == ["both"]


def test_an_event_over_two_months_is_undated_in_the_counts(store: Store) -> None:
    when = praise().date
    assert when is not None
    longer = replace(praise(), date=replace(when, last=date(2019, 5, 2)), recipient=(CHAD,))
    store.save(Coding(coding().article, (longer,)), "made.txt")
    assert [count.month for count in relation(store.connection, "NOR", "TCD").counts] == [None]


def test_each_sentence_of_evidence_is_the_texts(store: Store) -> None:
    (row,) = relation(store.connection, "NOR", "TCD").assessments
    assert row.evidence in coding().article.text and trend().evidence
