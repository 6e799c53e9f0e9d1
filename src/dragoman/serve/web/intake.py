"""New articles from the pages and the API: read in the background, one job after the other."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Literal

from duckdb import Error as DuckDBError

from dragoman.ingest import Limits, ending, find, is_address
from dragoman.ingest.source import Item
from dragoman.pipeline import Failure, Outcome, Pipeline
from dragoman.relate import bring_up_to_date
from dragoman.serve.sheet import clip
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.desk import Desk
from dragoman.store import StoreError

MOST_GIVEN = 50
"""Files, texts and addresses that one may add at a time."""
MOST_ARTICLES = 2000
"""Articles that they may hold; more are for ``dragoman read``, which can be resumed."""
LIMITS = Limits(unpacked=640_000_000, members=MOST_ARTICLES)
"""Of all archives of a job, ten times what may be sent at a time; more is for ``dragoman read``, too."""
MOST_WAITING = 20
"""Jobs that may wait."""
LONGEST_NAME = 80
"""Characters of its title, or of its first words, by which a pasted text is called."""
KEPT = 200
"""Jobs that are remembered, the newest."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody adds: a file's ``data`` under its name, or the address of a page.

    ``called`` is how its giver knows it where that is no name of a file.
    """

    name: str
    data: bytes | None = None
    url: str | None = None
    published: date | None = None
    called: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one article: its document, or what is wrong and what to do."""

    name: str
    document: str | None = None
    saved: str | None = None
    problem: str | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Articles being read. ``total`` is None until it is known; ``problem`` is what ended the whole job."""

    id: str
    added: datetime
    state: Literal["waiting", "running", "done"] = "waiting"
    total: int | None = None
    results: tuple[Result, ...] = ()
    problem: str | None = None

    @property
    def done(self) -> int:
        """How many articles have an outcome."""
        return len(self.results)


def pasted(
    text: str, title: str | None, outlet: str | None, published: date | None, url: str | None
) -> Given:
    """A text with what is known about it, as a table with one row."""
    row = {
        "text": text,
        "title": title,
        "outlet": outlet,
        "published": published.isoformat() if published else None,
        "url": url,
    }
    line = json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False)
    return Given("pasted.jsonl", line.encode(), called=clip(title or text, LONGEST_NAME))


class Intake:
    """Reads what is added into the desk's store, one job at a time, so that pages stay quick."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="intake")

    def close(self) -> None:
        """Finish the article in hand and drop the jobs that wait."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def add(self, given: Sequence[Given]) -> Job:
        """A job that reads them. Raises Problem where there is nothing, too much, or a queue too long."""
        if not given:
            raise Problem(422, "nothing was given", "Give a text, files or an address")
        if len(given) > MOST_GIVEN:
            raise Problem(413, f"more than {MOST_GIVEN} files", "Add fewer at a time, or use dragoman read")
        with self._lock:
            if sum(one.state == "waiting" for one in self._jobs.values()) >= MOST_WAITING:
                raise Problem(429, "too many jobs wait", "Try again when they are done")
            job = Job(token_hex(8), datetime.now(UTC))
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
        self._worker.submit(self._run, job.id, tuple(given))
        return job

    def job(self, key: str) -> Job | None:
        """How a job stands; None where there is none of that id."""
        with self._lock:
            return self._jobs.get(key)

    def jobs(self) -> list[Job]:
        """All that are remembered, the newest first."""
        with self._lock:
            return [*reversed(self._jobs.values())]

    @cached_property
    def _pipeline(self) -> Pipeline:
        return Pipeline()

    def _set(self, key: str, **changes: object) -> None:
        with self._lock:
            if key in self._jobs:
                self._jobs[key] = replace(self._jobs[key], **changes)  # type: ignore[arg-type]

    def _run(self, key: str, given: Sequence[Given]) -> None:
        self._set(key, state="running")
        problem = None
        try:
            with TemporaryDirectory(prefix="dragoman-") as folder:
                items = _items(given, Path(folder))
                if len(items) > MOST_ARTICLES:
                    problem = f"more than {MOST_ARTICLES} articles: use dragoman read"
                elif sum(isinstance(item.place, str) for item, _ in items) > MOST_GIVEN:
                    problem = f"more than {MOST_GIVEN} addresses: use dragoman read"
                else:
                    self._set(key, total=len(items))
                    self._read(key, items)
        except (OSError, StoreError, DuckDBError) as error:
            problem = str(error).splitlines()[0]
        except Exception:  # a fault of ours must not leave its giver waiting for ever
            logging.getLogger("dragoman.serve").exception("a fault in a job")
            problem = "a fault in dragoman: please report it with the server's log"
        self._set(key, state="done", problem=problem)

    def _read(self, key: str, items: Sequence[tuple[Item, date | None]]) -> None:
        """Each is stored and related before the next is read, so that it can be looked at."""
        results: list[Result] = []
        for item, published in items:
            results.append(self._keep(self._pipeline.outcome(item, published)))
            self._set(key, results=tuple(results))

    def _keep(self, outcome: Outcome) -> Result:
        if outcome.coding is None:
            failed = outcome.failure or Failure(outcome.source, "nothing was read", "Report it")
            return Result(outcome.source, problem=failed.problem, remedy=failed.remedy)
        try:
            with self._desk.writing() as store:
                store.start_run(self._pipeline.reader.version, self._pipeline.ontology.version)
                saved = store.save(outcome.coding, outcome.source)
                bring_up_to_date(store.connection)
        except StoreError as error:
            return Result(outcome.source, problem=error.problem, remedy=error.remedy)
        return Result(outcome.source, outcome.coding.article.id, saved)


def _items(given: Sequence[Given], folder: Path) -> list[tuple[Item, date | None]]:
    """The articles of everything given, each under the name by which its giver knows it."""
    found: list[tuple[Item, date | None]] = []
    limits = replace(LIMITS, unpacked=LIMITS.unpacked // len(given))
    for number, one in enumerate(given):
        if one.url is not None:
            found += ((item, one.published) for item in _address(one.url))
            continue
        path = folder / f"{number}{ending(one.name) or ''}"  # what no format knows is read by its content
        path.write_bytes(one.data or b"")
        found += (
            (replace(item, source=one.called or item.source.replace(str(path), one.name)), one.published)
            for item in islice(find(path, limits=limits), max(0, MOST_ARTICLES + 1 - len(found)))
        )
    return found


def _address(url: str) -> list[Item]:
    """The page at an address; what is no address is refused when it is loaded, and never taken for a file."""
    return [*find(url)] if is_address(url) else [Item(url, f"none:{url}", None)]
