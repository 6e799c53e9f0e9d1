"""Markdown, as official sites and archives keep their texts: front matter, then paragraphs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dragoman.ingest import dates, text
from dragoman.ingest.decode import decode
from dragoman.ingest.source import Stated
from dragoman.records import Article

_NAME = r"[A-Za-z_][\w-]*:(?=\s|\Z)"
_FRONT = re.compile(  # a rule on top is none: what follows must be empty, or a field, perhaps below comments
    rf"\A\s*---[ \t]*\n(?P<fields>(?:(?:\s*#[^\n]*\n)*\s*{_NAME}.*?\n)?)---[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(
    rf"^(?={_NAME})(?P<name>[\w-]+):[ \t]*(?P<value>.*(?:\n(?!{_NAME}|-[ \t]|#[ \t]).*)*)", re.MULTILINE
)
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_DAYS = ("published", "published_time", "date")
_ADDRESSES = ("url", "source_url", "canonical_url", "permalink")


def read(data: bytes, source: str, stated: Stated, declared: str | None = None) -> Article:
    """The article of a page of Markdown; what its front matter states counts unless ``stated`` knows better.

    ``declared`` is as for `text.read`. Raises IngestError as `text.make` does.
    """
    page = decode(data, source, declared)
    front = _FRONT.match(page)
    written = _FIELD.finditer(front["fields"]) if front else ()
    fields = {field["name"].lower(): _value(field["value"]) for field in written}
    known = Stated(
        title=fields.get("title"),
        authors=tuple(name.strip() for name in fields.get("author", "").split(";") if name.strip()),
        outlet=fields.get("outlet") or fields.get("publisher"),
        published=next((day for name in _DAYS if (day := dates.stated(fields.get(name, "")))), None),
        url=_first(fields, _ADDRESSES),
    )
    body = page[front.end() :] if front else page
    return text.make("\n\n".join(_paragraphs(body)), source, stated.filled_from(known))


def _first(fields: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _value(written: str) -> str:
    """A scalar of YAML: plain, in single quotes, in double quotes with escapes, or a block; lines folded."""
    flow = re.sub(r"\A[>|][-+\d]*[ \t]*\n", "", written.strip())
    folded = re.sub(r"\\\n[ \t]*(\\ )?", lambda cut: " " if cut[1] else "", flow)
    folded = re.sub(r"\s*\n\s*", " ", folded)
    if folded[:1] == "'" == folded[-1:]:
        return folded[1:-1].replace("''", "'")
    if folded[:1] == '"' == folded[-1:]:
        plain = folded.replace("\\_", " ").replace("\\ ", " ").replace("\\x", "\\u00")
        try:
            return str(json.loads(plain, strict=False))
        except ValueError:
            return folded[1:-1]
    return "" if folded in _NOTHING else folded


def _paragraphs(body: str) -> Iterator[str]:
    """The running text of every block; emphasis, links, list marks and markup are left out."""
    for block in MarkdownIt("commonmark").disable("code").parse(body):
        if block.type == "inline":
            yield "".join(_words(block.children or ()))
        elif block.type == "fence":
            yield block.content
        elif block.type == "html_block":
            yield _TAG.sub(" ", block.content)


def _words(inline: list[Token] | tuple[Token, ...]) -> Iterator[str]:
    for token in inline:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or token.content.lower().startswith("<br"):
            yield "\n"
