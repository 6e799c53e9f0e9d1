"""Trains a pipeline of spaCy's small architecture for some seconds, so that it is timed at real parsing.

    python bench/spacy_small.py FOLDER [--seconds 20]

It learns from what Dragoman's reader makes of the demo articles: an untrained parser would take other steps,
and the published weights are not on the package index. Its accuracy is of no interest here.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import load_config, load_model_from_config, minibatch

from dragoman import ingest
from dragoman.reading.reader import Reader
from dragoman.records import Reading

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "examples" / "articles"


def main() -> None:
    """Train, and write the pipeline to the folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    spacy.util.fix_random_seed(0)
    nlp = load_model_from_config(load_config(HERE / "spacy_small.cfg"), auto_fill=True)
    examples = list(_examples(nlp.vocab))
    optimizer = nlp.initialize(lambda: examples)
    began = time.monotonic()
    while time.monotonic() - began < given.seconds:
        random.shuffle(examples)
        for batch in minibatch(examples, 16):
            nlp.update(batch, sgd=optimizer)
    nlp.to_disk(given.folder)


def _examples(vocab: spacy.Vocab) -> Iterator[Example]:
    reader = Reader()
    for item in ingest.find(str(ARTICLES)):
        doc = _doc(vocab, reader.read(ingest.load(item)))
        yield Example(
            Doc(vocab, [token.text for token in doc], [bool(token.whitespace_) for token in doc]), doc
        )


def _doc(vocab: spacy.Vocab, reading: Reading) -> Doc:
    """What the reader found, as spaCy's own record."""
    starts = accumulate((len(sentence.words) for sentence in reading.sentences), initial=0)
    words = [word for sentence in reading.sentences for word in sentence.words]
    heads = [
        start + (word.head if word.head >= 0 else place)
        for start, sentence in zip(starts, reading.sentences, strict=False)
        for place, word in enumerate(sentence.words)
    ]
    doc = Doc(
        vocab,
        [word.text for word in words],
        [reading.article.text[word.end : word.end + 1].isspace() for word in words],
        tags=[word.upos for word in words],
        heads=heads,
        deps=["ROOT" if word.head < 0 else word.deprel for word in words],
    )
    at = {word.start: number for number, word in enumerate(words)}
    ends = {word.end: number + 1 for number, word in enumerate(words)}
    doc.ents = [Span(doc, at[one.start], ends[one.end], one.kind) for one in reading.mentions]
    return doc


if __name__ == "__main__":
    main()
