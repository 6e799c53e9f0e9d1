"""Search for words in the texts of a store: an index of SQLite beside it, kept in step with the documents.

The index of ``news.duckdb`` is ``news.search.sqlite``. It can be deleted at any time and is then made anew.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dragoman.store import Store

MARK, UNMARK = "\ue000", "\ue001"
"""Around each word of an extract that was searched for; private use, so that no text of its own has them."""
EXTRACT_WORDS = 40
BEFORE_WORDS = 10
"""Words of an extract before the first that was searched for."""
LONG_WORD = 40
"""Characters that a word has at most, where it is looked for."""
SECONDS = 10.0
"""A search that takes longer is broken off: others wait for it."""
BATCH = 1000
"""Texts put into the index at a time."""
MOST_WORDS = 32
"""Words of a question that are looked for; more would only slow it down."""
TITLE_WEIGHT = 4.0
"""A word in the title counts so many times as one in the text."""

TABLES = """
CREATE TABLE IF NOT EXISTS held (number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS step (state TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(
    title, text, tokenize = "porter unicode61 remove_diacritics 2"
);
"""
RANKED = f"""
FROM texts JOIN held ON held.number = texts.rowid
WHERE texts MATCH ? AND rank MATCH 'bm25({TITLE_WEIGHT}, 1.0)' ORDER BY rank LIMIT ? OFFSET ?
"""
HIGHLIGHTED = f"highlight(texts, 1, '{MARK}', '{UNMARK}')"


class TooSlowError(Exception):
    """The search took longer than SECONDS, and was broken off."""


class NothingAskedError(ValueError):
    """The question has no word to look for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that has the words: how well it fits (the greater the better), and an extract of it.

    In the extract the words stand between ``MARK`` and ``UNMARK``.
    """

    document: str
    score: float
    extract: str


class Finder:
    """The index beside the store at ``path``, for many threads; in memory where none can be written there."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._con = _opened(path.with_suffix(".search.sqlite"))

    def close(self) -> None:
        """Let the index go."""
        with self._lock:
            self._con.close()

    def bring_up_to_date(self, store: Store) -> int:
        """Take in the documents that came, drop those that went; how many both were."""
        with self._lock:
            state = _state(store)
            if self._con.execute("SELECT state FROM step").fetchall() == [(state,)]:
                return 0
            known = {row[0] for row in self._con.execute("SELECT document FROM held")}
            there = store.held()
            gone, new = sorted(known - there), sorted(there - known)
            with self._con:
                self._drop(gone)
            for start in range(0, len(new), BATCH):
                with self._con:  # whoever is broken off here goes on from there
                    self._take(store, new[start : start + BATCH])
            with self._con:
                self._con.execute("DELETE FROM step")
                self._con.execute("INSERT INTO step VALUES (?)", [state])
            return len(gone) + len(new)

    def search(self, words: str, limit: int = 20, offset: int = 0) -> tuple[list[Hit], int]:
        """The documents that best fit the words, and how many there are in all. Raises NothingAskedError,
        and TooSlowError after SECONDS.
        """
        asked = expression(words)
        with self._lock, self._broken_off():
            total = self._con.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", [asked]).fetchone()[0]
            rows = self._con.execute(
                f"SELECT held.document, rank, {HIGHLIGHTED} {RANKED}", [asked, limit, offset]
            ).fetchall()
        return [Hit(document, -score, extract(text)) for document, score, text in rows], total

    def documents(self, words: str, most: int) -> list[str]:
        """The ids of those that fit best, at most so many. Raises NothingAskedError,
        and TooSlowError after SECONDS.
        """
        asked = expression(words)
        with self._lock, self._broken_off():
            return [row[0] for row in self._con.execute(f"SELECT held.document {RANKED}", [asked, most, 0])]

    @contextmanager
    def _broken_off(self) -> Iterator[None]:
        timer = threading.Timer(SECONDS, self._con.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise TooSlowError from error
            raise
        finally:
            timer.cancel()

    def _drop(self, documents: Iterable[str]) -> None:
        for document in documents:
            number = self._con.execute("SELECT number FROM held WHERE document = ?", [document]).fetchone()[0]
            self._con.execute("DELETE FROM texts WHERE rowid = ?", [number])
            self._con.execute("DELETE FROM held WHERE number = ?", [number])

    def _take(self, store: Store, documents: Sequence[str]) -> None:
        rows = store.connection.execute(
            "SELECT id, title, text FROM documents WHERE id IN (SELECT unnest(?))", [documents]
        ).fetchall()
        for document, title, text in rows:
            made = self._con.execute("INSERT INTO held (document) VALUES (?)", [document])
            row = [made.lastrowid, title or "", _body(title, text)]
            self._con.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", row)


def extract(text: str) -> str:
    """The words around the first that was searched for. FTS5's own ``snippet`` weighs each against each."""
    first = max(text.find(MARK), 0)
    start, end = max(0, first - LONG_WORD * BEFORE_WORDS), first + LONG_WORD * EXTRACT_WORDS
    before, after = text[start:first].split(), text[first:end].split()
    words = [*before[-BEFORE_WORDS:], *after][:EXTRACT_WORDS]
    shown = " ".join(words)
    if shown.count(MARK) > shown.count(UNMARK):
        shown += UNMARK
    begun = start > 0 or len(before) > BEFORE_WORDS
    goes_on = end < len(text) or len(before[-BEFORE_WORDS:]) + len(after) > EXTRACT_WORDS
    return f"{'…' if begun else ''}{shown}{'…' if goes_on else ''}"


def _opened(path: Path) -> sqlite3.Connection:
    """The index at the path, made anew where it is none; in memory where the folder cannot be written."""
    for place in (path, path, None):
        with suppress(sqlite3.Error, OSError):
            return _connected(str(place) if place else ":memory:")
        if place:
            with suppress(OSError):
                place.unlink()
    raise sqlite3.OperationalError("no index can be made")


def _connected(place: str) -> sqlite3.Connection:
    con = sqlite3.connect(place, timeout=10, check_same_thread=False)
    try:
        con.executescript(TABLES)
        with con:  # a folder or disk that takes nothing shows itself here
            con.execute("DELETE FROM step WHERE state = ''")
            con.execute("INSERT INTO step SELECT '' WHERE NOT EXISTS (SELECT 1 FROM step)")
        con.execute("SELECT count(*) FROM texts WHERE texts MATCH 'a'").fetchone()
    except sqlite3.Error:
        con.close()
        raise
    return con


def _state(store: Store) -> str:
    """What tells one set of documents from another, without reading their ids."""
    sql = "SELECT count(*), bit_xor(hash(id)), sum(hash(id)) FROM documents"
    return repr(store.connection.execute(sql).fetchone())


def _body(title: str | None, text: str) -> str:
    """The text without its first line where that is the title, which has a column of its own."""
    own = text[len(title) :].lstrip("\n") if title and text.startswith(title) else text
    return own.replace(MARK, "").replace(UNMARK, "")


# ---- questions ------------------------------------------------------------------------------------

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def expression(words: str) -> str:
    """The question as FTS5 reads it: words, "phrases", -excluded ones, beginn* of words.

    Raises NothingAskedError.

    Every term is quoted, so that nothing that is typed is taken for an operator.
    """
    wanted: list[str] = []
    excluded: list[str] = []
    for minus, term in _terms(words):
        (excluded if minus else wanted).append(term)
    if not wanted:
        raise NothingAskedError("nothing was asked for")
    asked = " AND ".join(wanted[:MOST_WORDS])
    return f"({asked}) NOT ({' OR '.join(excluded[:MOST_WORDS])})" if excluded else asked


def _terms(words: str) -> Iterator[tuple[bool, str]]:
    for found in _TERM.finditer(words.replace("\0", " ").encode(errors="ignore").decode()):
        phrase, word = found["phrase"], found["word"]
        said = word if phrase is None else phrase
        begins = "*" if word and len(word) > 1 and word.endswith("*") else ""
        if _WORD.search(said):
            yield bool(found["minus"]), f'"{said.replace(chr(34), " ")}"{begins}'


_WORD = re.compile(r"[^\W_]")
