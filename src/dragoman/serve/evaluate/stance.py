"""``dragoman eval stance``: is a holder's attitude toward a target positive or negative?

Gold is JSON, one object a line, in one of two forms. Ours: ``text`` (or ``corpus``, ``id``, ``start``,
``end``, ``sha256``, see `gold.text_of`), ``holder`` and ``target``, each [start, end] in code points
(``holder`` None is the author), and ``stance``: positive, negative or neutral. MPQA's: ``text``, its words
divided by spaces, and ``opinions``, each with ``holders`` and ``attitudes`` (``type`` such as
sentiment-neg, ``targets``), as words.

The two are given, as in the published measures; the system says which attitude the sentence shows.
``signs`` is the macro-F1 over positive and negative of the rows that have one of them; whatever else is told
counts as missed. ``majority`` is what the more frequent sign gets there. Of MPQA a pair counts under
``sentiment`` where it has sentiments of one sign, and under ``attitudes`` where all its attitudes (agreement,
arguing and intention too) have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.reading.marks import question
from dragoman.records import Marked, Sentence, Span, Stances
from dragoman.serve.evaluate.gold import WHOLE, Part, held_text, rows
from dragoman.serve.evaluate.measures import by_class

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader

SIGNS = ("positive", "negative")
STANCES = (*SIGNS, "neutral")
_PLAIN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_OURS = "stance"


@dataclass(frozen=True, slots=True)
class Attitude:
    """A sentence with holder and target marked, and the stance under each way of counting."""

    pair: Marked
    stances: Mapping[str, str]


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a file; ``n`` counts pairs of holder and target."""
    from dragoman.reading.reader import Reader
    from dragoman.reading.scorer import PairScorer

    gold = part.of([one for found in rows(path, attitudes) for one in found])
    reader, scorer = Reader(), PairScorer()
    answers = scorer.stances([one.pair for one in gold])
    words = _words(reader, [one.pair for one in gold])
    told = [_told(scores, clause) for scores, clause in zip(answers, words, strict=True)]
    result: dict[str, object] = {"reader": reader.version, "scorer": scorer.version, "n": len(gold)}
    for way in dict.fromkeys(way for one in gold for way in one.stances):
        result[way] = compare([(one.stances.get(way), found) for one, found in zip(gold, told, strict=True)])
    return result


def _words(reader: Reader, pairs: Sequence[Marked]) -> Iterator[list[float]]:
    """The scores of the stance words in each target's clause."""
    from dragoman.coding.stance import clause_words
    from dragoman.coding.syntax import Tree

    for pair, words in zip(pairs, reader.parse([pair.words for pair in pairs]), strict=True):
        tree = Tree(Sentence(words[0].start, words[-1].end, words, 0))
        inside = range(*pair.recipient) if pair.recipient else range(0)
        head = next((word for word in inside if words[word].head not in inside), 0)
        yield [score for _, score in clause_words(tree, head)]


def _told(scores: Stances, words: Sequence[float]) -> str:
    from dragoman.coding.stance import decided

    return decided(scores, words)[0] or "neutral"


# ---- gold -----------------------------------------------------------------------------------------


def attitudes(row: Mapping[str, Any]) -> list[Attitude]:
    """The pairs of a row. KeyError, TypeError or ValueError where it is none, GoldError without its text."""
    return list(_of_mpqa(row)) if "opinions" in row else [marked(row)]


def marked(row: Mapping[str, Any]) -> Attitude:
    """The one pair of a row of our form."""
    if row["stance"] not in STANCES:
        raise ValueError(f"{row['stance']!r} is none of {', '.join(STANCES)}")
    if not row["target"]:
        raise ValueError("it has no target")
    start, end = (0, len(row["text"])) if "text" in row else (row["start"], row["end"])
    sentence = held_text(row)[start:end]
    holder, target = (
        Span(side[0] - start, side[1] - start) if side else None for side in (row["holder"], row["target"])
    )
    return Attitude(question(sentence, holder, target), {_OURS: row["stance"]})


def _of_mpqa(row: Mapping[str, Any]) -> Iterator[Attitude]:
    words = row["text"].split(" ")
    types: dict[tuple[str, str], list[str]] = defaultdict(list)
    for opinion in row["opinions"]:
        for attitude in opinion["attitudes"]:
            for holder in opinion["holders"]:
                for target in attitude["targets"]:
                    types[holder, target].append(attitude["type"])
    plain = tuple(_PLAIN.get(word, word) for word in words)
    for (holder, target), kinds in types.items():
        sides = _places(words, holder.split(" "), target.split(" "))
        stances = {
            "sentiment": _sign(kind for kind in kinds if kind.startswith("sentiment")),
            "attitudes": _sign(kinds),
        }
        if sides and any(stances.values()):
            yield Attitude(Marked(plain, *sides), {way: sign for way, sign in stances.items() if sign})


def _sign(kinds: Iterable[str]) -> str | None:
    """The one sign of these types of attitude, None where they have none or both."""
    signs = {kind.rpartition("-")[2] for kind in kinds} & {"pos", "neg"}
    return {"pos": "positive", "neg": "negative"}[signs.pop()] if len(signs) == 1 else None


_Range = tuple[int, int]


def _places(
    words: Sequence[str], holder: Sequence[str], target: Sequence[str]
) -> tuple[_Range, _Range] | None:
    """Where holder and target stand, the nearest two that do not overlap; None where they do not stand."""
    found = [
        (abs(one[0] - other[0]), one, other)
        for one in _runs(words, holder)
        for other in _runs(words, target)
        if one[1] <= other[0] or other[1] <= one[0]
    ]
    return min(found)[1:] if found else None


def _runs(words: Sequence[str], phrase: Sequence[str]) -> Iterator[_Range]:
    for start in range(len(words) - len(phrase) + 1):
        if list(words[start : start + len(phrase)]) == list(phrase):
            yield start, start + len(phrase)


# ---- figures --------------------------------------------------------------------------------------


def compare(pairs: Sequence[tuple[str | None, str]]) -> dict[str, object]:
    """The figures over pairs of what the gold has (None: nothing that counts) and what was told."""
    known = [(gold, told) for gold, told in pairs if gold is not None]
    signed = [(gold, told) for gold, told in known if gold in SIGNS]
    signs = [gold for gold, _ in signed]
    most = by_class(signs, [max(SIGNS, key=signs.count)] * len(signs), SIGNS)
    figures = by_class(signs, [told for _, told in signed], SIGNS)
    found: dict[str, object] = {
        "n": len(known),
        "signs": figures["macro_f1"],
        "accuracy": figures["accuracy"],
        "by_sign": figures["by_class"],
        "majority": most["macro_f1"],
        "majority_accuracy": most["accuracy"],
        "confusion": figures["confusion"],
    }
    if len(signed) < len(known):
        every = by_class([gold for gold, _ in known], [told for _, told in known], STANCES)
        found |= {"stances": every["macro_f1"], "by_stance": every["by_class"]}
    return found
