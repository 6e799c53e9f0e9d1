"""Tables of articles, one a row: JSON lines, CSV, TSV with columns id, text, title, published, outlet, url.

``authors`` (or ``author``) is read too, and ``date`` and ``source`` where ``published`` and ``outlet`` are
not there; other columns are left alone. A row is found by its bytes, so that a large table is never held in
memory; a bad row is an item that fails by itself, with its line. Gzipped tables are unpacked first.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from dragoman.ingest import dates, text
from dragoman.ingest.decode import check_size, refuse_binary
from dragoman.ingest.source import MAX_BYTES, IngestError, Item, Row, Stated
from dragoman.records import Article

UTF8 = "Save the table as UTF-8."
LONGEST_FIELD = MAX_BYTES
BLOCK = 1 << 20
LARGEST = 20_000_000_000
"""Bytes to which a packed table may unpack."""
SEPARATORS = (",", "\t", ";")  # spreadsheets write the semicolon where the comma is the decimal sign


def rows(path: Path, suffix: str) -> Iterator[Item]:
    """The rows of a table as items, in order; one item that fails when the table cannot be read at all."""
    try:
        with path.open("rb") as file:
            refuse_binary(file.read(8), str(path))
            file.seek(0)
            found = _json_rows(file) if suffix in (".jsonl", ".ndjson") else _csv_rows(file, path)
            for row in found:
                yield Item(f"{path}:{row.line}", path, suffix, row)
    except IngestError as error:
        yield Item(error.source, path, suffix, problem=error)
    except OSError as error:
        problem = IngestError(
            str(path), f"cannot be read ({error.strerror})", "Check the name and the rights."
        )
        yield Item(str(path), path, suffix, problem=problem)


def packed_rows(path: Path, suffix: str) -> Iterator[Item]:
    """The rows of a gzipped table, unpacked to a temporary folder; otherwise as ``rows``."""
    folder = TemporaryDirectory(prefix="dragoman-")
    unpacked = Path(folder.name) / f"table{suffix}"
    try:
        with gzip.open(path) as packed, unpacked.open("wb") as plain:
            while block := packed.read(BLOCK):
                if plain.tell() > LARGEST:
                    large = f"unpacks to more than {LARGEST // 1_000_000_000} GB"
                    raise IngestError(str(path), large, "Give it in parts.")
                plain.write(block)
    except (OSError, EOFError, zlib.error) as error:
        problem = IngestError(
            str(path), f"cannot be unpacked ({error})", "Check that it is a whole gzip file."
        )
        yield Item(str(path), path, suffix, problem=problem)
        return
    except IngestError as error:
        yield Item(str(path), path, suffix, problem=error)
        return
    for item in rows(unpacked, suffix):
        line = f":{item.row.line}" if item.row else ""
        yield replace(item, source=f"{path}{line}", folder=folder)


def read_json(data: bytes, source: str, stated: Stated, row: Row) -> Article:
    """The article of one line of JSON. Raises IngestError when the line is no object or has no text."""
    try:
        value = json.loads(_decoded(data, source))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it nests too deep"
        raise IngestError(source, f"is not JSON ({reason})", "Write one JSON object a line.") from error
    if not isinstance(value, dict):
        raise IngestError(source, "is not a JSON object", 'Write {"text": "…"} on every line.')
    return article(value, source, stated)


def read_csv(data: bytes, source: str, stated: Stated, row: Row) -> Article:
    """The article of one CSV row, whose columns ``row`` names. Raises IngestError as ``read_json``."""
    text_file = io.StringIO(_decoded(data, source), newline="")
    cells: list[str] = next(_reader(text_file, row.separator), [])
    if len(cells) != len(row.columns):
        problem = f"has {len(cells)} cells where the header has {len(row.columns)}"
        raise IngestError(source, problem, "Quote cells that hold separators or line breaks.")
    return article(dict(zip(row.columns, cells, strict=True)), source, stated)


def article(row: Mapping[str, Any], source: str, stated: Stated) -> Article:
    """The article of a row by column. Raises IngestError where it has no text or a date that is none."""
    words = row.get("text")
    if not isinstance(words, str) or not words.strip():
        raise IngestError(source, "has no text", "Fill its column “text” with the article.")
    known = Stated(
        title=_string(row.get("title")),
        authors=_authors(row.get("authors") or row.get("author")),
        outlet=_string(row.get("outlet") or row.get("source")),
        published=_day(row.get("published") or row.get("date"), source),
        url=_string(row.get("url")),
    )
    return text.make(words, source, stated.filled_from(known))


def _day(value: Any, source: str) -> Any:
    """The date in the column ``published``; one that cannot be read is an error, not an unknown date."""
    if value is None or not str(value).strip():
        return None
    day = dates.stated(str(value))
    if day is None:
        problem = f"has a date that cannot be read with certainty: {str(value)[:40]!r}"
        raise IngestError(source, problem, "Write it as YYYY-MM-DD, or leave it empty.")
    return day


def _authors(value: Any) -> tuple[str, ...]:
    """Authors as a list, or as one string divided by semicolons."""
    names = value if isinstance(value, list) else str(value or "").split(";")
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())


def _string(value: Any) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _json_rows(file: BinaryIO) -> Iterator[Row]:
    start = 0
    for line, data in enumerate(file, start=1):
        end = start + len(data)
        if data.strip(b" \t\r\n\xef\xbb\xbf"):
            yield Row(start, end, line)
        start = end


def _csv_rows(file: BinaryIO, path: Path) -> Iterator[Row]:
    lines = _Counted(file)
    columns, separator = _header(next(lines, ""))
    if "text" not in columns:
        problem = f"has no column “text” (its first line names: {', '.join(columns)[:120] or 'nothing'})"
        raise IngestError(str(path), problem, "Name the columns in the first line; one must be “text”.")
    reader = _reader(lines, separator)
    start, line = lines.end, lines.count + 1
    try:
        for cells in reader:
            if cells:
                yield Row(start, lines.end, line, columns, separator)
            start, line = lines.end, lines.count + 1
    except csv.Error as error:
        raise IngestError(f"{path}:{line}", f"is no row of a table ({error})", "Check its quotes.") from error


def _header(line: str) -> tuple[tuple[str, ...], str]:
    """The column names of a table's first line, and the separator under which one of them is "text"."""
    for separator in SEPARATORS:
        cells: list[str] = next(_reader(io.StringIO(line, newline=""), separator), [])
        columns = tuple(cell.strip().lower() for cell in cells)
        if "text" in columns:
            return columns, separator
    return tuple(cell.strip() for cell in line.split(",") if cell.strip()), ","


class _Counted:
    """The lines of a file for the csv module, which knows no offsets: counts lines and bytes handed out.

    Bytes are shown as Latin-1, which keeps quotes and separators in place; rows are decoded when loaded.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0
        self.end = 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        data = self._file.readline()
        if not data:
            raise StopIteration
        self.count += 1
        self.end += len(data)
        return data.decode("latin-1") if self.count > 1 else data.decode("utf-8-sig", errors="replace")


def _reader(lines: Any, mark: str) -> Any:
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(lines, delimiter=mark)


def _decoded(data: bytes, source: str) -> str:
    check_size(len(data), source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IngestError(source, "is not UTF-8", UTF8) from error
