"""Which hosts may be asked now: one request at a time each, a pause between two."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

SPACING = 1.0
"""Seconds between the end of one request to a host and the beginning of the next."""
LONGEST_LEAVE = 3600.0
"""A host that asks to be left alone for longer is asked for other addresses after so many seconds."""


class Hosts:
    """The hosts that were asked of late. ``delay``: seconds that the host of an address asks for itself."""

    def __init__(
        self,
        spacing: float = SPACING,
        delay: Callable[[str], float] = lambda _: 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spacing, self._delay, self._clock = spacing, delay, clock
        self._free: dict[str, float] = {}
        self._busy: set[str] = set()

    @property
    def busy(self) -> int:
        """How many hosts are being asked."""
        return len(self._busy)

    def wait(self, address: str | None) -> float:
        """Seconds until the host of an address may be asked: 0 for no address, infinite while it is asked."""
        if address is None:
            return 0.0
        host = _host(address)
        return float("inf") if host in self._busy else max(0.0, self._free.get(host, 0.0) - self._clock())

    def begin(self, address: str) -> None:
        """The host is being asked."""
        self._busy.add(_host(address))

    def end(self, address: str) -> None:
        """It has answered, or failed to."""
        self._busy.discard(_host(address))
        self.leave(address, max(self._spacing, self._delay(address)))

    def leave(self, address: str, seconds: float) -> None:
        """Leave the host alone for so many seconds, an hour at most."""
        now = self._clock()
        until = now + min(seconds, LONGEST_LEAVE)
        self._free = {host: then for host, then in self._free.items() if then > now}
        self._free[_host(address)] = max(until, self._free.get(_host(address), 0.0))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
