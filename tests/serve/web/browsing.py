"""A desk that really listens, and a headless browser to look at it with."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from dragoman.serve.web.app import app

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


@contextmanager
def listening(store: Path) -> Iterator[str]:
    """The address of a desk over the store, on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app(store), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended before it began"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser; the test is skipped where there is none, unless one is required."""
    path = os.environ.get("DRAGOMAN_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("DRAGOMAN_BROWSER_TESTS") == "required":
                pytest.fail("no browser is installed: make browser")
            pytest.skip("no browser is installed: make browser")
        found = playwright.chromium.launch(executable_path=path, args=[*QUIET])
        yield found
        found.close()
