"""Parquet tables of articles: the same columns as other tables, taken row by row by DuckDB.

A row of Parquet lies scattered over its file and cannot be found by its bytes. What is read of each is
therefore written down as a line of JSON, in temporary files that go when their rows are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dragoman.ingest.source import File, Folder, IngestError, Item, Row
from dragoman.ingest.table import check_named, check_text, wanted
from dragoman.ingest.unpack import said

BATCH = 200  # rows; DuckDB itself holds a group of them, which a writer made 100,000 or so
TOGETHER = 64_000_000
"""Bytes of rows that are written to one temporary file."""
GLOB = re.compile(r"([*?\[])")
FROM = "FROM read_parquet(?, hive_partitioning = false)"  # a folder's name is no column
DAMAGED = "Check that it is a whole Parquet file."


def items(file: File) -> Iterator[Item]:
    """The rows of a table as items, in order; one item that fails where the table cannot be read on."""
    number = 0
    try:
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            columns = _columns(connection, file)
            chosen = ", ".join(_expression(name, kind) for name, kind in columns.items())
            rows = connection.execute(f"SELECT {chosen} {FROM}", [_place(file.path)])
            folder = Folder()
            while batch := rows.fetchmany(BATCH):
                path = folder.path / "rows.jsonl"
                for row in _written(path, [dict(zip(columns, cells, strict=True)) for cells in batch]):
                    number += 1
                    part = Row(*row, number, named=file.columns)
                    yield Item(f"{file.name}:{number}", path, ".jsonl", part, folder=folder)
                if path.stat().st_size > TOGETHER:
                    folder = Folder()
    except IngestError as error:
        yield Item(file.name, file.path, None, problem=error)
    except (duckdb.Error, OSError, ValueError, OverflowError) as error:
        problem = f"cannot be read further than its first {number} rows ({said(error)})"
        yield Item(file.name, file.path, None, problem=IngestError(file.name, problem, DAMAGED))


def _columns(connection: duckdb.DuckDBPyConnection, file: File) -> dict[str, str]:
    """The types of the columns that are read, under their names there. Raises IngestError without a text."""
    described = connection.execute(f"DESCRIBE SELECT * {FROM}", [_place(file.path)]).fetchall()
    kinds = {str(name): str(kind) for name, kind, *_ in described}
    check_named(file.columns, [name.strip().lower() for name in kinds], file.name)
    check_text(file, [name.strip().lower() for name in kinds])
    return {name: kind for name, kind in kinds.items() if name.strip().lower() in wanted(file.columns)}


def _expression(name: str, kind: str) -> str:
    """A column as it is asked for: an instant as of UTC, or its day would be that of this machine's zone."""
    column = '"' + name.replace('"', '""') + '"'
    return f"{column} AT TIME ZONE 'UTC'" if kind == "TIMESTAMP WITH TIME ZONE" else column


def _place(path: Path) -> str:
    """A path as DuckDB wants it, which would take ``news[1].parquet`` for a pattern."""
    return GLOB.sub(r"[\1]", str(path))


def _written(path: Path, rows: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where each row begins and ends in the file to which they are added."""
    places = []
    with path.open("ab") as lines:
        for row in rows:
            start = lines.tell()
            lines.write(json.dumps(row, default=_plain).encode() + b"\n")
            places.append((start, lines.tell()))
    return places


def _plain(value: Any) -> str | None:
    """What JSON has no form for: dates as strings, and bytes, as which early writers kept their strings."""
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
