"""One part of a run: its articles read, their records written as Parquet, a file for each table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from dragoman import ingest
from dragoman.keeping import TOGETHER, kept
from dragoman.pipeline import Outcome, Pipeline
from dragoman.scale.places import Place, place
from dragoman.scale.plan import Part, Plan
from dragoman.store import Store
from dragoman.store.failures import keep_failures
from dragoman.store.rows import PARTS
from dragoman.workers import outcomes

TABLES = ("runs", "documents", *PARTS, "readings", "failures")
DONE = "done"
"""Folder with a small file for each part that is written; one without is read again."""
BEGUN = "begun"
"""The same for each that was begun."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a part: articles read and not read, seconds taken."""

    part: int
    read: int
    not_read: int
    seconds: float

    def page(self) -> bytes:
        """As it is kept, and comes back from an engine."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of(cls, page: bytes | str) -> Told:
        """As it was kept. Raises ValueError or TypeError where it is no such page."""
        return cls(**json.loads(page))


class Worker:
    """Reads parts of a plan and writes them to a place; one for each process.

    The plan needs no list of its parts.
    """

    def __init__(self, plan: Plan, to: str) -> None:
        self._plan = plan
        self._to = place(to)
        self._pipeline: Pipeline | None = None
        self._listed = Listed(plan)

    def read(self, part: Part) -> Told:
        """Read a part and write all its tables, then that it is done.

        Raises OSError, StoreError or duckdb.Error where that fails, or where the source gives fewer items
        than were planned. What two parts write never meets, and the same part gives the same records again.
        """
        began, to = monotonic(), self._to
        again = to.read(f"{BEGUN}/{part.file}") is not None
        to.write(f"{BEGUN}/{part.file}", b"")
        with TemporaryDirectory(prefix="dragoman-") as folder:
            read, failed = self._stored(part, Path(folder), alone=again)
            if read + failed != part.count:
                raise OSError(f"{part.source} gave {read + failed} items where {part.count} were planned")
            for table in TABLES:
                to.put(Path(folder) / f"{table}.parquet", f"tables/{table}/{part.file}.parquet")
        told = Told(part.number, read, failed, round(monotonic() - began, 2))
        to.write(f"{DONE}/{part.file}.json", told.page())
        return told

    def _stored(self, part: Part, folder: Path, alone: bool) -> tuple[int, int]:
        """Articles read and not read; their tables are in the folder."""
        read = failed = 0
        with Store(folder / "part.duckdb") as store:
            store.start_run(self._plan.reader, self._plan.codebook)
            for group in self._groups(part, alone):
                told = kept(store, group)
                failures = [one.failure for one in told if one.failure]
                keep_failures(
                    store.connection, [(one.source, part.source, one.problem, one.remedy) for one in failures]
                )
                read, failed = read + len(told) - len(failures), failed + len(failures)
            for table in TABLES:
                rows = store.connection.sql(f"SELECT *, {part.number} AS run_part FROM {table}")
                rows.write_parquet(str(folder / f"{table}.parquet"))
        return read, failed

    def _groups(self, part: Part, alone: bool) -> Iterator[list[Outcome]]:
        """The outcomes of a part, some at a time.

        A part that was begun before and has not come to its end may hold an article that ends its process:
        then its articles are read in a process of their own.
        """
        items, plan = self._listed.items(part), self._plan
        if alone:
            found = outcomes(items, plan.settings, 1, plan.published)
        else:
            found = self._own().run(items, plan.published)
        while group := list(islice(found, TOGETHER)):
            yield group

    def _own(self) -> Pipeline:
        if self._pipeline is None:
            self._pipeline = self._plan.settings.pipeline()
        return self._pipeline


class Listed:
    """The items of a source, of which a later part goes on where an earlier one ended: none is listed twice.

    What is packed would otherwise be unpacked from its beginning for every part.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._source: str | None = None
        self._place = 0
        self._found: Iterator[ingest.Item] = iter(())

    def items(self, part: Part) -> Iterator[ingest.Item]:
        if self._source != part.source or self._place > part.first:
            self._source, self._place = part.source, 0
            self._found = ingest.find(part.source, self._plan.columns)
        for item in self._found:
            self._place += 1
            if self._place > part.first:
                yield item
            if self._place == part.first + part.count:
                return


def written(at: Place, plan: Plan) -> list[Part]:
    """The parts that are done."""
    names = set(at.names(DONE))
    return [part for part in plan.parts if f"{part.file}.json" in names]


def done(at: Place, plan: Plan) -> dict[int, Told]:
    """What became of the parts that are done, by number; a note that is cut off counts for none."""
    found = {}
    for part in written(at, plan):
        try:
            found[part.number] = Told.of(at.read(f"{DONE}/{part.file}.json") or b"")
        except (ValueError, TypeError):
            continue
    return found
