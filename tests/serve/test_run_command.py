"""``dragoman run``: what it says, and what it refuses."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dragoman.serve.cli import app


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["run", *map(str, words), "--lexicon-only", "--workers", "1"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, a file that is none, and one of no known kind."""
    made = tmp_path / "articles"
    made.mkdir()
    for name in "abc":
        (made / f"{name}.txt").write_text(f"Chad accused Norway of spying. It was report {name}.")
    (made / "d.txt").write_text(" ")
    (made / "scan.pdf").write_bytes(b"%PDF")
    return made


def test_a_run_its_repetition_and_what_failed_tried_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run(folder, "--out", out, "--part", "2")
    assert told.exit_code == 1
    assert "left out, of no known kind: scan.pdf" in told.stderr
    assert f"3 different articles in {out}/store.duckdb" in told.stderr
    assert f"1 not read: dragoman failures --db {out}/store.duckdb" in told.stderr
    listed = CliRunner().invoke(app, ["failures", "--db", str(out / "store.duckdb")])
    assert "d.txt" in listed.stdout
    again = run(folder, "--out", out, "--part", "2")
    assert "2 of 2 parts are there already" in again.stderr
    retried = run(folder, "--out", out, "--part", "2", "--retry")
    assert "1 of 2 parts are there already" in retried.stderr


def test_a_corpus_without_a_fault_ends_well(folder: Path, tmp_path: Path) -> None:
    told = run(folder / "a.txt", folder / "b.txt", "--out", tmp_path / "out", "--published", "2020-02-03")
    assert told.exit_code == 0, told.stderr
    dyads = CliRunner().invoke(app, ["dyads", "--db", str(tmp_path / "out" / "store.duckdb")])
    assert "NOR" in dyads.stdout


def test_what_cannot_be_meant_is_refused(folder: Path, tmp_path: Path) -> None:
    assert run("-", "--out", tmp_path / "out").exit_code == 2
    told = run(folder, "--out", "memory://x")
    assert told.exit_code == 2 and "share no memory" in told.stderr
    told = run(folder, "--out", folder / "out")
    assert told.exit_code == 1 and "would be taken for articles" in told.stderr
    (tmp_path / "file").write_text("no folder")
    told = run(folder, "--out", tmp_path / "file")
    assert told.exit_code == 1 and "cannot be read or written" in told.stderr


def test_a_place_where_nothing_can_be_written_ends_the_run(folder: Path, tmp_path: Path) -> None:
    for number in range(8):
        (folder / f"{number}.txt").write_text(f"Peru thanked Chile for dispatch {number}.")
    out = tmp_path / "out"
    out.mkdir()
    (out / "tables").write_text("no folder")
    told = run(folder, "--out", out, "--part", "1")
    assert told.exit_code == 1
    assert told.stderr.count("was not written") == 5
    assert "5 parts in a row were not written: no more are read" in told.stderr


def test_without_the_extra_it_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "dragoman.scale.on_daft":
            raise ImportError(name)
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    told = run(folder, "--out", tmp_path / "out", "--engine", "daft")
    assert told.exit_code == 1 and "pip install 'dragoman[scale]'" in told.stderr
