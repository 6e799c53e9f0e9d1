"""How feeds and their items stand is kept, and replaced whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from dragoman.store import Store
from dragoman.store.feeds import FeedState, ItemState, feed_states, known_items, note, waiting

NOW = datetime(2024, 3, 3, 10, 0, 0)
FEED = FeedState("http://x/feed", "The Courier", '"v1"', "Tue", NOW, NOW, 2, "answers 500")
ITEM = ItemState("http://x/feed", "g1", "http://x/a", "Talks", date(2024, 3, 3), NOW, 1, NOW)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with Store(tmp_path / "made.duckdb") as store:
        yield store.connection


def test_they_come_back_as_they_were_noted(con: duckdb.DuckDBPyConnection) -> None:
    bare = FeedState("http://y/feed")
    note(con, [FEED, bare], [ITEM])
    assert feed_states(con, ["http://x/feed", "http://y/feed", "http://z"]) == {
        "http://x/feed": FEED,
        "http://y/feed": bare,
    }
    assert waiting(con, ["http://x/feed"]) == [ITEM]
    assert waiting(con, ["http://y/feed"]) == []


def test_the_latest_takes_the_place_of_the_one_before(con: duckdb.DuckDBPyConnection) -> None:
    note(con, [FEED], [ITEM])
    better = replace(FEED, failures=0, problem=None)
    note(con, [better], [replace(ITEM, due=None, document="0123456789abcdef")])
    assert feed_states(con, [FEED.address]) == {FEED.address: better}
    assert waiting(con, [FEED.address]) == []
    assert con.execute("SELECT count(*) FROM feed_items").fetchall() == [(1,)]


def test_what_is_known_by_guid_within_a_feed_and_by_address_everywhere(
    con: duckdb.DuckDBPyConnection,
) -> None:
    note(con, [], [ITEM])
    assert known_items(con, ITEM.feed, ["g1", "g2"], []) == (frozenset({"g1"}), frozenset())
    assert known_items(con, "http://other/feed", ["g1"], ["http://x/a", "http://x/b"]) == (
        frozenset(),
        frozenset({"http://x/a"}),
    )


def test_all_is_noted_or_nothing(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error):
        note(con, [FEED], [replace(ITEM, guid=None)])  # type: ignore[arg-type]
    assert feed_states(con, [FEED.address]) == {}
