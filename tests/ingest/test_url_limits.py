"""What a server may do to whoever asks: stall, pour, pack gigabytes into little; say when to come again."""

from __future__ import annotations

import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import httpx
import pytest

from dragoman.ingest import IngestError, url
from dragoman.ingest.url import TemporaryError, fetch, retry_after
from tests.ingest.feed_site import OPEN, PROSE, Reply, Site, raw, running


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as made:
        yield made


def _pour(handler: BaseHTTPRequestHandler) -> None:
    """Ten gigabytes, as far as anybody takes them."""
    piece = b"x" * 1_000_000
    for _ in range(10_000):
        handler.wfile.write(piece)


def _packed() -> bytes:
    """A gigabyte in a megabyte."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(10_000_000)) for _ in range(100)) + packer.flush()


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        (b"", b"H"),  # never gets to the end of its first line
        (b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n"),  # … of its headers
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n", b"x"),  # … of its body
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),  # … which may be of any length
    ],
)
def test_one_that_drips_is_cut_off_in_time(
    first: bytes, drip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(url, "TOTAL_SECONDS", 0.5)
    with raw(first, drip, 0.05) as port:
        before = time.monotonic()
        with pytest.raises(TemporaryError, match="took more than"):
            fetch(f"http://news.example:{port}/a", OPEN)
        assert time.monotonic() - before < 20


def test_one_that_never_ends_is_left_after_ten_megabytes(site: Site) -> None:
    site.answers["/a"] = Reply(pour=_pour)
    tracemalloc.start()
    with pytest.raises(IngestError, match="larger than 10 MB"):
        fetch(site.url("/a"), OPEN)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_what_is_packed_is_unpacked_no_further_than_the_limit(site: Site) -> None:
    site.answers["/a"] = Reply(_packed(), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    with pytest.raises(IngestError, match="larger than 10 MB"):
        fetch(site.url("/a"), OPEN)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("wbits", [zlib.MAX_WBITS | 16, zlib.MAX_WBITS])
def test_what_is_packed_well_is_read(site: Site, wbits: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    packed = packer.compress(PROSE.encode()) + packer.flush()
    site.answers["/a"] = Reply(packed, headers={"Content-Encoding": "gzip" if wbits > 15 else "deflate"})
    assert fetch(site.url("/a"), OPEN).data == PROSE.encode()


@pytest.mark.parametrize("packed", ["br", "gzip, gzip", "zstd", "gzip"])
def test_what_is_packed_otherwise_or_not_at_all_is_refused(site: Site, packed: str) -> None:
    site.answers["/a"] = Reply(b"no such thing", headers={"Content-Encoding": packed})
    with pytest.raises(IngestError, match="is packed"):
        fetch(site.url("/a"), OPEN)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_may_answer_later(site: Site, status: int) -> None:
    site.answers["/a"] = Reply(status=status, headers={"Retry-After": "120"})
    with pytest.raises(TemporaryError) as caught:
        fetch(site.url("/a"), OPEN)
    assert caught.value.after == 120


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_others_will_not(site: Site, status: int) -> None:
    site.answers["/a"] = Reply(status=status)
    with pytest.raises(IngestError) as caught:
        fetch(site.url("/a"), OPEN)
    assert not isinstance(caught.value, TemporaryError)


def test_nobody_there_is_temporary() -> None:
    with pytest.raises(TemporaryError):
        fetch("http://news.example:9/a", OPEN)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("", None), ("soon", None), ("-3", None), ("9" * 40, 999_999_999), ("٣", None), ("1.5", None)],
)
def test_when_to_come_again(said: str, seconds: float | None) -> None:
    headers = {b"retry-after": said.encode()}
    assert retry_after(httpx.Response(503, headers=headers)) == seconds


def test_when_to_come_again_as_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    found = retry_after(httpx.Response(503, headers={"retry-after": later}))
    assert found is not None and 80 < found <= 90
    assert retry_after(httpx.Response(503, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})) == 0
