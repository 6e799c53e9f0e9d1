"""Search for words in the articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import TABULAR
from dragoman.serve.api.lists import Items, Page, Paging
from dragoman.serve.finder import MARK, UNMARK, Hit, NothingAskedError
from dragoman.serve.web.asked import MAX_TEXT
from dragoman.serve.web.pages.search import HEADS
from dragoman.serve.web.state import desk_of, finder_of

router = APIRouter(tags=["search"])

MOST = 10_000
"""Documents of a table: those that fit best."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """An article that has the words: how well it fits (the greater the better), and an extract.

    ``marks`` tells where in the extract the words stand, ``5-9`` from the fifth code point, from 0, to the
    ninth, exclusive.
    """

    document: str
    title: str | None
    outlet: str | None
    published: date | None
    score: float
    extract: str
    marks: tuple[str, ...]


class Matches(Items[FoundDocument]):
    """A page of the articles found. ``note`` says where nothing can be found."""

    note: str | None = None


@router.get(
    "/search",
    summary="Articles with words",
    response_model=Matches,
    responses={**TABULAR, **failures()},
)
def search(
    page: Paging,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=MAX_TEXT,
            pattern=r"^[^\u0000]+$",
            description='Words that must all be there; "a phrase"; -without; begin*. Accents and the endings '
            "of words do not matter",
            examples=["gas pipeline -china"],
        ),
    ],
) -> Any:
    """Those that fit best first. Without a word to look for nothing is found."""
    page = page.most(MOST)
    try:
        hits, total = finder_of(page.request).search(q, page.limit, page.offset)
    except NothingAskedError:
        found = page.given(FoundDocument, [], 0)
        return found if page.tabular else Matches(**found.model_dump(), note="there is no word to look for")
    found = page.given(FoundDocument, _headed(page, hits), total)
    return found if page.tabular else Matches(**dict(found))


def _headed(page: Page, hits: Sequence[Hit]) -> list[FoundDocument]:
    with desk_of(page.request).reading() as store:
        rows = store.connection.execute(HEADS, [[hit.document for hit in hits]]).fetchall()
    heads = {row[0]: row for row in rows}
    return [_found(heads[hit.document], hit) for hit in hits if hit.document in heads]


def _found(head: tuple[Any, ...], hit: Hit) -> FoundDocument:
    document, title, outlet, published = head
    plain, marks = "", []
    for piece in re.split(f"({MARK}[^{UNMARK}]*{UNMARK})", hit.extract):
        words = piece.strip(MARK + UNMARK)
        if piece.startswith(MARK):
            marks.append(f"{len(plain)}-{len(plain) + len(words)}")
        plain += words
    return FoundDocument(document, title, outlet, published, hit.score, plain, tuple(marks))
