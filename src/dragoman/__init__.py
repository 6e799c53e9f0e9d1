"""Who did and said what to whom, on whose word and how surely, from news text.

The verbs of the command line as functions. What they return are the frozen records of `dragoman.records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "actor", "pairs", "read", "read_text", "times"]

if TYPE_CHECKING:
    from dragoman.knowledge.actors.own import Own
    from dragoman.knowledge.ontology import Ontology
    from dragoman.pipeline import Outcome, Pipeline
    from dragoman.records import Coding, Date, Participant


def read(
    *sources: str,
    published: date | None = None,
    threads: int = 1,
    ontology: Ontology | None = None,
    scored: bool = True,
    actors: Own | None = None,
) -> Iterator[Outcome]:
    """Read files, folders, web addresses or tables of articles; one outcome an article, in order.

    An outcome holds the article's coding, or the failure that says what is wrong and what to do.
    ``published`` is the publication date of articles that state none. Events are recorded under the types of
    ``ontology``, PLOVER's by default; `dragoman.knowledge.ontology.load` reads one from a file. Without
    ``scored`` the lexicon alone tells events: faster, fewer, none of them with a confidence. ``actors`` are
    your own beside the bundled ones; `dragoman.knowledge.actors.own.read` reads them from a file.
    """
    from dragoman.pipeline import Pipeline

    pipeline = Pipeline(threads, ontology=ontology, scored=scored, actors=actors)
    yield from pipeline.run(pipeline.sources(sources), published)


def read_text(text: str, published: date | None = None) -> Coding:
    """The coding of one article given as a string. Raises `IngestError` where it is empty or not English."""
    return _pipeline().text(text, published)


@cache
def _pipeline() -> Pipeline:
    """One pipeline for all texts: loading the reader takes most of a second."""
    from dragoman.pipeline import Pipeline

    return Pipeline()


def actor(text: str, on: date | None = None, context: str = "", actors: Own | None = None) -> Participant:
    """Who a name, title or description denotes on a day: "PM Khan" in 2019, "the Kremlin"."""
    from dragoman.resolve.actors import resolve_name

    return resolve_name(text, on, context, actors)


def pairs(
    asked: Iterable[tuple[str, tuple[int, int] | None, tuple[int, int] | None]],
) -> list[Mapping[str, float]]:
    """The probability of each event type, and of NONE, between two phrases of each sentence.

    Each is (text, actor, recipient), the two as [start, end) in code points, None for a side that is not
    there. A sentence too long for the network (about 400 words) has no probabilities.
    """
    from dragoman.records import Span
    from dragoman.serve.pairs import Query, scored

    def span(side: tuple[int, int] | None) -> Span | None:
        return Span(*side) if side else None

    return [*scored([Query(text, span(actor), span(recipient)) for text, actor, recipient in asked])]


def times(text: str, anchor: date | None = None) -> tuple[Date, ...]:
    """The time expressions of a text, counted from ``anchor`` where they are relative."""
    from dragoman.resolve.times import find

    return find(text, anchor)
