"""The samples of ``corpora/``: a file that holds many articles and, beside it, what is read of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dragoman.ingest import ENDINGS, FORMATS, IngestError, Item, find, load, named

SAMPLES = sorted(path for path in (Path(__file__).parent / "corpora").iterdir() if path.suffix != ".toml")


def _read(path: Path) -> tuple[list[Item], dict[str, Any]]:
    expected = tomllib.loads(path.with_name(f"{path.name}.toml").read_text("utf-8"))
    return list(find(path, named(expected.get("columns", ())))), expected


def _told(item: Item, of: Path) -> dict[str, Any]:
    """What is read of an item, or the address that would be fetched, or the problem."""
    source = item.source.replace(str(of), of.name)
    if isinstance(item.place, str):
        return {"address": item.place}
    try:
        article = load(item)
    except IngestError as error:
        return {"source": source, "problem": error.problem}
    told = {
        "source": source,
        "title": article.title,
        "published": article.published,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "url": article.url,
        "text": article.text,
    }
    return {name: value for name, value in told.items() if value}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_is_read_of_a_sample(path: Path) -> None:
    items, expected = _read(path)
    assert [_told(item, path) for item in items] == expected["item"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_items_can_be_loaded_in_any_order(path: Path) -> None:
    items, expected = _read(path)
    assert [_told(item, path) for item in reversed(items)] == expected["item"][::-1]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_first_item_is_there_before_the_others_are_looked_for(path: Path) -> None:
    items = find(path, named(_read(path)[1].get("columns", ())))
    assert not isinstance(items, list)
    assert next(items).source


def test_every_format_has_a_sample() -> None:
    names = [path.name.lower() for path in SAMPLES]
    assert [one for one in ENDINGS - set(FORMATS) if not any(name.endswith(one) for name in names)] == []
