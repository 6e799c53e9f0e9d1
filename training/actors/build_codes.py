"""Writes knowledge/actors/codes.csv: what other data sets call each state of states.csv.

Usage: ``python training/actors/build_codes.py ../shared/data/knowledge``. CountryInfo (MIT) gives Correlates
of War and FIPS 10-4 codes, countries.json the two-letter codes; ``codes_fixed.csv`` beside this script wins
over both. Gleditsch and Ward's numbers are those of Correlates of War, CAMEO's country codes those of ISO
3166, but for the rows there. A cell is empty where the list has no code for the state.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ACTORS = HERE.parents[1] / "src" / "dragoman" / "knowledge" / "actors"
COLUMNS = ["iso3", "iso2", "cow", "ccode", "gw", "fips", "cameo", "source"]
SOURCE = "CountryInfo 2012 (MIT); ISO 3166; public record"
TAGS = {"cow": "COW-Alpha", "ccode": "COW-Numeric", "fips": "FIPS-10"}


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def info(folder: Path) -> dict[str, dict[str, str]]:
    """CountryInfo's codes by ISO alpha-3, where a block is alone in having its own."""
    raw = gzip.decompress((folder / "CountryInfo.120116.txt.gz").read_bytes()).decode("latin-1")
    blocks: dict[str, list[dict[str, str]]] = defaultdict(list)
    for block in raw.replace("\r", "\n").split("<Country>")[1:]:
        blocks[tag(block, "ISO3166-alpha3")].append({name: tag(block, tags) for name, tags in TAGS.items()})
    return {code: found[0] for code, found in blocks.items()}


def tag(block: str, name: str) -> str:
    """What a block says under a tag, '' for its ways to say nothing."""
    found = re.search(rf"^\s*<{name}>(.*?)</{name}>", block, re.MULTILINE)
    cell = found[1].strip().lstrip("0") if found else ""
    return "" if cell.startswith("-") or cell in ("None", "NOT_YET") else cell


def row(iso3: str, listed: dict[str, str], two: dict[str, str], fixed: dict[str, str]) -> list[str]:
    """One row of the target table."""
    found = {"iso2": two.get(iso3, ""), "cameo": iso3, **listed, **fixed}
    found["gw"] = fixed.get("gw") or found.get("ccode", "")
    return [iso3, *(found.get(column, "") for column in COLUMNS[1:-1]), SOURCE]


def build(folder: Path) -> list[list[str]]:
    """The rows of the target table, the names of its columns first."""
    countries = json.loads(gzip.decompress((folder / "countries.json.gz").read_bytes()))
    two = {country["cca3"]: country["cca2"] for country in countries}
    fixed: dict[str, dict[str, str]] = defaultdict(dict)
    for cell in table(HERE / "codes_fixed.csv"):
        fixed[cell["iso3"]][cell["column"]] = cell["value"]
    listed = info(folder)
    states = [state["iso3"] for state in table(ACTORS / "states.csv")]
    return [COLUMNS, *(row(iso3, listed.get(iso3, {}), two, fixed[iso3]) for iso3 in sorted(states))]


def main(folder: Path) -> None:
    """Write the table."""
    rows = build(folder)
    with (ACTORS / "codes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    print(len(rows) - 1, "states")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
