"""News feeds that are watched: how each stands, and what became of the items that it listed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError


@dataclass(frozen=True, slots=True)
class FeedState:
    """A row of ``feeds``: how a feed stands. Times are UTC without a zone; `schema.sql` says what is what."""

    address: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    asked: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """A row of ``feed_items``: what became of an item; it waits where ``due`` is set. Times are UTC."""

    feed: str
    guid: str
    address: str | None
    title: str | None
    published: date | None
    seen: datetime
    tries: int = 0
    due: datetime | None = None
    document: str | None = None
    problem: str | None = None


def feed_states(con: DuckDBPyConnection, addresses: Collection[str]) -> dict[str, FeedState]:
    """How the feeds of these addresses stand, by address; those never asked are missing."""
    rows = con.execute(
        f"SELECT {_names(FeedState)} FROM feeds WHERE address IN (SELECT unnest(?::VARCHAR[]))",
        [[*addresses]],
    ).fetchall()
    return {row[0]: FeedState(*row) for row in rows}


def waiting(con: DuckDBPyConnection, addresses: Collection[str]) -> list[ItemState]:
    """The items of these feeds that are still to be read, the first seen first."""
    rows = con.execute(
        f"SELECT {_names(ItemState)} FROM feed_items WHERE due IS NOT NULL AND document IS NULL "
        "AND feed IN (SELECT unnest(?::VARCHAR[])) ORDER BY seen, guid",
        [[*addresses]],
    ).fetchall()
    return [ItemState(*row) for row in rows]


def known_items(
    con: DuckDBPyConnection, feed: str, guids: Collection[str], addresses: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Those of the guids that this feed listed before, those of the page addresses that any feed did."""
    said = con.execute(
        "SELECT guid FROM feed_items WHERE feed = ? AND guid IN (SELECT unnest(?::VARCHAR[]))",
        [feed, [*guids]],
    ).fetchall()
    seen = con.execute(
        "SELECT address FROM feed_items WHERE address IN (SELECT unnest(?::VARCHAR[]))", [[*addresses]]
    ).fetchall()
    return frozenset(row[0] for row in said), frozenset(row[0] for row in seen)


def note(con: DuckDBPyConnection, feeds: Sequence[FeedState], items: Sequence[ItemState] = ()) -> None:
    """Write how feeds and items stand now in place of how they stood, all in one transaction or none."""

    def write() -> None:
        for feed in feeds:
            con.execute("DELETE FROM feeds WHERE address = ?", [feed.address])
            _insert(con, "feeds", feed)
        for item in items:
            con.execute("DELETE FROM feed_items WHERE feed = ? AND guid = ?", [item.feed, item.guid])
            _insert(con, "feed_items", item)

    _whole(con, write)


def _whole(con: DuckDBPyConnection, write: Callable[[], None]) -> None:
    con.execute("BEGIN")
    try:
        write()
        con.execute("COMMIT")
    except BaseException:
        with suppress(DuckDBError):  # without room on the disk the transaction is gone already
            con.execute("ROLLBACK")
        raise


def _names(kind: type[FeedState] | type[ItemState]) -> str:
    return ", ".join(field.name for field in fields(kind))


def _insert(con: DuckDBPyConnection, table: str, row: FeedState | ItemState) -> None:
    places = ", ".join("?" for _ in fields(row))
    con.execute(f"INSERT INTO {table} ({_names(type(row))}) VALUES ({places})", astuple(row))
