"""A news site on this machine: what it answers can be changed while it runs, and it remembers who asked."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from dragoman.ingest.url import Gate

PROSE = (
    "The foreign minister of {actor} flew to {recipient} on Sunday for talks on the border, her office said. "
    "{actor} praised {recipient} for its help in the talks. {actor} accused Chad of spying on Sunday. "
)


@dataclass(frozen=True)
class Reply:
    """What a path answers: the status, the body (or what writes it piece by piece), further headers."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    pour: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass(frozen=True)
class Request:
    """A request as it came: when (monotonic seconds), which path, which headers (names in lower case)."""

    when: float
    path: str
    headers: Mapping[str, str]


@dataclass
class Site:
    """The site: ``answers`` by path, all others are not found."""

    port: int = 0
    answers: dict[str, Reply | Callable[[Request], Reply]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str, host: str = "news.example") -> str:
        """The address of a path, under a name that only the tests' gate knows."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path so far."""
        return [one for one in self.requests if one.path == path]

    def reply(self, request: Request) -> Reply:
        """What is answered, which is remembered."""
        self.requests.append(request)
        answer = self.answers.get(request.path, Reply(b"no", 404))
        return answer(request) if callable(answer) else answer


def resolve(host: str, port: int) -> Sequence[str]:
    """All names under .example are this machine."""
    return ["127.0.0.1"] if host.endswith(".example") else [host]


OPEN = Gate(resolve=resolve, allows=lambda address: str(address) == "127.0.0.1")


@contextmanager
def running() -> Iterator[Site]:
    """A site that answers meanwhile."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = site.reply(Request(time.monotonic(), self.path, headers))
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            if reply.pour is None and reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                if reply.pour is not None:
                    reply.pour(self)
                elif reply.status != 304:
                    self.wfile.write(reply.body)
            except OSError:
                pass  # whoever asked has had enough

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the tests' output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw(first: bytes, drip: bytes, seconds: float) -> Iterator[int]:
    """The port of a server that sends ``first`` and then ``drip`` again and again, ``seconds`` apart."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def speak(client: socket.socket) -> None:
        with client:
            try:
                client.recv(4096)
                client.sendall(first)
                while not over.wait(seconds):
                    client.sendall(drip)
            except OSError:
                return

    def listen() -> None:
        while not over.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=speak, args=(client,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.close()


def item(address: str, title: str = "Talks", guid: str | None = None, day: str | None = None) -> str:
    """An item of an RSS feed."""
    named = f'<guid isPermaLink="false">{escape(guid)}</guid>' if guid else ""
    dated = f"<pubDate>{escape(day)}</pubDate>" if day else ""
    return f"<item><title>{escape(title)}</title><link>{escape(address)}</link>{named}{dated}</item>"


def rss(*items: str, title: str = "The Courier", head: str = "") -> bytes:
    """An RSS feed of these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(title)}</title>{head}{''.join(items)}</channel></rss>"
    ).encode()


def feed(*items: str, **more: str) -> Reply:
    """The same as a site answers it."""
    return Reply(rss(*items, **more), kind="application/rss+xml")


def page(
    title: str, actor: str = "Kenya", recipient: str = "Uganda", day: date | None = date(2024, 3, 3)
) -> Reply:
    """The page of an article in which somebody praises somebody."""
    dated = f'<meta property="article:published_time" content="{day}">' if day else ""
    body = PROSE.format(actor=actor, recipient=recipient)
    return Reply(
        f"<html><head><title>{escape(title)}</title>{dated}</head><body><article><h1>{escape(title)}</h1>"
        f"<p>{body}</p></article></body></html>".encode()
    )
