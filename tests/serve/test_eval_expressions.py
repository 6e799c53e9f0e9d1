"""Time expressions of news: rows, what agrees with the key, figures; and the halves of TimeML documents."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Span
from dragoman.serve.evaluate import time
from dragoman.serve.evaluate.expressions import Answer, Expression, answers, expression, is_right, score
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from tests.conftest import loaded

TEXT = "Peru closed the port on Friday."
DAY = date(2019, 5, 3)
ROW: dict[str, Any] = {
    "text": TEXT, "published": "2019-05-09", "start": 24, "end": 30,
    "value": "2019-05-03", "from": "2019-05-03", "to": "2019-05-03",
}  # fmt: skip
UNDATED = ROW | {"value": None, "from": None, "to": None, "unresolved": True}
GOLD = expression(ROW)


# ---- gold -----------------------------------------------------------------------------------------


def test_a_row_is_an_expression_and_its_days() -> None:
    made = Expression(TEXT, date(2019, 5, 9), Span(24, 30), "2019-05-03", DAY, DAY, False, False)
    assert expression(ROW) == made
    assert expression(ROW | {"published": None}) == replace(made, published=None)


@pytest.mark.parametrize(
    ("change", "unresolved", "nothing"),
    [
        ({"unresolved": True}, True, False),
        ({"nothing": True}, True, True),
        ({"unresolved": False, "nothing": False}, False, False),
    ],
    ids=["unresolved", "no time is unresolved too", "neither"],
)
def test_what_has_no_day(change: dict[str, bool], unresolved: bool, nothing: bool) -> None:
    made = expression(ROW | change)
    assert (made.unresolved, made.nothing) == (unresolved, nothing)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"start": 900, "end": 911}, "ValueError: no expression stands at 900 to 911"),
        ({"start": 30, "end": 24}, "ValueError: no expression stands at 30 to 24"),
        ({"start": 23, "end": 24}, "ValueError: no expression stands at 23 to 24"),
        ({"from": "3 May"}, "ValueError"),
        ({"published": "yesterday"}, "ValueError"),
        ({"value": ...}, "KeyError: 'value'"),
        ({"to": ...}, "KeyError: 'to'"),
        ({"published": ...}, "KeyError: 'published'"),
    ],
    ids=["beyond the end", "turned round", "blank", "no day", "no date", "value", "to", "published"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str, tmp_path: Path) -> None:
    bad = {key: value for key, value in (ROW | change).items() if value is not ...}
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps(bad)}", encoding="utf-8")
    with pytest.raises(GoldError, match=rf"line 2 is not a row of this task \({why}"):
        rows(path, expression)


# ---- right and wrong --------------------------------------------------------------------------------


def answer(value: str | None, first: date | None = None, last: date | None = None) -> Answer:
    return Answer("Friday", value, first, last)


RIGHT = answer("2019-05-03", DAY, DAY)
OTHER = date(2019, 5, 10)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([RIGHT], True),
        ([answer("2019-05-10", OTHER, OTHER), RIGHT], True),
        ([answer("2019-W18", DAY, DAY)], False),
        ([answer("2019-05-03", OTHER, DAY)], False),
        ([answer("2019-05-03", DAY, OTHER)], False),
        ([answer("2019-05-03")], False),
        ([answer("2019-05-03"), answer("2019-W18", DAY, DAY)], False),
        ([], False),
    ],
    ids=[
        "right",
        "one of two",
        "value",
        "first day",
        "last day",
        "no day",
        "each half right",
        "nothing found",
    ],
)
def test_a_dated_expression_needs_its_value_and_days(found: list[Answer], right: bool) -> None:
    assert is_right(GOLD, found) is right


def test_days_that_the_key_leaves_open_are_not_asked() -> None:
    length = replace(GOLD, value="P2W", first=None, last=None)
    assert is_right(length, [answer("P2W")]) and is_right(length, [answer("P2W", DAY, OTHER)])
    assert not is_right(length, [answer("P3W")])
    assert not is_right(replace(length, last=OTHER), [answer("P2W")])


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([], True),
        ([answer("XXXX-WXX-5")], True),
        ([answer("2019-05-03", first=DAY)], False),
        ([answer("2019-05-03", last=DAY)], False),
        ([answer("XXXX-WXX-5"), RIGHT], False),
    ],
    ids=["nothing found", "no day", "from a day", "until a day", "one of two has a day"],
)
def test_an_unresolved_one_may_be_found_but_has_no_day(found: list[Answer], right: bool) -> None:
    assert is_right(expression(UNDATED), found) is right


def test_what_is_no_time_is_not_found() -> None:
    nothing = expression(UNDATED | {"nothing": True})
    assert is_right(nothing, [])
    assert not is_right(nothing, [answer("XXXX-WXX-5")])


@pytest.mark.parametrize(
    ("key", "found", "right"),
    [
        ("P1DE", "P10Y", True),
        ("P10Y", "P1DE", True),
        ("P3DE", "P30Y", True),
        ("P1DE", "P1Y", False),
        ("P1DE", "P1D", False),
        ("198X", "198", True),
        ("2000-W6", "2000-W06", True),
        (None, None, True),
        (None, "P1Y", False),
    ],
)
def test_ways_to_write_one_value(key: str | None, found: str | None, right: bool) -> None:
    length = replace(GOLD, value=key, first=None, last=None)
    assert is_right(length, [answer(found)]) is right


def test_a_stretch_answers_before_its_ends() -> None:
    text = "The strait was shut from March 2014 to June 2014."
    reading = loaded().reader.read(Article("0" * 16, text, language="en"))
    start = text.index("March")
    found = answers(Span(start, start + 10), reading)
    assert [one.value for one in found] == ["2014-03/2014-06", "2014-03"]
    assert answers(Span(0, start), reading) == []
    assert answers(Span(text.index("."), len(text)), reading) == []


# ---- figures --------------------------------------------------------------------------------------

LINES: tuple[dict[str, Any], ...] = (
    ROW,
    ROW | {"from": "2019-05-02"},
    ROW | {"text": "The feud lasted three decades.", "start": 16, "end": 29, "value": "P3DE"}
    | {"from": None, "to": None, "published": None},
    UNDATED | {"published": None},
    UNDATED,
    UNDATED | {"text": "Soldiers march through the village.", "start": 9, "end": 14, "nothing": True},
)  # fmt: skip


def test_figures_by_hand_and_halves(tmp_path: Path) -> None:
    """One first day differs; with a day of publication "Friday" gets a day although the key has none."""
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    scores = score(path)
    assert scores["reader"]
    assert (scores["n"], scores["right"]) == (6, 66.67)
    assert (scores["dated"], scores["left_unresolved"]) == ("2 of 3", "2 of 3")
    missed = scores["missed"]
    assert isinstance(missed, list)
    assert [(one["text"], one["in"], one["published"]) for one in missed] == [
        ("Friday", TEXT, "2019-05-09")
    ] * 2
    assert [one["key"] for one in missed] == [
        ["2019-05-03", "2019-05-02", "2019-05-03"],
        [None, "None", "None"],
    ]
    assert all("Friday: 2019-05-03 2019-05-03 2019-05-03" in one["said"] for one in missed)
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["dated"], first["left_unresolved"]) == (3, "2 of 3", "0 of 0")
    assert (second["n"], second["dated"], second["left_unresolved"]) == (3, "0 of 0", "2 of 3")


def test_names_are_no_times(tmp_path: Path) -> None:
    """The person is found by the shipped reader."""
    text = "Kenyan senator April Holm flew to Oslo."
    row = UNDATED | {"text": text, "start": 15, "end": 20, "nothing": True}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert score(tmp_path / "gold.jsonl")["right"] == 100.0


# ---- the halves of TimeML documents -----------------------------------------------------------------


def timeml(number: int) -> str:
    """A document with 2 ** number days, so that a sum of days tells which documents are in it."""
    days = '<TIMEX3 tid="t1" type="DATE" value="2019-05-02">Thursday</TIMEX3>, ' * 2**number
    row = {
        "id": f"doc{number}",
        "tml": '<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2019-05-03">3 May</TIMEX3></DCT>'
        f"<TEXT>{days}</TEXT></TimeML>",
    }
    return json.dumps(row)


def held(path: Path, part: Part) -> list[int]:
    """The numbers of the documents that are scored, told by the days annotated in them."""
    scores = time.score(path, part)
    figures = scores["all"]
    assert isinstance(figures, dict)
    days = int(figures["gold"])
    found = [number for number in range(9) if days >> number & 1]
    assert scores["n"] == len(found)
    return found


@pytest.mark.parametrize(
    ("size", "first", "second"),
    [
        (1, [0], []),
        (2, [0, 1], []),
        (3, [0, 1], [2]),
        (4, [0, 1, 2], [3]),
        (6, [0, 1, 2, 3, 5], [4]),
        (7, [0, 1, 2, 3, 5], [4, 6]),
    ],
)
def test_the_halves_share_nothing_and_are_all(
    size: int, first: list[int], second: list[int], tmp_path: Path
) -> None:
    """The first half by id and every other one of the rest are for development, whatever their order."""
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(timeml(number) for number in reversed(range(size))), encoding="utf-8")
    assert held(path, Part()) == list(range(size))
    assert held(path, Part(Half.first)) == first
    assert held(path, Part(Half.second)) == second
    assert not set(first) & set(second) and sorted(first + second) == list(range(size))


def test_a_half_has_at_most_as_many_as_wanted(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(timeml, range(7))), encoding="utf-8")
    assert held(path, Part(limit=2)) == [0, 1]
    assert held(path, Part(Half.first, 4)) == [0, 1, 2, 3]
    assert held(path, Part(Half.second, 1)) == [4]
