"""Whether an author judges: tables and rows, a sentence that the splitter cuts, and figures by hand."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Reading, Sentence, Word
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part
from dragoman.serve.evaluate.subjectivity import _answer, labelled, score
from tests.conftest import loaded

HEAD = "sentence_id\tsentence\tlabel\n"
TABLE = (
    HEAD
    + 'a1\tThe envoys met "in Lima" on Sunday.\tOBJ\n'
    + "a2\tWhat a shameful, cowardly deal it is!\tSUBJ\n"
    + "a3\tThe deal has two pages.\tOBJ\n"
)


class Sure:
    """A reader that cuts at bars and knows what it thinks of each piece."""

    version = "by hand"

    def __init__(self, shares: Mapping[str, float | None]) -> None:
        self.shares = shares

    def read(self, article: Article) -> Reading:
        pieces = [piece for piece in article.text.split("|") if piece]
        cut = tuple(
            Sentence(
                0,
                len(piece),
                tuple(Word(0, 1, word, word, "X", -1, "root") for word in piece.split()),
                paragraph=0,
                subjective=self.shares[piece],
            )
            for piece in pieces
        )
        return Reading(article, cut, (), (), self.version)


def test_a_table_is_read_as_it_stands(tmp_path: Path) -> None:
    """Quotation marks are letters of the sentence, whatever a spreadsheet would make of them."""
    path = tmp_path / "gold.tsv"
    path.write_text(TABLE, encoding="utf-8")
    assert labelled(path) == [
        ('The envoys met "in Lima" on Sunday.', False),
        ("What a shameful, cowardly deal it is!", True),
        ("The deal has two pages.", False),
    ]
    packed = tmp_path / "gold.tsv.gz"
    packed.write_bytes(gzip.compress(TABLE.replace("\n", "\r\n").encode()))
    assert labelled(packed) == labelled(path)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (HEAD + "a1\tOne.\tOBJ\na2\tTwo.\tsubj\n", "line 3 has no sentence labelled SUBJ or OBJ"),
        (HEAD + "a1\t\tOBJ\n", "line 2 has no sentence"),
        (HEAD + "a1\tOne.\n", "line 2 has no sentence"),
        ("text\tlabel\nOne.\tOBJ\n", "line 2 has no sentence"),
        (HEAD, "it holds no sentences"),
        ("", "it holds no sentences"),
    ],
    ids=["label", "empty", "short", "column", "only a header", "nothing"],
)
def test_a_table_that_is_none(tmp_path: Path, table: str, why: str) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(GoldError, match=why):
        labelled(path)


def test_rows_name_their_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "What a shameful deal!"
    text = f"They signed. {sentence} They left."
    start, end = text.index(sentence), text.index(sentence) + len(sentence)
    (tmp_path / "data").mkdir()
    packed = gzip.compress(json.dumps({"id": "one", "text": text}).encode())
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(packed)
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    row: dict[str, Any] = {
        "corpus": "news",
        "id": "one",
        "start": start,
        "end": end,
        "sha256": hashlib.sha256(sentence.encode()).hexdigest()[:16],
        "subjective": True,
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    assert labelled(path) == [(sentence, True)]
    bad = {
        r"line 2 .*KeyError: 'subjective'": {key: row[key] for key in row if key != "subjective"},
        r"line 2 .*subjective is 'OBJ', not true or false": row | {"subjective": "OBJ"},
        r"line 2 .*the text of one is not the one that was labelled": row | {"end": end - 1},
        r"line 2 .*KeyError: 'two'": row | {"id": "two"},
    }
    for why, one in bad.items():
        path.write_text(f"{json.dumps(row)}\n{json.dumps(one)}", encoding="utf-8")
        with pytest.raises(GoldError, match=why):
            labelled(path)
    golds._rows.cache_clear()


@pytest.mark.parametrize(
    ("text", "subjective"),
    [
        ("of five words it is", True),  # 5 of 5 words at 0.4
        ("so few|of five words it is not", False),  # (2 · 0.9 + 6 · 0.2) / 8
        ("so few|no", True),  # (2 · 0.9 + 1 · 0.0) / 3
        ("unasked", False),
        ("", False),
    ],
    ids=["at the limit", "long and plain", "short and plain", "an engine that cannot tell", "no words"],
)
def test_a_cut_sentence_is_judged_by_the_mean_over_its_words(text: str, subjective: bool) -> None:
    shares = {
        "of five words it is": 0.4, "so few": 0.9, "of five words it is not": 0.2, "no": 0.0, "unasked": None,
    }  # fmt: skip
    assert _answer(Sure(shares), text) is subjective


def test_figures_by_hand_and_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SUBJ: 1 right of 1 gold and 2 told; OBJ: 1 right of 2 gold and 1 told."""
    shares = {
        'The envoys met "in Lima" on Sunday.': 0.1,
        "What a shameful, cowardly deal it is!": 0.9,
        "The deal has two pages.": 0.6,
    }
    monkeypatch.setattr("dragoman.reading.reader.Reader", lambda: Sure(shares))
    path = tmp_path / "gold.tsv"
    path.write_text(TABLE, encoding="utf-8")
    assert score(path) == {
        "reader": "by hand",
        "n": 3,
        "macro_f1": 66.67,
        "accuracy": 66.67,
        "by_class": {"SUBJ": 66.67, "OBJ": 66.67},
        "confusion": {"SUBJ": {"SUBJ": 1}, "OBJ": {"OBJ": 1, "SUBJ": 1}},
    }
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["by_class"]) == (1, {"OBJ": 100.0})
    assert (second["n"], second["accuracy"]) == (2, 50.0)
    assert score(path, Part(Half.second, 1))["accuracy"] == 100.0


def test_the_system_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = loaded().reader
    monkeypatch.setattr("dragoman.reading.reader.Reader", lambda: reader)
    path = tmp_path / "gold.tsv"
    path.write_text(TABLE, encoding="utf-8")
    found = score(path)
    assert (found["n"], found["macro_f1"]) == (3, 100.0)
