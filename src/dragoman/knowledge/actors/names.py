"""How names are cut in running text, so that a table of names can be looked up word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from dragoman.knowledge.actors import fold

PIECE = re.compile(r"[^\W_][\w.&+/]*(?:['’][^\W\d_]{2,})?[+]*|&")
"""One word of a name; "U.N.", "AT&T", "5+1" and "d'Ivoire" are one."""
HYPHEN = re.compile(r"[-–]")
CLITIC = re.compile(r"['’]s?$|[.,]$")


@lru_cache(maxsize=1 << 13)  # the words of a language come again and again
def opening(piece: str) -> str:
    """The form under which the first word of a name is looked up, its hyphen and clitic cut off."""
    return fold(CLITIC.sub("", HYPHEN.split(piece, maxsplit=1)[0]))


def openings(names: Iterable[str]) -> Mapping[str, int]:
    """By the `opening` of names the most pieces that one of them has."""
    found: dict[str, int] = {}
    for name in names:
        pieces = PIECE.findall(name)
        if pieces:
            first = opening(pieces[0])
            found[first] = max(found.get(first, 0), len(pieces))
    return MappingProxyType(found)
