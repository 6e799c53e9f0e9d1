"""What all commands share: options, the store opened, what is printed and where.

Results go to stdout, everything else to stderr, each complaint on a line that names the thing and the remedy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dragoman.serve.voices import Kind

if TYPE_CHECKING:  # rich and duckdb load only in the command that needs them
    from rich.console import Console, RenderableType

    from dragoman.store import Store

PIPED_WIDTH = 160
"""Columns of a sheet that is not printed on a terminal."""

DEFAULT_DATABASE = Path("dragoman.duckdb")
Database = Annotated[
    Path,
    typer.Option("--db", metavar="FILE", envvar="DRAGOMAN_DB", help="The store, a DuckDB file."),
]
Voices = Annotated[
    list[Kind] | None,
    typer.Option(
        "--voice",
        help="Show only what rests on such a word; may be given several times.",
        show_default=False,
    ),
]
Unvoiced = Annotated[
    list[Kind] | None,
    typer.Option(
        "--no-voice",
        help="Leave out what rests on such a word, as commentary; may be given several times.",
        show_default=False,
    ),
]


@contextmanager
def open_store(db: Path, read_only: bool) -> Iterator[Store]:
    """The open store; one line and exit code 1 when it cannot be used."""
    from dragoman.store import Store, StoreError

    try:
        store = Store(db, read_only)
    except StoreError as error:
        complain(str(db), error.problem, error.remedy)
        raise typer.Exit(1) from error
    with store:
        yield store


@contextmanager
def related(db: Path) -> Iterator[Store]:
    """The store to read, everything worked out; one line and exit code 1 when it cannot be used."""
    from dragoman.serve import stores
    from dragoman.store import StoreError

    with ExitStack() as stack:
        try:
            store = stack.enter_context(stores.related(db))
        except StoreError as error:
            complain(str(db), error.problem, error.remedy)
            raise typer.Exit(1) from error
        yield store


def party(words: str) -> str:
    """The code of the country, or name of the body of no state, that was typed; exit code 2 for neither."""
    from dragoman.serve.names import body_name

    return body_name(words) or country(words)


def check_target(path: Path, db: Path) -> None:
    """End with exit code 2 where what is to be written would take the place of a store."""
    try:
        same = path.exists() and db.exists() and path.samefile(db)
        with path.open("rb") as file:
            same = same or file.read(12)[8:] == b"DUCK"
    except OSError:
        return  # there is no such file, or no such folder: whoever writes will say so
    if same:
        refuse(f"{path} is a store, which would be lost", "Name another file")


def country(words: str) -> str:
    """The code of a country that the user typed; exit code 2 where no state goes by the words."""
    from dragoman.serve.names import country_code

    try:
        return country_code(words)
    except LookupError as error:
        near = f"Did you mean {error}?" if str(error) else "Give an ISO alpha-3 code, such as PAK, or a name"
        refuse(f"no country is known as {words!r}", near)


def print_table(renderable: RenderableType) -> None:
    """A sheet or table on stdout."""
    console().print(renderable)


def console() -> Console:
    """Where sheets are printed: as wide as the terminal, or 160 columns into a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def print_json(found: object) -> None:
    """One JSON object on stdout."""
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout, there at once."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(what: str, problem: str, remedy: str) -> None:
    """One line on stderr: which thing, what is wrong with it, what to do."""
    say(f"{what}: {problem.rstrip('.')}. {remedy.rstrip('.')}.")


def refuse(problem: str, remedy: str) -> NoReturn:
    """End with exit code 2: the command cannot mean anything."""
    say(f"{problem}. {remedy}")
    raise typer.Exit(2)


def say(line: str) -> None:
    """One line on stderr."""
    typer.echo(f"dragoman: {' '.join(line.split())}", err=True)
