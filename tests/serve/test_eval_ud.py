"""Treebank scores: a perfect copy has all, each fault costs what can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Reading, Sentence, Word
from dragoman.serve.evaluate import GoldError
from dragoman.serve.evaluate.treebank import Document, Token, documents
from dragoman.serve.evaluate.ud import MEASURES, from_raw_text, on_given_words, placed

SENTENCES = (
    """# newdoc id = one
# newpar id = one-1
# text = Oslo can't wait.
1 Oslo Oslo PROPN _ _ 4 nsubj _ _
2-3 can't _ _ _ _ _ _ _ _
2 ca can AUX _ _ 4 aux _ _
3 n't not PART _ _ 4 advmod _ _
4 wait wait VERB _ _ 0 root _ SpaceAfter=No
5 . . PUNCT _ _ 4 punct _ _""",
    """# newpar_block = kept with the paragraph
# text = Ships left.
1 Ships ship NOUN _ _ 2 nsubj _ _
2 left leave VERB _ _ 0 root _ SpaceAfter=No
2.1 left leave VERB _ _ _ _ _ _
3 . . PUNCT _ _ 2 punct _ _""",
    """# newpar
# text = Talks failed
1 Talks talk NOUN _ _ 2 nsubj _ _
2 failed fail VERB _ _ 0 root _ _""",
    """# newdoc id = two
# text = Rain fell
1 Rain rain NOUN _ _ 2 nsubj _ _
2 fell fall VERB _ _ 0 root _ _""",
)
Tokens = list[list[Token]]


def conllu(*sentences: str) -> str:
    """The page with its columns divided by tabs."""
    lines = "\n\n".join(sentences).split("\n")
    return "\n".join(line if line.startswith("#") else line.replace(" ", "\t") for line in lines) + "\n\n"


@pytest.fixture
def gold(tmp_path: Path) -> list[Document]:
    path = tmp_path / "gold.conllu"
    path.write_text(conllu(*SENTENCES), encoding="utf-8")
    return documents(path)


def words(document: Document) -> Tokens:
    return [list(sentence) for sentence in document.words]


def changed(sentences: Tokens, sentence: int, word: int, **fields: Any) -> Tokens:
    """A copy with one word changed."""
    copy = [list(one) for one in sentences]
    copy[sentence][word] = replace(copy[sentence][word], **fields)
    return copy


def f1(scores: dict[str, dict[str, float | None]]) -> dict[str, float | None]:
    return {name: figures["f1"] for name, figures in scores.items()}


# ---- the file -------------------------------------------------------------------------------------


def test_documents_and_their_raw_text(gold: list[Document]) -> None:
    assert [len(document.sentences) for document in gold] == [3, 1]
    assert gold[0].text == "Oslo can't wait. Ships left.\n\nTalks failed"


def test_places_leave_white_space_out_and_joint_words_share_theirs(gold: list[Document]) -> None:
    first = gold[0].sentences[0].words
    assert [(word.start, word.end) for word in first] == [(0, 4), (4, 9), (4, 9), (9, 13), (13, 14)]
    assert [word.joint for word in first] == [False, True, True, False, False]
    assert [word.form for word in gold[0].sentences[1].words] == ["Ships", "left", "."]
    assert gold[0].sentences[1].words[0].start == 14


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("", "no sentences"),
        (conllu(SENTENCES[3]).replace("# text = Rain fell", "# text = Rain falls"), "line 1"),
        (conllu(SENTENCES[3].replace(" _ _\n", "\n")), "10 columns"),
        (conllu(SENTENCES[3].replace("2 nsubj", "x nsubj")), "line 1"),
    ],
)
def test_a_page_that_is_no_treebank(tmp_path: Path, page: str, why: str) -> None:
    (tmp_path / "gold.conllu").write_text(page)
    with pytest.raises(GoldError, match=why):
        documents(tmp_path / "gold.conllu")


# ---- given words ----------------------------------------------------------------------------------


def test_a_perfect_copy_of_given_words_has_all(gold: list[Document]) -> None:
    assert on_given_words((words(one), words(one)) for one in gold) == dict.fromkeys(MEASURES, 100.0)


@pytest.mark.parametrize(
    ("fault", "lost"),
    [
        ({"upos": "NOUN"}, {"upos"}),
        ({"lemma": "Osl"}, {"lemma"}),
        ({"relation": "nsubj:pass"}, {"las"}),
        ({"relation": "obj"}, {"las", "las_without_subtypes"}),
        ({"head": 0}, {"uas", "las", "las_without_subtypes"}),
    ],
)
def test_one_fault_in_ten_words_costs_a_tenth(
    gold: list[Document], fault: dict[str, Any], lost: set[str]
) -> None:
    right = words(gold[0])
    scores = on_given_words([(right, changed(right, 0, 0, **fault))])
    assert scores == {name: 90.0 if name in lost else 100.0 for name in MEASURES}


# ---- raw text -------------------------------------------------------------------------------------


def test_a_perfect_copy_of_the_text_has_all(gold: list[Document]) -> None:
    scores = f1(from_raw_text((words(one), words(one)) for one in gold))
    assert scores == dict.fromkeys(("sentences", "words", *MEASURES), 100.0)


def test_joint_words_are_matched_by_form(gold: list[Document]) -> None:
    """The reader knows no multiword tokens: its parts have places of their own."""
    right = words(gold[0])
    found = changed(right, 0, 1, start=4, end=6, joint=False)
    found = changed(found, 0, 2, start=6, end=9, joint=False)
    assert f1(from_raw_text([(right, found)]))["words"] == 100.0


def test_two_sentences_taken_for_one(gold: list[Document]) -> None:
    """One sentence of two found and three there is right; the second root, now below the first, is not."""
    right = words(gold[0])
    second = [replace(word, head=word.head + 5 if word.head >= 0 else 3) for word in right[1]]
    scores = from_raw_text([(right, [right[0] + second, right[2]])])
    assert scores["sentences"] == {
        "precision": 50.0, "recall": 33.33, "f1": 40.0, "gold": 3, "found": 2, "right": 1,
    }  # fmt: skip
    assert (scores["words"]["f1"], scores["uas"]["f1"], scores["uas"]["right"]) == (100.0, 90.0, 9)


def test_a_word_that_is_not_divided(gold: list[Document]) -> None:
    """Nine words found, ten there, eight in common: 16/19."""
    right = words(gold[0])
    whole = replace(right[0][1], form="can't", joint=False, head=2)
    rest = [replace(word, head=2 if word.head == 3 else word.head) for word in right[0][3:]]
    first = [replace(right[0][0], head=2), whole, *rest]
    scores = from_raw_text([(right, [first, *right[1:]])])
    assert (scores["words"]["f1"], scores["words"]["right"]) == (84.21, 8)
    assert scores["uas"]["right"] == 8
    assert scores["sentences"]["f1"] == 100.0


def test_a_reading_is_placed_without_white_space() -> None:
    made = (Word(3, 7, "Rain", "rain", "NOUN", 1, "nsubj"), Word(9, 13, "fell", "fall", "VERB", -1, "root"))
    reading = Reading(Article("", " \n Rain  fell"), (Sentence(3, 13, made, 1),), (), (), "by hand")
    ((rain, fell),) = placed(reading)
    assert (rain.start, rain.end, fell.start, fell.end) == (0, 4, 4, 8)


def test_nothing_to_find_is_unknown() -> None:
    assert on_given_words([]) == dict.fromkeys(MEASURES)


def test_the_public_treebank_is_understood(shared: Path) -> None:
    gold = documents(shared / "data" / "ud_en_ewt_dev.conllu.gz")
    assert sum(len(one.sentences) for one in gold) == 2001
    assert set(f1(from_raw_text((words(one), words(one)) for one in gold)).values()) == {100.0}
