"""From the network's numbers to trees, labelled spans and attributions; numpy only.

Shapes in the docstrings: B windows, W words of a window, T tags, n words of one sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

__all__ = ["Claim", "LabelledSpan", "Layers", "attributions", "labelled_spans", "tags", "tree", "trees"]

_NEVER: Final = -1e9
_SHORT_GAP: Final = 2  # words between two pieces of one content that the network merely lost


# ---- trees ----------------------------------------------------------------------------------------


def trees(arcs: Floats, sentence: Integers) -> Integers:
    """The best single-rooted tree of every sentence.

    ``arcs`` is [B, W, W + 1] (column 0 the root, column j + 1 word j of the window), ``sentence`` [B, W] the
    sentence's number in the window, -1 as padding. Returns the chosen columns [B, W], 0 for padding. Most
    sentences need no search: the best head of each word already makes a tree.
    """
    real = sentence >= 0
    heads = np.where(real, arcs.argmax(axis=2), 0)
    for window, number in _broken(heads, sentence):
        (places,) = np.nonzero(sentence[window] == number)
        first, last = int(places[0]), int(places[-1]) + 1
        columns = np.concatenate([[0], np.arange(first + 1, last + 1)])
        local = tree(arcs[window, first:last][:, columns])
        heads[window, first:last] = np.where(local < 0, 0, local + first + 1)
    return heads


def _broken(heads: Integers, sentence: Integers) -> list[tuple[int, int]]:
    """(window, sentence) pairs whose ``heads`` hold a cycle or have not exactly one root."""
    windows, width = heads.shape
    real = sentence >= 0
    up = np.concatenate([np.zeros((windows, 1), np.int64), heads], axis=1)
    for _ in range(max(1, width.bit_length())):
        up = np.take_along_axis(up, up, axis=1)
    most = int(sentence.max(initial=-1)) + 1
    key = np.arange(windows)[:, None] * most + sentence
    roots = np.bincount(key[real & (heads == 0)], minlength=windows * most)
    cycles = np.bincount(key[real & (up[:, 1:] != 0)], minlength=windows * most)
    present = np.bincount(key[real], minlength=windows * most) > 0
    wrong = np.flatnonzero(present & ((roots != 1) | (cycles > 0)))
    return [(int(place) // most, int(place) % most) for place in wrong]


def tree(scores: NDArray[np.floating]) -> Integers:
    """The heads of the highest-scoring tree with exactly one root, -1 for the root.

    ``scores`` is [n, n + 1]: row i holds the scores of word i's heads, column 0 the root, column j + 1 word
    j. Chu-Liu/Edmonds; where its tree has several roots (Zmigrod et al. 2020), it runs again with every
    root arc made dearer than all arcs together, so that the best tree uses one only.
    """
    count = scores.shape[0]
    if count == 0:
        return np.zeros(0, np.int64)
    table = np.full((count + 1, count + 1), -np.inf)
    table[1:] = np.maximum(scores, _NEVER)
    np.fill_diagonal(table, -np.inf)
    heads = _arborescence(table)[1:]
    if np.count_nonzero(heads == 0) > 1:
        finite = table[np.isfinite(table)]
        table[1:, 0] -= count * float(finite.max() - finite.min()) + 1
        heads = _arborescence(table)[1:]
    return heads - 1


class _Contraction(NamedTuple):
    """A cycle seen as one node: its nodes, the others, and what arcs into and out of it are worth."""

    cycle: Integers
    outside: Integers
    entering: Doubles  # [cycle, outside]: gain over the cycle's own arc when a node takes an outside head
    leaving: Doubles  # [outside, cycle]: score of an outside node under a node of the cycle


def _arborescence(scores: Doubles) -> Integers:
    """Best heads of nodes 1… under node 0; ``scores`` [n + 1, n + 1] by dependent and head. Entry 0 is 0."""
    heads: Integers = scores.argmax(axis=1).astype(np.int64)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(heads), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    entering = scores[cycle][:, outside] - scores[cycle, heads[cycle]][:, None]
    given = _Contraction(cycle, outside, entering, scores[outside][:, cycle])
    return _expanded(_arborescence(_contracted(scores, given)), heads, given)


def _cycle(heads: Integers) -> Integers | None:
    """The nodes of one cycle, or None."""
    done = np.zeros(len(heads), dtype=bool)
    done[0] = True
    for start in range(1, len(heads)):
        path: dict[int, None] = {}
        node = start
        while not done[node] and node not in path:
            path[node] = None
            node = int(heads[node])
        if not done[node]:
            nodes = list(path)
            return np.array(nodes[nodes.index(node) :])
        done[list(path)] = True
    return None


def _contracted(scores: Doubles, given: _Contraction) -> Doubles:
    """The scores with the cycle as one node, the last."""
    size = len(given.outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[given.outside][:, given.outside]
    smaller[size, :size] = given.entering.max(axis=0)
    smaller[1:size, size] = given.leaving.max(axis=1)[1:]
    return smaller


def _expanded(solved: Integers, heads: Integers, given: _Contraction) -> Integers:
    """Heads of all nodes from those of the contracted graph: the cycle is cut where its new head enters."""
    cycle, outside = given.cycle, given.outside
    size = len(outside)
    full = heads.copy()
    below = solved[:size] == size
    full[outside[~below]] = outside[solved[:size][~below]]
    full[outside[below]] = cycle[given.leaving.argmax(axis=1)[below]]
    new_head = int(solved[size])
    full[cycle[int(given.entering[:, new_head].argmax())]] = outside[new_head]
    full[0] = 0
    return full


# ---- labelled spans -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Words ``start`` to ``end`` (exclusive) of row ``row``; ``kind`` 0, 1, …; ``score`` mean probability."""

    row: int
    start: int
    end: int
    kind: int
    score: float


def tags(logits: Floats, opens: Booleans, padding: Booleans) -> Integers:
    """The best legal tags [B, W] for ``logits`` [B, W, T], T = 2 × kinds + 1.

    Tag 0 is outside, 2k + 1 begins kind k, 2k + 2 goes on with it and may only follow the two tags of its
    kind. Where ``opens`` [B, W] holds no span goes on, where ``padding`` [B, W] holds there is none. The best
    tag of each word is kept where the row is legal as it stands; only other rows are searched (Viterbi).
    """
    if logits.shape[1] == 0:
        return np.zeros(logits.shape[:2], np.int64)
    masked = np.array(logits, dtype=np.float32)
    masked[:, :, 2::2][opens] = _NEVER
    masked[:, :, 1:][padding] = _NEVER
    masked[:, 0, 2::2] = _NEVER
    best: Integers = masked.argmax(axis=2).astype(np.int64)
    goes_on = (best > 0) & (best % 2 == 0)
    before = np.concatenate([np.zeros_like(best[:, :1]), best[:, :-1]], axis=1)
    bad = np.flatnonzero((goes_on & (before != best) & (before != best - 1)).any(axis=1))
    if len(bad):
        best[bad] = _viterbi(masked[bad])
    return best


def _viterbi(logits: Floats) -> Integers:
    rows, width, kinds = logits.shape
    step = np.zeros((kinds, kinds), np.float32)
    for tag in range(2, kinds, 2):
        step[:, tag] = _NEVER
        step[[tag - 1, tag], tag] = 0.0
    back = np.zeros((width, rows, kinds), np.int64)
    total = logits[:, 0]
    for place in range(1, width):
        paths = total[:, :, None] + step
        back[place] = paths.argmax(axis=1)
        total = paths.max(axis=1) + logits[:, place]
    best = np.zeros((rows, width), np.int64)
    best[:, -1] = total.argmax(axis=1)
    for place in range(width - 1, 0, -1):
        best[:, place - 1] = back[place, np.arange(rows), best[:, place]]
    return best


def labelled_spans(logits: Floats, opens: Booleans, padding: Booleans) -> list[LabelledSpan]:
    """The spans of the best legal tags, by row and place; arguments as for `tags`."""
    chosen = tags(logits, opens, padding)
    begins = chosen % 2 == 1
    if not begins.any():
        return []
    goes_on = np.concatenate([(chosen > 0) & ~begins, np.zeros((len(chosen), 1), bool)], axis=1)
    stops = np.where(goes_on, goes_on.shape[1], np.arange(goes_on.shape[1]))
    ends = np.minimum.accumulate(stops[:, ::-1], axis=1)[:, ::-1]
    rows, starts = np.nonzero(begins)
    last = ends[rows, starts + 1]
    sums = np.concatenate(
        [np.zeros((len(chosen), 1)), _chosen_probability(logits, chosen).cumsum(axis=1)], axis=1
    )
    scores = (sums[rows, last] - sums[rows, starts]) / (last - starts)
    kinds = chosen[rows, starts] // 2
    table = zip(rows.tolist(), starts.tolist(), last.tolist(), kinds.tolist(), scores.tolist(), strict=True)
    return [LabelledSpan(*cells) for cells in table]


def _chosen_probability(logits: Floats, chosen: Integers) -> Doubles:
    shifted = logits.astype(np.float64) - logits.max(axis=2, keepdims=True)
    taken = np.take_along_axis(shifted, chosen[:, :, None], axis=2)[:, :, 0]
    probability: Doubles = np.exp(taken) / np.exp(shifted).sum(axis=2)
    return probability


# ---- attributions ---------------------------------------------------------------------------------


class Layers(NamedTuple):
    """The spans of one window by their part in an attribution; ``contents`` holds the nested ones too."""

    sources: Sequence[LabelledSpan]
    cues: Sequence[LabelledSpan]
    contents: Sequence[LabelledSpan]


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution within a window: (start, end) in words, end exclusive; ``score`` mean of its spans."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    score: float


def attributions(layers: Layers, links: Floats, words: Sequence[str], sentence: Sequence[int]) -> list[Claim]:
    """The attributions of one window, in the order of their cues.

    ``links`` is [W, W]: the logit that the span starting at word i belongs to the cue whose first word is
    j. Each content goes to its best cue that lies outside it, each cue takes its best source, both only if
    that is more likely than not; a source may serve several cues. A cue without content makes no
    attribution: it is the second part of another cue, or says nothing that could be recorded.
    """
    held: dict[LabelledSpan, list[LabelledSpan]] = defaultdict(list)
    for content in layers.contents:
        free = [cue for cue in layers.cues if cue.end <= content.start or content.end <= cue.start]
        best = max(free, key=lambda cue: float(links[content.start, cue.start]), default=None)
        if best is not None and links[content.start, best.start] > 0:
            held[best].append(content)
    taken = _covered([*layers.sources, *layers.cues], len(words))
    found = []
    for cue in layers.cues:
        if pieces := held.get(cue):
            source = _source(cue, layers.sources, links)
            scores = [span.score for span in [cue, *pieces, *([source] if source else [])]]
            place = (source.start, source.end) if source else None
            joined = _merged(pieces, taken, words, sentence)
            found.append(Claim(place, (cue.start, cue.end), joined, sum(scores) / len(scores)))
    return found


def _source(cue: LabelledSpan, sources: Sequence[LabelledSpan], links: Floats) -> LabelledSpan | None:
    """The source most likely to be ``cue``'s, if more likely than not (logit above 0)."""
    best = max(sources, key=lambda source: float(links[source.start, cue.start]), default=None)
    return best if best is not None and links[best.start, cue.start] > 0 else None


def _covered(spans: Sequence[LabelledSpan], width: int) -> list[bool]:
    covered = [False] * width
    for span in spans:
        covered[span.start : span.end] = [True] * (span.end - span.start)
    return covered


def _merged(
    pieces: Sequence[LabelledSpan], taken: Sequence[bool], words: Sequence[str], sentence: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """The content's pieces in order, joined where the network merely lost what stands between them.

    That is, within one sentence: no word of a cue or a source, and only marks, or at most two words. (In
    PolNeAR's own labels such a gap always holds a cue or a source. Joined across sentences, pieces that
    were right became wrong more often than the other way round.)
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted((piece.start, piece.end) for piece in pieces):
        if joined and _lost(joined[-1][1], start, taken, words, sentence):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _lost(end: int, start: int, taken: Sequence[bool], words: Sequence[str], sentence: Sequence[int]) -> bool:
    if sentence[end - 1] != sentence[start] or any(taken[end:start]):
        return False
    only_marks = not any(character.isalnum() for word in words[end:start] for character in word)
    return only_marks or start - end <= _SHORT_GAP
