"""GDELT 2.0's Events: 61 columns without a header, a row an incident and directed dyad."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen
from dragoman.export.table import Layout, Shape, write_table

ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in ACTOR),
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in GEO),
    "DATEADDED",
    "SOURCEURL",
)
LAYOUT = Layout("gdelt", once=("incidents", "firsts"), each=("sides",))
SHAPE = Shape(COLUMNS, header=False, missing="")


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the incidents of the events chosen from the store to ``out``; how many rows."""
    return write_table(con, out, chosen, LAYOUT, SHAPE)
