"""``dragoman eval subjectivity``: does the author judge or feel in a sentence, or does he tell?

The file is a table as CheckThat! gives it (tab-separated: ``sentence``, ``label`` SUBJ or OBJ), or one JSON
object a line that names its sentence by offsets (``corpus``, ``id``, ``start``, ``end``, ``sha256``;
``subjective``). Every sentence is read alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.serve.evaluate.gold import WHOLE, GoldError, Part, alone, lines, rows, tabbed, text_of
from dragoman.serve.evaluate.measures import by_class

if TYPE_CHECKING:
    from dragoman.reading.engine import Engine


CLASSES = ("SUBJ", "OBJ")

Labelled = tuple[str, bool]
"""A sentence and whether it is subjective."""

_NAMES = {"SUBJ": True, "OBJ": False}


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """Macro-F1 over the two, accuracy and the F1 of each; ``n`` counts sentences."""
    from dragoman.reading.reader import Reader

    gold = part.of(labelled(path))
    reader = Reader()
    told = [_name(_answer(reader, text)) for text, _ in gold]
    return {
        "reader": reader.version,
        "n": len(gold),
        **by_class([_name(subjective) for _, subjective in gold], told, CLASSES),
    }


def _answer(engine: Engine, text: str) -> bool:
    """Whether the sentence is subjective; where the splitter cuts it, by the mean over its words."""
    from dragoman.coding.stance import SUBJECTIVE

    cut = engine.read(alone(text)).sentences
    shares = [(len(one.words), one.subjective or 0.0) for one in cut]
    words = sum(n for n, _ in shares)
    return words > 0 and sum(n * share for n, share in shares) >= SUBJECTIVE * words


def _name(subjective: bool) -> str:
    return "SUBJ" if subjective else "OBJ"


def labelled(path: Path) -> list[Labelled]:
    """The sentences of a file of either format; GoldError names what it cannot use."""
    if next(filter(str.strip, lines(path)), "").startswith("{"):
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
    if not isinstance(row["subjective"], bool):
        raise ValueError(f"subjective is {row['subjective']!r}, not true or false")
    return text_of(row)[row["start"] : row["end"]], row["subjective"]
