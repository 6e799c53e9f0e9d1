"""Words are cut as the library cuts them that the vocabulary's file is made for."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import REPOSITORY
from tokenizers import Tokenizer

from dragoman.reading.network import WEIGHTS
from dragoman.reading.wordpiece import WordPiece

FILE = WEIGHTS / "tokenizer.json"
PEER, OURS = Tokenizer.from_file(str(FILE)), WordPiece(FILE)


def peer(text: str) -> list[int]:
    ids: list[int] = PEER.encode(text, add_special_tokens=False).ids
    return ids


@pytest.mark.parametrize(
    "text",
    [
        "Counter-offensive",
        "Søreide’s",
        "São Tomé",
        "naïve\u00adly",
        "5.2bn€",
        "北京",
        "x" * 101,
        "\u200b",
        "\ufffd",
        "e\u0301",
        "İstanbul",
        "https://example.org/a?b=1",
        "ﬁ",
        "1½",
        "¿Qué?",
        "",
    ],
)
def test_words_of_every_kind(text: str) -> None:
    assert OURS.pieces(text) == peer(text)


def test_all_words_of_the_demo_articles() -> None:
    articles = (REPOSITORY / "examples" / "articles").glob("*.txt")
    pages = (path.read_text(encoding="utf-8", errors="replace") for path in articles)
    words = sorted({word for page in pages for word in page.split()})
    assert len(words) > 2000
    assert [OURS.pieces(word) for word in words] == [peer(word) for word in words]


@given(st.text(st.characters(max_codepoint=0x2FFF, categories=("L", "N", "P", "S", "Zs", "Cf")), max_size=12))
def test_any_text(text: str) -> None:
    """Of what both know: characters newer than either's tables of Unicode differ."""
    if all(unicodedata.unidata_version >= "14" and _old(character) for character in text):
        assert OURS.pieces(text) == peer(text)


def _old(character: str) -> bool:
    return unicodedata.ucd_3_2_0.category(character) == unicodedata.category(character)


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"model": {"vocab": {}, "unk_token": "[UNK]"}})])
def test_a_file_that_is_no_vocabulary(content: str, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, KeyError)):
        WordPiece(tmp_path / "tokenizer.json")
