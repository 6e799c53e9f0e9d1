"""Stance scores: rows of both forms, where holder and target stand, and figures reckoned by hand."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Marked, Stances
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from dragoman.serve.evaluate.stance import Attitude, attitudes, compare, marked, score
from tests.conftest import loaded

SENTENCE = "Peru praised Chile while Bolivia watched."
TEXT = f"The talks ended. {SENTENCE} Nobody came."
START = TEXT.index(SENTENCE)
WORDS = ("Peru", "praised", "Chile", "while", "Bolivia", "watched", ".")
ROW: dict[str, Any] = {"text": SENTENCE, "holder": [0, 4], "target": [13, 18], "stance": "positive"}


def opinion(holder: str, *attitudes: tuple[str, str]) -> dict[str, object]:
    """An opinion as in MPQA: each attitude is a type and a target."""
    told = [{"type": kind, "targets": [target]} for kind, target in attitudes]
    return {"expr": "", "holders": [holder], "attitudes": told}


def mpqa(text: str, *opinions: dict[str, object]) -> list[Attitude]:
    return attitudes({"doc": "d", "text": text, "opinions": opinions})


# ---- gold -----------------------------------------------------------------------------------------


def test_a_row_of_ours_is_a_pair() -> None:
    assert marked(ROW) == Attitude(Marked(WORDS, (0, 1), (2, 3)), {"stance": "positive"})
    assert attitudes(ROW) == [marked(ROW)]


def test_a_row_without_a_holder_asks_for_the_author() -> None:
    assert marked(ROW | {"holder": None}).pair == Marked(WORDS, None, (2, 3))


def test_a_named_sentence_is_counted_from_the_articles_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    lines = "\n".join(json.dumps({"id": name, "text": text}) for name, text in (("x", "No."), ("y", TEXT)))
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    named = {
        "corpus": "news",
        "id": "y",
        "start": START,
        "end": START + len(SENTENCE),
        "sha256": hashlib.sha256(SENTENCE.encode()).hexdigest()[:16],
        "holder": [START, START + 4],
        "target": [START + 13, START + 18],
        "stance": "positive",
    }
    assert marked(named) == marked(ROW)
    with pytest.raises(ValueError, match="no word between"):
        marked(named | {"target": [0, 9]})
    with pytest.raises(ValueError, match="not the one that was labelled"):
        marked(named | {"start": START - 1})
    golds._rows.cache_clear()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"stance": "mixed"}, "'mixed' is none of positive, negative, neutral"),
        ({"holder": [4, 5]}, "no word between 4 and 5"),
        ({"target": [90, 95]}, "no word between 90 and 95"),
        ({"target": None}, "no target"),
    ],
    ids=["stance", "a space", "beyond the end", "no target"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        marked(ROW | change)


def test_the_line_of_a_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    bad = {key: value for key, value in ROW.items() if key != "holder"}
    path.write_text(f"{json.dumps(ROW)}\n\n{json.dumps(bad)}\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"line 3 is not a row of this task \(KeyError: 'holder'\)"):
        rows(path, attitudes)


def test_holder_and_target_of_mpqa_are_runs_of_words() -> None:
    """Words that are written for the parser read as in print; what only begins alike is no place."""
    text = "The old mayor -LRB- the mayor of Lima -RRB- called the new bridge `` a gift '' ."
    (found,) = mpqa(text, opinion("the mayor of Lima", ("sentiment-pos", "the new bridge")))
    words = ("The", "old", "mayor", "(", "the", "mayor", "of", "Lima", ")", "called", "the", "new", "bridge")
    assert found.pair == Marked((*words, '"', "a", "gift", '"', "."), (4, 8), (10, 13))
    assert found.stances == {"sentiment": "positive", "attitudes": "positive"}


def test_of_several_places_the_nearest_two_count() -> None:
    text = "Peru waited , Chile left , and Peru blamed Chile ."
    (found,) = mpqa(text, opinion("Peru", ("sentiment-neg", "Chile")))
    assert (found.pair.actor, found.pair.recipient) == ((7, 8), (9, 10))


def test_a_holder_inside_his_target_stands_nowhere() -> None:
    """The first "Chile" is a word of the target; only where another one stands is there a pair."""
    both = opinion("Chile", ("sentiment-neg", "the army of Chile"))
    assert mpqa("Critics saw the army of Chile .", both) == []
    (found,) = mpqa("In Chile they saw the army of Chile .", both)
    assert (found.pair.actor, found.pair.recipient) == ((1, 2), (4, 8))


def test_what_stands_nowhere_or_has_no_sign_is_left_out() -> None:
    text = "Peru blamed Chile ."
    assert mpqa(text) == []
    assert mpqa(text, opinion("Bolivia", ("sentiment-neg", "Chile"))) == []
    assert mpqa(text, opinion("Peru", ("other-attitude", "Chile"), ("speculation", "Chile"))) == []


def test_signs_that_clash_are_no_answer() -> None:
    """Two sentiments that clash leave nothing; an arguing that clashes leaves the sentiment."""
    text = "Peru blamed Chile ."
    assert mpqa(text, opinion("Peru", ("sentiment-neg", "Chile"), ("sentiment-pos", "Chile"))) == []
    (felt,) = mpqa(text, opinion("Peru", ("sentiment-neg", "Chile"), ("arguing-pos", "Chile")))
    assert felt.stances == {"sentiment": "negative"}
    (argued,) = mpqa(text, opinion("Peru", ("arguing-neg", "Chile"), ("speculation", "Chile")))
    assert argued.stances == {"attitudes": "negative"}


def test_opinions_on_one_pair_are_one_pair() -> None:
    text = "Peru blamed Chile and thanked Bolivia ."
    first = opinion("Peru", ("sentiment-neg", "Chile"), ("sentiment-pos", "Bolivia"))
    found = mpqa(text, first, opinion("Peru", ("agree-neg", "Chile")), opinion("Peru"))
    assert [(one.pair.recipient, one.stances["attitudes"]) for one in found] == [
        ((2, 3), "negative"),
        ((5, 6), "positive"),
    ]


def test_mpqa_rows_without_their_parts(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": "Peru left .", "opinions": [{"holders": ["Peru"]}]}), "utf-8")
    with pytest.raises(GoldError, match=r"line 1 is not a row of this task \(KeyError: 'attitudes'\)"):
        rows(path, attitudes)


# ---- figures --------------------------------------------------------------------------------------


def test_a_perfect_answer() -> None:
    scores = compare([("positive", "positive"), ("negative", "negative"), ("neutral", "neutral")])
    assert (scores["n"], scores["signs"], scores["accuracy"], scores["stances"]) == (3, 100.0, 100.0, 100.0)


def test_figures_by_hand() -> None:
    """positive: 1 right of 2 gold and 1 told; negative: 1 of 3 and 2; "mixed" is right nowhere."""
    pairs = [
        ("positive", "positive"),
        ("positive", "negative"),
        ("negative", "mixed"),
        ("negative", "neutral"),
        ("negative", "negative"),
        (None, "positive"),
    ]
    assert compare(pairs) == {
        "n": 5,
        "signs": 53.34,  # the mean of 2 · 1 / (2 + 1) and 2 · 1 / (3 + 2)
        "accuracy": 40.0,
        "by_sign": {"positive": 66.67, "negative": 40.0},
        "majority": 37.5,  # all negative: 2 · 3 / (3 + 5) of one sign, nothing of the other
        "majority_accuracy": 60.0,
        "confusion": {
            "positive": {"positive": 1, "negative": 1},
            "negative": {"mixed": 1, "neutral": 1, "negative": 1},
        },
    }


def test_neutral_rows_count_beside_the_signs_only() -> None:
    """positive: 1 right of 1 gold and 2 told; negative: 1 of 1 and 1; neutral: 1 of 2 and 1."""
    pairs = [
        ("positive", "positive"),
        ("negative", "negative"),
        ("neutral", "positive"),
        ("neutral", "neutral"),
    ]
    scores = compare(pairs)
    assert (scores["n"], scores["signs"], scores["accuracy"]) == (4, 100.0, 100.0)
    assert scores["by_stance"] == {"positive": 66.67, "negative": 100.0, "neutral": 66.67}
    assert scores["stances"] == 77.78


def test_nothing_to_judge_is_unknown() -> None:
    scores = compare([(None, "positive")])
    assert (scores["n"], scores["signs"], scores["majority"], scores["accuracy"]) == (0, None, None, None)
    assert (scores["by_sign"], scores["confusion"]) == ({}, {})
    assert "stances" not in scores


class Praising:
    """A scorer that takes every pair for praise, and remembers what it was asked."""

    version = "by hand"

    def __init__(self) -> None:
        self.asked: list[Marked] = []

    def stances(self, pairs: Sequence[Marked]) -> Sequence[Stances]:
        self.asked += pairs
        return [{"positive": 0.8, "negative": 0.1, "neutral": 0.1} for _ in pairs]


def test_halves_are_of_pairs_and_ways_have_their_own_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = Praising()
    monkeypatch.setattr("dragoman.reading.scorer.PairScorer", lambda: scorer)
    text = "Peru blamed Chile and thanked Bolivia ."
    told = (("sentiment-neg", "Chile"), ("sentiment-pos", "Bolivia"), ("arguing-neg", "Bolivia"))
    path = tmp_path / "gold.jsonl"
    lines = (ROW, {"text": text, "opinions": [opinion("Peru", *told)]}, ROW | {"stance": "neutral"})
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = score(path)
    assert (found["scorer"], found["n"]) == ("by hand", 4)
    assert [(way, one["n"], one["accuracy"]) for way, one in found.items() if isinstance(one, dict)] == [
        ("stance", 2, 100.0),
        ("sentiment", 2, 50.0),
        ("attitudes", 1, 0.0),
    ]
    whole, scorer.asked = scorer.asked, []
    assert score(path, Part(Half.first))["n"] == 2
    assert "attitudes" not in score(path, Part(Half.second))
    assert scorer.asked == whole


def test_the_system_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.reading.scorer.PairScorer", lambda: loaded().scorer)
    told = {
        "positive": "Peru warmly praised Chile for its generous help.",
        "negative": "Peru angrily condemned Chile for its brutal attack.",
    }
    lines = []
    for stance, text in told.items():
        at = text.index("Chile")
        lines.append({"text": text, "holder": [0, 4], "target": [at, at + 5], "stance": stance})
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = score(path)["stance"]
    assert isinstance(found, dict)
    assert (found["n"], found["signs"], found["majority"]) == (2, 100.0, 33.34)
