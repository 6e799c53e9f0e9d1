"""The event ontology: ``plover.toml`` read into frozen types."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done; ``score`` where it differs from the type's, the context it brings."""

    name: str
    definition: str
    score: float | None
    adds_context: str | None


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's event types. ``recipient`` is required, optional or none."""

    name: str
    quad: str
    score: float
    definition: str
    recipient: str
    modes: tuple[Mode, ...]

    def intensity(self, mode: str | None) -> float:
        """The conflict-cooperation score of the type, or of the mode where that has its own."""
        return next((m.score for m in self.modes if m.name == mode and m.score is not None), self.score)

    def contexts(self, mode: str | None) -> tuple[str, ...]:
        """The contexts that the mode always brings."""
        return tuple(m.adds_context for m in self.modes if m.name == mode and m.adds_context)


@dataclass(frozen=True, slots=True)
class ContextWords:
    """What shows that a happening is about something: lemmas in lower case, and phrases of such lemmas."""

    words: frozenset[str]
    phrases: tuple[str, ...]

    def shows(self, lemmas: Sequence[str]) -> bool:
        """Whether one of the words or phrases stands in the text, given as lemmas in order."""
        if not self.words.isdisjoint(lemmas):
            return True
        text = f" {' '.join(lemmas)} "
        return any(f" {phrase} " in text for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types and the words that show an event's context."""

    version: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, ContextWords]


def _type(raw: Mapping[str, Any]) -> EventType:
    modes = tuple(
        Mode(m["name"], m["definition"], m.get("score"), m.get("adds_context")) for m in raw.get("modes", ())
    )
    return EventType(raw["name"], raw["quad"], raw["score"], raw["definition"], raw["recipient"], modes)


def _context(raw: Mapping[str, Any]) -> ContextWords:
    return ContextWords(
        frozenset(word.lower() for word in raw["words"]),
        tuple(phrase.lower() for phrase in raw.get("phrases", ())),
    )


@cache
def plover() -> Ontology:
    """PLOVER as ``plover.toml`` states it."""
    raw = tomllib.loads((files(__package__) / "plover.toml").read_text(encoding="utf-8"))
    return Ontology(
        version=raw["version"],
        types=MappingProxyType({t["name"]: _type(t) for t in raw["type"]}),
        contexts=MappingProxyType({c["name"]: _context(c) for c in raw["context"]}),
    )
