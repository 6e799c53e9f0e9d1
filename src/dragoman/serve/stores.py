"""Stores to read from: everything worked out first, tables of dyads as DuckDB shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection, Error

from dragoman.relate import bring_up_to_date, pending
from dragoman.relate.periods import COLUMNS
from dragoman.store import Store, StoreError

_CASTS = {
    "actor": "actor::VARCHAR",
    "recipient": "recipient::VARCHAR",
    "period": "period::DATE",
    "intensity": "round(CASE WHEN isnan(intensity) THEN NULL ELSE intensity END, 4)",
    **{name: f'round("{name}", 4)' for name in ("index", "low", "high")},
}
SHOWN = ", ".join(f'{_CASTS.get(name, name)} AS "{name}"' for name in COLUMNS)
"""The columns of the table of dyads for a SELECT FROM columns."""


@contextmanager
def related(db: Path | str) -> Iterator[Store]:
    """The store to read, after what its articles have to do with each other was worked out.

    Raises StoreError where the file cannot be used, or has something to be worked out and cannot be written.
    """
    with Store(db, read_only=True) as store:
        if not pending(store.connection):
            yield store
            return
    with Store(db) as store:
        _work_out(store)
    with Store(db, read_only=True) as store:
        yield store


def _work_out(store: Store) -> None:
    try:
        bring_up_to_date(store.connection)
    except Error as error:
        problem = (
            f"what its articles have to do with each other cannot be stored ({str(error).splitlines()[0]})"
        )
        raise StoreError(problem, "Check the disk") from error


def registered(con: DuckDBPyConnection, columns: dict[str, Any]) -> None:
    """Let a connection select from the arrays of `dragoman.relate.periods.table` as ``columns``."""
    con.register("columns", columns | {"period": columns["period"].astype("datetime64[us]")})
