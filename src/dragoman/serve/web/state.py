"""What a request finds in the app: the store's desk, the intake of new articles, the index of words."""

from __future__ import annotations

from starlette.requests import Request

from dragoman.serve.finder import Finder
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.intake import Intake
from dragoman.serve.web.questions import bring_in_step


def desk_of(request: Request) -> Desk:
    """The store behind the pages."""
    desk: Desk = request.app.state.desk
    return desk


def intake_of(request: Request) -> Intake:
    """Where articles are added."""
    intake: Intake = request.app.state.intake
    return intake


def finder_of(request: Request) -> Finder:
    """The index of words, which knows the articles of the store as it is."""
    finder: Finder = request.app.state.finder
    bring_in_step(desk_of(request), finder)
    return finder
