"""Who is let in, and what a page may do: checks on every request, headers on every answer.

The pages show other people's words. They may run no script and load nothing but ours; a site that the reader
has open beside them may neither read them (host check, against DNS rebinding) nor write through them (origin
check); a request has a limited size; and where anybody but this machine can reach us, a token is asked for.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.serve.web.answers import refusal

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAX_REQUEST = 64_000_000
"""The largest request, in bytes: all the files that one may add at a time."""
MAX_JSON = 200_000
"""The largest body of JSON: it is read while all others wait. New articles, which are not, may be longer."""
ARTICLES = "/api/v1/articles"
MAX_ARTICLE = 21_000_000
"""The largest article as JSON: twice what is read as one, as every character may be written as two."""
MAX_TYPED = 2000
"""The largest form with a token, which is read before anybody is known."""
SESSION = "dragoman_session"
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


class Guard:
    """The checks around an app. ``hosts`` are the names it may be called by; empty: any."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = LOOPBACK, token: str | None = None) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.token = token
        self.session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = self._refused(request) or await self._unknown(request)
        if refused is not None:
            await refused(scope, receive, _headed(send))
            return
        await self.app(scope, _limited(receive, _most(request)), _headed(send))

    def _refused(self, request: Request) -> Response | None:
        host = _host(request.headers.get("host", ""))
        if self.hosts and host not in self.hosts:
            return refusal(request, 421, f"this server is not called {host}", "Use the address it printed")
        if request.method in CHANGING and not _same_origin(request.headers):
            return refusal(
                request, 403, "the request comes from another site", "Use the pages of this server"
            )
        size = request.headers.get("content-length", "0")
        if not size.isdecimal() or len(size) > 12 or int(size) > _most(request):
            return refusal(request, 413, _too_much(_most(request)), "Send less at a time")
        return None

    async def _unknown(self, request: Request) -> Response | None:
        """The way to the door where a token is asked for and none was shown; None where all is well."""
        if self.token is None or request.scope["path"].startswith("/static/"):
            return None
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and _equal(shown.strip(), self.token):
            return None
        if _equal(request.cookies.get(SESSION, ""), self.session):
            return None
        if request.scope["path"] == "/enter":
            return await self._enter(request)
        if request.scope["path"].startswith("/api/"):
            answer = refusal(request, 401, "a token is needed", "Send Authorization: Bearer TOKEN")
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        return RedirectResponse("/enter", 303)

    async def _enter(self, request: Request) -> Response | None:
        if request.method != "POST":
            return None  # the page with the form
        if not _equal(await _typed(request, "token"), self.token or ""):
            return refusal(
                request, 401, "this is not the token", "Use the one that the server was started with"
            )
        answer = RedirectResponse("/", 303)
        answer.set_cookie(SESSION, self.session, httponly=True, samesite="strict")
        return answer


def _host(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or "nothing"
    except ValueError:
        return "nothing"


def _equal(shown: str, known: str) -> bool:
    """Compared in constant time, so that the time tells nothing of the token."""
    return hmac.compare_digest(shown.encode(), known.encode())


def _same_origin(headers: Headers) -> bool:
    """Whether a request was made by our own pages, or by no page at all."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False


async def _typed(request: Request, name: str) -> str:
    """A field of a short form; empty where there is none, or the form is no such one."""
    sent = bytearray()
    try:
        async for chunk in request.stream():
            sent += chunk
            if len(sent) > MAX_TYPED:
                return ""
    except ClientDisconnect:
        return ""
    return parse_qs(sent.decode(errors="replace")).get(name, [""])[0]


def _most(request: Request) -> int:
    """The bytes that the body of such a request may have."""
    if "json" not in request.headers.get("content-type", ""):
        return MAX_REQUEST
    return MAX_ARTICLE if request.scope["path"] == ARTICLES else MAX_JSON


def _too_much(limit: int) -> str:
    return f"more than {limit / 10**6:g} MB"


def _headed(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent


def _limited(receive: Receive, limit: int) -> Receive:
    """The request's body, refused at the limit where no length was told."""
    taken = 0

    async def received() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, _too_much(limit))
        return message

    return received
