"""The shipped reader as a checkpoint again, so that training can go on where the first checkpoints are gone.

Run: python training/shipped.py        (weights/reader.onnx and relations.onnx to work/shipped.pt)
Then: python training/train.py --start training/work/shipped.pt --rate 0.5
The numbers are those of the int8 files, so a short run makes good what rounding cost; the margins that export
adds to the attribution head are taken away again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from dragoman.reading.network import WEIGHTS
from export import HERE, hesitate
from network import HIDDEN, LAYERS, Reader
from recipe import RECIPE

_EMBEDDING = re.compile(r"/(?P<module>reader/encoder/\w+)/Gather")
_PRODUCT = re.compile(r"/(?P<module>reader/.+)/MatMul_quant")


def main() -> None:
    """Write the checkpoint; SystemExit where the weights fit another network."""
    labels = json.loads((WEIGHTS / "labels.json").read_text(encoding="utf-8"))
    model = Reader(labels, RECIPE["heads"])
    found = dict(_reader(WEIGHTS / "reader.onnx")) | dict(_relations(WEIGHTS / "relations.onnx"))
    own = model.state_dict()
    if strange := set(found) - set(own):
        raise SystemExit(f"the network has no {', '.join(sorted(strange))}")
    if lacking := {name for name in set(own) - set(found) if name.startswith("encoder.")}:
        raise SystemExit(f"the files hold no {', '.join(sorted(lacking))}")
    model.load_state_dict(own | found)
    hesitate(model, -1.0)
    path = HERE / "work" / "shipped.pt"
    path.parent.mkdir(exist_ok=True)
    torch.save({"model": model.state_dict()}, path)
    print(f"{path.name}: {len(found)} of {len(own)} tensors; new are {sorted(set(own) - set(found))}")


class _Held:
    """The numbers of a quantised network, as floats."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self.nodes = graph.node
        self.names = [tensor.name for tensor in graph.initializer]
        self._arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}

    def array(self, name: str) -> NDArray[np.float32]:
        """The tensor ``name``, whether it was quantised (by column or as a whole) or not."""
        if name in self._arrays:
            return self._arrays[name].astype(np.float32)
        steps = self._arrays[f"{name}_quantized"].astype(np.float32)
        zero = self._arrays[f"{name}_zero_point"].astype(np.float32)
        return (steps - zero) * self._arrays[f"{name}_scale"]


def _reader(path: Path) -> Iterator[tuple[str, Tensor]]:
    held = _Held(path)
    for name in held.names:
        if name.startswith("reader.") and name.endswith(".bias"):
            yield name.removeprefix("reader."), torch.tensor(held.array(name))
        elif name.endswith(".weight_quantized"):  # the middle of a biaffine
            whole = name.removesuffix("_quantized")
            yield whole.removeprefix("reader."), torch.tensor(held.array(whole))
    for node in held.nodes:
        match = _PRODUCT.fullmatch(node.name) if node.op_type == "MatMulInteger" else None
        if match and node.input[1].startswith("onnx::"):
            weight = held.array(node.input[1].removesuffix("_quantized"))
            yield f"{_module(match['module'])}.weight", torch.tensor(weight.T.copy())
    yield from _embeddings(held)
    yield from _attentions(held)
    yield from _norms(held)


def _module(path: str) -> str:
    """The module of a node: ``reader/entities/entities.0/entities.0.0`` is ``entities.0.0``."""
    parts = path.removeprefix("reader/").split("/")
    kept = [one for one, after in pairwise([*parts, ""]) if not after.startswith(f"{one}.")]
    return ".".join(kept)


def _embeddings(held: _Held) -> Iterator[tuple[str, Tensor]]:
    """By the place of their nodes: an export once gave two of them the names of inputs."""
    for node in held.nodes:
        match = _EMBEDDING.fullmatch(node.name) if node.op_type == "Gather" else None
        if match:
            whole = node.input[0].removesuffix("_quantized")
            yield f"{_module(match['module'])}.weight", torch.tensor(held.array(whole))


def _attentions(held: _Held) -> Iterator[tuple[str, Tensor]]:
    """Queries, keys and values lie side by side in one product."""
    for layer in range(LAYERS):
        weight = held.array(f"Attention_{layer}_qkv_weight")
        bias = held.array(f"Attention_{layer}_qkv_bias")
        for place, side in enumerate(("query", "key", "value")):
            part = slice(place * HIDDEN, (place + 1) * HIDDEN)
            stem = f"encoder.layers.{layer}.attention.{side}"
            yield f"{stem}.weight", torch.tensor(weight[:, part].T.copy())
            yield f"{stem}.bias", torch.tensor(bias[part])


def _norms(held: _Held) -> Iterator[tuple[str, Tensor]]:
    """The scales of the norms, which the rewriting for speed multiplied by the length of a unit vector."""
    for node in held.nodes:
        shift = next((name for name in node.input if name.endswith("norm.bias")), None)
        if node.op_type == "Add" and shift:
            scale = held.array(node.input[0].replace("scaled", "scale")) / math.sqrt(HIDDEN)
            yield shift.removeprefix("reader.").removesuffix("bias") + "weight", torch.tensor(scale)


def _relations(path: Path) -> Iterator[tuple[str, Tensor]]:
    held = _Held(path)
    yield "relations.dependent.bias", torch.tensor(held.array("dependent.bias"))
    for node in held.nodes:
        if node.op_type == "MatMulInteger":
            module = node.name.split("/")[1]
            weight = held.array(node.input[1].removesuffix("_quantized"))
            yield f"relations.{module}.weight", torch.tensor(weight.T.copy())


if __name__ == "__main__":
    main()
