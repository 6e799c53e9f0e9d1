"""Articles: which there are, each with everything coded from it, its text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import PlainTextResponse

from dragoman.records import Coding, Genre
from dragoman.relate.listing import DocumentListing, ListedDocument, documents, picked_documents
from dragoman.relate.questions import sql
from dragoman.serve import jsonl
from dragoman.serve.api.asked import MOST_VALUES, Day, RecordKey, Word, documents_with
from dragoman.serve.api.failures import Responses, failures
from dragoman.serve.api.formats import JSON_ALONE, TABULAR, best
from dragoman.serve.api.lists import Items, Paging
from dragoman.serve.api.tables import header
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.questions import cited
from dragoman.serve.web.state import desk_of

router = APIRouter(tags=["documents"])

Key = Annotated[str, Path(pattern=RecordKey, description="The document's id")]
PLAIN: Responses = {
    200: {"description": "The text", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@dataclass(frozen=True, slots=True)
class DocumentBody:
    """An article and its records: objects as `docs/records.md` explains them, as the machine made them.

    ``original`` is the document that it is a copy of, null where it is none.
    """

    document: dict[str, Any]
    records: list[dict[str, Any]]
    original: str | None


@router.get(
    "/documents",
    summary="Articles",
    response_model=Items[ListedDocument],
    responses={**TABULAR, **failures()},
)
def list_documents(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    page: Paging,
    since: Annotated[Day | None, Query(description="First day of publication")] = None,
    until: Annotated[Day | None, Query(description="Last day of publication")] = None,
    outlet: Annotated[list[Word], Query(max_length=MOST_VALUES)] = [],  # noqa: B006 (FastAPI copies it)
    genre: Annotated[list[Genre], Query(max_length=4)] = [],  # noqa: B006
    q: Annotated[Word | None, Query(description="Only those with these words; see the search")] = None,
    copies: Annotated[bool, Query(description="With copies of others")] = True,
) -> Any:
    """The newest published first, those of an unknown day last, with the number of their records."""
    wanted = DocumentListing(
        since,
        until,
        tuple(outlet),
        tuple(genre),
        documents_with(page.request, q),
        copies,
        page.limit,
        page.offset,
    )
    with desk_of(page.request).reading(page.seconds) as store:
        if page.tabular:
            picked_documents(store.connection, wanted)
            return page.table(store.connection, sql("document_rows"))
        return page.of(*documents(store.connection, wanted))


@router.get("/documents/{key}", summary="One article", responses=failures(404), dependencies=[JSON_ALONE])
def get_document(request: Request, key: Key) -> DocumentBody:
    """Its text and all that was coded from it; places count code points of the text."""
    with desk_of(request).reading() as store:
        coding = store.coding(key)
        row = store.connection.execute("SELECT original FROM texts WHERE document = ?", [key]).fetchone()
    head, *rest = jsonl.objects(_known(coding, key))
    return DocumentBody(head, rest, row[0] if row and row[0] != key else None)


@router.get(
    "/documents/{key}/text",
    summary="The text of an article",
    response_class=PlainTextResponse,
    responses={**PLAIN, **failures(404)},
)
def get_text(request: Request, key: Key) -> PlainTextResponse:
    """Title and paragraphs, in UTF-8, exactly as places in it are counted."""
    best(request.headers.get("accept", ""), {"text": "text/plain"})
    desk = desk_of(request)
    with desk.reading() as store:
        coding = store.coding(key)
    return PlainTextResponse(_known(coding, key).article.text, headers={"X-Citation": header(cited(desk))})


def _known(coding: Coding | None, key: str) -> Coding:
    if coding is None:
        raise Problem(404, f"no document is named {key}", "Look for it under /api/v1/documents")
    return coding
