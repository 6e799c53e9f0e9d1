"""Whatever engine reads a corpus in parts, whatever happens to it: the tables are those of one process."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.ingest import Item
from dragoman.pipeline import Outcome, Pipeline
from dragoman.scale import Here, PlaceError, Plan, Told, done, place, plan_of
from dragoman.store import Store
from dragoman.store.failures import failures
from dragoman.workers import ENDED, Settings
from tests.holding import Tables
from tests.scale.conftest import tables

Advance = Callable[[int], None]
POSIX = pytest.mark.skipif(os.name != "posix", reason="ends a process by a signal")


def test_one_machine_comes_to_what_one_process_comes_to(
    planned: Plan, expected: Tables, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path))
    plan = plan_of(planned, at)
    found = list(Here(2).run(plan, at.name, plan.parts))
    assert sorted(one.part for one in found if isinstance(one, Told)) == [0, 1, 2, 3, 4]
    joined = Here(2).join(plan, at.name, "month", told)
    assert expected["dyads"] and expected["copy_links"] and expected["event_links"]
    assert tables(tmp_path) == expected
    assert (joined.documents, joined.dyads) == (len(expected["documents"]), len(expected["dyads"]))
    with Store(tmp_path / "store.duckdb", read_only=True) as store:
        (failed,) = failures(store.connection)
    assert failed.source.endswith("news.jsonl:21") and failed.given == plan.sources[0]
    assert sum(one.not_read for one in done(at, plan).values()) == 1


def test_neither_the_size_of_parts_nor_their_order_matters(
    planned: Plan, expected: Tables, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path))
    plan = plan_of(replace(planned, size=4), at)
    parts = random.Random(1).sample(plan.parts, len(plan.parts))
    assert len(list(Here(1).run(plan, at.name, parts))) == 8
    Here(1).join(plan, at.name, "month", told)
    assert tables(tmp_path) == expected


def test_what_is_there_is_not_made_again(planned: Plan, tmp_path: Path, told: Advance) -> None:
    at = place(str(tmp_path))
    plan = plan_of(replace(planned, size=40), at)
    list(Here(1).run(plan, at.name, plan.parts))
    first = Here(1).join(plan, at.name, "month", told)
    before = (tmp_path / "store.duckdb").stat()
    assert Here(1).join(plan, at.name, "month", told) == first
    assert (tmp_path / "store.duckdb").stat().st_mtime_ns == before.st_mtime_ns
    Here(1).join(plan, at.name, "year", told)
    assert {row[2].month for row in tables(tmp_path)["dyads"]} == {1}


def test_a_part_that_is_read_again_is_in_the_store(planned: Plan, tmp_path: Path, told: Advance) -> None:
    at = place(str(tmp_path))
    plan = plan_of(replace(planned, size=20), at)
    list(Here(1).run(plan, at.name, plan.parts[:1]))
    half = Here(1).join(plan, at.name, "month", told)
    list(Here(1).run(plan, at.name, plan.parts[1:]))
    assert Here(1).join(plan, at.name, "month", told).documents > half.documents


def test_a_store_with_something_of_its_own_is_left_alone(
    planned: Plan, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path))
    plan = plan_of(replace(planned, size=20), at)
    list(Here(1).run(plan, at.name, plan.parts[:1]))
    Here(1).join(plan, at.name, "month", told)
    with Store(tmp_path / "store.duckdb") as store:
        store.start_run()  # as dragoman read does
    list(Here(1).run(plan, at.name, plan.parts[1:]))
    with pytest.raises(PlaceError, match="would be lost"):
        Here(1).join(plan, at.name, "month", told)
    (tmp_path / "store.duckdb").rename(tmp_path / "mine.duckdb")
    Here(1).join(plan, at.name, "month", told)
    assert (tmp_path / "store.duckdb").exists()


def test_a_source_that_is_out_of_reach_is_no_part_that_is_done(planned: Plan, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name in "abc":
        (tmp_path / "articles" / f"{name}.txt").write_text(f"Chad thanked Norway for {name}.")
    at = place(str(tmp_path / "out"))
    plan = plan_of(replace(planned, sources=(str(tmp_path / "articles"),), size=2), at)
    (tmp_path / "articles").rename(tmp_path / "gone")
    found = list(Here(2).run(plan, at.name, plan.parts))
    assert [isinstance(one, Told) for one in found] == [False, False] and not done(at, plan)
    (tmp_path / "gone").rename(tmp_path / "articles")
    assert all(isinstance(one, Told) for one in Here(2).run(plan, at.name, plan.parts))


# ---- processes that end ---------------------------------------------------------------------------


class Fragile:
    """A pipeline whose process is ended by the system at some articles: the first time, or always."""

    def __init__(self, whole: Pipeline, once: int, always: int | None, mark: Path) -> None:
        self._whole, self._once, self._always, self._mark = whole, once, always, mark
        self.reader, self.ontology = whole.reader, whole.ontology

    def run(self, items: Iterator[Item], published: date | None) -> Iterator[Outcome]:
        return (self.outcome(item, published) for item in items)

    def outcome(self, item: Item, published: date | None, held: frozenset[str] = frozenset()) -> Outcome:
        line = int(item.source.rpartition(":")[2])
        if line == self._once and not self._mark.exists():
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if line == self._always:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._whole.outcome(item, published, held)


@dataclass(frozen=True, slots=True)
class FragileSettings(Settings):
    once: int = 0
    always: int | None = None
    mark: Path = Path()

    def pipeline(self) -> Pipeline:
        whole = Settings(scored=False).pipeline()
        return Fragile(whole, self.once, self.always, self.mark)  # type: ignore[return-value]


@POSIX
def test_a_process_that_ends_costs_nothing(
    planned: Plan, expected: Tables, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path / "out"))
    plan = replace(plan_of(planned, at), settings=FragileSettings(once=10, mark=tmp_path / "ended once"))
    assert all(isinstance(one, Told) for one in Here(2).run(plan, at.name, plan.parts))
    Here(2).join(plan, at.name, "month", told)
    assert (tmp_path / "ended once").exists()
    assert tables(tmp_path / "out") == expected


@POSIX
def test_an_article_that_ends_its_process_costs_no_other(
    planned: Plan, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path / "out"))
    mark = tmp_path / "ended once"
    plan = replace(plan_of(planned, at), settings=FragileSettings(once=2, always=16, mark=mark))
    assert all(isinstance(one, Told) for one in Here(2).run(plan, at.name, plan.parts))
    Here(2).join(plan, at.name, "month", told)
    with Store(tmp_path / "out" / "store.duckdb", read_only=True) as store:
        first, second = failures(store.connection)
    assert first.source.endswith(":16") and first.problem == ENDED
    assert second.source.endswith(":21")


@POSIX
def test_a_run_that_is_killed_goes_on(corpus: Path, expected: Tables, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["run", str(corpus), "--out", str(out), "--part", "4", "--workers", "2", "--lexicon-only"]
    command = [sys.executable, "-m", "dragoman.serve.cli", *asked]
    for parts in (1, 4):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        while len(place(str(out)).names("done")) < parts and running.poll() is None:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert 4 <= len(place(str(out)).names("done")) < 8 and not (out / "store.duckdb").exists()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr  # one row is no article
    assert "1 not read" in ended.stderr
    assert tables(out) == expected


def test_a_part_that_cannot_be_written_is_told_and_tried_again_by_the_next_run(
    planned: Plan, expected: Tables, tmp_path: Path, told: Advance
) -> None:
    at = place(str(tmp_path))
    plan = plan_of(planned, at)
    (tmp_path / "tables").write_text("no folder")
    found = list(Here(2).run(plan, at.name, plan.parts[:2]))
    assert sorted(one[0].number for one in found if not isinstance(one, Told)) == [0, 1]
    assert all("irectory" in one[1] for one in found if not isinstance(one, Told))
    assert not done(at, plan)
    (tmp_path / "tables").unlink()
    list(Here(2).run(plan, at.name, plan.parts))
    Here(2).join(plan, at.name, "month", told)
    assert tables(tmp_path) == expected


# ---- many machines --------------------------------------------------------------------------------


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two machines with a processor each, both on this one."""
    pytest.importorskip("ray", reason="dragoman[scale] is not installed")
    from dragoman.scale import on_daft  # noqa: F401  # what it sets comes before Ray

    utils = pytest.importorskip("ray.cluster_utils")
    small = {"num_cpus": 1, "object_store_memory": 80_000_000}
    made = utils.Cluster(initialize_head=True, head_node_args=small)
    try:
        made.second = made.add_node(**small)
        made.wait_for_nodes()
        yield made
    finally:
        made.shutdown()


@POSIX
def test_many_machines_of_which_one_goes_away_come_to_the_same(
    cluster: Any, planned: Plan, expected: Tables, tmp_path: Path, told: Advance
) -> None:
    from dragoman.scale.on_daft import OnDaft

    at = place(str(tmp_path))
    plan = plan_of(replace(planned, size=2), at)
    lost: list[int] = []

    def lose() -> None:
        """End the second machine as soon as some parts are done, others not."""
        while not (some := len(at.names("done"))):
            time.sleep(0.05)
        cluster.remove_node(cluster.second, allow_graceful=False)
        lost.append(some)

    threading.Thread(target=lose, daemon=True).start()
    with OnDaft(2, cluster.address) as engine:
        found = list(engine.run(plan, at.name, plan.parts))
        assert 0 < lost[0] < len(plan.parts)
        assert sorted(one.part for one in found if isinstance(one, Told)) == list(range(len(plan.parts)))
        engine.join(plan, at.name, "month", told)
    assert tables(tmp_path) == expected
