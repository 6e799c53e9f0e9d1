"""From a feed to the desk: an item's incident is on its dyad's page while both programs run on one store."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from dragoman.pipeline import Pipeline
from dragoman.records import Coding
from dragoman.serve.watching import Watch
from dragoman.serve.web.desk import Desk
from dragoman.store import Store
from dragoman.store.database import is_wanted
from tests.ingest.feed_site import OPEN, feed, item, page, running

POLL = 0.2


class Hours:
    """Remembers when it was told of which article."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}
        self.problems: list[tuple[str, str, str]] = []

    def article(self, coding: Coding, warnings: Sequence[str]) -> None:
        self.told[coding.article.title or ""] = time.monotonic()

    def problem(self, what: str, problem: str, remedy: str) -> None:
        self.problems.append((what, problem, remedy))


@contextmanager
def served(db: Path) -> Iterator[str]:
    """The address of a desk in a process of its own."""
    command = [sys.executable, "-m", "dragoman.serve.cli", "serve", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found
        try:
            yield found[0]
        finally:
            process.kill()


def test_from_a_feeds_item_to_its_incident_on_the_page(tmp_path: Path, pipeline: Pipeline) -> None:
    db, hours = tmp_path / "both.duckdb", Hours()
    Store(db).close()
    with running() as site, served(db) as desk:
        site.answers |= {"/feed": feed(), "/new": page("Kenya and Uganda talk")}
        watch = Watch(db, [site.url("/feed")], pipeline, hours, every=1.0, gate=OPEN)
        thread = threading.Thread(target=watch.run)
        thread.start()
        try:
            held, end = 0, time.monotonic() + 60
            while len(site.asked("/feed")) < 2:  # it watches, and the page is asked for all the time
                assert time.monotonic() < end
                assert "Kenya and Uganda talk" not in httpx.get(f"{desk}dyads/KEN/UGA", timeout=30).text
                time.sleep(POLL)
            listed = time.monotonic()
            site.answers["/feed"] = feed(item("/new", guid="new"))
            while True:
                answer = httpx.get(f"{desk}dyads/KEN/UGA", timeout=30)
                held += answer.status_code == 503
                if answer.status_code == 200 and "Kenya and Uganda talk" in answer.text:
                    break
                assert time.monotonic() - listed < 60, hours.problems
                time.sleep(POLL)
            shown = time.monotonic()
        finally:
            watch.end()
            thread.join(60)
        fetched = site.asked("/new")[0].when
        assert not hours.problems
        assert listed < fetched < hours.told["Kenya and Uganda talk"] < shown
        told = {
            "its page is asked for": fetched,
            "its records are stored": hours.told["Kenya and Uganda talk"],
            "the desk shows its incident": shown,
        }
        lines = [f"{when - listed:6.2f} s after the feed lists an item {what}" for what, when in told.items()]
        sys.stdout.write("\n".join([*lines, f"the desk answered {held} times that the store is held", ""]))


WRITE = """
import sys
from pathlib import Path
from dragoman.store import Store
print("waits", flush=True)
with Store(Path(sys.argv[1]), patience=20):
    print("in", flush=True)
"""


def test_a_desk_that_is_asked_all_the_time_lets_a_writer_in(own_store: Path) -> None:
    desk = Desk(own_store, idle=60.0)
    command = [sys.executable, "-c", WRITE, str(own_store)]
    try:
        with desk.reading():
            pass
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            end, asked = time.monotonic() + 20, 0
            while process.poll() is None:
                assert time.monotonic() < end
                with desk.reading():
                    asked += 1
                time.sleep(0.01)
            assert process.stdout is not None and process.stdout.read() == "waits\nin\n"
        assert asked > 5 and not is_wanted(own_store)
        with desk.reading():
            pass
    finally:
        desk.close()


def test_a_mark_that_a_killed_process_left_counts_for_nothing(own_store: Path) -> None:
    mark = own_store.with_name(f"{own_store.name}.wanted")
    mark.touch()
    assert is_wanted(own_store)
    time.sleep(1.1)
    assert not is_wanted(own_store)
    desk = Desk(own_store, idle=60.0)
    with desk.reading():
        pass
    desk.close()
