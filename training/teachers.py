"""Readers that a run learns from besides the labels: each tells some heads what it would say.

One reader that learns all tasks is taught by readers that know one of them best (born-again multi-task
networks, Clark et al. 2019, https://aclanthology.org/P19-1595), and by itself as it was, so that what is new
does not cost what it could.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from labels import LAYERS
from network import Reader
from recipe import RECIPE

_EVENTS = (
    "VERB",
    "NOUN",
    "ADJ",
    "PROPN",
)  # what can evoke an event; how certain other words are means nothing


@dataclass(frozen=True)
class Teacher:
    """A reader and the losses, by the names of recipe.toml, in which it is followed."""

    reader: Reader
    followed: frozenset[str]
    events: tuple[int, ...]

    @staticmethod
    def load(path: Path, followed: Collection[str], labels: dict[str, Any]) -> Teacher:
        """The weights of a checkpoint, which stay as they are; KeyError for a loss that has no name."""
        if unknown := set(followed) - set(RECIPE["nearness"]):
            raise KeyError(f"there is no loss {', '.join(sorted(unknown))} to follow a teacher in")
        weights = torch.load(path, map_location="cpu", weights_only=True)["model"]
        reader = Reader(labels, RECIPE["heads"], weights["encoder.layers.0.wide.weight"].size(0))
        reader.load_state_dict(weights)
        reader.eval().requires_grad_(False)
        return Teacher(reader, frozenset(followed), tuple(labels["upos"].index(name) for name in _EVENTS))

    def distances(
        self, model: Reader, out: dict[str, Tensor], inputs: dict[str, Tensor]
    ) -> dict[str, Tensor]:
        """How far each answer of ``out`` is from this reader's: sums, divided by all words of the step."""
        with torch.no_grad():
            told = self.reader(**inputs)
        real = inputs["sentence"] >= 0
        events = real & torch.isin(told["upos"].argmax(-1), torch.tensor(self.events, device=real.device))
        sums = {
            "upos": _soft(out["upos"][real], told["upos"][real]),
            "lemma": _soft(out["lemma"][real], told["lemma"][real]),
            "arc": _soft(out["arcs"][real], told["arcs"][real]),
            "relation": self._relations(model, out, told, real),
            "entity": _soft(out["entities"][real], told["entities"][real]),
            "attribution": _soft(_layers(out["attribution"][real]), _layers(told["attribution"][real])),
            "link": _links(out["links"], told["links"], real),
            "factuality": F.smooth_l1_loss(
                out["factuality"][events], told["factuality"][events], reduction="sum", beta=0.4
            ),
            "opens": _yes_or_no(out["opens"][real], told["opens"][real]),
            "quoted": _soft(out["quoted"][real], told["quoted"][real]),
            "subjective": _yes_or_no(*_by_sentence([out, told], inputs["sentence"])),
        }
        return {name: value / real.sum() for name, value in sums.items() if name in self.followed}

    def _relations(
        self, model: Reader, out: dict[str, Tensor], told: dict[str, Tensor], real: Tensor
    ) -> Tensor:
        """Of each word to the head that the teacher gives it."""
        window, word = real.nonzero(as_tuple=True)
        heads = told["arcs"].argmax(-1)[real]
        pupil, teacher = (
            reader.relations(said["relation_dependent"][window, word], said["relation_head"][window, heads])
            for reader, said in ((model, out), (self.reader, told))
        )
        return _soft(pupil, teacher)


def _soft(logits: Tensor, told: Tensor) -> Tensor:
    """Relative entropy, summed over rows."""
    return F.kl_div(
        F.log_softmax(logits.float(), -1), F.log_softmax(told.float(), -1), reduction="sum", log_target=True
    )


def _layers(scores: Tensor) -> Tensor:
    return scores.unflatten(-1, (len(LAYERS), 3))


def _yes_or_no(scores: Tensor, told: Tensor) -> Tensor:
    """Cross-entropy with probabilities less their own entropy, so that 0 is to agree."""
    probable = torch.sigmoid(told.float())
    own = F.binary_cross_entropy_with_logits(told.float(), probable, reduction="sum")
    return F.binary_cross_entropy_with_logits(scores.float(), probable, reduction="sum") - own


def _links(scores: Tensor, told: Tensor, real: Tensor) -> Tensor:
    """Of the words that the teacher ties to any other; most words are tied to none, and hardly ever asked."""
    pairs = real.unsqueeze(1) & real.unsqueeze(2)
    asked = ((told > 0) & pairs).any(dim=2).unsqueeze(2) & pairs
    return _yes_or_no(scores[asked], told[asked])


def _by_sentence(outs: Sequence[dict[str, Tensor]], sentence: Tensor) -> list[Tensor]:
    """The mean score of each sentence, from each reader."""
    place = torch.arange(len(sentence), device=sentence.device).unsqueeze(1) * (sentence.max() + 1) + sentence
    known = sentence >= 0
    _, number, count = torch.unique(place[known], return_inverse=True, return_counts=True)
    empty = torch.zeros(len(count), device=sentence.device)
    return [empty.index_add(0, number, out["subjective"][known].float()) / count for out in outs]
