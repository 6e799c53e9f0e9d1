"""The engine of one machine: as many processes as it has cores, each with a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import active_children
from typing import Self

from dragoman.relate.periods import Unit
from dragoman.scale.engine import NotWritten
from dragoman.scale.joined import Joined, joined
from dragoman.scale.part import Told, Worker
from dragoman.scale.places import place
from dragoman.scale.plan import Part, Plan
from dragoman.workers import begin, forked

TRIES = 3
"""So often a part whose process ends is begun before it is left for the next run."""
ENDED = "its process ended (out of memory?)"


@dataclass(frozen=True, slots=True)
class Here:
    """So many processes of this machine."""

    workers: int

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to be ended."""

    def run(self, plan: Plan, to: str, parts: Sequence[Part]) -> Generator[Told | NotWritten]:
        """See `dragoman.scale.engine.Engine`. What cannot be written is left for the next run at once."""
        waiting = [(part, 1) for part in reversed(parts)]
        with _Pool(replace(plan, parts=()), to, self.workers) as pool:
            while waiting or pool.given:
                while waiting and len(pool.given) < self.workers:
                    pool.give(*waiting.pop())
                for part, tries, found in pool.ended():
                    if isinstance(found, Told):
                        yield found
                    elif found == ENDED and tries < TRIES:
                        waiting.append((part, tries + 1))
                    else:
                        yield part, found

    def join(self, plan: Plan, to: str, freq: Unit, advance: Callable[[int], None]) -> Joined:
        """See `dragoman.scale.engine.Engine`."""
        return joined(place(to), plan, freq, advance)


class _Pool:
    """The processes, and the part that each has in hand."""

    def __init__(self, plan: Plan, to: str, workers: int) -> None:
        self._told, self._workers = (plan, to), workers
        self._pool = self._made()
        self.given: dict[Future[Told], tuple[Part, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody waits for what is in hand, as after Ctrl+C: it is read again by the next run."""
        for one in active_children() if self.given else ():
            one.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def give(self, part: Part, tries: int) -> None:
        try:
            future = self._pool.submit(_read, part)
        except BrokenProcessPool as error:  # it ended since
            future = Future()
            future.set_exception(error)
        self.given[future] = part, tries

    def ended(self) -> Iterator[tuple[Part, int, Told | str]]:
        """Each part that a process is done with, how often it was begun, what came of it or why nothing."""
        ready, _ = wait(self.given, return_when=FIRST_COMPLETED)
        if any(isinstance(one.exception(), BrokenProcessPool) for one in ready):
            wait(self.given)  # all of them end with it
            ready = {*self.given}
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._made()
        for future in ready:
            part, tries = self.given.pop(future)
            error = future.exception()
            yield part, tries, future.result() if error is None else _reason(error)

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, forked(), _begin, self._told)


def _reason(error: BaseException) -> str:
    if isinstance(error, BrokenProcessPool):
        return ENDED
    return (str(error).splitlines() or [type(error).__name__])[0]


# ---- in the process -------------------------------------------------------------------------------

_OWN: list[Worker] = []


def _begin(plan: Plan, to: str) -> None:
    begin()
    _OWN[:] = [Worker(plan, to)]


def _read(part: Part) -> Told:
    return _OWN[0].read(part)
