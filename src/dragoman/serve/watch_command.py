"""What ``dragoman watch`` prints, and how it ends: Ctrl+C and SIGTERM never break off what is written."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.pipelines import DEFAULT_ENGINE, Engine, Own, OwnActors, pipeline_of
from dragoman.serve.terminal import DEFAULT_DATABASE, Database, complain, print_lines, refuse, say

if TYPE_CHECKING:  # the reader and duckdb load only when something is watched
    from dragoman.records import Coding
    from dragoman.serve.watching import Watch


def watch(  # noqa: PLR0913, PLR0917 (one argument an option)
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="FEED...", help="Addresses of feeds: RSS, Atom, JSON Feed.")
    ] = None,
    listed: Annotated[
        Path | None,
        typer.Option(
            "--feeds", metavar="FILE", help="More of them: an address a line, or OPML.", show_default=False
        ),
    ] = None,
    every: Annotated[
        float, typer.Option("--every", min=0.01, metavar="MINUTES", help="How often a feed is asked at most.")
    ] = 15.0,
    once: Annotated[bool, typer.Option("--once", help="Ask the feeds that are due, and end.")] = False,
    db: Database = DEFAULT_DATABASE,
    engine: Engine = DEFAULT_ENGINE,
    ontology: Own = None,
    actors: OwnActors = None,
) -> None:
    """Watch news feeds and read what is new in them, until Ctrl+C."""
    addresses = all_feeds(feeds or (), listed)
    from dragoman.serve.watching import Watch
    from dragoman.workers import Settings

    ending = Ending()
    pipeline = pipeline_of(Settings(engine, ontology, actors))
    made = Watch(db, addresses, pipeline, Lines(), every=every * 60, whole=ending.whole)
    if run(made, ending, db, once):
        raise typer.Exit(1)


class Ended(BaseException):
    """The user, or the system, asked to end."""


class Ending:
    """Ends on SIGINT and SIGTERM: at once by raising Ended, or after what must be written whole."""

    def __init__(self) -> None:
        self._asked = False
        self._writing = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the signals meanwhile, and end quietly when one came."""
        before = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        except Ended:
            pass
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done meanwhile is not broken off; Ended is raised after it."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
        if self._asked:
            raise Ended

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        if not self._writing:
            raise Ended


class Lines:
    """Tells of each article on a line of stdout, of each problem on a line of stderr."""

    def article(self, coding: Coding, warnings: Sequence[str]) -> None:
        """The hour, the outlet, the title and how many records the article gave."""
        article = coding.article
        title = article.title or f"(no title) {article.url or article.id}"
        counts = ", ".join(
            f"{len(records)} {name}{'' if len(records) == 1 else 's'}"
            for name, records in (
                ("event", coding.events),
                ("statement", coding.statements),
                ("assessment", coding.assessments),
            )
        )
        outlet = article.outlet or "unknown outlet"
        print_lines([f"{datetime.now():%H:%M:%S}  {outlet}  {title}  ({counts})"])
        for warning in warnings:
            say(f"{article.url or title}: warning: {warning}")

    def problem(self, what: str, problem: str, remedy: str) -> None:
        """One line that names the thing and the remedy."""
        complain(what, problem, remedy)


def all_feeds(given: Sequence[str], path: Path | None) -> list[str]:
    """The addresses given and those in a file, each once; exit code 1 or 2 where there are none."""
    from dragoman.ingest.feed_list import addresses
    from dragoman.ingest.source import IngestError, is_address

    try:
        feeds = list(dict.fromkeys([*given, *(addresses(path) if path else ())]))
    except IngestError as error:
        complain(error.source, error.problem, error.remedy)
        raise typer.Exit(1) from error
    if not feeds:
        refuse("no feed is given", "Give the addresses of feeds, or a list of them with --feeds")
    for feed in feeds:
        if not is_address(feed):
            refuse(f"{feed} is no http or https address", "Give one such as https://example.org/feed.xml")
    return feeds


def run(watch: Watch, ending: Ending, db: Path, once: bool) -> bool:
    """Watch until the user ends it, or ``once``: whether something in that round, or the store, failed."""
    from duckdb import Error

    from dragoman.store import StoreError

    failed = 0
    try:
        with ending.listening():
            failed = watch.run(once)
    except StoreError as error:
        complain(str(db), error.problem, error.remedy)
        return True
    except Error as error:
        complain(str(db), f"it cannot be written ({str(error).splitlines()[0]})", "Check the disk")
        return True
    return once and failed > 0
