"""Words on the screen: passages keep what matters when they are cut, and unknown is said so."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.records import Article, Coding
from dragoman.serve import words
from dragoman.serve.sheet import clip, sheet
from dragoman.serve.why import why
from tests.store.made import NORWAY, TEXT, coding, no_meeting, praise, span, trust


def printed(made: Coding, width: int = 120) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(sheet(made))
    return out.getvalue()


def test_a_cut_passage_keeps_its_trigger() -> None:
    long = "word " * 100 + "praised " + "word " * 100
    assert "praised" in clip(long, 60, keep="praised") and len(clip(long, 60, keep="praised")) <= 62
    assert clip(long, 60).startswith("word") and clip(long, 60).endswith("…")
    assert clip("short", 60) == "short"


@given(st.text(), st.integers(1, 50), st.text(max_size=5))
def test_a_cut_passage_is_never_longer_than_asked(text: str, size: int, keep: str) -> None:
    assert len(clip(text, size, keep)) <= size + 2


def test_pieces_of_a_quotation_are_told_apart() -> None:
    assert words.quoted(trust().content, TEXT) == "Chad “is a partner we trust”"
    assert words.quoted((span("Norway praised"), span("by the year")), TEXT) == "Norway praised … by the year"


@pytest.mark.parametrize("width", [60, 100, 160])
def test_the_words_have_room_at_every_width(width: int) -> None:
    lines = printed(coding(), width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert "partner" in printed(coding(), width)


def test_an_article_without_records_says_so() -> None:
    text = printed(Coding(Article("0" * 16, "Words.")))
    for line in ("Events: none found", "Statements: none found", "Assessments: none found", "(no title)"):
        assert line in text
    assert text.count("unknown") >= 4


def test_unknown_days_are_told_with_their_words() -> None:
    when = praise().date
    assert when is not None
    assert words.days(None) == "unknown"
    assert words.days(when) == "2019-04-29"
    assert words.days(replace(when, first=None, last=None, value="P-2M")) == "“Monday”, day unknown (P-2M)"


def test_voices_and_participants_in_words() -> None:
    assert words.voice(no_meeting().voice) == "author > “some”" and words.voice(()) == "unknown"
    minister = replace(NORWAY, text="the minister", name="Ingrid Dahl", sector="GOV", how="name")
    assert words.speaker(minister) == "NOR official Ingrid Dahl"
    assert words.speaker(replace(minister, name="Norway", how="metonym")) == "NOR official"
    assert words.speaker(replace(minister, sector="BUS")) == "Ingrid Dahl"
    assert words.participants(no_meeting().actor) == "Norway (NOR); Chad (TCD)"
    assert words.participants(()) == "—"


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_why_shows_any_span_whatever_it_crosses(start: int, size: int) -> None:
    made = coding()
    crossing = replace(span("Norway"), start=start, end=min(len(TEXT), start + size))
    out = io.StringIO()
    Console(file=out, width=400).print(why(made, replace(praise(), trigger=crossing)))
    assert out.getvalue().count("[") == out.getvalue().count("]")
