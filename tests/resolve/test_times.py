"""Time expressions: every row's example, dated and undated cases, traps, and properties of any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Article, Mention, MentionKind, Reading, Sentence, Word
from dragoman.resolve import periods, times
from dragoman.resolve.time_grammar import FormRow, WordRow, forms, grammar, words
from dragoman.resolve.time_readers import READERS
from dragoman.resolve.time_senses import NO_ANCHOR

FRIDAY = date(2015, 10, 16)
MARCH = date(2022, 3, 2)
NEW_YEAR = date(2019, 1, 3)

DATED = [
    # text, published, and what is found: value, first, last, precision, basis
    ("They met on 2015-10-14 in Sochi.", FRIDAY, "2015-10-14 2015-10-14 2015-10-14 day stated"),
    ("They met on 14 October 2015.", FRIDAY, "2015-10-14 2015-10-14 2015-10-14 day stated"),
    ("They met on October 14, 2015.", None, "2015-10-14 2015-10-14 2015-10-14 day stated"),
    ("They met on Oct. 14.", FRIDAY, "2015-10-14 2015-10-14 2015-10-14 day relative"),
    ("They met on Nov. 14.", FRIDAY, "2014-11-14 2014-11-14 2014-11-14 day relative"),
    ("They will meet on Nov. 14.", FRIDAY, "2015-11-14 2015-11-14 2015-11-14 day relative"),
    ("They met on Saturday, March 5.", MARCH, "2022-03-05 2022-03-05 2022-03-05 day relative"),
    ("They met on Monday.", FRIDAY, "2015-10-12 2015-10-12 2015-10-12 day relative"),
    ("They met on Friday.", FRIDAY, "2015-10-16 2015-10-16 2015-10-16 day relative"),
    ("They will meet on Monday.", FRIDAY, "2015-10-19 2015-10-19 2015-10-19 day relative"),
    ("Talks will be held on Monday.", FRIDAY, "2015-10-19 2015-10-19 2015-10-19 day relative"),
    ("He said on Monday that he will resign.", FRIDAY, "2015-10-12 2015-10-12 2015-10-12 day relative"),
    ("They met last Monday.", FRIDAY, "2015-10-12 2015-10-12 2015-10-12 day relative"),
    ("They meet next Monday.", FRIDAY, "2015-10-19 2015-10-19 2015-10-19 day relative"),
    ("The envoy left yesterday.", NEW_YEAR, "2019-01-02 2019-01-02 2019-01-02 day relative"),
    ("The envoy leaves today.", NEW_YEAR, "2019-01-03 2019-01-03 2019-01-03 day publication"),
    ("The envoy left this morning.", NEW_YEAR, "2019-01-03TMO 2019-01-03 2019-01-03 day publication"),
    ("The envoy leaves tomorrow.", date(2020, 2, 28), "2020-02-29 2020-02-29 2020-02-29 day relative"),
    ("Prices rose last week.", NEW_YEAR, "2018-W52 2018-12-24 2018-12-30 week relative"),
    ("Prices rose last month.", NEW_YEAR, "2018-12 2018-12-01 2018-12-31 month relative"),
    ("Prices rose last year.", NEW_YEAR, "2018 2018-01-01 2018-12-31 year relative"),
    ("Prices rose last quarter.", NEW_YEAR, "2018-Q4 2018-10-01 2018-12-31 quarter relative"),
    ("It began last summer.", MARCH, "2021-SU 2021-06-01 2021-08-31 quarter relative"),
    ("They spoke earlier in the week.", FRIDAY, "2015-W42 2015-10-12 2015-10-16 week relative"),
    ("They spoke earlier this month.", FRIDAY, "2015-10 2015-10-01 2015-10-16 month relative"),
    ("They will speak later this month.", FRIDAY, "2015-10 2015-10-16 2015-10-31 month relative"),
    ("It struck back two months ago.", FRIDAY, "2015-08 2015-08-01 2015-08-31 month relative"),
    ("They parted a decade ago.", FRIDAY, "2005 2005-01-01 2005-12-31 year relative"),
    ("They parted ten days ago.", NEW_YEAR, "2018-12-24 2018-12-24 2018-12-24 day relative"),
    ("Ties grew over the past couple of years.", FRIDAY, "P2Y 2013-10-16 2015-10-16 year relative"),
    ("Ties grew in the past two years.", FRIDAY, "P2Y 2013-10-16 2015-10-16 year relative"),
    ("Ties have grown since 2014.", FRIDAY, "2014 2014-01-01 2015-10-16 year stated"),
    ("They fought from 2014 to 2016.", None, "2014/2016 2014-01-01 2016-12-31 year stated"),
    ("They fought between 2014 and 2016.", None, "2014/2016 2014-01-01 2016-12-31 year stated"),
    ("They fought from March to June 2014.", None, "2014-03/2014-06 2014-03-01 2014-06-30 month stated"),
    ("Exports fell in the third quarter.", FRIDAY, "2015-Q3 2015-07-01 2015-09-30 quarter relative"),
    ("Exports fell in Q2 2011.", None, "2011-Q2 2011-04-01 2011-06-30 quarter stated"),
    ("Exports fell in the first half of 2015.", None, "2015-H1 2015-01-01 2015-06-30 year stated"),
    ("It began in the winter of 2013.", None, "2013-WI 2013-12-01 2014-02-28 quarter stated"),
    ("They were allies in the 1990s.", None, "199 1990-01-01 1999-12-31 decade stated"),
    ("It began in mid-March.", MARCH, "2021-03 2021-03-11 2021-03-20 month relative"),
    ("It began in early 2017.", None, "2017 2017-01-01 2017-04-30 year stated"),
    ("It began late last year.", NEW_YEAR, "2018 2018-09-01 2018-12-31 year relative"),
    ("It began in May.", MARCH, "2021-05 2021-05-01 2021-05-31 month relative"),
    ("It began in 2014.", None, "2014 2014-01-01 2014-12-31 year stated"),
    ("They must answer by Monday.", FRIDAY, "2015-10-19 None 2015-10-19 day relative"),
    ("The war of 1991-92 was short.", None, "1991/1992 1991-01-01 1992-12-31 year stated"),
    ("The truce was signed on Christmas Eve.", MARCH, "2021-12-24 2021-12-24 2021-12-24 day relative"),
    ("They met at 10:30 a.m. on Monday.", FRIDAY, "2015-10-12T10:30 2015-10-12 2015-10-12 day relative"),
]

OFFSETS = [
    ("They met on 14 October.", "XXXX-10-14", "day"),
    ("They met on Tuesday.", "XXXX-WXX-2", "day"),
    ("They met last Tuesday.", "XXXX-WXX-2", "day"),
    ("They met today.", "P0D", "day"),
    ("They met yesterday.", "P-1D", "day"),
    ("They met last week.", "P-1W", "week"),
    ("They met earlier in the week.", "P0W", "week"),
    ("They met last month.", "P-1M", "month"),
    ("It struck back two months ago.", "P-2M", "month"),
    ("They parted a decade ago.", "P-10Y", "year"),
    ("They will meet next year.", "P1Y", "year"),
    ("Ties grew over the past couple of years.", "P2Y", "year"),
    ("They met in September.", "XXXX-09", "month"),
    ("Exports fell in the third quarter.", "XXXX-Q3", "quarter"),
]

UNRESOLVED = [
    ("Russia esteems Pakistan nowadays.", "PRESENT_REF"),
    ("Ties have improved as of late.", "PAST_REF"),
    ("Ties have improved recently.", "PAST_REF"),
    ("Ties have improved in recent months.", "PXM"),
    ("They parted several years ago.", "PAST_REF"),
    ("They will trade in the coming years.", "PXY"),
    ("Both sides fear the future.", "FUTURE_REF"),
    ("The army withdrew the following day.", None),
    ("A week later, the army withdrew.", None),
    ("They met on 31 February 2015.", None),
    ("They met on 03/04/2015.", "2015"),
]

NO_TIME = [
    "They may march on the capital.",
    "A second meeting failed.",
    "Delegates at COP26 agreed.",
    "Agenda 2030 was adopted.",
    "The exercise Druzhba-2016 began.",
    "Call +44 20 7946 2015 for help.",
    "They sent 2,000 troops and 2000 soldiers.",
    "It cost $2015 or 2015 dollars.",
    "Resolution 1973 was adopted.",
    "The Su-35 and the F-16 flew.",
    "The Sun said that he sat down.",
    "The fall of the wall sprang a surprise.",
    "Talks lasted three days.",
    "They hold daily talks every week.",
    "It is a decades-long partnership.",
    "The six-year-old boy left.",
    "They met at 10:30 there.",
]


@pytest.mark.parametrize("row", [*words(), *forms()], ids=lambda row: f"{row.example[:40]}")
def test_example_of_row(row: WordRow | FormRow) -> None:
    found = times.find(row.example, FRIDAY)
    if row.expect == "-":
        assert found == ()
        return
    values = {one.value for one in found} | {one.value for one in times.timexes(row.example, FRIDAY)}
    assert row.expect in values


def test_every_reader_is_used_and_known() -> None:
    assert {row.read for row in forms()} == set(READERS)


def test_every_form_can_begin() -> None:
    indexed = {form.row.form for bucket in grammar().forms.values() for form in bucket}
    assert indexed == {row.form for row in forms()}


@pytest.mark.parametrize(("text", "published", "expected"), DATED)
def test_dated(text: str, published: date | None, expected: str) -> None:
    (found,) = times.find(text, published)
    assert f"{found.value} {found.first} {found.last} {found.precision} {found.basis}" == expected


@pytest.mark.parametrize(("text", "value", "precision"), OFFSETS)
def test_without_publication_date_an_offset_remains(text: str, value: str, precision: str) -> None:
    (found,) = times.find(text, None)
    assert (found.value, found.precision, found.basis) == (value, precision, "offset")
    assert (found.first, found.last, found.reason) == (None, None, NO_ANCHOR)


@pytest.mark.parametrize("published", [FRIDAY, None])
@pytest.mark.parametrize(("text", "value"), UNRESOLVED)
def test_stays_unresolved_with_a_reason(text: str, value: str | None, published: date | None) -> None:
    (found,) = times.find(text, published)
    assert (found.first, found.last, found.value) == (None, None, value)
    assert found.reason


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time_here(text: str) -> None:
    assert times.find(text, FRIDAY) == ()


def test_counted_from_a_time_of_the_text() -> None:
    text = "They met on 3 May 2014. The army left the following day, and two weeks later the truce failed."
    values = [(one.text, one.value) for one in times.find(text, FRIDAY)]
    assert values == [
        ("3 May 2014", "2014-05-03"),
        ("the following day", "2014-05-04"),
        ("two weeks later", "2014-W20"),
    ]


def test_season_without_publication_date() -> None:
    (found,) = times.find("It began last summer.", None)
    assert (found.first, found.value, found.basis) == (None, "XXXX-SU", "offset")


def test_beyond_the_calendar() -> None:
    (found,) = times.find("They parted 5000 years ago.", FRIDAY)
    assert (found.first, found.last, found.value) == (None, None, None)
    assert "1 to 9999" in found.reason


def test_since_without_publication_date_stays_open() -> None:
    (found,) = times.find("Ties have improved since 2014.", None)
    assert (found.first, found.last) == (date(2014, 1, 1), None)


def test_paragraph_break_ends_the_reach_of_a_tense() -> None:
    (found,) = times.find("The talks will\n\nMonday was quiet.", FRIDAY)
    assert found.value == "2015-10-12"


ANCHORS = st.one_of(st.none(), st.dates())
PIECES = st.sampled_from(
    [*sorted({row.word for row in words()}), "2014", "14", "31", "9999", "1", ",", "-", "\n\n"]
)


def _check(text: str, anchor: date | None) -> None:
    end = 0
    for found in times.find(text, anchor):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end
        if found.first and found.last:
            assert found.first <= found.last
        if anchor is None and found.basis != "stated":
            assert (found.first is None and found.last is None) or "counted from" in found.reason


@given(st.text(max_size=200), ANCHORS)
def test_any_text(text: str, anchor: date | None) -> None:
    _check(text, anchor)


@given(st.lists(PIECES, max_size=30), ANCHORS)
def test_any_sequence_of_time_words(pieces: list[str], anchor: date | None) -> None:
    _check(" ".join(piece.title() if len(piece) > 2 else piece for piece in pieces), anchor)
    _check(" ".join(pieces), anchor)


@given(st.dates(), st.sampled_from(["day", "week", "weekend", "month", "quarter", "half", "year", "decade"]))
def test_a_period_holds_the_day_it_is_around(day: date, unit: str) -> None:
    try:
        period = periods.around(unit, day)
    except (ValueError, OverflowError):
        assert day.year in (1, 9999)
        return
    if unit != "weekend":
        assert period.first <= day <= period.last


# ---- readings -----------------------------------------------------------------------------------------


def _reading(text: str, tagged: list[tuple[str, str]], names: list[tuple[str, MentionKind]]) -> Reading:
    """A reading of one sentence: the parts of speech of some words, and the names."""
    made = [
        Word(text.index(form), text.index(form) + len(form), form, form.lower(), upos, -1, "root")
        for form, upos in tagged
    ]
    mentions = [
        Mention(text.index(name), text.index(name) + len(name), name, kind, 1.0) for name, kind in names
    ]
    article = Article("0", text, published=FRIDAY)
    return Reading(article, (Sentence(0, len(text), tuple(made), 1),), tuple(mentions), (), "test")


def test_a_time_inside_a_name_is_none() -> None:
    text = "The 17 November group met in June."
    assert [one.text for one in times.dates(_reading(text, [], [("17 November group", "ORG")]))] == ["June"]
    assert [one.text for one in times.dates(_reading(text, [], []))] == ["The 17 November", "June"]


def test_a_month_that_is_a_verb_is_none() -> None:
    text = "They met until March."
    assert times.dates(_reading(text, [("March", "VERB")], [])) == ()
    assert len(times.dates(_reading(text, [("March", "PROPN")], []))) == 1


def test_an_event_keeps_its_date() -> None:
    text = "The 2014 Winter Games opened."
    assert [one.value for one in times.dates(_reading(text, [], [("2014 Winter Games", "EVENT")]))] == [
        "2014"
    ]
