"""Actors of one's own: a CSV file of persons and bodies beside the bundled tables, checked line by line.

Its first line names the columns; ``name`` and ``kind`` are needed. ``kind`` is ``person``, ``organisation``,
``group``, ``agency`` or ``metonym``. ``others`` holds other spellings and ``country`` ISO 3166-1 alpha-3
codes, each divided by ``|``; ``sector`` is PLOVER's. A person may have an ``office`` ("foreign minister"),
and ``from`` and ``to``, the days of the term; without them he is known on every day.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from dragoman.knowledge.actors import fold, load, sectors
from dragoman.knowledge.actors.names import openings
from dragoman.knowledge.actors.people import People, bundled, everybody
from dragoman.knowledge.actors.rows import ALWAYS, Known, NameKind, Office
from dragoman.knowledge.tables import values

__all__ = ["COLUMNS", "ActorsError", "Own", "none", "read"]

COLUMNS = ("name", "kind", "others", "country", "sector", "office", "from", "to", "entity")
KINDS = ("person", "organisation", "group", "agency", "metonym")


class ActorsError(Exception):
    """A file of actors cannot be used: ``problem`` says where and why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Own:
    """A user's actors: bodies by folded name, the openings of those names, and all people, ours included."""

    names: Mapping[str, Known]
    sizes: Mapping[str, int]
    people: People


def none() -> Own:
    """No actors of one's own: the bundled people alone."""
    return Own(MappingProxyType({}), MappingProxyType({}), bundled())


def read(path: Path) -> Own:
    """The actors in the CSV file at ``path``. Raises ActorsError, which names file, line and remedy."""
    lines = [
        (number, row) for number, row in _rows(path) if any((cell or "").strip() for cell in row.values())
    ]
    for number, row in lines:
        _check(f"{path}, line {number}", row)
    bodies = [row for _, row in lines if row["kind"] != "person"]
    persons = [row for _, row in lines if row["kind"] == "person"]
    names = {
        fold(alias): _known(row, alias) for row in bodies for alias in (row["name"], *values(row["others"]))
    }
    terms = tuple(_office(row, path.name) for row in persons)
    known = tuple(term for term in bundled().terms if not any(_same_term(term, own) for own in terms))
    people = everybody((*terms, *known)) if terms else bundled()
    return Own(MappingProxyType(names), openings(names), people)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of its line. Raises ActorsError where the file is no such table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ActorsError(f"{path}: {error.strerror or error}", "Name a CSV file that is there") from error
    except UnicodeDecodeError as error:
        raise ActorsError(f"{path}, byte {error.start}: this is not UTF-8", "Save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="more", restval="", strict=True)
    try:
        head = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = head
        _check_head(path, head)
        for row in reader:
            line = reader.line_num
            if "more" in row:
                remedy = "Put cells that hold commas in quotation marks"
                raise ActorsError(f"{path}, line {line}: it has more cells than columns", remedy)
            yield line, {name: row.get(name, "") for name in COLUMNS}
    except csv.Error as error:
        line = reader.reader.line_num
        raise ActorsError(f"{path}, line {line}: {error}", "Correct the quotation marks") from error


def _check_head(path: Path, head: list[str]) -> None:
    if unknown := [name for name in head if name not in COLUMNS]:
        remedy = f"Name columns of {', '.join(COLUMNS)}"
        raise ActorsError(f"{path}: there is no column {unknown[0]!r}", remedy)
    if missing := [name for name in COLUMNS[:2] if name not in head]:
        raise ActorsError(f"{path}: the column {missing[0]!r} is missing", "Write it in the first line")


def _check(where: str, row: Mapping[str, str]) -> None:
    if not row["name"].strip():
        raise ActorsError(f"{where}: it has no name", "Give one, or take the line out")
    if row["kind"] not in KINDS:
        raise ActorsError(f"{where}: {row['kind']!r} is no kind", f"Write one of {', '.join(KINDS)}")
    for code in values(row["country"]):
        if code not in load().states:
            raise ActorsError(f"{where}: no state has the code {code!r}", "Write ISO 3166-1 alpha-3, as PAK")
    if row["sector"] and row["sector"] not in sectors():
        raise ActorsError(f"{where}: {row['sector']!r} is no sector", f"Write one of {', '.join(sectors())}")
    first, last = (_day(where, name, row[name]) for name in ("from", "to"))
    if first and last and last < first:
        raise ActorsError(f"{where}: the term ends before it begins", "Correct its days")
    if row["kind"] == "person" and len(values(row["country"])) != 1:
        raise ActorsError(f"{where}: a person has one country", "Write its code")


def _day(where: str, name: str, cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise ActorsError(f"{where}: {name} is no day: {cell!r}", "Write it as 2019-05-04") from error


def _same_term(term: Office, own: Office) -> bool:
    """Whether a user's row tells of the same term, and so goes before ours."""
    if (term.iso3, term.office, term.person) != (own.iso3, own.office, own.person):
        return False
    first, last = term.start or date.min, term.end or term.seen or date.max
    return first <= (own.end or date.max) and (own.start or date.min) <= last


def _known(row: Mapping[str, str], alias: str) -> Known:
    kind = cast(NameKind, row["kind"])
    assert kind in get_args(NameKind), "checked before"
    told = (row["name"], values(row["country"]), row["sector"] or None, row["entity"] or None)
    return Known(alias, kind, *told, reason=f"{kind} of your own: {row['name']}")


def _office(row: Mapping[str, str], source: str) -> Office:
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("from", "to"))
    names = row["name"].split()
    return Office(
        iso3=row["country"].strip(),
        office=row["office"] or "public figure",
        person=row["name"],
        short=names[-1],
        others=values(row["others"]),
        entity=row["entity"] or None,
        start=first or ALWAYS[0],
        end=last,
        seen=None if last else ALWAYS[1],
        source=source,
        checked=None,
        sector=row["sector"] or None,
    )
