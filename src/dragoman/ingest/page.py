"""What a web page states of itself: JSON-LD, meta elements, headline and time elements, in that order.

Nothing is taken from the address, from copyright years or from numbers in the text: those are guesses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from dragoman.ingest import credits, dates
from dragoman.ingest.decode import clean
from dragoman.ingest.source import Stated

TITLE_META = ("og:title", "twitter:title", "dc.title", "citation_title")
AUTHOR_META = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
)
OUTLET_META = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
DATE_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "article.published",
)
ARTICLE_TYPES = re.compile(r"article|posting|report|review|webpage|creativework", re.IGNORECASE)
TIMES = (
    ".//time[@itemprop='datePublished' or @pubdate]",
    ".//time[contains(@class, 'publish') or contains(@class, 'entry-date')]",
    ".//*[@itemprop='datePublished']",
    ".//article//time[not(ancestor::aside or ancestor::nav or ancestor::footer)]",
)
CHANGED = re.compile(r"updat|modif", re.IGNORECASE)
BYLINES = (
    ".//*[@rel='author']",
    ".//*[@itemprop='author']//*[@itemprop='name']",
    ".//*[@itemprop='author']",
    ".//*[contains(@class, 'byline') or contains(@class, 'author-name')]",
)
SUFFIX = re.compile(r"\s+[|–—·•«»:-]+\s+")


def stated(tree: HtmlElement) -> Stated:
    """Title, authors, outlet, publication date and address as the page states them, else None."""
    linked = list(_linked_data(tree))
    meta = _meta(tree)
    publishers = (name for item in linked for name in _names(item.get("publisher")))
    outlet = _first(publishers) or _named(meta, OUTLET_META)
    return Stated(
        title=_title(tree, meta, linked, outlet),
        authors=_authors(tree, meta, linked),
        outlet=outlet,
        published=_published(tree, meta, linked),
        url=_address(tree, meta),
    )


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that describe an article, the nearest to "article" first."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath(".//script[contains(@type, 'ld+json')]"):
        try:
            found += _objects(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and states nothing
    articles = [item for item in found if ARTICLE_TYPES.search(str(item.get("@type", "")))]
    return iter(sorted(articles, key=lambda item: "rticle" not in str(item.get("@type"))))


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON-LD document: itself, its list, or its graph."""
    if isinstance(value, list):
        return [item for entry in value for item in _objects(entry)]
    if not isinstance(value, dict):
        return []
    return [value, *_objects(value.get("@graph", []))]


def _names(value: Any) -> list[str]:
    """The names in a JSON-LD author or publisher: a string, an object, or a list of them."""
    if isinstance(value, list):
        return [name for entry in value for name in _names(entry)]
    if isinstance(value, dict):
        value = value.get("name")
    return [_plain(value)] if isinstance(value, str) and _plain(value) else []


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The meta elements of a page: contents by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _plain(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _title(
    tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]], outlet: str | None
) -> str | None:
    headlines = [_plain(element.text_content()) for element in tree.iter("h1")]
    in_linked = [_plain(item["headline"]) for item in linked if isinstance(item.get("headline"), str)]
    shown = _plain(tree.findtext(".//title") or "")
    given = _named(meta, TITLE_META) or _first(in_linked)
    # The page's own headline, where only one stands there or the metadata or window title begins with it.
    for headline in headlines:
        alone = len(headlines) == 1 and not given and not credits.is_masthead(headline)
        if headline and headline != outlet and (alone or (given or shown).startswith(headline)):
            return headline
    return _without_outlet(given or shown, outlet) or None


def _without_outlet(title: str, outlet: str | None) -> str:
    """A title without `` | The Outlet`` behind it."""
    parts = SUFFIX.split(title)
    tail = parts[-1]
    if len(parts) > 1 and (tail == outlet or credits.is_masthead(tail)):
        return title[: title.rindex(tail)].rstrip(" |–—·•«»:-")
    return title


def _authors(tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]]) -> tuple[str, ...]:
    in_linked = [name for item in linked[:1] for name in _names(item.get("author"))]
    in_meta = [value for name in AUTHOR_META for value in meta.get(name, [])]
    in_text = [_plain(element.text_content()) for path in BYLINES for element in tree.xpath(path)]
    for names in (in_linked, in_meta, in_text[:3]):
        people = [person for name in names for person in _people(name)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _people(name: str) -> tuple[str, ...]:
    """The persons in an author field; an address, a desk or the outlet's own name is none."""
    if "/" in name or "@" in name:
        return ()
    introduced = name if name.lower().startswith("by ") else f"By {name}"
    found = credits.read(introduced)
    return found[1].authors if found else ()


def _published(tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]]) -> date | None:
    in_linked = [str(item.get("datePublished") or "") for item in linked]
    in_meta = [value for name in DATE_META for value in meta.get(name, [])]
    found = (day for value in [*in_linked, *in_meta] if (day := dates.stated(value)))
    return next(found, None) or _shown_date(tree)


def _shown_date(tree: HtmlElement) -> date | None:
    """The date of the page's time elements, where all of the surest kind agree on one day."""
    for path in TIMES:
        elements = [element for element in tree.xpath(path) if not _tells_change(element)]
        days = {day for element in elements if (day := _time(element))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _tells_change(element: HtmlElement) -> bool:
    around = element.getparent()
    before = (around.text or "") if around is not None else ""
    return CHANGED.search(f"{element.get('class')} {element.get('itemprop')} {before[-20:]}") is not None


def _time(element: HtmlElement) -> date | None:
    value = element.get("datetime") or element.get("content") or element.text_content()
    return dates.stated(value)


def _address(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    canonical = [str(link.get("href") or "") for link in tree.xpath(".//link[@rel='canonical']")]
    addresses = [*canonical, *meta.get("og:url", [])]
    return next((address for address in addresses if re.match(r"https?://\S+$", address)), None)


def _named(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return _first(value for name in names for value in meta.get(name, []))


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)


def _plain(value: str) -> str:
    return " ".join(clean(value).split())
