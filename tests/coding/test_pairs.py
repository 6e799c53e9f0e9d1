"""Which parties of a sentence are put before the scorer, by grammar alone."""

from __future__ import annotations

import pytest

from dragoman.coding.frames import Scene
from dragoman.coding.pairs import pairs
from dragoman.records import Cast, Participant
from tests.coding.trees import tree

ARREST = """
Police police NOUN 2 nsubj
announced announce VERB 0 root
the the DET 4 det
arrest arrest NOUN 2 obj
of of ADP 6 case
miners miner NOUN 4 nmod
and and CCONJ 8 cc
farmers farmer NOUN 6 conj
"""
SAID = """
Ghana Ghana PROPN 2 nsubj
said say VERB 0 root
Togo Togo PROPN 4 nsubj
shelled shell VERB 2 ccomp
Benin Benin PROPN 4 obj
"""
STRIKES = """
Ghanaian ghanaian ADJ 2 amod
strikes strike NOUN 5 nsubj
on on ADP 4 case
Togo Togo PROPN 2 nmod
ended end VERB 0 root
"""
PASSIVE = """
Togo Togo PROPN 3 nsubj:pass
was be AUX 3 aux:pass
praised praise VERB 0 root
by by ADP 5 case
Ghana Ghana PROPN 3 obl
"""
JOINT = """
Ghana Ghana PROPN 4 nsubj
and and CCONJ 3 cc
Togo Togo PROPN 1 conj
agreed agree VERB 0 root
"""
NOBODY = """
Togo Togo PROPN 2 nsubj
slept sleep VERB 0 root
"""


def scene(table: str, *parties: str) -> Scene:
    one = tree(table)
    by_head = {}
    for index, word in enumerate(one.words):
        if word.text in parties:
            by_head[index] = (Participant(word.text, word.start, word.end, word.start, name=word.text),)
    everyone = tuple(p for group in by_head.values() for p in group)
    return Scene(one, Cast(everyone, (), ()), by_head)


@pytest.mark.parametrize(
    ("table", "parties", "expected"),
    [
        (ARREST, ("Police", "miners", "farmers"), [("arrest", ["Police"], ["miners", "farmers"])]),
        (
            SAID,
            ("Ghana", "Togo", "Benin"),
            [("shelled", ["Togo"], ["Benin"])],
        ),
        (JOINT, ("Ghana", "Togo"), [("agreed", ["Ghana", "Togo"], ["Ghana", "Togo"])]),
        (STRIKES, ("Ghanaian", "Togo"), [("strikes", ["Ghanaian"], ["Togo"])]),
        (PASSIVE, ("Ghana", "Togo"), [("praised", ["Ghana"], ["Togo"])]),
        (NOBODY, ("Togo",), []),
    ],
)
def test_pairs_of_a_sentence(
    table: str, parties: tuple[str, ...], expected: list[tuple[str, list[str], list[str]]]
) -> None:
    here = scene(table, *parties)
    found = [
        (here.tree.words[p.trigger].text, [a.text for a in p.actor], [r.text for r in p.recipient])
        for p in pairs(here)
    ]
    assert found == expected
