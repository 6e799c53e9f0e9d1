"""``dragoman eval countries``: of which country the marked actors of running sentences are.

Gold is JSON, one object a line: ``corpus``, ``id``, ``start``, ``end`` and ``sha256`` name the sentence (see
`gold.text_of`); ``actor`` is [start, end] of the phrase, ``country`` the list of its ISO 3166-1 alpha-3
codes, empty where it has none or nobody could tell, ``kind`` what it is. In place of ``corpus``, ``text`` may
hold the sentence.

Each sentence is read alone and without a date. The answer is that of the participant at the head of the
phrase and of those joined to it by "and". It is right when both lists hold the same codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.records import Participant, Reading, Span
from dragoman.serve.evaluate.gold import WHOLE, Part, alone, held_text, rows
from dragoman.serve.evaluate.measures import by_kind, percent


@dataclass(frozen=True, slots=True)
class Actor:
    """A sentence, the place of an actor in it, its countries, and what it is."""

    text: str
    place: Span
    country: frozenset[str]
    kind: str


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts actors."""
    from dragoman.pipeline import Pipeline
    from dragoman.resolve.actors import participants

    gold = part.of(rows(path, actor))
    reader = Pipeline(scored=False).reader
    said = []
    for one in gold:
        reading = reader.read(alone(one.text))
        said.append(told(one.place, reading, participants(reading)))
    right = [answer == one.country for one, answer in zip(gold, said, strict=True)]
    pairs = list(zip(gold, said, right, strict=True))
    return {
        "reader": reader.version,
        "n": len(gold),
        "right": percent(sum(right), len(gold)),
        "of_those_with_a_country": percent(
            sum(good for one, _, good in pairs if one.country), sum(bool(one.country) for one in gold)
        ),
        "invented": sum(bool(answer) and not one.country for one, answer, _ in pairs),
        "by_kind": by_kind([one.kind for one in gold], right),
        "missed": [
            {
                "text": one.text[one.place.start : one.place.end],
                "country": sorted(one.country),
                "said": sorted(answer),
            }
            for one, answer, good in pairs
            if not good
        ],
    }


def actor(row: Mapping[str, Any]) -> Actor:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    text, place = held_text(row), Span(*row["actor"])
    if place.start < 0 or place.end > len(text) or not text[place.start : place.end].strip():
        raise ValueError(f"no actor stands at {place.start} to {place.end}")
    if not isinstance(row["country"], list):
        raise ValueError("its country is no list of codes")
    return Actor(text, place, frozenset(row["country"]), str(row["kind"]))


def told(place: Span, reading: Reading, people: tuple[Participant, ...]) -> frozenset[str]:
    """The countries of those at the head of the phrase; none where nobody is found there."""
    heads = {
        word.start
        for sentence in reading.sentences
        for word in sentence.words
        if place.start <= word.start < place.end and _leads(word.head, word.deprel, sentence.words, place)
    }
    leading = [one for one in people if one.head in heads]
    inside = [one for one in people if place.start <= one.head < place.end]
    outermost = max(inside, key=lambda one: one.end - one.start, default=None)
    chosen = leading or ([outermost] if outermost else [])
    return frozenset(code for one in chosen for code in one.country)


def _leads(head: int, deprel: str, words: tuple[Any, ...], place: Span) -> bool:
    """Whether a word of the phrase is governed from outside it, or is joined to one that is."""
    while deprel == "conj" and head >= 0 and place.start <= words[head].start < place.end:
        head, deprel = words[head].head, words[head].deprel
    return head < 0 or not place.start <= words[head].start < place.end
