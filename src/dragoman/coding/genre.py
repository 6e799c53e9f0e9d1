"""Report, commentary or official text: decided for a whole article by weighted marks of each."""

from __future__ import annotations

from collections import defaultdict

from dragoman.knowledge import lexicon
from dragoman.records import Article, Genre, Span

LEAST_WEIGHT = 2.0
"""With less weight than this for any genre the article's genre stays unknown."""
MOST_HITS = 3
"""A mark counts at most so often, so that a long article is not decided by one word."""


def genre(article: Article, quotations: tuple[Span, ...]) -> Genre:
    """The genre whose marks weigh most; marks inside quotations are the speakers', not the article's."""
    weights: dict[Genre, float] = defaultdict(float)
    places = {
        "title": article.title or "",
        "outlet": article.outlet or "",
        "body": _unquoted(article.text, quotations),
    }
    for row in lexicon.genre():
        hits = len(row.pattern.findall(places[row.place]))
        weights[row.genre] += row.weight * min(hits, MOST_HITS)
    if not weights:
        return "unknown"
    best, weight = max(weights.items(), key=lambda pair: pair[1])
    return best if weight >= LEAST_WEIGHT else "unknown"


def _unquoted(text: str, quotations: tuple[Span, ...]) -> str:
    kept, place = [], 0
    for quotation in quotations:
        kept.append(text[place : quotation.start])
        place = max(place, quotation.end)
    return "".join([*kept, text[place:]])
