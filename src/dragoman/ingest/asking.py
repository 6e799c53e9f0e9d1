"""Feeds and their pages asked for as a guest should: with what is known of them, and where robots may go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from dragoman import __version__
from dragoman.ingest import feed, url
from dragoman.ingest.feed import Feed
from dragoman.ingest.robots import Robots
from dragoman.ingest.source import IngestError
from dragoman.ingest.url import Gate, Page, visit

HEADERS: Mapping[str, str] = {
    **url.HEADERS,
    "User-Agent": f"dragoman/{__version__} (reads news feeds for analysis)",
}
FEED_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
}
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")


class GoneError(IngestError):
    """A feed that its server says is gone for good (410)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows the answer that was had last: its ETag and Last-Modified, as it wrote them."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a feed's server answered: the feed, None where it is still the same; the validators of next time.

    ``every`` is how many seconds feed or server ask to be left between two requests, None for no word.
    """

    feed: Feed | None
    validators: Validators
    every: float | None = None


def ask(
    address: str,
    known: Validators | None = None,
    gate: Gate | None = None,
    robots: Robots | None = None,
) -> FeedAnswer:
    """The feed at an address, where it is another than the one that ``known`` stands for.

    Raises IngestError, GoneError for a feed that is gone and TemporaryError where another time may do.
    """
    known = known or Validators()
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    headers = {**FEED_HEADERS, **{name: value for name, value in asked.items() if value}}

    def take(response: httpx.Response, source: str, deadline: float) -> FeedAnswer:
        return _answer(response, source, deadline, known)

    return visit(address, gate, take, headers, robots.check if robots else None)


def page(address: str, gate: Gate | None = None, robots: Robots | None = None) -> Page:
    """The page of an item; raises as `dragoman.ingest.url.fetch`, and where robots may not go."""
    return visit(address, gate, url.take_page, HEADERS, robots.check if robots else None)


def _answer(response: httpx.Response, source: str, deadline: float, known: Validators) -> FeedAnswer:
    max_age = _max_age(response)
    if response.status_code == 304:
        return FeedAnswer(None, known, max_age)
    if response.status_code == 410:
        raise GoneError(source, "is gone for good (410)", "Take it off the list.")
    url.refuse_status(response, source, "Check the address of the feed.")
    data = url.body(response, source, deadline, feed.MAX_FEED, "Give another feed of this site.")
    found = feed.read(data, str(response.request.url), response.charset_encoding)
    said = Validators(_header(response, "etag"), _header(response, "last-modified"))
    return FeedAnswer(found, said, max(filter(None, (found.every, max_age)), default=None))


def _max_age(response: httpx.Response) -> float | None:
    """For how many seconds the server says its answer stays the same."""
    said = response.headers.get("cache-control", "").lower()
    if "no-cache" in said or "no-store" in said:
        return None
    found = MAX_AGE.search(said)
    return float(found[1]) if found else None


def _header(response: httpx.Response, name: str) -> str | None:
    """A header to be sent back as it came, where it can be: bytes that are no ASCII could not."""
    value = response.headers.get(name, "").strip()
    return value if value and len(value) <= 1000 and value.isascii() else None
