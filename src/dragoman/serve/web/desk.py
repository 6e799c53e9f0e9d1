"""The store behind the pages: opened when somebody asks, let go when nobody does.

DuckDB lets one process at a time write a file. The desk therefore closes the store a moment after the last
question, so that ``dragoman read`` can add to it while the pages stay open all day.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from dragoman.relate import bring_up_to_date, pending
from dragoman.store import Store
from dragoman.store.database import is_wanted

T = TypeVar("T")

IDLE_SECONDS = 2.0
"""The store is let go when nothing was asked for so long."""
WANTED_SECONDS = 0.1
"""How often it is looked whether another process waits for the store, which is then let go at once."""
TURN_SECONDS = 1.0
"""So long that process has to open it, and so long again to write, before pages answer that it is held."""
QUESTION_SECONDS = 20.0
"""A question that takes longer is broken off."""
AGAIN_SECONDS = 0.2
"""How often it is said again that the time is over."""
SEATS = 4
"""Questions asked of the store at once: more would share its time and all be slow. Others wait in line."""
REMEMBERED = 128
"""Answers kept at most, for those who ask the same of the same store."""


class Desk:
    """One store for many readers at once and one writer at a time.

    ``path`` is made where there is no such file. Raises StoreError, here and in every question, where the
    file cannot be used, or another process holds it.
    """

    def __init__(self, path: Path, idle: float = IDLE_SECONDS) -> None:
        self.path = path
        self._idle = idle
        self._store: Store | None = None
        self._users = 0
        self._last = 0.0
        self._version: tuple[int, ...] = ()
        self._writes = 0
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._turns: dict[Hashable, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()
        self._seats = threading.BoundedSemaphore(SEATS)
        self._own = threading.local()
        self._writer = threading.Lock()
        self._stopped = threading.Event()
        with self.reading():
            pass
        threading.Thread(target=self._let_go, daemon=True).start()

    def close(self) -> None:
        """Let the store go for good."""
        self._stopped.set()
        with self._lock:
            self._close()

    @contextmanager
    def reading(self, seconds: float | None = None) -> Iterator[Store]:
        """A handle on the store for one thread; what is asked is broken off after so many seconds, by
        default QUESTION_SECONDS."""
        limit = seconds or QUESTION_SECONDS
        with (
            self._held() as store,
            self._seat(),
            store.another() as own,
            _broken_off(own.connection.interrupt, limit),
        ):
            yield own

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """A handle on the store for one writer at a time; what was remembered is forgotten afterwards."""
        with self._writer, self._held() as store, store.another() as own:
            try:
                yield own
            finally:
                with self._lock:
                    self._writes += 1

    def remembered(self, key: Hashable, answer: Callable[[Store], T]) -> T:
        """The answer to a question, the one given before where the store is still the same.

        Of those who ask the same at once one asks the store, and the others wait for its answer.
        """
        with self._held():
            whole = (key, self._version, self._writes)
            known = self._known(whole)
            if known is not None:
                return cast("T", known[0])
            # a seat first: whoever waits for another's answer must not have what that one waits for
            with self.reading() as store, self._asking(whole):
                known = self._known(whole)
                if known is not None:
                    return cast("T", known[0])
                found = answer(store)
                with self._lock:
                    self._answers[whole] = found
                    while len(self._answers) > REMEMBERED:
                        self._answers.popitem(last=False)
                return found

    def _known(self, whole: Hashable) -> tuple[Any] | None:
        """The answer that is remembered, which may be None itself."""
        with self._lock:
            if whole not in self._answers:
                return None
            self._answers.move_to_end(whole)
            return (self._answers[whole],)

    @contextmanager
    def _seat(self) -> Iterator[None]:
        """A place among those who ask; whoever has one already needs no other."""
        if getattr(self._own, "seated", False):
            yield
            return
        with self._seats:
            self._own.seated = True
            try:
                yield
            finally:
                self._own.seated = False

    @contextmanager
    def _asking(self, whole: Hashable) -> Iterator[None]:
        """One at a time of those who ask the same."""
        with self._lock:
            turn, waiting = self._turns.get(whole, (threading.Lock(), 0))
            self._turns[whole] = (turn, waiting + 1)
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, waiting = self._turns.pop(whole)
                if waiting > 1:
                    self._turns[whole] = (turn, waiting - 1)

    @contextmanager
    def _held(self) -> Iterator[Store]:
        """The open store, which is not closed while anybody is here."""
        with self._lock:
            if self._store is None:
                self._store = self._opened()
            self._users += 1
            store = self._store
        try:
            yield store
        finally:
            with self._lock:
                self._users -= 1
                self._last = time.monotonic()

    def _opened(self) -> Store:
        if self.path.with_name(f"{self.path.name}.wal").exists():
            self._writes += (
                1  # left by a writer that was killed: it is taken in, and the file tells nothing of it
            )
        store = Store(self.path, patience=self._turn_of_another())
        try:
            if pending(store.connection):
                bring_up_to_date(store.connection)
        except BaseException:
            store.close()
            raise
        stat = self.path.stat()
        self._version = (stat.st_mtime_ns, stat.st_size)
        return store

    def _turn_of_another(self) -> float:
        """Let another process in that waits for the store; how many seconds to wait for it to be done."""
        end = time.monotonic() + TURN_SECONDS
        if not is_wanted(self.path):
            return 0.0  # everybody else would wait behind this one
        while is_wanted(self.path) and time.monotonic() < end:
            time.sleep(0.02)
        return TURN_SECONDS

    def _let_go(self) -> None:
        while not self._stopped.wait(min(self._idle / 4, WANTED_SECONDS)):
            with self._lock:
                idle = 0.0 if is_wanted(self.path) else self._idle
                if self._users == 0 and time.monotonic() - self._last >= idle:
                    self._close()

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


@contextmanager
def _broken_off(interrupt: Callable[[], None], seconds: float) -> Iterator[None]:
    """Break off what runs after so many seconds, and whatever is begun after that."""
    done = threading.Event()

    def wait() -> None:
        if not done.wait(seconds):
            interrupt()
            while not done.wait(AGAIN_SECONDS):  # between two questions it is not heard
                interrupt()

    threading.Thread(target=wait, daemon=True).start()
    try:
        yield
    finally:
        done.set()
