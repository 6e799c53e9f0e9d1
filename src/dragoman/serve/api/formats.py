"""In which format an answer is given: by ``?format=``, otherwise by what the request accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeVar

from fastapi import Depends, Query, Request

from dragoman.serve.api.failures import Responses
from dragoman.serve.web.answers import Problem

Name = TypeVar("Name", bound=str)
Form = Literal["json", "csv", "parquet", "arrow"]

MEDIA: Mapping[Form, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
"""The first one that is accepted is given, of equals in this order."""

TABULAR: Responses = {
    200: {
        "description": "The rows: a page of them as JSON, all of them in the other formats",
        "content": {
            MEDIA["csv"]: {"schema": {"type": "string"}},
            MEDIA["parquet"]: {"schema": {"type": "string", "format": "binary"}},
            MEDIA["arrow"]: {"schema": {"type": "string", "format": "binary"}},
        },
        "headers": {
            "X-Citation": {"description": "the line by which to cite it", "schema": {"type": "string"}},
            "Link": {"description": "the next page, of JSON", "schema": {"type": "string"}},
        },
    }
}


def best(accept: str, offered: Mapping[Name, str]) -> Name:
    """The name of the offered media type that an Accept header likes most. Raises Problem (406) for none."""
    ranges = [*_ranges(accept)] or [("*/*", 1.0)]
    liked = {name: _quality(media, ranges) for name, media in offered.items()}
    name = max(liked, key=lambda one: liked[one])
    if liked[name] <= 0:
        raise Problem(
            406, f"none of {accept[:200]} can be given", f"There are: {', '.join(offered.values())}"
        )
    return name


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        media, *parameters = (word.strip().lower() for word in part.split(";"))
        if media:
            yield media, next((_number(one[2:]) for one in parameters if one.startswith("q=")), 1.0)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """By the range that names it most exactly."""
    kind = media.split("/", maxsplit=1)[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0


def _form(
    request: Request,
    format: Annotated[
        Form | None, Query(description="The format; by default what the Accept header asks for")
    ] = None,
) -> Form:
    if format:
        return format
    return best(request.headers.get("accept", ""), MEDIA)


def _json(request: Request) -> None:
    best(request.headers.get("accept", ""), {"json": MEDIA["json"]})


def _json_sent(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MEDIA["json"]:
        raise Problem(
            415, f"a body of the type {kind[:100] or 'unknown'} is not taken", "Send application/json"
        )


WantedForm = Annotated[Form, Depends(_form)]
JSON_ALONE = Depends(_json)
"""Of what is given as JSON and nothing else."""
JSON_SENT = Depends(_json_sent)
"""Of what takes JSON and nothing else."""
