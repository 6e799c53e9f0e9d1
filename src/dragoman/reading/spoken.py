"""Quotations are spoken whole: what the network found of one is carried to its marks, and over its sentences.

"“One. Two,” Dahl said. “Three.”" is one attribution; so is a quotation that runs on into the next paragraph,
which begins with a mark while the last ended without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dragoman.reading.quotations import words_inside
from dragoman.records import FEW, Attribution, Reading, Sentence, Span

_CLOSED: Final = frozenset("”»\"'")


def completed(reading: Reading) -> Reading:
    """The reading with every longer quotation wholly in the content of whoever is credited with a part of it.

    A quotation of which nobody is credited with a part is the words of who speaks just before, in the same
    paragraph or in one whose quotation is not closed. A cue inside a quotation credits somebody whom the
    speaker quotes.
    """
    text = reading.article.text
    found = list(reading.attributions)
    for one in reading.quotations:
        quotation = one.span
        if words_inside(text, one) <= FEW:
            continue
        partly = [n for n, a in enumerate(found) if _has_part(a, quotation)]
        if partly:
            most = max(partly, key=lambda n: sum(p.shared(quotation) for p in found[n].content))
            found[most] = _widened(found[most], quotation)
        elif (number := _speaker_before(text, reading.sentences, quotation, found)) is not None:
            found[number] = _widened(found[number], quotation)
    return replace(reading, attributions=tuple(found))


def _has_part(one: Attribution, quotation: Span) -> bool:
    inside = quotation.start <= one.cue.start < quotation.end
    return not inside and any(piece.overlaps(quotation) for piece in one.content)


def _widened(one: Attribution, quotation: Span) -> Attribution:
    """The attribution with all of the quotation in its content; a piece never runs over the cue."""
    if any(piece.holds(quotation) for piece in one.content):
        return one
    touching = [piece for piece in one.content if piece.overlaps(quotation)]
    around = (*touching, quotation)
    whole = Span(min(piece.start for piece in around), max(piece.end for piece in around))
    if whole.overlaps(one.cue) or (one.source is not None and whole.overlaps(one.source)):
        whole = quotation
    apart = [piece for piece in one.content if not piece.overlaps(whole)]
    return replace(one, content=tuple(sorted((*apart, whole), key=lambda piece: piece.start)))


def _speaker_before(
    text: str, sentences: Sequence[Sentence], quotation: Span, found: Sequence[Attribution]
) -> int | None:
    """Which attribution's speaker goes on with the quotation, None where that is not plain."""
    before = [n for n, one in enumerate(found) if _last(one) <= quotation.start]
    last = max(before, key=lambda n: _last(found[n]), default=None)
    if last is None:
        return None
    one, end = found[last], _last(found[last])
    between = text[end : quotation.start]
    if not between.strip():  # the next paragraph goes on
        return last if text[one.content[-1].end - 1] not in _CLOSED and "\n" in between else None
    quoted = any(text[piece.start] in "“\"«„'" for piece in one.content)
    if "\n" in between or not quoted:
        return None
    sentence = next((s for s in sentences if s.start <= one.cue.start < s.end), None)
    begins = next((s.start for s in sentences if s.start <= quotation.start < s.end), None)
    if sentence is None or begins is None:
        return None
    same = sentence.start <= quotation.start < sentence.end
    following = begins == quotation.start and not text[sentence.end : quotation.start].strip()
    return last if same or following else None


def _last(one: Attribution) -> int:
    """Where the attribution ends, its cue and source counted."""
    return max(one.content[-1].end, one.cue.end, one.source.end if one.source else 0)
