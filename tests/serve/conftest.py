"""A store of the example articles, for everything that is served."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dragoman.pipeline import Pipeline
from dragoman.relate import bring_up_to_date
from dragoman.store import Store
from tests.conftest import REPOSITORY


@pytest.fixture(scope="session")
def examples_store(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example articles as `dragoman read` stores them; not to be written to."""
    path = tmp_path_factory.mktemp("examples") / "examples.duckdb"
    with Store(path) as store:
        store.start_run(pipeline.reader.version, pipeline.ontology.version)
        outcomes = pipeline.run(pipeline.sources([str(REPOSITORY / "examples" / "articles")]))
        store.save_all([(one.coding, one.source) for one in outcomes if one.coding])
        bring_up_to_date(store.connection)
    return path


@pytest.fixture
def own_store(examples_store: Path, tmp_path: Path) -> Path:
    """A copy of it to write to."""
    return Path(shutil.copy(examples_store, tmp_path / "own.duckdb"))
