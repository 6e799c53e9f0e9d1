"""What a store holds, to be compared with what another holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from dragoman.store.rows import PARTS

FOLLOWING = ("texts", "copy_links", "dyad_events", "event_links", "incident_events")
"""Tables of what articles have to do with each other."""

Tables = Mapping[str, list[tuple[Any, ...]]]


def tables(db: Path) -> Tables:
    """All records and what follows from them, sorted, without the run that wrote them."""
    with duckdb.connect(str(db), read_only=True) as con:
        found = {name: con.execute(f"FROM {name}").fetchall() for name in (*PARTS, *FOLLOWING)}
        found["documents"] = con.execute("SELECT * EXCLUDE (run) FROM documents").fetchall()
        found["failures"] = con.execute("SELECT source, given, problem, remedy FROM failures").fetchall()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}
