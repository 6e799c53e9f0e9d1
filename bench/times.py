"""Time expressions against the TimeBank and AQUAINT TimeML documents: one JSON object on standard output.

    python bench/times.py ../shared/data/tbaq_timex.jsonl.gz [--half first|second]

The documents, sorted by id, are split in two halves: the grammar was developed on the first, so a figure
to report is that of the second. The stated creation time of each document is the anchor. A span is found
strictly when both ends agree and relaxedly when it shares a character with the annotated one. ``value`` is
the share of relaxedly found expressions with the annotated TIMEX3 value, ``value_f1`` the F1 of both at
once; ``..._normal`` first writes 198X and 1995-XX-XX as 198 and 1995 and 2000-W6 as 2000-W06. ``dates``
scores DATE alone, setting aside what overlaps only a TIME, DURATION or SET; ``all`` scores the four kinds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from dragoman.resolve.times import Timex, timexes


@dataclass(frozen=True)
class Gold:
    """An annotated expression."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True)
class Document:
    """The text between the TEXT tags, with its annotated expressions and day of creation."""

    id: str
    text: str
    anchor: date
    gold: tuple[Gold, ...]


def document(row: dict[str, str]) -> Document:
    """One row of the data file, read as TimeML."""
    root = ElementTree.fromstring(row["tml"])
    created = root.find(".//DCT/TIMEX3")
    body = root.find("TEXT")
    if created is None or body is None:
        raise ValueError(f"{row['id']}: no creation time or no text")
    pieces: list[str] = []
    gold: list[Gold] = []
    _walk(body, pieces, gold)
    return Document(row["id"], "".join(pieces), date.fromisoformat(created.attrib["value"][:10]), tuple(gold))


def _walk(node: ElementTree.Element, pieces: list[str], gold: list[Gold]) -> None:
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        _walk(child, pieces, gold)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3":
        gold.append(Gold(start, sum(map(len, pieces)), node.attrib["type"], node.attrib["value"]))


def normal(value: str | None) -> str | None:
    """One way to write a value where annotators used several."""
    if value is None:
        return None
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return re.sub(r"(?:-XX)+$|(?<=^\d{3})X$", "", value)


def pair(gold: Sequence[Gold], found: Sequence[Timex]) -> list[tuple[Gold, Timex]]:
    """Each annotated expression with the first found one that overlaps it, both used once."""
    pairs, used = [], set[int]()
    for one in gold:
        for number, other in enumerate(found):
            if number not in used and one.start < other.end and other.start < one.end:
                used.add(number)
                pairs.append((one, other))
                break
    return pairs


def f1(right: int, found: int, gold: int) -> float:
    """The harmonic mean of precision and recall, in percent."""
    return round(200 * right / (found + gold), 1) if found + gold else 0.0


def score(documents: Iterable[Document], kinds: set[str], only_dates: bool) -> dict[str, float]:
    """Counts and figures over the documents for the annotated kinds asked for."""
    count = dict.fromkeys(("gold", "found", "relaxed", "strict", "value", "value_normal"), 0)
    for doc in documents:
        gold = [one for one in doc.gold if one.kind in kinds]
        aside = [one for one in doc.gold if one.kind not in kinds]
        found = [
            one for one in timexes(doc.text, doc.anchor) if not only_dates or one.kind in ("DATE", "TIME")
        ]
        pairs = pair(gold, found)
        matched = {id(other) for _, other in pairs}
        found = [one for one in found if id(one) in matched or not pair(aside, [one])]
        count["gold"] += len(gold)
        count["found"] += len(found)
        count["relaxed"] += len(pairs)
        count["strict"] += sum((one.start, one.end) == (other.start, other.end) for one, other in pairs)
        count["value"] += sum(one.value == other.value for one, other in pairs)
        count["value_normal"] += sum(normal(one.value) == normal(other.value) for one, other in pairs)
    both = count["found"], count["gold"]
    return count | {
        "strict_f1": f1(count["strict"], *both),
        "relaxed_f1": f1(count["relaxed"], *both),
        "relaxed_precision": round(100 * count["relaxed"] / max(both[0], 1), 1),
        "relaxed_recall": round(100 * count["relaxed"] / max(both[1], 1), 1),
        "value_f1": f1(count["value"], *both),
        "value_f1_normal": f1(count["value_normal"], *both),
        "value_accuracy": round(100 * count["value"] / max(count["relaxed"], 1), 1),
        "value_accuracy_normal": round(100 * count["value_normal"] / max(count["relaxed"], 1), 1),
    }


def speed(documents: Sequence[Document]) -> float:
    """Milliseconds of processor time per 1,000 characters."""
    timexes("warm", None)
    begun = time.process_time()
    for doc in documents:
        timexes(doc.text, doc.anchor)
    return round(1e6 * (time.process_time() - begun) / sum(len(doc.text) for doc in documents), 3)


def main() -> None:
    """Read the arguments, score, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("first", "second"), default="second")
    asked = parser.parse_args()
    with gzip.open(asked.data, "rt", encoding="utf-8") as lines:
        documents = sorted(map(document, map(json.loads, lines)), key=lambda doc: doc.id)
    middle = len(documents) // 2
    half = documents[:middle] if asked.half == "first" else documents[middle:]
    every = {"DATE", "TIME", "DURATION", "SET"}
    result = {
        "half": asked.half,
        "documents": len(half),
        "dates": score(half, {"DATE"}, only_dates=True),
        "all": score(half, every, only_dates=False),
        "ms_per_1000_characters": speed(half),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
