"""Towns, posts and vehicles that take part, names that nobody knows, and whose country their phrases tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Participant, Reading
from dragoman.resolve import cast
from dragoman.resolve.actors import participants

Parse = Callable[..., Reading]


def who(reading: Reading) -> dict[str, Participant]:
    """The participants by their text."""
    return {one.text: one for one in participants(reading)}


# ---- places that something is done to ---------------------------------------------------------------


def test_a_town_that_is_taken_stands_for_its_country(parse: Parse) -> None:
    reading = parse("Rebels/NOUN/2/nsubj/rebel seized/VERB/0/root/seize Kharkiv/PROPN/2/obj")
    town = who(reading)["Kharkiv"]
    assert (town.name, town.country, town.how) == ("Kharkiv", ("UKR",), None)
    assert "gazetteer" in town.reason
    assert cast(reading).places == ()


@pytest.mark.parametrize(
    ("line", "text", "country"),
    [
        (
            "Oman/PROPN/2/nsubj deployed/VERB/0/root/deploy troops/NOUN/2/obj/troop in/ADP/6/case "
            "northern/ADJ/6/amod Chad/PROPN/2/obl",
            "northern Chad",
            "TCD",
        ),
        (
            "Oman/PROPN/2/nsubj imposed/VERB/0/root/impose a/DET/4/det curfew/NOUN/2/obj in/ADP/6/case "
            "Kano/PROPN/4/nmod",
            "Kano",
            "NGA",
        ),
        (
            "Soldiers/NOUN/2/nsubj/soldier served/VERB/0/root/serve in/ADP/4/case Somalia/PROPN/2/obl",
            "Somalia",
            "SOM",
        ),
    ],
)
def test_a_place_is_a_party_where_something_is_done_to_those_there(
    parse: Parse, line: str, text: str, country: str
) -> None:
    reading = parse(line)
    found = who(reading)[text]
    assert (found.country, found.how) == ((country,), None)
    assert [one.country for one in cast(reading).places] == [country]  # and it stays a place


@pytest.mark.parametrize(
    "line",
    [
        "He/PRON/2/nsubj lives/VERB/0/root/live in/ADP/4/case Somalia/PROPN/2/obl",
        "He/PRON/2/nsubj spoke/VERB/0/root/speak in/ADP/4/case Kano/PROPN/2/obl",
        "He/PRON/2/nsubj deployed/VERB/0/root/deploy troops/NOUN/2/obj/troop in/ADP/5/case Lima/PROPN/2/obl",
    ],
)
def test_where_something_merely_happens_takes_no_part(parse: Parse, line: str) -> None:
    assert not {"Somalia", "Kano", "Lima"} & who(parse(line)).keys()


def test_a_town_tells_the_country_of_the_noun_behind_it(parse: Parse) -> None:
    reading = parse("Kano/PROPN/2/compound police/NOUN/3/nsubj fled/VERB/0/root/flee")
    assert who(reading)["Kano police"].country == ("NGA",)
    assert who(reading)["Kano"].country == ("NGA",)


def test_where_a_deed_took_place_is_not_whose_it_is(parse: Parse) -> None:
    reading = parse("The/DET/3/det Kano/PROPN/3/compound riot/NOUN/4/nsubj ended/VERB/0/root/end")
    assert who(reading) == {}


def test_what_the_reader_took_for_a_body_may_be_a_town(parse: Parse) -> None:
    line = "Rebels/NOUN/2/nsubj/rebel shelled/VERB/0/root/shell Mariupol/PROPN/2/obj"
    assert who(parse(line, mentions=(("ORG", "Mariupol"),)))["Mariupol"].country == ("UKR",)


def test_a_place_that_no_table_has_stays_unknown(parse: Parse) -> None:
    line = "Rebels/NOUN/2/nsubj/rebel shelled/VERB/0/root/shell Nowhereville/PROPN/2/obj"
    found = who(parse(line, mentions=(("PLACE", "Nowhereville"),)))["Nowhereville"]
    assert found.country == () and "not in the gazetteer" in found.reason


# ---- posts, vehicles, villages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "text", "country", "sector"),
    [
        ("A/DET/4/det Chadian/ADJ/4/amod cargo/NOUN/4/compound plane/NOUN/5/nsubj fell/VERB/0/root/fall",
         "A Chadian cargo plane", "TCD", None),
        ("They/PRON/2/nsubj hit/VERB/0/root a/DET/5/det police/NOUN/5/compound "
         "convoy/NOUN/2/obj in/ADP/8/case western/ADJ/8/amod Kenya/PROPN/5/nmod",
         "a police convoy in western Kenya", "KEN", "COP"),
        ("They/PRON/2/nsubj hit/VERB/0/root a/DET/4/det base/NOUN/2/obj in/ADP/6/case Mali/PROPN/2/obl",
         "a base in Mali", "MLI", None),
        ("They/PRON/2/nsubj hit/VERB/0/root a/DET/4/det village/NOUN/2/obj near/ADP/6/case Kano/PROPN/4/nmod",
         "a village near Kano", "NGA", None),
        ("They/PRON/2/nsubj left/VERB/0/root/leave the/DET/5/det Omani/ADJ/5/amod town/NOUN/2/obj",
         "the Omani town", "OMN", None),
        ("They/PRON/2/nsubj closed/VERB/0/root/close the/DET/4/det border/NOUN/2/obj with/ADP/6/case "
         "Ghana/PROPN/4/nmod", "the border with Ghana", "GHA", None),
        ("They/PRON/2/nsubj hit/VERB/0/root areas/NOUN/2/obj/area in/ADP/5/case Chad/PROPN/3/nmod "
         "and/CCONJ/7/cc Niger/PROPN/5/conj", "areas in Chad and Niger", "TCD|NER", None),
        ("They/PRON/2/nsubj hit/VERB/0/root a/DET/5/det refugee/NOUN/5/compound camp/NOUN/2/obj",
         "a refugee camp", "", "REF"),
    ],
)  # fmt: skip
def test_things_stand_for_those_who_hold_them(
    parse: Parse, line: str, text: str, country: str, sector: str | None
) -> None:
    found = who(parse(line))[text]
    codes = tuple(code for code in country.split("|") if code)
    assert (found.country, found.sector, found.how) == (codes, sector, None)
    assert found.reason


@pytest.mark.parametrize(
    "line",
    [
        "They/PRON/2/nsubj hit/VERB/0/root the/DET/4/det plane/NOUN/2/obj",
        "They/PRON/2/nsubj hit/VERB/0/root a/DET/4/det village/NOUN/2/obj near/ADP/6/case Yemen/PROPN/4/nmod",
        "They/PRON/2/nsubj hit/VERB/0/root a/DET/5/det public/ADJ/5/amod building/NOUN/2/obj",
        "They/PRON/2/nsubj slept/VERB/0/root/sleep in/ADP/6/case an/DET/6/det Omani/ADJ/6/amod "
        "village/NOUN/2/obl",
    ],
)
def test_things_of_nobody_take_no_part(parse: Parse, line: str) -> None:
    assert set(who(parse(line))) <= {"They", "Yemen", "Omani"}


def test_a_thing_belongs_to_whoever_owns_it(parse: Parse) -> None:
    reading = parse("Ghana/PROPN/2/nsubj opened/VERB/0/root/open its/PRON/4/nmod:poss border/NOUN/2/obj")
    assert who(reading)["its border"].country == ("GHA",)


def test_the_village_again(parse: Parse) -> None:
    reading = parse(
        "They/PRON/2/nsubj shelled/VERB/0/root/shell an/DET/5/det Omani/ADJ/5/amod village/NOUN/2/obj",
        "They/PRON/2/nsubj left/VERB/0/root/leave the/DET/4/det village/NOUN/2/obj",
    )
    again = who(reading)["the village"]
    assert again.country == ("OMN",) and "spoken of before" in again.reason


# ---- people and bodies ------------------------------------------------------------------------------


def test_people_belong_to_where_the_words_behind_them_say_they_are(parse: Parse) -> None:
    reading = parse(
        "Oman/PROPN/2/nsubj fed/VERB/0/root/feed many/ADJ/4/amod people/NOUN/2/obj in/ADP/6/case "
        "Haiti/PROPN/2/obl"
    )
    assert who(reading)["many people"].country == ("HTI",)


@pytest.mark.parametrize(
    ("noun", "lemma", "sector"),
    [("employees", "employee", None), ("suspects", "suspect", "CVL"), ("patients", "patient", "CVL"),
     ("asylum-seekers", "asylum-seeker", "REF"), ("drivers", "driver", "LAB"), ("guards", "guard", None),
     ("factions", "faction", "REB"), ("lawyers", "lawyer", "JUD")],
)  # fmt: skip
def test_people_of_many_kinds(parse: Parse, noun: str, lemma: str, sector: str | None) -> None:
    reading = parse(f"Oman/PROPN/2/nsubj freed/VERB/0/root/free 40/NUM/4/nummod {noun}/NOUN/2/obj/{lemma}")
    found = who(reading)[f"40 {noun}"]
    assert (found.country, found.sector) == ((), sector)


def test_a_verb_is_no_title(parse: Parse) -> None:
    line = "Oman/PROPN/2/nsubj guards/VERB/0/root/guard Omar/PROPN/2/obj Said/PROPN/3/flat"
    assert "Omar Said" in who(parse(line, mentions=(("PER", "Omar Said"),)))


def test_a_proper_name_that_nobody_knows_acts(parse: Parse) -> None:
    reading = parse("Zamtex/PROPN/2/nsubj sued/VERB/0/root/sue Qworld/PROPN/2/obj")
    found = who(reading)
    assert [found[name].name for name in ("Zamtex", "Qworld")] == ["Zamtex", "Qworld"]
    assert found["Qworld"].country == () and "no table" in found["Qworld"].reason


def test_a_people_of_a_region_tells_the_state(parse: Parse) -> None:
    reading = parse("Tibetan/ADJ/2/amod monks/NOUN/3/nsubj/monk fled/VERB/0/root/flee")
    assert who(reading)["Tibetan monks"].country == ("CHN",)


def test_a_body_of_no_state_takes_none_from_the_passage(parse: Parse) -> None:
    reading = parse(
        "Oman/PROPN/2/nsubj joined/VERB/0/root/join the/DET/6/det UN/PROPN/6/compound aid/NOUN/6/compound "
        "commandos/NOUN/2/obj/commando"
    )
    assert who(reading)["the UN aid commandos"].country == ()


# ---- what later words stand for ---------------------------------------------------------------------


def test_they_are_not_one_guard(parse: Parse) -> None:
    reading = parse(
        "Omani/ADJ/2/amod soldiers/NOUN/3/nsubj/soldier met/VERB/0/root/meet a/DET/6/det Kenyan/ADJ/6/amod "
        "policeman/NOUN/3/obj",
        "They/PRON/2/nsubj left/VERB/0/root/leave",
    )
    assert who(reading)["They"].country == ("OMN",)


def test_he_is_not_a_woman(parse: Parse) -> None:
    reading = parse(
        "A/DET/3/det Kenyan/ADJ/3/amod woman/NOUN/4/nsubj met/VERB/0/root/meet an/DET/7/det "
        "Omani/ADJ/7/amod minister/NOUN/4/obj",
        "He/PRON/2/nsubj left/VERB/0/root/leave",
        "She/PRON/2/nsubj stayed/VERB/0/root/stay",
    )
    assert (who(reading)["He"].country, who(reading)["She"].country) == (("OMN",), ("KEN",))


def test_a_state_of_emergency_is_no_state(parse: Parse) -> None:
    reading = parse(
        "Oman/PROPN/2/nsubj declared/VERB/0/root/declare a/DET/4/det state/NOUN/2/obj of/ADP/6/case "
        "emergency/NOUN/4/nmod"
    )
    assert list(who(reading)) == ["Oman"]
