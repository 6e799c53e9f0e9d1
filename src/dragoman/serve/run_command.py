"""``dragoman run``: a corpus in parts, on all cores of a machine or on many machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.pipelines import (
    DEFAULT_ENGINE,
    Columns,
    Own,
    OwnActors,
    Published,
    Workers,
    columns_of,
    pipeline_of,
)
from dragoman.serve.progress import progress, span
from dragoman.serve.read_command import tell_left_out
from dragoman.serve.relations import Freq, Frequency
from dragoman.serve.terminal import complain, refuse, say

if TYPE_CHECKING:
    from dragoman.scale import Engine, Joined, Place, Plan, Told
    from dragoman.workers import Settings

IN_A_ROW = 5
"""So many parts that cannot be written end a run: the place is full or out of reach."""


class On(StrEnum):
    """Who gives the parts out."""

    local = "local"
    daft = "daft"


def run(  # noqa: PLR0913, PLR0917 (one argument an option)
    corpus: Annotated[list[str], typer.Argument(metavar="CORPUS...", help="Files, folders or addresses.")],
    out: Annotated[
        str,
        typer.Option("--out", metavar="PLACE", help="A folder, or an address that fsspec knows, as s3://…"),
    ],
    on: Annotated[
        On, typer.Option("--engine", help="This machine, or Daft on Ray: a cluster of many.")
    ] = On.local,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="HOST:PORT",
            help="The cluster of Ray to use; without it one on this machine.",
            envvar="RAY_ADDRESS",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    size: Annotated[
        int | None,
        typer.Option("--part", min=1, metavar="N", help="Articles of a part: 500.", show_default=False),
    ] = None,
    freq: Frequency = Freq.month,
    column: Columns = None,
    published: Published = None,
    reader: Annotated[
        str, typer.Option("--reader", metavar="ENGINE", help="Who reads: dragoman, or spacy:NAME.")
    ] = DEFAULT_ENGINE,
    ontology: Own = None,
    actors: OwnActors = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read the parts again in which something could not be read.")
    ] = False,
    lexicon_only: Annotated[
        bool, typer.Option("--lexicon-only", help="Do not ask the network of pairs: faster, fewer events.")
    ] = False,
) -> None:
    """Read a corpus in parts, each to Parquet tables; then all to one store, with the table of dyads.

    The same command goes on with a run that was stopped.
    """
    if "-" in corpus:
        refuse("standard input cannot be read in parts", "Name files, folders or addresses")
    from dragoman.scale import PART, Plan, plan_of, sources_of
    from dragoman.workers import Settings, cores

    types, known = (path.absolute() if path else None for path in (ontology, actors))
    settings = Settings(reader, types, known, scored=not lexicon_only)
    wanted = Plan(
        sources_of(corpus),
        settings,
        columns_of(column),
        published.date() if published else None,
        size or PART,
        *_versions(settings),
    )
    tell_left_out(corpus)
    with _told(out):
        at = _place(out)
        plan = plan_of(wanted, at)
        with _engine(on, address, workers or cores()) as engine:
            told = _read(at, plan, engine, retry)
            with progress("relating", sum(part.count for part in plan.parts)) as advance:
                joined = engine.join(plan, at.name, freq.value, advance)
    _end(at, plan, told, joined)
    if len(told) < len(plan.parts) or any(one.not_read for one in told.values()):
        raise typer.Exit(1)


def _versions(settings: Settings) -> tuple[str, str]:
    """What reads and codes; what cannot be had is told at once. No pipeline is held here."""
    pipeline = pipeline_of(settings)
    return pipeline.reader.version, pipeline.ontology.version


def _place(out: str) -> Place:
    from dragoman.scale import place

    if out.startswith("memory:"):
        refuse("the processes that read share no memory", "Name a folder, or another address")
    return place(out)


def _engine(on: On, address: str | None, workers: int) -> Engine:
    """The engine that was asked for; one line and exit code 1 where it is not installed."""
    if on is On.local:
        from dragoman.scale import Here

        return Here(workers)
    try:
        from dragoman.scale.on_daft import OnDaft
    except ImportError as error:
        complain("--engine daft", "it is not installed", "Install it with: pip install 'dragoman[scale]'")
        raise typer.Exit(1) from error
    return OnDaft(workers, address)


@contextmanager
def _told(out: str) -> Iterator[None]:
    """Say in one line what is wrong, and end with exit code 1."""
    from duckdb import Error

    from dragoman.scale import PlaceError
    from dragoman.store import StoreError

    try:
        yield
    except (PlaceError, StoreError) as error:
        complain(out, error.problem, error.remedy)
        raise typer.Exit(1) from error
    except (OSError, Error) as error:
        remedy = "Check the disk, and that which temporary files go to; the same command goes on"
        complain(out, f"something cannot be read or written ({str(error).splitlines()[0]})", remedy)
        raise typer.Exit(1) from error


def _read(at: Place, plan: Plan, engine: Engine, retry: bool) -> dict[int, Told]:
    """Read the parts that are not done; what became of all that are. A part that fails is said.

    Where several in a row cannot be written, none can.
    """
    from dragoman.scale import Told, done

    found = done(at, plan)
    parts = [
        part for part in plan.parts if part.number not in found or (retry and found[part.number].not_read)
    ]
    if there := len(plan.parts) - len(parts):
        say(f"{there:,} of {len(plan.parts):,} parts are there already")
    counts = {part.number: part.count for part in parts}
    failing = 0
    with (
        progress("reading", sum(counts.values())) as advance,
        closing(engine.run(plan, at.name, parts)) as running,
    ):
        for told in running:
            if isinstance(told, Told):
                failing = 0
                found[told.part] = told
                advance(counts[told.part])
                continue
            part, reason = told
            where = f"{part.source}, {part.count:,} items from number {part.first + 1:,}"
            problem = f"part {part.number} was not written: {reason}"
            complain(where, problem, "The same command tries it again")
            failing += 1
            if failing == IN_A_ROW:
                say(f"{IN_A_ROW} parts in a row were not written: no more are read")
                break
    return found


def _end(at: Place, plan: Plan, told: Mapping[int, Told], joined: Joined) -> None:
    """Say how it went."""
    from dragoman.scale import DYADS, STORE

    read, failed = (sum(getattr(one, name) for one in told.values()) for name in ("read", "not_read"))
    busy = max(sum(one.seconds for one in told.values()), 0.1)
    say(f"{read:,} read in {span(busy)} of one process, {read / busy:.1f} a second")
    say(f"{joined.documents:,} different articles in {at.name}/{STORE}")
    say(f"{joined.dyads:,} rows in {at.name}/{DYADS}")
    if failed:
        say(f"{failed:,} not read: dragoman failures --db {at.name}/{STORE} lists them, --retry tries again")
    if left := len(plan.parts) - len(told):
        say(f"{left:,} of {len(plan.parts):,} parts not written: the same command tries them again")
