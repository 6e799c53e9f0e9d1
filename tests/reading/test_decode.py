"""Trees against brute force, tags against all sequences, attributions from hand-made links."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dragoman.reading import decode
from dragoman.reading.decode import LabelledSpan, Layers

Floats = NDArray[np.float32]


def is_tree(heads: list[int]) -> bool:
    """Whether ``heads`` (-1 the root) has one root and no cycle."""
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        node, steps = word, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return True


def value(scores: Floats, heads: list[int]) -> float:
    return float(sum(scores[word, head + 1] for word, head in enumerate(heads)))


def best_value(scores: Floats) -> float:
    count = len(scores)
    every = product(range(-1, count), repeat=count)
    return max(value(scores, list(heads)) for heads in every if is_tree(list(heads)))


def random_scores(seed: int, count: int, root: float = 0.0) -> Floats:
    scores = np.random.default_rng(seed).normal(0, 3, (count, count + 1)).astype(np.float32)
    scores[:, 0] += root
    scores[np.arange(count), np.arange(count) + 1] = -1e9
    return scores


@pytest.mark.parametrize("root", [0.0, 6.0, -6.0])
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_tree_is_the_best_of_all_trees(seed: int, count: int, root: float) -> None:
    scores = random_scores(seed, count, root)
    heads = decode.tree(scores).tolist()
    assert is_tree(heads)
    assert value(scores, heads) == pytest.approx(best_value(scores), abs=1e-3)


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 60), root=st.sampled_from([-9.0, 0.0, 9.0]))
@settings(max_examples=60, deadline=None)
def test_tree_has_one_root_and_no_cycle(seed: int, count: int, root: float) -> None:
    assert is_tree(decode.tree(random_scores(seed, count, root)).tolist())


def test_tree_of_no_words_and_of_equal_scores() -> None:
    assert decode.tree(np.zeros((0, 1))).tolist() == []
    assert is_tree(decode.tree(np.zeros((7, 8))).tolist())
    assert is_tree(decode.tree(np.full((7, 8), -1e9)).tolist())


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_trees_of_a_batch_are_those_of_its_sentences(seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes = [random.integers(1, 6, random.integers(1, 4)).tolist() for _ in range(3)]
    width = max(sum(row) for row in sizes)
    sentence = np.full((3, width), -1)
    arcs = np.full((3, width, width + 1), -1e9, np.float32)
    expected = np.zeros((3, width), np.int64)
    for window, row in enumerate(sizes):
        at = 0
        for number, count in enumerate(row):
            scores = random_scores(int(random.integers(1 << 30)), count)
            sentence[window, at : at + count] = number
            arcs[window, at : at + count, 0] = scores[:, 0]
            arcs[window, at : at + count, at + 1 : at + count + 1] = scores[:, 1:]
            local = decode.tree(scores)
            expected[window, at : at + count] = np.where(local < 0, 0, local + at + 1)
            at += count
    assert decode.trees(arcs, sentence).tolist() == expected.tolist()


# ---- tags -----------------------------------------------------------------------------------------


def legal(row: tuple[int, ...], opens: list[bool]) -> bool:
    return all(
        tag == 0 or tag % 2 == 1 or (place > 0 and not opens[place] and row[place - 1] in (tag, tag - 1))
        for place, tag in enumerate(row)
    )


@given(seed=st.integers(0, 2**32 - 1), width=st.integers(1, 5), kinds=st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_tags_are_the_best_legal_ones(seed: int, width: int, kinds: int) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(0, 2, (2, width, 2 * kinds + 1)).astype(np.float32)
    opens = random.random((2, width)) < 0.3
    found = decode.tags(logits, opens, np.zeros_like(opens)).tolist()
    for row, stops, given_tags in zip(logits, opens.tolist(), found, strict=True):
        every = product(range(2 * kinds + 1), repeat=width)
        scores = {t: sum(row[i, tag] for i, tag in enumerate(t)) for t in every if legal(t, stops)}
        assert legal(tuple(given_tags), stops)
        assert scores[tuple(given_tags)] == pytest.approx(max(scores.values()), abs=1e-4)


def one_hot(tags: list[int], kinds: int) -> Floats:
    logits = np.zeros((1, len(tags), 2 * kinds + 1), np.float32)
    logits[0, np.arange(len(tags)), tags] = 20.0
    return logits


def spans_of(logits: Floats) -> list[LabelledSpan]:
    nowhere = np.zeros(logits.shape[:2], bool)
    return decode.labelled_spans(logits, nowhere, nowhere)


def test_spans_begin_end_and_touch() -> None:
    logits = one_hot([1, 2, 1, 0, 3, 4, 4], 2)
    spans = spans_of(logits)
    assert [(s.start, s.end, s.kind) for s in spans] == [(0, 2, 0), (2, 3, 0), (4, 7, 1)]
    assert all(span.score > 0.99 for span in spans)


def test_span_scores_are_mean_probabilities() -> None:
    logits = np.log(np.array([[[0.1, 0.8, 0.1], [0.3, 0.1, 0.6]]], np.float32))
    (span,) = spans_of(logits)
    assert span.score == pytest.approx(0.7, abs=1e-6)


def test_no_span_goes_on_where_one_must_open() -> None:
    logits = one_hot([1, 2, 2, 2], 1)
    opens = np.array([[True, False, True, False]])
    spans = decode.labelled_spans(logits, opens, np.zeros_like(opens))
    assert all(not (span.start < 2 < span.end) for span in spans)


def test_padding_holds_no_span() -> None:
    padding = np.array([[False, False, True, True]])
    found = decode.labelled_spans(one_hot([1, 2, 2, 1], 1), np.zeros_like(padding), padding)
    assert [(span.start, span.end) for span in found] == [(0, 2)]


def test_no_words_have_no_spans() -> None:
    assert spans_of(np.zeros((1, 0, 3), np.float32)) == []
    assert spans_of(np.zeros((0, 4, 3), np.float32)) == []


# ---- attributions ---------------------------------------------------------------------------------

SAID = "Ada said the pact , which she wrote , holds . Bo agreed that it holds ."
WORDS = SAID.split()
SENTENCE = [0] * 11 + [1] * 6


def span(start: int, end: int, score: float = 1.0) -> LabelledSpan:
    return LabelledSpan(0, start, end, 0, score)


def links(*pairs: tuple[int, int]) -> Floats:
    table = np.full((len(WORDS), len(WORDS)), -5.0, np.float32)
    for word, cue in pairs:
        table[word, cue] = 5.0
    return table


def test_each_content_and_source_finds_its_cue() -> None:
    layers = Layers([span(0, 1), span(11, 12)], [span(1, 2), span(12, 13)], [span(2, 10), span(13, 16, 0.4)])
    found = decode.attributions(layers, links((0, 1), (2, 1), (11, 12), (13, 12)), WORDS, SENTENCE)
    assert [(c.source, c.cue, c.content) for c in found] == [
        ((0, 1), (1, 2), ((2, 10),)),
        ((11, 12), (12, 13), ((13, 16),)),
    ]
    assert [c.score for c in found] == [1.0, pytest.approx(0.8)]


def test_one_source_serves_two_cues_and_may_be_missing() -> None:
    layers = Layers(
        [span(0, 1)], [span(1, 2), span(7, 8), span(12, 13)], [span(2, 4), span(9, 10), span(13, 16)]
    )
    table = links((0, 1), (0, 7), (2, 1), (9, 7), (13, 12))
    assert [c.source for c in decode.attributions(layers, table, WORDS, SENTENCE)] == [(0, 1), (0, 1), None]


def test_cue_without_content_makes_no_attribution() -> None:
    assert decode.attributions(Layers([span(0, 1)], [span(1, 2)], []), links((0, 1)), WORDS, SENTENCE) == []


def test_content_never_belongs_to_a_cue_inside_it() -> None:
    layers = Layers([], [span(1, 2), span(7, 8)], [span(2, 10), span(8, 10)])
    found = decode.attributions(layers, links((2, 1), (2, 7), (8, 7)), WORDS, SENTENCE)
    assert [(c.cue, c.content) for c in found] == [((1, 2), ((2, 10),)), ((7, 8), ((8, 10),))]


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ([(2, 4), (5, 10)], ((2, 10),)),  # a comma between
        ([(2, 4), (6, 10)], ((2, 10),)),  # ", which"
        ([(2, 4), (7, 10)], ((2, 4), (7, 10))),  # three words lost
        ([(2, 4), (4, 10)], ((2, 10),)),  # nothing between
        ([(2, 10), (11, 16)], ((2, 10), (11, 16))),  # two sentences
    ],
)
def test_pieces_are_joined_where_little_was_lost(
    pieces: list[tuple[int, int]], joined: tuple[tuple[int, int], ...]
) -> None:
    layers = Layers([], [span(1, 2)], [span(*piece) for piece in pieces])
    (claim,) = decode.attributions(layers, links(*((start, 1) for start, _ in pieces)), WORDS, SENTENCE)
    assert claim.content == joined


def test_pieces_around_a_source_stay_apart() -> None:
    layers = Layers([span(5, 6)], [span(1, 2)], [span(2, 5), span(6, 10)])
    (claim,) = decode.attributions(layers, links((2, 1), (6, 1), (5, 1)), WORDS, SENTENCE)
    assert claim.content == ((2, 5), (6, 10))


def test_content_that_no_cue_claims_is_left_out() -> None:
    layers = Layers([], [span(1, 2)], [span(2, 5), span(7, 9)])
    found = decode.attributions(layers, links((2, 1)), WORDS, SENTENCE)
    assert [(c.cue, c.content) for c in found] == [((1, 2), ((2, 5),))]
