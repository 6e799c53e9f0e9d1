"""Persons by name, office and date: the look-ups over offices.csv.

A name alone never makes an identity: :func:`identify` narrows the holders of a name by title, country, date
and the states the text speaks of, and gives none unless exactly one person is left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from dragoman.knowledge.actors import fold, load, read_offices
from dragoman.knowledge.actors.rows import Office

__all__ = [
    "HEADS",
    "Clues",
    "Identity",
    "People",
    "bundled",
    "everybody",
    "holder",
    "identify",
    "name_tokens",
]

HEADS = frozenset({"president", "prime minister", "chancellor", "monarch", "supreme leader", "pope"})
"""Offices whose holder is known by the surname alone the world over."""

RECENT = 2000
"""Year since which a head of state is known by a bare surname alone in a text without a date."""
FORGOTTEN = 3650
"""Days after which somebody who has left office is no longer meant by a surname that a head of state has."""

PLAIN = str.maketrans("øØłŁıđĐ", "oOlLidD")
"""Letters that Unicode does not take apart but English newspapers do."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What the text around a name tells: offices its title may mean, its countries, the day, and what else
    the article names (``around``, ISO codes), years it mentions, and terms of persons already identified."""

    offices: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()
    day: date | None = None
    around: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    companions: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """The person found (``term`` None when none was) and the reason, in a short sentence.

    ``iso3`` is the state of all whom the name may mean, where one of them was its head.
    """

    term: Office | None
    reason: str
    iso3: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """All known terms, by folded short name."""

    terms: tuple[Office, ...]
    by_short: Mapping[str, tuple[Office, ...]]

    def named(self, spelling: str) -> tuple[Office, ...]:
        """The terms of those whom the spelling, as a whole, is a full or short name of."""
        return self.by_short.get(" ".join(name_tokens(spelling)), ())


@lru_cache(maxsize=1 << 13)
def name_tokens(name: str) -> tuple[str, ...]:
    """'Émile J. Duval' to ('emile', 'j', 'duval'): no case, marks, hyphens or dots."""
    plain = unicodedata.normalize("NFKD", name.translate(PLAIN))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’`ʿʾ]", "", kept)))


@cache
def bundled() -> People:
    """The people of the bundled offices.csv."""
    return everybody(read_offices())


def everybody(terms: tuple[Office, ...]) -> People:
    """Index ``terms``; for a user's own rows put them beside ``bundled().terms``."""
    found: dict[str, list[Office]] = {}
    for term in terms:
        for key in _keys(term):
            found.setdefault(key, []).append(term)
    return People(terms, MappingProxyType({key: tuple(rows) for key, rows in found.items()}))


def _keys(term: Office) -> set[str]:
    shorts = (part for part in term.short.split("|") if part)
    return {" ".join(name_tokens(part)) for part in (*shorts, *term.names)} - {""}


def identify(name: str, clues: Clues, people: People | None = None) -> Identity:
    """The one person whom ``name`` can mean under ``clues``, or none with the reason why not."""
    rows = _candidates(name, people or bundled())
    if not rows:
        return Identity(None, f"no office holder named {name} in the tables")
    full = len(name_tokens(name)) > 1 and any(_spells_out(name, row) for row in rows)
    rows, refusal = _by_title(name, rows, clues, full)
    if not rows:
        return Identity(None, refusal)
    narrowed = _narrow(rows, clues)
    if _persons(narrowed) > 1:
        listed = ", ".join(sorted({name_tokens(row.person): row.person for row in narrowed}.values())[:4])
        states = {row.iso3 for row in rows}
        headed = any(row.office in HEADS for row in rows)
        one = next(iter(states)) if len(states) == 1 and headed else None
        return Identity(None, f"{name} could be any of {listed}", one)
    return _accept(name, narrowed, rows, clues, full)


def _candidates(name: str, people: People) -> tuple[Office, ...]:
    tokens = name_tokens(name)
    spans = {
        " ".join(tokens[i:j]) for i in range(len(tokens)) for j in range(i + 1, min(len(tokens), i + 6) + 1)
    }
    rows = dict.fromkeys(row for span in sorted(spans) for row in people.by_short.get(span, ()))
    fitting = tuple(row for row in rows if _fits(tokens, row))
    exact = tuple(row for row in fitting if any(name_tokens(spelling) == tokens for spelling in row.names))
    return exact if len(tokens) > 1 and exact else fitting


def _fits(tokens: tuple[str, ...], row: Office) -> bool:
    """Whether every part of the name agrees with one spelling of the row's person."""
    parts = tuple(token for token in tokens if len(token) > 1) or tokens
    shorts = [name_tokens(short) for short in row.short.split("|") if short]
    spellings = [name_tokens(name) for name in row.names]
    if tokens in spellings or set(parts) in (*map(set, shorts), *map(set, spellings)):
        return True
    surnamed = any(set(short) <= set(parts) for short in shorts)
    whole = any(len(known) > 1 and _in_order(known, parts) for known in spellings)
    return whole or (surnamed and any(_in_order(parts, known) for known in spellings))


def _in_order(parts: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether the parts follow each other in the whole name: "Muhammad Ali" is no Ali Mahdi Muhammad."""
    rest = iter(whole)
    return all(part in rest for part in parts)


def _spells_out(name: str, row: Office) -> bool:
    parts = {token for token in name_tokens(name) if len(token) > 1}
    shorts = {token for short in row.short.split("|") for token in name_tokens(short)}
    return bool(parts - shorts)


def _by_title(
    name: str, rows: tuple[Office, ...], clues: Clues, full: bool
) -> tuple[tuple[Office, ...], str]:
    if clues.countries:
        rows = tuple(row for row in rows if row.iso3 in clues.countries)
        if not rows:
            return (), f"no office holder named {name} of {'/'.join(clues.countries)}"
    if not clues.offices:
        return rows, ""
    titled = tuple(row for row in rows if row.office in clues.offices)
    if titled or full:
        return titled or rows, ""
    return (), f"no {'/'.join(sorted(clues.offices))} named {name} in the tables"


def _narrow(rows: tuple[Office, ...], clues: Clues) -> tuple[Office, ...]:
    """Apply each clue in turn as long as it leaves somebody and more than one person remains."""
    if clues.day:
        rows = tuple(row for row in rows if row.may_hold(clues.day)) or rows
        rows = tuple(row for row in rows if row.holds(clues.day)) or rows
    rows = _weighty(rows)
    tests: tuple[Callable[[Office], bool], ...] = (
        lambda row: row.iso3 in clues.around,
        lambda row: any(_covers(row, year) for year in clues.years),
        lambda row: any(_overlap(row, other) for other in clues.companions),
    )
    for test in tests:
        if _persons(rows) > 1:
            rows = tuple(row for row in rows if test(row)) or rows
    return rows


def _weighty(rows: tuple[Office, ...]) -> tuple[Office, ...]:
    """Without those who held only lesser offices, where others are left: "Obama" is not the first lady."""
    minor = load().cues["minor"]
    persons = {name_tokens(row.person) for row in rows if row.office not in minor}
    return tuple(row for row in rows if name_tokens(row.person) in persons) or rows


def _remembered(rows: tuple[Office, ...], day: date | None) -> tuple[Office, ...]:
    """Without the terms that a paper of the day no longer speaks of by a bare surname."""
    if day is None:
        return rows
    return tuple(row for row in rows if row.end is None or (day - row.end).days < FORGOTTEN) or rows


def _persons(rows: Iterable[Office]) -> int:
    """How many persons the rows name; one person may have held offices in two places."""
    return len({name_tokens(row.person) for row in rows})


def _covers(row: Office, year: int) -> bool:
    last = row.end or row.seen
    return row.start is not None and row.start.year <= year and (last is None or year <= last.year)


def _overlap(one: Office, other: Office) -> bool:
    if one.start is None or other.start is None:
        return False
    last, other_last = one.end or one.seen or date.max, other.end or other.seen or date.max
    return one.start <= other_last and other.start <= last


def _accept(
    name: str, rows: tuple[Office, ...], all_rows: tuple[Office, ...], clues: Clues, full: bool
) -> Identity:
    row = _best(rows, clues)
    there = row.iso3 in clues.around or row.iso3 in clues.countries
    lesser = row.office in load().cues["minor"]  # a surname alone is not enough for somebody of less note
    recent = row.end is None or row.end.year >= RECENT  # undated texts tell of our times
    in_office = recent if clues.day is None else row.holds(clues.day)
    given = fold(name) in load().given_names  # "Marie" alone is nobody
    others = {one.iso3 for one in all_rows} - {row.iso3}  # of one state only one is in office: "Assad"
    single = _persons(_weighty(_remembered(all_rows, clues.day))) == 1 or (
        clues.day is not None and not others
    )
    head_alone = row.office in HEADS and in_office and single and not given
    titled = bool(clues.offices) and row.office in clues.offices
    if not (full or (there and not lesser) or head_alone or titled):
        return Identity(None, f"{name} may be {row.person}, but nothing in the text speaks for it")
    ended = row.end is not None and clues.day is not None and row.end < clues.day
    former = there and ended and row.office in HEADS and _persons(all_rows) == 1
    if clues.day and clues.offices and not (full or former or row.may_hold(clues.day)):
        return Identity(None, f"{row.person} was {row.office} {row.term}, not on {clues.day}")
    return Identity(row, _reason(name, row, clues))


def _best(rows: tuple[Office, ...], clues: Clues) -> Office:
    """The row to cite: in office on the day, else under the title given, else the highest and latest."""
    day = clues.day

    def rank(row: Office) -> tuple[bool, bool, bool, bool, date]:
        return (
            day is not None and row.holds(day),
            row.office in clues.offices,
            row.iso3 in clues.around,
            row.office in HEADS,
            row.start or date.min,
        )

    return max(rows, key=rank)


def _reason(name: str, row: Office, clues: Clues) -> str:
    what = f"{row.office} of {load().state(row.iso3)} {row.term}"
    if clues.day is None:
        return f"{row.person}: {what}; article undated, the only holder named {name} that fits"
    if row.holds(clues.day):
        return f"{row.person}: {what}; in office on {clues.day}"
    if row.may_hold(clues.day):
        return f"{row.person}: {what}; not known to have left by {clues.day}"
    return f"{row.person}: {what}; not in that office on {clues.day}"


def holder(iso3: str, offices: Iterable[str], day: date, people: People | None = None) -> Office | None:
    """Who certainly held one of ``offices`` of a state on ``day``; None when nobody or several did."""
    wanted = frozenset(offices)
    rows = [
        row
        for row in (people or bundled()).terms
        if row.iso3 == iso3 and row.office in wanted and row.holds(day)
    ]
    return rows[0] if _persons(rows) == 1 else None
