"""One actor: who it is, its dyads, its incidents, what it says and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dragoman.knowledge.actors import load
from dragoman.relate import Wanted
from dragoman.relate.fitting import told
from dragoman.relate.incident import counted
from dragoman.relate.listing import Named, Side, records
from dragoman.serve.web.asked import Asked, Filters
from dragoman.serve.web.pages.dyad import drawn, framed
from dragoman.serve.web.pages.overview import map_of
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import all_ties, choices, cited, citing, question
from dragoman.serve.web.screens import page, segment
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter()

LATEST = 10
DYADS = 30


@router.get("/actors/{code}")
def show(request: Request, code: str, asked: Filters) -> Response:
    """The page; of another name than the usual one the way to it."""
    usual = known_party(code)
    if usual != code:
        return RedirectResponse(asked.at(f"/actors/{segment(usual)}"), 303)
    desk = desk_of(request)
    ties = [one for one in all_ties(desk, asked) if code in (one.a, one.b)]
    known = desk.remembered(("actor", code, asked), lambda store: _known(store, code, asked))
    return page(
        request,
        "actor.html",
        {
            "asked": asked,
            "choices": choices(desk),
            "code": code,
            "profile": [*_profile(code)],
            "ties": ties[:DYADS],
            "dyads": len(ties),
            "map": map_of(request, ties, own=code),
            **known,
            "cite": citing(desk, asked, code),
            "statements_cited": {
                side: cited(desk, question("statements", asked, **{side: code}))
                for side in ("actor", "recipient")
            },
        },
    )


@router.get("/actors/{code}/map.{ending}")
def picture(request: Request, code: str, ending: str, asked: Filters) -> Response:
    """The map alone, to be downloaded."""
    desk, usual = desk_of(request), known_party(code)
    ties = [one for one in all_ties(desk, asked) if usual in (one.a, one.b)]
    told = question("map", asked, usual)
    frame = framed(desk, told)
    return drawn(map_of(request, ties, frame, usual), ending, told.filename, frame.citation)


def _known(store: Store, code: str, asked: Asked) -> dict[str, Any]:
    """What the store has of it."""
    wanted: Wanted = asked.wanted(code, limit=LATEST)
    found, total = counted(store.connection, wanted)
    listed = told(store.connection, wanted, found, asked.counts())
    made, receives = (_statements(store, code, asked, side) for side in ("acting", "receiving"))
    return {"incidents": listed, "total": total, "made": made, "receives": receives}


def _profile(code: str) -> Iterator[tuple[str, str]]:
    """What the knowledge has of it."""
    state = load().states.get(code)
    if state is None:
        yield "Kind", "body of no one state"
        return
    yield "ISO 3166-1 alpha-3", state.iso3
    if state.others:
        yield "Also called", ", ".join(state.others)


def _statements(store: Store, code: str, asked: Asked, side: Side) -> tuple[list, int]:  # type: ignore[type-arg]
    # statements have no factuality, and who speaks or is spoken of is asked by name
    wanted = asked.listing(
        kinds=("statement",), a=Named(code, side), factualities=(), sectors=(), limit=LATEST
    )
    return records(store.connection, wanted)
