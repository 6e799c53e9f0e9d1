"""GDELT's lists of articles: tables of events and of mentions as downloaded, for the addresses in them.

GDELT keeps no text: each article is fetched from its address, once, however many events were coded from it.
What GDELT made of it is left alone (``dragoman import gdelt`` lays that beside ours).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from dragoman.ingest import table
from dragoman.ingest.addresses import address
from dragoman.ingest.source import File, IngestError, Item

LONGEST = 1 << 16  # bytes of a line; one of GDELT's has some hundreds
WEB = b"1"


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of GDELT: where a line has its address (None: nowhere), and the kind of source, if it says."""

    address: int | None
    kind: int | None = None


SHAPES: Mapping[int, Shape] = MappingProxyType(
    {
        61: Shape(address=60),  # events 2.0: SOURCEURL
        58: Shape(address=57),  # events 1.0 from April 2013: SOURCEURL
        57: Shape(address=None),  # events 1.0 before
        16: Shape(address=5, kind=3),  # mentions: MentionIdentifier, an address where MentionType is 1
    }
)
"""By number of columns: the tables have no header."""


def items(file: File) -> Iterator[Item]:
    """The addresses as items, in order, as often as they are there; a line that is damaged fails by itself.

    A table of the user's own that is merely named like one of GDELT's is read as a table.
    """
    try:
        with file.path.open("rb") as lines:
            first = lines.readline(LONGEST)
            if first and _shape(first) is None:
                yield from table.items(replace(file, ending=".csv"))
                return
            lines.seek(0)
            yield from _addresses(iter(partial(lines.readline, LONGEST), b""), file)
    except OSError as error:
        yield _bad(file, file.name, f"cannot be read ({error.strerror})", "Check its rights.")


def _addresses(lines: Iterator[bytes], file: File) -> Iterator[Item]:
    found = False
    for number, line in enumerate(lines, start=1):
        shape = _shape(line)
        if shape is None:
            found = True
            yield _bad(file, f"{file.name}:{number}", "is no line of GDELT", "Fetch the file again.")
        elif item := _item(line.rstrip(b"\r\n").split(b"\t"), shape):
            found = True
            yield item
    if not found:
        remedy = "GDELT names the addresses of articles from April 2013 on."
        yield _bad(file, file.name, "holds no address of an article", remedy)


def _shape(line: bytes) -> Shape | None:
    return SHAPES.get(line.count(b"\t") + 1)


def _item(cells: Sequence[bytes], shape: Shape) -> Item | None:
    """The address in a line; None where its source is no web page: a broadcast, a collection of papers."""
    if shape.address is None or (shape.kind is not None and cells[shape.kind] != WEB):
        return None
    return address(cells[shape.address].decode("utf-8", errors="replace").strip())


def _bad(file: File, source: str, problem: str, remedy: str) -> Item:
    return Item(source, file.path, None, problem=IngestError(source, problem, remedy))
