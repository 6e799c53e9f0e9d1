"""Who the actors of world politics are: the tables beside this module, read once and never written to.

``load()`` gives an :class:`Actors` with look-ups by name; ``people`` has the look-ups by person and date.
Tables are CSV so that an expert can correct them; ``|`` divides the values of a cell.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import cast

from dragoman.knowledge.actors.rows import (
    Epithet,
    Holding,
    Known,
    Locative,
    NameKind,
    Office,
    Role,
    State,
)
from dragoman.knowledge.tables import rows, values

__all__ = [
    "Actors",
    "Epithet",
    "Holding",
    "Known",
    "Locative",
    "Office",
    "Role",
    "State",
    "bodies",
    "fold",
    "load",
    "members",
    "office_sectors",
    "private_sectors",
    "read_offices",
    "sectors",
]

Row = dict[str, str]
BODIES: tuple[tuple[str, NameKind], ...] = (
    ("metonyms", "metonym"),
    ("organisations", "organisation"),
    ("groups", "group"),
    ("agencies", "agency"),
    ("projects", "project"),
    ("regions", "region"),
)


@dataclass(frozen=True, slots=True)
class Actors:
    """All tables. ``names``, ``roles`` and ``holdings`` go by folded alias; a name may have several
    meanings."""

    states: Mapping[str, State]
    names: Mapping[str, tuple[Known, ...]]
    roles: Mapping[str, Role]
    epithets: Mapping[str, Epithet]
    holdings: Mapping[str, Holding]
    locatives: tuple[Locative, ...]
    hints: Mapping[str, Mapping[str, str]]
    given_names: Mapping[str, str]
    cues: Mapping[str, frozenset[str]]

    def state(self, iso3: str) -> str:
        """The name of a state, or the code itself where no row has it."""
        found = self.states.get(iso3)
        return found.name if found else iso3


@lru_cache(maxsize=1 << 13)  # the words of a language come again and again
def fold(text: str) -> str:
    """The form under which names are looked up: lower case, plain apostrophes, single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())


def _rows(table: str) -> Iterator[Row]:
    return rows("actors", f"{table}.csv")


@cache
def load() -> Actors:
    """Read the tables of names, roles and epithets (offices are read by ``people.everybody``)."""
    states = MappingProxyType({row["iso3"]: _state(row) for row in _rows("states")})
    names = _names(states)
    return Actors(
        states=states,
        names=names,
        roles=MappingProxyType(
            {fold(word): role for role in map(_role, _rows("roles")) for word in role.words}
        ),
        epithets=MappingProxyType(
            {fold(word): epithet for epithet in map(_epithet, _rows("epithets")) for word in epithet.words}
        ),
        holdings=MappingProxyType(
            {fold(word): holding for holding in map(_holding, _rows("holdings")) for word in holding.words}
        ),
        locatives=tuple(map(_locative, _rows("locatives"))),
        hints=_hints(),
        cues=MappingProxyType({row["kind"]: frozenset(values(row["words"])) for row in _rows("cues")}),
        given_names=MappingProxyType(
            {fold(name): row["sex"] for row in _rows("given_names") for name in values(row["names"])}
        ),
    )


def _state(row: Row) -> State:
    return State(
        iso3=row["iso3"],
        entity=row["entity"] or None,
        name=row["name"],
        others=values(row["others"]),
        adjectives=values(row["adjectives"]),
        people=values(row["people"]),
        capitals=values(row["capitals"]),
        source=row["source"],
    )


def _role(row: Row) -> Role:
    return Role(
        words=values(row["words"]),
        sector=row["sector"] or None,
        kind=row["kind"],  # type: ignore[arg-type]  # held by the table's test
        offices=frozenset(values(row["office"])),
        example=row["example"],
        reason=row["reason"],
    )


def _epithet(row: Row) -> Epithet:
    return Epithet(
        words=values(row["words"]),
        means=row["means"],  # type: ignore[arg-type]  # held by the table's test
        number=row["number"],  # type: ignore[arg-type]  # held by the table's test
        example=row["example"],
        reason=row["reason"],
    )


def _holding(row: Row) -> Holding:
    return Holding(
        words=values(row["words"]),
        told_by=frozenset(values(row["told_by"])),
        example=row["example"],
        reason=row["reason"],
    )


def _locative(row: Row) -> Locative:
    return Locative(
        preposition=row["preposition"],
        governors=frozenset(values(row["governors"])),
        applies=row["applies"],  # type: ignore[arg-type]  # held by the table's test
        means=row["means"],  # type: ignore[arg-type]  # held by the table's test
        example=row["example"],
        reason=row["reason"],
    )


def _names(states: Mapping[str, State]) -> Mapping[str, tuple[Known, ...]]:
    found: dict[str, tuple[Known, ...]] = {}
    for known in (*_state_names(states), *_people_names(), *_body_names()):
        key = fold(known.alias)
        found[key] = (*found.get(key, ()), known)
    for row in _rows("ambiguous"):
        body = None if row["default"] in states else next(iter(found.get(fold(row["default"]), ())), None)
        meant = _body_or_state(row, body) if body else _ambiguous(row, found.get(fold(row["name"]), ()))
        found[fold(row["name"])] = (meant,)
    return MappingProxyType(found)


def _state_names(states: Mapping[str, State]) -> Iterator[Known]:
    for state in states.values():
        for alias in (state.name, *state.others):
            yield _of_state(state, alias, "state", f"name of {state.name}")
        for alias in state.adjectives:
            yield _of_state(state, alias, "adjective", f"adjective of {state.name}")
        for alias in state.people:
            yield _of_state(state, alias, "people", f"people of {state.name}")
        for alias in state.capitals:
            yield _of_state(state, alias, "capital", f"capital of {state.name}")


def _people_names() -> Iterator[Known]:
    """Adjectives and peoples of parts of states, by the state they are part of."""
    for row in _rows("peoples"):
        kinds: tuple[tuple[str, NameKind], ...] = (("adjectives", "adjective"), ("people", "people"))
        for column, kind in kinds:
            for alias in values(row[column]):
                yield Known(alias, kind, row["name"], (row["iso3"],), None, None, f"{kind} of {row['name']}")


def _of_state(state: State, alias: str, kind: NameKind, reason: str) -> Known:
    sector = "GOV" if kind == "capital" else None
    return Known(alias, kind, state.name, (state.iso3,), sector, state.entity, reason)


def _body_names() -> Iterator[Known]:
    for table, kind in BODIES:
        for row in _rows(table):
            for alias in (row["name"], *values(row["others"])):
                yield _of_body(row, alias, kind)


def _of_body(row: Row, alias: str, kind: NameKind) -> Known:
    return Known(
        alias=alias,
        kind=kind,
        name=row["name"],
        countries=values(row.get("iso3")),
        sector=row.get("sector") or None,
        entity=row.get("entity") or None,
        reason=f"{kind}: {row['name']}",
        plover=row.get("plover") or None,
    )


def _body_or_state(row: Row, body: Known) -> Known:
    """A capital's name that stands for a body which sits there, unless hints say that the state is meant."""
    choices = values(row["choices"])
    return replace(body, alias=row["name"], kind="metonym", reason=row["reason"], alternatives=choices)


def _ambiguous(row: Row, known: tuple[Known, ...]) -> Known:
    """The one meaning of a name that may stand for several; no country unless the row has a default."""
    default = (row["default"],) if row["default"] else ()
    same = next((one for one in known if one.countries == default), None)
    alike = same or next((one for one in known if one.kind == row["kind"]), None)
    return Known(
        alias=row["name"],
        kind=cast(NameKind, row["kind"]),
        name=same.name if same else row["name"],
        countries=default,
        sector="GOV" if row["kind"] == "capital" else alike.sector if alike else None,
        entity=same.entity if same else None,
        reason=row["reason"],
        alternatives=values(row["choices"]),
    )


def _hints() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType(
        {
            fold(row["name"]): MappingProxyType(
                {word: code for word, _, code in (hint.partition("=") for hint in values(row["hint"]))}
            )
            for row in _rows("ambiguous")
        }
    )


@cache
def sectors() -> tuple[str, ...]:
    """The codes of PLOVER's sectors, and IGO and NGO, which PLOVER writes as countries (sectors.csv)."""
    return tuple(row["code"] for row in _rows("sectors"))


@cache
def private_sectors() -> frozenset[str]:
    """The sectors of those who act for themselves and for no state (column ``private`` of sectors.csv)."""
    return frozenset(row["code"] for row in _rows("sectors") if row["private"] == "yes")


@cache
def office_sectors() -> Mapping[str, str | None]:
    """The sector of those who hold an office that no role noun tells (office_sectors.csv)."""
    return MappingProxyType({row["office"]: row["sector"] or None for row in _rows("office_sectors")})


@cache
def _memberships() -> Mapping[str, tuple[tuple[str, date, date | None], ...]]:
    """For each organisation of members.csv the states with the first and last day of each membership."""
    found: dict[str, list[tuple[str, date, date | None]]] = {}
    for row in _rows("members"):
        first, last = _edge(row["from"], last=False), _edge(row["to"], last=True)
        if first:
            found.setdefault(row["organisation"], []).extend((s, first, last) for s in values(row["states"]))
    return MappingProxyType({name: tuple(spans) for name, spans in found.items()})


def _edge(cell: str, last: bool) -> date | None:
    """The first or last day of a date that may be known by its month or year alone."""
    if not cell:
        return None
    year, month, day = (*(int(part) for part in cell.split("-")), 0, 0)[:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1))


@cache
def bodies() -> frozenset[str]:
    """The names of the organisations and groups that belong to no one state: they are parties themselves."""
    known = (one for meanings in load().names.values() for one in meanings)
    return frozenset(one.name for one in known if one.kind in ("organisation", "group") and not one.countries)


def members(organisation: str, on: date | None = None) -> tuple[str, ...] | None:
    """The states that belong to an organisation on a day, today when None; None where no row tells.

    Organisations of nearly all states have no rows; see members.csv.
    """
    spans = _memberships().get(organisation)
    if spans is None:
        return None
    day = on or date.today()
    return tuple(sorted(s for s, first, last in spans if first <= day and (last is None or day <= last)))


def read_offices(lines: Iterator[str] | None = None) -> tuple[Office, ...]:
    """Terms from the bundled offices.csv, or from ``lines`` of a table with the same columns.

    Raises ValueError for a date that is not ISO 8601 and KeyError for a missing column.
    """
    return tuple(map(_office, csv.DictReader(lines) if lines is not None else _rows("offices")))


def _office(row: Row) -> Office:
    return Office(
        iso3=row["iso3"],
        office=row["office"],
        person=row["person"],
        short=row["short"],
        others=values(row["others"]),
        entity=row["entity"] or None,
        start=_day(row["from"]),
        end=_day(row["to"]),
        seen=_day(row["seen"]),
        source=row["source"],
        checked=row["checked"] or None,
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
