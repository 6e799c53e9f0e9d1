"""The rows an expert keeps about actors, one frozen type for each table beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

NameKind = Literal[
    "state",
    "adjective",
    "people",
    "capital",
    "metonym",
    "organisation",
    "group",
    "agency",
    "project",
    "region",
]

ALWAYS = (date(1, 1, 1), date(9990, 1, 1))
"""The term of somebody who is known on every day; its end is also that of a term a user says still runs."""

UNSEEN = timedelta(days=3 * 365)
"""How long after it was last seen running a term may still be thought to run."""


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory. ``adjectives`` go before a noun, ``people`` stand alone, first capital is
    official."""

    iso3: str
    entity: str | None
    name: str
    others: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a proper name stands for: the row of whichever table held it, brought to one shape.

    ``countries`` holds ISO alpha-3 codes, none for an organisation of many states or an ambiguous name
    (``reason`` then says so). ``plover`` is the code PLOVER writes in its country field for international
    bodies (UNO, EUR, IGO, NGO). ``alternatives`` are the codes an ambiguous name may stand for.
    """

    alias: str
    kind: NameKind
    name: str
    countries: tuple[str, ...]
    sector: str | None
    entity: str | None
    reason: str
    plover: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A term in an office. ``iso3`` is a state's code, or the name of an organisation for its officers.

    ``end`` None with ``seen`` set means: still in office on the day ``seen``, nothing known after it.
    ``sector`` is the holder's where the office does not tell it.
    ``start`` None means the row cannot be dated. ``checked`` names the lists that agree, None if none does.
    """

    iso3: str
    office: str
    person: str
    short: str
    others: tuple[str, ...]
    entity: str | None
    start: date | None
    end: date | None
    seen: date | None
    source: str
    checked: str | None
    sector: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The full name and its other spellings."""
        return (self.person, *self.others)

    def holds(self, day: date) -> bool:
        """Whether the term certainly covers ``day``."""
        last = self.end or self.seen
        return self.start is not None and last is not None and self.start <= day <= last

    def may_hold(self, day: date) -> bool:
        """Whether the term covers ``day``, or may: it was still running within ``UNSEEN`` before it."""
        last = self.end or (self.seen + UNSEEN if self.seen else None)
        return self.start is not None and last is not None and self.start <= day <= last

    @property
    def term(self) -> str:
        """The term in words, e.g. '2018-08-18 to 2022-04-10'."""
        if self.start is None:
            return "term not dated"
        if self.end is not None:
            return f"{self.start} to {self.end}"
        if self.start == ALWAYS[0]:
            return "on any day"
        if self.seen == ALWAYS[1]:
            return f"since {self.start}"
        return f"since {self.start}, last seen {self.seen}"


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun for somebody who acts. ``offices`` are the offices it may name, none for most."""

    words: tuple[str, ...]
    sector: str | None
    kind: Literal["person", "people", "body", "honorific"]
    offices: frozenset[str]
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class Epithet:
    """A noun phrase that stands for a state by what it is to others ("host country", "two neighbours").

    ``nobody``: a phrase that only looks like one ("state of emergency").
    """

    words: tuple[str, ...]
    means: Literal["host", "state", "dyad", "several", "relation", "nobody"]
    number: Literal["one", "two", "many"]
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class Locative:
    """When a preposition before a place name tells of a place, and when of the state behind it.

    ``party``: a place, and its country is concerned ("a curfew in X").
    """

    preposition: str
    governors: frozenset[str]
    applies: Literal["all", "capital"]
    means: Literal["place", "actor", "party"]
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A noun for what stands for whoever holds, crews or lives in it: a convoy, a base, a village.

    ``told_by`` are the prepositions behind it that tell whose it is ("a base [in] Mali").
    """

    words: tuple[str, ...]
    told_by: frozenset[str]
    example: str
    reason: str
