"""``dragoman eval pairs``: which type of event a sentence tells of between two marked phrases.

Gold is JSON, one object a line: ``marked``, the sentence with ``<s>actor</s>`` and ``<t>recipient</t>`` in
it, and ``event_type`` (or ``type``). Where the text may not be copied, ``corpus``, ``id``, ``start``, ``end``
and ``sha256`` name it (see `gold.text_of`), and ``actor`` and ``recipient`` are [start, end] in code points.
``NONE`` says that there is no event between the two; ``YIELD``, of PLV, is CONCEDE or RETREAT.

``given``: the scorer alone, asked for the types that occur in the file. ``found``: the whole path on the bare
sentence; a pair is found when one event has both sides, each by a mention that overlaps the marked phrase or
denotes the same, and its type is right as the manual codes it, which knows no factuality (`manual_code`).
``false_events`` are events between the two where the gold has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.ontology import manual_code, plover
from dragoman.reading.marks import question, unmarked
from dragoman.records import NONE, Coding, Event, Marked, Participant, Scores, Span
from dragoman.serve.evaluate.gold import UNREAD, WHOLE, Part, alone, rows, text_of
from dragoman.serve.evaluate.measures import by_class, percent

if TYPE_CHECKING:
    from dragoman.pipeline import Pipeline

MERGED = {"YIELD": ("CONCEDE", "RETREAT")}
"""Types of PLV that are several of ours."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, its type, and where the two stand in it; a side that the sentence does not name is None."""

    id: str
    sentence: str
    event_type: str
    actor: Span | None
    recipient: Span | None


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts rows."""
    from dragoman.pipeline import Pipeline

    gold = part.of(rows(path, pair))
    pipeline = Pipeline()
    named = list(dict.fromkeys(one.event_type for one in gold))
    told = [best(scores, named) for scores in pipeline.scorer.score([asked(one) for one in gold])]
    return {
        "reader": pipeline.reader.version,
        "scorer": pipeline.scorer.version,
        "n": len(gold),
        "given": agreement([one.event_type for one in gold], told),
        "found": _found(gold, [coded(pipeline, one.sentence) for one in gold]),
    }


# ---- gold -----------------------------------------------------------------------------------------


def pair(row: Mapping[str, Any]) -> Pair:
    """One row of the file. Raises KeyError or ValueError where it is none, GoldError without its text."""
    event_type = str(row.get("event_type") or row["type"])
    if event_type not in {*plover().types, *MERGED, NONE}:
        raise ValueError(f"{event_type!r} is no event type")
    if "marked" in row:
        sentence, actor, recipient = unmarked(row["marked"])
    else:
        start, end = row["start"], row["end"]
        sentence = text_of(row)[start:end]
        actor, recipient = (Span(a - start, b - start) for a, b in (row["actor"], row["recipient"]))
    return Pair(str(row.get("id", "")), sentence, event_type, actor, recipient)


def asked(one: Pair) -> Marked:
    """The pair as the scorer is asked for it."""
    return question(one.sentence, one.actor, one.recipient)


# ---- given ----------------------------------------------------------------------------------------


def best(scores: Scores, named: Sequence[str]) -> str:
    """The likeliest of the types ``named``, those of `MERGED` with all that they hold.

    `UNREAD` for a sentence too long for the network.
    """
    if not scores:
        return UNREAD
    return max(named, key=lambda name: sum(scores.get(part, 0.0) for part in MERGED.get(name, (name,))))


def agreement(gold: Sequence[str], told: Sequence[str]) -> dict[str, object]:
    """Macro-F1 over types, quads and signs (cooperation or conflict), and the F1 of each type."""
    types = by_class(gold, told, sorted(set(gold)))
    return {
        "types": types["macro_f1"],
        "quads": _macro(gold, told, _quad),
        "signs": _macro(gold, told, _sign),
        UNREAD: told.count(UNREAD),
        "accuracy": types["accuracy"],
        "by_type": types["by_class"],
    }


def _macro(gold: Sequence[str], told: Sequence[str], coarser: Callable[[str], str]) -> object:
    true, found = [coarser(name) for name in gold], [coarser(name) for name in told]
    return by_class(true, found, sorted(set(true)))["macro_f1"]


def _quad(name: str) -> str:
    if name in (NONE, UNREAD):
        return name
    if name in MERGED:  # PLV's README puts YIELD under material cooperation
        return "material_cooperation"
    return plover().types[name].quad


def _sign(name: str) -> str:
    return _quad(name).rpartition("_")[2]


# ---- found ----------------------------------------------------------------------------------------


def coded(pipeline: Pipeline, sentence: str) -> Coding:
    """The coding of a bare sentence, as an article of its own."""
    return pipeline.code(alone(sentence))


def _found(gold: Sequence[Pair], codings: Sequence[Coding]) -> dict[str, object]:
    both = [(one, c) for one, c in zip(gold, codings, strict=True) if one.actor and one.recipient]
    events = [(one, between(one, coding)) for one, coding in both if one.event_type != NONE]
    others = [between(one, coding) for one, coding in both if one.event_type == NONE]
    right = sum(any(is_right(one, event) for event in found) for one, found in events)
    return {
        "n": len(events),
        "pair": percent(sum(bool(found) for _, found in events), len(events)),
        "pair_and_type": percent(right, len(events)),
        "none": len(others),
        "false_events": percent(sum(map(bool, others)), len(others)),
    }


def between(one: Pair, coding: Coding) -> list[Event]:
    """The events of a coding whose sides are the marked two."""
    return [
        event
        for event in coding.events
        if _is(event.actor, one.actor, coding) and _is(event.recipient, one.recipient, coding)
    ]


def _is(side: Sequence[Participant], span: Span | None, coding: Coding) -> bool:
    if span is None:
        return False
    same = {_identity(p) for p in coding.participants if p.span.overlaps(span)} - {_NOBODY}
    return any(p.span.overlaps(span) or _identity(p) in same for p in side)


_Identity = tuple[str | None, tuple[str, ...], str | None]
_NOBODY: _Identity = (None, (), None)


def _identity(one: Participant) -> _Identity:
    return one.name, one.country, one.sector


def is_right(one: Pair, event: Event) -> bool:
    """Whether an event has the gold's type, as it is or as the manual would code it."""
    allowed = MERGED.get(one.event_type, (one.event_type,))
    return event.event_type in allowed or manual_code(event.event_type, event.factuality) in allowed


# ---- folds ----------------------------------------------------------------------------------------


def folds(path: Path, gold: Path) -> dict[str, object]:
    """The figures of recorded answers, each by a network that had not seen the row.

    The rows of ``path`` have ``id`` of a row of ``gold``, ``type`` as told of the given pair, ``found``,
    whether the whole path finds the pair, and ``right``, whether it finds it with its type.
    """
    true = {one.id: one for one in rows(gold, pair)}
    told = rows(path, lambda row: (true[row["id"]], row["type"], row["found"], row["right"]))
    both = [(found, right) for one, _, found, right in told if one.actor and one.recipient]
    return {
        "n": len(told),
        "given": agreement([one.event_type for one, *_ in told], [kind for _, kind, *_ in told]),
        "found": {
            "n": len(both),
            "pair": percent(sum(found for found, _ in both), len(both)),
            "pair_and_type": percent(sum(right for _, right in both), len(both)),
        },
    }
