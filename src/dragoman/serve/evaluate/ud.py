"""``dragoman eval ud``: words, sentences, tags, lemmas and trees against a treebank.

``given_words`` measures on the treebank's own words and sentences, each sentence alone and in the windows of
neighbours in which the reader sees articles: per cent of words, punctuation counted. ``las`` is with relation
subtypes. ``raw_text`` measures from the text alone, as the evaluation of the CoNLL 2018 shared task defines
it: words are matched by place (those of a multiword token by form, in order), sentences by both ends, and a
word counts as attached rightly when its head is matched too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.records import Article, Reading, Word
from dragoman.serve.evaluate.gold import WHOLE, Part
from dragoman.serve.evaluate.measures import Tally, percent
from dragoman.serve.evaluate.treebank import Document, Token, documents, solid

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader

Sentences = Sequence[Sequence[Token]]
MEASURES = ("upos", "lemma", "uas", "las", "las_without_subtypes")


def score(path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of a CoNLL-U file; ``n`` counts sentences, ``part`` is of documents."""
    from dragoman.reading.reader import Reader

    gold = part.of(documents(path))
    reader = Reader()
    trees = [one.words for one in gold]
    return {
        "reader": reader.version,
        "n": sum(map(len, trees)),
        "documents": len(gold),
        "words": sum(len(sentence) for sentences in trees for sentence in sentences),
        "given_words": {
            "sentences_alone": on_given_words((one, parsed(reader, one, 0)) for one in trees),
            "in_windows": on_given_words((one, parsed(reader, one, None)) for one in trees),
        },
        "raw_text": from_raw_text((one.words, read(reader, one)) for one in gold),
    }


# ---- what the reader makes of it ------------------------------------------------------------------


def parsed(reader: Reader, sentences: Sentences, window: int | None) -> Sentences:
    """The reader's trees of the treebank's own words; ``window`` as for `Reader.parse`."""
    found = reader.parse([[token.form for token in sentence] for sentence in sentences], window)
    return [[_token(word, word.start, word.end) for word in words] for words in found]


def read(reader: Reader, document: Document) -> Sentences:
    """The reader's own sentences of the document's raw text."""
    return placed(reader.read(Article(id="", text=document.text)))


def placed(reading: Reading) -> Sentences:
    """A reading's sentences with places that leave white space out, as the treebank's have them."""
    rank = [0, *accumulate(len(solid(character)) for character in reading.article.text)]
    return [
        [_token(word, rank[word.start], rank[word.end]) for word in sentence.words]
        for sentence in reading.sentences
    ]


def _token(word: Word, start: int, end: int) -> Token:
    return Token(word.text, word.lemma, word.upos, word.head, word.deprel, start, end, joint=False)


# ---- on given words -------------------------------------------------------------------------------


def on_given_words(pairs: Iterable[tuple[Sentences, Sentences]]) -> dict[str, float | None]:
    """Per cent of words that are right, over documents as they should be and as they were found."""
    right: Counter[str] = Counter()
    for gold, found in pairs:
        for sentence, other in zip(gold, found, strict=True):
            for token, word in zip(sentence, other, strict=True):
                right.update(_right(token, word, token.head == word.head))
                right["words"] += 1
    return {name: percent(right[name], right["words"]) for name in MEASURES}


def _right(gold: Token, found: Token, attached: bool) -> Iterator[str]:
    """The measures in which a word is right, once it is known whether its head is."""
    if gold.upos == found.upos:
        yield "upos"
    if gold.lemma in (found.lemma, "_"):
        yield "lemma"
    if not attached:
        return
    yield "uas"
    if gold.relation == found.relation:
        yield "las"
    if _universal(gold.relation) == _universal(found.relation):
        yield "las_without_subtypes"


def _universal(relation: str) -> str:
    return relation.partition(":")[0]


# ---- from raw text --------------------------------------------------------------------------------


def from_raw_text(pairs: Iterable[tuple[Sentences, Sentences]]) -> dict[str, dict[str, float | None]]:
    """Words, sentences and the measures on words, over documents as they should be and as they were found."""
    tally = Tally()
    for gold, found in pairs:
        tally.add_sets("sentences", map(_ends, found), map(_ends, gold))
        _count_words(tally, _in_a_row(gold), _in_a_row(found))
    return tally.scores()


def _ends(sentence: Sequence[Token]) -> tuple[int, int]:
    return sentence[0].start, sentence[-1].end


def _in_a_row(sentences: Sentences) -> list[Token]:
    """The words of a document, with heads that count in it."""
    starts = accumulate(map(len, sentences), initial=0)
    return [
        replace(token, head=token.head + start) if token.head >= 0 else token
        for sentence, start in zip(sentences, starts, strict=False)
        for token in sentence
    ]


def _count_words(tally: Tally, gold: Sequence[Token], found: Sequence[Token]) -> None:
    matched = dict(aligned(gold, found)) | {-1: -1}  # the root is the root
    right: Counter[str] = Counter()
    for one, other in matched.items():
        if one >= 0:
            attached = matched.get(gold[one].head) == found[other].head
            right.update(["words", *_right(gold[one], found[other], attached)])
    for name in ("words", *MEASURES):
        tally.add(name, right[name], len(found), len(gold))


def aligned(gold: Sequence[Token], found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Which word is which: by place, and within a multiword token by form, in order."""
    by_place = {(token.start, token.end): number for number, token in enumerate(found)}
    joint: dict[tuple[int, int], list[int]] = {}
    for number, token in enumerate(gold):
        if token.joint:
            joint.setdefault((token.start, token.end), []).append(number)
        elif (token.start, token.end) in by_place:
            yield number, by_place[token.start, token.end]
    starts = [token.start for token in found]
    for (start, end), words in joint.items():
        inside = range(bisect_left(starts, start), bisect_left(starts, end))
        yield from _by_form(gold, words, found, [number for number in inside if found[number].end <= end])


def _by_form(
    gold: Sequence[Token], ours: Sequence[int], found: Sequence[Token], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    """The longest common subsequence of the forms, in any case."""
    best: list[list[tuple[int, int]]] = [[]] * (len(theirs) + 1)
    for one in ours:
        row: list[list[tuple[int, int]]] = [[]]
        for column, other in enumerate(theirs, 1):
            same = gold[one].form.casefold() == found[other].form.casefold()
            both = [*best[column - 1], (one, other)] if same else []
            row.append(max(both, best[column], row[-1], key=len))
        best = row
    return best[-1]
