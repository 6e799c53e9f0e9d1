"""Files, folders, web addresses and tables to articles.

``find`` lists what a source holds, one item an article, and never fails; ``load`` reads one item and raises
``IngestError`` when it cannot, so that one bad item leaves the others alone. What is read: see ``FORMATS``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from dragoman.ingest import html, markdown, table, text
from dragoman.ingest.decode import check_size
from dragoman.ingest.source import MAX_BYTES, IngestError, Item, Row, Stated
from dragoman.ingest.url import Gate, Page, fetch
from dragoman.records import Article

__all__ = ["FORMATS", "TABLES", "Gate", "IngestError", "Item", "find", "left_out", "load"]

FORMATS: Mapping[str, Callable[[bytes, str, Stated], Article]] = MappingProxyType(
    {
        ".txt": text.read,
        ".text": text.read,
        ".html": html.read,
        ".htm": html.read,
        ".xhtml": html.read,
        ".md": markdown.read,
        ".markdown": markdown.read,
    }
)
"""Which format reads a file of one article, by suffix."""

TABLES: Mapping[str, Callable[[bytes, str, Stated, Row], Article]] = MappingProxyType(
    {
        ".jsonl": table.read_json,
        ".ndjson": table.read_json,
        ".csv": table.read_csv,
        ".tsv": table.read_csv,
    }
)
"""Which format reads a row of a table of articles, by the file's suffix."""

MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def find(source: str | Path) -> Iterator[Item]:
    """The items of a source: a file, a folder (all below it, sorted), an http(s) address, or ``-`` for stdin.

    A folder gives the files whose suffix is known (``left_out`` names the others); a table gives its rows. A
    source that does not exist or holds nothing gives one item, which ``load`` refuses with the reason.
    """
    if str(source) == "-":
        yield Item("standard input", "-", None)
    elif str(source).lower().startswith(("http://", "https://")):
        yield Item(str(source), str(source), None)
    else:
        yield from _found(Path(source))


def left_out(source: str | Path) -> tuple[Path, ...]:
    """The files of a folder that ``find`` passes over, as no format knows their suffix."""
    folder = Path(source)
    if not _exists(folder) or not folder.is_dir():
        return ()
    return tuple(path for path in _files(folder) if not _is_known(path))


def load(item: Item, published: date | None = None, gate: Gate | None = None) -> Article:
    """The article of an item. ``published`` overrides whatever date the source states.

    ``gate`` says which network addresses may be reached (public ones by default). Raises IngestError.
    """
    if item.problem is not None:
        raise item.problem
    stated = Stated(published=published)
    if item.row is not None:
        return _load_row(item, stated)
    if isinstance(item.place, Path):
        return _load_file(item, item.place, stated)
    if item.place == "-":
        return _by_content(_limited(sys.stdin.buffer, item.source), item.source, stated)
    return _load_page(fetch(item.place, gate), item.source, stated)


def _found(path: Path) -> Iterator[Item]:
    suffix = path.suffix.lower()
    if not _exists(path):
        problem = IngestError(str(path), "does not exist", "Check the name.")
        yield Item(str(path), path, None, problem=problem)
    elif path.is_dir():
        yield from _in_folder(path)
    elif suffix in TABLES:
        yield from table.rows(path, suffix)
    elif suffix == ".gz" and path.with_suffix("").suffix.lower() in TABLES:
        yield from table.packed_rows(path, path.with_suffix("").suffix.lower())
    else:
        yield Item(str(path), path, suffix if suffix in FORMATS else None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no name can be so long: it is a text given in place of a file
        return False


def _in_folder(folder: Path) -> Iterator[Item]:
    paths = [path for path in _files(folder) if _is_known(path)]
    if not paths:
        known = " ".join(sorted({*FORMATS, *TABLES}))
        problem = IngestError(str(folder), "holds no file of a known kind", f"Known: {known}.")
        yield Item(str(folder), folder, None, problem=problem)
    for path in paths:
        yield from _found(path)


def _is_known(path: Path) -> bool:
    """Whether a format reads the file by its suffix, a table packed by gzip too."""
    last = path.suffix.lower()
    return last in {*FORMATS, *TABLES} or (last == ".gz" and path.with_suffix("").suffix.lower() in TABLES)


def _files(folder: Path) -> list[Path]:
    """The files below a folder in the order of their names, hidden ones and linked folders left alone."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _load_file(item: Item, path: Path, stated: Stated) -> Article:
    try:
        check_size(path.stat().st_size, item.source)
        data = path.read_bytes()
    except OSError as error:
        raise IngestError(item.source, f"cannot be read ({error.strerror})", "Check its rights.") from error
    if item.format is None:
        return _by_content(data, item.source, stated)
    return FORMATS[item.format](data, item.source, stated)


def _load_row(item: Item, stated: Stated) -> Article:
    row, suffix = item.row, item.format
    if row is None or suffix is None or not isinstance(item.place, Path):
        raise IngestError(item.source, "is no row of a table", "List it anew.")
    check_size(row.end - row.start, item.source)
    try:
        with item.place.open("rb") as file:
            file.seek(row.start)
            data = file.read(row.end - row.start)
    except OSError as error:
        raise IngestError(item.source, f"cannot be read ({error.strerror})", "Check its rights.") from error
    return TABLES[suffix](data, item.source, stated, row)


def _load_page(page: Page, source: str, stated: Stated) -> Article:
    read = html.read if page.format == ".html" else text.read
    article = read(page.data, source, stated, page.charset)
    return article if article.url else replace(article, url=page.url)


def _by_content(data: bytes, source: str, stated: Stated) -> Article:
    """Reads what has no telling suffix: HTML where it begins like HTML, else plain text."""
    begins = data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (html.read if begins.startswith(MARKUP) else text.read)(data, source, stated)


def _limited(stream: BinaryIO, source: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        problem = f"is more than the {MAX_BYTES / 1e6:.0f} MB read as one article"
        raise IngestError(source, problem, "Give files, or a table with one article a row.")
    return data
