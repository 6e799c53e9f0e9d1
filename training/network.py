"""The joint reader: a small encoder, written out so that onnxruntime can fuse it, and the heads on its words.

Shapes in comments: B windows, S subwords, W words, R the width of the relation head.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from labels import QUOTED
from recipe import RECIPE

HIDDEN, LAYERS, HEADS = 384, 6, 12
INTERMEDIATE = RECIPE["encoder"]["intermediate"]
NEVER = -1e9
_MASK = 103  # of the vocabulary: stands for a word that is hidden in training
_SHAPES = 10


class _Dropout(nn.Module):
    """Drops the same numbers of all subwords of a window: to draw for each subword would cost half a step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        if not self.training:
            return states
        kept = torch.rand(states.size(0), 1, states.size(2), device=states.device) >= self.share
        return states * (kept.to(states.dtype) / (1 - self.share))


class Attention(nn.Module):
    """Self-attention in the plain form that onnxruntime's optimizer knows."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.dense = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = _Dropout(RECIPE["encoder"]["dropout"])

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (self._split(layer(states)) for layer in (self.query, self.key, self.value))
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(HIDDEN // HEADS)
        context = torch.matmul(torch.softmax(scores + mask, dim=-1), value)
        context = context.permute(0, 2, 1, 3).contiguous()
        merged = context.view(context.size(0), context.size(1), HIDDEN)
        return self.norm(self.drop(self.dense(merged)) + states)

    def _split(self, states: Tensor) -> Tensor:
        return states.view(states.size(0), states.size(1), HEADS, HIDDEN // HEADS).permute(0, 2, 1, 3)


class Layer(nn.Module):
    """Attention and the feed-forward part of so many inner units, each with its residual and norm."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.attention = Attention()
        self.wide = nn.Linear(HIDDEN, units)
        self.narrow = nn.Linear(units, HIDDEN)
        self.narrow_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = _Dropout(RECIPE["encoder"]["dropout"])

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        states = self.attention(states, mask)
        grown = self.narrow(nn.functional.gelu(self.wide(states)))
        return self.narrow_norm(self.drop(grown) + states)


def reduced(device: str) -> torch.autocast:
    """A context of half precision (bfloat16), where the device has instructions for it.

    A CPU without them imitates each product, fifty times slower than in single precision.
    """
    able = device != "cpu" or (
        torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
    return torch.autocast(device, dtype=torch.bfloat16, enabled=able)


def masked(mask: Tensor, states: Tensor) -> Tensor:
    """What attention adds to its scores: far below 0 where nothing is; in the order that fusion knows."""
    bias: Tensor = (1.0 - mask.unsqueeze(1).unsqueeze(2).to(states.dtype)) * -10000.0
    return bias


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 with the shape of each word added to the input of all its subwords.

    ``units`` of the 1,536 inner units of each feed-forward part are kept, and the layers of those numbers.
    """

    def __init__(self, units: int = INTERMEDIATE, layers: Sequence[int] = tuple(range(LAYERS))) -> None:
        super().__init__()
        self.units = units
        self.word = nn.Embedding(30522, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.kind = nn.Embedding(2, HIDDEN)
        self.shape = nn.Embedding(_SHAPES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.kept = tuple(layers)
        self.layers = nn.ModuleList(Layer(units) for _ in layers)
        nn.init.normal_(self.shape.weight, std=0.02)

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """States [B, S, 384] of the last layer."""
        return self.layered(subwords, shapes, mask)[-1]

    def layered(self, subwords: Tensor, shapes: Tensor, mask: Tensor) -> list[Tensor]:
        """States [B, S, 384] of what is put in, and of every layer."""
        places = torch.arange(subwords.size(1), device=subwords.device).unsqueeze(0)
        if self.training:
            hidden = torch.rand(subwords.shape, device=subwords.device) < RECIPE["encoder"]["hidden"]
            subwords = subwords.masked_fill(hidden & (shapes > 0), _MASK)
        given = self.word(subwords) + self.kind(torch.zeros_like(subwords)) + self.position(places)
        states = self.norm(given + self.shape(shapes))
        bias = masked(mask, states)
        every = [states]
        for layer in self.layers:
            every.append(layer(every[-1], bias))
        return every

    def load(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint; the shapes start small and random."""
        given = {name.removeprefix("bert."): tensor.float() for name, tensor in load_file(path).items()}
        own = {name: given[self._bert_name(name)] for name in self.state_dict() if name != "shape.weight"}
        self.load_state_dict(thinned(own, self.units) | {"shape.weight": self.shape.weight.data})

    def _bert_name(self, name: str) -> str:
        """What BERT calls our parameter ``name``; our layers are numbered without those that are left out."""
        if name.startswith("layers."):
            _, place, rest = name.split(".", 2)
            name = f"layers.{self.kept[int(place)]}.{rest}"
        for ours, theirs in _NAMES:
            name = name.replace(ours, theirs)
        return name if name.startswith("encoder.") else f"embeddings.{name}"


def thinned(weights: dict[str, Tensor], units: int = INTERMEDIATE) -> dict[str, Tensor]:
    """The same weights with only ``units`` inner units of each feed-forward part: those that carry most.

    What a unit carries is judged by the product of the lengths of its incoming and its outgoing weights.
    """
    found = dict(weights)
    for name in [name for name in weights if name.endswith(".wide.weight")]:
        stem = name.removesuffix("wide.weight")
        carried = weights[name].norm(dim=1) * weights[f"{stem}narrow.weight"].norm(dim=0)
        kept = carried.topk(units).indices.sort().values
        for row in ("wide.weight", "wide.bias"):
            found[stem + row] = weights[stem + row][kept]
        found[f"{stem}narrow.weight"] = weights[f"{stem}narrow.weight"][:, kept]
    return found


_NAMES = (
    ("layers.", "encoder.layer."),
    ("attention.query", "attention.self.query"),
    ("attention.key", "attention.self.key"),
    ("attention.value", "attention.self.value"),
    ("attention.dense", "attention.output.dense"),
    ("attention.norm", "attention.output.LayerNorm"),
    ("narrow_norm", "output.LayerNorm"),
    ("wide", "intermediate.dense"),
    ("narrow", "output.dense"),
    ("norm.", "LayerNorm."),
    ("word.", "word_embeddings."),
    ("position.", "position_embeddings."),
    ("kind.", "token_type_embeddings."),
)


def _project(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(HIDDEN, width), nn.LeakyReLU(0.1), nn.Dropout(RECIPE["heads"]["dropout"]))


class Biaffine(nn.Module):
    """A score for each pair of a row and a column, both given as word states."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.row = _project(width)
        self.column = _project(width)
        self.weight = nn.Parameter(torch.zeros(width, width))
        self.row_bias = nn.Linear(width, 1)
        self.column_bias = nn.Linear(width, 1, bias=False)
        nn.init.xavier_uniform_(self.weight, gain=0.5)

    def forward(self, rows: Tensor, columns: Tensor) -> Tensor:
        """[B, rows, columns]."""
        row, column = self.row(rows), self.column(columns)
        scores = torch.matmul(torch.matmul(row, self.weight), column.transpose(-1, -2))
        return scores + self.row_bias(row) + self.column_bias(column).transpose(-1, -2)


class Relations(nn.Module):
    """The relation of a word to its head, from the R-wide sides that the reader gives."""

    def __init__(self, width: int, relations: int) -> None:
        super().__init__()
        self.bilinear = nn.Linear(width, width * relations, bias=False)
        self.dependent = nn.Linear(width, relations)
        self.head = nn.Linear(width, relations, bias=False)
        self.width = width
        nn.init.normal_(self.bilinear.weight, std=0.02)

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        """[N, R] and [N, R] to [N, relations]."""
        seen = self.bilinear(dependent).view(dependent.size(0), self.dependent.out_features, self.width)
        pairs = torch.matmul(seen, head.unsqueeze(-1)).squeeze(-1)
        return pairs + self.dependent(dependent) + self.head(head)


class Reader(nn.Module):
    """Everything the reader asks of a window, in one pass; ``forward`` is what is exported."""

    def __init__(self, labels: dict[str, Any], heads: dict[str, Any], units: int = INTERMEDIATE) -> None:
        super().__init__()
        self.encoder = Encoder(units)
        self.dropout = nn.Dropout(heads["dropout"])
        self.upos = nn.Linear(HIDDEN, len(labels["upos"]))
        self.lemma = nn.Linear(HIDDEN, len(labels["lemma_scripts"]))
        self.arcs = Biaffine(heads["arc"])
        self.relation_dependent = _project(heads["relation"])
        self.relation_head = _project(heads["relation"])
        self.relations = Relations(heads["relation"], len(labels["relations"]))
        self.entities = nn.Sequential(
            _project(heads["small"]), nn.Linear(heads["small"], len(labels["entities"]))
        )
        self.attribution = nn.Sequential(
            _project(heads["span"]), nn.Linear(heads["span"], 3 * len(labels["attribution_layers"]))
        )
        self.links = Biaffine(heads["link"])
        self.factuality = nn.Sequential(_project(heads["small"]), nn.Linear(heads["small"], 1))
        self.opens = nn.Sequential(_project(heads["small"]), nn.Linear(heads["small"], 1))
        self.quoted = nn.Sequential(_project(heads["small"]), nn.Linear(heads["small"], len(QUOTED)))
        self.subjective = nn.Sequential(_project(heads["small"]), nn.Linear(heads["small"], 1))

    def forward(
        self, subwords: Tensor, shapes: Tensor, mask: Tensor, firsts: Tensor, sentence: Tensor
    ) -> dict[str, Tensor]:
        """The outputs named in README.md; ``lemma`` as logits here, as the best script in the export."""
        states = self.encoder(subwords, shapes, mask)
        places = firsts.unsqueeze(-1).expand(-1, -1, HIDDEN)
        words = self.dropout(torch.gather(states, 1, places))
        heads = torch.cat([self.dropout(states[:, :1]), words], dim=1)  # the window's first mark is the root
        return {
            "upos": self.upos(words),
            "lemma": self.lemma(words),
            "arcs": self.arcs(words, heads) + _forbidden(sentence),
            "relation_dependent": self.relation_dependent(words),
            "relation_head": self.relation_head(heads),
            "entities": self.entities(words),
            "attribution": self.attribution(words),
            "links": self.links(words, words),
            "factuality": self.factuality(words).squeeze(-1),
            "opens": self.opens(words).squeeze(-1),
            "quoted": self.quoted(words),
            "subjective": self.subjective(words).squeeze(-1),
        }


def _forbidden(sentence: Tensor) -> Tensor:
    """[B, W, W + 1]: 0 where a head is allowed, else ``NEVER``: other sentences, padding, the word itself."""
    real = (sentence >= 0).unsqueeze(1)
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) & real
    order = torch.arange(sentence.size(1), device=sentence.device)
    other = order.unsqueeze(0) != order.unsqueeze(1)
    allowed = (same & other.unsqueeze(0)).to(torch.float32)
    root = torch.ones_like(sentence[:, :1]).to(torch.float32).unsqueeze(1).expand(-1, sentence.size(1), -1)
    return (1.0 - torch.cat([root, allowed], dim=2)) * NEVER
