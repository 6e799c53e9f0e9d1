"""ICEWS's table: tab-separated with a header, a row an event with one source and one target."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.imports.lines import Columns, named
from dragoman.imports.shape import Format, Who, of_cameo
from dragoman.knowledge.actors import fold
from dragoman.knowledge.actors.codes import body, country_names

NEEDED = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Country",
    "CAMEO Code",
    "Target Name",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
)


def sniff(name: str, lines: Sequence[str]) -> Columns:
    """The columns of a file, which must have those needed."""
    return named(name, lines, NEEDED, "ICEWS")


def who(country: str, name: str) -> Who:
    """The state of a country's name, or the body of no state of an actor without a country."""
    if not country:
        found = body(name)
        return Who(found, None if found else "an actor of no country that is no known body")
    state = country_names().get(fold(country))
    return Who(state, None if state else f"{country!r} is no known country")


FORMAT = Format("ICEWS's events, tab-separated with a header", "icews", sniff, "icews", who, of_cameo)
