"""Exports the newest checkpoint as int8 ONNX into dragoman/reading/weights, each file whole or not at all.

Run: python training/export.py [--checkpoint FILE] [--weights FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

import corpora
import thrift
from dragoman.reading.network import WEIGHTS
from dragoman.reading.reader import OUTPUTS
from labels import LAYERS
from network import HEADS, HIDDEN, Reader
from recipe import RECIPE

HERE = Path(__file__).resolve().parent
WORK = HERE / "work"
OPSET = 17
_SURE = 1e4  # a logit that nothing outweighs
_GIVEN = ("subwords", "shapes", "mask", "firsts", "sentence")  # to the reader; a name too many is a weight's
_AXES = {
    "subwords": ("windows", "subwords"),
    "shapes": ("windows", "subwords"),
    "mask": ("windows", "subwords"),
    "firsts": ("windows", "words"),
    "sentence": ("windows", "words"),
    "marks": ("windows",),
    "middle": ("windows", "subwords"),
}


def main() -> None:
    """Export, fuse, quantise, and put the files in place."""
    options = _options()
    labels = json.loads((WORK / "prepared" / "labels.json").read_text(encoding="utf-8"))
    checkpoint = options.checkpoint or newest()
    model = loaded(checkpoint, labels)
    _run(checkpoint, model)
    folder = WORK / "export"
    folder.mkdir(parents=True, exist_ok=True)
    _reader(model, folder)
    _relations(model, folder)
    shutil.copyfile(WORK / "prepared" / "tokenizer.json", folder / "tokenizer.json")
    _labels(labels, folder)
    options.weights.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "relations.onnx", "reader.onnx", "labels.json"):
        placed(folder / name, options.weights / name)
        print(name, (options.weights / name).stat().st_size, "bytes")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    return parser.parse_args()


def newest() -> Path:
    """The checkpoint written last; SystemExit where there is none."""
    found = max((WORK / "checkpoints").glob("*.pt"), key=lambda path: path.stat().st_mtime, default=None)
    if found is None:
        raise SystemExit("no checkpoint in training/work/checkpoints: run training/train.py")
    return found


def loaded(path: Path, labels: dict[str, Any]) -> Reader:
    """The reader of a checkpoint, ready to be asked."""
    model = Reader(labels, RECIPE["heads"])
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["model"])
    hesitate(model)
    _silence(model, {task for name in labels["corpora"] for task in corpora.listed()[name]["teaches"]})
    return model.eval()


def hesitate(model: Reader, share: float = 1.0) -> None:
    """Add the recipe's margins (-1: take them away) to what attribution says of "out" and "begin"."""
    with torch.no_grad():
        for number, layer in enumerate(LAYERS):
            out, begin = RECIPE["margins"][layer]
            model.attribution[-1].bias[3 * number] += share * out
            model.attribution[-1].bias[3 * number + 1] += share * begin


def _silence(model: Reader, taught: set[str]) -> None:
    """Heads that no corpus taught must find nothing, rather than anything."""
    with torch.no_grad():
        if "attribution" not in taught:
            model.attribution[-1].bias[0::3] = _SURE
        if not any(task.startswith("entities") for task in taught):
            model.entities[-1].bias[0] = _SURE
        if "factuality" not in taught:
            model.factuality[-1].bias[:] = torch.nan
        if "subjectivity" not in taught:
            model.subjective[-1].bias[:] = torch.nan
        if "quotation marks" not in taught:
            model.quoted[-1].bias[:] = torch.nan
        if "where sentences begin" not in taught:
            model.opens[-1].weight.zero_()
            model.opens[-1].bias.zero_()


def _run(path: Path, model: Reader) -> None:
    """What the card says of the run."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    said = state["progress"] | {name: state.get(name) for name in ("device", "passes", "workers")}
    said["parameters"] = sum(weights.numel() for weights in model.parameters())
    (WORK / "run.json").write_text(json.dumps(said), encoding="utf-8")


class _Outputs(nn.Module):
    """The reader with its outputs in order, the lemma as the number of the best script."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        out = self.reader(*given)
        out["lemma"] = out["lemma"].argmax(-1)
        return tuple(out[name] for name in OUTPUTS)


def _reader(model: Reader, folder: Path) -> None:
    """reader-fp32.onnx, reader-fused.onnx (rewritten to be fast) and reader.onnx, that in int8."""
    traced(_Outputs(model).eval(), _example(), list(_GIVEN), list(OUTPUTS), folder / "reader-fp32.onnx")
    fused(folder / "reader-fp32.onnx", folder / "reader-fused.onnx")
    quantised(folder / "reader-fused.onnx", folder / "reader.onnx")


def fused(source: Path, target: Path) -> None:
    """The network with its attentions as single operations, rewritten to be fast."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = (
        False  # the shapes are a fourth embedding, which that fusion does not know
    )
    found = optimizer.optimize_model(
        str(source),
        model_type="bert",
        num_heads=HEADS,
        hidden_size=HIDDEN,
        optimization_options=options,
        opt_level=0,
    )
    print("fused:", {name: count for name, count in found.get_fused_operator_statistics().items() if count})
    onnx.save(thrift.rewritten(found.model), str(target))


def quantised(source: Path, target: Path) -> None:
    """The network in int8, weights and activations."""
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # 7 bits: exact also on processors whose 8-bit products saturate
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _example() -> tuple[Tensor, ...]:
    """A batch of two windows, one with padding, to trace the network with."""
    subwords = torch.tensor([[101, 2023, 2003, 102, 2009, 102], [101, 2748, 102, 0, 0, 0]])
    shapes = torch.tensor([[0, 1, 1, 0, 1, 0], [0, 1, 0, 0, 0, 0]])
    firsts = torch.tensor([[1, 2, 4], [1, 0, 0]])
    sentence = torch.tensor([[0, 0, 1], [0, -1, -1]])
    return subwords, shapes, (subwords != 0).long(), firsts, sentence


def _relations(model: Reader, folder: Path) -> None:
    width = RECIPE["heads"]["relation"]
    example = torch.zeros(2, width), torch.zeros(2, width)
    whole = folder / "relations-fp32.onnx"
    traced(model.relations, example, ["dependent", "head"], ["relation"], whole)
    quantised(whole, folder / "relations.onnx")


def traced(
    module: nn.Module, example: tuple[Tensor, ...], inputs: list[str], outputs: list[str], path: Path
) -> None:
    """Write the module as ONNX, traced with an example."""
    axes = {name: dict(enumerate(_AXES.get(name, ("words",)))) for name in inputs}
    axes |= {name: _output_axes(name) for name in outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of shapes that it keeps symbolic after all
        torch.onnx.export(
            module,
            example,
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def _output_axes(name: str) -> dict[int, str]:
    if name == "middle":
        return {0: "windows", 1: "subwords"}
    if name in ("types", "stances"):
        return {0: "windows"}
    if name == "relation":
        return {0: "words"}
    extra = {"arcs": {2: "heads"}, "links": {2: "cues"}, "relation_head": {1: "heads"}}
    return {0: "windows", 1: "words"} | extra.get(name, {})


def _labels(labels: dict[str, Any], folder: Path) -> None:
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("reader.onnx", "relations.onnx", "tokenizer.json")
    }
    whole = labels | {"version": f"{RECIPE['version']}+{digests['reader.onnx'][:8]}", "sha256": digests}
    (folder / "labels.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")


def placed(source: Path, target: Path) -> None:
    """Copy a file whole or not at all."""
    beside = target.with_suffix(".part")
    shutil.copyfile(source, beside)
    beside.replace(target)


if __name__ == "__main__":
    main()
