"""Factuality scores: error and correlation against what can be reckoned by hand."""

from __future__ import annotations

import pytest

from dragoman.records import Word
from dragoman.serve.evaluate.factuality import Judged, answers, compare, judged

TRUE = (3.0, -3.0, 0.0, 1.0)


def test_a_row_is_words_and_events() -> None:
    row = {
        "text": "`` Ships left '' , she denied -LRB- again -RRB-",
        "targets": [{"span1": [2, 3], "label": -1.5}, {"span1": [6, 7], "label": 3}],
    }
    assert judged(row) == Judged(
        ('"', "Ships", "left", '"', ",", "she", "denied", "(", "again", ")"), ((2, -1.5), (6, 3.0))
    )


@pytest.mark.parametrize("place", [2, -1])
def test_a_target_beyond_the_words_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        judged({"text": "Ships left", "targets": [{"span1": [place, place + 1], "label": 0}]})


def test_a_perfect_copy_has_no_error() -> None:
    assert compare(TRUE, TRUE) == {"mae": 0.0, "r": 1.0, "unanswered": 0}


def test_the_opposite_of_the_truth() -> None:
    """Errors of 6, 6, 0 and 2 over four events."""
    assert compare(TRUE, [-one for one in TRUE]) == {"mae": 3.5, "r": -1.0, "unanswered": 0}


def test_an_event_without_a_score_counts_as_certain() -> None:
    """An error of 6 over four events; r = -0.75 / √(18.75 · 6.75)."""
    assert compare(TRUE, (3.0, None, 0.0, 1.0)) == {"mae": 1.5, "r": -0.067, "unanswered": 1}


def test_a_constant_has_no_correlation() -> None:
    """Errors of 0, 6, 3 and 2 over four events."""
    assert compare(TRUE, [3.0] * 4) == {"mae": 2.75, "r": None, "unanswered": 0}


def test_nothing_to_judge_is_unknown() -> None:
    assert compare((), ()) == {"mae": None, "r": None, "unanswered": 0}


def test_the_answer_is_that_of_the_word() -> None:
    words = (
        Word(0, 4, "They", "they", "PRON", 1, "nsubj"),
        Word(5, 9, "left", "leave", "VERB", -1, "root", 2.5),
    )
    assert answers([Judged(("They", "left"), ((1, 3.0), (0, -1.0)))], [words]) == [2.5, None]
