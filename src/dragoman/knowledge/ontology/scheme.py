"""The frozen types of an ontology, and how they are made of the tables of a TOML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dragoman.knowledge.ontology import cameo
from dragoman.knowledge.ontology.cameo import Meaning

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
RECIPIENTS = ("required", "optional", "none")


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done; ``score`` where it differs from the type's, the context it brings."""

    name: str
    definition: str
    score: float | None
    adds_context: str | None


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event. ``recipient`` is required, optional or none."""

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

    def has(self, mode: str | None) -> bool:
        """Whether the type knows the mode; every type knows None, the mode that is not told."""
        return mode is None or any(m.name == mode for m in self.modes)


@dataclass(frozen=True, slots=True)
class ContextWords:
    """What shows that a happening is about something: lemmas in lower case, and phrases of such lemmas."""

    words: frozenset[str]
    phrases: tuple[str, ...]


Signs = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By its first word, each sign (one word or several) with the context that it shows."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types and the words that show an event's context.

    ``signs`` are the words of the contexts, laid out to be found in a text. ``takes`` says under which type
    something coded as PLOVER is recorded: from PLOVER types ("RETREAT") and single modes of them
    ("RETREAT.withdraw") to names in ``types``. A mode goes before its type.
    """

    version: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, ContextWords]
    signs: Signs
    takes: Mapping[str, str]

    def contexts_of(self, lemmas: Sequence[str]) -> tuple[str, ...]:
        """The contexts of which a word or phrase stands in a text, given as lemmas in lower case."""
        found = {
            context
            for place, lemma in enumerate(lemmas)
            for sign, context in self.signs.get(lemma, ())
            if tuple(lemmas[place : place + len(sign)]) == sign
        }
        return tuple(name for name in self.contexts if name in found)

    def recorded(self, event_type: str, mode: str | None) -> tuple[str, str | None] | None:
        """The type and mode under which a PLOVER type and mode are recorded, None where nobody takes them.

        The mode is None where the type that takes them has no mode of that name.
        """
        name = self.takes.get(f"{event_type}.{mode}") or self.takes.get(event_type)
        if name is None:
            return None
        return name, mode if self.types[name].has(mode) else None

    def of_cameo(self, code: str) -> Meaning | None:
        """What a CAMEO code of two to four digits ("1712") is recorded as here.

        None where PLOVER has no type for it (a bare statement, 010) or nobody here takes that type. A code
        that the table lacks has the meaning of its nearest parent there. Raises KeyError where it is no code.
        """
        meaning = cameo.meaning(code)
        recorded = self.recorded(meaning.event_type, meaning.mode) if meaning else None
        if meaning is None or recorded is None:
            return None
        event_type, mode = recorded
        return Meaning(event_type, mode, tuple(name for name in meaning.contexts if name in self.contexts))

    def cameo_of(self, event_type: str, mode: str | None) -> str | None:
        """The most general CAMEO code of what is recorded under the type and mode.

        None where that may be several things without one code in common (a type that takes AID and CONSULT).
        Raises KeyError where this ontology has no such type or mode.
        """
        if not self.types[event_type].has(mode):
            raise KeyError(f"{event_type} has no mode {mode!r}")
        taken = [key.partition(".") for key, name in self.takes.items() if name == event_type]
        asked = [(known, single or mode) for known, _, single in taken]
        codes = cameo.codes()
        fitting = {codes[one] for one in asked if one in codes and self.recorded(*one) == (event_type, mode)}
        return fitting.pop() if len(fitting) == 1 else None


def made(raw: Mapping[str, Any], contexts: Mapping[str, ContextWords] | None = None) -> Ontology:
    """The ontology of a TOML file whose shape is known to be right; ``contexts`` where it has none itself."""
    types = {t["name"]: _type(t) for t in raw["type"]}
    own = {c["name"]: _context(c) for c in raw["context"]} if "context" in raw else contexts or {}
    takes = {taken: t["name"] for t in raw["type"] for taken in t.get("takes", [t["name"]])}
    return Ontology(
        raw["version"],
        MappingProxyType(types),
        MappingProxyType(own),
        _signs(own),
        MappingProxyType(takes),
    )


def _signs(contexts: Mapping[str, ContextWords]) -> Signs:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, context in contexts.items():
        for sign in (*context.words, *context.phrases):
            words = tuple(sign.split())
            found.setdefault(words[0], []).append((words, name))
    return MappingProxyType({word: tuple(signs) for word, signs in found.items()})


def _type(raw: Mapping[str, Any]) -> EventType:
    modes = tuple(_mode(m) for m in raw.get("modes", ()))
    return EventType(
        raw["name"], raw["quad"], float(raw["score"]), raw["definition"], raw["recipient"], modes
    )


def _mode(raw: Mapping[str, Any]) -> Mode:
    score = float(raw["score"]) if "score" in raw else None
    return Mode(raw["name"], raw["definition"], score, raw.get("adds_context"))


def _context(raw: Mapping[str, Any]) -> ContextWords:
    return ContextWords(
        frozenset(word.lower() for word in raw["words"]),
        tuple(phrase.lower() for phrase in raw.get("phrases", ())),
    )
