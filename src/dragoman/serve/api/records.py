"""Events, statements and assessments: lists of them, and each with what people said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from dragoman.relate.listing import KINDS, Listed, Listing, RecordKind, kept, records
from dragoman.serve import jsonl
from dragoman.serve.api.asked import Kinds, RecordFilters, RecordKey
from dragoman.serve.api.failures import failures
from dragoman.serve.api.formats import JSON_ALONE, TABULAR
from dragoman.serve.api.lists import Items, Page, Paging
from dragoman.serve.web.pages.record import found_record
from dragoman.serve.web.state import desk_of
from dragoman.store.judgements import Judgement, judgements

router = APIRouter(tags=["records"])

Key = Annotated[str, Path(pattern=RecordKey, description="The record's id, or as much of it as no other has")]
LISTED = {**TABULAR, **failures(404)}


@dataclass(frozen=True, slots=True)
class RecordBody:
    """A record as the machine made it, and what people said of it.

    ``record`` is the object of `docs/records.md`; ``standing`` the judgement that holds, null where nobody
    judged it; ``history`` all judgements and withdrawals; ``incident`` the id of the happening that an event
    reports.
    """

    record: dict[str, Any]
    standing: Judgement | None
    history: list[Judgement]
    incident: str | None


def _list(page: Page, wanted: Listing, kinds: tuple[RecordKind, ...]) -> Any:
    wanted = replace(wanted, kinds=kinds, limit=page.limit, offset=page.offset)
    with desk_of(page.request).reading(page.seconds) as store:
        if page.tabular:
            kept(store.connection, wanted)
            return page.table(store.connection, "SELECT * FROM answer")
        return page.of(*records(store.connection, wanted))


@router.get("/records", summary="Records of all kinds", response_model=Items[Listed], responses=LISTED)
def list_records(page: Paging, wanted: RecordFilters, kind: Kinds = []) -> Any:  # noqa: B006
    """Events, statements and assessments, one row each, after judgement."""
    return _list(page, wanted, tuple(kind) or KINDS)


@router.get("/events", summary="Events", response_model=Items[Listed], responses=LISTED)
def list_events(page: Paging, wanted: RecordFilters) -> Any:
    """Who did what to whom, as one article each tells it. Reports of one happening are under /incidents."""
    return _list(page, wanted, ("event",))


@router.get("/statements", summary="Statements", response_model=Items[Listed], responses=LISTED)
def list_statements(page: Paging, wanted: RecordFilters) -> Any:
    """Who is quoted, and of whom they speak."""
    return _list(page, wanted, ("statement",))


@router.get("/assessments", summary="Assessments", response_model=Items[Listed], responses=LISTED)
def list_assessments(page: Paging, wanted: RecordFilters) -> Any:
    """What is said of relations and prospects."""
    return _list(page, wanted, ("assessment",))


@router.get("/records/{key}", summary="One record", responses=failures(404), dependencies=[JSON_ALONE])
def get_record(request: Request, key: Key) -> RecordBody:
    """Everything of a record, with its place in the text, and every judgement of it."""
    with desk_of(request).reading() as store:
        coding, record = found_record(store, key)
        history = judgements(store.connection, record=record.id)
        row = store.connection.execute(
            "SELECT incident FROM incident_events WHERE event = ?", [record.id]
        ).fetchone()
    (made,) = (one for one in jsonl.objects(coding) if one["id"] == record.id)
    standing = next((one for one in history if one.standing), None)
    return RecordBody(made, standing, history, row[0] if row else None)
