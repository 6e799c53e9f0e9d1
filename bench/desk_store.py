"""A store with 100,000 articles' worth of records, made from the example articles.

The examples are read once by the pipeline. Each is then written thousands of times with all that was coded
from it, in SQL: a fifth of its words exchanged for others of the same length, so that every offset stays
true; other days, states and outlets; ids as the real ones are. States are drawn so that few have much to do
with each other and thousands of dyads little (one in its rank), as in ICEWS. Some of these rounds tell of
the same as others, which makes incidents of hundreds of reports, and some are copies of others.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROOT = Path(__file__).resolve().parent.parent
MADE = "6"
"""Of the rows below: a kept store that was made by others is made anew."""
ROUNDS = 100
"""The examples so many times in one statement, as a real store is written in batches."""
SAME = (100, 60, 40, 40, 20, 20, 20, 10, 10, 10, 10, 10)
"""Rounds that tell of the same happenings, in groups of these sizes."""
COPY = 25
"""One round in so many copies the one before."""
OUTLETS = 400
DAYS = (-7264, 1201)
"""By how much the days of the examples, 2014 to 2022, are moved: to 1995 to 2025."""

WORD = re.compile(r"[a-z]{4,}")

MACROS = """
CREATE TEMP MACRO fresh(old, n) AS left(md5(concat(old, n)), 16);
CREATE TEMP MACRO other(name, known) AS coalesce(known[name], name);
CREATE TEMP MACRO others(names, known) AS list_transform(names, lambda one: coalesce(known[one], one));
"""
DOCUMENT = {"document": "p.document"}
RECORD = DOCUMENT | {"record": "fresh(t.record, p.n)"}
CODED = DOCUMENT | {"id": "fresh(t.id, p.n)"}
INCIDENT = "concat('i', fresh(substr(t.incident, 2), p.leader))"
EVENT = DOCUMENT | {"event": "fresh(t.event, p.n)"}
SHIFTED = {"day_from": "t.day_from + p.shift", "day_to": "t.day_to + p.shift"}
SIDES = {"actor": "others(t.actor, p.states)", "recipient": "others(t.recipient, p.states)"}

TABLES = {
    "readings": DOCUMENT | {"source": "concat('corpus/', p.document, '.txt')"},
    "dropped": DOCUMENT,
    "events": CODED
    | {"date_from": "t.date_from + p.shift", "date_to": "t.date_to + p.shift"}
    | {"place_country": "other(t.place_country, p.states)"},
    "statements": CODED,
    "abouts": RECORD,
    "assessments": CODED,
    "participants": RECORD | {"country": "others(t.country, p.states)", "name": "other(t.name, p.names)"},
    "spans": RECORD,
    "voices": RECORD,
    "steps": RECORD,
    "marks": DOCUMENT,
    "reports": EVENT | SHIFTED | SIDES | {"keys": "others(t.keys, p.states)"},
    "dyad_events": EVENT
    | SHIFTED
    | {"actor": "other(t.actor, p.states)", "recipient": "other(t.recipient, p.states)"}
    | {"published": "t.published + p.shift", "outlet": "p.outlet"}
    | {
        "incident": INCIDENT,
        "copied": "p.original <> p.document",
        "mirrored": "false",
        "mirror_sector": "NULL",
    },
    "incident_events": EVENT | {"incident": INCIDENT, "chain": "fresh(t.chain, p.leader)"},
}
"""What is other in each table than in the example's rows."""

FILL = """
INSERT INTO {table} BY NAME
SELECT t.* REPLACE ({changed}) FROM example.{table} t JOIN pages p ON p.article = t.document
ORDER BY p.place, t.rowid
"""
DOCUMENTS = """
INSERT INTO documents BY NAME
SELECT t.* REPLACE (p.document AS id, p.text AS text, left(p.text, len(t.title)) AS title, p.outlet AS outlet,
                    t.published + p.shift AS published, t.written_from + p.shift AS written_from,
                    t.written_to + p.shift AS written_to)
FROM example.documents t JOIN pages p ON p.article = t.id ORDER BY p.place
"""
TEXTS = "INSERT INTO texts SELECT document, original FROM pages ORDER BY place"
LINKS = """
INSERT INTO event_links
SELECT pa.document, least(a, b), pb.document, greatest(a, b), score FROM (
    SELECT pa.n, pa.document AS a_document, fresh(l.a, pa.n) AS a, l.b_document, fresh(l.b, pa.n) AS b, score
    FROM example.event_links l JOIN pages pa ON pa.article = l.a_document
) l
JOIN pages pa ON pa.document = l.a_document
JOIN pages pb ON pb.article = l.b_document AND pb.n = l.n
"""
JUDGED = """
INSERT INTO judgements BY NAME
SELECT md5(id)[:16] AS id, nextval('judgement_numbers') AS number, document, id AS record, kind, verdict,
       'Ada' AS person, TIMESTAMP '2025-06-01' + to_minutes(CAST(place AS INTEGER)) AS made,
       json_object('record', kind, 'id', id) AS machine
FROM (
    SELECT *, CASE WHEN place % 5 = 0 THEN 'reject' ELSE 'accept' END AS verdict FROM (
        SELECT id, document, kind, row_number() OVER (ORDER BY hash(id)) AS place FROM (
            SELECT id, document, 'event' AS kind FROM events
            UNION ALL SELECT id, document, 'statement' FROM statements
        ) WHERE hash(id) % 6000 = 0
    )
)
"""
ROUND = """
CREATE OR REPLACE TEMP TABLE rounds (n BIGINT, states MAP(VARCHAR, VARCHAR), names MAP(VARCHAR, VARCHAR))
"""
MIRRORED = """
UPDATE dyad_events d SET mirrored = true, mirror_sector = o.actor_sector FROM dyad_events o
WHERE d.actor > d.recipient AND o.event = d.event AND o.actor = d.recipient AND o.recipient = d.actor
"""
REJECTED = "DELETE FROM {table} WHERE event IN (SELECT record FROM judgements WHERE verdict = 'reject')"


@dataclass(frozen=True, slots=True)
class Round:
    """The examples once more. ``leader`` is the round whose happenings it tells of, ``shift`` in days."""

    n: int
    leader: int
    copies: int | None
    shift: int
    states: dict[str, str]


def kept(folder: Path, articles: int) -> Path:
    """The store in a folder, made where it is not there yet."""
    path = folder / f"desk-{articles}-{MADE}.duckdb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        for old in (half, half.with_name(half.name + ".wal")):
            old.unlink(missing_ok=True)
        make(half, articles)
        half.rename(path)
    return path


def make(path: Path, articles: int) -> None:
    """Read the examples, and write them out so often that there are so many articles."""
    from dragoman.relate.update import rules
    from dragoman.store import Store

    example = path.with_suffix(".example")
    _read(example)
    with Store(path) as store:
        con = store.connection
        con.execute(f"ATTACH '{example}' AS example (READ_ONLY)")
        con.execute("SET checkpoint_threshold = '1GB'")
        con.execute(MACROS)
        texts = con.execute("SELECT id, text, outlet FROM example.documents ORDER BY id").fetchall()
        con.execute("INSERT INTO runs SELECT * FROM example.runs")
        _write(con, texts, rounds(con, -(-articles // len(texts))))
        con.execute(MIRRORED)
        con.execute(JUDGED)
        for table in ("dyad_events", "reports", "incident_events"):
            con.execute(REJECTED.format(table=table))
        con.execute("INSERT INTO relating VALUES (?)", [rules()])
        con.execute("DETACH example")
        con.execute("CHECKPOINT")
    example.unlink()


def _read(path: Path) -> None:
    """The examples' own store, with what follows from it."""
    import dragoman
    from dragoman.relate import bring_up_to_date
    from dragoman.store import Store

    path.unlink(missing_ok=True)
    with Store(path) as store:
        found = dragoman.read(str(ROOT / "examples" / "articles"))
        store.save_all([(one.coding, one.source) for one in found if one.coding])
        bring_up_to_date(store.connection)


def rounds(con: DuckDBPyConnection, count: int) -> list[Round]:
    """What is other in each round; the same every time."""
    from dragoman.knowledge.actors import load

    rng = np.random.default_rng(1)
    rows = con.execute("SELECT DISTINCT unnest(country) FROM example.participants ORDER BY ALL").fetchall()
    known = [row[0] for row in rows if row[0] in load().states]
    ranked = rng.permutation(sorted(load().states))[:200]
    weights = -np.log(np.arange(1, len(ranked) + 1))
    groups = [first for first, size in zip(np.cumsum((0, *SAME)), SAME, strict=False) for _ in range(size)]
    found: list[Round] = []
    for n in range(count):
        copies = n - 1 if n >= len(groups) and n % COPY == COPY - 1 else None
        leader = int(groups[n]) if n < len(groups) else n if copies is None else found[copies].leader
        if leader == n:  # the likelier the higher its rank, none twice (Gumbel's trick)
            drawn = ranked[np.argsort(-(weights + rng.gumbel(size=len(ranked))))]
            shift, states = int(rng.integers(*DAYS)), dict(zip(known, map(str, drawn), strict=False))
        else:
            shift, states = found[leader].shift, found[leader].states
        found.append(Round(n, leader, copies, shift, states))
    return found


def _write(con: DuckDBPyConnection, texts: Sequence[tuple[str, str, str]], every: Sequence[Round]) -> None:
    from dragoman.knowledge.actors import load

    names = {code: state.name for code, state in load().states.items()}
    pages = _pages(texts, every)
    for first in range(0, len(every), ROUNDS):
        some = every[first : first + ROUNDS]
        con.execute(ROUND)
        for one in some:
            renamed = {names[old]: names[new] for old, new in one.states.items()}
            con.execute("INSERT INTO rounds VALUES (?, ?, ?)", [one.n, one.states, renamed])
        batch = [next(pages) for _ in range(len(some) * len(texts))]
        _some(con, batch)
        con.execute(DOCUMENTS)
        con.execute(TEXTS)
        con.execute(LINKS)
        for table, changed in TABLES.items():
            told = ", ".join(f"{value} AS {column}" for column, value in changed.items())
            con.execute(FILL.format(table=table, changed=told))


def _some(con: DuckDBPyConnection, batch: Sequence[dict[str, object]]) -> None:
    columns = {name: [row[name] for row in batch] for name in batch[0]}
    kinds = {"place": "BIGINT", "n": "BIGINT", "leader": "BIGINT", "shift": "INTEGER"}
    listed = ", ".join(f"unnest(${name}::{kinds.get(name, 'VARCHAR')}[]) AS {name}" for name in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE pages AS"
        f" SELECT s.*, states, names FROM (SELECT {listed}) s JOIN rounds USING (n)",
        columns,
    )


def _pages(texts: Sequence[tuple[str, str, str]], every: Sequence[Round]) -> Iterator[dict[str, object]]:
    """The articles of all rounds in order, with the words of each."""
    rng = random.Random(1)
    words = _words([text for _, text, _ in texts])
    before: list[str] = []
    place = 0
    for one in every:
        now = []
        for at, (article, text, outlet) in enumerate(texts):
            source = before[at] if one.copies is not None else text
            told = _exchanged(source, words, rng, 0.005 if one.copies is not None else 0.2)
            now.append(told)
            document = _id(told)
            yield {
                "place": place,
                "n": one.n,
                "leader": one.leader,
                "shift": one.shift,
                "article": article,
                "document": document,
                "original": _id(source) if one.copies is not None else document,
                "text": told,
                "outlet": f"{outlet or 'The Post'} {int(OUTLETS ** rng.random())}",
            }
            place += 1
        before = now


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _words(texts: Sequence[str]) -> dict[int, list[str]]:
    """The words of the examples by length, each as often as it is there."""
    found: dict[int, list[str]] = {}
    for text in texts:
        for word in WORD.findall(text):
            found.setdefault(len(word), []).append(word)
    return found


def _exchanged(text: str, words: dict[int, list[str]], rng: random.Random, share: float) -> str:
    """The text with about that share of its longer words exchanged for others as long, at least one."""
    spans = [found.span() for found in WORD.finditer(text)]
    chosen = [span for span in spans if rng.random() < share] or [rng.choice(spans)]
    pieces, at = [], 0
    for start, end in chosen:
        pieces += [text[at:start], rng.choice(words[end - start])]
        at = end
    told = "".join([*pieces, text[at:]])
    return told if told != text else _exchanged(text, words, rng, share)
