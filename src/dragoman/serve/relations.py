"""``dragoman dyad``, ``dyads``, ``incidents`` and ``brief``: how actors are getting on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dragoman.serve.exchange import Told
from dragoman.serve.terminal import (
    DEFAULT_DATABASE,
    Database,
    Unvoiced,
    Voices,
    check_target,
    complain,
    party,
    print_lines,
    print_table,
    refuse,
    related,
)
from dragoman.serve.voices import Kind, chosen

if TYPE_CHECKING:  # duckdb and rich load only where they are used
    from dragoman.records import Factuality
    from dragoman.relate import Chosen, Period, Relation
    from dragoman.store import Store

EVERY = 1_000_000_000
"""The limit that is none."""

LATEST = 15
"""Records of each kind that the page of a relation shows unless told otherwise."""


class Freq(StrEnum):
    """The periods of `dragoman.relate.periods.UNITS`."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


class Origin(StrEnum):
    """Whose events: those of the articles read, or of a data set imported."""

    dragoman = "dragoman"
    icews = "icews"
    gdelt = "gdelt"
    polecat = "polecat"


class TableFormat(StrEnum):
    """How the table of all dyads is written."""

    csv = "csv"
    parquet = "parquet"


class Listing(StrEnum):
    """How incidents are printed."""

    sheet = "sheet"
    jsonl = "jsonl"


Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="Only from this day on.", show_default=False),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], help="Only up to this day.", show_default=False),
]
Frequency = Annotated[Freq, typer.Option("--freq", help="Periods.")]
Factualities = Annotated[
    list[Told] | None,
    typer.Option("--factuality", help="What counts: happened by default.", show_default=False),
]
Private = Annotated[
    bool,
    typer.Option("--private", help="Count what private persons, companies and the like do, too."),
]
Sectors = Annotated[
    list[str] | None,
    typer.Option(
        "--sector",
        metavar="CODE",
        help="Count only what members of this sector do, as GOV.",
        show_default=False,
    ),
]
Contexts = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="NAME", help="Count only events about this.", show_default=False),
]


Outlets = Annotated[
    list[str] | None,
    typer.Option(
        "--outlet",
        metavar="NAME",
        help="Only what this outlet published; may be given several times.",
        show_default=False,
    ),
]


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _pair(a: str, b: str) -> tuple[str, str]:
    first, second = party(a), party(b)
    if first == second:
        refuse(f"{a} and {b} are the same country ({first})", "Name two")
    return first, second


def _check_days(since: datetime | None, until: datetime | None) -> None:
    if since and until and until < since:
        refuse(f"there is no day from {since:%Y-%m-%d} until {until:%Y-%m-%d}", "Exchange the two")


def _check_names(kind: str, given: Sequence[str] | None, known: Iterable[str]) -> None:
    """End with exit code 2 where a name is none of those known."""
    names = sorted(known)
    for one in given or ():
        if one not in names:
            refuse(f"no {kind} is called {one!r}", f"There are: {', '.join(names)}")


def _check_outlets(store: Store, given: Sequence[str] | None) -> None:
    """End with exit code 1 where nothing in the store is of an outlet, and tell those that are like it."""
    if not given:
        return
    from difflib import get_close_matches

    rows = store.connection.execute(
        """SELECT DISTINCT outlet FROM documents WHERE outlet IS NOT NULL
           UNION SELECT DISTINCT outlet FROM dyad_events WHERE origin <> 'dragoman' AND outlet IS NOT NULL"""
    ).fetchall()
    known = sorted(row[0] for row in rows)
    for one in given:
        if one not in known:
            near = get_close_matches(one, known, cutoff=0.4) or known[:5]
            some = f"There are, for example: {', '.join(near)}" if near else "No article names its outlet"
            complain("--outlet", f"nothing in the store is of an outlet {one!r}", some)
            raise typer.Exit(1)


def _chosen(  # noqa: PLR0913, PLR0917 (what the options say)
    since: datetime | None,
    until: datetime | None,
    voices: list[Kind] | None = None,
    unvoiced: list[Kind] | None = None,
    factualities: list[Told] | None = None,
    contexts: list[str] | None = None,
    origin: Origin = Origin.dragoman,
    private: bool = False,
    sectors: list[str] | None = None,
    outlets: list[str] | None = None,
) -> Chosen:
    from dragoman.knowledge.actors import sectors as all_sectors
    from dragoman.knowledge.ontology import plover
    from dragoman.relate import Chosen

    _check_days(since, until)
    _check_names("context", contexts, plover().contexts)
    _check_names("sector", sectors, all_sectors())
    return Chosen(
        tuple(one.value for one in factualities or [Told.happened]),
        chosen(voices, unvoiced),
        tuple(contexts or ()),
        _day(since),
        _day(until),
        origin.value,
        private,
        tuple(sectors or ()),
        tuple(outlets or ()),
    )


# ---- dyad -----------------------------------------------------------------------------------------


def dyad(  # noqa: PLR0913, PLR0917 (one argument an option: that is how typer reads a command)
    a: Annotated[str, typer.Argument(metavar="A", help="A country: alpha-3 code or name.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    since: Since = None,
    until: Until = None,
    freq: Frequency = Freq.month,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="Latest records of each kind to show; 0: all.")
    ] = LATEST,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw it too, as .png or .svg.", show_default=False),
    ] = None,
    beside: Annotated[
        Origin | None,
        typer.Option(
            "--beside", help="Lay the series of an imported data set beside it.", show_default=False
        ),
    ] = None,
    factualities: Factualities = None,
    contexts: Contexts = None,
    private: Private = False,
    sectors: Sectors = None,
    outlets: Outlets = None,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Show how two countries are getting on, as the articles in the store tell it."""
    from dragoman.serve.relation_page import relation_page

    first, second = _pair(a, b)
    wanted = _chosen(
        since,
        until,
        voices,
        unvoiced,
        factualities,
        contexts,
        private=private,
        sectors=sectors,
        outlets=outlets,
    )
    if plot is not None:
        _check_ending(plot)
        check_target(plot, db)
    with related(db) as store:
        _check_outlets(store, outlets)
        told = wanted.factualities if factualities else ()
        found = _relation(store, (first, second), freq, wanted, Listed(limit or EVERY, told=told))
        other = _beside(store, found, beside)
    print_table(relation_page(found, limit, other))
    if plot is not None:
        _draw(found, plot, other, beside)


class Listed(NamedTuple):
    """Which incidents of a relation are looked up: how many, the latest or those most told, told how."""

    limit: int
    foremost: bool = False
    told: tuple[Factuality, ...] = ()


def _relation(store: Store, pair: tuple[str, str], freq: Freq, wanted: Chosen, listed: Listed) -> Relation:
    from dragoman.relate import relation

    limit, foremost, told = listed
    return relation(store.connection, *pair, freq.value, wanted, limit, foremost, told)


def _beside(store: Store, found: Relation, origin: Origin | None) -> Sequence[Period]:
    """The same dyad and days in another data set; a line on stderr where it has none."""
    if origin is None:
        return ()
    from dragoman.relate import Chosen, series

    wanted = Chosen(since=found.chosen.since, until=found.chosen.until, origin=origin.value)
    periods = tuple(series(store.connection, found.unit, (found.a, found.b), directed=False, chosen=wanted))
    if not periods:
        complain(origin, f"has nothing on {found.a} and {found.b}", "Import it first: dragoman import")
    return periods


def _check_ending(path: Path) -> None:
    from dragoman.serve.relation_plot import ENDINGS

    if path.suffix.lower() not in ENDINGS:
        refuse(f"{path} is neither .png nor .svg", "End the name in one of the two")


def _draw(found: Relation, path: Path, other: Sequence[Period], origin: Origin | None) -> None:
    from dragoman.serve.relation_plot import PlotError, draw

    try:
        draw(found, path, other, origin.value if origin else "")
    except PlotError as error:
        complain("--plot", error.problem, error.remedy)
        raise typer.Exit(1) from error


# ---- dyads ----------------------------------------------------------------------------------------


def dyads(  # noqa: PLR0913, PLR0917 (one argument an option)
    freq: Frequency = Freq.month,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="A to B and B to A as one, incidents counted once.")
    ] = False,
    form: Annotated[
        TableFormat | None,
        typer.Option(
            "--format", help="csv or parquet; by default what --out ends in, or csv.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to, instead of standard output.", show_default=False
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    factualities: Factualities = None,
    contexts: Contexts = None,
    private: Private = False,
    sectors: Sectors = None,
    outlets: Outlets = None,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    origin: Annotated[Origin, typer.Option("--origin", help="Whose events.")] = Origin.dragoman,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write a table of all dyads: incidents of each quad by period, with the index and its interval."""
    from dragoman.relate.periods import table

    shape = _shape(form, out)
    if shape is TableFormat.parquet and out is None and sys.stdout.isatty():
        refuse("Parquet is not for a terminal", "Name a file with --out")
    if out is not None:
        check_target(out, db)
    wanted = _chosen(
        since, until, voices, unvoiced, factualities, contexts, origin, private, sectors, outlets
    )
    with related(db) as store:
        _check_outlets(store, outlets)
        columns = table(store.connection, freq.value, directed=not undirected, chosen=wanted)
    found = _written(columns, shape)
    if out is None:
        sys.stdout.buffer.write(found)
        sys.stdout.flush()
        return
    try:
        out.write_bytes(found)
    except OSError as error:
        complain(str(out), f"it cannot be written ({error.strerror})", "Name another file")
        raise typer.Exit(1) from error


def _shape(form: TableFormat | None, out: Path | None) -> TableFormat:
    """The format asked for, which the name of the file must not deny."""
    told = {f".{one.value}": one for one in TableFormat}.get(out.suffix.lower()) if out else None
    if form and told and form is not told:
        refuse(f"{out} ends in another format than {form.value}", "Leave --format out, or name another file")
    return form or told or TableFormat.csv


def _written(columns: dict[str, Any], form: TableFormat) -> bytes:
    """The table as the bytes of a file, written by DuckDB."""
    from tempfile import TemporaryDirectory

    from dragoman.relate.shown import written

    with TemporaryDirectory() as folder:
        target = Path(folder) / f"dyads.{form.value}"
        written(columns, target, form.value)
        return target.read_bytes()


# ---- incidents, brief -----------------------------------------------------------------------------


def incidents(  # noqa: PLR0913, PLR0917 (one argument an option)
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A [B]] | ID...", help="One country, two, or ids (their first characters do)."
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            metavar="N",
            help="The latest so many, 15 of a sheet; 0: all.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Listing, typer.Option("--format", help="A sheet to read, or JSON, one incident a line.")
    ] = Listing.sheet,
    factualities: Annotated[
        list[Told] | None,
        typer.Option("--factuality", help="Only those told so; by default all.", show_default=False),
    ] = None,
    outlets: Outlets = None,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Show incidents: one happening each, with all reports of it and where these disagree."""
    from dragoman.relate import Wanted
    from dragoman.relate.incident import counted
    from dragoman.serve.incident_page import incident_list, incident_sheet, plain

    ids = tuple(name for name in names or () if _is_id(name))
    parties = [party(name) for name in names or () if not _is_id(name)]
    if (ids and parties) or len(parties) > 2 or len(parties) != len(set(parties)):
        refuse("incidents takes one country, two, or ids", "Give one of the three")
    _check_days(since, until)
    a, b = [*parties, None, None][:2]
    told: tuple[Factuality, ...] = tuple(one.value for one in factualities or ())
    most = limit if limit is not None else LATEST if form is Listing.sheet and not ids else 0
    wanted = Wanted(
        a,
        b,
        told,
        chosen(voices, unvoiced),
        _day(since),
        _day(until),
        ids,
        most or EVERY,
        outlets=tuple(outlets or ()),
    )
    with related(db) as store:
        _check_outlets(store, outlets)
        found, total = counted(store.connection, wanted)
    if form is Listing.jsonl:
        print_lines(json.dumps({"record": "incident"} | plain(one), ensure_ascii=False) for one in found)
    elif ids:
        for one in found:
            print_table(incident_sheet(one))
    else:
        print_table(incident_list(found, total))
    unknown = [key for key in ids if not any(one.id.startswith(key) for one in found)]
    if unknown:
        complain(", ".join(unknown), "no incident is named so", "dragoman incidents lists them")
        raise typer.Exit(1)


def _is_id(name: str) -> bool:
    """Whether it begins an incident's id, i and hexadecimal digits, and is no name such as "ice"."""
    digits = name[1:]
    hexadecimal = name[:1] == "i" and bool(digits) and set(digits) <= set("0123456789abcdef")
    return hexadecimal and (any(map(str.isdigit, digits)) or len(digits) > 7)


def brief(  # noqa: PLR0913, PLR0917 (one argument an option)
    a: Annotated[str, typer.Argument(metavar="A", help="A country: alpha-3 code or name.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write, .md or .html.")],
    since: Since = None,
    until: Until = None,
    freq: Frequency = Freq.month,
    outlets: Outlets = None,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write a brief on two countries in which every sentence carries the ids of its records."""
    from dragoman.serve.brief import MOST, html, markdown

    writers = {".md": markdown, ".html": html}
    if out.suffix.lower() not in writers:
        refuse(f"{out} is neither .md nor .html", "End the name in one of the two")
    pair, wanted = _pair(a, b), _chosen(since, until, voices, unvoiced, outlets=outlets)
    check_target(out, db)
    with related(db) as store:
        _check_outlets(store, outlets)
        latest = _relation(store, pair, freq, wanted, Listed(MOST, told=wanted.factualities))
        foremost = _relation(store, pair, freq, wanted, Listed(MOST, True, wanted.factualities))
    try:
        out.write_text(writers[out.suffix.lower()](latest, foremost.incidents), encoding="utf-8")
    except OSError as error:
        complain(str(out), f"it cannot be written ({error.strerror})", "Name another file")
        raise typer.Exit(1) from error
