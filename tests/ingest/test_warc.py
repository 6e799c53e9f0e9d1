"""WARC files: pages as a crawl kept them, and what is cut off or damaged told by one item."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import IngestError, Item, find, load
from dragoman.records import Article
from tests.ingest.test_archive import BODY, check_any, outcome

PAGE = f"<html><body><article><h1>On a border of Peru</h1><p>{BODY}</p></article></body></html>".encode()


def record(kind: str, url: str, block: bytes, content: str = "application/http; msgtype=response") -> bytes:
    """One record of a WARC file, crawled on 2 March 2024."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-03-02T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{zlib.crc32(url.encode()):012d}>\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(
    body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    """An HTTP answer."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    """A body in HTTP's chunks."""
    pieces = [body[at : at + 40] for at in range(0, len(body), 40)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def page(number: int, answered: bytes = b"") -> bytes:
    """A record of a page."""
    return record("response", f"https://example.org/{number}", answered or answer(PAGE))


RECORDS = (
    record("warcinfo", "", b"software: by hand\r\n", "application/warc-fields"),
    page(1),
    record(
        "request", "https://example.org/1", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"
    ),
    page(2, answer(gzip.compress(PAGE), more="Content-Encoding: gzip\r\n")),
    page(3, answer(brotli.compress(PAGE), more="Content-Encoding: br\r\n")),
    page(4, answer(chunked(PAGE), more="Transfer-Encoding: chunked\r\n")),
    page(
        5,
        answer(chunked(gzip.compress(PAGE)), more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
    ),
    page(
        6, answer(PAGE, more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    ),  # unpacked already
    page(7, answer(PAGE, "404 Not Found")),
    page(8, answer(b"\x89PNG", kind="image/png")),
    page(9, answer(b"User-agent: *", kind="text/plain")),
    record("revisit", "https://example.org/1", answer(b"")),
    record("metadata", "https://example.org/1", b"fetchTimeMs: 7", "application/warc-fields"),
    page(10, b"no HTTP at all"),
    page(11, answer(PAGE.replace(b"Peru", "Perú".encode("latin-1")), kind="text/html; charset=iso-8859-1")),
)
READ = [f"https://example.org/{number}" for number in (1, 2, 3, 4, 5, 6, 11)]


def packed(records: Sequence[bytes] = RECORDS) -> bytes:
    """A WARC file of pieces, as crawls are packed."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


FILES = {
    "plain": b"".join(RECORDS),
    "in pieces": packed(),
    "as a whole": gzip.compress(b"".join(RECORDS)),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
@pytest.mark.parametrize("name", ["n.warc", "n.WARC.gz"])
def test_pages_are_read_and_other_records_passed_over(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    items = list(find(path))
    assert [item.source for item in items] == [f"{path}:{url}" for url in READ]
    articles = [load(item) for item in reversed(items)][::-1]
    assert [article.url for article in articles] == READ
    assert all(article.title == "On a border of Peru" for article in articles[:-1])
    assert articles[-1].title == "On a border of Perú"


def test_the_day_of_the_crawl_is_no_day_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "CC-NEWS-2024-03-02.warc"
    line = PAGE.replace(b"<p>", b"<p>LIMA, Peru, March 2 (Reuters) \xe2\x80\x94 ")
    dated = PAGE.replace(
        b"<body>", b'<head><meta property="article:published_time" content="2023-05-06"></head><body>'
    )
    path.write_bytes(page(1) + page(2, answer(line)) + page(3, answer(dated)))
    days = [load(item).published for item in find(path)]
    assert [str(day) for day in days] == ["None", "None", "2023-05-06"]


@pytest.mark.parametrize("kind", FILES)
def test_a_cut_file_gives_everything_before_the_cut_and_one_item_that_says_so(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "n.warc.gz"
    whole = [item.source for item in _listed(path, FILES[kind])]
    counts = []
    for cut in range(len(FILES[kind]) - 5, 30, -97):
        *before, last = _listed(path, FILES[kind][:cut])
        assert [item.source for item in before] == whole[: len(before)]
        assert all(isinstance(load(item), Article) for item in before)
        if last.problem is None:  # between two records nothing shows that there were more
            assert any(0 <= end - cut <= 4 * (kind == "plain") for end in _ends(kind))
            assert isinstance(load(last), Article)
        else:
            assert last.source == str(path)
        counts.append(len(before) + (last.problem is None))
    assert counts[0] >= 6 and counts[-1] == 0 and counts == sorted(counts, reverse=True)


def _ends(kind: str) -> list[int]:
    """Where the records of the file end, as far as it tells: packed as a whole it does not."""
    pieces = {"plain": RECORDS, "in pieces": [packed([one]) for one in RECORDS], "as a whole": []}[kind]
    return [sum(map(len, pieces[:number])) for number in range(len(pieces))]


def _listed(path: Path, data: bytes) -> list[Item]:
    path.write_bytes(data)
    return list(find(path))


def test_damage_within_a_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "n.warc.gz"
    pieces = [gzip.compress(one) for one in RECORDS]
    pieces[3] = pieces[3][:40] + b"\0\0\0\0" + pieces[3][44:]
    path.write_bytes(b"".join(pieces))
    one, problem = find(path)
    assert load(one).url == READ[0]
    assert problem.problem is not None and "after 3 whole records" in problem.problem.problem


@pytest.mark.parametrize(
    "data",
    [b"", b"no WARC", gzip.compress(b""), packed(RECORDS[:1])],
    ids=["empty", "no WARC", "nothing packed", "only its head"],
)
def test_a_file_without_a_page_is_one_item_that_fails(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "n.warc.gz"
    path.write_bytes(data)
    (only,) = map(outcome, find(path))
    assert isinstance(only, IngestError)


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path, coding: str) -> None:
    body = b"<html>" + b" " * 50_000_000
    path = tmp_path / "n.warc"
    small = gzip.compress(body) if coding == "gzip" else brotli.compress(body, quality=1)
    path.write_bytes(page(1, answer(small, more=f"Content-Encoding: {coding}\r\n")) + page(2))
    large, good = map(outcome, find(path))
    assert "more than the 10 MB read as one article" in str(large)
    assert isinstance(good, Article)


@given(packing=st.sampled_from(list(FILES)), data=st.binary(max_size=1500))
@settings(deadline=None, max_examples=150)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, packing: str, data: bytes) -> None:
    begins = b"WARC/1.0\r\n" + data
    for some in (data, begins, gzip.compress(begins)):
        check_any(some, ".warc.gz", tmp_path_factory.mktemp("any"))


@given(
    packing=st.sampled_from(list(FILES)),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), min_size=1, max_size=4),
    cut=st.integers(0, 400),
)
@settings(deadline=None, max_examples=80)
def test_any_change_of_a_sample(
    tmp_path_factory: pytest.TempPathFactory, packing: str, changes: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(FILES[packing])
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    check_any(bytes(data[: len(data) - cut]), ".warc.gz", tmp_path_factory.mktemp("any"))
