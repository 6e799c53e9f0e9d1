"""Writes the card of the network of pairs: the template pairs_card.md with the figures filled in.

Run: python training/pairs_card.py, after the export; gold/pairs_folds.jsonl holds what the folds told.
"""

from __future__ import annotations

from string import Template
from typing import Any

from card import table
from dragoman.reading.network import WEIGHTS
from dragoman.serve.evaluate import evaluate
from dragoman.serve.evaluate.gold import Half, Part, shared
from dragoman.serve.evaluate.pairs import folds
from dragoman.serve.evaluate.stance import STANCES
from pairs_folds import FOLDS
from pairs_network import PAIRS, Scorer
from pairs_rows import GOLD, TYPES
from pairs_train import HERE, PLV


def _signs(figures: dict[str, Any]) -> tuple[Any, ...]:
    return figures["n"], figures["signs"], figures["majority"]


def main() -> None:
    """Measure what the shipped network says of pairs that it never saw, and write the card."""
    found: Any = folds(FOLDS, PLV)
    natural: Any = evaluate("pairs", GOLD / "pairs.jsonl", Part(Half.second))
    mpqa: Any = evaluate("stance", shared() / "data" / "mpqa_opinions_dev.jsonl.gz")
    ours: Any = evaluate("stance", GOLD / "stance.jsonl")["stance"]
    network, corpora = PAIRS["network"], PAIRS["corpora"].values()
    values = {
        "version": natural["scorer"],
        "parameters": round(sum(p.numel() for p in Scorer(len(TYPES), len(STANCES)).parameters()) / 1e6),
        "layers": len(network["layers"]),
        "units": network["units"],
        "corpora": table(
            ("corpus", "licence as stated", "where"), ((c["name"], c["licence"], c["where"]) for c in corpora)
        ),
        "n": found["n"],
        **{key: found["given"][key] for key in ("types", "quads", "signs")},
        **{key: found["found"][key] for key in ("pair", "pair_and_type")},
        "m": natural["n"],
        **{f"natural_{key}": natural["given"][key] for key in ("types", "quads", "accuracy")},
        "stances": table(
            ("pairs of holder and target", "n", "signs, macro-F1", "majority", "three stances, macro-F1"),
            (
                ("MPQA dev, sentiments", *_signs(mpqa["sentiment"]), "—"),
                ("MPQA dev, all attitudes", *_signs(mpqa["attitudes"]), "—"),
                ("political news, labelled by the project", *_signs(ours), ours["stances"]),
            ),
        ),
        "by_type": table(("type", "F1"), found["given"]["by_type"].items()),
    }
    template = (HERE / "pairs_card.md").read_text(encoding="utf-8")
    (WEIGHTS / "pairs.md").write_text(Template(template).substitute(values), encoding="utf-8")


if __name__ == "__main__":
    main()
