"""One happening with all its reports side by side, and where they differ."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from dragoman.records import Factuality
from dragoman.relate import Incident, Wanted, incidents
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.questions import cited
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter()

Key = Annotated[str, Path(pattern="^i[0-9a-f]{1,64}$")]


def found_incident(store: Store, key: str) -> Incident:
    """The incident of this id, or the one whose id begins so. Raises Problem."""
    found = incidents(store.connection, Wanted(ids=(key,), limit=2))
    exact = [one for one in found if one.id == key] or found
    if len(exact) != 1:
        problem = f"no incident is named {key}" if not exact else f"several incidents begin with {key}"
        raise Problem(
            404, problem, "Incidents are renamed when an earlier report comes in; look for its words"
        )
    return exact[0]


def _ways(found: Incident) -> list[tuple[Factuality, list[int]]]:
    """How it is told, each way with the numbers of its reports."""
    ways: dict[Factuality, list[int]] = {}
    for number, one in enumerate(found.reports, 1):
        ways.setdefault(one.factuality, []).append(number)
    return [*ways.items()]


@router.get("/incidents/{key}")
def show(request: Request, key: Key) -> Response:
    """The page."""
    desk = desk_of(request)
    with desk.reading() as store:
        found = found_incident(store, key)
    ids = {one.event: number for number, one in enumerate(found.reports, 1)}
    shown = {"found": found, "numbers": ids, "ways": _ways(found), "citation": cited(desk)}
    return page(request, "incident.html", shown)
