"""Tables on a telephone: every cell stands within the screen, under the name of its column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.serve.web.browsing import browser, listening

WIDTH = 390
CELLS = """() => [...document.querySelectorAll("table.records tbody td:not([colspan])")].map(cell => {
  const box = cell.getBoundingClientRect();
  return {left: box.left, right: box.right, shown: box.height > 0, words: cell.innerText.trim(),
          label: getComputedStyle(cell, "::before").content};
})"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def telephone(chromium: Browser, examples_store: Path) -> Iterator[Page]:
    with listening(examples_store) as address:
        context = chromium.new_context(base_url=address, viewport={"width": WIDTH, "height": 844})
        yield context.new_page()
        context.close()


@pytest.mark.parametrize("path", ["/", "/dyads/PAK/RUS", "/actors/IND", "/search?q=pipeline"])
def test_every_cell_of_a_list_stands_within_the_screen(telephone: Page, path: str) -> None:
    telephone.goto(path)
    cells = telephone.evaluate(CELLS)
    assert len(cells) > 20
    for one in cells:
        assert one["shown"] == bool(one["words"]), one
        assert one["left"] >= 0 and one["right"] <= WIDTH, one
        assert one["label"] not in ("none", '""'), one
    assert telephone.evaluate("document.documentElement.scrollWidth") <= WIDTH
