"""POLECAT's table: tab-separated with a header, a row an event with lists of actors and recipients."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.imports.lines import Columns, named
from dragoman.imports.shape import Format, What, Who
from dragoman.knowledge.actors.codes import body, codes, state_of
from dragoman.knowledge.ontology import plover

NEEDED = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Recipient Name",
    "Recipient Country",
    "Source",
    "Publication Date",
)


def sniff(name: str, lines: Sequence[str]) -> Columns:
    """The columns of a file, which must have those needed."""
    return named(name, lines, NEEDED, "POLECAT")


def who(country: str, name: str) -> Who:
    """The state of a country code, or the body of no state of any other actor."""
    if country in codes():
        return Who(country)
    found = state_of("cameo", country) if country else None
    found = found or (body(name) if name else None)
    return Who(found, None if found else "an actor of no country that is no known body")


def what(code: str) -> What:
    """The PLOVER type and mode in ``TYPE|mode``; a mode that the type does not have is unknown."""
    name, _, mode = code.partition("|")
    kind = plover().types.get(name.upper())
    if kind is None:
        return What(None, reason=f"{name!r} is no PLOVER type")
    known = mode.lower() if mode and kind.has(mode.lower()) else None
    return What(kind.name, known, kind.contexts(known))


FORMAT = Format("POLECAT's events, tab-separated with a header", "polecat", sniff, "polecat", who, what)
