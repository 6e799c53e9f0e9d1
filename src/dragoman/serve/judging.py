"""Judging a record of a store: the machine's record as it is judged, and every count brought up to date."""

from __future__ import annotations

import json

from duckdb import Error as DuckDBError

from dragoman.knowledge.ontology import Ontology
from dragoman.relate import bring_up_to_date
from dragoman.serve import jsonl
from dragoman.store import Found, Store, StoreError
from dragoman.store.judgements import Correction, Judgement, Verdict, judge, judgements, undo


def judge_and_relate(  # noqa: PLR0913, PLR0917 (what a judgement is)
    store: Store,
    record_id: str,
    verdict: Verdict,
    person: str,
    reason: str = "",
    correction: Correction | None = None,
    ontology: Ontology | None = None,
) -> Judgement:
    """Keep what a person says of a record, known by its id or the beginning of it, and count anew.

    Raises StoreError as `dragoman.store.judgements.judge` does, and where several ids begin so. Where the
    counts cannot be stored the judgement is kept, and the next command goes on.
    """
    found = record(store, record_id)
    made = judge(
        store.connection,
        found.id,
        verdict,
        person,
        reason,
        correction,
        machine=machine(store, found),
        ontology=ontology,
    )
    _relate(store)
    return made


def undo_and_relate(store: Store, judgement_id: str, person: str, reason: str = "") -> Judgement:
    """Withdraw a judgement, known by its id or the beginning of it, and count anew.

    Raises StoreError as `dragoman.store.judgements.undo` does, and where several ids begin so.
    """
    found = judgements(store.connection, begins=judgement_id) if judgement_id else []
    if len(found) > 1:
        raise StoreError(f"{len(found)} judgements begin with {judgement_id}", "Give more characters")
    made = undo(store.connection, found[0].id if found else judgement_id, person, reason)
    _relate(store)
    return made


def record(store: Store, prefix: str) -> Found:
    """The only event, statement or assessment whose id begins so. Raises StoreError."""
    found = [one for one in store.find(prefix) if one.kind != "document"] if prefix else []
    if not found:
        raise StoreError(f"the store has no record {prefix}", "dragoman show lists those of a document")
    if len(found) > 1:
        raise StoreError(f"{len(found)} records begin with {prefix}", "Give more characters")
    return found[0]


def machine(store: Store, found: Found) -> str:
    """The machine's record as ``--format jsonl`` prints it."""
    coding = store.coding(found.document)
    if coding is None:
        raise StoreError(f"{found.id} belongs to no document", "Report this as a bug")
    (one,) = (each for each in jsonl.objects(coding) if each["id"] == found.id)
    return json.dumps(one, ensure_ascii=False)


def _relate(store: Store) -> None:
    try:
        bring_up_to_date(store.connection)
    except DuckDBError as error:
        problem = f"the judgement is kept, but not yet counted ({str(error).splitlines()[0]})"
        raise StoreError(problem, "Check the disk; the next command goes on") from error
