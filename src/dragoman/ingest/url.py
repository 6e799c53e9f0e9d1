"""Web addresses: one page fetched with limits on time, size and redirects, and never from a private network.

A page can point its reader at machines that only the reader can reach. Every address that a host name has is
therefore checked, at every redirect, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx

from dragoman.ingest.source import MAX_BYTES, IngestError

CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 20.0
REDIRECTS = 5
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that say nothing about the page: another time it may be there."""
PACKED = frozenset({"gzip", "x-gzip", "deflate"})
HEADERS = {
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "dragoman (reads single articles for analysis)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9",
}
KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolved(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, as the system's resolver gives them."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet: not private, local, shared, reserved or multicast."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address in NAT64:
            return False  # tunnels to an address that cannot be judged here
        if address.is_site_local:
            return False  # as the networks fc00::/7 that took its place
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may be reached: how hosts are resolved, and which addresses are let through."""

    resolve: Callable[[str, int], Sequence[str]] = resolved
    allows: Callable[[Address], bool] = is_public

    def address(self, host: str, port: int, source: str) -> str:
        """An address of the host; IngestError when it has none, or one that may not be reached."""
        try:
            found = [ipaddress.ip_address(entry.split("%")[0]) for entry in self.resolve(host, port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise TemporaryError(source, f"has a host that cannot be found ({host})", RETRY) from error
        if not found or not all(map(self.allows, found)):
            problem = f"points to an address that is not public ({host})"
            raise IngestError(source, problem, "Save the page and give the file instead.")
        return str(found[0])


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: bytes, format (a suffix of ``ingest.FORMATS``), encoding, the last address."""

    data: bytes
    format: str
    charset: str | None
    url: str


RETRY = "Check the address and the connection, or save the page and give the file."


T = TypeVar("T")
Take = Callable[[httpx.Response, str, float], T]
"""What is made of an answer that is no redirect, given whose it is and when (monotonic) it must be whole."""


class TemporaryError(IngestError):
    """What may be gone the next time: no connection, no answer in time, a server that is busy.

    ``after`` is how many seconds the server asks to be left alone, None where it does not say.
    """

    def __init__(self, source: str, problem: str, remedy: str, after: float | None = None) -> None:
        super().__init__(source, problem, remedy)
        self.after = after


def fetch(address: str, gate: Gate | None = None) -> Page:
    """The page at an http or https address.

    At most 5 redirects, 10 seconds to connect, 20 in all and 10 MB. Raises IngestError for everything else,
    TemporaryError where another time may do.
    """
    return visit(address, gate, take_page)


def visit(
    address: str,
    gate: Gate | None,
    take: Take[T],
    headers: Mapping[str, str] = HEADERS,
    passes: Callable[[str], None] | None = None,
) -> T:
    """What ``take`` makes of the answer at an http or https address, after at most 5 redirects.

    ``passes`` is asked about every address on the way, and raises IngestError for one that is not to be
    asked. Raises IngestError, and TemporaryError after 20 seconds or where no answer can be had.
    """
    gate, deadline = gate or Gate(), time.monotonic() + TOTAL_SECONDS
    limits = httpx.Timeout(10.0, connect=CONNECT_SECONDS)
    here = address
    # trust_env is off: a proxy would resolve the name anew, behind the check.
    with httpx.Client(timeout=limits, trust_env=False, headers=headers) as client, _Cut() as cut:
        for _ in range(REDIRECTS + 1):
            try:
                url = _checked(here, address)
                if passes is not None:
                    passes(str(url))
                with _answer(client, url, address, gate, cut) as response:
                    if not response.has_redirect_location:
                        return take(response, address, deadline)
                    here = str(url.join(response.headers["location"]))
            except httpx.InvalidURL as error:
                raise IngestError(address, f"cannot be fetched ({_said(error)})", RETRY) from error
            except httpx.HTTPError as error:
                if cut.over:
                    raise late(address) from error
                raise TemporaryError(address, f"cannot be fetched ({_said(error)})", RETRY) from error
    raise IngestError(address, f"redirects more than {REDIRECTS} times", RETRY)


class _Cut:
    """Cuts the connection when time is up: a server that sends a byte now and then would never end."""

    def __init__(self) -> None:
        self.over = False
        self._stream: Any = None
        self._timer = threading.Timer(max(TOTAL_SECONDS, 0.0), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Cut:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learns of the connection, as httpx tells it."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info["return_value"]
            if self.over:
                self._cut()

    def _cut(self) -> None:
        self.over = True
        if self._stream is not None:
            with suppress(OSError):
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


@contextmanager
def _answer(
    client: httpx.Client, url: httpx.URL, source: str, gate: Gate, cut: _Cut
) -> Iterator[httpx.Response]:
    """The answer at an address, its body not yet read, from the very machine that the gate let through."""
    port = url.port or (443 if url.scheme == "https" else 80)
    target = url.copy_with(host=gate.address(url.host, port, source))
    request = client.build_request(
        "GET",
        target,
        headers={"Host": url.netloc.decode()},
        extensions={"sni_hostname": url.raw_host.decode(), "trace": cut.trace},
    )
    response = client.send(request, stream=True)
    response.request.url = url  # what was asked for, under its name
    try:
        yield response
    finally:
        response.close()


def _checked(address: str, source: str) -> httpx.URL:
    url = httpx.URL(address)
    if url.scheme not in ("http", "https") or not url.host:
        raise IngestError(
            source, "is no http or https address", "Give an address such as https://example.org/a."
        )
    if url.userinfo:
        raise IngestError(source, "holds a user name or password", "Leave it out of the address.")
    return url


def take_page(response: httpx.Response, source: str, deadline: float) -> Page:
    """The page or text that an answer brings; IngestError where it brings none."""
    refuse_status(response, source, "Check that the page opens in a browser without signing in.")
    named = response.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if named not in KINDS:
        raise IngestError(source, f"is {named or 'of no kind'}, not a page or text", "Save its text as .txt.")
    data = body(response, source, deadline, MAX_BYTES, "Save its text as .txt.")
    return Page(data, KINDS[named], response.charset_encoding, str(response.request.url))


def refuse_status(response: httpx.Response, source: str, remedy: str) -> None:
    """Raises IngestError, or TemporaryError, for every status but 200."""
    if response.status_code == 200:
        return
    problem = f"answers {response.status_code} {response.reason_phrase}".strip()
    if response.status_code in PASSING:
        raise TemporaryError(source, problem, "Try again later.", retry_after(response))
    raise IngestError(source, problem, remedy)


def retry_after(response: httpx.Response) -> float | None:
    """How many seconds a server asks to be left alone; None where it does not say or is not understood."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def body(response: httpx.Response, source: str, deadline: float, limit: int, remedy: str | None) -> bytes:
    """The bytes of an answer, unpacked, never more than ``limit`` in memory.

    Raises IngestError for more, with the remedy; without one the rest is left out.
    """
    unpack, found = _unpacker(response, source), bytearray()
    for chunk in response.iter_raw():
        try:
            found += unpack(chunk, limit + 1 - len(found))
        except zlib.error as error:
            raise IngestError(source, "is packed in a way that cannot be read", RETRY) from error
        if len(found) > limit and remedy is not None:
            raise IngestError(source, f"is larger than {limit / 1e6:g} MB", remedy)
        if len(found) > limit:
            break
        if time.monotonic() > deadline:
            break
    if time.monotonic() > deadline:  # where its length is not told, one that was cut off seems to have ended
        raise late(source)
    return bytes(found[:limit])


def _unpacker(response: httpx.Response, source: str) -> Callable[[bytes, int], bytes]:
    """Unpacks an answer piece by piece, at most so many bytes each: a few may stand for gigabytes."""
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed in ("", "identity"):
        return lambda chunk, most: chunk
    if packed not in PACKED:
        raise IngestError(source, f"is packed as {packed}, which was not asked for", RETRY)
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress  # gzip or zlib, as its first bytes tell


def late(source: str) -> TemporaryError:
    """That the answer took too long."""
    return TemporaryError(source, f"took more than {TOTAL_SECONDS:.0f} seconds", RETRY)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
