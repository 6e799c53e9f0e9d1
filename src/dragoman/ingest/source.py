"""What ingest passes about: files to list, items to load, what is stated beside a text, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

MAX_BYTES = 10_000_000
"""The largest article that is read, in bytes: ten times the longest report that one sits down to read."""


class IngestError(Exception):
    """A source that could not be read: which one, what is wrong with it, and what the user can do."""

    def __init__(self, source: str, problem: str, remedy: str) -> None:
        super().__init__(source, problem, remedy)
        self.source = source
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}. {self.remedy}"


def is_address(source: str) -> bool:
    """Whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source states about its article outside the text: page metadata, table columns, the user."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    republished_from: str | None = None
    published: date | None = None
    url: str | None = None

    def filled_from(self, other: Stated) -> Stated:
        """This, with what it leaves unknown taken from ``other``."""
        return Stated(
            title=self.title or other.title,
            authors=self.authors or other.authors,
            outlet=self.outlet or other.outlet,
            republished_from=self.republished_from or other.republished_from,
            published=self.published or other.published,
            url=self.url or other.url,
        )


Columns = tuple[tuple[str, str], ...]
"""What our columns are called in a user's tables: pairs of ours and theirs, those that differ."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: bytes ``start`` to ``end`` of the file, first line, columns, separator.

    A record of a WARC file is one too, with the number of the record for its line. ``named`` tells what
    our columns are called there.
    """

    start: int
    end: int
    line: int
    columns: tuple[str, ...] = ()
    separator: str = ","
    named: Columns = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a packed file may unpack to, so that a small one cannot fill the disk.

    ``unpacked`` is in bytes; ``ratio`` is of bytes unpacked to bytes packed, and counts from 10 MB on;
    ``members`` is how many files an archive may hold.
    """

    unpacked: int = 20_000_000_000
    ratio: int = 200
    members: int = 1_000_000


LIMITS = Limits()


class Folder:
    """A temporary folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self._held = TemporaryDirectory(prefix="dragoman-")
        self.path = Path(self._held.name)


@dataclass(frozen=True, slots=True)
class File:
    """A file that holds articles: where it lies, the ``name`` by which the user knows it, and its ``ending``.

    The ending tells the format; None where no format knows it. ``columns`` and ``limits`` are the user's.
    ``folder`` is where the file was unpacked to, and ``problem`` what was met on the way.
    """

    path: Path
    name: str
    ending: str | None
    columns: Columns = ()
    limits: Limits = LIMITS
    folder: Folder | None = None
    problem: IngestError | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One article to load.

    ``source`` is what the user is shown (``news.csv:12``). ``place`` is the file, the address or ``-``.
    ``format`` is an ending of ``ingest.FORMATS`` or ``ROWS``; None where the content itself says what it
    is: an address, standard input, a file of another ending.
    ``row`` is set for one row of a table. ``problem`` is what listing already met; ``load`` raises it.
    ``folder`` is where ``place`` was unpacked to: it goes when nobody holds an item of it any more.
    """

    source: str
    place: Path | str
    format: str | None
    row: Row | None = None
    problem: IngestError | None = None
    folder: Folder | None = None
