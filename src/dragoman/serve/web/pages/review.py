"""The queue of records to be judged, and the list of what was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.records import Step
from dragoman.relate.listing import Judged, Listed, Named, Ranking, RecordKind, records
from dragoman.serve.web.asked import Filters, Offset, Text, Texts
from dragoman.serve.web.done import done as told
from dragoman.serve.web.marking import Piece
from dragoman.serve.web.pages.record import known_person, passages, surroundings
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import choices, cited
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.serve.why import find_record
from dragoman.store import Store
from dragoman.store.judgements import judgements

router = APIRouter()

PER_PAGE = 10
LISTED = 50
VOTES = {"lexicon": "lexicon", "scorer": "network"}
"""The steps of an event in which those who settle its type say what they think, by what people call them."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A record of the queue with what it takes to judge it alone.

    ``passages`` are the sentences that it rests on, its words marked; ``before`` and ``after`` what stands
    around them in the text. ``votes`` are those of the lexicon and of the network of pairs on its type.
    """

    row: Listed
    passages: tuple[list[Piece], ...] = ()
    before: str = ""
    after: str = ""
    votes: tuple[tuple[str, str], ...] = ()


def queued(store: Store, rows: Sequence[Listed]) -> list[Queued]:
    """The rows, each with its place in the text."""
    codings = store.codings({one.document for one in rows})
    found = []
    for row in rows:
        coding = codings.get(row.document)
        if coding is None:  # it was taken away since the rows were asked for
            found.append(Queued(row))
            continue
        record = find_record(coding, row.id)
        before, after = surroundings(coding, record)
        found.append(Queued(row, tuple(passages(coding, record)), before, after, _votes(record.steps)))
    return found


def _votes(steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    return tuple((VOTES[one.rule], one.saw) for one in steps if one.rule in VOTES)


@router.get("/review")
def show(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    asked: Filters,
    kind: Annotated[RecordKind, Query()] = "event",
    actor: Text = None,
    type: Texts = [],  # noqa: B006
    judged: Judged = "no",
    order: Ranking = "certainty",
    offset: Offset = 0,
    done: Text = None,
) -> Response:
    """The queue."""
    desk = desk_of(request)
    wanted = asked.listing(
        kinds=(kind,),
        a=Named(known_party(actor)) if actor else None,
        types=tuple(type),
        judged=judged,
        ranking=order,
        limit=PER_PAGE,
        offset=offset,
    )
    with desk.reading() as store:
        listed, total = records(store.connection, wanted)
        rows = queued(store, listed)
        made = told(store, done)
    changes = {"kind": kind, "actor": actor, "type": list(type), "judged": judged, "order": order}
    return page(
        request,
        "review.html",
        {
            "asked": asked,
            "choices": choices(desk),
            "kind": kind,
            "actor": actor,
            "types": type,
            "judged": judged,
            "order": order,
            "rows": rows,
            "total": total,
            "offset": offset,
            "person": known_person(request),
            "done": made,
            "place": asked.at("/review", **changes, offset=offset or None),
            "before": asked.at("/review", **changes, offset=max(0, offset - PER_PAGE) or None)
            if offset
            else None,
            "after": asked.at("/review", **changes, offset=offset + PER_PAGE)
            if total > offset + PER_PAGE
            else None,
            "citation": cited(desk),
        },
    )


@router.get("/judgements")
def history(request: Request, offset: Offset = 0, done: Text = None) -> Response:
    """What was judged, the newest first."""
    desk = desk_of(request)
    with desk.reading() as store:
        found = judgements(store.connection)
        made = told(store, done)
    newest = found[::-1]
    return page(
        request,
        "judgements.html",
        {
            "rows": newest[offset : offset + LISTED],
            "total": len(found),
            "person": known_person(request),
            "done": made,
            "before": f"/judgements?offset={max(0, offset - LISTED)}" if offset else None,
            "after": f"/judgements?offset={offset + LISTED}" if len(found) > offset + LISTED else None,
            "citation": cited(desk),
        },
    )
