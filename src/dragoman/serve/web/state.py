"""What a request finds in the app: the store's desk, and the intake of new articles."""

from __future__ import annotations

from starlette.requests import Request

from dragoman.serve.web.desk import Desk
from dragoman.serve.web.intake import Intake


def desk_of(request: Request) -> Desk:
    """The store behind the pages."""
    desk: Desk = request.app.state.desk
    return desk


def intake_of(request: Request) -> Intake:
    """Where articles are added."""
    intake: Intake = request.app.state.intake
    return intake
