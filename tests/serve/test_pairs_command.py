"""``dragoman pairs``: one marked sentence in lines or JSON, many by JSON lines with errors by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import dragoman
from dragoman.records import Span
from dragoman.serve import cli
from dragoman.serve.pairs import Query, query

TEXT = "Kenya praised Uganda."
ROW = {"id": 7, "text": TEXT, "actor": [0, 5], "recipient": [14, 20]}


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["pairs", *words], input=stdin)


def test_many_pairs_with_errors_by_line(tmp_path: Path) -> None:
    bad = json.dumps(ROW | {"recipient": [14, 99]})
    (tmp_path / "pairs.jsonl").write_text(
        f"{json.dumps(ROW)}\n\n{bad}\n{{}}\n[]\nno json\n", encoding="utf-8"
    )
    result = run(str(tmp_path / "pairs.jsonl"))
    (found,) = map(json.loads, result.stdout.splitlines())
    assert found.items() >= {"line": 1, "event_type": "SUPPORT", "quad": "verbal_cooperation"}.items()
    assert {key: found[key] for key in ROW} == ROW
    assert 0 <= found["none"] < 0.5 < found["types"]["SUPPORT"] <= 1
    assert result.exit_code == 1
    for number, line in zip((3, 4, 5, 6), result.stderr.splitlines(), strict=True):
        assert f"line {number}" in line and "Write it as" in line


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        ROW | {"actor": "Kenya", "recipient": "Uganda", "event_type": "of no concern"},
        {"id": 7, "marked": "<s>Kenya</s> praised <t>Uganda</t>."},
    ],
)
def test_ways_to_write_a_pair(row: dict[str, object]) -> None:
    assert query(json.dumps(row)) == Query(TEXT, Span(0, 5), Span(14, 20), 7)


@pytest.mark.parametrize(
    ("sides", "why"),
    [
        ({}, "neither actor nor recipient"),
        ({"actor": "Togo"}, "does not stand"),
        ({"actor": [5, 5]}, "no phrase"),
        ({"actor": [0, "5"]}, "no phrase"),
        ({"actor": [5, 6]}, "no phrase"),
    ],
)
def test_sides_that_are_none(sides: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        query(json.dumps({"text": TEXT} | sides))


def test_one_side_is_enough() -> None:
    assert query(json.dumps({"text": TEXT, "recipient": "Uganda"})) == Query(TEXT, None, Span(14, 20))


def test_one_marked_sentence() -> None:
    lines = run("--marked", "<s>Kenya</s> praised <t>Uganda</t>.").stdout.splitlines()
    assert lines[0] == TEXT and lines[1].split()[0] == "SUPPORT" and "no event" in lines[-1]
    found = json.loads(run("--marked", "<s>Kenya</s> praised Uganda.", "--format", "json").stdout)
    assert found["recipient"] is None and found["event_type"] == "SUPPORT"


@pytest.mark.parametrize(
    "words", [(), ("a.jsonl", "--marked", "x"), ("--marked", TEXT), ("--marked", "<s>x")]
)
def test_what_asks_nothing_is_refused(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1


def test_a_sentence_too_long_for_the_network_stays_unknown() -> None:
    found = json.loads(run("-", stdin=json.dumps({"text": "Kenya " * 600, "actor": "Kenya"})).stdout)
    assert found["event_type"] is None and found["none"] is None and found["types"] == {}
    assert "too long" in run("--marked", f"<s>Kenya</s> {'met ' * 600}").stdout


def test_the_same_as_a_function() -> None:
    one, other = dragoman.pairs([(TEXT, (0, 5), (14, 20)), ("Kenya shelled Uganda.", (0, 5), None)])
    assert max(one, key=lambda name: one[name]) == "SUPPORT"
    assert max(other, key=lambda name: other[name]) == "ASSAULT"
    assert sum(one.values()) == pytest.approx(1) and "NONE" in one
