"""Measures the shipped reader on the dev sides with ``dragoman eval``; prints JSON, writes the model card.

Run: python training/evaluate.py        (the card is weights/card.md, from the template card.md)
Test sides are never read.
"""

from __future__ import annotations

import json

import card
import corpora
from dragoman.reading.network import WEIGHTS
from dragoman.serve.evaluate import evaluate
from dragoman.serve.evaluate.gold import shared

_DATA = shared() / "data"
GOLD = {
    "ewt": ("ud", _DATA / "ud_en_ewt_dev.conllu.gz"),
    "gum": ("ud", _DATA / "ud_en_gum_dev.conllu.gz"),
    "polnear": ("attribution", _DATA / "polnear_dev.jsonl.gz"),
    "news names": ("entities", corpora.HERE.parent / "gold" / "names.jsonl"),
    "gum names": ("entities", _DATA / "ud_en_gum_dev.conllu.gz"),
    "uw": ("factuality", _DATA / "factuality_uw_dev.jsonl.gz"),
    "checkthat": ("subjectivity", _DATA / "subjectivity_dev.tsv"),
    "quoted": ("quoted", corpora.HERE.parent / "gold" / "quoted.jsonl"),
}
"""What is measured: the task and its file, under the name by which the card asks for it."""
LEARNED_FROM = {
    "ewt": "ewt",
    "gum": "gum",
    "polnear": "polnear",
    "news names": "named",
    "gum names": "gum",
    "uw": "uw",
    "checkthat": "checkthat",
    "quoted": "quoted",
}
"""The corpus without which it is not measured: `make train EXCLUDE=…` may leave it out."""


def main() -> None:
    """Measure everything, print it, and write the model card."""
    labels = json.loads((WEIGHTS / "labels.json").read_text(encoding="utf-8"))
    taught = {name: given for name, given in GOLD.items() if LEARNED_FROM[name] in labels["corpora"]}
    result = {name: evaluate(task, path) for name, (task, path) in taught.items()}
    print(json.dumps(result, indent=1))
    (corpora.HERE / "work").mkdir(exist_ok=True)
    (corpora.HERE / "work" / "evaluation.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    (WEIGHTS / "card.md").write_text(card.written(result), encoding="utf-8")


if __name__ == "__main__":
    main()
