"""robots.txt as RFC 9309 reads it: which addresses a site asks programs to leave alone, how slowly to ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from protego import Protego

from dragoman.ingest.source import IngestError
from dragoman.ingest.url import (
    HEADERS,
    PASSING,
    Gate,
    TemporaryError,
    body,
    refuse_status,
    retry_after,
    visit,
)

AGENT = "dragoman"
"""The name by which a robots.txt may speak of us."""
KEPT_SECONDS = 24 * 3600.0
"""No longer than so is a robots.txt believed (RFC 9309, 2.4)."""
UNREACHABLE_SECONDS = 600.0
"""After so long a robots.txt that could not be had is asked for again; until then the site is left alone."""
MAX_ROBOTS = 512_000
"""So many bytes of one are read, as RFC 9309, 2.5 asks for at least."""
LONGEST_DELAY = 60.0
"""A longer delay than this many seconds between two requests is not waited for."""
KEPT_SITES = 5000


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a site: its rules, or why they could not be had; until when (seconds)."""

    rules: Protego | None
    problem: str | None
    until: float


class Robots:
    """The robots.txt of many sites, each asked for once a day.

    A site that has none, or answers 4xx in its place, may be read. One whose robots.txt cannot be had, as its
    server fails, is left alone until it can (RFC 9309, 2.3.1.4). May be asked by several threads.
    """

    def __init__(
        self,
        gate: Gate | None = None,
        headers: Mapping[str, str] = HEADERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gate, self._headers, self._clock = gate, headers, clock
        self._sites: dict[str, _Known] = {}

    def check(self, url: str) -> None:
        """Raises IngestError where the site asks not to read this, TemporaryError where nobody can tell."""
        known = self._known(url)
        if known.problem is not None:
            problem = f"is left alone, as the site's robots.txt cannot be had ({known.problem})"
            raise TemporaryError(url, problem, "It is tried again later.")
        if known.rules is not None and not known.rules.can_fetch(url, AGENT):
            raise IngestError(
                url, "is not to be read by programs (robots.txt)", "Save the page and read the file."
            )

    def delay(self, url: str) -> float:
        """Seconds that a site asks for between two requests, 0 where it does not say or is not known yet."""
        known = self._sites.get(_site(url))
        asked = known.rules.crawl_delay(AGENT) if known and known.rules else None
        return min(asked or 0.0, LONGEST_DELAY)

    def _known(self, url: str) -> _Known:
        site = _site(url)
        known = self._sites.get(site)
        if known is None or known.until <= self._clock():
            known = self._asked(site)
            while len(self._sites) >= KEPT_SITES:
                self._sites.pop(next(iter(self._sites)), None)
            self._sites[site] = known
        return known

    def _asked(self, site: str) -> _Known:
        try:
            text = visit(f"{site}/robots.txt", self._gate, _take, self._headers)
        except TemporaryError as error:
            wait = max(UNREACHABLE_SECONDS, min(error.after or 0.0, KEPT_SECONDS))
            return _Known(None, error.problem, self._clock() + wait)
        except IngestError:
            return _Known(None, None, self._clock() + KEPT_SECONDS)  # it has none: all may be read
        return _Known(Protego.parse(text), None, self._clock() + KEPT_SECONDS)


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _take(response: httpx.Response, source: str, deadline: float) -> str:
    """The text of a robots.txt; TemporaryError where the server fails, IngestError where there is none."""
    if response.status_code >= 500 or response.status_code in PASSING:
        problem = f"it answers {response.status_code}"
        raise TemporaryError(source, problem, "Try again later.", retry_after(response))
    refuse_status(response, source, "")
    return body(response, source, deadline, MAX_ROBOTS, None).decode("utf-8-sig", errors="replace")
