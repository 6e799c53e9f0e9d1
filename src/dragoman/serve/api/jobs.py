"""Jobs: articles that are being read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request

from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.intake import Job, Result
from dragoman.serve.web.state import intake_of

router = APIRouter(tags=["articles"])


@dataclass(frozen=True, slots=True)
class JobBody:
    """How far a job is. ``total`` is null until it is known how many articles there are.

    A result has the article's ``document`` and whether it was ``added``, ``replaced`` or ``unchanged``; or
    what the ``problem`` is and a ``remedy``. ``problem`` of the job is what ended it as a whole.
    """

    id: str
    added: datetime
    state: Literal["waiting", "running", "done"]
    total: int | None
    done: int
    results: tuple[Result, ...]
    problem: str | None


def body(job: Job) -> JobBody:
    """A job as the API tells it."""
    return JobBody(job.id, job.added, job.state, job.total, job.done, job.results, job.problem)


@router.get("/jobs", summary="Jobs of late", responses=failures(), dependencies=[JSON_ALONE])
def list_jobs(request: Request) -> list[JobBody]:
    """Those that the server remembers since it started, the newest first."""
    return [body(one) for one in intake_of(request).jobs()]


@router.get("/jobs/{key}", summary="One job", responses=failures(404), dependencies=[JSON_ALONE])
def get_job(
    request: Request, key: Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="The job's id")]
) -> JobBody:
    """Ask again until its state is done."""
    job = intake_of(request).job(key)
    if job is None:
        raise Problem(404, f"no job is named {key}", "Jobs are forgotten when the server stops")
    return body(job)
