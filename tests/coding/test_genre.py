"""What an article is, from the marks of genres and from how subjective its own sentences are."""

from __future__ import annotations

import pytest

from dragoman.coding.genre import STRETCH, USUAL, genre
from dragoman.reading import quotations, split
from dragoman.records import Article, Genre, Reading, Sentence, Word

PLAIN = "The envoys of Peru met the ministers of Chile in the old port. "
ARGUES = "Moreover, the plan is clearly a blunder. "
TELLS = "The talks ended on Monday, he said. "


def read(text: str, subjective: float | None, title: str | None = None) -> Reading:
    """A reading without a network: every sentence is as subjective as that."""
    article = Article("0" * 16, text, title)
    sentences = []
    for start, end in split.sentences(text):
        words = [
            Word(first, last, text[first:last], text[first:last], "X", -1, "dep", None)
            for first, last in split.words(text, start, end)
        ]
        sentences.append(Sentence(start, end, tuple(words), 0, subjective))
    return Reading(article, tuple(sentences), (), (), "none", quotations.found(text))


def test_marks_weigh_by_how_often_they_stand_and_not_by_how_many_there_are() -> None:
    """A paragraph of comment decides a column, and not a report of many pages."""
    column = ARGUES + PLAIN * 5
    assert genre(read(column, USUAL)) == "commentary"
    pages = ARGUES + (PLAIN * 8 + TELLS) * (8 * STRETCH // 100)
    assert genre(read(pages, USUAL)) == "report"


@pytest.mark.parametrize(("subjective", "expected"), [(0.1, "report"), (0.8, "commentary")])
def test_without_marks_the_sentences_own_tone_decides(subjective: float, expected: Genre) -> None:
    assert genre(read(PLAIN * 10, subjective)) == expected


@pytest.mark.parametrize("subjective", [USUAL, None])
def test_where_nothing_speaks_for_any_genre_it_is_unknown(subjective: float | None) -> None:
    assert genre(read(PLAIN * 10, subjective)) == "unknown"


def test_an_empty_text_is_of_no_genre() -> None:
    assert genre(read("", None)) == "unknown"


def test_words_in_quotation_marks_are_not_the_articles() -> None:
    """A report stays one, however its sources judge."""
    quoted = f"“{ARGUES}{ARGUES}{ARGUES.strip()}” he said. " + TELLS * 3 + PLAIN * 3
    assert genre(read(quoted, None)) == "report"


def test_a_title_that_only_an_office_gives_outweighs_the_tone() -> None:
    assert genre(read(ARGUES * 3 + PLAIN, 0.9, "Remarks by the President of Peru")) == "official"
