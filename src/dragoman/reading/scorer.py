"""The network of pairs: which type of event a sentence tells of between two of its phrases.

It is a small encoder of its own, trained on sentences in which the two are marked
(``training/pairs_train.py``). Its files lie beside the reader's and are checked against their sums.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np

from dragoman.reading import network, split
from dragoman.reading.encode import Encoder, marked
from dragoman.records import Marked, Scores

LABELS: Final = "pairs.json"
_FILES: Final = ("pairs.onnx", "tokenizer.json")


class PairScorer:
    """Scores marked pairs; one scorer may serve several threads.

    ``folder`` holds the weights, ``threads`` is how many processor cores one call may use. ``types`` are the
    types that it tells apart, ``version`` names its weights. Raises `WeightsError` where a file is missing or
    damaged.
    """

    def __init__(self, folder: Path = network.WEIGHTS, threads: int = 1) -> None:
        held = network.held(folder, LABELS, _FILES)
        labels = json.loads(held[LABELS])
        self.version: str = labels["version"]
        self.types: tuple[str, ...] = tuple(labels["types"])
        self._network = network.session(held["pairs.onnx"], threads)
        self._encoder = Encoder(folder / "tokenizer.json")
        self._lock = Lock()  # the encoder remembers words

    def score(self, pairs: Sequence[Marked]) -> list[Scores]:
        """The probability of each type for each pair; nothing for a sentence too long for the network."""
        return [self._one(pair) for pair in pairs]

    def _one(self, pair: Marked) -> Scores:
        with self._lock:
            words = self._encoder.encode([split.without_surrogates(word) for word in pair.words])
        try:
            inputs = marked(words, pair.actor, pair.recipient)
        except ValueError:
            return {}
        (logits,) = self._network.run(["types"], inputs)
        exact = np.exp(logits[0] - logits[0].max())
        shares = (exact / exact.sum()).tolist()
        return dict(zip(self.types, shares, strict=True))
