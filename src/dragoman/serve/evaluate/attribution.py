"""``dragoman eval attribution``: who is credited with what, against articles annotated as in PolNeAR.

``source``, ``cue`` and ``content`` are exact spans, each piece of a discontinuous one counted by itself and
a span that serves several attributions counted once. ``whole_content`` asks for all pieces of a content,
``triple`` for source, cue and content of one attribution together, character by character (no source is right
where none is annotated). ``triple_overlap`` takes an attribution as found where source, cue and content
each share at least 0.8 of their characters (twice the shared over the sum of both). Attributions are paired
one to one. PolNeAR annotates none inside the content of another, and the reader does: ``all`` counts what
it found there as wrong, ``outermost`` leaves it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.records import Article, Reading, Span
from dragoman.serve.evaluate.gold import WHOLE, Part, rows
from dragoman.serve.evaluate.measures import Tally
from dragoman.serve.evaluate.standoff import Claim, Pieces, claims

ENOUGH = 0.8
"""Share of characters from which two spans count as overlapping."""

Scores = dict[str, dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article's text with its attributions, as the first annotator by name marked them."""

    text: str
    claims: Sequence[Claim]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a JSONL file (``text``; ``brat``: standoff by annotator); ``n`` counts articles."""
    from dragoman.reading.reader import Reader

    gold = part.of(rows(path, annotated))
    reader = Reader()
    found = [read(reader.read(Article(id="", text=one.text))) for one in gold]
    return {
        "reader": reader.version,
        "n": len(gold),
        "attributions": sum(len(one.claims) for one in gold),
        "outermost": compare((one.claims, outermost(other)) for one, other in zip(gold, found, strict=True)),
        "all": compare((one.claims, other) for one, other in zip(gold, found, strict=True)),
    }


def annotated(row: dict[str, Any]) -> Annotated:
    """One row of the file. Raises KeyError or ValueError where it is none."""
    standoff = row["brat"]
    return Annotated(row["text"], claims(row["text"], standoff[min(standoff)]))


def read(reading: Reading) -> list[Claim]:
    """The attributions that the reader found."""
    return [
        Claim(_pieces([one.source] if one.source else []), _pieces([one.cue]), _pieces(one.content))
        for one in reading.attributions
    ]


def _pieces(spans: Iterable[Span]) -> Pieces:
    return tuple(sorted((span.start, span.end) for span in spans))


def outermost(found: Sequence[Claim]) -> list[Claim]:
    """Those whose cue does not lie inside the content of another."""
    contents = [piece for claim in found for piece in claim.content]
    return [claim for claim in found if not any(_inside(claim.cue[0], piece) for piece in contents)]


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


# ---- measures -------------------------------------------------------------------------------------


def compare(pairs: Iterable[tuple[Sequence[Claim], Sequence[Claim]]]) -> Scores:
    """The measures over articles, each with the attributions that are there and those that were found."""
    tally = Tally()
    for gold, found in pairs:
        for role in ("source", "cue", "content"):
            tally.add_sets(role, _all_pieces(found, role), _all_pieces(gold, role))
        tally.add_sets("whole_content", (one.content for one in found), (one.content for one in gold))
        exact = sum((Counter(gold) & Counter(found)).values())
        tally.add("triple", exact, len(found), len(gold))
        tally.add("triple_overlap", _overlapping(gold, found), len(found), len(gold))
    return tally.scores()


def _all_pieces(many: Sequence[Claim], role: str) -> list[tuple[int, int]]:
    return [piece for claim in many for piece in getattr(claim, role)]


def _overlapping(gold: Sequence[Claim], found: Sequence[Claim]) -> int:
    """How many attributions pair up, the likest first."""
    likeness = ((alike(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(found))
    ours, theirs = set[int](), set[int]()
    for _, i, j in sorted((one for one in likeness if one[0] >= ENOUGH), reverse=True):
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
    return len(ours)


def alike(one: Claim, other: Claim) -> float:
    """How much the two share in the part where they share least, 0 to 1."""
    return min(
        _shared(one.cue, other.cue), _shared(one.source, other.source), _shared(one.content, other.content)
    )


def _shared(one: Pieces, other: Pieces) -> float:
    if one == other:
        return 1.0
    both = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    return 2 * both / sum(end - start for start, end in (*one, *other))
