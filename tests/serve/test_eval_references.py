"""Whom references stand for: rows, their words in a cleaned file, and who counts as the same."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Participant, Span
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from dragoman.serve.evaluate.references import Reference, found, is_right, reference, score

TEXT = (
    "Kenyan senator Ada Holm flew to Lima. She praised the deal. The senator left on Monday. "
    "Nobody thanked her."
)
PAGE = """Two boats and a treaty

By Ilse Hartog

Kenyan senator Ada Holm flew to Lima.  \t She praised the deal.

On Monday she left. Nobody in the harbour thanked her. They said that she knew nothing of boats.
"""


def sum_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def row(words: str, text: str = TEXT, at: int | None = None, **changes: object) -> dict[str, Any]:
    """A row for these words where they first stand in the text, or ``at`` a place in it."""
    start = text.index(words) if at is None else at
    place = {"start": start, "end": start + len(words), "sha256": sum_of(words)}
    key = {"names": ["Ada Holm", "Holm"], "country": ["KEN"], "kind": "pronoun"}
    return {"text": text} | place | key | changes


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of public data with one article of a corpus "news"."""
    (tmp_path / "data").mkdir()
    lines = [{"id": "one", "text": TEXT, "date": "2019-05-03T10:00:00"}, {"id": "two", "text": TEXT}]
    packed = gzip.compress("\n".join(map(json.dumps, lines)).encode())
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(packed)
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    yield tmp_path
    golds._rows.cache_clear()


def of_corpus(words: str, **changes: object) -> dict[str, Any]:
    held = row(words, corpus="news", id="one") | changes
    return {key: value for key, value in held.items() if key != "text"}


# ---- gold -----------------------------------------------------------------------------------------


def test_a_row_is_words_and_names(tmp_path: Path) -> None:
    article = Article("0" * 16, TEXT, language="en")
    one = reference(row("She"), tmp_path)
    assert one == Reference(article, Span(38, 41), (("Ada Holm", "Holm"),), frozenset({"KEN"}), "pronoun")


def test_several_are_lists_of_names(tmp_path: Path) -> None:
    one = reference(row("She", names=[["Peru"], ["Chile", "Santiago"]], country=["CHL", "PER"]), tmp_path)
    assert (one.names, one.country) == ((("Peru",), ("Chile", "Santiago")), frozenset({"PER", "CHL"}))


@pytest.mark.parametrize(
    ("stated", "published"),
    [("2019-05-03", date(2019, 5, 3)), ("2019-05-03T10:00:00Z", date(2019, 5, 3)), (None, None)],
)
def test_a_text_is_read_on_its_day(stated: str | None, published: date | None, tmp_path: Path) -> None:
    assert reference(row("She", date=stated), tmp_path).article.published == published


def test_an_article_may_be_named_instead_of_copied(news: Path) -> None:
    one = reference(of_corpus("The senator"), news)
    assert one == reference(row("The senator", date="2019-05-03"), news)
    assert reference(of_corpus("The senator", id="two"), news) == reference(row("The senator"), news)
    with pytest.raises(KeyError):
        reference(of_corpus("The senator", id="three"), news)
    with pytest.raises(GoldError, match="it needs"):
        reference(of_corpus("The senator", corpus="olds"), news)


@pytest.mark.parametrize("kind", ["text", "corpus", "file"])
def test_other_words_than_the_labelled_are_refused(kind: str, news: Path) -> None:
    (news / "page.txt").write_text(PAGE, encoding="utf-8")
    made = {"text": row("She"), "corpus": of_corpus("She"), "file": row("She", PAGE, file="page.txt")}[kind]
    assert reference(made, news)
    for change in ({"sha256": sum_of("He")}, {"end": made["end"] + 1}):
        with pytest.raises(ValueError, match="not the one that was labelled"):
            reference(made | change, news)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"names": ...}, "KeyError: 'names'"),
        ({"names": []}, "IndexError"),
        ({"country": ...}, "KeyError: 'country'"),
        ({"kind": ...}, "KeyError: 'kind'"),
        ({"sha256": ...}, "KeyError: 'sha256'"),
        ({"text": ...}, "KeyError: 'text'"),
        ({"country": None}, "TypeError"),
    ],
    ids=["names", "no name", "country", "kind", "sum", "text", "no list"],
)
def test_a_row_that_is_none(change: dict[str, object], why: str, tmp_path: Path) -> None:
    bad = {key: value for key, value in (row("She") | change).items() if value is not ...}
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(row('She'))}\n{json.dumps(bad)}", encoding="utf-8")
    with pytest.raises(GoldError, match=rf"line 2 is not a row of this task \({why}"):
        rows(path, partial(reference, folder=tmp_path))


# ---- words of a file, found again after cleaning --------------------------------------------------


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("Ada Holm", "senator "),
        ("She", "Lima.  \t "),
        ("she", "Monday "),
        ("she", "that "),
        ("her", "thanked "),
        ("the", "in "),
    ],
    ids=["before the blanks", "after the blanks", "first she", "second she", "her", "in the harbour"],
)
def test_the_words_are_found_again(words: str, after: str, tmp_path: Path) -> None:
    """The byline goes and blanks shrink, so that all offsets move; "the" and "she" stand there twice."""
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    start = PAGE.index(after + words) + len(after)
    one = reference(row(words, PAGE, start, file="page.txt"), tmp_path)
    before = " ".join(PAGE[:start].replace("By Ilse Hartog", "").split())
    assert "Ilse" not in one.article.text
    assert " ".join(one.article.text[: one.place.start].split()) == before
    assert one.article.text[one.place.start : one.place.end] == words


def test_words_that_cleaning_takes_out_are_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(ValueError, match="no part of the article"):
        reference(row("Ilse Hartog", PAGE, file="page.txt"), tmp_path)


# ---- figures --------------------------------------------------------------------------------------


def says(text: str, name: str | None = None, *country: str, reason: str = "") -> Participant:
    return Participant(text, 0, len(text), 0, name, country, reason=reason)


def key(*names: tuple[str, ...], country: tuple[str, ...] = ()) -> Reference:
    return Reference(Article("", TEXT), Span(0, 3), names, frozenset(country), "pronoun")


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Ada Holm", True),
        ("HOLM", True),
        ("Mrs. Holm", True),
        ("Holm’s", True),
        ("the Holm.", True),
        ("Ada Ruiz", False),
        ("Ada", False),
        ("Holmes", False),
    ],
)
def test_a_person_is_told_by_the_last_word(name: str, right: bool) -> None:
    assert is_right(key(("Ada Holm", "Dr. Holm"), country=("KEN",)), says("she", name, "KEN")) is right


def test_any_of_the_names_will_do() -> None:
    assert is_right(key(("Ada Holm", "Lady Quay")), says("she", "Quay"))


def test_the_country_alone_is_no_person() -> None:
    gold = key(("Ada Holm",), country=("KEN",))
    assert not is_right(gold, says("she", "Ben Ruiz", "KEN", reason="stands for “Ben Ruiz”"))
    assert not is_right(gold, says("the senator", None, "KEN", reason="adjective of Kenya"))


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (says("it", "Peru", "PER"), True),
        (says("it", None, "PER", reason="name of the state"), True),
        (says("it", None, "CHL", reason="name of the state"), False),
        (says("it", None, "PER", "CHL", reason="name of the state"), False),
        (says("it", None, reason="nothing before it"), False),
        (says("it", "Chile", "CHL"), False),
    ],
    ids=["by name", "by country", "another state", "two states", "no country", "another name"],
)
def test_a_state_is_told_by_its_name(answer: Participant, right: bool) -> None:
    assert is_right(key(("Peru", "Lima"), country=("PER",)), answer) is right


@pytest.mark.parametrize(
    ("reason", "right"),
    [
        ("stands for “The Lima Policy Institute”", True),
        ("the group spoken of before (Lima Policy Institute)", True),
        ("stands for “The Quito Trade League”", False),
        ("the text does not say of which country", False),
    ],
)
def test_an_unnamed_body_is_told_by_the_words_it_stands_for(reason: str, right: bool) -> None:
    gold = key(("Lima Policy Institute",), country=("PER",))
    assert is_right(gold, says("the group", None, "PER", reason=reason)) is right


@pytest.mark.parametrize(
    ("country", "right"),
    [
        (("PER", "CHL"), True),
        (("CHL", "PER"), True),
        (("PER",), False),
        (("PER", "CHL", "KEN"), False),
        ((), False),
    ],
    ids=["both", "turned round", "one", "a third", "none"],
)
def test_a_pair_is_told_by_its_countries(country: tuple[str, ...], right: bool) -> None:
    gold = key(("Chile",), ("Peru",), country=("CHL", "PER"))
    assert is_right(gold, says("the two", None, *country)) is right


def test_two_of_no_country_are_told_by_nothing() -> None:
    assert not is_right(key(("Ada Holm",), ("Ben Ruiz",)), says("they"))


def test_nobody_found_is_wrong() -> None:
    assert not is_right(key(("Ada Holm",)), None)


def test_the_participant_of_these_words_goes_first() -> None:
    exact, longer = Participant("she", 10, 13, 10), Participant("she of Lima", 10, 21, 10)
    assert found(Span(10, 13), (longer, exact)) is exact
    assert found(Span(10, 17), (exact, longer)) is longer
    assert found(Span(14, 21), (exact, longer)) is None
    assert found(Span(13, 14), ()) is None


LINES = (
    row("She"),
    row("The senator", kind="epithet"),
    row("her", names=["Ben Ruiz"]),
    row("the deal", kind="epithet"),
)


def test_figures_by_hand_and_halves(tmp_path: Path) -> None:
    """The third key names somebody else of the same country; nobody is found at the fourth place."""
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    scores = score(path)
    assert scores["reader"]
    assert (scores["n"], scores["right"], scores["country"]) == (4, 50.0, 75.0)
    assert scores["by_kind"] == {"pronoun": "1 of 2", "epithet": "1 of 2"}
    missed = scores["missed"]
    assert isinstance(missed, list) and [one["words"] for one in missed] == ["her", "the deal"]
    assert missed[0]["key"] == {"names": ["Ben Ruiz"], "country": ["KEN"]}
    assert missed[0]["said"][:3] == ["her", "Ada Holm", ["KEN"]] and missed[1]["said"] is None
    first, second = (score(path, Part(half)) for half in Half)
    assert (first["n"], first["right"]) == (2, 100.0)
    assert (second["n"], second["right"]) == (2, 0.0)


def test_files_and_corpora_are_scored_together(news: Path) -> None:
    """The page lies beside the folder of the gold, as the rows name it."""
    (news / "gold").mkdir()
    (news / "page.txt").write_text(PAGE, encoding="utf-8")
    path = news / "gold" / "gold.jsonl"
    lines = [of_corpus("The senator", kind="epithet"), row("She", PAGE, file="../page.txt")]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    scores = score(path)
    assert (scores["n"], scores["right"], scores["country"]) == (2, 100.0, 100.0)
