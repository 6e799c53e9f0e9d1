"""Records as JSON, one object a line, and back again.

The object's ``record`` names its kind: document, event, statement or assessment. A document's line comes
before those of its records. Unknown is null. A span is ``{start, end, text}``, in code points of the
document's text, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
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

Json = dict[str, Any]


def lines(coding: Coding) -> Iterator[str]:
    """The lines of one article: its document, then its events, statements and assessments."""
    for record in objects(coding):
        yield json.dumps(record, ensure_ascii=False)


def objects(coding: Coding) -> Iterator[Json]:
    """The same as ``lines``, as dicts."""
    text = coding.article.text
    yield document(coding)
    yield from (event(one, text) for one in coding.events)
    yield from (statement(one, text) for one in coding.statements)
    yield from (assessment(one, text) for one in coding.assessments)


def codings(source: Iterable[str]) -> Iterator[Coding]:
    """The codings that ``lines`` wrote. Raises ValueError at a line that is no record, with its number."""
    gathered: list[Json] = []
    for number, line in enumerate(source, 1):
        record = _parse(line, number)
        if record["record"] == "document" and gathered:
            yield _coding(gathered)
            gathered = []
        if record["record"] != "document" and not gathered:
            raise ValueError(f"line {number}: a record before its document")
        gathered.append(record)
    if gathered:
        yield _coding(gathered)


def _parse(line: str, number: int) -> Json:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number}: not JSON ({error.msg})") from error
    if not isinstance(record, dict) or record.get("record") not in (
        "document",
        "event",
        "statement",
        "assessment",
    ):
        raise ValueError(f"line {number}: not a record")
    return record


# ---- out ------------------------------------------------------------------------------------------


def document(coding: Coding) -> Json:
    """The document's own line; ``participants`` are all its resolved mentions."""
    article = coding.article
    return {
        "record": "document",
        "id": article.id,
        "title": article.title,
        "authors": list(article.authors),
        "outlet": article.outlet,
        "republished_from": article.republished_from,
        "published": _day(article.published),
        "written": _estimate(coding.estimate, article.text) if coding.estimate else None,
        "language": article.language,
        "genre": article.genre,
        "url": article.url,
        "text": article.text,
        "dropped": [{"text": line.text, "reason": line.reason} for line in article.dropped],
        "participants": [participant(one) for one in coding.participants],
        "about": [_about(one, article.text) for one in coding.author],
    }


def event(record: Event, text: str) -> Json:
    """An event's line."""
    return {
        "record": "event",
        "id": record.id,
        "document": record.document,
        "event_type": record.event_type,
        "mode": record.mode,
        "contexts": list(record.contexts),
        "quad": record.quad,
        "intensity": record.intensity,
        "actor": [participant(one) for one in record.actor],
        "recipient": [participant(one) for one in record.recipient],
        "trigger": span(record.trigger, text),
        "evidence": [span(one, text) for one in record.evidence],
        "factuality": record.factuality,
        "certainty": record.certainty,
        "polarity": record.polarity,
        "figurative": record.figurative,
        "date": _date(record.date) if record.date else None,
        "date_reason": record.date_reason,
        "place": _place(record.place) if record.place else None,
        **_vouched(record, text),
    }


def statement(record: Statement, text: str) -> Json:
    """A statement's line."""
    return {
        "record": "statement",
        "id": record.id,
        "document": record.document,
        "source": participant(record.source) if record.source else None,
        "cue": span(record.cue, text) if record.cue else None,
        "content": [span(one, text) for one in record.content],
        "quote": record.quote,
        "about": [_about(one, text) for one in record.about],
        "stance": record.stance,
        "contexts": list(record.contexts),
        **_vouched(record, text),
    }


def assessment(record: Assessment, text: str) -> Json:
    """An assessment's line."""
    return {
        "record": "assessment",
        "id": record.id,
        "document": record.document,
        "dyad": [participant(one) for one in record.dyad],
        "about": [participant(one) for one in record.about],
        "aspect": record.aspect,
        "direction": record.direction,
        "contexts": list(record.contexts),
        "trigger": span(record.trigger, text),
        "evidence": [span(one, text) for one in record.evidence],
        **_vouched(record, text),
    }


def participant(one: Participant) -> Json:
    """A participant: ``country`` is one code, a list for a group, or null."""
    country = one.country[0] if len(one.country) == 1 else list(one.country) or None
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "head": one.head,
        "name": one.name,
        "country": country,
        "sector": one.sector,
        "entity": one.entity,
        "how": one.how,
        "reason": one.reason,
    }


def span(one: Span, text: str) -> Json:
    """A span with the words that stand there."""
    return {"start": one.start, "end": one.end, "text": text[one.start : one.end]}


def _vouched(record: Event | Statement | Assessment, text: str) -> Json:
    return {
        "voice": [_holder(one, text) for one in record.voice],
        "voice_kind": record.voice_kind,
        "subjective": record.subjective,
        "confidence": record.confidence,
        "codebook": record.codebook,
        "coder": record.coder,
        "steps": [{"rule": step.rule, "saw": step.saw} for step in record.steps],
    }


def _holder(one: Holder, text: str) -> Json:
    return {
        "holder": participant(one.participant) if one.participant else "author",
        "cue": span(one.cue, text) if one.cue else None,
        "quote": one.quote,
    }


def _about(one: About, text: str) -> Json:
    return {
        "participant": participant(one.participant),
        "stance": one.stance,
        "score": one.score,
        "words": [span(words, text) for words in one.words],
    }


def _date(one: Date) -> Json:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "from": _day(one.first),
        "to": _day(one.last),
        "precision": one.precision,
        "basis": one.basis,
        "value": one.value,
        "reason": one.reason,
    }


def _estimate(one: Estimate, text: str) -> Json:
    evidence = [span(words, text) for words in one.evidence]
    return {"from": _day(one.first), "to": _day(one.last), "evidence": evidence, "reason": one.reason}


def _place(one: Place) -> Json:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "name": one.name,
        "country": one.country,
        "reason": one.reason,
        "entity": one.entity,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "precision": one.precision,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ---- back -----------------------------------------------------------------------------------------


def _coding(records: Sequence[Json]) -> Coding:
    head, *rest = records
    return Coding(
        _read_article(head),
        tuple(_read_event(one) for one in rest if one["record"] == "event"),
        tuple(_read_statement(one) for one in rest if one["record"] == "statement"),
        tuple(_read_assessment(one) for one in rest if one["record"] == "assessment"),
        _read_participants(head["participants"]),
        tuple(_read_about(one) for one in head["about"]),
        _read_estimate(head["written"]) if head["written"] else None,
    )


def _read_estimate(record: Json) -> Estimate:
    days = _read_day(record["from"]), _read_day(record["to"])
    return Estimate(*days, _read_spans(record["evidence"]), record["reason"])


def _read_article(record: Json) -> Article:
    return Article(
        id=record["id"],
        text=record["text"],
        title=record["title"],
        authors=tuple(record["authors"]),
        outlet=record["outlet"],
        republished_from=record["republished_from"],
        published=_read_day(record["published"]),
        language=record["language"],
        genre=record["genre"],
        url=record["url"],
        dropped=tuple(Dropped(**line) for line in record["dropped"]),
    )


def _read_event(record: Json) -> Event:
    return Event(
        id=record["id"],
        document=record["document"],
        event_type=record["event_type"],
        mode=record["mode"],
        contexts=tuple(record["contexts"]),
        quad=record["quad"],
        intensity=record["intensity"],
        actor=_read_participants(record["actor"]),
        recipient=_read_participants(record["recipient"]),
        trigger=_read_span(record["trigger"]),
        evidence=_read_spans(record["evidence"]),
        factuality=record["factuality"],
        certainty=record["certainty"],
        polarity=record["polarity"],
        figurative=record["figurative"],
        date=_read_date(record["date"]) if record["date"] else None,
        date_reason=record["date_reason"],
        place=Place(**record["place"]) if record["place"] else None,
        voice=_read_voice(record["voice"]),
        voice_kind=record["voice_kind"],
        subjective=record["subjective"],
        confidence=record["confidence"],
        codebook=record["codebook"],
        coder=record["coder"],
        steps=_read_steps(record["steps"]),
    )


def _read_statement(record: Json) -> Statement:
    return Statement(
        id=record["id"],
        document=record["document"],
        source=_read_participant(record["source"]) if record["source"] else None,
        cue=_read_span(record["cue"]) if record["cue"] else None,
        content=_read_spans(record["content"]),
        quote=record["quote"],
        about=tuple(_read_about(one) for one in record["about"]),
        stance=record["stance"],
        contexts=tuple(record["contexts"]),
        voice=_read_voice(record["voice"]),
        voice_kind=record["voice_kind"],
        subjective=record["subjective"],
        confidence=record["confidence"],
        codebook=record["codebook"],
        coder=record["coder"],
        steps=_read_steps(record["steps"]),
    )


def _read_assessment(record: Json) -> Assessment:
    return Assessment(
        id=record["id"],
        document=record["document"],
        dyad=_read_participants(record["dyad"]),
        about=_read_participants(record["about"]),
        aspect=record["aspect"],
        direction=record["direction"],
        contexts=tuple(record["contexts"]),
        trigger=_read_span(record["trigger"]),
        evidence=_read_spans(record["evidence"]),
        voice=_read_voice(record["voice"]),
        voice_kind=record["voice_kind"],
        subjective=record["subjective"],
        confidence=record["confidence"],
        codebook=record["codebook"],
        coder=record["coder"],
        steps=_read_steps(record["steps"]),
    )


def _read_participant(one: Json) -> Participant:
    country = one["country"]
    codes = (country,) if isinstance(country, str) else tuple(country or ())
    return Participant(**{**one, "country": codes})


def _read_participants(many: Sequence[Json]) -> tuple[Participant, ...]:
    return tuple(_read_participant(one) for one in many)


def _read_span(one: Json) -> Span:
    return Span(one["start"], one["end"])


def _read_spans(many: Sequence[Json]) -> tuple[Span, ...]:
    return tuple(_read_span(one) for one in many)


def _read_voice(many: Sequence[Json]) -> Voice:
    return tuple(
        Holder(
            None if one["holder"] == "author" else _read_participant(one["holder"]),
            _read_span(one["cue"]) if one["cue"] else None,
            one["quote"],
        )
        for one in many
    )


def _read_about(one: Json) -> About:
    participant_, words = _read_participant(one["participant"]), _read_spans(one["words"])
    return About(participant_, one["stance"], one["score"], words)


def _read_date(one: Json) -> Date:
    return Date(
        text=one["text"],
        start=one["start"],
        end=one["end"],
        first=_read_day(one["from"]),
        last=_read_day(one["to"]),
        precision=one["precision"],
        basis=one["basis"],
        value=one["value"],
        reason=one["reason"],
    )


def _read_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _read_steps(many: Sequence[Json]) -> tuple[Step, ...]:
    return tuple(Step(one["rule"], one["saw"]) for one in many)
