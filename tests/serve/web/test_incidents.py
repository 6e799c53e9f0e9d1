"""The page of all incidents, and what lists say of each: on whose word it is, and whether it counts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.records import Factuality, VoiceKind
from dragoman.relate import Chosen, Wanted, series
from dragoman.relate.fitting import Counting, Told, told
from dragoman.relate.incident import counted
from dragoman.relate.periods import Unit
from dragoman.serve.web.app import app
from dragoman.store import Store


@pytest.fixture(scope="module")
def client(examples_store: Path) -> Iterator[TestClient]:
    with TestClient(app(examples_store), "http://127.0.0.1") as found:
        yield found


@pytest.fixture(scope="module")
def store(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("fitting") / "own.duckdb"
    path.write_bytes(examples_store.read_bytes())
    with Store(path) as found:
        yield found


def listed(text: str) -> list[str]:
    """The ids of the incidents in the tables of a page."""
    return re.findall(r'<td[^>]*><a href="/incidents/(i[0-9a-f]+)" class="type', text)


def every(client: TestClient, path: str) -> list[str]:
    """The same over all pages."""
    found: list[str] = []
    while path:
        text = client.get(path).text
        found += listed(text)
        after = re.search(r'<a href="([^"]*)" rel="next">', text)
        path = html.unescape(after[1]) if after else ""
    return found


def total(client: TestClient, **asked: Any) -> int:
    return int(client.get("/api/v1/incidents", params=asked).json()["total"])


def link(text: str, label: str) -> str:
    (found,) = re.findall(rf'<a href="([^"]*)">{label}</a>', text)
    return html.unescape(found)


# ---- the page -------------------------------------------------------------------------------------


def test_every_incident_is_on_some_page(client: TestClient) -> None:
    found = every(client, "/incidents")
    assert len(found) == len(set(found)) == total(client)
    rows = client.get("/api/v1/incidents?limit=1000").json()["items"]
    assert found == [row["id"] for row in rows]


@pytest.mark.parametrize(
    "asked",
    [
        {"a": "IND"},
        {"b": "IND"},
        {"a": "IND", "b": "RUS"},
        {"a": "IND", "b": "RUS", "private": "true"},
        {"voice": "official", "since": "2016-01-01", "until": "2019-12-31"},
        {"factuality": "planned"},
        {"sector": "GOV", "context": "military"},
        {"undated": "true"},
        {"a": "RUS", "foremost": "true"},
    ],
)
def test_the_page_lists_what_the_api_does(client: TestClient, asked: dict[str, str]) -> None:
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    found = every(client, f"/incidents?{words.replace('foremost=true', 'order=reports')}")
    rows = client.get("/api/v1/incidents", params={**asked, "limit": "1000"}).json()["items"]
    assert found and set(found) == {row["id"] for row in rows}
    assert len(found) == len(rows)


def test_those_that_most_texts_tell_come_first(client: TestClient) -> None:
    text = client.get("/incidents?order=reports").text
    texts = [int(one) for one in re.findall(r'<td class="number"[^>]*>(\d+)</td>', text)]
    assert texts == sorted(texts, reverse=True) and texts[0] > 1


def test_parties_are_typed_as_names(client: TestClient) -> None:
    assert listed(client.get("/incidents?a=russia&b=").text) == listed(client.get("/incidents?a=RUS").text)
    assert client.get("/incidents?a=RUS&b=Russia").status_code == 422
    assert "Did you mean Pakistan" in client.get("/incidents?a=Pakistann").text


def test_what_has_no_day_is_reached_from_a_span_of_days(client: TestClient) -> None:
    page = client.get("/incidents?since=2016-01-01&a=RUS").text
    undated = link(page, "incidents without a day")
    found = every(client, undated)
    assert len(found) == total(client, a="RUS", undated="true") > 0


@pytest.mark.parametrize(
    "path", ["/actors/IND", "/dyads/PAK/RUS", "/dyads/PAK/RUS?voice=official&private=true"]
)
def test_the_latest_lead_to_all_that_are_asked_for(client: TestClient, path: str) -> None:
    text = client.get(path).text
    count = int(re.findall(r">All (\d+) incidents?</a>", text)[0])
    found = every(client, link(text, f"All {count} incidents?"))
    shown = listed(text[text.index('id="incidents"') :])
    assert len(found) == count and shown and found[: len(shown)] == shown


def test_the_overview_leads_to_all_incidents_and_counts_them(client: TestClient) -> None:
    text = client.get("/?voice=official").text
    assert f'<a href="/incidents">{total(client)}</a>' in text
    assert len(every(client, link(text, "All incidents"))) == total(client, voice="official")


def test_a_period_keeps_its_days_in_what_is_taken_along(client: TestClient) -> None:
    text = client.get("/dyads/PAK/RUS?freq=year&period=2022-01-01").text
    part = text[text.index('id="incidents"') : text.index('id="said"')]
    found = listed(part)
    links = [html.unescape(one) for one in re.findall(r'href="(/api/v1/[^"]*)"', part)]
    assert len(links) == 2
    for one in links:
        assert "since=2022-01-01" in one and "until=2022-12-31" in one and "factuality=happened" in one
    rows = client.get(links[0].replace("format=csv", "format=json")).json()["items"]
    assert [row["id"] for row in rows] == found


# ---- on whose word, and what counts ---------------------------------------------------------------


def test_a_voice_shows_no_other_voice(client: TestClient) -> None:
    for path in ("/incidents", "/", "/actors/RUS", "/dyads/PAK/RUS"):
        text = client.get(f"{path}?voice=official").text
        start = text.index('id="incidents"') if 'id="incidents"' in text else 0
        rows = [row for row in text[start:].split("<tr>") if 'href="/incidents/i' in row and "<td" in row]
        shown = re.findall(
            r'class="voice by-(\w+)"', "".join(row for row in rows if 'class="passage"' in row)
        )
        assert shown and set(shown) == {"official"}, path


def test_how_it_is_told_can_be_chosen_once_each(client: TestClient) -> None:
    for path in ("/", "/dyads/PAK/RUS", "/actors/IND", "/incidents"):
        text = client.get(path).text
        options = re.search(r'<select name="factuality">(.*?)</select>', text, re.DOTALL)
        assert options
        labels = re.findall(r">([^<]+)</option>", options[1])
        assert len(labels) == len(set(labels)) and labels[0].startswith("any")
    page = client.get("/dyads/PAK/RUS?factuality=any").text
    assert '<option value="any" selected>' in page
    assert 'class="uncounted">not counted' not in page


def test_what_is_not_counted_is_marked(client: TestClient) -> None:
    text = client.get("/dyads/PAK/RUS").text
    rows = [row for row in text.split("<tr>") if 'class="uncounted"' in row]
    assert rows and all('class="told happened"' not in row or " – not counted" in row for row in rows)
    assert 'class="uncounted"' not in client.get("/dyads/PAK/RUS?freq=year&period=2022-01-01").text
    assert 'class="uncounted"' not in client.get("/incidents").text


WAYS: list[tuple[Factuality, ...]] = [("happened",), ("planned", "possible"), ("did_not_happen",)]


@pytest.mark.parametrize("unit", ["month", "year"])
@pytest.mark.parametrize("voices", [(), ("official",)])
@pytest.mark.parametrize("ways", WAYS)
def test_as_many_are_unmarked_as_the_series_count(
    store: Store, ways: tuple[Factuality, ...], voices: tuple[VoiceKind, ...], unit: Unit
) -> None:
    for pair in (("PAK", "RUS"), ("IND", "RUS"), ("CHN", "PAK"), ("RUS", "USA")):
        con = store.connection
        periods = series(con, unit, pair, directed=False, chosen=Chosen(factualities=ways, voices=voices))
        wanted = Wanted(*pair, voices=voices, private=False)
        rows = told(con, wanted, counted(con, wanted)[0], Counting(ways, unit))
        assert sum(one.uncounted is None for one in rows) == sum(one.incidents for one in periods)


def test_a_row_is_told_by_the_first_report_that_fits(store: Store) -> None:
    wanted = Wanted(voices=("official",))
    rows: list[Told] = told(store.connection, wanted, counted(store.connection, wanted)[0])
    assert any(one.report != one.incident.first for one in rows)
    for one in rows:
        fitting = [each for each in one.incident.reports if each.voice_kind == "official"]
        assert one.report in fitting
        assert one.factuality in {each.factuality for each in fitting}
        assert one.others == len({each.document for each in one.incident.reports} - {one.report.document})
