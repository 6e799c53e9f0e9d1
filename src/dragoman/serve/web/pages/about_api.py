"""What the REST API offers, for people: made from its OpenAPI document."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.serve.web.screens import page

router = APIRouter()


@router.get("/api")
def show(request: Request) -> Response:
    """The page."""
    document = request.app.openapi()
    calls = [
        (method.upper(), path, about)
        for path, methods in document["paths"].items()
        for method, about in methods.items()
    ]
    return page(request, "api.html", {"calls": calls, "info": document["info"]})
