"""Lists of records of all kinds, and of documents: which there are, and what each tells in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from duckdb import DuckDBPyConnection

from dragoman.knowledge.actors import load
from dragoman.records import Factuality, Genre, VoiceKind
from dragoman.relate.questions import ask, sql

RecordKind = Literal["event", "statement", "assessment"]
Side = Literal["any", "acting", "receiving"]
Judged = Literal["standing", "any", "yes", "no", "accept", "correct", "reject"]
Ranking = Literal["newest", "certainty", "place"]

SLICE = 100_000
"""Records told at a time, where all are: a million at once would take five gigabytes of memory."""
KINDS: tuple[RecordKind, ...] = ("event", "statement", "assessment")


@dataclass(frozen=True, slots=True)
class Named:
    """A party that a record names: ISO 3166-1 alpha-3 code or name of a body, and on which side it stands.

    Acting are who did it and who is quoted, receiving to whom it was done and who is spoken of; the two of an
    assessment are both.
    """

    party: str
    side: Side = "any"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which records are listed, and in which order; what is empty or None asks for nothing.

    ``types`` are types of events, kinds of quotes and aspects of assessments. A record's day is that of the
    event where its text tells one, of publication where it tells none. ``sectors`` are of who acts or speaks.
    ``documents`` are ids, as a search for words finds them; () finds nothing. ``judged``: ``standing`` are
    all but those that a person rejected; ``any`` with these; ``yes`` and ``no`` whether anybody judged; or a
    verdict. ``ranking``: the ``newest`` published first, least ``certainty`` first, or by ``place`` in the
    document.
    """

    kinds: tuple[RecordKind, ...] = KINDS
    a: Named | None = None
    b: Named | None = None
    types: tuple[str, ...] = ()
    voices: tuple[VoiceKind, ...] = ()
    factualities: tuple[Factuality, ...] = ()
    contexts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] | None = None
    copies: bool = False
    judged: Judged = "standing"
    ranking: Ranking = "newest"
    limit: int = 50
    offset: int = 0

    def values(self) -> dict[str, Any]:
        """As parameters of the question."""
        lists = ("kinds", "types", "voices", "factualities", "contexts", "outlets", "sectors")
        plain = ("since", "until", "copies", "judged", "ranking", "limit", "offset")
        return {
            **{name: list(getattr(self, name)) for name in lists},
            **{name: getattr(self, name) for name in plain},
            "documents": None if self.documents is None else list(self.documents),
            "a": self.a is not None,
            "b": self.b is not None,
        }

    def naming(self, named: Named | None) -> dict[str, Any]:
        """As parameters of the question which records name that party."""
        side = named.side if named else "any"
        return {
            "party": named.party if named else None,
            "state": named is not None and named.party in load().states,
            "acting": side != "receiving",
            "receiving": side != "acting",
            "kinds": list(self.kinds),
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """One record in a row, after judgement. Unknown is None.

    ``type`` is the event's type, the kind of quote or the aspect; ``actor`` who acts or speaks, or the sides
    of an assessment; ``recipient`` to whom or of whom: codes, else names, else the words of the text.
    ``holder`` vouches for it, None for the author; of a statement it is who is quoted. ``judged`` is the
    verdict that stands. ``words`` evoke the record, ``passage`` tells it.
    """

    kind: RecordKind
    id: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    genre: Genre
    type: str
    mode: str | None
    quad: str | None
    intensity: float | None
    factuality: Factuality | None
    direction: str | None
    stance: str | None
    contexts: tuple[str, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    day_from: date | None
    day_to: date | None
    holder: str | None
    voice_kind: VoiceKind
    confidence: float | None
    judged: Literal["accept", "correct", "reject"] | None
    words: str | None
    passage: str | None


def records(con: DuckDBPyConnection, wanted: Listing) -> tuple[list[Listed], int]:
    """The records wanted, in order, and how many there are whatever limit and offset."""
    total = picked(con, wanted)
    lists = ("contexts", "actor", "recipient")
    rows = ask(con, "record_rows")
    return [Listed(**row | {name: tuple(row[name]) for name in lists}) for row in rows], total


def picked(con: DuckDBPyConnection, wanted: Listing) -> int:
    """Keep which records are wanted as the connection's table ``listed``, of which ``record_rows.sql`` tells.

    How many there are whatever limit and offset.
    """
    for name, named in (("naming_a", wanted.a), ("naming_b", wanted.b)):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS {sql('record_parties')}", wanted.naming(named)
        ).fetchall()
    con.execute(f"CREATE OR REPLACE TEMP TABLE listed AS {sql('record_list')}", wanted.values())
    return _total(con, "record_list", wanted)


def kept(con: DuckDBPyConnection, wanted: Listing) -> int:
    """Keep the rows of all records wanted, in order, in the table ``answer``; how many they are."""
    picked(con, wanted)
    con.execute("CREATE OR REPLACE TEMP TABLE every AS FROM listed").fetchall()
    con.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {sql('record_rows')} LIMIT 0").fetchall()
    ((count,),) = con.execute("SELECT count(*) FROM every").fetchall()
    for start in range(1, count + 1, SLICE):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE listed AS FROM every WHERE place BETWEEN ? AND ?",
            [start, start + SLICE - 1],
        ).fetchall()
        con.execute(f"INSERT INTO answer {sql('record_rows')}").fetchall()
    return int(count)


def _total(con: DuckDBPyConnection, question: str, wanted: Listing | DocumentListing) -> int:
    """How many there are, also where the page lies behind the last."""
    ((found,),) = con.execute("SELECT any_value(total) FROM listed").fetchall()  # whole, so that it is done
    if found is not None:
        return int(found)
    first = ask(con, question, replace(wanted, limit=1, offset=0).values()) if wanted.offset else []
    return int(first[0]["total"]) if first else 0


# ---- documents ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocumentListing:
    """Which documents are listed, the newest published first; what is empty or None asks for nothing."""

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    genres: tuple[Genre, ...] = ()
    documents: tuple[str, ...] | None = None
    copies: bool = True
    limit: int = 50
    offset: int = 0

    def values(self) -> dict[str, Any]:
        """As parameters of the question."""
        plain = ("since", "until", "copies", "limit", "offset")
        return {
            **{name: getattr(self, name) for name in plain},
            "outlets": list(self.outlets),
            "genres": list(self.genres),
            "documents": None if self.documents is None else list(self.documents),
        }


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One document in a row, with the number of its records that stand after judgement. Unknown is None.

    ``original`` is the document that it is a copy of, None where it is none.
    """

    id: str
    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    published: date | None
    language: str | None
    genre: Genre
    url: str | None
    original: str | None
    events: int
    statements: int
    assessments: int


def documents(con: DuckDBPyConnection, wanted: DocumentListing) -> tuple[list[ListedDocument], int]:
    """The documents wanted, in order, and how many there are whatever limit and offset."""
    total = picked_documents(con, wanted)
    rows = ask(con, "document_rows")
    return [ListedDocument(**row | {"authors": tuple(row["authors"])}) for row in rows], total


def picked_documents(con: DuckDBPyConnection, wanted: DocumentListing) -> int:
    """Keep which documents are wanted as the table ``listed``, of which ``document_rows.sql`` tells.

    How many there are whatever limit and offset.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE listed AS {sql('document_list')}", wanted.values())
    return _total(con, "document_list", wanted)
