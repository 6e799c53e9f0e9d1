"""The reader on our own sentences: the contract of any Reading, and what it must see in plain news."""

import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading.network import WEIGHTS
from dragoman.reading.reader import Reader, WeightsError
from dragoman.records import Article, Reading

NEWS = """Ankara sends envoy to Athens

The Turkish foreign minister said on Monday that Ankara would send an envoy to Athens in May. “We want \
calm,” Selim Aydin told reporters after a meeting with the Greek ambassador. “No ship will leave port.”

Greece did not respond. According to the Defence Ministry, two vessels were seized near Rhodes.
"""


def article(text: str, title: str | None = None) -> Article:
    return Article(id="0" * 16, text=text, title=title)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def news(reader: Reader) -> Reading:
    return reader.read(article(NEWS, "Ankara sends envoy to Athens"))


def roots_reached(heads: list[int]) -> bool:
    """Whether every word leads to the one root."""
    for start in range(len(heads)):
        node, steps = start, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return heads.count(-1) == 1


def check(reading: Reading) -> None:
    """What holds for every reading of every text."""
    text = reading.article.text
    before = 0
    for sentence in reading.sentences:
        assert before <= sentence.words[0].start == sentence.start
        assert sentence.words[-1].end == sentence.end <= len(text)
        before = sentence.end
        assert roots_reached([word.head for word in sentence.words])
        for word in sentence.words:
            assert text[word.start : word.end] == word.text
            assert word.lemma
            assert (word.head == -1) == (word.deprel == "root")
            assert (word.certainty is not None) == (word.upos in ("VERB", "NOUN", "ADJ"))
            assert word.certainty is None or -3 <= word.certainty <= 3
    starts = {word.start for sentence in reading.sentences for word in sentence.words}
    ends = {word.end for sentence in reading.sentences for word in sentence.words}
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start in starts and mention.end in ends
        assert mention.kind in ("PER", "ORG", "PLACE", "TIME", "EVENT", "MISC")
        assert mention.score is not None and 0 <= mention.score <= 1
    for attribution in reading.attributions:
        spans = [attribution.cue, *attribution.content, *([attribution.source] if attribution.source else [])]
        assert attribution.content
        assert all(span.start in starts and span.end in ends and span.start < span.end for span in spans)
        assert attribution.score is None or 0 <= attribution.score <= 1


def test_reading_of_news_keeps_the_contract(news: Reading) -> None:
    check(news)
    assert news.reader
    assert [sentence.paragraph for sentence in news.sentences] == [0, 1, 1, 1, 2, 2]
    covered = "".join(word.text for sentence in news.sentences for word in sentence.words)
    assert covered == "".join(NEWS.split())


@given(text=st.text(alphabet=st.one_of(st.sampled_from("aA.!? …“”'\n-1é中😀"), st.characters()), max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_is_read(reader: Reader, text: str) -> None:
    reading = reader.read(article(text))
    check(reading)
    assert shown("".join(w.text for s in reading.sentences for w in s.words)) == shown(text)


def shown(text: str) -> str:
    """``text`` without white space and what nobody sees, see test_typography."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


@pytest.mark.parametrize("text", ["", "   \n\n ", "\t"])
def test_empty_text_has_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(article(text))
    assert (reading.sentences, reading.mentions, reading.attributions) == ((), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "التقى الوزير نظيره في القاهرة، ثم عاد.",
        "外交部长昨日访问东京。会谈没有结果。",
        "😀👩🏽‍🚀 said “нет” 🚀🚀 — naïve ﷽ \u200b\ufeff done.",
        "half a character \ud83d and another \ude00.",
        "x" * 3000,
        "http://example.org/" + "a/" * 2000,
    ],
)
def test_strange_text_is_read(reader: Reader, text: str) -> None:
    check(reader.read(article(text)))


def test_sentence_of_five_thousand_words_is_read_in_parts(reader: Reader) -> None:
    text = "The envoy met the minister, " * 834 + "and left."
    reading = reader.read(article(text))
    check(reading)
    words = [word for sentence in reading.sentences for word in sentence.words]
    assert len(words) > 5000
    assert "".join(word.text for word in words) == "".join(text.split())
    assert all(sentence.words[-1].text in (",", ".") for sentence in reading.sentences)


def test_a_part_is_cut_at_a_word_where_there_are_no_marks(reader: Reader) -> None:
    reading = reader.read(article("word " * 2000))
    check(reading)
    assert sum(len(sentence.words) for sentence in reading.sentences) == 2000


def test_paragraphs_count_from_one_without_a_title(reader: Reader) -> None:
    text = "One sentence here.\n\nAnother there. And a third.\n\nLast."
    assert [s.paragraph for s in reader.read(article(text)).sentences] == [1, 2, 2, 3]


def test_title_ends_at_its_line_even_without_a_blank_line(reader: Reader) -> None:
    title = "Envoys of the two neighbouring states have met again in the capital of Norway"
    text = f"{title}\nTalks went on for hours.\n\nThey ended."
    reading = reader.read(article(text, title))
    assert [s.paragraph for s in reading.sentences] == [0, 1, 2]
    assert reading.sentences[0].end == len(title)


def test_a_title_that_is_not_the_first_line_is_no_title(reader: Reader) -> None:
    reading = reader.read(article("Oslo hosts envoys again.\n\nThey talked.", "Oslo"))
    assert [s.paragraph for s in reading.sentences] == [1, 2]


def test_threads_read_as_one_does(reader: Reader, news: Reading) -> None:
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(reader.read, [news.article] * 8))
    assert all(reading == news for reading in readings)


def test_reading_does_not_depend_on_the_articles_before(news: Reading) -> None:
    assert Reader().read(news.article) == news


# ---- what it sees ---------------------------------------------------------------------------------


def test_words_are_tagged_and_attached(news: Reading) -> None:
    words = news.sentences[1].words
    by_form = {word.text: word for word in words}
    said = by_form["said"]
    assert (said.lemma, said.upos, said.deprel) == ("say", "VERB", "root")
    assert words[by_form["minister"].head].text == "said"
    assert by_form["minister"].deprel == "nsubj"
    assert (by_form["send"].deprel, words[by_form["send"].head].text) == ("ccomp", "said")
    assert by_form["envoy"].deprel == "obj"


def test_names_and_times_are_found(news: Reading) -> None:
    found = {(mention.text, mention.kind) for mention in news.mentions}
    assert {("Selim Aydin", "PER"), ("Athens", "PLACE"), ("Greece", "PLACE"), ("Monday", "TIME")} <= found


def test_attributions_are_found(news: Reading) -> None:
    def of(span: object) -> str:
        return NEWS[span.start : span.end] if span else ""  # type: ignore[attr-defined]

    by_cue = {of(a.cue): a for a in news.attributions}
    said = next(a for cue, a in by_cue.items() if cue.startswith("said"))
    assert of(said.source) == "The Turkish foreign minister"
    assert "Ankara would send an envoy to Athens" in of(said.content[0])
    told = next(a for cue, a in by_cue.items() if "told" in cue)
    assert of(told.source) == "Selim Aydin"
    assert any("We want calm" in of(piece) for piece in told.content)


def test_certainty_falls_with_denial(reader: Reader) -> None:
    def certainty(text: str, form: str) -> float:
        (word,) = (w for s in reader.read(article(text)).sentences for w in s.words if w.text == form)
        assert word.certainty is not None
        return word.certainty

    yes = certainty("The army attacked the border town on Sunday.", "attacked")
    no = certainty("The army did not attack the border town on Sunday.", "attack")
    maybe = certainty("The army may attack the border town on Sunday.", "attack")
    assert yes > maybe > no


# ---- weights --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The envoy told Kim Jong-un that the talks were over.", "Kim Jong-un"),
        ("The plan angered Yoon Suk-yeol, and Moon Jae-in called.", "Moon Jae-in"),
        ("Tsai Ing-wen, who leads it, has called the summit a success.", "Tsai Ing-wen"),
        ("The Johnson-led government resigned.", "Johnson"),  # what he did is no part of his name
        ("Putin-era laws were dropped.", "Putin"),
        ("Mexico extradited Joaquin “El Chapo” Guzman.", "Joaquin “El Chapo” Guzman"),
    ],
)
def test_a_name_with_a_hyphen_or_nickname_is_whole(reader: Reader, text: str, name: str) -> None:
    assert name in [one.text for one in reader.read(article(text)).mentions if one.kind == "PER"]


@pytest.mark.parametrize("name", ["reader.onnx", "relations.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b" ")
    with pytest.raises(WeightsError, match=rf"{name}.*sha256.*pip install --force-reinstall dragoman"):
        Reader(tmp_path)


@pytest.mark.parametrize("name", ["reader.onnx", "labels.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).unlink()
    with pytest.raises(WeightsError, match=rf"{name} cannot be read"):
        Reader(tmp_path)


def test_damaged_labels_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "labels.json").write_text("{}")
    with pytest.raises(WeightsError, match=r"labels\.json is damaged"):
        Reader(tmp_path)
