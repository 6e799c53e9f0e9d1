"""The reader: one pass of a small network over an article's words gives everything later stages ask for.

The network's files lie in the package (``weights/``) and are checked against their sums when loaded. What
they take and give is said in `Reader._outputs`; how the numbers become trees and spans, in `decode`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import exp, isnan
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.knowledge import inflections
from dragoman.reading import decode, hidden, lemmas, network, quotations, split, spoken, turns
from dragoman.reading.decode import Booleans, Floats, Integers, LabelledSpan, Layers
from dragoman.reading.encode import LONGEST, WINDOW, Encoded, Encoder, arrays, windows
from dragoman.reading.errors import WeightsError
from dragoman.reading.network import WEIGHTS
from dragoman.reading.parallel import regrouped
from dragoman.records import (
    FEW,
    Article,
    Attribution,
    Mention,
    MentionKind,
    Quotation,
    Reading,
    Sentence,
    Span,
    Word,
)

__all__ = ["Reader", "WeightsError"]

_FILES: Final = ("reader.onnx", "relations.onnx", "tokenizer.json")
_BATCH: Final = 2048  # padded subwords whose answers are decoded at once
EVENTS: Final = frozenset({"VERB", "NOUN", "ADJ"})
"""Words that can evoke an event, and so have a certainty."""
_CLOCK: Final = re.compile(r"o['’]clock\b", re.IGNORECASE)
# of a year or a month, which a time expression begins with
_PARTS: Final = frozenset(
    {"spring", "summer", "fall", "autumn", "winter", "end", "beginning", "start", "middle"}
)
_NO_END: Final = frozenset({"CCONJ", "ADP"})  # with which no name ends
_BREAKS: Final = frozenset(";:,.!?…—–-|•·")
_CLOSING: Final = frozenset("\"'”’»)]")
_ENDING: Final = frozenset(".!?…")
_BESIDE: Final = r",\s[A-Z\d][\w.’'\s-]{0,24}"  # a region, a day
# "VELBORG, June 3 (Example Wire) —": a place with an agency, or one in capitals with a day or alone.
_DATELINE: Final = re.compile(
    rf"""
    ^(?P<line>
        [A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,3}}(?:{_BESIDE}){{0,3}}\s?\([A-Z][^()\n]{{1,30}}\)
            (?:\s*(?:[–—]+|--)|\s-(?=\s))
      | [A-Z][A-Z.’'\s-]+(?:{_BESIDE}){{0,2}},\s[\w.\s]{{0,12}}\d[\w.\s]{{0,12}}
            (?:[–—]+|--|(?<=\s)-(?=\s))
      | [A-Z][A-Z.’'\s-]{{3,}}(?:—|--)
    )
    \s*(?=[“"‘'(]?(?:[A-Z][a-z]|[A-Z]\s|\d))
    """,
    re.MULTILINE | re.VERBOSE,
)

OUTPUTS: Final = (
    "upos",
    "lemma",
    "arcs",
    "relation_dependent",
    "relation_head",
    "entities",
    "attribution",
    "links",
    "factuality",
    "opens",
    "subjective",
    "quoted",
)  # what is asked of the network, see `Reader._outputs`
_FILLERS: Final = {"sentence": -1, "arcs": -1e9}
_DIVIDES: Final = 0.5  # logit from which a sentence is divided after an end mark
_DIVIDES_WORDS: Final = (
    3.0  # and elsewhere: the network learned that on the web, where stops are often missing
)
_JOINS: Final = -2.0  # logit below which a sentence is joined to the one before

QUOTED: Final = ("quotation", "scare", "title")  # what a few words between quotation marks may be

Offsets = tuple[int, int]


class _Piece(NamedTuple):
    """A sentence (or a part of one that is too long for the network) before it is read.

    ``firm``: it begins a line or stands after a dateline, so that it is never joined to what is before it.
    """

    paragraph: int
    words: list[Offsets]
    forms: list[str]
    encoded: list[Encoded]
    firm: bool = False

    @property
    def length(self) -> int:
        """Subwords, marks not counted."""
        return sum(len(word.subwords) for word in self.encoded)


@dataclass(frozen=True)
class _Labels:
    """What the numbers of the network stand for."""

    upos: list[str]
    relations: list[str]
    scripts: list[str]
    kinds: list[MentionKind]
    layers: list[str]


class _Seen(NamedTuple):
    """What the network and the decoding make of a batch; arrays are [windows, words]."""

    upos: Integers
    lemma: Integers
    heads: Integers  # column of ``arcs``: 0 the root, j + 1 word j of the window
    relation: Integers
    certainty: Floats
    mentions: list[list[LabelledSpan]]
    layers: list[Layers]
    links: Floats
    opens: Floats  # logits
    subjective: Floats  # logits
    quoted: Floats  # logits of `QUOTED`


class Reader:
    """Reads articles. Loading takes a second; one reader may serve several threads.

    ``folder`` holds the weights (by default those of the package), ``threads`` is how many processor cores
    one call may use, ``window`` how many subwords of neighbouring sentences the network sees together (0:
    each sentence alone). Raises `WeightsError` where a file is missing or damaged, ValueError for a window
    longer than what the network takes.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1, window: int = WINDOW) -> None:
        held = network.held(folder, "labels.json", _FILES)
        labels = json.loads(held["labels.json"])
        self.version: str = labels["version"]
        self._labels = _Labels(
            labels["upos"],
            labels["relations"],
            labels["lemma_scripts"],
            [label[2:] for label in labels["entities"][1::2]],
            labels["attribution_layers"],
        )
        self._network = network.session(held["reader.onnx"], threads)
        self._relations = network.session(held["relations.onnx"], threads)
        self._encoder = Encoder(folder / "tokenizer.json")
        self._inputs = [given.name for given in self._network.get_inputs()]
        if missing := set(OUTPUTS) - {output.name for output in self._network.get_outputs()}:
            raise network.broken(folder / "reader.onnx", f"gives no {', '.join(sorted(missing))}")
        self._window = _allowed(window)
        self._lock = Lock()  # the encoder remembers words

    def read(self, article: Article) -> Reading:
        """Sentences with their trees, mentions in text order, and attributions in the order of their cues.

        Characters that nobody sees are passed over, see `hidden`.
        """
        return hidden.passed_over(article, self._read)

    def _read(self, article: Article) -> Reading:
        pieces = [part for piece in self._pieces(article) for part in _parts(piece)]
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        claims: list[Attribution] = []
        kinds = _Kinds(article.text)
        for window, seen, row in self._settled(pieces):
            sentences += self._sentences(window, seen, row)
            mentions += self._mentions(article.text, window, seen, row)
            claims += _claims(window, seen, row)
            kinds.take(window, seen.quoted[row])
        found = Reading(
            article,
            tuple(sorted(sentences, key=lambda sentence: sentence.start)),
            tuple(sorted(mentions, key=lambda mention: mention.start)),
            tuple(sorted(claims, key=lambda claim: claim.cue.start)),
            self.version,
            kinds.told(),
        )
        return spoken.completed(turns.told(found))

    def parse(
        self, sentences: Sequence[Sequence[str]], window: int | None = None
    ) -> tuple[tuple[Word, ...], ...]:
        """The trees of sentences whose words are given, each as many words as were given.

        Offsets count in the text that the words make, joined by single spaces and the sentences by newlines.
        ``window`` is as for `Reader`, which decides where it is None. A sentence too long for the network is
        read in parts, each with a root of its own. Raises ValueError for a sentence or a word that is empty.
        """
        parts = [part for piece in self._given(sentences) for part in _parts(piece)]
        window = self._window if window is None else _allowed(window)
        found: dict[int, Sentence] = {}
        for run, pieces, seen, row in self._windows(parts, window):
            found.update(zip(run, self._sentences(pieces, seen, row), strict=True))
        words: list[list[Word]] = [[] for _ in sentences]
        for number in range(len(parts)):
            whole = words[found[number].paragraph]
            whole += _moved(found[number].words, len(whole))
        return tuple(tuple(sentence) for sentence in words)

    # ---- before the network -----------------------------------------------------------------------

    def _pieces(self, article: Article) -> Iterator[_Piece]:
        text = article.text
        for paragraph, start, end in split.numbered(text, article.title):
            for opens, closes in _after_dateline(text, start, end):
                words = split.words(text, opens, closes)
                piece = self._piece(paragraph, words, [text[a:b] for a, b in words])
                yield piece._replace(firm=opens > start or _begins_line(text, start))

    def _given(self, sentences: Sequence[Sequence[str]]) -> Iterator[_Piece]:
        """Sentences of given words; a piece's paragraph is the number of its sentence."""
        start = 0
        for number, forms in enumerate(sentences):
            if not forms or not all(forms):
                raise ValueError(f"sentence {number} has no words, or an empty one: {list(forms)}")
            words = []
            for form in forms:
                words.append((start, start + len(form)))
                start += len(form) + 1
            yield self._piece(number, words, list(forms))

    def _piece(self, paragraph: int, words: list[Offsets], forms: list[str]) -> _Piece:
        with self._lock:
            encoded = self._encoder.encode([split.without_surrogates(form) for form in forms])
        return _Piece(paragraph, words, forms, encoded)

    # ---- the network ------------------------------------------------------------------------------

    def _windows(
        self, pieces: Sequence[_Piece], most: int
    ) -> Iterator[tuple[range, list[_Piece], _Seen, int]]:
        """Every window: which pieces it holds, what the network sees in its batch, and its row there."""
        for runs in _batches(pieces, most):
            batch = [[pieces[number] for number in run] for run in runs]
            seen = self._seen(batch)
            yield from ((run, batch[row], seen, row) for row, run in enumerate(runs))

    def _settled(self, pieces: Sequence[_Piece]) -> Iterator[tuple[list[_Piece], _Seen, int]]:
        """Windows, seen; where the network cuts sentences otherwise than the rules, once more its way."""
        again: list[list[_Piece]] = []
        for _, window, seen, row in self._windows(pieces, self._window):
            better = _cut_anew(window, seen.opens[row])
            if [piece.words for piece in better] == [piece.words for piece in window]:
                yield window, seen, row
            else:
                again.append(better)
        for better in again:
            yield from ((window, seen, row) for _, window, seen, row in self._windows(better, self._window))

    def _outputs(self, window: Sequence[_Piece]) -> dict[str, NDArray[Any]]:
        """The network's outputs for one window, and ``sentence``; W words, R the width of the relation sides.

        ``sentence`` [1, W], each word's sentence; ``upos`` [1, W, tags]; ``lemma`` [1, W], the script's
        number; ``arcs`` [1, W, W + 1], column 0 the root, impossible heads at -1e9; ``relation_dependent``
        [1, W, R] and ``relation_head`` [1, W + 1, R]; ``entities`` [1, W, tags]; ``attribution``
        [1, W, layers × 3]; ``links`` [1, W, W]; ``factuality`` [1, W]; ``opens`` [1, W], the logit that a
        sentence begins there; ``subjective`` [1, W], whose mean over a sentence's words is the logit that it
        is; ``quoted`` [1, W, 3], of what a few words between quotation marks are.
        """
        inputs = arrays([[piece.encoded for piece in window]])
        outputs = self._network.run(OUTPUTS, {name: inputs[name] for name in self._inputs})
        return {"sentence": inputs["sentence"], **dict(zip(OUTPUTS, outputs, strict=True))}

    def _seen(self, batch: Sequence[Sequence[_Piece]]) -> _Seen:
        """Windows are given to the network one by one: what it computes then stays in the cache."""
        rows = [self._outputs(window) for window in batch]
        outputs = {name: _stacked([row[name][0] for row in rows], _FILLERS.get(name, 0)) for name in rows[0]}
        sentence = outputs["sentence"]
        padding = sentence < 0
        opens = np.ones_like(padding)
        opens[:, 1:] = sentence[:, 1:] != sentence[:, :-1]
        heads = decode.trees(outputs["arcs"], sentence)
        return _Seen(
            outputs["upos"].argmax(axis=2),
            outputs["lemma"].astype(np.int64),
            heads,
            self._relation(outputs, heads, ~padding),
            np.clip(outputs["factuality"], -3.0, 3.0),
            _by_row(decode.labelled_spans(outputs["entities"], opens, padding), len(batch)),
            self._layers(outputs["attribution"], padding),
            outputs["links"],
            outputs["opens"],
            outputs["subjective"],
            outputs["quoted"],
        )

    def _relation(self, outputs: dict[str, Floats], heads: Integers, real: Booleans) -> Integers:
        """The relation of every word to its head; "root" is for the root and nothing else."""
        rows, places = np.nonzero(real)
        chosen = heads[rows, places]
        sides = {
            "dependent": outputs["relation_dependent"][rows, places],
            "head": outputs["relation_head"][rows, chosen],
        }
        scores = np.array(self._relations.run(["relation"], sides)[0])
        root = self._labels.relations.index("root")
        scores[:, root] = np.where(chosen == 0, np.inf, -np.inf)
        relation = np.zeros(heads.shape, np.int64)
        relation[rows, places] = scores.argmax(axis=1)
        return relation

    def _layers(self, logits: Floats, padding: Booleans) -> list[Layers]:
        """The spans of each window's attribution layers; "inner" holds contents within contents."""
        count, width, _ = logits.shape
        names = self._labels.layers
        stacked = logits.reshape(count, width, len(names), 3).transpose(0, 2, 1, 3).reshape(-1, width, 3)
        hidden = padding.repeat(len(names), axis=0)
        spans = decode.labelled_spans(stacked, np.zeros_like(hidden), hidden)
        rows = _by_row(spans, count * len(names))
        found = []
        for first in range(0, len(rows), len(names)):
            named = dict(zip(names, rows[first : first + len(names)], strict=True))
            found.append(Layers(named["source"], named["cue"], [*named["content"], *named["inner"]]))
        return found

    # ---- after the network ------------------------------------------------------------------------

    def _sentences(self, window: Sequence[_Piece], seen: _Seen, row: int) -> Iterator[Sentence]:
        first = 0
        for piece in window:
            words = regrouped(tuple(self._words(piece, seen, row, first)))
            logit = float(seen.subjective[row, first : first + len(words)].mean())
            subjective = None if isnan(logit) else 1 / (1 + exp(-logit))  # weights may know none
            yield Sentence(piece.words[0][0], piece.words[-1][1], words, piece.paragraph, subjective)
            first += len(words)

    def _words(self, piece: _Piece, seen: _Seen, row: int, first: int) -> Iterator[Word]:
        """The words of a sentence whose first is word ``first`` of window ``row``."""
        labels = self._labels
        places = slice(first, first + len(piece.words))
        columns = zip(
            piece.words,
            piece.forms,
            seen.lemma[row, places].tolist(),
            seen.upos[row, places].tolist(),
            seen.heads[row, places].tolist(),
            seen.relation[row, places].tolist(),
            seen.certainty[row, places].tolist(),
            strict=True,
        )
        for (start, end), form, script, tag, head, relation, certainty in columns:
            upos = labels.upos[tag]
            lemma = inflections.lemma(form, upos, _lemma(form, labels.scripts[script]))
            above = head - 1 - first if head else -1
            sure = certainty if upos in EVENTS and not isnan(certainty) else None  # weights may know none
            yield Word(start, end, form, lemma, upos, above, labels.relations[relation], sure)

    def _mentions(self, text: str, window: Sequence[_Piece], seen: _Seen, row: int) -> Iterator[Mention]:
        if not seen.mentions[row]:
            return
        line = _Line(
            [word for piece in window for word in piece.words],
            forms := [form for piece in window for form in piece.forms],
            [self._labels.upos[tag] for tag in seen.upos[row, : len(forms)].tolist()],
            (seen.heads[row, : len(forms)] - 1).tolist(),
        )
        taken = 0
        for span in seen.mentions[row]:
            kind = self._labels.kinds[span.kind]
            first, last = _bounds(line, span, kind)
            if last < taken:
                continue
            taken = last + 1
            start, end = line.words[first][0], line.words[last][1]
            yield Mention(start, end, text[start:end], kind, span.score)


_NICKNAMED = frozenset({('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’")})
"""Quotation marks around a nickname."""


class _Line(NamedTuple):
    """The words of a window: where they stand, and what the network says of each."""

    words: Sequence[Offsets]
    forms: Sequence[str]
    tags: Sequence[str]
    heads: Sequence[int]


def _bounds(line: _Line, span: LabelledSpan, kind: str) -> tuple[int, int]:
    """First and last word of a mention: no name ends with "and"; a time has its article and season."""
    first, last = span.start, span.end - 1
    while last > first and line.tags[last] in _NO_END:
        last -= 1
    if kind == "TIME":
        return _time_bounds(line, first, last)
    return first, _name_end(line, first, last) if kind == "PER" else last


def _time_bounds(line: _Line, first: int, last: int) -> tuple[int, int]:
    _, forms, tags, heads = line
    if first > 1 and forms[first - 1].lower() == "of" and forms[first - 2].lower() in _PARTS:
        first -= 2  # "the fall of [2010]"
    if _CLOCK.match(" ".join(forms[last + 1 : last + 5])):  # "three [o'clock in the morning]"
        last += 4 if forms[last + 2 : last + 4] == ["in", "the"] and last + 4 < len(forms) else 1
    while first and tags[first - 1] in ("DET", "ADJ") and first <= heads[first - 1] <= last:
        first -= 1
    return first, last


def _name_end(line: _Line, first: int, last: int) -> int:
    """The last word of a person's name: what a hyphen joins belongs to it ("Moon Jae-in"), unless it is what
    the person did ("the Johnson-led government"), and what follows a nickname ("Ada “the Owl” Holm").
    """
    words, forms, tags, heads = line
    while last > first and not any(map(str.isalnum, forms[last])):
        last -= 1
    for closes in range(last + 3, min(last + 6, len(forms) - 1)):
        if (forms[last + 1], forms[closes]) in _NICKNAMED and tags[closes + 1] == "PROPN":
            last = closes + 1
            break
    while (
        forms[last + 1 : last + 2] == ["-"]
        and last + 2 < len(words)
        and words[last][1] == words[last + 1][0]
        and words[last + 1][1] == words[last + 2][0]
        and (tags[last + 2] in ("PROPN", "X") or first <= heads[last + 2] <= last)
    ):
        last += 2
    return last


# ---- loading --------------------------------------------------------------------------------------


def _allowed(window: int) -> int:
    if not 0 <= window <= LONGEST:
        raise ValueError(f"a window of {window} subwords; the network takes 0 (lone sentences) to {LONGEST}")
    return window


# ---- cutting --------------------------------------------------------------------------------------


def _after_dateline(text: str, start: int, end: int) -> Iterator[Offsets]:
    """The sentence, with a dateline before it as one of its own: it is no part of what was done."""
    if match := _DATELINE.match(text, start, end):
        yield start, match.end("line")
        start = match.end()
    yield start, end


def _begins_line(text: str, start: int) -> bool:
    """Whether nothing but white space stands before ``start`` in its line."""
    return not text[max(0, text.rfind("\n", 0, start)) : start].strip()


def _parts(piece: _Piece) -> Iterator[_Piece]:
    """The piece itself, or as many parts as the network's longest window needs, cut after marks if it can."""
    room = LONGEST - 2
    start = 0
    while start < len(piece.words):
        end = _part_end(piece, start, room)
        yield piece if end - start == len(piece.words) else _cut(piece, start, end)
        start = end


def _cut(piece: _Piece, start: int, end: int) -> _Piece:
    return piece._replace(
        words=piece.words[start:end], forms=piece.forms[start:end], encoded=piece.encoded[start:end]
    )


def _cut_anew(window: Sequence[_Piece], opens: Floats) -> list[_Piece]:
    """The pieces divided and joined where the network is sure of it; ``opens`` [words] are its logits."""
    found: list[_Piece] = []
    first = 0
    for piece in window:
        scores = opens[first : first + len(piece.words)]
        first += len(piece.words)
        likely = (np.flatnonzero(scores[1:] > _DIVIDES) + 1).tolist()
        cuts = [0, *(place for place in likely if _divides(piece, place, scores[place])), len(piece.words)]
        parts = [_cut(piece, start, end) for start, end in pairwise(cuts)]
        if found and scores[0] < _JOINS and not piece.firm and _fit(found[-1], parts[0]):
            parts[0] = _joined(found.pop(), parts[0])
        found += parts
    return found


def _divides(piece: _Piece, place: int, score: float) -> bool:
    """Whether a sentence begins at word ``place`` after all, going by the network's ``score`` for it.

    After no comma, and glued to nothing but an end mark: so an opening quotation mark stays with its words,
    and “We agree,” with "he said".
    """
    before = place - 1
    glued = piece.words[before][1] == piece.words[place][0]
    while before > 0 and piece.forms[before] in _CLOSING:
        before -= 1
    if piece.forms[before][-1] in _ENDING:
        return score > _DIVIDES
    return not glued and piece.forms[before] != "," and score > _DIVIDES_WORDS


def _fit(one: _Piece, other: _Piece) -> bool:
    """Whether two neighbours can be one sentence: of one paragraph, and not too long for the network."""
    return one.paragraph == other.paragraph and one.length + other.length <= LONGEST - 2


def _joined(one: _Piece, other: _Piece) -> _Piece:
    return one._replace(
        words=one.words + other.words, forms=one.forms + other.forms, encoded=one.encoded + other.encoded
    )


def _part_end(piece: _Piece, start: int, room: int) -> int:
    """Where the part from word ``start`` ends: the last mark of its second half, else the last that fits."""
    used, safe = 0, start
    for place in range(start, len(piece.words)):
        used += len(piece.encoded[place].subwords)
        if used > room:
            return safe if safe > start else place
        if used > room // 2 and piece.forms[place] in _BREAKS:
            safe = place + 1
    return len(piece.words)


def _batches(pieces: Sequence[_Piece], window: int) -> Iterator[list[range]]:
    """Windows of neighbouring pieces in batches of like length, so that little is padding."""
    lengths = [piece.length for piece in pieces]
    runs = sorted(windows(lengths, window), key=lambda run: _size(lengths, run))
    batch: list[range] = []
    for run in runs:
        if batch and _size(lengths, run) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(run)
    if batch:
        yield batch


def _size(lengths: Sequence[int], run: range) -> int:
    """Subwords of a window with its marks."""
    return 1 + sum(lengths[number] + 1 for number in run)


def _moved(words: Sequence[Word], by: int) -> Iterator[Word]:
    """The words of a part whose sentence has ``by`` words before it."""
    return (word if word.head < 0 or not by else replace(word, head=word.head + by) for word in words)


def _stacked(rows: Sequence[NDArray[np.generic]], filler: float) -> NDArray[Any]:
    """Arrays of one rank as one, each filled up to the largest."""
    shape = [max(sizes) for sizes in zip(*(row.shape for row in rows), strict=True)]
    table: NDArray[Any] = np.full((len(rows), *shape), filler, rows[0].dtype)
    for number, row in enumerate(rows):
        table[number][tuple(slice(size) for size in row.shape)] = row
    return table


# ---- spans ----------------------------------------------------------------------------------------


def _by_row(spans: Sequence[LabelledSpan], rows: int) -> list[list[LabelledSpan]]:
    found: list[list[LabelledSpan]] = [[] for _ in range(rows)]
    for span in spans:
        found[span.row].append(span)
    return found


def _claims(window: Sequence[_Piece], seen: _Seen, row: int) -> Iterator[Attribution]:
    if not seen.layers[row].cues:
        return
    words = [word for piece in window for word in piece.words]
    forms = [form for piece in window for form in piece.forms]
    sentence = [number for number, piece in enumerate(window) for _ in piece.words]
    for claim in decode.attributions(seen.layers[row], seen.links[row], forms, sentence):
        source = _place(words, claim.source) if claim.source else None
        content = tuple(_place(words, piece) for piece in claim.content)
        yield Attribution(source, _place(words, claim.cue), content, claim.score)


def _place(words: Sequence[Offsets], run: tuple[int, int]) -> Span:
    """Where words ``run[0]`` to ``run[1]`` (exclusive) stand in the text."""
    return Span(words[run[0]][0], words[run[1] - 1][1])


class _Kinds:
    """What the network says of the words in short quotations, gathered over the windows."""

    def __init__(self, text: str) -> None:
        self._every = quotations.found(text)
        few = [one for one in self._every if quotations.words_inside(text, one) <= FEW]
        self._few: dict[Quotation, list[Floats]] = {one: [] for one in few}

    def take(self, window: Sequence[_Piece], logits: Floats) -> None:
        """Take what is told of a window's words: ``logits`` [words, kinds]."""
        if not self._few:
            return
        starts = [start for piece in window for start, _ in piece.words]
        for one, told in self._few.items():
            first, last = bisect_left(starts, one.start), bisect_left(starts, one.end)
            told.extend(logits[first:last])

    def told(self) -> tuple[Quotation, ...]:
        """All quotations of the text, the short ones with what they may be."""
        return tuple(self._judged(one) for one in self._every)

    def _judged(self, one: Quotation) -> Quotation:
        if not (told := self._few.get(one)) or np.isnan(told).any():
            return one
        exact = np.exp(np.mean(told, axis=0) - np.max(np.mean(told, axis=0)))
        shares = dict(zip(QUOTED, (exact / exact.sum()).tolist(), strict=True))
        return replace(one, scare=shares["scare"], title=shares["title"])


@lru_cache(maxsize=1 << 13)
def _lemma(form: str, script: str) -> str:
    return lemmas.apply(form, script)
