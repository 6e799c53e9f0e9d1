"""Quotations are spoken whole, with sentences of our own."""

from __future__ import annotations

import pytest

from dragoman.reading import quotations, split
from dragoman.reading.spoken import completed
from dragoman.records import Article, Attribution, Reading, Sentence, Span


def span(text: str, words: str) -> Span:
    """Where the words stand."""
    return Span(text.index(words), text.index(words) + len(words))


def spoken(text: str, *credits: tuple[str, str, str]) -> list[str]:
    """The content of each attribution, its pieces divided by a bar, after completion."""
    sentences = tuple(Sentence(start, end, (), number) for number, start, end in split.numbered(text, None))
    attributions = tuple(
        Attribution(span(text, source), span(text, cue), (span(text, content),), 0.9)
        for source, cue, content in credits
    )
    read = Reading(Article("0" * 16, text), sentences, (), attributions, "none", quotations.found(text))
    return [
        " | ".join(text[piece.start : piece.end] for piece in one.content)
        for one in completed(read).attributions
    ]


@pytest.mark.parametrize(
    ("text", "credit", "expected"),
    [
        (
            "“We will not sign. Not ever, and not here,” Okello said.",
            ("Okello", "said", "Not ever, and not here,"),
            "“We will not sign. Not ever, and not here,”",
        ),
        (
            "“We will not sign it,” Okello said. “Not ever, and not here.”",
            ("Okello", "said", "“We will not sign it,”"),
            "“We will not sign it,” | “Not ever, and not here.”",
        ),
        (
            "“We will not sign it,” Okello said at the port, “not ever, and not here.”",
            ("Okello", "said", "“We will not sign it,”"),
            "“We will not sign it,” | “not ever, and not here.”",
        ),
        (
            "Okello said: “We will never sign it.\n\n“Not ever, and not in this port.”",
            ("Okello", "said", "“We will never sign it."),
            "“We will never sign it. | “Not ever, and not in this port.”",
        ),
    ],
    ids=["a part is found", "over the cue", "in one sentence", "into the next paragraph"],
)
def test_a_quotation_is_carried_to_its_marks(text: str, credit: tuple[str, str, str], expected: str) -> None:
    assert spoken(text, credit) == [expected]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (
            "“We will not sign it,” Okello said.\n\n“Not ever, and not in this port.”",
            ("Okello", "said", "“We will not sign it,”"),
        ),
        (
            "Okello said the port is closed. “Nobody has told us yet,” the captain shouted.",
            ("Okello", "said", "the port is closed"),
        ),
        ("Okello said the “floating” port is closed.", ("Okello", "said", "the “floating” port is closed")),
    ],
    ids=["a new paragraph", "no quotation before", "a few words"],
)
def test_what_is_not_plainly_his_stays_out(text: str, credit: tuple[str, str, str]) -> None:
    assert spoken(text, credit) == [credit[2]]


def test_a_cue_inside_credits_somebody_else() -> None:
    text = "“Kenya told us that it will not come to the port,” Okello said."
    inner, outer = ("Kenya", "told", "it will not come"), ("Okello", "said", "it will not come to the port,”")
    assert spoken(text, inner, outer) == [
        "it will not come",
        "“Kenya told us that it will not come to the port,”",
    ]
