"""What could not be read: kept beside the records until it is, so that it can be tried again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Failed:
    """An item that could not be read, as the last try found it.

    ``given`` is what it was read from: the file, folder or address that was asked for. ``since`` and
    ``tried`` are the first and the last try, UTC.
    """

    source: str
    given: str
    problem: str
    remedy: str
    since: datetime
    tried: datetime
    tries: int


def keep_failures(con: DuckDBPyConnection, found: Iterable[tuple[str, str, str, str]]) -> None:
    """Keep (source, given, problem, remedy) of items that could not be read; of those known one try more."""
    now = datetime.now(UTC).replace(tzinfo=None)
    last = {source: (source, given, problem, remedy) for source, given, problem, remedy in found}
    for row in last.values():
        con.execute(
            """INSERT INTO failures VALUES ($1, $2, $3, $4, $5, $5, 1)
               ON CONFLICT (source) DO UPDATE
               SET given = excluded.given, problem = excluded.problem, remedy = excluded.remedy,
                   tried = excluded.tried, tries = tries + 1""",
            [*row, now],
        ).fetchall()


def forget_failures(con: DuckDBPyConnection, sources: Iterable[str]) -> None:
    """These items were read after all."""
    con.execute("DELETE FROM failures WHERE source IN (SELECT unnest(?))", [[*sources]]).fetchall()


def failures(con: DuckDBPyConnection) -> list[Failed]:
    """All items that could not be read, by source."""
    rows = con.execute("FROM failures ORDER BY source").fetchall()
    return [Failed(*row) for row in rows]
