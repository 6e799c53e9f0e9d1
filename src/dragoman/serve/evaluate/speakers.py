"""``dragoman eval speakers``: who is named as the speaker of a quotation.

Gold is JSON, one object a line: ``corpus``, ``id``, ``start``, ``end`` and ``sha256`` name the quotation
with its marks (see `gold.text_of`); ``speaker`` is [start, end] of the fullest name that the article gives
the speaker, or of the words that describe him, None where nobody speaks (a title, scare quotes) or it is
not told; ``kind`` is person, group, unnamed, nobody or unknown. In place of ``corpus``, ``text`` may hold
the article.

The whole article is coded. A person is right when the statement that holds most of the quotation has a
source whose name or words end in the gold's last word ("Ms. Dahl" is Ingrid Dahl; "he" is nobody until it is
resolved, and "a spokesman for Ms. Dahl" is another); a group or an unnamed one when they share half of the
gold's words. ``named`` leaves out quotations that nobody speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from dragoman.records import Coding, Span, Statement
from dragoman.serve.evaluate.gold import WHOLE, Part, alone, held_text, rows
from dragoman.serve.evaluate.measures import by_kind, percent

Kind = Literal["person", "group", "unnamed", "nobody", "unknown"]
# "a spokesman for Ms. Dahl", "Dahl's brother": whoever it is, another than the last word says
_FOR = re.compile(r"\b(for|of|to|from)\b|['’]s\s", re.IGNORECASE)
_SMALL = frozenset(
    {"a", "an", "the", "of", "in", "at", "on", "for", "and", "his", "her", "its", "their"}
    | {"mr", "mrs", "ms", "dr", "sen", "rep", "jr"}
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of an article and who speaks it; ``speaker`` is empty where nobody is told."""

    article: str
    text: str
    place: Span
    kind: Kind
    speaker: str


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts quotations."""
    from dragoman.pipeline import Pipeline

    gold = part.of(rows(path, quotation))
    pipeline = Pipeline(scored=False)  # events of the network of pairs say nothing of it
    codings = {text: pipeline.code(alone(text)) for text in dict.fromkeys(one.text for one in gold)}
    right = [is_right(one, codings[one.text]) for one in gold]
    named = [told for one, told in zip(gold, right, strict=True) if one.kind != "nobody"]
    return {
        "reader": pipeline.reader.version,
        "n": len(gold),
        "right": percent(sum(right), len(gold)),
        "named": percent(sum(named), len(named)),
        "by_kind": by_kind([one.kind for one in gold], right),
    }


def quotation(row: Mapping[str, Any]) -> Quotation:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    text = held_text(row)
    if row["kind"] not in get_args(Kind):
        raise ValueError(f"{row['kind']!r} is none of {', '.join(get_args(Kind))}")
    start, end = row["speaker"] or (0, 0)
    place = Span(row["start"], row["end"])
    if row["speaker"] and not text[start:end].strip():
        raise ValueError(f"no speaker stands at {start} to {end}")
    if not text[place.start : place.end].strip():
        raise ValueError(f"no quotation stands at {place.start} to {place.end}")
    return Quotation(str(row.get("id", "")), text, place, cast(Kind, row["kind"]), text[start:end])


def is_right(one: Quotation, coding: Coding) -> bool:
    """Whether the coding says of the quotation who speaks, or rightly says nobody."""
    said = spoken(one.place, coding.statements)
    source = said.source if said is not None else None
    if not one.speaker:
        return source is None
    if source is None:
        return False
    wanted = _words(one.speaker)
    names = [_words(words) for words in (source.name, source.text) if words and not _FOR.search(words)]
    if one.kind == "person":
        return any(name[-1] == wanted[-1] != "" for name in names)
    told = {*_words(source.name or ""), *_words(source.text)}
    return 2 * len(told.intersection(wanted)) >= len(wanted)


def spoken(place: Span, statements: Sequence[Statement]) -> Statement | None:
    """The statement that holds most of the quotation, those with a source first; None where none does."""
    shares = [(sum(piece.shared(place) for piece in one.content), one) for one in statements]
    holding = [(share, one.source is not None, one) for share, one in shares if share > 0]
    return max(holding, key=lambda found: (found[1], found[0]), default=(0, False, None))[2]


def _words(name: str) -> list[str]:
    """The words of a name that tell who it is, in small letters, without the possessive."""
    found = re.findall(r"[^\W\d_][\w-]*", re.sub(r"['’]s\b", "", name.lower()))
    return [word for word in found if word not in _SMALL] or [""]
