"""What a person says of a record counts everywhere at once, and leaves no trace when it is withdrawn."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from dragoman.export import write
from dragoman.records import Coding, Event
from dragoman.relate import Chosen, Wanted, bring_up_to_date, incidents, pending, relation, series
from dragoman.relate.update import DECIDING
from dragoman.serve.judging import judge_and_relate, undo_and_relate
from dragoman.store import Store, StoreError
from dragoman.store.judgements import Correction, Judgement, Verdict, judgements, standing
from tests.relate.test_update import Tables, codings, tables, whole, worked_out
from tests.store.made import CHAD, NORWAY, article, coding, no_meeting, praise

__all__ = ["codings", "whole"]  # fixtures: articles as the shipped system codes them, and their tables

DERIVED = ("texts", "copy_links", "reports", "dyad_events", "event_links", "incident_events")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the made coding, everything worked out."""
    with Store(tmp_path / "made.duckdb") as made:
        made.save(coding(), "made.txt")
        bring_up_to_date(made.connection)
        yield made


def said(
    store: Store, record: str, verdict: Verdict = "correct", person: str = "Ada", **correction: Any
) -> Judgement:
    """A judgement, all counts brought up to date."""
    given = Correction(**correction) if correction else None
    return judge_and_relate(store, record, verdict, person, "", given)


def ties(store: Store) -> set[tuple[Any, ...]]:
    """Event, dyad, type, factuality and sectors of everything that ties two."""
    return set(
        store.connection.execute(
            """SELECT event, actor, recipient, event_type, factuality, actor_sector, recipient_sector
               FROM dyad_events"""
        ).fetchall()
    )


def counts(store: Store, **chosen: Any) -> list[tuple[str, str, str, int, float | None]]:
    """Actor, recipient, month, incidents and intensity of every directed dyad."""
    rows = series(store.connection, "month", chosen=Chosen(**chosen))
    return [(one.actor, one.recipient, str(one.period)[:7], one.incidents, one.intensity) for one in rows]


PRAISE = ("NOR", "TCD", "2019-04", 1, 3.5)


# ---- every count at once --------------------------------------------------------------------------


def test_a_rejected_event_counts_nowhere(store: Store) -> None:
    assert counts(store) == [PRAISE]
    said(store, "e-praise", "reject")
    assert counts(store) == [] and pending(store.connection) == 0
    assert [one.event_type for one in incidents(store.connection, Wanted())] == ["CONSULT"]
    assert {row[0] for row in ties(store)} == {"e-meeting"}


def test_an_accepted_event_counts_as_before(store: Store) -> None:
    before = everything(store)
    said(store, "e-praise", "accept")
    assert everything(store) == before


def test_a_corrected_event_counts_as_corrected(store: Store) -> None:
    said(store, "e-praise", event_type="AID", actor=("TCD",), recipient=("NOR", "European Union"))
    assert counts(store) == [
        ("TCD", "European Union", "2019-04", 1, 10.0),
        ("TCD", "NOR", "2019-04", 1, 10.0),
    ]
    (told,) = incidents(store.connection, Wanted(factualities=("happened",)))
    assert (told.event_type, told.quad, told.intensity) == ("AID", "material_cooperation", 10.0)
    assert (told.actor, told.recipient) == (("TCD",), ("European Union", "NOR"))
    assert [one.id for one in incidents(store.connection, Wanted("European Union"))] == [told.id]


def test_a_party_that_the_record_mentions_keeps_its_sector(store: Store) -> None:
    said(store, "e-praise", actor=("TCD",), recipient=("NOR",))
    assert ("e-praise", "TCD", "NOR", "SUPPORT", "happened", None, "GOV") in ties(store)


def test_a_corrected_factuality_makes_it_count(store: Store) -> None:
    said(store, "e-meeting", factuality="happened")
    assert [row[:4] for row in counts(store)] == [
        ("NOR", "TCD", "2019-04", 1),
        ("NOR", "TCD", "2019-05", 1),
        ("TCD", "NOR", "2019-05", 1),
    ]


def test_on_whose_word_can_be_corrected(store: Store) -> None:
    assert counts(store, voices=("official",)) == []
    said(store, "e-praise", voice_kind="official")
    assert counts(store, voices=("official",)) == [PRAISE]
    assert incidents(store.connection, Wanted(voices=("report",))) == []
    assert len(incidents(store.connection, Wanted(voices=("official",)))) == 1


def test_statements_and_assessments_are_as_judged(store: Store) -> None:
    said(store, "s-trust", stance="negative")
    said(store, "a-trend", aspect="obstacle", direction="none")
    found = relation(store.connection, "NOR", "TCD")
    assert [(one.stance, one.side) for one in found.statements] == [("negative", "NOR")]
    assert [one.mean for one in found.stances] == [-1.0]
    assert [(one.aspect, one.direction) for one in found.assessments] == [("obstacle", None)]
    assert len(found.obstacles) == 1
    said(store, "s-trust", "reject")
    said(store, "a-trend", "reject")
    found = relation(store.connection, "NOR", "TCD")
    assert not (found.statements or found.assessments or found.obstacles or found.stances)


def test_a_corrected_forecast_is_one(store: Store) -> None:
    assert relation(store.connection, "NOR", "TCD").forecasts == ()
    said(store, "e-meeting", factuality="planned")
    (told,) = relation(store.connection, "NOR", "TCD").forecasts
    assert (told.event, told.factuality) == ("e-meeting", "planned")


def test_a_corrected_event_may_leave_its_incident(tmp_path: Path) -> None:
    with Store(tmp_path / "two.duckdb") as store:
        twice = [retold(number) for number in (1, 2)]
        store.save_all([(one, "made.txt") for one in twice])
        bring_up_to_date(store.connection)
        (one,) = incidents(store.connection, Wanted())
        assert one.texts == 2
        said(
            store, "e2", event_type="ASSAULT", actor=("PAK",), recipient=("IND",), factuality="did_not_happen"
        )
        found = {each.event_type: each for each in incidents(store.connection, Wanted())}
        assert {name: each.texts for name, each in found.items()} == {"SUPPORT": 1, "ASSAULT": 1}
        assert found["ASSAULT"].actor == ("PAK",)


def retold(number: int) -> Coding:
    """An article that tells of the praise among words of its own, with an event of its own id."""
    own = " ".join(f"own{number}x{n}" for n in range(120))
    page = article(f"{article().text}\n\n{own}")
    return Coding(page, (replace(praise(), id=f"e{number}", document=page.id),))


def test_exports_write_what_stands(store: Store, tmp_path: Path) -> None:
    said(
        store,
        "e-praise",
        event_type="CONSULT",
        mode="visit",
        actor=("TCD", "European Union"),
        recipient=("NOR",),
    )
    text = {form: exported(store, form, tmp_path) for form in ("polecat", "icews", "gdelt", "plover-json")}
    assert "CONSULT\tvisit" in text["polecat"] and "Chad; European Union\tTCD; EUR" in text["polecat"]
    assert text["icews"].count("goes on a visit") == 2 and "Norway" in text["icews"]
    assert [line.split("\t")[5] for line in text["gdelt"].splitlines()] == ["TCD", "EEC"]
    assert '"event":["CONSULT"],"mode":["visit"]' in text["plover-json"]
    said(store, "e-praise", "reject")
    for form in ("gdelt", "gdelt-mentions", "plover-json"):
        assert exported(store, form, tmp_path) == ""
    write(store.connection, "parquet", tmp_path / "whole")
    rows = store.connection.execute(
        f"SELECT verdict FROM '{tmp_path}/whole/judgements.parquet' ORDER BY number"
    )
    assert rows.fetchall() == [("correct",), ("reject",)]
    kept = store.connection.execute(f"SELECT id FROM '{tmp_path}/whole/events.parquet'").fetchall()
    assert ("e-praise",) in kept  # the machine's records are whole


def exported(store: Store, form: str, folder: Path) -> str:
    write(store.connection, form, folder / "out")
    return (folder / "out").read_text(encoding="utf-8")


COUNTING = {
    "relate": (
        *DECIDING,
        *("touched_reports", "incident_list", "incident_reports"),
        *("dyad_series", "statements", "assessments", "forecasts"),
    ),
    "export": (
        *("chosen", "entities", "sides", "incidents", "firsts"),
        *("gdelt", "icews", "mentions", "plover_json", "polecat"),
    ),
}


@pytest.mark.parametrize(
    ("stage", "name"), [(stage, one) for stage, names in COUNTING.items() for one in names]
)
def test_no_question_that_counts_reads_the_machines_word(stage: str, name: str) -> None:
    page = resources.files(f"dragoman.{stage}").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:FROM|JOIN) (?:events|statements|assessments|abouts)\b", page)


# ---- withdrawn ------------------------------------------------------------------------------------


def everything(store: Store) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows of the derived tables, sorted."""
    con = store.connection
    return {name: sorted(con.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in DERIVED}


def test_two_persons_in_turn(store: Store) -> None:
    start = everything(store)
    ada = said(store, "e-praise", "reject", "Ada")
    without = everything(store)
    bob = said(store, "e-praise", person="Bob", event_type="AID")
    as_aid = everything(store)
    again = said(store, "e-praise", "accept", "Ada")
    assert everything(store) == start
    undo_and_relate(store, again.id[:6], "Bob")
    assert everything(store) == as_aid
    undo_and_relate(store, bob.id, "Ada", "it was none")
    assert everything(store) == without != start
    undo_and_relate(store, ada.id, "Bob")
    assert everything(store) == start and standing(store.connection) == {}
    assert len(judgements(store.connection)) == 6


def test_what_is_judged_is_the_same_as_if_it_had_been_so_and_withdrawn_as_if_never(
    codings: list[Coding], whole: Tables, tmp_path: Path
) -> None:
    with Store(tmp_path / "judged.duckdb") as store:
        store.save_all([(one, "made.txt") for one in codings])
        bring_up_to_date(store.connection)
        chance = random.Random(7)
        events = sorted(
            {one.id: one for coding in codings for one in coding.events}.values(), key=lambda e: e.id
        )
        made = [judged(store, one, chance) for one in chance.sample(events, 12)]
        now = tables(store)
        assert now["dyad_events"] != whole["dyad_events"] and now["events"] == whole["events"]
        store.connection.execute("DELETE FROM relating")
        bring_up_to_date(store.connection, batch=5)  # all anew, in other batches
        assert tables(store) == now
        chance.shuffle(made)
        for one in made:
            undo_and_relate(store, one.id, "Bob")
        assert tables(store) == whole


def judged(store: Store, event: Event, chance: random.Random) -> Judgement:
    """Some judgement of an event that changes it."""
    match chance.randrange(3):
        case 0:
            return said(store, event.id, "reject")
        case 1:
            return said(store, event.id, actor=("PAK",), recipient=("IND",))
        case _:
            kind = "AID" if event.event_type != "AID" else "ASSAULT"
            return said(store, event.id, event_type=kind, factuality="ongoing")


def test_an_article_read_anew_is_counted_as_judged(codings: list[Coding], tmp_path: Path) -> None:
    first = next(one for one in codings if len(one.events) > 1)
    with Store(tmp_path / "anew.duckdb") as store:
        store.save_all([(one, "made.txt") for one in codings])
        bring_up_to_date(store.connection)
        said(store, first.events[0].id, "reject")
        now = tables(store)
        emptied = replace(first, events=())
        for coding_ in (emptied, first):
            store.save(coding_, "made.txt")
            bring_up_to_date(store.connection)
            (kept,) = judgements(store.connection)
            assert kept.applies == bool(coding_.events)
        assert tables(store) == now


def test_the_tables_of_a_judged_store_do_not_depend_on_when_it_was_judged(tmp_path: Path) -> None:
    made = [retold(1), retold(2), coding()]
    with Store(tmp_path / "early.duckdb") as early:
        early.save(made[0], "made.txt")
        bring_up_to_date(early.connection)
        said(early, "e1", event_type="AID")
        early.save_all([(one, "made.txt") for one in made[1:]])
        bring_up_to_date(early.connection)
        one = everything(early)
    worked_out(tmp_path / "late.duckdb", [made], batch=2)
    with Store(tmp_path / "late.duckdb") as late:
        said(late, "e1", event_type="AID")
        assert everything(late) == one


def test_what_is_refused_changes_nothing(store: Store) -> None:
    before = everything(store)
    for record, problem in (("e-", "2 records begin"), ("zz", "no record zz"), ("", "no record")):
        with pytest.raises(StoreError, match=problem):
            said(store, record, "reject")
    with pytest.raises(StoreError, match="no judgement zz"):
        undo_and_relate(store, "zz", "Ada")
    with pytest.raises(StoreError, match="no judgement"):
        undo_and_relate(store, "", "Ada")
    assert everything(store) == before and judgements(store.connection) == []


# ---- outlets --------------------------------------------------------------------------------------


def test_only_what_an_outlet_published_counts(tmp_path: Path) -> None:
    with Store(tmp_path / "outlets.duckdb") as store:
        store.save(coding(), "made.txt")
        other = replace(retold(1), article=replace(retold(1).article, outlet="Another Courier"))
        planned = replace(no_meeting(), id="e3", document=other.article.id, factuality="planned")
        attack = replace(
            praise(),
            id="e2",
            document=other.article.id,
            event_type="ASSAULT",
            quad="material_conflict",
            intensity=-9.0,
            actor=(CHAD,),
            recipient=(NORWAY,),
            date=None,
        )
        store.save(replace(other, events=(attack, planned)), "other.txt")
        bring_up_to_date(store.connection)
        assert [row[:2] for row in counts(store)] == [("NOR", "TCD"), ("TCD", "NOR")]
        assert counts(store, outlets=("The Made-up Courier",)) == [PRAISE]
        assert [row[:2] for row in counts(store, outlets=("Another Courier",))] == [("TCD", "NOR")]
        assert counts(store, outlets=("another courier",)) == []
        both = ("Another Courier", "The Made-up Courier")
        assert counts(store, outlets=both) == counts(store)
        for second in ("TCD", None):
            listed = incidents(store.connection, Wanted("NOR", second, outlets=("Another Courier",)))
            assert {one.event_type for one in listed} == {"ASSAULT", "CONSULT"}
        found = relation(store.connection, "NOR", "TCD", chosen=Chosen(outlets=("Another Courier",)))
        assert not (found.statements or found.assessments) and found.total == 2
        assert [one.event for one in found.forecasts] == ["e3"]
        found = relation(store.connection, "NOR", "TCD", chosen=Chosen(outlets=("The Made-up Courier",)))
        assert len(found.statements) == len(found.assessments) == 1 and found.forecasts == ()
        assert [one.period for one in found.periods] == [date(2019, 4, 1)]
