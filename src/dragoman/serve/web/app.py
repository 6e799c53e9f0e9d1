"""The web desk: pages for people and a REST API for programs, over one store.

Wiring alone: which pages there are stands in PAGES, what is refused in `guards`, what the API offers in
`dragoman.serve.api`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Literal

import duckdb
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.serve.api import api
from dragoman.serve.finder import Finder, TooSlowError
from dragoman.serve.web.answers import Problem, refusal
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.guards import LOOPBACK, Guard
from dragoman.serve.web.intake import Intake
from dragoman.serve.web.misread import misread
from dragoman.serve.web.pages import (
    about_api,
    actor,
    add,
    document,
    dyad,
    enter,
    incident,
    incidents,
    overview,
    record,
    review,
    search,
)
from dragoman.store import StoreError

PAGES = (overview, dyad, incidents, incident, actor, document, record, search, review, add, about_api, enter)
"""The pages, each with a ``router``; all have one shape."""

Boundaries = Literal["un", "de_facto"]


def app(
    db: Path, hosts: Sequence[str] = LOOPBACK, token: str | None = None, boundaries: Boundaries = "un"
) -> FastAPI:
    """The desk over the store ``db``. ``hosts`` are the names it answers to, empty for any.

    Raises StoreError where the store cannot be used.
    """
    desk = Desk(db)
    intake = Intake(desk)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        intake.close()
        desk.close()

    made = FastAPI(
        title="Dragoman",
        version=__version__,
        summary="Who did and said what to whom, on whose word and how surely",
        lifespan=life,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages load scripts from elsewhere; ours is /api
        redoc_url=None,
    )
    made.state.desk, made.state.intake, made.state.boundaries = desk, intake, boundaries
    made.state.finder = Finder(db)
    for one in PAGES:
        made.include_router(one.router, include_in_schema=False)
    made.include_router(api)
    files = resources.files("dragoman.serve.web").joinpath("static")
    made.mount("/static", StaticFiles(directory=str(files)), name="static")
    _explain_errors(made)
    made.add_middleware(Guard, hosts=hosts, token=token)
    return made


def _explain_errors(made: FastAPI) -> None:
    @made.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        logging.getLogger("dragoman.serve").error("a fault at %s", request.url.path, exc_info=error)
        return refusal(request, 500, "a fault in dragoman", "Please report it with the server's log")

    @made.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> Response:
        return refusal(request, error.status, error.problem, error.remedy, error.errors)

    @made.exception_handler(StoreError)
    def store(request: Request, error: StoreError) -> Response:
        return refusal(request, 503, f"the store: {error.problem}", error.remedy)

    @made.exception_handler(duckdb.InterruptException)
    def slow(request: Request, _: duckdb.InterruptException) -> Response:
        return refusal(request, 503, "the question takes too long", "Ask for fewer days or outlets")

    @made.exception_handler(TooSlowError)
    def slow_search(request: Request, _: TooSlowError) -> Response:
        return refusal(request, 503, "the search takes too long", "Search for rarer words")

    @made.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = [misread(one) for one in error.errors()]
        return refusal(request, 422, "what is asked cannot be understood", "Correct it", errors)

    @made.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        remedy = "Begin at the overview" if error.status_code == 404 else "See the documentation of the API"
        answer = refusal(request, error.status_code, error.detail.lower(), remedy)
        answer.headers.update(error.headers or {})
        return answer
