"""The model card: the template card.md with the corpora, the run and the figures filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from string import Template
from typing import Any

import corpora
from dragoman.reading.encode import WINDOW
from recipe import RECIPE

WORK = corpora.HERE / "work"


def written(result: dict[str, Any]) -> str:
    """The card for the figures that evaluate.py measured. Raises KeyError where one is missing."""
    run = json.loads((WORK / "run.json").read_text(encoding="utf-8"))
    labels = json.loads((WORK / "prepared" / "labels.json").read_text(encoding="utf-8"))
    recipe = corpora.HERE / "recipe.toml"
    values = {
        "version": next(iter(result.values()))["reader"],
        "recipe": hashlib.sha256(recipe.read_bytes()).hexdigest(),
        "steps": run["step"],
        "passes": f"{run['passes']:.1f}",
        "minutes": f"{run['minutes']:.0f}",
        "device": run["device"],
        "workers": run["workers"],
        "corpora": _corpora(labels["corpora"]),
        "trees": _trees(result),
        "raw": _raw(result),
        "news_names": _spans(result.get("news names")),
        "gum_names": _spans(result.get("gum names")),
        "attribution": _spans(result.get("polnear", {}).get("outermost")),
        "factuality": _factuality(result.get("uw")),
        "subjectivity": _classes(result.get("checkthat"), "sentences"),
        "quoted": _classes(result.get("quoted"), "stretches"),
        "parameters": round(run["parameters"] / 1e6),
        "units": RECIPE["encoder"]["intermediate"],
        "window": WINDOW,
    }
    template = (corpora.HERE / "card.md").read_text(encoding="utf-8")
    return Template(template).substitute(values)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _corpora(names: Iterable[str]) -> str:
    listed = corpora.listed()
    chosen = [listed[name] for name in names]
    rows = [(c["name"], c["licence"], ", ".join(c["teaches"]), c["where"]) for c in chosen]
    return table(("corpus", "licence as stated", "teaches", "where"), rows)


def _trees(result: dict[str, Any]) -> str:
    measures = ("upos", "uas", "las", "lemma")
    rows = [
        (f"{name.upper()}, {how.replace('_', ' ')}", *(scores[measure] for measure in measures))
        for name in ("ewt", "gum")
        if name in result
        for how, scores in result[name]["given_words"].items()
    ]
    return table(("dev side, how it was read", "UPOS", "UAS", "LAS", "lemma"), rows)


def _raw(result: dict[str, Any]) -> str:
    measures = ("words", "sentences", "upos", "las")
    rows = [
        (name.upper(), *(result[name]["raw_text"][measure]["f1"] for measure in measures))
        for name in ("ewt", "gum")
        if name in result
    ]
    return table(("dev side", *(f"{measure} F1" for measure in measures)), rows)


_UNTAUGHT = "Not taught: the corpus was left out."


def _spans(scores: dict[str, Any] | None) -> str:
    if scores is None:
        return _UNTAUGHT
    kinds = {name: score for name, score in scores.items() if isinstance(score, dict)}
    rows = [
        (name, *(score[part] for part in ("precision", "recall", "f1", "gold")))
        for name, score in kinds.items()
    ]
    return table(("spans", "P", "R", "F1", "number"), rows)


def _classes(scores: dict[str, Any] | None, what: str) -> str:
    if scores is None:
        return _UNTAUGHT
    each = ", ".join(f"{name} {score}" for name, score in scores["by_class"].items())
    return f"macro-F1 {scores['macro_f1']} over {scores['n']} {what} (F1: {each})"


def _factuality(scores: dict[str, Any] | None) -> str:
    if scores is None:
        return _UNTAUGHT
    return (
        f"mean absolute error {scores['mae']} (always answering 3: {scores['constant']['mae']}), "
        f"Pearson's r {scores['r']}, over {scores['n']} events"
    )
