"""The store behind the pages: many readers, one writer, and let go when nobody asks."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dragoman.serve.web import desk as desks
from dragoman.serve.web.desk import Desk
from dragoman.store import Store, StoreError


@pytest.fixture
def desk(own_store: Path) -> Iterator[Desk]:
    made = Desk(own_store, idle=0.2)
    yield made
    made.close()


def count(store: Store) -> int:
    row = store.connection.execute("SELECT count(*) FROM documents").fetchone()
    assert row is not None
    return int(row[0])


def until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def free(path: Path) -> bool:
    """Whether another process could write the file: the same one may not hold it with other settings."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error:
        return False
    return True


def test_the_store_is_let_go_and_taken_again(desk: Desk) -> None:
    with desk.reading() as store:
        known = count(store)
        assert not free(desk.path)
    assert until(lambda: free(desk.path))
    with desk.reading() as store:
        assert count(store) == known


def test_it_is_not_let_go_while_somebody_reads(desk: Desk) -> None:
    with desk.reading() as store:
        time.sleep(0.6)
        assert count(store) > 0


def test_many_read_at_once(desk: Desk) -> None:
    def read(_: int) -> int:
        with desk.reading() as store:
            return count(store)

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(read, range(200)))) == 1


def test_answers_are_kept_until_something_is_written(desk: Desk) -> None:
    asked: list[int] = []

    def ask(store: Store) -> int:
        asked.append(count(store))
        return asked[-1]

    assert desk.remembered("documents", ask) == desk.remembered("documents", ask)
    assert len(asked) == 1
    with desk.writing() as store:
        store.connection.execute("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)")
    assert desk.remembered("documents", ask) == asked[0] - 1


def test_what_another_process_wrote_is_seen(desk: Desk) -> None:
    before = desk.remembered("documents", count)
    assert until(lambda: free(desk.path))
    with Store(desk.path) as store:
        store.connection.execute("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)")
    assert desk.remembered("documents", count) == before - 1


def test_one_writes_at_a_time(desk: Desk) -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def write(_: int) -> None:
        nonlocal inside, most
        with desk.writing():
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.02)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(write, range(10)))
    assert most == 1


def test_a_question_without_end_is_broken_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "QUESTION_SECONDS", 0.2)
    endless = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = -1"
    with pytest.raises(duckdb.InterruptException), desk.reading() as store:
        store.connection.execute(endless)


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.write_bytes(b"not a database at all, but some words")
    with pytest.raises(StoreError):
        Desk(path)


def test_an_empty_store_is_made(tmp_path: Path) -> None:
    made = Desk(tmp_path / "new.duckdb")
    with made.reading() as store:
        assert count(store) == 0
    made.close()


def test_of_many_who_ask_the_same_at_once_one_asks_the_store(desk: Desk) -> None:
    asked: list[int] = []

    def answer(store: Store) -> int:
        asked.append(count(store))
        time.sleep(0.2)
        return asked[-1]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: desk.remembered("documents", answer), range(8)))
    assert len(asked) == 1
    assert found == asked * 8


def test_no_more_ask_at_once_than_there_are_seats_and_all_are_answered(desk: Desk) -> None:
    here, most, lock = 0, 0, threading.Lock()

    def ask(number: int) -> int:
        nonlocal here, most
        with desk.reading():
            with lock:
                here += 1
                most = max(most, here)
            time.sleep(0.02)
            # as a page that cites the store while it reads it: those who have a seat need no other
            found = desk.remembered(number % 3, count)
            with lock:
                here -= 1
        return found

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, range(64), timeout=30))
    assert most == desks.SEATS
    assert len(set(answers)) == 1


def test_nothing_is_asked_any_more_when_the_time_is_over(desk: Desk) -> None:
    """Nor by those who waited for the answer of another, nor between two questions."""
    endless = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 3"

    def ask(first: float) -> None:
        with pytest.raises(duckdb.InterruptException), desk.reading(0.3) as store:
            time.sleep(first)
            store.connection.execute(endless).fetchall()

    ask(0.6)
    ask(0.0)
    with desk.reading() as store:
        assert count(store) > 0


def test_what_a_writer_left_that_was_killed_makes_answers_old(desk: Desk) -> None:
    known = desk.remembered("documents", count)
    assert until(lambda: free(desk.path))
    killed = """
import os, sys
from dragoman.store import Store
store = Store(sys.argv[1])
store.connection.execute("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)").fetchall()
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", killed, str(desk.path)], check=False)
    assert desk.remembered("documents", count) == known - 1
