"""New articles: a text, an address, or files."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from dragoman.ingest.source import MAX_BYTES
from dragoman.serve.api.asked import Day
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE
from dragoman.serve.api.jobs import JobBody, body
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import MAX_TEXT
from dragoman.serve.web.intake import MOST_GIVEN, Given, pasted
from dragoman.serve.web.pages.add import read_file
from dragoman.serve.web.state import intake_of

router = APIRouter(tags=["articles"])

Words = Annotated[str | None, Field(max_length=MAX_TEXT, pattern=r"^[^\u0000]*$")]
Address = Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s\u0000]+$")]
Published = Annotated[Day | None, Field(description="day of publication, where the article does not tell it")]


class NewText(BaseModel):
    """A text, with what is known about it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES, pattern=r"^[^\u0000]*$")]
    title: Words = None
    outlet: Words = None
    published: Published = None
    url: Annotated[Address | None, Field(description="where it is from; it is not looked up")] = None


class NewPage(BaseModel):
    """The address of a page, which the server fetches."""

    model_config = ConfigDict(extra="forbid")

    url: Address
    published: Published = None


BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"anyOf": [NewText.model_json_schema(), NewPage.model_json_schema()]},
            "examples": {
                "text": {"value": {"text": "France criticised Russia.", "published": "2022-03-01"}},
                "page": {"value": {"url": "https://example.org/news/1"}},
            },
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MOST_GIVEN,
                        "items": {"type": "string", "format": "binary"},
                        "description": "articles and tables of articles, as `dragoman read` takes them",
                    },
                    "published": {"type": "string", "format": "date"},
                },
            }
        },
    },
}


@router.post(
    "/articles",
    summary="Add articles",
    status_code=202,
    responses=failures(400, 403, 413, 415, 429),
    dependencies=[JSON_ALONE],
    openapi_extra={"requestBody": BODY},
)
async def add_articles(request: Request, response: Response) -> JobBody:
    """They are read in the background; the answer and its Location tell the job."""
    given = await _given(request)
    job = await run_in_threadpool(intake_of(request).add, given)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return body(job)


async def _given(request: Request) -> list[Given]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    match kind:
        case "application/json":
            return [await run_in_threadpool(_said, await request.body())]
        case "multipart/form-data":
            return await _sent(request)
        case _:
            raise Problem(
                415,
                f"a body of the type {kind[:100] or 'unknown'} is not taken",
                "Send application/json or multipart/form-data",
            )


def _said(sent: bytes) -> Given:
    """A text or an address as JSON. Raises RequestValidationError."""
    try:
        said = json.loads(sent)
        if isinstance(said, dict) and "text" in said:
            new = NewText.model_validate(said)
            return pasted(new.text, new.title, new.outlet, new.published, new.url)
        page = NewPage.model_validate(said)
        return Given(page.url, url=page.url, published=page.published)
    except ValidationError as error:
        raise RequestValidationError([_in_body(one) for one in error.errors()]) from error
    except ValueError as error:
        raise RequestValidationError([{"loc": ("body",), "msg": f"no JSON: {error}"}]) from error


def _in_body(error: Any) -> dict[str, Any]:
    return {"loc": ("body", *error["loc"]), "msg": error["msg"]}


async def _sent(request: Request) -> list[Given]:
    """The files of a form. Raises Problem where there are none, too many or too large ones."""
    async with request.form(max_files=MOST_GIVEN, max_fields=10) as form:
        published = _day(form.get("published"))
        files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
        if not files:
            raise RequestValidationError([{"loc": ("body", "files"), "msg": "no file was sent"}])
        return [await run_in_threadpool(read_file, one, published) for one in files]  # type: ignore[arg-type]


def _day(sent: object) -> date | None:
    try:
        return TypeAdapter(Day | None).validate_python(sent)
    except ValidationError as error:
        said = [{"loc": ("body", "published"), "msg": one["msg"]} for one in error.errors()]
        raise RequestValidationError(said) from error
