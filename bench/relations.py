"""How long do questions about relations take with a million events in the store?

Run by ``make bench``. A store is filled with made-up rows: 250,000 documents, a million events over 20 years
between the 200 states of the table, the busy ones far more often (Zipf), three in four of them reports of an
incident of their own. Then ``dragoman dyad`` of the busiest dyad and ``dragoman dyads --freq month`` run as
commands, start and all. Beside them SQLite counts the same incidents by dyad, month and quad from the same
rows: what a researcher would do without us.

    python bench/relations.py [--events 1000000] [--rounds 3]

prints a table on stderr and one JSON object on stdout: the best of the rounds in seconds, and ratios within
this run.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DOCUMENTS = """
INSERT INTO documents (id, run, text, title, authors, outlet, published, language, genre)
SELECT printf('d%015d', n), 'bench', 'A report of the day. One state acted on another on that day, it says.',
       'Report',
       [], 'Outlet ' || n % 50, DATE '2005-01-01' + CAST(n * 7300 // $documents AS INTEGER), 'en', 'report'
FROM range($documents) t(n)
"""
EVENTS = """
CREATE TEMP TABLE made AS
SELECT n, printf('d%015d', n * $documents // $events) AS document, printf('e%015d', n) AS event,
       printf('ie%015d', n - CASE WHEN hash(n, 5) % 4 = 0 AND n > 0 THEN 1 ELSE 0 END) AS incident,
       states[CAST(floor(pow($states, CAST(hash(n, 1) % 100000 AS DOUBLE) / 1e5)) AS INTEGER)] AS actor,
       states[CAST(floor(pow($states, CAST(hash(n, 2) % 100000 AS DOUBLE) / 1e5)) AS INTEGER)] AS recipient,
       types[1 + CAST(hash(n, 3) % 4 AS INTEGER)] AS kind
FROM range($events) t(n),
     (SELECT $codes AS states, [['CONSULT', 'verbal_cooperation', '2'], ['AID', 'material_cooperation', '7'],
       ['ACCUSE', 'verbal_conflict', '-3'], ['ASSAULT', 'material_conflict', '-9']] AS types)
"""
FILL = (
    """INSERT INTO events (document, ordinal, id, event_type, contexts, quad, intensity, trigger_start,
    trigger_end,
           factuality, polarity, figurative, date_reason, codebook, coder, voice_kind)
       SELECT document, n % 4, event, kind[1], [], kind[2], CAST(kind[3] AS DOUBLE), 31, 36, 'happened',
       'affirmed', false,
              'no time expression', 'bench', 'bench', 'report' FROM made""",
    """INSERT INTO participants (document, record, role, ordinal, text, start_char, end_char, head_char,
    name, country, reason)
       SELECT document, event, role, 0, 'state', 22, 30, 22, party, [party], 'made up'
       FROM (SELECT document, event, actor AS party, 'actor' AS role FROM made
             UNION ALL SELECT document, event, recipient, 'recipient' FROM made)""",
    """INSERT INTO spans SELECT document, event, 'evidence', 0, 0, 21, 67 FROM made""",
    """INSERT INTO voices SELECT document, event, 0, true, NULL, NULL, NULL FROM made""",
    """INSERT INTO texts SELECT id, id FROM documents""",
    """INSERT INTO reports SELECT document, event, kind[1], 1, [actor], [recipient], [actor, recipient],
    published, published,
           false, NULL, 'act', ['acted'] FROM made JOIN documents ON documents.id = made.document""",
    """INSERT INTO incident_events SELECT incident, document, event, event FROM made""",
    """INSERT INTO dyad_events SELECT 'dragoman', document, event, actor, recipient, kind[1], NULL, kind[2],
           CAST(kind[3] AS DOUBLE), [], 'happened', 'report', published, published, 'published', published,
           outlet, incident, false, 'GOV', 'GOV', false, NULL
       FROM made JOIN documents ON documents.id = made.document WHERE actor <> recipient""",
)
BUSIEST = """
SELECT actor, recipient FROM dyad_events GROUP BY ALL ORDER BY count(*) DESC, actor, recipient LIMIT 1
"""
SAME = """
SELECT actor, recipient, substr(day, 1, 7) AS month, quad, count(DISTINCT incident), avg(intensity)
FROM dyad_events JOIN incident_events USING (event) GROUP BY 1, 2, 3, 4
"""


def fill(path: Path, events: int) -> None:
    """A store with so many made-up events, everything worked out."""
    from dragoman.knowledge.actors import load
    from dragoman.relate.update import rules
    from dragoman.store import Store

    codes = sorted(load().states)[:200]
    sizes = {"documents": events // 4, "events": events, "states": len(codes), "codes": codes}
    with Store(path) as store:
        con = store.connection
        con.execute(DOCUMENTS, {"documents": sizes["documents"]})
        con.execute(EVENTS, sizes)
        for statement in FILL:
            con.execute(statement)
        con.execute("INSERT INTO relating VALUES (?)", [rules()])
        con.execute("CHECKPOINT")


def busiest(path: Path) -> tuple[str, str]:
    """The two states with most events between them."""
    from dragoman.store import Store

    with Store(path, read_only=True) as store:
        return store.connection.execute(BUSIEST).fetchall()[0]


def copied(path: Path, target: Path) -> None:
    """The same rows in SQLite."""
    from dragoman.store import Store

    with Store(path, read_only=True) as store, sqlite3.connect(target) as other:
        question = "SELECT event, actor, recipient, quad, intensity, day_from::VARCHAR FROM dyad_events"
        other.execute("CREATE TABLE dyad_events (event, actor, recipient, quad, intensity, day)")
        events = store.connection.execute(question).fetchall()
        other.executemany("INSERT INTO dyad_events VALUES (?,?,?,?,?,?)", events)
        other.execute("CREATE TABLE incident_events (event PRIMARY KEY, incident)")
        rows = store.connection.execute("SELECT event, incident FROM incident_events").fetchall()
        other.executemany("INSERT INTO incident_events VALUES (?,?)", rows)


def command(*words: str) -> Callable[[], None]:
    """A dragoman command to be timed, start and all."""
    line = [sys.executable, "-m", "dragoman.serve.cli", *words]
    return lambda: subprocess.run(line, check=True, stdout=subprocess.DEVNULL) and None


def best(task: Callable[[], object], rounds: int) -> float:
    """The least seconds of so many rounds."""
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        task()
        spent.append(time.perf_counter() - began)
    return round(min(spent), 3)


def main() -> None:
    """Fill, time, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db, other = Path(folder) / "bench.duckdb", Path(folder) / "bench.sqlite"
        fill(db, asked.events)
        pair = busiest(db)
        copied(db, other)
        with sqlite3.connect(other) as con:
            sqlite = best(lambda: con.execute(SAME).fetchall(), 1)
        table = Path(folder) / "d.csv"
        found = {
            "events": asked.events,
            "dyad": " ".join(pair),
            "dyad_s": best(command("dyad", *pair, "--db", str(db)), asked.rounds),
            "dyads_month_s": best(command("dyads", "--db", str(db), "--out", str(table)), asked.rounds),
            "rows": sum(1 for _ in table.open()) - 1,
            "sqlite_month_s": sqlite,
        }
    found["dyads_month_of_sqlite"] = round(found["dyads_month_s"] / sqlite, 2)
    print("\n".join(f"{name:24}{value}" for name, value in found.items()), file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
