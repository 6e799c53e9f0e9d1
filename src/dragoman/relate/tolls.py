"""How many: the numbers of dead, hurt, held that a passage tells, to hold reports against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from dragoman.knowledge.incidents import measures, no_tolls

REACH = 4
"""A number counts what a word so many words before it says ("killed 12"), or after ("12 were killed")."""

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+|[,;:.%$£€¥]")
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMERALS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_UNITS.split(" "), 1)},
    **{word: 10 * value for value, word in enumerate(_TENS.split(" "), 3)},
}
_TIMES: Mapping[str, int] = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_STOPS = frozenset({"and", ",", ";", ":", "."})
_YEARS = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a passage: what it is worth and the words that it takes, end exclusive."""

    value: int
    start: int
    end: int


def tolls(passage: str) -> dict[str, int]:
    """By measure ("killed", "injured") the number that the passage tells; the first where it tells several.

    Days, years and hours are no tolls, and what is denied has none.
    """
    words = [word.casefold() for word in _TOKEN.findall(passage)]
    if measures().keys().isdisjoint(words):
        return {}
    found: dict[str, int] = {}
    for number in _numbers(words):
        if (measure := _counted(words, number)) is not None:
            found.setdefault(measure, number.value)
    return found


def _counted(words: list[str], number: _Number) -> str | None:
    """The measure of the nearest word that tells one: before the number, or else after it."""
    before = words[max(0, number.start - REACH) : number.start][::-1]
    after = words[number.end : number.end + REACH]
    around = {
        "before": before[:1],
        "after": after[:1],
        "beside": [*before[:1], *after[:1]],
        "near": [*before, *after],
    }
    if any(no_tolls()[where] & set(near) for where, near in around.items()):
        return None
    if number.value in _YEARS and before[:1] in (["in"], ["of"], ["since"]):
        return None
    return _measure(before) or _measure(after)


def _measure(words: Iterable[str]) -> str | None:
    """The measure of the first word that tells one, up to another number or the end of the clause."""
    for word in takewhile(lambda one: one not in _STOPS and _worth(one) is None, words):
        if word in measures():
            return measures()[word]
    return None


def _numbers(words: list[str]) -> Iterator[_Number]:
    """The numbers in digits or words: "12", "twenty-one", "two thousand", "3.5 million"."""
    place = 0
    while place < len(words):
        worth, end = _worth(words[place]), place + 1
        if worth is None:
            place += 1
            continue
        unit = _worth(words[end]) if end < len(words) and words[end].isalpha() else None
        if words[place].isalpha() and worth >= 20 and unit is not None and unit < 10:
            worth, end = worth + unit, end + 1
        while end < len(words) and words[end] in _TIMES:
            worth, end = worth * _TIMES[words[end]], end + 1
        yield _Number(int(worth), place, end)
        place = end


def _worth(word: str) -> float | None:
    return float(word.replace(",", "")) if word[0].isdigit() else _NUMERALS.get(word)
