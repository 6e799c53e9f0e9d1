"""All dyads: by period, and at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import duckdb
from fastapi import APIRouter, Query

from dragoman.relate.periods import table
from dragoman.relate.shown import SHOWN, registered
from dragoman.relate.ties import Tie
from dragoman.serve.api.asked import Filters, Word
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import TABULAR
from dragoman.serve.api.lists import Items, Paging
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import all_ties
from dragoman.serve.web.state import desk_of

router = APIRouter(tags=["dyads"])

Origin = Literal["dragoman", "icews", "gdelt", "polecat"]
Party = Annotated[Word | None, Query(description="One of the two: a code, or a name")]
Undirected = Annotated[bool, Query(description="A to B and B to A as one, incidents counted once")]


@dataclass(frozen=True, slots=True)
class DyadPeriod:
    """A dyad in a period with incidents; the columns of ``dragoman dyads``, see `docs/relations.md`."""

    actor: str
    recipient: str
    period: date
    incidents: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity: float | None
    index: float
    low: float
    high: float


@router.get(
    "/dyads",
    summary="All dyads by period",
    response_model=Items[DyadPeriod],
    responses={**TABULAR, **failures()},
)
def list_dyads(
    page: Paging,
    asked: Filters,
    undirected: Undirected = False,
    origin: Annotated[Origin, Query(description="Whose events: what was read, or an import")] = "dragoman",
) -> Any:
    """Incidents of each quad by dyad and period, with the index and its interval of 95 %."""
    columns = desk_of(page.request).remembered(
        ("dyads", asked, undirected, origin),
        lambda store: table(
            store.connection, asked.freq, directed=not undirected, chosen=asked.chosen(origin=origin)
        ),
    )
    query = f"SELECT {SHOWN} FROM columns LIMIT {page.limit} OFFSET {page.offset}"
    with duckdb.connect() as con:
        registered(con, columns)
        if page.tabular:
            return page.table(con, query)
        rows = [DyadPeriod(*row) for row in con.execute(query).fetchall()]
    return page.of(rows, len(columns["actor"]))


@router.get(
    "/ties",
    summary="All dyads at a glance",
    response_model=Items[Tie],
    responses={**TABULAR, **failures(404)},
)
def list_ties(page: Paging, asked: Filters, party: Party = None) -> Any:
    """Each pair over all periods: incidents, mean score, the index and how it has moved in a year."""
    found = all_ties(desk_of(page.request), asked)
    code = known_party(party) if party else None
    return page.all_of(Tie, [one for one in found if code in (None, one.a, one.b)])
