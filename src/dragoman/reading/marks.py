"""Sentences with two marked phrases, ``<s>actor</s>`` and ``<t>recipient</t>``, as PLV writes them."""

from __future__ import annotations

import re

from dragoman.reading import split
from dragoman.records import Marked, Span

_MARK = re.compile(r"(</?[st]>)")


def unmarked(text: str) -> tuple[str, Span | None, Span | None]:
    """The sentence without its marks, and what they marked: actor and recipient, None where there is none.

    Of several phrases with one mark the first counts. Raises ValueError for marks that do not pair.
    """
    sentence = ""
    found: dict[str, Span] = {}
    opened: dict[str, int] = {}
    for piece in _MARK.split(text):
        if not _MARK.fullmatch(piece):
            sentence += piece
        elif piece[1] != "/":
            opened[piece[1]] = len(sentence)
        else:
            span = Span(opened.pop(piece[2], len(sentence)), len(sentence))
            found.setdefault(piece[2], span)
    if opened or any(span.start == span.end for span in found.values()):
        raise ValueError("its marks do not pair: write <s>actor</s> and <t>recipient</t>")
    return sentence, found.get("s"), found.get("t")


def question(sentence: str, actor: Span | None, recipient: Span | None) -> Marked:
    """What the scorer is asked for two phrases of a sentence."""
    words = split.words(sentence, 0, len(sentence))
    sides = [_range(words, side) if side else None for side in (actor, recipient)]
    return Marked(tuple(sentence[start:end] for start, end in words), *sides)


def _range(words: list[tuple[int, int]], span: Span) -> tuple[int, int] | None:
    inside = [number for number, (start, end) in enumerate(words) if start < span.end and span.start < end]
    return (inside[0], inside[-1] + 1) if inside else None
