"""``dragoman eval militarised``: does a store know of the militarised events between states?

The gold is the table of militarised interstate events (mie-1.0.csv; Gibler and Miller, International
Conflict Data Project): COW numbers of two states, days, action, hostility level. Scored are the events of
the years asked for whose two states are both named in one of the store's articles of that month. Such an
event is found where the store has an incident of material conflict between the two within seven days of it,
told to within two weeks.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from dragoman.knowledge.actors.codes import state_of
from dragoman.serve.evaluate.gold import GoldError, digest, lines
from dragoman.serve.evaluate.measures import percent
from dragoman.serve.evaluate.relations import states_in
from dragoman.store import Store

NEAR = timedelta(days=7)
NAMED = 200
"""Misses that are named at most."""

FOUND = """
SELECT least(actor, recipient) AS a, greatest(actor, recipient) AS b, day_from, day_to FROM dyad_events WHERE
origin = 'dragoman' AND NOT copied AND quad = 'material_conflict' AND factuality IN ('happened', 'ongoing')
  AND day_from IS NOT NULL AND day_to - day_from <= 14
"""


@dataclass(frozen=True, slots=True)
class Event:
    """A militarised event between two states (ISO alpha-3, in order); ``hostility`` 2 threat to 5 war."""

    a: str
    b: str
    first: date
    last: date
    action: str
    hostility: int


def score(path: Path, store: Store, first: int = 2002, last: int = 2014) -> dict[str, object]:
    """The figures; ``n`` counts events, ``misses`` names those not found."""
    named = _named(store)
    every = [one for one in events(path) if first <= one.first.year <= last]
    scored = [one for one in every if (one.a, one.b, one.first.replace(day=1)) in named]
    known: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for a, b, day_from, day_to in store.connection.execute(FOUND).fetchall():
        known.setdefault((a, b), []).append((day_from, day_to))
    found = [_is_found(one, known.get((one.a, one.b), [])) for one in scored]
    misses = [one for one, good in zip(scored, found, strict=True) if not good]
    levels = sorted({one.hostility for one in scored})
    by_level = {
        str(level): [
            sum(good for one, good in zip(scored, found, strict=True) if one.hostility == level),
            sum(one.hostility == level for one in scored),
        ]
        for level in levels
    }
    dyads = Counter(f"{one.a} {one.b}" for one in misses)
    return {
        "file": path.name,
        "sha256": digest(path),
        "events": len(every),
        "n": len(scored),
        "found": sum(found),
        "share": percent(sum(found), len(scored)),
        "by_hostility": by_level,
        "misses_by_dyad": dict(dyads.most_common()),
        "misses": [f"{one.a} {one.b} {one.first} action {one.action}" for one in misses[:NAMED]],
    }


def _is_found(event: Event, days: list[tuple[date, date]]) -> bool:
    return any(start <= event.last + NEAR and end >= event.first - NEAR for start, end in days)


def _named(store: Store) -> set[tuple[str, str, date]]:
    """Pairs of states that one article names, with the month of its publication."""
    rows = store.connection.execute(
        "SELECT published, text FROM documents WHERE published IS NOT NULL"
    ).fetchall()
    return {
        (a, b, day.replace(day=1)) for day, text in rows for a, b in combinations(sorted(states_in(text)), 2)
    }


def events(path: Path) -> Iterator[Event]:
    """The events whose days and states are known; -9 stands for a day that is not. Raises GoldError."""
    try:
        for row in csv.DictReader(lines(path)):
            if (one := _event(row)) is not None:
                yield one
    except (KeyError, ValueError, TypeError) as error:
        problem = f"it is no table of militarised events ({type(error).__name__}: {error})"
        raise GoldError(problem, "Give mie-1.0.csv") from error


def _event(row: dict[str, str]) -> Event | None:
    a, b = state_of("ccode", row["ccode1"]), state_of("ccode", row["ccode2"])
    if a is None or b is None or a == b or "-9" in (row["stday"], row["endday"]):
        return None
    first = date(int(row["styear"]), int(row["stmon"]), int(row["stday"]))
    last = date(int(row["endyear"]), int(row["endmon"]), int(row["endday"]))
    return Event(min(a, b), max(a, b), first, last, row["action"], int(row["hostlev"]))
