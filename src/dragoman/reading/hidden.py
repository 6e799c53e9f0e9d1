"""Characters that nobody sees: an article is read without them, and all places are told in its own text.

Ingest takes them out of whatever it reads; an article that was made by other hands may still hold them. A
soft hyphen or a zero-width space divides neither words nor sentences then. White space always does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dragoman.records import Article, Attribution, Mention, Quotation, Reading, Sentence, Span, Word

# Soft hyphens, zero-width spaces, marks of direction, control characters. Joiners stay: Persian, Hindi and
# emoji are written with them.
_HIDDEN: Final = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)


def passed_over(article: Article, read: Callable[[Article], Reading]) -> Reading:
    """What ``read`` makes of the article without its hidden characters, told of the article itself."""
    seen, places = left_out(article)
    reading = read(seen)
    return reading if seen is article else put_back(reading, article, places)


def left_out(article: Article) -> tuple[Article, Sequence[int]]:
    """The article without hidden characters, and where each character that is left stands in its text."""
    text = article.text
    if not _HIDDEN.search(text):
        return article, range(len(text))
    places = [place for place, character in enumerate(text) if not _HIDDEN.match(character)]
    title = article.title and _HIDDEN.sub("", article.title)
    return replace(article, text="".join(text[place] for place in places), title=title), places


def put_back(reading: Reading, article: Article, places: Sequence[int]) -> Reading:
    """A reading of what `left_out` gave as one of ``article`` itself: the same, every place in its text.

    A word keeps the hidden characters inside it, not those at its ends; its lemma has none.
    """
    original = _Original(article.text, places)
    return Reading(
        article,
        tuple(map(original.sentence, reading.sentences)),
        tuple(map(original.mention, reading.mentions)),
        tuple(map(original.attribution, reading.attributions)),
        reading.reader,
        tuple(map(original.quotation, reading.quotations)),
    )


class _Original:
    """The text with its hidden characters."""

    def __init__(self, text: str, places: Sequence[int]) -> None:
        self._text = text
        self._places = places

    def span(self, one: Span | Sentence | Word | Mention | Quotation) -> Span:
        return Span(self._places[one.start], self._places[one.end - 1] + 1)

    def sentence(self, one: Sentence) -> Sentence:
        span = self.span(one)
        return replace(one, start=span.start, end=span.end, words=tuple(map(self.word, one.words)))

    def word(self, one: Word) -> Word:
        span = self.span(one)
        return replace(one, start=span.start, end=span.end, text=self._text[span.start : span.end])

    def mention(self, one: Mention) -> Mention:
        span = self.span(one)
        return replace(one, start=span.start, end=span.end, text=self._text[span.start : span.end])

    def quotation(self, one: Quotation) -> Quotation:
        span = self.span(one)
        return replace(one, start=span.start, end=span.end)

    def attribution(self, one: Attribution) -> Attribution:
        source = self.span(one.source) if one.source else None
        return replace(one, source=source, cue=self.span(one.cue), content=tuple(map(self.span, one.content)))
