"""The pipeline: order, failures that cost nobody else anything, and the verbs of the package."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.ingest.source import IngestError
from dragoman.pipeline import Pipeline
from dragoman.records import Article, Coding

NEWS = "Kenya urged Somalia to release the pilots. Somalia refused, officials said on Monday.\n"


def folder_of(tmp_path: Path, count: int) -> Path:
    for number in range(count):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\n{NEWS}", encoding="utf-8")
    return tmp_path


def test_outcomes_come_in_order_with_any_number_of_threads(pipeline: Pipeline, tmp_path: Path) -> None:
    items = pipeline.sources([str(folder_of(tmp_path, 9))])
    one = list(pipeline.run(items))
    three = Pipeline(threads=3)
    assert [o.source for o in one] == [i.source for i in items]
    assert list(three.run(items)) == one


def test_a_temporary_file_that_cannot_be_written_is_told_with_its_remedy(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(article: Article) -> Coding:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "code", full)
    (outcome,) = pipeline.run(pipeline.sources([str(folder_of(tmp_path, 1))]))
    assert outcome.failure is not None
    assert "No space left on device" in outcome.failure.problem
    assert "TMPDIR" in outcome.failure.remedy


def test_a_fault_in_one_article_costs_no_other(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.code

    def faulty(article: Article) -> Coding:
        if article.title == "Story 1":
            raise RecursionError("too deep")
        return whole(article)

    monkeypatch.setattr(pipeline, "code", faulty)
    outcomes = list(pipeline.run(pipeline.sources([str(folder_of(tmp_path, 3))])))
    assert [o.failure is None for o in outcomes] == [True, False, True]
    assert outcomes[1].failure is not None
    assert "RecursionError" in outcomes[1].failure.problem


def test_the_user_dates_what_states_no_date(pipeline: Pipeline, tmp_path: Path) -> None:
    items = pipeline.sources([str(folder_of(tmp_path, 1))])
    undated, dated = next(pipeline.run(items)), next(pipeline.run(items, date(2019, 5, 4)))
    assert undated.coding is not None and dated.coding is not None
    assert undated.coding.article.published is None
    assert dated.coding.article.published == date(2019, 5, 4)


def test_records_do_not_change_from_run_to_run(pipeline: Pipeline) -> None:
    assert pipeline.text(NEWS) == pipeline.text(NEWS)


@pytest.mark.parametrize(
    "text", ["…", "“", "a" * 5000, "Ünï 😀 “Ghana” praised 🇹🇬.", "中国 criticised 日本."]
)
def test_odd_texts_are_coded(pipeline: Pipeline, text: str) -> None:
    coding = pipeline.code(Article(id="0" * 16, text=text, language="en"))
    for participant in coding.participants:
        assert text[participant.start : participant.end] == participant.text


def test_the_verbs_of_the_package(tmp_path: Path) -> None:
    (outcome,) = dragoman.read(str(folder_of(tmp_path, 1)))
    assert outcome.coding is not None
    urged = dragoman.read_text(NEWS).events[0]
    assert urged.event_type == "REQUEST"
    assert [p.country for p in (*urged.actor, *urged.recipient)] == [("KEN",), ("SOM",)]
    assert dragoman.actor("PM Khan", date(2019, 6, 1)).name == "Imran Khan"
    assert [t.value for t in dragoman.times("two months ago")] == ["P-2M"]
    assert set(dragoman.__all__) <= set(dir(dragoman))
    with pytest.raises(IngestError):
        dragoman.read_text("")
