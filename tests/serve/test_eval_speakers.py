"""Who speaks a quotation: rows, the statement that holds it, and which names are the same speaker."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Coding, Participant, Span, Statement
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part, alone, rows
from dragoman.serve.evaluate.speakers import Kind, Quotation, is_right, quotation, score, spoken
from tests.conftest import loaded

QUOTE = "“We will sign,”"
TEXT = f"Ingrid Dahl flew to Lima. {QUOTE} Ms. Dahl said. They call it “the deal”."
START = TEXT.index(QUOTE)
PLACE = Span(START, START + len(QUOTE))
ROW: dict[str, Any] = {
    "id": "one", "text": TEXT, "start": PLACE.start, "end": PLACE.end, "speaker": [0, 11], "kind": "person",
}  # fmt: skip


def says(source: str | None, *content: Span, name: str | None = None) -> Statement:
    """A statement of somebody who is told in these words, over the quotation unless told otherwise."""
    who = None if source is None else Participant(source, 0, len(source), 0, name)
    return Statement(
        id="", document="", source=who, cue=None, content=content or (PLACE,), quote="direct", about=(),
        stance=None, contexts=(), voice=(), voice_kind="unknown", subjective=None, confidence=None,
        codebook="", coder="",
    )  # fmt: skip


def told(speaker: str, kind: Kind, *statements: Statement) -> bool:
    coding = Coding(Article("", TEXT), statements=statements)
    return is_right(Quotation("", TEXT, PLACE, kind, speaker), coding)


# ---- gold -----------------------------------------------------------------------------------------


def test_a_row_is_a_quotation_and_a_name() -> None:
    assert quotation(ROW) == Quotation("one", TEXT, PLACE, "person", "Ingrid Dahl")
    assert quotation(ROW | {"speaker": None, "kind": "nobody"}).speaker == ""


def test_an_article_may_be_named_instead_of_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    packed = gzip.compress(json.dumps({"id": "one", "text": TEXT}).encode())
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(packed)
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    named = {key: value for key, value in ROW.items() if key != "text"} | {
        "corpus": "news",
        "sha256": hashlib.sha256(QUOTE.encode()).hexdigest()[:16],
    }
    assert quotation(named) == quotation(ROW)
    with pytest.raises(ValueError, match="not the one that was labelled"):
        quotation(named | {"end": PLACE.end + 1})
    golds._rows.cache_clear()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "ghost"}, "'ghost' is none of person, group, unnamed, nobody, unknown"),
        ({"speaker": [900, 911]}, "no speaker stands at 900 to 911"),
        ({"speaker": [11, 0]}, "no speaker stands at 11 to 0"),
        ({"start": 900, "end": 911}, "no quotation stands at 900 to 911"),
    ],
    ids=["kind", "beyond the end", "turned round", "no quotation"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        quotation(ROW | change)


def test_the_line_of_a_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    bad = {key: value for key, value in ROW.items() if key != "speaker"}
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps(bad)}", encoding="utf-8")
    with pytest.raises(GoldError, match=r"line 2 is not a row of this task \(KeyError: 'speaker'\)"):
        rows(path, quotation)


# ---- figures --------------------------------------------------------------------------------------


def test_the_statement_that_holds_most_counts() -> None:
    little, much = says("He", Span(PLACE.start, PLACE.start + 3)), says("She", PLACE)
    assert spoken(PLACE, (little, much)) is much
    pieces = says("They", Span(PLACE.start, PLACE.start + 6), Span(PLACE.start + 7, PLACE.end))
    assert spoken(PLACE, (says("She", Span(PLACE.start, PLACE.start + 8)), pieces)) is pieces


def test_a_statement_with_a_source_goes_before_one_without() -> None:
    nobody, somebody = says(None, PLACE), says("She", Span(PLACE.start, PLACE.start + 3))
    assert spoken(PLACE, (nobody, somebody)) is somebody
    assert spoken(PLACE, (nobody,)) is nobody


def test_what_holds_nothing_of_it_is_not_asked() -> None:
    assert spoken(PLACE, ()) is None
    assert spoken(PLACE, (says("She", Span(0, PLACE.start), Span(PLACE.end, PLACE.end + 9)),)) is None


@pytest.mark.parametrize(
    ("speaker", "source", "name", "right"),
    [
        ("Ingrid Dahl", "Ms. Dahl", None, True),
        ("Ingrid Dahl", "Dahl’s", None, True),
        ("Ingrid Dahl", "she", "Ingrid Dahl", True),
        ("Ingrid Dahl", "she", None, False),
        ("Ingrid Dahl", "Ingrid Holm", None, False),
        ("Omar Reyes Jr.", "Mr. Reyes", None, True),
        ("Jean-Luc al-Amin", "AL-AMIN", None, True),
        ("the 43", "the 7", None, False),
    ],
    ids=["title", "possessive", "resolved", "pronoun", "first name", "junior", "hyphen", "no word"],
)
def test_a_person_is_told_by_the_last_name(speaker: str, source: str, name: str | None, right: bool) -> None:
    assert told(speaker, "person", says(source, name=name)) is right


@pytest.mark.parametrize("kind", ["group", "unnamed"])
def test_others_are_told_by_half_of_their_words(kind: Kind) -> None:
    assert told("officials of the ministry in Lima", kind, says("two ministry officials"))
    assert not told("officials of the ministry in Lima", kind, says("two ministry aides"))


@pytest.mark.parametrize("source", ["a spokesman for Ms. Dahl", "Dahl's brother", "an aide to Ingrid Dahl"])
def test_whoever_speaks_for_somebody_is_another(source: str) -> None:
    assert not told("Ingrid Dahl", "person", says(source))


def test_nobody_speaks_where_nobody_is_told() -> None:
    assert told("", "nobody")
    assert told("", "nobody", says(None))
    assert told("", "unknown", says("She", Span(0, 3)))
    assert not told("", "nobody", says("She"))


def test_a_speaker_who_is_not_found_is_wrong() -> None:
    assert not told("Ingrid Dahl", "person")
    assert not told("Ingrid Dahl", "person", says(None))


class ByHand:
    """A pipeline for which Ms. Dahl speaks whatever is quoted, but never in an article of Quito."""

    reader = type("Reader", (), {"version": "by hand"})
    coded = 0

    def code(self, article: Article) -> Coding:
        ByHand.coded += 1
        said = () if "Quito" in article.text else (says("Ms. Dahl", Span(0, len(article.text))),)
        return Coding(article, statements=said)


def test_figures_by_hand_and_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four quotations in two articles, each of which is coded once; who is unknown counts as named."""
    monkeypatch.setattr("dragoman.pipeline.Pipeline", lambda scored: ByHand())
    monkeypatch.setattr(ByHand, "coded", 0)
    scare = TEXT.index("“the deal”")
    lines = (
        ROW,
        ROW | {"start": scare, "end": scare + 10, "speaker": None, "kind": "nobody"},
        ROW | {"text": TEXT.replace("Lima", "Quito"), "start": START + 1},
        ROW | {"text": TEXT.replace("Lima", "Quito"), "start": START + 1, "speaker": None, "kind": "unknown"},
    )
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert score(path) == {
        "reader": "by hand",
        "n": 4,
        "right": 50.0,
        "named": 66.67,
        "by_kind": {"person": "1 of 2", "nobody": "0 of 1", "unknown": "1 of 1"},
    }
    assert ByHand.coded == 2
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["named"], first["by_kind"]) == (
        2,
        100.0,
        {"person": "1 of 1", "nobody": "0 of 1"},
    )
    assert (second["n"], second["named"]) == (2, 50.0)


def test_the_system_answers() -> None:
    one = quotation(ROW)
    coding = loaded().code(alone(one.text))
    assert is_right(one, coding)
    assert not is_right(replace(one, speaker="Omar Reyes"), coding)
