"""CAMEO and PLOVER: ``cameo.csv`` says what a CAMEO code is here, ``to_cameo.csv`` which code an event gets.

Codes are strings: the leading nought belongs to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.knowledge import tables

_CODE = re.compile(r"[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a CAMEO code says in an ontology's terms; ``mode`` is None where the code tells none."""

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]


def meaning(code: str) -> Meaning | None:
    """What a code of two to four digits says in PLOVER's terms, None where PLOVER has no type for it.

    A code that the table lacks has the meaning of its nearest parent there: 1719 that of 171, and 176 that
    of the root 17, which the table keeps as 170 ("unspecified"). Raises KeyError where no parent is there.
    """
    table = _meanings()
    for known in _lineage(code):
        if known in table:
            return table[known]
    raise KeyError(f"{code!r} is no CAMEO code: two to four digits as a string, the first two from 01 to 20")


def _lineage(code: str) -> Iterator[str]:
    """The code, then its parents from the nearest up to the root."""
    if not _CODE.fullmatch(code):
        return
    if len(code) > 2:
        yield code
        yield code[:3]
    yield f"{code[:2]}0"


@cache
def _meanings() -> Mapping[str, Meaning | None]:
    return MappingProxyType({row["cameo"]: _meaning(row) for row in tables.rows("ontology", "cameo.csv")})


def _meaning(row: Mapping[str, str]) -> Meaning | None:
    if not row["event_type"]:
        return None
    return Meaning(row["event_type"], row["mode"] or None, tables.values(row["contexts"]))


@cache
def codes() -> Mapping[tuple[str, str | None], str]:
    """The code of every PLOVER type and mode, the most general that says no more than those do."""
    table = tables.rows("ontology", "to_cameo.csv")
    return MappingProxyType({(row["event_type"], row["mode"] or None): row["cameo"] for row in table})


@cache
def labels() -> Mapping[str, str]:
    """What each code says, in a few words: the beginning of its note in ``cameo.csv``."""
    table = tables.rows("ontology", "cameo.csv")
    return MappingProxyType({row["cameo"]: row["note"].partition(";")[0] for row in table})
