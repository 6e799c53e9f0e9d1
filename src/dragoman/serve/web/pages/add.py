"""Where articles are added: a text that is pasted, files, or the address of a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from dragoman.ingest import ENDINGS
from dragoman.ingest.source import MAX_BYTES
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import MAX_TEXT, Filled, FormDay
from dragoman.serve.web.intake import MOST_GIVEN, Given, pasted
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import intake_of

router = APIRouter()

Word = Annotated[str | None, Filled, Form(max_length=MAX_TEXT)]
Address = Annotated[str | None, Filled, Form(max_length=2000)]


@router.get("/add")
def show(request: Request) -> Response:
    """The form, and the jobs of late."""
    shown = {
        "jobs": intake_of(request).jobs()[:20],
        "endings": sorted(ENDINGS),
        "most": MOST_GIVEN,
        "megabytes": MAX_BYTES // 10**6,
    }
    return page(request, "add.html", shown)


@router.post("/add")
def take(  # noqa: PLR0913, PLR0917 (one parameter a field of the form)
    request: Request,
    text: Annotated[str | None, Filled, Form(max_length=MAX_BYTES)] = None,
    title: Word = None,
    outlet: Word = None,
    published: FormDay = None,
    url: Address = None,
    files: list[UploadFile] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """Begin to read what is given; the page of the job tells how it goes."""
    given = [read_file(one, published) for one in files if one.filename]
    if text and text.strip():
        given.append(pasted(text, title, outlet, published, None))
    if url:
        given.append(Given(url, url=url.strip(), published=published))
    job = intake_of(request).add(given)
    return RedirectResponse(f"/add/{job.id}", 303)


def read_file(file: UploadFile, published: FormDay) -> Given:
    """A file that was sent. Raises Problem where it is too large."""
    data = file.file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Problem(413, f"{file.filename} is larger than {MAX_BYTES // 10**6} MB", "Use dragoman read")
    return Given(file.filename or "file", data, published=published)


@router.get("/add/{key}")
def progress(request: Request, key: Annotated[str, Path(pattern="^[0-9a-f]{16}$")]) -> Response:
    """How a job goes; of one article that was read the way to it."""
    job = intake_of(request).job(key)
    if job is None:
        raise Problem(404, f"no job is named {key}", "Jobs are forgotten when the server stops")
    return page(request, "job.html", {"job": job})
