"""``dragoman export`` and ``dragoman import``: events to and from the shapes of other data sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.terminal import (
    DEFAULT_DATABASE,
    Database,
    check_target,
    complain,
    open_store,
    refuse,
    say,
)
from dragoman.serve.voices import Kind

if TYPE_CHECKING:  # duckdb loads only where it is used
    from dragoman.export import Chosen
    from dragoman.imports import Imported
    from dragoman.records import VoiceKind
    from dragoman.store import Store


class Into(StrEnum):
    """The formats of `dragoman.export.FORMATS`."""

    polecat = "polecat"
    icews = "icews"
    gdelt = "gdelt"
    gdelt_mentions = "gdelt-mentions"
    plover_json = "plover-json"
    parquet = "parquet"


class From(StrEnum):
    """The formats of `dragoman.imports.FORMATS`."""

    icews = "icews"
    gdelt = "gdelt"
    polecat = "polecat"


class Told(StrEnum):
    """The factualities of `dragoman.records.Factuality`."""

    happened = "happened"
    ongoing = "ongoing"
    planned = "planned"
    hoped = "hoped"
    demanded = "demanded"
    conditional = "conditional"
    possible = "possible"
    did_not_happen = "did_not_happen"
    unknown = "unknown"


def export(  # noqa: PLR0913, PLR0917 (one argument an option: that is how typer reads a command)
    form: Annotated[Into, typer.Argument(metavar="FORMAT", help="One of: " + ", ".join(Into) + ".")],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write (.gz: compressed); for parquet a folder.")
    ],
    db: Database = DEFAULT_DATABASE,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Events on this day or after it.", show_default=False),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Events on this day or before it.", show_default=False),
    ] = None,
    voices: Annotated[
        list[Kind] | None,
        typer.Option(
            "--voice",
            help="Only what rests on such a word; may be given several times. Otherwise all but commentary.",
            show_default=False,
        ),
    ] = None,
    unvoiced: Annotated[
        list[Kind] | None,
        typer.Option(
            "--no-voice", help="Leave such a word out, too; may be given several times.", show_default=False
        ),
    ] = None,
    factualities: Annotated[
        list[Told] | None,
        typer.Option(
            "--factuality",
            help="Only such events; may be given several times. Otherwise happened and ongoing.",
            show_default=False,
        ),
    ] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Events of articles that are copies of another, too.")
    ] = False,
) -> None:
    """Write the store's events as POLECAT, ICEWS, GDELT, PLOVER JSON or Parquet.

    POLECAT, ICEWS and GDELT have no column for whether a thing happened, on whose word and how surely.

    So only what happened or goes on is written, on any word but a commentator's, and no article twice, unless
    you say otherwise. Parquet is the whole store. docs/exports.md tells of every column.
    """
    asked = any((since, until, voices, unvoiced, factualities, copies))
    if form is Into.parquet and asked:
        refuse("parquet is the whole store, every column with it", "Leave the filters out and filter there")
    if since and until and until < since:
        refuse(f"there is no day from {since:%Y-%m-%d} until {until:%Y-%m-%d}", "Exchange the two")
    check_target(out, db)
    with open_store(db, read_only=False) as store:
        from dragoman.export import Chosen, ExportError, write
        from dragoman.relate import bring_up_to_date

        bring_up_to_date(store.connection)
        chosen = _chosen(Chosen(), since, until, voices, unvoiced, factualities, copies)
        try:
            rows = write(store.connection, form.value, out, chosen)
        except ExportError as error:
            complain(str(out), error.problem, error.remedy)
            raise typer.Exit(1) from error
    say(f"{rows} {'row' if rows == 1 else 'rows'} in {out}")


def _chosen(  # noqa: PLR0913, PLR0917 (the command's options)
    usual: Chosen,
    since: datetime | None,
    until: datetime | None,
    voices: Sequence[Kind] | None,
    unvoiced: Sequence[Kind] | None,
    factualities: Sequence[Told] | None,
    copies: bool,
) -> Chosen:
    """What the options choose; what is not said is as ``usual``."""
    from dragoman.export import Chosen

    wanted: tuple[VoiceKind, ...] = tuple(kind.value for kind in voices) if voices else usual.voices
    return Chosen(
        tuple(told.value for told in factualities) if factualities else usual.factualities,
        tuple(kind for kind in wanted if kind not in (unvoiced or ())),
        since.date() if since else None,
        until.date() if until else None,
        copies,
    )


def import_(
    form: Annotated[From, typer.Argument(metavar="FORMAT", help="One of: " + ", ".join(From) + ".")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files as published: plain, .gz or .zip.")
    ],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Take the events of ICEWS, GDELT or POLECAT into the store, beside those read from articles.

    Left out and counted: what PLOVER has no type for (bare statements, CAMEO 010 to 015 and 017), and what
    ties no two known actors. Importing a file again changes nothing. docs/exports.md tells of every rule.
    """
    failed = 0
    with open_store(db, read_only=False) as store:
        for path in files:
            failed += not _take(store, form, path)
    if failed:
        raise typer.Exit(1)


def _take(store: Store, form: From, path: Path) -> bool:
    """Import one file and tell what became of it; a line on stderr and False where it cannot be."""
    from dragoman.imports import ImportsError, read

    try:
        found = read(store.connection, form.value, [path])
    except ImportsError as error:
        complain(error.file, error.problem, error.remedy)
        return False
    _tell(path, found)
    return True


def _tell(path: Path, found: Imported) -> None:
    say(f"{path}: {found.kept} of {found.rows} events kept")
    for reason, count in sorted(found.left_out.items(), key=lambda one: (-one[1], one[0])):
        say(f"{path}: {count} left out: {reason}")
    for fault in found.faults:
        say(f"{fault.file}, line {fault.line}: {fault.problem}")
