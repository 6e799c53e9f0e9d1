"""Measures the exported reader on the dev sides, through the code that users run; prints one JSON.

Run: python training/evaluate.py [--weights FOLDER] [--card]     (--card writes weights/card.md from card.md)
Trees, names and factuality are measured on gold sentences and words, attributions on raw text. Test sides are
never read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import card
import corpora
from dragoman.reading import lemmas, split
from dragoman.reading.encode import Encoded, arrays, windows
from dragoman.reading.reader import WEIGHTS, Reader, _Piece
from dragoman.records import Article, Attribution, Span
from labels import BEGIN, ENTITIES, KINDS, LAYERS
from scores import spans

Offsets = tuple[int, int]
_BATCH = 8  # windows at once


class Counts:
    """True, found and expected spans by name."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()

    def add(self, name: str, found: set[Any], gold: set[Any]) -> None:
        """Count one text's spans."""
        self.right[name] += len(found & gold)
        self.found[name] += len(found)
        self.gold[name] += len(gold)

    def scores(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 in per cent, with the number of gold spans."""
        return {name: _prf(self.right[name], self.found[name], self.gold[name]) for name in sorted(self.gold)}


def _prf(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = (100 * right / total if total else 0.0 for total in (found, gold))
    harmonic = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"P": round(precision, 1), "R": round(recall, 1), "F1": round(harmonic, 1), "gold": gold}


def main() -> None:
    """Measure everything, print it, and write the model card if asked."""
    options = _options()
    reader = Reader(options.weights, threads=options.threads)
    listed = corpora.listed()
    result: dict[str, Any] = {"weights": reader.version}
    for name in ("ewt", "gum"):
        documents = corpora.read(listed[name], "dev")
        for mode, most in (("sentences", 0), ("windows", 192)):
            result[f"{name} {mode}"] = trees(reader, documents, most)
    result["gum names"] = names(reader, corpora.read(listed["gum"], "dev"))
    result["timebank times"] = times(reader, corpora.read(listed["timebank"], "dev"))
    result["uw factuality"] = factuality(reader, corpora.read(listed["uw"], "dev"))
    polnear = corpora.read(listed["polnear"], "dev")
    result["polnear spans"], result["polnear links"] = attribution(reader, polnear)
    result["polnear articles"] = articles(reader, listed["polnear"])
    print(json.dumps(result, indent=1))
    (corpora.HERE / "work").mkdir(exist_ok=True)
    if options.card:
        (corpora.HERE / "work" / "evaluation.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
        (options.weights / "card.md").write_text(card.written(result), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--card", action="store_true")
    return parser.parse_args()


def _batches(
    reader: Reader, documents: Iterable[corpora.Document], most: int
) -> Iterator[tuple[list[list[corpora.Sentence]], list[list[_Piece]]]]:
    """Windows of gold sentences, within documents, as the reader takes them."""
    runs: list[list[corpora.Sentence]] = []
    for document in documents:
        lengths = reader._encoder.lengths([sentence.words for sentence in document.sentences])
        runs += [[document.sentences[number] for number in run] for run in windows(lengths, most)]
    runs.sort(key=lambda run: sum(len(sentence.words) for sentence in run))
    for start in range(0, len(runs), _BATCH):
        batch = runs[start : start + _BATCH]
        yield batch, [[_piece(reader, sentence.words) for sentence in run] for run in batch]


def _piece(reader: Reader, words: Sequence[str]) -> _Piece:
    encoded: list[Encoded] = reader._encoder.encode(words)
    return _Piece(0, [(0, 0)] * len(words), list(words), encoded)


def trees(reader: Reader, documents: list[corpora.Document], most: int) -> dict[str, float]:
    """UPOS, UAS, LAS (subtypes and punctuation counted) and lemma, in per cent of words."""
    right: Counter[str] = Counter()
    for runs, pieces in _batches(reader, documents, most):
        seen = reader._seen(pieces)
        for row, run in enumerate(runs):
            first = 0
            for sentence in run:
                right.update(_tree(reader, seen, row, first, sentence))
                first += len(sentence.words)
    words = right.pop("words")
    return {name: round(100 * count / words, 2) for name, count in right.items()} | {"words": words}


def _tree(reader: Reader, seen: Any, row: int, first: int, gold: corpora.Sentence) -> Counter[str]:
    labels = reader._labels
    right: Counter[str] = Counter(words=len(gold.words), upos=0, uas=0, las=0, lemma=0)
    for place, form in enumerate(gold.words):
        word = row, first + place
        head = int(seen.heads[word]) - 1 - first if seen.heads[word] else -1
        attached = head == (gold.head or [])[place]
        right["upos"] += labels.upos[seen.upos[word]] == (gold.upos or [])[place]
        right["uas"] += attached
        right["las"] += attached and labels.relations[seen.relation[word]] == (gold.relation or [])[place]
        right["lemma"] += lemmas.apply(form, labels.scripts[seen.lemma[word]]) == (gold.lemma or [])[place]
    return right


def names(reader: Reader, documents: list[corpora.Document]) -> dict[str, Any]:
    """Exact spans of names and times by kind, typed and untyped over all."""
    counts = Counts()
    for found, gold in _mentions(reader, documents):
        for number, kind in enumerate(KINDS):
            counts.add(kind, {x for x in found if x[2] == number}, {x for x in gold if x[2] == number})
        counts.add("typed", found, gold)
        counts.add("untyped", {x[:2] for x in found}, {x[:2] for x in gold})
    return counts.scores()


def times(reader: Reader, documents: list[corpora.Document]) -> dict[str, Any]:
    """Exact spans of TIMEX3 in the documents held out."""
    counts, time = Counts(), KINDS.index("TIME")
    for found, gold in _mentions(reader, documents):
        counts.add("TIME", {x for x in found if x[2] == time}, {x for x in gold if x[2] == time})
    return counts.scores()


def _mentions(reader: Reader, documents: list[corpora.Document]) -> Iterator[tuple[set[Any], set[Any]]]:
    for runs, pieces in _batches(reader, documents, 192):
        seen = reader._seen(pieces)
        for row, run in enumerate(runs):
            tags = [max(tag, 0) for sentence in run for tag in sentence.entity or ()]
            assert len(tags) == sum(len(sentence.words) for sentence in run) and max(tags) < len(ENTITIES)
            yield {(span.start, span.end, span.kind) for span in seen.mentions[row]}, spans(tags)


def factuality(reader: Reader, documents: list[corpora.Document]) -> dict[str, float]:
    """Mean absolute error and Pearson's r over the events of gold sentences."""
    pairs = []
    for runs, pieces in _batches(reader, documents, 192):
        seen = reader._seen(pieces)
        for row, run in enumerate(runs):
            gold = [label for sentence in run for label in sentence.factuality or ()]
            pairs += [
                (float(seen.certainty[row, n]), label) for n, label in enumerate(gold) if label is not None
            ]
    found, true = np.array(pairs).T
    error = float(np.abs(found - true).mean())
    r = float(np.corrcoef(found, true)[0, 1])
    return {
        "MAE": round(error, 3),
        "r": round(r, 3),
        "constant 3 MAE": round(float(np.abs(3 - true).mean()), 3),
        "events": len(true),
    }


# ---- attribution ----------------------------------------------------------------------------------


def attribution(reader: Reader, documents: list[corpora.Document]) -> tuple[dict[str, Any], dict[str, float]]:
    """Exact spans of the layers; and, given gold spans, how often the likeliest gold cue is the right one."""
    counts = Counts()
    linked: Counter[str] = Counter()
    for document in documents:
        starts = np.cumsum([0, *(len(sentence.words) for sentence in document.sentences)]).tolist()
        lengths = reader._encoder.lengths([sentence.words for sentence in document.sentences])
        for run in windows(lengths):
            gold = [document.sentences[number] for number in run]
            pieces = [_piece(reader, sentence.words) for sentence in gold]
            seen = reader._seen([pieces])
            rows = [row for sentence in gold for row in sentence.attribution or ()]
            _count_layers(counts, seen.layers[0], rows)
            links = reader._outputs(arrays([[piece.encoded for piece in pieces]]))["links"][0]
            linked.update(_linked(links, rows, document.links, starts[run.start], starts[run.stop]))
    share = {name: round(100 * linked[f"{name} right"] / linked[name], 1) for name in ("source", "content")}
    return counts.scores(), share


def _count_layers(counts: Counts, layers: Any, rows: list[list[int]]) -> None:
    """Sources and cues inside a found content are apart: PolNeAR marks none there (see NOTES.md)."""
    contents = _places(layers.contents)
    for name, found in (("source", layers.sources), ("cue", layers.cues)):
        gold = _layer(rows, name)
        here = _places(found)
        counts.add(name, here, gold)
        free = {span for span in here if not any(_within(span, content) for content in contents)}
        counts.add(f"{name}, outside found contents", free, gold)
    outer = {span for span in contents if not any(_within(span, other) for other in contents - {span})}
    counts.add("content", outer, _layer(rows, "content"))


def _places(found: Iterable[Any]) -> set[Offsets]:
    return {(span.start, span.end) for span in found}


def _within(inner: Offsets, outer: Offsets) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _layer(rows: list[list[int]], name: str) -> set[Offsets]:
    column = LAYERS.index(name)
    return {span[:2] for span in spans([row[column] for row in rows])}


def _linked(links: Any, rows: list[list[int]], gold: list[Offsets], start: int, end: int) -> Iterator[str]:
    inside = [(span - start, cue - start) for span, cue in gold if start <= span < end and start <= cue < end]
    cues = sorted({cue for _, cue in inside})
    wanted = defaultdict(set)
    for span, cue in inside:
        wanted[span].add(cue)
    for span, right in wanted.items():
        layer = next(
            (name for name in ("source", "content") if rows[span][LAYERS.index(name)] == BEGIN), None
        )
        if layer:
            yield layer
            if max(cues, key=lambda cue: links[span, cue]) in right:
                yield f"{layer} right"


def articles(reader: Reader, corpus: dict[str, Any]) -> dict[str, Any]:
    """Whole articles from raw text: exact spans in code points, and who is credited.

    "who" asks of each attribution that has a source: is there one whose cue overlaps and whose source is the
    same to the character? "whole" asks for the same source, an overlapping cue and the same content. Found
    attributions inside the content of another found one are left out, as PolNeAR marks none.
    """
    counts = Counts()
    path = corpora.shared() / "data" / corpus["files"]["dev"]
    for line in corpora.lines(path):
        row = json.loads(line)
        found = reader.read(Article(id="", text=row["text"])).attributions
        gold = _gold(row["text"], row["brat"][min(row["brat"])])
        _count_article(counts, _outer(found), gold)
    return counts.scores()


def _gold(text: str, standoff: str) -> list[Attribution]:
    words = [place for start, end in split.sentences(text) for place in split.words(text, start, end)]
    return [_record(mark, words) for mark in corpora.marked(standoff, corpora.Finder(words))]


def _record(mark: corpora.Marked, words: Sequence[Offsets]) -> Attribution:
    """An annotated attribution in code points; the first pieces of source and cue stand for them."""
    source = _place(mark.sources[0][0], words) if mark.sources else None
    content = sorted(piece for pieces in mark.contents for piece in pieces)
    return Attribution(
        source, _place(mark.cue[0], words), tuple(_place(piece, words) for piece in content), 1.0
    )


def _place(piece: Offsets, words: Sequence[Offsets]) -> Span:
    return Span(words[piece[0]][0], words[piece[1] - 1][1])


def _outer(found: Sequence[Attribution]) -> list[Attribution]:
    contents = [piece for claim in found for piece in claim.content]
    return [claim for claim in found if not any(piece.holds(claim.cue) for piece in contents)]


def _count_article(counts: Counts, found: list[Attribution], gold: list[Attribution]) -> None:
    for name, pick in (
        ("source", lambda claim: [claim.source] if claim.source else []),
        ("cue", lambda claim: [claim.cue]),
        ("content", lambda claim: claim.content),
    ):
        counts.add(
            name, {x for claim in found for x in pick(claim)}, {x for claim in gold for x in pick(claim)}
        )
    for name, same in (("who", _same_source), ("whole", _same_whole)):
        here, there = ([c for c in claims if c.source] for claims in (found, gold))
        counts.found[name] += len(here)
        counts.gold[name] += len(there)
        counts.right[name] += sum(any(same(claim, other) for other in here) for claim in there)


def _same_source(one: Attribution, other: Attribution) -> bool:
    return one.source == other.source and one.cue.overlaps(other.cue)


def _same_whole(one: Attribution, other: Attribution) -> bool:
    return _same_source(one, other) and one.content == other.content


if __name__ == "__main__":
    main()
