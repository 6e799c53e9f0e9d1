"""A spaCy pipeline of the user's own as the engine: its words, trees and names in the records of the reader.

The article is cut into paragraphs and sentences by the rules of `split`, and the pipeline is told where
sentences begin: its own idea of that suffers from quotation marks and headlines, and a tree must not cross a
paragraph. Trees must be in the style of Universal Dependencies or of ClearNLP (spaCy's English models),
which `clear` converts; which of them, the labels of the pipeline's parser tell. spaCy knows nothing of who
is credited with what or of how certain a word is: there are no attributions, and no word has a certainty. It
tells no probability of a name either.

spaCy itself is no dependency of ours and is imported where it is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, get_args

from dragoman.knowledge import inflections, tables
from dragoman.reading import clear, hidden, quotations, split, spoken, turns
from dragoman.reading.errors import EngineError
from dragoman.records import Article, Mention, MentionKind, Reading, Sentence, Word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["Paragraph", "SpacyEngine", "sentences"]

Offsets = tuple[int, int]

# fmt: off
UPOS: Final = frozenset({
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
})
RELATIONS: Final = frozenset({
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop",
    "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list",
    "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root",
    "vocative", "xcomp",
})
# fmt: on
"""The relations of Universal Dependencies v2; a language adds subtypes after a colon."""


class SpacyEngine:
    """Reads articles with an installed spaCy pipeline.

    ``name`` is its package ("en_core_web_sm") or its folder. Raises `EngineError` where spaCy or the pipeline
    is missing, or where the pipeline lacks what a reading needs.
    """

    def __init__(self, name: str) -> None:
        self._nlp = _loaded(name)
        _check_parts(name, self._nlp)
        self._clear = _in_clear_style(name, _parser_labels(name, self._nlp))
        _check_tags(name, self._nlp)
        self._lock = Lock()  # a pipeline's vocabulary grows while it reads
        self.version: str = _version(name, self._nlp)

    def read(self, article: Article) -> Reading:
        """Sentences with their trees, mentions, and only those attributions that the layout tells.

        Characters that nobody sees are passed over, see `hidden`.
        """
        return hidden.passed_over(article, self._read)

    def _read(self, article: Article) -> Reading:
        found: list[Sentence] = []
        mentions: list[Mention] = []
        paragraphs = _paragraphs(article)
        with self._lock:
            docs = self._nlp.pipe([_opened(self._nlp, article.text, one) for one in paragraphs])
            for paragraph, doc in zip(paragraphs, docs, strict=True):
                names = tuple(_mentions(doc, paragraph.start, article.text))
                mentions += names
                found += sentences(doc, paragraph, article.text, names if self._clear else None)
        quoted = quotations.found(article.text)
        seen = Reading(article, tuple(found), tuple(mentions), (), self.version, quoted)
        return spoken.completed(turns.told(seen))


# ---- loading --------------------------------------------------------------------------------------


def _loaded(name: str) -> Language:
    remedy = f"Install it: python -m spacy download {name}"
    try:
        import spacy
    except ImportError as error:
        raise EngineError(
            "spaCy is not installed", f"pip install spacy, then python -m spacy download {name}"
        ) from error
    try:
        return spacy.load(name)
    except OSError as error:
        problem = f"no spaCy pipeline is installed as {name!r}, and no folder of that name holds one"
        raise EngineError(problem, remedy) from error
    except (ImportError, ValueError) as error:
        problem = f"the spaCy pipeline {name!r} cannot be loaded ({str(error).splitlines()[0]})"
        raise EngineError(
            problem, f"Install what it needs, or the pipeline anew: python -m spacy download {name}"
        ) from error


def _check_parts(name: str, nlp: Language) -> None:
    """Raise `EngineError` where the pipeline has no parser or no tagger."""
    given = {what for pipe in nlp.pipe_names for what in nlp.get_pipe_meta(pipe).assigns}
    lacking = [
        part
        for part, gifts in (("parser", {"token.dep"}), ("tagger", {"token.tag", "token.pos"}))
        if not gifts & given
    ]
    if lacking:
        raise _unfit(name, f"has no {' and no '.join(lacking)}")


def _check_tags(name: str, nlp: Language) -> None:
    """Raise `EngineError` where the pipeline gives a sentence no parts of speech, or cannot read it."""
    try:
        doc = nlp("The envoy left Oslo.")
    except ValueError as error:  # a part that is not trained
        raise _unfit(name, f"cannot read a sentence ({str(error).splitlines()[0]})") from error
    if not any(token.pos_ in UPOS for token in doc):
        raise _unfit(name, "gives no parts of speech (it lacks an attribute_ruler or a morphologizer)")


def _unfit(name: str, problem: str) -> EngineError:
    remedy = "Take a pipeline that has it, such as en_core_web_sm: python -m spacy download en_core_web_sm"
    return EngineError(f"the spaCy pipeline {name!r} {problem}", remedy)


def _parser_labels(name: str, nlp: Language) -> frozenset[str]:
    """The relations that the pipeline's parser gives, the root's left out."""
    parsers = [pipe for pipe in nlp.pipe_names if "token.dep" in nlp.get_pipe_meta(pipe).assigns]
    found = frozenset(label for pipe in parsers for label in getattr(nlp.get_pipe(pipe), "labels", ()))
    if not found:
        raise _unfit(name, "has a parser that knows no relations (it is not trained)")
    return found - {"", "ROOT", clear.ROOT}


def _in_clear_style(name: str, labels: frozenset[str]) -> bool:
    """Whether trees with these labels are ClearNLP's; False where they are Universal Dependencies already."""
    other = {label for label in labels if label.partition(":")[0] not in RELATIONS}
    if other and (unknown := labels - clear.labels()):
        some = ", ".join(sorted(unknown)[:5])
        problem = f"has a parser that follows neither Universal Dependencies v2 nor ClearNLP (labels: {some})"
        raise _unfit(name, problem)
    return bool(other)


def _version(name: str, nlp: Language) -> str:
    """The pipeline's name and version, with the first digits of the files' sum where it is a mere folder."""
    from spacy.about import __version__

    folder = Path(name)
    told = f"{nlp.meta['version']} {_sum(folder)}" if folder.is_dir() else nlp.meta["version"]
    return f"spacy:{folder.name} {told} / spaCy {__version__}"


def _sum(folder: Path) -> str:
    """The first 12 hexadecimal digits of the sha256 of the folder's files: their names and sums."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as page:
            total.update(hashlib.file_digest(page, "sha256").digest())
    return total.hexdigest()[:12]


# ---- before the pipeline --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph before it is read: its number (the title is 0) and where its sentences stand."""

    number: int
    sentences: tuple[Offsets, ...]

    @property
    def start(self) -> int:
        """Where it begins in the article's text."""
        return self.sentences[0][0]


def _paragraphs(article: Article) -> list[Paragraph]:
    cut = groupby(split.numbered(article.text, article.title), key=lambda one: one[0])
    return [Paragraph(number, tuple((a, b) for _, a, b in group)) for number, group in cut]


def _opened(nlp: Language, text: str, paragraph: Paragraph) -> Doc:
    """The paragraph's words for the pipeline, with where its sentences begin."""
    start = paragraph.start
    doc = nlp.make_doc(split.without_surrogates(text[start : paragraph.sentences[-1][1]]))
    begins = {first - start for first, _ in paragraph.sentences}
    for token in doc:
        token.is_sent_start = token.idx in begins
    return doc


# ---- after the pipeline ---------------------------------------------------------------------------


def _mentions(doc: Doc, at: int, text: str) -> Iterator[Mention]:
    """The names and times of a paragraph that begins at ``at``, without white space at their ends."""
    for entity in doc.ents:
        kind = _kinds().get(entity.label_)
        words = [token for token in entity if not token.is_space]
        if kind and words:
            start, end = at + words[0].idx, at + words[-1].idx + len(words[-1])
            yield Mention(start, end, text[start:end], kind, None)


@cache
def _kinds() -> dict[str, MentionKind]:
    """The kinds by the labels of entities; labels that name nothing for us have none."""
    rows = tables.rows("languages", "en", "entity_labels.csv")
    known: dict[str, MentionKind] = {kind: kind for kind in get_args(MentionKind)}
    return {row["label"]: known[row["kind"]] for row in rows if row["kind"]}


def sentences(
    doc: Doc, paragraph: Paragraph, text: str, names: Sequence[Mention] | None
) -> Iterator[Sentence]:
    """The sentences of a paragraph; ``names`` are its mentions where its trees are to be converted."""
    begins = {first - paragraph.start for first, _ in paragraph.sentences}
    run: list[Token] = []
    for token in doc:
        # a word of the pipeline's that runs over the end of a sentence joins it with the next
        if token.idx in begins and run:
            yield _sentence(run, paragraph, text, names)
            run = []
        run.append(token)
    if run:
        yield _sentence(run, paragraph, text, names)


def _sentence(
    tokens: Sequence[Token], paragraph: Paragraph, text: str, names: Sequence[Mention] | None
) -> Sentence:
    kept = [token for token in tokens if not token.is_space]
    places = [(paragraph.start + token.idx, paragraph.start + token.idx + len(token)) for token in kept]
    tree = _tree(kept, places, text)
    if names is not None:
        tree = clear.universal(tree, _persons(places, names))
    words = tuple(map(_word, kept, places, tree))
    return Sentence(words[0].start, words[-1].end, words, paragraph.number)


def _tree(kept: Sequence[Token], places: Sequence[Offsets], text: str) -> clear.Tree:
    """The words as one tree: white space left out, and what leads out of the sentence hung on its root."""
    index = {token.i: number for number, token in enumerate(kept)}
    heads = [_head(token, index) for token in kept]
    roots = [number for number, head in enumerate(heads) if head < 0]
    root = next((number for number in roots if kept[number].head.i == kept[number].i), roots[0])
    return tuple(
        clear.Node(
            text[start:end],
            token.pos_ if token.pos_ in UPOS else "X",
            -1 if number == root else head if head >= 0 else root,
            clear.ROOT if number == root else _label(token) if head >= 0 else "dep",
        )
        for number, (token, head, (start, end)) in enumerate(zip(kept, heads, places, strict=True))
    )


def _head(token: Token, index: dict[int, int]) -> int:
    """The word that governs ``token``, past white space; -1 where that leads out or to no word."""
    head = token.head
    while head.is_space and head.i != head.head.i:
        head = head.head
    return index.get(head.i, -1) if head.i != token.i else -1


def _label(token: Token) -> str:
    return token.dep_ if token.dep_ not in ("", "ROOT", clear.ROOT) else "dep"


def _persons(places: Sequence[Offsets], names: Sequence[Mention]) -> list[range]:
    """The words of each person's name in the sentence, by their indices."""
    found = []
    for name in names:
        inside = [i for i, (start, end) in enumerate(places) if name.start <= start and end <= name.end]
        if name.kind == "PER" and inside:
            found.append(range(inside[0], inside[-1] + 1))
    return found


def _word(token: Token, place: Offsets, node: clear.Node) -> Word:
    guess = token.lemma_ or (node.form if node.upos == "PROPN" else node.form.lower())
    lemma = inflections.lemma(node.form, node.upos, guess)
    return Word(place[0], place[1], node.form, lemma, node.upos, node.head, node.relation)
