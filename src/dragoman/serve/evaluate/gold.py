"""Gold files: opened (packed or plain), read row by row, and cut to the part that is scored."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

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
