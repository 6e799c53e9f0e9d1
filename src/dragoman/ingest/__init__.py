"""Files, folders, archives, web addresses and tables to articles.

``find`` lists what a source holds, one item an article, and never fails; ``load`` reads one item and raises
``IngestError`` when it cannot, so that one bad item leaves the others alone. What is read is told by a
file's ending: ``FORMATS`` hold one article, ``LISTINGS`` many, and ``OPENED`` hold files of either kind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO

from dragoman.ingest import addresses, archive, gdelt, html, markdown, parquet, table, text, unpack, warc
from dragoman.ingest.decode import check_size
from dragoman.ingest.source import (
    LIMITS,
    MAX_BYTES,
    Columns,
    File,
    IngestError,
    Item,
    Limits,
    Row,
    Stated,
    is_address,
)
from dragoman.ingest.table import named
from dragoman.ingest.url import Gate, Page, fetch
from dragoman.records import Article

__all__ = [
    "ENDINGS",
    "FORMATS",
    "LISTINGS",
    "OPENED",
    "ROWS",
    "Gate",
    "IngestError",
    "Item",
    "Limits",
    "ending",
    "find",
    "is_address",
    "left_out",
    "load",
    "named",
]

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
"""Which format reads a file of one article, by its ending."""

LISTINGS: Mapping[str, Callable[[File], Iterator[Item]]] = MappingProxyType(
    {
        ".jsonl": table.items,
        ".ndjson": table.items,
        ".csv": table.items,
        ".tsv": table.items,
        ".parquet": parquet.items,
        ".urls": addresses.items,
        ".export.csv": gdelt.items,
        ".mentions.csv": gdelt.items,
        ".warc": warc.items,
        ".warc.gz": warc.items,
    }
)
"""Which format lists the articles of a file that holds many."""

ROWS: Mapping[str, Callable[[bytes, str, Stated, Row], Article]] = MappingProxyType(
    {
        ".jsonl": table.read_json,
        ".ndjson": table.read_json,
        ".csv": table.read_csv,
        ".tsv": table.read_csv,
        ".warc": warc.read,
    }
)
"""Which format reads the bytes of one article of such a file."""

ARCHIVES = frozenset({".zip", ".tar", ".tar.gz", ".tgz"})

OPENED: Mapping[str, Callable[[File, unpack.Ending], Iterator[File]]] = MappingProxyType(
    dict.fromkeys(ARCHIVES, archive.files)
    | dict.fromkeys((f"{table}.gz" for table in (".jsonl", ".ndjson", ".csv", ".tsv")), unpack.files)
)
"""Which format unpacks a file that holds files."""

ENDINGS = frozenset({*FORMATS, *LISTINGS, *OPENED})

MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def find(source: str | Path, columns: Columns = (), limits: Limits = LIMITS) -> Iterator[Item]:
    """The items of a source: a file, a folder (all below it, sorted), an http(s) address, or ``-`` for stdin.

    A folder gives the files whose ending is known, an archive such members (``left_out`` names the others);
    a table gives its rows, whose ``columns`` the user may name, a list of addresses each of them once. They
    are listed as they are asked for. A source that does not exist or holds nothing gives one item, which
    ``load`` refuses with the reason.
    """
    if str(source) == "-":
        yield Item("standard input", "-", None)
    elif is_address(str(source)):
        yield Item(str(source), str(source), None)
    else:
        yield from _each_once(_found(Path(source), columns, limits))


def ending(name: str) -> str | None:
    """The ending by which a file of that name is read, such as ``.jsonl.gz``; None where none is known."""
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes[-2:]]
    endings = ("".join(suffixes), *suffixes[-1:])
    return next((known for known in endings if known in ENDINGS), None)


def left_out(source: str | Path) -> tuple[Path, ...]:
    """The files of a folder or archive that ``find`` passes over, as no format knows their ending.

    Archives in archives are among them.
    """
    path = Path(source)
    if not _exists(path):
        return ()
    if path.is_dir():
        return tuple(
            out for inner in _files(path) for out in (left_out(inner) if ending(inner.name) else [inner])
        )
    kind = ending(path.name)
    if kind not in ARCHIVES:
        return ()
    names = archive.names(File(path, str(path), kind))
    return tuple(path / name for name in names if _inner_ending(name) is None)


def load(item: Item, published: date | None = None, gate: Gate | None = None) -> Article:
    """The article of an item. ``published`` overrides whatever date the source states.

    ``gate`` says which network addresses may be reached (public ones by default). Raises IngestError.
    """
    if item.problem is not None:
        raise item.problem
    stated = Stated(published=published)
    if isinstance(item.place, Path):
        return _load_part(item, item.place, stated)
    if item.place == "-":
        return _by_content(_limited(sys.stdin.buffer, item.source), item.source, stated)
    return _load_page(fetch(item.place, gate), item.source, stated)


def _found(path: Path, columns: Columns, limits: Limits) -> Iterator[Item]:
    if not _exists(path):
        problem = IngestError(str(path), "does not exist", "Check the name.")
        yield Item(str(path), path, None, problem=problem)
        return
    folder = path.is_dir()
    paths = [inner for inner in _files(path) if ending(inner.name)] if folder else [path]
    if not paths:
        yield _nothing(path, str(path))
    for inner in paths:
        yield from _in_file(File(inner, str(inner), ending(inner.name), columns, limits))


def _each_once(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each address once: lists of what was coded name an article once for every event in it."""
    seen: set[bytes] = set()
    for item in items:
        if isinstance(item.place, str):
            mark = blake2b(item.place.encode(), digest_size=8).digest()  # in place of the address, for memory
            if mark in seen:
                continue
            seen.add(mark)
        yield item


def _in_file(file: File) -> Iterator[Item]:
    """The articles of a file, or the files in it. An item holds the folder to which it was unpacked."""
    if file.problem is not None:
        yield Item(file.problem.source, file.path, None, problem=file.problem)
    elif opened := OPENED.get(file.ending or ""):
        inner = None
        for inner in opened(file, _inner_ending):
            yield from _in_file(inner)
        if inner is None:
            yield _nothing(file.path, file.name)
    elif listed := LISTINGS.get(file.ending or ""):
        item = None
        for item in listed(file):
            yield replace(item, folder=item.folder or file.folder)
        if item is None:
            problem = IngestError(file.name, "holds no article", "Check that it has rows with articles.")
            yield Item(file.name, file.path, None, problem=problem)
    else:
        yield Item(file.name, file.path, file.ending, folder=file.folder)


def _inner_ending(name: str) -> str | None:
    """The ending by which a member of an archive is read; archives in archives are left out."""
    known = ending(name)
    return None if known in ARCHIVES else known


def _nothing(path: Path, name: str) -> Item:
    problem = IngestError(name, "holds no file of a known kind", f"Known: {' '.join(sorted(ENDINGS))}.")
    return Item(name, path, None, problem=problem)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no name can be so long: it is a text given in place of a file
        return False


def _files(folder: Path) -> list[Path]:
    """The files below a folder in the order of their names, hidden ones and linked folders left alone."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _load_part(item: Item, path: Path, stated: Stated) -> Article:
    data = _bytes(path, item.source, item.row)
    if item.format is None:
        return _by_content(data, item.source, stated)
    if item.row is not None:
        return ROWS[item.format](data, item.source, stated, item.row)
    return FORMATS[item.format](data, item.source, stated)


def _bytes(path: Path, source: str, row: Row | None) -> bytes:
    """The bytes of a file, or of one row of it. Raises IngestError where they are too many."""
    try:
        check_size(row.end - row.start if row else path.stat().st_size, source)
        with path.open("rb") as file:
            file.seek(row.start if row else 0)
            return file.read(row.end - row.start if row else -1)
    except OSError as error:
        raise IngestError(source, f"cannot be read ({error.strerror})", "Check its rights.") from error


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
