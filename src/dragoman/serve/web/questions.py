"""What several pages ask of the store, each answer kept while the store stays the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from duckdb import Error as DuckDBError

from dragoman import __version__
from dragoman.knowledge.actors import load, sectors
from dragoman.knowledge.ontology import plover
from dragoman.records import Factuality, VoiceKind
from dragoman.relate import Wanted
from dragoman.relate.fitting import Told, told
from dragoman.relate.incident import latest
from dragoman.relate.periods import UNITS
from dragoman.relate.ties import Tie, ties
from dragoman.serve.finder import Finder
from dragoman.serve.question import Question
from dragoman.serve.web.asked import Asked
from dragoman.serve.web.desk import Desk
from dragoman.store import Store, StoreError

NEWEST = 12
"""Incidents of the overview."""
MOST_OUTLETS = 200
"""Outlets to choose from: those with the most articles."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a store holds. ``first`` and ``last`` are days of publication; ``incidents`` are those that are
    listed: what figures of speech alone tell is none."""

    documents: int
    events: int
    statements: int
    assessments: int
    incidents: int
    outlets: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each filter; ``parties`` are (code, name) of all that have a dyad."""

    voices: tuple[str, ...]
    factualities: tuple[str, ...]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]
    units: tuple[str, ...]
    types: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]


def held(desk: Desk) -> Held:
    """Counts of what was read; copies are documents, too."""
    return desk.remembered("held", _held)


def _held(store: Store) -> Held:
    row = store.connection.execute(
        """SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM events),
                  (SELECT count(*) FROM statements), (SELECT count(*) FROM assessments),
                  (SELECT count(DISTINCT i.incident) FROM incident_events i
                   JOIN texts t ON t.document = i.document AND t.original = t.document
                   JOIN judged_events e ON e.document = i.document AND e.id = i.event AND NOT e.figurative),
                  (SELECT count(DISTINCT outlet) FROM documents),
                  (SELECT min(published) FROM documents), (SELECT max(published) FROM documents)"""
    ).fetchone()
    return Held(*(row or (0, 0, 0, 0, 0, 0, None, None)))


def all_ties(desk: Desk, asked: Asked) -> list[Tie]:
    """Every dyad, by what is asked."""
    return desk.remembered(("ties", asked), lambda store: ties(store.connection, asked.freq, asked.chosen()))


def newest(desk: Desk, asked: Asked) -> list[Told]:
    """The latest incidents, the last one last."""
    return desk.remembered(("newest", asked), lambda store: _newest(store, asked))


def _newest(store: Store, asked: Asked) -> list[Told]:
    wanted: Wanted = asked.wanted(limit=NEWEST)
    return told(store.connection, wanted, latest(store.connection, wanted), asked.counts())


def choices(desk: Desk) -> Choices:
    """What the knowledge has, and what the store does."""
    return desk.remembered("choices", _choices)


def _choices(store: Store) -> Choices:
    con = store.connection
    outlets = con.execute(
        """SELECT outlet FROM documents WHERE outlet IS NOT NULL
           GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT ?""",
        [MOST_OUTLETS],
    ).fetchall()
    parties = con.execute(
        "SELECT DISTINCT actor FROM dyad_events UNION SELECT DISTINCT recipient FROM dyad_events"
    ).fetchall()
    origins = con.execute(
        "SELECT DISTINCT origin FROM dyad_events WHERE origin <> 'dragoman' ORDER BY origin"
    ).fetchall()
    named = ((row[0], load().state(row[0])) for row in parties)
    return Choices(
        get_args(VoiceKind),
        get_args(Factuality),
        tuple(plover().contexts),
        tuple(sectors()),
        UNITS,
        tuple(plover().types),
        tuple(row[0] for row in outlets),
        tuple(row[0] for row in origins),
        tuple(sorted(named, key=lambda one: one[1])),
    )


def bring_in_step(desk: Desk, finder: Finder) -> None:
    """Let the index of words know the articles of the store as it is."""
    desk.remembered("found", finder.bring_up_to_date)


def foresee(desk: Desk, finder: Finder) -> None:
    """Ask what the overview and a search ask first, so that whoever opens them need not wait for it."""
    usual = Asked()
    with suppress(StoreError, DuckDBError):  # then those who come are told
        held(desk)
        choices(desk)
        all_ties(desk, usual)
        newest(desk, usual)
        bring_in_step(desk, finder)


def question(kind: str, asked: Asked, /, *parties: str, **given: Any) -> Question:
    """What an export of a page answers: a kind of list of the API or a picture, by what is asked."""
    return Question(kind, parties, {name: _values(one) for name, one in asked.told(**given).items()})


def _values(value: Any) -> tuple[str, ...]:
    many = value if isinstance(value, list | tuple) else [value]
    return tuple(map(str, many))


def citing(desk: Desk, asked: Asked, /, *parties: str, **given: Any) -> Callable[[str], str]:
    """The line by which each kind of list or picture of a page is cited."""
    return lambda kind: cited(desk, question(kind, asked, *parties, **given))


def cited(desk: Desk, question: Question | None = None) -> str:
    """The line by which a table or picture is cited: what was asked, what it was made from, by what, when.

    As: Changes of level of Pakistan and Russia by month: incidents told as happened; since 2015-01-01.
    Dragoman 0.1.0 (codebook plover-2.0), store news.duckdb, 36 articles of 2014-11-21 to 2022-09-17;
    retrieved 2026-11-28.
    """
    line = _line(desk.path, held(desk))
    return f"{question.words}. {line}" if question else line


def _line(path: Path, known: Held) -> str:
    days = f" of {known.first} to {known.last}" if known.first else ""
    return (
        f"Dragoman {__version__} (codebook {plover().version}), store {path.name}, "
        f"{known.documents:,} articles{days}; retrieved {date.today()}"
    )
