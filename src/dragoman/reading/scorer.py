"""The network of pairs: what a sentence tells of two of its phrases.

Which type of event between the two, and what stance the first takes toward the second. It is a small
encoder of its own, trained on sentences in which the two are marked (``training/pairs_train.py``). Its
files lie beside the reader's and are checked against their sums.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from dragoman.reading import network, split
from dragoman.reading.encode import Encoder, marked
from dragoman.records import Marked, Scores, Stance, Stances

LABELS: Final = "pairs.json"
FILES: Final = ("pairs.onnx", "types.onnx", "stance.onnx", "tokenizer.json")
"""The network up to its middle, what goes on from there to either answer, and the vocabulary."""


class PairScorer:
    """Scores marked pairs; one scorer may serve several threads.

    ``folder`` holds the weights, ``threads`` is how many processor cores one call may use. ``types`` are the
    types that it tells apart, ``version`` names its weights. Raises `WeightsError` where a file is missing or
    damaged. A sentence too long for the network gets no answer: an empty mapping.
    """

    def __init__(self, folder: Path = network.WEIGHTS, threads: int = 1) -> None:
        held = network.held(folder, LABELS, FILES)
        labels = json.loads(held[LABELS])
        self.version: str = labels["version"]
        self.types: tuple[str, ...] = tuple(labels["types"])
        self._stances: tuple[Stance, ...] = tuple(labels["stances"])
        self._trunk = network.session(held["pairs.onnx"], threads)
        self._to_types = network.session(held["types.onnx"], threads)
        self._to_stances = network.session(held["stance.onnx"], threads)
        self._encoder = Encoder(folder / "tokenizer.json")
        self._lock = Lock()  # the encoder remembers words

    def score(self, pairs: Sequence[Marked]) -> list[Scores]:
        """The probability of each type for each pair."""
        return [dict(zip(self.types, self._told(pair, self._to_types), strict=False)) for pair in pairs]

    def stances(self, pairs: Sequence[Marked]) -> list[Stances]:
        """The probability of each stance of the first phrase's holder toward the second phrase.

        A pair without a first phrase asks for the author's stance.
        """
        return [dict(zip(self._stances, self._told(pair, self._to_stances), strict=False)) for pair in pairs]

    def _told(self, pair: Marked, branch: InferenceSession) -> list[float]:
        """The shares of what a branch tells apart; none of a sentence that is too long."""
        with self._lock:
            words = self._encoder.encode([split.without_surrogates(word) for word in pair.words])
        try:
            inputs = marked(words, pair.actor, pair.recipient)
        except ValueError:
            return []
        (middle,) = self._trunk.run(["middle"], inputs)
        (logits,) = branch.run(None, {"middle": middle, "marks": inputs["marks"]})
        return _shares(logits[0])


def _shares(logits: NDArray[np.float32]) -> list[float]:
    exact = np.exp(logits - logits.max())
    shares: list[float] = (exact / exact.sum()).tolist()
    return shares
