"""Who reads: the seam between the reading stage and what finds words, trees and names in a text.

Two engines have one shape. The shipped `Reader` is the default and all that is measured and tuned for; a
spaCy pipeline of the user's own stands in for it where somebody wants the trees of another model. Paragraphs
are numbered by `split` whichever reads.
"""

from __future__ import annotations

from typing import Final, Protocol

from dragoman.reading.errors import UnknownEngineError
from dragoman.records import Article, Reading

DEFAULT: Final = "dragoman"
_SPACY: Final = "spacy"


class Engine(Protocol):
    """Reads articles; one engine may serve several threads."""

    @property
    def version(self) -> str:
        """Which software and weights read; every `Reading` carries it."""
        ...

    def read(self, article: Article) -> Reading:
        """Sentences that cover the text, each one tree; mentions and attributions as far as it knows."""
        ...


def load(name: str = DEFAULT, threads: int = 1) -> Engine:
    """The engine of that name: "dragoman", or "spacy:NAME" for an installed spaCy pipeline or its folder.

    ``threads`` is how many processor cores one call of ``read`` may use; spaCy uses one whatever it says.
    Raises `UnknownEngineError` for another name, `EngineError` where the spaCy pipeline cannot be used, and
    `WeightsError` where the shipped weights are damaged.
    """
    kind, _, pipeline = name.partition(":")
    if name == DEFAULT:
        from dragoman.reading.reader import Reader

        return Reader(threads=threads)
    if kind == _SPACY and pipeline:
        from dragoman.reading.spacy_engine import SpacyEngine

        return SpacyEngine(pipeline)
    raise UnknownEngineError(
        f"no engine is called {name!r}",
        f"Name {DEFAULT}, or {_SPACY}:NAME with an installed spaCy pipeline such as en_core_web_sm",
    )
