"""WARC files, as web crawls keep them (Common Crawl News): each page answered with 200 is an article.

A record is found by its bytes, packed or not, so that a crawl of any size is read where it lies. The address
is the record's; the day of publication is the page's own, as when it was crawled says nothing of that.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from dragoman.ingest import html
from dragoman.ingest.decode import check_size
from dragoman.ingest.source import MAX_BYTES, File, Folder, IngestError, Item, Row, Stated
from dragoman.ingest.unpack import BLOCK, Counted, Meter, copy, gzipped, said
from dragoman.records import Article

PAGES = frozenset({"text/html", "application/xhtml+xml"})
NEXT = re.compile(rb"\r\n\r\nWARC/\d")
HEADER = 1 << 16  # a record's header is shorter: fastwarc takes half of it
FAULTS = (OSError, EOFError, ValueError, zlib.error)
"""What fastwarc, gzip and zlib raise at what is damaged."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record: its number in the file, where it begins, bytes of its block, its address if it is a page."""

    number: int
    start: int
    length: int
    page: str | None


def items(file: File) -> Iterator[Item]:
    """The pages of a WARC file as items, in order; where the file is cut off or damaged, one that says so."""
    try:
        with file.path.open("rb") as stream:
            packed = gzipped(stream)
            in_one = packed and NEXT.search(_first_piece(stream)) is not None
        if in_one:
            yield from _packed_in_one(file)
        else:
            yield from _pages(file, packed)
    except IngestError as error:
        yield Item(file.name, file.path, None, problem=error)
    except FAULTS as error:
        problem = IngestError(file.name, f"cannot be read ({said(error)})", "Check that it is a WARC file.")
        yield Item(file.name, file.path, None, problem=problem)


def read(data: bytes, source: str, stated: Stated, row: Row) -> Article:
    """The article of one record's bytes. Raises IngestError as ``html.read``, and where they are no page."""
    record = _record(data, source, "none")
    url = _address(record)
    known = stated.filled_from(Stated(url=url))
    try:
        # The page is read under its address: the name of the file may hold the day of the crawl.
        return html.read(_body(data, source), url, known, record.http_charset)
    except IngestError as error:
        raise IngestError(source, error.problem, error.remedy) from error


def _pages(file: File, packed: bool) -> Iterator[Item]:
    """One item for each page. A record ends where the next begins; how the last one ends is looked at."""
    last, pages, fault = Found(0, 0, 0, None), 0, None
    try:
        for found in _records(file):
            if last.page is not None:
                yield _item(file, last, found.start)
                pages += 1
            last = found
    except FAULTS as error:
        fault = said(error)
    end = _end(file, last, packed) if last.number else 0
    if end is not None and last.page is not None:
        yield _item(file, last, end)
        pages += 1
    whole = last.number - (end is None)
    if fault or end is None or _goes_on(file, end):
        problem = f"is cut off or damaged after {whole} whole records ({fault or 'it ends within one'})"
        remedy = "Fetch it again to have the rest; what comes before is read."
        yield Item(file.name, file.path, None, problem=IngestError(file.name, problem, remedy))
    elif not pages:
        remedy = "Only HTML that was answered with 200 is read."
        yield Item(file.name, file.path, None, problem=IngestError(file.name, "holds no web page", remedy))


def _records(file: File) -> Iterator[Found]:
    with file.path.open("rb") as stream:
        iterator = ArchiveIterator(stream, parse_http=False)
        for number, record in enumerate(iterator, start=1):
            yield Found(number, record.stream_pos, record.content_length, _page(record))


def _page(record: WarcRecord) -> str | None:
    """The address of a record that holds a web page answered with 200, None of any other."""
    if record.record_type != WarcRecordType.response:
        return None
    try:
        record.parse_http()
        answered = record.http_headers.status_code == 200
        kind = (record.http_content_type or "").lower()
    except (*FAULTS, AttributeError):  # it holds no HTTP that could be told
        return None
    return _address(record) if answered and kind in PAGES else None


def _address(record: WarcRecord) -> str:
    """The address of a record; early writers put it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")


def _item(file: File, found: Found, end: int) -> Item:
    row = Row(found.start, end, found.number)
    shown = "".join(letter for letter in found.page or "" if letter.isprintable())
    return Item(f"{file.name}:{shown}", file.path, ".warc", row)


def _record(data: bytes, source: str, decoded: Literal["none", "all"]) -> WarcRecord:
    try:
        record = next(ArchiveIterator(io.BytesIO(data), parse_http=False))
        record.parse_http(auto_decode=decoded)
    except (*FAULTS, StopIteration) as error:
        problem = f"is no record that can be read ({said(error)})"
        raise IngestError(source, problem, "Check that the file is whole.") from error
    return record


def _body(data: bytes, source: str) -> bytes:
    """The page in a record, unpacked as its HTTP header says, or as it is where it is not packed after all.

    Crawlers keep the header as it came, and some of them the page unpacked.
    """
    codings: tuple[Literal["all", "none"], ...] = ("all", "none")
    for coding in codings:
        try:
            body = _record(data, source, coding).reader.read(MAX_BYTES + 1)
            break
        except FAULTS as error:
            fault = error
    else:
        problem = f"is no page that can be unpacked ({said(fault)})"
        raise IngestError(source, problem, "Check that the file is whole.") from fault
    check_size(len(body), source)
    return body


def _end(file: File, found: Found, packed: bool) -> int | None:
    """Where the last record ends, None where the file ends before that."""
    with file.path.open("rb") as stream:
        stream.seek(found.start)
        if packed:
            return _end_of_piece(stream)
        head = stream.read(HEADER).find(b"\r\n\r\n")
        end = found.start + head + 4 + found.length
        size = file.path.stat().st_size
        return min(end + 4, size) if head >= 0 and end <= size else None


def _end_of_piece(stream: BinaryIO) -> int | None:
    """Where a piece of a gzip file that begins here ends; None where the file ends before that."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = b""
    while not unpacking.eof:
        data = unpacking.unconsumed_tail or stream.read(BLOCK)
        if not data:
            return None
        try:
            unpacking.decompress(data, BLOCK)
        except zlib.error:
            return None
    return stream.tell() - len(unpacking.unused_data)


def _goes_on(file: File, end: int) -> bool:
    """Whether anything but blanks comes after the last record."""
    with file.path.open("rb") as stream:
        stream.seek(end)
        return bool(stream.read(BLOCK).strip(b"\0\r\n\t "))


def _first_piece(stream: BinaryIO) -> bytes:
    """The beginning of what the first piece of a gzip file holds: one record, or all of them."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(BLOCK), BLOCK)
    except zlib.error:
        return b""


def _packed_in_one(file: File) -> Iterator[Item]:
    """The pages of a file that was packed as a whole: unpacked first, as no record begins on its own."""
    folder = Folder()
    plain = replace(file, path=folder.path / "unpacked.warc", folder=folder)
    fault = None
    try:
        with gzip.open(file.path) as packed:
            copy(Counted(packed.read1, Meter(file)), plain.path)  # read would give nothing before a cut
    except FAULTS as error:
        fault = said(error)
    problem = None
    for item in _pages(plain, packed=False):
        problem = item.problem
        yield replace(item, folder=folder)
    if fault and problem is None:
        remedy = "Fetch it again to have the rest; what comes before is read."
        problem = IngestError(file.name, f"is cut off or damaged ({fault})", remedy)
        yield Item(file.name, file.path, None, problem=problem)
