"""Where a token is shown, where the server asks for one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.serve.web.screens import page

router = APIRouter()


@router.get("/enter")
def show(request: Request) -> Response:
    """The form; `dragoman.serve.web.guards.Guard` takes what is typed."""
    return page(request, "enter.html", {})
