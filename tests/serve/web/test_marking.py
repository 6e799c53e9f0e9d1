"""The reader's pieces: they add up to the text, whatever the marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.pipeline import Pipeline
from dragoman.records import Span
from dragoman.serve.web.marking import Mark, marks, pieces, records
from dragoman.serve.why import marked_spans

ROLES = st.sampled_from(["trigger", "actor", "content", "cue"])


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark], Span]:
    text = draw(st.text(min_size=1, max_size=60))
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    made = [Mark(str(n), draw(ROLES), Span(*span)) for n, span in enumerate(spans)]
    start, end = sorted((draw(place), draw(place)))
    return text, made, Span(start, end)


@given(marked())
def test_pieces_add_up(made: tuple[str, list[Mark], Span]) -> None:
    text, found, part = made
    whole = pieces(text, found)
    assert "".join(piece.text for piece in whole) == text
    inner = pieces(text, found, part)
    assert "".join(piece.text for piece in inner) == text[part.start : part.end]
    for piece in (*whole, *inner):
        assert text[piece.start : piece.start + len(piece.text)] == piece.text


@given(marked())
def test_a_piece_names_the_records_that_cover_it_and_no_other(made: tuple[str, list[Mark], Span]) -> None:
    text, found, _ = made
    real = [one for one in found if one.span.start < one.span.end]
    for piece in pieces(text, found):
        end = piece.start + len(piece.text)
        covering = {one.record for one in real if one.span.start <= piece.start and end <= one.span.end}
        touching = {one.record for one in real if one.span.start < end and piece.start < one.span.end}
        assert set(piece.records) == covering == touching


def test_every_span_of_every_record_is_marked(pipeline: Pipeline) -> None:
    text = (
        "Mali said on 3 May 2019 that Chad, “our brother”, told it that Niger had expelled two men of Togo."
    )
    coding = pipeline.text(text)
    assert coding.events
    assert coding.statements
    cut = pieces(coding.article.text, marks(coding))
    for record in records(coding):
        for _, span in marked_spans(record):
            inside = [one for one in cut if span.start <= one.start < span.end]
            assert "".join(one.text for one in inside) == text[span.start : span.end]
            assert all(record.id in one.records for one in inside)


def test_nested_quotations_are_counted() -> None:
    found = [
        Mark("a", "content", Span(0, 9)),
        Mark("b", "content", Span(3, 6)),
        Mark("c", "content", Span(3, 6)),
    ]
    assert [piece.depth for piece in pieces("aaabbbccc", found)] == [1, 2, 1]
