"""The table of all dyads as DuckDB shows and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import duckdb
from duckdb import DuckDBPyConnection

from dragoman.relate.periods import COLUMNS

_CASTS = {
    "actor": "actor::VARCHAR",
    "recipient": "recipient::VARCHAR",
    "period": "period::DATE",
    "intensity": "round(CASE WHEN isnan(intensity) THEN NULL ELSE intensity END, 4)",
    **{name: f'round("{name}", 4)' for name in ("index", "low", "high")},
}
SHOWN = ", ".join(f'{_CASTS.get(name, name)} AS "{name}"' for name in COLUMNS)
"""The columns of the table of dyads for a SELECT FROM columns."""


def registered(con: DuckDBPyConnection, columns: dict[str, Any]) -> None:
    """Let a connection select from the arrays of `dragoman.relate.periods.table` as ``columns``."""
    con.register("columns", columns | {"period": columns["period"].astype("datetime64[us]")})


def written(columns: dict[str, Any], target: Path, form: Literal["csv", "parquet"]) -> None:
    """Write the arrays of `dragoman.relate.periods.table` to a file."""
    with duckdb.connect() as con:
        registered(con, columns)
        rows = con.sql(f"SELECT {SHOWN} FROM columns")
        if form == "csv":
            rows.write_csv(str(target), header=True)
        else:
            rows.write_parquet(str(target))
