"""The relations as functions of the package: the same as the commands give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import dragoman
from dragoman.records import Coding
from dragoman.relate import Chosen, Wanted
from dragoman.relate.periods import COLUMNS
from dragoman.store import Store, StoreError
from tests.store.made import article, coding, praise


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A store with articles of which nothing is worked out yet."""
    path = tmp_path / "made.duckdb"
    with Store(path) as store:
        store.save(coding(), "made.txt")
    return path


def test_what_is_pending_is_worked_out_first(db: Path) -> None:
    table = dragoman.dyads(db)
    assert table.columns == list(COLUMNS)
    assert table.project("actor, recipient, incidents").fetchall() == [("NOR", "TCD", 1)]


def test_a_relation_and_its_incidents(db: Path) -> None:
    found = dragoman.relation(str(db), "NOR", "TCD", "year", Chosen(factualities=("did_not_happen",)))
    assert [one.incidents for one in found.periods] == [1]
    assert len(dragoman.incidents(db)) == found.total == 2
    assert len(dragoman.incidents(db, Wanted("NOR", "TCD", ("happened",)))) == 1


def test_private_deeds_count_on_request(db: Path) -> None:
    company = replace(praise().actor[0], sector="BUS")
    with Store(db) as store:
        store.save(Coding(article(), (replace(praise(), actor=(company,)),)), "made.txt")
    assert dragoman.dyads(db).fetchall() == []
    assert len(dragoman.dyads(db, chosen=Chosen(private=True)).fetchall()) == 1


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        dragoman.dyads(tmp_path / "none.duckdb")
