"""What people say of records: to read, to add, to withdraw. Every count follows at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.routing import APIRoute
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dragoman.serve.api.asked import RecordKey, Word
from dragoman.serve.api.failures import Responses, failures
from dragoman.serve.api.formats import JSON_ALONE, JSON_SENT, TABULAR, best
from dragoman.serve.api.lists import Items, Paging
from dragoman.serve.api.tables import header
from dragoman.serve.judged import gold
from dragoman.serve.judging import judge_and_relate, undo_and_relate
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.pages.record import found_record, refused
from dragoman.serve.web.questions import cited
from dragoman.serve.web.state import desk_of
from dragoman.store.judgements import (
    LONGEST_PERSON,
    LONGEST_REASON,
    Correction,
    Judgement,
    RecordKind,
    Verdict,
    judgements,
)


class Siblings(APIRoute):
    """A call whose path has others with other methods: a refusal names all that there are."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        try:
            await super().handle(scope, receive, send)
        except HTTPException as error:
            if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                same = (one for one in router.routes if isinstance(one, APIRoute) and one.path == self.path)
                allowed = sorted({method for one in same for method in one.methods or ()})
                raise HTTPException(405, headers={"Allow": ", ".join(allowed)}) from error
            raise


router = APIRouter(tags=["judgements"], route_class=Siblings)

GOLD = "application/x-ndjson"
Key = Annotated[str, Path(pattern=RecordKey, description="The judgement's id, or its beginning")]
Person = Annotated[
    str,
    Field(
        min_length=1, max_length=LONGEST_PERSON, pattern=r"^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$"
    ),
]
Reason = Annotated[str, Field(max_length=LONGEST_REASON, pattern=r"^[^\u0000]*$")]
LINES: Responses = {
    200: {"description": "A JSON object a line", "content": {GOLD: {"schema": {"type": "string"}}}}
}
CORRECTED = tuple(one.name for one in fields(Correction))


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a record. ``correction`` goes with the verdict ``correct`` and no other.

    Of events these can be corrected: event_type, mode (``"none"``: there is none), factuality, voice_kind,
    actor and recipient (codes and names of bodies; empty: nobody known). Of statements: stance, voice_kind.
    Of assessments: aspect, direction (``"none"``: the words give none), voice_kind.
    """

    record: Annotated[str, Field(pattern=RecordKey, description="id of the record")]
    verdict: Literal["accept", "correct", "reject"]
    person: Annotated[Person, Field(description="who judges")]
    reason: Reason = ""
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Who withdraws a judgement, and why."""

    person: Person
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement in a row of a table; what is corrected in columns of its own."""

    id: str
    number: int
    document: str
    record: str
    kind: RecordKind
    verdict: Verdict
    undoes: str | None
    event_type: str | None
    mode: str | None
    factuality: str | None
    voice_kind: str | None
    actor: tuple[str, ...] | None
    recipient: tuple[str, ...] | None
    aspect: str | None
    direction: str | None
    stance: str | None
    quad: str | None
    intensity: float | None
    person: str
    made: datetime
    reason: str | None
    standing: bool
    undone: bool
    applies: bool


def _row(one: Judgement) -> JudgementRow:
    said = one.correction or Correction()
    names = [each.name for each in fields(JudgementRow)]
    return JudgementRow(**{name: getattr(said if name in CORRECTED else one, name) for name in names})


@router.get(
    "/judgements",
    summary="What people said",
    response_model=Items[Judgement],
    responses={**TABULAR, **failures()},
)
def list_judgements(
    page: Paging,
    record: Annotated[str | None, Query(pattern=RecordKey, description="Only of this record")] = None,
    person: Annotated[Word | None, Query(description="Only by this person")] = None,
) -> Any:
    """All judgements and withdrawals, the newest first."""
    with desk_of(page.request).reading() as store:
        found = judgements(store.connection, record=record, person=person)[::-1]
    if page.tabular:
        return page.all_of(JudgementRow, [_row(one) for one in found])
    return page.all_of(Judgement, found)


@router.get(
    "/judgements/gold",
    summary="Judged records as gold",
    response_class=PlainTextResponse,
    responses={**LINES, **failures()},
)
def get_gold(request: Request) -> Response:
    """The records as they stand after judgement, a document a line, as `dragoman eval judged` takes them."""
    best(request.headers.get("accept", ""), {"gold": GOLD})
    desk = desk_of(request)
    with desk.reading() as store:
        lines = [json.dumps(one, ensure_ascii=False) for one in gold(store)]
    headers = {
        "X-Citation": header(cited(desk)),
        "Content-Disposition": 'attachment; filename="judged.jsonl"',
    }
    return Response("".join(f"{one}\n" for one in lines), media_type=GOLD, headers=headers)


@router.post(
    "/judgements",
    summary="Judge a record",
    status_code=201,
    responses=failures(400, 403, 404, 413, 415),
    dependencies=[JSON_ALONE, JSON_SENT],
)
def judge(request: Request, said: Said) -> Judgement:
    """Accept, correct or reject it; the latest judgement stands, and every count follows."""
    with desk_of(request).writing() as store:
        _, record = found_record(store, said.record)
        with refused():
            return judge_and_relate(store, record.id, said.verdict, said.person, said.reason, said.correction)


@router.post(
    "/judgements/{key}/undo",
    summary="Withdraw a judgement",
    status_code=201,
    responses=failures(400, 403, 404, 409, 413, 415),
    dependencies=[JSON_ALONE, JSON_SENT],
)
def undo(request: Request, key: Key, said: Withdrawn) -> Judgement:
    """One's own or another's: the one before it stands again, or none. The answer is the withdrawal."""
    with desk_of(request).writing() as store:
        found = judgements(store.connection, begins=key)
        if len(found) != 1:
            problem = f"several judgements begin with {key}" if found else f"no judgement is named {key}"
            raise Problem(404, problem, "They are listed under /api/v1/judgements")
        if found[0].undone or found[0].verdict == "undo":
            raise Problem(409, f"{found[0].id} does not hold any more", "Judge the record again instead")
        with refused():
            return undo_and_relate(store, found[0].id, said.person, said.reason)
