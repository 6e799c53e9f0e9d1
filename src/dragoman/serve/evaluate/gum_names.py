"""Names and time expressions out of GUM's ``Entity=`` brackets.

GUM marks every noun phrase, nested, with a coarse type; the reader wants names (a proper-noun head, trimmed
to the name itself) and time expressions, flat. What is cut where is decided here, and argued in
``training/NOTES.md``; the training and ``dragoman eval entities`` both read GUM through this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.serve.evaluate.treebank import Token

_OF_GUM = {"person": "PER", "organization": "ORG", "place": "PLACE", "time": "TIME", "event": "EVENT"}
_BRACKET = re.compile(r"\((\d+)-([a-z]+)|(\d+)\)")
_INSIDE = {
    "of",
    "the",
    "for",
    "and",
    "&",
    "de",
    "del",
    "la",
    "du",
    "von",
    "van",
    "bin",
    "al",
    "-",
    "–",
    "'s",
    "’s",
}
_NEVER_PERSON = {
    "of",
    "for",
    "and",
    "&",
    "'s",
    "’s",
}  # "President of Mexico" is no name; a name stops before "of"
_CLAUSES = ("acl", "advcl", "ccomp", "parataxis", "appos")
_LONGEST_TIME = 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A bracketed mention: words ``start`` to ``end`` (exclusive) of a sentence, and its kind."""

    start: int
    end: int
    kind: str


def names(sentence: Sequence[Token]) -> list[Phrase]:
    """The names and times of a sentence, in order: outermost first, nothing overlaps."""
    found: list[Phrase] = []
    everything = phrases(sentence)
    for phrase in sorted(everything, key=lambda phrase: phrase.start - phrase.end):
        name = _name(phrase, sentence, everything)
        if name is None or name.end <= name.start:
            continue
        if all(name.end <= other.start or other.end <= name.start for other in found):
            found.append(name)
    return sorted(found, key=lambda name: name.start)


def phrases(sentence: Sequence[Token]) -> list[Phrase]:
    """All mentions of a sentence; the parts of a discontinuous one count as mentions of their own."""
    opened: list[tuple[str, str, int]] = []
    found: list[Phrase] = []
    for place, token in enumerate(sentence):
        for number, gum, closes in _BRACKET.findall(token.entity):
            if number:
                opened.append((number, _OF_GUM.get(gum, "MISC"), place))
            if closes or _single(token.entity, number):
                found.extend(_closed(opened, closes or number, place))
    return found


def _single(entity: str, number: str) -> bool:
    """Whether the bracket of mention ``number`` closes in the word that opens it, as in ``(7-person-…)``."""
    return re.search(rf"\({number}-[^()]*\)", entity) is not None


def _closed(opened: list[tuple[str, str, int]], number: str, place: int) -> Iterator[Phrase]:
    for index in reversed(range(len(opened))):
        if opened[index][0] == number:
            _, kind, start = opened.pop(index)
            yield Phrase(start, place + 1, kind)
            return


def _name(phrase: Phrase, sentence: Sequence[Token], everything: Iterable[Phrase]) -> Phrase | None:
    head = _head(phrase, sentence)
    if phrase.kind == "TIME":
        return _time(phrase, sentence, head)
    if sentence[head].upos != "PROPN":
        return _titled(phrase, sentence, head)
    if phrase.kind == "PER":
        inner = [other for other in everything if _inside(other, phrase) and other.kind != "PER"]
        return _person(phrase, sentence, head, inner)
    return _grown(phrase, sentence, head)


def _inside(inner: Phrase, outer: Phrase) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner != outer


def _head(phrase: Phrase, sentence: Sequence[Token]) -> int:
    """The first word whose governor lies outside the phrase."""
    outside = (
        place
        for place in range(phrase.start, phrase.end)
        if not phrase.start <= sentence[place].head < phrase.end and sentence[place].relation != "punct"
    )
    return next(outside, phrase.start)


def _time(phrase: Phrase, sentence: Sequence[Token], head: int) -> Phrase | None:
    """The expression up to the first clause that hangs on it ("the day he left" is "the day")."""
    if sentence[head].upos == "PRON":
        return None
    hanging = (
        place for place in range(head + 1, phrase.end) if sentence[place].relation.startswith(_CLAUSES)
    )
    end = min((_leftmost(place, head, sentence) for place in hanging), default=phrase.end)
    end = _without_trail(sentence, phrase.start, end)
    return Phrase(phrase.start, end, "TIME") if 0 < end - phrase.start <= _LONGEST_TIME else None


def _leftmost(place: int, after: int, sentence: Sequence[Token]) -> int:
    """The first word after ``after`` that hangs, at any depth, on ``place``."""
    return next(other for other in range(after + 1, place + 1) if _hangs_on(other, place, sentence))


def _hangs_on(place: int, ancestor: int, sentence: Sequence[Token]) -> bool:
    for _ in range(len(sentence)):
        if place == ancestor:
            return True
        if place < 0:
            return False
        place = sentence[place].head
    return False


def _titled(phrase: Phrase, sentence: Sequence[Token], head: int) -> Phrase | None:
    """A name under a common noun ("nominee Jane Doe"): the proper nouns that hang on it as ``flat``."""
    flat = [
        place
        for place in range(head + 1, phrase.end)
        if sentence[place].upos == "PROPN"
        and sentence[place].relation.startswith(("flat", "appos"))
        and sentence[place].head == head
    ]
    if not flat or (phrase.kind != "PER" and sentence[flat[0]].relation.startswith("appos")):
        return None
    return _person(Phrase(flat[0], phrase.end, phrase.kind), sentence, flat[0], [])


def _person(phrase: Phrase, sentence: Sequence[Token], head: int, inner: Sequence[Phrase]) -> Phrase | None:
    """The proper nouns around the head, without those of a mention of another kind before it."""
    foreign = {place for other in inner for place in range(other.start, other.end) if place < head}
    start = head
    while start > phrase.start and start - 1 not in foreign and _of_name(sentence[start - 1]):
        start -= 1
    end = head + 1
    while end < phrase.end and _of_name(sentence[end]):
        end += 1
    end = _without_trail(sentence, start, end)
    alone = end - start == 1 and end < len(sentence) and sentence[end].form == "of"  # "Governor of Virginia"
    return None if alone or end <= start else Phrase(start, end, phrase.kind)


def _of_name(token: Token) -> bool:
    joins = token.form.lower() in _INSIDE - _NEVER_PERSON - {"the"}
    return token.upos == "PROPN" or (token.upos == "PUNCT" and token.form in "\"“”'.") or joins


def _grown(phrase: Phrase, sentence: Sequence[Token], head: int) -> Phrase | None:
    """The head with the capitalised words, numbers and joining words around it, inside the phrase."""
    start = head
    while start > phrase.start and _joins(sentence[start - 1]):
        start -= 1
    end = head + 1
    while end < phrase.end and _joins(sentence[end]):
        end += 1
    while start < head and not _capital(sentence[start]):
        start += 1
    return Phrase(start, _without_trail(sentence, start, end), phrase.kind)


def _joins(token: Token) -> bool:
    return _capital(token) or token.form.lower() in _INSIDE or (token.upos == "NUM" and token.form.isdigit())


def _capital(token: Token) -> bool:
    return token.form[0].isupper() and token.upos not in {"DET", "PRON", "CCONJ", "AUX", "SCONJ"}


def _without_trail(sentence: Sequence[Token], start: int, end: int) -> int:
    """``end`` moved left past words that cannot end a name or a time ("Bank of", "today ,")."""
    while end > start and (
        sentence[end - 1].form.lower() in _INSIDE or sentence[end - 1].upos in {"PUNCT", "ADP", "CCONJ"}
    ):
        end -= 1
    return end
