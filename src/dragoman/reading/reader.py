"""The reader: one pass of a small network over an article's words gives everything later stages ask for.

The network's files lie in the package (``weights/``) and are checked against their sums when loaded. What
they take and give is said in `Reader._outputs`; how the numbers become trees and spans, in `decode`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dragoman.knowledge import inflections
from dragoman.reading import decode, lemmas, split
from dragoman.reading.decode import Booleans, Floats, Integers, LabelledSpan, Layers
from dragoman.reading.encode import LONGEST, WINDOW, Encoded, Encoder, arrays, windows
from dragoman.records import Article, Attribution, Mention, MentionKind, Reading, Sentence, Span, Word

__all__ = ["Reader", "WeightsError"]

WEIGHTS: Final = Path(__file__).parent / "weights"
_FILES: Final = ("reader.onnx", "relations.onnx", "tokenizer.json")
_BATCH: Final = 1024  # padded subwords that the network sees at once; many more outgrow the cache
_JUDGED: Final = frozenset({"VERB", "NOUN", "ADJ"})  # words that can evoke an event
_BREAKS: Final = frozenset(";:,.!?…—–-|•·")

Offsets = tuple[int, int]


class WeightsError(RuntimeError):
    """A file of the network is missing or is not what its sum says; the message says what to do."""


class _Piece(NamedTuple):
    """A sentence (or a part of one that is too long for the network) before it is read."""

    paragraph: int
    words: list[Offsets]
    forms: list[str]
    encoded: list[Encoded]

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


class Reader:
    """Reads articles. Loading takes a second; one reader may serve several threads.

    ``folder`` holds the weights (by default those of the package), ``threads`` is how many processor cores
    one call may use, ``window`` how many subwords of neighbouring sentences the network sees together (0:
    each sentence alone). Raises `WeightsError` where a file is missing or damaged.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1, window: int = WINDOW) -> None:
        held = _checked(folder)
        labels = json.loads(held["labels.json"])
        self.version: str = labels["version"]
        self._labels = _Labels(
            labels["upos"],
            labels["relations"],
            labels["lemma_scripts"],
            [label[2:] for label in labels["entities"][1::2]],
            labels["attribution_layers"],
        )
        self._network = _session(held["reader.onnx"], threads)
        self._relations = _session(held["relations.onnx"], threads)
        self._encoder = Encoder(folder / "tokenizer.json")
        self._window = window
        self._lock = Lock()  # the encoder remembers words

    def read(self, article: Article) -> Reading:
        """Sentences with their trees, mentions in text order, and attributions in the order of their cues."""
        pieces = [part for piece in self._pieces(article) for part in _parts(piece)]
        sentences: dict[int, Sentence] = {}
        mentions: list[Mention] = []
        claims: list[Attribution] = []
        for run, window, seen, row in self._windows(pieces, self._window):
            sentences.update(zip(run, self._sentences(window, seen, row), strict=True))
            mentions += self._mentions(article.text, window, seen, row)
            claims += _claims(window, seen, row)
        return Reading(
            article,
            tuple(sentences[number] for number in range(len(pieces))),
            tuple(sorted(mentions, key=lambda mention: mention.start)),
            tuple(sorted(claims, key=lambda claim: claim.cue.start)),
            self.version,
        )

    def parse(
        self, sentences: Sequence[Sequence[str]], window: int | None = None
    ) -> tuple[tuple[Word, ...], ...]:
        """The trees of sentences whose words are given, each as many words as were given.

        Offsets count in the text that the words make, joined by single spaces and the sentences by newlines.
        ``window`` is as for `Reader`, which decides where it is None. A sentence too long for the network is
        read in parts, each with a root of its own. Raises ValueError for a sentence or a word that is empty.
        """
        parts = [part for piece in self._given(sentences) for part in _parts(piece)]
        found: dict[int, Sentence] = {}
        for run, pieces, seen, row in self._windows(parts, self._window if window is None else window):
            found.update(zip(run, self._sentences(pieces, seen, row), strict=True))
        words: list[list[Word]] = [[] for _ in sentences]
        for number in range(len(parts)):
            whole = words[found[number].paragraph]
            whole += _moved(found[number].words, len(whole))
        return tuple(tuple(sentence) for sentence in words)

    # ---- before the network -----------------------------------------------------------------------

    def _pieces(self, article: Article) -> Iterator[_Piece]:
        text = article.text
        for paragraph, start, end in _numbered(article):
            words = split.words(text, start, end)
            yield self._piece(paragraph, words, [text[a:b] for a, b in words])

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

    def _outputs(self, inputs: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.float32]]:
        """The network's outputs by name; B windows, W words, R the width of the relation sides.

        ``upos`` [B, W, tags]; ``lemma`` [B, W], the script's number; ``arcs`` [B, W, W + 1], column 0 the
        root, impossible heads at -1e9; ``relation_dependent`` [B, W, R] and ``relation_head`` [B, W + 1, R];
        ``entities`` [B, W, tags]; ``attribution`` [B, W, layers × 3]; ``links`` [B, W, W]; ``factuality``
        [B, W].
        """
        names = [output.name for output in self._network.get_outputs()]
        return dict(zip(names, self._network.run(names, inputs), strict=True))

    def _seen(self, batch: Sequence[Sequence[_Piece]]) -> _Seen:
        inputs = arrays([[piece.encoded for piece in window] for window in batch])
        outputs = self._outputs(inputs)
        sentence = inputs["sentence"]
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
            words = tuple(self._words(piece, seen, row, first))
            yield Sentence(piece.words[0][0], piece.words[-1][1], words, piece.paragraph)
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
            sure = certainty if upos in _JUDGED else None
            yield Word(start, end, form, lemma, upos, above, labels.relations[relation], sure)

    def _mentions(self, text: str, window: Sequence[_Piece], seen: _Seen, row: int) -> Iterator[Mention]:
        words = [word for piece in window for word in piece.words]
        for span in seen.mentions[row]:
            start, end = words[span.start][0], words[span.end - 1][1]
            yield Mention(start, end, text[start:end], self._labels.kinds[span.kind], span.score)


# ---- loading --------------------------------------------------------------------------------------


def _checked(folder: Path) -> dict[str, bytes]:
    """The files' contents by name, once their sums agree with labels.json."""
    held = {name: _content(folder / name) for name in ("labels.json", *_FILES)}
    try:
        sums = json.loads(held["labels.json"])["sha256"]
    except (ValueError, KeyError) as error:
        raise _broken(folder / "labels.json", "is damaged") from error
    for name in _FILES:
        if hashlib.sha256(held[name]).hexdigest() != sums.get(name):
            raise _broken(folder / name, "is not the file that labels.json names (its sha256 differs)")
    return held


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _broken(path, "cannot be read") from error


def _broken(path: Path, problem: str) -> WeightsError:
    return WeightsError(f"{path} {problem}. Install dragoman again: pip install --force-reinstall dragoman")


def _session(model: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


# ---- cutting --------------------------------------------------------------------------------------


def _numbered(article: Article) -> Iterator[tuple[int, int, int]]:
    """(paragraph, start, end) of each sentence: 0 for the title, where it is the first line, then 1, 2, …"""
    text = article.text
    title = len(article.title) if article.title and article.title == text.partition("\n")[0] else 0
    yield from ((0, start, end) for start, end in split.sentences(text[:title]))
    body = text[title:]
    ends = [title + end for _, end in split.paragraphs(body)]
    paragraph = 0
    for start, end in split.sentences(body):
        while ends[paragraph] < title + end:
            paragraph += 1
        yield paragraph + 1, title + start, title + end


def _parts(piece: _Piece) -> Iterator[_Piece]:
    """The piece itself, or as many parts as the network's longest window needs, cut after marks if it can."""
    room = LONGEST - 2
    start = 0
    while start < len(piece.words):
        end = _part_end(piece, start, room)
        yield piece if end - start == len(piece.words) else _Piece(piece.paragraph, *_cut(piece, start, end))
        start = end


def _cut(piece: _Piece, start: int, end: int) -> tuple[list[Offsets], list[str], list[Encoded]]:
    return piece.words[start:end], piece.forms[start:end], piece.encoded[start:end]


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


@lru_cache(maxsize=1 << 15)
def _lemma(form: str, script: str) -> str:
    return lemmas.apply(form, script)
