"""The JSON lines keep the contract, lose nothing, and every span's words are those of the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.records import Coding
from dragoman.serve import jsonl
from tests.store.made import TEXT, article, coding, codings, no_meeting, praise, trust

FIELDS = {
    "document": "id title authors outlet republished_from published language genre url text dropped",
    "event": "id document event_type mode contexts quad intensity actor recipient trigger evidence "
    "factuality polarity certainty figurative date place voice confidence codebook coder",
    "statement": "id document source cue content quote about contexts voice",
    "assessment": "id document dyad about aspect direction contexts evidence voice",
}


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with start, end and text, however deep."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from spans(member)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=codings())
def test_any_coding_comes_back_and_its_spans_are_the_text(made: Coding) -> None:
    written = list(jsonl.lines(made))
    assert not any("\n" in line for line in written)
    assert list(jsonl.codings(written)) == [made]
    for line in written:
        for one in spans(json.loads(line)):
            assert made.article.text[one["start"] : one["end"]] == one["text"]


@pytest.mark.parametrize("record", list(jsonl.objects(coding())), ids=lambda one: str(one["record"]))
def test_every_record_has_the_fields_of_the_contract(record: dict[str, Any]) -> None:
    assert FIELDS[record["record"]].split() == [
        key for key in FIELDS[record["record"]].split() if key in record
    ]


def test_several_articles_in_one_stream() -> None:
    other = Coding(article("Another text.", None))
    assert list(jsonl.codings([*jsonl.lines(coding()), *jsonl.lines(other)])) == [coding(), other]


def test_country_is_a_code_or_null() -> None:
    event = jsonl.event(no_meeting(), TEXT)
    assert [one["country"] for one in event["actor"]] == ["NOR", "TCD"]
    assert event["voice"][1]["holder"]["country"] is None


def test_voice_is_a_list_from_the_outermost_holder_in() -> None:
    first, last = jsonl.statement(trust(), TEXT)["voice"]
    assert first == {"holder": "author", "cue": None, "quote": None}
    assert last["holder"]["name"] == "Ingrid Dahl"
    assert TEXT[last["cue"]["start"] : last["cue"]["end"]] == "said" and last["quote"] == "mixed"


def test_a_date_has_its_days_and_an_absent_one_is_null() -> None:
    when = jsonl.event(praise(), TEXT)["date"]
    assert (when["from"], when["to"], when["precision"], when["basis"]) == (
        "2019-04-29",
        "2019-04-29",
        "day",
        "relative",
    )
    assert set(when) == {"text", "start", "end", "from", "to", "precision", "basis", "value", "reason"}
    assert jsonl.event(no_meeting(), TEXT)["date"] is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a record"),
        ('{"record": "event"}', "line 1: a record before"),
    ],
)
def test_a_line_that_is_no_record_is_named(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        list(jsonl.codings([line]))
