"""CoNLL-U files: documents of sentences of words, and the raw text that they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.serve.evaluate.gold import GoldError, lines

_NEW_DOCUMENT = re.compile(r"#\s*newdoc(\s|$)")
_NEW_PARAGRAPH = re.compile(r"#\s*newpar(\s|$)")
_TEXT = re.compile(r"#\s*text\s*=\s*(.*)")
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the treebank. ``head`` is an index within the sentence, -1 for the root.

    ``start`` and ``end`` count the document's characters without white space, as the UD evaluation does.
    ``joint`` is set for a word of a multiword token ("don't"), whose place is that of the whole token.
    ``entity`` holds the brackets of the mentions that begin or end here, as GUM writes them.
    """

    form: str
    lemma: str
    upos: str
    head: int
    relation: str
    start: int
    end: int
    joint: bool
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence: its words, its text as ``# text`` gives it, whether a space follows, a paragraph opens."""

    words: tuple[Token, ...]
    text: str
    space_after: bool
    opens_paragraph: bool


@dataclass(frozen=True, slots=True)
class Document:
    """The sentences between two ``# newdoc``."""

    sentences: tuple[Tree, ...]

    @property
    def words(self) -> list[tuple[Token, ...]]:
        """The words of each sentence."""
        return [sentence.words for sentence in self.sentences]

    @property
    def text(self) -> str:
        """The raw text: blank lines between paragraphs, a space between sentences if the file has one."""
        pieces: list[str] = []
        for number, sentence in enumerate(self.sentences):
            if number:
                before = self.sentences[number - 1]
                pieces.append("\n\n" if sentence.opens_paragraph else " " if before.space_after else "")
            pieces.append(sentence.text)
        return "".join(pieces)


def documents(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file; GoldError, with the line, where it is none."""
    found: list[list[Tree]] = []
    for start, block in _blocks(lines(path)):
        if not found or any(_NEW_DOCUMENT.match(line) for line in block):
            found.append([])
        before = found[-1][-1].words[-1].end if found[-1] else 0
        try:
            found[-1].append(_tree(block, before))
        except (ValueError, IndexError) as error:
            problem = f"the sentence at line {start} is not CoNLL-U ({error})"
            raise GoldError(problem, "Correct it, or name another task") from error
    if not found:
        raise GoldError("it holds no sentences", "Give a CoNLL-U file")
    return [Document(tuple(trees)) for trees in found]


def _blocks(page: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each sentence, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*page, ""], 1):
        if line.strip():
            block.append(line.rstrip("\r"))
        elif block:
            yield number - len(block), block
            block = []


def _tree(block: Sequence[str], before: int) -> Tree:
    """One sentence; ``before`` characters of the document come before it."""
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    if not rows or any(len(row) != _COLUMNS for row in rows):
        raise ValueError(f"a word must have {_COLUMNS} columns")
    words, surface = _words(rows, before)
    text = next((found[1].strip() for line in block if (found := _TEXT.match(line))), None)
    if text is None or solid(text) != surface:
        raise ValueError("its # text is missing, or is not what its words spell")
    last = next(row for row in reversed(rows) if row[0] == _last_token(rows))
    opens = any(_NEW_PARAGRAPH.match(line) for line in block)
    return Tree(words, text, "SpaceAfter=No" not in last[9].split("|"), opens)


def _last_token(rows: Sequence[Sequence[str]]) -> str:
    """The id of the last token: that of a multiword token where the sentence ends with one."""
    last = [row[0] for row in rows if row[0].isdigit()][-1]
    return next((row[0] for row in rows if row[0].endswith(f"-{last}")), last)


def _words(rows: Sequence[Sequence[str]], before: int) -> tuple[tuple[Token, ...], str]:
    """The words, without empty nodes, and the characters of the sentence without white space."""
    found: list[Token] = []
    surface, joint_until, place = "", 0, (before, before)
    for row in rows:
        if "-" in row[0]:
            joint_until = int(row[0].partition("-")[2])
        if "-" in row[0] or (row[0].isdigit() and int(row[0]) > joint_until):
            place = before + len(surface), before + len(surface) + len(solid(row[1]))
            surface += solid(row[1])
        if row[0].isdigit():
            found.append(token(row, place, int(row[0]) <= joint_until))
    return tuple(found), surface


def token(row: Sequence[str], place: tuple[int, int], joint: bool) -> Token:
    """A word from its ten columns."""
    entity = _ENTITY.search(row[9])
    return Token(row[1], row[2], row[3], int(row[6]) - 1, row[7], *place, joint, entity[1] if entity else "")


def solid(text: str) -> str:
    """``text`` without its white space."""
    return "".join(text.split())
