"""Tables as files: CSV, Parquet and Arrow, written whole before they are sent.

So an error is an answer and no broken file, and the store is free again however slowly somebody reads.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import duckdb
from duckdb import DuckDBPyConnection
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from dragoman.serve.api.formats import MEDIA, Form
from dragoman.serve.question import ascii_words
from dragoman.serve.web.answers import Problem

ENDINGS: dict[Form, str] = {"csv": "csv", "parquet": "parquet", "arrow": "arrows"}
JOINED = "; "
"""Between the members of a list in a cell of CSV."""
TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP",
}


def table(con: DuckDBPyConnection, query: str, form: Form, name: str, citation: str) -> FileResponse:
    """The answer to a question without parameters, as a file that is called NAME and its ending."""
    folder = Path(mkdtemp(prefix="dragoman-"))
    path = folder / f"{name}.{ENDINGS[form]}"
    try:
        WRITERS[form](con, query, path)
    except duckdb.OutOfMemoryException as error:
        _remove(path)
        raise Problem(
            503, "the memory does not suffice for so many rows", "Ask for fewer at a time"
        ) from error
    except BaseException:
        _remove(path)
        raise
    headers = {"X-Citation": header(citation)}
    return _Table(path, media_type=MEDIA[form], filename=path.name, headers=headers)


class _Table(FileResponse):
    """A file that goes when it was sent, or was asked for in a way that cannot be answered."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _remove(Path(self.path))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def header(text: str) -> str:
    """The text as a header can carry it."""
    return ascii_words(text)


# ---- formats --------------------------------------------------------------------------------------


def _csv(con: DuckDBPyConnection, query: str, path: Path) -> None:
    found = con.sql(query)
    cells = (_cell(name, str(kind)) for name, kind in zip(found.columns, found.types, strict=True))
    con.execute(f"COPY (SELECT {', '.join(cells)} FROM ({query})) TO '{_quoted(path)}' (FORMAT csv, HEADER)")


def _cell(name: str, kind: str) -> str:
    """A column as text that a spreadsheet takes for text: an apostrophe before what it took for a formula."""
    column = f'"{name}"'
    text = f"array_to_string({column}, '{JOINED}')" if kind == "VARCHAR[]" else column
    if kind not in ("VARCHAR", "VARCHAR[]"):
        return column
    return (
        rf"CASE WHEN regexp_matches({text}, '^[=+\-@\t\r]') THEN '''' || {text} ELSE {text} END AS {column}"
    )


def _parquet(con: DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(f"COPY ({query}) TO '{_quoted(path)}' (FORMAT parquet)")


def _arrow(con: DuckDBPyConnection, query: str, path: Path) -> None:
    import nanoarrow
    from nanoarrow.ipc import StreamWriter

    try:
        with StreamWriter.from_path(path) as writer:
            writer.write_stream(nanoarrow.c_array_stream(con.sql(query)))
    except RuntimeError as error:  # it has DuckDB's message alone
        if "INTERRUPT" in str(error).upper():
            raise duckdb.InterruptException(str(error)) from error
        raise


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


WRITERS: dict[Form, Callable[[DuckDBPyConnection, str, Path], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "arrow": _arrow,
}


# ---- rows that no question to the store gives -----------------------------------------------------


@contextmanager
def rows_as_table(kind: type, rows: Sequence[Any]) -> Iterator[DuckDBPyConnection]:
    """A connection in which ``SELECT * FROM answer`` gives the dataclasses of this kind as rows."""
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    lists = ", ".join(f'unnest(?::{_sql_type(hints[name])}[]) AS "{name}"' for name in names)
    values = [[_value(getattr(row, name)) for row in rows] for name in names]
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE answer AS SELECT {lists}", values)
        yield con


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _sql_type(hint: Any) -> str:
    if hint in TYPES:
        return TYPES[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "VARCHAR"
    if origin is tuple:
        return f"{_sql_type(arguments[0])}[]"
    if origin in (Union, types.UnionType):
        return _sql_type(next(one for one in arguments if one is not type(None)))
    raise TypeError(f"no column can hold {hint}")
