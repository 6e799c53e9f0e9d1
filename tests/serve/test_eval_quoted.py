"""What a few quoted words are: rows, the answer that statements give, and figures reckoned by hand."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Coding, Quote, Span, Statement
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from dragoman.serve.evaluate.quoted import LABELS, Stretch, answer, compare, score, stretch
from tests.conftest import loaded

TEXT = "Ms. Dahl of Norway called the treaty with Chad “a gift to both” on Sunday in Oslo."
START, END = TEXT.index("“"), TEXT.index("”") + 1
PLACE = Span(START, END)
ROW: dict[str, Any] = {"text": TEXT, "start": START, "end": END, "label": "quotation"}


def holds(quote: Quote, *content: Span) -> Statement:
    """A statement of that kind over the stretch, unless told otherwise."""
    return Statement(
        id="", document="", source=None, cue=None, content=content or (PLACE,), quote=quote, about=(),
        stance=None, contexts=(), voice=(), voice_kind="unknown", subjective=None, confidence=None,
        codebook="", coder="",
    )  # fmt: skip


# ---- gold -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", LABELS)
def test_a_row_is_a_stretch(label: str) -> None:
    one = stretch(ROW | {"label": label})
    assert one == Stretch(TEXT, PLACE, label)
    assert one.text[one.place.start : one.place.end] == "“a gift to both”"


def test_an_article_may_be_named_instead_of_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    packed = gzip.compress(json.dumps({"text": TEXT}).encode())
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(packed)
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    digest = hashlib.sha256(TEXT[START:END].encode()).hexdigest()[:16]
    named = {"corpus": "news", "id": 0, "start": START, "end": END, "sha256": digest, "label": "quotation"}
    assert stretch(named) == stretch(ROW)
    with pytest.raises(ValueError, match="not the one that was labelled"):
        stretch(named | {"sha256": "0" * 16})
    golds._rows.cache_clear()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"label": "irony"}, "'irony' is none of quotation, scare, title, other"),
        ({"start": 900, "end": 905}, "nothing stands at 900 to 905"),
        ({"end": START}, f"nothing stands at {START} to {START}"),
    ],
    ids=["label", "beyond the end", "empty"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        stretch(ROW | change)


def test_the_line_of_a_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps({'text': TEXT, 'label': 'scare'})}", encoding="utf-8")
    with pytest.raises(GoldError, match=r"line 2 is not a row of this task \(KeyError: 'start'\)"):
        rows(path, stretch)


# ---- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ((), "title"),
        ((holds("direct"),), "quotation"),
        ((holds("mixed", Span(0, START + 3)),), "quotation"),
        ((holds("indirect"),), "title"),
        ((holds("scare"),), "scare"),
        ((holds("direct"), holds("scare")), "scare"),
        ((holds("scare", Span(0, START)), holds("direct", Span(END, len(TEXT)))), "title"),
        ((holds("direct", Span(0, 3), Span(END - 1, END + 4)),), "quotation"),
    ],
    ids=["none", "direct", "mixed", "indirect", "scare", "both", "beside it", "a second piece"],
)
def test_what_the_statements_say(statements: tuple[Statement, ...], told: str) -> None:
    assert answer(PLACE, Coding(Article("", TEXT), statements=statements)) == told


def test_a_perfect_answer() -> None:
    scores = compare(LABELS, LABELS)
    assert (scores["scare_f1"], scores["macro_f1"]) == (100.0, 100.0)
    assert scores["confusion"] == {name: {name: 1} for name in LABELS}


def test_figures_by_hand() -> None:
    """scare: 1 right of 2 gold and 2 told; quotation: 2 of 3 and 2; titles count in the confusion only."""
    gold = ["scare", "scare", "quotation", "quotation", "quotation", "title", "title", "other"]
    told = ["scare", "title", "scare", "quotation", "quotation", "scare", "title", "quotation"]
    assert compare(gold, told) == {
        "scare_f1": 50.0,
        "macro_f1": 65.0,
        "by_class": {"quotation": 80.0, "scare": 50.0},
        "confusion": {
            "quotation": {"scare": 1, "quotation": 2},
            "scare": {"scare": 1, "title": 1},
            "title": {"scare": 1, "title": 1},
            "other": {"quotation": 1},
        },
    }


def test_what_the_gold_does_not_hold_is_unknown() -> None:
    assert compare(["quotation"], ["quotation"])["scare_f1"] is None
    assert compare(["title"], ["scare"]) == {
        "scare_f1": None, "macro_f1": None, "by_class": {}, "confusion": {"title": {"scare": 1}},
    }  # fmt: skip


class ByHand:
    """A pipeline that takes everything for a quotation, and counts the articles that it is given."""

    reader = type("Reader", (), {"version": "by hand"})
    coded = 0

    def code(self, article: Article) -> Coding:
        ByHand.coded += 1
        return Coding(article, statements=(holds("direct", Span(0, len(article.text))),))


def test_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three rows the odd one belongs to the second half; an article is coded once."""
    monkeypatch.setattr("dragoman.pipeline.Pipeline", lambda scored: ByHand())
    monkeypatch.setattr(ByHand, "coded", 0)
    path = tmp_path / "gold.jsonl"
    lines = (ROW, ROW | {"label": "scare"}, ROW | {"start": START + 1})
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = score(path)
    assert (found["reader"], found["n"], found["scare_f1"], found["macro_f1"]) == ("by hand", 3, 0.0, 40.0)
    assert ByHand.coded == 1
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["scare_f1"], first["macro_f1"]) == (1, None, 100.0)
    assert (second["n"], second["scare_f1"], second["macro_f1"]) == (2, 0.0, 33.34)


def test_the_system_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.pipeline.Pipeline", lambda scored: loaded())
    said = "“We will sign the treaty with Chad,” Ms. Dahl of Norway said in Oslo on Sunday."
    path = tmp_path / "gold.jsonl"
    row = {"text": said, "start": 0, "end": said.index("”") + 1, "label": "quotation"}
    path.write_text(json.dumps(row), encoding="utf-8")
    assert score(path)["by_class"] == {"quotation": 100.0}
