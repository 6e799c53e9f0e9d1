"""Feeds asked as a guest should: with what is known of them, where robots may go, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dragoman.ingest import url
from dragoman.ingest.asking import GoneError, Validators, ask, page
from dragoman.ingest.robots import KEPT_SECONDS, UNREACHABLE_SECONDS, Robots
from dragoman.ingest.source import IngestError
from dragoman.ingest.url import TemporaryError
from tests.ingest.feed_site import OPEN, Reply, Request, Site, feed, item, raw, running
from tests.ingest.feed_site import page as article_page


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as made:
        made.answers["/feed"] = feed(item("/a"))
        yield made


# ---- conditional GET ------------------------------------------------------------------------------

ETAG, SINCE = 'W/"1-é"'.encode().decode("latin-1"), "Tue, 04 May 2021 10:00:00 GMT"


def _conditional(request: Request) -> Reply:
    same = request.headers.get("if-none-match") == '"v1"'
    headers = {"ETag": '"v1"', "Last-Modified": SINCE, "Cache-Control": "public, max-age=120"}
    whole = feed(item("/a"))
    return Reply(b"" if same else whole.body, 304 if same else 200, whole.kind, headers)


def test_a_feed_is_asked_for_with_what_is_known_of_it(site: Site) -> None:
    site.answers["/feed"] = _conditional
    first = ask(site.url("/feed"), gate=OPEN)
    assert first.feed is not None and first.validators == Validators('"v1"', SINCE) and first.every == 120
    second = ask(site.url("/feed"), first.validators, OPEN)
    assert second.feed is None and second.validators == first.validators
    asked, again = site.asked("/feed")
    assert "if-none-match" not in asked.headers and "if-modified-since" not in asked.headers
    assert again.headers["if-none-match"] == '"v1"' and again.headers["if-modified-since"] == SINCE


def test_who_asks_is_named(site: Site) -> None:
    ask(site.url("/feed"), gate=OPEN)
    assert site.requests[0].headers["user-agent"].startswith("dragoman/")
    assert "application/rss+xml" in site.requests[0].headers["accept"]


def test_validators_that_could_not_be_sent_are_not_kept(site: Site) -> None:
    site.answers["/feed"] = Reply(feed(item("/a")).body, headers={"ETag": ETAG, "Last-Modified": "x" * 2000})
    assert ask(site.url("/feed"), gate=OPEN).validators == Validators()


@pytest.mark.parametrize(
    ("head", "said", "every"),
    [
        ("<ttl>5</ttl>", "max-age=60", 300),
        ("<ttl>1</ttl>", "private,max-age=600", 600),
        ("", "no-cache, max-age=600", None),
        ("", "max-age=x", None),
        ("", "s-maxage=600", None),
    ],
)
def test_how_long_feed_and_server_ask_to_be_left_alone(
    site: Site, head: str, said: str, every: float | None
) -> None:
    site.answers["/feed"] = Reply(feed(item("/a"), head=head).body, headers={"Cache-Control": said})
    assert ask(site.url("/feed"), gate=OPEN).every == every


def test_links_are_those_of_the_address_that_answered(site: Site) -> None:
    site.answers["/old"] = Reply(status=301, headers={"Location": "/new/feed"})
    site.answers["/new/feed"] = feed(item("a"))
    found = ask(site.url("/old"), gate=OPEN).feed
    assert found is not None and found.items[0].address == site.url("/new/a")


def test_a_feed_that_is_gone(site: Site) -> None:
    site.answers["/feed"] = Reply(status=410)
    with pytest.raises(GoneError):
        ask(site.url("/feed"), gate=OPEN)


def test_a_page_in_place_of_a_feed(site: Site) -> None:
    site.answers["/feed"] = article_page("Talks")
    with pytest.raises(IngestError, match="is no feed"):
        ask(site.url("/feed"), gate=OPEN)


@pytest.mark.parametrize(
    "where", ["http://10.0.0.1/feed", "http://169.254.169.254/", "file:///etc/passwd", "http://u:p@x/"]
)
def test_no_redirect_leads_inside(site: Site, where: str) -> None:
    site.answers["/feed"] = Reply(status=302, headers={"Location": where})
    with pytest.raises(IngestError):
        ask(site.url("/feed"), gate=OPEN)


# ---- robots.txt -----------------------------------------------------------------------------------

RULES = b"User-agent: other\nDisallow: /\nUser-agent: dragoman\nDisallow: /private/*.html$\nCrawl-delay: 7"


def test_what_a_site_asks_to_leave_alone_is_not_asked_for(site: Site) -> None:
    site.answers |= {"/robots.txt": Reply(RULES), "/private/a.html": article_page("Talks")}
    robots = Robots(OPEN)
    with pytest.raises(IngestError, match=r"robots\.txt"):
        page(site.url("/private/a.html"), OPEN, robots)
    assert site.asked("/private/a.html") == []
    assert ask(site.url("/feed"), None, OPEN, robots).feed is not None
    assert robots.delay(site.url("/feed")) == 7
    assert len(site.asked("/robots.txt")) == 1


def test_where_a_redirect_leads_is_asked_too(site: Site) -> None:
    site.answers |= {"/robots.txt": Reply(RULES), "/private/a.html": article_page("Talks")}
    site.answers["/a"] = Reply(status=302, headers={"Location": "/private/a.html"})
    with pytest.raises(IngestError, match=r"robots\.txt"):
        page(site.url("/a"), OPEN, Robots(OPEN))
    assert site.asked("/private/a.html") == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_one_may_be_read(site: Site, status: int) -> None:
    site.answers["/robots.txt"] = Reply(status=status)
    Robots(OPEN).check(site.url("/feed"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_left_alone_for_a_while(site: Site, status: int) -> None:
    now = 0.0
    site.answers["/robots.txt"] = Reply(status=status)
    robots = Robots(OPEN, clock=lambda: now)
    for _ in range(2):
        with pytest.raises(TemporaryError, match=r"robots\.txt"):
            robots.check(site.url("/feed"))
    assert len(site.asked("/robots.txt")) == 1
    now, site.answers["/robots.txt"] = UNREACHABLE_SECONDS + 1, Reply(b"")
    robots.check(site.url("/feed"))


def test_one_that_stalls_is_one_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "TOTAL_SECONDS", 0.3)
    with raw(b"", b"H", 0.05) as port, pytest.raises(TemporaryError, match="took more than"):
        Robots(OPEN).check(f"http://news.example:{port}/feed")


def test_it_is_believed_for_a_day(site: Site) -> None:
    now = 0.0
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /")
    robots = Robots(OPEN, clock=lambda: now)
    with pytest.raises(IngestError):
        robots.check(site.url("/feed"))
    now, site.answers["/robots.txt"] = KEPT_SECONDS + 1, Reply(b"")
    robots.check(site.url("/feed"))


def test_a_redirect_of_it_is_followed_and_its_first_half_megabyte_read(site: Site) -> None:
    site.answers["/robots.txt"] = Reply(status=301, headers={"Location": "/r"})
    site.answers["/r"] = Reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n" + b"# \xff\n" * 200_000)
    with pytest.raises(IngestError):
        Robots(OPEN).check(site.url("/a"))
    Robots(OPEN).check(site.url("/b"))


@pytest.mark.parametrize("rules", [b"\x00\xff", b"Disallow", b"User-agent: *\nCrawl-delay: x\n", b"<html>"])
def test_whatever_it_holds_can_be_read(site: Site, rules: bytes) -> None:
    site.answers["/robots.txt"] = Reply(rules)
    robots = Robots(OPEN)
    robots.check(site.url("/feed"))
    assert robots.delay(site.url("/feed")) == 0


def test_a_delay_has_a_limit(site: Site) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 86400")
    robots = Robots(OPEN)
    assert robots.delay(site.url("/feed")) == 0
    robots.check(site.url("/feed"))
    assert robots.delay(site.url("/feed")) == 60
