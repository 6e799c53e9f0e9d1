"""Where the lexicon's vote and the scorer's meet."""

from __future__ import annotations

import pytest

from dragoman.coding.factuality import Verdict
from dragoman.coding.pairs import Pair
from dragoman.coding.votes import Deed, asked, compatible, decide, marked, settled
from dragoman.records import Factuality, Marked
from tests.coding.test_pairs import PASSIVE, SAID, scene

SURE, TORN = 0.97, 0.45


@pytest.mark.parametrize(
    ("told", "verdict", "scores", "expected"),
    [
        ("ACCUSE", "happened", {"ACCUSE": SURE, "NONE": 0.03}, "ACCUSE"),
        ("ACCUSE", "happened", {"ACCUSE": 0.02, "NONE": SURE, "AID": 0.01}, "ACCUSE"),  # a row is a row
        (
            "SANCTION",
            "happened",
            {"SANCTION": 0.02, "COERCE": SURE, "NONE": 0.01},
            "SANCTION",
        ),  # as PLV has it
        ("ACCUSE", "happened", {"ACCUSE": 0.02, "COERCE": SURE, "NONE": 0.01}, "COERCE"),
        ("ACCUSE", "planned", {"ACCUSE": 0.02, "COERCE": SURE, "NONE": 0.01}, "ACCUSE"),  # keeps its type
        ("ACCUSE", "happened", {"ACCUSE": 0.02, "AID": SURE, "NONE": 0.01}, "ACCUSE"),  # no sense of the word
        ("ACCUSE", "happened", {"ACCUSE": 0.02, "COERCE": TORN, "NONE": 0.48}, "ACCUSE"),  # not sure enough
        ("CONSULT", "planned", {"AGREE": SURE, "CONSULT": 0.01, "NONE": 0.02}, "CONSULT"),  # knows it so
        ("CONSULT", "happened", {"AGREE": SURE, "CONSULT": 0.01, "NONE": 0.02}, "AGREE"),
        ("ASSAULT", "did_not_happen", {"NONE": SURE, "ASSAULT": 0.03}, "ASSAULT"),  # denied, not absent
        (
            "RETREAT",
            "happened",
            {"CONCEDE": SURE, "RETREAT": 0.03},
            "RETREAT",
        ),  # words or deeds: the rows know
        ("ACCUSE", "happened", {}, "ACCUSE"),  # too long for the scorer
    ],
)
def test_the_type_that_both_settle_on(
    told: str, verdict: Factuality, scores: dict[str, float], expected: str | None
) -> None:
    assert decide(voted(told, verdict), scores)[0] == expected


def voted(told: str, verdict: Factuality) -> Deed:
    """A deed of the lexicon whose word has three senses."""
    senses = frozenset({told, "COERCE", "AGREE"})
    return Deed(0, (), (), told, None, None, Verdict(verdict), senses)


def test_the_confidence_is_the_scorers_share_of_what_it_may_call_the_event() -> None:
    deed = voted("CONSULT", "planned")
    assert decide(deed, {"AGREE": 0.6, "CONSULT": 0.3, "COERCE": 0.1})[1] == pytest.approx(0.9)
    assert decide(deed, {})[1] is None


def test_harm_to_come_is_known_as_a_threat() -> None:
    assert "THREATEN" in compatible("ASSAULT", "planned") and "AGREE" not in compatible("ASSAULT", "planned")
    assert compatible("ASSAULT", "happened") == {"ASSAULT"}


def deed(table: str, word: str, actor: str | None, recipient: str | None, event_type: str) -> Deed:
    here = scene(table, "Ghana", "Togo", "Benin")
    head = next(i for i, w in enumerate(here.tree.words) if w.text == word)
    one, other = (
        tuple(p for group in here.by_head.values() for p in group if p.text == name)
        for name in (actor, recipient)
    )
    return Deed(head, one, other, event_type, None, None, Verdict("happened"))


def test_a_pair_is_asked_once_and_with_its_words() -> None:
    here = scene(PASSIVE, "Ghana", "Togo")
    known = deed(PASSIVE, "praised", "Ghana", "Togo", "SUPPORT")
    assert asked([known], [known.sides]) == [known.sides]
    assert marked(here, known.sides) == Marked(("Togo", "was", "praised", "by", "Ghana"), (4, 5), (0, 1))


def test_a_missing_side_is_completed_where_the_types_agree() -> None:
    here = scene(SAID, "Ghana", "Togo", "Benin")
    half, whole = deed(SAID, "shelled", None, "Benin", "ASSAULT"), deed(SAID, "shelled", "Togo", "Benin", "X")
    answers = [{}, {"ASSAULT": SURE, "NONE": 0.03}]
    (found,) = settled(here, [half], [half.sides, whole.sides], answers)
    assert [p.text for p in found.actor] == ["Togo"] and found.confidence == SURE
    other = [{}, {"AID": SURE, "NONE": 0.03}]
    (kept,) = settled(here, [half], [half.sides, whole.sides], other)
    assert kept.actor == ()


def test_what_only_the_scorer_sees_is_an_event_where_it_is_sure() -> None:
    here = scene(SAID, "Ghana", "Togo", "Benin")
    pair: Pair = deed(SAID, "shelled", "Togo", "Benin", "X").sides
    (found,) = settled(here, [], [pair], [{"ASSAULT": SURE, "NONE": 0.03}])
    assert (found.event_type, found.row, found.mode) == ("ASSAULT", None, None)
    assert [step.rule for step in found.steps] == ["lexicon", "scorer"]
    assert settled(here, [], [pair], [{"NONE": SURE, "ASSAULT": 0.03}]) == []
    assert settled(here, [], [pair], [{"ASSAULT": TORN, "NONE": TORN}]) == []
