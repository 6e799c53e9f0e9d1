"""Exports the network of pairs as int8 ONNX into dragoman/reading/weights.

Run: python training/pairs_export.py [--checkpoint FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.reading.network import WEIGHTS
from dragoman.reading.scorer import LABELS
from dragoman.serve.evaluate.stance import STANCES
from export import fused, placed, quantised, traced
from pairs_network import PAIRS, Scorer
from pairs_rows import TYPES
from pairs_train import WORK


def main() -> None:
    """Export, fuse, quantise, and put the files in place."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, help="by default the newest of the second stage")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    folder = WORK / "export"
    exported(options.checkpoint or _newest(), folder)
    for name in ("pairs.onnx", LABELS):
        placed(folder / name, options.weights / name)
        print(name, (options.weights / name).stat().st_size, "bytes")


def exported(checkpoint: Path, folder: Path) -> None:
    """Write the network of a checkpoint in int8, its labels and the tokenizer: a folder for `PairScorer`."""
    model = Scorer(len(TYPES), len(STANCES))
    model.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True))
    folder.mkdir(parents=True, exist_ok=True)
    inputs = ["subwords", "shapes", "mask", "marks"]
    traced(_Marked(model).eval(), _example(), inputs, ["types", "stances"], folder / "fp32.onnx")
    fused(folder / "fp32.onnx", folder / "fused.onnx")
    quantised(folder / "fused.onnx", folder / "pairs.onnx")
    placed(WEIGHTS / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: _sum(folder / name) for name in ("pairs.onnx", "tokenizer.json")}
    labels = {
        "types": TYPES,
        "stances": STANCES,
        "version": f"{PAIRS['version']}+{sums['pairs.onnx'][:8]}",
        "sha256": sums,
    }
    (folder / LABELS).write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def _newest() -> Path:
    return max(WORK.glob("last*.pt"), key=lambda path: path.stat().st_mtime)


class _Marked(nn.Module):
    """The scorer as it is exported, for one sentence at a time: rewriting takes the mask out."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        return self.scorer.told(self.scorer.encoder(subwords, shapes, mask), marks)


def _example() -> tuple[Tensor, ...]:
    """A batch of two, one with padding, to trace the network with."""
    subwords = torch.tensor([[101, 1, 2023, 2, 2003, 3, 2009, 4, 102], [101, 1, 2748, 2, 102, 0, 0, 0, 0]])
    shapes = torch.tensor([[0, 0, 1, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0, 0]])
    return subwords, shapes, (subwords != 0).long(), torch.tensor([[1, 5], [1, 0]])


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
