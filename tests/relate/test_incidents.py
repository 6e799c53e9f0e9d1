"""Incidents: what most texts tell, where they disagree, which reports are of one, how many they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import tables
from dragoman.records import Factuality
from dragoman.relate import gather
from dragoman.relate.copies import components
from dragoman.relate.gather import ALOOF, Link, Member, members
from dragoman.relate.incident import Disagreement, Incident, Report, incident
from dragoman.relate.tolls import tolls

MAY = date(2019, 5, 1)

# ---- what most texts tell -------------------------------------------------------------------------

PLAIN = Report(
    event="e1",
    document="d1",
    original="d1",
    title=None,
    outlet=None,
    published=MAY,
    actor=("NOR",),
    recipient=("TCD",),
    event_type="ASSAULT",
    mode=None,
    quad="material_conflict",
    intensity=-9.0,
    factuality="happened",
    day_from=MAY,
    day_to=MAY,
    day_told=False,
    place=None,
    holder=None,
    voice_kind="report",
    words="attacked",
    passage="Norway attacked Chad.",
)


def told(number: int, **fields: Any) -> Report:
    """The report of a text of its own, with the fields that matter in the test."""
    own = {"event": f"e{number}", "document": f"d{number}", "original": f"d{number}"}
    return replace(PLAIN, **{**own, **fields})


def made(*fields: dict[str, Any]) -> Incident:
    """The incident of reports in order, each of a text of its own."""
    return incident("i1", [told(number, **one) for number, one in enumerate(fields, 1)])


def differences(found: Incident) -> dict[str, dict[str, tuple[str, ...]]]:
    return {one.about: dict(one.versions) for one in found.disagreements}


def test_one_report_is_its_own_incident() -> None:
    found = made({"place": "Oslo", "outlet": "Courier", "mode": "aerial"})
    assert (found.event_type, found.mode, found.quad, found.intensity) == (
        "ASSAULT",
        "aerial",
        "material_conflict",
        -9.0,
    )
    assert (found.actor, found.recipient, found.place) == (("NOR",), ("TCD",), "Oslo")
    assert (found.texts, found.outlets, found.first_report, found.last_report) == (1, ("Courier",), MAY, MAY)
    assert found.disagreements == () and found.first == told(1, place="Oslo", outlet="Courier", mode="aerial")


FIELDS: list[tuple[str, Any, Any]] = [
    ("event_type", "ASSAULT", "COERCE"),
    ("mode", None, "arrest"),
    ("factuality", "did_not_happen", "happened"),
    ("actor", ("RUS",), ("NOR",)),
    ("recipient", ("RUS",), ("TCD",)),
    ("place", "Bergen", "Oslo"),
]


@pytest.mark.parametrize(("field", "one", "other"), FIELDS)
def test_most_texts_decide_and_of_a_tie_the_first(field: str, one: object, other: object) -> None:
    assert getattr(made({field: one}, {field: other}, {field: other}), field) == other
    assert getattr(made({field: one}, {field: other}), field) == one


@pytest.mark.parametrize(
    ("field", "unknown", "known"),
    [("actor", (), ("NOR",)), ("recipient", (), ("TCD",)), ("place", None, "Oslo")],
)
def test_what_most_do_not_tell_is_taken_from_the_one_that_does(
    field: str, unknown: object, known: object
) -> None:
    assert getattr(made({field: unknown}, {field: unknown}, {field: known}), field) == known
    assert getattr(made({field: unknown}), field) == unknown


def test_type_quad_and_intensity_come_from_one_report() -> None:
    found = made(
        {"event_type": "ASSAULT", "intensity": -9.0},
        {"event_type": "AID", "quad": "material_cooperation", "intensity": 7.0},
        {"event_type": "AID", "quad": "material_cooperation", "intensity": 6.0},
    )
    assert (found.event_type, found.quad, found.intensity) == ("AID", "material_cooperation", 7.0)


@pytest.mark.parametrize("settled", ["happened", "ongoing", "did_not_happen"])
@pytest.mark.parametrize("before", ["planned", "possible", "demanded", "hoped", "conditional", "unknown"])
def test_what_is_settled_wins_over_what_was_foretold(before: Factuality, settled: Factuality) -> None:
    found = made({"factuality": before}, {"factuality": before}, {"factuality": settled})
    assert found.factuality == settled and found.texts == 3


def test_where_nothing_is_settled_most_decide() -> None:
    found = made({"factuality": "planned"}, {"factuality": "possible"}, {"factuality": "possible"})
    assert found.factuality == "possible"


def test_what_the_incident_is_comes_from_those_that_agree_on_whether_it_was() -> None:
    denied = {"factuality": "did_not_happen", "event_type": "CONSULT", "place": "Bergen", "actor": ("RUS",)}
    found = made({"place": "Oslo"}, denied, {"place": "Oslo"}, denied, {"place": "Oslo"})
    assert (found.factuality, found.event_type, found.place, found.actor) == (
        "happened",
        "ASSAULT",
        "Oslo",
        ("NOR",),
    )


def test_a_told_day_wins_over_days_of_publication() -> None:
    day = MAY - timedelta(days=2)
    found = made({}, {}, {"day_from": day, "day_to": day + timedelta(days=1), "day_told": True})
    assert (found.day_from, found.day_to, found.day_told) == (day, day + timedelta(days=1), True)


def test_the_day_told_by_one_that_denies_it_is_not_taken() -> None:
    denial = {"factuality": "did_not_happen", "day_told": True, "day_from": date(2000, 1, 1)}
    found = made({}, {}, denial)
    assert (found.day_from, found.day_told) == (MAY, False)


def test_days_of_publication_that_are_unknown_are_no_first_or_last() -> None:
    found = made({"published": MAY + timedelta(days=3)}, {"published": MAY}, {"published": None})
    assert (found.first_report, found.last_report) == (MAY, MAY + timedelta(days=3))
    undated = made({"published": None})
    assert (undated.first_report, undated.last_report) == (None, None)


# ---- copies ---------------------------------------------------------------------------------------


def test_copies_have_no_vote_and_count_as_no_text() -> None:
    copy = {"original": "d1", "event_type": "COERCE", "outlet": "Echo"}
    found = made({"outlet": "Courier"}, copy, copy, copy)
    assert (found.event_type, found.texts) == ("ASSAULT", 1)
    assert found.outlets == ("Courier", "Echo") and len(found.reports) == 4


def test_copies_alone_still_make_an_incident() -> None:
    # the original is in the store, but what it tells was not linked to this
    copy = {"original": "d9", "event_type": "COERCE"}
    found = made(copy, copy)
    assert (found.event_type, found.texts) == ("COERCE", 1)


def test_a_copy_disagrees_with_nobody() -> None:
    copy = {"original": "d1", "factuality": "did_not_happen", "passage": "It killed 30.", "actor": ("RUS",)}
    assert made({"passage": "It killed 12."}, copy).disagreements == ()


# ---- disagreements --------------------------------------------------------------------------------


def test_reports_that_tell_the_same_do_not_disagree() -> None:
    assert made({}, {}, {"factuality": "ongoing"}, {"factuality": "planned"}).disagreements == ()


@pytest.mark.parametrize("told_as", ["happened", "ongoing"])
def test_some_say_that_it_happened_and_some_that_it_did_not(told_as: Factuality) -> None:
    found = made({"factuality": told_as}, {"factuality": "did_not_happen"}, {"factuality": "planned"})
    assert differences(found) == {"happened": {"happened": ("e1",), "did not happen": ("e2",)}}


def test_it_is_told_as_another_thing() -> None:
    found = made({}, {"event_type": "THREATEN"}, {"event_type": "ASSAULT"})
    assert differences(found) == {"what": {"ASSAULT": ("e1", "e3"), "THREATEN": ("e2",)}}


def test_one_that_tells_of_more_does_not_differ_on_what_it_was() -> None:
    one = told(1)
    more = replace(told(2), document="d3", original="d3")
    also = replace(told(3), event_type="THREATEN")
    assert incident("i1", [one, more, also]).disagreements == ()


def test_others_are_said_to_have_done_it() -> None:
    found = made({}, {"actor": ("RUS",)}, {"actor": ("NOR",)}, {"actor": ()})
    assert differences(found) == {"who": {"NOR": ("e1", "e3"), "RUS": ("e2",)}}


def test_one_that_names_more_actors_does_not_disagree() -> None:
    assert made({"actor": ("NOR",)}, {"actor": ("NOR", "RUS")}).disagreements == ()


def test_who_did_it_is_not_asked_of_those_that_deny_it() -> None:
    found = made({}, {"actor": ("RUS",), "factuality": "did_not_happen"})
    assert list(differences(found)) == ["happened"]


def test_other_numbers_are_told() -> None:
    found = made(
        {"passage": "The attack killed 12 soldiers."},
        {"passage": "30 soldiers were killed and 5 wounded."},
        {"passage": "At least twelve died and 5 were hurt."},
        {"passage": "Soldiers died."},
    )
    assert differences(found) == {"how many": {"12 killed": ("e1", "e3"), "30 killed": ("e2",)}}


def test_each_measure_is_a_disagreement_of_its_own() -> None:
    found = made(
        {"passage": "It killed 12 and wounded 30."},
        {"passage": "It killed 13 and wounded 31."},
    )
    assert [one.about for one in found.disagreements] == ["how many", "how many"]
    assert [version for one in found.disagreements for version, _ in one.versions] == [
        "30 injured",
        "31 injured",
        "12 killed",
        "13 killed",
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"factuality": "did_not_happen"},
        {"event_type": "THREATEN"},
        {"actor": ("RUS",)},
        {"passage": "It killed 30."},
    ],
    ids=["happened", "what", "who", "how many"],
)
def test_a_text_does_not_disagree_with_itself(other: dict[str, Any]) -> None:
    one = told(1, passage="It killed 12.")
    same = replace(one, event="e2", **other)
    apart = replace(same, document="d2", original="d2")
    assert incident("i1", [one, same]).disagreements == ()
    (found,) = incident("i1", [one, apart]).disagreements
    assert isinstance(found, Disagreement) and {key for _, keys in found.versions for key in keys} == {
        "e1",
        "e2",
    }


# ---- which reports belong together ----------------------------------------------------------------


def report(name: str, day: int | None = 0) -> gather.Report:
    """The event of a text of its own, published so many days after the first of May."""
    return gather.Report(f"d-{name}", name, None if day is None else MAY + timedelta(days=day))


def grouped(found: Iterable[Member]) -> set[frozenset[str]]:
    """The events that share an incident."""
    groups: dict[str, set[str]] = {}
    for one in found:
        groups.setdefault(one.incident, set()).add(one.event)
    return {frozenset(group) for group in groups.values()}


def test_without_links_each_report_is_an_incident() -> None:
    assert members([report("a"), report("b")], []) == [
        Member("ia", "d-a", "a", "a"),
        Member("ib", "d-b", "b", "b"),
    ]


def test_linked_reports_are_one_incident_named_after_the_first_published() -> None:
    found = members([report("a", 2), report("b", 1), report("c", None)], [("a", "b", 1), ("a", "c", 9)])
    assert {one.event: (one.incident, one.chain) for one in found} == {
        "a": ("ib", "a"),
        "b": ("ib", "a"),
        "c": ("ib", "a"),
    }


@pytest.mark.parametrize(("score", "together"), [(0.6, True), (0.4, False)])
def test_a_report_joins_where_its_mean_link_is_above_nothing(score: float, together: bool) -> None:
    # c is linked to one of the two: its mean is half of the score and of what an aloof one counts
    found = members([report("a", 0), report("b", 1), report("c", 2)], [("a", "b", 5), ("b", "c", score)])
    assert (score + ALOOF > 0) == together
    assert grouped(found) == ({frozenset("abc")} if together else {frozenset("ab"), frozenset("c")})


def test_a_report_joins_the_incident_that_it_resembles_most() -> None:
    found = members([report("a", 0), report("b", 1), report("c", 2)], [("a", "c", 1), ("b", "c", 2)])
    assert grouped(found) == {frozenset("a"), frozenset("bc")}
    assert {one.chain for one in found} == {"a"}


def test_a_long_chain_of_days_is_not_one_incident() -> None:
    names = [f"e{n:02}" for n in range(60)]
    links = [(a, b, 1.0) for a, b in pairwise(names)]
    found = members([report(name, day) for day, name in enumerate(names)], links)
    assert {one.chain for one in found} == {"e00"}
    assert max(map(len, grouped(found))) <= 3


def test_copies_of_one_text_tell_one_incident() -> None:
    # a text and two copies, tied by the weight of copies, and a report that only resembles one of them
    names = ["a", "b", "c"]
    links = [("a", "b", 10.0), ("a", "c", 10.0), ("b", "c", 10.0), ("b", "z", 0.5)]
    found = members([*(report(name, day) for day, name in enumerate(names)), report("z", 9)], links)
    assert grouped(found) == {frozenset("abc"), frozenset("z")}


def test_the_order_of_links_decides_no_near_tie() -> None:
    # by the order of adding, e's links to abc sum to 0.6 or a little more; their mean is then d's or above it
    near = [("a", "b", 9), ("b", "c", 9), ("a", "c", 9), ("a", "e", 0.1), ("b", "e", 0.2), ("c", "e", 0.3)]
    links = [*near, ("d", "e", 0.2)]
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    reports = [report(name, day) for day, name in enumerate("abcde")]
    assert members(reports, links) == members(reports, links[::-1])


NAMES = "abcdefg"


@st.composite
def linked(draw: st.DrawFn) -> tuple[list[gather.Report], list[Link]]:
    """Reports of some days, and links among them, each pair at most once."""
    days = draw(st.lists(st.none() | st.integers(0, 3), min_size=len(NAMES), max_size=len(NAMES)))
    pairs = [(a, b) for a in NAMES for b in NAMES if a < b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    scores = st.sampled_from([0.1, 0.3, 0.5, 1.0, 2.7]) | st.floats(0.001, 12)
    links = [(*pair, draw(scores)) for pair in chosen]
    return [report(name, day) for name, day in zip(NAMES, days, strict=True)], links


@settings(deadline=None)
@given(linked(), st.data())
def test_the_order_of_reports_and_links_does_not_matter(
    given_: tuple[list[gather.Report], list[Link]], data: st.DataObject
) -> None:
    reports, links = given_
    turned = [
        (a, b, score) if data.draw(st.booleans()) else (b, a, score)
        for a, b, score in data.draw(st.permutations(links))
    ]
    assert members(data.draw(st.permutations(reports)), turned) == members(reports, links)


@settings(deadline=None)
@given(linked())
def test_an_incident_lies_in_one_chain_and_is_named_after_its_first_report(
    given_: tuple[list[gather.Report], list[Link]],
) -> None:
    reports, links = given_
    found = members(reports, links)
    chains = components(NAMES, [(a, b) for a, b, _ in links])
    assert {one.event: one.chain for one in found} == chains
    order = sorted(reports, key=lambda one: (one.day or date.max, one.document))
    for group in grouped(found):
        first = next(one.event for one in order if one.event in group)
        (name,) = {one.incident for one in found if one.event in group}
        assert name == f"i{first}" and len({chains[event] for event in group}) == 1


@settings(deadline=None)
@given(linked(), st.sampled_from(NAMES))
def test_a_chain_depends_on_its_members_alone(
    given_: tuple[list[gather.Report], list[Link]], name: str
) -> None:
    reports, links = given_
    whole = members(reports, links)
    (chain,) = {one.chain for one in whole if one.event == name}
    inside = {one.event for one in whole if one.chain == chain}
    alone = members(
        [one for one in reports if one.event in inside], [one for one in links if one[0] in inside]
    )
    assert alone == [one for one in whole if one.event in inside]


# ---- how many -------------------------------------------------------------------------------------

TOLD = [
    ("12 people were killed", {"killed": 12}),
    ("The blast killed 12.", {"killed": 12}),
    ("The blast killed at least 12 and wounded 30.", {"killed": 12, "injured": 30}),
    ("Twelve soldiers and a child died.", {}),
    ("Nineteen died, and twenty were hurt.", {"killed": 19, "injured": 20}),
    ("Some 1,200 people were detained", {"held": 1200}),
    ("Two ministers resigned; 3 envoys were expelled.", {"expelled": 3}),
    ("4 were killed on Monday and 5 were killed on Friday.", {"killed": 4}),
    ("People were killed.", {}),
    ("12 ministers met", {}),
    ("12 of the men killed", {"killed": 12}),
    ("12 of the many men killed", {}),
    ("", {}),
]


@pytest.mark.parametrize(("passage", "expected"), TOLD)
def test_numbers_count_what_the_nearest_word_tells(passage: str, expected: dict[str, int]) -> None:
    assert tolls(passage) == expected
    assert tolls(passage.upper()) == expected


NOT_TOLD = [
    ("Soldiers were killed on 12 May.", {}, "the day of a month is taken for a toll"),
    ("He was killed at 9 am.", {}, "an hour is taken for a toll"),
    ("She was abducted in 2014.", {}, "a year is taken for a toll"),
    ("No one was hurt.", {}, "no one is taken for one"),
    ("Twenty-one people were killed.", {"killed": 21}, "of a compound numeral the last part counts alone"),
    ("One hundred people were killed.", {"killed": 100}, "hundreds are not read: it tells 1"),
    ("Two thousand people were killed.", {"killed": 2000}, "thousands are not read: it tells 2"),
    ("Two dozen people were killed.", {"killed": 24}, "dozens are not read: it tells 2"),
    ("3.5 million people were killed.", {"killed": 3500000}, "a fraction is cut in two: it tells 5"),
    ("Some died; 30 were injured.", {"injured": 30}, "a word before wins over the nearer one after: 30 dead"),
]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [pytest.param(passage, expected, id=passage) for passage, expected, _ in NOT_TOLD],
)
def test_numbers_that_count_nobody_and_large_ones(passage: str, expected: dict[str, int]) -> None:
    # silence would do for what is not read; a wrong number may not look like a finding
    assert tolls(passage) in ({}, expected)


def test_dead_and_injured_in_a_headline_are_both_counted() -> None:
    assert tolls("12 dead, 30 injured") == {"killed": 12, "injured": 30}


@pytest.mark.parametrize(("word", "number"), [("one", 1), ("Seven", 7), ("thirteen", 13), ("twenty", 20)])
def test_numerals_up_to_twenty_are_read(word: str, number: int) -> None:
    assert tolls(f"It killed {word}.") == {"killed": number}


MEASURES: Sequence[dict[str, str]] = [*tables.rows("incidents", "measures.csv")]


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row["measure"])
def test_the_example_of_each_measure_finds_its_number(row: dict[str, str]) -> None:
    assert tolls(row["example"])[row["measure"]] == int(row["found"])


@pytest.mark.parametrize(
    ("measure", "word"), [(row["measure"], word) for row in MEASURES for word in tables.values(row["words"])]
)
def test_each_word_of_a_measure_counts_it(measure: str, word: str) -> None:
    assert tolls(f"{word} 17") == tolls(f"17 {word}") == {measure: 17}
