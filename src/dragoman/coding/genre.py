"""Report, commentary or official text: decided for a whole article by weighted marks of each.

Marks are rows of ``genre.csv``; how subjective the author's own sentences are weighs in as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dragoman.knowledge import lexicon
from dragoman.records import Genre, Reading, Sentence, Span

LEAST_WEIGHT = 1.5
"""With less weight than this for any genre the article's genre stays unknown."""
MOST_HITS = 3
"""A mark counts at most so often, so that a long article is not decided by one word."""
USUAL = 0.22
"""How subjective a report's own sentences are on average; comment lies well above, a dry report below."""
JUDGING, TELLING = 25.0, 10.0
"""What a point of probability above and below that weighs for commentary and for report."""
LEAST_WORDS = 5
"""A shorter sentence says nothing of how an article is written."""


def genre(reading: Reading) -> Genre:
    """The genre whose marks weigh most; what stands in quotation marks is not the article's."""
    article, quotations = reading.article, tuple(one.span for one in reading.quotations)
    weights: dict[Genre, float] = defaultdict(float)
    places = {
        "title": article.title or "",
        "outlet": article.outlet or "",
        "body": _unquoted(article.text, quotations),
    }
    for row in lexicon.genre():
        hits = len(row.pattern.findall(places[row.place]))
        weights[row.genre] += row.weight * min(hits, MOST_HITS)
    if (mean := _subjective(reading.sentences, quotations)) is not None:
        weights["commentary"] += JUDGING * max(0.0, mean - USUAL)
        weights["report"] += TELLING * max(0.0, USUAL - mean)
    if not weights:
        return "unknown"
    best, weight = max(weights.items(), key=lambda pair: pair[1])
    return best if weight >= LEAST_WEIGHT else "unknown"


def _subjective(sentences: Sequence[Sentence], quotations: Sequence[Span]) -> float | None:
    """How subjective the article's own sentences are on average, None where the engine cannot tell."""
    own = [
        one.subjective
        for one in sentences
        if one.subjective is not None
        and len(one.words) >= LEAST_WORDS
        and not any(quotation.start <= one.start < quotation.end for quotation in quotations)
    ]
    return sum(own) / len(own) if own else None


def _unquoted(text: str, quotations: tuple[Span, ...]) -> str:
    kept, place = [], 0
    for quotation in quotations:
        kept.append(text[place : quotation.start])
        place = max(place, quotation.end)
    return "".join([*kept, text[place:]])
