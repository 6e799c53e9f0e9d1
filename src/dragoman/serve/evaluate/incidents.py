"""``dragoman eval incidents``: are two articles copies of one text, and do they tell of one happening?

Gold is JSON, one object a line: ``kind``, ``copy`` and ``same_incident`` (true or false), and two articles
``a`` and ``b``, each with ``text`` and the other columns of a table of articles. All articles of the file go
into one store, so that each is among all the others. Two articles tell of one happening where the headline
or one of the first two paragraphs of each reports the same incident; what stands below may be background.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.records import Article
from dragoman.serve.evaluate.gold import WHOLE, Part, rows
from dragoman.serve.evaluate.measures import by_kind, prf

COPIES = ("copy", "edit")
"""Kinds whose incident is one because the text is; ``retold`` leaves them out."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether they are copies and tell of one happening."""

    kind: str
    copy: bool
    same_incident: bool
    a: Article
    b: Article


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts pairs. ``retold`` is ``incidents`` without the copies."""
    from dragoman.pipeline import Pipeline
    from dragoman.relate import bring_up_to_date
    from dragoman.store import Store

    gold = part.of(rows(path, labelled))
    pipeline = Pipeline()
    with TemporaryDirectory() as folder, Store(Path(folder) / "pairs.duckdb") as store:
        articles = {one.id: one for pair in gold for one in (pair.a, pair.b)}
        store.save_all([(pipeline.code(one), one.id) for one in articles.values()])
        bring_up_to_date(store.connection)
        original = dict(store.connection.execute("SELECT document, original FROM texts").fetchall())
        leading = _leading(store.connection.execute(LEADING).fetchall())
    copies = [original[pair.a.id] == original[pair.b.id] for pair in gold]
    merged = [bool(leading.get(pair.a.id, set()) & leading.get(pair.b.id, set())) for pair in gold]
    return {"reader": pipeline.reader.version, "n": len(gold), **figures(gold, copies, merged)}


LEADING = r"""SELECT i.document, i.incident FROM incident_events i
JOIN events e ON e.document = i.document AND e.id = i.event JOIN documents d ON d.id = e.document
WHERE len(regexp_extract_all(d.text[:e.trigger_start], '\n\n')) < 3"""


def _leading(found: Sequence[tuple[str, str]]) -> Mapping[str, set[str]]:
    """The incidents that each article's headline and first two paragraphs report."""
    leading: dict[str, set[str]] = {}
    for document, incident in found:
        leading.setdefault(document, set()).add(incident)
    return leading


def figures(gold: Sequence[Pair], copies: Sequence[bool], merged: Sequence[bool]) -> dict[str, object]:
    """Precision, recall and F1 of both questions, and how many of each kind are right."""
    right = [one == pair.same_incident for one, pair in zip(merged, gold, strict=True)]
    told = [(one, pair.same_incident) for one, pair in zip(merged, gold, strict=True)]
    anew = [one for one, pair in zip(told, gold, strict=True) if pair.kind not in COPIES]
    return {
        "copies": _prf([(one, pair.copy) for one, pair in zip(copies, gold, strict=True)]),
        "incidents": _prf(told),
        "retold": _prf(anew),
        "by_kind": by_kind([pair.kind for pair in gold], right),
    }


def _prf(answers: Sequence[tuple[bool, bool]]) -> dict[str, float | None]:
    both = sum(one and other for one, other in answers)
    return prf(both, sum(one for one, _ in answers), sum(other for _, other in answers))


def labelled(row: Mapping[str, Any]) -> Pair:
    """One row of the file. KeyError, TypeError or ValueError where it is none."""
    if not isinstance(row["copy"], bool) or not isinstance(row["same_incident"], bool):
        raise ValueError("copy and same_incident are true or false")
    return Pair(row["kind"], row["copy"], row["same_incident"], _article(row["a"]), _article(row["b"]))


def _article(row: Mapping[str, Any]) -> Article:
    from dragoman import ingest
    from dragoman.ingest.source import IngestError, Stated

    try:
        return ingest.table.article(row, "a pair", Stated())
    except IngestError as error:
        raise ValueError(f"{error.source} {error.problem}") from error
