"""``dragoman eval subjectivity``: does the author judge or feel in a sentence, or does he tell?

The file is a table as CheckThat! gives it (tab-separated: ``sentence``, ``label`` SUBJ or OBJ), or one JSON
object a line that names its sentence by offsets (``corpus``, ``id``, ``start``, ``end``, ``sha256``;
``subjective``). Every sentence is read alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.serve.evaluate.gold import GoldError, rows, tabbed, text_of


Labelled = tuple[str, bool]
"""A sentence and whether it is subjective."""

_NAMES = {"SUBJ": True, "OBJ": False}


def labelled(path: Path) -> list[Labelled]:
    """The sentences of a file of either format; GoldError names what it cannot use."""
    if ".jsonl" in path.name:
        return rows(path, _row)
    found = []
    for number, row in enumerate(tabbed(path), 2):
        label = row.get("label")
        if label not in _NAMES or not row.get("sentence"):
            raise GoldError(f"line {number} has no sentence labelled SUBJ or OBJ", "Correct it")
        found.append((row["sentence"], _NAMES[label]))
    if not found:
        raise GoldError("it holds no sentences", "Give a table with the columns sentence and label")
    return found


def _row(row: dict[str, Any]) -> Labelled:
    return text_of(row)[row["start"] : row["end"]], bool(row["subjective"])
