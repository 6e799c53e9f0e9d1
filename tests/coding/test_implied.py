"""Recipients whom only the sentence before names, through the whole path; the record says so."""

from __future__ import annotations

import pytest

from dragoman.records import Article, Event
from tests.conftest import loaded


def last(text: str) -> Event:
    """The last event of a text."""
    return loaded().code(Article(id="0" * 16, text=text, language="en")).events[-1]


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Ethiopia invaded Eritrea. Kenya condemned the attack.", ["ETH"]),
        ("Kenya expelled the envoy of Uganda. Tanzania condemned the move.", ["KEN"]),
        ("Spain and France signed a treaty. Morocco hailed the agreement.", ["ESP", "FRA"]),
        ("Kenya expelled the envoy of Uganda and shelled Burundi. Tanzania condemned the move.", ["KEN"]),
    ],
)
def test_a_noun_may_point_to_the_sentence_before(text: str, recipient: list[str]) -> None:
    event = last(text)
    assert [code for one in event.recipient for code in one.country] == recipient
    (step,) = [step for step in event.steps if step.rule == "implied"]
    assert "sentence before" in step.saw
    assert all(text[one.start : one.end] == one.text for one in event.recipient)


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Kenya shelled Uganda. Tanzania criticised the decision of Burundi.", ["BDI"]),  # it says whose
        ("Kenya shelled Uganda. Tanzania condemned the ambush.", ["KEN"]),
        ("Kenya shelled Uganda. Tanzania condemned an ambush.", []),  # some other one
        ("Spain bombed Oman while Peru bombed Chile. Tanzania condemned the attack.", []),  # which?
        ("Kenya shelled Uganda. The weather was fine. Tanzania condemned the attack.", []),  # too far away
    ],
)
def test_what_is_not_clear_stays_open(text: str, recipient: list[str]) -> None:
    assert [code for one in last(text).recipient for code in one.country] == recipient
