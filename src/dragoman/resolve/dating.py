"""When an undated article was written, as far as its content tells: an estimate beside ``published``.

It was written after the days that it tells of as past, and while those to whom it gives the title of an
office held it. Both may mislead (a text can speak of a president of long ago), so a term that ended before
the latest day the text tells of counts for nothing, and each side names the words it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dragoman.knowledge.actors import fold, load
from dragoman.knowledge.actors.people import bundled
from dragoman.knowledge.actors.rows import Office
from dragoman.records import Date, Estimate, Participant, Reading, Sentence, Span

__all__ = ["written"]


@dataclass(frozen=True, slots=True)
class _Clue:
    """The days within which some words of the text can have been written."""

    first: date
    last: date | None
    words: Span
    reason: str


def written(reading: Reading, people: Sequence[Participant], times: Sequence[Date]) -> Estimate | None:
    """The days between which the text was written; None where its date is known or nothing tells."""
    if reading.article.published:
        return None
    told = max(_told(reading, times), key=lambda clue: clue.first, default=None)
    terms = [clue for clue in _terms(people) if not (told and clue.last and clue.last < told.first)]
    clues = [*([told] if told else []), *terms]
    if not clues:
        return None
    latest = max(clues, key=lambda clue: clue.first)
    running = [clue for clue in terms if clue.last and clue.last >= latest.first]
    ending = min(running, key=lambda clue: clue.last or date.max, default=None)
    used = tuple(dict.fromkeys(clue for clue in (latest, ending) if clue))
    return Estimate(
        first=latest.first,
        last=ending.last if ending else None,
        evidence=tuple(clue.words for clue in used),
        reason="; ".join(dict.fromkeys(clue.reason for clue in used)),
    )


def _told(reading: Reading, times: Sequence[Date]) -> Iterator[_Clue]:
    """The stated days, but for those in sentences that look ahead."""
    for one in times:
        sentence = next((s for s in reading.sentences if s.start <= one.start < s.end), None)
        if one.basis == "stated" and one.first and sentence and not _looks_ahead(sentence):
            yield _Clue(one.first, None, Span(one.start, one.end), f"it tells of {one.text}")


def _looks_ahead(sentence: Sentence) -> bool:
    ahead = load().cues["ahead"]
    return any(word.upos != "PROPN" and word.lemma.casefold() in ahead for word in sentence.words)


def _terms(people: Sequence[Participant]) -> Iterator[_Clue]:
    """The terms of those who are named with the title of an office that they held once."""
    for one in people:
        titles = _titles(one)
        if one.how != "office" or not one.name or not titles or titles & load().cues["former"]:
            continue
        offices = _offices(titles)
        named = bundled().named(one.name)
        held = [term for term in named if term.person == one.name and term.office in offices]
        term = held[0] if len(held) == 1 else None
        if term and term.start and term.iso3 in (*one.country, *load().states):
            yield _Clue(term.start, term.end, Span(one.start, one.end), _reason(one, term))


def _titles(one: Participant) -> frozenset[str]:
    """The words and pairs of words of the mention, folded."""
    words = [word.strip(".,") for word in fold(one.text).split()]
    pairs = (" ".join(pair) for pair in pairwise(words))
    return frozenset((*words, *pairs))


def _offices(titles: frozenset[str]) -> frozenset[str]:
    """The offices that the longest title may mean: a "prime minister" is no minister of something."""
    roles = load().roles
    known = [title for title in titles if title in roles]
    longest = max((len(title.split()) for title in known), default=0)
    return frozenset(
        office for title in known if len(title.split()) == longest for office in roles[title].offices
    )


def _reason(one: Participant, term: Office) -> str:
    return f"{one.text} was {term.office} of {load().state(term.iso3)} {term.term}"
