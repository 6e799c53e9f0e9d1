"""The store's events in the shapes of other data sets: one module a format, all listed in ``FORMATS``.

What a format has no column for (factuality, voice, copies) is settled by `Chosen` before anything is written.
``docs/exports.md`` says what stands in every column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from duckdb import DuckDBPyConnection, IOException, OutOfMemoryException

from dragoman.export import gdelt, icews, mentions, parquet, plover_json, polecat
from dragoman.export.chosen import Chosen
from dragoman.export.errors import ExportError

__all__ = ["FORMATS", "Chosen", "ExportError", "Format", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is, and what writes it: (store, OUT, chosen) to the number of rows written."""

    about: str
    write: Callable[[DuckDBPyConnection, Path, Chosen], int]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "polecat": Format("POLECAT's 40 columns, a row an event", polecat.write),
        "icews": Format("ICEWS's 20 columns, a row an event and directed dyad", icews.write),
        "gdelt": Format("GDELT 2.0 Events, a row an incident and directed dyad", gdelt.write),
        "gdelt-mentions": Format("GDELT 2.0 Mentions, a row a report of those", mentions.write),
        "plover-json": Format("PLOVER's JSON, a line an event", plover_json.write),
        "parquet": Format("a folder with the store's tables, whole", parquet.write),
    }
)


def write(con: DuckDBPyConnection, form: str, out: Path, chosen: Chosen | None = None) -> int:
    """Export from the store behind ``con`` to the file (Parquet: the folder) ``out``; how many rows.

    The derived tables must be up to date (`dragoman.relate.bring_up_to_date`). ``out`` is replaced when the
    new one is whole. Raises KeyError for a format that FORMATS lacks, ExportError where it cannot be written.
    """
    writer = FORMATS[form].write
    try:
        return writer(con, out.absolute(), chosen or Chosen())
    except (IOException, OutOfMemoryException) as error:
        problem = f"the store could not be asked ({str(error).splitlines()[0]})"
        raise ExportError(problem, "Free memory or disk space, or choose fewer days with --since") from error
