"""``dragoman pairs``: which type of event a sentence tells of between two phrases, as JSON or lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.records import NONE, Scores, Span

if TYPE_CHECKING:
    from dragoman.reading.scorer import PairScorer

Json = dict[str, Any]
SHOWN = 3
"""Likeliest types of an answer."""


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence and where the two phrases stand in it; None for a side that nobody stands on."""

    text: str
    actor: Span | None
    recipient: Span | None
    id: object = None


def query(line: str) -> Query:
    """The query of one JSON line: ``marked``, or ``text`` with ``actor`` and ``recipient``.

    A side is [start, end] in code points, or a phrase of the text, of which the first place counts. Of other
    keys only ``id`` is kept. Raises ValueError, saying what is wrong with the line.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg})") from error
    if not isinstance(row, dict):
        raise ValueError("it is no object")
    if isinstance(row.get("marked"), str):
        return marked(row["marked"], row.get("id"))
    if not isinstance(text := row.get("text"), str):
        raise ValueError("it has neither a text nor a marked sentence")
    sides = _place(text, row.get("actor")), _place(text, row.get("recipient"))
    if sides == (None, None):
        raise ValueError("it names neither actor nor recipient")
    return Query(text, *sides, row.get("id"))


def _place(text: str, side: object) -> Span | None:
    match side:
        case None | "" | []:
            return None
        case str() if side.strip() and (start := text.find(side)) >= 0:
            return Span(start, start + len(side))
        case str():
            raise ValueError(f"{side!r} does not stand in its text")
        case [int(start), int(end)] if 0 <= start < end <= len(text) and text[start:end].strip():
            return Span(start, end)
        case _:
            raise ValueError(f"{side!r} is no phrase of its text")


def marked(text: str, key: object = None) -> Query:
    """The query of a sentence with ``<s>actor</s>`` and ``<t>recipient</t>`` in it, or one of the two.

    Raises ValueError where it has neither, or marks that do not pair.
    """
    from dragoman.reading.marks import unmarked

    sentence, actor, recipient = unmarked(text)
    if actor is None and recipient is None:
        raise ValueError("nobody is marked in it: write <s>actor</s> and <t>recipient</t>")
    return Query(sentence, actor, recipient, key)


def answer(asked: Query) -> Json:
    """The query with the likeliest types, given that something happens between the two.

    ``none`` is the probability that nothing does. All are None for a sentence too long for the network.
    """
    scores = dict(scored([asked])[0])
    none = scores.pop(NONE, None)
    whole = sum(scores.values())
    best = sorted(scores, key=lambda name: -scores[name])[:SHOWN]
    return {
        **({"id": asked.id} if asked.id is not None else {}),
        "text": asked.text,
        "actor": _offsets(asked.actor),
        "recipient": _offsets(asked.recipient),
        "event_type": best[0] if best else None,
        "quad": _quad(best[0]) if best else None,
        "types": {name: round(scores[name] / whole, 3) for name in best},
        "none": round(none, 3) if none is not None else None,
        "scorer": scorer().version,
    }


def scored(asked: Sequence[Query]) -> list[Scores]:
    """The probability of every type, and of NONE, for each query; nothing for a sentence too long."""
    from dragoman.reading.marks import question

    return scorer().score([question(one.text, one.actor, one.recipient) for one in asked])


def _offsets(side: Span | None) -> list[int] | None:
    return [side.start, side.end] if side else None


def _quad(event_type: str) -> str:
    from dragoman.knowledge.ontology import plover

    return plover().types[event_type].quad


@cache
def scorer() -> PairScorer:
    """The network, loaded once. Raises `WeightsError` where it is missing or damaged."""
    from dragoman.reading.scorer import PairScorer

    return PairScorer()


def lines(found: Json) -> Iterator[str]:
    """An answer to read: the likeliest types with their probabilities, then that of no event."""
    yield found["text"]
    if found["event_type"] is None:
        yield "  unknown: the sentence is too long"
        return
    for name, share in found["types"].items():
        yield f"  {name:<10}{share:.3f}  {_quad(name).replace('_', ' ')}"
    yield f"  {'no event':<10}{found['none']:.3f}  between the two"
