"""Feeds watched: each asked when it is due, each new item read, stored and related before the next one.

Addresses are asked by threads, several hosts at a time and each host one request at a time. Everything else,
reading and storing, is done by the one thread that runs the loop, which holds the store only while it writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from typing import Protocol, TypeVar

from duckdb import Error as DuckDBError

from dragoman.ingest.asking import HEADERS, FeedAnswer, GoneError, Validators, ask, page
from dragoman.ingest.feed import Feed, FeedItem, article, is_whole, plain_address
from dragoman.ingest.robots import Robots
from dragoman.ingest.source import IngestError
from dragoman.ingest.url import Gate, Page, TemporaryError
from dragoman.pipeline import Outcome, Pipeline
from dragoman.records import Coding
from dragoman.relate import bring_up_to_date
from dragoman.serve.hosts import SPACING, Hosts
from dragoman.store import Store, StoreError
from dragoman.store.failures import forget_failures, keep_failures
from dragoman.store.feeds import FeedState, ItemState, feed_states, known_items, note, waiting

T = TypeVar("T")

EVERY = 900.0
"""Seconds between two requests for a feed, unless it asks for more."""
LONGEST_WISH = 3600.0
"""A feed that asks to be left alone for longer is asked after so many seconds all the same."""
FIRST_WAIT = 60.0
"""Seconds after which a page that failed is tried again, and a feed at the earliest; doubled each time."""
CEILING = 86400.0
"""No feed is left alone for longer than a day."""
TRIES = 4
"""So many times a page is tried that may be there another time."""
IN_FLIGHT = 8
"""Addresses that are asked at once."""
PATIENCE = 20.0
"""Seconds to wait for another process to let go of the store."""
STORE_WAIT = 30.0
"""Seconds after which what could not be stored is tried again."""
LONGEST_PAUSE = 60.0


class Told(Protocol):
    """Who hears what happens."""

    def article(self, coding: Coding, warnings: Sequence[str]) -> None:
        """An article was read, and its records are in the store."""

    def problem(self, what: str, problem: str, remedy: str) -> None:
        """A feed, a page or the store failed."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item to be read; with ``text`` from what the feed brings. ``outcome``: read, but not stored yet."""

    state: ItemState
    item: FeedItem
    outlet: str | None
    text: bool = False
    outcome: Outcome | None = None

    @property
    def source(self) -> str:
        """Under which name the user is told of it."""
        return self.state.address or f"{self.state.feed} ({self.state.title or self.state.guid})"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking for a feed."""

    feed: str
    answer: FeedAnswer | IngestError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching an item's page; None where the feed's own text is to be read."""

    task: Task
    page: Page | IngestError | None


@dataclass(slots=True)
class _Unwritten:
    """What the store is still to be told of."""

    feeds: set[str] = field(default_factory=set)
    items: dict[tuple[str, str], ItemState] = field(default_factory=dict)
    failed: list[tuple[str, str, str, str]] = field(default_factory=list)


class Watch:
    """Watches ``feeds`` (addresses) and reads what is new into the store ``db``, which is made if absent.

    ``every``: seconds between two requests for a feed that asks for no more. ``spacing``: seconds between two
    requests to one host. ``whole`` surrounds what must not be broken off. Raises StoreError where the store
    cannot be used at all.
    """

    def __init__(  # noqa: PLR0913 (what may be chosen)
        self,
        db: Path,
        feeds: Sequence[str],
        pipeline: Pipeline,
        told: Told,
        *,
        every: float = EVERY,
        gate: Gate | None = None,
        spacing: float = SPACING,
        whole: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._db, self._pipeline, self._told = db, pipeline, told
        self._every, self._gate, self._whole = every, gate, whole
        self._robots = Robots(gate, HEADERS)
        self._hosts = Hosts(spacing, self._robots.delay)
        self._random = Random()
        self._states = {address: FeedState(address) for address in feeds}
        self._validators: dict[str, Validators] = {}
        self._listed: dict[str, frozenset[str]] = {}
        self._tasks: dict[tuple[str, str], Task] = {}
        self._flying: set[object] = set()
        self._results: SimpleQueue[Asked | Fetched | None] = SimpleQueue()
        self._unwritten = _Unwritten()
        self._left: set[str] | None = None
        self._failed = 0
        self._ended = False

    def run(self, once: bool = False) -> int:
        """Watch until `end`, or ``once`` every feed that is due; how many feeds and pages failed."""
        self._begin(once)
        try:
            if not once:
                self._warm()
            while not (self._ended or self._is_done()):
                self._start()
                self._take(self._next())
        finally:
            self._finish()
        return self._failed

    def end(self) -> None:
        """Let `run` return after the article in hand; may be called from another thread."""
        self._ended = True
        self._results.put(None)

    # ---- beginning and end ------------------------------------------------------------------------

    def _begin(self, once: bool) -> None:
        with Store(self._db, patience=PATIENCE) as store:
            bring_up_to_date(store.connection)
            self._states |= feed_states(store.connection, self._states)
            left = waiting(store.connection, self._states)
        for state in self._states.values():
            self._validators[state.address] = Validators(state.etag, state.modified)
        for one in left:
            item = FeedItem(one.guid, one.address, one.title, one.published)
            self._add(Task(one, item, self._states[one.feed].title))
        if once:
            self._left = {address for address in self._states if self._feed_wait(address) <= 0}

    def _warm(self) -> None:
        """Read a made-up item: what reading loads is there before the first one comes, seconds earlier."""
        item = FeedItem("", None, content="<p>Kenya praised Uganda, the minister said on Sunday.</p>" * 4)
        self._pipeline.outcome_of("", lambda: article(item, None, None, ""))

    def _is_done(self) -> bool:
        """Whether one round is over: nothing is on its way, and nothing left that could be done now."""
        if self._left is None or self._flying or not self._results.empty():
            return False
        due = [task.item.address for task in self._tasks.values() if _seconds_to(task.state.due) <= 0]
        return all(self._hosts.wait(address) > LONGEST_PAUSE for address in (*due, *self._left))

    def _finish(self) -> None:
        """Write down what only this process knows: when feeds were asked and are due."""
        if self._unwritten.feeds or self._unwritten.items:
            with self._heard(), self._writing():
                pass

    # ---- what is asked next -----------------------------------------------------------------------

    def _start(self) -> None:
        """Ask for all that is due, as far as hosts and places are free."""
        for task in [*self._tasks.values()]:
            if (
                _key(task) not in self._flying
                and _seconds_to(task.state.due) <= 0
                and not self._is_late(task.item.address)
            ):
                self._fetch(task)
        for address in self._states:
            if self._feed_wait(address) <= 0 and address not in self._flying and not self._is_late(address):
                self._flying.add(address)
                self._send(address, lambda a=address: Asked(a, self._ask(a)))  # type: ignore[misc]

    def _fetch(self, task: Task) -> None:
        self._flying.add(_key(task))
        if task.item.address is None or task.text or task.outcome is not None:
            self._results.put(Fetched(task, None))  # nothing has to be asked for
        else:
            self._send(task.item.address, lambda: Fetched(task, self._page(task)))

    def _is_late(self, address: str | None) -> bool:
        """Whether an address is to wait for its host, or for a place."""
        return address is not None and (self._hosts.busy >= IN_FLIGHT or self._hosts.wait(address) > 0)

    def _send(self, address: str, work: Callable[[], Asked | Fetched]) -> None:
        self._hosts.begin(address)
        threading.Thread(target=lambda: self._results.put(work()), daemon=True).start()

    def _ask(self, address: str) -> FeedAnswer | IngestError:
        return _caught(address, lambda: ask(address, self._validators[address], self._gate, self._robots))

    def _page(self, task: Task) -> Page | IngestError:
        address = task.item.address or ""
        return _caught(address, lambda: page(address, self._gate, self._robots))

    def _feed_wait(self, address: str) -> float:
        """Seconds until a feed is due; never where one round has asked for it already."""
        if self._left is not None and address not in self._left:
            return float("inf")
        wait = _seconds_to(self._states[address].due)
        return wait if wait <= CEILING else 0.0  # whoever wrote that had another clock

    def _next(self) -> Asked | Fetched | None:
        """The next answer; None when something is due before one came."""
        try:
            return self._results.get(timeout=self._pause())
        except Empty:
            return None

    def _pause(self) -> float:
        """Seconds until something is due and its host free."""
        waits = [
            max(_seconds_to(task.state.due), self._hosts.wait(task.item.address))
            for task in self._tasks.values()
            if _key(task) not in self._flying
        ]
        waits += [
            max(self._feed_wait(address), self._hosts.wait(address))
            for address in self._states
            if address not in self._flying
        ]
        if self._hosts.busy >= IN_FLIGHT:
            return LONGEST_PAUSE
        return min(max(0.0, min(waits, default=LONGEST_PAUSE)), LONGEST_PAUSE)

    # ---- what came --------------------------------------------------------------------------------

    def _take(self, result: Asked | Fetched | None) -> None:
        if isinstance(result, Asked):
            self._flying.discard(result.feed)
            self._hosts.end(result.feed)
            self._take_feed(result.feed, result.answer)
        elif isinstance(result, Fetched):
            self._flying.discard(_key(result.task))
            if result.page is not None and result.task.item.address is not None:
                self._hosts.end(result.task.item.address)
            self._take_page(result.task, result.page)

    def _take_feed(self, address: str, answer: FeedAnswer | IngestError) -> None:
        if self._left is not None:
            self._left.discard(address)
        self._unwritten.feeds.add(address)
        now, state = _now(), self._states[address]
        if isinstance(answer, IngestError):
            self._feed_failed(replace(state, asked=now, failures=state.failures + 1), answer)
            return
        every = max(self._every, min(answer.every or 0.0, LONGEST_WISH))
        title = state.title if answer.feed is None else answer.feed.title
        self._states[address] = replace(
            state, title=title, asked=now, due=now + timedelta(seconds=every), failures=0, problem=None
        )
        if answer.feed is None or self._add_new(address, answer.feed):
            self._validators[address] = answer.validators
            self._unwritten.feeds.add(address)

    def _feed_failed(self, state: FeedState, error: IngestError) -> None:
        wait = max(self._every, FIRST_WAIT) * 2 ** min(state.failures - 1, 20)
        wait = min(wait, CEILING) * self._random.uniform(0.5, 1.0)
        if isinstance(error, TemporaryError) and error.after:
            wait = max(wait, min(error.after, CEILING))
            self._hosts.leave(state.address, wait)
        if isinstance(error, GoneError):
            wait = CEILING
        due = _now() + timedelta(seconds=wait)
        self._states[state.address] = replace(state, due=due, problem=error.problem)
        self._complain(error.source, error.problem, error.remedy)

    def _add_new(self, address: str, feed: Feed) -> bool:
        """Note the items that no feed listed before, to be read; whether the store could be asked."""
        listed = self._listed.get(address, frozenset())
        unseen = [one for one in feed.items if one.guid not in listed]
        if unseen:
            added: list[Task] = []
            with self._heard() as heard, self._writing() as store:
                added = self._tasks_of(store, address, unseen, feed.title)
                # one without a page is noted when it is read: after a restart only the feed could give it
                note(store.connection, (), [task.state for task in added if task.item.address])
                heard.append(True)
            if not heard:
                due = _now() + timedelta(seconds=STORE_WAIT)
                self._states[address] = replace(self._states[address], due=due)
                return False
            for task in added:
                self._add(task)
        self._listed[address] = frozenset(one.guid for one in feed.items)
        return True

    def _tasks_of(self, store: Store, feed: str, items: Sequence[FeedItem], outlet: str | None) -> list[Task]:
        """What is to be read of a feed's items, the last in the list first: that is the oldest."""
        pages = {one.guid: plain_address(one.address) for one in items if one.address}
        guids, addresses = known_items(store.connection, feed, [one.guid for one in items], [*pages.values()])
        taken, tasks = set(addresses), []
        now = _now()
        for one in reversed(items):
            address = pages.get(one.guid)
            if one.guid in guids or address in taken:
                continue
            if address is not None:
                taken.add(address)
            state = ItemState(feed, one.guid, address, one.title, one.published, now, due=now)
            tasks.append(Task(state, one, outlet, is_whole(one)))
        return tasks

    def _add(self, task: Task) -> None:
        self._tasks[_key(task)] = task

    def _take_page(self, task: Task, found: Page | IngestError | None) -> None:
        if isinstance(found, IngestError):
            self._page_failed(task, found)
            return
        outcome = task.outcome or self._pipeline.outcome_of(
            task.source, lambda: article(task.item, found, task.outlet, task.source)
        )
        if outcome.failure and found is None and task.item.address:
            self._add(replace(task, text=False))  # the feed's own text is none: the page may have one
        elif outcome.failure:
            failure = outcome.failure
            self._page_failed(task, IngestError(failure.source, failure.problem, failure.remedy))
        else:
            self._keep(task, outcome)

    def _page_failed(self, task: Task, error: IngestError) -> None:
        tries, due = task.state.tries + 1, None
        if isinstance(error, TemporaryError):
            wait = FIRST_WAIT * 2 ** (tries - 1) * self._random.uniform(0.5, 1.0)
            if error.after:
                wait = max(wait, min(error.after, CEILING))
                self._hosts.leave(task.source, wait)
            due = _now() + timedelta(seconds=wait) if tries < TRIES else None
        state = replace(task.state, tries=tries, due=due, problem=error.problem)
        self._done(task, state)
        if due is not None:
            self._add(replace(task, state=state))
        elif task.item.address:  # as dragoman read keeps what it could not read
            self._unwritten.failed.append((task.source, task.item.address, error.problem, error.remedy))
        self._complain(error.source, error.problem, error.remedy)

    def _done(self, task: Task, state: ItemState) -> None:
        """The item is off the list, and the store will be told how it stands."""
        del self._tasks[_key(task)]
        self._unwritten.items[_key(task)] = state
        if state.address is None:
            self._unwritten.feeds.add(state.feed)  # whose validators were kept back for it

    def _keep(self, task: Task, outcome: Outcome) -> None:
        """Store and relate an article, in one go with what became of its item."""
        coding = outcome.coding
        if coding is None:
            return
        done = replace(
            task.state, tries=task.state.tries + 1, due=None, document=coding.article.id, problem=None
        )
        kept = False
        with self._heard(), self._writing() as store:
            store.start_run(self._pipeline.reader.version, self._pipeline.ontology.version)
            store.save(coding, task.source)
            forget_failures(store.connection, [task.source])
            bring_up_to_date(store.connection)
            kept = True
            self._done(task, done)
            self._told.article(coding, outcome.warnings)
        if not kept:
            later = replace(task.state, due=_now() + timedelta(seconds=STORE_WAIT))
            self._add(replace(task, state=later, outcome=outcome))

    # ---- the store --------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        """The store while something is written, not to be broken off; what was unwritten goes in, too."""
        with Store(self._db, patience=PATIENCE) as store, self._whole():
            yield store
            feeds = [self._row(address) for address in self._unwritten.feeds]
            note(store.connection, feeds, [*self._unwritten.items.values()])
            keep_failures(store.connection, self._unwritten.failed)
            self._unwritten = _Unwritten()

    def _row(self, address: str) -> FeedState:
        """How a feed stands, for the store. What would spare us its items' texts is kept back while one waits
        that has no page: after a restart it could be had from the feed alone."""
        homeless = any(key[0] == address and task.item.address is None for key, task in self._tasks.items())
        known = Validators() if homeless else self._validators.get(address, Validators())
        return replace(self._states[address], etag=known.etag, modified=known.modified)

    @contextmanager
    def _heard(self) -> Iterator[list[bool]]:
        """What fails in the store is told, and tried again later."""
        try:
            yield []
        except StoreError as error:
            self._complain(str(self._db), error.problem, error.remedy)
        except DuckDBError as error:
            problem = f"it cannot be written ({str(error).splitlines()[0]})"
            self._complain(str(self._db), problem, "Check the disk")

    def _complain(self, what: str, problem: str, remedy: str) -> None:
        self._failed += 1
        self._told.problem(what, problem, remedy)


def _caught(what: str, work: Callable[[], T]) -> T | IngestError:
    """What ``work`` gives, or what it raises; a fault of ours must not cost the user the other feeds."""
    try:
        return work()
    except IngestError as error:
        return error
    except Exception as error:
        problem = f"a fault in dragoman ({type(error).__name__}: {error})"
        return IngestError(what, problem, "Please report it.")


def _key(task: Task) -> tuple[str, str]:
    return task.state.feed, task.state.guid


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _seconds_to(due: datetime | None) -> float:
    """Seconds until then, no more than 0 when it has come."""
    return (due - _now()).total_seconds() if due else 0.0
