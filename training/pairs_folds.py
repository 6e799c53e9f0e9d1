"""The figures of the folds: PLV's training side, each row told by a network that saw nothing of its fold.

Run: python training/pairs_folds.py
Trains the folds that are missing (`pairs_train.py --fold`), asks each of its rows, given the pair and through
the whole path as it is now, by the int8 network that would be shipped, writes what was told to
gold/pairs_folds.jsonl, and prints the figures as `dragoman.serve.evaluate.pairs.folds` counts them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from dragoman.pipeline import Pipeline
from dragoman.reading.scorer import PairScorer
from dragoman.records import NONE
from dragoman.serve.evaluate.gold import rows
from dragoman.serve.evaluate.pairs import MERGED, best, between, coded, folds, is_right, pair
from pairs_export import exported
from pairs_network import PAIRS
from pairs_rows import GOLD, TYPES, Row, plv
from pairs_train import HERE, PLV, WORK, folded

_SPLIT = {part for parts in MERGED.values() for part in parts}
PLV_TYPES = [*MERGED, *(name for name in TYPES if name not in _SPLIT | {NONE})]
FOLDS = GOLD / "pairs_folds.jsonl"


def main() -> None:
    """Train the folds that are missing, ask them all, then count."""
    pipeline, placed = Pipeline(), folded(plv(PLV))
    with FOLDS.with_suffix(".part").open("w", encoding="utf-8") as file:
        for fold in range(PAIRS["schedule"]["folds"]):
            pipeline.scorer = _scorer(fold)
            for told in _told(pipeline, [row for place, row in placed if place == fold]):
                file.write(json.dumps({"fold": fold, **told}) + "\n")
    FOLDS.with_suffix(".part").replace(FOLDS)
    print(json.dumps(folds(FOLDS, PLV), indent=1))


def _scorer(fold: int) -> PairScorer:
    """The network of a fold as it would be shipped."""
    path = WORK / f"fold_{fold}.pt"
    if not path.exists():
        subprocess.run([sys.executable, str(HERE / "pairs_train.py"), "--fold", str(fold)], check=True)
    exported(path, WORK / f"fold_{fold}")
    return PairScorer(WORK / f"fold_{fold}")


def _told(pipeline: Pipeline, asked: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """What is told of each row: the type of the given pair; whether the bare sentence gave an event between
    the two (``found``), and one of its type (``right``)."""
    gold = {one.id: one for one in rows(PLV, pair)}
    for row, shares in zip(asked, pipeline.scorer.score([row.pair for row in asked]), strict=True):
        one = gold[row.id]
        events = between(one, coded(pipeline, one.sentence))
        right = any(is_right(one, event) for event in events)
        yield {"id": row.id, "type": best(shares, PLV_TYPES), "found": bool(events), "right": right}


if __name__ == "__main__":
    main()
