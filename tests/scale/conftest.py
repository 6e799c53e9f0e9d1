"""A corpus that engines read in parts, and what one process makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dragoman.ingest import find
from dragoman.relate import Chosen, bring_up_to_date
from dragoman.relate.periods import table
from dragoman.relate.shown import written
from dragoman.scale import DYADS, STORE, Plan, sources_of
from dragoman.store import Store
from dragoman.store.failures import keep_failures
from dragoman.workers import Settings
from tests import holding
from tests.holding import Tables

GOLD = Path(__file__).parents[2] / "gold" / "incidents.jsonl"
SETTINGS = Settings(scored=False)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles, copies and retellings among them, one of them twice; and a row that is none."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    pairs = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    chosen = [
        one for kind in ("copy", "edit", "retold") for one in [p for p in pairs if p["kind"] == kind][:5]
    ]
    rows = [one[side] for side in "ab" for one in chosen]
    lines = [json.dumps(row) for row in [*rows[:20], {"text": ""}, *rows[20:], rows[3]]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def planned(corpus: Path) -> Plan:
    """The corpus in parts of seven, the lexicon alone asked, which is quick."""
    return Plan(sources_of([str(corpus)]), SETTINGS, size=7)


@pytest.fixture(scope="session")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the store and the table of dyads that one process makes of the corpus."""
    folder = tmp_path_factory.mktemp("alone")
    with Store(folder / STORE) as store:
        for told in SETTINGS.pipeline().run(find(corpus)):
            if told.coding:
                store.save(told.coding, told.source)
            if one := told.failure:
                keep_failures(store.connection, [(one.source, str(corpus), one.problem, one.remedy)])
        bring_up_to_date(store.connection)
        written(table(store.connection, "month", chosen=Chosen()), folder / DYADS, "parquet")
    return folder


def tables(folder: Path) -> Tables:
    """What lies there: the store, and the table of dyads."""
    dyads = duckdb.read_parquet(str(folder / DYADS)).fetchall()
    return {**holding.tables(folder / STORE), "dyads": sorted(dyads, key=repr)}


@pytest.fixture(scope="session")
def expected(alone: Path) -> Tables:
    """What every engine has to come to."""
    return tables(alone)


@pytest.fixture
def told() -> Callable[[int], None]:
    """Progress that nobody looks at."""
    return lambda _: None
