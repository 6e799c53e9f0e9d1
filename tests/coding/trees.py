"""Sentences with their trees written out as tables, for tests that must not depend on the parser."""

from __future__ import annotations

from dragoman.coding.syntax import Tree
from dragoman.records import Sentence, Word


def tree(table: str) -> Tree:
    """One word a line: form, lemma, part of speech, head (counted from 1, 0 the root), relation."""
    words, place = [], 0
    for line in table.strip().splitlines():
        form, lemma, upos, head, deprel = line.split()
        words.append(Word(place, place + len(form), form, lemma, upos, int(head) - 1, deprel))
        place += len(form) + 1
    return Tree(Sentence(0, place - 1, tuple(words), 1))


def forms(one: Tree, indices: list[int]) -> list[str]:
    """The words at the indices as written."""
    return [one.words[i].text for i in indices]
