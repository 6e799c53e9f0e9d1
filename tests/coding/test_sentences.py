"""What a sentence tells, through the whole path: constructions that once went wrong."""

from __future__ import annotations

import pytest

from dragoman.records import Article, Coding, Event
from tests.conftest import loaded


def coded(text: str) -> Coding:
    return loaded().code(Article(id="0" * 16, text=text, language="en"))


def told(event: Event) -> tuple[str, str, str, str]:
    """Type, factuality, and the states (or else the words) of both sides."""
    sides = (event.actor, event.recipient)
    actor, recipient = (" ".join(c for one in side for c in one.country or (one.text,)) for side in sides)
    return event.event_type, event.factuality, actor, recipient


def events(text: str) -> list[tuple[str, str, str, str]]:
    return [told(event) for event in coded(text).events]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # who condemns a deed blames its doer, not whom it was done to
        ("Norway condemned the attack on Chad.", ("ACCUSE", "happened", "NOR", "")),
        ("Norway condemned the attack on Chad.", ("ASSAULT", "happened", "", "TCD")),
        ("Norway condemned Mali's attack on Chad.", ("ACCUSE", "happened", "NOR", "MLI")),
        ("Norway condemned Mali's attack on Chad.", ("ASSAULT", "happened", "MLI", "TCD")),
        ("Norway denounced the assault on the Chadian embassy.", ("ACCUSE", "happened", "NOR", "")),
        ("China opposes the sanctions on Iran.", ("REJECT", "ongoing", "CHN", "")),
        ("Oman supports the embargo against Cuba.", ("SUPPORT", "ongoing", "OMN", "")),
        ("Norway denounced the harassment of Chadian traders.", ("ACCUSE", "happened", "NOR", "")),
        ("Oman adopted a resolution denouncing Mali.", ("ACCUSE", "happened", "OMN", "MLI")),
        # what is refused was said, a deed that is refused did not come about
        ("Peru rejected a Chilean proposal.", ("REQUEST", "happened", "CHL", "")),
        ("Peru rejected a Chilean offer to mediate.", ("CONSULT", "planned", "CHL", "")),
        ("Peru rejected talks with Chile.", ("CONSULT", "did_not_happen", "", "CHL")),
        # "should have" tells what was not done, "should not have" what was
        ("Chile should not have attacked Peru.", ("ASSAULT", "happened", "CHL", "PER")),
        ("Chile should have attacked Peru.", ("ASSAULT", "did_not_happen", "CHL", "PER")),
        ("Chile should attack Peru.", ("ASSAULT", "demanded", "CHL", "PER")),
        ("Kenya did nothing to support Uganda.", ("SUPPORT", "did_not_happen", "KEN", "UGA")),
        # sums of money stand before what is meant
        ("Japan suspended $130 million in aid to Chad.", ("SANCTION", "happened", "JPN", "TCD")),
        ("Japan suspended aid to Chad last year.", ("SANCTION", "happened", "JPN", "TCD")),
        # a warning of what others will do is no threat
        ("Turkey warned that it would punish Syria.", ("THREATEN", "happened", "TUR", "SYR")),
        ("Kenya warned that Uganda would face sanctions.", ("THREATEN", "happened", "KEN", "UGA")),
        ("Oman's king warned that attacks on Oman would be punished.", ("THREATEN", "happened", "OMN", "")),
        ("The Ghanaian army has been put on full alert.", ("MOBILIZE", "happened", "GHA", "")),
        ("I want to thank Chad.", ("SUPPORT", "happened", "I", "TCD")),
        ("Togo would like to thank Chad.", ("SUPPORT", "happened", "TGO", "TCD")),
        ("Togo wants to meet the envoy of Chad.", ("CONSULT", "hoped", "TGO TCD", "TGO TCD")),
        ("Kenya expelled Uganda's envoy. Uganda rejected the order.", ("REJECT", "happened", "UGA", "KEN")),
        ("Kenya welcomes the decision of Chad to send troops.", ("MOBILIZE", "planned", "TCD", "")),
        ("We, the ministers of Denmark and Norway, thank Chad.", ("SUPPORT", "happened", "DNK NOR", "TCD")),
        # "which" after a comma is what was done, not what it was done to
        ("Mali attacked a camp in Chad, which Niger denounced.", ("ACCUSE", "happened", "NER", "MLI")),
        ("Mali opened a dam on the river, which Chad welcomed.", ("SUPPORT", "happened", "TCD", "MLI")),
        ("Togo left the bloc, which Chad denounced.", ("ACCUSE", "happened", "TCD", "TGO")),
        ("Mali took the town that Niger had praised.", ("SUPPORT", "happened", "NER", "")),
        ("Turkey armed the government in Tripoli, which Egypt opposes.", ("REJECT", "ongoing", "EGY", "LBY")),
        ("Togo bought jets, which Chad had requested from Mali.", ("REQUEST", "happened", "TCD", "MLI")),
        ("The bridge, which Poland had denounced, was blocked by Togo.", ("ACCUSE", "happened", "POL", "")),
        # where they agreed is no party to it
        ("Kenya agreed to lift the ban after talks in Arusha.", ("AGREE", "happened", "KEN", "")),
        # two are asked for two things
        ("Ghana called on Togo to wait and on Chad to leave.", ("REQUEST", "happened", "GHA", "TGO TCD")),
        ("Ghana urged Togo to halt the strikes and Chad to release Mali's envoy.",
         ("RETREAT", "demanded", "TGO", "")),
        ("Ghana urged Togo to halt the strikes and Chad to release Mali's envoy.",
         ("RETREAT", "demanded", "TCD", "MLI")),
        ("Togo sent troops to Mali to fight rebels and to Niger to train soldiers.",
         ("AID", "planned", "TGO", "soldiers")),
        ("Togo urged Iran to negotiate with Chad and Mali to reach a deal.",
         ("REQUEST", "happened", "TGO", "IRN")),
    ],
)  # fmt: skip
def test_an_event_is_told(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in events(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Egypt said that only a binding treaty would protect its share of the river.", "AID"),
        ("Germany warned that Serbia would attack Kosovo.", "THREATEN"),
        ("Kenya and Uganda signed a trade agreement.", "AGREE"),  # signing it is the event
        ("Japan suspended $130 million in aid to Chad.", "AID"),
        ("Students in Mali waved Russian flags.", "PROTEST"),
        ("A spokeswoman for the Foreign Ministry of Chad said that rebels had no authority.", "REJECT"),
        ("Venezuela insisted that it would not be distracted.", "REQUEST"),
        ("Fiji suspended its campaign.", "SANCTION"),
        ("I want to thank Chad.", "REQUEST"),
        ("God bless America.", "SUPPORT"),
        ("Kenya welcomes the decision of NATO to send troops to Mali.", "RETREAT"),
    ],
)
def test_an_event_is_not_told(text: str, wrong: str) -> None:
    assert wrong not in {event_type for event_type, *_ in events(text)}


def test_who_said_together_what_they_did_is_told_once() -> None:
    text = "Belarus and Moldova said they had agreed to reopen the crossing."
    assert events(text) == [("AGREE", "happened", "BLR MDA", "BLR MDA")]


def test_who_speak_together_are_one_source() -> None:
    text = "Belarus and Moldova said Chad had attacked Niger."
    (statement,) = coded(text).statements
    assert statement.source is not None
    assert statement.source.text == "Belarus and Moldova"
    assert statement.source.country == ("BLR", "MDA")
    (attack,) = [event for event in coded(text).events if event.event_type == "ASSAULT"]
    assert attack.voice_kind == "official"
    assert attack.voice[-1].participant == statement.source


def test_who_is_named_beside_his_work_is_the_source() -> None:
    (statement,) = coded("Chad has attacked Niger, said MSNBC host Ada Holm.").statements
    assert statement.source is not None and statement.source.name == "Ada Holm"


def test_the_authors_own_we_is_nobody_else() -> None:
    text = "We, the ministers of Denmark and Norway, regret that Serbia attacked Kosovo."
    (attack,) = [event for event in coded(text).events if event.event_type == "ASSAULT"]
    assert [holder.participant for holder in attack.voice] == [None]


def test_improvement_that_did_not_come() -> None:
    (one,) = coded("The visit has done little to repair ties between Kenya and Uganda.").assessments
    assert (one.aspect, one.direction) == ("trend", "neutral")


def test_what_ought_to_be_left_undone_is_no_trend() -> None:
    assert not coded("Kenya and Uganda should refrain from steps that raise tensions.").assessments


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Mali urged Chad to recall its envoy.", "its", ("TCD",)),
        ("Mali asked Chad to work with its army.", "its", ("MLI",)),
        ("Tokyo lifted its curbs, and Seoul withdrew the complaint that it had filed.", "it", ("KOR",)),
        (
            "Chad, which had backed Mali for years, turned to Niger. The two countries signed a pact.",
            "The two countries",
            ("TCD", "NER"),
        ),
        ("Finance Minister Arben Lila of Albania left.", "Finance Minister Arben Lila", ("ALB",)),
        ("Norway recalled its envoy. France will not recognise the junta.", "the junta", ("NOR",)),
        ("France will not recognise the junta.", "the junta", ()),
        ("Burundi sent troops to help the Congolese army.", "the Congolese army", ()),
        ("Ties between Russia and Ghana are bad. The Nordic countries left.", "The Nordic countries", ()),
        ("We, the ministers of Oman and Chad, met. We thank Mali.", "We", ("OMN", "TCD")),
        ("Mr. Price shouted to the crowd.", "Mr. Price", ()),  # once a head of government
        ("Mexico extradited Joaquin “El Chapo” Guzman.", "Joaquin “El Chapo” Guzman", ("MEX",)),
    ],
)
def test_whom_words_stand_for(text: str, words: str, codes: tuple[str, ...]) -> None:
    found = [one for one in coded(text).participants if one.text == words]
    assert found[-1].country == codes
