"""Parquet tables: rows like those of other tables, in any order, few in memory."""

from __future__ import annotations

import gc
import time
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import IngestError, find, load, named
from dragoman.records import Article
from tests.ingest.test_archive import BODY, check_any, outcome


def made(path: Path, select: str) -> Path:
    """A Parquet file with what a query gives."""
    plain = path.with_name("plain.tmp")
    duckdb.execute(f"COPY ({select}) TO '{plain}' (FORMAT parquet)")
    return plain.rename(path)


def test_instants_are_taken_as_of_utc_wherever_the_machine_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(
        tmp_path / "t.parquet", f"SELECT '{BODY}' AS text, TIMESTAMPTZ '2024-03-03 23:30:00+00' AS date"
    )
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        (item,) = find(path)
        assert load(item).published == date(2024, 3, 3)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_strings_that_are_kept_as_bytes(tmp_path: Path) -> None:
    path = made(
        tmp_path / "t.parquet", f"SELECT unnest(['{BODY}'::BLOB, '\\xff\\x41'::BLOB, '{BODY}'::BLOB]) AS text"
    )
    good, bad, other = map(outcome, find(path))
    assert isinstance(good, Article) and good == other
    assert "has no text" in str(bad)


@pytest.mark.parametrize("name", ["n[1].parquet", "n*.parquet", "q'q\".parquet", "year=2020.Parquet"])
def test_names_that_are_patterns_elsewhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "text=no"
    folder.mkdir()
    path = made(folder / name, f"SELECT '{BODY}' AS text")
    made(folder / "n1.parquet", "SELECT 'another' AS text")
    (item,) = find(path)
    assert load(item).text == BODY
    assert item.source == f"{path}:1"


def test_columns_of_odd_names(tmp_path: Path) -> None:
    path = made(tmp_path / "t.parquet", f'SELECT \'{BODY}\' AS "the ""body""", 1 AS TEXT')
    (item,) = find(path, named(['text=The "body"']))
    assert load(item).text == BODY


def test_a_table_without_the_column_names_those_it_has(tmp_path: Path) -> None:
    path = made(tmp_path / "t.parquet", "SELECT 1 AS headline, 2 AS body")
    (only,) = map(outcome, find(path))
    assert str(only) == (
        f"{path}: has no column “text” (its columns: headline, body). "
        "Name the columns in the first line, or say which of them is the text: --column text=NAME."
    )
    (only,) = map(outcome, find(path, named(["text=words"])))
    assert "has no column “words” (its columns: headline, body)" in str(only)


def test_rows_are_listed_in_batches_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.ingest.parquet.TOGETHER", 1)
    path = made(tmp_path / "t.parquet", f"SELECT '{BODY} ' || range AS text FROM range(1000)")
    folders = set()
    for item in find(path):
        assert item.folder is not None
        folders.add(item.folder.path)
        assert sum(folder.exists() for folder in folders) <= 2
    assert len(folders) == 5
    del item
    gc.collect()
    assert not any(folder.exists() for folder in folders)
    started = find(path)
    few = list(islice(started, 3))
    assert load(few[2]).text == f"{BODY} 2"


def test_a_cut_file_is_one_item_that_fails(tmp_path: Path) -> None:
    path = made(tmp_path / "t.parquet", f"SELECT '{BODY}' AS text")
    path.write_bytes(path.read_bytes()[:-20])
    (only,) = map(outcome, find(path))
    assert isinstance(only, IngestError)
    assert only.source == str(path)


SAMPLE = (Path(__file__).parent / "corpora" / "table.parquet").read_bytes()


@given(data=st.binary(max_size=600))
@settings(deadline=None, max_examples=30)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for some in (data, b"PAR1" + data + len(data).to_bytes(4, "little") + b"PAR1"):
        check_any(some, ".parquet", tmp_path_factory.mktemp("any"))


@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), min_size=1, max_size=3))
@settings(deadline=None, max_examples=80)
def test_any_change_of_a_sample(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]]
) -> None:
    data = bytearray(SAMPLE)
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    check_any(bytes(data[: len(SAMPLE)]), ".parquet", tmp_path_factory.mktemp("any"))
