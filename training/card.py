"""The model card: the template card.md with the corpora, the run and the figures filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from string import Template
from typing import Any

import corpora

WORK = corpora.HERE / "work"


def written(result: dict[str, Any]) -> str:
    """The card for the figures that evaluate.py measured. Raises KeyError where one is missing."""
    run = json.loads((WORK / "run.json").read_text(encoding="utf-8"))
    recipe = corpora.HERE / "recipe.toml"
    values = {
        "version": result["weights"],
        "recipe": hashlib.sha256(recipe.read_bytes()).hexdigest(),
        "steps": run["step"],
        "passes": f"{run['passes']:.1f}",
        "minutes": f"{run['minutes']:.0f}",
        "device": run["device"],
        "threads": run["threads"],
        "corpora": _corpora(),
        "trees": _trees(result),
        "names": _spans(result["gum names"]),
        "times": _spans(result["timebank times"]),
        "attribution": _spans(result["polnear spans"]),
        "articles": _spans(result["polnear articles"]),
        "source_links": result["polnear links"]["source"],
        "content_links": result["polnear links"]["content"],
        "factuality": _factuality(result["uw factuality"]),
    }
    template = (corpora.HERE / "card.md").read_text(encoding="utf-8")
    return Template(template).substitute(values)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _corpora() -> str:
    rows = [(c["name"], c["licence"], ", ".join(c["teaches"]), c["where"]) for c in corpora.listed().values()]
    return _table(("corpus", "licence as stated", "teaches", "where"), rows)


def _trees(result: dict[str, Any]) -> str:
    names = [
        name
        for name in result
        if name.startswith(("ewt ", "gum ")) and name.endswith(("sentences", "windows"))
    ]
    rows = [
        (name, *(result[name][score] for score in ("upos", "uas", "las", "lemma", "words"))) for name in names
    ]
    return _table(("dev side, how it was read", "UPOS", "UAS", "LAS", "lemma", "words"), rows)


def _spans(scores: dict[str, dict[str, float]]) -> str:
    rows = [(name, *score.values()) for name, score in scores.items()]
    return _table(("spans", "P", "R", "F1", "number"), rows)


def _factuality(scores: dict[str, float]) -> str:
    return (
        f"mean absolute error {scores['MAE']} (always answering 3: {scores['constant 3 MAE']}), "
        f"Pearson's r {scores['r']}, over {scores['events']} events"
    )
