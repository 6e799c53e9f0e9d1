"""What kind of text an article is: rows of each form, rows that are none, and figures by hand."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Article, Coding, Genre
from dragoman.serve.evaluate import gold as golds
from dragoman.serve.evaluate.genre import GENRES, labelled, score
from dragoman.serve.evaluate.gold import GoldError, Half, Part, rows
from tests.conftest import loaded

BODY = (
    "The envoys of Peru met the ministers of Chile in Lima on Sunday, and both went home with a signed page."
)
ROW: dict[str, Any] = {
    "genre": "report",
    "text": BODY,
    "title": "Talks in Lima",
    "outlet": "The Herald",
    "published": "2024-03-03",
}


def test_a_row_may_hold_the_article_with_its_columns(tmp_path: Path) -> None:
    article, genre = labelled(ROW, tmp_path)
    assert (genre, article.text) == ("report", f"Talks in Lima\n\n{BODY}")
    assert (article.title, article.outlet, article.published) == (
        "Talks in Lima", "The Herald", date(2024, 3, 3),
    )  # fmt: skip


def test_a_row_may_name_a_file_beside_the_golds_folder(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(f"Talks in Lima\n\n{BODY}", encoding="utf-8")
    (tmp_path / "articles" / "b.md").write_text(f"# Talks in Lima\n\n*{BODY}*", encoding="utf-8")
    texts = [
        labelled({"genre": "official", "file": f"../articles/{name}"}, tmp_path / "gold")[0].text
        for name in ("a.txt", "b.md")
    ]
    assert texts == [f"Talks in Lima\n\n{BODY}"] * 2


def test_a_row_may_name_an_article_of_the_public_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its id or its path, of a table of articles or of pages of Markdown."""
    page = f"---\ntitle: Talks in Lima\nurl: https://lima.example/talks\n---\n\n{BODY}\n"
    held = ({"id": "plain", "text": BODY, "title": "Talks in Lima"}, {"path": "a/page.md", "markdown": page})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "news.jsonl.gz").write_bytes(
        gzip.compress("\n".join(map(json.dumps, held)).encode())
    )
    monkeypatch.setenv("DRAGOMAN_SHARED", str(tmp_path))
    golds._rows.cache_clear()
    named = {"genre": "official", "corpus": "news"}
    plain, _ = labelled(named | {"id": "plain"}, tmp_path)
    official, _ = labelled(named | {"id": "a/page.md"}, tmp_path)
    assert plain.text == official.text == f"Talks in Lima\n\n{BODY}"
    assert (plain.url, official.url) == (None, "https://lima.example/talks")
    with pytest.raises(KeyError, match="another"):
        labelled(named | {"id": "another"}, tmp_path)
    with pytest.raises(GoldError, match=r"it needs .*old\.jsonl\.gz, which is not there"):
        labelled(named | {"corpus": "old", "id": "plain"}, tmp_path)
    golds._rows.cache_clear()


@pytest.mark.parametrize("genre", ["unknown", "letter", None, ["report"]])
def test_a_genre_that_is_none(genre: object, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is none of report, commentary, official"):
        labelled(ROW | {"genre": genre}, tmp_path)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"file": "none.txt"}, r"none\.txt does not exist"),
        ({"file": "empty.md"}, r"empty\.md is empty"),
        ({"id": "seven"}, "seven has no text"),
        ({"id": "seven", "text": BODY, "published": "03/04/2024"}, "seven has a date that cannot be read"),
    ],
    ids=["no file", "empty file", "no text", "date"],
)
def test_an_article_that_cannot_be_read(row: dict[str, object], why: str, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    with pytest.raises(GoldError, match=why):
        labelled({"genre": "report"} | row, tmp_path)


def test_the_line_of_a_bad_row_is_named(tmp_path: Path) -> None:
    """One without a genre, and one whose file holds more articles than one."""
    path = tmp_path / "gold.jsonl"
    (tmp_path / "two.jsonl").write_text("\n".join([json.dumps({"text": BODY})] * 2), encoding="utf-8")
    for row, why in (
        ({"text": BODY}, "KeyError: 'genre'"),
        ({"genre": "report", "file": "two.jsonl"}, "ValueError"),
    ):
        path.write_text(f"{json.dumps(ROW)}\n{json.dumps(row)}", encoding="utf-8")
        with pytest.raises(GoldError, match=rf"line 2 is not a row of this task \({why}"):
            rows(path, partial(labelled, folder=tmp_path))


class ByHand:
    """A pipeline that believes the outlet."""

    reader = type("Reader", (), {"version": "by hand"})

    def code(self, article: Article) -> Coding:
        told: dict[str | None, Genre] = {"Herald": "report", "Views": "commentary"}
        return Coding(replace(article, genre=told.get(article.outlet, "unknown")))


def test_figures_by_hand_and_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """report: 1 right of 1 gold and 2 told; commentary: 1 of 2 and 1; what is unknown is wrong."""
    monkeypatch.setattr("dragoman.pipeline.Pipeline", lambda scored: ByHand())
    told = (("report", "Herald"), ("commentary", "Views"), ("commentary", "Herald"), ("official", "Gazette"))
    path = tmp_path / "gold.jsonl"
    lines = [json.dumps({"genre": genre, "text": BODY, "outlet": outlet}) for genre, outlet in told]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert score(path) == {
        "reader": "by hand",
        "n": 4,
        "macro_f1": 44.45,
        "accuracy": 50.0,
        "by_class": {"report": 66.67, "commentary": 66.67, "official": 0.0},
        "confusion": {
            "report": {"report": 1},
            "commentary": {"commentary": 1, "report": 1},
            "official": {"unknown": 1},
        },
    }
    assert score(path, Part(Half.first))["by_class"] == {"report": 100.0, "commentary": 100.0}
    assert score(path, Part(Half.second))["by_class"] == {"commentary": 0.0, "official": 0.0}


def test_the_system_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.pipeline.Pipeline", lambda scored: loaded())
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ROW | {"outlet": "Reuters"}), encoding="utf-8")
    found = score(path)
    assert (found["n"], set(GENRES)) == (1, {"report", "commentary", "official"})
    assert found["confusion"] == {"report": {"report": 1}}
