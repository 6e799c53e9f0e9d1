"""``dragoman pairs``: which type of event a sentence tells of between two phrases, as JSON or lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.records import Marked, Span

if TYPE_CHECKING:
    from dragoman.reading.scorer import PairScorer

Json = dict[str, Any]
NONE = "NONE"
SHOWN = 3
"""Likeliest types of an answer."""


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence with its marks, and its pair as the scorer is asked for it."""

    text: str
    pair: Marked


def query(line: str) -> Query:
    """The query of one JSON line: ``marked``, or ``sentence`` with ``actor`` and ``recipient``, parts of it.

    Raises ValueError, saying what is wrong with the line.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg})") from error
    if isinstance(row, dict) and isinstance(row.get("marked"), str):
        return marked(row["marked"])
    if not isinstance(row, dict) or not isinstance(row.get("sentence"), str):
        raise ValueError("it is no object with a marked sentence, or a sentence, an actor and a recipient")
    from dragoman.reading.marks import question

    sides = (_place(row["sentence"], row.get("actor")), _place(row["sentence"], row.get("recipient")))
    if sides == (None, None):
        raise ValueError("it names neither actor nor recipient")
    return Query(row["sentence"], question(row["sentence"], *sides))


def _place(sentence: str, phrase: object) -> Span | None:
    """Where the phrase first stands in the sentence."""
    if phrase is None or phrase == "":
        return None
    start = sentence.find(phrase) if isinstance(phrase, str) else -1
    if start < 0:
        raise ValueError(f"{phrase!r} does not stand in its sentence")
    return Span(start, start + len(str(phrase)))


def marked(text: str) -> Query:
    """The query of a sentence with ``<s>actor</s>`` and ``<t>recipient</t>`` in it, or one of the two.

    Raises ValueError where it has neither, or marks that do not pair.
    """
    from dragoman.reading.marks import question, unmarked

    sentence, actor, recipient = unmarked(text)
    if actor is None and recipient is None:
        raise ValueError("nobody is marked in it: write <s>actor</s> and <t>recipient</t>")
    return Query(text, question(sentence, actor, recipient))


def answer(asked: Query, event: bool = False) -> Json:
    """The query with the likeliest types and their probabilities.

    ``event``: it is known that something happens between the two, so NONE is no answer. ``type`` is None for
    a sentence that is too long for the network.
    """
    (scores,) = _scorer().score([asked.pair])
    if event:
        scores = {name: share for name, share in scores.items() if name != NONE}
        whole = sum(scores.values())
        scores = {name: share / whole for name, share in scores.items()}
    best = sorted(scores, key=lambda name: -scores[name])[:SHOWN]
    return {
        "text": asked.text,
        "type": best[0] if best else None,
        "quad": _quad(best[0]) if best else None,
        "scores": {name: round(scores[name], 3) for name in best},
        "scorer": _scorer().version,
    }


def _quad(event_type: str) -> str | None:
    from dragoman.knowledge.ontology import plover

    return None if event_type == NONE else plover().types[event_type].quad


@cache
def _scorer() -> PairScorer:
    from dragoman.reading.scorer import PairScorer

    return PairScorer()


def lines(found: Json) -> Iterator[str]:
    """An answer to read: the likeliest types with their probabilities."""
    yield found["text"]
    if found["type"] is None:
        yield "  unknown: the sentence is too long"
    for name, share in found["scores"].items():
        yield f"  {name:<10}{share:.3f}  {(_quad(name) or 'no event between the two').replace('_', ' ')}"
