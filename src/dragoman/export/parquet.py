"""Parquet: a folder with one file a table of the store, whole, as it stands."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from dragoman.export.chosen import Chosen
from dragoman.export.errors import ExportError

TABLES = (
    "runs",
    "documents",
    "events",
    "statements",
    "abouts",
    "assessments",
    "participants",
    "spans",
    "voices",
    "steps",
    "texts",
    "dyad_events",
    "incident_events",
    "judgements",
)


def write(con: DuckDBPyConnection, out: Path, chosen: Chosen) -> int:
    """Write the store's tables into the folder ``out``; how many rows of all of them.

    Nothing is left out, whatever is ``chosen``: every column that tells is there to filter by. A folder of an
    earlier export is replaced. Raises ExportError where ``out`` holds anything else or cannot be written.
    """
    _check(out)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        part.mkdir()
        count = sum(_copy(con, table, part) for table in TABLES)
        if out.exists():
            out.replace(old)
        part.replace(out)
    except (OSError, DuckDBError) as error:
        problem = f"it cannot be written ({str(error).splitlines()[0]})"
        raise ExportError(problem, "Name another folder") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return count


def _check(out: Path) -> None:
    """Refuse to replace what no export of ours wrote."""
    if not out.exists():
        return
    known = {f"{table}.parquet" for table in TABLES}
    if not out.is_dir() or any(one.name not in known for one in out.iterdir()):
        raise ExportError("it is there and holds other things", "Name a new folder")


def _copy(con: DuckDBPyConnection, table: str, folder: Path) -> int:
    target = str(folder / f"{table}.parquet").replace("'", "''")
    row = con.execute(f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(row[0]) if row else 0
