"""The index of words: in step with the store, for whatever is typed, for many at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Coding
from dragoman.serve import finder as module
from dragoman.serve.finder import (
    EXTRACT_WORDS,
    MARK,
    UNMARK,
    Finder,
    NothingAskedError,
    TooSlowError,
    expression,
    extract,
)
from dragoman.store import Store
from tests.store.made import article

TEXTS = (
    "Erdoğan meets Zelenskyy\n\nThe presidents spoke of grain and of the Black Sea.",
    "Grain deal ends\n\nMoscow said no to the grain deal; sanctions hurt its exports.",
    "A pipeline for Pakistan\n\nA gas pipeline is to be built. Mark \ue000this\ue001.",
)


def made(text: str) -> Coding:
    return Coding(replace(article(text, text.splitlines()[0]), dropped=()))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.duckdb") as found:
        found.save_all([(made(text), "a.txt") for text in TEXTS])
        yield found


@pytest.fixture
def finder(store: Store) -> Iterator[Finder]:
    found = Finder(store.path)
    found.bring_up_to_date(store)
    yield found
    found.close()


def titles(finder: Finder, words: str) -> list[str]:
    ids = {article(text).id: text.splitlines()[0] for text in TEXTS}
    return [ids[one.document] for one in finder.search(words)[0]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("grain", ["Grain deal ends", "Erdoğan meets Zelenskyy"]),  # in the title and the text first
        ("GRAIN moscow", ["Grain deal ends"]),
        ("grain -moscow", ["Erdoğan meets Zelenskyy"]),
        ('"black sea"', ["Erdoğan meets Zelenskyy"]),
        ('"sea black"', []),
        ("erdogan", ["Erdoğan meets Zelenskyy"]),
        ("ZELENSKYY", ["Erdoğan meets Zelenskyy"]),
        ("pip*", ["A pipeline for Pakistan"]),
        ("sanction", ["Grain deal ends"]),
        ("grain AND NOT OR NEAR(", []),
        ("title: pipeline", []),
    ],
)
def test_what_is_found(finder: Finder, words: str, found: list[str]) -> None:
    assert titles(finder, words) == found
    assert finder.search(words)[1] == len(found)
    assert len(finder.documents(words, 10)) == len(found)


def test_pages(finder: Finder) -> None:
    hits, total = finder.search("the", limit=1, offset=0)
    more, again = finder.search("the", limit=1, offset=1)
    assert total == again == 2 and {*hits}.isdisjoint(more)


def test_words_are_marked_and_a_text_cannot_mark_itself(finder: Finder) -> None:
    (hit,), _ = finder.search("gas")
    assert f"{MARK}gas{UNMARK}" in hit.extract
    assert hit.extract.count(MARK) == hit.extract.count(UNMARK) == 1


@pytest.mark.parametrize("words", ["", " ", "-grain", '"', "*", "()", "\0", "- -", '-"a b"', "…"])
def test_no_word_finds_nothing_and_says_so(finder: Finder, words: str) -> None:
    with pytest.raises(NothingAskedError):
        finder.search(words)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_nothing_typed_is_a_fault(words: str) -> None:
    try:
        asked = expression(words)
    except NothingAskedError:
        return
    con = module._connected(":memory:")
    con.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", [asked]).fetchone()
    con.close()


def test_it_keeps_in_step(finder: Finder, store: Store) -> None:
    assert finder.bring_up_to_date(store) == 0
    gone = article(TEXTS[1]).id
    store.connection.execute("DELETE FROM documents WHERE id = ?", [gone])
    store.save(made("Talks on grain\n\nThey met again."), "b.txt")
    assert finder.bring_up_to_date(store) == 2
    assert gone not in finder.documents("grain", 10) and len(finder.documents("grain", 10)) == 2
    assert finder.documents("moscow", 10) == []


def test_it_is_kept_beside_the_store(finder: Finder, store: Store) -> None:
    finder.close()
    assert store.path.with_suffix(".search.sqlite").exists()
    again = Finder(store.path)
    assert again.bring_up_to_date(store) == 0 and len(again.documents("grain", 10)) == 2
    again.close()


def test_a_broken_index_is_made_anew(store: Store) -> None:
    store.path.with_suffix(".search.sqlite").write_bytes(b"no database at all" * 100)
    found = Finder(store.path)
    assert found.bring_up_to_date(store) == len(TEXTS)
    found.close()


def test_where_nothing_can_be_written_it_is_in_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = module._connected

    def denied(place: str) -> object:
        if place != ":memory:":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(place)

    monkeypatch.setattr(module, "_connected", denied)
    found = Finder(store.path)
    assert found.bring_up_to_date(store) == len(TEXTS)
    assert len(found.documents("grain", 10)) == 2
    assert not store.path.with_suffix(".search.sqlite").exists()


def test_many_search_at_once(finder: Finder) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: finder.search("grain")[1], range(200)))
    assert set(found) == {2}


def test_a_word_that_an_article_repeats_without_end_takes_no_time_for_its_extract() -> None:
    with sqlite3.connect(":memory:") as con:
        con.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        con.execute("INSERT INTO t VALUES (?)", ["war " * 40_000])
        (text,) = con.execute(
            f"SELECT highlight(t, 0, '{MARK}', '{UNMARK}') FROM t WHERE t MATCH 'war'"
        ).fetchone()
    found = extract(text)
    assert found.count(MARK) == found.count(UNMARK) == EXTRACT_WORDS
    assert found.endswith("…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{MARK}Gas{UNMARK} is dear.", f"{MARK}Gas{UNMARK} is dear."),
        (f"No gas{MARK} pipe {UNMARK}at all", f"No gas {MARK} pipe {UNMARK}at all"),
        ("no mark at all", "no mark at all"),
        (f"{'word ' * 30}{MARK}gas{UNMARK} end", f"…{'word ' * 10}{MARK}gas{UNMARK} end"),
        (f"{MARK}{'gas ' * 60}{UNMARK}", f"{MARK}{'gas ' * 39}gas{UNMARK}…"),
        ("", ""),
    ],
)
def test_an_extract_is_the_words_around_the_first_hit(text: str, shown: str) -> None:
    assert extract(text) == shown


def test_a_search_that_takes_too_long_is_broken_off(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(TooSlowError), finder._broken_off():
        finder._con.execute(endless).fetchone()
    assert finder.search("gas")[1] == 1
