"""``dragoman read`` and ``failures``: articles into the store, and what could not be read."""

from __future__ import annotations

import csv
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.pipelines import (
    DEFAULT_ENGINE,
    Columns,
    Engine,
    Format,
    Own,
    OwnActors,
    Published,
    Workers,
    columns_of,
    pipeline_of,
)
from dragoman.serve.progress import progress, span
from dragoman.serve.terminal import (
    DEFAULT_DATABASE,
    Database,
    Unvoiced,
    Voices,
    check_target,
    complain,
    console,
    open_store,
    print_lines,
    refuse,
    say,
)
from dragoman.serve.voices import chosen, only

if TYPE_CHECKING:  # rich, duckdb and the reader load only in the command that needs them
    from dragoman.ingest import Item
    from dragoman.pipeline import Outcome
    from dragoman.records import Coding, VoiceKind
    from dragoman.store import Store
    from dragoman.workers import Settings

WHOLE_SHEETS = 3
"""Up to so many articles are shown whole; of more, one line each unless ``--full``."""
FEW = 8
"""Up to so many articles are read by this process alone: others would take longer to begin."""
LETS_GO = 64
"""Groups of articles after which the memory that the store's file takes is given back."""
REPORT = ("source", "outcome", "document", "events", "statements", "assessments", "problem", "remedy")


def read(  # noqa: PLR0913, PLR0917 (one argument an option: that is how typer reads a command)
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="Files, folders, addresses, or - for stdin."),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A sheet to read, or JSON, one record a line.")
    ] = Format.sheet,
    no_store: Annotated[bool, typer.Option("--no-store", help="Print only; write no store.")] = False,
    db: Database = DEFAULT_DATABASE,
    published: Published = None,
    workers: Workers = None,
    engine: Engine = DEFAULT_ENGINE,
    ontology: Own = None,
    actors: OwnActors = None,
    lexicon_only: Annotated[
        bool,
        typer.Option(
            "--lexicon-only", help="Do not ask the network of pairs: faster, fewer events, no confidence."
        ),
    ] = False,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    full: Annotated[bool, typer.Option("--full", help="Show the whole sheet of every article.")] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Pass over the articles that the store already holds, as they are."),
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try again what could not be read: of SOURCE, or without it all.")
    ] = False,
    column: Columns = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="What became of each article, as a CSV table.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read articles, keep their records and show them."""
    if (resume or retry) and no_store:
        refuse("without a store there is nothing to go on from", "Leave --resume, --retry or --no-store out")
    if not sources and not retry:
        refuse("nothing is named to be read", "Name files, folders, addresses, or - for standard input")
    from dragoman.keeping import TOGETHER
    from dragoman.workers import Settings

    settings = Settings(engine, ontology, actors, scored=not lexicon_only)
    pipeline = pipeline_of(settings)
    columns = columns_of(column)
    tell_left_out(sources or ())
    day = published.date() if published else None
    tally = Tally()
    with _writing(db, no_store) as store, _reported(report, db) as reported:
        given = Given(tuple(sources or ()), columns)
        if retry and store:
            given = _failed(store, given)
            if not given.sources:
                say("nothing failed that could be tried again")
        if store is not None:
            store.start_run(pipeline.reader.version, pipeline.ontology.version)
        held = store.held() if resume and store else frozenset()
        listed = given.items()
        first = list(islice(listed, TOGETHER + 1))
        show = _printer(form, full or len(first) <= WHOLE_SHEETS, chosen(voices, unvoiced))
        handed = Handed(chain(first, listed))
        if len(first) <= FEW or "-" in given.sources:
            outcomes = pipeline.run(handed, day, held)
        else:
            outcomes = _by_workers(handed, settings, workers, day, held)
            del pipeline  # each worker makes its own, and this one holds 150 MB
        with progress("reading", len(first) if len(first) <= TOGETHER else given.count) as advance:
            for number, group in enumerate(_groups(outcomes, TOGETHER if len(first) > TOGETHER else 1), 1):
                told, givens = _take(group, store, show), [handed.given() for _ in group]
                if store is not None:
                    _remember(store, told, givens)
                    if number % LETS_GO == 0:
                        store.let_go()
                tally.add(told)
                reported(told)
                advance(len(group))
        related = store is None or _related(store)
    _end(tally, len(first) > FEW, no_store)
    if tally.failed or not related:
        raise typer.Exit(1)


def failures(db: Database = DEFAULT_DATABASE) -> None:
    """What could not be read, with the reasons, as CSV; read --retry tries it again."""
    from dragoman.store.failures import Failed, failures

    with open_store(db, read_only=True) as store:
        found = failures(store.connection)
    names = Failed.__slots__
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(names)
    written.writerows([getattr(one, name) for name in names] for one in found)


# ---- what is read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What the user named, and of its items those that are wanted alone, where not all are."""

    sources: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()
    alone: frozenset[str] | None = None

    def items(self) -> Iterator[tuple[str, Item]]:
        """Each item with the source that it is of."""
        from dragoman.ingest import find

        for source in self.sources:
            for item in find(source, self.columns):
                if self.alone is None or item.source in self.alone:
                    yield source, item

    def count(self) -> int:
        """How many items there are: all are listed, none is read."""
        return sum(1 for _ in self.items())


class Handed:
    """Items as they are handed out, in order, and the source of each until what became of it is known."""

    def __init__(self, items: Iterable[tuple[str, Item]]) -> None:
        self._items = iter(items)
        self._given: deque[str] = deque()

    def __iter__(self) -> Iterator[Item]:
        for given, item in self._items:
            self._given.append(given)
            yield item

    def given(self) -> str:
        """The source of the first item of which nobody has asked yet."""
        return self._given.popleft()


def _failed(store: Store, given: Given) -> Given:
    """What could not be read: of the sources given, or of all where none is."""
    from dragoman.store.failures import failures

    known = [one for one in failures(store.connection) if not given.sources or one.given in given.sources]
    sources = tuple(dict.fromkeys(one.given for one in known))
    return replace(given, sources=sources, alone=frozenset(one.source for one in known))


def _by_workers(
    items: Iterable[Item], settings: Settings, workers: int | None, day: date | None, held: Set[str]
) -> Iterator[Outcome]:
    from dragoman.workers import cores, outcomes

    return outcomes(items, settings, workers or cores(), day, held)


def _groups(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    """The outcomes in order, so many at a time."""
    waiting = iter(outcomes)
    while group := list(islice(waiting, size)):
        yield group


def tell_left_out(sources: Sequence[str]) -> None:
    """Say which files of the folders no format reads, so that nobody takes them for read."""
    from dragoman.ingest import left_out

    for source in sources:
        if names := [path.name for path in left_out(source)]:
            some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            say(f"{source}: left out, of no known kind: {some}")


# ---- what becomes of it ---------------------------------------------------------------------------


def _take(group: Sequence[Outcome], store: Store | None, show: Callable[[Coding], None]) -> list[Outcome]:
    """Keep and show articles, each other with a line on stderr; what could not be kept has failed, too."""
    told = list(group) if store is None else _kept(store, group)
    for outcome in told:
        if outcome.failure:
            complain(outcome.failure.source, outcome.failure.problem, outcome.failure.remedy)
        for warning in outcome.warnings:
            say(f"{outcome.source}: warning: {warning}")
        if outcome.coding:
            show(outcome.coding)
    return told


def _kept(store: Store, group: Sequence[Outcome]) -> list[Outcome]:
    """Save articles; what a full disk keeps from being stored has failed, and the rest goes on."""
    from duckdb import Error

    from dragoman.keeping import kept
    from dragoman.pipeline import Failure, Outcome

    try:
        return kept(store, group)
    except Error as error:
        if len(group) > 1:
            return [told for one in group for told in _kept(store, [one])]
        source = group[0].source
        problem = f"its records could not be stored in {store.path} ({str(error).splitlines()[0]})"
        return [Outcome(source, None, Failure(source, problem, "Check the disk, or use --no-store"))]


def _remember(store: Store, told: Sequence[Outcome], givens: Sequence[str]) -> None:
    """Keep what failed with the source to read it from again, and forget what was read after all."""
    from duckdb import Error

    from dragoman.store.failures import forget_failures, keep_failures

    failed = [(one.failure, given) for one, given in zip(told, givens, strict=True) if one.failure]
    try:
        keep_failures(
            store.connection, [(one.source, given, one.problem, one.remedy) for one, given in failed]
        )
        forget_failures(store.connection, [one.source for one in told if not one.failure])
    except Error as error:  # a full disk: what could not be stored has been told already
        say(f"{store.path}: what failed could not be noted ({str(error).splitlines()[0]})")


def _related(store: Store) -> bool:
    """Work out what the articles just read have to do with each other and with the others in the store."""
    from duckdb import Error

    from dragoman.relate import bring_up_to_date, pending

    try:
        with progress("relating", pending(store.connection)) as advance:
            bring_up_to_date(store.connection, advance)
        return True
    except Error as error:
        problem = (
            f"what its articles have to do with each other could not be stored ({str(error).splitlines()[0]})"
        )
        complain(str(store.path), problem, "Check the disk; the next command goes on")
        return False


def _writing(db: Path, no_store: bool) -> AbstractContextManager[Store | None]:
    return nullcontext() if no_store else open_store(db, read_only=False)


# ---- what is told ---------------------------------------------------------------------------------


class Tally:
    """How many articles were read, passed over, and not read for which reasons, since when."""

    def __init__(self) -> None:
        self.began = monotonic()
        self.read = self.held = self.failed = 0
        self.reasons: Counter[str] = Counter()

    def add(self, told: Sequence[Outcome]) -> None:
        """Count what became of some."""
        for one in told:
            self.read += one.coding is not None
            self.held += one.held
            self.failed += one.failure is not None
            if one.failure:
                self.reasons[one.failure.problem] += 1

    @property
    def total(self) -> int:
        return self.read + self.held + self.failed


def _end(tally: Tally, many: bool, no_store: bool) -> None:
    """Say how it went."""
    if many:
        spent = max(monotonic() - tally.began, 0.1)
        passed = f", {tally.held:,} there already" if tally.held else ""
        say(f"{tally.read:,} read{passed} in {span(spent)}, {tally.total / spent:.1f} a second")
    if not tally.failed:
        return
    say(f"{tally.failed:,} of {tally.total:,} not read" if tally.total > 1 else "nothing was read")
    if many:
        for problem, count in tally.reasons.most_common(5):
            say(f"  {count:,}: {problem}")
        if not no_store:
            say("dragoman failures lists them, dragoman read --retry tries them again")


@contextmanager
def _reported(path: Path | None, db: Path) -> Iterator[Callable[[Sequence[Outcome]], None]]:
    """What writes outcomes into the report, if one is asked for."""
    if path is None:
        yield lambda _: None
        return
    check_target(path, db)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(REPORT)
        yield lambda told: rows.writerows(map(_row, told))


def _row(one: Outcome) -> tuple[object, ...]:
    if one.failure:
        return (one.source, "not read", "", "", "", "", one.failure.problem, one.failure.remedy)
    if one.coding is None:
        return (one.source, "there already", "", "", "", "", "", "")
    counts = (len(one.coding.events), len(one.coding.statements), len(one.coding.assessments))
    return (one.source, "read", one.coding.article.id, *counts, "", "")


def _printer(form: Format, whole: bool, voices: Sequence[VoiceKind]) -> Callable[[Coding], None]:
    """Prints an article's records; the store keeps all of them whatever is shown."""
    if form is Format.jsonl:
        from dragoman.serve.jsonl import lines

        return lambda coding: print_lines(lines(only(coding, voices)))

    from dragoman.serve.sheet import sheet, summary

    screen, written = console(), sheet if whole else summary
    return lambda coding: screen.print(written(only(coding, voices)))
