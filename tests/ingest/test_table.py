"""Tables: a row is an article, and a bad row fails alone with its line."""

from __future__ import annotations

import csv
import gc
import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.ingest import IngestError, find, load
from dragoman.ingest.text import language
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


def test_date_and_source_where_published_and_outlet_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    rows = [
        {"text": BODY, "date": "2024-03-03", "source": "Dawn"},
        {
            "text": BODY + " Yes.",
            "date": "2024-03-03",
            "published": "2024-03-05",
            "source": "Dawn",
            "outlet": "Sun",
        },
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    one, other = (load(item) for item in find(path))
    assert (one.published, one.outlet) == (date(2024, 3, 3), "Dawn")
    assert (other.published, other.outlet) == (date(2024, 3, 5), "Sun")


@pytest.mark.parametrize("name", ["t.jsonl.gz", "t.CSV.gz"])
def test_a_packed_table_is_read_row_by_row_and_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    lines = [json.dumps({"text": BODY})] if "jsonl" in name else ["text", f'"{BODY}"']
    path = tmp_path / name
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    items = list(find(path))
    unpacked = items[0].place
    assert [item.source for item in items] == [f"{path}:{len(lines)}"]
    assert load(items[0]).text.startswith("The foreign minister of Peru")
    assert isinstance(unpacked, Path) and unpacked.exists()
    items.clear()
    gc.collect()
    assert not unpacked.exists()
    assert [item.source for item in find(tmp_path)] == [f"{path}:{len(lines)}"]


@pytest.mark.parametrize("data", [b"no gzip at all", gzip.compress(b'{"text": "x"}')[:-9]])
def test_a_broken_packed_table_fails_by_itself(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(data)
    (told,) = _loaded(path)
    assert isinstance(told, str) and told.startswith("t.jsonl.gz: cannot be unpacked")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Somali pirates hijack a German cargo ship in the Gulf of Aden.", None),
        ("Prime Minister Prachanda of Nepal resigns in Kathmandu, Reuters.", None),
        ("Der Bundeskanzler traf den Präsidenten am Montag in Paris.", "de"),
        ("Le premier ministre a rencontré le président lundi à Alger.", "fr"),
    ],
)
def test_a_short_text_near_to_english_is_told_to_be_nothing_else(words: str, code: str | None) -> None:
    assert language(words) in ({code, "en"} if code is None else {code})
