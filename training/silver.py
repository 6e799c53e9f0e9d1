"""Silver names for news text: labels that wide rules are sure of, for want of a corpus of news names.

GUM has few organisations and little news. The rules are rows of silver.csv; a capitalised run that no row
knows stays unlabelled, so that the reader is not taught that it is none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from labels import ENTITIES, NO_NAME, UNKNOWN

_JOINS = frozenset({"of", "the", "for", "and", "&", "-", "'s", "’s", "de", "al", "in", "on"})


@dataclass
class _Rules:
    whole: dict[tuple[str, ...], str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    title: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    starter: dict[str, str] = field(default_factory=dict)


@cache
def _rules() -> _Rules:
    rules = _Rules()
    path = Path(__file__).with_name("silver.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        for name in row["words"].split(";"):
            if row["rule"] == "whole":
                rules.whole[tuple(name.split())] = row["kind"]
            else:
                getattr(rules, row["rule"])[name] = row["kind"]
    return rules


def labels(words: Sequence[str]) -> list[int]:
    """Entity labels of a sentence: places in ``ENTITIES``, NO_NAME or UNKNOWN."""
    tags = [UNKNOWN if _unsure(words, place) else NO_NAME for place in range(len(words))]
    if sum(word.isupper() for word in words) * 2 > len(words):  # a headline in capitals says nothing
        return [UNKNOWN] * len(words)
    for start, end in _runs(words):
        for first, last, kind in _named(words, start, end):
            begin = ENTITIES.index(f"B-{kind}")
            tags[first:last] = [begin] + [begin + 1] * (last - first - 1)
    return tags


def _unsure(words: Sequence[str], place: int) -> bool:
    """Capitals and figures, and joining words and marks beside a capitalised word."""
    if not words[place].islower() and any(character.isalnum() for character in words[place]):
        return True
    if words[place].lower() not in _JOINS and words[place].isalpha():
        return False
    around = words[max(0, place - 1) : place] + words[place + 1 : place + 2]
    return any(word[0].isupper() for word in around)


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words; "of", "for" and "and" between two of them are inside."""
    place = 0
    while place < len(words):
        if not words[place][0].isupper():
            place += 1
            continue
        end = place + 1
        while end < len(words) and (words[end][0].isupper() or _bridge(words, end)):
            end += 1
        yield place, end
        place = end


def _bridge(words: Sequence[str], place: int) -> bool:
    return words[place] == "of" and place + 1 < len(words) and words[place + 1][0].isupper()


def _named(words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The name that a run is or holds; nothing where the rules do not cover all of the run's words."""
    rules = _rules()
    run = tuple(words[start:end])
    if run in rules.whole:
        yield start, end, rules.whole[run]
    elif run[0] in rules.first and len(run) > 2 and run[1] == "of":
        yield start, end, rules.first[run[0]]
    elif "of" in run:
        return
    elif run[0] in rules.title and len(run) > 1 and run[-1] not in rules.last:
        yield start, end, rules.title[run[0]]
    elif run[-1] in rules.last and len(run) > 1 and run[0] not in rules.starter:
        yield start, end, rules.last[run[-1]]
    elif run[0] in rules.given and 1 < len(run) <= 4:
        yield start, end, rules.given[run[0]]
    elif start == 0 and len(run) > 1 and run[0] in rules.starter:
        yield from _named(words, start + 1, end)
