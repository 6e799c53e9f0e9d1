"""The CSV tables of this folder: one row a dict from column to cell; ``|`` divides the values of a cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(*path: str) -> Iterator[dict[str, str]]:
    """The rows of the table at ``path`` below this folder, in file order.

    Raises FileNotFoundError where there is no such table.
    """
    page = files(__package__).joinpath(*path).read_text(encoding="utf-8")
    yield from csv.DictReader(page.splitlines(keepends=True))


def values(cell: str | None) -> tuple[str, ...]:
    """The values of a cell without white space around them; none for an empty or missing cell."""
    return tuple(value for part in (cell or "").split("|") if (value := part.strip()))
