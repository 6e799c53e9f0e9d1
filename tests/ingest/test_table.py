"""Tables: a row is an article, and a bad row fails alone with its line."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.ingest import IngestError, find, load
from dragoman.records import Article

BODY = "The foreign minister of Peru flew to Quito on Sunday,\nand came back."


def _loaded(path: Path) -> list[Article | str]:
    results: list[Article | str] = []
    for item in find(path):
        try:
            results.append(load(item))
        except IngestError as error:
            results.append(f"{Path(error.source).name}: {error.problem}")
    return results


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    good = {
        "id": 7,
        "text": BODY,
        "title": "Lima and Quito",
        "published": "2024-03-03",
        "outlet": "Dawn",
        "other": 1,
    }
    lines = [
        json.dumps(good),
        "",
        "{oops",
        '{"text": " "}',
        '{"text": "x y", "published": "03/04/2024"}',
        "[1]",
    ]
    path.write_text("\n".join(lines), "utf-8")
    article, *bad = _loaded(path)
    assert isinstance(article, Article)
    assert (
        article.text
        == "Lima and Quito\n\nThe foreign minister of Peru flew to Quito on Sunday,\n\nand came back."
    )
    assert (article.title, article.outlet, article.published) == ("Lima and Quito", "Dawn", date(2024, 3, 3))
    assert [str(entry)[:32] for entry in bad] == [
        "t.jsonl:3: is not JSON (Expectin",
        "t.jsonl:4: has no text",
        "t.jsonl:5: has a date that canno",
        "t.jsonl:6: is not a JSON object",
    ]


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".csv", ";"), (".tsv", "\t")])
def test_cells_with_line_breaks_and_quotes(tmp_path: Path, suffix: str, separator: str) -> None:
    path = tmp_path / f"t{suffix}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(["ID", "Text", "title", "published", "outlet", "url", "author"])
        writer.writerow(
            ["1", f'{BODY} "Señor" said so.', "", "", "", "https://x.example/a", "Jane Roe; Amir Khalil"]
        )
        writer.writerow(["2", "", "t", "", "", "", ""])
        writer.writerow(["3", "too", "few"])
        writer.writerow(["4", "The last row is read too.", "", "2020-05-06", "", "", ""])
    first, empty, few, last = _loaded(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert first.text.endswith('came back. "Señor" said so.')
    assert (first.authors, first.url, first.published) == (
        ("Jane Roe", "Amir Khalil"),
        "https://x.example/a",
        None,
    )
    assert last.published == date(2020, 5, 6)
    assert empty == f"t{suffix}:4: has no text"
    assert few == f"t{suffix}:5: has 3 cells where the header has 7"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_without_the_column_is_one_item_that_fails(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    (only,) = _loaded(path)
    assert "has no column “text”" in str(only)


def test_a_row_in_another_encoding_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"text\ncaf\xe9\nThe next row is fine.\n")
    bad, good = _loaded(path)
    assert bad == "t.csv:2: is not UTF-8"
    assert isinstance(good, Article)
