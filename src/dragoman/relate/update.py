"""Works out what the pending documents change: copies, incidents, directed dyads.

A document is pending from when its records are written until all that follows from them is written, too.
Each batch is one transaction: a process that is killed leaves the rest pending, and the next one goes on.
The tables are a function of the documents in the store, whatever the batches were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from typing import Any

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from dragoman.knowledge.actors import bodies
from dragoman.knowledge.incidents import RARE, common_words, news, weights
from dragoman.relate import copies, gather
from dragoman.relate.marks import BEGINNING, STEM, report, words
from dragoman.relate.questions import ask, sql

BATCH = 4000
DAYS = 7
"""Reports of one happening may lie so many days apart."""
WIDE = 10
"""An event of which the text tells no day, but so many or more, is compared within its own text alone."""
LONG = 30
"""A text with so many words, but for those of most news, is an article about something, no line in a list."""

Rows = Sequence[Mapping[str, Any]]


DERIVED = ("bands", "copy_links", "texts", "marks", "reports", "event_links", "incident_events")
"""Tables that follow from documents alone; of ``dyad_events`` only what is not imported does."""


DECIDING = ("batch_events", "batch_texts", "copy_candidates", "link_events", "mark_copied", "tie_events")
"""The questions whose answers are kept."""


@cache
def rules() -> str:
    """The digest of the rows and questions by which copies, incidents and dyads are worked out."""
    cut = (copies.BANDS, copies.ROWS, copies.SEED, copies.SHARED, copies.FRAGMENT, BEGINNING, STEM)
    limits = (cut, gather.ALOOF, DAYS, WIDE, LONG, RARE)
    rows = (sorted(weights().items()), sorted(common_words()), sorted(news().items()), _bodies())
    pages = [sql(name) for name in DECIDING]
    return hashlib.sha256(repr((limits, rows, pages)).encode()).hexdigest()[:16]


def pending(con: DuckDBPyConnection) -> int:
    """How many documents wait to be worked out: all where it was by other rules."""
    waiting = "documents" if _outdated(con) else "(SELECT DISTINCT document FROM pending)"
    found = con.execute(f"SELECT count(*) FROM {waiting}").fetchone()
    return int(found[0]) if found else 0


def bring_up_to_date(
    con: DuckDBPyConnection, advance: Callable[[int], None] = lambda _: None, batch: int = BATCH
) -> int:
    """Work out all pending documents; how many there were. ``advance`` hears of each batch's size."""
    if _outdated(con):
        _transaction(con, lambda: _begin_anew(con))
    done = 0
    while ids := _next(con, batch):
        _transaction(con, lambda: _work_out(con, ids))
        done += len(ids)
        advance(len(ids))
    return done


def _transaction(con: DuckDBPyConnection, work: Callable[[], None]) -> None:
    con.execute("BEGIN")
    try:
        work()
        con.execute("COMMIT")
    except BaseException:
        with suppress(DuckDBError):  # without room on the disk the transaction is gone already
            con.execute("ROLLBACK")
        raise


def _outdated(con: DuckDBPyConnection) -> bool:
    return con.execute("SELECT rules FROM relating").fetchall() != [(rules(),)]


def _begin_anew(con: DuckDBPyConnection) -> None:
    """Every document is pending, and nothing worked out by other rules is left."""
    for table in (*DERIVED, "pending", "relating"):
        con.execute(f"DELETE FROM {table}")
    con.execute("DELETE FROM dyad_events WHERE origin = 'dragoman'")
    con.execute("INSERT INTO pending SELECT id FROM documents")
    con.execute("INSERT INTO relating VALUES (?)", [rules()])


def _next(con: DuckDBPyConnection, batch: int) -> list[str]:
    rows = con.execute("SELECT DISTINCT document FROM pending ORDER BY document LIMIT ?", [batch]).fetchall()
    return [row[0] for row in rows]


def _work_out(con: DuckDBPyConnection, documents: Sequence[str]) -> None:
    """Everything that the batch changes, within the caller's transaction."""
    con.execute("CREATE OR REPLACE TEMP TABLE batch AS SELECT unnest(?::VARCHAR[]) AS document", [documents])
    chains = _forget(con)
    named = {"bodies": _bodies()}
    _mark_texts(con)
    texts = _find_copies(con)
    _insert(con, "reports", [report(row) for row in ask(con, "batch_events", named)])
    _link(con)
    told = _gather(con, chains, texts)
    con.execute(sql("tie_events"), named)
    con.execute(sql("mark_copied"), {"documents": sorted({*texts, *told})})
    con.execute("DELETE FROM pending WHERE document IN (SELECT document FROM batch)")


@cache
def _bodies() -> list[str]:
    return sorted(bodies())


def _forget(con: DuckDBPyConnection) -> list[str]:
    """Take away what followed from an older reading of the batch; the chains that its events were in."""
    rows = con.execute(
        "SELECT DISTINCT chain FROM incident_events SEMI JOIN batch USING (document)"
    ).fetchall()
    for table in ("bands", "marks", "reports", "incident_events", "dyad_events"):
        con.execute(f"DELETE FROM {table} WHERE document IN (SELECT document FROM batch)")
    for table, sides in (("copy_links", ("a", "b")), ("event_links", ("a_document", "b_document"))):
        for side in sides:
            con.execute(f"DELETE FROM {table} WHERE {side} IN (SELECT document FROM batch)")
    return [row[0] for row in rows]


def _mark_texts(con: DuckDBPyConnection) -> None:
    rows = ask(con, "batch_texts", {"bodies": _bodies()})
    if not rows:
        return
    _insert(
        con,
        "marks",
        [{"document": r["document"], "words": list(words(r["text"])), "parties": r["parties"]} for r in rows],
    )
    hashes = copies.bands([row["text"] for row in rows]).ravel().tolist()
    con.execute(
        f"""INSERT INTO bands SELECT document, unnest(range({copies.BANDS})), unnest(hashes) FROM (
                SELECT unnest(?::VARCHAR[]) AS document, unnest(?::UBIGINT[][]) AS hashes)""",
        [
            [row["document"] for row in rows],
            [hashes[n : n + copies.BANDS] for n in range(0, len(hashes), copies.BANDS)],
        ],
    )


def _find_copies(con: DuckDBPyConnection) -> list[str]:
    """Links between copies, and the original of every document that may have got another: these documents."""
    pairs = con.execute(sql("copy_candidates")).fetchall()
    wanted = sorted({document for pair in pairs for document in pair})
    texts = con.execute("SELECT id, text FROM documents WHERE id IN (SELECT unnest(?))", [wanted]).fetchall()
    links = copies.verified(pairs, dict(texts))
    _insert(con, "copy_links", [{"a": a, "b": b, "shared": share} for a, b, share in links])
    touched = {row["document"]: copies.Text(**row) for row in ask(con, "touched_texts")}
    ids = [*touched]
    among = con.execute("SELECT a, b FROM copy_links WHERE a IN (SELECT unnest(?))", [ids]).fetchall()
    found = copies.originals(touched.values(), among)
    con.execute("DELETE FROM texts WHERE document IN (SELECT unnest(?))", [ids])
    _insert(con, "texts", [{"document": document, "original": first} for document, first in found.items()])
    return ids


def _link(con: DuckDBPyConnection) -> None:
    con.execute(
        """CREATE OR REPLACE TEMP TABLE news AS
           SELECT unnest(?::VARCHAR[]) AS key, unnest(?::DOUBLE[]) AS rate""",
        [[*news()], [*news().values()]],
    )
    con.execute(
        sql("link_events"), {"w": dict(weights()), "days": DAYS, "wide": WIDE, "rare": RARE, "long": LONG}
    )


def _gather(con: DuckDBPyConnection, chains: list[str], texts: list[str]) -> list[str]:
    """The incidents of every event that may have got another one; the documents of these."""
    asked = {"chains": chains, "texts": texts}
    touched = [gather.Report(**row) for row in ask(con, "touched_reports", asked)]
    ids = [one.event for one in touched]
    among = con.execute("SELECT a, b, score FROM event_links WHERE a IN (SELECT unnest(?))", [ids]).fetchall()
    con.execute("DELETE FROM incident_events WHERE event IN (SELECT unnest(?))", [ids])
    _insert(con, "incident_events", [asdict(one) for one in gather.members(touched, among)])
    return [one.document for one in touched]


def _insert(con: DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Rows as one statement, a list a column."""
    if not rows:
        return
    types = dict(
        con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table]
        ).fetchall()
    )
    lists = ", ".join(f"unnest(?::{types[column]}[])" for column in rows[0])
    values = [[row[column] for row in rows] for column in rows[0]]
    con.execute(f"INSERT INTO {table} ({', '.join(rows[0])}) SELECT {lists}", values)
