"""Each resource, what is refused, and what is written."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from dragoman.serve import jsonl
from dragoman.store import Store
from tests.conftest import REPOSITORY

BASE = "/api/v1"


def get(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(BASE + path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def first(client: TestClient, path: str, **parameters: Any) -> Any:
    return get(client, path, limit=1, **parameters)["items"][0]


def test_status(client: TestClient) -> None:
    found = get(client, "/status")
    assert found["documents"] > 30 and found["citation"].startswith("Dragoman ")


def test_a_document_is_what_jsonl_prints(client: TestClient, examples_store: Any) -> None:
    key = first(client, "/documents")["id"]
    with Store(examples_store, read_only=True) as store:
        coding = store.coding(key)
    assert coding is not None
    head, *records = (json.loads(json.dumps(one)) for one in jsonl.objects(coding))
    found = get(client, f"/documents/{key}")
    assert found == {"document": head, "records": records, "original": None}
    text = client.get(f"{BASE}/documents/{key}/text")
    assert text.text == coding.article.text and text.headers["content-type"] == "text/plain; charset=utf-8"


def test_copies_name_their_original(client: TestClient) -> None:
    whole = get(client, "/documents", limit=1000)["items"]
    copies = [one for one in whole if one["original"]]
    assert copies and get(client, "/documents", copies=False)["total"] == len(whole) - len(copies)
    assert get(client, f"/documents/{copies[0]['id']}")["original"] == copies[0]["original"]


@pytest.mark.parametrize("kind", ["event", "statement", "assessment"])
def test_a_record(client: TestClient, kind: str) -> None:
    row = first(client, f"/{kind}s")
    found = get(client, f"/records/{row['id']}")
    assert found["record"]["record"] == row["kind"] == kind
    assert found["record"]["document"] == row["document"]
    assert found["standing"] is None and found["history"] == []
    assert (found["incident"] is not None) == (kind == "event")


def test_an_incident(client: TestClient) -> None:
    row = first(client, "/incidents", foremost=True)
    found = get(client, f"/incidents/{row['id']}")
    assert found["texts"] == row["texts"] > 1
    assert len(found["reports"]) >= found["texts"]
    assert found["reports"][0]["passage"] == row["passage"]


def test_a_relation(client: TestClient) -> None:
    found = get(client, "/dyads/India/Russia")
    assert (found["a"], found["b"], found["names"]) == ("IND", "RUS", ["India", "Russia"])
    periods = get(client, "/dyads/IND/RUS/series", limit=1000)["items"]
    assert found["incidents"] == sum(one["incidents"] for one in periods) > 0
    assert found["index"] == periods[-1]["index"] and found["last"] == periods[-1]["period"]
    assert found["total"] == get(client, "/dyads/IND/RUS/incidents")["total"]
    assert found["assessments"] == get(client, "/dyads/IND/RUS/assessments")["total"]
    assert found["forecasts"] == get(client, "/dyads/IND/RUS/forecasts")["total"]
    directed = get(client, "/dyads/IND/RUS/series", directed=True, limit=1000)["items"]
    assert {(one["actor"], one["recipient"]) for one in directed} == {("IND", "RUS"), ("RUS", "IND")}
    assert get(client, "/dyads/IND/RUS/changes")["total"] == len(found["changes"])


def test_an_actor(client: TestClient) -> None:
    found = get(client, "/actors/Russia")
    assert (found["code"], found["iso3"], found["entity"]) == ("RUS", "RUS", "Q159")
    assert found["ties"] and all("RUS" in (one["a"], one["b"]) for one in found["ties"])
    assert found["events_as_actor"] == get(client, "/events", actor="RUS")["total"] > 0
    assert found["statements_about"] == get(client, "/statements", recipient="RUS")["total"] > 0
    assert found["incidents"] == get(client, "/incidents", a="RUS")["total"]
    body = get(client, "/actors/Shanghai Cooperation Organisation")
    assert body["iso3"] is None and body["name"] == body["code"]


# ---- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/documents/ffffffffffffffff", 404, "no document"),
        ("/documents/none", 422, "key"),
        ("/records/ffffffffffffffff", 404, "no record"),
        ("/incidents/iffffffff", 404, "no incident"),
        ("/dyads/RUS/Pakstan", 404, "Pakistan"),
        ("/dyads/RUS/Russia", 422, "the same actor"),
        ("/actors/Nowhere at all", 404, "no actor"),
        ("/events?actor=Rusia", 404, "Russia"),
        ("/events?actor=RUS&recipient=PAK&party=IND", 422, "at most two"),
        ("/events?since=2014", 422, "2019-05-04"),
        ("/events?since=", 422, "since"),
        ("/events?since=2014-05-02&until=2014-05-01", 422, "Exchange"),
        ("/events?voice=god", 422, "voice"),
        ("/events?context=god", 422, "no context"),
        ("/events?q=a%00b", 422, "q"),
        ("/events?limit=0", 422, "limit"),
        ("/events?actr=Russia", 422, "the nearest is actor"),
        ("/events?xyzzy=1", 422, "judged, order, copies"),
        ("/status?since=2014-05-02", 422, "there are none"),
        ("/records?party=RUS&party=PAK", 422, "party can be given once"),
        ("/records?kind=event&kind=event&order=place&order=place", 422, "order can be given once"),
        ("/actors/zz", 404, "Use the name"),
        ("/actors/XYZ", 404, "Use the name"),
        ("/actors/Putin", 404, "Russia (RUS)"),
        ("/events?format=xls", 422, "format"),
        ("/search", 422, "q"),
        ("/jobs/ffffffffffffffff", 404, "no job"),
        ("/nothing", 404, "not found"),
    ],
)
def test_refusals_are_problems(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(BASE + path)
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in json.dumps(body)


def test_methods_that_are_not_there(client: TestClient) -> None:
    answer = client.delete(f"{BASE}/judgements")
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, POST"
    assert answer.json()["status"] == 405


# ---- judging --------------------------------------------------------------------------------------


def test_judging_counts_at_once_and_can_be_withdrawn(own_client: TestClient) -> None:
    client = own_client
    row = first(client, "/events", actor="RUS", recipient="PAK", factuality="happened")
    before = get(client, "/events")["total"]
    series = get(client, "/dyads/RUS/PAK")["incidents"]
    said = {"record": row["id"], "verdict": "reject", "person": "Ada", "reason": "wrong"}
    made = client.post(f"{BASE}/judgements", json=said)
    assert made.status_code == 201, made.text
    assert get(client, "/events")["total"] == before - 1
    assert get(client, "/events", judged="any")["total"] == before
    assert [one["id"] for one in get(client, "/events", judged="reject")["items"]] == [row["id"]]
    assert [one["id"] for one in get(client, "/events", judged="reject", actor="RUS")["items"]] == [row["id"]]
    assert get(client, "/events", judged="yes")["total"] == 1
    assert get(client, "/dyads/RUS/PAK")["incidents"] <= series
    found = get(client, f"/records/{row['id']}")
    assert found["standing"]["verdict"] == "reject" and found["standing"]["person"] == "Ada"
    lines = client.get(f"{BASE}/judgements/gold").text.splitlines()
    assert [one["id"] for line in lines for one in json.loads(line)["records"]] == [row["id"]]
    path = f"{BASE}/judgements/{made.json()['id']}/undo"
    undone = client.post(path, json={"person": "Bob"})
    assert undone.status_code == 201 and undone.json()["verdict"] == "undo"
    assert client.post(path, json={"person": "Bob"}).status_code == 409
    assert get(client, "/events")["total"] == before
    assert get(client, "/dyads/RUS/PAK")["incidents"] == series
    history = get(client, "/judgements", record=row["id"])
    assert [one["verdict"] for one in history["items"]] == ["undo", "reject"]
    table = client.get(f"{BASE}/judgements?format=csv").text.splitlines()
    assert len(table) == 3 and table[0].startswith("id,number,document,record,kind,verdict,undoes,event_type")


def test_a_correction_is_what_is_listed(own_client: TestClient) -> None:
    row = first(own_client, "/events", type="CONSULT")
    correction = {"event_type": "AID", "recipient": ["FRA"]}
    said = {"record": row["id"], "verdict": "correct", "person": "Ada", "correction": correction}
    made = own_client.post(f"{BASE}/judgements", json=said)
    assert made.status_code == 201 and made.json()["correction"]["event_type"] == "AID"
    (found,) = get(own_client, "/events", judged="correct")["items"]
    assert (found["type"], found["quad"], found["recipient"]) == ("AID", "material_cooperation", ["FRA"])
    assert get(own_client, "/events", recipient="FRA", type="AID", judged="yes")["total"] == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"record": "ffffffffffffffff"}, 404),
        ({"verdict": "undo"}, 422),
        ({"person": " "}, 422),
        ({"person": "a\x00b"}, 422),
        ({"verdict": "correct"}, 422),
        ({"correction": {"event_type": "AID"}}, 422),
        ({"verdict": "correct", "correction": {"event_type": "NOTHING"}}, 422),
        ({"verdict": "correct", "correction": {"stance": "positive"}}, 422),
    ],
)
def test_judgements_that_say_nothing(client: TestClient, changes: dict[str, Any], status: int) -> None:
    said = {"record": first(client, "/events")["id"], "verdict": "accept", "person": "Ada", **changes}
    answer = client.post(f"{BASE}/judgements", json=said)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert get(client, "/judgements")["total"] == 0


@pytest.mark.parametrize("path", ["/judgements", "/judgements/0123/undo"])
@pytest.mark.parametrize("sent", [{"data": {"x": "1"}}, {"content": b"{}"}, {"files": {"record": b"a"}}])
def test_a_judgement_is_json(client: TestClient, path: str, sent: dict[str, Any]) -> None:
    answer = client.post(BASE + path, **sent)
    assert answer.status_code == 415 and "application/json" in answer.json()["detail"]


def test_another_site_may_not_judge(client: TestClient) -> None:
    said = {"record": first(client, "/events")["id"], "verdict": "accept", "person": "Ada"}
    headers = {"origin": "https://example.org", "sec-fetch-site": "cross-site"}
    answer = client.post(f"{BASE}/judgements", json=said, headers=headers)
    assert answer.status_code == 403 and answer.json()["status"] == 403


# ---- adding ---------------------------------------------------------------------------------------


def done(client: TestClient, answer: Any) -> Any:
    """The job that an answer tells of, when it is done."""
    assert answer.status_code == 202, answer.text
    path = answer.headers["location"]
    end = time.monotonic() + 60
    while (job := client.get(path).json())["state"] != "done":
        assert time.monotonic() < end
        time.sleep(0.05)
    return job


def test_a_text_is_read(own_client: TestClient) -> None:
    text = "Norway condemned Chad\n\nNorway condemned Chad on Monday, the foreign minister of Norway said."
    new = {"text": text, "outlet": "The Courier", "published": "2031-05-04", "url": "https://example.org/1"}
    job = done(own_client, own_client.post(f"{BASE}/articles", json=new))
    assert job["total"] == job["done"] == 1
    (result,) = job["results"]
    assert result["saved"] == "added"
    newest = first(own_client, "/documents")
    assert (newest["id"], newest["outlet"], newest["url"]) == (result["document"], "The Courier", new["url"])
    assert get(own_client, "/search", q="norway condemned")["items"][0]["document"] == result["document"]
    assert get(own_client, "/dyads/NOR/TCD/incidents")["total"] > 0


def test_files_are_read(own_client: TestClient) -> None:
    files = [
        ("files", ("one.txt", b"France praised Peru\n\nFrance praised Peru on Monday, officials said.")),
        (
            "files",
            ("two.jsonl", b'{"text": "Chad thanked France, officials said.", "outlet": "A"}'),
        ),
    ]
    job = done(own_client, own_client.post(f"{BASE}/articles", files=files, data={"published": "2030-01-01"}))
    assert [one["name"].startswith(name) for one, name in zip(job["results"], ("one", "two"), strict=True)]
    assert all(one["document"] for one in job["results"]), job
    assert get(own_client, "/jobs")[0]["id"] == job["id"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 422),
        ({"json": {"text": ""}}, 422),
        ({"json": {"text": "a", "author": "b"}}, 422),
        ({"json": {"text": "a", "published": "May"}}, 422),
        ({"json": {"url": "file:///etc/passwd"}}, 422),
        ({"json": [1]}, 422),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ({"content": b"\xff", "headers": {"content-type": "application/json"}}, 422),
        ({"content": b"a", "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b"a"}, 415),
        ({"data": {"published": "2030-01-01"}, "files": {"other": b"a"}}, 422),
        ({"files": {"files": b"a"}, "data": {"published": "May"}}, 422),
        ({"content": b"a", "headers": {"content-type": "multipart/form-data"}}, 400),
    ],
)
def test_what_is_no_article(client: TestClient, sent: dict[str, Any], status: int) -> None:
    answer = client.post(f"{BASE}/articles", **sent)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert get(client, "/jobs") == []


# ---- as a whole -----------------------------------------------------------------------------------


def test_every_call_is_documented(served: FastAPI) -> None:
    document = served.openapi()
    calls = [one for methods in document["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in calls]
    assert len(names) == len(set(names)) > 25
    for one in calls:
        assert one["summary"] and one["description"] and one["tags"], one["operationId"]
        refusals = {status: what["content"] for status, what in one["responses"].items() if status >= "400"}
        assert {"401", "406", "422", "503"} <= set(refusals)
        assert all(set(what) == {"application/problem+json"} for what in refusals.values())


def test_the_page_of_the_api_lists_every_call_and_no_other(served: FastAPI) -> None:
    page = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(GET|POST) (/api/v1/\S+)` \|", page, re.MULTILINE))
    paths = served.openapi()["paths"]
    assert listed == {(method.upper(), path) for path, methods in paths.items() for method in methods}
    told = set(re.findall(r"`([a-z]+)`", page.split("## Filters")[1].split("## Pages")[0]))
    asked = {
        one["name"]
        for methods in paths.values()
        for call in methods.values()
        for one in call.get("parameters", ())
        if one["in"] == "query"
    }
    assert asked - {"limit", "offset", "format"} <= told


def test_the_command_line_needs_no_web() -> None:
    code = "import sys, dragoman.serve.cli; sys.exit('fastapi' in sys.modules or 'starlette' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("wanted", [None, "bytes=abc", "x=1", "bytes=999999999-", "bytes=0-9"])
def test_of_a_table_nothing_is_left_behind(
    client: TestClient, wanted: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = client.get("/api/v1/events?format=csv", headers={"range": wanted} if wanted else {})
    assert answer.status_code in (200, 206, 400, 416)
    assert list(tmp_path.iterdir()) == []
