"""Lists: a page of them as JSON, all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, TypeVar

from duckdb import DuckDBPyConnection
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field

from dragoman.serve.api.formats import Form, WantedForm
from dragoman.serve.api.tables import header, rows_as_table, table
from dragoman.serve.question import PARTIES, Question
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import cited
from dragoman.serve.web.state import desk_of

T = TypeVar("T")

USUAL_LIMIT = 50
MOST_LISTED = 1000
"""Rows of a page of JSON."""
MOST_ROWS = 1_000_000
"""Rows of a table."""
TABLE_SECONDS = 300.0
"""A table that takes longer to write is broken off."""
MOST_OFFSET = 1_000_000_000


class Items(BaseModel, Generic[T]):
    """A page of a list."""

    items: list[T]
    total: int = Field(description="how many there are on all pages")
    limit: int
    offset: int
    next: str | None = Field(description="path and query of the next page; null after the last")


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list are wanted, in which format, and by whom.

    ``limited``: the limit was asked for, and is not the usual one.
    """

    request: Request
    response: Response
    form: Form
    limit: int
    offset: int
    limited: bool = False

    @property
    def tabular(self) -> bool:
        """Whether it is a table, no JSON."""
        return self.form != "json"

    @property
    def question(self) -> Question:
        """What the answer answers: the last part of the path says which kind of list it is."""
        asked, path = self.request.query_params, self.request.path_params
        given = {name: tuple(asked.getlist(name)) for name in asked}
        parties = [path[name] for name in ("a", "b") if name in path]
        parties += [one for name in ("a", "b") for one in given.pop(name, ())]
        given |= {name: tuple(map(known_party, given[name])) for name in PARTIES if name in given}
        kind = self.request.url.path.rstrip("/").rpartition("/")[2]
        return Question(kind, tuple(map(known_party, parties)), given)

    @property
    def citation(self) -> str:
        """The line by which the answer is cited."""
        return cited(desk_of(self.request), self.question)

    @property
    def seconds(self) -> float | None:
        """How long the question may take; None: as long as others."""
        return TABLE_SECONDS if self.tabular else None

    def of(self, items: Sequence[T], total: int) -> Items[T]:
        """The rows of this page as JSON; ``total`` counts those of all."""
        following = self.offset + self.limit
        further = following < total and following <= MOST_OFFSET
        url = self.request.url.include_query_params(limit=self.limit, offset=following)
        path = f"{url.path}?{url.query}" if further else None
        self.response.headers["X-Citation"] = header(self.citation)
        if path:
            self.response.headers["Link"] = f'<{path}>; rel="next"'
        return Items(items=list(items), total=total, limit=self.limit, offset=self.offset, next=path)

    def table(self, con: DuckDBPyConnection, query: str) -> Response:
        """The rows that a question without parameters gives, as a file."""
        return table(con, query, self.form, self.question.filename, self.citation)

    def given(self, kind: type, rows: Sequence[Any], total: int) -> Any:
        """The rows of this page, dataclasses of this kind, in the wanted format."""
        if not self.tabular:
            return self.of(rows, total)
        with rows_as_table(kind, rows) as con:
            return self.table(con, "SELECT * FROM answer")

    def all_of(self, kind: type, rows: Sequence[Any]) -> Any:
        """The same, of rows of which all are at hand."""
        return self.given(kind, rows[self.offset : self.offset + self.limit], len(rows))

    def most(self, rows: int) -> Page:
        """The same with at most so many rows. Raises Problem where more were asked for."""
        if self.limited and self.limit > rows:
            raise beyond(self.limit, rows, "of a table" if self.tabular else "of JSON")
        return replace(self, limit=min(self.limit, rows))


def beyond(limit: int, most: int, kind: str) -> Problem:
    """More rows are asked for than are given at a time."""
    errors = [{"where": "query.limit", "problem": f"is more than {most}"}]
    return Problem(
        422,
        f"{limit:,} rows {kind} are too many",
        f"There are {most:,} at most; offset has the others",
        errors,
    )


def _page(
    request: Request,
    response: Response,
    form: WantedForm,
    limit: Annotated[
        int | None,
        Query(
            ge=1,
            le=MOST_ROWS,
            description=f"Rows: of JSON {USUAL_LIMIT} by default and {MOST_LISTED:,} at most, of tables all, "
            f"{MOST_ROWS:,} at most; more are refused",
        ),
    ] = None,
    offset: Annotated[int, Query(ge=0, le=MOST_OFFSET, description="Rows to pass over")] = 0,
) -> Page:
    usual, most = (USUAL_LIMIT, MOST_LISTED) if form == "json" else (MOST_ROWS, MOST_ROWS)
    if limit and limit > most:
        raise beyond(limit, most, "of JSON")
    return Page(request, response, form, limit or usual, offset, limit is not None)


Paging = Annotated[Page, Depends(_page)]
