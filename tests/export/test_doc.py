"""docs/exports.md names every column and format that is written, and no other."""

from __future__ import annotations

import re

import pytest

from dragoman.export import FORMATS, icews, mentions, parquet, polecat
from dragoman.knowledge.datasets import GDELT_EVENTS
from tests.conftest import REPOSITORY
from tests.export.test_whole import FIELDS

PAGE = (REPOSITORY / "docs" / "exports.md").read_text(encoding="utf-8")
COLUMNS = {
    "POLECAT": polecat.COLUMNS,
    "ICEWS": icews.COLUMNS,
    "GDELT Events": GDELT_EVENTS,
    "GDELT Mentions": mentions.COLUMNS,
    "PLOVER JSON": tuple(FIELDS),
}


def section(title: str) -> str:
    """The part of the page under a heading."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("title", COLUMNS)
def test_every_column_has_its_row(title: str) -> None:
    cells = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    names = [name for cell in cells for name in re.findall(r"`(.*?)`", cell)]
    assert sorted(names) == sorted(COLUMNS[title])


def test_every_format_and_table_is_named() -> None:
    listed = PAGE.split("## What is chosen")[0]
    assert re.findall(r"^\| `(.*?)` \|", listed, re.MULTILINE) == list(FORMATS)
    assert all(f"`{table}`" in section("Parquet") for table in parquet.TABLES)
