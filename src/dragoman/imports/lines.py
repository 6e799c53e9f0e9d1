"""A data set's file as lines of tab-separated cells: plain, .gz or .zip; whatever its bytes and line ends.

The good lines go to a temporary file with the line's number before them, which DuckDB reads; a line with
another number of cells is malformed and counted. So one bad byte or one broken line costs that line alone.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from duckdb import DuckDBPyConnection

from dragoman.imports.errors import ImportsError

FAULTS = 5
"""So many malformed lines of a file are named; all are counted."""
SNIFFED = 50
"""So many lines tell what kind of file it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A malformed line: of which file, its number from 1, what is wrong with it."""

    file: str
    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a file's columns in order, and whether its first line is a header of them."""

    names: tuple[str, ...]
    header: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines a file has below its header, how many of them were malformed, and the first of these."""

    rows: int
    malformed: int
    faults: tuple[Fault, ...]


Sniff = Callable[[str, Sequence[str]], Columns]
"""What a file's columns are, from its name and first lines; raises ImportsError where it is another thing."""


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, IO[str]]]]:
    """The text files in ``path`` with their names: itself, or what a .zip holds, one after another.

    Bytes that are no UTF-8 become U+FFFD. Raises ImportsError where it cannot be read.
    """
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as packed:
                yield _members(path, packed)
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as raw:
                yield iter([(str(path), _text(cast(IO[bytes], raw)))])
        else:
            with path.open("rb") as raw:
                yield iter([(str(path), _text(raw))])
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise ImportsError(
            str(path), f"it cannot be read ({words})", "Name a whole file of the data set"
        ) from error


def _members(path: Path, packed: zipfile.ZipFile) -> Iterator[tuple[str, IO[str]]]:
    for member in packed.infolist():
        if not member.is_dir():
            with packed.open(member) as raw:
                yield f"{path}: {member.filename}", _text(raw)


def _text(raw: IO[bytes]) -> IO[str]:
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="\n")


def load(con: DuckDBPyConnection, name: str, page: IO[str], sniff: Sniff) -> Lines:
    """Read a file into the temporary table ``raw``: ``line``, then its columns, all text, empty as null.

    Raises ImportsError where the file is none of the format.
    """
    start = list(islice(page, SNIFFED))
    columns = sniff(name, [line.rstrip("\r\n") for line in start if line.strip()])
    with TemporaryDirectory(prefix="dragoman-") as folder:
        target = Path(folder) / "lines.tsv"
        with target.open("w", encoding="utf-8", newline="\n") as file:
            told = _sift(name, _numbered(start, page, columns.header), len(columns.names), file)
        _read(con, target, columns)
    return told


def _numbered(start: Sequence[str], rest: IO[str], header: bool) -> Iterator[tuple[int, str]]:
    """The lines that are not blank with their numbers from 1, without the header."""
    number, first = 0, header
    for page in (start, rest):
        for number, line in enumerate(page, number + 1):  # noqa: B020 (the count goes on)
            if line.strip():
                if not first:
                    yield number, line.rstrip("\r\n")
                first = False


def _sift(name: str, lines: Iterator[tuple[int, str]], width: int, file: IO[str]) -> Lines:
    """Write the lines that have ``width`` cells; count them and the others."""
    rows, wrong = 0, 0
    faults: list[Fault] = []
    for number, line in lines:
        rows += 1
        cells = line.count("\t") + 1
        if cells == width:
            file.write(f"{number}\t{line.replace(chr(0), '').replace(chr(13), ' ')}\n")
            continue
        wrong += 1
        if len(faults) < FAULTS:
            faults.append(Fault(name, number, f"{cells} cells instead of {width}"))
    return Lines(rows, wrong, tuple(faults))


def _read(con: DuckDBPyConnection, path: Path, columns: Columns) -> None:
    kinds = {"line": "BIGINT"} | dict.fromkeys(columns.names, "VARCHAR")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE raw AS
           SELECT * FROM read_csv($path, columns = $columns, header = false, auto_detect = false,
                                  delim = chr(9), quote = '', escape = '', new_line = '\\n',
                                  strict_mode = false)""",
        {"path": str(path), "columns": kinds},
    )


def named(name: str, lines: Sequence[str], needed: Sequence[str], data_set: str) -> Columns:
    """The columns of a file with a header that must have all those needed, in whatever order."""
    names = tuple(cell.strip().strip('"') for cell in lines[0].split("\t")) if lines else ()
    lacking = [column for column in needed if column not in names]
    if lacking or len(set(names)) < len(names):
        lack = (
            f"its first line lacks the column {lacking[0]!r}" if lacking else "its first line names one twice"
        )
        raise ImportsError(name, f"it is no table of {data_set} ({lack})", REMEDY.format(data_set))
    return Columns(names, header=True)


def counted(name: str, lines: Sequence[str], shapes: Sequence[tuple[str, ...]], data_set: str) -> Columns:
    """The columns of a file without a header, by how many cells most of its first lines have."""
    widths = Counter(line.count("\t") + 1 for line in lines)
    known = {len(shape): shape for shape in shapes}
    usual = max((width for width in widths if width in known), key=widths.__getitem__, default=None)
    if usual is None or widths[usual] * 2 < len(lines):
        found = f"its lines have {widths.most_common(1)[0][0]} cells" if widths else "it is empty"
        told = ", ".join(map(str, sorted(known)))
        raise ImportsError(
            name, f"it is no table of {data_set} ({found}, not {told})", REMEDY.format(data_set)
        )
    return Columns(known[usual], header=False)


REMEDY = "Name a file of {} as it is published, plain, .gz or .zip"
