"""One part of a run: its articles read, their records written as Parquet, a file for each table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from dragoman.pipeline import Failure, Outcome, Pipeline
from dragoman.scale.places import Place, place
from dragoman.scale.plan import Part, Plan
from dragoman.store import Store, StoreError
from dragoman.store.failures import keep_failures
from dragoman.store.rows import PARTS
from dragoman.workers import outcomes

TABLES = ("runs", "documents", *PARTS, "readings", "failures")
DONE = "done"
"""Folder with a small file for each part that is written; one without is read again."""
BEGUN = "begun"
"""The same for each that was begun."""
_TOGETHER = 32


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
        """As it was kept."""
        return cls(**json.loads(page))


class Worker:
    """Reads parts of a plan and writes them to a place; one for each process.

    The plan needs no list of its parts.
    """

    def __init__(self, plan: Plan, to: str) -> None:
        self._plan = plan
        self._to = to
        self._pipeline: Pipeline | None = None

    def read(self, part: Part) -> Told:
        """Read a part and write all its tables, then that it is done.

        Raises OSError or duckdb.Error where that fails. What two parts write never meets, and the same part
        gives the same records again.
        """
        began = monotonic()
        to = place(self._to)
        again = to.read(f"{BEGUN}/{part.file}") is not None
        to.write(f"{BEGUN}/{part.file}", b"")
        with TemporaryDirectory(prefix="dragoman-") as folder:
            read, failed = self._stored(part, Path(folder), alone=again)
            for table in TABLES:
                to.put(Path(folder) / f"{table}.parquet", f"tables/{table}/{part.file}.parquet")
        told = Told(part.number, read, failed, round(monotonic() - began, 2))
        to.write(f"{DONE}/{part.file}.json", told.page())
        return told

    def _stored(self, part: Part, folder: Path, alone: bool) -> tuple[int, int]:
        """Articles read and not read; their tables are in the folder."""
        pipeline = self._own()
        read = failed = 0
        with Store(folder / "part.duckdb") as store:
            store.start_run(pipeline.reader.version, pipeline.ontology.version)
            for group in self._groups(part, pipeline, alone):
                told = _saved(store, group)
                failures = [one.failure for one in told if one.failure]
                keep_failures(
                    store.connection, [(one.source, part.source, one.problem, one.remedy) for one in failures]
                )
                read, failed = read + len(told) - len(failures), failed + len(failures)
            for table in TABLES:
                target = str(folder / f"{table}.parquet").replace("'", "''")
                store.connection.execute(
                    f"COPY (SELECT *, {part.number} AS run_part FROM {table}) TO '{target}' (FORMAT parquet)"
                )
        return read, failed

    def _groups(self, part: Part, pipeline: Pipeline, alone: bool) -> Iterator[list[Outcome]]:
        """The outcomes of a part, some at a time.

        A part that was begun before and has not come to its end may hold an article that ends its process:
        then its articles are read in a process of their own.
        """
        items, plan = self._plan.items(part), self._plan
        if alone:
            found = outcomes(items, plan.settings, 1, plan.published)
        else:
            found = pipeline.run(items, plan.published)
        while group := list(islice(found, _TOGETHER)):
            yield group

    def _own(self) -> Pipeline:
        if self._pipeline is None:
            self._pipeline = self._plan.settings.pipeline()
        return self._pipeline


def _saved(store: Store, group: Sequence[Outcome]) -> list[Outcome]:
    """Save articles in one go; where that fails one by one, so that a bad one costs no other."""
    try:
        store.save_all([(one.coding, one.source) for one in group if one.coding])
        return list(group)
    except StoreError as error:
        if len(group) > 1:
            return [told for one in group for told in _saved(store, [one])]
        source = group[0].source
        return [Outcome(source, None, Failure(source, error.problem, error.remedy))]


def done(at: Place, plan: Plan) -> dict[int, Told]:
    """What became of the parts that are written, by number."""
    names = set(at.names(DONE))
    pages = (at.read(f"{DONE}/{part.file}.json") for part in plan.parts if f"{part.file}.json" in names)
    return {told.part: told for told in (Told.of(page) for page in pages if page is not None)}
