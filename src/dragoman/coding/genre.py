"""Report, commentary or official text: decided for a whole article by weighted marks of each.

Marks are rows of ``genre.csv``; how subjective the author's own sentences are weighs in as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dragoman.knowledge import lexicon
from dragoman.records import Genre, Reading, Sentence, Span

LEAST_WEIGHT = 0.5
"""With less weight than this for any genre the article's genre stays unknown."""
# This and what follows was chosen on training/genre.jsonl and the first half of gold/genre.jsonl.
USUAL = 0.36
"""How subjective an article's own sentences are where that speaks for neither report nor comment."""
TONE = 6.0
"""What a point of probability above that weighs for commentary, and one below for report."""
STRETCH = 400
"""Marks of the body count as often as they stand in so many words: a long report holds a few of each. What an
article has once (``place`` whole: a dateline, a line on its author) counts in full."""
LEAST_WORDS = 5
"""A shorter sentence says nothing of how an article is written."""


def genre(reading: Reading) -> Genre:
    """The genre whose marks weigh most; what stands in quotation marks is not the article's."""
    article, quotations = reading.article, tuple(one.span for one in reading.quotations)
    weights: dict[Genre, float] = defaultdict(float)
    own = _unquoted(article.text, quotations)
    places = {"title": article.title or "", "outlet": article.outlet or "", "body": own, "whole": own}
    share = STRETCH / max(len(own.split()), STRETCH)
    for row in lexicon.genre():
        hits = len(row.pattern.findall(places[row.place]))
        weights[row.genre] += row.weight * hits * (share if row.place == "body" else 1.0)
    if (mean := _subjective(reading.sentences, quotations)) is not None:
        weights["commentary" if mean > USUAL else "report"] += TONE * abs(mean - USUAL)
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
