"""The gazetteer: states, their parts, cities and wider areas by name.

Tables: ``cities.csv`` (GeoNames, CC BY 4.0), ``names.csv`` (other names of cities), ``regions.csv`` (parts of
states, areas of several states, small sites); the names of states are those of ``knowledge.actors``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from dragoman.knowledge import actors
from dragoman.knowledge.tables import rows, values

__all__ = ["Site", "fold", "gazetteer"]


EDGES = re.compile(r"['’]s$|^the\s+")
SIGNS = str.maketrans("-‐‑–", "    ", "'’‘`ʿʾ")


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the gazetteer. ``entity`` is the id of a city in GeoNames or of a state in Wikidata;
    positions are in degrees, and cities alone have them.

    ``country`` is ISO 3166-1 alpha-3, None for an area of several states. ``reason`` is the row's own.
    """

    kind: Literal["state", "region", "city"]
    name: str
    country: str | None
    entity: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    capital: bool = False
    reason: str = ""


def fold(name: str) -> str:
    """The form under which places are looked up: no case, accents, apostrophes, hyphens or possessive."""
    if not name.isascii():
        pieces = unicodedata.normalize("NFKD", name)
        name = "".join(letter for letter in pieces if not unicodedata.combining(letter))
    return " ".join(EDGES.sub("", name.casefold().strip()).translate(SIGNS).split())


def _rows(table: str) -> Iterator[dict[str, str]]:
    return rows("places", f"{table}.csv")


@cache
def gazetteer() -> Mapping[str, tuple[Site, ...]]:
    """All places by folded name; a name may stand for several."""
    found: dict[str, dict[Site, None]] = defaultdict(dict)
    for name, site in (*_states(), *_regions(), *_cities()):
        found[fold(name)][site] = None
    return MappingProxyType({name: tuple(sites) for name, sites in found.items()})


def _states() -> Iterator[tuple[str, Site]]:
    for state in actors.load().states.values():
        entity = f"wikidata:{state.entity}" if state.entity else None
        site = Site("state", state.name, state.iso3, entity, reason="name of the state")
        yield from ((name, site) for name in (state.name, *state.others))


def _regions() -> Iterator[tuple[str, Site]]:
    for row in _rows("regions"):
        site = Site("region", row["name"], row["country"] or None, reason=row["reason"])
        yield row["name"], site
        for other in values(row["others"]):
            own = site if row["country"] else Site("region", other, None, reason=row["reason"])
            yield other, own


def _cities() -> Iterator[tuple[str, Site]]:
    by_id: dict[int, Site] = {}
    for row in _rows("cities"):
        site = _city(row)
        by_id[int(row["id"])] = site
        yield from ((name, site) for name in (row["name"], *values(row["others"])))
    yield from ((row["name"], by_id[int(row["id"])]) for row in _rows("names"))


def _city(row: Mapping[str, str]) -> Site:
    place = float(row["latitude"]), float(row["longitude"])
    return Site(
        "city",
        row["name"],
        row["country"],
        f"geonames:{row['id']}",
        *place,
        int(row["population"]),
        row["capital"] == "yes",
    )
