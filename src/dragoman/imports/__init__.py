"""Other data sets' events for the store: one module a format, all listed in ``FORMATS``.

What they code is set into PLOVER's terms by knowledge alone, and what cannot be is counted with the reason;
``docs/exports.md`` says how. They tell no factuality and no voice: they count as happened, on unknown word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import IO

from duckdb import DuckDBPyConnection, IOException, OutOfMemoryException

from dragoman.imports import gdelt, icews, polecat
from dragoman.imports.errors import ImportsError
from dragoman.imports.lines import FAULTS, Fault, Lines, load, opened
from dragoman.imports.shape import Format
from dragoman.knowledge.ontology import plover

__all__ = ["FORMATS", "Fault", "Format", "Imported", "ImportsError", "read"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {"icews": icews.FORMAT, "gdelt": gdelt.FORMAT, "polecat": polecat.FORMAT}
)
MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were read, how many events kept, why others were left out, and the first malformed rows.

    ``rows`` is the sum of ``kept`` and of ``left_out``'s counts.
    """

    rows: int = 0
    kept: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: Imported) -> Imported:
        return Imported(
            self.rows + other.rows,
            self.kept + other.kept,
            self.left_out + other.left_out,
            self.faults + other.faults,
        )


def read(con: DuckDBPyConnection, form: str, paths: Sequence[Path]) -> Imported:
    """Import files of a data set into the store behind ``con``; what became of their rows.

    Each file is one transaction. An event that the store has from an earlier import is replaced, so the same
    or overlapping files add nothing twice. Raises KeyError for a format that FORMATS lacks and ImportsError
    for a file that is none of the format or cannot be read; files before it stay imported.
    """
    told = Imported()
    for path in paths:
        with opened(path) as pages:
            for name, page in pages:
                told += _whole(con, FORMATS[form], name, page)
    return told


def _whole(con: DuckDBPyConnection, form: Format, name: str, page: IO[str]) -> Imported:
    try:
        return _file(con, form, name, page)
    except (IOException, OutOfMemoryException) as error:
        problem = f"it could not be stored ({str(error).splitlines()[0]})"
        raise ImportsError(name, problem, "Free memory or disk space") from error


def _file(con: DuckDBPyConnection, form: Format, name: str, page: IO[str]) -> Imported:
    with con.cursor() as own:  # its temporary tables end with it
        own.execute(_sql("macros"))
        found = load(own, name, page, form.sniff)
        _judge(own, form)
        _replace(own, form.origin)
        return _told(own, name, found)


def _judge(con: DuckDBPyConnection, form: Format) -> None:
    """The table ``judged``: each distinct actor and code of the file is asked of knowledge once."""
    con.execute(_sql(form.question))
    con.execute("DROP TABLE raw")
    keys = con.execute(
        """SELECT DISTINCT k.country, k.name FROM (
               SELECT unnest(actors) AS k FROM staged UNION ALL SELECT unnest(recipients) FROM staged)"""
    ).fetchall()
    people = [(country, name, form.who(country, name)) for country, name in keys]
    con.execute(
        """CREATE OR REPLACE TEMP TABLE who AS
           SELECT unnest(?::VARCHAR[]) AS country, unnest(?::VARCHAR[]) AS name,
                  unnest(?::VARCHAR[]) AS party, unnest(?::VARCHAR[]) AS reason""",
        [
            [country for country, _, _ in people],
            [name for _, name, _ in people],
            [one.party for _, _, one in people],
            [one.reason for _, _, one in people],
        ],
    )
    _mean(con, form)
    con.execute(_sql("judged"), {"contexts": list(plover().contexts)})


def _mean(con: DuckDBPyConnection, form: Format) -> None:
    """The table ``means``: what each code of the file says, with PLOVER's quad and score."""
    codes = [row[0] for row in con.execute("SELECT DISTINCT code FROM staged").fetchall()]
    means = [form.what(code) for code in codes]
    kinds = [plover().types[one.event_type] if one.event_type else None for one in means]
    con.execute(
        """CREATE OR REPLACE TEMP TABLE means AS
           SELECT unnest(?::VARCHAR[]) AS code, unnest(?::VARCHAR[]) AS event_type,
                  unnest(?::VARCHAR[]) AS mode, unnest(?::VARCHAR[]) AS quad,
                  unnest(?::DOUBLE[]) AS intensity, unnest(?::VARCHAR[][]) AS contexts,
                  unnest(?::VARCHAR[]) AS reason""",
        [
            codes,
            [one.event_type for one in means],
            [one.mode for one in means],
            [kind.quad if kind else None for kind in kinds],
            [kind.intensity(one.mode) if kind else None for kind, one in zip(kinds, means, strict=True)],
            [list(one.contexts) for one in means],
            [one.reason for one in means],
        ],
    )


def _replace(con: DuckDBPyConnection, origin: str) -> None:
    """The file's events in the store's table as this file has them, in one transaction."""
    con.execute("BEGIN")
    try:
        con.execute(
            """DELETE FROM dyad_events
               WHERE origin = ? AND event IN (SELECT event FROM judged WHERE fault IS NULL)""",
            [origin],
        )
        con.execute(_sql("insert"), {"origin": origin})
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def _told(con: DuckDBPyConnection, name: str, found: Lines) -> Imported:
    reasons = con.execute("SELECT reason, count(*) FROM judged GROUP BY reason").fetchall()
    left_out = Counter({reason: count for reason, count in reasons if reason is not None})
    if found.malformed:
        left_out[MALFORMED] += found.malformed
    faults = con.execute(
        "SELECT line, fault FROM judged WHERE fault IS NOT NULL ORDER BY line LIMIT ?", [FAULTS]
    )
    named = [*found.faults, *(Fault(name, line, fault) for line, fault in faults.fetchall())]
    kept = sum(count for reason, count in reasons if reason is None)
    first = tuple(sorted(named, key=lambda one: one.line)[:FAULTS])
    return Imported(found.rows, kept, left_out, first)


@cache
def _sql(name: str) -> str:
    return resources.files("dragoman.imports").joinpath(f"{name}.sql").read_text(encoding="utf-8")
