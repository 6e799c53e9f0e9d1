"""The API over the example articles, without the reader behind it: what is added waits for ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from dragoman.serve.web.app import app


@pytest.fixture(scope="session")
def served(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The whole app over a copy of the examples; not to be judged in."""
    own = shutil.copy(examples_store, tmp_path_factory.mktemp("served") / "examples.duckdb")
    return app(Path(own), hosts=())


@pytest.fixture(scope="session")
def client(served: FastAPI) -> Iterator[TestClient]:
    """Asks it."""
    with TestClient(served) as made:
        yield made


@pytest.fixture
def own_client(own_store: Path) -> Iterator[TestClient]:
    """Asks an app of the test's own, to write to."""
    with TestClient(app(own_store, hosts=())) as made:
        yield made
