"""A user's own ontology: a TOML file in the shape of ``plover.toml``, checked in words for the user.

What a file may hold is `FILE` and the tables that it names; what must hold between its parts are the
functions below `read`. The first fault that is met is told.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dragoman.knowledge.ontology.errors import OntologyError
from dragoman.knowledge.ontology.scheme import QUADS, RECIPIENTS, Ontology, made

Table = Mapping[str, Any]

RESERVED = "none"
"""What a near miss says of a sentence that tells no event; no type may have the name."""


def read(path: Path, plover: Ontology) -> Ontology:
    """The ontology in the file at ``path``, with PLOVER's contexts where it has none of its own.

    Raises OntologyError, which names file, place and remedy.
    """
    raw = _toml(path)
    _check(f"{path}", raw, FILE)
    _check_quads(path, raw)
    contexts = [c["name"] for c in raw["context"]] if "context" in raw else list(plover.contexts)
    _check_once(f"{path}, [[context]]", contexts)
    _check_once(f"{path}, [[type]]", [one["name"] for one in raw["type"]])
    for where, one in _placed(f"{path}", "type", raw["type"]):
        _check_type(where, one, contexts)
        _check_taken(where, one, plover)
    _check_taken_once(path, raw["type"])
    return made(raw, plover.contexts)


def _toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror or error}", "Name a TOML file that is there") from error
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}, byte {error.start}: this is not UTF-8", "Save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        remedy = (
            "Correct it there; the shape is that of plover.toml, the rules of TOML are at https://toml.io"
        )
        raise OntologyError(f"{path}: this is not TOML: {error}", remedy) from error


# ---- shape ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: in words, how to write it, and the test."""

    words: str
    remedy: str
    holds: Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table; ``shape`` is that of the tables in it, for a list of tables."""

    kind: Kind
    needed: bool = False
    shape: Mapping[str, Key] = field(default_factory=lambda: MappingProxyType({}))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -10 <= value <= 10


def _is_list_of(holds: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(holds, value))


TEXT = Kind("a text", 'Write it in quotation marks, as in "YIELD"', _is_text)
SCORE = Kind("a number from -10 to 10", "Write it in digits without quotation marks, as in -3.5", _is_score)
TRUTH = Kind("true or false", "Write true or false without quotation marks", lambda v: isinstance(v, bool))
TEXTS = Kind("a list of texts", 'Write it in brackets, as in ["CONCEDE", "RETREAT"]', _is_list_of(_is_text))
TABLES = Kind(
    "a list of tables",
    "Write each as a table, under a heading in double brackets or in braces, as plover.toml does",
    _is_list_of(lambda value: isinstance(value, dict)),
)

NOTE = {"id": Key(TEXT, True), "about": Key(TEXT, True), "text": Key(TEXT, True)}
MODE = {
    "name": Key(TEXT, True),
    "definition": Key(TEXT, True),
    "score": Key(SCORE),
    "adds_context": Key(TEXT),
}
EXAMPLE = {
    "text": Key(TEXT, True),
    "actor": Key(TEXTS, True),
    "recipient": Key(TEXTS, True),
    "mode": Key(TEXT),
    "figurative": Key(TRUTH),
}
NEAR_MISS = {"text": Key(TEXT, True), "coded_as": Key(TEXT, True), "reason": Key(TEXT, True)}
TYPE = {
    "name": Key(TEXT, True),
    "quad": Key(TEXT, True),
    "score": Key(SCORE, True),
    "recipient": Key(TEXT, True),
    "definition": Key(TEXT, True),
    "takes": Key(TEXTS),
    "modes": Key(TABLES, shape=MODE),
    "examples": Key(TABLES, shape=EXAMPLE),
    "near_misses": Key(TABLES, shape=NEAR_MISS),
}
CONTEXT = {
    "name": Key(TEXT, True),
    "definition": Key(TEXT, True),
    "words": Key(TEXTS, True),
    "phrases": Key(TEXTS),
}
FILE = {
    "version": Key(TEXT, True),
    "source": Key(TEXT),
    "quads": Key(TEXTS),
    "note": Key(TABLES, shape=NOTE),
    "type": Key(TABLES, True, TYPE),
    "context": Key(TABLES, shape=CONTEXT),
}


def _check(where: str, raw: Table, shape: Mapping[str, Key]) -> None:
    """Raises OntologyError at the first key that is unknown, missing, or has no value of its kind."""
    for key in raw:
        if key not in shape:
            raise OntologyError(f'{where}: there is no key "{key}" here', _choose(key, shape))
    for key, rule in shape.items():
        if key not in raw:
            if rule.needed:
                raise OntologyError(f'{where}: "{key}" is missing', f"Add it: {rule.kind.words}")
            continue
        if not rule.kind.holds(raw[key]):
            found = f'"{key}" is {raw[key]!r}, not {rule.kind.words}'
            raise OntologyError(f"{where}: {found}", rule.kind.remedy)
        if rule.shape:
            for place, one in _placed(where, key, raw[key]):
                _check(place, one, rule.shape)


def _placed(where: str, key: str, tables: Sequence[Table]) -> Iterable[tuple[str, Table]]:
    """The tables with their places: ``own.toml, type 2 (YIELD)``."""
    for number, table in enumerate(tables, 1):
        name = table.get("name") or table.get("id")
        yield f"{where}, {key} {number}" + (f" ({name})" if name else ""), table


def _choose(wrong: str, allowed: Iterable[str]) -> str:
    """The remedy for a name that is none of the allowed ones."""
    names = list(allowed)
    near = get_close_matches(wrong, names, 1)
    guess = f'Perhaps "{near[0]}" is meant. ' if near else ""
    return f"{guess}Use one of: {', '.join(names)}" if names else "Leave it out"


# ---- what must hold between the parts -------------------------------------------------------------


def _check_quads(path: Path, raw: Table) -> None:
    for quad in raw.get("quads", ()):
        if quad not in QUADS:
            raise OntologyError(f'{path}, quads: there is no quad "{quad}"', _choose(quad, QUADS))
    if not raw["type"]:
        raise OntologyError(f"{path}: there are no types", "Add a [[type]] for each, as plover.toml does")


def _check_once(where: str, names: Sequence[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise OntologyError(f'{where}: there are {count} called "{name}"', "Keep one of them")


def _check_type(where: str, one: Table, contexts: Sequence[str]) -> None:
    """Its name, quad and recipient, and the contexts that its modes bring."""
    if "." in one["name"] or one["name"] == RESERVED:
        reason = "a dot divides type and mode" if "." in one["name"] else "it says that there is no event"
        raise OntologyError(f'{where}: a type may not be called "{one["name"]}"', f"Rename it: {reason}")
    for key, allowed in (("quad", QUADS), ("recipient", RECIPIENTS)):
        if one[key] not in allowed:
            raise OntologyError(f'{where}: there is no {key} "{one[key]}"', _choose(one[key], allowed))
    _check_once(f"{where}, modes", [mode["name"] for mode in one.get("modes", ())])
    for place, mode in _placed(where, "modes", one.get("modes", ())):
        brought = mode.get("adds_context")
        if brought is not None and brought not in contexts:
            raise OntologyError(f'{place}: there is no context "{brought}"', _choose(brought, contexts))


def _check_taken(where: str, one: Table, plover: Ontology) -> None:
    """It takes what PLOVER has, and its modes are modes of that."""
    name, takes = one["name"], one.get("takes")
    if takes == [] or (takes is None and name not in plover.types):
        problem = f"{where}: it takes nothing" + (
            "" if takes == [] else ", and PLOVER has no type of that name"
        )
        raise OntologyError(problem, 'Say what is recorded under it, as in takes = ["CONCEDE", "RETREAT"]')
    modes: list[str] = []
    for taken in takes or [name]:
        event_type, dot, mode = taken.partition(".")
        if event_type not in plover.types:
            problem = f'{where}, takes: PLOVER has no type "{event_type}"'
            raise OntologyError(problem, _choose(event_type, plover.types))
        known = [m.name for m in plover.types[event_type].modes]
        if dot and mode not in known:
            problem = f'{where}, takes: {event_type} has no mode "{mode}"'
            raise OntologyError(problem, _choose(mode, known) if known else f'Write "{event_type}"')
        modes += [mode] if dot else known
    for place, own in _placed(where, "modes", one.get("modes", ())):
        if own["name"] not in modes:
            problem = f'{place}: nothing that {name} takes has a mode "{own["name"]}"'
            raise OntologyError(problem, _choose(own["name"], dict.fromkeys(modes)))


def _check_taken_once(path: Path, types: Sequence[Table]) -> None:
    owner: dict[str, str] = {}
    for where, one in _placed(f"{path}", "type", types):
        for taken in one.get("takes", [one["name"]]):
            if taken in owner:
                problem = f'{where}, takes: "{taken}" is taken by {owner[taken]} already'
                raise OntologyError(problem, "Take it once; a single mode may go elsewhere than its type")
            owner[taken] = one["name"]
