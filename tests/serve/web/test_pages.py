"""The pages as they come from the server: what they show, what they offer to take along, where they lead."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from starlette.testclient import TestClient

from dragoman import __version__
from dragoman.serve.web.app import app
from dragoman.serve.web.intake import pasted
from dragoman.serve.web.screens import share

PAGES = [
    "/",
    "/?voice=official&since=2016-01-01",
    "/dyads/PAK/RUS?freq=year",
    "/actors/IND",
    "/incidents",
    "/incidents?a=PAK&b=RUS&order=reports",
    "/search?q=pipeline",
    "/search?actor=Russia&recipient=Pakistan&type=CONSULT",
    "/review",
    "/judgements",
    "/api",
]


@pytest.fixture(scope="module")
def client(examples_store: Path) -> Iterator[TestClient]:
    with TestClient(app(examples_store), "http://127.0.0.1") as found:
        yield found


def links(text: str, begins: str) -> list[str]:
    found = re.findall(r'href="([^"]*)"', text)
    return sorted({html.unescape(link) for link in found if html.unescape(link).startswith(begins)})


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_a_page_leads_to_is_there(client: TestClient, path: str) -> None:
    text = client.get(path).text
    kinds: dict[str, list[str]] = {}
    for link in links(text, "/"):
        kinds.setdefault(re.sub(r"[0-9a-f]{6,}|\?.*|#.*", "", link), []).append(link)
    some = [link for many in kinds.values() for link in many[:2]]
    assert len(some) > 5
    for link in some:
        answer = client.get(link)
        assert answer.status_code == 200, (link, answer.text[:300])


@pytest.mark.parametrize("path", PAGES[:-3])
def test_tables_and_pictures_are_cited_and_can_be_taken_along(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert f"Dragoman {__version__} (codebook plover" in text
    assert f"36 articles of 2014-11-21 to 2022-09-17; retrieved {date.today()}" in text
    assert links(text, "/api/v1/")


def test_a_table_that_is_taken_along_has_the_rows_of_the_page(client: TestClient, tmp_path: Path) -> None:
    asked = "voice=official&freq=year"
    page = client.get(f"/dyads/PAK/RUS?{asked}").text
    periods = re.findall(r'<th scope="row"><a [^>]*>(\d{4})</a>', page)
    (link,) = [one for one in links(page, "/api/v1/dyads/PAK/RUS/series") if "format=parquet" in one]
    path = tmp_path / "series.parquet"
    path.write_bytes(client.get(link).content)
    rows = duckdb.execute(
        "SELECT year(period) FROM read_parquet(?) ORDER BY period DESC", [str(path)]
    ).fetchall()
    assert periods
    assert [str(row[0]) for row in rows] == periods


@pytest.mark.parametrize(
    "path", ["/pictures/map", "/pictures/network", "/dyads/PAK/RUS/series", "/dyads/PAK/RUS/series"]
)
def test_pictures_are_files_of_their_own(client: TestClient, path: str) -> None:
    svg = client.get(f"{path}.svg?voice=report")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "attachment" in svg.headers["content-disposition"]
    told = " ".join(ElementTree.fromstring(svg.text).itertext())
    assert "Dragoman" in told
    assert "retrieved" in told
    png = client.get(f"{path}.png?voice=report")
    assert png.headers["content-type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_names_lead_to_the_usual_address(client: TestClient) -> None:
    found = client.get("/dyads?a=russia&b=pakistan", follow_redirects=False)
    assert found.headers["location"] == "/dyads/PAK/RUS"
    assert client.get("/actors/russia", follow_redirects=False).headers["location"] == "/actors/RUS"
    body = client.get("/dyads?a=Shanghai Cooperation Organisation&b=RUS", follow_redirects=False)
    assert body.headers["location"] == "/dyads/RUS/Shanghai%20Cooperation%20Organisation"
    assert client.get(body.headers["location"]).status_code == 200


def test_an_unknown_actor_is_told_with_near_names(client: TestClient) -> None:
    answer = client.get("/dyads/RUS/Pakistann")
    assert answer.status_code == 404
    assert "Did you mean Pakistan?" in answer.text


def test_the_incidents_of_a_period_are_those_that_its_figure_counts(client: TestClient) -> None:
    page = client.get("/dyads/PAK/RUS?freq=year").text
    rows = re.findall(r'period=(\d{4}-01-01)[^>]*>\d{4}</a></th>\s*<td class="number">(\d+)</td>', page)
    assert len(rows) > 3
    for period, count in rows:
        part = client.get(f"/dyads/PAK/RUS?freq=year&period={period}").text
        listed = part[part.index('id="incidents"') : part.index('id="said"')]
        assert len(re.findall(r'href="/incidents/', listed)) == int(count), period


def test_what_is_asked_stays_in_every_link_of_a_dyad(client: TestClient) -> None:
    page = client.get("/dyads/PAK/RUS?voice=official&context=military&since=2015-01-01&beside=report").text
    own = [link for link in links(page, "/dyads/PAK/RUS?") if "period=" in link]
    assert own
    for link in own:
        for part in ("voice=official", "context=military", "since=2015-01-01", "beside=report"):
            assert part in link


def test_an_empty_store_has_pages_that_say_so(tmp_path: Path) -> None:
    with TestClient(app(tmp_path / "new.duckdb"), "http://127.0.0.1") as empty:
        assert "The store is empty" in empty.get("/").text
        for path in (
            "/dyads/PAK/RUS",
            "/actors/RUS",
            "/incidents",
            "/incidents?a=RUS&undated=true",
            "/search?q=x",
            "/review",
            "/judgements",
            "/pictures/map.svg",
        ):
            assert empty.get(path).status_code == 200, path


def test_a_store_that_another_process_holds_is_told_and_asked_again(own_store: Path) -> None:
    with TestClient(app(own_store), "http://127.0.0.1") as client:
        client.app.state.desk._close()  # type: ignore[attr-defined]  # as it does when nobody asks
        holding = duckdb.connect(str(own_store), config={"default_order": "desc"})
        try:
            page = client.get("/")
            assert page.status_code == 503
            assert page.headers["retry-after"] == "5"
            assert 'http-equiv="refresh"' in page.text
            answer = client.get("/api/v1/status")
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
        finally:
            holding.close()
        assert client.get("/").status_code == 200


def test_the_map_follows_the_switch(examples_store: Path) -> None:
    shown = []
    for practice in ("un", "de_facto"):
        with TestClient(app(examples_store, boundaries=practice), "http://127.0.0.1") as client:
            shown.append(client.get("/").text)
    assert "Boundaries by the practice of the United Nations" in shown[0]
    assert "Boundaries by who holds a place" in shown[1]
    assert all("do not imply official endorsement" in one for one in shown)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?since=2014", "<code>since</code>: <bdi>is no day such as 2019-05-04</bdi>"),
        ("/search?q=" + "a" * 201, "<code>q</code>: <bdi>has more than 200 characters</bdi>"),
        ("/records/none", "<code>key</code>: <bdi>is no id: four or more of 0-9 and a-f</bdi>"),
        ("/review?offset=-1", "<code>offset</code>: <bdi>is less than 0</bdi>"),
        ("/review?offset=x", "<code>offset</code>: <bdi>is no whole number</bdi>"),
        ("/review?kind=deed", "<code>kind</code>: <bdi>is none of &#39;event&#39;, &#39;statement&#39; or"),
        ("/?private=perhaps", "<code>private</code>: <bdi>is neither true nor false</bdi>"),
    ],
)
def test_what_cannot_be_understood_is_told_in_plain_words(client: TestClient, path: str, told: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert told in answer.text
    for jargon in ("Value error", "String should", "Input should", "query.", "path."):
        assert jargon not in answer.text


def test_programs_are_told_the_same_and_where(client: TestClient) -> None:
    answer = client.get("/api/v1/incidents?since=2014").json()
    assert answer["errors"] == [{"where": "query.since", "problem": "is no day such as 2019-05-04"}]


def test_the_queue_tells_who_doubts_and_what_stands_around(client: TestClient) -> None:
    page = client.get("/review").text
    first = page[page.index('<li class="card event"') : page.index('<form method="post"')]
    assert re.search(r"The network of pairs.* gives its type 0\.000\d \(lexicon: row [\w-]+ fits", first)
    assert 'class="around"' in first
    assert 'class="m trigger' in first
    assert "confidence" not in first


@pytest.mark.parametrize(
    ("number", "told"),
    [(0.5, "0.50"), (0.004, "0.0040"), (0.00026, "0.0003"), (0.00001, "below 0.0001"), (0.9996, "0.9996")],
)
def test_a_probability_is_never_rounded_to_none(number: float, told: str) -> None:
    assert share(number) == told


def test_a_pasted_text_is_called_by_its_title_or_first_words() -> None:
    assert pasted("Some words.", "A title", None, None, None).called == "A title"
    called = pasted("Two  states\nmet. " * 30, None, None, None, None).called
    assert called
    assert called.startswith("Two states met.")
    assert len(called) <= 81
