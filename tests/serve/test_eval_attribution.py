"""Attribution scores: PolNeAR's format with its traps, and figures that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.records import Article, Attribution, Reading, Span
from dragoman.serve.evaluate.attribution import Annotated, alike, annotated, compare, outermost, read
from dragoman.serve.evaluate.gold import rows
from dragoman.serve.evaluate.standoff import Claim, claims

TEXT = (
    "🚢 “Ships will sail,” Dahl said, “and sail again.” She hopes that rain stops. \n"
    "It was claimed that talks failed. Norway denies it."
)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def offsets(*pieces: str) -> str:
    return ";".join(f"{start} {end}" for start, end in map(at, pieces))


STANDOFF = "\n".join((
    f"T1\tSource {offsets('Dahl')}\tDahl",
    f"T2\tCue {offsets('said')}\tsaid",
    f"T3\tContent {offsets('“Ships will sail,”', '“and sail again.”')}\t“Ships will sail,” “and sail again.”",
    f"T4\tAttribution {offsets('said')}\tsaid",
    "E1\tAttribution:T4 Content:T3 Source:T1 Cue:T2",
    f"T5\tCue {offsets('hopes')}\thopes",
    f"T6\tContent {offsets('that rain', ' stops')}\tthat rain stops",
    f"T7\tContent {offsets('It was')}\tIt was",
    "E2\tAttribution:T8 Cue:T5 Source:T1 Content:T6 Content2:T7",
    f"T8\tAttribution {offsets('hopes')}\thopes",
    f"T9\tCue {offsets('claimed')}\tclaimed",
    f"T10\tContent {offsets('that talks failed. ')}\tthat talks failed. ",
    f"T11\tAttribution-no-source {offsets('claimed')}\tclaimed",
    "E3\tAttribution-no-source:T11 Cue:T9 Content:T10",
    f"T12\tDiscuss {offsets('denies')}\tdenies",
    "E4\tDiscuss:T12",
    "#1\tAnnotatorNotes T12\twhat",
))  # fmt: skip


@pytest.fixture
def gold() -> list[Claim]:
    return claims(TEXT, STANDOFF)


def test_the_traps_of_the_format(gold: list[Claim]) -> None:
    said, hopes, claimed = gold
    assert said == Claim((at("Dahl"),), (at("said"),), (at("“Ships will sail,”"), at("“and sail again.”")))
    assert hopes.source == said.source
    assert hopes.content == (at("that rain stops"), at("It was"))
    assert claimed == Claim((), (at("claimed"),), (at("that talks failed."),))


def test_the_first_annotator_by_name_counts() -> None:
    assert annotated({"text": TEXT, "brat": {"zoe": "", "adam": STANDOFF}}).claims
    assert not annotated({"text": TEXT, "brat": {"zoe": STANDOFF, "adam": ""}}).claims


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the text"):
        claims("Short.", STANDOFF)


def test_a_perfect_copy_has_all(gold: list[Claim]) -> None:
    scores = compare([(gold, gold)])
    names = ("source", "cue", "content", "whole_content", "triple", "triple_overlap")
    assert {name: one["f1"] for name, one in scores.items()} == dict.fromkeys(names, 100.0)
    assert (scores["source"]["gold"], scores["content"]["gold"], scores["triple"]["gold"]) == (1, 5, 3)


def test_a_lost_attribution_and_a_shorter_content(gold: list[Claim]) -> None:
    """Found: "said" without its second piece, "claimed" without its full stop; not found: "hopes"."""
    first = replace(gold[0], content=gold[0].content[:1])
    last = replace(gold[2], content=(at("that talks failed"),))
    scores = compare([(gold, [first, last])])
    assert scores["cue"] == {
        "precision": 100.0, "recall": 66.67, "f1": 80.0, "gold": 3, "found": 2, "right": 2,
    }  # fmt: skip
    assert (scores["content"]["right"], scores["content"]["f1"]) == (1, 28.57)  # 2 · 1 / (2 + 5)
    assert (scores["whole_content"]["f1"], scores["triple"]["f1"]) == (0.0, 0.0)
    assert scores["triple_overlap"]["right"] == 1  # 17 of 18 characters; half of the other's is not enough
    assert scores["triple_overlap"]["f1"] == 40.0


def test_a_source_that_is_not_there_is_wrong(gold: list[Claim]) -> None:
    found = [*gold[:2], replace(gold[2], source=(at("Norway"),))]
    scores = compare([(gold, found)])
    assert scores["triple"]["right"] == scores["triple_overlap"]["right"] == 2
    assert (scores["source"]["precision"], scores["source"]["recall"]) == (50.0, 100.0)


def test_each_attribution_is_paired_once(gold: list[Claim]) -> None:
    scores = compare([(gold[:1], [gold[0], gold[0]])])
    assert (scores["triple"]["right"], scores["triple_overlap"]["right"]) == (1, 1)
    assert scores["triple"]["precision"] == 50.0


def test_the_likeness_is_that_of_the_part_least_alike(gold: list[Claim]) -> None:
    assert alike(gold[0], gold[0]) == 1.0
    start = gold[0].cue[0][0]
    longer = replace(gold[0], cue=((start, start + 6),))
    assert alike(gold[0], longer) == 0.8  # 2 · 4 / (4 + 6)


def test_what_lies_inside_another_content_may_be_left_out(gold: list[Claim]) -> None:
    inner = Claim((), (at("sail again"),), (at("She"),))
    assert outermost([*gold, inner]) == gold


def test_spans_of_a_reading() -> None:
    made = Attribution(Span(9, 12), Span(13, 17), (Span(20, 22), Span(0, 8)), 0.5)
    reading = Reading(Article("", "x" * 30), (), (), (made, replace(made, source=None)), "by hand")
    assert read(reading) == [
        Claim(((9, 12),), ((13, 17),), ((0, 8), (20, 22))),
        Claim((), ((13, 17),), ((0, 8), (20, 22))),
    ]


def test_the_public_annotations_are_understood(shared: Path) -> None:
    gold: list[Annotated] = rows(shared / "data" / "polnear_dev.jsonl.gz", annotated)
    assert (len(gold), sum(len(one.claims) for one in gold)) == (84, 2192)
    assert sum(not claim.source for one in gold for claim in one.claims) == 126
