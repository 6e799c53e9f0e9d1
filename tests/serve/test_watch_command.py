"""``dragoman watch``: what it refuses and prints, and that it ends when asked to, with nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from dragoman.pipeline import Pipeline
from dragoman.serve import watch_command
from dragoman.serve.watch_command import Lines
from dragoman.store import Store
from tests.conftest import REPOSITORY
from tests.ingest.feed_site import Reply, Request, Site, feed, item, page, running


def watch(*words: str) -> Result:
    app = Typer()
    app.command()(watch_command.watch)
    return CliRunner().invoke(app, [*words], env={"COLUMNS": "200"})


# ---- what it refuses ------------------------------------------------------------------------------


def test_without_a_feed_it_says_what_to_give(tmp_path: Path) -> None:
    found = watch("--db", str(tmp_path / "x.duckdb"))
    assert found.exit_code == 2 and "--feeds" in found.output


@pytest.mark.parametrize("feed", ["example.org/feed.xml", "file:///etc/passwd", "feed.xml"])
def test_what_is_no_address_is_refused(tmp_path: Path, feed: str) -> None:
    found = watch(feed, "--db", str(tmp_path / "x.duckdb"))
    assert found.exit_code == 2 and feed in found.output
    assert not (tmp_path / "x.duckdb").exists()


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = watch("--feeds", str(tmp_path / "none.txt"), "--db", str(tmp_path / "x.duckdb"))
    assert found.exit_code == 1 and "none.txt" in found.output and "Traceback" not in found.output


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.write_text("words")
    found = watch("http://127.0.0.1:9/feed", "--once", "--db", str(path))
    assert found.exit_code == 1 and "x.duckdb" in found.output and path.read_text() == "words"


def test_no_private_address_is_reached(tmp_path: Path) -> None:
    with running() as site:
        listed = tmp_path / "feeds.txt"
        listed.write_text(f"http://127.0.0.1:{site.port}/feed  # here\n")
        found = watch("--feeds", str(listed), "--once", "--db", str(tmp_path / "x.duckdb"))
        assert found.exit_code == 1 and "not public" in found.output
        assert site.requests == []


# ---- what it prints -------------------------------------------------------------------------------


def test_an_article_is_a_line_of_stdout_and_what_is_wrong_one_of_stderr(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    coding = pipeline.text("Talks held in Kampala\n\nKenya praised Uganda on Sunday.")
    whole = replace(coding, article=replace(coding.article, outlet="The Courier"))
    Lines().article(whole, ("too short",))
    Lines().article(replace(coding, article=replace(coding.article, title=None, outlet=None), events=()), ())
    Lines().problem("http://x/a", "answers 404 Not Found", "Check it.")
    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert first[8:].startswith("  The Courier  Talks held in Kampala  (1 event, ")
    assert "  unknown outlet  (no title) " in second and "(0 events, " in second
    assert told.err.splitlines() == [
        "dragoman: Talks held in Kampala: warning: too short",
        "dragoman: http://x/a: answers 404 Not Found. Check it.",
    ]


# ---- how it ends ----------------------------------------------------------------------------------

RUN = """
import sys, time
from pathlib import Path
from dragoman.pipeline import Pipeline
from dragoman.serve import watching
from dragoman.serve.watch_command import Ending, Lines, run
from tests.ingest.feed_site import OPEN

def slowly(con, was=watching.bring_up_to_date):
    if con.execute("SELECT count(*) FROM pending").fetchone() != (0,):
        print("writes", flush=True)
        time.sleep(1)
    return was(con)

db, feed, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
if how == "writes":
    watching.bring_up_to_date = slowly
ending = Ending()
watch = watching.Watch(db, [feed], Pipeline(), Lines(), gate=OPEN, spacing=0.0, whole=ending.whole)
sys.exit(run(watch, ending, db, once=False))
"""


@contextmanager
def watching_process(db: Path, address: str, how: str = "") -> Iterator[subprocess.Popen[str]]:
    """A watch in a process of its own."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", RUN, str(db), address, how]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        yield process
        process.kill()


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as made:
        made.answers |= {
            "/feed": feed(item("/a", guid="a"), item("/b", guid="b")),
            "/a": page("Kenya and Uganda talk"),
            "/b": page("Peru and Chile talk", "Peru", "Chile"),
        }
        yield made


def until_asked(site: Site, path: str) -> None:
    end = time.monotonic() + 60
    while not site.asked(path):
        assert time.monotonic() < end, "it was not asked for"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_while_it_waits_for_a_page_which_is_read_the_next_time(
    site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    over, db = threading.Event(), tmp_path / "x.duckdb"

    def stall(request: Request) -> Reply:
        over.wait(60)
        return page("Kenya and Uganda talk")

    site.answers["/a"] = stall
    with watching_process(db, site.url("/feed")) as process:
        until_asked(site, "/a")
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stdout is not None and process.stderr is not None
        assert "Peru and Chile talk" in process.stdout.read() and process.stderr.read() == ""
    over.set()
    with Store(db) as store:
        rows = store.connection.execute(
            "SELECT guid, due IS NULL, document IS NULL FROM feed_items ORDER BY 1"
        )
        assert rows.fetchall() == [("a", False, True), ("b", True, False)]
        asked = store.connection.execute("SELECT asked IS NOT NULL, due > asked FROM feeds").fetchall()
        assert asked == [(True, True)]
    site.answers["/a"] = page("Kenya and Uganda talk")
    with watching_process(db, site.url("/feed")) as process:
        assert process.stdout is not None
        assert "Kenya and Uganda talk" in process.stdout.readline()
        process.send_signal(number)
        assert process.wait(30) == 0
    assert len(site.asked("/feed")) == 1 and len(site.asked("/b")) == 1


def test_what_is_being_written_is_written_whole(site: Site, tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    with watching_process(db, site.url("/feed"), "writes") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writes\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert "Peru and Chile talk" in process.stdout.read()
    with duckdb.connect(str(db), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM documents").fetchall() == [(1,)]
        assert con.execute("SELECT count(*) FROM pending").fetchall() == [(0,)]
        assert con.execute("SELECT count(*) FROM feed_items WHERE document IS NOT NULL").fetchall() == [(1,)]


def test_one_that_is_killed_leaves_whole_articles_and_reads_the_others_the_next_time(
    site: Site, tmp_path: Path
) -> None:
    db = tmp_path / "x.duckdb"
    with watching_process(db, site.url("/feed"), "writes") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writes\n"
        process.kill()
    with watching_process(db, site.url("/feed")) as process:
        assert process.stdout is not None
        titles = {process.stdout.readline().split("  ")[2], process.stdout.readline().split("  ")[2]}
        assert titles == {"Peru and Chile talk", "Kenya and Uganda talk"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    with duckdb.connect(str(db), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM documents").fetchall() == [(2,)]
        assert con.execute("SELECT count(*) FROM pending").fetchall() == [(0,)]
