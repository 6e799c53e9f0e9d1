"""GDELT's Events: tab-separated without a header; 61 columns in 2.0, 58 or (before April 2013) 57 in 1.0."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.imports.lines import Columns, counted
from dragoman.imports.shape import Format, Who, of_cameo
from dragoman.knowledge.actors.codes import body, known_groups, state_of
from dragoman.knowledge.datasets import GDELT_EVENTS

FIRST = tuple(name for name in GDELT_EVENTS if not name.endswith("ADM2Code"))
"""GDELT 1.0 has no code of the second level of a place; before April 2013 it had no address either."""


def sniff(name: str, lines: Sequence[str]) -> Columns:
    """The columns of a file by how many they are; 57 are read with an empty address."""
    return counted(name, lines, (GDELT_EVENTS, FIRST, FIRST[:-1]), "GDELT Events")


def who(country: str, name: str) -> Who:
    """The state of a CAMEO country code; of another actor (``GROUP|NAME``) the body of the code or name."""
    if country:
        state = state_of("cameo", country)
        return Who(state, None if state else f"CAMEO's country code {country} is of no one state")
    group, _, words = name.partition("|")
    found = known_groups().get(group) or body(words)
    unknown = (
        f"CAMEO's group code {group} is not known here" if group else "an actor of no country or known body"
    )
    return Who(found, None if found else unknown)


FORMAT = Format("GDELT's Events, 1.0 or 2.0, without a header", "gdelt", sniff, "gdelt", who, of_cameo)
