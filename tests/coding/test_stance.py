"""Stances: what the network tells is taken, what it does not, the words tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dragoman.coding.stance import decided
from dragoman.pipeline import Pipeline, Unasked
from dragoman.records import Coding, Marked, Scores, Stance, Stances
from dragoman.serve.evaluate.gold import alone
from tests.conftest import loaded

TEXT = "The Kenyan minister said that Uganda had betrayed the treaty and that Tanzania was a loyal friend."


class Told(Unasked):
    """In the place of the network: one answer to every question, and a note of what was asked."""

    def __init__(self, answer: Stances) -> None:
        self.answer = answer
        self.asked: list[Marked] = []

    def score(self, pairs: Sequence[Marked]) -> list[Scores]:
        """Nothing: events are not asked for."""
        return [{} for _ in pairs]

    def stances(self, pairs: Sequence[Marked]) -> list[Stances]:
        """The one answer for each pair."""
        self.asked += pairs
        return [self.answer for _ in pairs]


def coded(text: str, scorer: Unasked) -> Coding:
    """The coding of a text with that scorer in the network's place."""
    pipeline = object.__new__(Pipeline)
    pipeline.__dict__.update(loaded().__dict__)
    pipeline.scorer = scorer
    return pipeline.code(alone(text))


@pytest.mark.parametrize(
    ("shares", "words", "stance"),
    [
        ({"positive": 0.7, "negative": 0.2, "neutral": 0.1}, [-0.8], "positive"),
        ({"positive": 0.1, "negative": 0.3, "neutral": 0.6}, [-0.8], "neutral"),
        ({"positive": 0.4, "negative": 0.05, "neutral": 0.55}, [-0.8], "negative"),
        ({"positive": 0.4, "negative": 0.05, "neutral": 0.55}, [], "neutral"),
        ({"positive": 0.45, "negative": 0.4, "neutral": 0.15}, [], "mixed"),
        ({}, [0.8], "positive"),
        ({}, [], None),
    ],
    ids=["sure", "surely none", "in doubt", "no words", "both", "not asked", "nobody tells"],
)
def test_the_network_decides_and_the_words_where_it_doubts(
    shares: Stances, words: list[float], stance: Stance | None
) -> None:
    assert decided(shares, words)[0] == stance


def test_the_network_is_asked_for_each_actor_of_the_content() -> None:
    scorer = Told({"positive": 0.1, "negative": 0.8, "neutral": 0.1})
    (statement,) = [one for one in coded(TEXT, scorer).statements if one.source]
    assert {about.participant.name: about.stance for about in statement.about} == {
        "Uganda": "negative",
        "Tanzania": "negative",
    }
    assert [about.score for about in statement.about] == pytest.approx([-0.7, -0.7])
    marked = [(one.words[slice(*one.actor)] if one.actor else (), one.recipient) for one in scorer.asked]
    assert all("minister" in holder for holder, _ in marked) and len(marked) == 2


def test_without_the_network_the_words_of_the_clause_tell() -> None:
    (statement,) = [one for one in coded(TEXT, Unasked()).statements if one.source]
    stances = {about.participant.name: about.stance for about in statement.about}
    assert stances == {"Uganda": "negative", "Tanzania": "positive"}
    words = {
        about.participant.name: [TEXT[w.start : w.end] for w in about.words] for about in statement.about
    }
    assert "betrayed" in words["Uganda"] and "loyal" in words["Tanzania"]
