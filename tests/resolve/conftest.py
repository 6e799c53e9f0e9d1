"""Readings written by hand: a sentence is a line of words, each with part of speech, head and relation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from dragoman.records import Article, Attribution, Mention, MentionKind, Reading, Sentence, Span, Word

Parse = Callable[..., Reading]


def _words(line: str, offset: int) -> tuple[str, tuple[Word, ...]]:
    """The text and words of one sentence.

    A word is ``form/UPOS/head/relation`` (or with ``/lemma`` at the end), heads counted from 1, 0 for the
    root; ``~`` before a form means that no space precedes it.
    """
    text, words = "", []
    for token in line.split():
        form, upos, head, relation, *lemma = token.split("/")
        joined = form.startswith("~")
        form = form.removeprefix("~")
        text += form if joined or not text else " " + form
        start = offset + len(text) - len(form)
        words.append(
            Word(start, start + len(form), form, lemma[0] if lemma else form, upos, int(head) - 1, relation)
        )
    return text, tuple(words)


def build(
    *paragraphs: str,
    mentions: tuple[tuple[MentionKind, str], ...] = (),
    spoken: tuple[tuple[str, str, str], ...] = (),
    published: date | None = None,
) -> Reading:
    """A reading of paragraphs of sentences (one a line). ``mentions`` are marked
    wherever they occur; ``spoken`` holds (source, cue, content) as found in the text."""
    text, sentences = "", []
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        for index, line in enumerate(one for one in paragraph.strip().splitlines() if one.strip()):
            text += " " if index else ""
            piece, words = _words(line, len(text))
            sentences.append(Sentence(len(text), len(text) + len(piece), words, number))
            text += piece

    def span(piece: str) -> Span:
        return Span(text.index(piece), text.index(piece) + len(piece))

    found = [
        Mention(match.start(), match.end(), name, kind, 1.0)
        for kind, name in mentions
        for match in re.finditer(re.escape(name), text)
    ]
    said = [Attribution(span(source), span(cue), (span(content),), 1.0) for source, cue, content in spoken]
    article = Article("0" * 16, text, published=published)
    return Reading(article, tuple(sentences), tuple(found), tuple(said), "by hand")


@pytest.fixture
def parse() -> Parse:
    """The builder of readings by hand."""
    return build
