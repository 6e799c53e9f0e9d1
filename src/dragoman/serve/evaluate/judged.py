"""``dragoman eval judged``: does the coder find what people accepted, and leave what they rejected?

Gold is what ``dragoman judgements --format gold`` writes: JSON, one object a line a document, with ``text``,
``title``, ``published``, ``outlet``, ``genre`` and ``records``, each with ``record`` (event, statement or
assessment), ``verdict`` (accept, correct or reject), its spans as [start, end] in code points of the text,
and what is right of it. Each text is coded as an article of its own.

An event or assessment of the gold is found where one is coded whose trigger overlaps; a statement where one
is whose content does by half of the longer. Each coded record answers for one of the gold, those that are
right first. A rejected one comes out again where another such record is coded there: of an event one of the
same type, of an assessment one of the same aspect. What else is coded is not counted: nobody judged it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from dragoman.records import Article, Assessment, Coding, Event, Genre, Participant, Span, Statement
from dragoman.serve.evaluate.gold import WHOLE, Part, rows
from dragoman.serve.evaluate.measures import share
from dragoman.serve.judged import parties

Answer = Mapping[str, Any]
"""What a coded record says, by the names of the gold's fields."""

ASKED = {
    "event": ("event_type", "mode", "factuality", "voice_kind", "actor", "recipient"),
    "statement": ("source", "stance", "voice_kind"),
    "assessment": ("aspect", "direction", "voice_kind"),
}
"""What is asked of each record that is found."""
SPANS = {"event": "trigger", "statement": "content", "assessment": "trigger"}
GENRES: tuple[Genre, ...] = get_args(Genre)


@dataclass(frozen=True, slots=True)
class Judged:
    """A record of the gold: where it stands, whether it is right, and what is right of it."""

    kind: str
    right: bool
    place: tuple[Span, ...]
    values: Answer


@dataclass(frozen=True, slots=True)
class Page:
    """An article with its judged records."""

    article: Article
    records: tuple[Judged, ...]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts documents."""
    from dragoman.pipeline import Pipeline

    gold = part.of(rows(path, page))
    pipeline = Pipeline()
    found = [outcome for one in gold for outcome in outcomes(one, pipeline.code(one.article))]
    return {"reader": pipeline.reader.version, "n": len(gold), **figures(found)}


# ---- gold -----------------------------------------------------------------------------------------


def page(row: Mapping[str, Any]) -> Page:
    """One row of the file. KeyError, TypeError or ValueError where it is none."""
    text, genre = row["text"], row.get("genre") or "unknown"
    known = next((one for one in GENRES if one == genre), None)
    if known is None:
        raise ValueError(f"{genre!r} is no genre")
    published = row.get("published")
    article = Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        title=row.get("title"),
        outlet=row.get("outlet"),
        published=date.fromisoformat(published) if published else None,
        language=row.get("language") or "en",
        genre=known,
    )
    return Page(article, tuple(_judged(one, text) for one in row["records"]))


def _judged(row: Mapping[str, Any], text: str) -> Judged:
    kind, verdict = row["record"], row["verdict"]
    if verdict not in ("accept", "correct", "reject"):
        raise ValueError(f"{verdict!r} is no verdict")
    given = row[SPANS[kind]]
    place = tuple(Span(*one) for one in (given if kind == "statement" else [given]))
    if not place or not all(text[one.start : one.end].strip() for one in place):
        raise ValueError(f"nothing stands at {given}")
    values = {name: row[name] for name in ASKED[kind]}
    for side in ("actor", "recipient"):
        if side in values:
            values[side] = sorted(values[side])
    return Judged(kind, verdict != "reject", place, values)


# ---- what is coded --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record of the gold: the answer of the record that was coded there, if one was."""

    gold: Judged
    answer: Answer | None


def outcomes(one: Page, coding: Coding) -> list[Outcome]:
    """What became of each record of the page: those that are right, then the rejected."""
    found: list[Outcome] = []
    for kind, coded in (
        ("event", [((each.trigger,), _event(each)) for each in coding.events]),
        ("statement", [(each.content, _statement(each)) for each in coding.statements]),
        ("assessment", [((each.trigger,), _assessment(each)) for each in coding.assessments]),
    ):
        left = list(coded)
        for right in (True, False):
            gold = [each for each in one.records if each.kind == kind and each.right == right]
            pairs = paired(gold, [_fits(each, left, right) for each in gold])
            found += [Outcome(each, left[at][1] if at is not None else None) for each, at in pairs]
            taken = {at for _, at in pairs}
            left = [each for at, each in enumerate(left) if at not in taken]
    return found


def _event(one: Event) -> Answer:
    return {
        **{name: getattr(one, name) for name in ("event_type", "mode", "factuality", "voice_kind")},
        "actor": _parties(one.actor),
        "recipient": _parties(one.recipient),
    }


def _statement(one: Statement) -> Answer:
    source = [one.source.start, one.source.end] if one.source else None
    return {"source": source, "stance": one.stance, "voice_kind": one.voice_kind}


def _assessment(one: Assessment) -> Answer:
    return {"aspect": one.aspect, "direction": one.direction, "voice_kind": one.voice_kind}


def _parties(many: Iterable[Participant]) -> list[str]:
    return parties([{"country": list(one.country), "name": one.name} for one in many])


def _fits(gold: Judged, coded: Sequence[tuple[tuple[Span, ...], Answer]], right: bool) -> list[int]:
    """How well each coded record answers for one of the gold: 0 not at all, otherwise 1 and what is right."""
    found = []
    for place, answer in coded:
        same = sum(agree(name, gold.values, answer) for name in ASKED[gold.kind])
        first = ASKED[gold.kind][0]
        again = right or gold.kind == "statement" or agree(first, gold.values, answer)
        found.append(1 + same if again and _there(gold, place) else 0)
    return found


def _there(gold: Judged, place: Sequence[Span]) -> bool:
    if gold.kind != "statement":
        return any(one.overlaps(other) for one in gold.place for other in place)
    both = len(_characters(gold.place) & _characters(place))
    return 2 * both >= max(len(_characters(gold.place)), len(_characters(place)))


def _characters(place: Iterable[Span]) -> set[int]:
    return {at for one in place for at in range(one.start, one.end)}


def agree(name: str, gold: Answer, told: Answer) -> bool:
    """Whether a value is right; a source is where its words overlap, and nobody is nobody."""
    a, b = gold[name], told[name]
    if name == "source" and a and b:
        return Span(*a).overlaps(Span(*b))
    return bool(a == b)


def paired(gold: Sequence[Judged], fits: Sequence[Sequence[int]]) -> list[tuple[Judged, int | None]]:
    """Each of the gold with the place of the coded record that answers for it, the best fits first."""
    ranked = sorted(
        ((fit, one, at) for one, row in enumerate(fits) for at, fit in enumerate(row) if fit),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    chosen: dict[int, int] = {}
    for _, one, at in ranked:
        if one not in chosen and at not in chosen.values():
            chosen[one] = at
    return [(each, chosen.get(number)) for number, each in enumerate(gold)]


# ---- figures --------------------------------------------------------------------------------------


def figures(found: Sequence[Outcome]) -> dict[str, object]:
    """By kind of record: how many are found, of these how many are right in what, how many come again."""
    return {f"{kind}s": _figures([one for one in found if one.gold.kind == kind], kind) for kind in ASKED}


def _figures(found: Sequence[Outcome], kind: str) -> dict[str, object]:
    right = [one for one in found if one.gold.right]
    answered = [(one.gold.values, one.answer) for one in right if one.answer is not None]
    return {
        "found": share([one.answer is not None for one in right]),
        **{name: share([agree(name, gold, told) for gold, told in answered]) for name in ASKED[kind]},
        "rejected_again": share([one.answer is not None for one in found if not one.gold.right]),
    }
