"""Incidents: one happening each, with all reports of it and where these disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any, Literal, TypeVar

from duckdb import DuckDBPyConnection

from dragoman.knowledge.actors import private_sectors
from dragoman.records import Factuality, VoiceKind
from dragoman.relate.questions import ask
from dragoman.relate.tolls import tolls

T = TypeVar("T")

About = Literal["happened", "what", "who", "how many"]
"""On what reports can differ."""

SETTLED: tuple[Factuality, ...] = ("happened", "ongoing", "did_not_happen")
"""How a report tells of what is over or under way; what was planned or feared before gives way to it."""

EVERY = 1_000_000_000
"""The limit that is none."""

REPORTING = "SELECT DISTINCT document FROM incident_events WHERE incident IN (SELECT unnest(?))"
"""Which documents report one of these incidents. Asked for itself: a list is looked up at once."""
LATEST = """
-- Since which day are the latest so many reports?
SELECT min(day_from) FROM (
    SELECT day_from FROM reports
    WHERE day_from IS NOT NULL AND ($until IS NULL OR day_from <= $until)
      AND ($a IS NULL OR list_contains(actor, $a) OR list_contains(recipient, $a))
    ORDER BY day_from DESC LIMIT $reports
)
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One event of one article, as far as it tells of an incident.

    ``original`` is the document that this one is a copy of, itself where it is none. ``actor`` and
    ``recipient`` are countries and names. ``day_told`` is False where the day of publication stands for one
    that the text does not tell. ``holder`` is the last in its voice chain, None for the author.
    """

    event: str
    document: str
    original: str
    title: str | None
    outlet: str | None
    published: date | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    event_type: str
    mode: str | None
    quad: str
    intensity: float | None
    factuality: Factuality
    day_from: date | None
    day_to: date | None
    day_told: bool
    place: str | None
    holder: str | None
    voice_kind: VoiceKind
    words: str
    passage: str

    @property
    def copied(self) -> bool:
        """Whether its article is a copy of another in the store, so that it reports nothing of its own."""
        return self.original != self.document


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where reports of one incident differ: what each version is, and the events that tell it."""

    about: About
    versions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening as its reports tell it: type, day, parties and factuality are those of most texts.

    ``texts`` counts reporting articles, copies once; ``outlets`` are those that are known. ``first_report``
    and ``last_report`` are days of publication. Unknown is None.
    """

    id: str
    event_type: str
    mode: str | None
    quad: str
    intensity: float | None
    factuality: Factuality
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    day_from: date | None
    day_to: date | None
    day_told: bool
    place: str | None
    texts: int
    outlets: tuple[str, ...]
    first_report: date | None
    last_report: date | None
    disagreements: tuple[Disagreement, ...]
    reports: tuple[Report, ...] = field(repr=False)

    @property
    def first(self) -> Report:
        """The report that was published first."""
        return self.reports[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents: of one party or between two, told in such ways, on such words, in such days, about
    such things, by such outlets.

    None or empty means all; ``offset`` passes over the latest, or those that most texts tell. Without
    ``private`` what private persons and companies do between two is left out. ``undated``: only what has no
    day.
    """

    a: str | None = None
    b: str | None = None
    factualities: tuple[Factuality, ...] = ()
    voices: tuple[VoiceKind, ...] = ()
    since: date | None = None
    until: date | None = None
    ids: tuple[str, ...] = ()
    limit: int = EVERY
    foremost: bool = False
    contexts: tuple[str, ...] = ()
    private: bool = True
    sectors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    offset: int = 0
    undated: bool = False

    def values(self) -> dict[str, Any]:
        """As parameters of the questions."""
        lists = {
            name: list(getattr(self, name))
            for name in ("factualities", "voices", "ids", "contexts", "sectors", "outlets")
        }
        lists["left_out"] = [] if self.private else sorted(private_sectors())
        plain = ("a", "b", "since", "until", "limit", "foremost", "offset", "undated")
        return lists | {name: getattr(self, name) for name in plain}


def incidents(con: DuckDBPyConnection, wanted: Wanted) -> list[Incident]:
    """The incidents wanted, the latest last; of too many the latest, or those that most texts tell."""
    return counted(con, wanted)[0]


def counted(con: DuckDBPyConnection, wanted: Wanted) -> tuple[list[Incident], int]:
    """The incidents wanted, and how many there are whatever limit and offset."""
    listed = sorted(ask(con, "incident_list", wanted.values()), key=lambda row: row["place"])
    if not listed:
        return [], _beyond(con, wanted) if wanted.offset else 0
    ids = [row["incident"] for row in listed]
    documents = [row[0] for row in con.execute(REPORTING, [ids]).fetchall()]
    rows = ask(con, "incident_reports", {"incidents": ids, "documents": documents})
    found = {
        key: incident(key, map(_report, of)) for key, of in groupby(rows, key=lambda row: row["incident"])
    }
    return [found[key] for key in ids if key in found], listed[0]["total"]


def latest(con: DuckDBPyConnection, wanted: Wanted) -> list[Incident]:
    """As `incidents`: looked for in the last days first, which takes less time where there are many."""
    for reports in (20 * wanted.limit, 400 * wanted.limit):
        values = {"a": wanted.a, "until": wanted.until, "reports": reports}
        row = con.execute(LATEST, values).fetchone()
        if row is None or row[0] is None or (wanted.since and row[0] <= wanted.since):
            break
        found = incidents(con, replace(wanted, since=row[0]))
        if len(found) == wanted.limit:
            return found
    return incidents(con, wanted)


def _beyond(con: DuckDBPyConnection, wanted: Wanted) -> int:
    """How many there are where the offset passes over all."""
    first = ask(con, "incident_list", replace(wanted, limit=1, offset=0).values())
    return int(first[0]["total"]) if first else 0


def _report(row: dict[str, Any]) -> Report:
    sides = {"actor": tuple(row["actor"]), "recipient": tuple(row["recipient"])}
    return Report(**{name: value for name, value in row.items() if name != "incident"} | sides)


def incident(key: str, told: Iterable[Report]) -> Incident:
    """The incident of that id from its reports, in order of publication."""
    reports = tuple(told)
    own = [one for one in reports if not one.copied] or list(reports)
    factuality = told_as(own)
    agreed = [one for one in own if one.factuality == factuality]
    kind = _most([(one.event_type, one.mode) for one in agreed])
    typical = next(one for one in agreed if (one.event_type, one.mode) == kind)
    dated = min((one for one in agreed if one.day_from), key=_dating, default=typical)
    both = [(one.actor, one.recipient) for one in agreed if one.actor and one.recipient]
    sides = _most(both or [(typical.actor, typical.recipient)])
    days = [one.published for one in reports if one.published]
    return Incident(
        id=key,
        event_type=typical.event_type,
        mode=typical.mode,
        quad=typical.quad,
        intensity=typical.intensity,
        factuality=factuality,
        actor=sides[0],
        recipient=sides[1],
        day_from=dated.day_from,
        day_to=dated.day_to,
        day_told=dated.day_told,
        place=_most([one.place for one in agreed if one.place] or [None]),
        texts=len({one.original for one in reports}),
        outlets=tuple(sorted({one.outlet for one in reports if one.outlet})),
        first_report=min(days, default=None),
        last_report=max(days, default=None),
        disagreements=tuple(one for one in (_whether(own), _what(own), _who(own), *_how_many(own)) if one),
        reports=reports,
    )


def _dating(one: Report) -> tuple[bool, date]:
    """A day that a text tells goes before one of publication, the earlier before the later."""
    return not one.day_told, one.day_from or date.max


def told_as(reports: Sequence[Report]) -> Factuality:
    """How these reports tell it: most of those that tell it as settled, otherwise most."""
    return _most([one.factuality for one in _settled(reports)])


def _settled(reports: Sequence[Report]) -> Sequence[Report]:
    """Those that tell it as over, under way or not done; all where none does."""
    return [one for one in reports if one.factuality in SETTLED] or reports


def _most(values: Sequence[T]) -> T:
    """The most frequent, of equals the first."""
    return Counter(values).most_common(1)[0][0]


def _whether(reports: Sequence[Report]) -> Disagreement | None:
    """Some tell it as done, some as not."""
    done = [one for one in reports if one.factuality in ("happened", "ongoing")]
    denied = [one for one in reports if one.factuality == "did_not_happen"]
    return _versions("happened", {"happened": done, "did not happen": denied})


def _what(reports: Sequence[Report]) -> Disagreement | None:
    """Some tell it as another thing than the others do: two texts have no type of event in common."""
    groups: dict[str, list[Report]] = {}
    kinds: dict[str, set[str]] = {}
    for one in reports:
        groups.setdefault(one.event_type, []).append(one)
        kinds.setdefault(one.document, set()).add(one.event_type)
    apart = any(not a & b for a in kinds.values() for b in kinds.values())
    return _versions("what", groups) if apart else None


def _who(reports: Sequence[Report]) -> Disagreement | None:
    """Some tell it of other actors than the others do: none in common."""
    groups: dict[str, list[Report]] = {}
    named = [one for one in reports if one.actor and one.factuality != "did_not_happen"]
    for one in named:
        groups.setdefault(", ".join(one.actor), []).append(one)
    sides = {frozenset(one.actor) for one in named}
    apart = any(not a & b for a in sides for b in sides)
    return _versions("who", groups) if apart else None


def _how_many(reports: Sequence[Report]) -> list[Disagreement | None]:
    """Different numbers of one measure, in different texts."""
    groups: dict[str, dict[str, list[Report]]] = {}
    for one in reports:
        for measure, number in tolls(one.passage).items():
            groups.setdefault(measure, {}).setdefault(f"{number} {measure}", []).append(one)
    return [_versions("how many", versions) for _, versions in sorted(groups.items())]


def _versions(about: About, groups: dict[str, list[Report]]) -> Disagreement | None:
    """A disagreement where at least two versions are told, by at least two texts."""
    told = {version: reports for version, reports in groups.items() if reports}
    if len(told) < 2 or len({one.document for reports in told.values() for one in reports}) < 2:
        return None
    return Disagreement(
        about, tuple((version, tuple(one.event for one in reports)) for version, reports in told.items())
    )
