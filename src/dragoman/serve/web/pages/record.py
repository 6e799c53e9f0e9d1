"""One record: what it rests on, every decision behind it, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Annotated, Literal, get_args
from urllib.parse import quote, unquote

from fastapi import APIRouter, Path, Request
from fastapi import Form as FromForm
from starlette.responses import RedirectResponse, Response

from dragoman.knowledge.ontology import plover
from dragoman.records import Aspect, Coding, Direction, Event, Span, Stance
from dragoman.serve.judging import judge_and_relate, undo_and_relate
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import MAX_TEXT, Filled, Text
from dragoman.serve.web.cards import card
from dragoman.serve.web.correcting import Fields, Form, WrongFieldError, as_it_stands, correction
from dragoman.serve.web.done import done as told
from dragoman.serve.web.done import telling
from dragoman.serve.web.marking import Mark, Piece, pieces
from dragoman.serve.web.questions import choices
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.serve.why import Record, find_record, marked_spans, sections, sentences_of
from dragoman.serve.words import flat
from dragoman.store import Store, StoreError
from dragoman.store.judgements import Judgement, Verdict, judgements, standing

router = APIRouter()

Key = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
Word = Annotated[str | None, Filled, FromForm(max_length=MAX_TEXT)]
Parties = Annotated[str | None, FromForm(max_length=2000)]
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


AROUND = 240
"""Characters of the text that are shown before and after the sentences of a record."""


def surroundings(coding: Coding, record: Record) -> tuple[str, str]:
    """What stands before and after the sentences that a record rests on, as far as it helps to judge it."""
    text, places = coding.article.text, sentences_of(coding.article.text, [*marked_spans(record)])
    if not places:
        return "", ""
    start, end = places[0].start, places[-1].end
    before, after = flat(text[max(0, start - AROUND) : start]), flat(text[end : end + AROUND])
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(text) > end + AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    return before, after


@router.get("/records/{key}")
def show(request: Request, key: Key, then: Text = None, done: Text = None) -> Response:
    """The page."""
    return _page(request, key, then or "", done=done)


def _page(  # noqa: PLR0913 (what a page that comes back has, and one that is opened has not)
    request: Request,
    key: str,
    then: str,
    *,
    done: str | None = None,
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """The page, with the form as the record stands or as it was sent."""
    desk = desk_of(request)
    with desk.reading() as store:
        coding, record = found_record(store, key)
        history = judgements(store.connection, record=record.id)
        row = store.connection.execute(
            "SELECT incident FROM incident_events WHERE event = ?", [record.id]
        ).fetchone()
        made = told(store, done)
    text = coding.article.text
    stands = next((one for one in history if one.standing), None)
    shown = form or Form(as_it_stands(record, stands), known_person(request))
    modes = {name: [mode.name for mode in kind.modes] for name, kind in plover().types.items()}
    if isinstance(record, Event):  # of an ontology of one's own
        modes.setdefault(record.event_type, [record.mode] if record.mode else [])
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
            "then": then,
            "done": made,
            "form": shown,
            "group": _group(modes, shown.fields),
            "corrected": stands is not None and stands.correction is not None,
            "modes": modes,
            "aspects": get_args(Aspect),
            "directions": get_args(Direction),
            "stances": get_args(Stance),
        },
        status,
    )


def _group(modes: Mapping[str, list[str]], chosen: Fields) -> str | None:
    """Under which type the chosen mode is marked: its own, or the first that has one of that name."""
    having = [name for name, names in modes.items() if chosen.mode in names]
    return chosen.event_type if chosen.event_type in having else next(iter(having), None)


@router.post("/records/{key}/judge")
def judge(  # noqa: PLR0913, PLR0917 (one parameter a field of the form)
    request: Request,
    key: Key,
    verdict: Annotated[Literal["accept", "correct", "reject"], FromForm()],
    person: Annotated[str, FromForm(max_length=MAX_TEXT)] = "",
    reason: Annotated[str, FromForm(max_length=4000)] = "",
    event_type: Word = None,
    mode: Word = None,
    factuality: Word = None,
    voice_kind: Word = None,
    actor: Parties = None,
    recipient: Parties = None,
    aspect: Word = None,
    direction: Word = None,
    stance: Word = None,
    then: Annotated[str, FromForm(max_length=2000)] = "",
) -> Response:
    """Take a judgement down, and go on with what comes next; what cannot be kept comes back with the form."""
    sent = Fields(event_type, mode, factuality, voice_kind, actor, recipient, aspect, direction, stance)
    with desk_of(request).writing() as store:
        _, record = found_record(store, key)
        shown = as_it_stands(record, standing(store.connection, record.document).get(record.id))
        try:
            made = _judged(store, record, verdict, Form(sent, person, reason), shown)
        except Problem as error:
            refused_form = Form(
                _kept(sent, shown),
                person,
                reason,
                f"{error.problem}. {error.remedy}",
                error.field if isinstance(error, WrongFieldError) else None,
            )
        else:
            return back(then, f"/records/{record.id}", person, made)
    return _page(request, key, then, form=refused_form, status=422)


def _judged(store: Store, record: Record, verdict: Verdict, form: Form, shown: Fields) -> Judgement:
    """What was judged. Raises Problem, in the words of the form, where it cannot be kept."""
    if not form.person.strip():
        raise WrongFieldError("person", "your name is missing", "Say who judges")
    said = correction(record, shown, form.fields) if verdict == "correct" else None
    with refused():
        return judge_and_relate(store, record.id, verdict, form.person, form.reason, said)


def _kept(sent: Fields, shown: Fields) -> Fields:
    """The fields as they were sent; of a form that has none of them, as in the queue, those that stand."""
    names = (one.name for one in fields(Fields))
    return Fields(**{name: getattr(shown if getattr(sent, name) is None else sent, name) for name in names})


@router.post("/judgements/{key}/undo")
def withdraw(
    request: Request,
    key: Key,
    person: Annotated[str, FromForm(max_length=MAX_TEXT)] = "",
    reason: Annotated[str, FromForm(max_length=4000)] = "",
    then: Annotated[str, FromForm(max_length=2000)] = "",
) -> Response:
    """Withdraw a judgement."""
    with desk_of(request).writing() as store, refused():
        made = undo_and_relate(store, key, person, reason)
    return back(then, f"/records/{made.record}", person, made)


def known_person(request: Request) -> str:
    """The name under which one judged last."""
    return unquote(request.cookies.get(PERSON, ""))


@contextmanager
def refused() -> Iterator[None]:
    """What the store says of a judgement that cannot be kept is for the one who made it."""
    try:
        yield
    except StoreError as error:
        raise Problem(422, error.problem, error.remedy) from error


def back(then: str, usual: str, person: str, made: Judgement) -> Response:
    """To the page that the form names, if it is one of ours, which tells what was done.

    The name is kept for the next judgement.
    """
    ours = then.startswith("/") and not then.startswith(("//", "/\\"))
    answer = RedirectResponse(telling(then if ours else usual, made), 303)
    name = quote(" ".join(person.split()))
    answer.set_cookie(PERSON, name, max_age=31_536_000, httponly=True, samesite="strict")
    return answer
