"""What other data sets call states, bodies and sectors: each code once, and back to the same state."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import pytest

from dragoman.knowledge import tables
from dragoman.knowledge.actors import bodies, fold, load, sectors
from dragoman.knowledge.actors.codes import (
    SYSTEMS,
    body,
    codes,
    country_names,
    known_groups,
    names_in,
    sector_codes,
    state_of,
)
from dragoman.knowledge.ontology import plover
from dragoman.knowledge.ontology.cameo import labels
from tests.conftest import REPOSITORY


def test_every_state_has_a_row() -> None:
    assert set(codes()) == set(load().states)
    assert all(one.source for one in codes().values())


@pytest.mark.parametrize("column", ["iso2", *SYSTEMS])
def test_no_code_stands_for_two_states(column: str) -> None:
    found = Counter(code for one in codes().values() if (code := getattr(one, column)) is not None)
    assert [code for code, count in found.items() if count > 1] == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_codes_lead_back(system: str) -> None:
    for iso3, one in codes().items():
        code = getattr(one, system)
        assert code is None or state_of(system, code) == iso3  # type: ignore[arg-type]


def test_further_codes_are_no_states_own_and_have_a_reason() -> None:
    rows = list(tables.rows("actors", "other_codes.csv"))
    keys = [(row["system"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        own = {str(getattr(one, row["system"])) for one in codes().values()}
        assert row["code"] not in own and row["iso3"] in codes() and row["reason"], row


@pytest.mark.parametrize(
    ("iso3", "cow", "ccode", "gw", "fips", "cameo"),
    [
        ("SRB", "YUG", 345, 340, "RI", "SRB"),
        ("MNE", "MNG", 341, 341, "MJ", "MTN"),
        ("XKX", "KOS", 347, 347, "KV", "KSV"),
        ("SSD", "SSD", 626, 626, "OD", "SSD"),
        ("DEU", "GMY", 255, 260, "GM", "DEU"),
        ("YEM", "YEM", 679, 678, "YM", "YEM"),
        ("VNM", "DRV", 816, 816, "VM", "VNM"),
        ("ROU", "ROM", 360, 360, "RO", "ROM"),
        ("AUS", "AUL", 900, 900, "AS", "AUS"),
        ("AUT", "AUS", 305, 305, "AU", "AUT"),
        ("COD", "DRC", 490, 490, "CG", "COD"),
        ("COG", "CON", 484, 484, "CF", "COG"),
        ("ZAF", "SAF", 560, 560, "SF", "ZAF"),
        ("PSE", None, None, None, "WE", "PSE"),
        ("FLK", None, None, None, "FK", "FLK"),
    ],
)
def test_codes_that_are_easily_wrong(  # noqa: PLR0913, PLR0917 (the columns)
    iso3: str, cow: str | None, ccode: int | None, gw: int | None, fips: str, cameo: str
) -> None:
    one = codes()[iso3]
    assert (one.cow, one.ccode, one.gw, one.fips, one.cameo) == (cow, ccode, gw, fips, cameo)


def test_former_states_are_the_state_that_went_on_or_none() -> None:
    assert (state_of("ccode", 260), state_of("ccode", "678"), state_of("gw", 345)) == ("DEU", "YEM", "SRB")
    assert [state_of("ccode", n) for n in (265, 315, 680, 817)] == [None] * 4
    assert (state_of("cameo", "wsb"), state_of("fips", "GZ"), state_of("cameo", "EUR")) == (
        "PSE",
        "PSE",
        None,
    )


def test_names_of_data_sets_lead_to_states() -> None:
    own = {fold(name): iso3 for iso3, one in load().states.items() for name in (one.name, *one.others)}
    for row in tables.rows("actors", "country_names.csv"):
        assert row["iso3"] in codes() and row["source"]
        assert own.get(fold(row["name"]), row["iso3"]) == row["iso3"], "another state goes by that name"
    assert country_names()["russian federation"] == "RUS"
    assert (names_in("icews")["KOR"], names_in("icews").get("FRA")) == ("Korea, Republic Of", None)


def test_known_groups_are_bodies_of_no_state_each_once() -> None:
    rows = list(tables.rows("actors", "known_groups.csv"))
    assert len({row["code"] for row in rows}) == len({row["name"] for row in rows}) == len(rows)
    assert set(known_groups().values()) <= bodies()
    assert (body("NATO"), body("Russia"), body("Hamas")) == ("North Atlantic Treaty Organization", None, None)


def test_every_sector_is_told_or_not_on_purpose() -> None:
    assert set(sector_codes()) == set(sectors())
    assert all(row["reason"] for row in tables.rows("actors", "sector_codes.csv"))
    assert sector_codes()["JRN"].cameo == "MED" and sector_codes()["MED"].cameo == "HLH"


def test_every_code_that_is_written_says_something() -> None:
    for kind in plover().types.values():
        for mode in (None, *(one.name for one in kind.modes)):
            assert labels()[plover().cameo_of(kind.name, mode) or ""]


def test_the_table_is_what_its_script_builds(shared: Path) -> None:
    script = runpy.run_path(str(REPOSITORY / "training" / "actors" / "build_codes.py"))
    first, *rows = script["build"](shared / "data" / "knowledge")
    assert [dict(zip(first, row, strict=True)) for row in rows] == list(tables.rows("actors", "codes.csv"))
