"""Draws the README's pictures of the desk (overview, dyad, reader) from the examples, in a real browser.

Run after ``make demo``: python docs/screens.py
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from tests.serve.web.browsing import NAMES, QUIET, listening  # noqa: E402

STORE = DOCS.parent / "examples" / "demo.duckdb"
SIZE = {"width": 1280, "height": 860}
SCREENS = {
    "overview": ("/", None),
    "dyad": ("/dyads/PAK/RUS?freq=year&beside=official", None),
    "reader": ("/search?q=drill+alliance&kind=article", ".hits a"),
}


def main() -> None:
    """Write docs/desk-NAME.png for each of SCREENS."""
    path = os.environ.get("DRAGOMAN_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright, listening(STORE) as address:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET])
        page = browser.new_page(base_url=address, viewport=SIZE, color_scheme="light")
        for name, (start, link) in SCREENS.items():
            page.goto(start)
            if link:
                page.locator(link).first.click()
                page.locator(".card").nth(7).focus()
            page.screenshot(path=DOCS / f"desk-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
