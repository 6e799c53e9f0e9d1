"""The API holds what its OpenAPI document promises, whatever is asked: generated calls, all checks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from dragoman.serve.finder import Finder
from dragoman.serve.web.app import app
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.intake import Given, Job

EXAMPLES = int(os.environ.get("DRAGOMAN_CALLS", "5"))
"""Calls of each operation."""


CONTRADICTIONS = ("Exchange the two", "are the same actor", "at most two of them", "of JSON are too many")
"""Of parameters that are right each by itself, which no schema can tell."""


class NoReader:
    """Takes everything and reads nothing: addresses are made up, too."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def add(self, given: list[Given]) -> Job:
        job = Job(f"{len(self._jobs):016x}", datetime.now(UTC))
        self._jobs[job.id] = job
        return job

    def job(self, key: str) -> Job | None:
        return self._jobs.get(key)

    def jobs(self) -> list[Job]:
        return [*self._jobs.values()][-10:]

    def close(self) -> None:
        pass


FOLDER = Path(mkdtemp(prefix="dragoman-test-"))
SERVED = app(FOLDER / "empty.duckdb", hosts=())  # what it promises is the same over any store
SERVED.state.intake = NoReader()
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", SERVED)


@pytest.fixture(scope="module", autouse=True)
def filled(examples_store: Path) -> Iterator[None]:
    """The app over a copy of the examples."""
    own = Path(shutil.copy(examples_store, FOLDER / "examples.duckdb"))
    SERVED.state.desk, SERVED.state.finder = Desk(own), Finder(own)
    yield
    SERVED.state.desk.close()
    shutil.rmtree(FOLDER)


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_calls(case: Any) -> None:
    answer = case.call()
    contradiction = answer.status_code == 422 and any(words in answer.text for words in CONTRADICTIONS)
    case.validate_response(answer, excluded_checks=[positive_data_acceptance] if contradiction else [])
