"""What the server holds, and what it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request

from dragoman import __version__
from dragoman.knowledge.ontology import plover
from dragoman.serve.api.formats import JSON_ALONE
from dragoman.serve.web.questions import cited, held
from dragoman.serve.web.state import desk_of

router = APIRouter(tags=["status"])


@dataclass(frozen=True, slots=True)
class Status:
    """Versions and counts. ``first`` and ``last`` are days of publication; copies are documents, too."""

    dragoman: str
    codebook: str
    store: str
    citation: str
    documents: int
    events: int
    statements: int
    assessments: int
    incidents: int
    outlets: int
    first: date | None
    last: date | None


@router.get("/status", summary="What the server holds", dependencies=[JSON_ALONE])
def get_status(request: Request) -> Status:
    """Versions of the program and the codebook, counts of records, the line by which to cite an answer."""
    desk = desk_of(request)
    return Status(__version__, plover().version, desk.path.name, cited(desk), **asdict(held(desk)))
