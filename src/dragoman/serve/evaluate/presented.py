"""``dragoman eval presented``: how a sentence presents an event: as done, planned, hoped for, denied.

Gold is JSON, one object a line: ``text``, ``trigger``, the [start, end] of the one word that names the event,
``factuality``, one of the nine of `dragoman.records.Factuality`, and optionally ``start`` and ``end`` of the
sentence. Where the text may not be copied, ``corpus``, ``id`` and ``sha256`` name it (see `gold.text_of`).
Places are in code points of the whole text.

The sentence is read alone, as an article of its own, and the word is judged whether or not an event would be
coded there. ``macro_f1`` is the mean of the F1 of the gold's classes, ``confusion`` counts what was told of
the events of each. A trigger at which the engine sees no word counts as wrong (``unread``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from dragoman.records import Factuality, Span, Word
from dragoman.serve.evaluate.gold import UNREAD, WHOLE, Part, alone, held_text, rows
from dragoman.serve.evaluate.measures import by_class

if TYPE_CHECKING:
    from dragoman.reading.engine import Engine

CLASSES: tuple[Factuality, ...] = get_args(Factuality)


@dataclass(frozen=True, slots=True)
class Presented:
    """A sentence, where the word of its event stands in it, and how the event is presented."""

    sentence: str
    trigger: Span
    factuality: Factuality


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts events."""
    from dragoman.reading.reader import Reader

    gold = part.of(rows(path, presented))
    reader = Reader()
    told = [answer(reader, one) for one in gold]
    return {
        "reader": reader.version,
        "n": len(gold),
        **compare([one.factuality for one in gold], told),
    }


# ---- gold -----------------------------------------------------------------------------------------


def presented(row: Mapping[str, Any]) -> Presented:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    text = held_text(row)
    start, end = row.get("start", 0), row.get("end", len(text))
    first, last = row["trigger"]
    known = next((name for name in CLASSES if name == row["factuality"]), None)
    if known is None:
        raise ValueError(f"{row['factuality']!r} is no factuality")
    if not 0 <= start <= first < last <= end <= len(text) or len(text[first:last].split()) != 1:
        raise ValueError(f"{[first, last]} is no word between {start} and {end}")
    return Presented(text[start:end], Span(first - start, last - start), known)


# ---- what is told ---------------------------------------------------------------------------------


def answer(engine: Engine, one: Presented) -> Factuality | None:
    """How the system takes the event to be presented, None where the engine sees no word at the trigger."""
    from dragoman.coding.factuality import judge
    from dragoman.coding.syntax import Tree

    for sentence in engine.read(alone(one.sentence)).sentences:
        if (index := word_at(sentence.words, one.trigger)) is not None:
            return judge(Tree(sentence), index).value
    return None


def word_at(words: Sequence[Word], trigger: Span) -> int | None:
    """The word at the trigger; of several (a compound cut at its hyphen) the one that governs the others."""
    held = [index for index, word in enumerate(words) if Span(word.start, word.end).overlaps(trigger)]
    return next((index for index in held if words[index].head not in held), None)


# ---- figures --------------------------------------------------------------------------------------


def compare(gold: Sequence[Factuality], told: Sequence[Factuality | None]) -> dict[str, object]:
    """The figures of `by_class`, and how many triggers could not be judged."""
    answers = [one or UNREAD for one in told]
    return {UNREAD: answers.count(UNREAD), **by_class(gold, answers, CLASSES)}
