"""``dragoman serve``: the web pages and the REST API."""

from __future__ import annotations

import socket
import webbrowser
from contextlib import suppress
from enum import StrEnum
from threading import Thread
from typing import Annotated

import typer

from dragoman.serve.terminal import DEFAULT_DATABASE, Database, complain, refuse, say

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_TOKEN = 16


class Boundaries(StrEnum):
    """Whose boundaries the map shows."""

    un = "un"
    de_facto = "de_facto"


def serve(  # noqa: PLR0913, PLR0917 (one argument an option)
    db: Database = DEFAULT_DATABASE,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; any but this machine's own needs --token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8377,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="DRAGOMAN_TOKEN",
            help="What everybody must show to be let in.",
            show_default=False,
        ),
    ] = None,
    boundaries: Annotated[
        Boundaries,
        typer.Option("--boundaries", help="Of the map: after the UN's practice, or as they are held."),
    ] = Boundaries.un,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the first page in a browser.")
    ] = False,
) -> None:
    """Open the store as web pages and a REST API, on this machine alone unless told otherwise."""
    if host not in LOOPBACK and not token:
        refuse(f"{host} can be reached from other machines", "Give a --token that all who may read are told")
    if token is not None and len(token) < SHORTEST_TOKEN:
        refuse(f"the token has fewer than {SHORTEST_TOKEN} characters", "Take a longer one")
    try:
        import uvicorn

        from dragoman.serve.web.app import app
        from dragoman.serve.web.questions import foresee
    except ImportError as error:
        complain(
            "serve", f"a library is missing ({error.name})", "Install it with: pip install 'dragoman[web]'"
        )
        raise typer.Exit(1) from error
    from dragoman.store import StoreError

    try:
        made = app(
            db, hosts=() if host not in LOOPBACK else LOOPBACK, token=token, boundaries=boundaries.value
        )
    except StoreError as error:
        complain(str(db), error.problem, error.remedy)
        raise typer.Exit(1) from error
    config = uvicorn.Config(made, log_level="warning", server_header=False, timeout_keep_alive=10)
    with _bound(host, port) as listener:
        address = _address(listener)
        say(f"{address} (Ctrl+C ends it)")
        if browser:
            webbrowser.open(address)
        Thread(target=foresee, args=(made.state.desk, made.state.finder), daemon=True).start()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens, so that whoever comes before the server is ready waits; exit code 1 for none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        complain(
            f"{host}, port {port}", error.strerror or str(error), "Name another one with --port or --host"
        )
        raise typer.Exit(1) from error
    # Without it an answer's second packet waits 40 ms for word that the first has come
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
