"""Which records are asked for: the filters of all lists of records, and of the documents that have words."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from dragoman.relate.listing import KINDS, Judged, Listing, Named, Ranking, RecordKind, Side
from dragoman.serve.finder import NothingAskedError
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import Filters, Text, Texts
from dragoman.serve.web.pages.search import MOST_DOCUMENTS
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.state import finder_of

RecordKey = "^[0-9a-f]{4,64}$"
"""Ids of documents and records, or their beginnings."""


def documents_with(request: Request, words: str | None) -> tuple[str, ...] | None:
    """The ids of the documents that best fit the words; None, for all, where no words are given."""
    if not words:
        return None
    try:
        return tuple(finder_of(request).documents(words, MOST_DOCUMENTS))
    except NothingAskedError:
        return ()


def _listing(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    asked: Filters,
    party: Annotated[Text, Query(description="Named on either side: a code, or a name")] = None,
    actor: Annotated[Text, Query(description="Who does it, is quoted, or is one of the two assessed")] = None,
    recipient: Annotated[
        Text, Query(description="To whom, of whom it is said, or one of the two assessed")
    ] = None,
    type: Annotated[
        Texts, Query(description="Types of events, kinds of quotes, aspects of assessments")
    ] = [],  # noqa: B006 (FastAPI copies it)
    q: Annotated[Text, Query(description="Only of documents with these words; see the search")] = None,
    judged: Annotated[
        Judged, Query(description="What people said of them: standing leaves out what they rejected")
    ] = "standing",
    order: Annotated[
        Ranking, Query(description="The newest or least certain first, or by document")
    ] = "newest",
    copies: Annotated[bool, Query(description="With the records of copies")] = False,
) -> Listing:
    sides: tuple[tuple[str | None, Side], ...] = (
        (party, "any"),
        (actor, "acting"),
        (recipient, "receiving"),
    )
    named = [Named(known_party(words), side) for words, side in sides if words]
    if len(named) > 2:
        raise Problem(422, "party, actor and recipient are three", "Give at most two of them")
    a, b = [*named, None, None][:2]
    return Listing(
        a=a,
        b=b,
        types=tuple(type),
        voices=asked.voices,
        factualities=asked.factualities,
        contexts=asked.contexts,
        outlets=asked.outlets,
        sectors=asked.sectors,
        since=asked.since,
        until=asked.until,
        documents=documents_with(request, q),
        copies=copies,
        judged=judged,
        ranking=order,
    )


RecordFilters = Annotated[Listing, Depends(_listing)]
Kinds = Annotated[list[RecordKind], Query(max_length=len(KINDS), description="Kinds of records; none: all")]
