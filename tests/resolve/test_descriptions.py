"""Bodies, descriptions, pairs and pronouns that take up who was named before, on trees written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Participant, Reading
from dragoman.resolve.actors import participants

Parse = Callable[..., Reading]

FUND = (
    "The/DET/4/det Lima/PROPN/4/compound Monetary/PROPN/4/compound Fund/PROPN/5/nsubj "
    "warned/VERB/0/root/warn ministers/NOUN/5/obj/minister"
)
LEAGUE = (
    "The/DET/4/det Quito/PROPN/4/compound Trade/PROPN/4/compound League/PROPN/5/nsubj "
    "protested/VERB/0/root/protest"
)
BODIES = (("ORG", "Lima Monetary Fund"), ("ORG", "Quito Trade League"))
PEOPLE = (("PER", "Ada Holm"), ("PER", "Ben Ruiz"), ("PER", "Omar Reyes"))
MEETING = "Peru/PROPN/4/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj met/VERB/0/root/meet"


def last(reading: Reading, text: str) -> Participant:
    """The last participant with exactly this text."""
    found = [one for one in participants(reading) if one.text == text]
    assert found, f"{text!r} not among {[one.text for one in participants(reading)]}"
    return found[-1]


def person(demonym: str, title: str, name: str, at: int, head: int, deprel: str) -> str:
    """Four words from the ``at``-th on, "Peruvian judge Ada Holm", under the word ``head``."""
    first, second = name.split()
    return (
        f"{demonym}/ADJ/{at + 1}/amod {title}/NOUN/{at + 2}/compound "
        f"{first}/PROPN/{head}/{deprel} {second}/PROPN/{at + 2}/flat"
    )


def does(demonym: str, title: str, name: str, verb: str, lemma: str, rest: str = "") -> str:
    """A sentence of "Peruvian judge Ada Holm" (words 1 to 4), a verb (5) and the rest."""
    return f"{person(demonym, title, name, 1, 5, 'nsubj')} {verb}/VERB/0/root/{lemma} {rest}"


def left(subject: str) -> str:
    """ "The …" or a pronoun, and "left"."""
    words = subject.split()
    if len(words) == 1:
        return f"{subject}/PRON/2/nsubj left/VERB/0/root/leave"
    *before, noun = words
    modifiers = [f"{word}/{'ADJ' if n else 'DET'}/{len(words)}/{'amod' if n else 'det'}" for n, word in enumerate(before)]
    return " ".join([*modifiers, f"{noun}/NOUN/{len(words) + 1}/nsubj", "left/VERB/0/root/leave"])


# ---- bodies ---------------------------------------------------------------------------------------


def test_a_body_by_its_noun(parse: Parse) -> None:
    """The nearer League is no fund."""
    fund = last(parse(FUND, LEAGUE, left("The fund"), mentions=BODIES), "The fund")
    assert (fund.name, fund.country) == ("Lima Monetary Fund", ("PER",))


@pytest.mark.parametrize("words", ["The group", "The agency"])
def test_a_body_by_a_general_noun(parse: Parse, words: str) -> None:
    body = last(parse(FUND, LEAGUE, left(words), mentions=BODIES), words)
    assert (body.name, body.country) == ("Quito Trade League", ("ECU",))
