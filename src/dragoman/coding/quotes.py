"""Stretches between quotation marks, over several sentences but not over paragraphs."""

from __future__ import annotations

import re

from dragoman.records import Quote, Span

OPENING, CLOSING = "“«", "”»"
MARKS = OPENING + CLOSING + '"'
SCARE_WORDS = 4
"""A quoted stretch of at most so many words inside a clause may be scare quotes rather than a quotation."""

_PARAGRAPH = re.compile(r"[^\n]+")


def quoted(text: str) -> tuple[Span, ...]:
    """Every quotation of the text with its marks, in order, cut at paragraph borders.

    A quotation that is still open at a paragraph's end ends there; the next paragraph's opening mark begins
    a piece of its own, which `credits` gives to the same speaker.
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(text, paragraph.start(), paragraph.end())
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    since: int | None = None
    for place in range(start, end):
        mark = text[place]
        if since is None and (mark in OPENING or mark == '"'):
            since = place
        elif since is not None and (mark in CLOSING or mark == '"'):
            found.append(Span(since, place + 1))
            since = None
    if since is not None:
        found.append(Span(since, end))
    return found


def words_inside(text: str, span: Span) -> int:
    """How many words stand between the marks."""
    return len(text[span.start + 1 : span.end - 1].split())


def kind(content: tuple[Span, ...], quotations: tuple[Span, ...]) -> Quote:
    """Direct when at least nine tenths of the content are quoted, mixed when some of it, else indirect."""
    length = sum(piece.end - piece.start for piece in content)
    inside = sum(piece.shared(q) for piece in content for q in quotations)
    if inside >= 0.9 * length:
        return "direct"
    return "mixed" if inside > 2 else "indirect"
