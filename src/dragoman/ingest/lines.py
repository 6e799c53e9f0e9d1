"""An article on its way in: its lines, each kept or marked with the reason why it is not part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dragoman.ingest.source import Stated
from dragoman.records import Dropped

PROSE_WORDS = 12
PROSE_LETTERS = 30  # for scripts that write no spaces between words
ENDING = re.compile(r"[.!?…।。！？؟][\"'”’»›)\]*]*$")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
WIDEST = 100  # nobody wraps by hand at more columns than this
NARROWEST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``reason`` is set when it is not part of the text, ``stated`` when it says who or when."""

    text: str
    reason: str | None = None
    stated: Stated = field(default_factory=Stated)

    @property
    def kept(self) -> bool:
        """Whether the line is part of the article's text."""
        return bool(self.text) and self.reason is None

    @property
    def prose(self) -> bool:
        """Whether the line is kept and reads as running text."""
        return self.kept and is_prose(self.text)

    def marked(self, reason: str, stated: Stated | None = None) -> Line:
        """The same line, taken out of the text for ``reason``."""
        return replace(self, reason=reason, stated=stated or self.stated)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more of running text: twelve words, and it ends as sentences end."""
    long_enough = len(text.split()) >= PROSE_WORDS or len(UNSPACED.findall(text)) >= PROSE_LETTERS
    return long_enough and ENDING.search(text) is not None


def split(text: str) -> tuple[Line, ...]:
    """The paragraphs of a cleaned text, with its blank lines between them; hard-wrapped lines are joined."""
    rows = text.split("\n")
    width = wrap_width(rows)
    if width is None:
        return tuple(Line(row) for row in rows)
    joined: list[str] = []
    for previous, row in pairwise(["", *rows]):
        if joined and joined[-1] and row and _filled(previous, row, width):
            joined[-1] = _join(joined[-1], row)
        else:
            joined.append(row)
    return tuple(Line(row) for row in joined)


def wrap_width(rows: Sequence[str]) -> int | None:
    """The column at which a text was wrapped by hand, in characters, or None when it was not.

    Wrapped: nearly no line is longer than 100 characters, and most lines that another one follows are so
    full that its first word would not have fitted, and end in mid-sentence.
    """
    filled = [row for row in rows if row]
    inner = [(row, after) for row, after in pairwise(rows) if row and after]
    if len(inner) < 2 or sum(len(row) > WIDEST for row in filled) > max(1, len(filled) // 20):
        return None
    width = max((len(row) for row, _ in inner if len(row) <= WIDEST), default=0)
    full = [row for row, after in inner if _filled(row, after, width)]
    broken = [row for row in full if not ENDING.search(row)]
    if width < NARROWEST or len(full) * 2 < len(inner) or len(broken) * 2 < len(full):
        return None
    return width


def dropped(lines: Iterable[Line]) -> tuple[Dropped, ...]:
    """The lines that were taken out, in their order, each with its reason."""
    return tuple(Dropped(line.text, line.reason) for line in lines if line.text and line.reason)


def _filled(row: str, after: str, width: int) -> bool:
    # A fifth of slack: mail programs wrap again what was wrapped before.
    return width * 1.3 >= len(row) and len(row) + 1 + len(after.split(maxsplit=1)[0]) > 0.8 * width


def _join(row: str, after: str) -> str:
    """A word that was broken at its hyphen keeps it: whether it needs one cannot be told."""
    broken_word = len(row) > 1 and row[-1] == "-" and row[-2].isalpha()
    return row + after if broken_word else f"{row} {after}"
