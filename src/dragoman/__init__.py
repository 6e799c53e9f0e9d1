"""Who did and said what to whom, on whose word and how surely, from news text.

The verbs of the command line as functions. What they return are the frozen records of `dragoman.records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "actor", "dyads", "incidents", "pairs", "read", "read_text", "relation", "times"]

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyRelation

    from dragoman.knowledge.actors.own import Own
    from dragoman.knowledge.ontology import Ontology
    from dragoman.pipeline import Outcome, Pipeline
    from dragoman.records import Coding, Date, Participant
    from dragoman.relate import Chosen, Incident, Relation, Wanted
    from dragoman.relate.periods import Unit


def read(  # noqa: PLR0913 (one argument a choice, all with defaults)
    *sources: str,
    published: date | None = None,
    threads: int = 1,
    ontology: Ontology | None = None,
    scored: bool = True,
    actors: Own | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Outcome]:
    """Read files, folders, archives, web addresses, crawls or tables of articles; one outcome each, in order.

    An outcome holds the article's coding, or the failure that says what is wrong and what to do.
    ``published`` is the publication date of articles that state none. Events are recorded under the types of
    ``ontology``, PLOVER's by default; `dragoman.knowledge.ontology.load` reads one from a file. Without
    ``scored`` the lexicon alone tells events: faster, fewer, none of them with a confidence. ``actors`` are
    your own beside the bundled ones; `dragoman.knowledge.actors.own.read` reads them from a file. ``columns``
    tells what our columns are called in your tables: ``{"text": "body"}``; IngestError for what is none.
    """
    from dragoman.ingest import find, named
    from dragoman.pipeline import Pipeline

    theirs = named(f"{ours}={name}" for ours, name in (columns or {}).items())
    pipeline = Pipeline(threads, ontology=ontology, scored=scored, actors=actors)
    yield from pipeline.run((item for source in sources for item in find(source, theirs)), published)


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


def relation(db: Path | str, a: str, b: str, freq: Unit = "month", chosen: Chosen | None = None) -> Relation:
    """How two countries (ISO 3166-1 alpha-3) are getting on, as the articles in a store tell it.

    ``chosen`` says what counts, see `dragoman.relate.Chosen`. Raises `dragoman.store.StoreError` where the
    store cannot be used.
    """
    from dragoman.relate import Chosen, relation
    from dragoman.serve.stores import related

    with related(db) as store:
        return relation(store.connection, a, b, freq, chosen or Chosen())


def dyads(
    db: Path | str, freq: Unit = "month", directed: bool = True, chosen: Chosen | None = None
) -> DuckDBPyRelation:
    """All dyads in a store, as ``dragoman dyads`` writes them: take ``.df()``, ``.pl()`` or ``.arrow()``."""
    import duckdb

    from dragoman.relate import Chosen
    from dragoman.relate.periods import table
    from dragoman.relate.shown import SHOWN, registered
    from dragoman.serve.stores import related

    with related(db) as store:
        columns = table(store.connection, freq, directed=directed, chosen=chosen or Chosen())
    con = duckdb.connect()
    registered(con, columns)
    return con.sql(f"SELECT {SHOWN} FROM columns")


def incidents(db: Path | str, wanted: Wanted | None = None) -> list[Incident]:
    """The incidents in a store, each with its reports and where they disagree; all, or those ``wanted``."""
    from dragoman.relate import Wanted, incidents
    from dragoman.serve.stores import related

    with related(db) as store:
        return incidents(store.connection, wanted or Wanted())
