"""The REST API: what the pages show, for programs. One module a resource, all of one shape."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from dragoman.serve.api import (
    actors,
    articles,
    documents,
    dyad,
    dyads,
    incidents,
    jobs,
    judgements,
    records,
    search,
    status,
)
from dragoman.serve.api.failures import failures
from dragoman.serve.api.parameters import CHECKED

__all__ = ["api"]

RESOURCES = (status, documents, search, records, incidents, dyads, dyad, actors, judgements, articles, jobs)
"""The resources, each with a ``router``, in the order of the documentation."""


def _operation(route: APIRoute) -> str:
    """The name of a call in generated clients is that of its function."""
    return route.name


api = APIRouter(
    prefix="/api/v1",
    responses=failures(),
    dependencies=[CHECKED],
    generate_unique_id_function=_operation,
)
for _resource in RESOURCES:
    api.include_router(_resource.router)
