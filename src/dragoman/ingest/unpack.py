"""Packed bytes to temporary files, counted on the way: a small file must not fill the disk."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from dragoman.ingest.source import File, Folder, IngestError

BLOCK = 1 << 20
FLOOR = 10_000_000
"""Bytes below which a ratio tells nothing: a page of blanks packs to nearly nothing, too."""

Ending = Callable[[str], str | None]
"""Under which ending a name is read, None where under none."""


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, none at the end."""
        ...


class Meter:
    """Counts what a packed file unpacks to; raises IngestError once there is more than its limits allow."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._most = most(file)
        self._count = 0

    def add(self, size: int) -> None:
        """So many bytes more were unpacked."""
        self._count += size
        if self._count <= self._most:
            return
        problem = f"unpacks to more than the {self._most / 1e6:.0f} MB read of a file of its size"
        raise IngestError(
            self._file.name, problem, "Unpack it yourself if you trust it, and give what is in it."
        )


class Counted:
    """A stream of unpacked bytes on a meter."""

    def __init__(self, read: Callable[[int], bytes], meter: Meter) -> None:
        self._read = read
        self._meter = meter

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes."""
        data = self._read(size)
        self._meter.add(len(data))
        return data


def most(file: File) -> int:
    """The bytes to which a packed file may unpack."""
    return min(file.limits.unpacked, max(FLOOR, file.limits.ratio * file.path.stat().st_size))


def copy(stream: Readable, path: Path) -> None:
    """Writes what a stream gives to a file."""
    with path.open("wb") as plain:
        while block := stream.read(BLOCK):
            plain.write(block)


def said(error: BaseException) -> str:
    """What an error says, fit for one line: it may quote what it met, at any length."""
    words = "".join(letter if letter.isprintable() else "\ufffd" for letter in str(error))
    return words[:100] or type(error).__name__


def files(file: File, ending: Ending) -> Iterator[File]:
    """The one file that a gzipped file is, such as a table, unpacked to a temporary folder.

    A gzip file can only be read forward, and rows are found by their bytes.
    """
    folder = Folder()
    inner = ending(file.name[: -len(".gz")])
    plain = folder.path / f"unpacked{inner or ''}"
    try:
        with gzip.open(file.path) as packed:
            copy(Counted(packed.read, Meter(file)), plain)
    except IngestError as error:
        yield replace(file, problem=error)
    except (OSError, EOFError, zlib.error) as error:
        problem = f"cannot be unpacked ({said(error)})"
        yield replace(file, problem=IngestError(file.name, problem, "Check that it is a whole gzip file."))
    else:
        yield replace(file, path=plain, ending=inner, folder=folder)


def gzipped(file: BinaryIO) -> bool:
    """Whether the file at hand begins as gzip does, whatever its name; it is set back to its start."""
    begins = file.read(2)
    file.seek(0)
    return begins == b"\x1f\x8b"
