"""What grammar does to a clause is undone: every construction finds the arguments of the plain active one."""

from __future__ import annotations

import pytest

from tests.coding.trees import forms, tree

PASSIVE = """
Libya Libya PROPN 3 nsubj:pass
was be AUX 3 aux:pass
bombed bomb VERB 0 root
by by ADP 5 case
Chad Chad PROPN 3 obl:agent
"""
RELATIVE = """
Jets jet NOUN 0 root
that that PRON 3 nsubj
bombed bomb VERB 1 acl:relcl
Libya Libya PROPN 3 obj
"""
RELATIVE_OBJECT = """
Town town NOUN 0 root
which which PRON 4 obj
Chad Chad PROPN 4 nsubj
bombed bomb VERB 1 acl:relcl
"""
BARE_RELATIVE = """
Town town NOUN 0 root
Chad Chad PROPN 3 nsubj
bombed bomb VERB 1 acl:relcl
"""
CONTROL_BY_OBJECT = """
Mali Mali PROPN 2 nsubj
urged urge VERB 0 root
Chad Chad PROPN 2 obj
to to PART 5 mark
bomb bomb VERB 2 xcomp
Libya Libya PROPN 5 obj
"""
CONTROL_BY_SUBJECT = """
Mali Mali PROPN 2 nsubj
promised promise VERB 0 root
Chad Chad PROPN 2 obj
to to PART 5 mark
bomb bomb VERB 2 xcomp
Libya Libya PROPN 5 obj
"""
SHARED_SUBJECT = """
Chad Chad PROPN 2 nsubj
met meet VERB 0 root
Mali Mali PROPN 2 obj
and and CCONJ 5 cc
bombed bomb VERB 2 conj
Libya Libya PROPN 5 obj
"""
COORDINATED_SUBJECT = """
Chad Chad PROPN 4 nsubj
and and CCONJ 3 cc
Mali Mali PROPN 1 conj
bombed bomb VERB 0 root
Libya Libya PROPN 4 obj
"""
PARTICIPLE = """
Town town NOUN 0 root
bombed bomb VERB 1 acl
by by ADP 4 case
Chad Chad PROPN 2 obl
"""
PLAN = """
Chad Chad PROPN 3 nmod:poss
's 's PART 1 case
plan plan NOUN 0 root
to to PART 5 mark
bomb bomb VERB 3 acl
Libya Libya PROPN 5 obj
"""


@pytest.mark.parametrize(
    ("table", "verb", "subject", "object_"),
    [
        (PASSIVE, "bombed", ["Chad"], ["Libya"]),
        (RELATIVE, "bombed", ["Jets"], ["Libya"]),
        (RELATIVE_OBJECT, "bombed", ["Chad"], ["Town"]),
        (BARE_RELATIVE, "bombed", ["Chad"], ["Town"]),
        (CONTROL_BY_OBJECT, "bomb", ["Chad"], ["Libya"]),
        (CONTROL_BY_SUBJECT, "bomb", ["Mali"], ["Libya"]),
        (SHARED_SUBJECT, "bombed", ["Chad"], ["Libya"]),
        (COORDINATED_SUBJECT, "bombed", ["Chad", "Mali"], ["Libya"]),
        (PARTICIPLE, "bombed", ["Chad"], ["Town"]),
        (PLAN, "bomb", ["Chad"], ["Libya"]),
    ],
    ids=[
        "passive",
        "relative",
        "relative-object",
        "bare-relative",
        "object-control",
        "subject-control",
        "shared-subject",
        "coordination",
        "participle",
        "noun-infinitive",
    ],
)
def test_arguments(table: str, verb: str, subject: list[str], object_: list[str]) -> None:
    one = tree(table)
    place = next(i for i, w in enumerate(one.words) if w.text == verb)
    assert forms(one, one.subject(place)) == subject
    assert forms(one, one.object(place)) == object_


def test_subtree_is_in_text_order_and_stops_where_told() -> None:
    one = tree(RELATIVE)
    assert forms(one, one.subtree(0)) == ["Jets", "that", "bombed", "Libya"]
    assert forms(one, one.subtree(0, frozenset({"acl:relcl"}))) == ["Jets"]


def test_a_span_leaves_outer_punctuation_out() -> None:
    one = tree("“ “ PUNCT 2 punct\nPeace peace NOUN 0 root\n” ” PUNCT 2 punct")
    assert one.span([0, 1, 2]).start == one.words[1].start
    assert one.span([0, 1, 2]).end == one.words[1].end


@pytest.mark.parametrize("relation", ["iobj", "obj"])
def test_the_first_of_two_objects_is_the_indirect_one(relation: str) -> None:
    """So "the blow that Mali gave Chad" too, where the relative pronoun is the other."""
    plain = (
        f"Mali Mali PROPN 2 nsubj\ngave give VERB 0 root\nChad Chad PROPN 2 {relation}\nhope hope NOUN 2 obj"
    )
    one = tree(plain)
    assert forms(one, one.indirect(1)) == ["Chad"]
    relative = (
        "Blow blow NOUN 0 root\nthat that PRON 4 obj\nMali Mali PROPN 4 nsubj\n"
        f"gave give VERB 1 acl:relcl\nChad Chad PROPN 4 {relation}"
    )
    one = tree(relative)
    assert forms(one, one.indirect(3)) == ["Chad"]
    lone = tree("Mali Mali PROPN 2 nsubj\nhit hit VERB 0 root\nChad Chad PROPN 2 obj")
    assert lone.indirect(1) == []


HEADED = """
Iraq Iraq PROPN 2 compound
war war NOUN 0 root
: : PUNCT 5 punct
Soldiers soldier NOUN 5 nsubj
fled flee VERB 2 parataxis
"""
SAID = """
Kenya Kenya PROPN 2 nsubj
warned warn VERB 0 root
: : PUNCT 5 punct
war war NOUN 5 nsubj
looms loom VERB 2 parataxis
"""
LISTED = """
Talks talk NOUN 0 root
: : PUNCT 3 punct
Geneva Geneva PROPN 1 appos
"""


@pytest.mark.parametrize(
    ("table", "words"), [(HEADED, 2), (SAID, 0), (LISTED, 0)], ids=["topic", "verb", "no verb"]
)
def test_a_heading_names_a_topic_before_a_clause(table: str, words: int) -> None:
    assert tree(table).heading == words
