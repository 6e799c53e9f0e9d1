"""Bring a file to today's schema: whole for a new file, one numbered page at a time for an older one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from duckdb import DuckDBPyConnection

from dragoman.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered page of SQL that takes a file from ``version`` - 1 to ``version``."""

    version: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """All migrations shipped, in order: ``migrations/NNN_name.sql`` has version NNN."""
    pages = resources.files("dragoman.store").joinpath("migrations").iterdir()
    names = sorted(page.name for page in pages if page.name.endswith(".sql"))
    return tuple(Migration(int(name.split("_")[0]), name, _page("migrations", name)) for name in names)


def schema() -> str:
    """The SQL that makes today's schema in an empty file."""
    return _page("schema.sql")


def _page(*parts: str) -> str:
    return resources.files("dragoman.store").joinpath(*parts).read_text(encoding="utf-8")


def file_version(con: DuckDBPyConnection) -> int | None:
    """The schema version of the open file, or None when it holds no table at all.

    Raises StoreError when the file has tables but is not a store of ours.
    """
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return None
    if "schema_version" not in tables:
        raise StoreError("it is another program's database", "Name another file with --db")
    row = con.execute("SELECT max(version) FROM schema_version").fetchone()
    if row is None or row[0] is None:
        raise StoreError(
            "its schema_version table is empty", "Restore a copy, or name another file with --db"
        )
    return int(row[0])


def check_version(version: int | None, pages: Sequence[Migration]) -> None:
    """Raise StoreError when the file was written by a newer dragoman than this one."""
    latest = pages[-1].version
    if version is not None and version > latest:
        problem = f"it was written by a newer dragoman (schema {version}; this one knows {latest})"
        raise StoreError(problem, "Install the newer dragoman, or name another file with --db")


def create(con: DuckDBPyConnection, pages: Sequence[Migration]) -> None:
    """Make today's schema in an empty file, in one transaction."""
    con.execute("BEGIN")
    con.execute(schema())
    for page in pages:
        _stamp(con, page)
    con.execute("COMMIT")


def upgrade(con: DuckDBPyConnection, version: int, pages: Sequence[Migration]) -> None:
    """Apply every page after ``version``, each in its own transaction."""
    for page in pages:
        if page.version > version:
            con.execute("BEGIN")
            con.execute(page.sql)
            _stamp(con, page)
            con.execute("COMMIT")


def _stamp(con: DuckDBPyConnection, page: Migration) -> None:
    con.execute(
        "INSERT INTO schema_version SELECT ?, ?, now()::TIMESTAMPTZ AT TIME ZONE 'UTC'",
        [page.version, page.name],
    )
