"""Lists of addresses, plain and GDELT's: each address once, fetched when it is loaded and not before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import Gate, IngestError, find, load
from tests.ingest.test_archive import BODY, check_listed, packed

CORPORA = Path(__file__).parent / "corpora"
ENDINGS = [".urls", ".export.CSV", ".mentions.csv"]


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        body = f"<html><body><h1>On a border</h1><p>{BODY}</p></body></html>".encode()
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[HTTPServer]:
    """A web site on this machine that notes what it is asked for."""
    server = HTTPServer(("127.0.0.1", 0), _Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_listed_addresses_are_fetched_one_by_one(tmp_path: Path, site: HTTPServer) -> None:
    here = f"http://127.0.0.1:{site.server_port}"
    path = tmp_path / "list.urls"
    path.write_text(f"\ufeff# two pages\n{here}/a\n{here}/gone\n{here}/a\n", encoding="utf-8")
    one, gone = find(path)
    assert site.asked == []  # type: ignore[attr-defined]
    gate = Gate(allows=lambda address: True)
    assert load(one, gate=gate).url == f"{here}/a"
    with pytest.raises(IngestError, match="answers 404"):
        load(gone, gate=gate)
    assert site.asked == ["/a", "/gone"]  # type: ignore[attr-defined]
    with pytest.raises(IngestError, match="not public"):
        load(one)


def test_an_address_in_many_lists_is_listed_once(tmp_path: Path) -> None:
    data = (CORPORA / "20240302120000.export.CSV").read_bytes()
    for name in ("1.export.csv", "2.EXPORT.CSV"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "3.export.csv.zip").write_bytes(packed(".zip", {"3.export.csv": data}))
    items = [item for item in find(tmp_path) if item.problem is None]
    assert [item.source for item in items] == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    ("ending", "data", "problem"),
    [
        (".urls", "", "holds no address"),
        (".urls", "# none\n\n", "holds no address"),
        (".urls", "ftp://example.org/a", "is no http or https address"),
        (".urls", "https://example.org/a b", "is no http or https address"),
        (".urls", "https://example.org/\x1b[31m", "is no http or https address"),
        (".export.CSV", "", "holds no address of an article"),
        (".export.CSV", "a,b\n1,2\n", "has no column “text” (its columns: a, b)"),
        (".mentions.CSV", "\t" * 15 + "\n", "holds no address of an article"),
    ],
)
def test_what_names_no_address_is_one_item_that_fails(
    tmp_path: Path, ending: str, data: str, problem: str
) -> None:
    path = tmp_path / f"list{ending}"
    path.write_text(data, encoding="utf-8")
    (only,) = find(path)
    assert only.problem is not None
    assert (only.problem.problem, bool(only.problem.remedy)) == (problem, True)
    assert only.source.startswith(str(path))


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.urls"
    path.write_bytes(b"https://example.org/" + b"a" * 100_000)
    assert all(len(item.source) < 9000 for item in find(path))


@given(
    ending=st.sampled_from(ENDINGS),
    data=st.binary(max_size=300),
    sample=st.sampled_from([*sorted(CORPORA.glob("2*.CSV")), CORPORA / "list.urls"]),
    at=st.integers(0, 10**6),
)
@settings(deadline=None, max_examples=200)
def test_any_bytes_and_any_change_of_a_sample(
    tmp_path_factory: pytest.TempPathFactory, ending: str, data: bytes, sample: Path, at: int
) -> None:
    whole = sample.read_bytes()
    at %= len(whole)
    for some in (data, whole[:at] + data + whole[at + len(data) :], whole[:at]):
        check_listed(some, ending, tmp_path_factory.mktemp("any"))
