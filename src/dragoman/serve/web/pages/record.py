"""One record: what it rests on, every decision behind it, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Literal, get_args
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from dragoman.knowledge.actors import bodies
from dragoman.knowledge.ontology import plover
from dragoman.records import Aspect, Coding, Direction, Event, Participant, Span, Stance
from dragoman.serve.judging import judge_and_relate, undo_and_relate
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import MAX_TEXT, Filled, Text
from dragoman.serve.web.cards import card
from dragoman.serve.web.marking import Mark, Piece, pieces
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import choices
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.serve.why import Record, find_record, marked_spans, sections, sentences_of
from dragoman.store import Store, StoreError
from dragoman.store.judgements import Correction, judgements

router = APIRouter()

Key = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
Word = Annotated[str | None, Filled, Form(max_length=MAX_TEXT)]
Parties = Annotated[str | None, Form(max_length=2000)]
PERSON = "dragoman_person"
"""The cookie that keeps the name under which one judges."""


def found_record(store: Store, key: str) -> tuple[Coding, Record]:
    """The record of this id, or whose id alone begins so, with its article. Raises Problem."""
    found = [one for one in store.find(key) if one.kind != "document"]
    if len(found) != 1:
        problem = f"several records begin with {key}" if found else f"no record is named {key}"
        raise Problem(404, problem, "Give the whole id, or search for its words")
    coding = store.coding(found[0].document)
    if coding is None:
        raise Problem(404, f"the article of {key} is gone", "Search for its words")
    return coding, find_record(coding, found[0].id)


def passages(coding: Coding, record: Record) -> list[list[Piece]]:
    """The sentences that a record rests on, in pieces."""
    text, spans = coding.article.text, [*marked_spans(record)]
    marked = [Mark(record.id, role, span) for role, span in spans if role != "evidence"]
    return [pieces(text, marked, Span(place.start, place.end)) for place in sentences_of(text, spans)]


@router.get("/records/{key}")
def show(request: Request, key: Key, then: Text = None) -> Response:
    """The page."""
    desk = desk_of(request)
    with desk.reading() as store:
        coding, record = found_record(store, key)
        history = judgements(store.connection, record=record.id)
        row = store.connection.execute(
            "SELECT incident FROM incident_events WHERE event = ?", [record.id]
        ).fetchone()
    text = coding.article.text
    stands = next((one for one in history if one.standing), None)
    return page(
        request,
        "record.html",
        {
            "coding": coding,
            "article": coding.article,
            "record": record,
            "card": card(record, text, stands),
            "passages": passages(coding, record),
            "sections": [(title, rows) for title, rows in sections(record, text) if rows],
            "incident": row[0] if row else None,
            "history": history,
            "choices": choices(desk),
            "person": known_person(request),
            "then": then or "",
            "modes": {name: [mode.name for mode in kind.modes] for name, kind in plover().types.items()},
            "aspects": get_args(Aspect),
            "directions": get_args(Direction),
            "stances": get_args(Stance),
            "parties": _parties(record),
        },
    )


@router.post("/records/{key}/judge")
def judge(  # noqa: PLR0913, PLR0917 (one parameter a field of the form)
    request: Request,
    key: Key,
    verdict: Annotated[Literal["accept", "correct", "reject"], Form()],
    person: Annotated[str, Form(max_length=MAX_TEXT)] = "",
    reason: Annotated[str, Form(max_length=4000)] = "",
    event_type: Word = None,
    mode: Word = None,
    factuality: Word = None,
    voice_kind: Word = None,
    actor: Parties = None,
    recipient: Parties = None,
    aspect: Word = None,
    direction: Word = None,
    stance: Word = None,
    then: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Take a judgement down, and go on with what comes next."""
    said = Correction(
        event_type=event_type,
        mode=mode,
        factuality=factuality,
        voice_kind=voice_kind,
        actor=_codes(actor),
        recipient=_codes(recipient),
        aspect=aspect,
        direction=direction,
        stance=stance,
    )
    with desk_of(request).writing() as store, refused():
        judge_and_relate(store, key, verdict, person, reason, said if verdict == "correct" else None)
    return back(then, f"/records/{key}", person)


@router.post("/judgements/{key}/undo")
def withdraw(
    request: Request,
    key: Key,
    person: Annotated[str, Form(max_length=MAX_TEXT)] = "",
    reason: Annotated[str, Form(max_length=4000)] = "",
    then: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Withdraw a judgement."""
    with desk_of(request).writing() as store, refused():
        made = undo_and_relate(store, key, person, reason)
    return back(then, f"/records/{made.record}", person)


def known_person(request: Request) -> str:
    """The name under which one judged last."""
    return unquote(request.cookies.get(PERSON, ""))


def _parties(record: Record) -> dict[str, str]:
    """Actor and recipient of an event as codes, as the form takes them."""
    if not isinstance(record, Event):
        return {}
    sides = {"actor": record.actor, "recipient": record.recipient}
    return {side: "; ".join(dict.fromkeys(_known(many))) for side, many in sides.items()}


def _known(many: Iterable[Participant]) -> Iterator[str]:
    for one in many:
        if one.country:
            yield from one.country
        elif one.name in bodies():
            yield str(one.name)


@contextmanager
def refused() -> Iterator[None]:
    """What the store says of a judgement that cannot be kept is for the one who made it."""
    try:
        yield
    except StoreError as error:
        raise Problem(422, error.problem, error.remedy) from error


def _codes(words: str | None) -> tuple[str, ...] | None:
    """The parties that were typed, divided by semicolons; none where the field is empty."""
    if words is None:
        return None
    return tuple(known_party(one.strip()) for one in words.split(";") if one.strip())


def back(then: str, usual: str, person: str) -> Response:
    """To the page that the form names, if it is one of ours; the name is kept for the next judgement."""
    ours = then.startswith("/") and not then.startswith(("//", "/\\"))
    answer = RedirectResponse(then if ours else usual, 303)
    name = quote(" ".join(person.split()))
    answer.set_cookie(PERSON, name, max_age=31_536_000, httponly=True, samesite="strict")
    return answer
