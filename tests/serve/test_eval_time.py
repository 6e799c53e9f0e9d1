"""Time scores: TimeML read, expressions paired, figures that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.serve.evaluate.time import DATES, EVERY, Document, Expression, compare, document, normal, read

TML = """<TimeML><DOCID>a</DOCID><DCT><TIMEX3 tid="t0" type="DATE" value="2019-05-03">3 May</TIMEX3></DCT>
<TEXT>Talks failed on <TIMEX3 tid="t1" type="DATE" value="2019-05-02">Thursday</TIMEX3>. They had
<EVENT eid="e1">lasted</EVENT> <TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>; more &amp;
better ones are set for <TIMEX3 tid="t3" type="DATE" value="2019-06">June</TIMEX3>.</TEXT></TimeML>"""


@pytest.fixture
def gold() -> Document:
    return document({"id": "a", "tml": TML})


def test_a_document_is_text_anchor_and_expressions(gold: Document) -> None:
    assert gold.anchor == date(2019, 5, 3)
    assert [gold.text[one.start : one.end] for one in gold.times] == ["Thursday", "three days", "June"]
    assert [one.kind for one in gold.times] == ["DATE", "DURATION", "DATE"]


@pytest.mark.parametrize("tml", ["<TimeML>", "<TimeML><TEXT>No creation time</TEXT></TimeML>"])
def test_no_timeml_is_refused(tml: str) -> None:
    with pytest.raises(ValueError, match=r"not XML|creation time"):
        document({"id": "a", "tml": tml})


def test_the_system_reads_it(gold: Document) -> None:
    assert compare([(gold.times, read(gold))], EVERY)["strict_f1"] == 100.0


def test_a_perfect_copy_has_all(gold: Document) -> None:
    scores = compare([(gold.times, gold.times)], EVERY)
    assert {value for name, value in scores.items() if "_" in name and name != "value_normal"} == {100.0}
    assert (scores["gold"], scores["value_normal"]) == (3, 3)


def test_faults_cost_what_they_should(gold: Document) -> None:
    """Of three, one has a longer span and another value, one is missed; one found is not there."""
    first = replace(gold.times[0], start=gold.times[0].start - 3, value="2019-05-09")
    scores = compare([(gold.times, [Expression(0, 5, "DATE", "2019"), first, gold.times[2]])], EVERY)
    counts = {name: scores[name] for name in ("gold", "found", "relaxed", "strict", "value")}
    assert counts == {"gold": 3, "found": 3, "relaxed": 2, "strict": 1, "value": 1}
    assert (scores["relaxed_f1"], scores["strict_f1"], scores["value_accuracy"]) == (66.67, 33.33, 50.0)


def test_dates_alone_set_aside_what_is_of_another_kind(gold: Document) -> None:
    scores = compare([(gold.times, gold.times)], DATES)
    assert (scores["gold"], scores["found"], scores["strict_f1"]) == (2, 2, 100.0)


def test_nothing_to_find_is_unknown() -> None:
    assert compare([((), ())], EVERY)["relaxed_f1"] is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("198X", "198"),
        ("1995-XX-XX", "1995"),
        ("2000-W6", "2000-W06"),
        ("2000-W16", "2000-W16"),
        (None, None),
    ],
)
def test_ways_to_write_one_value(value: str | None, plain: str | None) -> None:
    assert normal(value) == plain
