"""``dragoman eval genre``: is an article a report, commentary, or an official text?

Gold is JSON, one object a line: ``genre``, and an article: either ``text`` with ``title``, ``outlet`` and the
other columns of a table of articles, or ``file``, its name beside the gold's folder, or ``corpus`` and ``id``
of the public data. What is "unknown" to the system counts as wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

from dragoman.records import Article, Genre
from dragoman.serve.evaluate.gold import WHOLE, GoldError, Part, row_of, rows
from dragoman.serve.evaluate.measures import by_class

GENRES = tuple(name for name in get_args(Genre) if name != "unknown")


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts articles."""
    from dragoman.pipeline import Pipeline

    gold = part.of(rows(path, partial(labelled, folder=path.parent)))
    pipeline = Pipeline(scored=False)  # events of the network of pairs say nothing of it
    told = [pipeline.code(article).article.genre for article, _ in gold]
    return {
        "reader": pipeline.reader.version,
        "n": len(gold),
        **by_class([genre for _, genre in gold], told, GENRES),
    }


def labelled(row: Mapping[str, Any], folder: Path) -> tuple[Article, str]:
    """One row of the file: an article and its genre. KeyError or ValueError where it is none."""
    if row["genre"] not in GENRES:
        raise ValueError(f"{row['genre']!r} is none of {', '.join(GENRES)}")
    from dragoman.ingest.source import IngestError

    try:
        return _article(row, folder), row["genre"]
    except IngestError as error:
        raise GoldError(f"{error.source} {error.problem}", error.remedy) from error


def _article(row: Mapping[str, Any], folder: Path) -> Article:
    from dragoman import ingest
    from dragoman.ingest.source import Stated

    if "file" in row:
        (item,) = ingest.find(folder / row["file"])
        return ingest.load(item)
    held = row_of(row["corpus"], row["id"]) if "corpus" in row else row
    if "markdown" in held:
        return ingest.markdown.read(held["markdown"].encode(), str(row["id"]), Stated())
    return ingest.table.article(held, str(row.get("id", "")), Stated())
