"""All parts of a run as one store, what its articles have to do with each other worked out; the dyads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duckdb import DuckDBPyConnection

from dragoman.relate import Chosen, bring_up_to_date
from dragoman.relate.periods import Unit, table
from dragoman.relate.shown import written as write_dyads
from dragoman.scale.part import DONE, TABLES, written
from dragoman.scale.places import Place, PlaceError
from dragoman.scale.plan import Part, Plan
from dragoman.store import Store
from dragoman.store.rows import PARTS

STORE = "store.duckdb"
DYADS = "dyads.parquet"
_NOTE = "joined.json"
_ROWS = "read_parquet(?, hive_partitioning = false)"  # a folder's name is no column


@dataclass(frozen=True, slots=True)
class Joined:
    """What the store holds: documents, and rows of the table of dyads."""

    documents: int
    dyads: int


def joined(at: Place, plan: Plan, freq: Unit, advance: Callable[[int], None] = lambda _: None) -> Joined:
    """Write the store and the table of dyads from the parts that are done.

    ``advance`` hears of documents related. An article that several parts hold is taken from the last of them,
    as one process that reads all in order would leave it. Where no part has come since, the store stays.
    Raises PlaceError where the store that lies there has something else in it; OSError, StoreError or
    duckdb.Error where something cannot be read or written.
    """
    parts = written(at, plan)
    note = json.loads(at.read(_NOTE) or b"{}")
    of = {"parts": _stamp(at, parts), "freq": freq}
    there = {STORE, DYADS} & set(at.names(""))
    if len(there) == 2 and note == {**note, **of}:
        return Joined(note["documents"], note["dyads"])
    with TemporaryDirectory(prefix="dragoman-") as name:
        folder = Path(name)
        if STORE in there:
            _check_ours(at.fetch(STORE, folder / "before"), note)
        with Store(folder / STORE) as store:
            if parts:
                _filled(store.connection, at, parts, folder)
            bring_up_to_date(store.connection, advance)
            columns = table(store.connection, freq, directed=True, chosen=Chosen())
            counts = _counts(store.connection)
        write_dyads(columns, folder / DYADS, "parquet")
        at.write(_NOTE, json.dumps({**note, "parts": None}).encode())  # what it said is true no more
        at.put(folder / STORE, STORE)
        at.put(folder / DYADS, DYADS)
    found = Joined(counts["documents"], len(columns["actor"]))
    at.write(_NOTE, json.dumps({**of, **asdict(found), "counts": counts}).encode())
    return found


def _stamp(at: Place, parts: Sequence[Part]) -> str:
    """A digest of what became of the parts: another one where one of them was read again."""
    found = hashlib.sha256()
    for part in parts:
        found.update(at.read(f"{DONE}/{part.file}.json") or b"")
    return found.hexdigest()


def _counts(con: DuckDBPyConnection) -> dict[str, int]:
    """How many rows there are in tables to which others add: people, imports, ``dragoman read``."""
    found = {}
    for name in ("documents", "runs", "judgements"):
        (found[name],) = con.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
    imported = "SELECT count(*) FROM dyad_events WHERE origin <> 'dragoman'"
    (found["imported"],) = con.execute(imported).fetchone() or (0,)
    return found


def _check_ours(path: Path, note: Mapping[str, Any]) -> None:
    """Raises PlaceError where a store is not as a run left it."""
    with Store(path, read_only=True) as store:
        found = _counts(store.connection)
    if found != note.get("counts"):
        problem = f"{STORE} has something in it that did not come from this run, and would be lost"
        raise PlaceError(problem, "Move it elsewhere, then give the command again")


def _filled(con: DuckDBPyConnection, at: Place, parts: Sequence[Part], folder: Path) -> None:
    def files(name: str) -> list[str]:
        return [str(at.fetch(f"tables/{name}/{part.file}.parquet", folder)) for part in parts]

    con.execute(
        f"""CREATE TEMP TABLE kept AS
            SELECT id AS document, max(run_part) AS run_part FROM {_ROWS} GROUP BY id""",
        [files("documents")],
    )
    for name in TABLES:
        columns = ", ".join(row[0] for row in con.execute(f"DESCRIBE {name}").fetchall())
        con.execute(f"INSERT INTO {name} ({columns}) {_wanted(name, columns)}", [files(name)])
    con.execute("INSERT INTO pending SELECT document FROM kept")
    con.execute("DROP TABLE kept")


def _wanted(name: str, columns: str) -> str:
    """The rows of a table of all parts that the store takes."""
    rows = f"SELECT {columns} FROM {_ROWS} AS rows"
    if name == "documents":
        return f"{rows} SEMI JOIN kept ON id = kept.document AND rows.run_part = kept.run_part"
    if name in PARTS:
        return f"{rows} SEMI JOIN kept USING (document, run_part)"
    if name == "failures":  # a source that is given twice fails twice
        return f"{rows} QUALIFY row_number() OVER (PARTITION BY source ORDER BY run_part DESC) = 1"
    return rows
