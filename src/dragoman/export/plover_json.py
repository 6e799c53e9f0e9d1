"""PLOVER's JSON: one object a line, a line an event, with the names of PLOVER's manual."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen
from dragoman.export.table import Layout, write_lines

LAYOUT = Layout("plover_json", each=("entities",))


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the events chosen from the store to ``out``; how many lines."""
    return write_lines(con, out, chosen, LAYOUT)
