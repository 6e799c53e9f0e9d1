"""The cases of ``cases/``: a source and, beside it, what a careful reader takes from it."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dragoman.ingest import find, load
from dragoman.ingest.decode import clean
from dragoman.records import Article

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.suffix != ".toml")


def _read(path: Path) -> tuple[Article, dict[str, Any]]:
    (item,) = find(path)
    return load(item), tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_the_source_states(path: Path) -> None:
    article, expected = _read(path)
    if path.stem != "broken":
        assert article.title == expected.get("title")
    assert article.authors == tuple(expected.get("authors", ()))
    assert article.outlet == expected.get("outlet")
    assert article.republished_from == expected.get("republished_from")
    assert article.published == expected.get("published")
    assert article.url == expected.get("url")
    assert article.language == expected.get("language", "en")
    assert article.genre == "unknown"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_is_text_and_what_is_furniture(path: Path) -> None:
    article, expected = _read(path)
    paragraphs = article.text.split("\n\n")
    assert "\n" not in "".join(paragraphs)
    assert len(paragraphs) == expected.get("paragraphs", len(paragraphs))
    for words in expected.get("keeps", ()):
        assert words in article.text
    taken = [line.text for line in article.dropped]
    if expected.get("loose"):
        assert set(expected.get("dropped", ())) <= set(taken)
    else:
        assert taken == expected["dropped"]
    assert all(line.reason for line in article.dropped)


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.suffix == ".txt"], ids=lambda path: path.name
)
def test_every_character_of_a_text_is_accounted_for(path: Path) -> None:
    article, _ = _read(path)
    given = Counter("".join(clean(path.read_text("utf-8")).split()))
    kept = Counter("".join(article.text.split()))
    taken = Counter("".join("".join(line.text for line in article.dropped).split()))
    assert given == kept + taken


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.suffix == ".html"], ids=lambda path: path.name
)
def test_what_a_page_shows_outside_its_text_is_kept_with_the_reason(path: Path) -> None:
    article, _ = _read(path)
    inside = "".join(article.text.split())
    for line in article.dropped:
        if line.reason == "outside the main text (trafilatura)":
            assert "".join(line.text.split()) not in inside
