"""What later words refer back to, on sentences with their trees written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Participant, Reading
from dragoman.resolve.actors import participants

Parse = Callable[..., Reading]


def last(reading: Reading, text: str) -> Participant:
    """The last participant with exactly this text."""
    found = [one for one in participants(reading) if one.text == text]
    assert found, f"{text!r} not among {[one.text for one in participants(reading)]}"
    return found[-1]


def consul(rest: str) -> str:
    """A sentence on an Omani consul in Quito that goes on with ``rest`` (heads counted from 1 as ever)."""
    opening = (
        "The/DET/2/det consul/NOUN/9/nsubj from/ADP/6/case the/DET/6/det Omani/ADJ/6/amod "
        "Embassy/PROPN/2/nmod "
        "in/ADP/8/case Quito/PROPN/6/nmod "
    )
    return opening + rest


def test_host_country(parse: Parse) -> None:
    reading = parse(
        consul("praised/VERB/0/root/praise his/PRON/12/nmod:poss host/NOUN/12/compound country/NOUN/9/obj")
    )
    host = last(reading, "his host country")
    assert (host.country, host.how) == (("ECU",), "epithet")
    assert last(reading, "his").country == ("OMN",)
    assert last(reading, "The consul").country == ("OMN",)


def test_named_only_later(parse: Parse) -> None:
    reading = parse(
        consul("arrived/VERB/0/root/arrive"),
        "At/ADP/3/case the/DET/3/det event/NOUN/7/obl ~,/PUNCT/7/punct Ana/PROPN/7/nsubj Ruiz/PROPN/5/flat "
        "praised/VERB/0/root/praise Peru/PROPN/7/obj",
        "The/DET/2/det consul/NOUN/3/nsubj left/VERB/0/root/leave",
        mentions=(("PER", "Ana Ruiz"),),
    )
    person = last(reading, "Ana Ruiz")
    assert (person.country, person.sector) == (("OMN",), "GOV")
    named = [one.name for one in participants(reading) if one.text == "The consul"]
    assert named == ["Ana Ruiz", "Ana Ruiz"]


def test_not_named_later_when_two_could_be(parse: Parse) -> None:
    reading = parse(
        consul("met/VERB/0/root/meet a/DET/12/det Ghanaian/ADJ/12/amod judge/NOUN/9/obj"),
        "Ana/PROPN/3/nsubj Ruiz/PROPN/1/flat praised/VERB/0/root/praise Peru/PROPN/3/obj",
        mentions=(("PER", "Ana Ruiz"),),
    )
    assert last(reading, "Ana Ruiz").country == ()


def test_not_named_later_when_the_person_has_a_role(parse: Parse) -> None:
    reading = parse(
        consul("arrived/VERB/0/root/arrive"),
        "Ghanaian/ADJ/2/amod judge/NOUN/4/compound Ana/PROPN/4/compound Ruiz/PROPN/5/nsubj "
        "praised/VERB/0/root/praise",
        mentions=(("PER", "Ana Ruiz"),),
    )
    assert last(reading, "The consul").name is None
    assert last(reading, "Ghanaian judge Ana Ruiz").country == ("GHA",)


@pytest.mark.parametrize(("cue", "country"), [("added", ("OMN",)), ("~:", ())])
def test_not_named_later_by_a_label(parse: Parse, cue: str, country: tuple[str, ...]) -> None:
    reading = parse(
        consul("arrived/VERB/0/root/arrive"),
        f"Ana/PROPN/5/parataxis Ruiz/PROPN/1/flat {cue}/PUNCT/1/punct We/PRON/5/nsubj "
        "praised/VERB/0/root/praise Peru/PROPN/5/obj",
        mentions=(("PER", "Ana Ruiz"),),
        spoken=(("Ana Ruiz", cue.removeprefix("~"), "We praised Peru"),),
    )
    assert last(reading, "Ana Ruiz").country == country


def test_pair_of_states(parse: Parse) -> None:
    reading = parse(
        "Peruvian/ADJ/3/amod ~-/PUNCT/3/punct ~Chilean/ADJ/4/amod trade/NOUN/5/nsubj grew/VERB/0/root/grow "
        "as/SCONJ/10/mark the/DET/9/det two/NUM/9/nummod neighbours/NOUN/10/nsubj agreed/VERB/5/advcl/agree"
    )
    pair = last(reading, "the two neighbours")
    assert (pair.country, pair.how) == (("PER", "CHL"), "epithet")


def test_pair_from_the_sentence_before(parse: Parse) -> None:
    reading = parse(
        "Peru/PROPN/4/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj met/VERB/0/root/meet",
        "Both/DET/2/det sides/NOUN/3/nsubj agreed/VERB/0/root/agree",
    )
    assert last(reading, "Both sides").country == ("PER", "CHL")


def test_no_pair_no_country(parse: Parse) -> None:
    reading = parse("Both/DET/2/det sides/NOUN/3/nsubj agreed/VERB/0/root/agree")
    both = last(reading, "Both sides")
    assert both.country == () and "no pair" in both.reason


def test_partner_by_demonym(parse: Parse) -> None:
    reading = parse(
        "Peru/PROPN/2/nsubj offended/VERB/0/root/offend its/PRON/6/nmod:poss old/ADJ/6/amod "
        "Bolivian/ADJ/6/amod "
        "partner/NOUN/2/obj"
    )
    assert last(reading, "its old Bolivian partner").country == ("BOL",)
    assert last(reading, "its").country == ("PER",)


def test_it_is_the_subject_state(parse: Parse) -> None:
    reading = parse(
        "Peru/PROPN/2/nsubj told/VERB/0/root/tell Chile/PROPN/2/obj that/SCONJ/6/mark it/PRON/6/nsubj "
        "agreed/VERB/2/ccomp/agree"
    )
    assert last(reading, "it").country == ("PER",)


def test_it_is_not_its_own_object(parse: Parse) -> None:
    reading = parse("Peru/PROPN/2/nsubj accused/VERB/0/root/accuse it/PRON/2/obj")
    assert last(reading, "it").country == ()


def test_it_after_a_person_stays_open(parse: Parse) -> None:
    reading = parse(
        "The/DET/3/det Omani/ADJ/3/amod consul/NOUN/4/nsubj praised/VERB/0/root/praise Peru/PROPN/4/obj",
        "It/PRON/2/nsubj shows/VERB/0/root/show",
    )
    it = last(reading, "It")
    assert it.country == () and it.reason


def test_the_country_is_what_the_passage_is_about(parse: Parse) -> None:
    reading = parse(
        "Peru/PROPN/2/nsubj warned/VERB/0/root/warn Chile/PROPN/2/obj",
        "The/DET/2/det country/NOUN/3/nsubj mobilised/VERB/0/root/mobilise",
    )
    assert last(reading, "The country").country == ("PER",)


def test_his_country(parse: Parse) -> None:
    reading = parse(
        "The/DET/3/det Omani/ADJ/3/amod consul/NOUN/4/nsubj praised/VERB/0/root/praise his/PRON/6/nmod:poss "
        "country/NOUN/4/obj"
    )
    assert last(reading, "his country").country == ("OMN",)


def test_the_same_role_again(parse: Parse) -> None:
    reading = parse(
        "The/DET/3/det Omani/ADJ/3/amod consul/NOUN/4/nsubj left/VERB/0/root/leave",
        "The/DET/2/det consul/NOUN/3/nsubj returned/VERB/0/root/return",
    )
    assert last(reading, "The consul").country == ("OMN",)


def test_a_title_taken_up_by_its_role(parse: Parse) -> None:
    reading = parse(
        "Chancellor/PROPN/2/compound Merkel/PROPN/3/nsubj left/VERB/0/root/leave",
        "The/DET/2/det chancellor/NOUN/3/nsubj returned/VERB/0/root/return",
        mentions=(("PER", "Merkel"),),
    )
    assert last(reading, "The chancellor").name == "Angela Merkel"


def test_we_is_the_quoted_side(parse: Parse) -> None:
    reading = parse(
        "“/PUNCT/3/punct ~We/PRON/3/nsubj agree/VERB/8/ccomp ~,/PUNCT/3/punct ~”/PUNCT/3/punct the/DET/8/det "
        "Omani/ADJ/8/amod consul/NOUN/9/nsubj said/VERB/0/root/say",
        spoken=(("the Omani consul", "said", "“We agree,”"),),
    )
    we = last(reading, "We")
    assert (we.country, we.sector) == (("OMN",), "GOV")


def test_we_in_quotation_marks_without_an_attribution(parse: Parse) -> None:
    reading = parse(
        "“/PUNCT/3/punct ~We/PRON/3/nsubj agree/VERB/8/ccomp ~,/PUNCT/3/punct ~”/PUNCT/3/punct the/DET/8/det "
        "Omani/ADJ/8/amod consul/NOUN/9/nsubj said/VERB/0/root/say"
    )
    assert last(reading, "We").country == ("OMN",)


def test_we_after_a_colon(parse: Parse) -> None:
    reading = parse(
        "The/DET/3/det Omani/ADJ/3/amod consul/NOUN/4/nsubj said/VERB/0/root/say ~:/PUNCT/4/punct",
        "“/PUNCT/3/punct ~We/PRON/3/nsubj agree/VERB/0/root ~./PUNCT/3/punct ~”/PUNCT/3/punct",
    )
    we = last(reading, "We")
    assert (we.country, we.how) == (("OMN",), "pronoun")


def test_we_of_the_author_is_nobody(parse: Parse) -> None:
    reading = parse("We/PRON/2/nsubj agree/VERB/0/root with/ADP/4/case Peru/PROPN/2/obl")
    assert last(reading, "We").country == ()


def test_she_is_not_a_man(parse: Parse) -> None:
    reading = parse(
        "Angela/PROPN/3/nsubj Adler/PROPN/1/flat met/VERB/0/root/meet Andrew/PROPN/3/obj Adams/PROPN/4/flat",
        "She/PRON/2/nsubj left/VERB/0/root/leave",
        mentions=(("PER", "Angela Adler"), ("PER", "Andrew Adams")),
    )
    assert last(reading, "She").name == "Angela Adler"


def test_unnamed_many(parse: Parse) -> None:
    reading = parse("Many/ADJ/2/nsubj hoped/VERB/0/root/hope")
    many = last(reading, "Many")
    assert (many.name, many.country, many.reason) == (None, (), "unnamed in the text")
