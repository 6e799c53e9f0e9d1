"""Actors: who has dyads, and what the store tells of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request

from dragoman.knowledge.actors import load
from dragoman.relate.incident import Wanted, counted
from dragoman.relate.listing import Listing, Named, RecordKind, Side, picked
from dragoman.relate.ties import Tie, standing
from dragoman.serve.api.asked import Filters
from dragoman.serve.api.dyad import Party
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE, TABULAR
from dragoman.serve.api.lists import Items, Paging
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import all_ties
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter(tags=["actors"])


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor with a dyad: its incidents with others, and their mean score, null where none has a score."""

    code: str
    name: str
    incidents: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class ActorBody:
    """An actor: names and codes, how often it is named in records of each kind and on which side, its dyads.

    ``iso3`` and ``entity`` (Wikidata) are null of bodies of no one state and where unknown.
    """

    code: str
    name: str
    others: tuple[str, ...]
    iso3: str | None
    entity: str | None
    incidents: int
    ties: list[Tie]
    events_as_actor: int
    events_as_recipient: int
    statements_by: int
    statements_about: int
    assessments: int


COUNTED: dict[str, tuple[RecordKind, Side]] = {
    "events_as_actor": ("event", "acting"),
    "events_as_recipient": ("event", "receiving"),
    "statements_by": ("statement", "acting"),
    "statements_about": ("statement", "receiving"),
    "assessments": ("assessment", "any"),
}


@router.get(
    "/actors",
    summary="Actors with dyads",
    response_model=Items[ActorRow],
    responses={**TABULAR, **failures()},
)
def list_actors(page: Paging, asked: Filters) -> Any:
    """Those with the most incidents first."""
    known = standing(all_ties(desk_of(page.request), asked))
    rows = [ActorRow(code, load().state(code), count, mean) for code, (count, mean) in known.items()]
    return page.all_of(ActorRow, sorted(rows, key=lambda one: (-one.incidents, one.code)))


@router.get("/actors/{code}", summary="One actor", responses=failures(404), dependencies=[JSON_ALONE])
def get_actor(request: Request, code: Party, asked: Filters) -> ActorBody:
    """Names, codes, counts and dyads; records of copies are not counted."""
    known, desk = known_party(code), desk_of(request)
    state = load().states.get(known)
    counts = desk.remembered(("counts of", known), lambda store: _counts(store, known))
    with desk.reading() as store:
        wanted: Wanted = asked.wanted(known, limit=1)
        incidents = counted(store.connection, wanted)[1]
    ties = [one for one in all_ties(desk, asked) if known in (one.a, one.b)]
    return ActorBody(
        known,
        load().state(known),
        tuple(state.others) if state else (),
        state.iso3 if state else None,
        state.entity if state else None,
        incidents,
        ties,
        **counts,
    )


def _counts(store: Store, party: str) -> dict[str, int]:
    return {
        name: picked(store.connection, Listing(kinds=(kind,), a=Named(party, side), limit=1))
        for name, (kind, side) in COUNTED.items()
    }
