"""Judgements: what a person says of a record, kept as rows beside it.

A judgement accepts a record, corrects it or rejects it; the latest that nobody withdrew stands. The views
``judged_*`` of the schema are the records after it, and every count reads those. Nothing is overwritten or
deleted: whoever withdraws a judgement adds a row that says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, Literal, get_args

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from dragoman.knowledge.actors import bodies, load
from dragoman.knowledge.ontology import Ontology, plover
from dragoman.records import Aspect, Direction, Factuality, Stance, VoiceKind
from dragoman.store.errors import StoreError

Verdict = Literal["accept", "correct", "reject", "undo"]
RecordKind = Literal["event", "statement", "assessment"]
Row = dict[str, Any]

VERDICTS: tuple[Verdict, ...] = ("accept", "correct", "reject")
"""What may be said of a record; ``undo`` is said of a judgement."""
NONE = "none"
"""As a mode or direction: that there is none. (None is: not corrected.)"""
LONGEST_PERSON = 100
LONGEST_REASON = 2000
"""Characters that a name and a reason may have."""
MOST_PARTIES = 50


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right where the machine was wrong. None is: not corrected.

    Of events: type, mode (``"none"``: there is none; of another type without a mode it falls away),
    factuality, voice_kind, actor and recipient (ISO 3166-1 alpha-3 codes and names of bodies of no state;
    empty: nobody known). Of statements: stance, voice_kind. Of assessments: aspect, direction (``"none"``:
    the words give none), voice_kind.
    """

    event_type: str | None = None
    mode: str | None = None
    factuality: str | None = None
    voice_kind: str | None = None
    actor: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    aspect: str | None = None
    direction: str | None = None
    stance: str | None = None

    def given(self) -> dict[str, Any]:
        """The fields that are corrected, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


FIELDS: Mapping[RecordKind, tuple[str, ...]] = {
    "event": ("event_type", "mode", "factuality", "voice_kind", "actor", "recipient"),
    "statement": ("stance", "voice_kind"),
    "assessment": ("aspect", "direction", "voice_kind"),
}
"""What can be corrected of each kind of record."""

CLOSED: Mapping[str, tuple[str, ...]] = {
    "factuality": get_args(Factuality),
    "voice_kind": get_args(VoiceKind),
    "aspect": get_args(Aspect),
    "direction": (*get_args(Direction), NONE),
    "stance": get_args(Stance),
}
"""The values of the fields that have a closed list."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row of ``judgements``: what ``person`` said of a record, or that an earlier row no longer holds.

    ``correction`` is None unless the verdict is correct; ``quad`` and ``intensity`` follow from its type and
    mode. ``made`` is UTC. ``machine`` is the record's JSON as it was judged, None of an undo. ``standing``:
    it is what holds of its record; ``undone``: it was withdrawn; ``applies``: the store still has the record.
    """

    id: str
    number: int
    document: str
    record: str
    kind: RecordKind
    verdict: Verdict
    undoes: str | None
    correction: Correction | None
    quad: str | None
    intensity: float | None
    person: str
    made: datetime
    reason: str | None
    machine: str | None
    standing: bool
    undone: bool
    applies: bool


# ---- judging --------------------------------------------------------------------------------------


def judge(  # noqa: PLR0913, PLR0917 (what a judgement is)
    con: DuckDBPyConnection,
    record_id: str,
    verdict: Verdict,
    person: str,
    reason: str = "",
    correction: Correction | None = None,
    *,
    machine: str,
    ontology: Ontology | None = None,
) -> Judgement:
    """Keep what ``person`` says of the record ``record_id``; its document is pending from then on.

    ``machine`` is the record's JSON. Types and modes are those of ``ontology``, PLOVER's by default. Of a
    correction only what differs from the machine's record is kept. Raises StoreError where there is no such
    record, or the judgement says nothing that can be kept.
    """
    if verdict not in VERDICTS:
        raise StoreError(f"{verdict!r} is no verdict", f"Say one of {', '.join(VERDICTS)}")
    row = _record(con, record_id)
    said = {} if correction is None else correction.given()
    if verdict == "correct":
        changed = _changed(con, row, said, ontology or plover())
    elif said:
        raise StoreError(f"to {verdict} corrects nothing", "Say correct, or leave the corrected values out")
    else:
        changed = {}
    if not _is_object(machine):
        raise StoreError("the machine's record is no JSON object", "Report this as a bug")
    judged = {"document": row["document"], "record": row["id"], "kind": row["kind"], "verdict": verdict}
    return _keep(con, judged | changed | _said_by(person, reason) | {"machine": machine})


def undo(con: DuckDBPyConnection, judgement_id: str, person: str, reason: str = "") -> Judgement:
    """Withdraw a judgement, one's own or another's: the one before it stands again, or none.

    Raises StoreError where there is no such judgement, or it is withdrawn already or withdraws one itself.
    """
    found = [one for one in _read(con, "j.id = ?", [judgement_id])]
    if not found:
        raise StoreError(f"there is no judgement {judgement_id}", "dragoman judgements lists them")
    old = found[0]
    if old.verdict == "undo":
        raise StoreError(f"{old.id} withdraws a judgement itself", "Judge the record again instead")
    if old.undone:
        raise StoreError(f"{old.id} is withdrawn already", "Judge the record again instead")
    judged = {"document": old.document, "record": old.record, "kind": old.kind, "verdict": "undo"}
    return _keep(con, judged | {"undoes": old.id} | _said_by(person, reason))


def _keep(con: DuckDBPyConnection, row: Row) -> Judgement:
    """Write a row and leave its document pending, in one transaction."""
    row = {"id": token_hex(8), "made": datetime.now(UTC).replace(tzinfo=None), **row}
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    con.execute("BEGIN")
    try:
        con.execute(
            f"INSERT INTO judgements (number, {names}) VALUES (nextval('judgement_numbers'), {marks})",
            [*row.values()],
        )
        con.execute("INSERT INTO pending VALUES (?)", [row["document"]])
        con.execute("COMMIT")
    except BaseException:
        with suppress(DuckDBError):  # without room on the disk the transaction is gone already
            con.execute("ROLLBACK")
        raise
    return _read(con, "j.id = ?", [row["id"]])[0]


# ---- reading --------------------------------------------------------------------------------------


def judgements(
    con: DuckDBPyConnection,
    document: str | None = None,
    record: str | None = None,
    person: str | None = None,
    begins: str | None = None,
) -> list[Judgement]:
    """All judgements and withdrawals in order, or those of a document, of a record, by a person.

    ``begins``: those whose id begins so; an id that is met exactly stands alone.
    """
    asked = {"j.document = ?": document, "j.record = ?": record, "j.person = ?": person}
    given = {words: value for words, value in asked.items() if value is not None}
    if begins is not None:
        given["starts_with(j.id, ?)"] = begins
    found = _read(con, " AND ".join(given) or "true", [*given.values()])
    return [one for one in found if one.id == begins] or found


def standing(con: DuckDBPyConnection, document: str | None = None) -> dict[str, Judgement]:
    """What holds of each judged record, by record: of a document, or of all."""
    return {one.record: one for one in judgements(con, document) if one.standing}


KNOWN = "SELECT id FROM {} WHERE document IN (SELECT document FROM said) AND id IN (SELECT record FROM said)"
QUESTION = f"""
WITH said AS MATERIALIZED (SELECT * FROM judgements j WHERE {{where}}),
records AS ({" UNION ALL ".join(map(KNOWN.format, ("events", "statements", "assessments")))})
SELECT said.*, s.id IS NOT NULL AS standing,
       said.id IN (SELECT undoes FROM judgements WHERE verdict = 'undo') AS undone,
       said.record IN (SELECT id FROM records) AS applies
FROM said LEFT JOIN standing_judgements s ON s.id = said.id
ORDER BY said.number
"""


def _read(con: DuckDBPyConnection, where: str, values: Sequence[Any]) -> list[Judgement]:
    return [_judgement(row) for row in _rows(con, QUESTION.format(where=where), values)]


def _judgement(row: Row) -> Judgement:
    """A row as it was said: a type without a mode is one that has none."""
    found: Row = {one.name: row[one.name] for one in fields(Correction)}
    for side in ("actor", "recipient"):
        found[side] = None if found[side] is None else tuple(found[side])
    for whole, part in PAIRS:
        if found[whole] is not None and found[part] is None:
            found[part] = NONE
    correction = Correction(**found) if row["verdict"] == "correct" else None
    rest = {one.name: row[one.name] for one in fields(Judgement) if one.name != "correction"}
    return Judgement(**rest, correction=correction)


# ---- what may be said -----------------------------------------------------------------------------

PAIRS = (("event_type", "mode"), ("aspect", "direction"))
"""Two that are kept together, so that the second can be corrected to nothing."""


def _record(con: DuckDBPyConnection, key: str) -> Row:
    """The machine's record with its kind and what can be corrected of it."""
    found: list[Row] = []
    for kind, table in (("event", "events"), ("statement", "statements"), ("assessment", "assessments")):
        found += [row | {"kind": kind} for row in _rows(con, f"SELECT * FROM {table} WHERE id = ?", [key])]
    if not found:
        raise StoreError(f"the store has no record {key}", "dragoman show lists the records of a document")
    if len(found) > 1:
        raise StoreError(f"{len(found)} records are called {key}", "Report this as a bug")
    return found[0]


def _changed(con: DuckDBPyConnection, row: Row, said: Row, ontology: Ontology) -> Row:
    """The columns of a correction: what is said, checked, as far as it differs from the machine's record."""
    kind: RecordKind = row["kind"]
    if wrong := [name for name in said if name not in FIELDS[kind]]:
        can = ", ".join(FIELDS[kind])
        raise StoreError(f"{_a(kind)} has no {wrong[0]}", f"Of {_a(kind)} these can be corrected: {can}")
    for name, values in CLOSED.items():
        if name in said and said[name] not in values:
            raise StoreError(f"{said[name]!r} is no {name}", f"There are: {', '.join(values)}")
    plain = ("factuality", "voice_kind", "stance")
    changed: Row = {name: said[name] for name in plain if name in said and said[name] != row[name]}
    changed |= _kind_of_event(row, said, ontology) | _judged(row, said) | _sides(con, row, said)
    if not changed:
        raise StoreError("the correction changes nothing", "Say what is wrong, or accept the record")
    return changed


def _a(kind: str) -> str:
    return f"{'a' if kind == 'statement' else 'an'} {kind}"


def _kind_of_event(row: Row, said: Row, ontology: Ontology) -> Row:
    """Type and mode, with what the ontology says of them; empty where both are the machine's."""
    if "event_type" not in said and "mode" not in said:
        return {}
    name = str(said.get("event_type", row["event_type"]))
    kind = ontology.types.get(name)
    if kind is None:
        raise StoreError(
            f"{ontology.version} has no type {name!r}", f"There are: {', '.join(ontology.types)}"
        )
    kept = row["mode"] if name == row["event_type"] else None
    mode = _or_none(said.get("mode", kept))
    if not kind.has(mode):
        modes = ", ".join(one.name for one in kind.modes) or "no modes"
        raise StoreError(f"{name} has no mode {mode!r}", f"It has {modes}; {NONE} says that there is none")
    if (name, mode) == (row["event_type"], row["mode"]):
        return {}
    return {"event_type": name, "mode": mode, "quad": kind.quad, "intensity": kind.intensity(mode)}


def _judged(row: Row, said: Row) -> Row:
    """Aspect and direction; empty where both are the machine's."""
    if "aspect" not in said and "direction" not in said:
        return {}
    aspect = said.get("aspect", row["aspect"])
    direction = _or_none(said.get("direction", row["direction"]))
    if (aspect, direction) == (row["aspect"], row["direction"]):
        return {}
    return {"aspect": aspect, "direction": direction}


def _or_none(value: str | None) -> str | None:
    return None if value == NONE else value


def _sides(con: DuckDBPyConnection, row: Row, said: Row) -> Row:
    """Actor and recipient, each party once, as far as they are others than the machine's."""
    found: Row = {}
    for side in ("actor", "recipient"):
        if side in said:
            codes = list(dict.fromkeys(said[side]))
            _check_parties(codes)
            if set(codes) != _parties(con, row, side):
                found[side] = codes
    return found


def _check_parties(codes: Iterable[str]) -> None:
    known = [*codes]
    if len(known) > MOST_PARTIES:
        raise StoreError(f"{len(known)} parties are too many", f"Give at most {MOST_PARTIES}")
    for code in known:
        if code not in load().states and code not in bodies():
            remedy = "Give ISO 3166-1 alpha-3 codes, or the names of bodies as dragoman actor tells them"
            raise StoreError(f"no state or body is called {code!r}", remedy)


def _parties(con: DuckDBPyConnection, row: Row, side: str) -> set[str]:
    """The parties that the machine has on a side: countries, and names of whoever has none."""
    rows = _rows(
        con,
        """SELECT unnest(CASE WHEN len(country) > 0 THEN country ELSE [coalesce(name, text)] END) AS party
           FROM participants WHERE document = ? AND record = ? AND role = ?""",
        [row["document"], row["id"], side],
    )
    return {one["party"] for one in rows}


def _said_by(person: str, reason: str) -> Row:
    """Who and why, without white space about them."""
    who, why = " ".join(person.split()), reason.strip()
    if not who:
        raise StoreError("nobody judges", "Say who does")
    for what, words, most in (("name", who, LONGEST_PERSON), ("reason", why, LONGEST_REASON)):
        if len(words) > most:
            raise StoreError(f"the {what} has {len(words)} characters", f"Give at most {most}")
        if not all(one.isprintable() or one in "\n\t\r" for one in words):
            raise StoreError(f"the {what} has characters that cannot be shown", "Leave them out")
    return {"person": who, "reason": why or None}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _rows(con: DuckDBPyConnection, sql: str, values: Sequence[Any]) -> list[Row]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
