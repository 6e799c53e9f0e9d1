"""``dragoman read --ontology FILE``: records under the user's own types; clear words for a bad file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.serve import cli

TEXT = "Kenya praised Uganda on Monday. Kenya shelled Uganda on Tuesday. Kenya sued Uganda on Friday."
OWN = """
version = "three-1"

[[type]]
name = "WARM"
quad = "verbal_cooperation"
score = 1
recipient = "optional"
definition = "Friendly."
takes = ["SUPPORT"]

[[type]]
name = "COLD"
quad = "verbal_conflict"
score = -1.5
recipient = "optional"
definition = "Unfriendly."
takes = ["ACCUSE"]

[[context]]
name = "mondays"
definition = "On the first day of the week."
words = ["Monday"]
"""


def read(folder: Path, own: str) -> Result:
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    (folder / "own.toml").write_text(own, encoding="utf-8")
    words = [str(folder / "article.txt"), "--ontology", str(folder / "own.toml")]
    return CliRunner().invoke(cli.app, ["read", *words, "--no-store", "--format", "jsonl"])


def test_events_are_recorded_under_the_users_types(tmp_path: Path) -> None:
    records = [json.loads(line) for line in read(tmp_path, OWN).stdout.splitlines()]
    events = [one for one in records if one["record"] == "event"]
    told = [(one["event_type"], one["quad"], one["intensity"], one["contexts"]) for one in events]
    assert told == [
        ("WARM", "verbal_cooperation", 1.0, ["mondays"]),
        ("COLD", "verbal_conflict", -1.5, []),
    ]  # nobody takes the shelling
    assert {one["codebook"] for one in events} == {"three-1"}


@pytest.mark.parametrize(
    ("own", "told"),
    [(OWN.replace("SUPPORT", "SUPORT"), "SUPPORT"), ("version =", "TOML"), ("", '"version" is missing')],
)
def test_a_bad_file_is_one_line_with_the_remedy(own: str, told: str, tmp_path: Path) -> None:
    result = read(tmp_path, own)
    assert result.exit_code == 1 and not result.stdout
    (line,) = result.stderr.splitlines()
    assert "own.toml" in line and told in line
