"""The network of pairs: the reader's kind of encoder over a sentence with two marked phrases, and one head.

Shapes in comments: B rows, S subwords.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from network import HIDDEN, Encoder

PAIRS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))
_AWAY = -1e4


class Scorer(nn.Module):
    """Logits of types and stances, from the states of sentence and marks, and of what weighs most."""

    def __init__(self, types: int, stances: int) -> None:
        super().__init__()
        self.encoder = Encoder(PAIRS["network"]["units"], PAIRS["network"]["layers"])
        self.weight = nn.Linear(HIDDEN, 1)
        self.head = _head(types)
        self.stance = _head(stances)

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """[B, S], [B, S], [B, S] and [B, 2] to [B, types] and [B, stances]."""
        padding = (1.0 - mask.to(torch.float32)) * _AWAY
        return self.told(self.encoder(subwords, shapes, mask), marks, padding)

    def told(self, states: Tensor, marks: Tensor, padding: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Both heads' logits from the encoder's states; ``padding`` [B, S] is far below 0 there."""
        scores = self.weight(states).squeeze(-1)
        if padding is not None:
            scores = scores + padding
        weighed = torch.matmul(torch.softmax(scores, dim=-1).unsqueeze(1), states).squeeze(1)
        places = marks.unsqueeze(-1).expand(-1, -1, HIDDEN)
        marked = torch.gather(states, 1, places)  # [B, 2, 384]
        seen = torch.cat([states[:, 0], marked[:, 0], marked[:, 1], weighed], dim=-1)
        return self.head(seen), self.stance(seen)


def _head(classes: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(PAIRS["network"]["dropout"]),
        nn.Linear(4 * HIDDEN, HIDDEN),
        nn.GELU(),
        nn.Dropout(PAIRS["network"]["dropout"]),
        nn.Linear(HIDDEN, classes),
    )
