"""Actor scores: what counts as right, and what is counted where the key has no answer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.serve.evaluate.actor import Answer, Case, answer, case, compare, score, stated

KEY: list[dict[str, Any]] = [
    {"text": "Norwegian soldiers", "context": None, "date": None, "country": "NOR", "sector": "MIL"},
    {"text": "Chad", "context": "", "date": "today", "country": "TCD", "sector": ""},
    {"text": "a stranger", "context": "", "date": None, "country": "", "sector": "UNK"},
    {"text": "the Greens", "context": "Norway", "date": "2019-05-03", "country": "NOR", "sector": "????"},
]


@pytest.fixture
def gold() -> list[Case]:
    return [case(row) for row in KEY]


def copy(gold: list[Case]) -> list[Answer]:
    return [Answer(one.country, one.sector) for one in gold]


def test_a_row_is_a_case(gold: list[Case]) -> None:
    assert gold[0] == Case("Norwegian soldiers", "", "", ("NOR",), "MIL", True)
    assert (gold[2].country, gold[2].sector, gold[2].sector_asked) == ((), None, True)
    assert not gold[3].sector_asked


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2019-05-03", date(2019, 5, 3)),
        ("October 1, 2021", date(2021, 10, 1)),
        ("today", None),
        ("", None),
    ],
)
def test_dates_in_words(when: str, day: date | None) -> None:
    assert stated(when) == day


def test_a_perfect_copy_has_all(gold: list[Case]) -> None:
    scores = compare(gold, copy(gold))
    assert (scores["country"], scores["sector"], scores["both"], scores["missed"]) == (
        100.0,
        100.0,
        100.0,
        [],
    )


def test_faults_cost_what_they_should(gold: list[Case]) -> None:
    """Of four countries one is wrong and one was made up; of three sectors asked one is missing."""
    found = [Answer(("NOR",), None), Answer(("CHA",), None), Answer(("NOR",), None), Answer(("NOR",), "PTY")]
    scores = compare(gold, found)
    assert (scores["country"], scores["sector"], scores["both"]) == (50.0, 66.67, 0.0)
    assert scores["country_answers"] == {
        "answered": 4, "right_when_answered": 50.0, "without_answer": 1, "left_unanswered": 0.0,
    }  # fmt: skip
    assert scores["sector_answers"] == {
        "answered": 0, "right_when_answered": None, "without_answer": 2, "left_unanswered": 100.0,
    }  # fmt: skip
    assert isinstance(scores["missed"], list) and [one["text"] for one in scores["missed"]] == [
        "Norwegian soldiers", "Chad", "a stranger",
    ]  # fmt: skip


def test_the_system_answers(gold: list[Case]) -> None:
    assert answer(gold[0], None) == Answer(("NOR",), "MIL")


def test_today_is_the_latest_day_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, KEY)), encoding="utf-8")
    scores = score(path)
    assert (scores["n"], scores["today"], scores["reader"]) == (4, "2019-05-03", None)
    assert "Chad" not in json.dumps(scores["missed"])
