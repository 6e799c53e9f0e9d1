"""One DuckDB file: articles are written whole, one transaction each, and read back as they were saved."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection

from dragoman import __version__
from dragoman.records import Coding
from dragoman.store.errors import HeldError, StoreError
from dragoman.store.migrate import (
    Migration,
    check_version,
    create,
    file_version,
    migrations,
    upgrade,
)
from dragoman.store.rows import ORDER, PARTS, Row, coding_from_rows, document_row, part_rows

Saved = Literal["added", "unchanged", "replaced"]
Kind = Literal["document", "event", "statement", "assessment"]

# Files in this format open in every DuckDB since 1.0, so R and older Pythons can read the store.
CONFIG: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "v1.0.0"}


PATIENCE = 3.0
"""Seconds that whoever opens a store waits for another process to let go of it."""
MARKED = 1.0
"""Seconds for which a mark that a store is wanted counts: who waits renews it, who was killed does not."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record or document whose id was looked up."""

    id: str
    kind: Kind
    document: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the store's list of documents, with the counts of its records."""

    id: str
    title: str | None
    outlet: str | None
    published: date | None
    genre: str
    events: int
    statements: int
    assessments: int
    sources: tuple[str, ...]


class Store:
    """The records of many articles in one file.

    ``path`` is made when it does not exist, unless ``read_only``. An older file is brought up to date.
    Raises StoreError when the file cannot be used: no such file, not ours, newer than this program, or held
    by another process for longer than ``patience`` seconds: the web desk lets go of it when nobody asks.
    """

    def __init__(
        self,
        path: Path | str,
        read_only: bool = False,
        pages: Sequence[Migration] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.path = Path(path)
        self._run: str | None = None
        self._con = _waiting(self.path, read_only, pages if pages is not None else migrations(), patience)
        self._types = _column_types(self._con)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._con.close()

    def let_go(self) -> None:
        """Give back the memory that holds parts of the file: DuckDB keeps all that it has written and read.

        For long runs; not while another handle of this store is being asked, whose questions would fail.
        """
        with suppress(duckdb.OutOfMemoryException):  # what is in use stays
            self._con.execute("SET memory_limit = '1MB'")
        self._con.execute("RESET memory_limit")

    def another(self) -> Self:
        """A second handle on the open file, for another thread; close it before this one."""
        other = object.__new__(type(self))
        other.path, other._run, other._types = self.path, None, self._types
        other._con = self._con.cursor()
        return other

    @property
    def connection(self) -> DuckDBPyConnection:
        """The open connection, for questions asked in SQL."""
        return self._con

    # ---- writing ----------------------------------------------------------------------------------

    def start_run(self, reader: str | None = None, codebook: str | None = None) -> str:
        """Note that a run begins and what software it uses; returns its id. Later saves belong to it."""
        self._run = uuid4().hex
        row: Row = {
            "id": self._run,
            "started": _now(),
            "dragoman": __version__,
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
            "reader": reader,
            "codebook": codebook,
        }
        self._insert("runs", [row])
        return self._run

    def save(self, coding: Coding, source: str) -> Saved:
        """Write an article's records in one transaction: all of them or, on any error, none.

        An article is known by its text. Read again with the same outcome it stays as it is; with another
        outcome its old records give way to the new ones. ``source`` is the file or address it came from.
        Raises StoreError when two of its records share an id.
        """
        return self.save_all([(coding, source)])[0]

    def save_all(self, codings: Sequence[tuple[Coding, str]]) -> list[Saved]:
        """Write several articles in one transaction, some ten times faster than one by one: all or none.

        Each is (coding, source), as for `save`, which says what becomes of it and what is raised.
        """
        run = self._run or self.start_run()
        self._con.execute("BEGIN")
        try:
            saved = self._save_all(codings, run)
            self._con.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # without room on the disk the transaction is gone already
                self._con.execute("ROLLBACK")
            raise
        return saved

    def _save_all(self, codings: Sequence[tuple[Coding, str]], run: str) -> list[Saved]:
        known = self._known([coding.article.id for coding, _ in codings])
        latest: dict[str, Coding] = {}
        saved: list[Saved] = []
        for coding, _ in codings:
            document = coding.article.id
            before = latest.get(document) or (self.coding(document) if document in known else None)
            saved.append("added" if before is None else "unchanged" if before == coding else "replaced")
            if before != coding:
                latest[document] = coding
        self._remove([document for document in latest if document in known])
        self._write([*latest.values()], run)
        self._log(codings, saved, run)
        return saved

    def _known(self, documents: Sequence[str]) -> set[str]:
        rows = self._rows("SELECT id FROM documents WHERE id IN (SELECT unnest(?))", [documents])
        return {row["id"] for row in rows}

    def _remove(self, documents: Sequence[str]) -> None:
        if not documents:
            return
        for table in PARTS:
            self._con.execute(f"DELETE FROM {table} WHERE document IN (SELECT unnest(?))", [documents])
        self._con.execute("DELETE FROM documents WHERE id IN (SELECT unnest(?))", [documents])

    def _write(self, codings: Sequence[Coding], run: str) -> None:
        """The rows of articles that the store does not hold; what follows from them is left pending."""
        rows: dict[str, list[Row]] = {table: [] for table in PARTS}
        for coding in codings:
            for table, found in _parts(coding).items():
                rows[table] += ({"document": coding.article.id, **row} for row in found)
        self._insert("documents", [document_row(coding, run) for coding in codings])
        self._insert("pending", [{"document": coding.article.id} for coding in codings])
        for table in PARTS:
            self._insert(table, rows[table])

    def _log(self, codings: Sequence[tuple[Coding, str]], saved: Sequence[Saved], run: str) -> None:
        now = _now()
        rows: list[Row] = [
            {"document": coding.article.id, "source": source, "run": run, "read_at": now, "outcome": outcome}
            for (coding, source), outcome in zip(codings, saved, strict=True)
        ]
        self._insert("readings", rows)

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows as one statement: a list a column is some 60 times faster than a call a row."""
        if not rows:
            return
        columns = list(rows[0])
        lists = ", ".join(f"unnest(?::{self._types[table, column]}[])" for column in columns)
        values = [[row[column] for row in rows] for column in columns]
        self._con.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {lists}", values)

    # ---- reading ----------------------------------------------------------------------------------

    def coding(self, document: str) -> Coding | None:
        """The coding of a document as it was saved, or None when the store has no such document."""
        found = self._rows("SELECT * FROM documents WHERE id = ?", [document])
        if not found:
            return None
        parts = {
            table: self._rows(
                f"SELECT * FROM {table} WHERE document = ? ORDER BY {ORDER.get(table, 'ordinal')}", [document]
            )
            for table in PARTS
        }
        return coding_from_rows(found[0], parts)

    def codings(self, documents: Iterable[str]) -> dict[str, Coding]:
        """The codings of several documents by id, each table passed over once; of those that there are."""
        wanted = [[*documents]]
        parts: dict[str, dict[str, list[Row]]] = {}
        for table in PARTS:
            query = f"SELECT * FROM {table} WHERE document IN (SELECT unnest(?)) ORDER BY document, "
            for row in self._rows(query + ORDER.get(table, "ordinal"), wanted):
                parts.setdefault(row["document"], {}).setdefault(table, []).append(row)
        return {
            row["id"]: coding_from_rows(
                row, {table: parts.get(row["id"], {}).get(table, []) for table in PARTS}
            )
            for row in self._rows("SELECT * FROM documents WHERE id IN (SELECT unnest(?))", wanted)
        }

    def held(self) -> frozenset[str]:
        """The ids of all documents."""
        return frozenset(row["id"] for row in self._rows("SELECT id FROM documents", []))

    def find(self, prefix: str) -> list[Found]:
        """Documents and records whose id begins with ``prefix``, in order of id; an exact id stands alone."""
        rows = self._rows(
            """SELECT id, kind, document FROM (
                   SELECT id, 'document' AS kind, id AS document FROM documents
                   UNION ALL SELECT id, 'event', document FROM events
                   UNION ALL SELECT id, 'statement', document FROM statements
                   UNION ALL SELECT id, 'assessment', document FROM assessments
               ) WHERE starts_with(id, ?) ORDER BY id, document""",
            [prefix],
        )
        found = [Found(row["id"], row["kind"], row["document"]) for row in rows]
        return [one for one in found if one.id == prefix] or found

    def find_source(self, words: str) -> list[Found]:
        """Documents read from a file of this name (with or without its ending) or from a source that holds
        these words; the name goes before the words."""
        rows = self._rows(
            "SELECT DISTINCT document, source FROM readings WHERE contains(source, ?) ORDER BY source",
            [words],
        )
        named = [row for row in rows if words in (Path(row["source"]).stem, Path(row["source"]).name)]
        documents = dict.fromkeys(row["document"] for row in named or rows)
        return [Found(document, "document", document) for document in documents]

    def documents(self) -> list[Entry]:
        """All documents, by publication date (unknown last), then title."""
        rows = self._rows(
            """SELECT id, title, outlet, published, genre,
                      (SELECT count(*) FROM events WHERE document = d.id) AS events,
                      (SELECT count(*) FROM statements WHERE document = d.id) AS statements,
                      (SELECT count(*) FROM assessments WHERE document = d.id) AS assessments,
                      (SELECT list_sort(list_distinct(list(source))) FROM readings
                       WHERE document = d.id) AS sources
               FROM documents d ORDER BY published NULLS LAST, title NULLS LAST, id""",
            [],
        )
        return [Entry(**{**row, "sources": tuple(row["sources"] or ())}) for row in rows]

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Row]:
        cursor = self._con.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _parts(coding: Coding) -> dict[str, list[Row]]:
    try:
        return part_rows(coding)
    except ValueError as error:
        raise StoreError(f"its records cannot be stored ({error})", "Report this article as a bug") from error


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def is_wanted(path: Path) -> bool:
    """Whether another process waits for whoever holds a store to let go of it."""
    try:
        return time.time() - _mark(path).stat().st_mtime < MARKED
    except OSError:
        return False


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.wanted")


def _waiting(path: Path, read_only: bool, pages: Sequence[Migration], patience: float) -> DuckDBPyConnection:
    """The open file, as soon as no other process holds it; until then a mark beside it says it is wanted."""
    end, marked = time.monotonic() + patience, False
    try:
        while True:
            try:
                return _open(path, read_only, pages)
            except HeldError:
                if time.monotonic() >= end:
                    raise
            with suppress(OSError):  # where nothing can be written the other lets go in its own time
                _mark(path).touch()
                marked = True
            time.sleep(0.1)
    finally:
        if marked:
            with suppress(OSError):
                _mark(path).unlink()


def _open(path: Path, read_only: bool, pages: Sequence[Migration]) -> DuckDBPyConnection:
    if read_only and not path.exists():
        raise StoreError("there is no such store", "Read an article first, or name the file with --db")
    con = _connect(path, read_only)
    try:
        return _up_to_date(con, path, read_only, pages)
    except BaseException:
        con.close()
        raise


def _up_to_date(
    con: DuckDBPyConnection, path: Path, read_only: bool, pages: Sequence[Migration]
) -> DuckDBPyConnection:
    found = file_version(con)
    check_version(found, pages)
    if found == pages[-1].version:
        return con
    if read_only:  # bring the file up to date first, then come back to it
        con.close()
        _open(path, False, pages).close()
        return _connect(path, read_only)
    if found is None:
        create(con, pages)
    else:
        upgrade(con, found, pages)
    return con


def _connect(path: Path, read_only: bool) -> DuckDBPyConnection:
    if not path.parent.is_dir():
        raise StoreError(
            f"the folder {path.parent} does not exist", "Make it, or name another file with --db"
        )
    try:
        return duckdb.connect(str(path), read_only=read_only, config={} if read_only else CONFIG)
    except duckdb.Error as error:
        raise _explain(error) from error


def _explain(error: duckdb.Error) -> StoreError:
    """DuckDB's message as a problem and a remedy."""
    words = str(error)
    if "set lock" in words or "used by another process" in words:  # as on Unix, as on Windows
        return HeldError("another process is using it", "Wait for it to end, or name another file with --db")
    if "not a valid DuckDB" in words:
        return StoreError("it is not a DuckDB file", "Name another file with --db")
    return StoreError(f"it cannot be opened ({words.splitlines()[0]})", "Name another file with --db")


def _column_types(con: DuckDBPyConnection) -> dict[tuple[str, str], str]:
    rows = con.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
    return {(table, column): kind for table, column, kind in rows.fetchall()}
