"""Trees of words that are given: as many words out as in, and the trees that a reading has."""

from __future__ import annotations

import pytest

from dragoman.reading.reader import Reader
from dragoman.records import Article

SENTENCES = (("The", "envoy", "left", "Oslo", "."), ("He", "did", "n't", "say", "why", "."), ("Rain", "?"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("window", [None, 0, 12])
def test_words_come_back_as_given(reader: Reader, window: int | None) -> None:
    found = reader.parse(SENTENCES, window)
    text = "\n".join(map(" ".join, SENTENCES))
    assert [tuple(word.text for word in words) for words in found] == list(SENTENCES)
    for words in found:
        assert all(text[word.start : word.end] == word.text for word in words)
        assert [word.head for word in words].count(-1) == 1
        assert all(-1 <= word.head < len(words) for word in words)


def test_words_of_a_reading_give_its_trees(reader: Reader) -> None:
    read = reader.read(Article("", "The envoy left Oslo . Norway praised him for it .")).sentences
    found = reader.parse([[word.text for word in sentence.words] for sentence in read])
    assert list(found) == [sentence.words for sentence in read]


def test_a_sentence_too_long_for_the_network_stays_one(reader: Reader) -> None:
    (found,) = reader.parse([["Ships", "sail", ","] * 400])
    assert len(found) == 1200
    roots = [number for number, word in enumerate(found) if word.head == -1]
    assert len(roots) > 1
    assert all(word.deprel == "root" for word in found if word.head == -1)
    assert all(-1 <= word.head < 1200 for word in found)


def test_nothing_in_nothing_out(reader: Reader) -> None:
    assert reader.parse([]) == ()


@pytest.mark.parametrize("sentences", [[[]], [["Rain", ""]], [["Rain"], []]])
def test_empty_words_are_refused(reader: Reader, sentences: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="sentence"):
        reader.parse(sentences)
