"""GDELT 2.0's Mentions: 16 columns without a header, a row a report of the incidents in `gdelt`."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen
from dragoman.export.table import Layout, Shape, write_table

COLUMNS = (
    "GlobalEventID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
)
LAYOUT = Layout("mentions", once=("incidents", "firsts"), each=("sides",))
SHAPE = Shape(COLUMNS, header=False, missing="")


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the reports of the events chosen from the store to ``out``; how many rows."""
    return write_table(con, out, chosen, LAYOUT, SHAPE)
