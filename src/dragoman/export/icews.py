"""ICEWS's table: 20 columns, a row an event and directed dyad: it has one source and one target."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen
from dragoman.export.table import Layout, Shape, write_table

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
LAYOUT = Layout("icews", each=("sides",))
SHAPE = Shape(COLUMNS, header=True, missing="")


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the dyads of the events chosen from the store to ``out``; how many rows."""
    return write_table(con, out, chosen, LAYOUT, SHAPE)
