"""The tables of POLECAT, ICEWS and GDELT: their columns, what stands in them, what never breaks a line."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from dragoman.export import FORMATS, Chosen, ExportError, table, write
from dragoman.export.chosen import batches
from dragoman.knowledge.datasets import GDELT_EVENTS
from dragoman.records import Date, Place, Span
from tests.export.world import KREMLIN, REBELS, SOMEBODY, UN, UNDATED, event, store_of, told
from tests.store.made import CHAD, NORWAY, praise


def listed(text: str) -> list[str]:
    """Names parted by commas."""
    return [name.strip() for name in text.split(",")]


# Written out here as the data sets have them, so that a change of ours shows.
POLECAT = listed("""
    Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country,
    Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID,
    Recipient Name, Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors,
    Recipient Title, Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country,
    Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People,
    Story Organizations, Story Locations, Language, Version""")
ICEWS = listed("""
    Event ID, Event Date, Source Name, Source Sectors, Source Country, Event Text, CAMEO Code, Intensity,
    Target Name, Target Sectors, Target Country, Story ID, Sentence Number, Publisher, City, District,
    Province, Country, Latitude, Longitude""")
ACTOR = listed("""
    Code, Name, CountryCode, KnownGroupCode, EthnicCode, Religion1Code, Religion2Code, Type1Code, Type2Code,
    Type3Code""")
GEO = listed("Type, FullName, CountryCode, ADM1Code, ADM2Code, Lat, Long, FeatureID")
GDELT = [
    *listed("GlobalEventID, Day, MonthYear, Year, FractionDate"),
    *(f"Actor1{name}" for name in ACTOR),
    *(f"Actor2{name}" for name in ACTOR),
    *listed("IsRootEvent, EventCode, EventBaseCode, EventRootCode, QuadClass, GoldsteinScale"),
    *listed("NumMentions, NumSources, NumArticles, AvgTone"),
    *(f"Actor1Geo_{name}" for name in GEO),
    *(f"Actor2Geo_{name}" for name in GEO),
    *(f"ActionGeo_{name}" for name in GEO),
    *listed("DATEADDED, SOURCEURL"),
]
MENTIONS = listed("""
    GlobalEventID, EventTimeDate, MentionTimeDate, MentionType, MentionSourceName, MentionIdentifier,
    SentenceID, Actor1CharOffset, Actor2CharOffset, ActionCharOffset, InRawText, Confidence, MentionDocLen,
    MentionDocTone, MentionDocTranslationInfo, Extras""")
COLUMNS = {"polecat": POLECAT, "icews": ICEWS, "gdelt": GDELT, "gdelt-mentions": MENTIONS}
HEADED = {"polecat", "icews"}
TABLES = sorted(COLUMNS)
ALL = Chosen(factualities=("happened", "planned"), voices=("report", "commentary"))

Row = dict[str, str]
MONDAY = cast(Date, praise().date)


def rows_of(path: Path, form: str) -> list[Row]:
    """The rows of a table by column; every line must have all of them."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the last line ends"
    cells = [line.split("\t") for line in lines]
    if form in HEADED:
        assert cells.pop(0) == COLUMNS[form]
    return [dict(zip(COLUMNS[form], row, strict=True)) for row in cells]


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., list[Row]]:
    """Writes a store of the codings given in a format and reads it back."""

    def run(form: str, *codings: object, chosen: Chosen | None = None, change: str = "") -> list[Row]:
        with store_of(tmp_path, *codings) as store:  # type: ignore[arg-type]
            if change:
                store.connection.execute(change)
            count = write(store.connection, form, tmp_path / "out", chosen)
        found = rows_of(tmp_path / "out", form)
        assert count == len(found)
        return found

    return run


def test_columns_are_those_of_the_data_sets() -> None:
    assert (len(POLECAT), len(ICEWS), len(GDELT), len(MENTIONS)) == (40, 20, 61, 16)
    assert list(GDELT_EVENTS) == GDELT
    assert set(FORMATS) == {*TABLES, "plover-json", "parquet"}


# ---- what stands in them ---------------------------------------------------------------------------

SITE = Place(
    "Moscow",
    0,
    6,
    "Moscow",
    "RUS",
    "a city",
    "geonames:524901",
    latitude=55.75,
    longitude=37.6,
    precision="city",
)


def test_polecat_has_a_row_an_event(exported: Callable[..., list[Row]]) -> None:
    meeting = event((KREMLIN, UN, SOMEBODY), (REBELS,), place=SITE, mode="visit", event_type="CONSULT")
    (row,) = exported("polecat", told(1, (meeting,)))
    filled = {name: cell for name, cell in row.items() if cell != "None"}
    assert filled == {
        "Event ID": "e1-0",
        "Event Date": "2019-04-29",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "3.5",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "diplomatic",
        "Actor Name": "Russia; United Nations; None",
        "Actor Country": "RUS; UNO; None",
        "Actor COW": "365; None; None",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV; IGO; None",
        "Actor Name Raw": "the Kremlin; the UN; they",
        "Wikipedia Actor ID": "Q159; Q1065; None",
        "Recipient Country": "TCD",
        "Recipient COW": "483",
        "Primary Recipient Sector": "REB",
        "Recipient Sectors": "REB",
        "Recipient Name Raw": "rebels",
        "Placename": "Moscow",
        "City": "Moscow",
        "Country": "RUS",
        "Latitude": "55.75",
        "Longitude": "37.6",
        "GeoNames ID": "524901",
        "Raw Placename": "Moscow",
        "Source": "The Made-up Courier",
        "Publication Date": "2019-05-01",
        "Story Locations": "Moscow",
        "Language": "en",
        "Version": "dragoman-test",
    }


def test_icews_has_a_row_a_dyad_and_names_the_country_its_own_way(exported: Callable[..., list[Row]]) -> None:
    meeting = event((KREMLIN, UN), (REBELS,), place=SITE, mode="visit", event_type="CONSULT")
    document = told(1).article.id
    rows = {row["Source Name"]: row for row in exported("icews", told(1, (meeting,)))}
    assert set(rows) == {"Russia", "United Nations"}
    row = rows["Russia"]
    assert {name: cell for name, cell in row.items() if cell} == {
        "Event ID": "e1-0-1",
        "Event Date": "2019-04-29",
        "Source Name": "Russia",
        "Source Sectors": "Government",
        "Source Country": "Russian Federation",
        "Event Text": "goes on a visit",
        "CAMEO Code": "042",
        "Intensity": "3.5",
        "Target Name": "Chad",
        "Target Sectors": "Rebel",
        "Target Country": "Chad",
        "Story ID": document,
        "Publisher": "The Made-up Courier",
        "City": "Moscow",
        "Country": "Russian Federation",
        "Latitude": "55.75",
        "Longitude": "37.6",
    }
    other = rows["United Nations"]
    assert (other["Source Country"], other["Event ID"]) == ("", "e1-0-2")
    assert other["Source Sectors"] == "International Government Organization"


def test_gdelt_has_a_row_an_incident_and_dyad(exported: Callable[..., list[Row]]) -> None:
    deed = event(
        (KREMLIN,), (REBELS,), event_type="ASSAULT", mode="aerial", quad="material_conflict", place=SITE
    )
    (row,) = exported("gdelt", told(1, (deed,)))
    filled = {name: cell for name, cell in row.items() if cell}
    number = hashlib.sha256("\x1f".join(("ie1-0", "RUS", "TCD")).encode()).digest()[:8]
    assert filled == {
        "GlobalEventID": str(int.from_bytes(number) >> 1),
        "Day": "20190429",
        "MonthYear": "201904",
        "Year": "2019",
        "FractionDate": "2019.3260",
        "Actor1Code": "RUSGOV",
        "Actor1Name": "RUSSIA",
        "Actor1CountryCode": "RUS",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "TCDREB",
        "Actor2Name": "CHAD",
        "Actor2CountryCode": "TCD",
        "Actor2Type1Code": "REB",
        "IsRootEvent": "1",
        "EventCode": "195",
        "EventBaseCode": "195",
        "EventRootCode": "19",
        "QuadClass": "4",
        "GoldsteinScale": "3.5",
        "NumMentions": "1",
        "NumSources": "1",
        "NumArticles": "1",
        "Actor1Geo_Type": "0",
        "Actor2Geo_Type": "0",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Moscow, Russia",
        "ActionGeo_CountryCode": "RS",
        "ActionGeo_Lat": "55.75",
        "ActionGeo_Long": "37.6",
        "DATEADDED": "20190501000000",
        "SOURCEURL": "https://example.org/a",
    }


def test_gdelt_writes_the_codes_of_bodies_and_of_places(exported: Callable[..., list[Row]]) -> None:
    land = replace(SITE, name="Chad", country="TCD", precision="state", latitude=None, longitude=None)
    state = replace(SITE, name="Texas", country="USA", precision="region")
    rows = exported("gdelt", told(1, (event((UN,), place=land), event(place=state))))
    by_code = {row["Actor1Code"]: row for row in rows}
    un, norway = by_code["UNOIGO"], by_code["NORGOV"]
    assert (un["Actor1CountryCode"], un["Actor1KnownGroupCode"], un["Actor1Name"]) == (
        "",
        "UNO",
        "UNITED NATIONS",
    )
    assert (un["ActionGeo_Type"], un["ActionGeo_FullName"], un["ActionGeo_FeatureID"]) == ("1", "Chad", "CD")
    assert (norway["ActionGeo_Type"], norway["ActionGeo_FullName"]) == ("2", "Texas, United States")


ONE_INCIDENT = "UPDATE incident_events SET incident = 'i-one'"


def test_reports_of_one_incident_are_one_row_with_counts(exported: Callable[..., list[Row]]) -> None:
    first = told(1, (event(**UNDATED),), outlet="A", published=date(2019, 5, 1), url="https://a.example/1")
    later = told(2, (event(event_type="AID"), event()), outlet="B", published=date(2019, 5, 3))
    unknown = told(3, (event(),), outlet=None, published=None, url=None)
    (row,) = exported("gdelt", later, first, unknown, change=ONE_INCIDENT)
    assert (row["NumMentions"], row["NumSources"], row["NumArticles"]) == ("4", "2", "3")
    assert (row["EventCode"], row["DATEADDED"]) == ("050", "20190501000000")
    assert row["SOURCEURL"] == "https://a.example/1"
    assert row["Day"] == "20190429", "the day that a text tells goes before that of publication"


def test_mentions_are_the_reports_of_those_rows(exported: Callable[..., list[Row]], tmp_path: Path) -> None:
    codings = (
        told(1, outlet="A", published=date(2019, 5, 1)),
        told(2, (event(confidence=None),), outlet=None, published=None, url=None),
    )
    (incident,) = exported("gdelt", *codings, change=ONE_INCIDENT)
    first, second = rows_of_mentions(tmp_path)
    assert first["GlobalEventID"] == second["GlobalEventID"] == incident["GlobalEventID"]
    assert {name: cell for name, cell in first.items() if cell} == {
        "GlobalEventID": incident["GlobalEventID"],
        "EventTimeDate": "20190501000000",
        "MentionTimeDate": "20190501000000",
        "MentionType": "1",
        "MentionSourceName": "A",
        "MentionIdentifier": "https://example.org/a",
        "Actor1CharOffset": str(NORWAY.start),
        "Actor2CharOffset": str(CHAD.start),
        "ActionCharOffset": "9",
        "InRawText": "1",
        "Confidence": "75",
        "MentionDocLen": str(len(codings[0].article.text)),
    }
    assert (second["MentionType"], second["MentionIdentifier"]) == ("2", codings[1].article.id)
    assert (second["MentionTimeDate"], second["MentionSourceName"], second["Confidence"]) == ("", "", "")


def rows_of_mentions(folder: Path) -> list[Row]:
    """The mentions of the store that ``exported`` left in the folder."""
    with store_of(folder) as store:
        write(store.connection, "gdelt-mentions", folder / "mentions")
    found = rows_of(folder / "mentions", "gdelt-mentions")
    return sorted(found, key=lambda row: row["MentionType"])


def test_what_stands_below_the_first_paragraph_is_no_root_event(exported: Callable[..., list[Row]]) -> None:
    below = told(1).article.text.index("More")
    coding = told(1, (event(), event((KREMLIN,), trigger=Span(below, below + 4))))
    found = {row["Actor1CountryCode"]: row["IsRootEvent"] for row in exported("gdelt", coding)}
    assert found == {"NOR": "1", "RUS": "0"}


# ---- ids, cells, days ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["polecat", "icews", "gdelt"])
def test_ids_are_unique_and_the_same_in_every_run(exported: Callable[..., list[Row]], form: str) -> None:
    both = event((NORWAY, KREMLIN, UN), (CHAD, KREMLIN, UN))
    codings = [told(n, (both, event(), both)) for n in range(8)]
    first = [row[COLUMNS[form][0]] for row in exported(form, *codings)]
    assert len(set(first)) == len(first) >= 24
    assert first == [row[COLUMNS[form][0]] for row in exported(form)]
    if form == "gdelt":
        assert all(0 <= int(one) < 2**63 for one in first)


@pytest.mark.parametrize("form", TABLES)
def test_no_cell_breaks_a_line(exported: Callable[..., list[Row]], form: str) -> None:
    nasty = 'A\t"B"\r\nC\u2028D\x85E; Ünïcode 🙂 \N{COMBINING ACUTE ACCENT}'
    odd = replace(NORWAY, name=nasty, text=nasty)
    where = replace(SITE, name=nasty, text=nasty)
    coding = told(1, (event((odd,), place=where),), outlet=nasty, url="https://e.org/\t?q=ü\n")
    (row,) = exported(form, coding)
    plain = "A 'B'  C D E; Ünïcode 🙂 \N{COMBINING ACUTE ACCENT}"
    name = {"polecat": "Source", "icews": "Publisher", "gdelt-mentions": "MentionSourceName"}.get(form)
    assert form == "gdelt" or row[name or ""] == plain
    if form == "polecat":
        assert row["Actor Name"] == plain.replace(";", ","), "a semicolon parts names"
    if form == "icews":
        assert row["Source Name"] == plain
    if form == "gdelt":
        assert row["ActionGeo_FullName"] == f"{plain}, Russia" and row["SOURCEURL"] == "https://e.org/ ?q=ü"
    assert not any("\u2028" in cell or '"' in cell for cell in row.values())


def test_an_event_without_any_day_has_the_formats_missing_value(exported: Callable[..., list[Row]]) -> None:
    coding = told(1, (event(**UNDATED),), published=None)
    assert exported("polecat", coding)[0]["Event Date"] == "None"
    assert exported("polecat")[0]["Publication Date"] == "None"
    assert exported("icews")[0]["Event Date"] == ""
    row = exported("gdelt")[0]
    assert [row[name] for name in ("Day", "MonthYear", "Year", "FractionDate", "DATEADDED")] == [""] * 5


def test_a_day_that_the_text_does_not_tell_is_that_of_publication(exported: Callable[..., list[Row]]) -> None:
    coding = told(1, (event(**UNDATED),))
    assert exported("icews", coding)[0]["Event Date"] == "2019-05-01"
    row = exported("polecat")[0]
    assert (row["Event Date"], row["Publication Date"]) == ("2019-05-01", "2019-05-01")


def test_a_time_that_cannot_be_told_is_not_that_of_publication(exported: Callable[..., list[Row]]) -> None:
    some = Date("once", 0, 4, None, None, None, "offset", "P-2M", "made by hand")
    assert exported("icews", told(1, (event(date=some),)))[0]["Event Date"] == ""


def test_what_is_told_no_closer_than_a_month_has_no_day(exported: Callable[..., list[Row]]) -> None:
    def between(first: date, last: date) -> Date:
        return replace(MONDAY, first=first, last=last)

    month = event(date=between(date(2019, 3, 1), date(2019, 3, 31)))
    decade = event((KREMLIN,), date=between(date(1970, 1, 1), date(1979, 12, 31)))
    days = {row["Source Name"]: row["Event Date"] for row in exported("icews", told(1, (month, decade)))}
    assert days == {"Norway": "2019-03-01", "Russia": ""}
    assert {row["Event Date"] for row in exported("polecat")} == {"2019-03-01", "None"}
    assert {row["Day"] for row in exported("gdelt")} == {"20190301", ""}


# ---- what is chosen --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", TABLES)
def test_an_empty_store_gives_an_empty_table(exported: Callable[..., list[Row]], form: str) -> None:
    assert exported(form) == []


def names(rows: list[Row]) -> set[str]:
    """The story's events by id without the number of the dyad."""
    return {row["Event ID"].rpartition("-")[0] for row in rows}


def test_only_what_happened_on_no_commentators_word(exported: Callable[..., list[Row]]) -> None:
    events = (
        event(),
        event(factuality="ongoing"),
        event(factuality="planned"),
        event(voice_kind="commentary"),
        event(figurative=True),
    )
    assert names(exported("icews", told(1, events))) == {"e1-0", "e1-1"}
    assert names(exported("icews", chosen=ALL)) == {"e1-0", "e1-2", "e1-3"}


def test_days_bound_both_ends_and_leave_out_what_has_none(exported: Callable[..., list[Row]]) -> None:
    week = replace(MONDAY, first=date(2019, 4, 1), last=date(2019, 4, 7))
    codings = (told(1, (event(), event(date=week))), told(2, (event(**UNDATED),), published=None))
    assert names(exported("icews", *codings, chosen=Chosen(since=date(2019, 4, 29)))) == {"e1-0"}
    assert names(exported("icews", chosen=Chosen(since=date(2019, 4, 7)))) == {"e1-0", "e1-1"}
    assert names(exported("icews", chosen=Chosen(until=date(2019, 4, 1)))) == {"e1-1"}
    assert names(exported("icews", chosen=Chosen(until=date(2019, 3, 31)))) == set()
    assert names(exported("icews")) == {"e1-0", "e1-1", "e2-0"}


def test_copies_are_left_out_unless_asked_for(exported: Callable[..., list[Row]]) -> None:
    first, copy = told(1), told(2)
    copied = f"UPDATE texts SET original = '{first.article.id}'"
    assert names(exported("icews", first, copy, change=copied)) == {"e1-0"}
    assert names(exported("icews", change=copied, chosen=Chosen(copies=True))) == {"e1-0", "e2-0"}


def test_what_was_imported_is_not_exported_again(exported: Callable[..., list[Row]]) -> None:
    change = "INSERT INTO dyad_events SELECT * REPLACE ('gdelt' AS origin) FROM dyad_events"
    assert len(exported("icews", told(1), change=change)) == 1


def test_batches_change_nothing(exported: Callable[..., list[Row]], monkeypatch: pytest.MonkeyPatch) -> None:
    codings = [told(n, (event((NORWAY, KREMLIN), (CHAD,)), event())) for n in range(6)]
    whole = {form: exported(form, *codings) for form in TABLES}
    monkeypatch.setattr(table, "batches", partial(batches, size=5))
    assert {form: exported(form) for form in TABLES} == whole


# ---- the file --------------------------------------------------------------------------------------


def test_a_name_that_ends_in_gz_is_compressed(tmp_path: Path) -> None:
    with store_of(tmp_path, told(1)) as store:
        write(store.connection, "icews", tmp_path / "out.tab.gz")
    with gzip.open(tmp_path / "out.tab.gz", "rt", encoding="utf-8") as file:
        assert file.readline().rstrip("\n").split("\t") == ICEWS


def test_an_older_file_stays_when_the_new_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.tab"
    out.write_text("older")
    with store_of(tmp_path, told(1)) as store:
        monkeypatch.setattr(table, "FETCHED", "no number")
        with pytest.raises(TypeError):
            write(store.connection, "icews", out)
        assert out.read_text() == "older" and [one.name for one in tmp_path.glob(".*")] == []
        with pytest.raises(ExportError, match="cannot be written"):
            write(store.connection, "icews", tmp_path / "nowhere" / "out.tab")


def test_the_store_is_left_as_it_was(tmp_path: Path) -> None:
    with store_of(tmp_path, told(1)) as store:
        before = store.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for form in TABLES:
            write(store.connection, form, tmp_path / "out")
        assert store.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == before
