"""By what texts and events are compared: parties, days, places, words without those of most news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from dragoman.knowledge.actors import load
from dragoman.knowledge.incidents import common_words

BEGINNING = 5
"""Words are compared by so many first letters: "attack", "attacked" and "attacks" are one."""

STEM = 4
"""The words that tell of events are compared by so many: "ratify" and "ratified"."""

_WORD = re.compile(r"[^\W\d_]+")


def words(text: str) -> tuple[str, ...]:
    """The beginnings of the words of a passage, without those of most news, each once, sorted."""
    plain = {word.casefold() for word in _WORD.findall(text)} - common_words()
    return tuple(sorted({word[:BEGINNING] for word in plain if len(word) > 1} - _of_states()))


@cache
def _of_states() -> frozenset[str]:
    """The beginnings of the words of states' names and peoples: parties are compared by themselves."""
    states = load().states.values()
    phrases = (w for s in states for w in (s.name, *s.others, *s.adjectives, *s.people, *s.capitals))
    return frozenset(word.casefold()[:BEGINNING] for phrase in phrases for word in _WORD.findall(phrase))


def report(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of ``reports`` for an event as ``batch_events.sql`` gives it."""
    passage = " ".join(row["passages"] or ())
    return {
        **{
            name: row[name]
            for name in ("document", "event", "event_type", "day_from", "day_to", "day_told", "place")
        },
        "sign": 1 if row["quad"].endswith("cooperation") else -1,
        "actor": _sorted(row["actor"]),
        "recipient": _sorted(row["recipient"]),
        "keys": _sorted(row["keys"]),
        "trigger": row["trigger"].casefold()[:STEM],
        "words": list(words(passage)),
    }


def _sorted(values: Iterable[str] | None) -> list[str]:
    return sorted(set(values or ()))
