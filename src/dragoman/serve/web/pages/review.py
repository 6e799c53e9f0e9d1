"""The queue of records to be judged, and the list of what was judged."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.relate.listing import Judged, Listing, Named, Ranking, RecordKind, records
from dragoman.serve.web.asked import Filters, Offset, Text, Texts
from dragoman.serve.web.pages.record import known_person
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import choices, cited
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.store.judgements import judgements

router = APIRouter()

PER_PAGE = 10
LISTED = 50


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
) -> Response:
    """The queue."""
    desk = desk_of(request)
    wanted = Listing(
        kinds=(kind,),
        a=Named(known_party(actor)) if actor else None,
        types=tuple(type),
        voices=asked.voices,
        factualities=asked.factualities,
        contexts=asked.contexts,
        outlets=asked.outlets,
        sectors=asked.sectors,
        since=asked.since,
        until=asked.until,
        judged=judged,
        ranking=order,
        limit=PER_PAGE,
        offset=offset,
    )
    with desk.reading() as store:
        rows, total = records(store.connection, wanted)
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
def history(request: Request, offset: Offset = 0) -> Response:
    """What was judged, the newest first."""
    desk = desk_of(request)
    with desk.reading() as store:
        found = judgements(store.connection)
    newest = found[::-1]
    return page(
        request,
        "judgements.html",
        {
            "rows": newest[offset : offset + LISTED],
            "total": len(found),
            "person": known_person(request),
            "before": f"/judgements?offset={max(0, offset - LISTED)}" if offset else None,
            "after": f"/judgements?offset={offset + LISTED}" if len(found) > offset + LISTED else None,
            "citation": cited(desk),
        },
    )
