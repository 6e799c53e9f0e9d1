"""Tables of text, a row a line: written beside OUT under a temporary name, which becomes OUT when whole."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from duckdb import DuckDBPyConnection

from dragoman.export.chosen import Chosen, ask, batches, laid_out, question
from dragoman.export.errors import ExportError

FETCHED = 10_000
BREAKS = '\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"'
"""What one reader or another takes for the end of a field or line becomes a space; a straight double quote,
which opens a quoted field for some readers and is a letter for others, becomes an apostrophe."""
PLAIN = " " * (len(BREAKS) - 1) + "'"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format is asked of the store: its .sql file, and those that lay out temporary tables for it.

    ``once`` are asked of all events chosen, ``each`` of every batch of them.
    """

    question: str
    once: tuple[str, ...] = ()
    each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table in order, whether a header names them, what stands for a missing value."""

    columns: tuple[str, ...]
    header: bool
    missing: str


def write_table(con: DuckDBPyConnection, out: Path, chosen: Chosen, layout: Layout, shape: Shape) -> int:
    """The layout's answer as tab-separated lines; how many, without the header.

    Raises ExportError where OUT cannot be written.
    """
    cells = ", ".join(f'cell("{column}")' for column in shape.columns)
    sql = f"SELECT array_to_string([{cells}], chr(9)) FROM ({question(layout.question)})"
    with laid_out(con, chosen) as own:
        cleaned = f"trim(translate(x::VARCHAR, {_literal(BREAKS)}, {_literal(PLAIN)}))"
        own.execute(
            f"CREATE TEMP MACRO cell(x) AS coalesce(nullif({cleaned}, ''), {_literal(shape.missing)})"
        )
        return _write(own, out, layout, sql, "\t".join(shape.columns) if shape.header else None)


def write_lines(con: DuckDBPyConnection, out: Path, chosen: Chosen, layout: Layout) -> int:
    """The one column of the layout's answer, a line a row; how many. Raises ExportError as `write_table`."""
    with laid_out(con, chosen) as own:
        return _write(own, out, layout, question(layout.question), None)


def _write(con: DuckDBPyConnection, out: Path, layout: Layout, sql: str, header: str | None) -> int:
    count = 0
    with replacing(out) as file:
        if header is not None:
            file.write(header + "\n")
        for name in layout.once:
            ask(con, name)
        for _ in batches(con):
            for name in layout.each:
                ask(con, name)
            con.execute(sql)
            while rows := con.fetchmany(FETCHED):
                file.writelines(f"{row[0]}\n" for row in rows)
                count += len(rows)
    return count


@contextmanager
def replacing(out: Path) -> Iterator[IO[str]]:
    """A file to write that takes OUT's place when the block ends well, and leaves nothing when it does not.

    A name that ends in .gz is compressed. Raises ExportError where it cannot be written.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with _opened(part, out.suffix == ".gz") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise ExportError(f"it cannot be written ({error.strerror or error})", "Name another file") from error
    finally:
        part.unlink(missing_ok=True)


def _opened(path: Path, packed: bool) -> IO[str]:
    if packed:
        return gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=6)
    return path.open("w", encoding="utf-8", newline="\n")


def _literal(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
