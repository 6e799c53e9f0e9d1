"""The corpora as labelled sentences, one reader for each format; what is read is listed in corpora.toml.

Offsets in the files are code points. A label list that is None is a label the corpus does not teach.
"""

from __future__ import annotations

import gzip
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

import nested
import silver
from dragoman.reading import split
from dragoman.serve.evaluate import entities, gold, gum_names, quoted, subjectivity, treebank
from labels import BEGIN, ENTITIES, INSIDE, LAYERS, NO_NAME, NOT_TIME, OUT, QUOTED, UNKNOWN

HERE = Path(__file__).resolve().parent
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


@dataclass(frozen=True)
class Sentence:
    """Words with their labels, each list as long as ``words``."""

    words: list[str]
    upos: list[str] | None = None
    head: list[int] | None = None  # -1 is the root
    relation: list[str] | None = None
    lemma: list[str] | None = None
    entity: list[int] | None = None
    attribution: list[list[int]] | None = None  # for each word one of OUT, BEGIN, INSIDE for each of LAYERS
    factuality: list[float | None] | None = None
    opens: list[int] | None = (
        None  # 1 where a sentence begins; here a "sentence" is what the splitter's rules make
    )
    subjective: bool | None = None  # whether its author judges or feels, rather than tells
    quoted: list[int] | None = None  # the place in QUOTED of what few words between marks are


@dataclass(frozen=True)
class Document:
    """Sentences in order; ``links`` are (first word of a span, first word of its cue), counted over all."""

    sentences: list[Sentence]
    links: list[tuple[int, int]] = field(default_factory=list)


def listed(without: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """The corpora of corpora.toml by their short names, without some and what is made of those.

    SystemExit where a name of ``without`` is none of a corpus, or where no treebank is left.
    """
    every: dict[str, dict[str, Any]] = tomllib.loads((HERE / "corpora.toml").read_text(encoding="utf-8"))
    if unknown := set(without) - set(every):
        raise SystemExit(f"no corpus is called {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    left = {
        name: corpus for name, corpus in every.items() if not {name, corpus.get("of", name)} & set(without)
    }
    if not any(corpus["format"] == "conllu" for corpus in left.values()):
        raise SystemExit("a reader needs a treebank: keep ewt or gum")
    return left


def read(corpus: dict[str, Any], side: str) -> list[Document]:
    """One side (train or dev) of a corpus of corpora.toml; empty where the corpus has no such side."""
    if side not in corpus["files"]:
        return []
    path = gold.shared() / "data" / corpus["files"][side]
    return list(_READERS[corpus["format"]](path, corpus, side))


def lines(path: Path) -> Iterator[str]:
    """The lines of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


# ---- treebanks ------------------------------------------------------------------------------------


def _conllu(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    for document in treebank.documents(path):
        yield Document([_tree(words, corpus.get("entities", False)) for words in document.words])


def _tree(words: Sequence[treebank.Token], with_entities: bool) -> Sentence:
    return Sentence(
        words=[word.form for word in words],
        upos=[word.upos for word in words],
        head=[word.head for word in words],
        relation=[word.relation for word in words],
        lemma=[word.lemma for word in words],
        entity=_entities(words) if with_entities else None,
    )


def _entities(words: Sequence[treebank.Token]) -> list[int]:
    """The place in ``ENTITIES`` of each word's label."""
    tags = [0] * len(words)
    for name in gum_names.names(words):
        _mark(tags, range(name.start, name.end), ENTITIES.index(f"B-{name.kind}"))
    return tags


def _mark(labels: list[int], places: Sequence[int], begin: int) -> None:
    """Write ``begin`` at the first of the places and what goes on with it at the others."""
    for place in places:
        labels[place] = begin if place == places[0] else begin + 1


def _raw(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """The treebank's texts cut by the splitter's rules, with the words that truly begin a sentence."""
    for document in treebank.documents(path):
        text = document.text
        rank = [0, *accumulate(len(treebank.solid(character)) for character in text)]
        begin = {words[0].start for words in document.words}
        pieces = [split.words(text, start, end) for start, end in split.sentences(text)]
        yield Document(
            [
                Sentence([text[a:b] for a, b in words], opens=[int(rank[a] in begin) for a, _ in words])
                for words in pieces
            ]
        )


# ---- names that we labelled -----------------------------------------------------------------------


def _named(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """Sentences of news whose names lie in a file of ours, ten to a document; "X" is unknown."""
    sentences = [_names_of(row) for row in gold.rows(HERE / corpus["labels"], entities.labelled)]
    for start in range(0, len(sentences), 10):
        yield Document(sentences[start : start + 10])


def _names_of(row: entities.Labelled) -> Sentence:
    places = split.words(row.text, row.start, row.end)
    labels = [0] * len(places)
    for first, last, kind in row.names:
        inside = [number for number, (a, b) in enumerate(places) if a < last and first < b]
        if kind != entities.IGNORED:
            _mark(labels, inside, ENTITIES.index(f"B-{kind}"))
            continue
        for number in inside:
            labels[number] = UNKNOWN
    return Sentence([row.text[a:b] for a, b in places], entity=labels)


# ---- attribution ----------------------------------------------------------------------------------

Pieces = list[tuple[int, int]]  # words, first and one past the last, of a span that may be discontinuous


@dataclass
class Marked:
    """An attribution as annotated, each span in pieces."""

    cue: Pieces
    sources: list[Pieces]
    contents: list[Pieces]


def _polnear(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    for line in lines(path):
        row = json.loads(line)
        document = attributed(row["text"], row["brat"][min(row["brat"])])
        yield _for_training(document) if side == "train" else document


def _for_training(document: Document) -> Document:
    """PolNeAR marks nothing inside contents: there its "no source, no cue" is unknown. Names are silver."""
    return Document(
        [_with_silver(_unsure_inside(sentence)) for sentence in document.sentences], document.links
    )


def _unsure_inside(sentence: Sentence) -> Sentence:
    content = LAYERS.index("content")
    rows = [
        [UNKNOWN if row[content] != OUT and label == OUT else label for label in row]
        for row in sentence.attribution or ()
    ]
    return replace(sentence, attribution=rows)


def _with_silver(sentence: Sentence) -> Sentence:
    return replace(sentence, entity=silver.labels(sentence.words))


def _nested(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """Attributions inside attributions, four sentences to a document; see nested.py."""
    rows = (json.loads(line) for line in lines(path))
    documents = (attributed(row["text"], row["brat"][min(row["brat"])]) for row in rows)
    whole = [sentence for document in documents for sentence in _closed(document)]
    made = list(nested.made(whole, corpus["sentences"], np.random.default_rng(corpus["seed"])))
    for start in range(0, len(made), 4):
        yield _together(made[start : start + 4])


def _closed(document: Document) -> Iterator[nested.Attributed]:
    """The sentences that share no attribution with a neighbour."""
    ends = np.cumsum([len(sentence.words) for sentence in document.sentences]).tolist()
    firsts = [sentence.attribution[0] if sentence.attribution else [] for sentence in document.sentences]
    for number, (sentence, end) in enumerate(zip(document.sentences, ends, strict=True)):
        start = end - len(sentence.words)
        touching = [link for link in document.links if any(start <= place < end for place in link)]
        goes_on = INSIDE in firsts[number] or (number + 1 < len(firsts) and INSIDE in firsts[number + 1])
        if not goes_on and all(start <= place < end for link in touching for place in link):
            links = [(span - start, cue - start) for span, cue in touching]
            yield nested.Attributed(sentence.words, sentence.attribution or [], links)


def _together(parts: Sequence[nested.Attributed]) -> Document:
    starts = np.cumsum([0, *(len(part.words) for part in parts)]).tolist()
    links = [
        (span + start, cue + start)
        for start, part in zip(starts, parts, strict=False)
        for span, cue in part.links
    ]
    return Document([Sentence(part.words, attribution=part.labels) for part in parts], links)


def attributed(text: str, standoff: str) -> Document:
    """An article with brat annotations: four layers of labels and the links of spans to cues."""
    places = [split.words(text, start, end) for start, end in split.sentences(text)]
    words = [place for sentence in places for place in sentence]
    attributions = marked(standoff, Finder(words))
    layers = _layers(attributions, len(words))
    sentences, done = [], 0
    for sentence in places:
        labels = [[layer[place] for layer in layers] for place in range(done, done + len(sentence))]
        sentences.append(Sentence([text[start:end] for start, end in sentence], attribution=labels))
        done += len(sentence)
    return Document(sentences, sorted(_links(attributions)))


class Finder:
    """From code points to the words that they touch."""

    def __init__(self, words: Sequence[tuple[int, int]]) -> None:
        self._word_of = {
            place: number for number, (start, end) in enumerate(words) for place in range(start, end)
        }

    def pieces(self, offsets: str) -> Pieces:
        """Words of ``3 9;12 20``; pieces with no word between them become one."""
        found: Pieces = []
        for piece in offsets.split(";"):
            start, end = map(int, piece.split())
            touched = [self._word_of[place] for place in range(start, end) if place in self._word_of]
            if touched and found and found[-1][1] >= touched[0]:
                found[-1] = (found[-1][0], max(touched[-1] + 1, found[-1][1]))
            elif touched:
                found.append((touched[0], touched[-1] + 1))
        return found


def marked(standoff: str, finder: Finder) -> list[Marked]:
    """The attributions of brat annotations, in words."""
    spans: dict[str, Pieces] = {}
    events: list[str] = []
    for line in standoff.splitlines():
        fields = line.split("\t")
        if re.fullmatch(r"T\d+", fields[0]) and len(fields) > 1:
            kind, offsets = fields[1].split(" ", 1)
            if kind in {"Source", "Cue", "Content"}:
                spans[fields[0]] = finder.pieces(offsets)
        elif re.fullmatch(r"E\d+", fields[0]) and fields[1].startswith("Attribution"):
            events.append(fields[1])
    found = [_attribution(event, spans) for event in events]
    return [attribution for attribution in found if attribution.cue]


def _attribution(event: str, spans: dict[str, Pieces]) -> Marked:
    """Roles come in any order and may be numbered (``Content2``)."""
    roles = [
        (role.rstrip("0123456789"), number)
        for role, _, number in (part.partition(":") for part in event.split())
    ]
    held = {
        name: [spans[number] for role, number in roles if role == name and spans.get(number)]
        for name in _ROLES
    }
    cue = sorted(piece for pieces in held["Cue"] for piece in pieces)
    return Marked(cue, held["Source"], held["Content"])


_ROLES = ("Source", "Cue", "Content")


def _layers(attributions: list[Marked], words: int) -> list[list[int]]:
    source, cue, content, inner = ([OUT] * words for _ in LAYERS)
    for attribution in attributions:
        _write(cue, attribution.cue)
        for pieces in attribution.sources:
            _write(source, pieces)
    contents = {tuple(pieces) for attribution in attributions for pieces in attribution.contents}
    for found in sorted(contents, key=_size, reverse=True):  # the larger first: outermost
        if not _write(content, list(found)):
            _write(inner, list(found))
    return [source, cue, content, inner]


def _size(pieces: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(end - start for start, end in pieces), -pieces[0][0]


def _write(layer: list[int], pieces: Pieces) -> bool:
    """Label the pieces in ``layer`` if all their words are free there."""
    if any(layer[place] != OUT for start, end in pieces for place in range(start, end)):
        return False
    for start, end in pieces:
        layer[start:end] = [BEGIN] + [INSIDE] * (end - start - 1)
    return True


def _links(attributions: list[Marked]) -> set[tuple[int, int]]:
    """Every piece of a source, a content and (after the first) a cue, with the first word of the cue."""
    return {
        (start, attribution.cue[0][0])
        for attribution in attributions
        for pieces in [*attribution.sources, *attribution.contents, attribution.cue[1:]]
        for start, _ in pieces
    }


# ---- factuality -----------------------------------------------------------------------------------


def _factuality(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """Neighbouring sentences of a file make a document, in runs of 20."""
    rows = [json.loads(line) for line in lines(path)]
    for start in range(0, len(rows), 20):
        sentences = [_judged(row) for row in rows[start : start + 20]]
        silvered = corpus.get("silver", False) and side == "train"
        yield Document([_with_silver(sentence) for sentence in sentences] if silvered else sentences)


def _judged(row: dict[str, Any]) -> Sentence:
    words = [_QUOTES.get(word, word) for word in row["text"].split(" ")]
    labels: list[float | None] = [None] * len(words)
    for target in row["targets"]:
        labels[target["span1"][0]] = float(target["label"])
    return Sentence(words, factuality=labels)


# ---- subjectivity ---------------------------------------------------------------------------------


def _subjectivity(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """Sentences that their author tells or judges, four to a document."""
    labelled = subjectivity.labelled(HERE / corpus["labels"] if "labels" in corpus else path)
    sentences = [_told(text, judged) for text, judged in labelled]
    for start in range(0, len(sentences), 4):
        yield Document(sentences[start : start + 4])


def _quoted(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    """A few words between quotation marks that we labelled, each with the sentences around it."""
    for one in gold.rows(HERE / corpus["labels"], quoted.stretch):
        sentences = split.sentences(one.text)
        here = next(n for n, (_, end) in enumerate(sentences) if one.place.start < end)
        around = sentences[max(0, here - 2) : here + 2]
        yield Document([_marked_inside(one, start, end) for start, end in around])


def _marked_inside(one: quoted.Stretch, start: int, end: int) -> Sentence:
    places = split.words(one.text, start, end)
    inside = [one.place.start <= a and b <= one.place.end for a, b in places]
    kind = QUOTED.index(one.label)
    return Sentence([one.text[a:b] for a, b in places], quoted=[kind if here else UNKNOWN for here in inside])


def _told(text: str, judged: bool) -> Sentence:
    return Sentence([text[a:b] for a, b in split.words(text, 0, len(text))], subjective=judged)


# ---- times ----------------------------------------------------------------------------------------


def _timeml(path: Path, corpus: dict[str, Any], side: str) -> Iterator[Document]:
    for number, line in enumerate(lines(path)):
        if (number % 10 == 9) == (side == "dev"):
            yield _timed(json.loads(line)["tml"], side)


def _timed(tml: str, side: str) -> Document:
    text, times = _flattened(tml)
    begin = ENTITIES.index("B-TIME")
    sentences = []
    for start, end in split.sentences(text):
        places = split.words(text, start, end)
        labels = [NOT_TIME] * len(places)
        for first, last in times:
            inside = [number for number, (a, b) in enumerate(places) if a < last and first < b]
            _mark(labels, inside, begin)
        sentences.append(Sentence([text[a:b] for a, b in places], entity=labels))
    if side == "train":
        sentences = [_names_besides(sentence) for sentence in sentences]
    return Document(sentences)


def _names_besides(sentence: Sentence) -> Sentence:
    """Silver names where TimeBank says only that there is no time; small words are then no entity at all."""
    sure = {UNKNOWN: NOT_TIME, NO_NAME: 0}
    given = zip(sentence.entity or (), silver.labels(sentence.words), strict=True)
    return replace(
        sentence, entity=[sure.get(name, name) if time == NOT_TIME else time for time, name in given]
    )


def _flattened(tml: str) -> tuple[str, list[tuple[int, int]]]:
    """The article's text and the spans of its TIMEX3 elements; old quotation marks made plain."""
    body = ET.fromstring(tml).find("TEXT")
    pieces: list[str] = []
    times: list[tuple[int, int]] = []

    def walk(element: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(_plain(element.text))
        for child in element:
            walk(child)
            pieces.append(_plain(child.tail))
        if element.tag == "TIMEX3":
            times.append((start, sum(map(len, pieces))))

    if body is not None:
        walk(body)
    return "".join(pieces), [span for span in times if span[0] < span[1]]


def _plain(text: str | None) -> str:
    return (text or "").replace("``", '"').replace("''", '"')


_READERS: dict[str, Callable[[Path, dict[str, Any], str], Iterator[Document]]] = {
    "conllu": _conllu,
    "raw": _raw,
    "named": _named,
    "polnear": _polnear,
    "nested": _nested,
    "factuality": _factuality,
    "timeml": _timeml,
    "subjectivity": _subjectivity,
    "quoted": _quoted,
}
