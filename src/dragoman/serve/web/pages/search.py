"""Words, actors, types, days and voices: the articles and the records that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.relate.listing import KINDS, Listed, Named, RecordKind, records
from dragoman.serve.finder import Hit, NothingAskedError
from dragoman.serve.question import Question
from dragoman.serve.web.asked import Asked, Filled, Filters, Offset, Text, Texts
from dragoman.serve.web.parties import known_party
from dragoman.serve.web.questions import choices, cited, citing
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of, finder_of

router = APIRouter()

PER_PAGE = 20
ARTICLES = 8
"""Articles above the records; all of them with ``kind=article``."""
Kinds = Annotated[list[RecordKind | Literal["article"]], Filled, Query(max_length=4)]


MOST_DOCUMENTS = 5000
"""Articles with the words whose records are looked at: those that fit best."""
HEADS = "SELECT id, title, outlet, published FROM documents WHERE id IN (SELECT unnest(?))"


@dataclass(frozen=True, slots=True)
class Headed:
    """An article that has the words, and an extract with them."""

    document: str
    title: str | None
    outlet: str | None
    published: date | None
    extract: str


@dataclass(frozen=True, slots=True)
class Found:
    """The articles with the words: a page of them, how many there are, and the ids of those that fit best.

    ``documents`` is None where no words were asked for; ``wordless``: what was typed has no word.
    """

    hits: tuple[Headed, ...] = ()
    total: int = 0
    documents: tuple[str, ...] | None = None
    wordless: bool = False


def _words(request: Request, words: str | None, limit: int, offset: int) -> Found:
    if not words:
        return Found()
    finder = finder_of(request)
    try:
        hits, total = finder.search(words, limit, offset)
        documents = tuple(finder.documents(words, MOST_DOCUMENTS))
    except NothingAskedError:
        return Found(documents=(), wordless=True)
    return Found(_headed(request, hits), total, documents)


def _headed(request: Request, hits: Sequence[Hit]) -> tuple[Headed, ...]:
    with desk_of(request).reading() as store:
        rows = store.connection.execute(HEADS, [[hit.document for hit in hits]]).fetchall()
    heads = {document: (title, outlet, published) for document, title, outlet, published in rows}
    return tuple(
        Headed(hit.document, *heads[hit.document], hit.extract) for hit in hits if hit.document in heads
    )


@router.get("/search")
def show(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    asked: Filters,
    q: Text = None,
    actor: Text = None,
    recipient: Text = None,
    type: Texts = [],  # noqa: B006
    kind: Kinds = [],  # noqa: B006
    offset: Offset = 0,
) -> Response:
    """What is found."""
    desk, only_articles = desk_of(request), kind == ["article"]
    found = _words(request, q, PER_PAGE if only_articles else ARTICLES, offset if only_articles else 0)
    a = known_party(actor) if actor else None
    b = known_party(recipient) if recipient else None
    wanted = asked.listing(
        kinds=tuple(one for one in kind if one != "article") or KINDS,
        a=Named(a, "acting" if b else "any") if a else None,
        b=Named(b, "receiving") if b else None,
        types=tuple(type),
        documents=found.documents,
        limit=PER_PAGE,
        offset=offset,
    )
    rows: list[Listed] = []
    total = 0
    if not only_articles:
        with desk.reading() as store:
            rows, total = records(store.connection, wanted)
    articles = found.total
    last = (articles if only_articles else total) > offset + PER_PAGE
    changes = {"q": q, "actor": actor, "recipient": recipient, "type": list(type), "kind": list(kind)}
    return page(
        request,
        "search.html",
        {
            "asked": asked,
            "choices": choices(desk),
            "q": q,
            "actor": actor,
            "recipient": recipient,
            "types": type,
            "kinds": kind,
            "hits": found.hits,
            "articles": articles,
            "wordless": found.wordless,
            "rows": rows,
            "total": total,
            "only_articles": only_articles,
            "changes": changes,
            "before": asked.at("/search", **changes, offset=max(0, offset - PER_PAGE) or None)
            if offset
            else None,
            "after": asked.at("/search", **changes, offset=offset + PER_PAGE) if last else None,
            "offset": offset,
            "sides": {"actor": a, "recipient": b} if b else {"party": a},
            "cite": citing(
                desk,
                asked,
                q=q,
                type=list(type),
                kind=[one for one in kind if one != "article"],
                **({"actor": a, "recipient": b} if b else {"party": a}),
            ),
            "plainly": Asked(),
            "articles_cited": cited(desk, Question("search", (), {"q": (q or "",)})),
        },
    )
