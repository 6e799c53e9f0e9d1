"""Every table of actors: its shape, its dates, and the example of every row, read by the real reader."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from itertools import combinations

import pytest

from dragoman.knowledge.actors import fold, load, read_offices
from dragoman.knowledge.actors.people import Clues, bundled, holder, identify, name_tokens
from dragoman.knowledge.actors.rows import Office
from dragoman.records import Article, Reading
from dragoman.resolve.actors import participants

SECTORS = frozenset(
    [
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
        "IGO",
        "NGO",
    ]
)


def rows(table: str) -> list[dict[str, str]]:
    """A table of knowledge/actors."""
    with files("dragoman.knowledge.actors").joinpath(f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("states", 195),
        ("metonyms", 60),
        ("organisations", 120),
        ("groups", 60),
        ("agencies", 120),
        ("offices", 4000),
    ],
)
def test_tables_are_whole(table: str, least: int) -> None:
    found = rows(table)
    assert len(found) >= least
    assert all(None not in row and None not in row.values() for row in found), (
        "a row with too many or few cells"
    )
    assert all(row["source"] for row in found)


def test_codes_and_sectors() -> None:
    states = load().states
    for table in ("metonyms", "organisations", "groups", "agencies"):
        for row in rows(table):
            assert row["sector"] in SECTORS, row
            assert all(code in states for code in row.get("iso3", "").split("|") if code), row
    assert all(not row["sector"] or row["sector"] in SECTORS for row in rows("roles"))
    assert {row["kind"] for row in rows("roles")} == {"person", "people", "body", "honorific"}
    meanings = {"host", "state", "dyad", "several", "relation", "nobody"}
    assert {row["means"] for row in rows("epithets")} == meanings
    assert {row["means"] for row in rows("locatives")} == {"place", "actor", "party"}
    assert all(row["iso3"] in states for row in rows("peoples"))


def test_no_word_stands_in_two_rows() -> None:
    for table in ("roles", "holdings", "epithets"):
        words = [word for row in rows(table) for word in dict.fromkeys(row["words"].split("|"))]
        assert {word for word in words if words.count(word) > 1} == set(), table


def test_wikidata_ids_are_single() -> None:
    ids = [row["entity"] for row in rows("states") if row["entity"]]
    assert len(ids) == len(set(ids)) >= 195


def test_terms_are_in_order() -> None:
    wrong = [one for one in read_offices() if one.start and one.end and one.end < one.start]
    assert wrong == []
    assert all(one.end or one.seen for one in read_offices()), "a term that neither ended nor was seen"


SHARED = {
    "BIH": "co-chairmen until 2000",
    "CIV": "two claimed each office in 2010 and 2011",
    "CZE": "Czechoslovakia and its Czech half until 1992",
    "European Union": "Commission and Council each have a president",
    "KHM": "two prime ministers from 1993 to 1998",
    "KOR": "an acting president while the president was suspended",
    "LBY": "rival governments",
    "MDA": "two governments in June 2019",
    "MDG": "two presidents in 2002",
    "MLI": "an acting prime minister during an illness",
    "NGA": "an acting president during an illness",
    "NIC": "co-presidents since 2025",
    "RUS": "the Soviet Union and Russia until 1991",
    "SMR": "two captains regent at a time",
    "THA": "acting prime ministers during suspensions",
    "TLS": "an acting president after the attack of 2008",
    "VNM": "two states until 1975",
    "ZMB": "an acting president during an illness in 2008",
    "SRB": "Yugoslavia and Serbia until 2006",
}
"""Where an office had two holders at a time, and why."""


def test_no_office_has_two_holders_in_the_public_record() -> None:
    single = {"president", "prime minister", "chancellor", "supreme leader", "secretary-general"}
    held: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for one in read_offices():
        if one.source == "public record" and one.office in single and one.start:
            held[one.iso3, one.office].append(one)
    clashes = {
        (body, one.person, other.person)
        for (body, _), terms in held.items()
        for one, other in combinations(terms, 2)
        if one.person != other.person and days_shared(one, other) > 31  # a date known to the month only
    }
    assert {clash for clash in clashes if clash[0] not in SHARED} == set()


def days_shared(one: Office, other: Office) -> int:
    assert one.start and other.start
    first, last = max(one.start, other.start), min(one.end or date.max, other.end or date.max)
    return (last - first).days


def test_the_states_have_heads_in_2010_and_2025() -> None:
    heads = {"president", "prime minister", "chancellor", "monarch", "supreme leader", "leader"}
    for day, least in ((date(2005, 6, 1), 150), (date(2025, 12, 1), 185)):
        held = {one.iso3 for one in read_offices() if one.office in heads and one.holds(day)}
        assert len(held & set(load().states)) >= least, day


def test_reading_is_fast() -> None:
    code = (
        "import time; t=time.perf_counter(); from dragoman.knowledge.actors import load; "
        "from dragoman.knowledge.actors.people import bundled; load(); bundled(); "
        "print(time.perf_counter()-t)"
    )
    spent = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(spent) < 1.0  # about 0.2 s on an idle core; the rest is room for a busy one


def test_names_fold() -> None:
    assert fold("Quai  d’Orsay") == "quai d'orsay"
    assert name_tokens("Sergei A. Müller-Łukasz") == ("sergei", "a", "muller", "lukasz")


def test_identify_by_term() -> None:
    blair = identify("Blair", Clues(frozenset({"prime minister"}), ("GBR",), date(2000, 1, 1)))
    assert blair.term is not None and blair.term.person == "Tony Blair"
    assert identify("Blair", Clues(frozenset({"prime minister"}), ("GBR",), date(1980, 1, 1))).term is None
    assert identify("Zzyzx", Clues()).reason.startswith("no office holder")


def test_holder_on_a_day() -> None:
    found = holder("GBR", ("prime minister",), date(2022, 10, 1))
    assert found is not None and found.person == "Liz Truss"
    assert holder("GBR", ("prime minister",), date(1822, 10, 1)) is None
    assert bundled() is bundled()


def test_user_rows() -> None:
    lines = [
        "iso3,office,person,short,others,entity,from,to,seen,source,checked",
        "PER,foreign minister,Ana Ruiz,Ruiz,,,2031-01-01,,2031-06-01,mine,",
    ]
    (mine,) = read_offices(iter(lines))
    assert (
        mine.holds(date(2031, 3, 1)) and not mine.holds(date(2032, 3, 1)) and mine.may_hold(date(2032, 3, 1))
    )


# ---- examples, by the real reader -----------------------------------------------------------------


@pytest.fixture(scope="module")
def read() -> Iterator[object]:
    """A function from text to reading; skipped where the reader's weights are absent."""
    module = pytest.importorskip("dragoman.reading.reader")
    try:
        reader = module.Reader()
    except (module.WeightsError, FileNotFoundError) as error:
        pytest.skip(str(error))

    def one(text: str) -> Reading:
        reading = reader.read(Article("0" * 16, text))
        assert isinstance(reading, Reading)
        return reading

    yield one


def _missed(table: str, read: object) -> list[str]:
    assert callable(read)
    wrong = []
    for row in rows(table):
        codes = tuple(code for code in row.get("iso3", "").split("|") if code)
        found = participants(read(row["example"]))
        if not any(one.country == codes and one.sector == (row["sector"] or None) for one in found):
            wrong.append(f"{row['example']} -> {[(one.text, one.country, one.sector) for one in found]}")
    return wrong


def test_metonym_examples(read: object) -> None:
    assert _missed("metonyms", read) == []


def test_role_examples(read: object) -> None:
    assert callable(read)
    wrong = []
    for row in rows("roles"):
        found = participants(read(row["example"]))
        sectors = {one.sector for one in found}
        if row["kind"] != "honorific" and row["sector"] and row["sector"] not in sectors:
            wrong.append(f"{row['example']} -> {[(one.text, one.sector) for one in found]}")
    assert wrong == []


def test_people_examples(read: object) -> None:
    """Every row of people or a body whose sector the word does not tell makes a participant too."""
    assert callable(read)
    for row in rows("roles"):
        if row["kind"] in ("people", "body") and not row["sector"]:
            words = {word.casefold() for word in row["words"].split("|")}
            found = [one.text.casefold() for one in participants(read(row["example"]))]
            assert any(word in text for word in words for text in found), row["example"]


def test_holding_examples(read: object) -> None:
    """Every example has a thing of its row that stands for Kenya and is not itself known to be anybody."""
    assert callable(read)
    for row in rows("holdings"):
        found = [one for one in participants(read(row["example"])) if one.country == ("KEN",)]
        things = [one for one in found if set(one.text.split()) & set(row["words"].split("|"))]
        assert [one.how for one in things] == [None], (row["example"], found)


def test_people_of_regions_examples(read: object) -> None:
    assert callable(read)
    for row in rows("peoples"):
        found = [one for one in participants(read(row["example"])) if one.how == "demonym"]
        assert any(one.country == (row["iso3"],) for one in found), row["example"]


def test_project_examples(read: object) -> None:
    assert callable(read)
    for row in rows("projects"):
        names = {row["name"], *row["others"].split("|")}
        found = participants(read(row["example"]))
        assert not any(one.text in names or one.name in names for one in found), row["example"]


def test_locative_examples(read: object) -> None:
    assert callable(read)
    wrong = []
    for row in rows("locatives"):
        place = row["example"].rstrip(".").split()[-1]
        acts = any(one.text == place for one in participants(read(row["example"])))
        if acts is (row["means"] == "place"):
            wrong.append(row["example"])
    assert wrong == []


def test_region_examples(read: object) -> None:
    assert callable(read)
    for row in rows("regions"):
        found = [one for one in participants(read(row["example"])) if one.country]
        assert found == [], row["example"]


def test_ambiguous_examples(read: object) -> None:
    assert callable(read)
    for row in rows("ambiguous"):
        state = row["default"] in load().states
        wanted = (row["default"],) if state else ()
        found = [one for one in participants(read(row["example"])) if row["name"] in one.text]
        assert found and all(one.country == wanted for one in found), row["example"]
        body = row["default"] if row["default"] and not state else None
        assert body is None or all(one.name == body for one in found), row["example"]


def test_a_capital_that_stands_for_a_body_is_its_state_where_the_text_names_that(read: object) -> None:
    assert callable(read)
    (brussels,) = (
        one
        for one in participants(read("The Belgian king left. Brussels recalled its envoy."))
        if one.text == "Brussels"
    )
    assert brussels.country == ("BEL",)


def test_epithet_examples(read: object) -> None:
    assert callable(read)
    wanted = {
        "host": ("ECU",),
        "state": ("ECU",),
        "dyad": ("ECU", "PER"),
        "relation": ("BOL",),
        "several": (),
    }
    for row in rows("epithets"):
        if row["means"] == "nobody":
            assert [one.text for one in participants(read(row["example"]))] == ["Ecuador"]
            continue
        found = [one for one in participants(read(row["example"])) if one.how in ("epithet", "demonym")]
        assert any(one.country == wanted[row["means"]] for one in found), (row["example"], found)


HEADED = frozenset(
    {"president", "prime minister", "chancellor", "monarch", "supreme leader", "leader", "pope"}
    | {"chief adviser"}
)
MENTIONED = (  # noqa: SIM905 (sixty codes read better so)
    "USA GBR ISR CHN FRA RUS IRQ IND QAT AUS SYR PSE IRN AFG PAK JPN TUR IRL PHL DEU EGY PRK CAN KOR SOM TWN "
    "MEX ESP ITA THA YEM LBY NGA LBN NZL IDN SAU UKR MMR GEO COL GRC NLD SDN BRA ZAF VEN POL BGD KEN MYS CUB "
    "SWE SRB VNM ZWE CHL BEL LKA"
).split()
"""The states that current events of 2002 to 2017 name most often."""


def days_known(terms: list[Office], first: date, last: date = date(2025, 12, 31)) -> tuple[int, int]:
    """On how many days somebody is known to hold the office, and how many there are."""
    known, free = 0, first
    for one in sorted(terms, key=lambda term: term.start or date.max):
        assert one.start
        begin, end = max(one.start, free), min(one.end or one.seen or last, last)
        if begin <= end:
            known, free = known + (end - begin).days + 1, end + timedelta(days=1)
    return known, (last - first).days + 1


def by_state(offices: frozenset[str]) -> dict[str, list[Office]]:
    """The dated terms in one of the offices, by state."""
    found: dict[str, list[Office]] = defaultdict(list)
    for one in read_offices():
        if one.office in offices and one.start and one.iso3 in load().states:
            found[one.iso3].append(one)
    return found


def test_heads_are_known_since_1990() -> None:
    """Of all states, from 1990 or their first head on: days without a known head are rare."""
    counts = [
        days_known(terms, max(date(1990, 1, 1), min(one.start for one in terms if one.start)))
        for terms in by_state(HEADED).values()
    ]
    assert len(counts) >= 195
    assert sum(known for known, _ in counts) / sum(days for _, days in counts) >= 0.995


def test_foreign_ministers_of_the_most_mentioned_states_are_known_since_2000() -> None:
    ministers = by_state(frozenset({"foreign minister"}))
    counts = [days_known(ministers[code], date(2000, 1, 1)) for code in MENTIONED]
    assert sum(known for known, _ in counts) / sum(days for _, days in counts) >= 0.985
