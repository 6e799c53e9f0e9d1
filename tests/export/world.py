"""A store of hand-made articles for the exports: each helper changes one thing of the made coding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.records import Coding, Event, Participant
from dragoman.relate import bring_up_to_date
from dragoman.store import Store
from tests.store.made import CHAD, NORWAY, article, praise

UN = replace(NORWAY, text="the UN", name="United Nations", country=(), sector="IGO", entity="Q1065")
KREMLIN = replace(NORWAY, text="the Kremlin", name="Russia", country=("RUS",), sector="GOV", entity="Q159")
REBELS = replace(CHAD, text="rebels", name=None, country=("TCD",), sector="REB")
SOMEBODY = replace(CHAD, text="they", name=None, country=(), how=None)


def told(number: int, events: tuple[Event, ...] | None = None, **article_changes: Any) -> Coding:
    """An article of its own text with the praise of the made coding, or with ``events``."""
    text = f"Title {number}\n\nNorway praised Chad on Monday.\n\nMore of article {number}."
    base = replace(article(text, f"Title {number}"), **article_changes)
    found = events if events is not None else (event(),)
    mine = tuple(replace(one, id=f"e{number}-{n}", document=base.id) for n, one in enumerate(found))
    return Coding(base, mine)


def event(
    actor: tuple[Participant, ...] = (NORWAY,), recipient: tuple[Participant, ...] = (CHAD,), **changes: Any
) -> Event:
    """The praise of the made coding, with other sides or anything else changed."""
    quad = changes.pop("quad", "verbal_cooperation")
    place = span_of("Norway praised Chad on Monday.")
    return replace(praise(), actor=actor, recipient=recipient, quad=quad, **{"trigger": place, **changes})


def span_of(words: str) -> Any:
    """Where the first paragraph of `told` stands: after its title."""
    start = len("Title 1\n\n")
    return replace(praise().trigger, start=start, end=start + len(words))


UNDATED: dict[str, Any] = {"date": None, "date_reason": "no time expression"}


@contextmanager
def store_of(folder: Path, *codings: Coding) -> Iterator[Store]:
    """A store with these codings, none of them a copy and every event an incident of its own."""
    with Store(folder / "made.duckdb") as store:
        for number, one in enumerate(codings):
            store.save(one, f"{number}.txt")
        if bring_up_to_date(store.connection):
            store.connection.execute("UPDATE texts SET original = document")
            store.connection.execute("UPDATE incident_events SET incident = 'i' || event")
        yield store


def ties(store: Store, origin: str = "dragoman") -> set[tuple[str, str, str, date | None]]:
    """Directed dyads with quad and day."""
    return set(
        store.connection.execute(
            "SELECT actor, recipient, quad, day_from FROM dyad_events WHERE origin = ?", [origin]
        ).fetchall()
    )
