"""A corpus that engines read in parts, and what one process makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dragoman.ingest import find
from dragoman.relate import Chosen, bring_up_to_date
from dragoman.relate.periods import table
from dragoman.relate.shown import written
from dragoman.scale import DYADS, STORE, Plan, sources_of
from dragoman.store import Store
from dragoman.store.rows import PARTS
from dragoman.workers import Settings

GOLD = Path(__file__).parents[2] / "gold" / "incidents.jsonl"
WORKED_OUT = ("texts", "copy_links", "dyad_events", "event_links", "incident_events", *PARTS)
SETTINGS = Settings(scored=False)

Tables = Mapping[str, list[tuple[Any, ...]]]


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
        bring_up_to_date(store.connection)
        written(table(store.connection, "month", chosen=Chosen()), folder / DYADS, "parquet")
    return folder


def tables(folder: Path) -> Tables:
    """The rows of what lies there, sorted: records, what follows from them, dyads."""
    with duckdb.connect(str(folder / STORE), read_only=True) as con:
        found = {name: con.execute(f"FROM {name}").fetchall() for name in WORKED_OUT}
        found["documents"] = con.execute("SELECT * EXCLUDE (run) FROM documents").fetchall()
    found["dyads"] = duckdb.read_parquet(str(folder / DYADS)).fetchall()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@pytest.fixture(scope="session")
def expected(alone: Path) -> Tables:
    """What every engine has to come to."""
    return tables(alone)


@pytest.fixture
def told() -> Callable[[int], None]:
    """Progress that nobody looks at."""
    return lambda _: None
