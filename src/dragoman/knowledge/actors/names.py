"""How names are cut in running text, so that a table of names can be looked up word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

PIECE = re.compile(r"[^\W_][\w.&+/]*(?:['’][^\W\d_]{2,})?[+]*|&")
"""One word of a name; "U.N.", "AT&T", "5+1" and "d'Ivoire" are one."""


def openings(names: Iterable[str]) -> Mapping[str, int]:
    """By the first word of folded names, with and without its full stop: how many pieces the longest has."""
    found: dict[str, int] = {}
    for name in names:
        size = len(PIECE.findall(name))
        first = re.split(r"[\s–-]", name)[0]
        for word in {first, first.removesuffix(".")}:
            found[word] = max(found.get(word, 0), size)
    return MappingProxyType(found)
