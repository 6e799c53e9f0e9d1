"""``dragoman actor``: one name in lines or JSON, many by JSON lines with errors by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.serve import cli
from dragoman.serve.actor import Query, query


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["actor", *words], input=stdin)


def test_a_name_on_a_day_in_lines() -> None:
    then, later = (run("Pakistan's PM Khan", "--date", day).stdout for day in ("2019-05-04", "2023-05-04"))
    assert "Imran Khan" in then and "PAK" in then and "GOV" in then
    assert "in office on 2019-05-04" in then and "in office on 2023-05-04" not in later


def test_what_is_unknown_is_said() -> None:
    lines = run("a stranger").stdout.splitlines()
    assert lines[0] == "a stranger" and lines[2].split() == ["country", "unknown"]
    assert lines[-1].startswith("  reason")


def test_one_name_as_json() -> None:
    found = json.loads(run("Defence Minister", "--context", "German", "--format", "json").stdout)
    assert (found["text"], found["country"], found["sector"]) == ("Defence Minister", ["DEU"], "GOV")
    assert found["date"] is None and found["reason"]


def test_many_names_with_errors_by_line(tmp_path: Path) -> None:
    dated = '{"text": "Norwegian soldiers", "date": "2019-05-04"}'
    page = "\n".join(('{"text": "the Kremlin"}', "", "no json", dated, '{"text": " "}'))
    (tmp_path / "names.jsonl").write_text(page, encoding="utf-8")
    result = run("--jsonl", str(tmp_path / "names.jsonl"))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["line"], one["country"]) for one in found] == [(1, ["RUS"]), (4, ["NOR"])]
    assert [line.split(":")[1].rpartition(", ")[2] for line in result.stderr.splitlines()] == [
        "line 3",
        "line 5",
    ]
    assert result.exit_code == 1


def test_many_names_from_standard_input() -> None:
    result = run("--jsonl", "-", stdin='{"text": "Chad"}\n')
    assert (result.exit_code, json.loads(result.stdout)["country"]) == (0, ["TCD"])


def test_a_missing_file_is_named() -> None:
    result = run("--jsonl", "nowhere.jsonl")
    assert result.exit_code == 1 and "nowhere.jsonl" in result.stderr


@pytest.mark.parametrize(
    "words",
    [(), ("Chad", "--jsonl", "-"), ("--jsonl", "-", "--context", "x"), (" ",), ("Chad", "--date", "May")],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[]", "no object"),
        ('{"text": 3}', "no object"),
        ('{"text": "Chad", "date": "2019-02-30"}', "no day"),
        ('{"text": "Chad", "context": 1}', "no text"),
        ('{"text": "Chad", "day": "2019-02-03"}', "of its day"),
    ],
)
def test_a_line_that_is_no_query(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        query(line)


def test_null_is_unknown() -> None:
    assert query('{"text": "Chad", "date": null, "context": null}') == Query("Chad")
