"""The figures of the folds: PLV's training side, each row told by a network that saw nothing of its fold.

Run: python training/pairs_folds.py [--fold K ...]
Trains what is missing (`pairs_train.py --fold`), then writes gold/pairs_folds.jsonl, what was told of each
row, and prints the figures as `dragoman.serve.evaluate.pairs.folds` counts them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from dragoman.serve.evaluate.pairs import MERGED, best, folds
from pairs_network import PAIRS
from pairs_rows import GOLD, TYPES
from pairs_train import PLV, WORK

HERE = Path(__file__).resolve().parent
PLV_TYPES = [*MERGED, *(name for name in TYPES if name not in ("CONCEDE", "RETREAT", "NONE"))]
FOLDS = GOLD / "pairs_folds.jsonl"


def main() -> None:
    """Train the folds that are missing, then count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    numbers = range(PAIRS["schedule"]["folds"])
    parser.add_argument("--fold", type=int, nargs="*", default=list(numbers), help="only train these")
    options = parser.parse_args()
    for fold in options.fold:
        if not (WORK / f"fold_{fold}.jsonl").exists():
            subprocess.run([sys.executable, str(HERE / "pairs_train.py"), "--fold", str(fold)], check=True)
    if not all((WORK / f"fold_{fold}.jsonl").exists() for fold in numbers):
        return
    with FOLDS.open("w", encoding="utf-8") as file:
        for fold in numbers:
            for line in (WORK / f"fold_{fold}.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                told = {"id": row["id"], "fold": fold, "type": best(row["shares"], PLV_TYPES)}
                file.write(json.dumps(told | {key: row[key] for key in ("found", "right")}) + "\n")
    print(json.dumps(folds(FOLDS, PLV), indent=1))


if __name__ == "__main__":
    main()
