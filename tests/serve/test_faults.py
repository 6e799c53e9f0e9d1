"""What a long run may meet: it is killed, the disk is full, a file cannot be read. Nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.holding import Tables, tables

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

KILLS = 20
ACTORS = ("Kenya", "Peru", "Norway", "Chad", "Japan", "Oman", "Mali", "Chile", "Nepal", "Ghana")
DEEDS = (
    "accused {} of spying",
    "signed a treaty with {}",
    "attacked {}",
    "thanked {} for its help",
    "sanctioned {}",
)
PROGRAM = [sys.executable, "-m", "dragoman.serve.cli"]
FULL = """
import resource
from dragoman.serve.cli import main
from dragoman.store import Store

save_all = Store.save_all
def on_a_full_disk(store, codings):
    # from now on no file of this process may grow beyond 400 KB: writes fail as they do on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    return save_all(store, codings)
Store.save_all = on_a_full_disk
if __name__ == "__main__":
    main()
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of a sentence or two on a few days, some the same as others, and two rows that are none."""
    draw = random.Random(3)
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    rows = [{"text": "", "date": "2020-01-01"}, {"title": "No text"}]
    for number in range(300):
        one, other = draw.sample(ACTORS, 2)
        text = (
            f"{one} {draw.choice(DEEDS).format(other)} on Monday. It was report {number % 250} of the month."
        )
        rows.append({"text": text, "date": f"2020-02-{1 + number % 28:02}", "source": f"Wire {number % 3}"})
    path.write_text("".join(json.dumps(row) + "\n" for row in draw.sample(rows, len(rows))), encoding="utf-8")
    return path


def reading(corpus: Path, db: Path, *more: str) -> list[str]:
    """The command that reads the corpus into a store."""
    words = ["read", str(corpus), "--db", str(db), "--format", "jsonl", "--lexicon-only", "--workers", "2"]
    return [*PROGRAM, *words, *more]


def ended(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What a run that nothing happens to leaves in the store."""
    db = tmp_path_factory.mktemp("whole") / "whole.duckdb"
    assert ended(reading(corpus, db)).returncode == 1  # two rows are no articles
    found = tables(db)
    assert len(found["documents"]) > 200 and len(found["failures"]) == 2
    assert found["dyad_events"] and found["copy_links"] and found["event_links"]
    return found


def test_killed_at_twenty_moments_it_ends_where_it_would_have(
    corpus: Path, whole: Tables, tmp_path: Path
) -> None:
    draw = random.Random(11)
    db = tmp_path / "killed.duckdb"
    kills = 0
    while kills < KILLS:
        running = subprocess.Popen(
            reading(corpus, db, "--resume"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            running.wait(draw.uniform(0.3, 3))
            assert tables(db) == whole
            db.unlink()  # and once more from the start
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            kills += 1
    assert ended(reading(corpus, db, "--resume")).returncode == 1
    assert tables(db) == whole


def test_a_disk_that_is_full_is_told_and_the_next_run_goes_on(
    corpus: Path, whole: Tables, tmp_path: Path
) -> None:
    db = tmp_path / "full.duckdb"
    told = ended([sys.executable, "-c", FULL, *reading(corpus, db)[3:]])
    assert told.returncode == 1
    assert "could not be stored" in told.stderr and "Check the disk" in told.stderr
    assert "Traceback" not in told.stderr and "of 302 not read" in told.stderr
    assert ended(reading(corpus, db, "--resume")).returncode == 1
    assert tables(db) == whole


def test_a_file_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"Peru thanked Chile for dispatch {number}.")
    if os.geteuid() == 0 and Path("/proc/self/mem").exists():  # nothing is locked to root
        (folder / "5.txt").unlink()
        (folder / "5.txt").symlink_to("/proc/self/mem")
    else:
        (folder / "5.txt").chmod(0)
    told = ended(reading(folder, tmp_path / "a.duckdb"))
    assert told.returncode == 1 and "Traceback" not in told.stderr
    assert "articles/5.txt: cannot be" in told.stderr
    found = tables(tmp_path / "a.duckdb")
    assert len(found["documents"]) == 9
    assert [Path(row[0]).name for row in found["failures"]] == ["5.txt"]
