"""The command as a user runs it, in a process of its own, and the records of real articles."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from dragoman.ingest.source import Stated
from dragoman.ingest.text import read as read_text
from dragoman.pipeline import Pipeline
from dragoman.records import Coding
from dragoman.serve import jsonl
from dragoman.serve.cli import app
from dragoman.store import Store

GOOD = """Norway and Chad sign water agreement

OSLO, 3 May 2019 - Norway signed an agreement with Chad on Thursday. Norwegian Foreign Minister Ine Eriksen \
Søreide said that Chad was an important partner.

Chad's president had criticised Norway in April. The two countries will hold talks in June.
"""


def dragoman(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dragoman.serve.cli", *words]
    environment = {key: value for key, value in os.environ.items() if key != "DRAGOMAN_DB"}
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, check=False, timeout=300, env=environment
    )


def lines(output: bytes) -> list[str]:
    return output.decode("utf-8").splitlines()


def write_bad_folder(folder: Path) -> list[str]:
    """One good article and every bad one that the issue names; returns the names of the bad."""
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "huge.txt").write_bytes(b"A line that says nothing at all. " * 1_600_000)
    french = (
        "Le ministre des affaires étrangères a déclaré que son pays ne participerait pas aux négociations. "
    )
    (folder / "french.txt").write_text(french * 8, encoding="utf-8")
    return ["empty.txt", "binary.txt", "huge.txt", "french.txt"]


def test_bad_files_among_good_ones(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = write_bad_folder(folder)
    result = dragoman(tmp_path, "read", "in", "missing.txt", "--format", "jsonl")
    errors = lines(result.stderr)
    assert result.returncode == 1
    for name in [*bad, "missing.txt"]:
        (line,) = [error for error in errors if name in error]
        assert line.startswith("dragoman: ") and line.count(": ") >= 2
    assert b"Traceback" not in result.stderr
    records = [json.loads(line) for line in lines(result.stdout)]
    assert [one["title"] for one in records if one["record"] == "document"] == [GOOD.splitlines()[0]]
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        assert [entry.sources for entry in store.documents()] == [(str(Path("in") / "good.txt"),)]


def test_an_address_that_fails(tmp_path: Path) -> None:
    result = dragoman(tmp_path, "read", "http://host.invalid/a.html", "--no-store")
    assert result.returncode == 1 and result.stdout == b""
    assert "dragoman: http://host.invalid/a.html: " in lines(result.stderr)[0]


def test_standard_input(tmp_path: Path) -> None:
    result = dragoman(tmp_path, "read", "-", "--no-store", stdin=GOOD.encode("utf-8"))
    assert result.returncode == 0 and result.stderr == b""
    assert "Norway and Chad sign water agreement" in result.stdout.decode("utf-8")
    assert b"\x1b" not in result.stdout


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(GOOD.replace("-", "–").encode("cp1252"))
    result = dragoman(tmp_path, "read", "old.txt", "--no-store", "--format", "jsonl")
    assert result.returncode == 0 and "Søreide" in result.stdout.decode("utf-8")


def test_broken_html_is_read(tmp_path: Path) -> None:
    title, *paragraphs = GOOD.split("\n\n")
    page = f"<html><title>{title}</title><body><h1>{title}</h1>" + "".join(f"<p>{p}<b>" for p in paragraphs)
    (tmp_path / "broken.html").write_text(page, encoding="utf-8")
    result = dragoman(tmp_path, "read", "broken.html", "--no-store", "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    assert "Norway signed an agreement" in json.loads(lines(result.stdout)[0])["text"]


def test_the_same_folder_twice_does_not_double_its_records(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    for _ in range(2):
        assert dragoman(tmp_path, "read", "good.txt").returncode == 0
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        outcomes = store.connection.execute("SELECT outcome FROM readings ORDER BY read_at").fetchall()
        assert outcomes == [("added",), ("unchanged",)]


def test_the_store_tells_what_the_json_tells(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    printed = dragoman(tmp_path, "read", "good.txt", "--format", "jsonl")
    (told,) = jsonl.codings(lines(printed.stdout))
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        assert store.coding(told.article.id) == told


def test_a_command_that_is_not_understood(tmp_path: Path) -> None:
    assert dragoman(tmp_path, "read").returncode == 2
    assert dragoman(tmp_path, "no-such-command").returncode == 2


def test_help_needs_neither_reader_nor_store(tmp_path: Path) -> None:
    heavy = "[name for name in ('duckdb', 'onnxruntime', 'rich.table') if name in sys.modules]"
    code = f"import sys; import dragoman.serve.cli; print({heavy})"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"


# ---- every span of every record -------------------------------------------------------------------


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from spans(member)


def wrong_spans(coding: Coding) -> list[Any]:
    """Spans whose words are not those of the text, empty ones among them."""
    text = coding.article.text
    found = [span for record in jsonl.objects(coding) for span in spans(record)]
    return [one for one in found if not one["text"] or text[one["start"] : one["end"]] != one["text"]]


def test_spans_of_the_demo_articles(pipeline: Pipeline) -> None:
    folder = Path(__file__).parents[2] / "examples"
    codings = [outcome.coding for outcome in pipeline.run(pipeline.sources([str(folder)]))]
    assert len(codings) >= 25 and all(codings)
    assert [wrong_spans(coding) for coding in codings if coding and wrong_spans(coding)] == []


def test_all_of_polnear_dev_is_read(pipeline: Pipeline, shared: Path) -> None:
    with gzip.open(shared / "data" / "polnear_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    codings = [pipeline.code(read_text(row["text"].encode(), row["id"], Stated())) for row in rows]
    assert len(codings) == 84
    assert [wrong_spans(coding) for coding in codings if wrong_spans(coding)] == []
    assert sum(len(coding.events) for coding in codings) > 84
    assert sum(len(coding.statements) for coding in codings) > 84


def test_the_lexicon_alone_tells_events_without_a_confidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya praised Uganda on Monday.", encoding="utf-8")
    words = ["read", str(tmp_path / "a.txt"), "--no-store", "--format", "jsonl"]
    told = {}
    for extra in ((), ("--lexicon-only",)):
        lines = CliRunner().invoke(app, [*words, *extra]).stdout.splitlines()
        (told[extra],) = [one for one in map(json.loads, lines) if one["record"] == "event"]
    both, alone = told[()], told["--lexicon-only",]
    assert both["event_type"] == alone["event_type"] == "SUPPORT" and both["id"] == alone["id"]
    assert 0 < both["confidence"] <= 1 and alone["confidence"] is None
    assert alone["coder"].endswith("pairs none") and "scorer" not in {s["rule"] for s in alone["steps"]}
