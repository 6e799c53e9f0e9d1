"""The event ontology: ``plover.toml`` read into frozen types, or a file of the user's own in its shape.

A file of one's own says with ``takes`` which PLOVER types, or single modes of them, are recorded under each
of its names; coding itself always speaks PLOVER. See ``docs/CODEBOOK.md``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from dragoman.knowledge.ontology import own
from dragoman.knowledge.ontology.cameo import Meaning
from dragoman.knowledge.ontology.errors import OntologyError
from dragoman.knowledge.ontology.scheme import ContextWords, EventType, Mode, Ontology, made
from dragoman.records import Factuality

__all__ = [
    "OPEN",
    "ContextWords",
    "EventType",
    "Meaning",
    "Mode",
    "Ontology",
    "OntologyError",
    "load",
    "manual_code",
    "plover",
]


@cache
def plover() -> Ontology:
    """PLOVER as ``plover.toml`` states it."""
    return made(tomllib.loads((files(__package__) / "plover.toml").read_text(encoding="utf-8")))


def load(path: Path | str) -> Ontology:
    """The ontology in a TOML file of the user's own, in the shape of ``plover.toml``.

    A type takes what ``takes`` lists, or the PLOVER type of its own name; PLOVER types that nobody takes are
    not recorded (`Ontology.recorded`). Its modes are those of the modes taken that it lists. Without any
    ``[[context]]`` the contexts are PLOVER's. Raises OntologyError, which names file, place and remedy.
    """
    return own.read(Path(path), plover())


OPEN = frozenset({"planned", "hoped", "conditional", "possible"})
"""Factuality of what is still to come, or may."""


def manual_code(event_type: str, factuality: Factuality) -> str:
    """The type that PLOVER's manual gives an event, which has no factuality but recodes what is not done.

    Cooperation that is to come is AGREE (yielding that is to come CONCEDE), conflict that is to come
    THREATEN, and a deed that is demanded REQUEST; see the notes of ``plover.toml``.
    """
    if factuality == "demanded":
        return "REQUEST"
    if factuality not in OPEN:
        return event_type
    if event_type in ("CONCEDE", "RETREAT"):
        return "CONCEDE"
    return "AGREE" if plover().types[event_type].quad.endswith("cooperation") else "THREATEN"
