"""A coding as rows of the store's tables, and back again without loss.

A row is a dict from column to value. Lists become one row a member with its ``ordinal``, so that the order
comes back too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dragoman.records import (
    About,
    Article,
    Assessment,
    Coding,
    Date,
    Dropped,
    Estimate,
    Event,
    Holder,
    Participant,
    Place,
    Span,
    Statement,
    Step,
    Voice,
)

Row = dict[str, Any]
Record = Event | Statement | Assessment

PARTS = (
    "dropped",
    "events",
    "statements",
    "abouts",
    "assessments",
    "participants",
    "spans",
    "voices",
    "steps",
)
"""Tables that hold an article's records, beside ``documents``: each has a ``document`` column."""

ORDER = {
    "participants": "record, role, ordinal",
    "spans": "record, role, part, ordinal",
    "voices": "record, depth",
    "steps": "record, ordinal",
    "abouts": "record, ordinal",
}
"""How the rows of a part are sorted when read back; ``ordinal`` for the others."""


# ---- out ------------------------------------------------------------------------------------------


def document_row(coding: Coding, run: str) -> Row:
    """The row of ``documents`` for an article written by ``run``."""
    article, estimate = coding.article, coding.estimate
    return {
        "id": article.id,
        "run": run,
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "outlet": article.outlet,
        "republished_from": article.republished_from,
        "published": article.published,
        "language": article.language,
        "genre": article.genre,
        "url": article.url,
        "written_from": estimate and estimate.first,
        "written_to": estimate and estimate.last,
        "written_reason": estimate and estimate.reason,
    }


def part_rows(coding: Coding) -> dict[str, list[Row]]:
    """All rows of ``PARTS`` for a coding, by table, without the ``document`` column.

    Raises ValueError when two records share an id: their parts could not be told apart.
    """
    records: list[Record] = [*coding.events, *coding.statements, *coding.assessments]
    _check_ids(records)
    cast = ((coding.article.id, "cast", n, p) for n, p in enumerate(coding.participants))
    judged = ((coding.article.id, "about", n, one.participant) for n, one in enumerate(coding.author))
    return {
        "dropped": [
            {"ordinal": n, "text": d.text, "reason": d.reason} for n, d in enumerate(coding.article.dropped)
        ],
        "events": [_event_row(n, event) for n, event in enumerate(coding.events)],
        "statements": [_statement_row(n, statement) for n, statement in enumerate(coding.statements)],
        "assessments": [_assessment_row(n, assessment) for n, assessment in enumerate(coding.assessments)],
        "abouts": [
            {"record": key, "ordinal": n, "stance": about.stance, "score": about.score}
            for key, abouts in _abouts(coding)
            for n, about in enumerate(abouts)
        ],
        "participants": [_participant_row(*use) for use in (*_roles(records), *cast, *judged)],
        "spans": [*_span_rows(records), *_stance_rows(coding), *_estimate_rows(coding)],
        "voices": [_voice_row(r.id, depth, holder) for r in records for depth, holder in enumerate(r.voice)],
        "steps": [
            {"record": r.id, "ordinal": n, "rule": step.rule, "saw": step.saw}
            for r in records
            for n, step in enumerate(r.steps)
        ],
    }


def _check_ids(records: Sequence[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise ValueError(f"two records share the id {record.id}")
        seen.add(record.id)


def _event_row(ordinal: int, event: Event) -> Row:
    return {
        "ordinal": ordinal,
        "id": event.id,
        "event_type": event.event_type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "factuality": event.factuality,
        "certainty": event.certainty,
        "polarity": event.polarity,
        "figurative": event.figurative,
        **_date_columns(event.date),
        "date_reason": event.date_reason,
        **_place_columns(event.place),
        **_word_columns(event),
        "confidence": event.confidence,
        "codebook": event.codebook,
        "coder": event.coder,
    }


def _word_columns(record: Record) -> Row:
    return {"voice_kind": record.voice_kind, "subjective": record.subjective}


def _date_columns(date: Date | None) -> Row:
    return {
        "date_text": date and date.text,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_from": date and date.first,
        "date_to": date and date.last,
        "date_precision": date and date.precision,
        "date_basis": date and date.basis,
        "date_value": date and date.value,
        "date_resolution": date and date.reason,
    }


def _place_columns(place: Place | None) -> Row:
    return {
        "place_text": place and place.text,
        "place_start": place.start if place else None,
        "place_end": place.end if place else None,
        "place_name": place and place.name,
        "place_country": place and place.country,
        "place_reason": place and place.reason,
        "place_entity": place and place.entity,
        "place_latitude": place and place.latitude,
        "place_longitude": place and place.longitude,
        "place_precision": place and place.precision,
    }


def _statement_row(ordinal: int, statement: Statement) -> Row:
    return {
        "ordinal": ordinal,
        "id": statement.id,
        **_cue_columns(statement.cue),
        "quote": statement.quote,
        "stance": statement.stance,
        "contexts": list(statement.contexts),
        **_word_columns(statement),
        "confidence": statement.confidence,
        "codebook": statement.codebook,
        "coder": statement.coder,
    }


def _cue_columns(cue: Span | None) -> Row:
    return {"cue_start": cue.start if cue else None, "cue_end": cue.end if cue else None}


def _assessment_row(ordinal: int, assessment: Assessment) -> Row:
    return {
        "ordinal": ordinal,
        "id": assessment.id,
        "aspect": assessment.aspect,
        "direction": assessment.direction,
        "contexts": list(assessment.contexts),
        "trigger_start": assessment.trigger.start,
        "trigger_end": assessment.trigger.end,
        **_word_columns(assessment),
        "confidence": assessment.confidence,
        "codebook": assessment.codebook,
        "coder": assessment.coder,
    }


def _roles(records: Iterable[Record]) -> Iterator[tuple[str, str, int, Participant]]:
    """Every use of a participant in a record: record id, role, ordinal, participant."""
    for record in records:
        for role, members in _members(record).items():
            yield from ((record.id, role, n, member) for n, member in enumerate(members))
        for depth, holder in enumerate(record.voice):
            if holder.participant is not None:
                yield record.id, "voice", depth, holder.participant


def _members(record: Record) -> dict[str, Sequence[Participant]]:
    match record:
        case Event():
            return {"actor": record.actor, "recipient": record.recipient}
        case Statement():
            source = (record.source,) if record.source is not None else ()
            return {"source": source, "about": [about.participant for about in record.about]}
        case Assessment():
            return {"dyad": record.dyad, "about": record.about}


def _participant_row(record: str, role: str, ordinal: int, participant: Participant) -> Row:
    return {
        "record": record,
        "role": role,
        "ordinal": ordinal,
        "text": participant.text,
        "start_char": participant.start,
        "end_char": participant.end,
        "head_char": participant.head,
        "name": participant.name,
        "country": list(participant.country),
        "sector": participant.sector,
        "entity": participant.entity,
        "how": participant.how,
        "reason": participant.reason,
    }


def _span_rows(records: Iterable[Record]) -> Iterator[Row]:
    for record in records:
        if isinstance(record, Statement):
            yield from _spans(record.id, "content", 0, record.content)
        else:
            yield from _spans(record.id, "evidence", 0, record.evidence)


def _abouts(coding: Coding) -> Iterator[tuple[str, tuple[About, ...]]]:
    """Stances by whose they are: the author's under the document's id, of each statement under its own."""
    yield coding.article.id, coding.author
    yield from ((one.id, one.about) for one in coding.statements)


def _stance_rows(coding: Coding) -> Iterator[Row]:
    for key, abouts in _abouts(coding):
        for part, about in enumerate(abouts):
            yield from _spans(key, "stance", part, about.words)


def _estimate_rows(coding: Coding) -> Iterator[Row]:
    if coding.estimate:
        yield from _spans(coding.article.id, "written", 0, coding.estimate.evidence)


def _spans(record: str, role: str, part: int, spans: Sequence[Span]) -> Iterator[Row]:
    for n, span in enumerate(spans):
        place = {"start_char": span.start, "end_char": span.end}
        yield {"record": record, "role": role, "part": part, "ordinal": n, **place}


def _voice_row(record: str, depth: int, holder: Holder) -> Row:
    author = holder.participant is None
    cue = _cue_columns(holder.cue)
    return {"record": record, "depth": depth, "author": author, **cue, "quote": holder.quote}


# ---- back -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Parts:
    """The member rows of one document, gathered by the record and role they belong to."""

    participants: dict[tuple[str, str], tuple[Participant, ...]] = field(default_factory=dict)
    spans: dict[tuple[str, str, int], tuple[Span, ...]] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    abouts: dict[str, tuple[About, ...]] = field(default_factory=dict)


def coding_from_rows(document: Row, rows: dict[str, list[Row]]) -> Coding:
    """The coding that ``document_row`` and ``part_rows`` came from; rows sorted by ``ORDER``."""
    parts = _gather(rows)
    key = str(document["id"])
    return Coding(
        article=_article(document, rows["dropped"]),
        events=tuple(_event(row, key, parts) for row in rows["events"]),
        statements=tuple(_statement(row, key, parts) for row in rows["statements"]),
        assessments=tuple(_assessment(row, key, parts) for row in rows["assessments"]),
        participants=parts.participants.get((key, "cast"), ()),
        author=parts.abouts.get(key, ()),
        estimate=_estimate(document, parts.spans.get((key, "written", 0), ())),
    )


def _estimate(row: Row, evidence: tuple[Span, ...]) -> Estimate | None:
    if row["written_reason"] is None:
        return None
    return Estimate(row["written_from"], row["written_to"], evidence, row["written_reason"])


def _article(row: Row, dropped: list[Row]) -> Article:
    return Article(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        authors=tuple(row["authors"]),
        outlet=row["outlet"],
        republished_from=row["republished_from"],
        published=row["published"],
        language=row["language"],
        genre=row["genre"],
        url=row["url"],
        dropped=tuple(Dropped(line["text"], line["reason"]) for line in dropped),
    )


def _gather(rows: dict[str, list[Row]]) -> _Parts:
    participants = {
        (record, role): tuple(_participant(row) for row in group)
        for (record, role), group in groupby(rows["participants"], lambda r: (r["record"], r["role"]))
    }
    holders = {
        (row["record"], row["ordinal"]): _participant(row)
        for row in rows["participants"]
        if row["role"] == "voice"
    }
    spans = {
        place: tuple(Span(row["start_char"], row["end_char"]) for row in group)
        for place, group in groupby(rows["spans"], lambda r: (r["record"], r["role"], r["part"]))
    }
    voices = {
        record: tuple(_holder(row, holders) for row in group)
        for record, group in groupby(rows["voices"], lambda r: str(r["record"]))
    }
    steps = {
        record: tuple(Step(row["rule"], row["saw"]) for row in group)
        for record, group in groupby(rows["steps"], lambda r: str(r["record"]))
    }
    abouts = {
        record: tuple(_about(row, participants, spans) for row in group)
        for record, group in groupby(rows["abouts"], lambda r: str(r["record"]))
    }
    return _Parts(participants, spans, voices, steps, abouts)


def _participant(row: Row) -> Participant:
    return Participant(
        text=row["text"],
        start=row["start_char"],
        end=row["end_char"],
        head=row["head_char"],
        name=row["name"],
        country=tuple(row["country"]),
        sector=row["sector"],
        entity=row["entity"],
        how=row["how"],
        reason=row["reason"],
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _holder(row: Row, holders: dict[tuple[str, int], Participant]) -> Holder:
    participant = None if row["author"] else holders[row["record"], row["depth"]]
    return Holder(participant, _span(row["cue_start"], row["cue_end"]), row["quote"])


def _about(
    row: Row,
    participants: dict[tuple[str, str], tuple[Participant, ...]],
    spans: dict[tuple[str, str, int], tuple[Span, ...]],
) -> About:
    record, ordinal = row["record"], row["ordinal"]
    participant = participants[record, "about"][ordinal]
    return About(participant, row["stance"], row["score"], spans.get((record, "stance", ordinal), ()))


def _event(row: Row, document: str, parts: _Parts) -> Event:
    return Event(
        id=row["id"],
        document=document,
        event_type=row["event_type"],
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        quad=row["quad"],
        intensity=row["intensity"],
        actor=parts.participants.get((row["id"], "actor"), ()),
        recipient=parts.participants.get((row["id"], "recipient"), ()),
        trigger=Span(row["trigger_start"], row["trigger_end"]),
        evidence=parts.spans.get((row["id"], "evidence", 0), ()),
        factuality=row["factuality"],
        certainty=row["certainty"],
        polarity=row["polarity"],
        figurative=row["figurative"],
        date=_date(row),
        date_reason=row["date_reason"],
        place=_place(row),
        voice=parts.voices.get(row["id"], ()),
        voice_kind=row["voice_kind"] or "unknown",  # files of before know none
        subjective=row["subjective"],
        confidence=row["confidence"],
        codebook=row["codebook"],
        coder=row["coder"],
        steps=parts.steps.get(row["id"], ()),
    )


def _date(row: Row) -> Date | None:
    if row["date_text"] is None:
        return None
    return Date(
        text=row["date_text"],
        start=row["date_start"],
        end=row["date_end"],
        first=row["date_from"],
        last=row["date_to"],
        precision=row["date_precision"],
        basis=row["date_basis"],
        value=row["date_value"],
        reason=row["date_resolution"],
    )


def _place(row: Row) -> Place | None:
    if row["place_text"] is None:
        return None
    return Place(
        text=row["place_text"],
        start=row["place_start"],
        end=row["place_end"],
        name=row["place_name"],
        country=row["place_country"],
        reason=row["place_reason"],
        entity=row["place_entity"],
        latitude=row["place_latitude"],
        longitude=row["place_longitude"],
        precision=row["place_precision"],
    )


def _statement(row: Row, document: str, parts: _Parts) -> Statement:
    source = parts.participants.get((row["id"], "source"), ())
    return Statement(
        id=row["id"],
        document=document,
        source=source[0] if source else None,
        cue=_span(row["cue_start"], row["cue_end"]),
        content=parts.spans.get((row["id"], "content", 0), ()),
        quote=row["quote"],
        about=parts.abouts.get(row["id"], ()),
        stance=row["stance"],
        contexts=tuple(row["contexts"]),
        voice=parts.voices.get(row["id"], ()),
        voice_kind=row["voice_kind"] or "unknown",  # files of before know none
        subjective=row["subjective"],
        confidence=row["confidence"],
        codebook=row["codebook"],
        coder=row["coder"],
        steps=parts.steps.get(row["id"], ()),
    )


def _assessment(row: Row, document: str, parts: _Parts) -> Assessment:
    return Assessment(
        id=row["id"],
        document=document,
        dyad=parts.participants.get((row["id"], "dyad"), ()),
        about=parts.participants.get((row["id"], "about"), ()),
        aspect=row["aspect"],
        direction=row["direction"],
        contexts=tuple(row["contexts"]),
        trigger=Span(row["trigger_start"], row["trigger_end"]),
        evidence=parts.spans.get((row["id"], "evidence", 0), ()),
        voice=parts.voices.get(row["id"], ()),
        voice_kind=row["voice_kind"] or "unknown",  # files of before know none
        subjective=row["subjective"],
        confidence=row["confidence"],
        codebook=row["codebook"],
        coder=row["coder"],
        steps=parts.steps.get(row["id"], ()),
    )
