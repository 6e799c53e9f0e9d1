"""The pages for readers name only what is there: linked files, commands and their options, columns."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.knowledge import tables
from dragoman.serve.cli import app
from tests.conftest import REPOSITORY

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]


def links() -> Iterator[tuple[Path, str]]:
    """Every file that a page links to."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                yield page, target


def commands() -> list[list[str]]:
    """The ``dragoman`` commands of the README, without comments and what comes before a pipe."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^\$ (?:.*\| )?dragoman (.*)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


@pytest.mark.parametrize(("page", "target"), list(links()), ids=str)
def test_linked_files_are_there(page: Path, target: str) -> None:
    assert (page.parent / target).exists()


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_commands_of_the_readme_have_these_options(words: list[str]) -> None:
    names = [words[0], words[1]] if words[0] == "eval" else [words[0]]
    told = CliRunner().invoke(app, [*names, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert told.exit_code == 0
    assert all(word in told.output for word in words if word.startswith("--"))


def test_the_lexicon_page_lists_the_columns_of_the_event_tables() -> None:
    page = (REPOSITORY / "docs" / "lexicon.md").read_text(encoding="utf-8")
    listed = page.split("## Columns")[1].split("##")[0]
    cells = re.findall(r"^\| ([a-z_, ]+) \|", listed, re.MULTILINE)
    columns = {name for cell in cells for name in cell.split(", ")} - {"column"}
    for name in ("verbs.csv", "nouns.csv"):
        assert set(next(tables.rows("languages", "en", name))) == columns
