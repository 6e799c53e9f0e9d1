"""What quotation marks mean: somebody's words, the author's distance, or a title."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.records import Quotation, Quote, Span

MARKS = '“”„«»"‘’'

SCARE = 0.5
"""From this probability a few words between marks are the author's scare quotes."""
TITLE = 0.5
"""From this one they are a title, a nickname or a word spoken of: nobody says them."""


def is_scare(quotation: Quotation) -> bool:
    """Whether the marks show the author's distance from the words."""
    return quotation.scare is not None and quotation.scare >= SCARE


def is_title(quotation: Quotation) -> bool:
    """Whether the marks only name something."""
    return quotation.title is not None and quotation.title >= TITLE


def said(quotations: Iterable[Quotation]) -> tuple[Span, ...]:
    """The quotations that are somebody's words, as far as can be told."""
    return tuple(one.span for one in quotations if not is_scare(one) and not is_title(one))


def kind(content: tuple[Span, ...], quotations: tuple[Span, ...]) -> Quote:
    """Direct when at least nine tenths of the content are quoted, mixed when some of it, else indirect."""
    length = sum(piece.end - piece.start for piece in content)
    inside = sum(piece.shared(q) for piece in content for q in quotations)
    if inside >= 0.9 * length:
        return "direct"
    return "mixed" if inside > 2 else "indirect"
