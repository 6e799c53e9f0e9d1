"""Bodies, descriptions, pairs and pronouns that take up who was named before, on trees written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Participant, Reading
from dragoman.resolve.actors import participants

Parse = Callable[..., Reading]

FUND = (
    "The/DET/4/det Lima/PROPN/4/compound Monetary/PROPN/4/compound Fund/PROPN/5/nsubj "
    "warned/VERB/0/root/warn ministers/NOUN/5/obj/minister"
)
LEAGUE = (
    "The/DET/4/det Quito/PROPN/4/compound Trade/PROPN/4/compound League/PROPN/5/nsubj "
    "protested/VERB/0/root/protest"
)
NAMED = (
    ("ORG", "Lima Monetary Fund"),
    ("ORG", "Quito Monetary Fund"),
    ("ORG", "Quito Trade League"),
    ("PER", "Ada Holm"),
    ("PER", "Ben Ruiz"),
    ("PER", "Omar Reyes"),
)
RAIN = "It/PRON/2/expl rained/VERB/0/root/rain"
PAIR = "Peru/PROPN/4/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj met/VERB/0/root/meet"
THE_TWO = "The/DET/2/det two/NUM/3/nsubj agreed/VERB/0/root/agree"


def last(reading: Reading, text: str) -> Participant:
    """The last participant with exactly this text."""
    found = [one for one in participants(reading) if one.text == text]
    assert found, f"{text!r} not among {[one.text for one in participants(reading)]}"
    return found[-1]


def person(who: str, first: int, under: int, relation: str) -> str:
    """The four words of "Peruvian judge Ada Holm", from the ``first`` of the sentence on."""
    demonym, title, given, family = who.split()
    name = first + 2
    return (
        f"{demonym}/ADJ/{first + 1}/amod {title}/NOUN/{name}/compound "
        f"{given}/PROPN/{under}/{relation} {family}/PROPN/{name}/flat"
    )


def does(who: str, verb: str, lemma: str, rest: str = "") -> str:
    """Somebody in four words, the verb (the fifth) and what follows."""
    return f"{person(who, 1, 5, 'nsubj')} {verb}/VERB/0/root/{lemma} {rest}"


def met(who: str, whom: str) -> str:
    return does(who, "met", "meet", person(whom, 6, 5, "obj"))


def left(subject: str) -> str:
    """ "The Omani fund", "The leaders" or "He", and that they left."""
    *before, head = subject.split()
    noun, leaves = len(before) + 1, "left/VERB/0/root/leave"
    if not before:
        return f"{head}/PRON/2/nsubj {leaves}"
    modifiers = [f"{word}/DET/{noun}/det" if word == "The" else f"{word}/ADJ/{noun}/amod" for word in before]
    return " ".join([*modifiers, f"{head}/NOUN/{noun + 1}/nsubj/{head.removesuffix('s')}", leaves])


def deed(who: str, verb: str, lemma: str, whom: str) -> str:
    """One state and another in three words."""
    return f"{who}/PROPN/2/nsubj {verb}/VERB/0/root/{lemma} {whom}/PROPN/2/obj"


# ---- bodies ---------------------------------------------------------------------------------------


def test_a_body_by_its_noun(parse: Parse) -> None:
    """Though a league was named since, and rain has fallen."""
    fund = last(parse(FUND, LEAGUE, RAIN, RAIN, left("The fund"), mentions=NAMED), "The fund")
    assert (fund.name, fund.country) == ("Lima Monetary Fund", ("PER",))


@pytest.mark.parametrize("words", ["The group", "The agency"])
def test_a_body_by_a_general_noun(parse: Parse, words: str) -> None:
    body = last(parse(FUND, LEAGUE, left(words), mentions=NAMED), words)
    assert (body.name, body.country) == ("Quito Trade League", ("ECU",))


def test_a_noun_that_is_neither(parse: Parse) -> None:
    body = last(parse(FUND, left("The syndicate"), mentions=NAMED), "The syndicate")
    assert (body.name, body.country) == (None, ())


@pytest.mark.parametrize("before", [(FUND, RAIN, RAIN, RAIN), (PAIR,)], ids=["long ago", "no body"])
def test_a_general_noun_without_a_body_near(parse: Parse, before: tuple[str, ...]) -> None:
    group = last(parse(*before, left("The group"), mentions=NAMED), "The group")
    assert (group.name, group.country) == (None, ())


@pytest.mark.parametrize(
    ("nearer", "country"),
    [(FUND.replace("Lima", "Quito"), ("ECU",)), (left("The Omani fund"), ("OMN",))],
    ids=["named", "unnamed"],
)
def test_a_body_of_another_state_is_nearer(parse: Parse, nearer: str, country: tuple[str, ...]) -> None:
    assert last(parse(FUND, nearer, left("The fund"), mentions=NAMED), "The fund").country == country


# ---- persons by title and description ---------------------------------------------------------------


@pytest.mark.parametrize("title", ["Sen.", "senator"])
def test_a_title_taken_up_by_its_noun(parse: Parse, title: str) -> None:
    """The judge named since is no senator."""
    reading = parse(
        does(f"Peruvian {title} Ada Holm", "arrived", "arrive"),
        does("Chilean judge Ben Ruiz", "arrived", "arrive"),
        left("The senator"),
        mentions=NAMED,
    )
    senator = last(reading, "The senator")
    assert (senator.name, senator.country, senator.sector) == ("Ada Holm", ("PER",), "LEG")


@pytest.mark.parametrize("words", ["The tycoon", "The nominee"])
def test_a_description_is_said_of_the_person_before(parse: Parse, words: str) -> None:
    reading = parse(does("Peruvian judge Ada Holm", "arrived", "arrive"), left(words), mentions=NAMED)
    assert (last(reading, words).name, last(reading, words).country) == ("Ada Holm", ("PER",))


def test_an_office_is_not_said_of_the_person_before(parse: Parse) -> None:
    reading = parse(
        does("Peruvian judge Ada Holm", "arrived", "arrive"), left("The minister"), mentions=NAMED
    )
    assert last(reading, "The minister").name is None


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("The tycoon", "Ada Holm", ("PER",)),
        ("The Chilean tycoon", "Ben Ruiz", ("CHL",)),
        ("The Kenyan tycoon", None, ("KEN",)),
    ],
    ids=["subject", "of the same state", "of a third state"],
)
def test_a_description_of_one_of_two(
    parse: Parse, words: str, name: str | None, country: tuple[str, ...]
) -> None:
    reading = parse(met("Peruvian judge Ada Holm", "Chilean senator Ben Ruiz"), left(words), mentions=NAMED)
    assert (last(reading, words).name, last(reading, words).country) == (name, country)


def test_a_description_goes_past_a_person_of_another_state(parse: Parse) -> None:
    reading = parse(
        does("Peruvian judge Ada Holm", "arrived", "arrive"),
        does("Chilean senator Ben Ruiz", "arrived", "arrive"),
        left("The Peruvian tycoon"),
        mentions=NAMED,
    )
    assert last(reading, "The Peruvian tycoon").name == "Ada Holm"


@pytest.mark.parametrize(("side", "country"), [("loyal", ("PER",)), ("hostile", ())])
def test_fighters_loyal_to_a_person(parse: Parse, side: str, country: tuple[str, ...]) -> None:
    reading = parse(
        f"Fighters/NOUN/8/nsubj/fighter {side}/ADJ/1/amod to/ADP/6/case "
        f"{person('Peruvian general Omar Reyes', 4, 2, 'obl')} attacked/VERB/0/root/attack",
        mentions=NAMED,
    )
    fighters = last(reading, "Fighters")
    assert (fighters.country, fighters.sector) == (country, "REB")


@pytest.mark.parametrize(
    ("words", "marked", "country"),
    [
        ("Lima-born", True, ()),
        ("Peru-born", True, ()),
        ("Peruvian-born", False, ()),
        ("Lima-based", True, ("PER",)),
        ("Cusco-born", True, ()),
        ("Lima-born", False, ()),
    ],
)
def test_a_birthplace_tells_no_country(
    parse: Parse, words: str, marked: bool, country: tuple[str, ...]
) -> None:
    where, participle = words.split("-")
    reading = parse(
        f"The/DET/5/det {where}/PROPN/4/compound ~-/PUNCT/2/punct ~{participle}/VERB/5/amod "
        "judge/NOUN/6/nsubj left/VERB/0/root/leave",
        mentions=(("PLACE", where),) if marked else (),
    )
    assert last(reading, f"The {words} judge").country == country


# ---- pairs ----------------------------------------------------------------------------------------


def test_the_leaders_are_the_two_holders(parse: Parse) -> None:
    reading = parse(
        met("Peruvian president Ada Holm", "Chilean president Ben Ruiz"),
        deed("Peru", "praised", "praise", "Oman"),
        left("The leaders"),
        mentions=NAMED,
    )
    assert last(reading, "The leaders").country == ("PER", "CHL")


@pytest.mark.parametrize(
    ("before", "whom"),
    [
        (RAIN, "Chilean judge Ben Ruiz"),
        (does("Kenyan president Omar Reyes", "arrived", "arrive"), "Chilean president Ben Ruiz"),
    ],
    ids=["one holder", "three holders"],
)
def test_the_leaders_are_not_any_two(parse: Parse, before: str, whom: str) -> None:
    reading = parse(before, met("Peruvian president Ada Holm", whom), left("The leaders"), mentions=NAMED)
    assert last(reading, "The leaders").country == ()


def test_the_two_agreed(parse: Parse) -> None:
    assert last(parse(PAIR, THE_TWO), "The two").country == ("PER", "CHL")


def test_both_sides_without_whoever_urges_them(parse: Parse) -> None:
    reading = parse(
        deed("Peru", "fought", "fight", "Chile"),
        "After/ADP/2/case talks/NOUN/6/obl/talk with/ADP/4/case Peru/PROPN/2/nmod Oman/PROPN/6/nsubj "
        "urged/VERB/0/root/urge both/DET/8/det sides/NOUN/6/obj/side",
    )
    assert last(reading, "both sides").country == ("PER", "CHL")


@pytest.mark.parametrize(
    ("teller", "country"),
    [("Peru", ("PER", "CHL")), ("Ghana", ("PER", "OMN"))],
    ids=["a member", "a third"],
)
def test_the_two_sides_of_the_article(parse: Parse, teller: str, country: tuple[str, ...]) -> None:
    """Peru, at odds with Chile, met Oman in the sentence before."""
    reading = parse(
        deed("Peru", "warned", "warn", "Chile"),
        deed("Chile", "answered", "answer", "Peru"),
        deed("Peru", "met", "meet", "Oman"),
        f"{teller}/PROPN/2/nsubj said/VERB/0/root/say the/DET/5/det two/NUM/5/nummod sides/NOUN/6/nsubj/side "
        "agreed/VERB/2/ccomp/agree",
    )
    assert last(reading, "the two sides").country == country


def test_the_two_of_the_article_where_no_other_pair_is_near(parse: Parse) -> None:
    reading = parse(
        deed("Peru", "warned", "warn", "Chile"),
        deed("Chile", "answered", "answer", "Peru"),
        "Oman/PROPN/2/nsubj left/VERB/0/root/leave",
        RAIN,
        RAIN,
        RAIN,
        THE_TWO,
    )
    assert last(reading, "The two").country == ("PER", "CHL")


@pytest.mark.parametrize(
    ("whom", "country"),
    [("Chilean senator Ben Ruiz", ("PER", "CHL")), ("Peruvian senator Ben Ruiz", ("PER",))],
    ids=["of two states", "of one"],
)
def test_their_is_of_the_two_who_met(parse: Parse, whom: str, country: tuple[str, ...]) -> None:
    reading = parse(
        met("Peruvian judge Ada Holm", whom)
        + " before/ADP/12/case their/PRON/12/nmod:poss talks/NOUN/5/obl/talk",
        mentions=NAMED,
    )
    assert last(reading, "their").country == country


# ---- pronouns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verbs", "name"),
    [
        ("praised/VERB/0/root/praise him/PRON/5/obj", "Ben Ruiz"),
        ("praised/VERB/0/root/praise his/PRON/7/nmod:poss friend/NOUN/5/obj", "Omar Reyes"),
        ("wanted/VERB/0/root/want to/PART/7/mark praise/VERB/5/xcomp him/PRON/7/obj", "Ben Ruiz"),
    ],
    ids=["own verb", "possessive", "verb without a subject"],
)
def test_him_is_not_who_does_it(parse: Parse, verbs: str, name: str) -> None:
    reading = parse(
        does("Peruvian judge Ben Ruiz", "arrived", "arrive"),
        f"{person('Chilean senator Omar Reyes', 1, 5, 'nsubj')} {verbs}",
        mentions=NAMED,
    )
    pronoun = "his" if "his" in verbs else "him"
    assert last(reading, pronoun).name == name


def test_who_is_asked_to_do_it_is_not_him(parse: Parse) -> None:
    asked = person("Peruvian judge Ben Ruiz", 6, 5, "obj")
    reading = parse(
        does(
            "Chilean senator Omar Reyes",
            "asked",
            "ask",
            f"{asked} to/PART/11/mark praise/VERB/5/xcomp him/PRON/11/obj",
        ),
        mentions=NAMED,
    )
    assert last(reading, "him").name == "Omar Reyes"


def test_him_of_a_verb_without_a_subject_is_the_nearest(parse: Parse) -> None:
    reading = parse(
        f"After/SCONJ/6/mark {person('Peruvian judge Omar Reyes', 2, 6, 'nsubj')} met/VERB/15/advcl/meet "
        f"{person('Chilean senator Ben Ruiz', 7, 6, 'obj')} "
        f"{person('Kenyan mayor Ada Holm', 11, 15, 'nsubj')} "
        "wanted/VERB/0/root/want to/PART/17/mark praise/VERB/15/xcomp him/PRON/17/obj",
        mentions=NAMED,
    )
    assert last(reading, "him").name == "Ben Ruiz"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [("He/PRON/2/nsubj said/VERB/0/root/say no/ADV/2/advmod", "Omar Reyes"), (left("He"), "Ben Ruiz")],
    ids=["said", "left"],
)
def test_he_said_goes_on_with_the_speaker(parse: Parse, sentence: str, name: str) -> None:
    reading = parse(
        does("Chilean senator Omar Reyes", "said", "say", "so/ADV/5/advmod"),
        does("Peruvian judge Ben Ruiz", "arrived", "arrive"),
        sentence,
        mentions=NAMED,
    )
    assert last(reading, "He").name == name


@pytest.mark.parametrize(
    ("subject", "pronoun"),
    [
        ("Mrs. Holm", "He"),
        ("Ms. Holm", "He"),
        ("Queen Holm", "He"),
        ("Mr. Holm", "She"),
        ("Prince Holm", "She"),
    ],
)
def test_a_title_tells_who_is_no_he(parse: Parse, subject: str, pronoun: str) -> None:
    """Of two the subject is meant, unless its title does not suit; "Lior" tells nothing."""
    title, name = subject.split()
    reading = parse(
        f"{title}/PROPN/3/nsubj {name}/PROPN/1/flat met/VERB/0/root/meet "
        + person("Chilean judge Lior Ruiz", 4, 3, "obj"),
        left(pronoun),
        mentions=(("PER", "Lior Ruiz"), ("PER", "Holm")),
    )
    assert last(reading, pronoun).name == "Lior Ruiz"


def test_the_media_is_never_she(parse: Parse) -> None:
    reading = parse(
        does("Peruvian judge Ada Holm", "arrived", "arrive"),
        left("The Chilean media"),
        left("She"),
        mentions=NAMED,
    )
    assert last(reading, "She").name == "Ada Holm"


@pytest.mark.parametrize(
    ("relation", "joint", "country"),
    [("parataxis", "~;/PUNCT", "PER"), ("conj", "and/CCONJ", "PER"), ("advcl", "as/SCONJ", "CHL")],
)
def test_it_of_a_joined_clause_is_the_subject_before(
    parse: Parse, relation: str, joint: str, country: str
) -> None:
    """Of a clause below it is the state that weighs most, which here is named twice."""
    reading = parse(
        "Peru/PROPN/2/nsubj ignored/VERB/0/root/ignore Chile/PROPN/5/nmod:poss ~'s/PART/3/case "
        "plan/NOUN/2/obj and/CCONJ/9/cc Chile/PROPN/9/nmod:poss ~'s/PART/7/case envoy/NOUN/5/conj "
        f"{joint}/12/mark it/PRON/12/nsubj asked/VERB/2/{relation}/ask Oman/PROPN/12/obj"
    )
    assert last(reading, "it").country == (country,)


# ---- whose they are -------------------------------------------------------------------------------


def test_an_aide_by_name_is_of_whom_she_serves(parse: Parse) -> None:
    reading = parse(
        does("Peruvian president Omar Reyes", "arrived", "arrive"),
        "His/PRON/2/nmod:poss spokeswoman/NOUN/6/nsubj ~,/PUNCT/4/punct Ada/PROPN/2/appos Holm/PROPN/4/flat "
        "spoke/VERB/0/root/speak",
        "Holm/PROPN/2/nsubj left/VERB/0/root/leave",
        mentions=(*NAMED, ("PER", "Holm")),
    )
    assert last(reading, "His spokeswoman").country == ("PER",)
    assert last(reading, "Ada Holm").country == ("PER",)
    assert last(reading, "Holm").country == ("PER",)


@pytest.mark.parametrize(
    ("clause", "country"),
    [
        ("", ("PER", "CHL")),
        ("he/PRON/4/nsubj visited/VERB/2/acl:relcl/visit", ()),
    ],
    ids=["named before", "told apart by its clause"],
)
def test_the_countries(parse: Parse, clause: str, country: tuple[str, ...]) -> None:
    verb = 5 if clause else 3
    line = f"The/DET/2/det countries/NOUN/{verb}/nsubj/country {clause} agreed/VERB/0/root/agree"
    found = [one for one in participants(parse(PAIR, line)) if one.text.startswith("The countries")]
    assert [one.country for one in found] == [country]
