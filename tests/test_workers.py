"""Articles read by several processes: the same outcomes in the same order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from dragoman.ingest import Item, find
from dragoman.pipeline import Outcome, Pipeline
from dragoman.workers import ENDED, Settings, outcomes

SENTENCES = (
    "Kenya urged Somalia to release the pilots.",
    "The president of Chad said that Norway had promised help.",
    "Peru and Chile signed a treaty on fishing in Lima.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty articles of which one is no text and one empty."""
    made = tmp_path_factory.mktemp("many")
    for number in range(20):
        words = f"{SENTENCES[number % 3]} It was report number {number} of the day.\n"
        (made / f"{number:02}.txt").write_text(words)
    (made / "07.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (made / "11.txt").write_text(" ")
    return made


def same(a: Outcome, b: Outcome) -> bool:
    return (a.source, a.failure, a.warnings, a.held, a.coding) == (
        b.source,
        b.failure,
        b.warnings,
        b.held,
        b.coding,
    )


def test_any_number_of_workers_gives_what_one_process_gives(pipeline: Pipeline, folder: Path) -> None:
    day = date(2021, 5, 4)
    alone = list(pipeline.run(find(folder), day))
    held = {one.coding.article.id for one in alone[:3] if one.coding}
    alone = list(pipeline.run(find(folder), day, held))
    assert [one.failure is not None for one in alone].count(True) == 2
    for workers in (1, 3):
        together = list(outcomes(find(folder), Settings(), workers, day, held))
        assert len(together) == len(alone)
        assert all(map(same, together, alone))


def test_no_more_is_taken_from_the_items_than_is_worked_on(folder: Path) -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        items = list(find(folder))
        while True:
            for item in items:
                taken += 1
                yield item

    found = outcomes(endless(), Settings(scored=False), 2)
    assert len(list(islice(found, 10))) == 10
    found.close()  # type: ignore[attr-defined]  # a generator
    assert taken < 100


# ---- a process that ends ---------------------------------------------------------------------------


class Fragile:
    """A pipeline whose process is ended by the system at some items: always, or the first time only."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def outcome(self, item: Item, published: date | None, held: frozenset[str]) -> Outcome:
        name = Path(item.source).name
        if name == "05.txt" and not self._mark.exists():
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "13.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(item.source, None, None)


@dataclass(frozen=True, slots=True)
class FragileSettings(Settings):
    mark: Path = Path()

    def pipeline(self) -> Pipeline:
        return Fragile(self.mark)  # type: ignore[return-value]  # all of it that a worker asks


def test_a_process_that_ends_costs_no_other_item(folder: Path, tmp_path: Path) -> None:
    settings = FragileSettings(mark=tmp_path / "ended once")
    found = list(outcomes(find(folder), settings, 2))
    assert [one.source for one in found] == [item.source for item in find(folder)]
    (failed,) = [one.failure for one in found if one.failure]
    assert failed.source.endswith("13.txt")
    assert failed.problem == ENDED
