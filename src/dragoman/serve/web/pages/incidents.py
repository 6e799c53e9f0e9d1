"""All incidents: those of one party, between two, in some days, told in such ways on such words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.relate import Wanted
from dragoman.relate.fitting import Told, told
from dragoman.relate.incident import counted, latest
from dragoman.serve.web.asked import Filters, Offset, Text
from dragoman.serve.web.parties import known_party, pair
from dragoman.serve.web.questions import choices, cited, held, question
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter()

PER_PAGE = 50
Order = Literal["newest", "reports"]


def _parties(a: Text = None, b: Text = None) -> tuple[str | None, str | None]:
    """The party, or the two, by their codes. Raises Problem."""
    if a and b:
        return pair(a, b)
    one = a or b
    return (known_party(one) if one else None), None


Parties = Annotated[tuple[str | None, str | None], Depends(_parties)]


@router.get("/incidents")
def show(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    asked: Filters,
    parties: Parties,
    order: Annotated[Order, Query()] = "newest",
    undated: bool = False,
    offset: Offset = 0,
) -> Response:
    """A page of them."""
    desk, (a, b) = desk_of(request), parties
    wanted: Wanted = asked.wanted(
        a, b, foremost=order == "reports", undated=undated, limit=PER_PAGE, offset=offset
    )
    if wanted == Wanted(limit=PER_PAGE):  # nothing is asked: how many there are is known
        total = held(desk).incidents
        found = desk.remembered(("incidents", wanted), lambda store: _latest(store, wanted))
    else:
        found, total = desk.remembered(("incidents", wanted), lambda store: _listed(store, wanted))
    own: dict[str, Any] = {"a": a, "b": b, "undated": "true" if undated else None, "freq": None}
    foremost = "true" if wanted.foremost else None
    changes = {**own, "order": order if order != "newest" else None}
    return page(
        request,
        "incidents.html",
        {
            "asked": asked,
            "choices": choices(desk),
            "a": a,
            "b": b,
            "order": order,
            "undated": undated,
            "found": found,
            "total": total,
            "offset": offset,
            "dateless": asked.at("/incidents", **changes | {"since": None, "until": None, "undated": "true"}),
            "downloads": asked.tables("/api/v1/incidents", **own, foremost=foremost),
            "before": asked.at("/incidents", **changes, offset=max(0, offset - PER_PAGE) or None)
            if offset
            else None,
            "after": asked.at("/incidents", **changes, offset=offset + PER_PAGE)
            if total > offset + PER_PAGE
            else None,
            "citation": cited(
                desk, question("incidents", asked, *filter(None, (a, b)), undated=own["undated"])
            ),
        },
    )


def _latest(store: Store, wanted: Wanted) -> Sequence[Told]:
    """The latest of all, looked for in the last days first."""
    return told(store.connection, wanted, latest(store.connection, wanted))


def _listed(store: Store, wanted: Wanted) -> tuple[Sequence[Told], int]:
    """Those of a page, the last one first as `incidents` has them, and how many there are."""
    found, total = counted(store.connection, wanted)
    if wanted.foremost:
        found = sorted(found, key=lambda one: one.texts)
    return told(store.connection, wanted, found), total
