"""Lists of web addresses (``.urls``): one a line, fetched one by one when they are loaded.

Empty lines and those that begin with ``#`` are left alone; a line that is no address fails by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dragoman.ingest.source import File, IngestError, Item, is_address

LONGEST = 8000
"""Bytes; browsers and servers take no longer address either."""
REMEDY = "Write one http or https address a line; lines that begin with # are comments."


def items(file: File) -> Iterator[Item]:
    """The addresses as items, in order; one item that fails where the list cannot be read or holds none."""
    found = False
    try:
        with file.path.open("rb") as lines:
            for number, line in enumerate(iter(partial(lines.readline, LONGEST), b""), start=1):
                words = line.decode("utf-8-sig", errors="replace").strip()
                if words and not words.startswith("#"):
                    found = True
                    yield address(words) or _bad(file, f"{file.name}:{number}", "is no http or https address")
    except OSError as error:
        yield _bad(file, file.name, f"cannot be read ({error.strerror})")
        return
    if not found:
        yield _bad(file, file.name, "holds no address")


def address(words: str) -> Item | None:
    """The item of an address, None where the words are none."""
    known = is_address(words) and words.isprintable() and " " not in words
    return Item(words, words, None) if known else None


def _bad(file: File, source: str, problem: str) -> Item:
    return Item(source, file.path, None, problem=IngestError(source, problem, REMEDY))
