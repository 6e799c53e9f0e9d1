"""Who belongs to an organisation on a day, and the sectors that the tables use."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from dragoman.knowledge.actors import load, members, sectors
from dragoman.knowledge.tables import rows, values
from dragoman.resolve.actors import resolve_name

OAS = "Organization of American States"
NATO = "North Atlantic Treaty Organization"

MEMBERS = list(rows("actors", "members.csv"))
SECTORS = list(rows("actors", "sectors.csv"))


# ---- members on a day -----------------------------------------------------------------------------

BELONGS = [
    # organisation, state, day, and whether it belongs
    ("European Union", "GBR", date(1972, 12, 31), False),
    ("European Union", "GBR", date(1973, 1, 1), True),
    ("European Union", "GBR", date(2020, 1, 31), True),
    ("European Union", "GBR", date(2020, 2, 1), False),
    (NATO, "FIN", date(2022, 6, 1), False),
    (NATO, "FIN", date(2023, 6, 1), True),
    (OAS, "HND", date(2009, 7, 4), True),  # suspended, and taken back
    (OAS, "HND", date(2009, 7, 5), False),
    (OAS, "HND", date(2011, 5, 31), False),
    (OAS, "HND", date(2011, 6, 1), True),
    ("Arab League", "SYR", date(2011, 11, 30), True),  # known by its month
    ("Arab League", "SYR", date(2011, 12, 1), False),
    ("Arab League", "SYR", date(2023, 5, 7), True),
    ("Pacific Islands Forum", "FJI", date(2014, 9, 30), False),
    ("Pacific Islands Forum", "FJI", date(2014, 10, 1), True),
    ("African Union", "SSD", date(2010, 12, 31), False),  # known by its year
    ("African Union", "SSD", date(2011, 1, 1), True),
    ("G5 Sahel", "MLI", date(2022, 5, 31), True),
    ("G5 Sahel", "MLI", date(2022, 6, 1), False),
]


@pytest.mark.parametrize(("organisation", "state", "day", "belongs"), BELONGS)
def test_who_belongs_on_a_day(organisation: str, state: str, day: date, belongs: bool) -> None:
    found = members(organisation, day)
    assert found is not None and (state in found) is belongs


def test_nato_grows() -> None:
    days = [date(year, 6, 1) for year in (1950, 1953, 1956, 1983, 2000, 2005, 2010, 2018, 2021, 2023, 2025)]
    sizes = [set(members(NATO, day) or ()) for day in days]
    assert all(before < after for before, after in pairwise(sizes))
    assert (len(sizes[0]), len(sizes[-1])) == (12, 32)


def test_nobody_belongs_before_it_began() -> None:
    assert members(NATO, date(1949, 4, 1)) == ()


def test_members_are_told_once_in_order() -> None:
    for organisation in {row["organisation"] for row in MEMBERS}:
        for year in (1975, 1995, 2015, 2025):
            found = members(organisation, date(year, 7, 1))
            assert found is not None and list(found) == sorted(set(found)), organisation


def test_without_a_day_it_is_today() -> None:
    found = members("European Union")
    assert found == members("European Union", date.today())
    assert found and "DEU" in found and "GBR" not in found


@pytest.mark.parametrize("organisation", ["United Nations", "Amnesty International", "NATO", "Kite Club", ""])
def test_an_organisation_without_rows_is_not_known(organisation: str) -> None:
    assert members(organisation, date(2015, 1, 1)) is None


# ---- the table of members -------------------------------------------------------------------------


def edges(row: dict[str, str]) -> tuple[date, date]:
    """First and last day of a row; a month or a year counts from its first day to its last."""
    first = date.fromisoformat((row["from"] + "-01-01")[:10])
    if not row["to"]:
        return first, date.max
    year, month, *_ = (int(part) for part in (row["to"] + "-12").split("-"))
    end = row["to"] if len(row["to"]) == 10 else f"{year:04}-{month:02}-{monthrange(year, month)[1]}"
    return first, date.fromisoformat(end)


def test_tables_are_whole() -> None:
    assert len({row["organisation"] for row in MEMBERS}) >= 80
    assert sum(1 for _ in rows("actors", "organisations.csv")) >= 260
    assert all(None not in row and None not in row.values() for row in MEMBERS), "too many or few cells"
    assert all(row["source"] for row in MEMBERS)


def test_every_organisation_has_a_row_of_its_own() -> None:
    names = {row["name"] for row in rows("actors", "organisations.csv")}
    assert {row["organisation"] for row in MEMBERS} - names == set()


def test_every_member_is_a_state() -> None:
    assert all(values(row["states"]) for row in MEMBERS)
    assert {code for row in MEMBERS for code in values(row["states"])} - set(load().states) == set()


def test_days_are_whole_and_in_order() -> None:
    day = re.compile(r"\d{4}(?:-\d{2}){0,2}")
    assert [row for row in MEMBERS if not day.fullmatch(row["from"])] == []
    assert [row for row in MEMBERS if row["to"] and not day.fullmatch(row["to"])] == []
    assert [row for row in MEMBERS if edges(row)[0] > edges(row)[1]] == []


def test_no_state_belongs_twice_at_a_time() -> None:
    spans: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for row in MEMBERS:
        for state in values(row["states"]):
            spans[row["organisation"], state].append(edges(row))
    twice = {
        key
        for key, found in spans.items()
        for (_, last), (first, _) in pairwise(sorted(found))
        if first <= last
    }
    assert twice == set()


# ---- sectors --------------------------------------------------------------------------------------

VERBS = frozenset(
    {"arrested", "attacked", "denied", "fled", "left", "marched", "protested", "ruled", "spoke", "voted"}
    | {"won"}
)
"""The verbs of the examples in sectors.csv."""


def test_sectors_are_codes_with_reasons() -> None:
    assert len(set(sectors())) == len(sectors()) == len(SECTORS)
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in sectors())
    assert all(row["reason"].strip() for row in SECTORS)
    assert [row["code"] for row in SECTORS if not row["example"]] == ["UNK"]


@pytest.mark.parametrize("table", ["roles", "groups", "agencies", "metonyms", "organisations"])
def test_every_sector_of_a_table_is_listed(table: str) -> None:
    used = {row["sector"] for row in rows("actors", f"{table}.csv")} - {""}
    assert used and used <= set(sectors())


@pytest.mark.parametrize(
    ("code", "example"), [(row["code"], row["example"]) for row in SECTORS if row["example"]]
)
def test_an_example_has_its_sector(code: str, example: str) -> None:
    words = example.rstrip(".").split()
    verb = next((index for index, word in enumerate(words) if word in VERBS), 0)
    assert verb, f"no verb of VERBS in {example!r}"
    assert resolve_name(" ".join(words[:verb])).sector == code
