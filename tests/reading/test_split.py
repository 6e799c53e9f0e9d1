"""Offsets hold for any text; sentences and words divide as the treebanks do; every row's example runs."""

import csv
import gzip
import os
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import split

MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from("aA.!?…,'’\"“”-/ \n\r\t\u2029[]()12:;@#$%&😀é\u0301中"), st.characters()
    ),
    max_size=80,
)


def rows(name: str) -> list[dict[str, str]]:
    table = files("dragoman.knowledge").joinpath("languages", "en", name)
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


def forms(text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in split.words(text, *span)] for span in split.sentences(text)]


def piped(text: str) -> str:
    return " ".join("|".join(words) for words in forms(text))


@given(MESSY)
def test_every_character_is_in_one_word_of_one_sentence(text: str) -> None:
    seen = [0] * len(text)
    before = 0
    for start, end in split.sentences(text):
        assert before <= start < end
        assert text[start:end].strip() == text[start:end]
        before = end
        at = start
        for a, b in split.words(text, start, end):
            assert at <= a < b <= end
            assert not any(c.isspace() for c in text[a:b])
            seen[a:b] = [count + 1 for count in seen[a:b]]
            at = b
    assert seen == [0 if c.isspace() else 1 for c in text]


@given(MESSY)
def test_paragraphs_hold_all_text_and_no_sentence_crosses_one(text: str) -> None:
    paragraphs = split.paragraphs(text)
    kept = "".join(text[a:b] for a, b in paragraphs)
    assert "".join(kept.split()) == "".join(text.split())
    for start, end in split.sentences(text):
        assert any(a <= start and end <= b for a, b in paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't agree.", "They|do|n't|agree|."),
        ("He’ll go, she didn’t.", "He|’ll|go|,|she|did|n’t|."),
        ("Georgia's friends and the allies' fleets", "Georgia|'s|friends|and|the|allies|'|fleets"),
        ("Turkish-Armenian talks", "Turkish|-|Armenian|talks"),
        ("an anti-war, non-nuclear ex-minister", "an|anti-war|,|non-nuclear|ex-minister"),
        ("The U.S.-led force left.", "The|U.S.|-|led|force|left|."),
        ("It cost $1.5bn, or 3.5%.", "It|cost|$|1.5|bn|,|or|3.5|%|."),
        ("At 5:30pm 1,200 men of the 1990s", "At|5:30|pm|1,200|men|of|the|1990s"),
        ("See https://un.org/a?b=c, or www.un.org.", "See|https://un.org/a?b=c|,|or|www.un.org|."),
        ("Write to press@gov.example.", "Write|to|press@gov.example|."),
        ("Yes—no… maybe -- “perhaps”", "Yes|—|no|…|maybe|--|“|perhaps|”"),
        ("Mr. J. Q. Adams and O'Neill", "Mr.|J.|Q.|Adams|and|O'Neill"),
        ("tanks/planes and AT&T", "tanks|/|planes|and|AT&T"),
        ("signed on 12/11/2020", "signed|on|12/11/2020"),
        ("'Twas late, '90s style", "'T|was|late|,|'90s|style"),
        ("[1,2] and 1-2", "[|1|,|2|]|and|1|-|2"),
        ("👩🏽‍🚀 flies 🚀", "👩🏽‍🚀|flies|🚀"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert piped(text) == expected


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Sergio A. Branco met Gen. Lee.", "They agreed."],
        ["The U.S. Senate voted.", "It left the U.S.", "The vote was close."],
        ["“We agree.", "We always did,” he said.", "She left."],
        ["“Never!” Adams said.", "He left."],
        ["We count on joint patrols…", "Such visits help."],
        ["He asked: “Why?”", "Nobody knew."],
        ["He came at 5 p.m. on Jan. 3.", "Then he left."],
        ["It failed (see Fig. 2).", "No one spoke."],
        ["The treaty holds. [4]", "It was signed in 1990."],
        ["Is it No. 1?", "No."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[a:b] for a, b in split.sentences(text)] == sentences


def test_ellipsis_without_space_ends_a_sentence() -> None:
    text = "We patrol together…Such visits help…The rest is weak."
    assert [text[a:b] for a, b in split.sentences(text)] == [
        "We patrol together…",
        "Such visits help…",
        "The rest is weak.",
    ]


def test_paragraphs_and_headlines_end_sentences_but_wrapped_lines_do_not() -> None:
    text = (
        "Envoys meet in Oslo\n\nThe two envoys of the neighbouring states met in the capital of Norway\n"
        "on Monday morning.\nThey talked:\n- about fish\n- about borders"
    )
    assert [text[a:b].split(maxsplit=1)[0] for a, b in split.sentences(text)] == [
        "Envoys",
        "The",
        "They",
        "-",
        "-",
    ]


@pytest.mark.parametrize("row", rows("abbreviations.csv"), ids=lambda row: row["form"])
def test_abbreviation_rows(row: dict[str, str]) -> None:
    found = forms(row["example"])
    assert len(found) == int(row["sentences"])
    assert row["form"] + "." in [word for words in found for word in words] or row["ends_sentence"] == "yes"
    assert row["reason"]


@pytest.mark.parametrize("row", rows("clitics.csv"), ids=lambda row: row["form"])
def test_clitic_rows(row: dict[str, str]) -> None:
    assert f"|{row['parts']}|".casefold() in f"|{piped(row['example'])}|".casefold()


@pytest.mark.parametrize("name", ["prefixes.csv", "units.csv"])
def test_prefix_and_unit_rows(name: str) -> None:
    for row in rows(name):
        assert len(forms(f"the {row['example']} then")[0]) == (3 if name == "prefixes.csv" else 4), row


def test_starter_and_speech_verb_rows() -> None:
    for row in rows("starters.csv"):
        assert len(forms(row["example"])) == 2, row
    for row in rows("speech_verbs.csv"):
        assert len(forms(row["example"])) == 1, row


def test_empty_text_has_nothing() -> None:
    assert split.sentences("") == split.sentences(" \n\n\t") == split.paragraphs("\n") == []


def test_long_runs_take_no_long_time() -> None:
    for unit in (" ", ".", "a-", "!", '"', "a.", "\n \r"):
        text = unit * 20_000
        for span in split.sentences(text):
            split.words(text, *span)


# ---- against the treebank, where it is at hand ----------------------------------------------------

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[3] / "shared"))
GUM = SHARED / "data" / "ud_en_gum_dev.conllu.gz"


def gum_sentences() -> Iterator[tuple[str, list[str]]]:
    """Text and surface words of each sentence of the development part."""
    with gzip.open(GUM, "rt", encoding="utf-8") as lines:
        for block in lines.read().strip().split("\n\n"):
            table = [line.split("\t") for line in block.splitlines() if line[0] != "#"]
            text = next(line[9:] for line in block.splitlines() if line.startswith("# text = "))
            yield text, [row[1] for row in table if row[0].isdigit()]


@pytest.mark.skipif(not GUM.exists(), reason="the treebank is not beside the repository")
def test_words_agree_with_gum() -> None:
    right = found = gold = 0
    for text, expected in gum_sentences():
        words = [text[a:b] for a, b in split.words(text, 0, len(text))]
        ends = {len("".join(expected[:i])) for i in range(len(expected) + 1)}
        ours = [len("".join(words[:i])) for i in range(len(words) + 1)]
        right += sum(a in ends and b in ends for a, b in pairwise(ours))
        found += len(words)
        gold += len(expected)
    assert 2 * right / (found + gold) > 0.99
