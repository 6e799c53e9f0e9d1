"""Codings made by hand, and a strategy that makes any coding, for the tests of store and serve."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TypeVar, get_args

from hypothesis import strategies as st

from dragoman.records import (
    About,
    Article,
    Assessment,
    Coding,
    Date,
    DateBasis,
    Dropped,
    Estimate,
    Event,
    Holder,
    How,
    Participant,
    Place,
    PlacePrecision,
    Precision,
    Quote,
    Span,
    Statement,
    Step,
    VoiceKind,
)

T = TypeVar("T")

TEXT = """Norway Backs Chad’s Water Plan

Norway praised Chad on Monday. Foreign Minister Ingrid Dahl said that Chad “is a partner we trust”. \
A meeting between Norway and Chad did not take place, some claim.

Relations between Norway and Chad improve by the year."""


def article(text: str = TEXT, title: str | None = "Norway Backs Chad’s Water Plan") -> Article:
    """An article with every field set."""
    return Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        title=title,
        authors=("Ada Holm", "Idriss Deby Itno"),
        outlet="The Made-up Courier",
        republished_from="Another Paper",
        published=date(2019, 5, 1),
        language="en",
        genre="report",
        url="https://example.org/a",
        dropped=(Dropped("Leave a Reply", "comment form"), Dropped("Share", "share bar")),
    )


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where ``words`` stand in ``text`` for the nth time, from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def who(words: str, country: tuple[str, ...] = (), nth: int = 0, name: str | None = None) -> Participant:
    """A participant at the nth place of ``words`` in TEXT."""
    place = span(words, nth=nth)
    how: How | None = "name" if country else None
    return Participant(
        words, place.start, place.end, place.start, name, country, None, None, how, "made by hand"
    )


AUTHOR = Holder(None)
NORWAY = replace(who("Norway", ("NOR",), nth=1, name="Norway"), sector="GOV", entity="Q20")
CHAD = who("Chad", ("TCD",), nth=1, name="Chad")
DAHL = who("Foreign Minister Ingrid Dahl", ("NOR",), name="Ingrid Dahl")
CHAD_AGAIN = who("Chad", ("TCD",), nth=2, name="Chad")
BOTH = (who("Norway", ("NOR",), nth=2, name="Norway"), who("Chad", ("TCD",), nth=3, name="Chad"))
LAST = (who("Norway", ("NOR",), nth=3, name="Norway"), who("Chad", ("TCD",), nth=4, name="Chad"))
SOME = who("some")
CODEBOOK, CODER = "plover-test", "dragoman-test"


def praise() -> Event:
    """Norway praised Chad on Monday, 29 April 2019."""
    monday = span("Monday")
    when = Date(
        "Monday",
        monday.start,
        monday.end,
        date(2019, 4, 29),
        date(2019, 4, 29),
        "day",
        "relative",
        "2019-04-29",
        "last",
    )
    place = span("Chad", nth=1)
    return Event(
        id="e-praise",
        document=article().id,
        event_type="SUPPORT",
        mode=None,
        contexts=("diplomatic",),
        quad="verbal_cooperation",
        intensity=3.5,
        actor=(NORWAY,),
        recipient=(CHAD,),
        trigger=span("praised"),
        evidence=(span("Norway praised Chad on Monday"),),
        factuality="happened",
        certainty=2.5,
        polarity="affirmed",
        figurative=False,
        date=when,
        date_reason="in the clause",
        place=Place("Chad", place.start, place.end, "Chad", "TCD", "a country"),
        voice=(AUTHOR,),
        voice_kind="report",
        subjective=0.25,
        confidence=0.75,
        steps=(Step("verb praise", "praised"), Step("subject", "Norway")),
        codebook=CODEBOOK,
        coder=CODER,
    )


def no_meeting() -> Event:
    """The meeting that did not take place, on the word of some."""
    return replace(
        praise(),
        id="e-meeting",
        event_type="CONSULT",
        intensity=None,
        actor=BOTH,
        recipient=BOTH,
        trigger=span("meeting"),
        evidence=(span("A meeting between Norway and Chad did not take place"),),
        factuality="did_not_happen",
        certainty=None,
        polarity="negated",
        date=None,
        date_reason="no time expression",
        place=None,
        voice=(AUTHOR, Holder(SOME, span("claim"), "indirect")),
        voice_kind="unnamed",
        confidence=None,
        steps=(),
    )


def trust() -> Statement:
    """Dahl's quotation about Chad."""
    return Statement(
        id="s-trust",
        document=article().id,
        source=DAHL,
        cue=span("said"),
        content=(span("Chad", nth=2), span("“is a partner we trust”")),
        quote="mixed",
        about=(About(CHAD_AGAIN, "positive", 0.5, (span("partner"), span("trust"))),),
        stance="positive",
        contexts=(),
        voice=(AUTHOR, Holder(DAHL, span("said"), "mixed")),
        voice_kind="official",
        subjective=None,
        confidence=0.5,
        steps=(Step("cue", "said"),),
        codebook=CODEBOOK,
        coder=CODER,
    )


def trend() -> Assessment:
    """Relations improve."""
    return Assessment(
        id="a-trend",
        document=article().id,
        dyad=LAST,
        about=(),
        aspect="trend",
        direction="improving",
        contexts=("diplomatic",),
        trigger=span("improve"),
        evidence=(span("Relations between Norway and Chad improve by the year"),),
        voice=(AUTHOR,),
        voice_kind="report",
        subjective=0.25,
        confidence=None,
        codebook=CODEBOOK,
        coder=CODER,
    )


def coding() -> Coding:
    """One article with two events, a statement, an assessment, and its author's view of Chad."""
    cast = (NORWAY, CHAD, DAHL, CHAD_AGAIN, *BOTH, SOME, *LAST)
    view = About(CHAD, "positive", 0.5, (span("praised"),))
    made = Estimate(date(2018, 8, 18), None, (span("Norway"),), "made by hand")
    return Coding(article(), (praise(), no_meeting()), (trust(),), (trend(),), cast, (view,), made)


# ---- any coding -----------------------------------------------------------------------------------

CHARACTERS = st.characters(codec="utf-8")
WORDS = st.text(CHARACTERS, max_size=20)
MAYBE_WORDS = st.none() | WORDS
COUNTRIES = st.lists(st.sampled_from(["RUS", "PAK", "IND"]), max_size=3, unique=True).map(tuple)
SCORES = st.none() | st.floats(-1, 1)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
CONTEXTS = st.lists(st.sampled_from(["economic", "military", "diplomatic"]), max_size=2).map(tuple)
STANCES = st.sampled_from([None, "positive", "negative", "neutral", "mixed"])
QUOTES = st.sampled_from(get_args(Quote))
MAYBE_QUOTES = st.sampled_from([None, *get_args(Quote)])


@st.composite
def spans(draw: st.DrawFn, size: int) -> Span:
    """A span of one code point or more in a text of ``size``."""
    start = draw(st.integers(0, size - 1))
    return Span(start, draw(st.integers(start + 1, size)))


@st.composite
def participants(draw: st.DrawFn, text: str) -> Participant:
    """A participant whose words are its span's."""
    place = draw(spans(len(text)))
    how = draw(st.sampled_from([None, *get_args(How)]))
    return Participant(
        text[place.start : place.end],
        place.start,
        place.end,
        draw(st.integers(place.start, place.end - 1)),
        draw(MAYBE_WORDS),
        draw(COUNTRIES),
        draw(MAYBE_WORDS),
        draw(MAYBE_WORDS),
        how,
        draw(WORDS),
    )


@st.composite
def holders(draw: st.DrawFn, text: str) -> Holder:
    """The author or a participant, with a cue or none."""
    somebody: st.SearchStrategy[Participant | None] = st.one_of(st.none(), participants(text))
    return Holder(draw(somebody), draw(st.none() | spans(len(text))), draw(MAYBE_QUOTES))


@st.composite
def dates(draw: st.DrawFn, text: str) -> Date:
    """A date whose words are its span's."""
    place = draw(spans(len(text)))
    basis = draw(st.sampled_from(get_args(DateBasis)))
    precision = draw(st.sampled_from([None, *get_args(Precision)]))
    words = text[place.start : place.end]
    value, reason = draw(MAYBE_WORDS), draw(WORDS)
    return Date(words, place.start, place.end, draw(DAYS), draw(DAYS), precision, basis, value, reason)


@st.composite
def places(draw: st.DrawFn, text: str) -> Place:
    """A place whose words are its span's."""
    where = draw(spans(len(text)))
    words = text[where.start : where.end]
    told = draw(MAYBE_WORDS), draw(MAYBE_WORDS), draw(WORDS), draw(MAYBE_WORDS)
    precision = draw(st.sampled_from([None, *get_args(PlacePrecision)]))
    return Place(words, where.start, where.end, *told, draw(SCORES), draw(SCORES), precision)


def some(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """A tuple of up to two of them."""
    return st.lists(strategy, max_size=2).map(tuple)


STEPS = some(st.builds(Step, WORDS, WORDS))


def events(text: str, document: str) -> st.SearchStrategy[Event]:
    """Any event of a text."""
    many = some(participants(text))
    return st.builds(
        Event,
        id=st.just(""),
        document=st.just(document),
        event_type=WORDS,
        mode=MAYBE_WORDS,
        contexts=CONTEXTS,
        quad=WORDS,
        intensity=SCORES,
        actor=many,
        recipient=many,
        trigger=spans(len(text)),
        evidence=some(spans(len(text))),
        factuality=st.sampled_from(["happened", "planned", "unknown"]),
        certainty=SCORES,
        polarity=st.sampled_from(["affirmed", "negated"]),
        figurative=st.booleans(),
        date=st.none() | dates(text),
        date_reason=WORDS,
        place=st.none() | places(text),
        voice=some(holders(text)),
        voice_kind=st.sampled_from(get_args(VoiceKind)),
        subjective=st.none() | st.floats(0, 1),
        confidence=SCORES,
        codebook=WORDS,
        coder=WORDS,
        steps=STEPS,
    )


def abouts(text: str) -> st.SearchStrategy[tuple[About, ...]]:
    """Any stances toward participants of a text."""
    return some(st.builds(About, participants(text), STANCES, SCORES, some(spans(len(text)))))


def statements(text: str, document: str) -> st.SearchStrategy[Statement]:
    """Any statement of a text."""
    words = some(spans(len(text)))
    return st.builds(
        Statement,
        id=st.just(""),
        document=st.just(document),
        source=st.none() | participants(text),
        cue=st.none() | spans(len(text)),
        content=words,
        quote=QUOTES,
        about=abouts(text),
        stance=STANCES,
        contexts=CONTEXTS,
        voice=some(holders(text)),
        voice_kind=st.sampled_from(get_args(VoiceKind)),
        subjective=st.none() | st.floats(0, 1),
        confidence=SCORES,
        codebook=WORDS,
        coder=WORDS,
        steps=STEPS,
    )


def assessments(text: str, document: str) -> st.SearchStrategy[Assessment]:
    """Any assessment of a text."""
    many = some(participants(text))
    return st.builds(
        Assessment,
        id=st.just(""),
        document=st.just(document),
        dyad=many,
        about=many,
        aspect=st.sampled_from(["trend", "obstacle"]),
        direction=st.sampled_from([None, "improving", "negative"]),
        contexts=CONTEXTS,
        trigger=spans(len(text)),
        evidence=some(spans(len(text))),
        voice=some(holders(text)),
        voice_kind=st.sampled_from(get_args(VoiceKind)),
        subjective=st.none() | st.floats(0, 1),
        confidence=SCORES,
        codebook=WORDS,
        coder=WORDS,
        steps=STEPS,
    )


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """Any coding of a text of any characters, its records' ids distinct."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=60))
    made = replace(
        article(text, draw(MAYBE_WORDS)),
        authors=draw(some(WORDS)),
        published=draw(DAYS),
        dropped=draw(some(st.builds(Dropped, WORDS, WORDS))),
    )
    found = draw(some(events(text, made.id)))
    said = draw(some(statements(text, made.id)))
    judged = draw(some(assessments(text, made.id)))
    return Coding(
        made,
        tuple(replace(event, id=f"e{n}") for n, event in enumerate(found)),
        tuple(replace(statement, id=f"s{n}") for n, statement in enumerate(said)),
        tuple(replace(assessment, id=f"a{n}") for n, assessment in enumerate(judged)),
        draw(some(participants(text))),
        draw(abouts(text)),
        draw(st.none() | st.builds(Estimate, DAYS, DAYS, some(spans(len(text))), WORDS)),
    )
