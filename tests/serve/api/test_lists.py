"""Lists: pages that add up, formats with the same rows, filters that narrow."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import nanoarrow
import pytest
from nanoarrow.ipc import InputStream
from starlette.testclient import TestClient

from dragoman.relate.periods import COLUMNS

BASE = "/api/v1"
PAIR = "/dyads/IND/RUS"
LISTS = (
    "/documents",
    "/search?q=india",
    "/records",
    "/events",
    "/statements",
    "/assessments",
    "/incidents",
    "/dyads",
    "/ties",
    "/actors",
    f"{PAIR}/series",
    f"{PAIR}/incidents",
    f"{PAIR}/statements",
    f"{PAIR}/stances",
    f"{PAIR}/assessments",
    f"{PAIR}/forecasts",
)


Table = tuple[list[str], list[list[Any]]]


def get(client: TestClient, path: str, **parameters: Any) -> Any:
    return client.get(BASE + path, params={**_given(path), **parameters})


def _given(path: str) -> dict[str, str]:
    """The parameters that stand in a path already: the client would drop them."""
    return dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)


def items(client: TestClient, path: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = get(client, path, **parameters)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.parametrize("path", LISTS)
def test_pages_add_up(client: TestClient, path: str) -> None:
    whole = get(client, path, limit=1000).json()
    assert whole["total"] == len(whole["items"]) > 0
    assert whole["next"] is None
    rows: list[Any] = []
    step = max(1, whole["total"] // 3)
    answer = get(client, path, limit=step)
    while True:
        page = answer.json()
        rows += page["items"]
        assert page["total"] == whole["total"] and page["limit"] == step
        if page["next"] is None:
            assert "link" not in answer.headers
            break
        assert answer.headers["link"] == f'<{page["next"]}>; rel="next"'
        answer = client.get(page["next"])
    assert rows == whole["items"]


@pytest.mark.parametrize("path", LISTS)
def test_a_page_behind_the_last_is_empty_and_knows_the_total(client: TestClient, path: str) -> None:
    page = get(client, path, offset=100_000).json()
    assert page["items"] == [] and page["total"] > 0 and page["next"] is None


@pytest.mark.parametrize("path", LISTS)
def test_formats_have_the_same_rows(client: TestClient, path: str, tmp_path: Path) -> None:
    rows = items(client, path, limit=1000)
    columns = list(rows[0])
    forms = ("csv", "parquet", "arrow")
    tables = {one: read(get(client, path, format=one), one, tmp_path) for one in forms}
    for form, (names, found) in tables.items():
        assert names == columns, form
        assert len(found) == len(rows), form
    assert tables["arrow"][1] == tables["parquet"][1]
    for row, values in zip(rows, tables["parquet"][1], strict=True):
        assert [plain(one) for one in values] == [row[name] for name in columns]
    for row, cells in zip(rows, tables["csv"][1], strict=True):
        texts = {name: one for name, one in zip(columns, cells, strict=True) if is_text(row[name])}
        assert texts == {name: cell(row[name]) for name in texts}


def read(answer: Any, form: str, folder: Path) -> Table:
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "Dragoman" in answer.headers["x-citation"]
    if form == "csv":
        assert answer.headers["content-type"].startswith("text/csv")
        rows = [*csv.reader(io.StringIO(answer.content.decode(), newline=""))]
        return rows[0], [[*row] for row in rows[1:]]
    if form == "parquet":
        path = folder / "table.parquet"
        path.write_bytes(answer.content)
        found = duckdb.execute(f"SELECT * FROM '{path}'")
        names = [one[0] for one in found.description or ()]
        return names, [list(row) for row in found.fetchall()]
    assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
    table = nanoarrow.ArrayStream(InputStream.from_readable(io.BytesIO(answer.content))).read_all()
    names = [one.name for one in table.schema.fields]
    return names, [list(row.values()) for row in table.to_pylist()]


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def is_text(value: Any) -> bool:
    return isinstance(value, str | list)


def cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def test_dyads_have_the_columns_of_the_command(client: TestClient) -> None:
    assert tuple(items(client, "/dyads")[0]) == COLUMNS


def test_what_a_spreadsheet_takes_for_a_formula_is_text(own_client: TestClient) -> None:
    with own_client.app.state.desk.writing() as store:  # type: ignore[attr-defined]
        store.connection.execute("UPDATE documents SET title = '=1+1', outlet = '-x'")
    answer = get(own_client, "/documents", format="csv", limit=1)
    row = next(csv.DictReader(io.StringIO(answer.text)))
    assert row["title"] == "'=1+1" and row["outlet"] == "'-x"
    numbers = csv.DictReader(io.StringIO(get(own_client, "/dyads", format="csv").text))
    assert any(one["index"].startswith("-") for one in numbers)


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.1, text/csv;q=0.9", "text/csv; charset=utf-8"),
        ("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream"),
        ("application/vnd.apache.parquet, */*;q=0.1", "application/vnd.apache.parquet"),
        ("text/html, */*", "application/json"),
        ("", "application/json"),
    ],
)
def test_the_accept_header_chooses(client: TestClient, accept: str, given: str) -> None:
    answer = client.get(f"{BASE}/ties", headers={"accept": accept})
    assert answer.status_code == 200 and answer.headers["content-type"] == given


@pytest.mark.parametrize("path", ["/ties", "/status", "/judgements/gold", "/jobs"])
def test_what_cannot_be_given_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(BASE + path, headers={"accept": "image/png, application/json;q=0, text/plain;q=0"})
    assert answer.status_code == 406 and answer.headers["content-type"] == "application/problem+json"


def test_the_format_in_the_address_goes_before_the_header(client: TestClient) -> None:
    answer = client.get(f"{BASE}/ties?format=csv", headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/records", {"limit": 1001}),
        ("/records", {"limit": 1_000_001, "format": "csv"}),
        ("/incidents", {"limit": 100_001, "format": "parquet"}),
        ("/search", {"q": "india", "limit": 10_001, "format": "csv"}),
    ],
)
def test_more_rows_than_are_given_are_refused(client: TestClient, path: str, asked: dict[str, Any]) -> None:
    answer = get(client, path, **asked)
    assert answer.status_code == 422 and "limit" in str(answer.json()["errors"])
    assert get(client, path, **{**asked, "limit": asked["limit"] - 1}).status_code == 200


def test_json_has_fifty_rows_unless_told_otherwise(client: TestClient) -> None:
    assert len(get(client, "/records").json()["items"]) == 50


# ---- filters --------------------------------------------------------------------------------------


def test_kinds(client: TestClient) -> None:
    counts = {kind: get(client, f"/{kind}s").json()["total"] for kind in ("event", "statement", "assessment")}
    held = client.get(f"{BASE}/status").json()
    copies = {kind: get(client, f"/{kind}s", copies=True).json()["total"] for kind in counts}
    assert copies == {kind: held[f"{kind}s"] for kind in counts}
    assert get(client, "/records").json()["total"] == sum(counts.values())
    two = items(client, "/records", kind=["event", "assessment"], limit=1000)
    assert {one["kind"] for one in two} == {"event", "assessment"}


def test_parties_and_sides(client: TestClient) -> None:
    any_side = items(client, "/events", party="Russia", limit=1000)
    acting = items(client, "/events", actor="RUS", limit=1000)
    receiving = items(client, "/events", recipient="RUS", limit=1000)
    assert all("RUS" in one["actor"] for one in acting) and acting
    assert all("RUS" in one["recipient"] for one in receiving) and receiving
    assert {one["id"] for one in any_side} == {one["id"] for one in (*acting, *receiving)}
    both = items(client, "/events", actor="RUS", recipient="PAK", limit=1000)
    assert both and all("RUS" in one["actor"] and "PAK" in one["recipient"] for one in both)
    of_statements = items(client, "/statements", actor="RUS", recipient="PAK", limit=1000)
    assert all("RUS" in one["actor"] and "PAK" in one["recipient"] for one in of_statements)
    judged = items(client, "/assessments", actor="RUS", recipient="PAK", limit=1000)
    assert judged == items(client, "/assessments", actor="PAK", recipient="RUS", limit=1000) != []


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("type", "CONSULT", lambda one: one["type"] == "CONSULT"),
        ("voice", "official", lambda one: one["voice_kind"] == "official"),
        ("factuality", "planned", lambda one: one["factuality"] == "planned" and one["kind"] == "event"),
        ("context", "military", lambda one: "military" in one["contexts"]),
        ("since", "2019-01-01", lambda one: (one["day_to"] or "") >= "2019-01-01"),
        ("until", "2016-12-31", lambda one: (one["day_from"] or "9999") <= "2016-12-31"),
    ],
)
def test_filters_of_records_narrow(client: TestClient, name: str, value: str, holds: Any) -> None:
    found = get(client, "/records", limit=1000, **{name: value}).json()
    every = items(client, "/records", limit=1000)
    assert 0 < found["total"] < len(every)
    assert [one["id"] for one in found["items"]] == [one["id"] for one in every if holds(one)]


def test_outlets_narrow(client: TestClient) -> None:
    outlet = items(client, "/documents")[0]["outlet"]
    found = items(client, "/records", outlet=outlet, limit=1000)
    assert found and {one["outlet"] for one in found} == {outlet}
    assert {one["outlet"] for one in items(client, "/documents", outlet=outlet)} == {outlet}


def test_words_narrow(client: TestClient) -> None:
    hits = {one["document"] for one in items(client, "/search", q="pipeline", limit=1000)}
    assert hits == {one["id"] for one in items(client, "/documents", q="pipeline", limit=1000)}
    found = items(client, "/records", q="pipeline", copies=True, limit=1000)
    assert found and {one["document"] for one in found} <= hits
    assert items(client, "/records", q="-pipeline") == []


def test_order(client: TestClient) -> None:
    sure = [one["confidence"] for one in items(client, "/events", order="certainty", limit=1000)]
    known = [one for one in sure if one is not None]
    assert known == sorted(known) and sure[: len(known)] == known
    days = [one["published"] for one in items(client, "/events", limit=1000)]
    dated = [one for one in days if one]
    assert dated == sorted(dated, reverse=True) and days[: len(dated)] == dated


def test_filters_of_dyads_narrow(client: TestClient) -> None:
    whole = get(client, "/dyads").json()["total"]
    assert 0 < get(client, "/dyads", voice="official").json()["total"] < whole
    assert 0 < get(client, "/dyads", undirected=True, freq="year").json()["total"] < whole
    assert get(client, "/dyads", origin="icews").json()["total"] == 0
    assert get(client, "/incidents", a="RUS", b="PAK").json()["total"] > 0
    assert (
        get(client, "/incidents", a="RUS", b="PAK").json()["total"]
        < get(client, "/incidents", a="RUS").json()["total"]
        < get(client, "/incidents").json()["total"]
    )
    of_russia = get(client, "/incidents", a="RUS").json()["total"]
    assert get(client, "/incidents", b="RUS").json()["total"] == of_russia


def test_all_ways_of_telling_count_where_any_is_asked_for(client: TestClient) -> None:
    usual, every = (get(client, "/ties", **asked).json()["total"] for asked in ({}, {"factuality": "any"}))
    assert usual < every
    told, whole = (get(client, "/records", **asked).json()["total"] for asked in ({"factuality": "any"}, {}))
    assert told == whole


def test_incidents_without_a_day_are_a_list_of_their_own(client: TestClient) -> None:
    whole = items(client, "/incidents", limit=1000)
    undated = items(client, "/incidents", limit=1000, undated=True)
    assert [one["id"] for one in undated] == [one["id"] for one in whole if one["day_from"] is None] != []


def test_sectors_narrow_incidents(client: TestClient) -> None:
    found = get(client, "/incidents", sector="MIL").json()["total"]
    assert 0 < found < get(client, "/incidents").json()["total"]


def test_the_words_of_an_incident_are_those_of_a_report_that_fits(client: TestClient) -> None:
    for row in items(client, "/incidents", voice="official", limit=1000):
        reports = client.get(f"{BASE}/incidents/{row['id']}").json()["reports"]
        assert row["passage"] in {one["passage"] for one in reports if one["voice_kind"] == "official"}


def test_the_store_has_as_many_incidents_as_are_listed(client: TestClient) -> None:
    assert client.get(f"{BASE}/status").json()["incidents"] == get(client, "/incidents").json()["total"]


def test_the_extract_of_a_search_marks_its_words(client: TestClient) -> None:
    for hit in items(client, "/search", q="pakist*"):
        extract = hit["extract"]
        for mark in hit["marks"]:
            start, end = map(int, mark.split("-"))
            assert extract[start:end].lower().startswith("pakist")
    assert get(client, "/search", q="-x").json()["note"]
