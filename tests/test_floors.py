"""Measured figures never fall below ``gold/floors.json``; a floor is raised by hand as a figure rises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.pipeline import Pipeline
from dragoman.serve.evaluate.seed import cases, report
from tests.conftest import REPOSITORY

FLOORS: dict[str, dict[str, object]] = json.loads((REPOSITORY / "gold" / "floors.json").read_text("utf-8"))
FACTS = [name for name, floor in FLOORS.items() if floor["task"] == "seed"]


@pytest.mark.parametrize("name", FACTS)
def test_facts_found(name: str, pipeline: Pipeline, request: pytest.FixtureRequest) -> None:
    folder = str(FLOORS[name]["gold"])
    if folder.startswith("shared/"):
        gold = Path(request.getfixturevalue("shared")) / folder.removeprefix("shared/")
    else:
        gold = REPOSITORY / folder
    found = of = 0
    for case in cases(gold):
        (item,) = pipeline.sources([str(case.article)])
        result = report(case, pipeline.outcome(item).coding)
        found, of = found + result["found"], of + result["of"]
    assert of == FLOORS[name]["of"], "the key has changed: measure anew"
    assert found >= int(str(FLOORS[name]["floor"])), f"{found} of {of} facts"
