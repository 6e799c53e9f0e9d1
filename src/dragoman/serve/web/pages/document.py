"""One article with everything coded from it marked exactly where it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from dragoman.records import Article, Span
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import Text
from dragoman.serve.web.cards import card
from dragoman.serve.web.marking import marks, pieces, records
from dragoman.serve.web.screens import page
from dragoman.serve.web.state import desk_of
from dragoman.store.judgements import standing

router = APIRouter()

Key = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
COPIES = "SELECT document FROM texts WHERE original = ? AND document <> original ORDER BY document"


@router.get("/documents/{key}")
def show(request: Request, key: Key, record: Text = None) -> Response:
    """The reader."""
    with desk_of(request).reading() as store:
        coding = store.coding(key)
        if coding is None:
            raise Problem(404, f"no document is named {key}", "Search for words of it")
        con = store.connection
        judged = standing(con, key)
        row = con.execute("SELECT original FROM texts WHERE document = ?", [key]).fetchone()
        copies = [found[0] for found in con.execute(COPIES, [key]).fetchall()]
    text, found = coding.article.text, [*marks(coding)]
    head, body = halves(coding.article)
    cards = [card(one, coding.article.text, judged.get(one.id)) for one in records(coding)]
    return page(
        request,
        "document.html",
        {
            "coding": coding,
            "article": coding.article,
            "headline": pieces(text, found, head) if head else None,
            "pieces": pieces(text, found, body),
            "cards": cards,
            "chosen": record,
            "original": row[0] if row and row[0] != key else None,
            "copies": copies,
        },
    )


def halves(article: Article) -> tuple[Span | None, Span]:
    """Where in the text the title stands and where the rest does; None where the text is without its title.

    A title that is a line of the text is shown once, as the heading, with its marks.
    """
    text, title = article.text, article.title
    if not title or text.partition("\n")[0] != title:
        return None, Span(0, len(text))
    rest = len(text) - len(text[len(title) :].lstrip())
    return Span(0, len(title)), Span(rest, len(text))
