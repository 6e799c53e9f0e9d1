"""Attributions in brat's standoff format, as PolNeAR uses it.

Offsets are code points; ``3 9;12 20`` lies in pieces; the roles of an ``E`` line come in any order and may be
numbered (``Content2``); ``Attribution-no-source`` has no source. ``Discuss`` and ``Discard`` mark no
attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Pieces = tuple[tuple[int, int], ...]
"""A span as (start, end) in code points, end exclusive, in text order; several where it is discontinuous."""

ROLES = ("Source", "Cue", "Content")


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution: who (nobody where ``source`` is empty), the words that credit, what is credited."""

    source: Pieces
    cue: Pieces
    content: Pieces


def claims(text: str, standoff: str) -> list[Claim]:
    """The attributions of an annotated text. Raises ValueError or KeyError where the format is not kept."""
    spans: dict[str, Pieces] = {}
    events: list[str] = []
    for line in standoff.splitlines():
        name, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", name):
            kind, _, offsets = rest.partition("\t")[0].partition(" ")
            spans[name] = _pieces(text, offsets) if kind in ROLES else ()
        elif re.fullmatch(r"E\d+", name) and rest.startswith("Attribution"):
            events.append(rest)
    found = [_claim(event, spans) for event in events]
    return [claim for claim in found if claim.cue]


def _pieces(text: str, offsets: str) -> Pieces:
    """The pieces without white space at their ends; those that only white space divides are one."""
    found: list[tuple[int, int]] = []
    for piece in offsets.split(";"):
        start, end = map(int, piece.split())
        if not 0 <= start < end <= len(text):
            raise ValueError(f"the span {offsets} lies outside the text")
        found.append((start, end))
    return tuple(_joined(text, sorted(found)))


def _joined(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    open_from, end = pieces[0]
    for start, last in pieces[1:]:
        if text[end:start].strip():
            yield _trimmed(text, open_from, end)
            open_from = start
        end = max(end, last)
    yield _trimmed(text, open_from, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def _claim(event: str, spans: dict[str, Pieces]) -> Claim:
    held: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
    for part in event.split():
        role, _, name = part.partition(":")
        if (role := role.rstrip("0123456789")) in held:
            held[role].update(spans[name])
    return Claim(*(tuple(sorted(held[role])) for role in ROLES))
