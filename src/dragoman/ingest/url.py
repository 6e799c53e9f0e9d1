"""Web addresses: one page fetched with limits on time, size and redirects, and never from a private network.

A page can point its reader at machines that only the reader can reach. Every address that a host name has is
therefore checked, at every redirect, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from dragoman.ingest.source import MAX_BYTES, IngestError

CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 20.0
REDIRECTS = 5
HEADERS = {
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
            raise IngestError(source, f"has a host that cannot be found ({host})", RETRY) from error
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


def fetch(address: str, gate: Gate | None = None) -> Page:
    """The page at an http or https address.

    At most 5 redirects, 10 seconds to connect, 20 in all and 10 MB. Raises IngestError for everything else.
    """
    gate, deadline = gate or Gate(), time.monotonic() + TOTAL_SECONDS
    limits = httpx.Timeout(10.0, connect=CONNECT_SECONDS)
    here = address
    # trust_env is off: a proxy would resolve the name anew, behind the check.
    with httpx.Client(timeout=limits, trust_env=False, headers=HEADERS) as client:
        for _ in range(REDIRECTS + 1):
            try:
                answer = _answer(client, here, address, gate, deadline)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise IngestError(address, f"cannot be fetched ({_said(error)})", RETRY) from error
            if isinstance(answer, Page):
                return answer
            here = answer
    raise IngestError(address, f"redirects more than {REDIRECTS} times", RETRY)


def _answer(client: httpx.Client, here: str, source: str, gate: Gate, deadline: float) -> Page | str:
    """The page at ``here``, or the address to which it redirects."""
    url = _checked(here, source)
    port = url.port or (443 if url.scheme == "https" else 80)
    target = url.copy_with(host=gate.address(url.host, port, source))
    request = client.build_request(
        "GET",
        target,
        headers={"Host": url.netloc.decode()},
        extensions={"sni_hostname": url.raw_host.decode()},
    )
    response = client.send(request, stream=True)
    try:
        if response.has_redirect_location:
            return str(url.join(response.headers["location"]))
        kind = _accepted(response, source)
        return Page(_body(response, source, deadline), kind, response.charset_encoding, str(url))
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


def _accepted(response: httpx.Response, source: str) -> str:
    """The format of what an answer brings; IngestError where it brings no page or text."""
    if response.status_code != 200:
        said = f"{response.status_code} {response.reason_phrase}".strip()
        raise IngestError(
            source, f"answers {said}", "Check that the page opens in a browser without signing in."
        )
    named = response.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if named not in KINDS:
        raise IngestError(source, f"is {named or 'of no kind'}, not a page or text", "Save its text as .txt.")
    return KINDS[named]


def _body(response: httpx.Response, source: str, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise IngestError(source, f"is larger than {MAX_BYTES / 1e6:.0f} MB", "Save its text as .txt.")
        if time.monotonic() > deadline:
            raise IngestError(source, f"took more than {TOTAL_SECONDS:.0f} seconds", RETRY)
    return bytes(body)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
