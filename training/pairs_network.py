"""The network of pairs: the reader's kind of encoder over a sentence with two marked phrases, and one head.

Shapes in comments: B rows, S subwords.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from network import HIDDEN, Encoder, Layer, masked

PAIRS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))
_AWAY = -1e4


class Scorer(nn.Module):
    """Logits of types and stances, from the states of sentence and marks, and of what weighs most.

    Stances have the last layers for themselves (``branch``), so that learning them changes nothing of types.
    """

    def __init__(self, types: int, stances: int) -> None:
        super().__init__()
        network = PAIRS["network"]
        self.encoder = Encoder(network["units"], network["layers"])
        self.weight = nn.Linear(HIDDEN, 1)
        self.head = _head(types)
        self.branch = nn.ModuleList(Layer(network["units"]) for _ in range(network["branch"]))
        self.stance_weight = nn.Linear(HIDDEN, 1)
        self.stance = _head(stances)

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """[B, S], [B, S], [B, S] and [B, 2] to [B, types] and [B, stances]."""
        padding = (1.0 - mask.to(torch.float32)) * _AWAY
        types, middle = self.types(subwords, shapes, mask, marks, padding)
        return types, self.stances(middle, mask, marks, padding)

    def types(
        self, subwords: Tensor, shapes: Tensor, mask: Tensor, marks: Tensor, padding: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Logits [B, types], and the states [B, S, 384] from which the branch goes on.

        ``padding`` [B, S] is far below 0 where nothing is, None where all is something.
        """
        every = self.encoder.layered(subwords, shapes, mask)
        return self.head(_seen(every[-1], self.weight, marks, padding)), every[-1 - len(self.branch)]

    def stances(self, middle: Tensor, mask: Tensor, marks: Tensor, padding: Tensor | None = None) -> Tensor:
        """Logits [B, stances] from the states in the middle."""
        bias = masked(mask, middle)
        for layer in self.branch:
            middle = layer(middle, bias)
        return self.stance(_seen(middle, self.stance_weight, marks, padding))

    def branch_off(self) -> None:
        """Begin the branch as a copy of the last layers, and let nothing else be learned from now on."""
        for mine, theirs in zip(self.branch, self.encoder.layers[-len(self.branch) :], strict=True):
            mine.load_state_dict(theirs.state_dict())
        self.stance_weight.load_state_dict(self.weight.state_dict())
        for name, weights in self.named_parameters():
            weights.requires_grad = name.startswith(("branch.", "stance"))


def _seen(states: Tensor, weight: nn.Linear, marks: Tensor, padding: Tensor | None) -> Tensor:
    """[B, 4 × 384]: the states of the sentence and of both marks, and the mean of what weighs most."""
    scores = weight(states).squeeze(-1)
    if padding is not None:
        scores = scores + padding
    weighed = torch.matmul(torch.softmax(scores, dim=-1).unsqueeze(1), states).squeeze(1)
    places = marks.unsqueeze(-1).expand(-1, -1, HIDDEN)
    marked = torch.gather(states, 1, places)  # [B, 2, 384]
    return torch.cat([states[:, 0], marked[:, 0], marked[:, 1], weighed], dim=-1)


def _head(classes: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(PAIRS["network"]["dropout"]),
        nn.Linear(4 * HIDDEN, HIDDEN),
        nn.GELU(),
        nn.Dropout(PAIRS["network"]["dropout"]),
        nn.Linear(HIDDEN, classes),
    )
