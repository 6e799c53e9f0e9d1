"""Names by kind: gold of three forms, what is ignored, and scores against what can be reckoned by hand."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.entities import Labelled, bare, compare, inside, labelled, of_document
from dragoman.serve.evaluate.gold import GoldError, rows
from dragoman.serve.evaluate.treebank import documents

TEXT = "The Senate met Amina Said in Oslo on Monday."
SENATE, SAID, OSLO, MONDAY = (4, 10, "ORG"), (15, 25, "PER"), (29, 33, "PLACE"), (37, 43, "TIME")
GOLD = Labelled(TEXT, 0, len(TEXT), (SENATE, SAID, OSLO, MONDAY))

TREE = """# newdoc id = one
# text = The Lagos Port Council thanked President Amina Said's envoy on Monday.
1\tThe\tthe\tDET\t_\t_\t4\tdet\t_\tEntity=(1-organization-new-cf1-1-sgl
2\tLagos\tLagos\tPROPN\t_\t_\t4\tcompound\t_\tEntity=(2-place-new-cf1-1-sgl)
3\tPort\tPort\tPROPN\t_\t_\t4\tcompound\t_\t_
4\tCouncil\tCouncil\tPROPN\t_\t_\t5\tnsubj\t_\tEntity=1)
5\tthanked\tthank\tVERB\t_\t_\t0\troot\t_\t_
6\tPresident\tPresident\tPROPN\t_\t_\t10\tnmod:poss\t_\tEntity=(5-person-new-cf5-1-sgl(3-person-new-cf1-1-sgl
7\tAmina\tAmina\tPROPN\t_\t_\t6\tflat\t_\t_
8-9\tSaid's\t_\t_\t_\t_\t_\t_\t_\t_
8\tSaid\tSaid\tPROPN\t_\t_\t6\tflat\t_\t_
9\t's\t's\tPART\t_\t_\t6\tcase\t_\tEntity=3)
10\tenvoy\tenvoy\tNOUN\t_\t_\t5\tobj\t_\tEntity=5)
11\ton\ton\tADP\t_\t_\t12\tcase\t_\t_
12\tMonday\tMonday\tPROPN\t_\t_\t5\tobl\t_\tSpaceAfter=No|Entity=(4-time-new-cf1-1-sgl)
13\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\t_

"""


def test_names_of_a_treebank_are_outermost_and_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "gold.conllu"
    path.write_text(TREE, encoding="utf-8")
    (document,) = documents(path)
    gold = of_document(document)
    assert [(gold.text[start:end], kind) for start, end, kind in gold.names] == [
        ("Lagos Port Council", "ORG"),
        ("President Amina Said", "PER"),
        ("Monday", "TIME"),
    ]


def test_a_row_may_hold_its_text() -> None:
    row = {"text": TEXT, "names": [list(SENATE), [37, 43, "X"]]}
    assert labelled(row) == Labelled(TEXT, 0, len(TEXT), (SENATE, (37, 43, "X")))


@pytest.mark.parametrize("name", [[4, 10, "PERSON"], [10, 4, "ORG"], [40, 50, "TIME"]])
def test_a_span_that_cannot_be_is_refused(name: list[object]) -> None:
    with pytest.raises(ValueError, match="no span of a known kind"):
        labelled({"text": TEXT, "names": [name]})


def _packed(folder: Path) -> None:
    (folder / "data").mkdir()
    with gzip.open(folder / "data" / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": f"Before. {TEXT}"}))


def test_a_row_may_name_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packed(tmp_path)
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    sha = hashlib.sha256(TEXT.encode()).hexdigest()[:16]
    row = {
        "corpus": "news",
        "id": "a",
        "start": 8,
        "end": 8 + len(TEXT),
        "sha256": sha,
        "names": [[12, 18, "ORG"]],
    }
    gold = labelled(row)
    assert gold.text[gold.start : gold.end] == TEXT
    with pytest.raises(ValueError, match="not the one that was labelled"):
        labelled(row | {"start": 7, "end": 7 + len(TEXT)})
    golds._rows.cache_clear()


def test_a_text_that_is_not_there_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    with pytest.raises(GoldError, match="Set DRAGOMAN_SHARED"):
        labelled({"corpus": "news", "id": "a", "start": 0, "end": 1, "sha256": "", "names": []})


def test_what_lies_outside_or_counts_neither_way_is_left_out() -> None:
    gold = Labelled(TEXT, 11, len(TEXT), (SAID, (29, 33, "X")))
    assert inside([SENATE, SAID, OSLO, MONDAY], gold) == [SAID, MONDAY]


def test_a_leading_article_does_not_count() -> None:
    assert list(bare(TEXT, [(0, 10, "ORG"), OSLO])) == [SENATE, OSLO]


def test_a_perfect_answer() -> None:
    scores = compare([(GOLD, GOLD.names)])
    assert scores["all"]["f1"] == 100
    assert scores["EVENT"]["f1"] is None


def test_wrong_kinds_and_wrong_ends() -> None:
    """Of four names one is right, one has a wrong kind, one a wrong end, one is missing."""
    scores = compare([(GOLD, [SENATE, (15, 25, "ORG"), (29, 36, "PLACE")])])
    assert (scores["all"]["right"], scores["all"]["found"], scores["all"]["gold"]) == (1, 3, 4)
    assert scores["untyped"]["right"] == 2
    assert scores["ORG"] == {
        "precision": 50.0, "recall": 100.0, "f1": 66.67, "gold": 1, "found": 2, "right": 1,
    }  # fmt: skip


def test_labels_of_ours_can_be_read(shared: Path) -> None:
    """Every row names a text that is there and unchanged, and spans inside it."""
    from tests.conftest import REPOSITORY

    gold = rows(REPOSITORY / "gold" / "names.jsonl", labelled)
    assert len(gold) == 300
    assert sum(len(one.names) for one in gold) == 600
