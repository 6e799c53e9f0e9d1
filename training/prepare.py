"""Turns the corpora into arrays in work/prepared, all that train.py needs and small enough to be carried.

Run: python training/prepare.py [--exclude NAME,NAME]   (data from $DRAGOMAN_SHARED, ../shared by default)
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

import corpora
from dragoman.reading import lemmas
from dragoman.reading.encode import MOST_SUBWORDS, WINDOW, Encoder
from labels import ENTITIES, LAYERS, NO_HEAD, UNKNOWN
from recipe import RECIPE

PREPARED = corpora.HERE / "work" / "prepared"


def main() -> None:
    """Write encoder, tokenizer, labels and one file for each side of each corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exclude", default="", metavar="NAME,NAME", help="corpora to do without")
    without = [name for name in parser.parse_args().exclude.split(",") if name]
    listed = corpora.listed(without)
    PREPARED.mkdir(parents=True, exist_ok=True)
    for old in PREPARED.glob("*.npz"):
        old.unlink()
    _encoder()
    sides = {
        (name, side): corpora.read(corpus, side)
        for name, corpus in listed.items()
        for side in ("train", "dev")
    }
    labels = _labels([documents for (_, side), documents in sides.items() if side == "train"])
    labels["corpora"] = list(listed)
    (PREPARED / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf-8")
    encoder = Encoder(PREPARED / "tokenizer.json")
    for (name, side), documents in sides.items():
        if documents:
            arrays = _arrays(documents, encoder, labels)
            np.savez_compressed(PREPARED / f"{name}_{side}.npz", **arrays)
            print(
                name,
                side,
                len(documents),
                "documents",
                len(arrays["shape"]),
                "words",
                len(arrays["links"]),
                "links",
            )


def _encoder() -> None:
    """The pretrained weights, checked, in half precision, as they travel; the tokenizer without padding."""
    given = RECIPE["encoder"]
    package = importlib.util.find_spec(given["package"])
    assert package is not None and package.origin is not None, f"pip install {given['package']}"
    folder = Path(package.origin).parent
    digest = hashlib.sha256((folder / given["file"]).read_bytes()).hexdigest()
    if digest != given["sha256"]:
        raise SystemExit(f"{given['file']} has sha256 {digest}, the recipe says {given['sha256']}")
    weights = {
        name: array for name, array in load_file(folder / given["file"]).items() if array.dtype.kind == "f"
    }
    save_file(
        {name: array.astype(np.float16) for name, array in weights.items()}, PREPARED / "encoder.safetensors"
    )
    tokenizer = json.loads((folder / given["tokenizer"]).read_text(encoding="utf-8"))
    tokenizer.update(truncation=None, padding=None, post_processor=None)
    (PREPARED / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def _labels(training: Iterable[list[corpora.Document]]) -> dict[str, Any]:
    sentences = [
        sentence for documents in training for document in documents for sentence in document.sentences
    ]
    scripts = Counter(
        lemmas.script(form, lemma)
        for sentence in sentences
        for form, lemma in zip(sentence.words, sentence.lemma or (), strict=False)
    )
    least = RECIPE["heads"]["least_scripts"]
    return {
        "upos": sorted({tag for sentence in sentences for tag in sentence.upos or ()}),
        "relations": sorted({name for sentence in sentences for name in sentence.relation or ()}),
        "lemma_scripts": [
            script for script, count in sorted(scripts.items(), key=_frequency) if count >= least
        ],
        "entities": list(ENTITIES),
        "attribution_layers": list(LAYERS),
        "max_subwords_per_word": MOST_SUBWORDS,
        "window_subwords": WINDOW,
    }


def _frequency(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _arrays(documents: list[corpora.Document], encoder: Encoder, labels: dict[str, Any]) -> dict[str, Any]:
    """Everything flat by word; ``sentences`` and ``documents`` hold where each one begins."""
    sentences = [sentence for document in documents for sentence in document.sentences]
    encoded = [word for sentence in sentences for word in encoder.encode(sentence.words)]
    per_document = [sum(len(sentence.words) for sentence in document.sentences) for document in documents]
    starts = np.cumsum([0, *per_document])
    links = [
        (start + span, start + cue)
        for start, document in zip(starts, documents, strict=False)
        for span, cue in document.links
    ]
    arrays = {
        "subwords": np.array([piece for word in encoded for piece in word.subwords], np.uint16),
        "words": np.cumsum([0, *(len(word.subwords) for word in encoded)]).astype(np.int32),
        "shape": np.array([word.shape for word in encoded], np.int8),
        "sentences": np.cumsum([0, *(len(sentence.words) for sentence in sentences)]).astype(np.int32),
        "documents": np.cumsum([0, *(len(document.sentences) for document in documents)]).astype(np.int32),
        "links": np.array(links, np.int32).reshape(-1, 2),
    }
    return arrays | _taught(sentences, labels)


def _taught(sentences: list[corpora.Sentence], labels: dict[str, Any]) -> dict[str, Any]:
    upos = {name: number for number, name in enumerate(labels["upos"])}
    relations = {name: number for number, name in enumerate(labels["relations"])}
    scripts = {name: number for number, name in enumerate(labels["lemma_scripts"])}
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "upos",
            "head",
            "relation",
            "lemma",
            "entity",
            "attribution",
            "factuality",
            "opens",
            "subjective",
            "quoted",
        )
    }
    for sentence in sentences:
        unknown = [UNKNOWN] * len(sentence.words)
        columns["upos"] += [upos.get(tag, -1) for tag in sentence.upos] if sentence.upos else unknown
        columns["head"] += sentence.head if sentence.head else [NO_HEAD] * len(unknown)
        columns["relation"] += (
            [relations.get(name, -1) for name in sentence.relation] if sentence.relation else unknown
        )
        columns["lemma"] += (
            [
                scripts.get(lemmas.script(*pair), -1)
                for pair in zip(sentence.words, sentence.lemma, strict=True)
            ]
            if sentence.lemma
            else unknown
        )
        columns["entity"] += sentence.entity or unknown
        columns["attribution"] += sentence.attribution or [[-1] * len(LAYERS)] * len(unknown)
        columns["factuality"] += sentence.factuality or [None] * len(unknown)
        columns["opens"] += sentence.opens or unknown
        judged = UNKNOWN if sentence.subjective is None else int(sentence.subjective)
        columns["subjective"] += [judged] * len(unknown)
        columns["quoted"] += sentence.quoted or unknown
    types = {"head": np.int16, "relation": np.int16, "lemma": np.int16, "factuality": np.float32}
    words = sum(len(sentence.words) for sentence in sentences)
    assert {len(column) for column in columns.values()} == {words}, "labels and words do not agree"
    return {name: np.array(column, types.get(name, np.int8)) for name, column in columns.items()}


if __name__ == "__main__":
    main()
