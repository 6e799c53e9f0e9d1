"""Articles that are made to harm whoever reads them are shown harmless, on every page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.pipeline import Pipeline
from dragoman.relate import bring_up_to_date
from dragoman.serve.judging import judge_and_relate
from dragoman.serve.web.app import app
from dragoman.store import Store
from tests.serve.web.browsing import browser, listening

SCRIPT = "<script>document.title='pwned'</script>"
IMAGE = '"><img src=x onerror="document.title=\'pwned\'">'
TURNED, CONTROL = "\u202e", "\x07"
ROWS = [
    {
        "text": (
            f"Norway praised Chad {SCRIPT} on 3 May 2021.\n\nThe minister {IMAGE} said that Chad "
            f"{TURNED}would{CONTROL} thank Norway for {{{{ 7 * 7 }}}} and {{% raw %}}.\n\n"
            f"Chad accused Norway of a raid near {SCRIPT}. Some {IMAGE} fear that Chad may attack Norway."
        ),
        "title": f"Norway praised Chad {IMAGE}{SCRIPT}{TURNED}",
        "outlet": f"The {SCRIPT} Post",
        "url": "javascript:document.title='pwned'",
        "published": "2021-05-04",
    },
    {
        "text": "Chad praised Norway on 4 May 2021. "
        + "Norway thanked Chad for its help with the talks. " * 100,
        "title": "Norway praised Chad again and again and " * 60,
        "outlet": "=cmd|' /C calc'!A0",
        "url": 'https://example.org/?q="><script>alert(1)</script>',
        "published": "2021-05-05",
    },
]
PATHS = [
    "/",
    "/dyads/NOR/TCD",
    "/actors/NOR",
    "/incidents",
    "/incidents?a=NOR&b=TCD",
    "/search?q=praised",
    "/search?actor=NOR",
    "/review?order=newest",
    "/judgements",
    "/api",
]


@pytest.fixture(scope="module")
def store(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    table = folder / "hostile.jsonl"
    table.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    path = folder / "hostile.duckdb"
    with Store(path) as made:
        for outcome in pipeline.run(pipeline.sources([str(table)])):
            assert outcome.coding, outcome.failure
            made.save(outcome.coding, f"{SCRIPT}{outcome.source}")
        bring_up_to_date(made.connection)
        row = made.connection.execute("SELECT min(id) FROM events").fetchone()
        assert row
        judge_and_relate(made, row[0], "accept", f"Ada {SCRIPT}", f"because {IMAGE}")
    return path


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(app(store), "http://127.0.0.1") as found:
        yield found


@pytest.fixture(scope="module")
def paths(client: TestClient) -> list[str]:
    """All pages, with the first documents, incidents and records that they lead to."""
    found = set(PATHS)
    linked: dict[str, set[str]] = {}
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        links = re.findall(r'href="(/(?:documents|incidents|records|actors|dyads)/[^"#]*)', answer.text)
        for link in map(html.unescape, links):
            if not link.split("?")[0].endswith((".png", ".svg")):  # files, not pages
                linked.setdefault(link.split("/")[1], set()).add(link.split("?")[0])
    assert {"documents", "incidents", "records"} <= linked.keys()
    return sorted(found.union(*(sorted(some)[:6] for some in linked.values())))


def test_nothing_of_an_article_is_markup(client: TestClient, paths: list[str]) -> None:
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 303), path
        text = answer.text
        own = re.findall(r"<script[^>]*>", text)
        assert all('src="/static/' in one for one in own), path
        assert "<img" not in text
        assert not re.search(r"<[^>]+\son\w+=", text), path
        assert 'href="javascript' not in text.lower(), path
        assert not re.search(r'\sstyle="|<style', text), path
        assert TURNED not in text
        assert CONTROL not in text
        assert "49 and" not in text


def test_the_words_are_shown_as_they_stand(client: TestClient, paths: list[str]) -> None:
    documents = [client.get(path).text for path in paths if path.startswith("/documents/")]
    shown = "\n".join(html.unescape(re.sub(r"<[^>]+>", "", one)) for one in documents)
    assert SCRIPT in shown
    assert "{{ 7 * 7 }}" in shown


def test_a_page_of_a_long_text_stays_small_enough_to_read(client: TestClient, paths: list[str]) -> None:
    for path in paths:
        limit = 12_000_000 if path.startswith("/documents/") else 1_500_000
        assert len(client.get(path).content) < limit, path


def test_a_browser_runs_nothing_of_it(store: Path, paths: list[str]) -> None:
    with browser() as chromium, listening(store) as address:
        page = chromium.new_page(base_url=address)
        complaints: list[str] = []
        page.on("dialog", lambda one: complaints.append(one.message))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        few = {path.split("/")[1].split("?")[0]: path for path in paths}
        for path in few.values():
            page.goto(path)
            assert page.title() != "pwned"
        assert not complaints


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=%22%20OR%20NEAR(",
        "/search?q=" + "a" * 200,
        "/search?q=%F0%9F%92%A3%20*%20^%20(",
        "/search?actor=%3Cscript%3E",
        "/dyads/%3Cscript%3E/RUS",
        "/dyads/..%2f..%2fetc/RUS",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2fapp.py",
        "/static/../app.py",
        "/incidents/i%27%20OR%201=1",
        "/records/%00",
        "/search?q=%00",
        "/?since=yesterday",
        "/?since=2020-01-02&until=2020-01-01",
        "/?context=nothing",
        "/review?offset=99999999999999999999",
        "/dyads/RUS/PAK?freq=century",
        "/dyads/RUS/PAK?period=0001-01-01",
        "/dyads/RUS/PAK?period=9999-12-31",
        "/dyads/RUS/RUS",
        "/pictures/none.svg",
        "/pictures/map.exe",
    ],
)
def test_odd_addresses_are_answered_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code < 500, answer.text[:500]
    assert "<script>" not in answer.text.lower().replace("<script src", "")


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""]
)
def test_a_judgement_leads_nowhere_else(client: TestClient, then: str) -> None:
    row = client.get("/review?judged=any").text
    key = re.search(r"/records/([0-9a-f]+)/judge", row)
    assert key
    form = {"verdict": "accept", "person": "Ada", "then": then}
    answer = client.post(f"/records/{key[1]}/judge", data=form, follow_redirects=False)
    assert re.fullmatch(rf"/records/{key[1]}\?done=[0-9a-f]{{16}}#main", answer.headers["location"])
