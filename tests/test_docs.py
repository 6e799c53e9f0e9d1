"""The pages for readers name only what is there: linked files, commands and their options, columns."""

from __future__ import annotations

import hashlib
import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.knowledge import tables
from dragoman.knowledge.ontology import load
from dragoman.records import Article
from dragoman.serve.cli import app
from tests.conftest import REPOSITORY, loaded

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


# ---- the codebook ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def codebook() -> dict[str, Any]:
    """What ``docs/codebook.py`` defines."""
    return runpy.run_path(str(REPOSITORY / "docs" / "codebook.py"))


def test_the_codebook_is_what_its_generator_writes(codebook: dict[str, Any]) -> None:
    page = (REPOSITORY / "docs" / "CODEBOOK.md").read_text(encoding="utf-8")
    assert page == codebook["page"](), "docs/CODEBOOK.md is older than what it is written from: run make docs"


def test_the_codebooks_links_within_the_page_lead_somewhere(codebook: dict[str, Any]) -> None:
    page = codebook["page"]()
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^a-z -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= anchors


def test_the_sentences_on_factuality_are_coded_as_the_codebook_says(codebook: dict[str, Any]) -> None:
    for value, (_, text, event_type) in codebook["FACTUALITY"].items():
        article = Article(id=hashlib.sha256(text.encode()).hexdigest()[:16], text=text, language="en")
        told = [(event.event_type, event.factuality) for event in loaded().code(article).events]
        assert (event_type, value) in told, text


def test_the_codebooks_own_ontology_is_what_the_page_says(codebook: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    path.write_text(codebook["OWN"], encoding="utf-8")
    own = load(path)
    assert own.recorded("RETREAT", "ceasefire") == ("LEAVE", None)
    assert own.recorded("CONSULT", "visit") == ("TALK", "visit")
    assert own.recorded("RETREAT", "release") is None and own.recorded("PROTEST", "demo") is None
