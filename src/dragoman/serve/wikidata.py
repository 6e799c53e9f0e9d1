"""``dragoman refresh``: who has held which office of late, from Wikidata (CC0), as a file for ``--actors``.

The bundled terms end where their sources do. This asks Wikidata's query service, and nobody else, for heads
of state and of government and foreign ministers whose terms reach a day, and writes them in the columns of
`dragoman.knowledge.actors.own`. What Wikidata does not date is left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import httpx

from dragoman.knowledge.actors import State, load
from dragoman.knowledge.actors.own import COLUMNS
from dragoman.knowledge.actors.people import bundled

SERVICE = "https://query.wikidata.org/sparql"
SECONDS = 90.0
MOST_BYTES = 32 * 1024 * 1024
AT_ONCE = 25
"""States asked for in one question; the service gives a question one minute."""
AGENT = "dragoman (refreshes its table of offices)"
HEADS = {
    "head of state": ("monarch", "supreme leader", "president", "leader"),
    "head of government": ("prime minister", "chancellor", "president"),
}
"""What our tables may call them: the first that somebody holds in the state now."""

QUESTION = """
SELECT ?state ?office ?person ?personLabel ?from ?to WHERE {{
  VALUES ?state {{ {states} }}
  {{ ?state p:P35 ?term . ?term ps:P35 ?person . BIND("head of state" AS ?office) }}
  UNION {{ ?state p:P6 ?term . ?term ps:P6 ?person . BIND("head of government" AS ?office) }}
  UNION {{
    ?post wdt:P279* wd:Q7330070 ; wdt:P1001 ?state .
    ?person p:P39 ?term . ?term ps:P39 ?post . BIND("foreign minister" AS ?office)
  }}
  ?term pq:P580 ?from .
  OPTIONAL {{ ?term pq:P582 ?to }}
  FILTER(!BOUND(?to) || ?to >= "{since}T00:00:00Z"^^xsd:dateTime)
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en" . }}
}}
"""
"""P35 head of state, P6 head of government, P39 position held, P580 and P582 its first and last day, P1001 of
whom; Q7330070 minister of foreign affairs."""


class RefreshError(Exception):
    """Wikidata could not be asked: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Term:
    """A term as Wikidata has it; ``last`` is None while it runs."""

    iso3: str
    office: str
    person: str
    entity: str
    first: date
    last: date | None


def fetch(codes: Sequence[str], since: date, transport: httpx.BaseTransport | None = None) -> list[Term]:
    """The terms of the states' officers that reach ``since``. Raises RefreshError."""
    states = [load().states[code] for code in codes if load().states[code].entity]
    found: list[Term] = []
    client = httpx.Client(
        transport=transport, timeout=SECONDS, headers={"User-Agent": AGENT, "Accept": "application/json"}
    )
    with client:
        for first in range(0, len(states), AT_ONCE):
            found += _terms(_asked(client, _question(states[first : first + AT_ONCE], since)))
    return sorted(dict.fromkeys(found), key=lambda one: (one.iso3, one.office, one.first, one.person))


def _question(states: Sequence[State], since: date) -> str:
    return QUESTION.format(states=" ".join(f"wd:{state.entity}" for state in states), since=since)


def _asked(client: httpx.Client, question: str) -> list[dict[str, Any]]:
    retry = "Check the connection, and try again in some minutes"
    try:
        with client.stream("GET", SERVICE, params={"query": question, "format": "json"}) as reply:
            reply.raise_for_status()
            data = bytearray()
            for piece in reply.iter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise RefreshError("Wikidata sent more than is plausible", retry)
        rows: list[dict[str, Any]] = json.loads(data)["results"]["bindings"]
        if not isinstance(rows, list) or not all(map(_is_row, rows)):
            raise TypeError("no list of rows")
    except httpx.HTTPStatusError as error:
        raise RefreshError(f"Wikidata refused the question ({error.response.status_code})", retry) from error
    except httpx.HTTPError as error:
        raise RefreshError(f"Wikidata cannot be reached ({type(error).__name__})", retry) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RefreshError("Wikidata's answer is not in its usual form", retry) from error
    return rows


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(cell, dict) for cell in row.values())


def _terms(rows: Sequence[dict[str, Any]]) -> Iterator[Term]:
    """The rows that name a person and a term that does not end before it begins."""
    codes = {state.entity: state.iso3 for state in load().states.values() if state.entity}
    for row in rows:
        cells = {name: str(cell.get("value", "")) for name, cell in row.items()}
        iso3 = codes.get(cells.get("state", "").rpartition("/")[2])
        entity, person = cells.get("person", "").rpartition("/")[2], cells.get("personLabel", "")
        first, last = _day(cells.get("from", "")), _day(cells.get("to", ""))
        named = bool(person) and person != entity  # a person without an English name has his id as label
        if iso3 and named and first and not (last and last < first):
            yield Term(iso3, _office(iso3, cells.get("office", "")), person, entity, first, last)


def _day(stamp: str) -> date | None:
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


@cache
def _office(iso3: str, office: str) -> str:
    """What our tables call the office there."""
    titles = HEADS.get(office)
    if titles is None:
        return office
    held = [one for one in bundled().terms if one.iso3 == iso3 and one.office in titles and one.start]
    running = {one.office for one in held if one.end is None}
    chosen = [title for title in titles if title in running]
    latest = max(held, key=lambda one: one.start or date.min, default=None)
    return chosen[0] if chosen else latest.office if latest else titles[-1]


def table(terms: Sequence[Term]) -> str:
    """The terms as CSV in the columns of a file for ``--actors``."""
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in terms:
        writer.writerow(
            {
                "name": one.person,
                "kind": "person",
                "country": one.iso3,
                "office": one.office,
                "from": one.first,
                "to": one.last or "",
                "entity": one.entity,
            }
        )
    return page.getvalue()
