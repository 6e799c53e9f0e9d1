"""PLOVER's JSON and Parquet, which hold what the tables of other data sets cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dragoman.export import Chosen, ExportError, write
from dragoman.export.parquet import TABLES
from tests.export.world import KREMLIN, SOMEBODY, UN, UNDATED, event, store_of, told
from tests.store.made import coding, no_meeting

FIELDS = [
    "id",
    "date",
    "enddate",
    "date_basis",
    "actor",
    "recipient",
    "event",
    "mode",
    "context",
    "quad_code",
    "event_scale",
    "event_text",
    "event_loc",
    "link",
    "text",
    "text_info",
    "cite_info",
    "coder",
    "coded_date",
    "factuality",
    "certainty",
    "voice_kind",
    "confidence",
]


def test_a_line_of_json_has_plovers_fields_and_what_plover_lacks(tmp_path: Path) -> None:
    with store_of(tmp_path, coding()) as store:
        assert write(store.connection, "plover-json", tmp_path / "out") == 1
    (line,) = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert list(found) == FIELDS
    article = coding().article
    cited = found.pop("cite_info")
    assert cited == {
        "citation": article.id,
        "url": "https://example.org/a",
        "title": article.title,
        "language": "en",
        "publication": "The Made-up Courier",
        "published": "2019-05-01",
        "coder": "dragoman-test",
        "codebook": "plover-test",
    }
    assert found["actor"] == [
        {
            "code": "NOR",
            "sector": "GOV",
            "entity_text": "Norway",
            "identifier_id": "Q20",
            "identifier_text": "Norway",
            "start": 32,
            "end": 38,
            "how": "name",
        }
    ]
    assert found["text"] == "Norway praised Chad on Monday"
    span = found["text_info"]
    assert article.text[span["start"] : span["end"]] == found["text"]
    assert (found["event"], found["mode"], found["quad_code"]) == (["SUPPORT"], [], 1)
    assert (found["date"], found["enddate"], found["date_basis"]) == ("2019-04-29", "2019-04-29", "event")
    assert (found["factuality"], found["certainty"], found["confidence"]) == ("happened", 2.5, 0.75)
    assert (found["event_loc"]["resolved_place"], found["event_loc"]["lat"]) == ("Chad", None)


def test_unknown_is_null_in_json(tmp_path: Path) -> None:
    bare = event((UN, SOMEBODY), (), place=None, confidence=None, intensity=None, evidence=(), **UNDATED)
    with store_of(tmp_path, told(1, (bare,), published=None, url=None, outlet=None)) as store:
        write(store.connection, "plover-json", tmp_path / "out")
    found = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    nothing = ("date", "enddate", "date_basis", "event_scale", "event_loc", "text", "confidence")
    assert [found[name] for name in nothing] == [None] * len(nothing)
    assert [one["code"] for one in found["actor"]] == ["UNO", None] and found["recipient"] == []


def test_json_keeps_every_character(tmp_path: Path) -> None:
    nasty = 'A\t"B"\nÜ 🙂\u2028'
    with store_of(tmp_path, told(1, (event((replace(KREMLIN, name=nasty),)),))) as store:
        write(store.connection, "plover-json", tmp_path / "out")
    lines = (tmp_path / "out").read_text(encoding="utf-8").split("\n")
    assert len(lines) == 2 and json.loads(lines[0])["actor"][0]["identifier_text"] == nasty


def test_json_is_chosen_like_the_tables(tmp_path: Path) -> None:
    made = replace(coding(), events=(*coding().events, replace(no_meeting(), id="e-x", figurative=True)))
    denied = Chosen(factualities=("did_not_happen",))
    with store_of(tmp_path, made) as store:
        assert write(store.connection, "plover-json", tmp_path / "out", denied) == 1
    assert json.loads((tmp_path / "out").read_text(encoding="utf-8"))["id"] == "e-meeting"


def test_parquet_has_the_tables_whole(tmp_path: Path) -> None:
    with store_of(tmp_path, coding(), told(1)) as store:
        counts = {
            name: store.connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in TABLES
        }
        rows = write(store.connection, "parquet", tmp_path / "out")
    assert rows == sum(map(len, counts.values()))
    assert {one.stem for one in (tmp_path / "out").iterdir()} == set(TABLES)
    for name, expected in counts.items():
        source = str(tmp_path / "out" / f"{name}.parquet")
        assert duckdb.execute(f"SELECT * FROM '{source}' ORDER BY ALL").fetchall() == expected


def test_parquet_replaces_its_own_folder_and_no_other(tmp_path: Path) -> None:
    with store_of(tmp_path, coding()) as store:
        first = write(store.connection, "parquet", tmp_path / "out")
        assert write(store.connection, "parquet", tmp_path / "out") == first
        assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []
        (tmp_path / "out" / "notes.txt").write_text("mine")
        with pytest.raises(ExportError, match="holds other things"):
            write(store.connection, "parquet", tmp_path / "out")
        with pytest.raises(ExportError, match="cannot be written"):
            write(store.connection, "parquet", tmp_path / "nowhere" / "out")
        for form in ("parquet", "icews"):
            with pytest.raises(ExportError):
                write(store.connection, form, Path())
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_an_empty_store_gives_empty_files(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        assert write(store.connection, "plover-json", tmp_path / "out") == 0
        assert write(store.connection, "parquet", tmp_path / "tables") == 0
    assert (tmp_path / "out").read_text() == ""
    assert len(list((tmp_path / "tables").iterdir())) == len(TABLES)
