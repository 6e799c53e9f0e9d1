"""Writes knowledge/actors/states.csv from the World Factbook lists and the hand-kept states_extra.csv.

Usage: ``python training/actors/build_states.py ../shared/data/knowledge``. The Factbook (public domain) gives
names, demonyms and capitals; Wikidata (CC0) gives the states' ids; ``states_extra.csv`` gives other and former
names, and replaces a Factbook cell that is prose ("Motswana (singular), Batswana (plural)").
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "dragoman" / "knowledge" / "actors" / "states.csv"
COLUMNS = ["iso3", "entity", "name", "others", "adjectives", "people", "capitals", "source"]
DEPENDENT = set(
    "ATA BVT ATF HMD ASM CCK MNP COK PYF GUM CXR NCL NIU NFK PCN TKL WLF ABW AIA CYM MSR SXM MAF BLM TCA CUW "
    "VGB VIR FRO GIB GGY IMN JEY SJM BMU SPM FLK SGS IOT SHN PRI".split()
)
WIKIDATA = dict(
    pair.split(":")
    for pair in (
        "BWA:Q963 TUN:Q948 USA:Q30 GBR:Q145 CHN:Q148 IND:Q668 RUS:Q159 FRA:Q142 DEU:Q183 ITA:Q38 ESP:Q29 "
        "UKR:Q212 POL:Q36 TUR:Q43 IRN:Q794 IRQ:Q796 ISR:Q801 EGY:Q79 SAU:Q851 PAK:Q843 AFG:Q889 JPN:Q17 "
        "KOR:Q884 BLR:Q184 KIR:Q710 MNE:Q236 NRU:Q697 WSM:Q683 PRK:Q423 VNM:Q881 BGD:Q902 CIV:Q1008 COD:Q974 COG:Q971 CZE:Q213 MMR:Q836 TWN:Q865 "
        "SWZ:Q1050 TLS:Q574 MKD:Q221 BIH:Q225 CPV:Q1011 GMB:Q1005 BHS:Q778 NLD:Q55 FSM:Q702 KNA:Q763 "
        "LCA:Q760 VCT:Q757 STP:Q1039 TTO:Q754 ARE:Q878 MHL:Q709 DOM:Q786 CAF:Q929 IRL:Q27 SYR:Q858 DNK:Q35 "
        "CHE:Q39 LBY:Q1016 YEM:Q805 PHL:Q928 BRA:Q155 TJK:Q863"
    ).split()
)


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
    """Wikidata ids of states by English label, from the list of foreign ministers."""
    with (folder / "foreign_ministers_2022.csv").open(encoding="utf-8") as file:
        return {row["countryLabel"]: row["country"] for row in csv.DictReader(file)}


def state(book: dict[str, str], extra: dict[str, str], ids: dict[str, str]) -> list[str]:
    """One row of the target table; a cell of ``extra`` wins over the Factbook's."""
    name = extra.get("name") or book["country"]
    entity = extra.get("entity") or WIKIDATA.get(book["iso3"]) or ids.get(name, "")
    adjectives = extra.get("adjectives") or plain_adjective(book["nationality_adjective"])
    people = extra.get("people") or plain_plural(book["nationality_noun"])
    capitals = extra.get("capitals") or re.split(r" \(|;|,", book["capital"])[0].strip()
    source = "CIA World Factbook 2026-01 (public domain); Wikidata ids (CC0)"
    return [book["iso3"], entity, name, extra.get("others", ""), adjectives, people, capitals, source]


def main(folder: Path) -> None:
    """Build the table and say what is still empty."""
    with (HERE / "states_extra.csv").open(encoding="utf-8") as file:
        extras = {row["iso3"]: row for row in csv.DictReader(file)}
    with (folder / "factbook_countries_2026-01.csv").open(encoding="utf-8") as file:
        books = {row["iso3"]: row for row in csv.DictReader(file)}
    ids = entities(folder)
    chosen = {code for code in books if code and code not in DEPENDENT} | set(extras)
    rows = [state(books[code], extras.get(code, {}), ids) for code in sorted(chosen)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
    for row in rows:
        if not all((row[1], row[4], row[5], row[6])):
            print("incomplete:", row)
    print(len(rows), "states")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
