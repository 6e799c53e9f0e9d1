"""The command line: ``dragoman read``, ``show``, ``why``, ``actor``, ``pairs``, ``eval`` and all others.

Results go to stdout, everything else to stderr. Exit code 0 is success, 1 that something could not be done,
2 that the command was not understood.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.evaluate import TASKS, GoldError, Half, Part, evaluate
from dragoman.serve.exchange import export, import_
from dragoman.serve.judgement_commands import judge, judgements, unjudge
from dragoman.serve.pipelines import OwnActors, pipeline_of
from dragoman.serve.read_command import failures, read
from dragoman.serve.relations import brief, dyad, dyads, incidents
from dragoman.serve.run_command import run
from dragoman.serve.serving import serve
from dragoman.serve.terminal import (
    DEFAULT_DATABASE,
    Database,
    Unvoiced,
    Voices,
    complain,
    open_store,
    print_json,
    print_lines,
    print_table,
    refuse,
    related,
    say,
)
from dragoman.serve.voices import chosen, only
from dragoman.serve.watch_command import watch

if TYPE_CHECKING:  # rich, duckdb and the reader load only in the command that needs them
    from dragoman.knowledge.actors.own import Own as Actors
    from dragoman.records import Coding
    from dragoman.store import Found, Store

app = typer.Typer(
    name="dragoman",
    help="Who did and said what to whom, on whose word and how surely, from news text.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
evaluation = typer.Typer(no_args_is_help=True, help="Score the system on gold of your own.")
app.add_typer(evaluation, name="eval")


class Answer(StrEnum):
    """How an answer is printed."""

    lines = "lines"
    json = "json"


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of the world do not fit a legacy code page
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except BrokenPipeError:  # the reader of our output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:  # such as a full disk behind standard output
        say(f"it cannot be written ({error.strerror})")
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        from dragoman import __version__

        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


app.command()(read)
app.command()(run)
app.command()(failures)
app.command()(watch)

# ---- show, why, dyad ------------------------------------------------------------------------------


@app.command()
def show(
    document: Annotated[str | None, typer.Argument(help="Id (its first characters do) or file name.")] = None,
    every: Annotated[bool, typer.Option("--list", help="List the documents of the store.")] = False,
    voices: Voices = None,
    unvoiced: Unvoiced = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Show the sheet of a document in the store, or the list of documents."""
    with open_store(db, read_only=True) as store:
        if every or document is None:
            _list_documents(store)
            return
        from dragoman.serve.sheet import sheet

        found = _one(store.find(document) or store.find_source(document), document, db)
        print_table(sheet(only(_coding(store, found), chosen(voices, unvoiced))))
        _print_judged(store, found.document)


def _print_judged(store: Store, document: str) -> None:
    """What people said of the document's records, where they said anything."""
    from dragoman.serve.judgement_page import standing_list
    from dragoman.store.judgements import standing

    if found := standing(store.connection, document):
        print_table(standing_list(found.values()))


def _list_documents(store: Store) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "published", "title", "outlet", "genre", "events", "statements", "assessments")
    for entry in store.documents():
        cells = (
            entry.id[:8],
            str(entry.published or "unknown"),
            entry.title or "(no title)",
            entry.outlet or "unknown",
        )
        counts = (str(count) for count in (entry.events, entry.statements, entry.assessments))
        table.add_row(*(Text(cell) for cell in (*cells, entry.genre, *counts)))
    print_table(table)


@app.command()
def why(
    key: Annotated[str, typer.Argument(metavar="ID", help="Id of a record, or its first characters.")],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Show what a record rests on: its sentence, its spans and every decision behind it."""
    from dragoman.serve import judgement_page
    from dragoman.serve.why import find_record
    from dragoman.serve.why import why as explain
    from dragoman.store.judgements import standing

    with open_store(db, read_only=True) as store:
        found = _one([one for one in store.find(key) if one.kind != "document"], key, db)
        coding = _coding(store, found)
        print_table(explain(coding, find_record(coding, found.id)))
        if judged := standing(store.connection, found.document).get(found.id):
            print_table(judgement_page.judged(judged))


def _one(found: list[Found], prefix: str, db: Path) -> Found:
    """The only one found; an error that says which when there are several, or that there is none."""
    if not found:
        problem = f"no record, document or file of {db} is named so"
        remedy = "dragoman show --list lists the documents, dragoman incidents the incidents"
        complain(prefix, problem, remedy)
        raise typer.Exit(1)
    if len(found) > 1:
        some = ", ".join(f"{one.id} ({one.kind})" for one in found[:5])
        complain(prefix, f"ambiguous, {len(found)} ids begin so: {some}", "Give more characters")
        raise typer.Exit(1)
    return found[0]


def _coding(store: Store, found: Found) -> Coding:
    coding = store.coding(found.document)
    if coding is None:
        raise LookupError(f"{found.id} belongs to no document of the store")
    return coding


# ---- actor ----------------------------------------------------------------------------------------


@app.command()
def actor(  # noqa: PLR0913, PLR0917 (one argument an option)
    text: Annotated[
        str | None, typer.Argument(help='A name, title or description, such as "PM Khan".')
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day on which it was written.")
    ] = None,
    context: Annotated[str, typer.Option(help='Words that tell more, such as "Peruvian".')] = "",
    form: Annotated[Answer, typer.Option("--format", help="Lines to read, or a JSON object.")] = Answer.lines,
    many: Annotated[
        Path | None,
        typer.Option(
            "--jsonl", metavar="FILE", help="Objects with text, date and context, one a line; - for stdin."
        ),
    ] = None,
    actors: OwnActors = None,
) -> None:
    """Say who a name or description denotes on a day: country, sector and why."""
    from dragoman.serve import actor as answers

    if (text is None) == (many is None):
        refuse("actor needs either a TEXT or --jsonl FILE", "Give one of the two")
    if many is not None:
        if day or context:
            refuse("with --jsonl every line has its own date and context", "Leave --date and --context out")
        _actors(many, _own_actors(actors))
        return
    try:
        asked = answers.Query(text or "", day.date() if day else None, context)
        found = answers.answer(asked, _own_actors(actors))
    except ValueError as error:
        refuse(str(error), "Give a name or a description")
    print_lines([json.dumps(found, ensure_ascii=False)] if form is Answer.json else answers.lines(found))


def _actors(path: Path, own: Actors | None) -> None:
    from dragoman.serve import actor as answers

    remedy = 'Write it as {"text": "PM Khan", "date": "2019-05-04", "context": ""}'
    _each_line(path, lambda line: answers.answer(answers.query(line), own), remedy)


@app.command()
def refresh(
    path: Annotated[Path, typer.Argument(metavar="OUT.csv", help="The file to write, for --actors.")],
    states: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="CODE", help="A state, as PAK; may be given several times."),
    ] = None,
    since: Annotated[
        datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="Terms that reach this day.")
    ] = datetime(2023, 1, 1),
) -> None:
    """Ask Wikidata who has held which office of late, and write it as a file for --actors. Goes online."""
    from dragoman.knowledge.actors import load
    from dragoman.serve.wikidata import RefreshError, fetch, table

    for code in states or ():
        if code not in load().states:
            refuse(f"no state has the code {code}", "Write ISO 3166-1 alpha-3, as PAK")
    try:
        terms = fetch(states or list(load().states), since.date())
        path.write_text(table(terms), encoding="utf-8")
    except RefreshError as error:
        complain("refresh", error.problem, error.remedy)
        raise typer.Exit(1) from error
    except OSError as error:
        complain(str(path), f"it cannot be written ({error.strerror})", "Name another file")
        raise typer.Exit(1) from error
    say(f"{len(terms)} terms in {path}; use it with --actors {path}")


def _each_line(path: Path, answer: Callable[[str], dict[str, object]], remedy: str) -> None:
    """One JSON object on stdout for each good line, one line on stderr for each other."""
    bad = 0
    with _opened(path) as page:
        for number, line in enumerate(page, 1):
            try:
                found = answer(line) if line.strip() else None
            except ValueError as error:
                bad += 1
                complain(f"{path}, line {number}", str(error), remedy)
                continue
            if found:
                print_lines([json.dumps({"line": number} | found, ensure_ascii=False)])
    if bad:
        raise typer.Exit(1)


@contextmanager
def _opened(path: Path) -> Iterator[Iterable[str]]:
    if str(path) == "-":
        yield sys.stdin
        return
    try:
        page = path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        complain(str(path), f"it cannot be read ({error.strerror})", "Name a file of JSON lines")
        raise typer.Exit(1) from error
    with page:
        yield page


# ---- pairs ----------------------------------------------------------------------------------------


@app.command()
def pairs(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Objects with text, actor and recipient, one a line; - for stdin.",
            show_default=False,
        ),
    ] = None,
    one: Annotated[
        str | None,
        typer.Option(
            "--marked", metavar="TEXT", help="One sentence with <s>actor</s> and <t>recipient</t> in it."
        ),
    ] = None,
    form: Annotated[
        Answer, typer.Option("--format", help="Of --marked: lines to read, or a JSON object.")
    ] = Answer.lines,
) -> None:
    """Say which type of event a sentence tells of between two of its phrases, and how probable that is.

    In FILE a side is a list of two offsets in code points (the end exclusive) or a phrase of the text; a
    sentence may also come as marked. Each line is answered with one JSON object on standard output.
    """
    from dragoman.serve import pairs as answers

    if (path is None) == (one is None):
        refuse("pairs needs either a FILE or --marked TEXT", "Give one of the two")
    _check_scorer()
    if path is not None:
        remedy = 'Write it as {"text": "Kenya sued Uganda.", "actor": [0, 5], "recipient": [11, 17]}'
        _each_line(path, lambda line: answers.answer(answers.query(line)), remedy)
        return
    try:
        found = answers.answer(answers.marked(one or ""))
    except ValueError as error:
        refuse(str(error), "Mark the two")
    print_lines([json.dumps(found, ensure_ascii=False)] if form is Answer.json else answers.lines(found))


def _check_scorer() -> None:
    """One line and exit code 1 where the network of pairs cannot be loaded."""
    from dragoman.reading.errors import WeightsError
    from dragoman.serve.pairs import scorer

    try:
        scorer()
    except WeightsError as error:
        complain("pairs", error.problem, error.remedy)
        raise typer.Exit(1) from error


def _own_actors(path: Path | None) -> Actors | None:
    """The user's actors; one line and exit code 1 when they cannot be read."""
    if path is None:
        return None
    from dragoman.knowledge.actors import own

    try:
        return own.read(path)
    except own.ActorsError as error:
        say(str(error))
        raise typer.Exit(1) from error


# ---- eval -----------------------------------------------------------------------------------------


@evaluation.callback()
def _evaluation() -> None:
    pass


@evaluation.command("seed")
def eval_seed(
    path: Annotated[Path, typer.Argument(help="A folder with an expected.toml, or that file.")],
) -> None:
    """Read the articles of a gold folder and say which of its facts were found; prints one JSON object."""
    from dragoman.serve.evaluate.seed import cases, report, total

    try:
        gold = cases(path)
        codings = _codings([str(case.article) for case in gold])
        found = total([(case, report(case, codings.get(str(case.article)))) for case in gold])
    except GoldError as error:
        complain(str(path), error.problem, error.remedy)
        raise typer.Exit(1) from error
    print_json(found)
    if len(codings) < len(gold):
        raise typer.Exit(1)


def _codings(sources: list[str]) -> dict[str, Coding]:
    """The coding of each source that could be read; a line on stderr for each other."""
    from dragoman.workers import Settings

    pipeline = pipeline_of(Settings())
    found = {}
    for outcome in pipeline.run(pipeline.sources(sources)):
        if outcome.failure:
            complain(outcome.failure.source, outcome.failure.problem, outcome.failure.remedy)
        if outcome.coding:
            found[outcome.source] = outcome.coding
    return found


YEARS = "First and last year."


@evaluation.command("relations")
def eval_relations(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Directed dyad-years of ICEWS, CSV.")],
    db: Database = DEFAULT_DATABASE,
    years: Annotated[tuple[int, int], typer.Option(help=YEARS)] = (2002, 2014),
) -> None:
    """Whether the dyads of a store move as those of ICEWS do. Prints one JSON object."""
    from dragoman.serve.evaluate import relations

    _against(relations.score, path, db, years)


@evaluation.command("militarised")
def eval_militarised(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Militarised interstate events, mie-1.0.csv.")],
    db: Database = DEFAULT_DATABASE,
    years: Annotated[tuple[int, int], typer.Option(help=YEARS)] = (2002, 2014),
) -> None:
    """Whether a store knows of the militarised events between states. Prints one JSON object."""
    from dragoman.serve.evaluate import militarised

    _against(militarised.score, path, db, years)


def _against(score: Callable[..., dict[str, object]], path: Path, db: Path, years: tuple[int, int]) -> None:
    """The figures of a store held against other data."""
    try:
        with related(db) as store:
            print_json(score(path, store, *years))
    except GoldError as error:
        complain(str(path), error.problem, error.remedy)
        raise typer.Exit(1) from error


def _add_tasks() -> None:
    """One command for each task of the table: they differ in what they read and measure, not in their use."""
    for name, task in TASKS.items():
        evaluation.command(name, help=f"{task.about} Prints one JSON object.")(_eval_task(name))


def _eval_task(name: str) -> Callable[..., None]:
    def command(
        path: Annotated[Path, typer.Argument(metavar="FILE", help="The gold, plain or gzipped.")],
        half: Annotated[
            Half | None, typer.Option("--half", help="Score one half of it only.", show_default=False)
        ] = None,
        limit: Annotated[
            int | None, typer.Option("--limit", min=1, metavar="N", help="Score the first N items only.")
        ] = None,
    ) -> None:
        try:
            print_json(evaluate(name, path, Part(half, limit)))
        except GoldError as error:
            complain(str(path), error.problem, error.remedy)
            raise typer.Exit(1) from error

    return command


_add_tasks()
for one in (dyad, dyads, incidents, brief, export, judge, unjudge, judgements, serve):
    app.command()(one)
app.command("import")(import_)


if __name__ == "__main__":
    main()
