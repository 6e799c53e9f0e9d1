"""Who is let in: by host, origin, size and token; and what every answer says of itself."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dragoman.serve.web.guards import HEADERS, MAX_JSON, MAX_REQUEST, MAX_TYPED, Guard

TOKEN = "a token of some length"


async def echo(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} bytes")


def client(base: str = "http://127.0.0.1:8377", **options: object) -> TestClient:
    routes = [Route("/{path:path}", echo, methods=["GET", "POST"])]
    guarded = Guard(Starlette(routes=routes), **options)  # type: ignore[arg-type]
    return TestClient(guarded, base, follow_redirects=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8377", "localhost:1", "[::1]:8377", "LOCALHOST"])
def test_this_machine_is_let_in(host: str) -> None:
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "", "[", "10.0.0.1"]
)
def test_another_name_for_us_is_refused(host: str) -> None:
    """A site can let its name point to 127.0.0.1 and read us as its own (DNS rebinding)."""
    assert client().get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_sites_do_not_write(headers: dict[str, str]) -> None:
    assert client().post("/review", headers=headers).status_code == 403
    assert client().get("/review", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://127.0.0.1:8377"}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}],
)
def test_our_pages_and_programs_write(headers: dict[str, str]) -> None:
    assert client().post("/review", headers=headers).status_code == 200


@pytest.mark.parametrize("length", [str(MAX_REQUEST + 1), "-1", "many", "9" * 5000])
def test_large_requests_are_refused_before_they_are_read(length: str) -> None:
    assert client().post("/add", headers={"content-length": length}).status_code == 413


def test_a_request_without_a_length_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.serve.web.guards.MAX_REQUEST", 1000)
    sent = (b"x" * 300 for _ in range(10))
    assert client().post("/add", content=sent).status_code == 413


def test_json_is_taken_up_to_a_limit_of_its_own() -> None:
    kind = {"content-type": "application/json"}
    large = b"[" + b"1," * MAX_JSON + b"1]"
    assert client().post("/api/v1/judgements", headers=kind, content=large).status_code == 413
    assert client().post("/api/v1/judgements", headers=kind, content=b"[1]").status_code == 200
    assert client().post("/api/v1/articles", headers=kind, content=large).status_code == 200


@pytest.mark.parametrize("origin", ["http://[", "http://[x]", "//", "\\\\", "http://127.0.0.1:8377:1"])
def test_an_origin_that_is_none_is_another(origin: str) -> None:
    assert client().post("/review", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1/static/", "127.0.0.1/enter?", "127.0.0.1#", "127.0.0.1/api/"])
def test_a_host_changes_no_path(host: str) -> None:
    """Older versions of Starlette made a request's address of what the header said."""
    asked = client(token=TOKEN)
    for hosts in ((), ("127.0.0.1",)):
        asked = client(token=TOKEN, hosts=hosts)
        assert asked.get("/api/v1/status", headers={"host": host}).status_code in (401, 421)


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"token=" + TOKEN.replace(" ", "+").encode() + b"&" + b"x" * MAX_TYPED, "x-www-form-urlencoded"),
        (b"&" * 1_000_000, "x-www-form-urlencoded"),
        (b"token=%ED%A0%80", "x-www-form-urlencoded; charset=unicode_escape"),
        (b"\xff\xfe", "x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data"),
    ],
)
def test_nothing_but_a_short_form_is_read_of_those_who_are_not_known(sent: bytes, kind: str) -> None:
    kinds = {"content-type": kind if "/" in kind else f"application/{kind}"}
    assert client(token=TOKEN).post("/enter", headers=kinds, content=sent).status_code == 401
    chunks = (sent[at : at + 500] for at in range(0, len(sent), 500))
    assert client(token=TOKEN).post("/enter", headers=kinds, content=chunks).status_code == 401


@pytest.mark.parametrize("path", ["/", "/static/x", "/api/v1/status"])
def test_every_answer_has_the_headers(path: str) -> None:
    for answer in (client().get(path), client().get(path, headers={"host": "evil.example"})):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "'unsafe" not in answer.headers["content-security-policy"]


def test_without_the_token_programs_are_refused_and_people_shown_the_door() -> None:
    asked = client(token=TOKEN)
    refused = asked.get("/api/v1/events")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.headers["content-type"] == "application/problem+json"
    assert asked.get("/dyads/RUS/PAK").headers["location"] == "/enter"
    assert asked.get("/enter").status_code == 200
    assert asked.get("/static/desk.css").status_code == 200


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer  {TOKEN} "])
def test_the_token_lets_programs_in(shown: str) -> None:
    assert client(token=TOKEN).get("/api/v1/events", headers={"authorization": shown}).status_code == 200


@pytest.mark.parametrize(
    "shown", [TOKEN, "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ñ"]
)
def test_another_token_does_not(shown: str) -> None:
    answer = client(token=TOKEN).get("/api/v1/events", headers={b"authorization": shown.encode()})
    assert answer.status_code == 401


def test_people_show_the_token_once() -> None:
    asked = client(token=TOKEN)
    assert asked.post("/enter", data={"token": "another"}).status_code == 401
    entered = asked.post("/enter", data={"token": TOKEN})
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert asked.get("/dyads/RUS/PAK").status_code == 200
    another = client(token=TOKEN)
    another.cookies.set("dragoman_session", "guess")
    assert another.get("/").status_code == 303
