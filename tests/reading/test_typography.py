"""News as it is set: quotes, dashes, datelines, lists, capitals, and characters that nobody sees.

First what holds for whatever is put together of such pieces, then what a careful reader expects of texts in
plain words. The latter avoid whatever a sound parser could take in two ways.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest.decode import clean
from dragoman.pipeline import Pipeline
from dragoman.reading.reader import Reader
from dragoman.records import Article, Attribution, Reading, Sentence, Span, Word

DROPPED = frozenset(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in ("Cc", "Cf")
    and not character.isspace()
    and clean(f"a{character}b") == "ab"
)
"""What ingest takes out of a text: the reader passes over it in a text that ingest has not seen."""


@pytest.fixture(scope="module")
def reader(pipeline: Pipeline) -> Reader:
    assert isinstance(pipeline.reader, Reader)
    return pipeline.reader


def read(reader: Reader, text: str, title: str | None = None) -> Reading:
    return reader.read(Article(id="0" * 16, text=text, title=title))


# ---- what holds for every reading -----------------------------------------------------------------


def shown(text: str) -> str:
    """``text`` without white space and without what is passed over."""
    return "".join(c for c in text if not c.isspace() and c not in DROPPED)


def words_of(reading: Reading) -> list[Word]:
    return [word for sentence in reading.sentences for word in sentence.words]


def check(reading: Reading) -> None:
    """The contract: all text in words, words in order, one tree a sentence, every span on words' borders."""
    text = reading.article.text
    words = words_of(reading)
    assert all(text[word.start : word.end] == word.text for word in words)
    ends = [0, *(word.end for word in words)]
    assert all(end <= word.start < word.end for end, word in zip(ends, words, strict=False))
    assert shown("".join(word.text for word in words)) == shown(text)
    assert all(word.lemma and not any(map(str.isspace, word.text)) for word in words)
    assert [s.paragraph for s in reading.sentences] == sorted(s.paragraph for s in reading.sentences)
    for sentence in reading.sentences:
        assert (sentence.start, sentence.end) == (sentence.words[0].start, sentence.words[-1].end)
        assert is_tree([word.head for word in sentence.words])
    starts, borders = {word.start for word in words}, set(ends)
    for span in spans(reading):
        assert span.start in starts and span.end in borders and span.start < span.end
    assert all(text[one.start : one.end] == one.text for one in reading.mentions)


def is_tree(heads: list[int]) -> bool:
    """Whether ``heads`` (-1 the root) has one root, to which every word leads."""
    reached = {place for place, head in enumerate(heads) if head == -1}
    if len(reached) != 1:
        return False
    for _ in heads:
        reached |= {place for place, head in enumerate(heads) if head in reached}
    return len(reached) == len(heads)


def spans(reading: Reading) -> Iterator[Span]:
    yield from (Span(mention.start, mention.end) for mention in reading.mentions)
    for one in reading.attributions:
        yield from (one.cue, *one.content, *([one.source] if one.source else []))


# Prose that holds no invisible character: what may be inserted into it must change nothing.
PROSE = (
    "“We will not sign it,” the envoy of Kenya said on Monday.",
    '"We will sign it," said Ana Moreno, the envoy. "Tomorrow."',
    "“An open mark, and no end of it.",
    "An end”, and no mark ‘before' it’’.",
    "He said: “Nobody “inside” knew.",
    "„So“, «so», ‹so› and ``so''.",
    "The talks failed—the minister left – and the army - moved -- again.",
    "A 2010–2014 pact, the Sino-Indian border, 3-5 men.",
    "They waited… and waited... Then.... They left…",
    "ENVOYS MEET IN OSLO AS CEASEFIRE HOLDS",
    "U.S., E.U. AGREE; KENYA'S ENVOY: 'NO'",
    "MOSCOW, April 3 (Reuters) — Norway rejected the offer.",
    "VELBORG, Brisland, 12 June (Norwire) - The mayor left.",
    "PORT ELWIN (Example Press) -- “No,” she said.",
    "• the border opens",
    "- prisoners return\n* mines are cleared\n1. one\n2) two\n(c) three",
    "The two ministers were about to",
    "and that he would, on the",
    "Dr. J. Q. Adams Jr. paid $1.5bn, or 3.5%, at 5 p.m. to O’Neill.",
    "See https://example.org/a?b=c, www.example.org or press@example.org.",
    "👩🏽‍🚀🏴󠁧󠁢󠁥󠁮󠁧󠁿 cheered 👍🏿👍 ❤️ for 🇰🇪!!! :-) #peace @envoy",
    "Посол сказал: «Нет». МИД молчит.",
    "التقى الوزير نظيره في القاهرة، ثم عاد.",
    "وزیر خارجہ نے کہا کہ می‌روم مذاکرات جاری رہیں گے۔",
    "外交部长昨日访问东京。会谈“没有”结果。",
    "nai\u0308ve Zoe\u0308 café ﷽ ﬁnal ①",
    "half a character \ud83d and another \ude00.",
    "x" * 400,
    "?!?! ... ,,, ((( ]]] “” '' — — —",
)
GAPS = (" ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", "\u00a0", "\u202f", " \n \n ", "\u2029", "\r", "  ")
INVISIBLE = "".join(sorted(DROPPED))
PIECES = st.sampled_from([*PROSE, INVISIBLE, *"“”\"'‘’«»—–…•\u200d\u00ad\ufeff\u200f\ud800", ""])


def articles(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Pieces with gaps between, some of them none."""
    pairs = st.tuples(pieces, st.sampled_from([*GAPS, ""]))
    return st.lists(pairs, max_size=7).map(lambda many: "".join(piece + gap for piece, gap in many))


@given(text=articles(PIECES), title=st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_is_set_is_read(reader: Reader, text: str, title: bool) -> None:
    reading = read(reader, text, text.partition("\n")[0] if title else None)
    check(reading)
    assert bool(reading.sentences) == bool(shown(text))
    assert read(reader, text, reading.article.title) == reading


@given(
    text=articles(st.sampled_from(PROSE)),
    places=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from("\u00ad\u200b\u200f\u2060\ufeff\x02")), max_size=9
    ),
)
@settings(max_examples=40, deadline=None)
def test_what_nobody_sees_changes_nothing(reader: Reader, text: str, places: list[tuple[float, str]]) -> None:
    marked = text
    for share, character in places:
        place = round(share * len(marked))
        marked = marked[:place] + character + marked[place:]
    reading = read(reader, marked)
    check(reading)
    assert meaning(reading) == meaning(read(reader, text))


def meaning(reading: Reading) -> object:
    """All that a reading says, with places counted as if what is passed over were not there."""
    seen = [0]
    for character in reading.article.text:
        seen.append(seen[-1] + (character not in DROPPED))
    return (
        [(s.paragraph, seen[s.start], seen[s.end]) for s in reading.sentences],
        [(seen[w.start], seen[w.end], w.lemma, w.upos, w.head, w.deprel) for w in words_of(reading)],
        [(seen[span.start], seen[span.end]) for span in spans(reading)],
    )


@given(text=articles(st.sampled_from(PROSE)))
@settings(max_examples=40, deadline=None)
def test_line_ends_of_windows_read_as_those_of_unix(reader: Reader, text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "")
    windows = read(reader, unix.replace("\n", "\r\n"))
    check(windows)
    assert trees(windows) == trees(read(reader, unix))


def trees(reading: Reading) -> list[list[tuple[str, str, int, str]]]:
    return [[(w.text, w.upos, w.head, w.deprel) for w in s.words] for s in reading.sentences]


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "\t\r\n", "\u00a0\u2003", "\u200b\u00ad", "\ufeff \u200e \x00"]
)
def test_nothing_to_see_is_nothing_read(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert (reading.sentences, reading.mentions, reading.attributions) == ((), (), ())


# ---- datelines, headlines, lists ------------------------------------------------------------------


def sentence_of(reading: Reading, form: str) -> Sentence:
    (found,) = (s for s in reading.sentences if form in [word.text for word in s.words])
    return found


def subject(sentence: Sentence, verb: str) -> list[str]:
    """The words of the verb's subjects, in order."""
    (place,) = (number for number, word in enumerate(sentence.words) if word.text == verb)
    inside = {n for n, w in enumerate(sentence.words) if w.head == place and w.deprel.startswith("nsubj")}
    for _ in sentence.words:
        inside |= {n for n, w in enumerate(sentence.words) if w.head in inside}
    return [sentence.words[number].text for number in sorted(inside)]


@pytest.mark.parametrize(
    "dateline",
    [
        "MOSCOW, April 3 (Reuters) —",
        "GENEVA (AP) --",
        "VELBORG, 12 June (Norwire) –",
        "Tarsk, Brisland, June 12, 2024 (Example News Agency) -",
        "PORT-AU-BELLE, Nov. 3 —",
        "NEW ELWIN —",
        "KHARLOV,\u00a0April\u00a03 (Norwire)\u00a0—",
    ],
)
@pytest.mark.parametrize("gap", [" ", "\u00a0"])
def test_a_dateline_does_nothing(reader: Reader, dateline: str, gap: str) -> None:
    reading = read(reader, f"Talks go on\n\n{dateline}{gap}The president of Kenya visited France on Tuesday.")
    check(reading)
    sentence = sentence_of(reading, "visited")
    assert subject(sentence, "visited") == ["The", "president", "of", "Kenya"]
    assert sentence.words[0].text == "The"
    assert sentence.paragraph == 1 + 1


@pytest.mark.parametrize(
    "text",
    [
        "ASEAN–China talks failed.",
        "NATO, which met in Oslo, failed.",
        "The party of Ana Moreno (Labour) failed.",
    ],
)
def test_what_is_no_dateline_stays(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    check(reading)
    assert sentence_of(reading, "failed").start == 0


HEADLINE, BODY = (
    "Kenya urges Somalia to release pilots",
    "The minister met the ambassador on Monday.",
)


def test_a_headline_in_capitals_has_names_and_does_not_touch_the_text(reader: Reader) -> None:
    title = HEADLINE.upper()
    reading = read(reader, f"{title}\n\n{BODY}", title)
    check(reading)
    head, body = paragraphs(reading)
    assert " ".join(form for form, *_ in head) == title
    assert not {upos for _, upos, *_ in head} & {"PUNCT", "SYM", "X"}
    assert any(mention.text.startswith("KENYA") for mention in reading.mentions)
    assert body == paragraphs(read(reader, f"{HEADLINE}\n\n{BODY}", HEADLINE))[1]


def paragraphs(reading: Reading) -> list[list[tuple[str, str, int, str]]]:
    """The trees of the title and of the one paragraph, each as one list of words."""
    both = zip(reading.sentences, trees(reading), strict=True)
    held = [(sentence.paragraph, tree) for sentence, tree in both]
    return [[word for place, tree in held if place == number for word in tree] for number in (0, 1)]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "·", "▪", "→", "1."])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\n\n", "\n\u200b"])
def test_bullets_are_not_glued_to_what_is_before(reader: Reader, bullet: str, line: str) -> None:
    lines = ["The two sides agreed on these points:", f"{bullet} the border will open"]
    lines += [f"{bullet} all prisoners will return", "That was all."]
    reading = read(reader, line.join(lines))
    check(reading)
    assert [word.text for word in sentence_of(reading, "agreed").words] == [*lines[0][:-1].split(), ":"]
    assert not {"border", "prisoners"} <= {word.text for word in sentence_of(reading, "border").words}
    assert [word.text for word in reading.sentences[-1].words] == ["That", "was", "all", "."]


# ---- quotation marks ------------------------------------------------------------------------------

STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@pytest.mark.parametrize(
    "text",
    [
        "“We will sign the treaty,” the minister said on Monday.",
        "The minister said, “We will not sign the treaty.”",
        "Kenya’s president didn’t visit Norway’s capital.",
        "The minister doesn’t think that ‘progress’ is likely.",
    ],
)
def test_curly_and_straight_marks_read_alike(reader: Reader, text: str) -> None:
    curly, straight = read(reader, text), read(reader, text.translate(STRAIGHT))
    check(curly)
    check(straight)
    assert [w.text.translate(STRAIGHT) for w in words_of(curly)] == [w.text for w in words_of(straight)]
    assert without_marks(curly) == without_marks(straight)
    if "said" in text:
        assert [credit(one) for one in curly.attributions] == [credit(one) for one in straight.attributions]


def without_marks(reading: Reading) -> list[list[tuple[str, int, str]]]:
    """Tag, head and relation of every word that is no mark."""
    return [[word[1:] for word in tree if word[1] != "PUNCT"] for tree in trees(reading)]


def credit(one: Attribution) -> object:
    return one.source, one.cue, one.content


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""'])
def test_an_opening_mark_stays_with_its_words(reader: Reader, opening: str, closing: str) -> None:
    text = f"{opening}We will sign it,{closing} the minister said. {opening}It is a treaty.{closing} He left."
    reading = read(reader, text)
    check(reading)
    said, answer = sentence_of(reading, "will"), sentence_of(reading, "It")
    assert said is sentence_of(reading, "minister")
    assert said.words[0].text == opening
    assert f"{opening}It is" in text[answer.start : answer.end]


def test_a_quotation_over_two_paragraphs_is_credited_to_its_end(reader: Reader) -> None:
    first = "“We will sign the treaty,” the minister said. “It is a good treaty."
    text = f"{first}\n\n“Our neighbours want it too.”"
    reading = read(reader, text)
    check(reading)
    later = text.index("neighbours")
    credited = [one for one in reading.attributions if any(p.start <= later < p.end for p in one.content)]
    sources = [text[one.source.start : one.source.end] for one in credited if one.source]
    assert sources == ["the minister"]
    assert all(len(text) >= piece.end for one in credited for piece in one.content)


@pytest.mark.parametrize(
    "text", ["“We will sign it, the minister said.", "We will sign it,” the minister said."]
)
def test_an_unbalanced_mark_hides_nobody(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    check(reading)
    assert subject(sentence_of(reading, "said"), "said") == ["the", "minister"]


# ---- dashes, spaces, invisible characters ---------------------------------------------------------


@pytest.mark.parametrize("dash", ["—", "–", "--"])
def test_a_dash_divides_words_with_and_without_spaces(reader: Reader, dash: str) -> None:
    text = f"The talks{dash}the third this year{dash}failed."
    close, wide = read(reader, text), read(reader, text.replace(dash, f" {dash} "))
    thin = read(reader, text.replace(dash, f"\u200a{dash}\u2009"))
    assert trees(close) == trees(wide) == trees(thin)
    assert [word.text for word in words_of(close)][:4] == ["The", "talks", dash, "the"]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2003", "\u2009", "\t", "  ", " \u00a0"])
def test_every_white_space_parts_words(reader: Reader, space: str) -> None:
    text = "The president of Kenya met 3 envoys in Oslo. They left on Monday."
    reading = read(reader, text.replace(" ", space))
    check(reading)
    assert trees(reading) == trees(read(reader, text))


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\x02", "\u00ad\u200b"])
def test_a_word_holds_what_nobody_sees_and_is_read_without(reader: Reader, hidden: str) -> None:
    text = "The gov|ernments of Ken|ya did|n’t meet in Nai|robi.".replace("|", hidden)
    reading = read(reader, f"{hidden}{text}{hidden}")
    check(reading)
    words = words_of(reading)
    assert [word.text.replace(hidden, "|") for word in words] == (
        ["The", "gov|ernments", "of", "Ken|ya", "did", "n’t", "meet", "in", "Nai|robi", "."]
    )
    assert words[1].lemma == "government"
    assert "Nairobi" in [mention.text.replace(hidden, "") for mention in reading.mentions]


def test_what_ingest_takes_out_is_passed_over(reader: Reader) -> None:
    text = " ".join(f"a{character}b" for character in sorted(DROPPED))
    words = words_of(read(reader, text))
    assert [word.text for word in words] == text.split(" ")
    assert not any(DROPPED & set(word.lemma) for word in words)
    assert len(DROPPED) > 70


def test_marks_of_direction_do_not_part_words_or_join_them(reader: Reader) -> None:
    text = "The envoy of \u2067الأردن\u2069 (\u200fعمان\u200e) met \u202aAna\u202c."
    reading = read(reader, text)
    check(reading)
    assert [word.text for word in words_of(reading)] == [
        *("The", "envoy", "of", "الأردن", "(", "عمان", ")", "met", "Ana", "."),
    ]


# ---- ends and lengths -----------------------------------------------------------------------------

CUT = "“We will sign the treaty,” Kenya’s minister said… and the U.S. agreed — 👩🏽‍🚀 at 5 p.m. in Oslo."


@pytest.mark.parametrize("end", range(1, len(CUT), 7))
def test_a_text_may_break_off_anywhere(reader: Reader, end: int) -> None:
    reading = read(reader, f"{BODY}\n\n{CUT[:end]}")
    check(reading)
    assert subject(reading.sentences[0], "met") == ["The", "minister"]


@pytest.mark.parametrize("mark", ["", ",", ";", " —", "…,", "”,"])
def test_two_thousand_words_without_an_end_are_read(reader: Reader, mark: str) -> None:
    reading = read(reader, f"the envoy met a minister{mark} " * 400 + "and left\n\nThey agreed.")
    check(reading)
    assert sum(word.text in ("the", "envoy", "met", "a", "minister") for word in words_of(reading)) == 2000
    assert [word.text for word in reading.sentences[-1].words] == ["They", "agreed", "."]
