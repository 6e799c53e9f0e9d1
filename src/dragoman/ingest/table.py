"""Tables of articles, one a row: JSON lines, CSV, TSV with columns id, text, title, published, outlet, url.

``authors`` (or ``author``) is read too, and ``date`` and ``source`` where ``published`` and ``outlet`` are
not there; other columns are left alone, and a user may tell what ours are called in a table. A row is found
by its bytes, so that a large table is never held in memory; a bad row is an item that fails by itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from dragoman.ingest import dates, text
from dragoman.ingest.decode import check_size, refuse_binary
from dragoman.ingest.source import MAX_BYTES, Columns, File, IngestError, Item, Row, Stated
from dragoman.records import Article

COLUMNS = ("text", "title", "authors", "outlet", "published", "url")
"""What is read of a row, and may be called otherwise in a user's table."""
OTHERWISE = ("author", "source", "date")
"""Columns that are read where ``authors``, ``outlet`` or ``published`` is not there."""
UTF8 = "Save the table as UTF-8."
LONGEST_FIELD = MAX_BYTES
SEPARATORS = (",", "\t", ";")  # spreadsheets write the semicolon where the comma is the decimal sign
PIECE = 1 << 20
SURROGATES = re.compile("[\ud800-\udfff]")  # JSON may escape halves of a character, which are none
LOOKED_AT = 1000
"""Lines of JSON that are looked through for the columns that a user names, as there is no header."""


def items(file: File) -> Iterator[Item]:
    """The rows of a table as items, in order; one item that fails when the table cannot be read at all."""
    try:
        with file.path.open("rb") as table:
            refuse_binary(table.read(8), file.name)
            table.seek(0)
            found = _json_rows if file.ending in (".jsonl", ".ndjson") else _csv_rows
            for row in found(table, file):
                yield Item(f"{file.name}:{row.line}", file.path, file.ending, row)
    except IngestError as error:
        yield Item(error.source, file.path, file.ending, problem=error)
    except OSError as error:
        problem = IngestError(
            file.name, f"cannot be read ({error.strerror})", "Check the name and the rights."
        )
        yield Item(file.name, file.path, file.ending, problem=problem)


def named(said: Iterable[str]) -> Columns:
    """What our columns are called in a user's tables, of such as ``text=body``. Raises IngestError."""
    pairs = dict(one.partition("=")[::2] for one in said)
    for ours, theirs in pairs.items():
        if ours not in COLUMNS or not theirs.strip():
            problem = "does not name one of our columns and one of the table's"
            remedy = f"Write text=NAME; ours are {', '.join(COLUMNS)}."
            raise IngestError(f"{ours}={theirs}", problem, remedy)
    return tuple((ours, theirs.strip().lower()) for ours, theirs in pairs.items())


def check_named(named: Columns, columns: Collection[str], name: str) -> None:
    """Raises IngestError when the user names a column that the table lacks, with the columns it has."""
    lacking = [theirs for _, theirs in named if theirs not in columns]
    if lacking:
        has = ", ".join(columns)[:300] or "none"
        problem = f"has no column “{lacking[0]}” (its columns: {has})"
        raise IngestError(name, problem, "Name one of these with --column, or leave it out.")


def check_text(file: File, columns: Collection[str]) -> None:
    """Raises IngestError when a table with these columns has none for the text."""
    if "text" not in columns and "text" not in dict(file.columns):
        problem = f"has no column “text” (its columns: {', '.join(columns)[:300] or 'none'})"
        remedy = "Name the columns in the first line, or say which of them is the text: --column text=NAME."
        raise IngestError(file.name, problem, remedy)


def wanted(named: Columns) -> frozenset[str]:
    """The columns of a table that are read, as they are called there."""
    ours = {ours for ours, _ in named}
    return frozenset({*COLUMNS, *OTHERWISE} - ours | {theirs for _, theirs in named})


def read_json(data: bytes, source: str, stated: Stated, row: Row) -> Article:
    """The article of one line of JSON. Raises IngestError when the line is no object or has no text."""
    try:
        value = json.loads(_decoded(data, source))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it nests too deep"
        raise IngestError(source, f"is not JSON ({reason})", "Write one JSON object a line.") from error
    if not isinstance(value, dict):
        raise IngestError(source, "is not a JSON object", 'Write {"text": "…"} on every line.')
    return article(_lowered(value), source, stated, row.named)


def read_csv(data: bytes, source: str, stated: Stated, row: Row) -> Article:
    """The article of one CSV row, whose columns ``row`` names. Raises IngestError as ``read_json``."""
    text_file = io.StringIO(_decoded(data, source), newline="")
    cells: list[str] = next(_reader(text_file, row.separator), [])
    if len(cells) != len(row.columns):
        problem = f"has {len(cells)} cells where the header has {len(row.columns)}"
        raise IngestError(source, problem, "Quote cells that hold separators or line breaks.")
    return article(dict(zip(row.columns, cells, strict=True)), source, stated, row.named)


def article(row: Mapping[str, Any], source: str, stated: Stated, named: Columns = ()) -> Article:
    """The article of a row by column. Raises IngestError where it has no text or a date that is none."""
    theirs = dict(named)
    words = _cell(row, theirs, "text")
    if not isinstance(words, str) or not words.strip():
        called = theirs.get("text", "text")
        raise IngestError(source, "has no text", f"Fill its column “{called}” with the article.")
    known = Stated(
        title=_string(_cell(row, theirs, "title")),
        authors=_authors(_cell(row, theirs, "authors", "author")),
        outlet=_string(_cell(row, theirs, "outlet", "source")),
        published=_day(_cell(row, theirs, "published", "date"), source),
        url=_string(_cell(row, theirs, "url")),
    )
    return text.make(SURROGATES.sub("\ufffd", words), source, stated.filled_from(known))


def _cell(row: Mapping[str, Any], theirs: Mapping[str, str], ours: str, otherwise: str = "") -> Any:
    """A cell by our name for its column: where the user says what it is called, there and nowhere else."""
    if ours in theirs:
        return row.get(theirs[ours])
    return row.get(ours) or row.get(otherwise)


def _lowered(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its columns in small letters, as the headers of other tables are read."""
    lowered = {name.strip().lower(): value for name, value in row.items()}
    return lowered | {name: value for name, value in row.items() if name in lowered}


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
    strings = (_string(name) for name in names if isinstance(name, str))
    return tuple(name for name in strings if name)


def _string(value: Any) -> str | None:
    return (SURROGATES.sub("\ufffd", str(value)).strip() or None) if value is not None else None


def _json_rows(table: BinaryIO, file: File) -> Iterator[Row]:
    if file.columns:
        check_named(file.columns, _json_columns(table), file.name)
        table.seek(0)
    start, line, filled = 0, 1, False
    for piece in iter(partial(table.readline, PIECE), b""):
        filled = filled or bool(piece.strip(b" \t\r\n\xef\xbb\xbf"))
        if not piece.endswith(b"\n"):  # a line may be as long as the file: it is never held as a whole
            continue
        if filled:
            yield Row(start, table.tell(), line, named=file.columns)
        start, line, filled = table.tell(), line + 1, False
    if filled:
        yield Row(start, table.tell(), line, named=file.columns)


def _json_columns(table: BinaryIO) -> dict[str, None]:
    """The columns of the first lines of JSON, in order; lines that are none are told when they are loaded."""
    columns: dict[str, None] = {}
    for data in islice(iter(partial(table.readline, LONGEST_FIELD), b""), LOOKED_AT):
        try:
            value = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue
        columns |= dict.fromkeys(_lowered(value) if isinstance(value, dict) else ())
    return columns


def _csv_rows(table: BinaryIO, file: File) -> Iterator[Row]:
    lines = _Counted(table)
    columns, separator = _header(next(lines, ""), dict(file.columns).get("text", "text"))
    check_named(file.columns, columns, file.name)
    check_text(file, columns)
    reader = _reader(lines, separator)
    start, line = lines.end, lines.count + 1
    try:
        for cells in reader:
            if cells:
                yield Row(start, lines.end, line, columns, separator, file.columns)
            start, line = lines.end, lines.count + 1
    except csv.Error as error:
        raise IngestError(
            f"{file.name}:{line}", f"is no row of a table ({error})", "Check its quotes."
        ) from error


def _header(line: str, text: str) -> tuple[tuple[str, ...], str]:
    """The column names of a table's first line, and the separator under which one of them is the text's.

    Where it is under none, the separator that gives most columns, so that they can be told.
    """
    read: list[tuple[tuple[str, ...], str]] = []
    for separator in SEPARATORS:
        cells: list[str] = next(_reader(io.StringIO(line, newline=""), separator), [])
        read.append((tuple(cell.strip().lower() for cell in cells), separator))
    named_so = (one for one in read if text in one[0])
    return next(named_so, max(read, key=lambda one: len(one[0])))


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
        data = self._file.readline(LONGEST_FIELD)
        if not data:
            raise StopIteration
        if len(data) == LONGEST_FIELD:
            raise csv.Error("a line is longer than an article can be")
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
