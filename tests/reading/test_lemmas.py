"""Lemma scripts: what a form and its lemma make of each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import lemmas


@pytest.mark.parametrize(
    ("form", "lemma", "script"),
    [
        ("talks", "talk", "k1"),
        ("Cities", "city", "l3y"),
        ("The", "the", "l0"),
        ("was", "be", "k3be"),
        ("n't", "not", "k2ot"),
        ("PAKISTAN", "Pakistan", "t0"),
        ("NATO", "NATO", "k0"),
    ],
)
def test_scripts(form: str, lemma: str, script: str) -> None:
    assert lemmas.script(form, lemma) == script
    assert lemmas.apply(form, script) == lemma


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_script_gives_back_the_lemma(form: str, lemma: str) -> None:
    assert lemmas.apply(form, lemmas.script(form, lemma)) == lemma


def test_a_script_that_cuts_too_much_leaves_the_form() -> None:
    assert lemmas.apply("a", "k4rson") == "a"


def test_a_lemma_is_never_empty() -> None:
    assert lemmas.apply("ab", "k2") == "ab"


def test_not_a_script() -> None:
    with pytest.raises(ValueError, match="not a lemma script"):
        lemmas.apply("a", "x1")
