"""What went wrong, told to programs as problem+json and to people as a page."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dragoman.serve.web.screens import page

PROBLEM = "application/problem+json"


class Problem(Exception):  # noqa: N818 (the word of RFC 9457)
    """What was asked cannot be answered: status of HTTP, what is wrong, what to do, and where it is wrong."""

    def __init__(self, status: int, problem: str, remedy: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.status, self.problem, self.remedy, self.errors = status, problem, remedy, errors


def _stop(words: str) -> str:
    return "" if words.endswith((".", "?")) else "."


def refusal(
    request: Request, status: int, problem: str, remedy: str, errors: Sequence[dict[str, Any]] = ()
) -> Response:
    """The answer that says so, in the form of RFC 9457 under /api, as a page elsewhere."""
    title = HTTPStatus(status).phrase
    retry = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    if request.scope["path"].startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": f"{problem}. {remedy}{_stop(remedy)}",
        }
        if errors:
            body["errors"] = list(errors)
        return JSONResponse(body, status, headers=retry, media_type=PROBLEM)
    shown = {
        "status": status,
        "reason": title,
        "problem": problem,
        "remedy": remedy + _stop(remedy),
        "errors": errors,
    }
    return page(request, "problem.html", shown, status, retry)
