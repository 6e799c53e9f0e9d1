"""Feeds of every format, whole and broken, to items; nothing in them is guessed, no bytes make them fail."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman.ingest import feed_list
from dragoman.ingest.feed import FeedItem, article, is_whole, plain_address, read
from dragoman.ingest.source import IngestError
from dragoman.ingest.url import Page
from tests.ingest.feed_site import PROSE, item, rss

HERE = "http://news.example/dir/feed.xml"
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Bulletin</title>
<entry><title type="html">&lt;b&gt;Talks&lt;/b&gt;</title><id>tag:1</id><link rel="self" href="self"/>
<link rel="enclosure" href="a.mp3"/><link rel="alternate" href="a"/>
<published>2021-05-04T23:30:00-09:00</published><updated>2022-01-01T00:00:00Z</updated>
<author><name>Ann Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi</p></div></content></entry>
<entry><id>tag:2</id><link href="b"/><updated>2022-01-01T00:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://x/"><title>Wire</title></channel>
<item rdf:about="http://x/1"><title>One</title><link>http://x/1</link><dc:date>2021-05-04</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Desk",
    "items": [
        {"id": 7, "url": "/7", "title": "Seven", "date_published": "2021-05-04T01:00:00+09:00"},
        {"id": "8", "content_html": "<p>Eight</p>", "authors": [{"name": "Ann Lee"}, "x"]},
        "no item",
    ],
}


def test_rss() -> None:
    found = read(
        rss(
            item("/a", "Talks &amp; more", "g1", "Tue, 04 May 2021 23:30:00 -0500"),
            "<item><guid>http://x/perma</guid></item>",
            "<item/>",
            head="<ttl>5</ttl>",
        ),
        HERE,
    )
    assert found.title == "The Courier" and found.every == 300
    first, second = found.items
    assert first == FeedItem("g1", "http://news.example/a", "Talks &amp; more", date(2021, 5, 4))
    assert second.address == "http://x/perma"


def test_atom() -> None:
    found = read(ATOM, HERE)
    first, second = found.items
    assert (first.address, first.title, first.authors) == ("http://news.example/dir/a", "Talks", ("Ann Lee",))
    assert first.published == date(2021, 5, 4) and first.content == "<p>Hi</p>"
    assert second.published is None  # when it was changed is not when it was published


def test_rdf() -> None:
    (only,) = read(RDF, HERE).items
    assert only == FeedItem("http://x/1", "http://x/1", "One", date(2021, 5, 4))


def test_json() -> None:
    found = read(json.dumps(JSON).encode(), HERE)
    first, second = found.items
    assert first == FeedItem("7", "http://news.example/7", "Seven", date(2021, 5, 4))
    assert second == FeedItem("8", None, None, None, ("Ann Lee",), "<p>Eight</p>")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tue, 04 May 2021 23:30:00 GMT", date(2021, 5, 4)),
        ("2021-05-04T23:30:00-12:00", date(2021, 5, 4)),
        ("4 May 2021", date(2021, 5, 4)),
        ("03/04/2024", None),  # March or April
        ("2023-02-29", None),  # no such day
        ("May 2021", None),
        ("yesterday", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),  # what a machine says that knows none
        ("", None),
    ],
)
def test_a_date_counts_as_it_is_written(said: str, day: date | None) -> None:
    assert read(rss(item("/a", day=said)), HERE).items[0].published == day


@pytest.mark.parametrize(
    ("head", "every"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl>x</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 86400),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
        ("", None),
    ],
)
def test_how_often_a_feed_asks_to_be_asked(head: str, every: float | None) -> None:
    assert read(rss(item("/a"), head=head), HERE).every == every


def test_what_is_broken_gives_what_can_be_read() -> None:
    broken = b"<rss version='2.0'><channel><title>A & B &eacute;&nbsp;</title><item><title>x & y</title><link>http://x/?a=1&b=2</link>"
    found = read(broken, HERE)
    assert found.title == "A & B é"
    assert [(one.title, one.address) for one in found.items] == [("x & y", "http://x/?a=1&b=2")]


def test_encodings() -> None:
    code = (
        '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>Café</title></channel></rss>'
    )
    assert read(code.format("windows-1252").encode("cp1252"), HERE).title == "Café"
    assert read(code.format("utf-8").encode(), HERE, "utf-8").title == "Café"
    assert read(code.format("utf-16").encode("utf-16"), HERE).title == "Café"


def test_an_id_is_an_address_only_where_it_looks_like_one() -> None:
    found = read(
        rss("<item><guid>item-7</guid><title>A</title></item><item><guid>http://x/8</guid></item>"), HERE
    )
    assert [(one.guid, one.address) for one in found.items] == [
        ("item-7", None),
        ("http://x/8", "http://x/8"),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/a", "mailto:a@b", ""])
def test_other_links_are_none(link: str) -> None:
    (only,) = read(rss(item(link, guid="g")), HERE).items
    assert only.address is None


def test_the_same_item_twice_is_one() -> None:
    found = read(rss(item("/a", "One", "g"), item("/b", "Two", "g"), item("/c", "Three", "h")), HERE)
    assert [one.title for one in found.items] == ["One", "Three"]


@pytest.mark.parametrize(
    "data", [b"", b"words", b"\x00\xff", b"<a/>", b"{}", b"[1]", b"%PDF-1.4", b"{" * 100_000]
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(IngestError):
        read(data, HERE)


def test_a_page_that_names_its_feed() -> None:
    data = b"<html><head><link rel=alternate type='application/rss+xml' href='/rss'></head><body>x"
    with pytest.raises(IngestError, match=r"names this feed: http://news\.example/rss"):
        read(data, HERE)


# ---- what is meant to harm ------------------------------------------------------------------------


def test_no_file_and_no_address_is_read_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret word")
    for where in (secret.as_uri(), "http://127.0.0.1:9/x"):
        entities = f'<!ENTITY x SYSTEM "{where}"><!ENTITY % p SYSTEM "{where}"> %p;'
        data = (
            f'<?xml version="1.0"?><!DOCTYPE r [{entities}]>'
            "<rss version='2.0'><channel><title>T &x;</title><item><title>&x;</title><link>/a</link></item>"
            "</channel></rss>"
        )
        assert "secret" not in repr(read(data.encode(), HERE))


def test_entities_that_multiply_cost_nothing() -> None:
    lines = [b'<!ENTITY a0 "' + b"a" * 50_000 + b'">']
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    data = b'<?xml version="1.0"?><!DOCTYPE l [' + b"".join(lines) + b"]><rss version='2.0'><channel>"
    data += b"<title>&a9;</title><item><title>&a9;</title><link>/a</link></item></channel></rss>"
    before = time.monotonic()
    assert len(repr(read(data, HERE))) < 5_000
    assert time.monotonic() - before < 60


@pytest.mark.parametrize("piece", [b"<a>", b"<item>", b"<item><title>x & y</title>", b"<!--", b"<![CDATA["])
def test_a_feed_of_tags_alone_takes_no_minute(piece: bytes) -> None:
    before = time.monotonic()
    with suppress(IngestError):
        read(b"<rss version='2.0'><channel>" + piece * (40_000 // piece.count(b"<")), HERE)
    assert time.monotonic() - before < 60


def test_too_large_a_feed_is_refused() -> None:
    with pytest.raises(IngestError, match="too much"):
        read(b"<rss>" + b" " * 5_000_000, HERE)
    with pytest.raises(IngestError, match="too much"):
        read(b"<rss>" + b"<a/>" * 200_000, HERE)


WHOLE = (rss(item("/a", "T", "g", "4 May 2021")), ATOM, RDF, json.dumps(JSON).encode())
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<item>",
        b"<!DOCTYPE",
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"{",
        b"[",
        b":",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    whole=st.sampled_from(WHOLE),
    cuts=st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 40), PIECES | st.binary(max_size=8)), max_size=6
    ),
)
@example(whole=WHOLE[0], cuts=[(0, 40, b"\xff\xfe")])
def test_no_bytes_make_it_fail(whole: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for start, length, piece in cuts:
        whole = whole[:start] + piece + whole[start + length :]
    try:
        found = read(whole, HERE)
    except IngestError:
        return
    for one in found.items:
        assert one.guid and (one.address is None or one.address.startswith(("http", "HTTP")))
        is_whole(one)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "url", "title", "items", "authors", "author", "name", "content_html", "date_published"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(entries=JSONS)
def test_no_json_makes_it_fail(entries: object) -> None:
    data = {"version": "https://jsonfeed.org/version/1", "items": entries}
    for one in read(json.dumps(data).encode(), HERE).items:
        assert one.guid


# ---- an item's article ----------------------------------------------------------------------------

LONG = f"<p>{PROSE.format(actor='Kenya', recipient='Uganda') * 9}</p>"


def test_a_text_is_whole_when_it_is_long_and_not_broken_off() -> None:
    assert is_whole(FeedItem("g", None, content=LONG))
    assert not is_whole(FeedItem("g", None, content="<p>Short.</p>"))
    assert not is_whole(FeedItem("g", None))
    for end in ("…", "[...]", "<a href='x'>Continue reading</a>", "<p>Read more on The Courier</p>"):
        assert not is_whole(FeedItem("g", None, content=LONG + end))


def test_a_page_states_itself_and_the_feed_the_rest() -> None:
    one = FeedItem("g", "http://x/a", "Talks", date(2021, 5, 4), ("Ann Lee",))
    data = f"<html><body><article><h1>Talks held</h1>{LONG}</article></body></html>".encode()
    found = article(one, Page(data, ".html", None, "http://x/b"), "The Courier", "x")
    assert (found.title, found.published, found.outlet) == ("Talks held", date(2021, 5, 4), "The Courier")
    assert (found.authors, found.url) == (("Ann Lee",), "http://x/b")
    dated = data.replace(b"<body>", b"<meta property='article:published_time' content='2020-01-01'><body>")
    assert article(one, Page(dated, ".html", None, "u"), None, "x").published == date(2020, 1, 1)


def test_a_feeds_own_text_is_an_article() -> None:
    one = FeedItem("g", "http://x/a", "Talks held", content=LONG)
    found = article(one, None, "The Courier", "x")
    assert found.text.startswith("Talks held\n\nThe foreign minister of Kenya") and found.url == "http://x/a"
    assert found.published is None
    plain = article(FeedItem("g", None, "Talks held", content=PROSE), None, None, "x")
    assert plain.title == "Talks held" and plain.outlet is None


def test_an_item_without_anything_is_told() -> None:
    with pytest.raises(IngestError, match="neither an address nor a text"):
        article(FeedItem("g", None, "Talks"), None, None, "x")


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("http://x/a#top", "http://x/a"),
        ("http://x/a?utm_source=rss&utm_medium=m", "http://x/a"),
        ("http://x/a?b=1&utm_source=rss", "http://x/a?b=1"),
        ("http://x/a?utm_source=rss&b=1", "http://x/a?b=1"),
        ("http://x/a?b=1", "http://x/a?b=1"),
        ("http://x/a?butm_x=1", "http://x/a?butm_x=1"),
    ],
)
def test_by_which_address_a_page_is_known(address: str, plain: str) -> None:
    assert plain_address(address) == plain


# ---- lists of feeds -------------------------------------------------------------------------------


def test_a_list_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("# mine\n\nhttp://x/a#b  # the first\nhttp://x/c\n  http://x/c\n")
    assert feed_list.addresses(path) == ["http://x/a#b", "http://x/c"]


def test_opml(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/hosts">]><opml><body>'
        '<outline text="News"><outline type="rss" xmlUrl="http://x/a"/></outline>'
        '<outline xmlUrl="http://x/b"/></body></opml>'
    )
    assert feed_list.addresses(path) == ["http://x/a", "http://x/b"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "<opml/>", "<", "<a & b"])
def test_a_list_of_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text(text)
    with pytest.raises(IngestError):
        feed_list.addresses(path)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="cannot be read"):
        feed_list.addresses(tmp_path / "none.txt")
