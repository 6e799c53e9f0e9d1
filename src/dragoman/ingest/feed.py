"""News feeds: RSS, RDF, Atom and JSON Feed as the items that they list, each as it states itself.

Nothing is guessed: a date counts as it is written (no zone moves it to another day, what has two readings has
none), and when an item was last changed is not when it was published.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser  # type: ignore[import-untyped]

from dragoman.ingest import dates, html, text
from dragoman.ingest.decode import clean, refuse_binary
from dragoman.ingest.source import IngestError, Stated, is_address
from dragoman.ingest.url import Page
from dragoman.records import Article

MAX_FEED = 5_000_000
"""The largest feed that is read, in bytes."""
MAX_TAGS = 200_000
"""A feed of more tags would keep the reader busy for a minute; long ones have a tenth of them."""
MAX_ITEMS = 1000
"""So many items of a feed are taken, the first ones."""
WHOLE = 1500
"""From so many characters on, the text that a feed brings is taken for the whole article."""
UNFINISHED = re.compile(
    r"(?:…|\.\.\.|read (?:more|on|the (?:full|rest))|continue reading|full (?:story|article))"
    r"[^\n]{0,60}\Z",
    re.IGNORECASE,
)
"""How a text ends of which the page has more."""
TAG = re.compile(r"<[^>]{0,500}>")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
TRACKING = re.compile(r"(?<=[?&])utm_[a-z]+=[^&#]*&?|[?&]\Z")
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
NOT_A_FEED = "Give the address of an RSS, Atom or JSON feed."
LINKED = re.compile(
    rb"<link\b[^>]{0,500}?type\s*=\s*[\"']?application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE
)
HREF = re.compile(rb"href\s*=\s*[\"']?([^\s\"'>]{1,500})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item as a feed lists it. ``guid`` names it within the feed, ``content`` is its text, HTML or not."""

    guid: str
    address: str | None
    title: str | None = None
    published: date | None = None
    authors: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds. ``every``: seconds that it asks to leave between two requests, None for no word."""

    title: str | None
    items: tuple[FeedItem, ...]
    every: float | None = None


def read(data: bytes, address: str, charset: str | None = None) -> Feed:
    """The feed in the bytes that came from ``address``; ``charset`` is the encoding that the server names.

    Broken feeds give what can be read of them. Raises IngestError where the bytes are none, or hold too much.
    """
    refuse_binary(data, address)
    if len(data) > MAX_FEED or data.count(b"<") > MAX_TAGS:
        raise IngestError(address, "holds too much for a feed", NOT_A_FEED)
    known = _json(data, address) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else None
    feed = known or _xml(data, address, charset)
    distinct = {one.guid: one for one in reversed(feed.items[:MAX_ITEMS])}
    return replace(feed, items=tuple(reversed(distinct.values())))


def plain_address(address: str) -> str:
    """An address by which a page is known again: without fragment and the marks of who linked to it."""
    bare = urldefrag(address).url
    return TRACKING.sub("", TRACKING.sub("", bare)) if "utm_" in bare else bare


def is_whole(item: FeedItem) -> bool:
    """Whether the feed brings the item's whole text: long enough, and not broken off."""
    shown = clean(TAG.sub(" ", item.content or "")).strip()
    return len(shown) >= WHOLE and UNFINISHED.search(shown) is None


def article(item: FeedItem, page: Page | None, outlet: str | None, source: str) -> Article:
    """The article of an item: its page, or without one the text that the feed brings.

    What page or text leave unknown is taken from the item: publication date, authors, address; and the feed's
    title as the outlet. Raises IngestError where no article is there.
    """
    stated = Stated(authors=item.authors, outlet=outlet, published=item.published, url=item.address)
    if page is not None:
        read_page = html.read if page.format == ".html" else text.read
        found = read_page(page.data, source, Stated(), page.charset)
        stated = replace(stated, url=page.url)
    else:
        found = _from_content(item, source)
    return replace(
        found,
        authors=found.authors or stated.authors,
        outlet=found.outlet or stated.outlet,
        published=found.published or stated.published,
        url=found.url or stated.url,
    )


def _from_content(item: FeedItem, source: str) -> Article:
    content = item.content or ""
    if not content.strip():
        raise IngestError(source, "has neither an address nor a text in its feed", "Look for it elsewhere.")
    stated = Stated(title=item.title)
    if TAG.search(content) is None:
        return text.read(content.encode(), source, stated)
    # Without a page around it trafilatura takes a text of few paragraphs for furniture.
    whole = f"<html><body><article>{content}</article></body></html>"
    return html.read(whole.encode(), source, stated, "utf-8")


# ---- XML ------------------------------------------------------------------------------------------


def _xml(data: bytes, address: str, charset: str | None) -> Feed:
    try:
        found = feedparser.parse(
            io.BytesIO(data),
            response_headers={
                "content-type": f"application/xml; charset={charset}" if charset else "application/xml"
            },
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # whatever bytes make it stumble are no feed
        raise IngestError(address, "is no feed that can be read", NOT_A_FEED) from error
    if not found.get("version"):
        raise IngestError(address, "is no feed", _instead(data, address))
    rss = str(found["version"]).startswith("rss")
    items = [_item(entry, address, rss) for entry in found.entries[:MAX_ITEMS]]
    return Feed(_line(found.feed.get("title")), tuple(filter(None, items)), _every(found.feed))


def _instead(data: bytes, address: str) -> str:
    """What to give in place of a page that is no feed: the feed that it names, where it names one."""
    link = LINKED.search(data[:200_000])
    href = HREF.search(link[0]) if link else None
    if href is None:
        return NOT_A_FEED
    return f"The page names this feed: {_joined(address, href[1].decode('utf-8', 'replace')) or address}"


def _item(entry: Mapping[str, Any], address: str, rss: bool) -> FeedItem | None:
    named, link = _line(entry.get("id")), _joined(address, entry.get("link"))
    if entry.get("link") == entry.get("id") and link != named:
        link = None  # feedparser takes every id for an address; "item-7" is none
    content = next((str(one.get("value") or "") for one in entry.get("content") or ()), "")
    content = content or str(entry.get("summary") or "")
    title = _line(TAG.sub(" ", str(entry.get("title") or "")))
    # dc:date, the date of an RSS item, is "updated" to feedparser; Atom's updated is when it was last changed
    said = entry.get("published") or (entry.get("updated") if rss else None)
    guid = named or link or _digest(title, content)
    if guid is None:
        return None
    names = (_line(one.get("name")) for one in entry.get("authors") or ())
    return FeedItem(guid, link, title, _day(said), tuple(name for name in names if name), content or None)


def _every(feed: Mapping[str, Any]) -> float | None:
    """The seconds between two requests that a feed asks for: ttl in minutes, or so many in a period."""
    minutes = _number(feed.get("ttl"))
    if minutes:
        return minutes * 60
    period = PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    return period / (_number(feed.get("sy_updatefrequency")) or 1) if period else None


def _number(value: object) -> int | None:
    said = str(value or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else None


# ---- JSON -----------------------------------------------------------------------------------------


def _json(data: bytes, address: str) -> Feed | None:
    """A JSON Feed (jsonfeed.org); None where the bytes are none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "jsonfeed.org" not in str(found.get("version")):
        return None
    listed = found.get("items")
    entries = [one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)]
    items = [_json_item(one, address) for one in entries[:MAX_ITEMS]]
    return Feed(_line(found.get("title")), tuple(filter(None, items)))


def _json_item(entry: Mapping[str, Any], address: str) -> FeedItem | None:
    link = _joined(address, entry.get("url") or entry.get("external_url"))
    title = _line(entry.get("title"))
    content = next((one for name in ("content_html", "content_text") if (one := _text(entry.get(name)))), "")
    people = entry.get("authors") if isinstance(entry.get("authors"), list) else [entry.get("author")]
    names = (_line(one.get("name")) for one in people or () if isinstance(one, dict))
    guid = _line(entry.get("id")) or link or _digest(title, content)
    if guid is None:
        return None
    day = _day(entry.get("date_published"))
    return FeedItem(guid, link, title, day, tuple(name for name in names if name), content or None)


# ---- both -----------------------------------------------------------------------------------------


def _joined(address: str, link: object) -> str | None:
    """The http address that a link of a feed means, None where it means none."""
    if not isinstance(link, str) or not link.strip() or CONTROL.search(link.strip()):
        return None
    try:
        whole = urljoin(address, link.strip())
    except ValueError:
        return None
    return whole if is_address(whole) else None


def _day(value: object) -> date | None:
    return dates.stated(value) if isinstance(value, str) else None


def _text(value: object) -> str:
    return _sound(value) if isinstance(value, str) else ""


def _sound(value: str) -> str:
    """A text without what JSON can spell and nothing can store: halves of characters, NUL."""
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def _line(value: object) -> str | None:
    if not isinstance(value, str | int):
        return None
    return " ".join(clean(_sound(str(value))).split())[:1000] or None


def _digest(title: str | None, content: str) -> str | None:
    """What names an item that has neither id nor address; None where it holds nothing at all."""
    whole = f"{title or ''}\n{content}".strip()
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16] if whole else None
