"""Archives: zip, tar, and tar packed by gzip. A member is read like a file of that name in a folder.

A tar that is packed can only be read forward, so members are unpacked as they are met, a few at a time, to
temporary files. These are numbered: no name in an archive says where anything is written. What is damaged,
locked or too large fails by itself where the archive can be read on, and ends the listing where it cannot.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, Self, cast

from dragoman.ingest.source import File, Folder, IngestError
from dragoman.ingest.unpack import Counted, Ending, Meter, Readable, copy, gzipped, most, said

TOGETHER = 64_000_000
"""Bytes that are unpacked to one temporary folder, which goes when all that came from it is read."""
LONGEST_HEADER = 1_000_000  # a name or a note of a tar is held in memory
DAMAGED = "Check that it is whole; fetch or pack it again."
LOCKED = 0x1
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Methods of which so much is unpacked as is asked for; others unpack a whole block into memory first."""
HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
FAULTS = (
    *(OSError, EOFError, ValueError, OverflowError, IndexError, KeyError, RuntimeError, struct.error),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)
"""What zipfile and tarfile raise at what is damaged, locked, or packed in a way they do not know."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, bytes as the archive states them, and how to read it.

    ``alone`` is whether it can be damaged without the others being lost.
    """

    name: str
    size: int
    opened: Callable[[], AbstractContextManager[Readable]]
    alone: bool
    locked: bool = False


def files(file: File, ending: Ending) -> Iterator[File]:
    """The members that ``ending`` knows, each unpacked; what cannot be unpacked is a file with a problem."""
    folder, held, number = Folder(), 0, 0
    try:
        limits = replace(file.limits, unpacked=most(file))
        for member in _members(file):
            number += 1
            kind = ending(member.name)
            if kind is None:
                continue
            if held > TOGETHER:
                folder, held = Folder(), 0
            path = folder.path / f"{number}{kind}"
            inner = File(path, within(file, member.name), kind, file.columns, limits, folder)
            yield _unpacked(inner, member)
            held += member.size
    except IngestError as error:
        yield replace(file, problem=error)
    except FAULTS as error:
        problem = f"cannot be read further than its first {number} members ({said(error)})"
        yield replace(file, problem=IngestError(file.name, problem, DAMAGED))


def names(file: File) -> Iterator[str]:
    """The names of all members, as far as the archive can be read."""
    with suppress(IngestError, *FAULTS):
        yield from (member.name for member in _members(file))


def within(file: File, name: str) -> str:
    """How a member is named to the user: as if its archive were a folder, without what terminals obey."""
    return f"{file.name}/" + "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _members(file: File) -> Iterator[Member]:
    """The members that are files, hidden ones aside. Raises IngestError, or one of FAULTS, where it ends."""
    found = _zipped(file) if file.ending == ".zip" else _tarred(file)
    for number, member in enumerate(found, start=1):
        if number > file.limits.members:
            problem = f"holds more than {file.limits.members:,} files"
            raise IngestError(file.name, problem, "Unpack it yourself if you trust it, and give the folder.")
        parts = PurePosixPath(member.name).parts
        if not any(part.startswith(".") and part != ".." for part in parts):
            yield member


def _zipped(file: File) -> Iterator[Member]:
    meter = Meter(file)
    with zipfile.ZipFile(file.path) as archive:
        for info in archive.infolist():
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            opened = partial(_open_zipped, archive, info, meter)
            yield Member(info.filename, info.file_size, opened, True, bool(info.flag_bits & LOCKED))


@contextmanager
def _open_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> Iterator[Readable]:
    if info.compress_type not in BOUNDED:
        raise NotImplementedError(f"packed by method {info.compress_type}, not by deflate")
    with archive.open(info) as stream:
        yield Counted(stream.read, meter)


def _tarred(file: File) -> Iterator[Member]:
    """The members of a tar, whether packed by gzip or not; each must be read before the next is asked for."""
    with file.path.open("rb") as plain:
        # read1 gives what there is before a cut, where read would give nothing of it
        read = gzip.GzipFile(fileobj=plain).read1 if gzipped(plain) else plain.read
        counted = cast(IO[bytes], Counted(read, Meter(file)))  # only read is asked of it
        with tarfile.open(fileobj=counted, mode="r|", tarinfo=_Header) as archive:
            while (info := archive.next()) is not None:
                cast(Any, archive).members.clear()  # it would remember them all
                if info.isreg():
                    yield Member(info.name, info.size, partial(_open_tarred, archive, info), False)


@contextmanager
def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[Readable]:
    stream = archive.extractfile(info)
    if stream is None:
        raise tarfile.ReadError("a member holds nothing to read")
    with stream:
        yield stream


class _Header(tarfile.TarInfo):
    """A header of a tar. Where tarfile takes what is damaged or missing for the end, this one says so."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):  # the mark at the end
                raise
            raise tarfile.ReadError("it is damaged or cut off") from error
        if info.type in HEADERS and info.size > LONGEST_HEADER:
            raise tarfile.ReadError(f"a header has {info.size} bytes")
        if info.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError("it holds a sparse file")
        return info


def _unpacked(inner: File, member: Member) -> File:
    """The file of a member. Raises IngestError at a limit, and FAULTS where the whole archive ends."""
    if member.locked:
        remedy = "Unpack it with the password and give the files."
        return replace(inner, problem=IngestError(inner.name, "is locked with a password", remedy))
    try:
        with member.opened() as stream:
            copy(stream, inner.path)
    except FAULTS as error:
        if not member.alone:
            raise
        return replace(inner, problem=IngestError(inner.name, f"cannot be unpacked ({said(error)})", DAMAGED))
    return inner
