"""The store keeps whole articles, gives back what it was given, and survives a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.records import Coding
from dragoman.store import Store, StoreError
from dragoman.store.migrate import Migration, migrations, schema
from dragoman.store.rows import PARTS
from tests.store.made import article, coding, codings, praise


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "made.duckdb") as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("store") / "any.duckdb") as made:
        yield made


def counts(store: Store) -> dict[str, int]:
    tables = ("documents", *PARTS)
    rows = {table: store.connection.execute(f"SELECT 1 FROM {table}").fetchall() for table in tables}
    return {table: len(found) for table, found in rows.items()}


# ---- round trip -----------------------------------------------------------------------------------


def test_a_coding_comes_back_as_it_was_saved(store: Store) -> None:
    assert store.save(coding(), "made.txt") == "added"
    assert store.coding(article().id) == coding()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=codings())
def test_any_coding_comes_back_as_it_was_saved(shared: Store, made: Coding) -> None:
    shared.save(made, "any")
    assert shared.coding(made.article.id) == made


def test_it_comes_back_from_the_closed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with Store(path) as store:
        store.save(coding(), "made.txt")
    with Store(path, read_only=True) as again:
        assert again.coding(article().id) == coding()


def test_an_unknown_document_is_none(store: Store) -> None:
    assert store.coding("0" * 16) is None


# ---- reading again --------------------------------------------------------------------------------


def test_the_same_article_twice_is_stored_once(store: Store) -> None:
    store.save(coding(), "made.txt")
    before = counts(store)
    assert store.save(coding(), "copy.txt") == "unchanged"
    assert counts(store) == before
    assert store.documents()[0].sources == ("copy.txt", "made.txt")


def test_a_newer_coder_replaces_the_records(store: Store) -> None:
    store.save(coding(), "made.txt")
    newer = replace(coding(), events=(replace(praise(), coder="newer"),), statements=())
    assert store.save(newer, "made.txt") == "replaced"
    assert store.coding(article().id) == newer
    assert counts(store)["events"] == 1 and counts(store)["abouts"] == 1  # the author's own


def test_one_article_leaves_the_others_alone(store: Store) -> None:
    other = Coding(article("Another text.", None))
    store.save(coding(), "a")
    store.save(other, "b")
    store.save(replace(coding(), events=()), "a")
    assert store.coding(other.article.id) == other


def test_a_save_that_fails_changes_nothing(store: Store) -> None:
    store.save(coding(), "made.txt")
    bad = replace(praise(), event_type=None)  # type: ignore[arg-type]
    with pytest.raises(duckdb.Error):
        store.save(replace(coding(), events=(bad,)), "made.txt")
    assert store.coding(article().id) == coding()


def test_two_records_with_one_id_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="share the id e-praise"):
        store.save(replace(coding(), events=(praise(), praise())), "made.txt")
    assert store.documents() == []


def test_a_run_says_what_software_wrote(store: Store) -> None:
    run = store.start_run(reader="reader-1", codebook="plover-1")
    store.save(coding(), "made.txt")
    row = store.connection.execute("SELECT id, reader, codebook, duckdb FROM runs").fetchone()
    assert row == (run, "reader-1", "plover-1", duckdb.__version__)
    assert store.connection.execute("SELECT run, outcome FROM readings").fetchall() == [(run, "added")]


# ---- looking up -----------------------------------------------------------------------------------


def test_find_by_prefix(store: Store) -> None:
    store.save(coding(), "made.txt")
    assert [found.id for found in store.find("e-")] == ["e-meeting", "e-praise"]
    assert [(f.kind, f.document) for f in store.find("s-t")] == [("statement", article().id)]
    assert store.find(article().id[:6])[0].kind == "document"
    assert store.find("zz") == []


def test_an_exact_id_is_not_ambiguous(store: Store) -> None:
    longer = replace(praise(), id="e-praise-2")
    store.save(replace(coding(), events=(praise(), longer)), "made.txt")
    assert [found.id for found in store.find("e-praise")] == ["e-praise"]


def test_a_prefix_is_text_and_not_a_pattern(store: Store) -> None:
    store.save(coding(), "made.txt")
    assert store.find("%") == [] and store.find("' OR 1=1 --") == []


def test_documents_are_listed_with_their_counts(store: Store) -> None:
    store.save(coding(), "made.txt")
    store.save(Coding(replace(article("Undated.", None), published=None)), "b")
    first, last = store.documents()
    assert (first.events, first.statements, first.assessments) == (2, 1, 1)
    assert last.published is None


# ---- the schema -----------------------------------------------------------------------------------


def test_every_table_and_column_has_a_comment(store: Store) -> None:
    tables = store.connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
    columns = store.connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    assert {name for name, _ in tables} >= {"documents", "runs", "readings", *PARTS}
    views = store.connection.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    assert [name for name, comment in (*tables, *views) if not comment] == []
    known = {column for table, column, comment in columns if comment}
    viewed = {name for name, _ in views}
    bare = [(table, column) for table, column, comment in columns if not comment]
    # the columns of a view are those of its table, which has the comment, but for those that it adds
    assert [(table, column) for table, column in bare if table not in viewed or column not in known] == []


def catalogue(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    columns = con.execute(
        """SELECT c.table_name, c.column_index, column_name, data_type, is_nullable, c.comment, t.comment
           FROM duckdb_columns() c LEFT JOIN duckdb_tables() t USING (table_name)
           WHERE NOT c.internal ORDER BY ALL"""
    ).fetchall()
    views = con.execute(
        "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    return columns + views + con.execute("SELECT sequence_name FROM duckdb_sequences()").fetchall()


def test_the_schema_is_what_the_migrations_make() -> None:
    whole, paged = duckdb.connect(), duckdb.connect()
    whole.execute(schema())
    for page in migrations():
        paged.execute(page.sql)
    assert catalogue(whole) == catalogue(paged)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [page.version for page in migrations()] == list(range(1, len(migrations()) + 1))


NEXT = Migration(
    len(migrations()) + 1, "next.sql", "CREATE TABLE later (x INTEGER); INSERT INTO later VALUES (7)"
)


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_file_is_brought_up_to_date(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "old.duckdb"
    with Store(path) as old:
        old.save(coding(), "made.txt")
    with Store(path, read_only=read_only, pages=(*migrations(), NEXT)) as now:
        assert now.connection.execute("SELECT x FROM later").fetchone() == (7,)
        assert now.coding(article().id) == coding()
        applied = now.connection.execute("SELECT max(version), count(*) FROM schema_version").fetchone()
        assert applied == (NEXT.version, NEXT.version)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    Store(path).close()
    broken = replace(NEXT, sql="CREATE TABLE later (x INTEGER); SELECT no_such_column FROM documents")
    with pytest.raises(duckdb.Error):
        Store(path, pages=(*migrations(), broken))
    with Store(path) as store:
        tables = [
            row[0] for row in store.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        ]
        assert "later" not in tables


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    Store(path, pages=migrations()).close()
    with Store(path, pages=(*migrations(), NEXT)):
        pass
    with pytest.raises(StoreError, match="newer dragoman"):
        Store(path)


def test_the_file_opens_in_older_duckdb(store: Store) -> None:
    tags = store.connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()
    assert tags is not None and tags[0]["storage_version"].startswith("v1.0.0")


# ---- files that cannot be used --------------------------------------------------------------------


def test_a_missing_file_is_not_made_by_a_reader(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        Store(tmp_path / "none.duckdb", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        Store(tmp_path / "no" / "a.duckdb")


def test_a_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    path.write_text("no database at all, just some words that fill a line or two\n" * 100)
    with pytest.raises(StoreError, match="not a DuckDB file"):
        Store(path)


def test_a_database_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE theirs (x INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        Store(path)


# ---- other processes ------------------------------------------------------------------------------

HOLD = """
import sys, time
from dragoman.store import Store
store = Store(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


def test_a_file_that_another_process_holds(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "held\n"
            with pytest.raises(StoreError, match="another process"):
                Store(path, read_only=True, patience=0)
        finally:
            process.kill()


def test_a_store_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    code = HOLD.replace("time.sleep(60)", "time.sleep(1)")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another process"):
            Store(path, patience=0)
        Store(path, patience=30).close()


SAVE_FOR_EVER = """
import json, sys
from dataclasses import replace
sys.path.insert(0, sys.argv[2])
from tests.store.made import article, coding
from dragoman.records import Coding
from dragoman.store import Store

store, n = Store(sys.argv[1]), 0
while True:
    n += 1
    made = coding()
    fresh = replace(made.article, id=f"{n:016x}", text=f"{made.article.text} {n}")
    cast = made.participants * 200
    print(n, flush=True)
    store.save(replace(made, article=fresh, participants=cast,
        events=tuple(replace(e, document=fresh.id, id=f"{e.id}-{n}") for e in made.events),
        statements=tuple(replace(s, document=fresh.id, id=f"{s.id}-{n}") for s in made.statements),
        assessments=tuple(replace(a, document=fresh.id, id=f"{a.id}-{n}") for a in made.assessments)), "loop")
"""


@pytest.mark.parametrize("wait", [0.0, 0.004, 0.011, 0.02])
def test_a_process_killed_while_saving_leaves_whole_articles(tmp_path: Path, wait: float) -> None:
    path, root = tmp_path / "killed.duckdb", str(Path(__file__).parents[2])
    command = [sys.executable, "-c", SAVE_FOR_EVER, str(path), root]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 5:
                break
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    with Store(path) as store:
        entries = store.documents()
        assert len(entries) >= 4
        for entry in entries:
            found = store.coding(entry.id)
            assert found is not None
            assert (len(found.events), len(found.statements), len(found.assessments)) == (2, 1, 1)
            assert len(found.participants) == 200 * len(coding().participants)
        orphans = [
            store.connection.execute(
                f"SELECT count(*) FROM {table} WHERE document NOT IN (SELECT id FROM documents)"
            ).fetchone()
            for table in (*PARTS, "readings")
        ]
        assert set(orphans) == {(0,)}


def test_spans_of_the_stored_records_are_those_of_the_text(store: Store) -> None:
    store.save(coding(), "made.txt")
    rows = store.connection.execute(
        """SELECT p.text, substring(d.text, p.start_char + 1, p.end_char - p.start_char)
           FROM participants p JOIN documents d ON d.id = p.document"""
    ).fetchall()
    assert rows and all(said == stands for said, stands in rows)


def test_a_group_is_saved_as_its_articles_would_be_one_by_one(tmp_path: Path) -> None:
    first = coding()
    emptied = Coding(first.article)
    other = Coding(article("Another text, of one sentence."))
    with Store(tmp_path / "group.duckdb") as store:
        saved = store.save_all([(first, "a"), (other, "b"), (first, "c"), (emptied, "d")])
        assert saved == ["added", "added", "unchanged", "replaced"]
        assert store.coding(first.article.id) == emptied and store.coding(other.article.id) == other
        assert store.save_all([(first, "e"), (emptied, "f")]) == ["replaced", "replaced"]
        assert store.coding(first.article.id) == emptied
        assert store.held() == {first.article.id, other.article.id}
        outcomes = store.connection.execute("SELECT source FROM readings ORDER BY source").fetchall()
        assert [row[0] for row in outcomes] == list("abcdef")


def test_a_group_with_a_fault_is_not_saved_at_all(tmp_path: Path) -> None:
    twice = replace(coding(), events=(praise(), praise()))
    with Store(tmp_path / "group.duckdb") as store:
        with pytest.raises(StoreError, match="two records share the id"):
            store.save_all([(Coding(article("Another text, of one sentence.")), "a"), (twice, "b")])
        assert store.held() == frozenset()
        assert store.connection.execute("SELECT count(*) FROM pending").fetchone() == (0,)


def test_several_codings_are_what_each_is(tmp_path: Path) -> None:
    other = Coding(replace(article("Another text of no events."), id="another"))
    with Store(tmp_path / "a.duckdb") as store:
        store.save_all([(coding(), "a.txt"), (other, "b.txt")])
        found = store.codings([coding().article.id, "another", "no such document"])
        assert found == {key: store.coding(key) for key in (coding().article.id, "another")}
        assert store.codings([]) == {}


def test_memory_given_back_takes_nothing_from_the_store(tmp_path: Path) -> None:
    with Store(tmp_path / "long.duckdb") as store:
        limit = store.connection.execute("SELECT current_setting('memory_limit')").fetchall()
        for number in range(40):
            store.save(Coding(article(f"Article {number}. " + "Word " * 200)), "made")
        store.connection.execute("CHECKPOINT")
        before = counts(store)
        held = _held(store)
        store.let_go()
        assert _held(store) <= held
        assert counts(store) == before
        assert store.connection.execute("SELECT current_setting('memory_limit')").fetchall() == limit


def _held(store: Store) -> int:
    """Bytes of the file that are held in memory."""
    ((found,),) = store.connection.execute(
        "SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag = 'BASE_TABLE'"
    ).fetchall()
    return int(found)
