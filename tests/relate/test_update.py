"""The derived tables are a function of the documents: no order, no batch, no killed process changes them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dragoman.ingest import table
from dragoman.ingest.source import Stated
from dragoman.pipeline import Pipeline
from dragoman.records import Coding
from dragoman.relate import bring_up_to_date, gather, pending
from dragoman.store import Store

GOLD = Path(__file__).parents[2] / "gold" / "incidents.jsonl"
TABLES = (
    "texts",
    "copy_links",
    "bands",
    "marks",
    "reports",
    "dyad_events",
    "event_links",
    "incident_events",
    "documents",
    "events",
    "participants",
)
PAIRS = 14

Tables = Mapping[str, list[tuple[Any, ...]]]


def rows(kinds: tuple[str, ...] = ("copy", "edit", "retold", "alike")) -> list[dict[str, Any]]:
    """Articles of some pairs of every kind."""
    pairs = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    chosen = [one for kind in kinds for one in [p for p in pairs if p["kind"] == kind][: PAIRS // len(kinds)]]
    return [one[side] for one in chosen for side in "ab"]


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    """Articles that are copies, tell one happening or alike ones, as the shipped system codes them."""
    pipeline = Pipeline()
    return [pipeline.code(table.article(row, "gold", Stated())) for row in rows()]


def tables(store: Store) -> Tables:
    """All rows of the tables of records and what follows from them, sorted, without the run."""
    found = {}
    for name in TABLES:
        columns = "* EXCLUDE (run)" if name == "documents" else "*"
        found[name] = sorted(store.connection.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)
    return found


def worked_out(path: Path, groups: list[list[Coding]], batch: int) -> Tables:
    """The tables after the groups were saved and worked out one after the other."""
    with Store(path) as store:
        for group in groups:
            store.save_all([(coding, "made.txt") for coding in group])
            bring_up_to_date(store.connection, batch=batch)
        return tables(store)


@pytest.fixture(scope="module")
def whole(codings: list[Coding], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables after all articles came at once."""
    return worked_out(tmp_path_factory.mktemp("whole") / "whole.duckdb", [codings], batch=1000)


def test_there_is_something_to_work_out(whole: Tables) -> None:
    assert whole["copy_links"] and whole["event_links"] and whole["dyad_events"]
    incidents = [row[0] for row in whole["incident_events"]]
    assert len(set(incidents)) < len(incidents)
    assert {row[0] for row in whole["texts"]} != {row[1] for row in whole["texts"]}


@pytest.mark.parametrize("how", [(1, 1000, 1), (2, 1, 1), (3, 3, 5), (4, 2, 28)], ids=str)
def test_neither_order_nor_batches_matter(
    codings: list[Coding], whole: Tables, tmp_path: Path, how: tuple[int, int, int]
) -> None:
    seed, batch, parts = how
    shuffled = list(codings)
    random.Random(seed).shuffle(shuffled)
    groups = [shuffled[n::parts] for n in range(parts)]
    assert worked_out(tmp_path / "shuffled.duckdb", [one for one in groups if one], batch) == whole


def test_an_article_read_again_with_other_records_leaves_no_trace_of_the_old(
    codings: list[Coding], whole: Tables, tmp_path: Path
) -> None:
    emptied = [Coding(one.article) for one in codings]
    assert worked_out(tmp_path / "again.duckdb", [emptied, codings[:9], codings], batch=4) == whole


def test_an_article_read_again_unchanged_is_not_worked_out_again(
    codings: list[Coding], tmp_path: Path
) -> None:
    with Store(tmp_path / "again.duckdb") as store:
        store.save_all([(coding, "made.txt") for coding in codings])
        assert bring_up_to_date(store.connection) == pending(store.connection) + len(
            {c.article.id for c in codings}
        )
        store.save_all([(coding, "made.txt") for coding in codings])
        assert pending(store.connection) == 0


def test_a_fault_in_a_batch_undoes_it_and_leaves_it_pending(
    codings: list[Coding], whole: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / "fault.duckdb") as store:
        store.save_all([(coding, "made.txt") for coding in codings])
        calls = iter(range(100))

        def failing(*args: Any) -> list[gather.Member]:
            if next(calls) == 2:
                raise RuntimeError("the disk is full")
            return members(*args)

        members = gather.members
        monkeypatch.setattr(gather, "members", failing)
        with pytest.raises(RuntimeError):
            bring_up_to_date(store.connection, batch=5)
        assert 0 < pending(store.connection) < len(codings)
        bring_up_to_date(store.connection, batch=5)
        assert tables(store) == whole


@pytest.mark.skipif(os.name != "posix", reason="kills a process by a signal")
@pytest.mark.parametrize("after", [1.2, 2.6])
def test_a_process_killed_at_any_moment_and_run_again_ends_in_the_same_tables(
    codings: list[Coding], whole: Tables, tmp_path: Path, after: float
) -> None:
    source, db = tmp_path / "articles.jsonl", tmp_path / "killed.duckdb"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    command = [sys.executable, "-m", "dragoman.serve.cli", "read", str(source), "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    with Store(db) as store:
        assert pending(store.connection) == 0
        assert tables(store) == whole


def test_resuming_passes_over_what_is_there(codings: list[Coding], whole: Tables, tmp_path: Path) -> None:
    source, db = tmp_path / "articles.jsonl", tmp_path / "resumed.duckdb"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    with Store(db) as store:
        store.save_all([(coding, "made.txt") for coding in codings[:20]])
    command = [sys.executable, "-m", "dragoman.serve.cli", "read", str(source), "--db", str(db), "--resume"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert ", 20 there already in " in done.stderr
    with Store(db) as store:
        assert tables(store) == whole
        outcomes = store.connection.execute("SELECT source, outcome FROM readings").fetchall()
    assert {outcome for source, outcome in outcomes if source != "made.txt"} == {"added"}
