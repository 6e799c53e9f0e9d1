"""Readers that a run learns from besides the labels: each tells some heads what it would say.

One reader that learns all tasks is taught by readers that know one of them best (born-again multi-task
networks, Clark et al. 2019, https://aclanthology.org/P19-1595), and by itself as it was, so that what is new
does not cost what it could.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.reading.reader import EVENTS
from labels import LAYERS
from losses import regression, sentence_means
from network import Reader
from recipe import RECIPE

Outputs = dict[str, Tensor]


@dataclass(frozen=True)
class Teacher:
    """A reader and the losses, by the names of recipe.toml, in which it is followed."""

    reader: Reader
    followed: frozenset[str]
    events: tuple[int, ...]  # parts of speech that have a certainty

    @staticmethod
    def load(path: Path, followed: Collection[str], labels: dict[str, Any], device: torch.device) -> Teacher:
        """The weights of a checkpoint, which stay as they are; KeyError for a loss that has no name."""
        if unknown := set(followed) - set(RECIPE["nearness"]):
            raise KeyError(f"there is no loss {', '.join(sorted(unknown))} to follow a teacher in")
        weights = torch.load(path, map_location="cpu", weights_only=True)["model"]
        reader = Reader(labels, RECIPE["heads"], weights["encoder.layers.0.wide.weight"].size(0))
        reader.load_state_dict(weights)
        reader.to(device).eval().requires_grad_(False)
        return Teacher(reader, frozenset(followed), tuple(labels["upos"].index(name) for name in EVENTS))

    def distances(self, model: Reader, out: Outputs, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """How far each answer of ``out`` is from this reader's: sums, divided by all words of the step."""
        with torch.no_grad():
            told = self.reader(**inputs)
        real = inputs["sentence"] >= 0
        measures: dict[str, Callable[[], Tensor]] = {
            name: partial(_choices, out[head][real], told[head][real]) for name, head in _CHOICES.items()
        }
        measures |= {
            "attribution": lambda: _choices(_layers(out, real), _layers(told, real)),
            "relation": lambda: self._relations(model, out, told, real),
            "link": lambda: _links(out["links"], told["links"], real),
            "factuality": lambda: self._certainty(out, told, real),
            "opens": lambda: _yes_or_no(out["opens"][real], told["opens"][real]),
            "subjective": lambda: _yes_or_no(
                *(sentence_means(said["subjective"], inputs["sentence"], real) for said in (out, told))
            ),
        }
        return {name: measures[name]() / real.sum() for name in sorted(self.followed)}

    def _relations(self, model: Reader, out: Outputs, told: Outputs, real: Tensor) -> Tensor:
        """Of each word to the head that the teacher gives it."""
        window, word = real.nonzero(as_tuple=True)
        heads = told["arcs"].argmax(-1)[real]
        pupil, teacher = (
            reader.relations(said["relation_dependent"][window, word], said["relation_head"][window, heads])
            for reader, said in ((model, out), (self.reader, told))
        )
        return _choices(pupil, teacher)

    def _certainty(self, out: Outputs, told: Outputs, real: Tensor) -> Tensor:
        events = real & torch.isin(told["upos"].argmax(-1), torch.tensor(self.events, device=real.device))
        return regression(out["factuality"][events], told["factuality"][events])


_CHOICES = {"upos": "upos", "lemma": "lemma", "arc": "arcs", "entity": "entities", "quoted": "quoted"}


def _choices(logits: Tensor, told: Tensor) -> Tensor:
    """Relative entropy, summed over rows."""
    return F.kl_div(
        F.log_softmax(logits.float(), -1), F.log_softmax(told.float(), -1), reduction="sum", log_target=True
    )


def _layers(said: Outputs, real: Tensor) -> Tensor:
    return said["attribution"][real].unflatten(-1, (len(LAYERS), 3))


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
