"""Rows of marked sentences for the network of pairs: PLV's training side and what the project labelled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dragoman.records import Marked
from dragoman.serve.evaluate.gold import rows
from dragoman.serve.evaluate.pairs import MERGED, asked, pair

GOLD = Path(__file__).resolve().parent.parent / "gold"
TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "NONE",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A marked sentence and the types that its label allows (PLV's YIELD allows two)."""

    id: str
    sentence: str
    pair: Marked
    types: tuple[str, ...]


def plv(shared: Path) -> list[Row]:
    """PLV's training side."""
    return _rows(shared / "data" / "plv_train.jsonl")


def own() -> list[Row]:
    """What the project wrote or labelled for training; the texts of the second come from the public data."""
    return [*_rows(GOLD / "pairs_written.jsonl"), *_rows(GOLD / "pairs_train.jsonl")]


def _rows(path: Path) -> list[Row]:
    found = rows(path, pair)
    return [
        Row(one.id, one.sentence, asked(one), MERGED.get(one.event_type, (one.event_type,))) for one in found
    ]
