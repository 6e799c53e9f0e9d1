"""What could not be read stays in the store until it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.store import Store
from dragoman.store.failures import failures, forget_failures, keep_failures


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.duckdb") as made:
        yield made


def test_a_failure_is_kept_with_its_tries(store: Store) -> None:
    keep_failures(store.connection, [("a.csv:2", "a.csv", "has no text", "Fill it.")])
    keep_failures(store.connection, [("a.csv:2", "a.csv", "is not UTF-8", "Save it so.")])
    (one,) = failures(store.connection)
    assert (one.source, one.given, one.problem, one.remedy) == (
        "a.csv:2",
        "a.csv",
        "is not UTF-8",
        "Save it so.",
    )
    assert one.tries == 2
    assert one.since <= one.tried


def test_what_fails_twice_in_one_go_is_one_row(store: Store) -> None:
    keep_failures(store.connection, [("x", "x", "first", "r"), ("x", "x", "then", "r")])
    assert [(one.problem, one.tries) for one in failures(store.connection)] == [("then", 1)]


def test_what_is_read_is_no_failure_any_more(store: Store) -> None:
    keep_failures(store.connection, [(name, name, "p", "r") for name in ("a", "b", "c")])
    forget_failures(store.connection, ["a", "c", "never heard of"])
    assert [one.source for one in failures(store.connection)] == ["b"]
    forget_failures(store.connection, [])
    assert len(failures(store.connection)) == 1


def test_they_stay_when_the_store_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "b.duckdb"
    with Store(path) as made:
        keep_failures(made.connection, [("a", "a", "p", "r")])
    with Store(path, read_only=True) as again:
        assert [one.source for one in failures(again.connection)] == ["a"]
