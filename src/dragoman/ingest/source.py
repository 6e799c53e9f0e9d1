"""What ingest passes about: an item to load, what is stated about it beside its text, and what went wrong."""

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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: bytes ``start`` to ``end`` of the file, first line, columns, separator."""

    start: int
    end: int
    line: int
    columns: tuple[str, ...] = ()
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Item:
    """One article to load.

    ``source`` is what the user is shown (``news.csv:12``). ``place`` is the file, the address or ``-``.
    ``format`` is a suffix of ``ingest.FORMATS`` or ``TABLES``; None where the content itself says what it
    is: an address, standard input, a file of another suffix.
    ``row`` is set for one row of a table. ``problem`` is what listing already met; ``load`` raises it.
    ``folder`` is where ``place`` was unpacked to: it goes when nobody holds an item of it any more.
    """

    source: str
    place: Path | str
    format: str | None
    row: Row | None = None
    problem: IngestError | None = None
    folder: TemporaryDirectory[str] | None = None
