"""GDELT 2.0's Events: 61 columns without a header, a row an incident and directed dyad."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen
from dragoman.export.table import Layout, Shape, write_table
from dragoman.knowledge.datasets import GDELT_EVENTS

LAYOUT = Layout("gdelt", once=("incidents", "firsts"), each=("sides",))
SHAPE = Shape(GDELT_EVENTS, header=False, missing="")


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the incidents of the events chosen from the store to ``out``; how many rows."""
    return write_table(con, out, chosen, LAYOUT, SHAPE)
