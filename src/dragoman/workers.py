"""Articles read on several cores: processes with a pipeline each; outcomes come in the order of the items.

Coding is Python, of which one process does one thing at a time: threads of one process share a core.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from dragoman.ingest.source import Item
from dragoman.pipeline import Failure, Outcome, Pipeline
from dragoman.reading import engine as engines

TOGETHER = 4
"""Items that a worker gets at a time: handing over costs less, and none waits long for the last."""
AHEAD = 4
"""Groups that each worker may have in hand beyond the one that is waited for."""
ENDED = "the process that read it ended, twice (out of memory?)"
LEFT_ALONE = "Cut it into parts, or read it with --workers 1."


@dataclass(frozen=True, slots=True)
class Settings:
    """What a pipeline is made of, by names and files, so that every worker can make its own."""

    engine: str = engines.DEFAULT
    ontology: Path | None = None
    actors: Path | None = None
    scored: bool = True

    def pipeline(self) -> Pipeline:
        """A pipeline for this process. Raises what the parts raise: see `Pipeline`."""
        from dragoman.knowledge.actors.own import read
        from dragoman.knowledge.ontology import load

        ontology = load(self.ontology) if self.ontology else None
        actors = read(self.actors) if self.actors else None
        return Pipeline(1, self.engine, ontology, self.scored, actors)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def outcomes(
    items: Iterable[Item],
    settings: Settings,
    workers: int,
    published: date | None = None,
    held: Set[str] = frozenset(),
) -> Iterator[Outcome]:
    """As `Pipeline.run`, by so many processes: the same outcomes in the same order, however many there are.

    What a process had in hand when it ended (the system ends the largest where memory is short) is read
    again, item by item; an item that ends its process a second time is a failure, and the rest goes on.
    """
    waiting = iter(items)
    group = _Group(settings, workers, published, held)
    try:
        while True:
            for some in iter(lambda: list(islice(waiting, TOGETHER)), []):
                group.give(some)
                if group.full:
                    break
            if not group.busy:
                return
            yield from group.next()
    finally:
        group.close()


class _Group:
    """The processes, and what each item in hand is waited for in."""

    def __init__(self, settings: Settings, workers: int, published: date | None, held: Set[str]) -> None:
        self._told = (settings, published, frozenset(held))
        self._workers = workers
        self._pool = self._made()
        self._given: deque[tuple[Sequence[Item], Future[list[Outcome]]]] = deque()

    @property
    def busy(self) -> bool:
        return bool(self._given)

    @property
    def full(self) -> bool:
        return len(self._given) >= AHEAD * self._workers

    def give(self, items: Sequence[Item]) -> None:
        self._given.append((items, self._asked(items)))

    def next(self) -> list[Outcome]:
        """What became of the items that were given first."""
        _, future = self._given[0]
        try:
            found = future.result()
            self._given.popleft()
            return found
        except BrokenProcessPool:
            return self._one_by_one()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _one_by_one(self) -> list[Outcome]:
        """All in hand again, since no one knows whose fault it was: the first that ends a process is it."""
        given = [items for items, _ in self._given]
        self._given.clear()
        self._anew()
        return [self._alone(item) for items in given for item in items]

    def _alone(self, item: Item) -> Outcome:
        try:
            return self._asked([item]).result()[0]
        except BrokenProcessPool:
            self._anew()
            return Outcome(item.source, None, Failure(item.source, ENDED, LEFT_ALONE))

    def _asked(self, items: Sequence[Item]) -> Future[list[Outcome]]:
        # the folder of an unpacked table stays here: it goes when nobody holds the item any more
        plain = [replace(item, folder=None) for item in items]
        try:
            return self._pool.submit(_read, plain)
        except BrokenProcessPool as error:  # it ended since: whoever waits for the answer is told
            broken: Future[list[Outcome]] = Future()
            broken.set_exception(error)
            return broken

    def _anew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, forked(), _begin, self._told)


def forked() -> BaseContext:
    """How processes that read are begun.

    A server that has read the knowledge once is forked: its pages are shared until they are written to.
    """
    how = get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        how.set_forkserver_preload(["dragoman.workers"])
    return how


# ---- in the worker --------------------------------------------------------------------------------

_OWN: list[tuple[Pipeline, date | None, Set[str]]] = []
"""The pipeline of this process; made once, since that takes a second."""


def begin() -> None:
    """To be called first in a process that reads for another: that one hears of Ctrl+C.

    If that one ends, so does this: a process whose parent was killed would wait for more work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _begin(settings: Settings, published: date | None, held: Set[str]) -> None:
    begin()
    _OWN[:] = [(settings.pipeline(), published, held)]


def _read(items: Sequence[Item]) -> list[Outcome]:
    ((pipeline, published, held),) = _OWN
    return [pipeline.outcome(item, published, held) for item in items]
