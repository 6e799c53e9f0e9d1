"""How events are presented: rows of both forms, the word at the trigger, and figures reckoned by hand."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from dragoman.records import Factuality, Span, Word
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from dragoman.serve.evaluate.presented import CLASSES, Presented, compare, presented, score, word_at

SENTENCE = "Oslo hopes to meet the envoys."
TEXT = f"Talks stalled. {SENTENCE} Nobody came."
START = TEXT.index(SENTENCE)
MEET = (TEXT.index("meet"), TEXT.index("meet") + 4)
ROW = {"text": TEXT, "start": START, "end": START + len(SENTENCE), "trigger": MEET, "factuality": "hoped"}


def test_a_row_is_a_sentence_and_the_place_of_a_word_in_it() -> None:
    one = presented(ROW)
    assert one == Presented(SENTENCE, Span(14, 18), "hoped")
    assert one.sentence[one.trigger.start : one.trigger.end] == "meet"


def test_a_text_without_ends_is_one_sentence() -> None:
    assert presented({"text": SENTENCE, "trigger": [14, 18], "factuality": "hoped"}) == presented(ROW)


def test_a_text_may_be_named_instead_of_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    lines = "\n".join(json.dumps({"text": text}) for text in ("Another.", TEXT))
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    told = {key: value for key, value in ROW.items() if key != "text"}
    named = told | {"corpus": "news", "id": "1", "sha256": hashlib.sha256(SENTENCE.encode()).hexdigest()[:16]}
    assert presented(named) == presented(ROW)
    with pytest.raises(ValueError, match="not the one that was labelled"):
        presented(named | {"start": START + 1})
    golds._rows.cache_clear()


def test_a_corpus_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    with pytest.raises(GoldError, match="Set DRAGOMAN_SHARED"):
        presented({"corpus": "news", "id": "1", "start": 0, "end": 1, "sha256": ""})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"factuality": "likely"}, "no factuality"),
        ({"trigger": [0, 5]}, "no word"),
        ({"trigger": [START + len(SENTENCE), START + len(SENTENCE) + 7]}, "no word"),
        ({"trigger": [MEET[0] - 3, MEET[1]]}, "no word"),
        ({"trigger": [MEET[1], MEET[1] + 1]}, "no word"),
        ({"trigger": [MEET[0], MEET[0]]}, "no word"),
        ({"end": len(TEXT) + 1}, "no word"),
    ],
    ids=["class", "before", "after", "two words", "a space", "empty", "end"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        presented(ROW | change)


def test_the_word_at_the_trigger() -> None:
    """A compound that is cut at its hyphen is one word to who labels; its head stands for it."""
    words = (
        Word(0, 4, "They", "they", "PRON", 1, "nsubj"),
        Word(5, 11, "oppose", "oppose", "VERB", -1, "root"),
        Word(12, 14, "re", "re", "X", 4, "compound"),
        Word(14, 15, "-", "-", "PUNCT", 4, "punct"),
        Word(15, 23, "election", "election", "NOUN", 1, "obj"),
    )
    assert word_at(words, Span(5, 11)) == 1
    assert word_at(words, Span(12, 23)) == 4
    assert word_at(words, Span(23, 30)) is None


def test_a_perfect_answer() -> None:
    scores = compare(CLASSES, CLASSES)
    assert (scores["macro_f1"], scores["accuracy"], scores["unread"]) == (100.0, 100.0, 0)
    assert scores["confusion"] == {name: {name: 1} for name in CLASSES}


def test_one_answer_for_all_is_right_in_one_class_of_nine() -> None:
    """F1 of 2 · 1 / (1 + 9) in its class, 0 in the others."""
    scores = compare(CLASSES, ["happened"] * 9)
    assert (scores["macro_f1"], scores["accuracy"]) == (2.22, 11.11)
    assert scores["by_class"] == {name: 20.0 if name == "happened" else 0.0 for name in CLASSES}


def test_figures_by_hand() -> None:
    """planned: 1 right of 2 gold and 2 told; hoped: 1 of 2 and 1; happened is told once and never gold."""
    gold: list[Factuality] = ["planned", "planned", "hoped", "hoped", "demanded"]
    told: list[Factuality | None] = ["planned", "happened", "planned", "hoped", None]
    assert compare(gold, told) == {
        "macro_f1": 38.89,
        "accuracy": 40.0,
        "unread": 1,
        "by_class": {"planned": 50.0, "hoped": 66.67, "demanded": 0.0},
        "confusion": {
            "planned": {"happened": 1, "planned": 1},
            "hoped": {"planned": 1, "hoped": 1},
            "demanded": {"unread": 1},
        },
    }


def test_nothing_to_judge_is_unknown() -> None:
    assert compare((), ()) == {
        "macro_f1": None, "accuracy": None, "unread": 0, "by_class": {}, "confusion": {},
    }  # fmt: skip


def test_plain_sentences_are_judged_at_the_word_that_is_given(tmp_path: Path) -> None:
    """Two words of one sentence have each its own answer: what is hoped for, and what was done."""
    text = "The envoys who signed the treaty hope to visit Oslo."
    told = [("signed", "happened"), ("visit", "hoped"), ("hope", "demanded")]
    lines = [
        json.dumps({"text": text, "trigger": [at, at + len(word)], "factuality": name})
        for word, name in told
        for at in [text.index(f" {word} ") + 1]
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = score(tmp_path / "gold.jsonl")
    assert (found["n"], found["unread"], found["accuracy"]) == (3, 0, 66.67)
    assert found["confusion"] == {
        "happened": {"happened": 1},
        "hoped": {"hoped": 1},
        "demanded": {"happened": 1},
    }
    assert score(tmp_path / "gold.jsonl", Part(Half.first))["n"] == 1


def test_labels_of_ours_can_be_read(shared: Path) -> None:
    """Every row names a text that is there and unchanged; each half holds each class 22 or 23 times."""
    from tests.conftest import REPOSITORY

    path = REPOSITORY / "gold" / "presented.jsonl"
    gold = rows(path, presented)
    assert len(gold) == 400
    for half in Half:
        held = [one.factuality for one in Part(half).of(gold)]
        assert {held.count(name) for name in CLASSES} == {22, 23}
    articles = rows(path, lambda row: (row["corpus"], row["id"]))
    assert not {*articles[:200]} & {*articles[200:]}
    assert max(articles.count(one) for one in articles) <= 2
