"""Writes knowledge/actors/states.csv from the World Factbook lists and the hand-kept states_extra.csv.

Usage: ``python training/actors/build_states.py ../shared/data/knowledge``. The Factbook (public domain) gives
names, demonyms and capitals; Wikidata (CC0) gives the states' ids; ``states_extra.csv`` gives other and
former names, and replaces a Factbook cell that is prose ("Motswana (singular), Batswana (plural)").
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "dragoman" / "knowledge" / "actors" / "states.csv"
COLUMNS = ["iso3", "entity", "name", "others", "adjectives", "people", "capitals", "source"]


def column(table: str, key: str, value: str) -> dict[str, str]:
    """One column of a table beside this script by another."""
    with (HERE / table).open(encoding="utf-8") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def plain_plural(cell: str) -> str:
    """'Algerian(s)' to 'Algerian|Algerians', 'Swiss (singular and plural)' to 'Swiss', else ''."""
    both = re.fullmatch(r"([\w' -]+?) \(singular and plural\)", cell)
    if both:
        return both[1]
    one = re.fullmatch(r"([\w' -]+?)\(s\)", cell)
    return f"{one[1]}|{one[1]}s" if one else ""


def plain_adjective(cell: str) -> str:
    """'Laotian or Lao' to 'Laotian|Lao'; prose to ''."""
    parts = re.split(r" or |, |; ", cell)
    return "|".join(parts) if all(re.fullmatch(r"[\w' -]+", part) for part in parts) else ""


def entities(folder: Path) -> dict[str, str]:
    """Wikidata ids of states by English label (the list of foreign ministers) and by code (state_ids.csv)."""
    with (folder / "foreign_ministers_2022.csv").open(encoding="utf-8") as file:
        labelled = {row["countryLabel"]: row["country"] for row in csv.DictReader(file)}
    return labelled | column("state_ids.csv", "iso3", "entity")


def state(book: dict[str, str], extra: dict[str, str], ids: dict[str, str]) -> list[str]:
    """One row of the target table; a cell of ``extra`` wins over the Factbook's."""
    name = extra.get("name") or book["country"]
    entity = extra.get("entity") or ids.get(book["iso3"]) or ids.get(name, "")
    adjectives = extra.get("adjectives") or plain_adjective(book["nationality_adjective"])
    people = extra.get("people") or plain_plural(book["nationality_noun"])
    capitals = extra.get("capitals") or re.split(r" \(|;|,", book["capital"])[0].strip()
    source = "CIA World Factbook 2026-01 (public domain); Wikidata ids (CC0)"
    return [book["iso3"], entity, name, extra.get("others", ""), adjectives, people, capitals, source]


def territory(extra: dict[str, str]) -> list[str]:
    """One row of a dependency with an ISO 3166 code of its own; its chief town stands for no government."""
    told = [extra[column] for column in ("entity", "name", "others", "adjectives", "people")]
    return [extra["iso3"], *told, "", "ISO 3166 code; public record; Wikidata ids (CC0)"]


def main(folder: Path) -> None:
    """Build the table and say what is still empty."""
    with (HERE / "states_extra.csv").open(encoding="utf-8") as file:
        extras = {row["iso3"]: row for row in csv.DictReader(file)}
    with (folder / "factbook_countries_2026-01.csv").open(encoding="utf-8") as file:
        books = {row["iso3"]: row for row in csv.DictReader(file)}
    ids, dependent = entities(folder), column("dependencies.csv", "iso3", "iso3")
    own = {code for code in books if code and code not in dependent}
    rows = [state(books[code], extras.get(code, {}), ids) for code in own]
    rows += [territory(extra) for code, extra in extras.items() if code not in own]
    rows.sort()
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
    for row in rows:
        if row[0] in own and not all((row[1], row[4], row[5], row[6])):
            print("incomplete:", row)
    print(len(rows), "states")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
