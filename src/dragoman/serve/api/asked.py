"""What the address of a call asks: the filters of the pages, and those of all lists of records.

The pages take a field that was left empty for nothing asked, as forms send such; here it is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import Field, WithJsonSchema

from dragoman.knowledge.actors import sectors
from dragoman.knowledge.ontology import plover
from dragoman.records import VoiceKind
from dragoman.relate.listing import KINDS, Judged, Listing, Named, Ranking, RecordKind, Side
from dragoman.relate.periods import Unit
from dragoman.serve.finder import NothingAskedError
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import MAX_TEXT, Asked, Dated, Told, asked_for
from dragoman.serve.web.pages.search import MOST_DOCUMENTS
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.state import finder_of

MOST_VALUES = 50
Word = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, pattern=r"^[^\u0000]*$")]
Day = Annotated[date, Dated]
Context = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(plover().contexts)})]
Sector = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(sectors())})]
RecordKey = "^[0-9a-f]{4,64}$"
"""Ids of documents and records, or their beginnings."""


def _filters(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    since: Annotated[Day | None, Query(description="First day")] = None,
    until: Annotated[Day | None, Query(description="Last day")] = None,
    voice: Annotated[
        list[VoiceKind], Query(max_length=10, description="On whose word; by default anybody's")
    ] = [],  # noqa: B006 (FastAPI copies it)
    factuality: Annotated[
        list[Told],
        Query(
            max_length=10,
            description="How it is told. By default happened counts, and all is listed; any: all counts",
        ),
    ] = [],  # noqa: B006
    context: Annotated[list[Context], Query(max_length=MOST_VALUES, description="About what")] = [],  # noqa: B006
    outlet: Annotated[
        list[Word], Query(max_length=MOST_VALUES, description="In which newspapers, agencies or sites")
    ] = [],  # noqa: B006
    sector: Annotated[
        list[Sector], Query(max_length=MOST_VALUES, description="Sectors of those who act or speak")
    ] = [],  # noqa: B006
    private: Annotated[
        bool, Query(description="Count what private persons, companies and the like do, too; lists have all")
    ] = False,
    freq: Annotated[Unit, Query(description="Length of periods, where there are any")] = "month",
) -> Asked:
    return asked_for(since, until, voice, factuality, context, outlet, sector, private, freq)


Filters = Annotated[Asked, Depends(_filters)]


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
    party: Annotated[Word | None, Query(description="Named on either side: a code, or a name")] = None,
    actor: Annotated[
        Word | None, Query(description="Who does it, is quoted, or is one of the two assessed")
    ] = None,
    recipient: Annotated[
        Word | None, Query(description="To whom, of whom it is said, or one of the two assessed")
    ] = None,
    type: Annotated[
        list[Word],
        Query(max_length=MOST_VALUES, description="Types of events, kinds of quotes, aspects of assessments"),
    ] = [],  # noqa: B006
    q: Annotated[Word | None, Query(description="Only of documents with these words; see the search")] = None,
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
    return asked.listing(
        a=a,
        b=b,
        types=tuple(type),
        documents=documents_with(request, q),
        copies=copies,
        judged=judged,
        ranking=order,
    )


RecordFilters = Annotated[Listing, Depends(_listing)]
Kinds = Annotated[list[RecordKind], Query(max_length=len(KINDS), description="Kinds of records; none: all")]
