"""Measured figures never fall below ``gold/floors.json``; a floor is raised by hand as a figure rises."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import Pipeline
from dragoman.serve.evaluate import Half, Part, evaluate, pairs
from dragoman.serve.evaluate.gold import shared
from dragoman.serve.evaluate.seed import cases, report
from tests.conftest import REPOSITORY

FLOORS: dict[str, dict[str, Any]] = json.loads((REPOSITORY / "gold" / "floors.json").read_text("utf-8"))
FACTS = [name for name, floor in FLOORS.items() if floor["task"] == "seed"]
FIGURES = [name for name in FLOORS if name not in FACTS]


def _gold(name: str, request: pytest.FixtureRequest) -> Path:
    """The gold of a floor; the test is skipped where it lies in shared data that are not there."""
    folder = str(FLOORS[name]["gold"])
    if not folder.startswith("shared/"):
        return REPOSITORY / folder
    return Path(request.getfixturevalue("shared")) / folder.removeprefix("shared/")


@pytest.mark.parametrize("name", FACTS)
def test_facts_found(name: str, pipeline: Pipeline, request: pytest.FixtureRequest) -> None:
    found = of = 0
    for case in cases(_gold(name, request)):
        (item,) = pipeline.sources([str(case.article)])
        result = report(case, pipeline.outcome(item).coding)
        found, of = found + result["found"], of + result["of"]
    assert of == FLOORS[name]["of"], "the key has changed: measure anew"
    assert found >= int(FLOORS[name]["floor"]), f"{found} of {of} facts"


@cache
def _figures(task: str, gold: Path, part: Part) -> dict[str, Any]:
    if task == "folds":  # recorded: training five networks takes an hour
        return pairs.folds(gold, shared() / "data" / "plv_train.jsonl")
    return evaluate(task, gold, part)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_hold(name: str, request: pytest.FixtureRequest) -> None:
    """A figure with a floor must not fall below it, an error with a ceiling must not rise above it."""
    floor = FLOORS[name]
    assert {"floor", "ceiling"} & floor.keys()
    request.getfixturevalue("shared")  # some gold lies here and labels texts that lie there
    part = Part(Half(floor["half"]) if "half" in floor else None, floor.get("limit"))
    figure: Any = _figures(floor["task"], _gold(name, request), part)
    for key in floor["figure"].split("."):
        figure = figure[key]
    assert floor.get("floor", figure) <= figure <= floor.get("ceiling", figure), f"{name} is {figure}"
