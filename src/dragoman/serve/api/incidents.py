"""Incidents: one happening each, with all its reports and where these disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from dragoman.records import Factuality
from dragoman.relate import Incident, Wanted
from dragoman.relate.fitting import Told, told
from dragoman.relate.incident import counted
from dragoman.serve.api.asked import Filters, Word
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE, TABULAR
from dragoman.serve.api.lists import Items, Page, Paging
from dragoman.serve.web.pages.incident import found_incident
from dragoman.serve.web.parties import known_party, pair
from dragoman.serve.web.state import desk_of

router = APIRouter(tags=["incidents"])

MOST = 100_000
"""Incidents of a table."""
Key = Annotated[str, Path(pattern="^i[0-9a-f]{1,64}$", description="The incident's id, or its beginning")]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A happening in a row: type, day, parties and factuality are those of most texts.

    ``texts`` counts the articles that report it, copies once. ``day_told`` is false where the day of
    publication stands for one that no text tells. ``differ``: where the reports disagree. ``words`` and
    ``passage`` are those of the first report that fits what is asked.
    """

    id: str
    event_type: str
    mode: str | None
    quad: str
    intensity: float | None
    factuality: Factuality
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    day_from: date | None
    day_to: date | None
    day_told: bool
    place: str | None
    texts: int
    outlets: tuple[str, ...]
    first_report: date | None
    last_report: date | None
    differ: tuple[str, ...]
    words: str
    passage: str


SHARED = tuple(one.name for one in fields(IncidentRow) if one.name not in ("differ", "words", "passage"))


def row(found: Told) -> IncidentRow:
    """An incident without its reports."""
    one, report = found.incident, found.report
    shared = {name: getattr(one, name) for name in SHARED}
    differ = tuple(dict.fromkeys(each.about for each in one.disagreements))
    return IncidentRow(**shared, differ=differ, words=report.words, passage=report.passage)


def answer(page: Page, wanted: Wanted) -> Any:
    """The incidents wanted, the latest first, in the wanted format."""
    page = page.most(MOST)
    wanted = replace(wanted, limit=page.limit, offset=page.offset)
    with desk_of(page.request).reading(page.seconds) as store:
        found, total = counted(store.connection, wanted)
        fitting = told(store.connection, wanted, found)
    rows: Sequence[IncidentRow] = [row(one) for one in reversed(fitting)]
    if wanted.foremost:
        rows = sorted(rows, key=lambda one: -one.texts)
    return page.given(IncidentRow, rows, total)


@router.get(
    "/incidents",
    summary="Incidents",
    response_model=Items[IncidentRow],
    responses={**TABULAR, **failures(404)},
)
def list_incidents(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    page: Paging,
    asked: Filters,
    a: Annotated[Word | None, Query(description="Only those with this party: a code, or a name")] = None,
    b: Annotated[Word | None, Query(description="Only those between a and b")] = None,
    foremost: Annotated[bool, Query(description="Those that most texts tell first")] = False,
    undated: Annotated[bool, Query(description="Only those without a day")] = False,
) -> Any:
    """The latest first; of all factualities unless some are asked for."""
    if b and not a:
        a, b = b, None
    parties = pair(a, b) if a and b else (known_party(a) if a else None, None)
    return answer(page, asked.wanted(*parties, foremost=foremost, undated=undated))


@router.get("/incidents/{key}", summary="One incident", responses=failures(404), dependencies=[JSON_ALONE])
def get_incident(request: Request, key: Key) -> Incident:
    """One happening with every report of it, in order of publication, and every disagreement."""
    with desk_of(request).reading() as store:
        return found_incident(store, key)
