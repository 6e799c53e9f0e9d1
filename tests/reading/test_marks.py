"""Marked sentences: read, and put to the network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dragoman.reading.encode import LONGEST, Encoded, marked
from dragoman.reading.errors import WeightsError
from dragoman.reading.marks import question, unmarked
from dragoman.reading.network import WEIGHTS
from dragoman.reading.scorer import LABELS, PairScorer
from dragoman.records import Marked, Span


def test_marks_are_read_in_either_order_and_once() -> None:
    text = "<t>Togo</t> was praised by <s>Ghana</s>, <t>Togo</t> said."
    assert unmarked(text) == ("Togo was praised by Ghana, Togo said.", Span(20, 25), Span(0, 4))
    assert unmarked("<s>Ghana</s> slept.") == ("Ghana slept.", Span(0, 5), None)


@pytest.mark.parametrize(
    "text",
    [
        "<s>Ghana slept.",
        "Ghana</s> slept.",
        "<s></s>Ghana slept.",
        "<s>Ghana</s> hit</s> <t>Togo</t>.",
        "<s>Ghana <s>hit</s> Togo.",
    ],
)
def test_marks_that_do_not_pair_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="do not pair"):
        unmarked(text)


def test_a_phrase_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word between 50 and 60"):
        question("Ghana slept.", Span(50, 60), None)


def test_a_question_holds_words_and_their_ranges() -> None:
    assert question("Ghana's army hit Togo.", Span(0, 12), Span(17, 21)) == Marked(
        ("Ghana", "'s", "army", "hit", "Togo", "."), (0, 3), (4, 5)
    )


def test_the_network_sees_the_marks_where_they_stand() -> None:
    words = [Encoded((1000 + n,), 1) for n in range(4)]
    row = marked(words, (2, 4), (0, 1))
    assert row["subwords"].tolist() == [[101, 3, 1000, 4, 1001, 1, 1002, 1003, 2, 102]]
    assert row["marks"].tolist() == [[5, 1]]
    assert row["shapes"].tolist() == [[0, 0, 1, 0, 1, 0, 1, 1, 0, 0]]
    assert marked(words, (0, 1), None)["marks"].tolist() == [[1, 0]]
    with pytest.raises(ValueError, match=str(LONGEST)):
        marked(words * LONGEST, (0, 1), None)


def test_shares_add_up_and_a_sentence_too_long_has_none() -> None:
    scorer = PairScorer()
    short, long = Marked(("Ghana", "bombed", "Togo"), (0, 1), (2, 3)), Marked(("Ghana",) * 600, (0, 1), None)
    told, nothing = scorer.score([short, long])
    assert sum(told.values()) == pytest.approx(1.0, abs=1e-5) and set(told) == set(scorer.types)
    assert max(told, key=lambda name: told[name]) == "ASSAULT"
    assert nothing == {}


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    labels = json.loads((tmp_path / LABELS).read_text(encoding="utf-8"))
    labels["sha256"]["pairs.onnx"] = "0" * 64
    (tmp_path / LABELS).write_text(json.dumps(labels), encoding="utf-8")
    with pytest.raises(WeightsError, match=r"pairs\.onnx"):
        PairScorer(tmp_path)
