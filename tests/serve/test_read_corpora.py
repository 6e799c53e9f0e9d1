"""``dragoman read`` on what holds many articles, and on tables whose columns have other names."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import dragoman
from dragoman.ingest import IngestError
from dragoman.serve.cli import app
from tests.conftest import REPOSITORY

CORPORA = REPOSITORY / "tests" / "ingest" / "corpora"


def read(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, words), "--no-store", "--lexicon-only"])


def test_an_archive_and_a_crawl(tmp_path: Path) -> None:
    told = read(CORPORA / "news.zip", CORPORA / "cut.warc.gz")
    assert told.exit_code == 1
    assert "left out, of no known kind: picture.png, inner.zip" in told.stderr
    assert "cut.warc.gz: is cut off or damaged after 3 whole records" in told.stderr
    assert "3 of" not in told.stderr and "2 of 10 not read" in told.stderr
    assert told.stdout.count("Peru's minister in Quito") == 2


def test_columns_of_other_names() -> None:
    table = CORPORA / "mapped.csv"
    told = read(table, "--column", "text=body", "--column", "published=Pub_Date", "--format", "jsonl")
    assert (told.exit_code, '"published": "2024-03-05"' in told.stdout) == (0, True)
    told = read(table, "--column", "text=words")
    assert told.exit_code == 1
    assert "has no column “words” (its columns: headline, body, pub_date, text)" in told.stderr
    told = read(table, "--column", "body")
    assert told.exit_code == 2
    assert "ours are text, title, authors, outlet, published, url" in told.stderr


def test_columns_of_other_names_in_python() -> None:
    (outcome,) = dragoman.read(str(CORPORA / "mapped.csv"), columns={"text": "body", "published": "pub_date"})
    assert outcome.coding is not None and str(outcome.coding.article.published) == "2024-03-05"
    with pytest.raises(IngestError, match="does not name one of our columns"):
        list(dragoman.read(str(CORPORA / "mapped.csv"), columns={"body": "text"}))
