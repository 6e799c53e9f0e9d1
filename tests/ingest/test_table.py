"""Tables: a row is an article, and a bad row fails alone with its line."""

from __future__ import annotations

import csv
import gc
import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import IngestError, find, load, named
from dragoman.ingest.text import language
from dragoman.records import Article
from tests.ingest.test_archive import outcome

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


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.tsv"])
def test_a_table_without_rows_is_one_item_that_fails(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("" if name == "t.jsonl" else "text\n\n")
    assert _loaded(path) == [f"{name}: holds no article"]


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


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(b'{"text": "x"}')[:-9]], ids=["no gzip", "cut off"]
)
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


# ---- columns by other names ------------------------------------------------------------------------


def _table(path: Path, rows: list[dict[str, str]]) -> Path:
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv"])
def test_columns_may_have_other_names(tmp_path: Path, suffix: str) -> None:
    row = {"Body": BODY, "Pub Date": "2024-03-05", "date": "2020-01-01", "text": "a tweet", "by": "Ann; Bo"}
    path = _table(tmp_path / f"t{suffix}", [row, {**row, "Pub Date": ""}])
    columns = named(["text=body", "published=PUB DATE", "authors=by"])
    one, other = (load(item) for item in find(path, columns))
    assert one.text.startswith("The foreign minister of Peru")
    assert (one.published, one.authors) == (date(2024, 3, 5), ("Ann", "Bo"))
    assert other.published is None  # the user says where it is: another column's date would be a guess
    assert load(next(find(path))).text == "a tweet"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv"])
def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, suffix: str) -> None:
    path = _table(tmp_path / f"t{suffix}", [{"Headline": "a", "Body": BODY}])
    for said in (["text=words"], ["text=body", "title=words"]):
        (item,) = find(path, named(said))
        with pytest.raises(IngestError) as caught:
            load(item)
        assert str(caught.value) == (
            f"{path}: has no column “words” (its columns: headline, body). "
            "Name one of these with --column, or leave it out."
        )


def test_a_column_that_only_some_lines_of_json_have(tmp_path: Path) -> None:
    path = _table(tmp_path / "t.jsonl", [{"text": BODY}, {"text": BODY, "day": "2024-03-05"}])
    days = [load(item).published for item in find(path, named(["published=day"]))]
    assert days == [None, date(2024, 3, 5)]


@pytest.mark.parametrize("said", ["body", "text", "text=", "body=text", "=body", ""])
def test_what_names_no_column(said: str) -> None:
    with pytest.raises(IngestError, match="does not name one of our columns"):
        named([said])


def test_a_file_in_one_line_is_not_held_in_memory(tmp_path: Path) -> None:
    for name in ("t.jsonl", "t.csv"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(b"text\n" if name == "t.csv" else b"")
            file.write(b'{"text": "' if name == "t.jsonl" else b'"')
            file.truncate(300_000_000)
        tracemalloc.start()
        (only,) = _loaded(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert isinstance(only, str) and peak < 60_000_000


def test_halves_of_a_character_are_no_character(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(r'{"text": "Peru \ud800 and Quito agreed.", "title": "A \udfff title of words"}')
    (item,) = find(path)
    assert load(item).text == "A \ufffd title of words\n\nPeru \ufffd and Quito agreed."


@given(
    data=st.binary(max_size=400)
    | st.text(alphabet='{}[]":,\\ntext;\t\u00e9 1', max_size=200).map(str.encode),
    suffix=st.sampled_from([".jsonl", ".csv", ".tsv", ".csv.gz"]),
    said=st.sampled_from([[], ["text=body"]]),
)
@settings(deadline=None, max_examples=300)
def test_any_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str, said: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / f"t{suffix}"
    path.write_bytes(
        gzip.compress(b"text,body\n" + data) if suffix.endswith(".gz") else b"text,body\n" + data
    )
    for item in find(path, named(said)):
        outcome(item)
