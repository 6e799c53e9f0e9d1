"""How many: the numbers of dead, hurt, held that a passage tells, so that reports can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from dragoman.knowledge.incidents import measures

REACH = 4
"""A number counts what a word at most so many words after it says ("12 people were killed"), or before ("killed 12")."""

_TOKEN = re.compile(r"\d+(?:,\d{3})*|[^\W\d_]+")
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMERALS: Mapping[str, int] = {word: value for value, word in enumerate(_SMALL.split(" "), 1)}


def tolls(passage: str) -> dict[str, int]:
    """By measure ("killed", "injured") the number that the passage tells; the first where it tells several."""
    words = [word.casefold() for word in _TOKEN.findall(passage)]
    found: dict[str, int] = {}
    for measure, number in _counted(words):
        found.setdefault(measure, number)
    return found


def _counted(words: list[str]) -> Iterator[tuple[str, int]]:
    """Each number with the measure of the nearest word that tells one: before it, or else after it."""
    for place, word in enumerate(words):
        if (number := _number(word)) is not None:
            before = _measure(reversed(words[max(0, place - REACH) : place]))
            measure = before or _measure(words[place + 1 : place + 1 + REACH])
            if measure is not None:
                yield measure, number


def _measure(words: Iterable[str]) -> str | None:
    """The measure of the first word that tells one, up to another number or "and"."""
    for word in takewhile(lambda one: one != "and" and _number(one) is None, words):
        if word in measures():
            return measures()[word]
    return None


def _number(word: str) -> int | None:
    if word[0].isdigit():
        return int(word.replace(",", ""))
    return _NUMERALS.get(word)
