"""``dragoman eval references``: whom pronouns and descriptions stand for.

Gold is JSON, one object a line: ``corpus`` and ``id`` (see `gold.row_of`) or ``file`` (beside the gold's
folder) name the article, or ``text`` holds it, with its ``date``; ``start``, ``end`` and ``sha256`` the words
that refer, in the article's text, or as the file holds it; ``names`` are the names of whom they stand for, in
lists of lists where they stand for several; ``country`` the ISO 3166-1 alpha-3 codes; ``kind`` is pronoun or
epithet.

The whole article is read, on its day of publication. An answer is right when the participant found at these
words has one of the names (its last word, for a person), stands by its reason for words that are one, or is
the state that the names tell; of several, when the countries are theirs. ``country`` counts answers with the
right countries, whoever is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from dragoman.records import Article, Participant, Span
from dragoman.serve.evaluate.gold import WHOLE, Part, alone, check_labelled, row_of, rows
from dragoman.serve.evaluate.measures import by_kind, percent


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of an article and whom they stand for: names of each, and the countries."""

    article: Article
    place: Span
    names: tuple[tuple[str, ...], ...]
    country: frozenset[str]
    kind: str


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts references."""
    from dragoman.pipeline import Pipeline
    from dragoman.resolve.actors import participants

    gold = part.of(rows(path, partial(reference, folder=path.parent)))
    reader = Pipeline(scored=False).reader
    people = {
        article: participants(reader.read(article)) for article in dict.fromkeys(one.article for one in gold)
    }
    said = [found(one.place, people[one.article]) for one in gold]
    right = [is_right(one, answer) for one, answer in zip(gold, said, strict=True)]
    countries = [
        frozenset(answer.country if answer else ()) == one.country
        for one, answer in zip(gold, said, strict=True)
    ]
    return {
        "reader": reader.version,
        "n": len(gold),
        "right": percent(sum(right), len(gold)),
        "country": percent(sum(countries), len(gold)),
        "by_kind": by_kind([one.kind for one in gold], right),
        "missed": [
            _missed(one, answer) for one, answer, good in zip(gold, said, right, strict=True) if not good
        ],
    }


def reference(row: Mapping[str, Any], folder: Path) -> Reference:
    """One row of the file. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    article, place = _from_file(row, folder) if "file" in row else _from_corpus(row)
    names = row["names"]
    several = names if isinstance(names[0], list) else [names]
    return Reference(article, place, tuple(map(tuple, several)), frozenset(row["country"]), row["kind"])


def _from_corpus(row: Mapping[str, Any]) -> tuple[Article, Span]:
    held = row_of(row["corpus"], row["id"]) if "corpus" in row else row
    place = Span(row["start"], row["end"])
    check_labelled(held["text"], row)
    stated = held.get("date")
    published = date.fromisoformat(stated[:10]) if stated else None
    bare = alone(held["text"])
    return Article(bare.id, bare.text, language="en", published=published), place


def _from_file(row: Mapping[str, Any], folder: Path) -> tuple[Article, Span]:
    """The article as it is ingested, and the words' place in it, found by their line."""
    from dragoman import ingest

    path = folder / row["file"]
    raw = path.read_text(encoding="utf-8")
    check_labelled(raw, row)
    (item,) = ingest.find(path)
    article = ingest.load(item)
    at = _found_again(Span(row["start"], row["end"]), raw, article.text)
    if at is None:
        raise ValueError(f"the words at {row['start']} are no part of the article")
    return article, Span(at, at + row["end"] - row["start"])


def _found_again(place: Span, raw: str, text: str) -> int | None:
    """Where the words stand in the article, by the most of their line around them that stands there too."""
    begin = raw.rfind("\n", 0, place.start) + 1
    end = (raw + "\n").index("\n", place.end)
    for reach in range(max(place.start - begin, end - place.end), -1, -1):
        first = max(begin, place.start - reach)
        around = raw[first : min(end, place.end + reach)]
        if around in text:
            return text.index(around) + place.start - first
    return None


def found(place: Span, people: Sequence[Participant]) -> Participant | None:
    """The participant of just these words, else the longest whose head is among them."""
    exact = [one for one in people if one.span == place]
    inside = [one for one in people if place.start <= one.head < place.end]
    return next(iter(exact), None) or max(inside, key=lambda one: one.end - one.start, default=None)


def is_right(gold: Reference, answer: Participant | None) -> bool:
    """Whether the answer is whom the key names."""
    if answer is None:
        return False
    if len(gold.names) > 1:
        return len(answer.country) > 0 and frozenset(answer.country) == gold.country
    told = [answer.name or "", *re.findall(r"[“(]([^”)]+)[”)]", answer.reason)]
    if any(_same(one, name) for one in told for name in gold.names[0]):
        return True
    if answer.name:
        return False
    return frozenset(answer.country) == gold.country and _state(answer) in gold.names[0]


def _same(one: str, two: str) -> bool:
    first, second = _words(one), _words(two)
    return bool(first and second) and (first == second or first[-1] == second[-1])


def _words(name: str) -> list[str]:
    words = name.casefold().replace("the ", "").replace("’s", "").split()
    return [word.strip(".,'’") for word in words]


def _state(one: Participant) -> str:
    """The name of the state whose code the answer has, "" for several."""
    from dragoman.knowledge.actors import load

    return load().state(one.country[0]) if len(one.country) == 1 else ""


def _missed(gold: Reference, answer: Participant | None) -> dict[str, object]:
    text, place = gold.article.text, gold.place
    said = [answer.text, answer.name, list(answer.country), answer.reason] if answer else None
    around = text[max(0, place.start - 160) : place.end + 60].replace("\n", " ")
    key = {"names": [names[0] for names in gold.names], "country": sorted(gold.country)}
    return {"words": text[place.start : place.end], "in": around, "key": key, "said": said}
