"""Words cut into the pieces of BERT's uncased vocabulary (Devlin et al. 2019).

The library that the vocabulary's file is made for brings a client for a model hub with it, 40 MB in all; what
the networks need of it is this page. ``tests/reading/test_wordpiece.py`` holds the two against each other.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

LONGEST = 100
"""Characters of a word beyond which it is not cut but unknown."""

_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPiece:
    """Cuts words by the vocabulary in a ``tokenizer.json``.

    Raises OSError where the file cannot be read, ValueError or KeyError where it is no such file.
    """

    def __init__(self, path: Path) -> None:
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        self._vocabulary: dict[str, int] = model["vocab"]
        self._unknown = self._vocabulary[model["unk_token"]]

    def pieces(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, which may hold several words; none where it shows nothing."""
        return [number for word in _words(_plain(text)) for number in self._cut(word)]

    def _cut(self, word: str) -> list[int]:
        """The longest piece first, then the longest of what is left; unknown where a rest has none."""
        if len(word) > LONGEST:
            return [self._unknown]
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                if (number := self._vocabulary.get(mark + word[start:end])) is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def _plain(text: str) -> str:
    """In lower case, without accents and control characters, ideographs apart."""
    if text.isascii() and text.isprintable():
        return text.lower()
    shown = "".join(_shown(character) for character in text)
    bare = "".join(c for c in unicodedata.normalize("NFD", shown) if unicodedata.category(c) != "Mn")
    return bare.lower()


def _shown(character: str) -> str:
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    return f" {character} " if any(a <= ord(character) <= b for a, b in _IDEOGRAPHS) else character


def _words(text: str) -> Iterator[str]:
    """What spaces and punctuation part; each mark of punctuation is a word."""
    word = ""
    for character in text:
        if character.isspace() or _is_punctuation(character):
            if word:
                yield word
            word = ""
            if not character.isspace():
                yield character
        else:
            word += character
    if word:
        yield word


def _is_punctuation(character: str) -> bool:
    return character in _ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")
