"""Stretches between quotation marks, over several sentences but not over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dragoman.records import Quotation

_PARAGRAPH: Final = re.compile(r"[^\n]+")
_MARK: Final = re.compile(r"''|[“”„«»\"]")
_CLOSING: Final = frozenset("”»")
# Single marks outside of those; what ends a word may be an apostrophe: so short, and cleanly closed
_SINGLE: Final = re.compile(r"(?<!\w)‘(?=[^\W\d])[^‘“”\"\n]{1,300}?[\w.,!?…]’(?![\w’])")


def found(text: str) -> tuple[Quotation, ...]:
    """Every quotation of the text with its marks, in order, cut at paragraph borders; what it is, unknown.

    Marks are “ ” „ « » " and, as some newspapers type them, two apostrophes; ‘ ’ outside of these. A
    quotation that is still open at a paragraph's end ends there: the next paragraph's opening mark begins
    another.
    """
    every: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        every += _in_paragraph(text, paragraph.start(), paragraph.end())
    return tuple(every)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    since: int | None = None
    free = start  # where what stands in no quotation begins
    for mark in _MARK.finditer(text, start, end):
        if since is None and mark[0] not in _CLOSING:
            since = mark.start()
        elif since is not None and mark[0] not in "„«":
            yield from _single(text, free, since)
            yield Quotation(since, mark.end())
            since, free = None, mark.end()
    yield from _single(text, free, end if since is None else since)
    if since is not None:
        yield Quotation(since, start + len(text[start:end].rstrip()))


def _single(text: str, start: int, end: int) -> Iterator[Quotation]:
    for match in _SINGLE.finditer(text, start, end):
        yield Quotation(match.start(), match.end())


def words_inside(text: str, quotation: Quotation) -> int:
    """How many words stand between the marks."""
    return len(text[quotation.start : quotation.end].strip("“”„«»\"'‘’").split())
