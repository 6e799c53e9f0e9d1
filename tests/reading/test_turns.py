"""Who speaks by the layout of the page, with sentences of our own."""

from __future__ import annotations

import pytest

from dragoman.reading.turns import told
from dragoman.records import Article, Attribution, Mention, Reading, Span


def reading(text: str, *names: str, attributions: tuple[Attribution, ...] = ()) -> Reading:
    """A reading of a text in which only persons' names were found."""
    mentions = tuple(
        Mention(text.index(name), text.index(name) + len(name), name, "PER", 0.9) for name in names
    )
    return Reading(Article("0" * 16, text), (), mentions, attributions, "none")


def credited(found: Reading) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, as words."""
    text = found.article.text
    return [
        (
            text[one.source.start : one.source.end] if one.source else "",
            text[one.cue.start : one.cue.end],
            text[one.content[0].start : one.content[-1].end],
        )
        for one in found.attributions
    ]


TRANSCRIPT = """MR. OKELLO: Good afternoon. Two things.

First, the road.

Q And the bridge?

MR. OKELLO: No. It was “too dear.”

THE MINISTER: Thank you."""


def test_turns_of_a_transcript_run_over_paragraphs() -> None:
    assert credited(told(reading(TRANSCRIPT))) == [
        ("MR. OKELLO", ":", "Good afternoon. Two things.\n\nFirst, the road."),
        ("Q", "Q", "And the bridge?"),
        ("MR. OKELLO", ":", "No. It was “too dear.”"),
        ("THE MINISTER", ":", "Thank you."),
    ]


def test_a_headline_speaks_only_for_a_name() -> None:
    assert credited(told(reading("Okello: No bridge before May.", "Okello"))) == [
        ("Okello", ":", "No bridge before May.")
    ]
    assert credited(told(reading("Border talks: No bridge before May."))) == []


@pytest.mark.parametrize("label", ["Update", "BREAKING", "Editor’s note", "Analysis"])
def test_labels_of_the_page_speak_not(label: str) -> None:
    assert credited(told(reading(f"{label}: No bridge before May.", label))) == []


def test_a_name_under_a_quotation_signs_it() -> None:
    text = "“No bridge for us.” ― Amina Okello. “We want one.” — Juma (Mbale)"
    assert credited(told(reading(text))) == [
        ("Amina Okello", "―", "“No bridge for us.”"),
        ("Juma", "—", "“We want one.”"),
    ]


def test_a_dash_of_prose_signs_nothing() -> None:
    assert credited(told(reading('They want "a bridge" - Kenya has one - and a road.'))) == []


def test_less_that_was_found_by_the_same_label_gives_way() -> None:
    text = "Okello: No. The bridge was too dear, and the road is far from done."
    known = Attribution(Span(0, 6), Span(6, 7), (Span(8, 10),), 0.8)
    assert credited(told(reading(text, "Okello", attributions=(known,)))) == [("Okello", ":", text[8:])]


def test_what_is_credited_already_stays() -> None:
    text = "Okello: No bridge before May."
    known = Attribution(Span(0, 6), Span(6, 7), (Span(8, len(text)),), 0.8)
    assert told(reading(text, "Okello", attributions=(known,))).attributions == (known,)
