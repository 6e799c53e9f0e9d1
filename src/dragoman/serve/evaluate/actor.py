"""``dragoman eval actor``: country and sector of single names and descriptions, such as "Kyiv police".

A case holds ``text``, ``context``, ``date``, ``country`` (ISO 3166-1 alpha-3, or PLOVER's code of an
organisation; several divided by ``|``) and ``sector`` (PLOVER). An empty answer is right where the key is
empty, or says that nothing can be known (UNK) or that it is no actor (JNK); a sector that the key leaves open
(``????``) is not asked. A date in words is reckoned; "today" is the latest day that any case of the file
states, since the cases were written about then and a figure must not change with the day of scoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.records import Participant
from dragoman.serve.evaluate.gold import WHOLE, Part, rows
from dragoman.serve.evaluate.measures import percent

NO_SECTOR = frozenset({"UNK", "JNK"})
"""Codes of the key that say that there is no sector to find."""

LEFT_OPEN = "????"


@dataclass(frozen=True, slots=True)
class Case:
    """A name with what is known beside it, and the key: codes of countries, and a sector or None."""

    text: str
    context: str
    when: str
    country: tuple[str, ...]
    sector: str | None
    sector_asked: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system says."""

    country: tuple[str, ...]
    sector: str | None


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a JSONL file of cases; ``n`` counts them."""
    cases = rows(path, case)
    today = max((day for one in cases if (day := stated(one.when))), default=None)
    gold = part.of(cases)
    return {"reader": None, "n": len(gold), "today": str(today) if today else None} | compare(
        gold, [answer(one, today) for one in gold]
    )


def case(row: dict[str, Any]) -> Case:
    """One row of the file. Raises KeyError or ValueError where it is none."""
    sector = row["sector"] or ""
    codes = tuple(sorted(code for code in (row["country"] or "").split("|") if code))
    known = sector if sector and sector not in NO_SECTOR else None
    when = (row.get("date") or "").strip()
    if not row["text"].strip():
        raise ValueError("no name in it")
    return Case(row["text"], row.get("context") or "", when, codes, known, sector != LEFT_OPEN)


def stated(when: str) -> date | None:
    """The day that words such as "2022-03-01" or "October 1, 2021" state; None where they state none."""
    from dragoman.resolve.times import find

    found = find(when, None)
    return found[0].first if found else None


def answer(one: Case, today: date | None) -> Answer:
    """What the system says of a case."""
    from dragoman.resolve.actors import resolve_name

    on = today if one.when.casefold() == "today" else stated(one.when)
    return _answer(resolve_name(one.text, on, one.context))


def _answer(found: Participant) -> Answer:
    from dragoman.resolve.actors import plover_country

    return Answer(tuple(sorted(plover_country(found))), found.sector)


# ---- measures -------------------------------------------------------------------------------------


def compare(gold: Sequence[Case], found: Sequence[Answer]) -> dict[str, object]:
    """Per cent right over all cases, and how it answers where there is an answer and where there is none."""
    pairs = list(zip(gold, found, strict=True))
    asked = [pair for pair in pairs if pair[0].sector_asked]
    return {
        "country": percent(sum(_country(*pair) for pair in pairs), len(pairs)),
        "sector": percent(sum(_sector(*pair) for pair in asked), len(asked)),
        "both": percent(sum(_country(*pair) and _sector(*pair) for pair in asked), len(asked)),
        "country_answers": _answers([(one.country, other.country) for one, other in pairs]),
        "sector_answers": _answers([(one.sector, other.sector) for one, other in asked]),
        "missed": [_missed(*pair) for pair in pairs if not (_country(*pair) and _sector(*pair))],
    }


def _country(gold: Case, found: Answer) -> bool:
    return gold.country == found.country


def _sector(gold: Case, found: Answer) -> bool:
    return not gold.sector_asked or gold.sector == found.sector


def _answers(pairs: Sequence[tuple[object, object]]) -> dict[str, float | None]:
    """Answered cases and how many of those are right; cases without an answer and how many were left so."""
    given = [(one, other) for one, other in pairs if other]
    without = [other for one, other in pairs if not one]
    return {
        "answered": len(given),
        "right_when_answered": percent(sum(one == other for one, other in given), len(given)),
        "without_answer": len(without),
        "left_unanswered": percent(sum(not other for other in without), len(without)),
    }


def _missed(gold: Case, found: Answer) -> dict[str, object]:
    return {
        "text": gold.text,
        "country": "|".join(gold.country) or None,
        "said_country": "|".join(found.country) or None,
        "sector": gold.sector,
        "said_sector": found.sector,
    }
