"""A dyad: who counts, in which direction, in which period, on whose word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Coding, Event
from dragoman.relate import Chosen, Period, bring_up_to_date, incidents, relation, series
from dragoman.relate.dyads import Forecast, StatementRow, named, stances
from dragoman.relate.incident import Wanted
from dragoman.relate.periods import UNITS, following, start
from dragoman.store import Store
from tests.store.made import AUTHOR, CHAD, NORWAY, article, coding, no_meeting, praise, trend, trust


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "made.duckdb") as made:
        save(made, coding())
        yield made


def save(store: Store, *codings: Coding) -> None:
    """Keep the codings and work out what follows from them."""
    store.save_all([(one, "made.txt") for one in codings])
    bring_up_to_date(store.connection)


def told(text: str, *events: Event, published: date | None = date(2019, 5, 1)) -> Coding:
    """An article that goes on with many words of its own, with these events under ids of its own."""
    own = " ".join(f"{text}{number}" for number in range(90))
    other = replace(article(f"{article().text}\n\n{own}"), published=published)
    made = (
        replace(one, id=f"{text[:6]}-{n}", document=other.id, intensity=one.intensity)
        for n, one in enumerate(events)
    )
    return Coding(other, tuple(made))


def undated(event: Event, **changes: object) -> Event:
    """The event without a day of its own."""
    return replace(event, date=None, date_reason="none", **changes)  # type: ignore[arg-type]  # any field


def forecasts(store: Store) -> tuple[Forecast, ...]:
    """What is foretold of Norway and Chad."""
    return relation(store.connection, "NOR", "TCD").forecasts


def months(store: Store, **chosen: object) -> list[tuple[str, str, str, int]]:
    """Actor, recipient, month and incidents of every row of the table of months."""
    rows = series(store.connection, "month", chosen=Chosen(**chosen))  # type: ignore[arg-type]  # any field
    return [(one.actor, one.recipient, str(one.period)[:7], one.incidents) for one in rows]


# ---- what counts ----------------------------------------------------------------------------------


def test_only_what_happened_is_counted(store: Store) -> None:
    assert months(store) == [("NOR", "TCD", "2019-04", 1)]
    (row,) = series(store.connection, "month")
    assert (row.verbal_cooperation, row.intensity, row.mean) == (1, 3.5, 3.5)


def test_other_factualities_are_counted_on_request(store: Store) -> None:
    denied = months(store, factualities=("did_not_happen",))
    assert denied == [("NOR", "TCD", "2019-05", 1), ("TCD", "NOR", "2019-05", 1)]


def test_only_some_voices_on_request(store: Store) -> None:
    official = relation(store.connection, "NOR", "TCD", chosen=Chosen(voices=("official",)))
    assert [row.id for row in official.statements] == ["s-trust"]
    assert (official.periods, official.incidents, official.assessments) == ((), (), ())
    both = relation(store.connection, "NOR", "TCD", chosen=Chosen(voices=("report", "unnamed")))
    assert len(both.incidents) == 2 and not both.statements


def test_contexts_on_request(store: Store) -> None:
    assert months(store, contexts=("diplomatic",)) and not months(store, contexts=("military",))


def test_figures_of_speech_tie_nobody(store: Store) -> None:
    save(store, Coding(article(), (replace(praise(), figurative=True),)))
    assert months(store) == []


def test_an_incident_counts_once_whatever_its_reports(store: Store) -> None:
    save(store, told("A second paper praised too.", praise()))
    (one,) = incidents(store.connection, Wanted("NOR", "TCD", ("happened",)))
    assert (one.texts, one.factuality, one.day_from) == (2, "happened", date(2019, 4, 29))
    assert months(store) == [("NOR", "TCD", "2019-04", 1)]


def test_what_more_texts_deny_than_tell_does_not_count(store: Store) -> None:
    denied = replace(praise(), factuality="did_not_happen")
    save(store, told("Others deny it.", denied))
    assert months(store) == [("NOR", "TCD", "2019-04", 1)], "one tells, one denies"
    save(store, told("Still others deny it, at length.", denied))
    assert months(store) == []
    (one,) = incidents(
        store.connection,
        Wanted(ids=("i",), a="NOR", b="TCD", since=date(2019, 4, 1), until=date(2019, 4, 30)),
    )
    assert one.factuality == "did_not_happen"
    assert [each.about for each in one.disagreements] == ["happened"]


def test_a_meeting_goes_both_ways_and_counts_once_for_the_pair(store: Store) -> None:
    save(store, told("They met.", replace(no_meeting(), factuality="happened")))
    directed = [row for row in months(store) if row[2] == "2019-05"]
    assert directed == [("NOR", "TCD", "2019-05", 1), ("TCD", "NOR", "2019-05", 1)]
    together = list(series(store.connection, "month", ("TCD", "NOR"), directed=False))
    assert [(one.actor, one.recipient, one.incidents) for one in together] == [("NOR", "TCD", 1)] * 2


def test_a_group_counts_for_each_of_its_members(store: Store) -> None:
    group = replace(NORWAY, text="the two", country=("NOR", "TCD"), name=None)
    event = replace(no_meeting(), actor=(group,), recipient=(group,), factuality="happened")
    save(store, Coding(article(), (event,)))
    assert [row[:2] for row in months(store)] == [("NOR", "TCD"), ("TCD", "NOR")]


def test_a_body_of_no_state_is_a_party(store: Store) -> None:
    body = replace(CHAD, country=(), name="European Union", sector="IGO")
    stranger = replace(CHAD, country=(), name="Friends of the Lake", sector="NGO")
    save(store, Coding(article(), (replace(praise(), recipient=(body, stranger)),)))
    assert months(store) == [("NOR", "European Union", "2019-04", 1)]


def test_a_third_country_is_no_part_of_it(store: Store) -> None:
    found = relation(store.connection, "NOR", "FRA")
    assert (found.periods, found.incidents, found.statements, found.assessments) == ((), (), (), ())


# ---- when -----------------------------------------------------------------------------------------


def test_a_day_that_no_text_tells_is_that_of_publication(store: Store) -> None:
    save(store, Coding(article(), (undated(praise()),)))
    assert months(store) == [("NOR", "TCD", "2019-05", 1)]
    row = store.connection.execute("SELECT day_from, day_basis FROM dyad_events").fetchone()
    assert row == (date(2019, 5, 1), "published")


def test_without_a_day_of_publication_there_is_none(store: Store) -> None:
    save(store, Coding(replace(article(), published=None), (undated(praise()),)))
    assert months(store) == []
    assert store.connection.execute("SELECT day_from, day_basis FROM dyad_events").fetchone() == (None, None)


def test_a_time_that_cannot_be_told_is_not_that_of_publication(store: Store) -> None:
    when = praise().date
    assert when is not None
    offset = replace(praise(), date=replace(when, first=None, last=None, value="P-2M", basis="offset"))
    save(store, Coding(article(), (offset,)))
    assert months(store) == []


def test_an_event_over_two_months_is_in_no_month_but_in_its_year(store: Store) -> None:
    when = praise().date
    assert when is not None
    save(store, Coding(article(), (replace(praise(), date=replace(when, last=date(2019, 5, 2))),)))
    assert months(store) == []
    assert [one.period for one in series(store.connection, "year")] == [date(2019, 1, 1)]


@pytest.mark.parametrize(
    "since,until,rows", [("2019-04-01", "2019-04-30", 1), ("2019-05-01", None, 0), (None, "2019-03-31", 0)]
)
def test_since_and_until(store: Store, since: str | None, until: str | None, rows: int) -> None:
    days = {"since": since and date.fromisoformat(since), "until": until and date.fromisoformat(until)}
    assert len(months(store, **days)) == rows


@pytest.mark.parametrize("unit", UNITS)
def test_periods_follow_each_other_without_a_gap(unit: str) -> None:
    day = date(2019, 12, 28)
    period = start(day, unit)  # type: ignore[arg-type]  # one of the units
    for _ in range(30):
        after = following(period, unit)  # type: ignore[arg-type]
        assert period < after and start(after - timedelta(days=1), unit) == period  # type: ignore[arg-type]
        period = after


# ---- who says what --------------------------------------------------------------------------------


def test_statements_of_one_about_the_other(store: Store) -> None:
    (row,) = relation(store.connection, "NOR", "TCD").statements
    assert (row.source, row.side, row.about, row.stance) == ("Ingrid Dahl", "NOR", "TCD", "positive")
    assert row.content == "Chad … “is a partner we trust”"


def test_a_third_party_that_speaks_of_both(store: Store) -> None:
    about = trust().about[0]
    both = replace(trust(), source=None, about=(about, replace(about, participant=NORWAY, stance=None)))
    save(store, replace(coding(), statements=(both,)))
    rows = relation(store.connection, "NOR", "TCD").statements
    assert [(row.about, row.source, row.side) for row in rows] == [("TCD", None, None), ("NOR", None, None)]


def test_stances_are_means_by_voice_and_period(store: Store) -> None:
    (row,) = relation(store.connection, "NOR", "TCD").statements
    other = replace(row, stance="negative", id="other")
    third = replace(row, stance=None)
    mine = replace(row, about="NOR")
    (one,) = stances([row, other, third, mine], "year")
    assert (one.holder, one.about, one.statements, one.mean, one.period) == (
        "NOR",
        "TCD",
        2,
        0.0,
        date(2019, 1, 1),
    )
    assert isinstance(row, StatementRow)


def test_assessments_of_the_relation(store: Store) -> None:
    (row,) = relation(store.connection, "TCD", "NOR").assessments
    assert (row.aspect, row.direction, row.voice_kind) == ("trend", "improving", "report")
    assert row.contexts == ("diplomatic",)
    assert row.evidence in article().text and trend().evidence


def test_obstacles_are_ranked_by_distinct_sources(store: Store) -> None:
    (row,) = relation(store.connection, "TCD", "NOR").assessments
    water = replace(row, aspect="obstacle", contexts=("environment",), holder="A")
    debts = replace(row, aspect="obstacle", contexts=("economic",), holder="A")
    found = named([water, water, water, debts, replace(debts, holder="B"), row], "obstacle")
    assert [(one.about, one.sources, len(one.assessments)) for one in found] == [
        ("economic", 2, 2),
        ("environment", 1, 3),
    ]


# ---- copies, forecasts, changes -------------------------------------------------------------------


def test_a_copy_reports_nothing_of_its_own(store: Store) -> None:
    copied = replace(article(article().text + "\n\nCopyright the other paper."), published=date(2019, 5, 3))
    events = tuple(replace(one, id=f"{one.id}-copy", document=copied.id) for one in coding().events)
    save(
        store,
        Coding(
            copied,
            events,
            tuple(replace(one, id="s-copy", document=copied.id) for one in coding().statements),
        ),
    )
    assert months(store) == [("NOR", "TCD", "2019-04", 1)]
    found = relation(store.connection, "NOR", "TCD")
    assert len(found.statements) == 1
    (one,) = (each for each in found.incidents if each.factuality == "happened")
    assert (one.texts, [report.copied for report in one.reports]) == (1, [False, True])


def test_what_an_article_adds_to_the_text_that_it_copies_counts(store: Store) -> None:
    longer = replace(
        article(article().text + "\n\nLater it was said that more had happened."), published=date(2019, 5, 3)
    )
    copied = tuple(replace(one, id=f"{one.id}-copy", document=longer.id) for one in coding().events)
    added = replace(
        undated(praise()), id="e-added", document=longer.id, event_type="ASSAULT", quad="material_conflict"
    )
    save(store, Coding(longer, (*copied, added)))
    assert months(store) == [("NOR", "TCD", "2019-04", 1), ("NOR", "TCD", "2019-05", 1)]


def test_a_meeting_is_one_vote_of_the_pair(store: Store) -> None:
    mutual = replace(NORWAY, country=("NOR", "TCD"), name=None)
    met = replace(praise(), actor=(mutual,), recipient=(mutual,), quad="material_cooperation", intensity=7.0)
    save(store, told("Others say so.", praise()), told("Still others speak of help.", met))
    (one,) = series(store.connection, "month", ("NOR", "TCD"), directed=False)
    assert (one.incidents, one.verbal_cooperation) == (1, 1)
    assert one.mean == pytest.approx((3.5 + 3.5 + 7.0) / 3)


def test_a_meeting_counts_by_whichever_side_is_asked_for(store: Store) -> None:
    """Of a Norwegian company and a Chadian minister, both of whom come together."""
    company, minister = replace(NORWAY, sector="BUS"), replace(CHAD, sector="GOV")
    both = (company, minister)
    save(
        store, Coding(article(), (replace(no_meeting(), actor=both, recipient=both, factuality="happened"),))
    )

    def counted(**chosen: Any) -> int:
        found = series(store.connection, "month", ("NOR", "TCD"), directed=False, chosen=Chosen(**chosen))
        return sum(one.incidents for one in found)

    assert counted(sectors=("BUS",)) == counted(sectors=("GOV",)) == counted(sectors=("BUS", "GOV")) == 1
    assert counted(sectors=("MIL",)) == 0
    assert counted() == counted(private=True) == 1, "without private actors the minister's side is left"


def test_an_article_that_tells_two_things_is_one_against_those_that_deny(store: Store) -> None:
    also = replace(praise(), quad="material_cooperation")
    save(store, told("It tells it twice.", praise(), also))
    save(store, Coding(article()))
    denied = replace(praise(), factuality="did_not_happen")
    save(store, told("One denies it.", denied), told("Another one denies it as well.", denied))
    assert months(store) == []


def planned(day: date | None = None) -> Event:
    """Norway will praise Chad, on that day if one is told."""
    when = praise().date
    assert when is not None
    told_day = replace(when, first=day, last=day) if day else None
    return replace(praise(), factuality="planned", date=told_day)


LATER = "What came later"


@pytest.mark.parametrize(
    "due,happens,outcome",
    [
        (date(2019, 6, 1), date(2019, 6, 1), "a like event followed"),
        (date(2019, 6, 1), date(2019, 6, 12), "a like event followed"),
        (date(2019, 6, 1), date(2019, 9, 1), "not found"),
        (None, date(2019, 9, 1), "a like event followed"),
    ],
)
def test_forecasts_are_held_against_what_happened(
    tmp_path: Path, due: date | None, happens: date, outcome: str
) -> None:
    when = praise().date
    assert when is not None
    done = replace(praise(), date=replace(when, first=happens, last=happens))
    with Store(tmp_path / "f.duckdb") as store:
        first = told("What is planned", planned(due), published=date(2019, 5, 1))
        save(store, first, told(LATER, done, published=happens + timedelta(days=200)))
        (one,) = forecasts(store)
        assert (one.made, one.outcome, one.voice_kind) == (date(2019, 5, 1), outcome, "report")
        assert one.due == (due or date(2020, 4, 30))
        assert bool(one.incident) == (outcome == "a like event followed")


def test_a_forecast_is_open_until_the_store_has_later_articles(tmp_path: Path) -> None:
    with Store(tmp_path / "f.duckdb") as store:
        save(store, told("What is planned", planned(date(2019, 6, 1))))
        assert [one.outcome for one in forecasts(store)] == ["open"]


def test_a_possible_deed_of_the_past_is_no_forecast(tmp_path: Path) -> None:
    with Store(tmp_path / "f.duckdb") as store:
        save(store, told("It may have been", replace(praise(), factuality="possible")))
        assert forecasts(store) == ()


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Store]:
    """Two friendly years and two hostile ones, an incident a month."""
    when = praise().date
    assert when is not None
    with Store(tmp_path / "b.duckdb") as store:
        made = []
        for month in range(48):
            day = date(2016 + month // 12, month % 12 + 1, 10)
            score, kind, quad = (
                (6.0, "AID", "material_cooperation") if month < 24 else (-8.0, "COERCE", "material_conflict")
            )
            event = replace(
                praise(),
                date=replace(when, first=day, last=day),
                intensity=score,
                event_type=kind,
                quad=quad,
                voice=(AUTHOR,),
            )
            made.append(told(f"{month:02} months", event, published=day))
        save(store, *made)
        yield store


def test_a_change_is_found_with_the_incidents_that_made_it(broken: Store) -> None:
    found = relation(broken.connection, "NOR", "TCD")
    (change,) = found.changes
    assert (change.found.period, change.found.before, change.found.after) == (date(2018, 1, 1), 6.0, -8.0)
    assert [one.day_from for one in change.incidents] == [date(2018, 1, 10)]
    by_period: Callable[[date], Period] = lambda day: next(p for p in found.periods if p.period == day)  # noqa: E731
    assert by_period(date(2017, 12, 1)).low > 0 > by_period(date(2019, 12, 1)).high
