"""``dragoman read`` over many articles: workers, what failed, another try, the report."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.store import Store
from dragoman.store.failures import failures

SENTENCE = "Kenya urged Somalia to release the pilots, and Chad praised Norway for its help, report {}."
ROWS = 40


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty articles of which two have no text."""
    path = tmp_path / "many.jsonl"
    texts = ["" if number in (7, 30) else SENTENCE.format(number) for number in range(ROWS)]
    path.write_text("".join(json.dumps({"text": text, "published": "2021-03-04"}) + "\n" for text in texts))
    return path


def dragoman(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dragoman.serve.cli", *words]
    command += ["--lexicon-only"] if words[0] == "read" else []
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with Store(path, read_only=True) as store:
        return store.connection.execute(
            f"SELECT COLUMNS(lambda c: c <> 'run') FROM {table} ORDER BY ALL"
        ).fetchall()


def test_any_number_of_workers_ends_in_the_same_store(table: Path) -> None:
    for workers in ("1", "2"):
        how = ("--db", f"{workers}.duckdb", "--workers", workers)
        told = dragoman(table.parent, "read", table.name, *how)
        assert told.returncode == 1
        assert "dragoman: 38 read in " in told.stderr
        assert "dragoman: 2 of 40 not read" in told.stderr
        assert "2: has no text" in told.stderr
    for name in ("documents", "events", "participants", "dyad_events", "incident_events"):
        one, two = (rows(table.parent / f"{workers}.duckdb", name) for workers in (1, 2))
        assert one == two, name


def test_what_failed_is_kept_told_and_tried_again(table: Path) -> None:
    folder, db = table.parent, table.parent / "a.duckdb"
    assert dragoman(folder, "read", table.name, "gone.txt", "--db", db.name).returncode == 1
    listed = dragoman(folder, "failures", "--db", db.name)
    told = list(csv.DictReader(listed.stdout.splitlines()))
    assert [row["source"] for row in told] == ["gone.txt", "many.jsonl:31", "many.jsonl:8"]
    assert {row["tries"] for row in told} == {"1"}

    (folder / "gone.txt").write_text(SENTENCE.format("that was late"))
    again = dragoman(folder, "read", "--retry", "--db", db.name)
    assert "2 of 3 not read" in again.stderr
    with Store(db, read_only=True) as store:
        assert [(one.source, one.tries) for one in failures(store.connection)] == [
            ("many.jsonl:31", 2),
            ("many.jsonl:8", 2),
        ]
        assert len(store.held()) == 39
    table.write_text(table.read_text().replace('"text": ""', '"text": "Peru praised Chile for its help."'))
    assert dragoman(folder, "read", "--retry", table.name, "--db", db.name).returncode == 0
    assert "nothing failed" in dragoman(folder, "read", "--retry", "--db", db.name).stderr


def test_the_report_has_a_row_for_each_article(table: Path) -> None:
    dragoman(table.parent, "read", table.name, "--db", "a.duckdb")
    table.with_name("new.txt").write_text(SENTENCE.format("of another day"))
    words = ("read", table.name, "new.txt", "--db", "a.duckdb", "--resume", "--report", "told.csv")
    dragoman(table.parent, *words)
    with table.with_name("told.csv").open(newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["outcome"] for row in told].count("there already") == ROWS - 2
    assert [row["problem"] for row in told if row["outcome"] == "not read"] == ["has no text"] * 2
    assert told[-1]["source"] == "new.txt"
    assert told[-1]["outcome"] == "read"
    assert int(told[-1]["events"]) > 0


def test_the_report_takes_no_store_s_place(table: Path) -> None:
    dragoman(table.parent, "read", table.name, "--db", "a.duckdb")
    told = dragoman(table.parent, "read", table.name, "--db", "a.duckdb", "--report", "a.duckdb")
    assert told.returncode == 2
    assert rows(table.parent / "a.duckdb", "documents")
