"""Gold files: opened (packed or plain), read row by row, and cut to the part that is scored."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from dragoman.records import Article

T = TypeVar("T")


class GoldError(Exception):
    """The gold cannot be used: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


class Half(StrEnum):
    """One half of a gold file."""

    first = "first"
    second = "second"


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the gold is scored: all or a half (the other may be looked at), at most ``limit``."""

    half: Half | None = None
    limit: int | None = None

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The items of this part, in their order; an odd one belongs to the second half."""
        middle = len(items) // 2
        match self.half:
            case Half.first:
                items = items[:middle]
            case Half.second:
                items = items[middle:]
        return items[: self.limit]


WHOLE = Part()


def shared() -> Path:
    """The folder of public data: $DRAGOMAN_SHARED, or ``shared`` beside the repository."""
    return Path(os.environ.get("DRAGOMAN_SHARED") or Path(__file__).resolve().parents[5] / "shared")


def digest(path: Path) -> str:
    """The first 12 hexadecimal digits of the file's sha256."""
    return hashlib.sha256(_content(path)).hexdigest()[:12]


def lines(path: Path) -> list[str]:
    """The lines of a text file in UTF-8, gzipped where its name ends in ``.gz``."""
    content = _content(path)
    try:
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GoldError(f"it is no text in UTF-8, plain or gzipped ({error})", "Give such a file") from error
    return text.split("\n")  # not splitlines: a JSON string may hold other line ends as they are


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GoldError(f"it cannot be read ({error.strerror})", "Name a file of gold") from error


def rows(path: Path, made: Callable[[dict[str, Any]], T]) -> list[T]:
    """What ``made`` makes of each JSON object, one a line; GoldError names the line that it cannot use."""
    found = []
    for number, line in enumerate(lines(path), 1):
        if not line.strip():
            continue
        try:
            found.append(made(json.loads(line)))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            problem = f"line {number} is not a row of this task ({type(error).__name__}: {error})"
            raise GoldError(problem, "Correct it, or name another task") from error
    if not found:
        raise GoldError("it holds no rows", "Give a file with one JSON object a line")
    return found


def tabbed(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table without quoting, by the names in its first line."""
    try:
        return list(csv.DictReader(lines(path), delimiter="\t", quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise GoldError(f"it is no tab-separated table ({error})", "Correct it") from error


UNREAD = "unread"
"""What stands for an answer where the system could give none; it counts as wrong."""


def alone(text: str) -> Article:
    """A text as an article of its own, undated and without a title."""
    return Article(id="0" * 16, text=text, language="en")


def text_of(row: Mapping[str, Any]) -> str:
    """The text of a row that only names it: ``id`` in ``<corpus>.jsonl.gz`` of the public data.

    Rows of a corpus without ids are named by their number, from 0. The sum of the stretch from ``start`` to
    ``end`` must agree, so that the offsets are those that were labelled: ValueError where it does not.
    GoldError where the corpus is not there.
    """
    text = str(row_of(row["corpus"], row["id"])["text"])
    check_labelled(text, row)
    return text


def check_labelled(text: str, row: Mapping[str, Any]) -> None:
    """ValueError where the sum of the row's stretch of the text is not the row's ``sha256``."""
    if hashlib.sha256(text[row["start"] : row["end"]].encode()).hexdigest()[:16] != row["sha256"]:
        whose = f" of {row['id']}" if "id" in row else ""
        raise ValueError(f"the text{whose} is not the one that was labelled")


def held_text(row: Mapping[str, Any]) -> str:
    """The text of a row that holds it or, as in `text_of`, only names it."""
    return str(row["text"]) if "text" in row else text_of(row)


def row_of(corpus: str, name: str) -> Mapping[str, Any]:
    """The row of that name (or path) in ``<corpus>.jsonl.gz`` of the public data; GoldError without it."""
    return _rows(corpus)[str(name)]


@lru_cache
def _rows(corpus: str) -> dict[str, Mapping[str, Any]]:
    path = shared() / "data" / f"{corpus}.jsonl.gz"
    table = path.with_name(f"{corpus}.tsv")
    if table.is_file():
        return {row["sentence_id"]: {"text": row["sentence"]} for row in tabbed(table)}
    if not path.is_file() and path.with_suffix("").is_file():
        path = path.with_suffix("")
    if not path.is_file():
        raise GoldError(
            f"it needs {path}, which is not there", "Set DRAGOMAN_SHARED to the folder with the data"
        )
    found = enumerate(rows(path, dict))
    return {str(row.get("id", row.get("path", number))): _with_text(row) for number, row in found}


def _with_text(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its text under that name; corpora of lone sentences call it so."""
    return row if "text" in row or "sentence" not in row else row | {"text": row["sentence"]}
