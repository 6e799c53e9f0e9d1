"""Feeds watched against a news site on this machine: what is asked, when, what is read, and what is kept."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dragoman.ingest import url
from dragoman.pipeline import Pipeline
from dragoman.records import Coding
from dragoman.serve import watching
from dragoman.serve.hosts import Hosts
from dragoman.serve.watching import Watch
from dragoman.store import Store
from tests.ingest.feed_site import OPEN, PROSE, Reply, Request, Site, feed, item, page, running

PERU = PROSE.format(actor="Peru", recipient="Chile")
WHOLE = f"<content:encoded><![CDATA[<p>{PERU * 9}</p>]]></content:encoded>"


class Heard:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.articles: list[Coding] = []
        self.problems: list[tuple[str, str, str]] = []

    def article(self, coding: Coding, warnings: Sequence[str]) -> None:
        self.articles.append(coding)

    def problem(self, what: str, problem: str, remedy: str) -> None:
        self.problems.append((what, problem, remedy))

    @property
    def titles(self) -> list[str | None]:
        return [one.article.title for one in self.articles]


class Round:
    """Makes rounds over feeds of the site, all into one store."""

    def __init__(self, db: Path, pipeline: Pipeline) -> None:
        self.db, self.pipeline, self.heard = db, pipeline, Heard()

    def watch(self, *feeds: str, **options: Any) -> Watch:
        """A watch that begins with what the store holds."""
        chosen: dict[str, Any] = {"gate": OPEN, "spacing": 0.0, **options}
        return Watch(self.db, feeds, self.pipeline, self.heard, **chosen)

    def __call__(self, *feeds: str, **options: Any) -> int:
        return self.watch(*feeds, **options).run(once=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the store answers."""
        with Store(self.db) as store:
            return store.connection.execute(sql).fetchall()

    def make_due(self) -> None:
        """As if time had passed."""
        self.rows("UPDATE feeds SET due = TIMESTAMP '2020-01-01'")
        self.rows("UPDATE feed_items SET due = TIMESTAMP '2020-01-01' WHERE due IS NOT NULL")


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as made:
        made.answers |= {
            "/feed": feed(item("/a", guid="a"), item("/b", guid="b", day="Tue, 04 May 2021 23:30:00 -0500")),
            "/a": page("Kenya and Uganda talk"),
            "/b": page("Peru and Chile talk", "Peru", "Chile", None),
        }
        yield made


@pytest.fixture
def once(tmp_path: Path, pipeline: Pipeline) -> Round:
    return Round(tmp_path / "watched.duckdb", pipeline)


@contextmanager
def going(watch: Watch) -> Iterator[None]:
    """A watch that runs meanwhile."""
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join(60)
        assert not thread.is_alive()


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


# ---- what is read ---------------------------------------------------------------------------------


def test_what_a_feed_lists_is_read_the_oldest_first(site: Site, once: Round) -> None:
    assert once(site.url("/feed")) == 0
    assert once.heard.titles == ["Peru and Chile talk", "Kenya and Uganda talk"]
    peru, kenya = (one.article for one in once.heard.articles)
    assert (peru.published, peru.outlet) == (date(2021, 5, 4), "The Courier")  # as the feed states them
    assert (kenya.published, kenya.url) == (date(2024, 3, 3), site.url("/a"))  # as the page does
    assert [one.path for one in site.requests] == ["/robots.txt", "/feed", "/b", "/a"]
    assert once.rows("SELECT count(*) FROM dyad_events WHERE actor = 'KEN' AND recipient = 'UGA'") != [(0,)]
    assert once.rows("SELECT count(*) FROM pending") == [(0,)]
    items = once.rows("SELECT guid, tries, due, document, problem FROM feed_items ORDER BY guid")
    assert items == [("a", 1, None, kenya.id, None), ("b", 1, None, peru.id, None)]


def test_what_was_read_is_not_fetched_again(site: Site, once: Round) -> None:
    once(site.url("/feed"))
    once.make_due()
    site.answers["/feed"] = feed(
        item("/elsewhere", guid="a"),  # a known id
        item("/b?utm_source=rss", guid="new"),  # a known page
        item("/c", guid="c"),
        item("/c#comments", guid="d"),  # the same page twice
    )
    site.answers["/c"] = page("Chad and Togo talk", "Chad", "Togo")
    once(site.url("/feed"))
    assert once.heard.titles[2:] == ["Chad and Togo talk"]
    assert [len(site.asked(path)) for path in ("/a", "/b", "/elsewhere", "/b?utm_source=rss")] == [1, 1, 0, 0]


def test_an_article_that_two_feeds_list_is_fetched_once(site: Site, once: Round) -> None:
    site.answers["/other"] = feed(item("/a", guid="z"))
    once(site.url("/feed"), site.url("/other"))
    assert len(site.asked("/a")) == 1


def test_a_text_that_the_feed_brings_whole_is_not_fetched(site: Site, once: Round) -> None:
    site.answers["/feed"] = feed(f"<item><title>Peru praises</title><link>/a</link>{WHOLE}</item>")
    assert once(site.url("/feed")) == 0
    assert once.heard.titles == ["Peru praises"] and site.asked("/a") == []
    assert once.heard.articles[0].article.url == site.url("/a")


def test_an_item_without_a_page_is_read_from_the_feed(site: Site, once: Round) -> None:
    site.answers["/feed"] = feed(
        f"<item><title>Peru praises</title><guid>x1</guid><description>{PERU}</description></item>",
        "<item><title>Nothing more</title><guid>x2</guid></item>",
    )
    assert once(site.url("/feed")) == 1
    assert once.heard.titles == ["Peru praises"]
    assert "neither an address nor a text" in once.heard.problems[0][1]


def test_a_page_that_cannot_be_read_is_told_once_and_costs_no_other(site: Site, once: Round) -> None:
    site.answers["/b"] = Reply(b"%PDF", kind="application/pdf")
    assert once(site.url("/feed")) == 1
    assert once.heard.titles == ["Kenya and Uganda talk"]
    ((what, problem, _),) = once.heard.problems
    assert what == site.url("/b") and "application/pdf" in problem
    assert once.rows("SELECT source, given FROM failures") == [(site.url("/b"), site.url("/b"))]
    once.make_due()
    assert once(site.url("/feed")) == 0 and len(site.asked("/b")) == 1


def test_a_page_that_another_time_may_be_there_is_tried_again(site: Site, once: Round) -> None:
    site.answers["/b"] = Reply(status=503)
    for tries in range(1, watching.TRIES):
        once(site.url("/feed"))
        assert once.rows("SELECT tries FROM feed_items WHERE guid = 'b' AND due > seen") == [(tries,)]
        assert once.rows("SELECT count(*) FROM failures") == [(0,)]
        once.make_due()
    site.answers["/b"] = page("Peru and Chile talk", "Peru", "Chile", None)
    once(site.url("/feed"))
    assert once.heard.titles == ["Kenya and Uganda talk", "Peru and Chile talk"]
    assert once.heard.articles[1].article.published == date(2021, 5, 4)  # the feed's date was kept


def test_a_page_that_is_never_there_is_given_up(site: Site, once: Round) -> None:
    site.answers["/b"] = Reply(status=503)
    for _ in range(watching.TRIES + 2):
        once(site.url("/feed"))
        once.make_due()
    assert len(site.asked("/b")) == watching.TRIES
    assert once.rows("SELECT due, problem FROM feed_items WHERE guid = 'b'") == [
        (None, "answers 503 Service Unavailable")
    ]
    assert once.rows("SELECT count(*) FROM failures") == [(1,)]


# ---- how feeds are asked --------------------------------------------------------------------------


def test_a_feed_that_is_the_same_costs_nothing(site: Site, once: Round) -> None:
    whole = site.answers["/feed"]
    assert isinstance(whole, Reply)

    def answer(request: Request) -> Reply:
        same = request.headers.get("if-none-match") == '"v1"'
        return Reply(b"" if same else whole.body, 304 if same else 200, whole.kind, {"ETag": '"v1"'})

    site.answers["/feed"] = answer
    once(site.url("/feed"))
    before = len(site.requests)
    once.make_due()
    assert once(site.url("/feed")) == 0
    after = site.requests[before:]
    assert [one.path for one in after] == ["/robots.txt", "/feed"]
    assert after[1].headers["if-none-match"] == '"v1"'
    assert len(once.heard.articles) == 2


def test_a_feed_is_not_asked_before_it_is_due(site: Site, once: Round) -> None:
    once(site.url("/feed"), every=600.0)
    assert once(site.url("/feed"), every=600.0) == 0
    assert len(site.asked("/feed")) == 1
    ((wait,),) = once.rows("SELECT epoch(due - asked) FROM feeds")
    assert wait == 600


@pytest.mark.parametrize(
    ("head", "said", "wait"),
    [
        ("<ttl>30</ttl>", "", 1800),
        ("<ttl>1</ttl>", "", 600),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", "", watching.LONGEST_WISH),
        ("", "max-age=900", 900),
    ],
)
def test_a_feed_that_asks_for_longer_is_left_alone_for_an_hour_at_most(
    site: Site, once: Round, head: str, said: str, wait: float
) -> None:
    site.answers["/feed"] = Reply(feed(head=head).body, headers={"Cache-Control": said} if said else {})
    once(site.url("/feed"), every=600.0)
    assert once.rows("SELECT epoch(due - asked) FROM feeds") == [(wait,)]


def test_a_feed_that_fails_is_asked_less_and_less(site: Site, once: Round) -> None:
    site.answers["/feed"] = Reply(status=500)
    waits = []
    for failures in range(1, 9):
        assert once(site.url("/feed"), every=3600.0) == 1
        ((wait, counted, problem),) = once.rows("SELECT epoch(due - asked), failures, problem FROM feeds")
        assert counted == failures and "500" in problem
        waits.append(wait)
        once.make_due()
    ceilings = [min(3600 * 2**n, watching.CEILING) for n in range(8)]
    assert all(most / 2 <= wait <= most + 1 for wait, most in zip(waits, ceilings, strict=True))
    assert len(set(waits)) == len(waits)  # no two wait equally long
    site.answers["/feed"] = feed()
    assert once(site.url("/feed"), every=3600.0) == 0
    assert once.rows("SELECT failures, problem, epoch(due - asked) FROM feeds") == [(0, None, 3600)]


def test_a_server_that_asks_to_be_left_alone_is(site: Site, once: Round) -> None:
    site.answers["/feed"] = Reply(status=429, headers={"Retry-After": "7200"})
    site.answers["/other"] = feed(item("/a"))
    assert once(site.url("/feed"), site.url("/other")) == 1
    rows = once.rows("SELECT epoch(due - asked) FROM feeds WHERE failures > 0")
    assert rows[0][0] == pytest.approx(7200, abs=5)
    assert site.asked("/other") == site.asked("/a") == []  # nor is anything else of this host asked for


def test_a_feed_that_is_gone_is_asked_once_a_day(site: Site, once: Round) -> None:
    site.answers["/feed"] = Reply(status=410)
    assert once(site.url("/feed")) == 1
    assert "off the list" in once.heard.problems[0][2]
    ((wait,),) = once.rows("SELECT epoch(due - asked) FROM feeds")
    assert wait == pytest.approx(watching.CEILING, abs=5)


def test_a_feed_that_vanishes_and_comes_back(site: Site, once: Round) -> None:
    once(site.url("/feed"))
    whole = site.answers.pop("/feed")
    once.make_due()
    assert once(site.url("/feed")) == 1
    assert once.rows("SELECT title, failures, problem FROM feeds") == [
        ("The Courier", 1, "answers 404 Not Found")
    ]
    site.answers["/feed"] = whole
    once.make_due()
    assert once(site.url("/feed")) == 0 and len(once.heard.articles) == 2


def test_two_feeds_of_one_host_are_spaced_and_two_hosts_are_not(site: Site, once: Round) -> None:
    site.answers |= {"/one": feed(), "/two": feed(), "/three": feed()}
    once(site.url("/one"), site.url("/two"), site.url("/three", "other.example"), spacing=1.0)
    one, two, three = (site.asked(path)[0].when for path in ("/one", "/two", "/three"))
    assert abs(two - one) >= 1.0
    assert three < max(one, two)


def test_a_host_is_left_in_peace_for_as_long_as_its_robots_txt_asks(site: Site, once: Round) -> None:
    site.answers |= {"/one": feed(), "/two": feed(), "/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 2")}
    once(site.url("/one"), site.url("/two"))
    one, two = (site.asked(path)[0].when for path in ("/one", "/two"))
    assert abs(two - one) >= 2.0


def test_what_robots_may_not_read_is_not_read(site: Site, once: Round) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /b")
    assert once(site.url("/feed")) == 1
    assert once.heard.titles == ["Kenya and Uganda talk"] and site.asked("/b") == []
    assert "robots.txt" in once.heard.problems[0][1]


def _stalling(over: threading.Event) -> Reply:
    def stall(handler: BaseHTTPRequestHandler) -> None:
        over.wait(120)

    return Reply(pour=stall)


def test_one_that_stalls_holds_nobody_up(site: Site, once: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "TOTAL_SECONDS", 60.0)
    over = threading.Event()
    site.answers["/slow"] = _stalling(over)
    with going(once.watch(site.url("/slow", "slow.example"), site.url("/feed"), every=600.0)):
        until(lambda: len(once.heard.articles) == 2)
        assert site.asked("/slow") and once.heard.problems == []
        over.set()
        until(lambda: once.heard.problems)


def test_one_that_stalls_for_good_is_told(site: Site, once: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "TOTAL_SECONDS", 1.0)
    over = threading.Event()
    site.answers["/slow"] = _stalling(over)
    assert once(site.url("/slow")) == 1
    over.set()
    assert "took more than 1 seconds" in once.heard.problems[0][1]


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 100, b"<rss", b"<html><body>No.</body></html>", b"x" * 5_000_001]
)
def test_what_is_no_feed_is_told_and_kept(site: Site, once: Round, body: bytes) -> None:
    site.answers["/feed"] = Reply(body)
    assert once(site.url("/feed")) in (0, 1)  # the beginning of a feed is an empty one
    assert once.rows("SELECT count(*) FROM feeds WHERE asked IS NOT NULL") == [(1,)]


def test_what_json_can_spell_and_nothing_can_store(site: Site, once: Round) -> None:
    text = PERU + "\ud800\x00"
    odd = {"id": "\udfff\x00", "title": "Peru\ud800 praises", "url": "/a\x00", "content_text": text}
    listed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "\udc00",
        "items": [odd, {"url": "/\ud800"}],
    }
    site.answers["/feed"] = Reply(json.dumps(listed).encode())
    assert once(site.url("/feed")) == 0
    assert once.heard.titles == ["Peru? praises"]


def test_an_address_that_cannot_be_one_is_told(once: Round) -> None:
    assert once("http://[", "http://x\x00y/feed") == 2


# ---- one after the other, and the store -----------------------------------------------------------


def test_what_was_listed_before_a_stop_is_read_after_it(site: Site, once: Round) -> None:
    held = threading.Event()

    def wait(request: Request) -> Reply:
        held.wait(30)
        return page("Peru and Chile talk", "Peru", "Chile", None)

    site.answers["/b"] = wait
    with going(once.watch(site.url("/feed"))):
        until(lambda: site.asked("/b"))
    held.set()
    assert once.heard.articles == []
    assert once.rows("SELECT count(*) FROM feed_items WHERE due IS NOT NULL") == [(2,)]
    site.answers["/feed"] = feed()  # meanwhile the items have left the feed
    assert once(site.url("/feed")) == 0
    assert sorted(map(str, once.heard.titles)) == ["Kenya and Uganda talk", "Peru and Chile talk"]
    assert once.heard.articles[0].article.outlet == "The Courier"


def test_a_feed_with_an_item_that_only_it_holds_is_asked_for_whole_after_a_stop(
    site: Site, once: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = feed(f"<item><title>Peru praises</title><guid>x1</guid><description>{PERU}</description></item>")
    site.answers["/feed"] = Reply(whole.body, headers={"ETag": '"v1"'})
    with monkeypatch.context() as broken:
        broken.setattr(watching, "bring_up_to_date", FullDisk())
        with going(once.watch(site.url("/feed"))):
            until(lambda: once.heard.problems)
    assert "cannot be written" in once.heard.problems[0][1]
    assert once.rows("SELECT etag FROM feeds") == [(None,)]
    once.make_due()
    assert once(site.url("/feed")) == 0
    assert once.heard.titles == ["Peru praises"]
    assert once.rows("SELECT etag FROM feeds") == [('"v1"',)]


class FullDisk:
    """Room for the beginning, then none."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *_: object) -> None:
        self.calls += 1
        if self.calls > 1:
            raise duckdb.IOException("no room")


def test_what_cannot_be_stored_is_stored_later(
    site: Site, once: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PATIENCE", 0.0)
    monkeypatch.setattr(watching, "STORE_WAIT", 0.2)
    watch = once.watch(site.url("/feed"), every=600.0)
    answer = site.answers["/a"]

    def hold(request: Request) -> Reply:
        con.append(duckdb.connect(str(once.db)))  # as if somebody had written into it by hand
        assert isinstance(answer, Reply)
        return answer

    con: list[duckdb.DuckDBPyConnection] = []
    site.answers["/a"] = hold
    # one process may open its own file twice: another configuration is refused as another process would be
    with going(watch):
        until(lambda: once.heard.problems)
        con[0].close()
        until(lambda: len(once.heard.articles) == 2)
    assert len(site.asked("/a")) == 1


def test_the_store_is_let_go_between_articles(site: Site, once: Round) -> None:
    with going(once.watch(site.url("/feed"), every=600.0)):
        until(lambda: len(once.heard.articles) == 2)
        until(lambda: once.rows("SELECT count(*) FROM documents") == [(2,)])


# ---- hosts ----------------------------------------------------------------------------------------


def test_hosts_are_known_by_their_names_alone() -> None:
    now = 0.0
    hosts = Hosts(2.0, lambda address: 5.0 if "slow" in address else 0.0, lambda: now)
    hosts.begin("http://a.example:80/x")
    assert hosts.wait("https://A.example/y") == float("inf") and hosts.busy == 1
    hosts.end("http://a.example:80/x")
    assert hosts.wait("http://a.example/y") == 2 and hosts.wait("http://b.example/") == 0
    hosts.end("http://slow.example/")
    assert hosts.wait("http://slow.example/") == 5
    hosts.leave("http://b.example/", 1e9)
    assert hosts.wait("http://b.example/") == 3600
    now = 2.5
    assert hosts.wait("http://a.example/y") == 0 and hosts.wait(None) == 0
    assert hosts.wait("http://[/") == 0
