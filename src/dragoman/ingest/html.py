"""Web pages: trafilatura finds the main text; title, author and date are what the page itself states."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction

from dragoman.ingest import credits, page, text
from dragoman.ingest.decode import clean, decode
from dragoman.ingest.lines import Line
from dragoman.ingest.source import IngestError, Stated
from dragoman.records import Article, Dropped

# What is wrong with a page is said by IngestError; without a handler logging prints to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

SHORT = 250  # below this many characters the fast extraction is tried again in full
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
OUTSIDE = "outside the main text (trafilatura)"
UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "svg", "iframe", "object"})
INLINE = re.compile(
    "abbr|b|bd[io]|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|su[bp]"
    "|time|tt|u|var|wbr"
)
BULLET = re.compile(r"^[-•]\s+")


def read(data: bytes, source: str, stated: Stated, declared: str | None = None) -> Article:
    """The article of a web page. ``declared`` is the encoding of the HTTP answer.

    Raises IngestError when the bytes are no text or the page shows no article.
    """
    code = decode(data, source, declared or _charset(data))
    tree = parse(code, source)
    main = main_text(code, source)
    visible = list(visible_lines(tree))
    known = stated.filled_from(page.stated(tree))
    known = known.filled_from(_between_title_and_text(visible, main, known.title))
    return text.make("\n\n".join(main), source, known, _outside(visible, main, known.title))


def parse(code: str, source: str) -> HtmlElement:
    """The tree of a page, however broken its tags are. Raises IngestError when it holds none at all."""
    try:
        tree = lxml_html.document_fromstring(code.encode("utf-8"), parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        raise IngestError(
            source, "holds no readable HTML", "Save the page again, or its text as .txt."
        ) from error
    return tree


def main_text(code: str, source: str) -> list[str]:
    """The paragraphs of a page's main text as trafilatura finds them, comments left out."""
    found = _extracted(code, fast=True)
    if len(found) < SHORT:
        found = max(found, _extracted(code, fast=False), key=len)
    if not found:
        remedy = "Copy the article's text into a .txt file, or save the page after it has loaded."
        raise IngestError(source, "shows no article in its HTML", remedy)
    return [BULLET.sub("", line) for line in clean(found).split("\n") if line]


def visible_lines(tree: HtmlElement) -> Iterator[str]:
    """What a browser shows as lines, top to bottom: blocks, and the pieces that line breaks make of them."""
    shown = "".join(_shown(tree))
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return (clean(line) for line in lines if line)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)


def _charset(data: bytes) -> str | None:
    match = CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def _extracted(code: str, fast: bool) -> str:
    cheap = {"extensive_search": False, "original_date": True}
    whole = code if "<html" in code.lower() else f"<html><body>{code}</body></html>"  # it refuses fragments
    found = bare_extraction(whole, fast=fast, include_comments=False, date_extraction_params=cheap)
    return str(getattr(found, "text", None) or "")


def _shown(node: HtmlElement) -> Iterator[str]:
    """The text of a node in pieces, with a line break around every block. A stack: pages may nest deep."""
    stack: list[HtmlElement | str] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            yield top
        elif isinstance(top.tag, str) and top.tag not in UNSEEN and not _hidden(top):
            stack.extend(reversed(_pieces(top)))


def _pieces(node: HtmlElement) -> list[HtmlElement | str]:
    edge = " " if node.tag == "a" else "" if INLINE.fullmatch(node.tag) else "\n"
    pieces: list[HtmlElement | str] = [edge, " ".join((node.text or "").split("\n"))]
    for child in node:
        pieces += [child, " ".join((child.tail or "").split("\n"))]
    return [*pieces, edge]


def _hidden(node: HtmlElement) -> bool:
    style = (node.get("style") or "").replace(" ", "")
    return node.get("hidden") is not None or "display:none" in style or node.get("aria-hidden") == "true"


def _outside(visible: list[str], main: list[str], title: str | None) -> tuple[Dropped, ...]:
    """The lines that the page shows and the main text lacks, each once."""
    inside = _letters(" ".join([title or "", *main]))
    lines = dict.fromkeys(line for line in visible if _letters(line) and _letters(line) not in inside)
    return tuple(Dropped(line, OUTSIDE) for line in lines)


def _between_title_and_text(visible: list[str], main: list[str], title: str | None) -> Stated:
    """What the lines under the headline state, where the extractor took them for furniture."""
    keys = [_letters(line) for line in visible]
    first = next(
        (place for line in main if (place := _place(keys, line)) is not None and len(line) > 60), None
    )
    headline = _place(keys, title or main[0])
    if first is None or headline is None:
        return Stated()
    return credits.stated_by(credits.mark_head(credits.mark([*map(Line, visible[headline + 1 : first + 1])])))


def _place(keys: list[str], line: str) -> int | None:
    """Where a line stands last among the lines shown; a headline may also stand in a list of links above."""
    key = _letters(line)
    return max((place for place, other in enumerate(keys) if other == key), default=None)


def _letters(line: str) -> str:
    return re.sub(r"[\W_]", "", line).casefold()
