"""``dragoman export`` and ``dragoman import`` over a hand-made store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

from dragoman.export import FORMATS as INTO
from dragoman.imports import FORMATS as FROM
from dragoman.records import Factuality
from dragoman.serve import cli, exchange
from dragoman.store import Store
from tests.export.world import event, ties
from tests.export.world import told as article_told
from tests.store.made import coding


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)
    events = (event(), event(voice_kind="commentary"), event(factuality="planned"))
    with Store(tmp_path / "dragoman.duckdb") as store:
        store.save(coding(), "made.txt")
        store.save(article_told(1, events), "told.txt")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


def ids(path: Path) -> list[str]:
    """The first column below the header."""
    return [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def test_the_commands_know_every_format_and_factuality() -> None:
    assert tuple(exchange.Into) == tuple(INTO)
    assert tuple(exchange.From) == tuple(FROM)
    assert tuple(exchange.Told) == get_args(Factuality)


def test_export_works_out_what_waits_and_writes_the_file(folder: Path) -> None:
    done = run("export", "icews", "out.tab")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "dragoman: 2 rows in out.tab\n")
    assert ids(folder / "out.tab") == ["e-praise-1", "e1-0-1"] or ids(folder / "out.tab") == [
        "e1-0-1",
        "e-praise-1",
    ]


def test_export_options_choose(folder: Path) -> None:
    def polecat(*words: str) -> set[str]:
        assert run("export", "polecat", "out.tsv", *words).exit_code == 0
        return set(ids(folder / "out.tsv"))

    assert polecat("--voice", "commentary") == {"e1-1"}
    assert polecat("--no-voice", "report") == set()
    assert polecat("--factuality", "planned", "--factuality", "happened") == {"e-praise", "e1-0", "e1-2"}
    assert polecat("--since", "2019-04-30") == set()
    assert polecat("--until", "2019-04-29", "--copies") == {"e-praise", "e1-0"}


def test_export_of_parquet_takes_no_filter(folder: Path) -> None:
    refused = run("export", "parquet", "tables", "--voice", "report")
    assert refused.exit_code == 2 and "the whole store" in refused.stderr
    assert run("export", "parquet", "tables").exit_code == 0
    assert (folder / "tables" / "events.parquet").exists()


@pytest.mark.usefixtures("folder")
def test_export_tells_what_it_cannot_write() -> None:
    failed = run("export", "icews", "nowhere/out.tab")
    assert failed.exit_code == 1 and "nowhere/out.tab: it cannot be written" in failed.stderr
    assert run("export", "xml", "out.xml").exit_code == 2
    assert run("export", "icews", "out.tab", "--db", "none/none.duckdb").exit_code == 1


def test_help_says_what_is_left_out() -> None:
    told = CliRunner().invoke(cli.app, ["export", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).stdout
    assert "no column for whether a thing happened" in told and "any word but a commentator's" in told
    told = CliRunner().invoke(cli.app, ["import", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).stdout
    assert "CAMEO 010 to 015 and 017" in told


def test_import_tells_what_became_of_every_row(folder: Path) -> None:
    run("export", "icews", "out.tab")
    page = (folder / "out.tab").read_text(encoding="utf-8")
    (folder / "out.tab").write_text(page + page.splitlines()[1].replace("\t050\t", "\t010\t") + "\nbroken\n")
    done = run("import", "icews", "out.tab")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "dragoman: out.tab: 2 of 4 events kept",
        "dragoman: out.tab: 1 left out: PLOVER has no type for CAMEO 010",
        "dragoman: out.tab: 1 left out: malformed",
        "dragoman: out.tab, line 5: 1 cells instead of 20",
    ]
    with Store(folder / "dragoman.duckdb") as store:
        assert ties(store, "icews") == {
            (a, b, "verbal_cooperation", day)
            for a, b, quad, day in ties(store)
            if a == "NOR" and day == date(2019, 4, 29)
        }


def test_import_goes_on_after_a_file_of_another_kind(folder: Path) -> None:
    (folder / "other.txt").write_text("hello\n")
    run("export", "icews", "out.tab")
    done = run("import", "icews", "other.txt", "out.tab")
    first, second = done.stderr.splitlines()
    assert done.exit_code == 1
    assert first.startswith("dragoman: other.txt: it is no table of ICEWS (its first line lacks the column")
    assert first.endswith("Name a file of ICEWS as it is published, plain, .gz or .zip.")
    assert second == "dragoman: out.tab: 2 of 2 events kept"
