"""``dragoman eval quoted``: are a few words between quotation marks a quotation, scare quotes, or a title?

Gold is JSON, one object a line: ``corpus``, ``id``, ``start``, ``end`` and ``sha256`` name the stretch with
its marks (see `gold.text_of`), or ``text`` holds the article; ``label`` is ``quotation`` (words of somebody
whom the text credits), ``scare`` (the author's own distance), ``title`` (of a work, a name, a word spoken
of) or ``other`` (marks that do not pair). The whole article is coded.

``scare_f1`` and ``macro_f1`` are of scare quotes against quotations: over the stretches that the gold calls
one or the other; a stretch that the system calls something else counts as missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.records import Coding, Span
from dragoman.serve.evaluate.gold import WHOLE, Part, alone, held_text, rows
from dragoman.serve.evaluate.measures import by_class

LABELS = ("quotation", "scare", "title", "other")
ASKED = ("quotation", "scare")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch between quotation marks in an article, and what it is."""

    text: str
    place: Span
    label: str


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts stretches."""
    from dragoman.pipeline import Pipeline

    gold = part.of(rows(path, stretch))
    pipeline = Pipeline(scored=False)  # events of the network of pairs say nothing of it
    codings = {text: pipeline.code(alone(text)) for text in dict.fromkeys(one.text for one in gold)}
    told = [answer(one.place, codings[one.text]) for one in gold]
    return {"reader": pipeline.reader.version, "n": len(gold), **compare([one.label for one in gold], told)}


def stretch(row: Mapping[str, Any]) -> Stretch:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    text = held_text(row)
    if row["label"] not in LABELS:
        raise ValueError(f"{row['label']!r} is none of {', '.join(LABELS)}")
    place = Span(row["start"], row["end"])
    if not text[place.start : place.end].strip():
        raise ValueError(f"nothing stands at {place.start} to {place.end}")
    return Stretch(text, place, row["label"])


def answer(place: Span, coding: Coding) -> str:
    """What the statements say of the stretch: "scare", "quotation" where it is part of one, else "title"."""
    here = [one for one in coding.statements if any(piece.overlaps(place) for piece in one.content)]
    if any(one.quote == "scare" for one in here):
        return "scare"
    return "quotation" if any(one.quote in ("direct", "mixed") for one in here) else "title"


def compare(gold: Sequence[str], told: Sequence[str]) -> dict[str, object]:
    """F1 of scare quotes and of quotations where the gold has one of them, and the confusion of all."""
    both = [(a, b) for a, b in zip(gold, told, strict=True) if a in ASKED]
    scores = by_class([a for a, _ in both], [b for _, b in both], ASKED)
    f1 = scores["by_class"]
    assert isinstance(f1, dict)
    return {
        "scare_f1": f1.get("scare"),
        "macro_f1": scores["macro_f1"],
        "by_class": f1,
        "confusion": by_class(gold, told, LABELS)["confusion"],
    }
