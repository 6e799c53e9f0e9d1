"""``docs/sources.md`` tells of every ending, every column and every limit as it is."""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.ingest import ENDINGS, table
from dragoman.ingest.source import LIMITS, MAX_BYTES
from dragoman.ingest.unpack import FLOOR

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def test_it_names_the_endings_and_no_others() -> None:
    rows = [line.split("|")[2] for line in PAGE.split("## Tables")[0].splitlines() if line.startswith("|")]
    named = {name for cell in rows for name in re.findall(r"`(\.[a-z.]+)`", cell)}
    assert named == ENDINGS


def test_it_names_the_columns_and_no_others() -> None:
    rows = re.findall(r"^\| ([a-z]+) \| .* \| ?([a-z]*) ?\|$", PAGE.split("## Archives")[0], re.MULTILINE)
    columns = [row for row in rows if row[0] != "column"]
    assert tuple(ours for ours, _ in columns) == table.COLUMNS
    assert {other for _, other in columns if other} == set(table.OTHERWISE)
    assert f"first {table.LOOKED_AT:,} lines" in PAGE


def test_its_limits_are_those_that_hold() -> None:
    assert f"unpack to {LIMITS.ratio} times its own size, if that is more than {FLOOR // 10**6} MB" in PAGE
    assert f"to {LIMITS.unpacked // 10**9} GB at the most; it may hold {LIMITS.members:,}\n" in PAGE
    assert f"One article has at most {MAX_BYTES // 10**6} MB" in PAGE
