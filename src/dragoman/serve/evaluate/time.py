"""``dragoman eval time``: time expressions and their values, against documents in TimeML.

The stated creation time of each document is the anchor. A span is found strictly when both ends agree and
relaxedly when it shares a character with the annotated one. ``value`` counts what is relaxedly found with the
annotated TIMEX3 value, ``value_accuracy`` is its share of the relaxedly found; ``..._normal`` first writes
198X and 1995-XX-XX as 198 and 1995, and 2000-W6 as 2000-W06. ``dates`` scores DATE alone, setting aside what
overlaps only a TIME, DURATION or SET; ``all`` scores the four kinds.

``--half first`` is what the grammar was developed on: the first half of the documents by id, and every other
one of the rest. ``--half second`` is the others, which were never looked at: a figure to report is theirs.
TimeBank and AQUAINT begin with the news of agencies and end with a business paper; the test side is all of
the latter, which is the harder of the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from dragoman.serve.evaluate.gold import WHOLE, Half, Part, rows
from dragoman.serve.evaluate.measures import percent

if TYPE_CHECKING:
    from dragoman.resolve.times import Timex

EVERY = frozenset({"DATE", "TIME", "DURATION", "SET"})
DATES = frozenset({"DATE"})


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression, annotated or found: code points, TIMEX3 type and value."""

    start: int
    end: int
    kind: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """The text between the TEXT tags, with its annotated expressions and day of creation."""

    id: str
    text: str
    anchor: date
    times: tuple[Expression, ...]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a JSONL file of documents (``id``, ``tml``); ``n`` counts them."""
    gold = _side(sorted(rows(path, document), key=lambda one: one.id), part)
    found = [read(one) for one in gold]
    pairs = [(one.times, times) for one, times in zip(gold, found, strict=True)]
    return {
        "reader": None,
        "n": len(gold),
        "all": compare(pairs, EVERY),
        "dates": compare([(one, _without_lengths(times)) for one, times in pairs], DATES),
    }


def _side(gold: Sequence[Document], part: Part) -> Sequence[Document]:
    """The documents for development, those for test, or all; at most as many as wanted."""
    middle = len(gold) // 2
    rest = gold[middle:]
    sides = {Half.first: [*gold[:middle], *rest[::2]], Half.second: rest[1::2], None: gold}
    return Part(limit=part.limit).of(sides[part.half])


def read(one: Document) -> tuple[Expression, ...]:
    """What the system finds in a document's text."""
    from dragoman.resolve.times import timexes

    return tuple(_expression(found) for found in timexes(one.text, one.anchor))


def _expression(found: Timex) -> Expression:
    return Expression(found.start, found.end, found.kind, found.value)


def _without_lengths(times: Iterable[Expression]) -> tuple[Expression, ...]:
    return tuple(one for one in times if one.kind in ("DATE", "TIME"))


# ---- TimeML ---------------------------------------------------------------------------------------


def document(row: dict[str, Any]) -> Document:
    """One row of the file. Raises KeyError or ValueError where it is none."""
    try:
        root = ElementTree.fromstring(row["tml"])
    except ElementTree.ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    created, body = root.find(".//DCT/TIMEX3"), root.find("TEXT")
    if created is None or body is None:
        raise ValueError("no creation time (DCT) or no TEXT")
    pieces: list[str] = []
    times: list[Expression] = []
    _walk(body, pieces, times)
    anchor = date.fromisoformat(created.attrib["value"][:10])
    return Document(row["id"], "".join(pieces), anchor, tuple(times))


def _walk(node: ElementTree.Element, pieces: list[str], times: list[Expression]) -> None:
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        _walk(child, pieces, times)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3":
        times.append(Expression(start, sum(map(len, pieces)), node.attrib["type"], node.attrib["value"]))


# ---- measures -------------------------------------------------------------------------------------


def compare(
    pairs: Iterable[tuple[Sequence[Expression], Sequence[Expression]]], kinds: frozenset[str]
) -> dict[str, float | None]:
    """Counts and figures for the annotated ``kinds``, over (annotated, found) of each document."""
    count: Counter[str] = Counter()
    for gold, found in pairs:
        count.update(_counted(gold, found, kinds))
    return {name: count[name] for name in COUNTS} | _figures(count)


COUNTS = ("gold", "found", "relaxed", "strict", "value", "value_normal")


def _counted(
    gold: Sequence[Expression], found: Sequence[Expression], kinds: frozenset[str]
) -> dict[str, int]:
    wanted = [one for one in gold if one.kind in kinds]
    aside = [one for one in gold if one.kind not in kinds]
    both = paired(wanted, found)
    matched = {id(other) for _, other in both}
    return {
        "gold": len(wanted),
        "found": sum(id(one) in matched or not paired(aside, [one]) for one in found),
        "relaxed": len(both),
        "strict": sum((one.start, one.end) == (other.start, other.end) for one, other in both),
        "value": sum(one.value == other.value for one, other in both),
        "value_normal": sum(normal(one.value) == normal(other.value) for one, other in both),
    }


def paired(gold: Sequence[Expression], found: Sequence[Expression]) -> list[tuple[Expression, Expression]]:
    """Each annotated expression with the first found one that overlaps it, both used once."""
    pairs, used = [], set[int]()
    for one in gold:
        for number, other in enumerate(found):
            if number not in used and one.start < other.end and other.start < one.end:
                used.add(number)
                pairs.append((one, other))
                break
    return pairs


def normal(value: str | None) -> str | None:
    """One way to write a value where annotators used several."""
    if value is None:
        return None
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return re.sub(r"(?:-XX)+$|(?<=^\d{3})X$", "", value)


def _figures(count: Counter[str]) -> dict[str, float | None]:
    sides = count["found"] + count["gold"]
    return {
        "strict_f1": percent(2 * count["strict"], sides),
        "relaxed_f1": percent(2 * count["relaxed"], sides),
        "relaxed_precision": percent(count["relaxed"], count["found"]),
        "relaxed_recall": percent(count["relaxed"], count["gold"]),
        "value_f1": percent(2 * count["value"], sides),
        "value_f1_normal": percent(2 * count["value_normal"], sides),
        "value_accuracy": percent(count["value"], count["relaxed"]),
        "value_accuracy_normal": percent(count["value_normal"], count["relaxed"]),
    }
