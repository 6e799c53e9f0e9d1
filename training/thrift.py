"""The exported network rewritten into operations that onnxruntime computes faster on a processor.

The meaning stays (but for a norm of numbers that are all alike, which do not occur); what changes is measured
in NOTES.md. Two things take much of the time and need not:

- onnxruntime's layer norms are scalar loops; the same from vectorised operations takes a third of the time.
- Windows are read one by one (their numbers then stay in the cache), so attention needs no mask, and without
  a mask it is computed in blocks (flash attention).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import onnx
from onnx import helper, numpy_helper

from network import HEADS, HIDDEN

_MICROSOFT = "com.microsoft"


def rewritten(model: onnx.ModelProto) -> onnx.ModelProto:
    """``model`` after fusion, with cheaper norms and attention, without its input ``mask``."""
    if not any(node.op_type == "Attention" for node in model.graph.node):
        raise SystemExit(
            "onnxruntime did not fuse the attentions: is it the version that pyproject.toml names?"
        )
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for number, node in enumerate(model.graph.node):
        if node.op_type in {"LayerNormalization", "SkipLayerNormalization"}:
            weight = constants[node.input[1 if node.op_type == "LayerNormalization" else 2]]
            scale = numpy_helper.to_array(weight) * math.sqrt(HIDDEN)
            model.graph.initializer.append(
                numpy_helper.from_array(scale.astype(np.float32), f"scale{number}")
            )
            nodes.extend(_norm(node, number))
        elif node.op_type == "Attention":
            nodes.extend(_attention(node, number))
        else:
            nodes.append(node)
    if not any(used.domain == _MICROSOFT for used in model.opset_import):
        model.opset_import.append(helper.make_opsetid(_MICROSOFT, 1))
    _keep(model.graph, _needed(nodes, {output.name for output in model.graph.output}))
    return model


def _norm(node: onnx.NodeProto, number: int) -> Iterator[onnx.NodeProto]:
    """Add what is added before a norm, centre, divide by the length, scale and shift.

    A vector of length √n has variance 1, so the scale holds that factor.
    """
    given = node.input[0]
    shift = node.input[2]
    if node.op_type == "SkipLayerNormalization":
        shift = node.input[3]
        for place, added in enumerate([*node.input[4:5], node.input[1]]):
            yield helper.make_node("Add", [given, added], [f"sum{number}_{place}"])
            given = f"sum{number}_{place}"
    centred, length = f"centred{number}", f"length{number}"
    yield helper.make_node("ReduceMean", [given], [f"mean{number}"], axes=[-1], keepdims=1)
    yield helper.make_node("Sub", [given, f"mean{number}"], [centred])
    yield helper.make_node("ReduceL2", [centred], [length], axes=[-1], keepdims=1)
    yield helper.make_node("Div", [centred, length], [f"unit{number}"])
    yield helper.make_node("Mul", [f"unit{number}", f"scale{number}"], [f"scaled{number}"])
    yield helper.make_node("Add", [f"scaled{number}", shift], [node.output[0]])


def _attention(node: onnx.NodeProto, number: int) -> Iterator[onnx.NodeProto]:
    """Queries, keys and values by one product, then attention of all to all."""
    given, weight, bias = node.input[:3]
    sides = [f"{side}{number}" for side in ("query", "key", "value")]
    yield helper.make_node("MatMul", [given, weight], [f"product{number}"])
    yield helper.make_node("Add", [f"product{number}", bias], [f"all{number}"])
    yield helper.make_node("Split", [f"all{number}"], sides, axis=-1)
    yield helper.make_node("MultiHeadAttention", sides, [node.output[0]], domain=_MICROSOFT, num_heads=HEADS)


def _needed(nodes: list[onnx.NodeProto], wanted: set[str]) -> list[onnx.NodeProto]:
    """The nodes that the outputs need, in order."""
    found: list[onnx.NodeProto] = []
    for node in reversed(nodes):
        if wanted & set(node.output):
            found.append(node)
            wanted |= set(node.input)
    return found[::-1]


def _keep(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    """Leave in the graph these nodes and what they take."""
    taken = {name for node in nodes for name in node.input}
    for field, kept in (
        (graph.node, nodes),
        (graph.initializer, [tensor for tensor in graph.initializer if tensor.name in taken]),
        (graph.input, [value for value in graph.input if value.name in taken]),
    ):
        held = [type(one).FromString(one.SerializeToString()) for one in kept]
        del field[:]
        field.extend(held)
