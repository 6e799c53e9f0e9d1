"""The legend: signs and their words, in rows as long as the picture is wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.serve.web.pictures.words import LINE, SIZE, room, shortened

Sign = Literal["line", "band", "bar", "mark", "dot", "none"]
SIGN = 24.0
"""Pixels that a sign takes with the space before its words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a sign means; ``name`` is the class that colours it, ``dash`` that of its line.

    With the sign "none" it is words alone, of what is not drawn.
    """

    sign: Sign
    name: str
    label: str
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where its sign begins, the left end and the height of its middle; where its words do."""

    entry: Entry
    x: float
    y: float
    label: str
    words: float


@dataclass(frozen=True, slots=True)
class Legend:
    entries: tuple[Placed, ...]
    bottom: float


def placed(entries: Sequence[Entry], left: float, right: float, top: float) -> Legend:
    """The entries from the left, in a new row where the last is full."""
    found: list[Placed] = []
    x, y = left, top + LINE / 2
    for entry in entries:
        sign = 0 if entry.sign == "none" else SIGN
        label = shortened(entry.label, right - left - sign)
        width = sign + room(label, SIZE)
        if x > left and x + width > right:
            x, y = left, y + LINE + 2
        found.append(Placed(entry, x, y, label, x + sign))
        x += width + 16
    return Legend(tuple(found), y + LINE / 2 if entries else top)
