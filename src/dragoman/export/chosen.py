"""Which events are exported, and the tables that every format draws on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, get_args

from duckdb import DuckDBPyConnection

from dragoman.knowledge.actors import bodies, load
from dragoman.knowledge.actors.codes import Codes, codes, known_groups, names_in, sector_codes
from dragoman.knowledge.ontology import plover
from dragoman.knowledge.ontology.cameo import labels
from dragoman.records import Factuality, VoiceKind

FACTUALITIES: tuple[Factuality, ...] = ("happened", "ongoing")
VOICES: tuple[VoiceKind, ...] = tuple(kind for kind in get_args(VoiceKind) if kind != "commentary")
BATCH = 100_000
"""So many events are laid out at a time."""
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
"""In the order of GDELT's QuadClass and PLOVER's quad_code, from 1."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which events to export: those of these factualities and voices whose days touch ``since`` to ``until``.

    The days are inclusive; with either of them an event without any day is left out. Events of documents
    that are copies of another one are left out unless ``copies``. An event told by a figure of speech never
    counts.
    """

    factualities: tuple[Factuality, ...] = FACTUALITIES
    voices: tuple[VoiceKind, ...] = VOICES
    since: date | None = None
    until: date | None = None
    copies: bool = False


@contextmanager
def laid_out(con: DuckDBPyConnection, chosen: Chosen) -> Iterator[DuckDBPyConnection]:
    """A connection of its own to the same store, with temporary tables that end with it.

    ``chosen``: the events chosen, in the order of the file; ``parties``, ``sectors``, ``cameo``, ``quads``:
    the codes of the data sets.
    """
    with con.cursor() as own:
        _fill(own, "parties", *_parties())
        _fill(own, "sectors", *_sectors())
        _fill(own, "cameo", *_cameo())
        _fill(own, "quads", ["quad", "number"], [(name, n) for n, name in enumerate(QUADS, 1)])
        own.execute(question("chosen"), _values(chosen))
        yield own


def batches(con: DuckDBPyConnection, size: int = BATCH) -> Iterator[None]:
    """Lay out the chosen events as the temporary table ``batch``, so many at a time: memory is bounded."""
    (count,) = con.execute("SELECT count(*) FROM chosen").fetchone() or (0,)
    for first in range(0, max(count, 1), size):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE batch AS SELECT * FROM chosen WHERE rowid >= ? AND rowid < ?",
            [first, first + size],
        )
        yield


def ask(con: DuckDBPyConnection, name: str) -> None:
    """Make the temporary table of ``NAME.sql``."""
    sql = question(name)
    con.execute(sql, {"bodies": sorted(bodies())} if "$bodies" in sql else {})


@cache
def question(name: str) -> str:
    """The text of ``NAME.sql`` beside this module."""
    return resources.files("dragoman.export").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _values(chosen: Chosen) -> dict[str, Any]:
    return {
        "factualities": list(chosen.factualities),
        "voices": list(chosen.voices),
        "since": chosen.since,
        "until": chosen.until,
        "copies": chosen.copies,
    }


def _fill(con: DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A temporary table from Python rows; whole numbers and text only."""
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    kinds = ["INTEGER" if any(isinstance(cell, int) for cell in cells) else "VARCHAR" for cells in columns]
    lists = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in zip(names, kinds, strict=True))
    con.execute(f"CREATE TEMP TABLE {table} AS SELECT {lists}", columns)


def _parties() -> tuple[list[str], list[tuple[Any, ...]]]:
    """Every state and every body of no state, with what others call it."""
    columns = ["party", "name", "icews", "ccode", "fips", "cameo", "group_code", "plover"]
    groups = {name: code for code, name in known_groups().items()}
    written = {one.name: one.plover for meanings in load().names.values() for one in meanings}
    rows: list[tuple[Any, ...]] = [_state(one) for one in codes().values()]
    rows += [(name, name, None, None, None, None, groups.get(name), written.get(name)) for name in bodies()]
    return columns, rows


def _state(one: Codes) -> tuple[Any, ...]:
    name = load().state(one.iso3)
    icews = names_in("icews").get(one.iso3, name)
    return one.iso3, name, icews, one.ccode, one.fips, one.cameo, None, one.iso3


def _sectors() -> tuple[list[str], list[tuple[Any, ...]]]:
    rows = [(sector, found.cameo, found.icews) for sector, found in sector_codes().items()]
    return ["sector", "cameo", "icews"], rows


def _cameo() -> tuple[list[str], list[tuple[Any, ...]]]:
    """The CAMEO code of every PLOVER type and mode, and what it says; mode '' where there is none."""
    scheme, rows = plover(), []
    for kind in scheme.types.values():
        for mode in (None, *(one.name for one in kind.modes)):
            code = scheme.cameo_of(kind.name, mode)
            rows.append((kind.name, mode or "", code, labels().get(code or "")))
    return ["event_type", "mode", "code", "label"], rows
