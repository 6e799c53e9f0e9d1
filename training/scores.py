"""Quick scores of a model in training, on words of gold sentences; evaluate.py has the figures that count."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import torch
from torch import Tensor

from labels import LAYERS
from network import Reader

Span = tuple[int, int, int]


class Tally:
    """Counts of right answers for each corpus and task."""

    def __init__(self, labels: dict[str, Any]) -> None:
        self._labels = labels
        self._right: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def add(self, corpus: str, model: Reader, out: dict[str, Tensor], gold: dict[str, Tensor]) -> None:
        """Count a batch."""
        self._choices(corpus, model, out, gold)
        self._layer(f"{corpus} names", out["entities"].argmax(-1), gold["entity"])
        found = out["attribution"].unflatten(-1, (len(LAYERS), 3)).argmax(-1)
        for number, layer in enumerate(LAYERS):
            self._layer(f"{corpus} {layer}", found[..., number], gold["attribution"][..., number])
        self._opens(corpus, out["opens"], gold["opens"])
        self._subjective(corpus, out["subjective"], gold)
        known = ~gold["factuality"].isnan()
        self._pairs[corpus] += zip(
            gold["factuality"][known].tolist(), out["factuality"][known].tolist(), strict=True
        )
        pairs = gold["links"]
        if len(pairs):
            yes = out["links"][pairs[:, 0], pairs[:, 1], pairs[:, 2]] > 0
            self._count(f"{corpus} link pairs", yes == (gold["link_values"] > 0.5))

    def _choices(self, corpus: str, model: Reader, out: dict[str, Tensor], gold: dict[str, Tensor]) -> None:
        tree = (gold["head"] >= 0) & (gold["relation"] >= 0)
        if not tree.any():
            return
        self._count(f"{corpus} upos", (out["upos"].argmax(-1) == gold["upos"])[tree])
        self._count(f"{corpus} lemma", (out["lemma"].argmax(-1) == gold["lemma"])[tree])
        heads = out["arcs"].argmax(-1)
        window, word = tree.nonzero(as_tuple=True)
        sides = out["relation_dependent"][window, word], out["relation_head"][window, heads[tree]]
        attached = heads[tree] == gold["head"][tree]
        self._count(f"{corpus} uas", attached)
        self._count(
            f"{corpus} las", attached & (model.relations(*sides).argmax(-1) == gold["relation"][tree])
        )

    def _opens(self, corpus: str, scores: Tensor, gold: Tensor) -> None:
        known = gold >= 0
        found, truth = scores[known] > 0, gold[known] == 1
        self._right[f"{corpus} opens F"] += 2 * int((found & truth).sum())
        self._all[f"{corpus} opens F"] += int(found.sum() + truth.sum())

    def _subjective(self, corpus: str, scores: Tensor, gold: dict[str, Tensor]) -> None:
        for told, labels, sentence in zip(scores, gold["subjective"], gold["sentence"], strict=True):
            for number in sentence[labels >= 0].unique():
                here = sentence == number
                self._count(
                    f"{corpus} subjective", ((told[here].mean() > 0) == (labels[here][0] == 1)).view(1)
                )

    def _count(self, name: str, right: Tensor) -> None:
        self._right[name] += int(right.sum())
        self._all[name] += right.numel()

    def _layer(self, name: str, found: Tensor, gold: Tensor) -> None:
        for answers, truth in zip(found.tolist(), gold.tolist(), strict=True):
            real = [place for place, label in enumerate(truth) if label >= 0]
            here = spans([answers[place] for place in real])
            there = spans([truth[place] for place in real])
            self._right[f"{name} F"] += 2 * len(here & there)
            self._all[f"{name} F"] += len(here) + len(there)

    def scores(self) -> dict[str, float]:
        """Percentages, and Pearson's r of factuality."""
        shares = {
            name: round(100 * self._right[name] / count, 2) for name, count in self._all.items() if count
        }
        tables = {name: torch.tensor(pairs).T for name, pairs in self._pairs.items() if len(pairs) > 1}
        return shares | {
            f"{name} r": round(float(torch.corrcoef(table)[0, 1]), 3) for name, table in tables.items()
        }


def spans(tags: list[int]) -> set[Span]:
    """(start, end, kind) of BIO numbers: 0 out, odd begins, even goes on; a stray one begins a span too."""
    found: set[Span] = set()
    start, kind = 0, -1
    for place, tag in enumerate([*tags, 0]):
        goes_on = tag > 0 and tag % 2 == 0 and (tag - 1) // 2 == kind
        if kind >= 0 and not goes_on:
            found.add((start, place, kind))
            kind = -1
        if tag > 0 and not goes_on:
            start, kind = place, (tag - 1) // 2
    return found
