"""The engine of many machines: Daft on Ray gives each part to a process, and again if that is lost.

A machine that goes away costs the parts it had in hand. A cluster of one's own is named by its address;
otherwise one is begun on this machine. What was tried: docs/decisions/0027-scale-by-daft.md.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, replace
from typing import Any, Self

# Neither library is to report what it is used for: both ask the environment when they are imported.
os.environ |= {"DO_NOT_TRACK": "1", "DAFT_ANALYTICS_ENABLED": "0", "RAY_USAGE_STATS_ENABLED": "0"}
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
os.environ.setdefault("RAY_worker_niceness", "0")  # by 15 as it is, anything else that runs would starve it

import daft
import ray
from daft import DataType
from daft.errors import UDFException

from dragoman.relate.periods import Unit
from dragoman.scale.engine import NotWritten
from dragoman.scale.joined import Joined, joined
from dragoman.scale.part import Told, Worker
from dragoman.scale.places import PlaceError, place
from dragoman.scale.plan import Part, Plan

RETRIES = 2
"""So often a part that fails is given out again."""
_FAILED = f"it failed {RETRIES + 1} times; the logs of Ray say why"
_SHARED = 200_000_000
"""Bytes of shared memory that a cluster of this machine takes: what passes are names and counts."""


class OnDaft:
    """The cluster of Ray at an address, or one of so many processes that is begun on this machine."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        self._workers = workers
        self._address = address

    def __enter__(self) -> Self:
        own: dict[str, Any] = {"num_cpus": self._workers, "object_store_memory": _SHARED}
        try:
            ray.init(
                self._address or "local",
                log_to_driver=False,
                logging_level=logging.ERROR,
                **({} if self._address else own),
            )
        except (ConnectionError, ValueError, RuntimeError) as error:
            problem = f"there is no cluster of Ray to be reached ({str(error).splitlines()[0]})"
            raise PlaceError(problem, "Begin it with: ray start --head, or leave --address out") from error
        daft.set_runner_ray(noop_if_initialized=True)
        return self

    def __exit__(self, *_: object) -> None:
        ray.shutdown()

    def run(self, plan: Plan, to: str, parts: Sequence[Part]) -> Generator[Told | NotWritten]:
        """See `dragoman.scale.engine.Engine`."""
        if not parts:
            return
        # more than there are processors would be waited for in vain (Daft 7112)
        most = min(_processors(), len(parts))
        coder = _coder(most)(replace(plan, parts=()), to)
        table = daft.from_pydict({"part": [json.dumps(asdict(part)) for part in parts]})
        told = table.into_partitions(len(parts)).with_column("told", coder.read(daft.col("part")))
        for row in told.iter_rows():
            if row["told"] is not None:
                yield Told.of(row["told"])
            else:
                yield Part(**json.loads(row["part"])), _FAILED

    def join(self, plan: Plan, to: str, freq: Unit, advance: Callable[[int], None]) -> Joined:
        """See `dragoman.scale.engine.Engine`; some machine of the cluster does it."""
        table = daft.from_pydict({"to": [to]})
        try:
            (row,) = table.with_column("told", _joiner(plan, freq)(daft.col("to"))).iter_rows()
        except UDFException as error:
            raise OSError(str(error.__cause__ or error)) from error
        found = Joined(**json.loads(row["told"]))
        advance(found.documents)
        return found


def _processors() -> int:
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    return int(resources["CPU"])


def _coder(workers: int) -> Any:
    """The class of Daft whose instances, one a process, read parts."""

    @daft.cls(max_concurrency=workers, cpus=1, max_retries=RETRIES, on_error="ignore")
    class Coder:
        def __init__(self, plan: Plan, to: str) -> None:
            self._worker = Worker(plan, to)

        @daft.method(return_dtype=DataType.string())
        def read(self, part: str) -> str:
            return self._worker.read(Part(**json.loads(part))).page().decode()

    return Coder


def _joiner(plan: Plan, freq: Unit) -> Any:
    """The function of Daft that joins all parts."""

    @daft.func(return_dtype=DataType.string())
    def join(to: str) -> str:
        return json.dumps(asdict(joined(place(to), plan, freq)))

    return join
