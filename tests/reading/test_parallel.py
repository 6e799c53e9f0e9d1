"""Second demands of one verb, whoever is asked and however the parser hung it."""

from __future__ import annotations

import pytest

from dragoman.reading.parallel import regrouped
from dragoman.records import Word


def words(table: str) -> tuple[Word, ...]:
    """``form/UPOS/head/relation`` for each word, heads counted from 0."""
    found, place = [], 0
    for entry in table.split():
        form, upos, head, relation = entry.split("/")
        found.append(Word(place, place + len(form), form, form, upos, int(head), relation))
        place += len(form) + 1
    return tuple(found)


ON = (
    "Mali/PROPN/1/nsubj called/VERB/-1/root on/ADP/3/case Chad/PROPN/1/obl to/PART/5/mark stay/VERB/1/xcomp "
    "and/CCONJ/8/cc on/ADP/8/case Togo/PROPN/5/conj to/PART/10/mark leave/VERB/5/advcl"
)
BARE = (
    "Mali/PROPN/1/nsubj urged/VERB/-1/root Chad/PROPN/1/iobj to/PART/4/mark lift/VERB/1/xcomp "
    "bans/NOUN/4/obj and/CCONJ/7/cc Togo/PROPN/5/conj to/PART/9/mark wait/VERB/4/advcl"
)


LONG = (
    "Mali/PROPN/1/nsubj called/VERB/-1/root upon/ADP/3/case Chad/PROPN/1/obl to/PART/5/mark "
    "stay/VERB/1/xcomp and/CCONJ/9/cc on/ADP/9/case the/DET/9/det army/NOUN/5/conj of/ADP/11/case "
    "Togo/PROPN/9/nmod to/PART/13/mark leave/VERB/5/advcl"
)


@pytest.mark.parametrize(
    ("table", "moved"), [(ON, {8: 3, 10: 5}), (BARE, {7: 2, 9: 4}), (LONG, {9: 3, 13: 5})]
)
def test_who_is_asked_second_and_his_task_stand_beside_the_first(table: str, moved: dict[int, int]) -> None:
    before = words(table)
    after = regrouped(before)
    assert {i: after[i].head for i in range(len(after)) if after[i] != before[i]} == moved
    assert all(after[i].deprel == "conj" for i in moved)
    assert [(w.start, w.end, w.text) for w in after] == [(w.start, w.end, w.text) for w in before]


@pytest.mark.parametrize(
    "table",
    [
        # a thing, not a name: nobody is asked
        BARE.replace("Togo/PROPN", "curbs/NOUN"),
        # another preposition
        ON.replace("on/ADP/8", "with/ADP/8"),
        # whom one is to meet, joined to another such
        BARE.replace("bans/NOUN/4/obj", "Niger/PROPN/4/obj"),
        # "to" is where one goes
        "Mali/PROPN/1/nsubj sent/VERB/-1/root Holm/PROPN/1/obj to/ADP/4/case Chad/PROPN/1/obl "
        "and/CCONJ/6/cc Togo/PROPN/4/conj to/PART/8/mark mediate/VERB/1/advcl",
        # the second infinitive governs the verb that asks: its words would go in a circle
        "Urging/VERB/8/advcl Mali/PROPN/0/obj to/PART/3/mark halt/VERB/0/xcomp raids/NOUN/3/obj "
        "and/CCONJ/6/cc Togo/PROPN/4/conj to/PART/8/mark wait/VERB/-1/root",
        "Mali/PROPN/1/nsubj urged/VERB/-1/root Chad/PROPN/1/obj and/CCONJ/4/cc Togo/PROPN/6/conj "
        "to/PART/6/mark wait/VERB/1/xcomp",
        # nothing is asked of the second
        "Mali/PROPN/1/nsubj urged/VERB/-1/root Chad/PROPN/1/iobj to/PART/4/mark meet/VERB/1/xcomp "
        "Niger/PROPN/4/obj and/CCONJ/7/cc Togo/PROPN/5/conj",
        # one is asked for two things
        "Mali/PROPN/1/nsubj urged/VERB/-1/root Chad/PROPN/1/iobj to/PART/4/mark talk/VERB/1/xcomp "
        "and/CCONJ/7/cc to/PART/7/mark wait/VERB/4/conj",
        "",
    ],
)
def test_all_else_stays(table: str) -> None:
    before = words(table)
    assert regrouped(before) == before
