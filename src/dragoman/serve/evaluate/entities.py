"""``dragoman eval entities``: names and time expressions by kind, on a treebank or on labelled spans.

A file of CoNLL-U (``.conllu``, ``.conllu.gz``) must hold GUM's ``Entity=`` brackets; `gum_names` says which
of them are names. Any other file holds JSON objects, one a line: ``text`` with ``names``, a list of
[start, end, kind] in code points, and optionally ``start`` and ``end`` of the stretch that is labelled. Where
the text may not be copied, ``corpus`` and ``id`` name a row of ``<corpus>.jsonl.gz`` in
``$DRAGOMAN_SHARED/data`` (``../shared/data`` by default), and ``sha256`` holds the first 16 hexadecimal
digits of the stretch's sum. The kind ``X`` marks what counts neither way.

Texts are read raw and whole. A span is right when both ends and the kind are; a leading article and white
space do not count. ``untyped`` leaves out the kind, ``all`` sums over kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from dragoman.records import Article, MentionKind
from dragoman.serve.evaluate import gum_names
from dragoman.serve.evaluate.gold import WHOLE, Part, held_text, rows
from dragoman.serve.evaluate.measures import Tally
from dragoman.serve.evaluate.treebank import Document, Token, documents, solid

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader

KINDS = get_args(MentionKind)
IGNORED = "X"
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)

Span = tuple[int, int, str]
"""Start, end (exclusive, in code points) and kind."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text whose names between ``start`` and ``end`` are known."""

    text: str
    start: int
    end: int
    names: tuple[Span, ...]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts documents of a treebank, rows of other files."""
    from dragoman.reading.reader import Reader

    treebank = path.name.removesuffix(".gz").endswith(".conllu")
    gold = part.of([of_document(one) for one in documents(path)] if treebank else rows(path, labelled))
    reader = Reader()
    read = lru_cache(lambda text: mentions(reader, text))
    return {
        "reader": reader.version,
        "n": len(gold),
        **compare((one, inside(read(one.text), one)) for one in gold),
    }


# ---- gold -----------------------------------------------------------------------------------------


def of_document(document: Document) -> Labelled:
    """The names of a treebank's document, in its raw text."""
    text = document.text
    places = [place for place, character in enumerate(text) if solid(character)]
    names = []
    for words in document.words:
        ends = [_end(words, number) for number in range(len(words))]
        for name in gum_names.names(words):
            first, last = places[words[name.start].start], places[ends[name.end - 1] - 1]
            names.append((first, last + 1, name.kind))
    return Labelled(text, 0, len(text), tuple(names))


def _end(words: Sequence[Token], number: int) -> int:
    """Where a word ends; in a multiword token ("Said's") after the forms up to it."""
    word = words[number]
    if not word.joint:
        return word.end
    before = (other for other in words[: number + 1] if (other.start, other.end) == (word.start, word.end))
    return min(word.end, word.start + sum(len(solid(other.form)) for other in before))


def labelled(row: dict[str, Any]) -> Labelled:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    text = held_text(row)
    start, end = row.get("start", 0), row.get("end", len(text))
    names = tuple((int(first), int(last), str(kind)) for first, last, kind in row["names"])
    kinds = {IGNORED, *KINDS}
    for first, last, kind in names:
        if kind not in kinds or not 0 <= start <= first < last <= end <= len(text):
            raise ValueError(f"{[first, last, kind]} is no span of a known kind inside {start} to {end}")
    return Labelled(text, start, end, names)


# ---- what was found -------------------------------------------------------------------------------


def mentions(reader: Reader, text: str) -> list[Span]:
    """The reader's mentions of a text."""
    return [(one.start, one.end, one.kind) for one in reader.read(Article(id="", text=text)).mentions]


def inside(found: Sequence[Span], gold: Labelled) -> list[Span]:
    """Those of the labelled stretch, without those that touch what is labelled as counting neither way."""
    free = [(start, end) for start, end, kind in gold.names if kind == IGNORED]
    return [
        one
        for one in found
        if gold.start <= one[0] < gold.end and not any(one[0] < end and start < one[1] for start, end in free)
    ]


# ---- measures -------------------------------------------------------------------------------------


def compare(pairs: Iterable[tuple[Labelled, Sequence[Span]]]) -> dict[str, dict[str, float | None]]:
    """Precision, recall and F1 by kind, over all kinds, and without the kinds."""
    tally = Tally()
    for kind in KINDS:
        tally.add(kind, 0, 0, 0)
    for gold, found in pairs:
        true = {span for span in bare(gold.text, gold.names) if span[2] != IGNORED}
        ours = set(bare(gold.text, found))
        for kind in KINDS:
            tally.add_sets(
                kind, (one for one in ours if one[2] == kind), (one for one in true if one[2] == kind)
            )
        tally.add_sets("all", ours, true)
        tally.add_sets("untyped", (one[:2] for one in ours), (one[:2] for one in true))
    return tally.scores()


def bare(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans without leading articles."""
    for start, end, kind in spans:
        article = _ARTICLE.match(text, start, end)
        yield (article.end() if article else start), end, kind
