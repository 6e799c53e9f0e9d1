"""Prepared corpora to steps: which windows a pass visits, how they are batched, their labels as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from dragoman.reading.encode import Encoded, arrays

_LONGEST = 510  # subwords with marks; a longer sentence is left out of the training
_EMPTY = {
    "upos": -1,
    "head": -1,
    "relation": -1,
    "lemma": -1,
    "entity": -1,
    "attribution": -1,
    "factuality": np.nan,
    "opens": -1,
    "subjective": -1,
    "quoted": -1,
}
_OTHERS = 6  # words, besides the gold cues, that each linked span is told it does not belong to


@dataclass(frozen=True)
class Corpus:
    """One side of a corpus as prepare.py wrote it."""

    name: str
    held: dict[str, NDArray[Any]]
    cues: NDArray[Any]  # the words that begin a cue and have links, sorted

    @staticmethod
    def load(folder: Path, name: str, side: str) -> Corpus:
        """Raises FileNotFoundError where prepare.py has not written it."""
        with np.load(folder / f"{name}_{side}.npz") as file:
            held = {key: file[key] for key in file.files}
        held["links"] = held["links"][np.argsort(held["links"][:, 0], kind="stable")]
        return Corpus(name, held, np.unique(held["links"][:, 1]))

    def lengths(self) -> NDArray[Any]:
        """Subwords in each sentence."""
        return np.diff(self.held["words"][self.held["sentences"]])

    def words(self, sentence: int) -> list[Encoded]:
        """The words of a sentence as the network sees them."""
        cuts, pieces = self.held["words"], self.held["subwords"]
        first, last = self.held["sentences"][sentence : sentence + 2]
        return [
            Encoded(tuple(pieces[cuts[word] : cuts[word + 1]].tolist()), int(self.held["shape"][word]))
            for word in range(first, last)
        ]


@dataclass(frozen=True)
class Item:
    """A window: sentences ``start`` to ``end`` (exclusive) of a corpus; ``length`` in subwords with marks."""

    corpus: Corpus
    start: int
    end: int
    length: int


def drawn(corpora: Sequence[Corpus], sampling: dict[str, Any], random: Generator) -> list[Item]:
    """The windows of one pass over all corpora, in no order."""
    items: list[Item] = []
    for corpus in corpora:
        items.extend(_of_corpus(corpus, sampling[corpus.name], sampling["windows"], random))
    return items


def _of_corpus(
    corpus: Corpus, given: dict[str, float], sizes: Sequence[int], random: Generator
) -> Iterator[Item]:
    """Documents in stretches: each stretch is a lone sentence or a window; a share of them is visited."""
    lengths = corpus.lengths()
    documents = corpus.held["documents"]
    for first, last in pairwise(documents):
        start = int(first)
        while start < last:
            most = 0 if random.random() < _odds(given["single"]) else int(random.choice(sizes))
            end, length = start + 1, 2 + int(lengths[start])
            while end < last and length + lengths[end] + 1 <= most:
                length += int(lengths[end]) + 1
                end += 1
            if length <= _LONGEST and random.random() < given["visit"]:
                yield Item(corpus, start, end, length)
            start = end


def _odds(share: float) -> float:
    """Chance of a lone sentence so that ``share`` of the sentences are alone; a window holds about 5."""
    return share * 5 / (share * 5 + (1 - share))


def whole(corpus: Corpus, most: int, limit: int | None = None) -> list[Item]:
    """Windows of a corpus in order, of at most ``most`` subwords (0: lone sentences), the first ``limit``."""
    sampling = {corpus.name: {"single": float(most == 0), "visit": 1.0}, "windows": [most]}
    return drawn([corpus], sampling, np.random.default_rng(0))[:limit]


def steps(items: Sequence[Item], subwords: int, random: Generator) -> list[list[Item]]:
    """Batches of at most ``subwords`` padded subwords, of items alike in length, in random order."""
    noise = random.normal(0, 6, len(items))
    order = sorted(range(len(items)), key=lambda place: items[place].length + noise[place])
    batches: list[list[Item]] = [[]]
    for place in order:
        longest = max([items[place].length, *(item.length for item in batches[-1])])
        if longest * (len(batches[-1]) + 1) > subwords and batches[-1]:
            batches.append([])
        batches[-1].append(items[place])
    random.shuffle(batches)
    return [batch for batch in batches if batch]


def tensors(batch: Sequence[Item], random: Generator) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The network's inputs and the labels of a batch; labels of words are padded as unknown."""
    given = arrays([[item.corpus.words(number) for number in range(item.start, item.end)] for item in batch])
    inputs = {name: torch.from_numpy(array) for name, array in given.items()}
    gold = {name: _column(name, batch, inputs["firsts"].shape[1]) for name in _EMPTY}
    pairs = [_pairs(number, item, random) for number, item in enumerate(batch)]
    table = np.concatenate(pairs) if pairs else np.zeros((0, 4))
    gold["links"] = torch.from_numpy(table[:, :3].astype(np.int64))
    gold["link_values"] = torch.from_numpy(table[:, 3].astype(np.float32))
    return inputs, gold | {"sentence": inputs["sentence"]}


def _column(name: str, batch: Sequence[Item], width: int) -> Tensor:
    first = batch[0].corpus.held[name]
    kind = np.float32 if name == "factuality" else np.int64
    table = np.full((len(batch), width, *first.shape[1:]), _EMPTY[name], dtype=kind)
    for number, item in enumerate(batch):
        bounds = item.corpus.held["sentences"]
        start, end = int(bounds[item.start]), int(bounds[item.end])
        values = item.corpus.held[name][start:end]
        table[number, : end - start] = _columns_of_window(values, item) if name == "head" else values
    return torch.from_numpy(table)


def _columns_of_window(heads: NDArray[Any], item: Item) -> NDArray[Any]:
    """Heads as columns of ``arcs``: 0 the root, word j of the window at j + 1; -1 where there is no tree."""
    bounds = item.corpus.held["sentences"][item.start : item.end + 1]
    shift = np.repeat(bounds[:-1] - bounds[0], np.diff(bounds))
    columns: NDArray[Any] = np.where(heads >= 0, heads + shift + 1, heads + 1)
    return columns


def _pairs(number: int, item: Item, random: Generator) -> NDArray[Any]:
    """Rows (window, span's word, cue's word, 1 or 0): gold spans with all gold cues and some other words."""
    bounds = item.corpus.held["sentences"]
    start, end = int(bounds[item.start]), int(bounds[item.end])
    links = item.corpus.held["links"]
    inside = links[np.searchsorted(links[:, 0], start) : np.searchsorted(links[:, 0], end)]
    cues = item.corpus.cues[np.searchsorted(item.corpus.cues, start) : np.searchsorted(item.corpus.cues, end)]
    gold = {(int(span), int(cue)) for span, cue in inside}
    rows = []
    for span in sorted({span for span, _ in gold}):
        others = random.integers(start, end, _OTHERS).tolist()
        for word in dict.fromkeys([*cues.tolist(), *others]):
            rows.append((number, span - start, word - start, (span, word) in gold))
    return np.array(rows, dtype=np.float64).reshape(-1, 4)
