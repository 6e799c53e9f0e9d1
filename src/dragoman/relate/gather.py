"""Which reports are of one happening: events of different texts, and of one, gathered into incidents.

Two events are linked where the weights of ``knowledge/incidents/likeness.csv`` that hold between them sum to
more than nothing. Events tied by links over any number of steps form a chain; within a chain each event, in
order of publication, joins the incident to which its mean link is the strongest, if that is strong enough,
or begins one of its own. So a long war is no single incident, though each of its days resembles the next. A
chain depends on its members alone: the order in which articles come does not matter, and a new one touches
no chain but its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.relate.copies import components

ALOOF = -0.5
"""How a report without a link to another of the incident counts in the mean."""

Link = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """An event as far as its place in an incident matters.

    ``day`` is when it was published, ``place`` where its word stands in the text, ``copied`` whether the text
    is a copy of another.
    """

    document: str
    event: str
    day: date | None
    place: int = 0
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Which incident an event reports; ``chain`` is the least id of all events that links tie it to."""

    incident: str
    document: str
    event: str
    chain: str


def members(reports: Iterable[Report], links: Iterable[Link]) -> list[Member]:
    """The incident of each report. ``links`` are (event, event, score) among them, each pair once."""
    strengths: dict[str, dict[str, float]] = {}
    for a, b, score in links:
        strengths.setdefault(a, {})[b] = score
        strengths.setdefault(b, {})[a] = score
    ordered = sorted(reports, key=_order)
    pairs = ((a, b) for a, others in strengths.items() for b in others if a < b)
    chains = components((one.event for one in ordered), pairs)
    incident: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for one in ordered:
        found = _joined(strengths.get(one.event, {}), incident, sizes) or one.event
        incident[one.event] = found
        sizes[found] = sizes.get(found, 0) + (not one.copied or found == one.event)
    return [Member(f"i{incident[one.event]}", one.document, one.event, chains[one.event]) for one in ordered]


def _order(one: Report) -> tuple[bool, date, str, int, str]:
    """First those of originals, by day of publication; within a text as they stand."""
    return one.copied, one.day or date.max, one.document, one.place, one.event


def _joined(links: Mapping[str, float], incident: Mapping[str, str], sizes: Mapping[str, int]) -> str | None:
    """The incident with the strongest mean link above nothing, None where there is none."""
    sums: dict[str, list[float]] = {}
    for other in sorted(links):
        if (known := incident.get(other)) is not None:
            sums.setdefault(known, []).append(links[other])
    means = {one: (sum(s) + ALOOF * (sizes[one] - len(s))) / sizes[one] for one, s in sums.items()}
    best = max(means, key=lambda one: (means[one], one), default=None)
    return best if best is not None and means[best] > 0 else None
