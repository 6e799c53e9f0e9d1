"""Engines of one shape: the same tests for the shipped reader and for a spaCy pipeline, and how both are had.

The spaCy pipeline is trained here, for some seconds, on what the shipped reader saw in the example articles.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from tests.conftest import REPOSITORY
from thinc.api import fix_random_seed
from typer.testing import CliRunner

from dragoman import ingest
from dragoman.pipeline import Pipeline
from dragoman.reading import engine, spacy_engine
from dragoman.reading.engine import Engine
from dragoman.reading.errors import EngineError, UnknownEngineError
from dragoman.reading.reader import Reader
from dragoman.records import Article, Coding, MentionKind, Reading, Sentence
from dragoman.serve import cli
from dragoman.store import Store

ARTICLES = REPOSITORY / "examples" / "articles"
SENTENCES, LONGEST, BATCH, ROUNDS, WIDTH = 200, 45, 8, 5, 32
ONTONOTES = {"PER": "PERSON", "ORG": "ORG", "PLACE": "GPE", "TIME": "DATE", "EVENT": "EVENT", "MISC": "LAW"}

TITLE = "Ankara sends envoy to Athens"
NEWS = f"""{TITLE}

The Turkish foreign minister said on Monday that Ankara would send an envoy to Athens in May. “We want \
calm,” Selim Aydin told reporters after a meeting with the Greek ambassador. “No ship will leave port.”

Greece did not respond.  According to the Defence Ministry, two vessels
were seized near Rhodes.
"""


# ---- the pipeline that is trained here ------------------------------------------------------------


def untrained() -> Language:
    """A blank English pipeline with tagger, parser and ner on one small tok2vec."""
    nlp = spacy.blank("en")
    words = {"width": WIDTH, "depth": 2, "embed_size": 1000, "window_size": 1, "maxout_pieces": 2}
    embed = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "subword_features": True}
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    moves = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "extra_state_tokens": False,
        "hidden_width": WIDTH,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": shared,
    }
    nlp.add_pipe("tok2vec", config={"model": embed | words})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    nlp.add_pipe("parser", config={"min_action_freq": 1, "model": moves | {"state_type": "parser"}})
    nlp.add_pipe("ner", config={"model": moves | {"state_type": "ner"}})
    return nlp


def seen(reader: Engine) -> Iterator[tuple[Reading, Sentence]]:
    """Sentences of the example articles as the shipped reader sees them."""
    for item in ingest.find(str(ARTICLES)):
        if item.source.endswith(".txt"):
            reading = reader.read(ingest.load(item))
            yield from ((reading, one) for one in reading.sentences if len(one.words) <= LONGEST)


def example(nlp: Language, reading: Reading, sentence: Sentence) -> Example:
    """A sentence as spaCy learns from it: the shipped reader's words, tags, tree and mentions."""
    words = sentence.words
    forms: dict[str, Any] = {
        "words": [word.text for word in words],
        "spaces": [reading.article.text[word.end : word.end + 1].isspace() for word in words],
    }
    gold = Doc(
        nlp.vocab,
        **forms,
        tags=[word.upos for word in words],
        heads=[place if word.head < 0 else word.head for place, word in enumerate(words)],
        deps=["ROOT" if word.head < 0 else word.deprel for word in words],
    )
    first = {word.start: place for place, word in enumerate(words)}
    last = {word.end: place + 1 for place, word in enumerate(words)}
    gold.ents = tuple(
        Span(gold, first[m.start], last[m.end], ONTONOTES[m.kind])
        for m in reading.mentions
        if m.start in first and m.end in last
    )
    return Example(Doc(nlp.vocab, **forms), gold)


def trained(reader: Engine) -> Language:
    """A pipeline that has learnt, roughly, to read as ``reader`` does."""
    fix_random_seed(0)
    nlp = untrained()
    examples = [example(nlp, *one) for one in islice(seen(reader), SENTENCES)]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.006
    for _ in range(ROUNDS):
        random.shuffle(examples)
        for first in range(0, len(examples), BATCH):
            nlp.update(examples[first : first + BATCH], sgd=optimizer)
    ruler: Any = nlp.add_pipe("attribute_ruler", after="tagger")
    for upos in sorted(spacy_engine.UPOS):
        ruler.add([[{"TAG": upos}]], {"POS": upos})
    return nlp


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the trained pipeline lies, as a user's would."""
    place = tmp_path_factory.mktemp("pipelines") / "en_made_here"
    trained(engine.load()).to_disk(place)
    return place


@pytest.fixture(scope="session", params=["dragoman", "spacy"])
def reader(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    if request.param == "dragoman":
        return engine.load()
    return engine.load(f"spacy:{request.getfixturevalue('folder')}")


def article(text: str, title: str | None = None) -> Article:
    return Article(id="0" * 16, text=text, title=title)


# ---- what holds for every engine ------------------------------------------------------------------


def check(reading: Reading) -> None:
    """Spans that are the text's, sentences that cover it, and one tree a sentence."""
    text = reading.article.text
    words = [word for sentence in reading.sentences for word in sentence.words]
    assert shown("".join(word.text for word in words)) == shown(text)
    assert all(one.end <= other.start for one, other in pairwise(words))
    for sentence in reading.sentences:
        assert (sentence.start, sentence.end) == (sentence.words[0].start, sentence.words[-1].end)
        check_tree(sentence)
    for word in words:
        assert text[word.start : word.end] == word.text and word.lemma
        assert word.upos in spacy_engine.UPOS
        assert word.certainty is None or -3 <= word.certainty <= 3
    starts, ends = {word.start for word in words}, {word.end for word in words}
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start in starts and mention.end in ends
        assert mention.kind in get_args(MentionKind)
        assert mention.score is None or 0 <= mention.score <= 1
    assert list(reading.mentions) == sorted(reading.mentions, key=lambda mention: mention.start)


def shown(text: str) -> str:
    """``text`` without white space and without what nobody sees: an engine may pass over the latter."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def check_tree(sentence: Sentence) -> None:
    heads = [word.head for word in sentence.words]
    assert heads.count(-1) == 1
    assert all(-1 <= head < len(heads) for head in heads)
    for start, word in enumerate(sentence.words):
        assert (word.head == -1) == (word.deprel == "root")
        assert word.deprel.partition(":")[0] in spacy_engine.RELATIONS
        place, steps = start, 0
        while place != -1 and steps <= len(heads):
            place, steps = heads[place], steps + 1
        assert place == -1, word


def test_a_reading_keeps_the_contract(reader: Engine) -> None:
    reading = reader.read(article(NEWS, TITLE))
    check(reading)
    assert reading.article == article(NEWS, TITLE)
    assert reading.reader == reader.version != ""


def test_paragraphs_are_numbered_alike(reader: Engine) -> None:
    reading = reader.read(article(NEWS, TITLE))
    found: dict[int, int] = {}
    for sentence in reading.sentences:
        found.setdefault(sentence.paragraph, sentence.start)
    assert found == {0: 0, 1: NEWS.index("The Turkish"), 2: NEWS.index("Greece did")}
    numbers = [sentence.paragraph for sentence in reading.sentences]
    assert numbers == sorted(numbers)


def test_what_nobody_sees_changes_no_paragraph(reader: Engine) -> None:
    marked = article(NEWS.replace("\n\n", "\n\u200b\n").replace("envoy", "en\u00advoy"))
    reading = reader.read(marked)
    check(reading)
    plain = reader.read(article(NEWS))
    assert [s.paragraph for s in reading.sentences] == [s.paragraph for s in plain.sentences]


def test_a_title_that_is_not_the_first_line_is_no_title(reader: Engine) -> None:
    reading = reader.read(article("Oslo hosts envoys again.\n\nThey talked.", "Oslo"))
    assert [sentence.paragraph for sentence in reading.sentences] == [1, 2]


@pytest.mark.parametrize("text", ["", "   \n\n ", "\t"])
def test_an_empty_article_gives_an_empty_reading(reader: Engine, text: str) -> None:
    reading = reader.read(article(text))
    assert (reading.sentences, reading.mentions, reading.attributions) == ((), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "Kenya  praised\tUganda.\n \nUganda\n\n\n\nthanked   it .",
        "The treaty was signed.The ministers left.",
        "外交部长昨日访问东京。会谈没有结果。",
        "😀👩🏽‍🚀 said “нет” 🚀🚀 — naïve ﷽ \u200b\ufeff done.",
        "half a character \ud83d and another \ude00.",
        "x" * 3000,
        "The envoy met the minister, " * 100 + "and left.",
    ],
)
def test_strange_text_is_read(reader: Engine, text: str) -> None:
    check(reader.read(article(text)))


@given(text=st.text(alphabet=st.one_of(st.sampled_from("aA.!? …“”'\n-1é中😀"), st.characters()), max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_is_read(reader: Engine, text: str) -> None:
    check(reader.read(article(text)))


def test_names_are_found(reader: Engine) -> None:
    path = ARTICLES / "2014-11-21-shoigu-islamabad.txt"
    reading = reader.read(article(path.read_text(encoding="utf-8")))
    check(reading)
    found = {(mention.text, mention.kind) for mention in reading.mentions}
    assert ("Islamabad", "PLACE") in found
    assert "PER" in {kind for _, kind in found}


def test_threads_read_as_one_does(reader: Engine) -> None:
    news = article(NEWS, TITLE)
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(reader.read, [news] * 8))
    assert all(reading == reader.read(news) for reading in readings)


# ---- the spaCy engine -----------------------------------------------------------------------------


def test_labels_of_universal_dependencies_pass_unchanged(folder: Path) -> None:
    text = NEWS.split("\n\n")[1]
    text = text[: text.index(".") + 1]
    (sentence,) = engine.load(f"spacy:{folder}").read(article(text)).sentences
    nlp = spacy.load(folder)
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    doc = nlp(doc)
    expected = [(t.text, "root" if t.dep_ == "ROOT" else t.dep_) for t in doc if not t.is_space]
    assert [(word.text, word.deprel) for word in sentence.words] == expected
    assert {"nsubj", "root", "obj"} <= {word.deprel for word in sentence.words}


def test_what_spacy_does_not_tell_is_unknown(folder: Path) -> None:
    reading = engine.load(f"spacy:{folder}").read(article(NEWS, TITLE))
    assert reading.attributions == ()
    assert {word.certainty for sentence in reading.sentences for word in sentence.words} == {None}
    assert {mention.score for mention in reading.mentions} == {None}


def test_the_version_names_pipeline_and_software(folder: Path) -> None:
    version = engine.load(f"spacy:{folder}").version
    assert re.fullmatch(
        rf"spacy:en_made_here 0\.0\.0 [0-9a-f]{{12}} / spaCy {re.escape(spacy_version)}", version
    )


def test_another_pipeline_in_a_folder_of_the_same_name_has_another_version(tmp_path: Path) -> None:
    one, other = kept(tmp_path / "1" / "p", "written"), kept(tmp_path / "2" / "p", "sentencizer", "written")
    assert engine.load(one).version == engine.load(one).version != engine.load(other).version


WORDS = {
    "Kenya": ("PROPN", "spoke", "nsubj", "GPE"),
    " ": ("SPACE", "Kenya", "dep", ""),
    "spoke": ("VERB", "spoke", "ROOT", ""),
    "with": ("ADP", "spoke", "prep", ""),
    "seven": ("NUM", "envoys", "nummod", "CARDINAL"),
    "envoys": ("NOUN", "with", "pobj", ""),
    ".": ("PUNCT", "spoke", "punct", ""),
}
"""A sentence in the style of spaCy's English models: part of speech, head, label, entity."""


class Written:
    """A parser that gives the words above the tree written there, and any other word none."""

    labels: tuple[str, ...] = ("ROOT", "nsubj", "prep", "pobj", "nummod", "punct")

    def __call__(self, doc: Doc) -> Doc:
        begins = [token.i for token in doc if token.is_sent_start]
        for first, last in pairwise([*begins, len(doc)]):
            here = {token.text: token for token in doc[first:last]}
            for token in doc[first:last]:
                token.pos_, head, token.dep_, _ = WORDS.get(token.text, ("X", token.text, "", ""))
                token.head = here.get(head, token)
        entities = [(token, WORDS[token.text][3]) for token in doc if token.text in WORDS]
        doc.ents = tuple(Span(doc, token.i, token.i + 1, label) for token, label in entities if label)
        return doc

    def to_disk(self, *args: object, **kwargs: object) -> None:
        """Nothing to keep."""

    def from_disk(self, *args: object, **kwargs: object) -> Written:
        """Nothing to fetch."""
        return self


class Foreign(Written):
    """The same with labels of another style."""

    labels = ("sb", "oa")


class Unlabelled(Written):
    """The same, untrained."""

    labels = ()


def making(parser: type[Written]) -> Callable[[Language, str], Written]:
    def make(nlp: Language, name: str) -> Written:
        return parser()

    return make


for parser in (Written, Foreign, Unlabelled):
    given_by_it = ["token.dep", "token.head", "token.pos", "doc.ents"]
    Language.factory(parser.__name__.lower(), assigns=given_by_it, func=making(parser))


def kept(place: Path, *pipes: str) -> str:
    """The engine's name of a pipeline with these parts, kept in a folder."""
    nlp = spacy.blank("en")
    for pipe in pipes:
        nlp.add_pipe(pipe)
    place.parent.mkdir(exist_ok=True)
    nlp.to_disk(place)
    return f"spacy:{place}"


def test_a_pipeline_in_the_style_of_clearnlp_is_converted(tmp_path: Path) -> None:
    text = "Kenya  spoke with seven envoys.\n\nKenya spoke with seven envoys."
    reading = engine.load(kept(tmp_path / "p", "written")).read(article(text))
    check(reading)
    assert [sentence.paragraph for sentence in reading.sentences] == [1, 2]
    for sentence in reading.sentences:
        assert [(w.text, w.lemma, w.head, w.deprel) for w in sentence.words] == [
            ("Kenya", "Kenya", 1, "nsubj"),
            ("spoke", "speak", -1, "root"),
            ("with", "with", 4, "case"),
            ("seven", "seven", 4, "nummod"),
            ("envoys", "envoy", 1, "obl"),
            (".", ".", 1, "punct"),
        ]
    assert [(mention.text, mention.kind) for mention in reading.mentions] == [("Kenya", "PLACE")] * 2


# ---- how an engine is had -------------------------------------------------------------------------


def test_spacy_is_not_loaded_for_the_shipped_reader() -> None:
    lines = "import sys; from dragoman.pipeline import Pipeline; Pipeline(); print('spacy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_the_shipped_reader_is_the_engine_unless_another_is_named() -> None:
    assert engine.load().version == engine.load("dragoman").version == Reader().version


@pytest.mark.parametrize("name", ["", "spacy", "spacy:", "Dragoman", "stanza:en"])
def test_a_name_that_no_engine_has_is_refused(name: str) -> None:
    with pytest.raises(UnknownEngineError, match="spacy:NAME"):
        engine.load(name)


def test_without_spacy_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(EngineError, match=r"pip install spacy.*python -m spacy download en_core_web_sm"):
        engine.load("spacy:en_core_web_sm")


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(EngineError, match=r"'xx_none_such'.*python -m spacy download xx_none_such"):
        engine.load("spacy:xx_none_such")


def test_a_pipeline_that_needs_what_is_not_there_says_what(tmp_path: Path) -> None:
    name = kept(tmp_path / "p", "written")
    config = tmp_path / "p" / "config.cfg"
    config.write_text(config.read_text().replace('"written"', '"unheard_of"'))
    with pytest.raises(EngineError, match=r"cannot be loaded"):
        engine.load(name)


@pytest.mark.parametrize(
    ("pipes", "problem"),
    [
        ((), "no parser and no tagger"),
        (("sentencizer", "tagger"), "no parser"),
        (("parser",), "no tagger"),
        (("foreign",), r"neither Universal Dependencies v2 nor ClearNLP .*oa, sb"),
        (("unlabelled",), "knows no relations"),
        (("written", "tagger"), "cannot read a sentence"),
    ],
)
def test_a_pipeline_that_lacks_something_is_refused(
    tmp_path: Path, pipes: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(EngineError, match=problem):
        engine.load(kept(tmp_path / "p", *pipes))


def test_a_pipeline_without_parts_of_speech_is_refused(folder: Path, tmp_path: Path) -> None:
    nlp = spacy.load(folder, exclude=["attribute_ruler"])
    nlp.to_disk(tmp_path / "p")
    with pytest.raises(EngineError, match=r"gives no parts of speech.*attribute_ruler"):
        engine.load(f"spacy:{tmp_path / 'p'}")


# ---- the whole path -------------------------------------------------------------------------------


def spans(record: object) -> Iterator[tuple[int, int, str]]:
    """Every (start, end, text) within a record, however deep."""
    if isinstance(record, tuple):
        for part in record:
            yield from spans(part)
    elif hasattr(record, "__dataclass_fields__"):
        values = {name: getattr(record, name) for name in record.__dataclass_fields__}
        if {"start", "end", "text"} <= values.keys():
            yield values["start"], values["end"], values["text"]
        for value in values.values():
            yield from spans(value)


def check_coding(coding: Coding) -> None:
    text = coding.article.text
    found = list(spans((coding.events, coding.statements, coding.assessments, coding.participants)))
    assert found
    assert all(text[start:end] == words for start, end, words in found)


def test_an_article_is_coded_with_spacy(folder: Path) -> None:
    pipeline = Pipeline(engine=f"spacy:{folder}")
    codings = []
    for outcome in pipeline.run(pipeline.sources([str(ARTICLES / "2014-11-21-shoigu-islamabad.txt")])):
        assert outcome.failure is None and outcome.coding is not None
        codings.append(outcome.coding)
    (coding,) = codings
    check_coding(coding)
    assert coding.events and coding.statements
    assert {event.coder for event in coding.events} == {pipeline.coder}
    assert pipeline.reader.version in pipeline.coder


def test_the_store_tells_which_engine_read(folder: Path, tmp_path: Path) -> None:
    source, store = tmp_path / "a.txt", tmp_path / "s.duckdb"
    source.write_text(NEWS, encoding="utf-8")
    words = ["read", str(source), "--db", str(store), "--engine", f"spacy:{folder}"]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    with Store(store, read_only=True) as opened:
        (row,) = opened.connection.execute("SELECT reader FROM runs").fetchall()
    assert row == (engine.load(f"spacy:{folder}").version,)


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("stanza", 2, "no engine is called 'stanza'. Name dragoman, or spacy:NAME"),
        ("spacy:xx_none_such", 1, "python -m spacy download xx_none_such"),
    ],
)
def test_an_engine_that_cannot_be_had_is_one_line(tmp_path: Path, name: str, code: int, told: str) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    words = ["read", str(tmp_path / "a.txt"), "--no-store", "--engine", name]
    result = CliRunner().invoke(cli.app, words)
    assert result.exit_code == code
    assert told in result.stderr and len(result.stderr.splitlines()) == 1
