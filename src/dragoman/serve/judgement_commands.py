"""``dragoman judge``, ``unjudge`` and ``judgements``: what people say of records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.exchange import Told
from dragoman.serve.terminal import (
    DEFAULT_DATABASE,
    Database,
    complain,
    open_store,
    party,
    print_lines,
    print_table,
    refuse,
    say,
)
from dragoman.serve.voices import Kind

if TYPE_CHECKING:  # duckdb and rich load only where they are used
    from dragoman.knowledge.ontology import Ontology
    from dragoman.store import Store
    from dragoman.store.judgements import Judgement

NOBODY = "none"
"""A party that says that nobody known is on a side."""


class Said(StrEnum):
    """The verdicts of `dragoman.store.judgements.VERDICTS`."""

    accept = "accept"
    correct = "correct"
    reject = "reject"


class Listing(StrEnum):
    """How judgements are printed."""

    sheet = "sheet"
    jsonl = "jsonl"
    gold = "gold"


Person = Annotated[
    str, typer.Option("--person", metavar="NAME", envvar="DRAGOMAN_PERSON", help="Who judges.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)]


def _side(option: str, what: str) -> object:
    words = f"Right {what}: a country or body; may be given several times; {NOBODY}: nobody known."
    return typer.Option(option, metavar="CODE", help=words, show_default=False)


def _word(option: str, words: str) -> object:
    return typer.Option(option, metavar="NAME", help=words, show_default=False)


def judge(  # noqa: PLR0913, PLR0917 (one argument an option: that is how typer reads a command)
    key: Annotated[str, typer.Argument(metavar="ID", help="Id of a record, or its first characters.")],
    verdict: Annotated[Said, typer.Argument(metavar="VERDICT", help="accept, correct or reject.")],
    person: Person,
    reason: Reason = "",
    event_type: Annotated[str | None, _word("--type", "Right type of an event.")] = None,
    mode: Annotated[str | None, _word("--mode", "Right mode of an event; none: it has none.")] = None,
    factuality: Annotated[
        Told | None, typer.Option("--factuality", help="Right factuality of an event.", show_default=False)
    ] = None,
    voice: Annotated[
        Kind | None, typer.Option("--voice", help="Right kind of voice.", show_default=False)
    ] = None,
    actors: Annotated[list[str] | None, _side("--actor", "actor of an event")] = None,
    recipients: Annotated[list[str] | None, _side("--recipient", "recipient of an event")] = None,
    aspect: Annotated[str | None, _word("--aspect", "Right aspect of an assessment.")] = None,
    direction: Annotated[
        str | None, _word("--direction", "Right direction of an assessment; none: it has none.")
    ] = None,
    stance: Annotated[str | None, _word("--stance", "Right stance of a statement.")] = None,
    ontology: Annotated[
        Path | None,
        typer.Option("--ontology", metavar="FILE", help="Types are those of your own.", show_default=False),
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Accept, correct or reject a record; all counts follow at once, and unjudge takes it back.

    The machine's record stays as it is beside the judgement. docs/judgements.md says what can be corrected.
    """
    from dragoman.serve.judgement_page import made_line
    from dragoman.serve.judging import judge_and_relate
    from dragoman.store.judgements import Correction

    said = Correction(
        event_type,
        mode,
        factuality.value if factuality else None,
        voice.value if voice else None,
        _parties(actors),
        _parties(recipients),
        aspect,
        direction,
        stance,
    )
    if verdict is not Said.correct and said.given():
        refuse(f"to {verdict} corrects nothing", "Say correct, or leave the corrected values out")
    own = _ontology(ontology)
    correction = said if said.given() else None
    with open_store(db, read_only=False) as store, _told(key):
        made = judge_and_relate(store, key, verdict.value, person, reason, correction, own)
    print_lines([made_line(made)])


def unjudge(
    key: Annotated[str, typer.Argument(metavar="ID", help="Id of a judgement, or its first characters.")],
    person: Person,
    reason: Reason = "",
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Withdraw a judgement, your own or another's: the one before it stands again, or none.

    Nothing is deleted: the withdrawal is listed beside what it withdraws.
    """
    from dragoman.serve.judgement_page import made_line
    from dragoman.serve.judging import undo_and_relate

    with open_store(db, read_only=False) as store, _told(key):
        made = undo_and_relate(store, key, person, reason)
    print_lines([made_line(made)])


def judgements(
    form: Annotated[
        Listing,
        typer.Option(
            "--format", help="A sheet to read, JSON lines of all, or gold for dragoman eval judged."
        ),
    ] = Listing.sheet,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Only this one's.", show_default=False)
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """List what people said of records, in order, or write the judged records as gold."""
    if form is Listing.gold and person is not None:
        refuse("gold is of all judgements that stand", "Leave --person out")
    with open_store(db, read_only=True) as store:
        from dragoman.serve.judgement_page import judgement_list, plain
        from dragoman.store.judgements import judgements as listed

        if form is Listing.gold:
            _print_gold(store)
            return
        found = listed(store.connection, person=person)
        if form is Listing.jsonl:
            print_lines(json.dumps(plain(one), ensure_ascii=False) for one in found)
        else:
            print_table(judgement_list(found, _now(store, found)))


def _print_gold(store: Store) -> None:
    from dragoman.serve.judged import gold

    found = [json.dumps(one, ensure_ascii=False) for one in gold(store)]
    print_lines(found)
    if not found:
        say("nothing is judged, so there is no gold")


def _now(store: Store, found: Sequence[Judgement]) -> dict[str, str]:
    """The machine's records as they are, JSON by id, of judgements that stand and apply."""
    from dragoman.serve import jsonl

    wanted = {one.record for one in found if one.standing and one.applies}
    codings = (store.coding(document) for document in {one.document for one in found if one.standing})
    records = (each for coding in codings if coding for each in jsonl.objects(coding))
    return {each["id"]: json.dumps(each, ensure_ascii=False) for each in records if each["id"] in wanted}


def _parties(given: Sequence[str] | None) -> tuple[str, ...] | None:
    """The codes of a side; None where nothing is said of it, empty for nobody."""
    if not given:
        return None
    if NOBODY in given:
        if len(given) > 1:
            refuse(f"{NOBODY} stands for nobody, and somebody is given, too", "Give one of the two")
        return ()
    return tuple(party(words) for words in given)


def _ontology(path: Path | None) -> Ontology | None:
    if path is None:
        return None
    from dragoman.knowledge.ontology import OntologyError, load

    try:
        return load(path)
    except OntologyError as error:
        say(str(error))
        raise typer.Exit(1) from error


@contextmanager
def _told(key: str) -> Iterator[None]:
    """One line and exit code 1 where the store refuses."""
    from dragoman.store import StoreError

    try:
        yield
    except StoreError as error:
        complain(key, error.problem, error.remedy)
        raise typer.Exit(1) from error
