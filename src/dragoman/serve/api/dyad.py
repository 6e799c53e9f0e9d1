"""The relation of two parties: its series and changes, who says what, what was foretold."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from dragoman.knowledge.actors import load
from dragoman.relate import Period, Relation, relation, series
from dragoman.relate.dyads import AssessmentRow, Forecast, Named, StanceOf, StatementRow
from dragoman.relate.periods import Unit
from dragoman.serve.api.asked import Filters
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE, TABULAR
from dragoman.serve.api.incidents import IncidentRow, answer
from dragoman.serve.api.lists import Items, Paging
from dragoman.serve.web.beside import Name, laid_beside
from dragoman.serve.web.parties import pair
from dragoman.serve.web.state import desk_of

router = APIRouter(prefix="/dyads/{a}/{b}", tags=["dyads"])

Party = Annotated[
    str,
    Path(
        min_length=2,
        max_length=100,
        pattern=r"^[^/\u0000]+$",
        description="A state's ISO 3166-1 alpha-3 code, or the name of a state or of a body of no one state",
        examples=["RUS"],
    ),
]
Beside = Annotated[
    list[Name],
    Query(
        max_length=10, description="With the same on the word of one voice alone, or of an imported data set"
    ),
]
LISTED = {**TABULAR, **failures(404)}


def _pair(a: Party, b: Party) -> tuple[str, str]:
    return pair(a, b)


Pair = Annotated[tuple[str, str], Depends(_pair)]


@dataclass(frozen=True, slots=True)
class SeriesRow(Period):
    """A period; ``beside`` names the voice or data set whose row it is, null for what counts itself."""

    beside: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of level: its first period, the mean scores before and after, the incidents that made it."""

    period: date
    before: float
    after: float
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What stands between the two or brings them together, and by how many sources it is named."""

    aspect: str
    about: str
    sources: int
    assessments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationBody:
    """How two parties get on, ``a`` and ``b`` in the order asked for.

    ``incidents`` counts those that count in ``periods``, ``total`` all that are told in any way. The index is
    that of the last period, null where none has incidents. The lists of ids name assessments and incidents.
    """

    a: str
    b: str
    names: tuple[str, str]
    unit: Unit
    incidents: int
    total: int
    last: date | None
    index: float | None
    low: float | None
    high: float | None
    changes: tuple[ChangeRow, ...]
    obstacles: tuple[Topic, ...]
    opportunities: tuple[Topic, ...]
    statements: int
    assessments: int
    forecasts: int


def _relation(request: Request, both: Pair, asked: Filters) -> Relation:
    """Everything of the two but the list of incidents, kept while the store stays the same."""
    return desk_of(request).remembered(
        ("relation of", both, asked),
        lambda store: relation(store.connection, *both, asked.freq, asked.chosen(), 1),
    )


Found = Annotated[Relation, Depends(_relation)]


@router.get("", summary="The relation of two parties", responses=failures(404), dependencies=[JSON_ALONE])
def get_relation(found: Found) -> RelationBody:
    """In short: the index now, changes of level, obstacles and opportunities, and how much there is else."""
    last = found.periods[-1] if found.periods else None
    return RelationBody(
        found.a,
        found.b,
        (load().state(found.a), load().state(found.b)),
        found.unit,
        sum(one.incidents for one in found.periods),
        found.total,
        last.period if last else None,
        last.index if last else None,
        last.low if last else None,
        last.high if last else None,
        _changes(found),
        tuple(map(_topic, found.obstacles)),
        tuple(map(_topic, found.opportunities)),
        len({one.id for one in found.statements}),
        len(found.assessments),
        len(found.forecasts),
    )


def _changes(found: Relation) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            one.found.period, one.found.before, one.found.after, tuple(made.id for made in one.incidents)
        )
        for one in found.changes
    )


def _topic(one: Named) -> Topic:
    return Topic(one.aspect, one.about, one.sources, tuple(each.id for each in one.assessments))


@router.get("/series", summary="The two by period", response_model=Items[SeriesRow], responses=LISTED)
def list_series(
    page: Paging,
    found: Found,
    asked: Filters,
    directed: Annotated[bool, Query(description="A to B and B to A apart")] = False,
    beside: Beside = [],  # noqa: B006 (FastAPI copies it)
) -> Any:
    """Incidents of each quad by period, with the index and its interval of 95 %, in order of time.

    What is laid beside follows in rows of its own, which name it.
    """
    own, both = list(found.periods), (found.a, found.b)
    with desk_of(page.request).reading() as store:
        if directed:
            own = [*series(store.connection, asked.freq, both, directed=True, chosen=asked.chosen())]
        others = laid_beside(store, both, asked, tuple(dict.fromkeys(beside)), directed)
    laid = [_row(one, name) for name, periods in others for one in periods]
    return page.all_of(SeriesRow, [*map(_row, own), *laid])


def _row(one: Period, beside: str | None = None) -> SeriesRow:
    return SeriesRow(
        **{known.name: getattr(one, known.name) for known in fields(Period)} | {"beside": beside}
    )


@router.get(
    "/incidents", summary="Incidents between the two", response_model=Items[IncidentRow], responses=LISTED
)
def list_incidents_between(page: Paging, both: Pair, asked: Filters) -> Any:
    """The latest first; of all factualities unless some are asked for."""
    return answer(page, asked.wanted(*both))


@router.get(
    "/statements", summary="What each says of the other", response_model=Items[StatementRow], responses=LISTED
)
def list_statements_between(page: Paging, found: Found) -> Any:
    """And what others say of both; a row for each of the two that is spoken of, in order of publication."""
    return page.all_of(StatementRow, found.statements)


@router.get(
    "/stances", summary="How each speaks of the other", response_model=Items[StanceOf], responses=LISTED
)
def list_stances(page: Paging, found: Found) -> Any:
    """Mean stance, from -1 to 1, by kind of voice and period."""
    return page.all_of(StanceOf, found.stances)


@router.get(
    "/assessments",
    summary="How the relation is judged",
    response_model=Items[AssessmentRow],
    responses=LISTED,
)
def list_assessments_of_two(page: Paging, found: Found) -> Any:
    """Trends, states, obstacles, opportunities and the like, in order of publication."""
    return page.all_of(AssessmentRow, found.assessments)


@router.get(
    "/forecasts", summary="What was foretold of the two", response_model=Items[Forecast], responses=LISTED
)
def list_forecasts(page: Paging, found: Found) -> Any:
    """And whether a like event followed (the same actor and type), in order of publication."""
    return page.all_of(Forecast, found.forecasts)


@router.get(
    "/changes", summary="When the relation changed", response_model=Items[ChangeRow], responses=LISTED
)
def list_changes(page: Paging, found: Found) -> Any:
    """Changes of the level of the mean score, with the incidents that did most to make them."""
    return page.all_of(ChangeRow, _changes(found))
