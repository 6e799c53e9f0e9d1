"""What can go wrong, as the OpenAPI document tells it: every error is problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from dragoman.serve.web.answers import PROBLEM

Responses = dict[int | str, dict[str, Any]]

SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "the status in words"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, and what to do"},
        "errors": {
            "type": "array",
            "description": "what is wrong with each parameter",
            "items": {
                "type": "object",
                "properties": {"where": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
    },
}

WHEN = {
    400: "The body cannot be parsed",
    401: "The server asks for a token",
    403: "The request comes from another site",
    404: "There is nothing of that name; of parties near names are told where there are any",
    406: "It cannot be given in any format that is accepted",
    409: "It was done before",
    413: "Too much at a time",
    415: "The body is of a kind that is not taken",
    421: "The server is not called by this name",
    422: "What is asked or said makes no sense; `errors` tells where",
    429: "Too much waits already",
    503: "The store is in use by another process, or the question takes too long; try again",
}
USUAL = (401, 406, 421, 422, 503)
"""What may happen to every request."""


def failures(*statuses: int) -> Responses:
    """The answers to the usual failures and these, for ``responses=``."""
    return {status: _answer(status) for status in sorted({*USUAL, *statuses})}


def _answer(status: int) -> dict[str, Any]:
    headers = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = {"description": "seconds to wait", "schema": {"type": "integer"}}
    return {"description": WHEN[status], "content": {PROBLEM: {"schema": SCHEMA}}, "headers": headers}
