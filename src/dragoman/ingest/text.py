"""Plain text: title, credits, furniture and paragraphs of a file or a copy pasted from a page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import py3langid

from dragoman.ingest import credits, furniture
from dragoman.ingest.decode import clean, decode
from dragoman.ingest.lines import ENDING, Line, dropped, split
from dragoman.ingest.source import IngestError, Stated
from dragoman.records import Article, Dropped

FUNCTION_WORDS = frozenset(
    {"the", "of", "to", "and", "that", "with", "for", "from", "by", "was", "were", "is", "are", "has", "have"}
    | {"had", "which", "who", "its", "in", "on", "after", "said", "not"}
)
ENGLISH_SHARE = 0.15
"""A text with more than this share of English function words is English, whatever its names."""

TITLE_WORDS = (2, 30)
TITLE_LETTERS = 220
INITIALS = re.compile(r"(?:\b[A-Z]\.){2,}[\"'”’]?$")  # a headline may end in "U.S."
LETTERS_TO_TELL = 40  # below this py3langid's guess is a coin toss
LETTERS_TO_BE_SURE = 300  # below this names decide; a text near to English is not told to be anything else
NEAREST = 4
ENGLISH = {"en", "pcm"}  # Nigerian Pidgin has most of its words of English
SAMPLE = 5_000
VARIANTS = {"wuu": "zh", "yue": "zh", "nb": "no", "nn": "no"}


def read(data: bytes, source: str, stated: Stated, declared: str | None = None) -> Article:
    """The article in the bytes of a text. ``stated`` is what is known beside it, and wins over the text.

    ``declared`` is the encoding that a server names, None for a file.
    Raises IngestError when the bytes are no text, are empty, too large, or hold nothing but furniture.
    """
    return make(decode(data, source, declared), source, stated)


def make(text: str, source: str, stated: Stated, extra: tuple[Dropped, ...] = ()) -> Article:
    """An article of a text: furniture and credits out, title found, paragraphs divided by blank lines.

    ``extra`` are lines that an earlier step (the HTML extractor) already left out.
    """
    lines = credits.mark(furniture.mark(split(clean(text))))
    title, lines = _title(lines, stated.title)
    lines = credits.mark_head(lines)
    paragraphs = [line.text for line in lines if line.kept]
    if not paragraphs and (title is None or stated.title):
        raise IngestError(source, "holds no running text", "Check that the source shows the whole article.")
    known = stated.filled_from(credits.stated_by(lines))
    if paragraphs:
        known = known.filled_from(credits.dateline(paragraphs[0], source))
    paragraphs, datelines = credits.without_dateline(paragraphs)
    return _article(title, paragraphs, known, dropped(lines) + datelines + extra)


def language(text: str) -> str | None:
    """The language of a text as py3langid tells it (ISO 639-1), None when it is too short to tell."""
    sample = text[:SAMPLE]
    letters = sum(letter.isalpha() for letter in sample)
    if letters < LETTERS_TO_TELL:
        return None
    code, *near = (str(code) for code, _ in py3langid.rank(sample)[:NEAREST])
    words = sample.lower().split()
    if sum(word in FUNCTION_WORDS for word in words) > ENGLISH_SHARE * len(words):
        return "en"  # foreign names mislead the classifier in a short text
    if letters < LETTERS_TO_BE_SURE and code != "en" and ENGLISH & {code, *near}:
        return None  # "Somali pirates hijack a German cargo ship" is taken for Nigerian Pidgin
    return VARIANTS.get(code, code)


def _article(title: str | None, paragraphs: list[str], known: Stated, out: tuple[Dropped, ...]) -> Article:
    text = "\n\n".join(([title] if title else []) + paragraphs)
    return Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        title=title,
        authors=known.authors,
        outlet=known.outlet,
        republished_from=known.republished_from,
        published=known.published,
        language=language(text),
        url=known.url,
        dropped=out,
    )


def _title(lines: Sequence[Line], stated: str | None) -> tuple[str | None, tuple[Line, ...]]:
    """The title, and the lines without it; a line that says it again goes as a repetition."""
    lines = _above_title(lines)
    at = next((place for place, line in enumerate(lines) if line.kept), None)
    if stated:
        title = " ".join(clean(stated).split())
        here = at is not None and _same(lines[at].text, title)
    else:
        here = at is not None and _is_title(lines, at)
        title = lines[at].text if at is not None and here else ""
    if not title:
        return None, tuple(lines)
    rest = [line for place, line in enumerate(lines) if not (here and place == at)]
    return title, _without_repeat(rest, title)


def _above_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Marks a section's or newspaper's name on top, where another line can be the title."""
    at = next((place for place, line in enumerate(lines) if line.kept), None)
    after = next((place for place, line in enumerate(lines) if line.kept and place > (at or 0)), None)
    if at is None or after is None or not _is_title(lines, after):
        return tuple(lines)
    top = lines[at]
    label = furniture.first(top.text, "head")
    if label:
        top = top.marked(label[0].reason)
    elif credits.is_masthead(top.text):
        top = top.marked("the outlet's name", Stated(outlet=top.text))
    else:
        return tuple(lines)
    return (*lines[:at], top, *lines[at + 1 :])


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """A headline: short, no full stop, a blank line, a credit or (in a text without blanks) prose next."""
    text = lines[at].text
    words = len(text.split())
    stop = re.search(r"[.,;:]$", text) and not INITIALS.search(text)
    if not TITLE_WORDS[0] <= words <= TITLE_WORDS[1] or len(text) > TITLE_LETTERS or stop:
        return False
    if not any(line.kept for line in lines[at + 1 :]):
        return False
    following = lines[at + 1]
    unspaced = all(line.text for line in lines[at:-1]) and following.prose and not ENDING.search(text)
    return not following.kept or unspaced or _credits_follow(lines[at + 1 :])


def _credits_follow(lines: Sequence[Line]) -> bool:
    """Whether the lines up to the next blank one are credits: names, a newspaper, a date."""
    block = list(takewhile(lambda line: line.text and not line.prose, lines))
    closed = len(block) == len(lines) or not lines[len(block)].text
    stated = any(line.stated != Stated() or credits.is_masthead(line.text) for line in block)
    return stated and (closed or not block[-1].kept or credits.is_masthead(block[-1].text))


def _without_repeat(lines: Sequence[Line], title: str) -> tuple[Line, ...]:
    at = next((place for place, line in enumerate(lines) if line.kept), None)
    if at is None or not _same(lines[at].text, title) or sum(line.kept for line in lines) == 1:
        return tuple(lines)
    repeated = replace(lines[at], reason="repeats the title")
    return (*lines[:at], repeated, *lines[at + 1 :])


def _same(one: str, other: str) -> bool:
    """Whether two lines have the same letters and digits, whatever their quotes and spaces."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
