"""What other data sets call a state, a body or a sector, and back.

``codes.csv`` has a row a state, ``other_codes.csv`` codes of former states and further codes of one,
``country_names.csv`` the names that data sets write, ``known_groups.csv`` CAMEO's codes of bodies of no
state, ``sector_codes.csv`` the words for a sector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from dragoman.knowledge.actors import bodies, fold, load
from dragoman.knowledge.tables import rows

System = Literal["cow", "ccode", "gw", "fips", "cameo"]
SYSTEMS: tuple[System, ...] = ("cow", "ccode", "gw", "fips", "cameo")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one state, None where a system has none for it.

    ``cow`` and ``ccode`` are Correlates of War's, ``gw`` Gleditsch and Ward's, ``fips`` is FIPS 10-4, which
    GDELT writes for places, ``cameo`` what CAMEO and GDELT write for actors.
    """

    iso3: str
    iso2: str | None
    cow: str | None
    ccode: int | None
    gw: int | None
    fips: str | None
    cameo: str | None
    source: str


@dataclass(frozen=True, slots=True)
class SectorCodes:
    """What CAMEO (a role code) and ICEWS (words) call a PLOVER sector, None where they have nothing."""

    cameo: str | None
    icews: str | None


@cache
def codes() -> Mapping[str, Codes]:
    """The codes of every state of states.csv by ISO alpha-3."""
    return MappingProxyType({row["iso3"]: _codes(row) for row in rows("actors", "codes.csv")})


def _codes(row: Mapping[str, str]) -> Codes:
    return Codes(
        iso3=row["iso3"],
        iso2=row["iso2"] or None,
        cow=row["cow"] or None,
        ccode=int(row["ccode"]) if row["ccode"] else None,
        gw=int(row["gw"]) if row["gw"] else None,
        fips=row["fips"] or None,
        cameo=row["cameo"] or None,
        source=row["source"],
    )


@cache
def _states_by(system: System) -> Mapping[str, str]:
    own = {str(code): one.iso3 for one in codes().values() if (code := getattr(one, system)) is not None}
    others = {r["code"]: r["iso3"] for r in rows("actors", "other_codes.csv") if r["system"] == system}
    return MappingProxyType(others | own)


def state_of(system: System, code: str | int) -> str | None:
    """The ISO alpha-3 code of the state that a system calls so, None where it calls none so.

    A former state's code is that of the state that went on where there is one: 260, the Federal Republic of
    Germany, is DEU; 265, the Democratic Republic, is None.
    """
    return _states_by(system).get(str(code).strip().upper())


@cache
def country_names() -> Mapping[str, str]:
    """States by folded name: those of states.csv and those that data sets write."""
    found = {fold(row["name"]): row["iso3"] for row in rows("actors", "country_names.csv")}
    for state in load().states.values():
        found |= {fold(name): state.iso3 for name in (state.name, *state.others)}
    return MappingProxyType(found)


@cache
def names_in(dataset: str) -> Mapping[str, str]:
    """What a data set calls each state, by ISO alpha-3, where that is not the name in states.csv."""
    found: dict[str, str] = {}
    for row in rows("actors", "country_names.csv"):
        if row["dataset"] == dataset:
            found.setdefault(row["iso3"], row["name"])
    return MappingProxyType(found)


@cache
def known_groups() -> Mapping[str, str]:
    """Bodies of no state by CAMEO's code of them."""
    return MappingProxyType({row["code"]: row["name"] for row in rows("actors", "known_groups.csv")})


@cache
def sector_codes() -> Mapping[str, SectorCodes]:
    """What others call each PLOVER sector."""
    return MappingProxyType(
        {
            row["sector"]: SectorCodes(row["cameo"] or None, row["icews"] or None)
            for row in rows("actors", "sector_codes.csv")
        }
    )


def body(name: str) -> str | None:
    """The usual name of a body of no state that goes by ``name``; None for any other name."""
    known = {one.name for one in load().names.get(fold(name), ()) if one.name in bodies()}
    return known.pop() if len(known) == 1 else None
