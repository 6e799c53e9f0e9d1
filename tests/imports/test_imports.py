"""Imports: what is kept of other data sets' files, what is left out and why, and what never happens twice."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dragoman.imports
from dragoman.export import write
from dragoman.export.icews import COLUMNS as ICEWS
from dragoman.export.polecat import COLUMNS as POLECAT
from dragoman.imports import Imported, ImportsError, read
from dragoman.imports.gdelt import FIRST
from dragoman.knowledge.datasets import GDELT_EVENTS
from dragoman.store import Store
from tests.export.world import KREMLIN, REBELS, UN, event, store_of, ties, told

Cells = dict[str, str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "imported.duckdb") as made:
        yield made


def put(path: Path, columns: Sequence[str], rows: Sequence[Cells], header: bool = True) -> Path:
    """A file of rows of which only some cells are given."""
    lines = ["\t".join(row.get(name, "") for name in columns) for row in rows]
    path.write_text("".join(f"{line}\n" for line in (["\t".join(columns)] if header else []) + lines))
    return path


def icews(**cells: str) -> Cells:
    """A row of ICEWS as the data set writes them."""
    usual = {
        "Event ID": "926685",
        "Event Date": "1995-01-01",
        "Source Name": "Boris Yeltsin",
        "Source Sectors": "Government,Executive",
        "Source Country": "Russian Federation",
        "Event Text": "Praise or endorse",
        "CAMEO Code": "051",
        "Intensity": "3.4",
        "Target Name": "Citizen (China)",
        "Target Country": "China",
        "Story ID": "28235806",
        "Sentence Number": "5",
        "Publisher": "The Toronto Star",
    }
    return usual | {name.replace("_", " "): cell for name, cell in cells.items()}


def gdelt(**cells: str) -> Cells:
    """A row of GDELT 2.0."""
    usual = {
        "GlobalEventID": "410412347",
        "Day": "20150218",
        "Actor1CountryCode": "ROM",
        "Actor2CountryCode": "USA",
        "EventCode": "042",
        "DATEADDED": "20150219001500",
        "SOURCEURL": "https://www.Example.org/news?x=1",
    }
    return usual | cells


def polecat(**cells: str) -> Cells:
    """A row of POLECAT."""
    usual = {
        "Event ID": "20230101-1-CONSULT",
        "Event Date": "2023-01-01",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "4.0",
        "Contexts": "diplomatic; Human Rights",
        "Actor Name": "Emmanuel Macron; NATO",
        "Actor Country": "FRA; IGO",
        "Recipient Name": "None",
        "Recipient Country": "DEU",
        "Source": "Le Monde",
        "Publication Date": "2023-01-02",
    }
    return dict.fromkeys(POLECAT, "None") | usual | {name.replace("_", " "): c for name, c in cells.items()}


def rows(store: Store, columns: str = "*") -> list[tuple[Any, ...]]:
    """What the store has of dyads."""
    return store.connection.execute(f"SELECT {columns} FROM dyad_events ORDER BY ALL").fetchall()


# ---- what is kept ----------------------------------------------------------------------------------


def test_an_icews_row_is_a_dyad_in_plovers_terms(store: Store, tmp_path: Path) -> None:
    told = read(store.connection, "icews", [put(tmp_path / "a.tab", ICEWS, [icews()])])
    assert told == Imported(1, 1)
    (row,) = rows(
        store, "* EXCLUDE (event, incident, copied, actor_sector, recipient_sector, mirrored, mirror_sector)"
    )
    assert row == (
        *("icews", None, "RUS", "CHN", "SUPPORT", None, "verbal_cooperation", 5.0, ["diplomatic"]),
        *("happened", "unknown", date(1995, 1, 1), date(1995, 1, 1), "event", None, "The Toronto Star"),
    )
    ((key,),) = rows(store, "event")
    assert key.startswith("926685-28235806-5-")


def test_icews_ids_that_repeat_are_told_apart(store: Store, tmp_path: Path) -> None:
    same = [
        icews(),
        icews(Sentence_Number="6"),
        icews(Target_Country="India"),
        icews(),
        icews(CAMEO_Code="057"),
    ]
    told = read(store.connection, "icews", [put(tmp_path / "a.tab", ICEWS, same)])
    assert (told.kept, told.left_out) == (4, Counter({"the same event again in the file": 1}))
    assert len({key for (key,) in rows(store, "event")}) == 4


def test_an_icews_actor_without_a_country_may_be_a_body(store: Store, tmp_path: Path) -> None:
    un = icews(Source_Name="United Nations", Source_Country="NULL", CAMEO_Code='"0333"')
    read(store.connection, "icews", [put(tmp_path / "a.tab", ICEWS, [un])])
    assert rows(store, "actor, recipient, event_type, quad") == [
        ("United Nations", "CHN", "AGREE", "verbal_cooperation")
    ]


@pytest.mark.parametrize(
    ("columns", "day"),
    [(GDELT_EVENTS, "20150219001500"), (FIRST, "20150219"), (FIRST[:-1], "20150219")],
    ids=len,
)
def test_gdelt_of_all_ages_is_read(store: Store, tmp_path: Path, columns: tuple[str, ...], day: str) -> None:
    assert len(columns) in (61, 58, 57)
    un = gdelt(GlobalEventID="2", Actor1CountryCode="", Actor1KnownGroupCode="UNO", DATEADDED=day)
    path = put(tmp_path / "a.CSV", columns, [gdelt(DATEADDED=day), un], header=False)
    assert read(store.connection, "gdelt", [path]) == Imported(2, 2)
    outlet = "example.org" if "SOURCEURL" in columns else None
    days = (date(2015, 2, 18), "event", date(2015, 2, 19), outlet)
    assert rows(
        store, "event, actor, recipient, event_type, mode, day_from, day_basis, published, outlet"
    ) == [
        ("2", "United Nations", "USA", "CONSULT", "visit", *days),
        ("410412347", "ROU", "USA", "CONSULT", "visit", *days),
    ]


def test_polecat_lists_are_dyads_of_states_and_bodies(store: Store, tmp_path: Path) -> None:
    told = read(store.connection, "polecat", [put(tmp_path / "a.txt", POLECAT, [polecat()])])
    assert told == Imported(1, 1)
    assert rows(store, "actor, recipient, mode, intensity, contexts, published, outlet") == [
        ("FRA", "DEU", "visit", 4.0, ["human_rights", "diplomatic"], date(2023, 1, 2), "Le Monde"),
        (
            *("North Atlantic Treaty Organization", "DEU", "visit", 4.0, ["human_rights", "diplomatic"]),
            *(date(2023, 1, 2), "Le Monde"),
        ),
    ]


def test_polecat_lists_of_other_lengths_stand_alone(store: Store, tmp_path: Path) -> None:
    odd = polecat(Actor_Name="Macron; Scholz; United Nations", Actor_Country="FRA; DEU", Event_Mode="dance")
    read(store.connection, "polecat", [put(tmp_path / "a.txt", POLECAT, [odd])])
    assert rows(store, "actor, recipient, mode") == [
        ("FRA", "DEU", None),
        ("United Nations", "DEU", None),
    ]


# ---- what is left out ------------------------------------------------------------------------------


def test_every_row_left_out_has_its_reason(store: Store, tmp_path: Path) -> None:
    table = [
        icews(),
        icews(CAMEO_Code="010"),
        icews(CAMEO_Code="---"),
        icews(CAMEO_Code="999"),
        icews(Source_Country="Atlantis"),
        icews(Target_Country="", Target_Name="Somebody"),
        icews(Target_Country="Russian Federation"),
        icews(Event_Date="1995-13-01"),
    ]
    told = read(store.connection, "icews", [put(tmp_path / "a.tab", ICEWS, table)])
    assert (told.rows, told.kept) == (8, 1)
    assert told.left_out == Counter(
        {
            "PLOVER has no type for CAMEO 010": 1,
            "'999' is no CAMEO code": 1,
            "'Atlantis' is no known country": 1,
            "an actor of no country that is no known body": 1,
            "one actor on both sides": 1,
            "malformed": 2,
        }
    )
    assert [(one.line, one.problem) for one in told.faults] == [
        (4, "no CAMEO Code"),
        (9, "Event Date is no day: 1995-13-01"),
    ]


def test_gdelt_regions_and_unknown_groups_are_no_parties(store: Store, tmp_path: Path) -> None:
    table = [
        gdelt(Actor1CountryCode="AFR"),
        gdelt(GlobalEventID="2", Actor1CountryCode="", Actor1KnownGroupCode="ZZZ"),
        gdelt(GlobalEventID="3", Actor2CountryCode=""),
        gdelt(GlobalEventID="x"),
        gdelt(GlobalEventID="5", Day="2015021"),
    ]
    told = read(store.connection, "gdelt", [put(tmp_path / "a.csv", GDELT_EVENTS, table, header=False)])
    assert told.left_out == Counter(
        {
            "CAMEO's country code AFR is of no one state": 1,
            "CAMEO's group code ZZZ is not known here": 1,
            "an actor of no country or known body": 1,
            "malformed": 2,
        }
    )
    union = gdelt(Actor1CountryCode="", Actor1Name="AFRICAN UNION")
    read(store.connection, "gdelt", [put(tmp_path / "b.csv", GDELT_EVENTS, [union], header=False)])
    assert rows(store, "actor") == [("African Union",)]
    assert told.kept == 0 and sum(told.left_out.values()) == told.rows == 5


def test_an_undated_row_has_no_day_of_its_own(store: Store, tmp_path: Path) -> None:
    row = polecat(Event_Date="None", Actor_Name="None", Actor_Country="FRA")
    read(store.connection, "polecat", [put(tmp_path / "a.txt", POLECAT, [row])])
    assert rows(store, "day_from, day_to, day_basis, published") == [(None, None, None, date(2023, 1, 2))]


def test_malformed_lines_are_counted_and_the_first_five_named(store: Store, tmp_path: Path) -> None:
    path = put(tmp_path / "a.tab", ICEWS, [icews()])
    good = path.read_text().splitlines()[1]
    other = good.replace("926685", "926686")
    path.write_text(path.read_text() + "broken\tline\n" * 7 + "\n" + other + "\tmore\n" + other + "\n")
    told = read(store.connection, "icews", [path])
    assert (told.rows, told.kept, told.left_out) == (10, 2, Counter({"malformed": 8}))
    assert [(one.file, one.line) for one in told.faults] == [(str(path), line) for line in range(3, 8)]
    assert told.faults[0].problem == "2 cells instead of 20"


def test_any_bytes_cost_their_own_line_alone(store: Store, tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.tab", ICEWS, [icews(), icews(Event_ID="2", Publisher="Caf@"), icews(Event_ID="3")]
    )
    raw = path.read_bytes().replace(b"\n", b"\r\n").replace(b"Caf@", b'Caf\xe9 "\x00')
    path.write_bytes(b"\xef\xbb\xbf" + raw)
    assert read(store.connection, "icews", [path]) == Imported(3, 3)
    assert {outlet for (outlet,) in rows(store, "outlet")} == {"The Toronto Star", 'Caf\ufffd "'}


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_a_file_of_another_kind_is_refused(store: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / "other.txt"
    for text in ("", "\n\n", "a,b,c\n1,2,3\n", "a\tb\n" * 100, "\x00\x01\x02"):
        path.write_text(text)
        with pytest.raises(ImportsError, match="is no table of") as error:
            read(store.connection, form, [path])
        assert error.value.file == str(path) and error.value.remedy.startswith("Name a file of")


def test_a_header_without_a_column_is_refused_by_its_name(store: Store, tmp_path: Path) -> None:
    path = put(tmp_path / "a.tab", [name for name in ICEWS if name != "Target Country"], [])
    with pytest.raises(ImportsError, match="lacks the column 'Target Country'"):
        read(store.connection, "icews", [path])


def test_what_cannot_be_read_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("no zip")
    (tmp_path / "a.gz").write_text("no gzip")
    for path in (tmp_path / "a.zip", tmp_path / "a.gz", tmp_path / "nowhere.tab", tmp_path):
        with pytest.raises(ImportsError, match="cannot be read"):
            read(store.connection, "icews", [path])
    packed = gzip.compress(put(tmp_path / "a.tab", ICEWS, [icews()] * 2000).read_bytes())
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(ImportsError, match="cannot be read"):
        read(store.connection, "icews", [tmp_path / "cut.gz"])
    assert rows(store) == []


# ---- packed, twice, cut off ------------------------------------------------------------------------


def test_packed_files_are_read(store: Store, tmp_path: Path) -> None:
    page = put(tmp_path / "a.tab", ICEWS, [icews()]).read_bytes()
    (tmp_path / "a.tab.gz").write_bytes(gzip.compress(page))
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.writestr("in/a.tab", page)
        packed.writestr("in/b.tab", page.replace(b"926685", b"7") + b"broken\n")
    assert read(store.connection, "icews", [tmp_path / "a.tab.gz"]) == Imported(1, 1)
    told = read(store.connection, "icews", [tmp_path / "two.zip"])
    assert (told.rows, told.kept) == (3, 2)
    assert [one.file for one in told.faults] == [f"{tmp_path / 'two.zip'}: in/b.tab"]
    assert len(rows(store)) == 2


def test_the_same_and_overlapping_files_add_nothing_twice(store: Store, tmp_path: Path) -> None:
    table = [gdelt(GlobalEventID=str(n)) for n in range(10)]
    first = put(tmp_path / "a.csv", GDELT_EVENTS, table[:6], header=False)
    second = put(tmp_path / "b.csv", GDELT_EVENTS, table[4:], header=False)
    read(store.connection, "gdelt", [first, second])
    before = rows(store)
    assert len(before) == 10
    read(store.connection, "gdelt", [first, second, first])
    assert rows(store) == before


def test_a_newer_file_replaces_and_another_data_set_stays(store: Store, tmp_path: Path) -> None:
    read(store.connection, "icews", [put(tmp_path / "a.tab", ICEWS, [icews()])])
    read(store.connection, "gdelt", [put(tmp_path / "a.csv", GDELT_EVENTS, [gdelt()], header=False)])
    newer = gdelt(EventCode="190")
    read(store.connection, "gdelt", [put(tmp_path / "b.csv", GDELT_EVENTS, [newer], header=False)])
    assert rows(store, "origin, event_type") == [("gdelt", "ASSAULT"), ("icews", "SUPPORT")]


def test_an_import_that_is_cut_off_leaves_the_older_state(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.csv", GDELT_EVENTS, [gdelt()], header=False)
    read(store.connection, "gdelt", [path])
    before, whole = rows(store), dragoman.imports._sql
    monkeypatch.setattr(
        dragoman.imports,
        "_sql",
        lambda name: "SELECT error('cut off'), $origin" if name == "insert" else whole(name),
    )
    with pytest.raises(Exception, match="cut off"):
        read(store.connection, "gdelt", [path])
    assert rows(store) == before


# ---- there and back --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_what_is_exported_comes_back_as_the_same_dyads(tmp_path: Path, form: str) -> None:
    events = (
        event((KREMLIN, UN), (REBELS,)),
        event((KREMLIN,), (REBELS,), event_type="ASSAULT", mode="aerial", quad="material_conflict"),
        event((UN,), (KREMLIN,), event_type="ACCUSE", quad="verbal_conflict", date=None),
        event((REBELS,), (UN,), event_type="AID", quad="material_cooperation"),
    )
    with store_of(tmp_path, told(1, events), told(2, events[:1], published=date(2020, 1, 1))) as store:
        write(store.connection, form, tmp_path / "out")
        own = ties(store)
        found = read(store.connection, form, [tmp_path / "out"])
        assert found.left_out == Counter() and found.kept == found.rows > 0
        assert ties(store, form) == own
        assert ties(store) == own
