"""A user's own actors: what is wrong with a file is told by line, and the good ones are found in texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dragoman.knowledge.actors import own, read_offices, sectors
from dragoman.knowledge.actors.own import COLUMNS, ActorsError, Own, none, read
from dragoman.knowledge.actors.people import bundled, everybody
from dragoman.records import Participant, Reading
from dragoman.resolve.actors import participants, resolve_name

Parse = Callable[..., Reading]

HEAD = ",".join(COLUMNS)
IN_TERM = date(2015, 1, 1)
ROWS = (
    "Ana Ruiz,person,Anita Ruiz Prado|Nita Prado,PER,LEG,senator,2014-01-01,2016-06-30,Q900001",
    "Tove Lindqvist,person,,NOR,,,,,",
    "Lima Reef Guard,agency,LRG|Reef Guard of Lima,PER,MIL,,,,Q900002",
    "Vale-Marsh Accord,organisation,,,IGO,,,,",
    "Kite Brigade,group,,OMN|YEM,REB,,,,",
    "Amber House,metonym,,CHL,GOV,,,,",
)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A file of actors with these lines under its head."""
    path = folder / "mine.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def refused(path: Path) -> tuple[str, str]:
    """Problem and remedy of a file that cannot be used."""
    with pytest.raises(ActorsError) as caught:
        read(path)
    assert str(caught.value) == f"{caught.value.problem}. {caught.value.remedy}"
    return caught.value.problem, caught.value.remedy


@pytest.fixture
def mine(tmp_path: Path) -> Own:
    """The actors of ROWS."""
    return read(written(tmp_path, *ROWS))


# ---- what is refused ------------------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.csv"
    assert refused(path) == (f"{path}: No such file or directory", "Name a CSV file that is there")


def test_a_folder(tmp_path: Path) -> None:
    problem, remedy = refused(tmp_path)
    assert problem.startswith(f"{tmp_path}: ") and remedy == "Name a CSV file that is there"


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("name,kind\nJosé Vidal,person\n".encode("latin-1"))
    assert refused(path) == (f"{path}, byte 13: this is not UTF-8", "Save it as UTF-8")


@pytest.mark.parametrize(
    ("head", "problem", "remedy"),
    [
        ("name,kind,colour", "there is no column 'colour'", f"Name columns of {', '.join(COLUMNS)}"),
        ("name,kind,", "there is no column ''", f"Name columns of {', '.join(COLUMNS)}"),
        ("Name,kind", "there is no column 'Name'", f"Name columns of {', '.join(COLUMNS)}"),
        ("name,country", "the column 'kind' is missing", "Write it in the first line"),
        ("kind,country", "the column 'name' is missing", "Write it in the first line"),
        ("", "the column 'name' is missing", "Write it in the first line"),
    ],
    ids=["unknown", "nameless", "other case", "no kind", "no name", "empty"],
)
def test_a_wrong_first_line(tmp_path: Path, head: str, problem: str, remedy: str) -> None:
    path = written(tmp_path, head=head)
    assert refused(path) == (f"{path}: {problem}", remedy)


BAD = {
    "too many cells": (
        "Kite Brigade,group,,OMN,REB,,,,,more",
        "it has more cells than columns",
        "Put cells that hold commas in quotation marks",
    ),
    "no name": (",group,,OMN,REB,,,,", "it has no name", "Give one, or take the line out"),
    "blank name": ("  ,group,,OMN,,,,,", "it has no name", "Give one, or take the line out"),
    "unknown kind": (
        "Kite Brigade,state,,OMN,,,,,",
        "'state' is no kind",
        "Write one of person, organisation, group, agency, metonym",
    ),
    "no kind": (
        "Kite Brigade",
        "'' is no kind",
        "Write one of person, organisation, group, agency, metonym",
    ),
    "unknown state": (
        "Kite Brigade,group,,OMN|XQZ,,,,,",
        "no state has the code 'XQZ'",
        "Write ISO 3166-1 alpha-3, as PAK",
    ),
    "state in small letters": (
        "Kite Brigade,group,,omn,,,,,",
        "no state has the code 'omn'",
        "Write ISO 3166-1 alpha-3, as PAK",
    ),
    "unknown sector": (
        "Kite Brigade,group,,OMN,ARMY,,,,",
        "'ARMY' is no sector",
        f"Write one of {', '.join(sectors())}",
    ),
    "bad first day": (
        "Ana Ruiz,person,,PER,,senator,2014-02-30,,",
        "from is no day: '2014-02-30'",
        "Write it as 2019-05-04",
    ),
    "bad last day": (
        "Ana Ruiz,person,,PER,,senator,2014-02-01,June 2016,",
        "to is no day: 'June 2016'",
        "Write it as 2019-05-04",
    ),
    "ends before it begins": (
        "Ana Ruiz,person,,PER,,senator,2016-06-30,2016-06-29,",
        "the term ends before it begins",
        "Correct its days",
    ),
    "person of no country": (
        "Ana Ruiz,person,,,,senator,,,",
        "a person has one country",
        "Write its code",
    ),
    "person of two countries": (
        "Ana Ruiz,person,,PER|CHL,,senator,,,",
        "a person has one country",
        "Write its code",
    ),
}


@pytest.mark.parametrize(("line", "problem", "remedy"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named(tmp_path: Path, line: str, problem: str, remedy: str) -> None:
    path = written(tmp_path, ROWS[0], "", line, ROWS[1])
    assert refused(path) == (f"{path}, line 4: {problem}", remedy)


def test_a_term_of_one_day_is_none_that_ends_too_early(tmp_path: Path) -> None:
    path = written(tmp_path, "Ana Ruiz,person,,PER,,senator,2016-06-30,2016-06-30,")
    assert read(path).people.terms[0].holds(date(2016, 6, 30))


@pytest.mark.parametrize(
    ("before", "line", "number"),
    [
        ([], '"Kite" Brigade,group', 2),
        (["Amber House,metonym"], '"Kite" Brigade,group', 3),
        (["Amber House,metonym"], '"Kite Brigade,group', 3),
        (["Amber House,metonym", ""], '"Kite" Brigade,group', 4),
    ],
    ids=["first row", "within", "open", "after a blank line"],
)
def test_broken_quotation_marks(tmp_path: Path, before: list[str], line: str, number: int) -> None:
    path = written(tmp_path, *before, line, head="name,kind")
    problem, remedy = refused(path)
    assert problem.startswith(f"{path}, line {number}: ") and remedy == "Correct the quotation marks"


def test_broken_quotation_marks_in_the_first_line(tmp_path: Path) -> None:
    path = written(tmp_path, "Amber House,metonym", head='"name,kind')
    problem, remedy = refused(path)
    assert (
        problem.startswith(f"{path}, line 2: ") and remedy
    )  # where the file ends == "Correct the quotation marks"


# ---- what is taken --------------------------------------------------------------------------------


def test_no_file_is_the_bundled_people_alone() -> None:
    assert none().people is bundled() and not none().names and not none().sizes


def test_bodies_alone_leave_the_bundled_people(tmp_path: Path) -> None:
    assert read(written(tmp_path, *ROWS[2:])).people is bundled()


def test_persons_stand_beside_the_bundled(mine: Own) -> None:
    assert [term.person for term in mine.people.terms[:2]] == ["Ana Ruiz", "Tove Lindqvist"]
    assert mine.people.terms[2:] == bundled().terms
    assert {term.source for term in mine.people.terms[:2]} == {"mine.csv"}


def test_two_columns_are_enough(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Kite Brigade,group", head="name,kind")).names["kite brigade"]
    assert (found.name, found.countries, found.sector, found.entity) == ("Kite Brigade", (), None, None)


def test_columns_come_in_any_order_and_with_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, "OMN,group,Kite Brigade", head="country, kind , name")
    assert read(path).names["kite brigade"].countries == ("OMN",)


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "", ",,,,,,,,", " , ,,,,,,,", ROWS[4], "", "")
    assert set(read(path).names) == {"kite brigade"}


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufeffname,kind\r\nKite Brigade,group\r\n".encode())
    assert set(read(path).names) == {"kite brigade"}


def test_a_name_may_hold_commas_and_quotation_marks(tmp_path: Path) -> None:
    path = written(tmp_path, '"Dorn, Vale and ""Sons""",organisation', head="name,kind")
    assert [known.name for known in read(path).names.values()] == ['Dorn, Vale and "Sons"']


def test_an_empty_table_is_no_fault(tmp_path: Path) -> None:
    assert read(written(tmp_path)).names == {}


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        ("2014-01-01", "2016-06-30", ["2014-01-01", "2016-06-30"], ["2013-12-31", "2016-07-01"]),
        ("2014-01-01", "", ["2014-01-01", "2099-01-01"], ["2013-12-31"]),
        ("", "2016-06-30", ["1900-01-01", "2016-06-30"], ["2016-07-01"]),
        ("", "", ["1900-01-01", "2099-01-01"], []),
    ],
    ids=["both", "from", "to", "neither"],
)
def test_days_of_a_term(tmp_path: Path, first: str, last: str, inside: list[str], outside: list[str]) -> None:
    term = read(written(tmp_path, f"Ana Ruiz,person,,PER,,senator,{first},{last},")).people.terms[0]
    assert all(term.holds(date.fromisoformat(day)) for day in inside)
    assert not any(term.may_hold(date.fromisoformat(day)) for day in outside)


# ---- persons by name and day ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "sector", "reason"),
    [
        (date(2013, 6, 1), None, "not in that office on 2013-06-01"),
        (IN_TERM, "LEG", "in office on 2015-01-01"),
        (date(2018, 6, 1), "ELI", "not in that office on 2018-06-01"),
    ],
    ids=["before", "in office", "after"],
)
def test_a_person_by_day(mine: Own, day: date, sector: str | None, reason: str) -> None:
    found = resolve_name("Ana Ruiz", day, own=mine)
    assert (found.name, found.country, found.entity, found.how) == (
        "Ana Ruiz", ("PER",), "Q900001", "office",
    )  # fmt: skip
    assert found.sector == sector and found.reason.endswith(reason)


@pytest.mark.parametrize("text", ["Anita Ruiz Prado", "Nita Prado", "Senator Ruiz", "the Peruvian senator"])
def test_other_ways_to_name_a_person(mine: Own, text: str) -> None:
    found = resolve_name(text, IN_TERM, own=mine)
    assert (found.name, found.country, found.sector) == ("Ana Ruiz", ("PER",), "LEG")


def test_a_title_out_of_its_term_names_nobody(mine: Own) -> None:
    found = resolve_name("Senator Ruiz", date(2018, 6, 1), own=mine)
    assert found.country == () and "not on 2018-06-01" in found.reason


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2030, 1, 1), None])
def test_a_person_without_office_is_known_on_every_day(mine: Own, day: date | None) -> None:
    found = resolve_name("Tove Lindqvist", day, own=mine)
    assert (found.name, found.country, found.how) == ("Tove Lindqvist", ("NOR",), "office")
    assert "public figure of Norway on any day" in found.reason


@pytest.mark.parametrize(
    ("sector", "office", "told"),
    [
        ("JRN", "", "JRN"),
        ("JRN", "senator", "JRN"),
        ("", "senator", "LEG"),
        ("", "", None),
    ],
    ids=["sector", "both", "office", "neither"],
)
def test_the_sector_of_a_person(tmp_path: Path, sector: str, office: str, told: str | None) -> None:
    known = read(written(tmp_path, f"Ivo Stark,person,,CHL,{sector},{office},,,"))
    assert resolve_name("Ivo Stark", IN_TERM, own=known).sector == told


@pytest.mark.parametrize("text", ["Ana Ruiz", "Tove Lindqvist", "Vale-Marsh Accord", "Kite Brigade"])
def test_nobody_of_ones_own_is_known_without_the_file(mine: Own, text: str) -> None:
    assert resolve_name(text, IN_TERM) == resolve_name(text, IN_TERM, own=none())
    assert resolve_name(text, IN_TERM).country == ()
    assert resolve_name(text, IN_TERM) != resolve_name(text, IN_TERM, own=mine)


@pytest.mark.parametrize(("context", "person"), [("Peruvian", "Ana Ruiz"), ("Chilean", "Eva Ruiz")])
def test_the_context_decides_between_two_of_a_name(tmp_path: Path, context: str, person: str) -> None:
    two = read(written(tmp_path, ROWS[0], "Eva Ruiz,person,,CHL,LEG,senator,2014-01-01,,"))
    assert resolve_name("Senator Ruiz", IN_TERM, context, two).name == person
    assert resolve_name("Senator Ruiz", IN_TERM, own=two).country == ()


def test_another_spelling_with_an_initial(tmp_path: Path) -> None:
    known = read(written(tmp_path, "Ana Ruiz,person,A. Prado,PER,LEG,senator,,,"))
    assert resolve_name("A. Prado", IN_TERM, own=known).name == "Ana Ruiz"


def test_spaces_around_a_persons_country(tmp_path: Path) -> None:
    found = resolve_name("Ana Ruiz", IN_TERM, own=read(written(tmp_path, "Ana Ruiz,person,, PER ,,,,,")))
    assert found.country == ("PER",)


def beside(monkeypatch: pytest.MonkeyPatch, folder: Path, theirs: str, mine: str) -> Own:
    """Ana Ruiz as foreign minister of Peru in a bundled term (from, to, seen) and in a user's (from, to)."""
    lines = [
        "iso3,office,person,short,others,entity,from,to,seen,source,checked",
        f"PER,foreign minister,Ana Ruiz,Ruiz,,,{theirs},made,",
    ]
    known = everybody(read_offices(iter(lines)))
    monkeypatch.setattr(own, "bundled", lambda: known)
    return read(written(folder, f"Ana Ruiz,person,,PER,,foreign minister,{mine},"))


def test_a_users_term_goes_before_the_bundled_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = beside(monkeypatch, tmp_path, "2031-01-01,,2031-06-01", "2031-01-01,2031-07-01")
    assert resolve_name("Ana Ruiz", date(2031, 6, 1), own=ended).sector == "GOV"
    assert resolve_name("Ana Ruiz", date(2031, 8, 1), own=ended).sector == "ELI"


def test_a_users_term_leaves_an_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = beside(monkeypatch, tmp_path, "2021-01-01,2024-12-31,", "2031-01-01,")
    assert resolve_name("Ana Ruiz", date(2031, 6, 1), own=twice).sector == "GOV"
    assert resolve_name("Ana Ruiz", date(2023, 6, 1), own=twice).sector == "GOV"


# ---- bodies ---------------------------------------------------------------------------------------

BODIES: dict[str, tuple[object, ...]] = {
    # text: name, country, sector, how
    "Lima Reef Guard": ("Lima Reef Guard", ("PER",), "MIL", "name"),
    "the Reef Guard of Lima": ("Lima Reef Guard", ("PER",), "MIL", "name"),
    "LRG": ("Lima Reef Guard", ("PER",), "MIL", "name"),
    "the Vale-Marsh Accord": ("Vale-Marsh Accord", (), "IGO", "name"),
    "the Kite Brigade": ("Kite Brigade", ("OMN", "YEM"), "REB", "name"),
    "Amber House": ("Amber House", ("CHL",), "GOV", "metonym"),
}


@pytest.mark.parametrize(("text", "told"), BODIES.items(), ids=BODIES)
def test_a_body_by_name(mine: Own, text: str, told: tuple[object, ...]) -> None:
    found = resolve_name(text, own=mine)
    assert (found.name, found.country, found.sector, found.how) == told
    assert found.text == text and found.reason.endswith(f"of your own: {found.name}")


def test_an_abbreviation_counts_in_capitals_alone(mine: Own) -> None:
    assert resolve_name("lrg", own=mine).name is None


def test_a_users_row_goes_before_a_bundled_one(tmp_path: Path) -> None:
    found = resolve_name("the Kremlin", own=read(written(tmp_path, "Kremlin,metonym,,CHL,BUS,,,,")))
    assert (found.country, found.sector, found.entity) == (("CHL",), "BUS", None)
    assert resolve_name("the Kremlin").country == ("RUS",)


def test_a_users_row_goes_before_a_bundled_one_with_its_article(tmp_path: Path) -> None:
    own_row = read(written(tmp_path, "Taliban,group,,OMN,OPP,,,,"))
    assert resolve_name("Taliban", own=own_row).country == ("OMN",)
    assert resolve_name("the Taliban", own=own_row).country == ("OMN",)


@pytest.mark.parametrize("name", ["Drovers' Union of Dorn", "Dorn's Harbour Watch"])
def test_a_first_word_with_an_apostrophe(tmp_path: Path, name: str) -> None:
    found = resolve_name(name, own=read(written(tmp_path, f"{name},organisation,,CHL,LAB,,,,")))
    assert (found.name, found.country) == (name, ("CHL",))


# ---- in running text ------------------------------------------------------------------------------


def by_name(reading: Reading, mine: Own | None) -> dict[str, Participant]:
    """The participants by their text."""
    return {one.text: one for one in participants(reading, mine)}


def test_a_person_in_running_text(parse: Parse, mine: Own) -> None:
    reading = parse(
        "Anita/PROPN/3/compound Ruiz/PROPN/3/compound Prado/PROPN/4/nsubj praised/VERB/0/root/praise "
        "Chad/PROPN/4/obj",
        published=IN_TERM,
    )
    found = by_name(reading, mine)["Anita Ruiz Prado"]
    assert (found.name, found.country, found.sector) == ("Ana Ruiz", ("PER",), "LEG")
    assert all(one.country != ("PER",) for one in participants(reading))


def test_a_surname_after_the_full_name(parse: Parse, mine: Own) -> None:
    reading = parse(
        "Ana/PROPN/2/compound Ruiz/PROPN/3/nsubj praised/VERB/0/root/praise Chad/PROPN/3/obj",
        "Ruiz/PROPN/2/nsubj left/VERB/0/root/leave",
        mentions=(("PER", "Ruiz"),),
        published=IN_TERM,
    )
    found = by_name(reading, mine)["Ruiz"]
    assert (found.name, found.country, found.sector) == ("Ana Ruiz", ("PER",), "LEG")


def test_a_title_in_running_text_is_the_person_on_the_day(parse: Parse, mine: Own) -> None:
    line = "The/DET/3/det Peruvian/ADJ/3/amod senator/NOUN/4/nsubj left/VERB/0/root/leave"
    found = by_name(parse(line, published=IN_TERM), mine)["The Peruvian senator"]
    assert (found.name, found.entity, found.how) == ("Ana Ruiz", "Q900001", "office")
    later = by_name(parse(line, published=date(2018, 6, 1)), mine)["The Peruvian senator"]
    assert later.name is None and later.country == ("PER",)


def test_bodies_of_several_words_in_running_text(parse: Parse, mine: Own) -> None:
    reading = parse(
        "The/DET/4/det Lima/PROPN/4/compound Reef/PROPN/4/compound Guard/PROPN/5/nsubj "
        "praised/VERB/0/root/praise the/DET/9/det Vale/PROPN/9/compound ~-/PUNCT/9/punct "
        "~Marsh/PROPN/10/compound Accord/PROPN/5/obj",
        "Amber/PROPN/2/compound House/PROPN/3/nsubj fell/VERB/0/root/fall",
    )
    found = by_name(reading, mine)
    guard = found["The Lima Reef Guard"]
    assert (guard.country, guard.sector, guard.entity) == (("PER",), "MIL", "Q900002")
    assert found["the Vale-Marsh Accord"].name == "Vale-Marsh Accord"
    assert (found["Amber House"].country, found["Amber House"].how) == (("CHL",), "metonym")


def test_a_longer_name_of_ones_own_goes_before_the_names_in_it(parse: Parse, tmp_path: Path) -> None:
    found = participants(
        parse(
            "The/DET/4/det Kenyan/ADJ/4/amod Kite/PROPN/4/compound Brigade/PROPN/5/nsubj left/VERB/0/root"
            "/leave"
        ),
        read(written(tmp_path, "Kenyan Kite Brigade,group,,SOM,REB,,,,")),
    )
    assert [(one.name, one.country) for one in found] == [("Kenyan Kite Brigade", ("SOM",))]
