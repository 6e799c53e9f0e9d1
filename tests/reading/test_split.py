"""Offsets hold for any text; sentences and words divide as the treebanks do; every row's example runs."""

import csv
import gzip
import os
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import tables
from dragoman.reading import split

MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from("aA.!?…,'’\"“”-/ \n\r\t\u2029[]()12:;@#$%&😀é\u0301中"), st.characters()
    ),
    max_size=80,
)

PIECES = st.sampled_from(
    (
        *("“", "”", '"', "'", "‘’", "(", "[", "…", "...", ".?", "!!!", "—", "-", "@", "#", "¿", "«"),
        *("😀", "👩🏽‍🚀", "🇫🇷", "\u200b", "\u200d", "\u2060", "\ufeff", "e\u0301", "\ud83d", "\x00"),
        *("Киев", "北京", "القاهرة", "नमस्ते", "ﬁne", "ſo", "İzmir", "ß", "ŉ", "Ⅳ", "²"),
        *(
            "its",
            "a",
            "I'MA",
            "U.S.",
            "Mr.",
            "No.",
            "th-",
            "w/o",
            "Yahoo!",
            "their's",
            "1990's",
            "non-",
            "1.",
            "2)",
        ),
        *(
            "a_b",
            "x@y",
            "S/RES/242",
            "f**k",
            "3/4/99 5:06 PM",
            "-----",
            "*****",
            "http://",
            ".doc",
            ">>",
            ":)",
        ),
        *(" ", "  ", "\n", "\n\n", "\r\n", "\u2029", "\xa0", "Thanks, ", "Image: ", "Figure 1 ", "WHEN: "),
    )
)
TANGLED = st.lists(PIECES, max_size=40).map("".join)


def rows(name: str) -> list[dict[str, str]]:
    table = files("dragoman.knowledge").joinpath("languages", "en", name)
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


def forms(text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in split.words(text, *span)] for span in split.sentences(text)]


def piped(text: str) -> str:
    return " ".join("|".join(words) for words in forms(text))


@given(st.one_of(MESSY, TANGLED))
def test_every_character_is_in_one_word_of_one_sentence(text: str) -> None:
    seen = [0] * len(text)
    before = 0
    for start, end in split.sentences(text):
        assert before <= start < end
        assert text[start:end].strip() == text[start:end]
        before = end
        at = start
        for a, b in split.words(text, start, end):
            assert at <= a < b <= end
            assert not any(c.isspace() for c in text[a:b])
            seen[a:b] = [count + 1 for count in seen[a:b]]
            at = b
    assert seen == [0 if c.isspace() else 1 for c in text]


@given(st.one_of(MESSY, TANGLED))
def test_paragraphs_hold_all_text_and_no_sentence_crosses_one(text: str) -> None:
    paragraphs = split.paragraphs(text)
    kept = "".join(text[a:b] for a, b in paragraphs)
    assert "".join(kept.split()) == "".join(text.split())
    for start, end in split.sentences(text):
        assert any(a <= start and end <= b for a, b in paragraphs)


@given(TANGLED, TANGLED)
def test_words_do_not_depend_on_where_the_sentence_stands(before: str, text: str) -> None:
    place = len(before)
    moved = split.words(before + text + "\n\n" + before, place, place + len(text))
    assert [(a - place, b - place) for a, b in moved] == split.words(text, 0, len(text))


@given(TANGLED, TANGLED)
def test_paragraphs_do_not_change_each_other(one: str, other: str) -> None:
    first = one + "."
    place = len(first) + 2
    alone = split.sentences(first) + [(a + place, b + place) for a, b in split.sentences(other)]
    assert split.sentences(first + "\n\n" + other) == alone


@pytest.mark.parametrize(
    "unit", ["and so on ", "I said, “no (", "'tis ", "非常 ", "👩🏽‍🚀 ", "e\u0301\u200d ", "x-y/z "]
)
def test_long_sentences_and_unbalanced_marks_keep_every_character(unit: str) -> None:
    text = "They went on " + unit * 2_000
    found = [text[a:b] for span in split.sentences(text) for a, b in split.words(text, *span)]
    assert "".join(found) == "".join(text.split())
    assert len(found) >= 2_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't agree.", "They|do|n't|agree|."),
        ("He’ll go, she didn’t.", "He|’ll|go|,|she|did|n’t|."),
        ("Georgia's friends and the allies' fleets", "Georgia|'s|friends|and|the|allies|'|fleets"),
        ("Turkish-Armenian talks", "Turkish|-|Armenian|talks"),
        ("an anti-war, non-nuclear ex-minister", "an|anti-war|,|non-nuclear|ex-minister"),
        ("The U.S.-led force left.", "The|U.S.|-|led|force|left|."),
        ("It cost $1.5bn, or 3.5%.", "It|cost|$|1.5|bn|,|or|3.5|%|."),
        ("At 5:30pm 1,200 men of the 1990s", "At|5:30|pm|1,200|men|of|the|1990s"),
        ("See https://un.org/a?b=c, or www.un.org.", "See|https://un.org/a?b=c|,|or|www.un.org|."),
        ("Write to press@gov.example.", "Write|to|press@gov.example|."),
        ("Yes—no… maybe -- “perhaps”", "Yes|—|no|…|maybe|--|“|perhaps|”"),
        ("Mr. J. Q. Adams and O'Neill", "Mr.|J.|Q.|Adams|and|O'Neill"),
        ("tanks/planes and AT&T", "tanks|/|planes|and|AT&T"),
        ("signed on 12/11/2020", "signed|on|12/11/2020"),
        ("'Twas late, '90s style", "'T|was|late|,|'90s|style"),
        ("[1,2] and 1-2", "[|1|,|2|]|and|1|-|2"),
        ("👩🏽‍🚀 flies 🚀", "👩🏽‍🚀|flies|🚀"),
        # files, addresses and other names of machines
        ("See draft_2-final.doc and <<3%P7!.xls>> too.", "See|draft_2-final.doc|and|<<|3%P7!.xls|>>|too|."),
        ("the folder old_notes, by Roe@OSLO", "the|folder|old_notes|,|by|Roe@OSLO"),
        (
            "mailto:ana@press.example or ana_lee%oslo@un.int.",
            "mailto:ana@press.example|or|ana_lee%oslo@un.int|.",
        ),
        ("(news.co.uk) (kremlin.ru) 365talks.com,", "(|news.co.uk|)|(|kremlin.ru|)|365talks.com|,"),
        ("in S/RES/242, A/73/PV.6 and doi:10.1/x2.", "in|S/RES/242|,|A/73/PV.6|and|doi:10.1/x2|."),
        # figures
        ("on 12-20-2001, 2001-12-20, not 1-2", "on|12-20-2001|,|2001-12-20|,|not|1|-|2"),
        ("Call 212/555-0147 or x3-1234, NY 10001-4321.", "Call|212/555-0147|or|x3-1234|,|NY|10001-4321|."),
        ("the 1990's and '80s; Ana's 60's songs", "the|1990's|and|'80s|;|Ana|'s|60's|songs"),
        ("$2.5million in 20minutes, the 3rd of 4G", "$|2.5|million|in|20|minutes|,|the|3rd|of|4G"),
        # hyphens
        ("pre-1990 UN-led talks, ANTI-WAR talks", "pre-1990|UN|-|led|talks|,|ANTI-WAR|talks"),
        ("over-paid, over-the-counter, Hizb-e-Watan", "over-paid|,|over|-|the|-|counter|,|Hizb|-|e|-|Watan"),
        ("Th- they w- went, pre- and post-war", "Th-|they|w-|went|,|pre|-|and|post-war"),
        # marks
        ("Why.? ‘’So he said!. Then", "Why|.? ‘’|So|he|said|!. Then"),
        ("So what :/ I <3 it (: ^_^", "So|what|:/|I|<3|it|(:|^_^"),
        ("a sh*t show +++ >>> ### --->===<---", "a|sh*t|show|+++|>>>|###|--->===<---"),
        ("I WON'T, THEY'LL; 'RE", "I|WO|N'T|,|THEY|'LL|;|'RE"),
        # what is two words only before some words
        (
            "Its a trap, and its aim is clear.",
            "Its|a|trap|,|and|its|aim|is|clear|.".replace("Its", "It|s", 1),
        ),
        ("your not going to your car", "you|r|not|going|to|your|car"),
        ("lets see what it lets them do", "let|s|see|what|it|lets|them|do"),
        ("Im sure the IM is lost", "I|m|sure|the|IM|is|lost"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert piped(text) == expected


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Sergio A. Branco met Gen. Lee.", "They agreed."],
        ["The U.S. Senate voted.", "It left the U.S.", "The vote was close."],
        ["“We agree.", "We always did,” he said.", "She left."],
        ["“Never!” Adams said.", "He left."],
        ["We count on joint patrols…", "Such visits help."],
        ["He asked: “Why?”", "Nobody knew."],
        ["He came at 5 p.m. on Jan. 3.", "Then he left."],
        ["It failed (see Fig. 2).", "No one spoke."],
        ["The treaty holds. [4]", "It was signed in 1990."],
        ["Is it No. 1?", "No."],
        # single letters and abbreviations
        ["They didn't.", "Officials did."],
        ["We paid for fish, bread etc. and left.", "Nobody knew."],
        ["He lives on High St.", "It is quiet there."],
        ["The war went on.", "2016 brought a truce."],
        # who speaks
        ["“Is it over?”", "“No,” Adams said."],
        ["“Is it over?” I ask.", "Nobody knows."],
        ["He said ‘’it is over.’’", "‘’Is it?’’ asked Ana."],
        # links, addresses, time stamps, drawn lines
        ["“So it ends.”", "https://example.org/a", "(It did not.)"],
        ["Write to ana@press.example", "She will answer you."],
        ["Ana Lee", "05/25/2001 10:44 AM", "Please call."],
        ["It was updated 5/25/2001 10:44 AM by Ana."],
        ["So it ends.", "------------------------------", "Next story"],
        ["See draft.doc", "- notes.xls", "Please call."],
        # letters and notices
        ["Please call me.", "Many thanks,", "Ana Lee"],
        ["Thank you, Mr. President.", "We agree."],
        ["Press are invited", "WHO: The envoys", "WHEN: Monday at noon"],
        ["Ministers at the border", "Photo: Ana Lee."],
        # lists within a line
        ["They ask three things:", "1. Leave the town.", "2. Open the road.", "3. Talk."],
        ["Top three:", "3. Kenya", "2. Ghana", "1. Mali"],
        ["It will 1) open the road, 2) feed the town and 3) go."],
        ["He was 2nd of 3.", "Kenya lost."],
        # marks that end nothing
        ["Ana told Yahoo! News so.", "It was late."],
        ["So it ended [...]"],
        ["He left. ;-)", "She stayed."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[a:b] for a, b in split.sentences(text)] == sentences


def test_ellipsis_without_space_ends_a_sentence() -> None:
    text = "We patrol together…Such visits help…The rest is weak."
    assert [text[a:b] for a, b in split.sentences(text)] == [
        "We patrol together…",
        "Such visits help…",
        "The rest is weak.",
    ]


def test_paragraphs_and_headlines_end_sentences_but_wrapped_lines_do_not() -> None:
    text = (
        "Envoys meet in Oslo\n\nThe two envoys of the neighbouring states met in the capital of Norway\n"
        "on Monday morning.\nThey talked:\n- about fish\n- about borders"
    )
    assert [text[a:b].split(maxsplit=1)[0] for a, b in split.sentences(text)] == [
        "Envoys",
        "The",
        "They",
        "-",
        "-",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # a wrapped line may end with an abbreviation
        ["The ministers of the three states spoke on Monday with envoys of the U.S.\nSenate in Oslo."],
        ["The two sides will go on with the talks next month in Geneva, said Mr.\nAdams of the embassy."],
        # a line that is longer than anyone wraps was not wrapped
        [
            "Envoys of all the neighbouring states meet again in the capital of Norway " + "for talks " * 4,
            "The road is open",
        ],
        # items, greetings and closing words have their lines, whatever the next begins with
        ["The parties will open the road that leads to the town and guard the bridge", "- Feed the town"],
        ["The parties will open the road that leads to the town and guard the bridge", "2. Feed the town"],
        ["Dear Ana,", "please call me.", "best regards,", "tom"],
        ["Hi all,", "we meet at noon"],
        # other small letters go on
        ["The road\nis open."],
    ],
)
def test_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [text[a:b] for a, b in split.sentences(text)] == [line.strip() for line in lines]


@pytest.mark.parametrize("row", rows("abbreviations.csv"), ids=lambda row: row["form"])
def test_abbreviation_rows(row: dict[str, str]) -> None:
    found = forms(row["example"])
    assert len(found) == int(row["sentences"])
    assert row["form"] + "." in [word for words in found for word in words] or row["ends_sentence"] == "yes"
    assert row["reason"]


@pytest.mark.parametrize("row", rows("clitics.csv"), ids=lambda row: row["form"])
def test_clitic_rows(row: dict[str, str]) -> None:
    assert f"|{row['parts']}|".casefold() in f"|{piped(row['example'])}|".casefold()


@pytest.mark.parametrize("name", ["prefixes.csv", "units.csv"])
def test_prefix_and_unit_rows(name: str) -> None:
    for row in rows(name):
        assert len(forms(f"the {row['example']} then")[0]) == (3 if name == "prefixes.csv" else 4), row


@pytest.mark.parametrize("name", ["endings.csv", "wholes.csv"])
def test_rows_of_what_is_one_word(name: str) -> None:
    for row in rows(name):
        word = row["example"] if name == "endings.csv" else row["form"]
        text = f"See {word} there." if name == "endings.csv" else row["example"]
        assert word in forms(text)[0], row
        assert row["reason"]


def test_break_rows() -> None:
    for row in tables.rows("languages", "en", "breaks.csv"):  # its greetings have two lines
        assert len(forms(row["example"])) == (3 if row["kind"] == "closing" else 2), row
        assert row["reason"]


def test_starter_and_speech_verb_rows() -> None:
    for row in rows("starters.csv"):
        assert len(forms(row["example"])) == 2, row
    for row in rows("speech_verbs.csv"):
        assert len(forms(row["example"])) == 1, row


def test_empty_text_has_nothing() -> None:
    assert split.sentences("") == split.sentences(" \n\n\t") == split.paragraphs("\n") == []


def test_long_runs_take_no_long_time() -> None:
    for unit in (
        *(
            " ",
            ".",
            "a-",
            "!",
            '"',
            "a.",
            "\n \r",
            "_a",
            "a*",
            "@a",
            "1. ",
            "2) ",
            "1/1/01 1:00 AM ",
            ": ",
            "-----",
        ),
        *(
            "http://",
            "‘’",
            "[a] ",
            "non-",
            "A/",
            "9" * 9 + "-",
            "a\n",
            "- A\n",
            "Thanks, Ana ",
            ".doc",
            "x.co.",
            "its ",
        ),
    ):
        text = unit * 20_000
        for span in split.sentences(text):
            split.words(text, *span)


# ---- against the treebank, where it is at hand ----------------------------------------------------

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[3] / "shared"))
GUM = SHARED / "data" / "ud_en_gum_dev.conllu.gz"


def gum_sentences() -> Iterator[tuple[str, list[str]]]:
    """Text and surface words of each sentence of the development part."""
    with gzip.open(GUM, "rt", encoding="utf-8") as lines:
        for block in lines.read().strip().split("\n\n"):
            table = [line.split("\t") for line in block.splitlines() if line[0] != "#"]
            text = next(line[9:] for line in block.splitlines() if line.startswith("# text = "))
            yield text, [row[1] for row in table if row[0].isdigit()]


@pytest.mark.skipif(not GUM.exists(), reason="the treebank is not beside the repository")
def test_words_agree_with_gum() -> None:
    right = found = gold = 0
    for text, expected in gum_sentences():
        words = [text[a:b] for a, b in split.words(text, 0, len(text))]
        ends = {len("".join(expected[:i])) for i in range(len(expected) + 1)}
        ours = [len("".join(words[:i])) for i in range(len(words) + 1)]
        right += sum(a in ends and b in ends for a, b in pairwise(ours))
        found += len(words)
        gold += len(expected)
    assert 2 * right / (found + gold) > 0.99
