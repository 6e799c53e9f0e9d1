"""Who takes part: names, demonyms, metonyms, bodies, roles and persons, each resolved by general rules."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dragoman.records import Article, Participant, Reading
from dragoman.resolve.actors import participants, resolve_name

Parse = Callable[..., Reading]
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[2].parent / "shared"))


def who(reading: Reading, text: str) -> Participant:
    """The participant with exactly this text."""
    found = {one.text: one for one in participants(reading)}
    assert text in found, f"{text!r} not among {sorted(found)}"
    return found[text]


def texts(reading: Reading) -> list[str]:
    """The texts of all participants."""
    return [one.text for one in participants(reading)]


# ---- names ----------------------------------------------------------------------------------------


def test_state_and_capital_as_government(parse: Parse) -> None:
    reading = parse(
        "Lima/PROPN/2/nsubj warned/VERB/0/root/warn Bolivia/PROPN/2/obj ~'s/PART/3/case ~./PUNCT/2/punct"
    )
    lima, bolivia = who(reading, "Lima"), who(reading, "Bolivia")
    assert (lima.country, lima.how, lima.sector) == (("PER",), "metonym", "GOV")
    assert (bolivia.country, bolivia.how, bolivia.sector) == (("BOL",), "name", None)
    assert bolivia.entity == "Q750"


@pytest.mark.parametrize(
    ("line", "acts"),
    [
        ("He/PRON/2/nsubj arrived/VERB/0/root/arrive in/ADP/4/case Lima/PROPN/2/obl", False),
        ("He/PRON/2/nsubj flew/VERB/0/root/fly to/ADP/4/case Lima/PROPN/2/obl", False),
        ("He/PRON/2/nsubj wrote/VERB/0/root/write to/ADP/4/case Lima/PROPN/2/obl", True),
        ("He/PRON/2/nsubj lost/VERB/0/root/lose confidence/NOUN/2/obj in/ADP/5/case Lima/PROPN/3/nmod", True),
        ("Rebels/NOUN/2/nsubj hid/VERB/0/root/hide inside/ADP/4/case Peru/PROPN/2/obl", False),
    ],
)
def test_a_location_does_not_act(parse: Parse, line: str, acts: bool) -> None:
    name = line.rsplit(maxsplit=1)[-1].split("/", maxsplit=1)[0]
    assert (name in texts(parse(line))) is acts


def test_hyphenated_demonyms_are_two(parse: Parse) -> None:
    reading = parse(
        "The/DET/5/det Peruvian/ADJ/4/amod -/PUNCT/4/punct Chilean/ADJ/5/amod Commission/NOUN/8/nsubj "
        "on/ADP/7/case Trade/NOUN/5/nmod met/VERB/0/root/meet".replace(" -", " ~-").replace(
            " Chilean", " ~Chilean"
        )
    )
    assert who(reading, "Peruvian").country == ("PER",)
    assert who(reading, "Chilean").how == "demonym"
    assert who(reading, "The Peruvian-Chilean Commission on Trade").country == ("PER", "CHL")


def test_organisation_with_its_abbreviation(parse: Parse) -> None:
    reading = parse(
        "The/DET/3/det African/ADJ/3/amod Union/PROPN/7/nsubj (/PUNCT/5/punct "
        "~AU/PROPN/3/appos ~)/PUNCT/5/punct "
        "suspended/VERB/0/root/suspend Mali/PROPN/7/obj"
    )
    union = who(reading, "The African Union (AU)")
    assert (union.name, union.country, union.sector) == ("African Union", (), "IGO")


def test_an_abbreviation_introduced_by_the_article(parse: Parse) -> None:
    reading = parse(
        "Lima/PROPN/3/compound Policy/PROPN/3/compound Institute/PROPN/7/nsubj "
        "(/PUNCT/5/punct ~LPI/PROPN/3/appos "
        "~)/PUNCT/5/punct met/VERB/0/root/meet",
        "LPI/PROPN/2/nsubj agreed/VERB/0/root/agree",
        mentions=(("ORG", "Lima Policy Institute"),),
    )
    assert who(reading, "Lima Policy Institute (LPI)").country == ("PER",)
    later = who(reading, "LPI")
    assert (later.name, later.country, later.sector) == ("Lima Policy Institute", ("PER",), "EDU")
    assert "Lima" not in texts(reading)


@pytest.mark.parametrize(
    "line", ["us/PRON/0/root", "turkey/NOUN/0/root", "polish/VERB/0/root", "who/PRON/0/root"]
)
def test_common_words_are_no_names(parse: Parse, line: str) -> None:
    assert all(not one.country for one in participants(parse(line)))


def test_things_give_no_participant(parse: Parse) -> None:
    reading = parse(
        "The/DET/2/det report/NOUN/3/nsubj lay/VERB/0/root on/ADP/6/case the/DET/6/det table/NOUN/3/obl"
    )
    assert participants(reading) == ()


def test_a_programme_does_not_act(parse: Parse) -> None:
    reading = parse("Quito/PROPN/2/nsubj joined/VERB/0/root the/DET/4/det BRI/PROPN/2/obj")
    assert texts(reading) == ["Quito"]


def test_shared_names(parse: Parse) -> None:
    line = "Congo/PROPN/2/nsubj protested/VERB/0/root"
    unclear = who(parse(line), "Congo")
    assert unclear.country == () and "COD" in unclear.reason
    clear = parse(line, "Kinshasa/PROPN/2/nsubj agreed/VERB/0/root")
    assert who(clear, "Congo").country == ("COD",)


# ---- roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "text", "country", "sector"),
    [
        ("Indian/ADJ/2/amod troops/NOUN/3/nsubj left/VERB/0/root", "Indian troops", "IND", "MIL"),
        ("Lima/PROPN/3/nmod:poss ~'s/PART/1/case envoy/NOUN/4/nsubj left/VERB/0/root",
         "Lima's envoy", "PER", "GOV"),
        ("The/DET/2/det president/NOUN/5/nsubj of/ADP/4/case Ghana/PROPN/2/nmod left/VERB/0/root",
         "The president of Ghana", "GHA", "GOV"),
        ("Boko/PROPN/2/compound Haram/PROPN/3/compound gunmen/NOUN/4/nsubj fled/VERB/0/root",
         "Boko Haram gunmen", "NGA", "REB"),
        ("Kyiv/PROPN/2/compound police/NOUN/3/nsubj fled/VERB/0/root", "Kyiv police", "UKR", "COP"),
        ("rebels/NOUN/4/nsubj in/ADP/3/case Mali/PROPN/1/nmod fled/VERB/0/root", "rebels", "MLI", "REB"),
        ("police/NOUN/2/compound officials/NOUN/3/nsubj fled/VERB/0/root", "police officials", "", "COP"),
    ],
)  # fmt: skip
def test_roles_with_their_nationality(parse: Parse, line: str, text: str, country: str, sector: str) -> None:
    found = who(parse(line), text)
    assert (found.country, found.sector) == ((country,) if country else (), sector)


def test_soldiers_do_not_belong_to_where_they_are(parse: Parse) -> None:
    reading = parse("troops/NOUN/4/nsubj in/ADP/3/case Mali/PROPN/1/nmod fled/VERB/0/root")
    assert who(reading, "troops").country == ()


def test_counsellor_through_the_embassy(parse: Parse) -> None:
    reading = parse(
        "The/DET/2/det consul/NOUN/8/nsubj from/ADP/5/case the/DET/5/det embassy/NOUN/2/nmod "
        "of/ADP/7/case Ghana/PROPN/5/nmod spoke/VERB/0/root"
    )
    consul = who(reading, "The consul")
    assert (consul.country, consul.sector, consul.name) == (("GHA",), "GOV", None)
    assert "Ghana" in consul.reason


# ---- persons --------------------------------------------------------------------------------------


def _minister(parse: Parse, title: str, name: str, published: date | None, *more: str) -> Participant:
    words = [*title.split(), *name.split()]
    line = " ".join(f"{word}/PROPN/{len(words)}/compound" for word in words[:-1])
    line += f" {words[-1]}/PROPN/{len(words) + 1}/nsubj spoke/VERB/0/root"
    return who(parse(line, *more, mentions=(("PER", name),), published=published), f"{title} {name}")


def test_a_title_and_a_date_make_an_identity(parse: Parse) -> None:
    found = _minister(parse, "British Prime Minister", "Brown", date(2008, 5, 1))
    assert (found.name, found.country, found.sector) == ("Gordon Brown", ("GBR",), "GOV")
    assert "2007-06-27 to 2010-05-11" in found.reason


def test_nobody_held_the_office_then(parse: Parse) -> None:
    found = _minister(parse, "Prime Minister", "Brown", date(1995, 5, 1))
    assert found.name == "Brown" and found.country == ()


def test_two_holders_of_a_name_are_not_told_apart_by_chance(parse: Parse) -> None:
    found = _minister(parse, "President", "Kabila", None)
    assert found.name == "Kabila" and "could be any of" in found.reason
    assert found.country == ("COD",)  # whichever of them it is


def test_years_in_the_article_tell_two_holders_apart(parse: Parse) -> None:
    more = "It/PRON/2/nsubj began/VERB/0/root in/ADP/4/case 2011/NUM/2/obl"
    found = _minister(parse, "President", "Kabila", None, more)
    assert found.name == "Joseph Kabila"


def test_undated_but_unique(parse: Parse) -> None:
    found = _minister(parse, "Chancellor", "Merkel", None)
    assert (found.name, found.country, found.how) == ("Angela Merkel", ("DEU",), "office")
    assert "undated" in found.reason


def test_a_surname_alone_needs_its_country(parse: Parse) -> None:
    alone = parse("Brown/PROPN/2/nsubj spoke/VERB/0/root", mentions=(("PER", "Brown"),))
    assert who(alone, "Brown").country == ()


def test_later_short_name(parse: Parse) -> None:
    reading = parse(
        "Chilean/ADJ/2/amod analyst/NOUN/4/compound Ana/PROPN/4/compound Ruiz/PROPN/5/nsubj "
        "spoke/VERB/0/root",
        "Ruiz/PROPN/2/nsubj left/VERB/0/root",
        mentions=(("PER", "Ana Ruiz"), ("PER", "Ruiz")),
    )
    later = who(reading, "Ruiz")
    assert (later.name, later.country) == ("Ana Ruiz", ("CHL",))
    person = who(reading, "Chilean analyst Ana Ruiz")
    assert (person.name, person.country, person.sector) == ("Ana Ruiz", ("CHL",), "EDU")


def test_through_a_named_organisation(parse: Parse) -> None:
    reading = parse(
        "Chatham/PROPN/2/compound House/PROPN/4/compound research/NOUN/4/compound fellow/NOUN/6/compound "
        "Ana/PROPN/6/compound Ruiz/PROPN/7/nsubj spoke/VERB/0/root",
        mentions=(("PER", "Ana Ruiz"),),
    )
    person = who(reading, "Chatham House research fellow Ana Ruiz")
    assert (person.name, person.country, person.sector) == ("Ana Ruiz", ("GBR",), "EDU")


def test_apposition_shares_what_each_tells(parse: Parse) -> None:
    reading = parse(
        "Omar/PROPN/8/nsubj Said/PROPN/1/flat ~,/PUNCT/6/punct a/DET/6/det Chadian/ADJ/6/amod "
        "general/NOUN/1/appos "
        "~,/PUNCT/6/punct spoke/VERB/0/root",
        mentions=(("PER", "Omar Said"),),
    )
    person = who(reading, "Omar Said")
    assert (person.country, person.sector) == (("TCD",), "MIL")
    assert who(reading, "a Chadian general").name == "Omar Said"


def test_an_office_on_a_known_day_has_a_holder(parse: Parse) -> None:
    line = "The/DET/3/det German/ADJ/3/amod chancellor/NOUN/4/nsubj spoke/VERB/0/root"
    dated = who(parse(line, published=date(2010, 1, 1)), "The German chancellor")
    assert (dated.name, dated.country) == ("Angela Merkel", ("DEU",))
    undated = who(parse(line), "The German chancellor")
    assert (undated.name, undated.country) == (None, ("DEU",))


def test_a_province_has_no_holder_of_the_states_office(parse: Parse) -> None:
    line = "Ontario/PROPN/3/nmod:poss ~'s/PART/1/case premier/NOUN/4/nsubj/premier spoke/VERB/0/root/speak"
    found = who(
        parse(line, mentions=(("PLACE", "Ontario"),), published=date(2010, 1, 1)), "Ontario's premier"
    )
    assert (found.country, found.name) == (("CAN",), None)


@pytest.mark.parametrize(
    ("noun", "parties"), [("agreement", {"PER", "CHL"}), ("troops", {"PER", "CHL", "ZAF"})]
)
def test_a_capital_before_what_was_signed_there(parse: Parse, noun: str, parties: set[str]) -> None:
    line = (
        "Peru/PROPN/4/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj broke/VERB/0/root/break the/DET/7/det "
        f"Pretoria/PROPN/7/compound {noun}/NOUN/4/obj/{noun.removesuffix('s')}"
    )
    assert {code for one in participants(parse(line)) for code in one.country} == parties


@pytest.mark.parametrize(("water", "parties"), [("Gulf", {"PER"}), ("government", {"PER", "MEX"})])
def test_a_gulf_is_not_the_state_it_is_named_after(parse: Parse, water: str, parties: set[str]) -> None:
    line = (
        f"Peru/PROPN/2/nsubj left/VERB/0/root/leave the/DET/4/det {water}/NOUN/2/obj of/ADP/6/case "
        "Mexico/PROPN/4/nmod"
    )
    assert {code for one in participants(parse(line)) for code in one.country} == parties


# ---- one name -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "on", "context", "country", "sector"),
    [
        ("Kazakhstan", None, "", "KAZ", None),
        ("Slovak soldiers", None, "", "SVK", "MIL"),
        ("Chile's Defence Ministry", None, "", "CHL", "GOV"),
        ("Defence Minister Ben Wallace", date(2022, 3, 1), "", "GBR", "GOV"),
        ("Defence Minister", None, "German", "DEU", "GOV"),
        ("former President Nursultan Nazarbayev", date(2022, 3, 1), "", "KAZ", "ELI"),
        ("GRU", None, "", "RUS", "SPY"),
        ("British Columbia", None, "", "CAN", "CVL"),
        ("New Mexico", None, "", "USA", "CVL"),
        ("British soldiers", None, "", "GBR", "MIL"),
        ("British Virgin Islands", None, "", "VGB", None),
        ("Falklands officials", None, "", "FLK", "GOV"),
        ("Putin", None, "", "RUS", "GOV"),
        ("Maduro", date(2019, 2, 1), "", "VEN", "GOV"),
        ("Clinton", None, "", "USA", None),
        ("the Clinton administration", None, "", "USA", "GOV"),
        ("Workers' Party", None, "Singapore", "SGP", "PTY"),
    ],
)
def test_one_name(text: str, on: date | None, context: str, country: str, sector: str | None) -> None:
    found = resolve_name(text, on, context)
    assert (found.country, found.sector) == ((country,), sector)
    assert found.reason


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("Maduro", None),  # of Honduras or of Venezuela
        ("Maduro", date(2008, 1, 1)),  # two years after the one, five before the other
        ("Marie", None),
        ("Workers' Party", None),
    ],
)
def test_a_name_that_may_be_of_several_states(name: str, on: date | None) -> None:
    assert resolve_name(name, on).country == ()


def test_a_surname_that_could_be_a_title(parse: Parse) -> None:
    reading = parse(
        "Ada/PROPN/3/nsubj Dean/PROPN/1/flat spoke/VERB/0/root/speak\n"
        "Dean/PROPN/2/nsubj left/VERB/0/root/leave",
        mentions=(("PER", "Ada Dean"), ("PER", "Dean")),
    )
    assert [one.name for one in participants(reading)] == ["Ada Dean", "Ada Dean"]


def test_a_government_called_by_a_surname(parse: Parse) -> None:
    line = "Putin/PROPN/2/compound Administration/PROPN/3/nsubj protested/VERB/0/root/protest"
    reading = parse(line, mentions=(("ORG", "Putin Administration"),))
    found = who(reading, "Putin Administration")
    assert (found.country, found.sector) == (("RUS",), "GOV")


def test_a_common_word_that_a_town_is_called_by_tells_no_country() -> None:
    assert resolve_name("Union Police").country == ()
    assert resolve_name("Cusco Police").country == ("PER",)


def test_no_actor_has_a_reason() -> None:
    found = resolve_name("yesterday")
    assert found.country == () and found.sector is None and "no actor" in found.reason


def test_blank_is_refused() -> None:
    with pytest.raises(ValueError, match="no name"):
        resolve_name("  ")


# ---- shared material, where it is ------------------------------------------------------------------


def test_shared_cases_do_not_get_worse() -> None:
    path = SHARED / "data" / "actor_cases.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}")
    right = total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        day = date.fromisoformat(case["date"]) if (case["date"] or "").startswith("2") else date(2022, 6, 1)
        found = resolve_name(case["text"], day, case["context"] or "")
        total += 1
        right += "|".join(found.country) == case["country"]
    assert right / total >= 0.82, f"country right in {right} of {total}"


def test_seed_mentions_with_the_real_reader() -> None:
    path = SHARED / "seed" / "expected.toml"
    reader = pytest.importorskip("dragoman.reading.reader")
    if not path.exists():
        pytest.skip(f"no {path}")
    expected = tomllib.loads(path.read_text(encoding="utf-8"))
    text = (path.parent / expected["article"]).read_text(encoding="utf-8").partition("\n\n\nBy ")[0]
    try:
        reading = reader.Reader().read(Article("0" * 16, text))
    except reader.WeightsError as error:
        pytest.skip(str(error))
    found = participants(reading)
    missed = [wanted for wanted in expected["mention"] if not any(_meets(one, wanted) for one in found)]
    assert missed == []


def _meets(one: Participant, wanted: dict[str, object]) -> bool:
    country = wanted.get("country", list(one.country))
    codes = country if isinstance(country, list) else [country]
    passage = str(wanted["passage"])
    return (
        passage in one.text
        and list(one.country) == codes
        and wanted.get("name", one.name) == one.name
        and wanted.get("sector", one.sector) == one.sector
    )
