"""When an undated article was written, by the days that it tells of and the terms of those it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import MappingProxyType

import pytest

from dragoman.knowledge.actors import read_offices
from dragoman.knowledge.actors.own import Own
from dragoman.knowledge.actors.people import People, everybody
from dragoman.pipeline import Pipeline
from dragoman.records import Article, Estimate, Reading
from dragoman.resolve import dating
from dragoman.resolve.actors import participants
from dragoman.resolve.dating import written
from dragoman.resolve.times import dates

Parse = Callable[..., Reading]

TERMS = """iso3,office,person,short,others,entity,from,to,seen,source,checked
PER,prime minister,Ana Ruiz,Ruiz,,,2010-01-01,2015-06-30,,made,
CHL,president,Ivo Stark,Stark,,,2012-03-01,2014-02-28,,made,
BOL,president,Mara Quill,Quill,,,2016-05-01,,2020-01-01,made,
ECU,president,Tom Vale,Vale,,,2001-01-01,2004-12-31,,made,
ECU,president,Tom Vale,Vale,,,2011-01-01,2014-12-31,,made,
PER,prime minister,Leo Marsh,Marsh,,,2016-01-01,2018-12-31,,made,
PER,foreign minister,Leo Marsh,Marsh,,,2010-01-01,2015-12-31,,made,
"""


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> People:
    """The people of TERMS, in place of the bundled."""
    people = everybody(read_offices(iter(TERMS.splitlines())))
    monkeypatch.setattr(dating, "bundled", lambda: people)
    return people


@pytest.fixture
def estimate(known: People) -> Callable[[Reading], Estimate | None]:
    """What is told of when a reading was written."""
    own = Own(MappingProxyType({}), MappingProxyType({}), known)
    return lambda reading: written(reading, participants(reading, own), dates(reading))


Told = Callable[[Reading], Estimate | None]


def met(day: str, verb: str = "met/VERB/0/root/meet") -> str:
    """A sentence of two who met on a day of three words."""
    number, month, year = day.split()
    return (
        f"They/PRON/2/nsubj {verb} on/ADP/4/case {number}/NUM/2/obl {month}/PROPN/4/nmod {year}/NUM/4/nummod"
    )


def left(title: str, name: str) -> str:
    """A sentence in which somebody with a title of so many words left; a name has two."""
    words, names = title.split(), name.split()
    head = len(words) + len(names)
    before = [f"{word}/PROPN/{head}/compound" for word in (*words, names[0])]
    return " ".join((*before, f"{names[1]}/PROPN/{head + 1}/nsubj", "left/VERB/0/root/leave"))


def evidence(reading: Reading, found: Estimate | None) -> list[str]:
    """The words that an estimate rests on."""
    assert found is not None
    return [reading.article.text[span.start : span.end] for span in found.evidence]


RUIZ = left("Prime Minister", "Ana Ruiz")
STARK = left("President", "Ivo Stark")


# ---- days that are told of ------------------------------------------------------------------------


def test_a_dated_article_has_no_estimate(parse: Parse, estimate: Told) -> None:
    assert estimate(parse(met("3 June 2013"), RUIZ)) is not None
    assert estimate(parse(met("3 June 2013"), RUIZ, published=date(2014, 1, 1))) is None


def test_nothing_told_gives_none(parse: Parse, estimate: Told) -> None:
    assert estimate(parse("They/PRON/2/nsubj left/VERB/0/root/leave")) is None


def test_a_past_day_is_the_first_side(parse: Parse, estimate: Told) -> None:
    reading = parse(met("3 June 2013"))
    found = estimate(reading)
    assert found is not None
    assert (found.first, found.last, found.reason) == (date(2013, 6, 3), None, "it tells of 3 June 2013")
    assert evidence(reading, found) == ["3 June 2013"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_latest_day_counts(parse: Parse, estimate: Told, order: tuple[int, int]) -> None:
    lines = (met("3 June 2013"), met("9 April 2017"))
    reading = parse(*(lines[index] for index in order))
    found = estimate(reading)
    assert found is not None and found.first == date(2017, 4, 9)
    assert evidence(reading, found) == ["9 April 2017"]


def test_a_year_counts_from_its_first_day(parse: Parse, estimate: Told) -> None:
    reading = parse("They/PRON/2/nsubj met/VERB/0/root/meet in/ADP/4/case 2013/NUM/2/obl")
    found = estimate(reading)
    assert found is not None and (found.first, found.last) == (date(2013, 1, 1), None)
    assert evidence(reading, found) == ["2013"]


def test_a_day_without_its_year_does_not_count(parse: Parse, estimate: Told) -> None:
    assert estimate(parse("They/PRON/2/nsubj met/VERB/0/root/meet on/ADP/4/case Monday/PROPN/2/obl")) is None


AHEAD = {
    "will": "will/AUX/3/aux meet/VERB/0/root",
    "would": "would/AUX/3/aux meet/VERB/0/root",
    "capital": "Will/AUX/3/aux/Will meet/VERB/0/root",
    "plan": "plan/VERB/0/root/plan talks/NOUN/2/obj",
    "by its lemma": "hoped/VERB/0/root/hope again/ADV/2/advmod",
}


def ahead(verbs: str) -> str:
    """A sentence that looks ahead to 2031 with these two words."""
    return f"They/PRON/2/nsubj {verbs} in/ADP/5/case 2031/NUM/2/obl"


@pytest.mark.parametrize("verbs", AHEAD.values(), ids=AHEAD)
def test_a_day_that_is_looked_ahead_to_does_not_count(parse: Parse, estimate: Told, verbs: str) -> None:
    assert estimate(parse(ahead(verbs))) is None
    reading = parse(f"{ahead(verbs)}\n{met('3 June 2013')}")
    found = estimate(reading)
    assert found is not None and found.first == date(2013, 6, 3)
    assert evidence(reading, found) == ["3 June 2013"]


def test_a_day_in_may_counts(parse: Parse, estimate: Told) -> None:
    found = estimate(parse(met("3 May 2013")))
    assert found is not None and found.first == date(2013, 5, 3)


def test_a_past_deed_done_by_somebody_counts(parse: Parse, estimate: Told) -> None:
    reading = parse(
        "It/PRON/3/nsubj:pass was/AUX/3/aux:pass/be signed/VERB/0/root/sign by/ADP/5/case them/PRON/3/obl "
        "in/ADP/7/case 2013/NUM/3/obl"
    )
    found = estimate(reading)
    assert found is not None and found.first == date(2013, 1, 1)


# ---- terms of office ------------------------------------------------------------------------------


def test_a_term_gives_both_sides(parse: Parse, estimate: Told) -> None:
    reading = parse("They/PRON/2/nsubj spoke/VERB/0/root/speak", RUIZ)
    found = estimate(reading)
    assert found is not None
    assert (found.first, found.last) == (date(2010, 1, 1), date(2015, 6, 30))
    assert evidence(reading, found) == ["Prime Minister Ana Ruiz"]
    assert (
        found.reason == "Prime Minister Ana Ruiz was prime minister of Peru 2010-01-01 to 2015-06-30"
    )  # one clue for both sides is told once


def test_a_term_that_runs_gives_the_first_side(parse: Parse, estimate: Told) -> None:
    found = estimate(parse(left("President", "Mara Quill")))
    assert found is not None and (found.first, found.last) == (date(2016, 5, 1), None)


def test_two_terms_narrow_each_other(parse: Parse, estimate: Told) -> None:
    reading = parse(left("President", "Mara Quill"), left("Prime Minister", "Ana Ruiz"))
    found = estimate(reading)  # Ruiz had left before Quill came: the later counts
    assert found is not None and (found.first, found.last) == (date(2016, 5, 1), None)
    assert evidence(reading, found) == ["President Mara Quill"]
    reading = parse(RUIZ, STARK)
    found = estimate(reading)
    assert found is not None and (found.first, found.last) == (date(2012, 3, 1), date(2014, 2, 28))
    assert evidence(reading, found) == ["President Ivo Stark"]


def test_each_side_names_its_own_words(parse: Parse, estimate: Told) -> None:
    reading = parse(RUIZ, met("3 June 2013"))
    found = estimate(reading)
    assert found is not None and (found.first, found.last) == (date(2013, 6, 3), date(2015, 6, 30))
    assert evidence(reading, found) == ["3 June 2013", "Prime Minister Ana Ruiz"]
    assert found.reason.startswith("it tells of 3 June 2013; Prime Minister Ana Ruiz was prime minister of")


def test_a_term_after_the_latest_day_gives_both_sides(parse: Parse, estimate: Told) -> None:
    reading = parse(met("3 June 2007"), RUIZ)
    found = estimate(reading)
    assert found is not None and (found.first, found.last) == (date(2010, 1, 1), date(2015, 6, 30))
    assert evidence(reading, found) == ["Prime Minister Ana Ruiz"]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("30 June 2015", date(2015, 6, 30), date(2015, 6, 30)),
        ("1 July 2015", date(2015, 7, 1), None),
    ],
    ids=["on its last day", "a day later"],
)
def test_a_term_that_ended_before_the_latest_day_does_not_count(
    parse: Parse, estimate: Told, day: str, first: date, last: date | None
) -> None:
    found = estimate(parse(RUIZ, met(day)))
    assert found is not None and (found.first, found.last) == (first, last)


@pytest.mark.parametrize("word", ["Former", "former", "ex", "Late", "outgoing"])
def test_a_former_holder_does_not_count(parse: Parse, estimate: Told, word: str) -> None:
    line = f"{word}/ADJ/4/amod President/PROPN/4/compound Ivo/PROPN/4/compound Stark/PROPN/5/nsubj"
    assert estimate(parse(f"{line} left/VERB/0/root/leave")) is None


def test_a_name_without_a_title_does_not_count(parse: Parse, estimate: Told) -> None:
    assert estimate(parse("Ana/PROPN/2/compound Ruiz/PROPN/3/nsubj left/VERB/0/root/leave")) is None


def test_a_title_of_another_office_does_not_count(parse: Parse, estimate: Told) -> None:
    assert estimate(parse(left("Senator", "Ivo Stark"))) is None


def test_an_office_held_twice_does_not_count(parse: Parse, estimate: Told) -> None:
    assert estimate(parse(left("President", "Tom Vale"))) is None


def test_the_whole_title_names_the_office(parse: Parse, estimate: Told) -> None:
    found = estimate(parse(left("Prime Minister", "Leo Marsh")))
    assert found is not None and (found.first, found.last) == (date(2016, 1, 1), date(2018, 12, 31))


# ---- the whole path -------------------------------------------------------------------------------

TEXT = "The Peruvian envoy signed the pact in Lima on 4 March 2013. President Ivo Stark welcomed it."


def test_the_whole_path_keeps_it(pipeline: Pipeline) -> None:
    article = Article("0" * 16, TEXT)
    found = pipeline.code(article).estimate
    assert found is not None and found.first == date(2013, 3, 4)
    assert "4 March 2013" in [TEXT[span.start : span.end] for span in found.evidence]
    assert pipeline.code(article).article.published is None


def test_the_whole_path_estimates_no_dated_article(pipeline: Pipeline) -> None:
    assert pipeline.code(Article("0" * 16, TEXT, published=date(2013, 3, 5))).estimate is None
