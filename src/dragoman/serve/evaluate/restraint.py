"""``dragoman eval restraint``: events between states in news that tells of none: sport, disasters, arts.

Gold is JSON, one object a line: ``text`` and ``category``; only rows of the categories in `QUIET` count. The
topics hold a few real dealings of states (rescue teams sent, a match called off in protest), and all count as
false here, so that the figure errs on the strict side. An event is between states where actor and recipient
each have a country and not the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dragoman.records import Event
from dragoman.serve.evaluate.gold import WHOLE, Part, alone, rows
from dragoman.serve.evaluate.measures import percent

QUIET = ("sport", "disaster", "arts")
"""What the name of a category holds (any case) whose news is of no dealings between states."""


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """Events between states per 100 sentences; ``n`` counts texts, ``part`` is of those that count."""
    from dragoman.pipeline import Pipeline

    pipeline = Pipeline()
    gold = part.of([row for row in rows(path, quiet) if row])
    sentences = 0
    types: Counter[str] = Counter()
    for text in gold:
        reading, coding = pipeline.both(alone(text))
        sentences += len(reading.sentences)
        types.update(event.event_type for event in coding.events if between_states(event))
    return {
        "reader": pipeline.reader.version,
        "scorer": pipeline.scorer.version,
        "n": len(gold),
        "sentences": sentences,
        "events_between_states": types.total(),
        "per_100_sentences": percent(types.total(), sentences),
        "by_type": dict(types.most_common()),
    }


def quiet(row: Mapping[str, Any]) -> str | None:
    """The text of a row of a quiet category, None for any other. Raises KeyError where it is no such row."""
    text, category = row["text"], row["category"]
    return str(text) if any(name in str(category).lower() for name in QUIET) and text else None


def between_states(event: Event) -> bool:
    """Whether actor and recipient are of different countries."""
    actors = {country for one in event.actor for country in one.country}
    recipients = {country for one in event.recipient for country in one.country}
    return bool(actors and recipients) and len(actors | recipients) > 1
