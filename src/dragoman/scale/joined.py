"""All parts of a run as one store, what its articles have to do with each other worked out; the dyads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection

from dragoman.relate import Chosen, bring_up_to_date
from dragoman.relate.periods import Unit, table
from dragoman.relate.shown import written
from dragoman.scale.part import TABLES, done
from dragoman.scale.places import Place
from dragoman.scale.plan import Plan
from dragoman.store import Store
from dragoman.store.rows import PARTS

STORE = "store.duckdb"
DYADS = "dyads.parquet"
_NOTE = "joined.json"


@dataclass(frozen=True, slots=True)
class Joined:
    """What the store holds: documents, and rows of the table of dyads."""

    documents: int
    dyads: int


def joined(at: Place, plan: Plan, freq: Unit, advance: Callable[[int], None] = lambda _: None) -> Joined:
    """Write the store and the table of dyads from the parts that are done.

    ``advance`` hears of documents related. An article that several parts hold is taken from the last of
    them, as one process that reads all in order would leave it. Where no part has come since, what is there
    stays. Raises OSError or duckdb.Error where something cannot be read or written.
    """
    finished = done(at, plan)
    parts = [part for part in plan.parts if part.number in finished]
    of = {"parts": len(parts), "freq": freq}
    if (page := at.read(_NOTE)) and (held := json.loads(page)) == {**held, **of}:
        return Joined(held["documents"], held["dyads"])
    with TemporaryDirectory(prefix="dragoman-") as name:
        folder = Path(name)
        files = {
            table: [str(at.fetch(f"tables/{table}/{part.file}.parquet", folder)) for part in parts]
            for table in TABLES
        }
        with Store(folder / STORE) as store:
            if parts:
                _filled(store.connection, files)
            bring_up_to_date(store.connection, advance)
            columns = table(store.connection, freq, directed=True, chosen=Chosen())
            (documents,) = store.connection.execute("SELECT count(*) FROM documents").fetchone() or (0,)
        written(columns, folder / DYADS, "parquet")
        at.put(folder / STORE, STORE)
        at.put(folder / DYADS, DYADS)
    found = Joined(documents, len(columns["actor"]))
    at.write(_NOTE, json.dumps({**of, **asdict(found)}).encode())
    return found


def _filled(con: DuckDBPyConnection, files: dict[str, list[str]]) -> None:
    con.execute(
        """CREATE TEMP TABLE kept AS
           SELECT id AS document, max(run_part) AS run_part FROM read_parquet(?) GROUP BY id""",
        [files["documents"]],
    )
    for name in TABLES:
        columns = ", ".join(row[0] for row in con.execute(f"DESCRIBE {name}").fetchall())
        con.execute(f"INSERT INTO {name} ({columns}) {_wanted(name, columns)}", [files[name]])
    con.execute("INSERT INTO pending SELECT document FROM kept")
    con.execute("DROP TABLE kept")


def _wanted(name: str, columns: str) -> str:
    """The rows of a table of all parts that the store takes."""
    rows = f"SELECT {columns} FROM read_parquet(?) AS rows"
    if name == "documents":
        return f"{rows} SEMI JOIN kept ON id = kept.document AND rows.run_part = kept.run_part"
    if name in PARTS:
        return f"{rows} SEMI JOIN kept USING (document, run_part)"
    if name == "failures":  # a source that is given twice fails twice
        return f"{rows} QUALIFY row_number() OVER (PARTITION BY source ORDER BY run_part DESC) = 1"
    return rows
