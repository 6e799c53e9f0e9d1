"""Web addresses: limits on place, size, kind and redirects, against a server on this machine."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.ingest import Gate, IngestError, find, load
from dragoman.ingest import url as url_module
from dragoman.ingest.url import fetch, is_public

PROSE = (
    "The foreign minister of Peru flew to Quito on Sunday for talks on the border, her office said in Lima. "
    * 3
)
PAGE = f"<html><body><article><h1>Lima and Quito talk</h1><p>{PROSE}</p></article></body></html>"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/page": (
                200,
                "text/html; charset=windows-1252",
                PAGE.replace("her office", "café").encode("cp1252"),
            ),
            "/text": (200, "text/plain", PROSE.encode()),
            "/pdf": (200, "application/pdf", b"%PDF"),
            "/big": (200, "text/html", b"x" * 10_000_001),
            "/there": (302, "/page", b""),
            "/inside": (302, "http://10.0.0.1/secret", b""),
            "/file": (302, "file:///etc/passwd", b""),
            "/loop": (302, "/loop", b""),
            "/same": (304, "text/html", b""),
        }
        status, kind, body = answers.get(self.path, (404, "text/html", b"no"))
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the tests' output quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://news.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def _resolve(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"] if host == "news.example" else [host]


OPEN = Gate(resolve=_resolve, allows=lambda address: str(address) == "127.0.0.1" or is_public(address))


def _refused(address: str, gate: Gate | None = OPEN) -> str:
    with pytest.raises(IngestError) as caught:
        fetch(address, gate)
    return caught.value.problem


def test_a_page_is_loaded_in_its_encoding(site: str) -> None:
    (item,) = find(f"{site}/page")
    article = load(item, gate=OPEN)
    assert article.title == "Lima and Quito talk"
    assert "café said in Lima" in article.text
    assert article.url == f"{site}/page"


def test_redirects_are_followed_and_plain_text_is_read(site: str) -> None:
    assert load(next(find(f"{site}/there")), gate=OPEN).url == f"{site}/page"
    assert load(next(find(f"{site}/text")), gate=OPEN).text == PROSE.strip()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/none", "answers 404"),
        ("/pdf", "is application/pdf"),
        ("/big", "is larger than 10 MB"),
        ("/inside", "not public (10.0.0.1)"),
        ("/file", "is no http or https address"),
        ("/loop", "redirects more than 5 times"),
        ("/same", "answers 304"),
    ],
)
def test_what_is_refused(site: str, path: str, problem: str) -> None:
    assert problem in _refused(site + path)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://2130706433/",
    ],
)
def test_the_default_gate_reaches_no_private_address(address: str) -> None:
    assert "not public" in _refused(address, None) or "cannot be found" in _refused(address, None)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    gate = Gate(resolve=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert "not public" in _refused("http://two.example/", gate)


def test_the_connection_goes_to_the_address_that_was_checked(site: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return _resolve(host, port)

    fetch(f"{site}/page", Gate(resolve=resolve, allows=OPEN.allows))
    assert asked == ["news.example"]  # a name that only this resolver knows: nothing else looked it up


@pytest.mark.parametrize("address", ["http://user:word@news.example/", "http:///a", "http://exa mple/"])
def test_odd_addresses_are_refused(address: str) -> None:
    assert _refused(address)


def test_a_slow_answer_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url_module, "TOTAL_SECONDS", -1.0)
    assert "took more than" in _refused(f"{site}/page")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_pass(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "240.0.0.1", "::"])
def test_tunnels_and_reserved_addresses_do_not(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
