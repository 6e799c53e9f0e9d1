"""What is taken along tells what was asked: lines to cite, names of files, titles of pictures, columns."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dragoman.serve.web.app import app

ASKED = "voice=official&freq=quarter"
TOLD = "incidents told as happened; on the word of official"


@pytest.fixture(scope="module")
def client(examples_store: Path) -> Iterator[TestClient]:
    with TestClient(app(examples_store), "http://127.0.0.1") as found:
        yield found


def downloads(text: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<a href="([^"]*)" download>', text)]


def rows(answer: Any) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(answer.text))]


def named(answer: Any) -> str:
    (name,) = re.findall(r'attachment; filename="([^"]*)"', answer.headers["content-disposition"])
    return str(name)


@pytest.mark.parametrize(
    ("path", "name", "line"),
    [
        (
            f"/api/v1/dyads/RUS/PAK/series?{ASKED}&format=csv",
            "RUS-PAK-official-quarter-series.csv",
            f"Index and incidents of Russia and Pakistan by quarter: {TOLD}.",
        ),
        (
            "/api/v1/incidents?a=russia&b=India&since=2015-01-01&format=parquet",
            "RUS-IND-since-2015-01-01-incidents.parquet",
            "Incidents of Russia and India: since 2015-01-01.",
        ),
        (
            "/api/v1/events?actor=Russia&type=CONSULT&format=arrow",
            "CONSULT-RUS-events.arrows",
            "Events: of type CONSULT; by Russia.",
        ),
        (
            f"/dyads/PAK/RUS/series.svg?{ASKED}&beside=report",
            "PAK-RUS-official-beside-report-quarter-series.svg",
            f"Index and incidents of Pakistan and Russia by quarter: {TOLD}; beside it report.",
        ),
        ("/pictures/map.svg?voice=official", "official-map.svg", f"Map: {TOLD}."),
        ("/actors/IND/map.svg?voice=official", "IND-official-map.svg", f"Map of India: {TOLD}."),
    ],
)
def test_what_is_taken_along_says_what_was_asked(client: TestClient, path: str, name: str, line: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert named(answer) == name
    assert answer.headers["x-citation"].startswith(f"{line} Dragoman ")
    if name.endswith(".svg"):
        texts = " ".join(one.text or "" for one in ElementTree.fromstring(answer.text).iter())
        assert TOLD in texts and line in texts


def test_a_page_of_json_says_it_too(client: TestClient) -> None:
    line = client.get("/api/v1/dyads/RUS/PAK/forecasts").headers["x-citation"]
    assert line.startswith("Forecasts of Russia and Pakistan. Dragoman ")


def test_an_outlet_of_another_script_breaks_no_header(client: TestClient) -> None:
    answer = client.get("/api/v1/incidents", params={"outlet": "Новости\r\nX-Evil: 1", "format": "csv"})
    assert answer.status_code == 200
    assert "x-evil" not in answer.headers
    assert named(answer) == "X-Evil_1-incidents.csv" or named(answer).endswith("-incidents.csv")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/dyads/PAK/RUS?voice=official",
        "/actors/IND",
        "/search?q=pipeline",
        "/search?actor=Russia",
        "/judgements",
    ],
)
def test_every_table_can_be_taken_along_both_ways(client: TestClient, path: str) -> None:
    links = downloads(client.get(path).text)
    kinds = {form: {one.replace(f"format={form}", "") for one in links if f"format={form}" in one}
             for form in ("csv", "parquet")}  # fmt: skip
    assert kinds["csv"] and kinds["csv"] == kinds["parquet"]
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_line_to_cite_stands_under_each_list_with_what_counts_there(client: TestClient) -> None:
    text = client.get("/dyads/PAK/RUS?voice=official&sector=GOV").text
    lines = re.findall(r"Cite as: </span>([^<]*?)\. Dragoman", html.unescape(text))
    assert [one.split(":")[0] for one in lines] == [
        "Index and incidents of Pakistan and Russia by month",
        "Changes of level of Pakistan and Russia by month",
        "Incidents of Pakistan and Russia",
        "Statements of Pakistan and Russia",
        "Assessments of Pakistan and Russia",
        "Forecasts of Pakistan and Russia",
    ]
    assert all("on the word of official" in one for one in lines)
    assert ["done by GOV" in one for one in lines] == [True, True, True, False, False, False]


def test_what_is_searched_and_what_is_taken_along_are_the_same(client: TestClient) -> None:
    text = client.get("/search?actor=Russia&recipient=Pakistan").text
    total = int(re.findall(r'<h2 id="records">Records <small>(\d+)', text)[0])
    (link,) = [one for one in downloads(text) if "format=csv" in one]
    assert len(rows(client.get(link))) == total > 0


# ---- what lies beside -----------------------------------------------------------------------------


def test_what_lies_beside_has_columns_on_the_page_and_rows_in_the_file(client: TestClient) -> None:
    text = client.get("/dyads/PAK/RUS?voice=official&freq=quarter&beside=report&beside=commentary").text
    table = text[text.index('aria-label="The figures by quarter"') :].split("</table>")[0]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)', table)
    assert heads[-4:] == ["report: incidents", "report: index", "commentary: incidents", "commentary: index"]
    cells = [
        (period, re.findall(r"<td[^>]*>([^<]*)", row))
        for period, row in re.findall(r'<th scope="row">(?:<a[^>]*>)?(\d{4}-Q\d)(.*?)</tr>', table, re.DOTALL)
    ]
    (link,) = [one for one in downloads(text) if "/series?" in one and "format=csv" in one]
    found = rows(client.get(link))
    assert {one["beside"] for one in found} == {"", "report"}
    report = [one["incidents"] for one in found if one["beside"] == "report"]
    assert [row[-4] for _, row in cells[::-1] if row[-4] != "0"] == report
    assert all(row[-2:] == ["0", "—"] for _, row in cells)
    own = [one for one in found if not one["beside"]]
    assert len(cells) > len(own) > 0
    assert "commentary: no incidents" in text


def test_series_beside_are_what_the_voice_alone_gives(client: TestClient) -> None:
    base = "/api/v1/dyads/PAK/RUS/series"
    both = client.get(f"{base}?beside=report&beside=report&freq=year").json()["items"]
    alone = client.get(f"{base}?voice=report&freq=year").json()["items"]
    laid = [one | {"beside": None} for one in both if one["beside"]]
    assert laid == alone
    assert [one["beside"] for one in both] == sorted(
        (one["beside"] for one in both), key=lambda one: one or ""
    )
    directed = client.get(f"{base}?beside=report&freq=year&directed=true").json()["items"]
    assert {(one["actor"], one["beside"]) for one in directed} >= {("PAK", "report"), ("RUS", "report")}
    assert client.get(f"{base}?beside=nobody").status_code == 422


# ---- days of stances ------------------------------------------------------------------------------


def test_first_and_last_are_days_of_statements(client: TestClient) -> None:
    text = client.get("/dyads/PAK/RUS?freq=year").text
    shown = re.findall(r'data-label="(?:First|Last)">([^<]*)', text)
    published = {
        one["published"] for one in client.get("/api/v1/dyads/PAK/RUS/statements?limit=1000").json()["items"]
    }
    assert shown and set(shown) <= published
