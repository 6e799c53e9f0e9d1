"""What the reader is punished for: one loss for each head, over the words that carry its label."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from labels import ENTITIES, LAYERS, NO_NAME, NOT_TIME
from network import NEVER, Reader

_TIME = [ENTITIES.index(f"{mark}-TIME") for mark in "BI"]
_ALLOWED = {  # what a word may be of which only a part is known
    NOT_TIME: [place for place in range(len(ENTITIES)) if place not in _TIME],
    NO_NAME: [0, *_TIME],
}


def losses(model: Reader, out: dict[str, Tensor], gold: dict[str, Tensor]) -> dict[str, Tensor]:
    """Sums over labelled words, divided by all words of the step; the names are those of recipe.toml."""
    words = (gold["sentence"] >= 0).sum().clamp(min=1)
    sums = {
        "upos": _choice(out["upos"], gold["upos"]),
        "arc": _choice(out["arcs"].float(), gold["head"]),
        "relation": _relation(model, out, gold),
        "lemma": _choice(out["lemma"], gold["lemma"]),
        "entity": _choice(out["entities"], gold["entity"]) + _partly(out["entities"], gold["entity"]),
        "attribution": _layers(out["attribution"], gold["attribution"]),
        "link": _links(out["links"], gold),
        "factuality": regression(out["factuality"], gold["factuality"]),
        "opens": _yes_or_no(out["opens"], gold["opens"]),
        "quoted": _choice(out["quoted"], gold["quoted"]),
        "subjective": _by_sentence(out["subjective"], gold["subjective"], gold["sentence"]),
    }
    return {name: value / words for name, value in sums.items()}


def _choice(logits: Tensor, gold: Tensor) -> Tensor:
    known = gold >= 0
    return F.cross_entropy(logits[known].float(), gold[known], reduction="sum")


def _relation(model: Reader, out: dict[str, Tensor], gold: dict[str, Tensor]) -> Tensor:
    known = (gold["relation"] >= 0) & (gold["head"] >= 0)
    window, word = known.nonzero(as_tuple=True)
    heads = out["relation_head"][window, gold["head"][known]]
    logits = model.relations(out["relation_dependent"][window, word], heads)
    return F.cross_entropy(logits.float(), gold["relation"][known], reduction="sum")


def _partly(logits: Tensor, gold: Tensor) -> Tensor:
    """Words of which it is known only what they are not: every label that is left counts as right."""
    total = logits.new_zeros((), dtype=torch.float32)
    for code, allowed in _ALLOWED.items():
        rows = logits[gold == code].float()
        total = total + (torch.logsumexp(rows, dim=1) - torch.logsumexp(rows[:, allowed], dim=1)).sum()
    return total


def _layers(logits: Tensor, gold: Tensor) -> Tensor:
    return _choice(logits.unflatten(-1, (len(LAYERS), 3)), gold)


def _links(logits: Tensor, gold: dict[str, Tensor]) -> Tensor:
    """For each pair whether it belongs together, and for each span which word of the window begins its cue.

    The second alone would say nothing of spans without a cue; the first alone was learnt too slowly.
    """
    pairs, values = gold["links"], gold["link_values"]
    chosen = logits[pairs[:, 0], pairs[:, 1], pairs[:, 2]].float()
    rows, row = torch.unique(pairs[:, :2], dim=0, return_inverse=True)
    scores = logits[rows[:, 0], rows[:, 1]].float().masked_fill(gold["sentence"][rows[:, 0]] < 0, NEVER)
    right = torch.zeros_like(scores, dtype=torch.bool)
    right[row[values > 0.5], pairs[values > 0.5, 2]] = True
    here = right.any(dim=1)  # the cue of some spans lies outside the window
    missed = torch.logsumexp(scores[here], 1) - torch.logsumexp(scores.masked_fill(~right, NEVER)[here], 1)
    return F.binary_cross_entropy_with_logits(chosen, values, reduction="sum") + missed.sum()


def _yes_or_no(scores: Tensor, gold: Tensor) -> Tensor:
    known = gold >= 0
    return F.binary_cross_entropy_with_logits(scores[known].float(), gold[known].float(), reduction="sum")


def _by_sentence(scores: Tensor, gold: Tensor, sentence: Tensor) -> Tensor:
    """As `_yes_or_no`, of sentences: what one scores is the mean over its words."""
    known = gold >= 0
    means, labels = (sentence_means(values, sentence, known) for values in (scores, gold))
    return F.binary_cross_entropy_with_logits(means, labels, reduction="sum")


def sentence_means(values: Tensor, sentence: Tensor, known: Tensor) -> Tensor:
    """The mean over the known words of each sentence that has any; all are [B, W], the means [sentences]."""
    place = torch.arange(len(sentence), device=sentence.device).unsqueeze(1) * (sentence.max() + 1) + sentence
    _, number, count = torch.unique(place[known], return_inverse=True, return_counts=True)
    total = torch.zeros(len(count), device=values.device)
    return total.index_add(0, number, values[known].float()) / count


def regression(scores: Tensor, gold: Tensor) -> Tensor:
    """How far scores are from those that are known (not NaN), summed; large errors count by their size."""
    known = ~gold.isnan()
    return F.smooth_l1_loss(scores[known].float(), gold[known], reduction="sum", beta=0.4)
