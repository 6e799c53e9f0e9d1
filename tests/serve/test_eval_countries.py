"""Countries of marked actors: rows, who stands at the head of a phrase, and figures."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Participant, Reading, Sentence, Span, Word
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.countries import Actor, actor, score, told
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows

TEXT = "Peruvian farmers and Chilean fishermen blocked the road to Quito."
FARMERS = "Peruvian farmers and Chilean fishermen"
ROW: dict[str, Any] = {"text": TEXT, "actor": [0, len(FARMERS)], "country": ["CHL", "PER"], "kind": "group"}


# ---- gold -----------------------------------------------------------------------------------------


def test_a_row_is_an_actor_and_its_countries() -> None:
    assert actor(ROW) == Actor(TEXT, Span(0, 38), frozenset({"PER", "CHL"}), "group")
    assert actor(ROW | {"country": []}).country == frozenset()


def test_a_sentence_may_be_named_instead_of_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "news.jsonl").write_text(json.dumps({"id": "one", "sentence": TEXT}))
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    named = {key: value for key, value in ROW.items() if key != "text"} | {
        "corpus": "news", "id": "one", "start": 0, "end": len(TEXT),
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest()[:16],
    }  # fmt: skip
    assert actor(named) == actor(ROW)
    with pytest.raises(ValueError, match="not the one that was labelled"):
        actor(named | {"end": 9})
    with pytest.raises(GoldError, match="it needs"):
        actor(named | {"corpus": "olds"})
    golds._rows.cache_clear()


@pytest.mark.parametrize("place", [[900, 911], [9, 9], [8, 9], [16, 9]], ids=str)
def test_no_actor_stands_there(place: list[int]) -> None:
    with pytest.raises(ValueError, match=f"no actor stands at {place[0]} to {place[1]}"):
        actor(ROW | {"actor": place})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"actor": [1, 2, 3]}, "TypeError"),
        ({"actor": None}, "TypeError"),
        ({"country": None}, "ValueError"),
        ({"kind": ...}, "KeyError: 'kind'"),
        ({"country": ...}, "KeyError: 'country'"),
    ],
    ids=["three numbers", "no place", "no list", "without kind", "without country"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str, tmp_path: Path) -> None:
    bad = {key: value for key, value in (ROW | change).items() if value is not ...}
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps(bad)}", encoding="utf-8")
    with pytest.raises(GoldError, match=rf"line 2 is not a row of this task \({why}"):
        rows(path, actor)


# ---- the head of the phrase -------------------------------------------------------------------------


def read(line: str) -> Reading:
    """One sentence of words with their heads (counted from 1, 0 for the root) and relations."""
    words, end = [], -1
    for token in line.split():
        form, head, relation = token.split("/")
        start = end + 1
        end = start + len(form)
        words.append(Word(start, end, form, form, "X", int(head) - 1, relation))
    text = " ".join(word.text for word in words)
    return Reading(Article("", text), (Sentence(0, end, tuple(words), 0),), (), (), "by hand")


def said(reading: Reading, phrase: str, *people: Participant) -> set[str]:
    """What is told of a phrase of the sentence."""
    start = reading.article.text.index(phrase)
    return set(told(Span(start, start + len(phrase)), reading, people))


def who(reading: Reading, text: str, head: str, *country: str) -> Participant:
    """A participant with the words ``text`` whose head word is ``head``."""
    start = reading.article.text.index(text)
    return Participant(text, start, start + len(text), start + text.index(head), country=country)


JOINED = read(
    "Peruvian/2/amod farmers/8/nsubj of/4/case Lima/2/nmod ,/6/punct nurses/2/conj and/2/cc "
    "fled/0/root boats/8/obj"
)


@pytest.mark.parametrize(
    ("phrase", "codes"),
    [
        ("Peruvian farmers of Lima , nurses", {"PER", "CHL"}),
        ("Peruvian farmers of Lima", {"PER"}),
        ("nurses", {"CHL"}),
        ("Lima", {"BOL"}),
        ("Lima , nurses", {"BOL", "CHL"}),
        ("boats", set()),
    ],
)
def test_the_head_and_its_conjuncts_tell(phrase: str, codes: set[str]) -> None:
    """Each with another country here; "Lima, nurses" has two heads, both governed from outside."""
    people = (
        who(JOINED, "Peruvian farmers", "farmers", "PER"),
        who(JOINED, "Lima", "Lima", "BOL"),
        who(JOINED, "nurses", "nurses", "CHL"),
    )
    assert said(JOINED, phrase, *people) == codes


def test_a_conjunct_of_a_conjunct_tells() -> None:
    reading = read("cooks/4/nsubj nurses/1/conj pilots/2/conj met/0/root")
    people = [who(reading, one, one, code) for one, code in (("cooks", "PER"), ("pilots", "KEN"))]
    assert said(reading, "cooks nurses pilots", *people) == {"PER", "KEN"}


def test_what_is_joined_below_the_head_does_not_tell() -> None:
    reading = read("mayors/5/nsubj of/3/case Lima/1/nmod Quito/3/conj met/0/root")
    towns = [who(reading, "Lima", "Lima", "PER"), who(reading, "Quito", "Quito", "ECU")]
    assert said(reading, "mayors of Lima Quito", who(reading, "mayors", "mayors"), *towns) == set()
    assert said(reading, "mayors of Lima Quito", who(reading, "mayors", "mayors", "CHL"), *towns) == {"CHL"}


def test_without_a_head_the_longest_inside_tells() -> None:
    reading = read("envoys/5/nsubj of/3/case Lima/4/compound harbour/1/nmod met/0/root")
    town, harbour = who(reading, "Lima", "Lima", "PER"), who(reading, "Lima harbour", "harbour", "ECU")
    assert said(reading, "envoys of Lima harbour", town, harbour) == {"ECU"}
    assert said(reading, "envoys of Lima harbour", town) == {"PER"}


def test_the_root_is_a_head() -> None:
    reading = read("farmers/0/root of/3/case Peru/1/nmod")
    people = (who(reading, "farmers", "farmers", "KEN"), who(reading, "Peru", "Peru", "PER"))
    assert said(reading, "farmers of Peru", *people) == {"KEN"}


# ---- figures --------------------------------------------------------------------------------------


def row(text: str, words: str, country: list[str], kind: str) -> dict[str, object]:
    start = text.index(words)
    return {"text": text, "actor": [start, start + len(words)], "country": country, "kind": kind}


SENATOR = "Kenyan senator Ada Holm praised the deal."
GOLD = (
    ROW,
    row("A farmer sold the boat.", "A farmer", [], "group"),
    row(SENATOR, "Kenyan senator Ada Holm", [], "official"),
    row(SENATOR, "Kenyan senator Ada Holm", ["OMN"], "official"),
    row("A farmer sold the boat.", "A farmer", ["PER"], "group"),
)


def test_figures_by_hand_and_halves(tmp_path: Path) -> None:
    """Of five two are right; of three with a country one; one country is invented, another only wrong."""
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, GOLD)), encoding="utf-8")
    scores = score(path)
    assert scores.pop("reader")
    assert scores == {
        "n": 5,
        "right": 40.0,
        "of_those_with_a_country": 33.33,
        "invented": 1,
        "by_kind": {"group": "2 of 3", "official": "0 of 2"},
        "missed": [
            {"text": "Kenyan senator Ada Holm", "country": [], "said": ["KEN"]},
            {"text": "Kenyan senator Ada Holm", "country": ["OMN"], "said": ["KEN"]},
            {"text": "A farmer", "country": ["PER"], "said": []},
        ],
    }
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["right"], first["invented"]) == (2, 100.0, 0)
    assert (second["n"], second["right"], second["invented"]) == (3, 0.0, 1)


def test_nobody_with_a_country_is_no_share(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD[1]), encoding="utf-8")
    scores = score(tmp_path / "gold.jsonl")
    assert (scores["right"], scores["of_those_with_a_country"]) == (100.0, None)
