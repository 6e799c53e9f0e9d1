"""Exports the network of pairs as int8 ONNX into dragoman/reading/weights.

Run: python training/pairs_export.py [--checkpoint FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx.utils
import torch
from torch import Tensor, nn

from dragoman.reading.network import WEIGHTS
from dragoman.reading.scorer import FILES, LABELS
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
    for name in ("pairs.onnx", "types.onnx", "stance.onnx", LABELS):
        placed(folder / name, options.weights / name)
        print(name, (options.weights / name).stat().st_size, "bytes")


def exported(checkpoint: Path, folder: Path) -> None:
    """Write the network of a checkpoint in int8, its labels and the tokenizer: a folder for `PairScorer`."""
    model = Scorer(len(TYPES), len(STANCES))
    held = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model.load_state_dict(model.state_dict() | held)  # a fold knows no stances
    folder.mkdir(parents=True, exist_ok=True)
    subwords, shapes, mask, marks = _example()
    given = ["subwords", "shapes", "mask", "marks"]
    whole = folder / "whole.onnx"
    _written(_Types(model), (subwords, shapes, mask, marks), given, ["types", "middle"], whole)
    divided(whole, folder)
    states = model.types(subwords, shapes, mask, marks)[1].detach()
    _written(
        _Stances(model),
        (states, mask, marks),
        ["middle", "mask", "marks"],
        ["stances"],
        folder / "stance.onnx",
    )
    placed(WEIGHTS / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: _sum(folder / name) for name in FILES}
    version = f"{PAIRS['version']}+{sums['pairs.onnx'][:8]}"
    labels = {"types": TYPES, "stances": STANCES, "version": version, "sha256": sums}
    (folder / LABELS).write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def divided(whole: Path, folder: Path) -> None:
    """Two networks of one: up to its middle, and on from there to the types. A stance asks for no types."""
    onnx.utils.extract_model(whole, folder / "pairs.onnx", ["subwords", "shapes", "marks"], ["middle"])
    onnx.utils.extract_model(whole, folder / "types.onnx", ["middle", "marks"], ["types"])


def _written(
    part: nn.Module, example: tuple[Tensor, ...], inputs: list[str], outputs: list[str], path: Path
) -> None:
    """A part of the network, fused and in int8."""
    plain, quick = path.with_suffix(".fp32"), path.with_suffix(".fused")
    traced(part.eval(), example, inputs, outputs, plain)
    fused(plain, quick)
    quantised(quick, path)


def _newest() -> Path:
    return max(WORK.glob("last*.pt"), key=lambda path: path.stat().st_mtime)


class _Types(nn.Module):
    """The scorer up to the types, for one sentence at a time: rewriting takes the mask out."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        return self.scorer.types(subwords, shapes, mask, marks)


class _Stances(nn.Module):
    """What goes on from the middle of it to the stances."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, middle: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        return self.scorer.stances(middle, mask, marks)


def _example() -> tuple[Tensor, ...]:
    """A batch of two, one with padding, to trace the network with."""
    subwords = torch.tensor([[101, 1, 2023, 2, 2003, 3, 2009, 4, 102], [101, 1, 2748, 2, 102, 0, 0, 0, 0]])
    shapes = torch.tensor([[0, 0, 1, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0, 0]])
    return subwords, shapes, (subwords != 0).long(), torch.tensor([[1, 5], [1, 0]])


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
