"""How verdicts combine from the trigger outward, and what a tree makes of its trigger."""

from __future__ import annotations

import pytest

from dragoman.coding.factuality import Verdict, certainty, combine, judge, judge_state
from tests.coding.trees import tree


@pytest.mark.parametrize(
    ("operators", "value", "negated"),
    [
        ([], "happened", False),
        (["did_not_happen"], "did_not_happen", True),
        (["did_not_happen", "did_not_happen"], "happened", False),  # "did not fail to"
        (["did_not_happen", "possible"], "possible", True),  # "may not"
        (["did_not_happen", "able"], "did_not_happen", True),  # "could not"
        (["did_not_happen", "planned"], "did_not_happen", True),  # "will not"
        (["able"], "possible", False),  # "could"
        (["planned", "demanded"], "demanded", False),  # "urged X to plan to"
        (["possible", "planned"], "possible", False),  # "will possibly"
        (["hoped", "did_not_happen"], "did_not_happen", True),  # "the hoped-for meeting failed to take place"
        (["did_not_happen", "demanded"], "demanded", True),  # "demanded that X not"
    ],
)
def test_operators_combine(operators: list[str], value: str, negated: bool) -> None:
    verdict = Verdict("happened")
    for operator in operators:
        verdict = combine(verdict, operator, "a word")
    assert (verdict.value, verdict.negated) == (value, negated)
    assert len(verdict.steps) == len(operators)


def test_an_effect_that_no_rule_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="maybe"):
        combine(Verdict("happened"), "maybe", "a word")


FAILED_MEETING = """
The the DET 4 det
hoped hope VERB 4 amod
for for ADP 2 case
meeting meeting NOUN 5 nsubj
failed fail VERB 0 root
to to PART 7 mark
take take VERB 5 xcomp
place place NOUN 7 obj
"""
MIGHT_REFUSE = """
Chad Chad PROPN 3 nsubj
might might AUX 3 aux
refuse refuse VERB 0 root
to to PART 5 mark
meet meet VERB 3 xcomp
Mali Mali PROPN 5 obj
"""
NO_PROBLEM = """
There there PRON 2 expl
is be VERB 0 root
no no DET 4 det
problem problem NOUN 2 nsubj
"""
OFFENDED_ALLY = """
Chad Chad PROPN 2 nsubj
avoided avoid VERB 0 root
offending offend VERB 2 xcomp
its its PRON 5 nmod:poss
ally ally NOUN 3 obj
"""
INVERTED = """
Had have AUX 3 aux
Chad Chad PROPN 3 nsubj
attacked attack VERB 6 advcl
Mali Mali PROPN 3 obj
would would AUX 6 aux
answer answer VERB 0 root
"""
CANCELLED = """
Peru Peru PROPN 2 nsubj
cancelled cancel VERB 0 root
talks talk NOUN 2 obj
"""
NOT_RULING_OUT = """
Peru Peru PROPN 4 nsubj
is be AUX 4 aux
not not PART 4 advmod
ruling rule VERB 0 root
out out ADP 4 compound:prt
talks talk NOUN 4 obj
"""
ACCUSED = """
Oman Oman PROPN 2 nsubj
accused accuse VERB 0 root
the the DET 4 det
guards guard NOUN 2 obj
of of SCONJ 6 mark
ramming ram VERB 4 acl
boats boat NOUN 6 obj
"""
IN_A_CALL = """
In in ADP 3 case
a a DET 3 det
call call NOUN 5 obl
Oman Oman PROPN 5 nsubj
said say VERB 0 root
that that SCONJ 8 mark
Togo Togo PROPN 8 nsubj
attacked attack VERB 5 ccomp
Mali Mali PROPN 8 obj
"""


@pytest.mark.parametrize(
    ("table", "trigger", "value"),
    [
        (ACCUSED, "ramming", "possible"),
        (IN_A_CALL, "attacked", "happened"),
        (CANCELLED, "talks", "did_not_happen"),
        (NOT_RULING_OUT, "talks", "possible"),
        (FAILED_MEETING, "meeting", "did_not_happen"),
        (MIGHT_REFUSE, "meet", "possible"),
        (NO_PROBLEM, "problem", "did_not_happen"),
        (OFFENDED_ALLY, "offending", "did_not_happen"),
        (INVERTED, "attacked", "conditional"),
    ],
)
def test_the_tree_decides(table: str, trigger: str, value: str) -> None:
    one = tree(table)
    place = next(i for i, w in enumerate(one.words) if w.text == trigger)
    assert judge(one, place).value == value


def test_a_state_is_judged_where_it_stands() -> None:
    ally, problem = tree(OFFENDED_ALLY), tree(NO_PROBLEM)
    assert judge_state(ally, 4).value == "happened"
    assert judge_state(problem, 3).value == "did_not_happen"


def test_a_sure_rule_outweighs_a_score_of_the_other_sign() -> None:
    assert certainty(Verdict("did_not_happen", True), 2.5) == -3.0
    assert certainty(Verdict("did_not_happen", True), -1.5) == -1.5
    assert certainty(Verdict("happened"), -0.5) == 3.0
    assert certainty(Verdict("possible"), 0.5) == 0.5
    assert certainty(Verdict("happened"), None) is None
