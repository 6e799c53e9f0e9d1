"""Templates: how a page is put together. Everything that is put into one is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from math import isnan
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman import __version__
from dragoman.knowledge.actors import bodies, load
from dragoman.serve import words
from dragoman.serve.finder import MARK, UNMARK
from dragoman.serve.relation_page import ABOUT, factuality, name, when
from dragoman.serve.sheet import clip
from dragoman.serve.web.misread import field


def page(
    request: Request,
    template: str,
    shown: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page that a template makes of what is shown."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    text = templates().get_template(template).render(shown, request=request, here=here)
    return HTMLResponse(text, status, headers=dict(headers or {}))


@cache
def templates() -> jinja2.Environment:
    """The templates, with the words that all of them use."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.serve.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "plain": plain,
        "clip": clip,
        "flat": words.flat,
        "party": party,
        "signed": signed,
        "share": share,
        "field": field,
        "combined": lambda one, other: {**one, **other},
        "thousands": lambda number: f"{number:,}",
        "segment": segment,
        "is_party": is_party,
        "marked": marked,
        "query": lambda pairs: urlencode(pairs, doseq=True),
    }
    found.globals |= {
        "version": __version__,
        "today": lambda: date.today().isoformat(),
        "when": when,
        "told": factuality,
        "period_name": name,
        "differ": ABOUT,
        "words": words,
        "static": static,
    }
    return found


UNSEEN = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F))}
UNSEEN |= dict.fromkeys(range(0x2066, 0x206A), "\ufffd")
UNSEEN[13] = "\r"
"""Characters that draw nothing, or turn the words around them about: a sign stands for each, so that nobody
is shown another text than the one that was read, and offsets stay true."""


def _seen(value: Any) -> Any:
    """Words of others as they are shown."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return value.translate(UNSEEN)


def plain(text: str) -> str:
    """A code as words: did_not_happen, did not happen."""
    return text.replace("_", " ")


def party(code: str) -> str:
    """The usual name of a state by its code; any other name as it is."""
    known = load().states.get(code)
    return known.name if known else code


def is_party(name: str) -> bool:
    """Whether an actor of this name has a page: a state's code, a body of no state."""
    return name in load().states or name in bodies()


def marked(extract: str) -> Markup:
    """An extract of the index of words, its hits marked, everything else escaped."""
    shown = str(escape(str(_seen(extract))))
    return Markup(shown.replace(MARK, '<mark class="hit">').replace(UNMARK, "</mark>"))


def segment(text: str) -> str:
    """A name as one part of an address's path."""
    return quote(text, safe="")


def signed(number: float | None) -> str:
    """A score with its sign; a dash for none."""
    return "—" if number is None or isnan(number) else f"{number:+.1f}"


def share(number: float) -> str:
    """A probability in two digits, in four where two would make nothing or certainty of it."""
    if 0.005 <= number < 0.995:
        return f"{number:.2f}"
    if number < 0.00005:
        return "below 0.0001"
    return f"{number:.4f}"


@cache
def static(name: str) -> str:
    """The address of a file that all pages load, which changes when the file does."""
    import hashlib

    data = resources.files("dragoman.serve.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(data).hexdigest()[:12]}"
