"""The one shape of every format, and what the formats share in telling what a code means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.imports.lines import Sniff
from dragoman.knowledge.ontology import plover


@dataclass(frozen=True, slots=True)
class Who:
    """The party that a file's country and name stand for, or None and why."""

    party: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class What:
    """What a file's code of an event says in PLOVER's terms, or None and why."""

    event_type: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is, and how one of its files is read.

    ``question`` is the .sql file that lays ``raw`` out as ``staged``; ``who`` gets a country and a name, ''
    where the file has none; ``what`` gets a code.
    """

    about: str
    origin: str
    sniff: Sniff
    question: str
    who: Callable[[str, str], Who]
    what: Callable[[str], What]


def of_cameo(code: str) -> What:
    """What a CAMEO code says."""
    try:
        meaning = plover().of_cameo(code)
    except KeyError:
        return What(None, reason=f"{code!r} is no CAMEO code")
    if meaning is None:
        return What(None, reason=f"PLOVER has no type for CAMEO {code}")
    return What(meaning.event_type, meaning.mode, meaning.contexts)
