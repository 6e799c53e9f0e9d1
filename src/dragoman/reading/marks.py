"""Sentences with two marked phrases, ``<s>actor</s>`` and ``<t>recipient</t>``, as PLV writes them."""

from __future__ import annotations

import re

from dragoman.reading import split
from dragoman.records import Marked, Span, covered

_MARK = re.compile(r"(</?[st]>)")
_UNPAIRED = "its marks do not pair: write <s>actor</s> and <t>recipient</t>"


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
            continue
        closing, side = piece[1] == "/", piece.strip("</>")
        if closing != (side in opened) or (closing and opened[side] == len(sentence)):
            raise ValueError(_UNPAIRED)
        if closing:
            found.setdefault(side, Span(opened.pop(side), len(sentence)))
        else:
            opened[side] = len(sentence)
    if opened:
        raise ValueError(_UNPAIRED)
    return sentence, found.get("s"), found.get("t")


def question(sentence: str, actor: Span | None, recipient: Span | None) -> Marked:
    """What the scorer is asked for two phrases of a sentence. ValueError for a phrase without a word."""
    places = split.words(sentence, 0, len(sentence))
    sides = []
    for side in (actor, recipient):
        words = covered(places, side) if side else None
        if side and words is None:
            raise ValueError(f"there is no word between {side.start} and {side.end}")
        sides.append(words)
    return Marked(tuple(sentence[start:end] for start, end in places), *sides)
