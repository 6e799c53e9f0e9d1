"""What a run reads, divided into parts; kept beside its tables, so that the same run can go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from dragoman import __version__, ingest
from dragoman.scale.places import Place, PlaceError
from dragoman.workers import Settings

PLAN = "plan.json"
PART = 500
"""Articles of a part: a minute or two of one core, so that little is lost with a machine."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many items of a source, from number ``first`` on, in the order in which `ingest.find` lists them."""

    number: int
    source: str
    first: int
    count: int

    @property
    def file(self) -> str:
        """The name of its tables, without an ending."""
        return f"part-{self.number:06}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources, how they are read, and their parts. Files are named as every machine knows them."""

    sources: tuple[str, ...]
    settings: Settings
    columns: tuple[tuple[str, str], ...] = ()
    published: date | None = None
    size: int = PART
    version: str = __version__
    parts: tuple[Part, ...] = ()

    def items(self, part: Part) -> Iterator[ingest.Item]:
        """The items of a part."""
        listed = ingest.find(part.source, self.columns)
        for number, item in enumerate(listed):
            if number >= part.first + part.count:
                return
            if number >= part.first:
                yield item


def plan_of(wanted: Plan, at: Place) -> Plan:
    """The plan with its parts: that of the run that lies there, or a new one, which is kept there.

    All items are listed, none is read. Raises PlaceError where another run lies there.
    """
    plan = held(at)
    if plan is None:
        plan = replace(wanted, parts=tuple(_parts(wanted)))
        at.write(PLAN, _page(plan))
        return plan
    if replace(plan, parts=()) != wanted:
        problem = "another run lies there: other sources, columns, settings or another version of dragoman"
        raise PlaceError(problem, "Give what was given then, which goes on with it, or name another place")
    return plan


def held(at: Place) -> Plan | None:
    """The plan of the run that lies there, None where there is none.

    Raises PlaceError where it is none of ours.
    """
    page = at.read(PLAN)
    return None if page is None else _read(page, at)


def absolute(source: str) -> str:
    """A source as other machines know it, where they share the disk."""
    return source if source.lower().startswith(("http://", "https://")) else str(Path(source).absolute())


def _parts(plan: Plan) -> Iterator[Part]:
    number = 0
    for source in plan.sources:
        listed = enumerate(ingest.find(source, plan.columns))
        for which, some in groupby(listed, lambda one: one[0] // plan.size):
            yield Part(number, source, which * plan.size, sum(1 for _ in some))
            number += 1


def _page(plan: Plan) -> bytes:
    return json.dumps(asdict(plan), default=str, ensure_ascii=False).encode()


def _read(page: bytes, at: Place) -> Plan:
    try:
        row: dict[str, Any] = json.loads(page)
        settings = row["settings"]
        files = {name: Path(settings[name]) if settings[name] else None for name in ("ontology", "actors")}
        return Plan(
            tuple(row["sources"]),
            Settings(**{**settings, **files}),
            tuple((ours, theirs) for ours, theirs in row["columns"]),
            date.fromisoformat(row["published"]) if row["published"] else None,
            row["size"],
            row["version"],
            tuple(Part(**part) for part in row["parts"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        problem = f"its {PLAN} is none of ours, or of another version"
        raise PlaceError(problem, f"Name another place than {at.name}") from error


def sources_of(named: Sequence[str]) -> tuple[str, ...]:
    """Sources as a plan names them."""
    return tuple(map(absolute, named))
