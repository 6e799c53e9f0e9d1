"""The whole path over real news and over the mirror of a hard op-ed: nothing crashes, every offset is true."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dragoman.pipeline import Pipeline
from dragoman.records import About, Article, Coding, Date, Holder, Participant, Place

LEAST_EVENTS = 4  # an article, on average
LEAST_STATEMENTS = 15


def spans(coding: Coding) -> Iterator[tuple[int, int, str | None]]:
    """Every place that a coding points to, with the surface it claims where it claims one."""
    for event in coding.events:
        yield from ((s.start, s.end, None) for s in (event.trigger, *event.evidence))
        yield from map(_surface, (*event.actor, *event.recipient))
        yield from map(_surface, filter(None, (event.date, event.place)))
        yield from _voice(event.voice)
    for statement in coding.statements:
        yield from ((s.start, s.end, None) for s in statement.content)
        yield from map(_surface, filter(None, (statement.source,)))
        yield from _about(statement.about)
        yield from _voice(statement.voice)
    for assessment in coding.assessments:
        yield from ((s.start, s.end, None) for s in (assessment.trigger, *assessment.evidence))
        yield from map(_surface, (*assessment.dyad, *assessment.about))
        yield from _voice(assessment.voice)
    yield from map(_surface, coding.participants)


def _surface(one: Participant | Date | Place) -> tuple[int, int, str | None]:
    return one.start, one.end, one.text


def _about(about: tuple[About, ...]) -> Iterator[tuple[int, int, str | None]]:
    for one in about:
        yield _surface(one.participant)
        yield from ((w.start, w.end, None) for w in one.words)


def _voice(voice: tuple[Holder, ...]) -> Iterator[tuple[int, int, str | None]]:
    for holder in voice:
        if holder.participant is not None:
            yield _surface(holder.participant)
        if holder.cue is not None:
            yield holder.cue.start, holder.cue.end, None


def check(coding: Coding) -> None:
    text = coding.article.text
    for start, end, surface in spans(coding):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip(), "a span of white space"
        if surface is not None:
            assert text[start:end] == surface
    ids = [r.id for r in (*coding.events, *coding.statements, *coding.assessments)]
    assert len(ids) == len(set(ids))


def test_political_news_is_read_whole_with_true_offsets(pipeline: Pipeline, shared: Path) -> None:
    events = statements = articles = 0
    with gzip.open(shared / "data" / "polnear_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            coding = pipeline.code(
                Article(id=row["id"], text=row["text"], language="en", published=date.fromisoformat(row["date"]))
            )
            check(coding)
            articles += 1
            events += len(coding.events)
            statements += len(coding.statements)
    assert articles == 84
    assert events >= LEAST_EVENTS * articles
    assert statements >= LEAST_STATEMENTS * articles


def test_records_do_not_change_from_run_to_run(pipeline: Pipeline) -> None:
    text = "Kenya urged Somalia to release the pilots. Somalia refused, officials said on Monday."
    one = Article(id="0" * 16, text=text, language="en")
    assert pipeline.code(one) == pipeline.code(one)


def test_spans_are_whole_for_odd_texts(pipeline: Pipeline) -> None:
    odd = ["", "…", "“", "Ünïcödé 😀 “Ghana” praised 🇹🇬.", "a" * 5000, "Moscow\n\n\n\nsaid", "中国 criticised 日本."]
    for text in odd:
        check(pipeline.code(Article(id="0" * 16, text=text, language="en")))


