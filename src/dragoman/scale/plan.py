"""What a run reads, divided into parts; kept beside its tables, so that the same run can go on."""

from __future__ import annotations

import hashlib
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
"""Articles of a part: some minutes of one core, so that little is lost with a machine."""


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
    """Sources, how they are read, and their parts. Files are named as every machine knows them.

    ``reader`` and ``codebook`` name what reads and codes; ``stamp`` is a digest of the names, sizes and times
    of all files that the sources and the settings name.
    """

    sources: tuple[str, ...]
    settings: Settings
    columns: tuple[tuple[str, str], ...] = ()
    published: date | None = None
    size: int = PART
    reader: str = ""
    codebook: str = ""
    version: str = __version__
    stamp: str = ""
    parts: tuple[Part, ...] = ()


def plan_of(wanted: Plan, at: Place) -> Plan:
    """The plan with its parts: that of the run that lies there, or a new one, which is kept there.

    All items are listed, none is read. Raises PlaceError where another run lies there, or where the place is
    in a folder that is read.
    """
    _apart(wanted, at)
    wanted = replace(wanted, stamp=_stamp(wanted))
    page = at.read(PLAN)
    if page is None:
        plan = replace(wanted, parts=tuple(_parts(wanted)))
        at.write(PLAN, json.dumps(asdict(plan), default=str, ensure_ascii=False).encode())
        return plan
    plan = _read(page, at)
    if replace(plan, parts=()) != wanted:
        problem = "another run lies there: other sources, settings or weights, or files have changed since"
        remedy = "Give what was given then, which goes on with it, or name another place"
        raise PlaceError(problem, remedy)
    return plan


def sources_of(named: Sequence[str]) -> tuple[str, ...]:
    """Sources as a plan names them: as other machines know them, where they share the disk."""
    return tuple(one if ingest.is_address(one) else str(Path(one).absolute()) for one in named)


def _apart(plan: Plan, at: Place) -> None:
    """Raises PlaceError where what is written would be read."""
    if "://" in at.name:
        return
    for source in map(Path, plan.sources):
        if source.is_dir() and Path(at.name).resolve().is_relative_to(source.resolve()):
            problem = f"it lies in {source}, which is read: its tables would be taken for articles"
            raise PlaceError(problem, "Name a place outside")


def _stamp(plan: Plan) -> str:
    """A digest of all files by name, size and time: other files make another run."""
    found = hashlib.sha256()
    settings = [str(one) for one in (plan.settings.ontology, plan.settings.actors) if one]
    for source in (*plan.sources, *settings):
        path = Path(source)
        if not ingest.is_address(source) and path.exists():
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    about = file.stat()
                    found.update(f"{file}\0{about.st_size}\0{about.st_mtime_ns}\n".encode("utf-8", "replace"))
    return found.hexdigest()


def _parts(plan: Plan) -> Iterator[Part]:
    number = 0
    for source in plan.sources:
        listed = enumerate(ingest.find(source, plan.columns))
        for which, some in groupby(listed, lambda one: one[0] // plan.size):
            yield Part(number, source, which * plan.size, sum(1 for _ in some))
            number += 1


def _read(page: bytes, at: Place) -> Plan:
    try:
        row: dict[str, Any] = json.loads(page)
        files = {
            name: Path(row["settings"][name]) if row["settings"][name] else None
            for name in ("ontology", "actors")
        }
        told = {
            "sources": tuple(row["sources"]),
            "settings": Settings(**{**row["settings"], **files}),
            "columns": tuple((ours, theirs) for ours, theirs in row["columns"]),
            "published": date.fromisoformat(row["published"]) if row["published"] else None,
            "parts": tuple(Part(**part) for part in row["parts"]),
        }
        return Plan(**{**row, **told})
    except (ValueError, KeyError, TypeError) as error:
        problem = f"its {PLAN} is none of ours, or of another version"
        raise PlaceError(problem, f"Name another place than {at.name}") from error
