"""Places: the gazetteer's rows, which names are places, and which place a name means."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.places import Site, fold, gazetteer
from dragoman.records import Article, Mention, MentionKind, Reading, Sentence, Word
from dragoman.resolve.places import Evidence, places, resolve

TABLES = files("dragoman.knowledge.places")
Tagged = tuple[str, str, str, int, str]
"""Form, lemma, part of speech, head (from 0, -1 for the root) and relation of a word."""


def _rows(table: str) -> list[dict[str, str]]:
    with TABLES.joinpath(f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _reading(text: str, tagged: list[Tagged], names: dict[str, MentionKind] | None = None) -> Reading:
    """A reading of one sentence with its tree and its names."""
    made, end = [], 0
    for form, lemma, upos, head, deprel in tagged:
        start = text.index(form, end)
        end = start + len(form)
        made.append(Word(start, end, form, lemma, upos, head, deprel))
    mentions = [
        Mention(text.index(n), text.index(n) + len(n), n, kind, 1.0) for n, kind in (names or {}).items()
    ]
    return Reading(Article("0", text), (Sentence(0, len(text), tuple(made), 1),), tuple(mentions), (), "test")


def _oblique(preposition: str, verb: str, name: str) -> Reading:
    """ "They <verb> <preposition> <name>." with the name as the verb's oblique."""
    tagged: list[Tagged] = [
        ("They", "they", "PRON", 1, "nsubj"),
        (verb, verb, "VERB", -1, "root"),
        (preposition, preposition, "ADP", 3, "case"),
        (name, name, "PROPN", 1, "obl"),
    ]
    return _reading(f"They {verb} {preposition} {name}.", tagged, {name: "PLACE"})


# ---- the tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", _rows("regions"), ids=lambda row: row["name"])
def test_region_resolves_in_its_example(row: dict[str, str]) -> None:
    assert row["name"] in row["example"]
    assert row["reason"]
    sites = gazetteer()[fold(row["name"])]
    assert (row["country"] or None) in {site.country for site in sites if site.kind == "region"}


@pytest.mark.parametrize("row", _rows("names"), ids=lambda row: row["name"])
def test_other_name_means_its_city(row: dict[str, str]) -> None:
    assert row["name"] in row["example"]
    (site,) = {site for site in gazetteer()[fold(row["name"])] if site.entity == f"geonames:{row['id']}"}
    assert (site.name, site.country) == (row["city"], row["country"])


def test_cities_are_sound_and_small() -> None:
    rows = _rows("cities")
    assert len({row["id"] for row in rows}) == len(rows) > 10_000
    assert all(abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180 for row in rows)
    assert all(len(row["country"]) == 3 for row in rows)
    assert sum(row["capital"] == "yes" for row in rows) > 200
    assert len(TABLES.joinpath("cities.csv").read_bytes()) < 1_500_000


# ---- which place a name means ---------------------------------------------------------------------------

MEANT = [
    ("Islamabad", Evidence(), "PAK"),
    ("Kiev", Evidence(), "UKR"),
    ("Kyiv", Evidence(), "UKR"),
    ("Sana’a", Evidence(), "YEM"),
    ("Washington", Evidence(), "USA"),
    ("Washington", Evidence(article=frozenset({"GBR"})), "USA"),
    ("the United States", Evidence(), "USA"),
    ("Crimea", Evidence(), "UKR"),
    ("Gaza", Evidence(), "PSE"),
    ("Paris", Evidence(), "FRA"),
    ("Paris", Evidence(beside="USA"), "USA"),
    ("London", Evidence(article=frozenset({"CAN"})), "GBR"),
    ("London", Evidence(beside="CAN"), "CAN"),
    ("Georgia", Evidence(), "GEO"),
    ("Georgia", Evidence(sentence=frozenset({"USA"})), "USA"),
    ("Georgia", Evidence(sentence=frozenset({"USA", "GEO"})), "GEO"),
    ("Tripoli", Evidence(), "LBY"),
    ("Tripoli", Evidence(sentence=frozenset({"LBN"})), "LBN"),
    ("Hyderabad", Evidence(article=frozenset({"PAK"})), "PAK"),
    ("Hyderabad", Evidence(sentence=frozenset({"IND"}), article=frozenset({"IND", "PAK"})), "IND"),
    ("Congo", Evidence(article=frozenset({"COD"})), "COD"),
]

UNKNOWN = [
    ("Hyderabad", Evidence()),
    ("Hyderabad", Evidence(article=frozenset({"IND", "PAK"}))),
    ("Valencia", Evidence()),
    ("Congo", Evidence()),
    ("Kashmir", Evidence()),
    ("the Middle East", Evidence()),
    ("Nowhereville", Evidence()),
]


@pytest.mark.parametrize(("name", "evidence", "country"), MEANT)
def test_meaning(name: str, evidence: Evidence, country: str) -> None:
    site, reason = resolve(name, evidence)
    assert site is not None
    assert site.country == country
    assert reason


@pytest.mark.parametrize(("name", "evidence"), UNKNOWN)
def test_no_country_without_evidence(name: str, evidence: Evidence) -> None:
    site, reason = resolve(name, evidence)
    assert site is None or site.country is None
    assert reason


def test_a_city_has_its_position() -> None:
    site, reason = resolve("Islamabad")
    assert isinstance(site, Site)
    assert (site.entity, site.capital) == ("geonames:1176615", True)
    assert site.latitude == pytest.approx(33.7, abs=0.1)
    assert site.longitude == pytest.approx(73.0, abs=0.1)
    assert "geonames:1176615" in reason


@given(st.text(max_size=40))
def test_any_name(name: str) -> None:
    site, reason = resolve(name)
    assert reason
    assert site is None or site in gazetteer()[fold(name)]


# ---- which names are places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preposition", "verb", "name"),
    [
        ("in", "met", "Moscow"),
        ("near", "stopped", "Kyiv"),
        ("to", "travel", "Moscow"),
        ("to", "withdrew", "Kharkiv"),
        ("across", "spread", "Iran"),
    ],
)
def test_place(preposition: str, verb: str, name: str) -> None:
    reading = _oblique(preposition, verb, name)
    (found,) = places(reading)
    assert reading.article.text[found.start : found.end] == found.text == name
    assert found.country is not None
    assert preposition in found.reason


@pytest.mark.parametrize(
    ("preposition", "verb", "name"),
    [
        ("with", "spoke", "Moscow"),
        ("to", "apologised", "Moscow"),
        ("by", "spoke", "Kyiv"),
        ("against", "marched", "Iran"),
    ],
)
def test_a_party_is_no_place(preposition: str, verb: str, name: str) -> None:
    assert places(_oblique(preposition, verb, name)) == ()


def test_a_capital_that_acts_is_no_place() -> None:
    text = "Moscow rejected Kyiv’s view."
    tagged: list[Tagged] = [
        ("Moscow", "Moscow", "PROPN", 1, "nsubj"),
        ("rejected", "reject", "VERB", -1, "root"),
        ("Kyiv", "Kyiv", "PROPN", 4, "nmod:poss"),
        ("’s", "'s", "PART", 2, "case"),
        ("view", "view", "NOUN", 1, "obj"),
    ]
    assert places(_reading(text, tagged, {"Moscow": "PLACE", "Kyiv": "PLACE"})) == ()


def test_conjuncts_share_the_preposition() -> None:
    text = "They met in Kyiv and Lviv."
    tagged: list[Tagged] = [
        ("They", "they", "PRON", 1, "nsubj"),
        ("met", "meet", "VERB", -1, "root"),
        ("in", "in", "ADP", 3, "case"),
        ("Kyiv", "Kyiv", "PROPN", 1, "obl"),
        ("and", "and", "CCONJ", 5, "cc"),
        ("Lviv", "Lviv", "PROPN", 3, "conj"),
    ]
    found = places(_reading(text, tagged))
    assert [(one.text, one.country) for one in found] == [("Kyiv", "UKR"), ("Lviv", "UKR")]


def test_the_name_beside_it_decides_and_is_no_place_of_its_own() -> None:
    text = "They met in Paris, Texas."
    tagged: list[Tagged] = [
        ("They", "they", "PRON", 1, "nsubj"),
        ("met", "meet", "VERB", -1, "root"),
        ("in", "in", "ADP", 3, "case"),
        ("Paris", "Paris", "PROPN", 1, "obl"),
        (",", ",", "PUNCT", 5, "punct"),
        ("Texas", "Texas", "PROPN", 3, "nmod"),
    ]
    (found,) = places(_reading(text, tagged, {"Paris": "PLACE", "Texas": "PLACE"}))
    assert (found.text, found.country) == ("Paris", "USA")


def test_the_sentence_decides() -> None:
    text = "Pakistani envoys met in Hyderabad."
    tagged: list[Tagged] = [
        ("Pakistani", "pakistani", "ADJ", 1, "amod"),
        ("envoys", "envoy", "NOUN", 2, "nsubj"),
        ("met", "meet", "VERB", -1, "root"),
        ("in", "in", "ADP", 4, "case"),
        ("Hyderabad", "Hyderabad", "PROPN", 2, "obl"),
    ]
    (found,) = places(_reading(text, tagged, {"Hyderabad": "PLACE"}))
    assert found.country == "PAK"
    assert "the sentence names PAK" in found.reason


def test_a_person_or_organisation_is_no_place() -> None:
    reading = _oblique("in", "trust", "Jordan")
    person = Reading(reading.article, reading.sentences, (Mention(14, 20, "Jordan", "PER", 1.0),), (), "test")
    assert reading.article.text[14:20] == "Jordan"
    assert places(person) == ()


def test_a_people_is_no_place() -> None:
    assert places(_oblique("at", "laughed", "Americans")) == ()


def test_unknown_place_has_no_country() -> None:
    (found,) = places(_oblique("in", "met", "Nowhereville"))
    assert (found.name, found.country) == (None, None)
    assert "not in the gazetteer" in found.reason


def test_dateline() -> None:
    text = "KYIV, March 3 (Agency) — Talks failed."
    tagged: list[Tagged] = [("Talks", "talk", "NOUN", 1, "nsubj"), ("failed", "fail", "VERB", -1, "root")]
    (found,) = places(_reading(text, tagged))
    assert (found.text, found.name, found.country) == ("KYIV", "Kyiv", "UKR")
    assert "dateline" in found.reason


def test_capitals_that_are_no_dateline() -> None:
    text = "BREAKING NEWS — Talks failed."
    tagged: list[Tagged] = [("Talks", "talk", "NOUN", 1, "nsubj"), ("failed", "fail", "VERB", -1, "root")]
    assert places(_reading(text, tagged)) == ()
