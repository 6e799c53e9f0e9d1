"""Web pages made around the demo's articles, with what stands around a text elsewhere, in five layouts.

Titles and opening paragraphs of other articles fill teasers and comments, so that what surrounds a text looks
like it. The layouts are in ``layouts/``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

LAYOUTS = Path(__file__).with_name("layouts")
AROUND = {
    "navigation": (
        "Home",
        "World",
        "Politics",
        "Business",
        "Opinion",
        "Sport",
        "Weather",
        "Video",
        "Sign in",
    ),
    "notice": "We and our partners use cookies to give you the best experience. Going on, you agree to that.",
    "letter": "Sign up for our morning letter and get the day's most important stories in your inbox.",
    "footer": (
        "About us",
        "Contact",
        "Advertise with us",
        "Terms",
        "Privacy",
        "© The Example Times, all rights reserved",
    ),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the paragraphs that belong to its article."""

    layout: str
    code: bytes
    paragraphs: tuple[str, ...]


def pages(articles: Sequence[tuple[str, Sequence[str]]]) -> list[Page]:
    """Every article, given as title and paragraphs, in every layout."""
    environment = Environment(loader=FileSystemLoader(LAYOUTS), autoescape=True)
    names = sorted(path.name for path in LAYOUTS.glob("[!_]*.html"))
    draw = random.Random(1)
    found = []
    for title, text in articles:
        others = [(name, some[0]) for name, some in draw.sample(articles, 9) if name != title][:8]
        told = {"title": title, "text": text, "half": len(text) // 2, "others": others, **AROUND}
        for name in names:
            code = environment.get_template(name).render(told).encode()
            found.append(Page(Path(name).stem, code, tuple(text)))
    return found
