"""Judgements are rows beside the machine's records: what stands, what is refused, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dragoman.knowledge.ontology import plover
from dragoman.records import Coding
from dragoman.store import Store, StoreError
from dragoman.store.judgements import (
    LONGEST_PERSON,
    LONGEST_REASON,
    Correction,
    Judgement,
    Verdict,
    judge,
    judgements,
    standing,
    undo,
)
from dragoman.store.migrate import migrations
from dragoman.store.rows import PARTS
from tests.store.made import article, coding, praise

DOCUMENT = article().id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the made coding."""
    with Store(tmp_path / "made.duckdb") as made:
        made.save(coding(), "made.txt")
        yield made


def said(
    store: Store,
    record: str,
    verdict: Verdict = "correct",
    person: str = "Ada",
    reason: str = "",
    **correction: Any,
) -> Judgement:
    """A judgement with what it corrects."""
    given = Correction(**correction) if correction else None
    return judge(store.connection, record, verdict, person, reason, given, machine='{"id": "x"}')


def rows(store: Store, question: str) -> list[tuple[Any, ...]]:
    return store.connection.execute(question).fetchall()


def seen(store: Store, record: str = "e-praise") -> tuple[Any, ...] | None:
    """How an event counts: type, mode, quad, intensity, factuality, voice, judged; None where it does not."""
    return store.connection.execute(
        """SELECT event_type, mode, quad, intensity, factuality, voice_kind, judged
           FROM judged_events WHERE id = ?""",
        [record],
    ).fetchone()


def sides(store: Store, record: str = "e-praise") -> list[tuple[Any, ...]]:
    return store.connection.execute(
        """SELECT role, ordinal, country, name, sector, start_char FROM judged_participants
           WHERE record = ? AND role IN ('actor', 'recipient') ORDER BY role, ordinal""",
        [record],
    ).fetchall()


# ---- what stands ----------------------------------------------------------------------------------


def test_nothing_judged_is_the_machines_word(store: Store) -> None:
    for table in ("events", "statements", "abouts", "assessments"):
        judged = rows(store, f"SELECT * EXCLUDE (judged) FROM judged_{table} ORDER BY ALL")
        assert judged == rows(store, f"SELECT * FROM {table} ORDER BY ALL") and judged
        assert rows(store, f"SELECT DISTINCT judged FROM judged_{table}") == [(None,)]
    question = "SELECT * FROM {} ORDER BY ALL"
    assert rows(store, question.format("judged_participants")) == rows(store, question.format("participants"))


def test_a_judgement_says_who_when_what_and_why(store: Store) -> None:
    made = said(store, "e-praise", "reject", "  Ada   Holm ", " of a company\nnot a state ")
    assert (made.person, made.reason, made.verdict) == ("Ada Holm", "of a company\nnot a state", "reject")
    assert (made.document, made.record, made.kind) == (DOCUMENT, "e-praise", "event")
    assert made.machine == '{"id": "x"}' and made.correction is None
    assert made.standing and made.applies and not made.undone
    assert judgements(store.connection) == [made] and standing(store.connection, DOCUMENT) == {
        "e-praise": made
    }


def test_an_accepted_record_is_the_same_and_known_to_be_checked(store: Store) -> None:
    before = seen(store)
    said(store, "e-praise", "accept")
    assert before is not None and seen(store) == (*before[:-1], "accept")


def test_a_rejected_record_is_in_no_view(store: Store) -> None:
    for record, view in (
        ("e-praise", "judged_events"),
        ("s-trust", "judged_statements"),
        ("a-trend", "judged_assessments"),
    ):
        said(store, record, "reject")
        assert rows(store, f"SELECT * FROM {view} WHERE id = '{record}'") == []
    assert rows(store, "SELECT * FROM judged_abouts WHERE record = 's-trust'") == []


def test_no_judgement_writes_to_the_machines_tables(store: Store) -> None:
    before = {table: rows(store, f"SELECT * FROM {table} ORDER BY ALL") for table in (*PARTS, "documents")}
    said(store, "e-praise", event_type="AID", actor=("RUS",))
    said(store, "e-meeting", "reject")
    said(store, "s-trust", stance="negative")
    after = {table: rows(store, f"SELECT * FROM {table} ORDER BY ALL") for table in (*PARTS, "documents")}
    assert before == after and store.coding(DOCUMENT) == coding()


def test_the_document_of_a_judged_record_is_pending(store: Store) -> None:
    store.connection.execute("DELETE FROM pending")
    made = said(store, "e-praise", "accept")
    assert rows(store, "SELECT document FROM pending") == [(DOCUMENT,)]
    store.connection.execute("DELETE FROM pending")
    undo(store.connection, made.id, "Ada")
    assert rows(store, "SELECT document FROM pending") == [(DOCUMENT,)]


def test_quad_and_intensity_follow_from_the_corrected_type_and_mode(store: Store) -> None:
    visit = plover().types["CONSULT"].intensity("visit")
    made = said(
        store, "e-praise", event_type="CONSULT", mode="visit", factuality="planned", voice_kind="named"
    )
    assert (made.quad, made.intensity) == ("verbal_cooperation", visit)
    assert seen(store) == ("CONSULT", "visit", "verbal_cooperation", visit, "planned", "named", "correct")


def test_a_mode_can_be_corrected_to_none(store: Store) -> None:
    type_ = plover().types["RETREAT"]
    event = replace(praise(), event_type="RETREAT", mode="ceasefire", quad=type_.quad, intensity=9.0)
    store.save(replace(coding(), events=(event,)), "made.txt")
    made = said(store, "e-praise", mode="none")
    assert made.correction == Correction(event_type="RETREAT", mode="none")
    told = seen(store)
    assert told is not None and told[:4] == ("RETREAT", None, type_.quad, type_.intensity(None))
    again = said(store, "e-praise", **(made.correction.given()))
    assert again.correction == made.correction  # what is read back can be said again
    said(store, "e-praise", event_type="AID")
    assert (seen(store) or ())[:2] == ("AID", None)  # a mode of another type falls away
    said(store, "e-praise", event_type="RETREAT", factuality="hoped")
    assert (seen(store) or ())[:5] == ("RETREAT", "ceasefire", type_.quad, 9.0, "hoped")


def test_a_direction_can_be_corrected_to_none(store: Store) -> None:
    said(store, "a-trend", direction="none")
    assert rows(store, "SELECT aspect, direction FROM judged_assessments") == [("trend", None)]
    said(store, "a-trend", aspect="state")
    assert rows(store, "SELECT aspect, direction FROM judged_assessments") == [("state", "improving")]


def test_a_corrected_stance_is_that_toward_all_it_speaks_of(store: Store) -> None:
    said(store, "s-trust", stance="negative", voice_kind="named")
    told = rows(store, "SELECT stance, voice_kind, judged FROM judged_statements")
    assert told == [("negative", "named", "correct")]
    assert rows(store, "SELECT stance, score FROM judged_abouts WHERE record = 's-trust'") == [
        ("negative", None)
    ]
    others = "SELECT stance, score FROM judged_abouts WHERE record <> 's-trust'"
    assert rows(store, others) == [("positive", 0.5)]


def test_corrected_parties_stand_in_place_of_the_machines(store: Store) -> None:
    cast = rows(store, "SELECT * FROM participants WHERE record <> 'e-praise' ORDER BY ALL")
    said(store, "e-praise", actor=("TCD", "European Union", "PAK"), recipient=("NOR",))
    assert sides(store) == [
        ("actor", 0, ["TCD"], "Chad", None, 47),
        ("actor", 1, [], "European Union", None, None),
        ("actor", 2, ["PAK"], None, None, None),
        ("recipient", 0, ["NOR"], "Norway", "GOV", 32),  # the mention, though the machine had it as the actor
    ]
    other = "SELECT * FROM judged_participants WHERE record <> 'e-praise' ORDER BY ALL"
    assert rows(store, other) == cast


def test_a_side_can_be_corrected_to_nobody(store: Store) -> None:
    said(store, "e-praise", recipient=())
    assert [row[0] for row in sides(store)] == ["actor"]


def test_only_what_differs_is_kept(store: Store) -> None:
    made = said(
        store, "e-praise", event_type="SUPPORT", factuality="hoped", actor=("NOR",), recipient=("NOR", "NOR")
    )
    assert made.correction == Correction(factuality="hoped", recipient=("NOR",))
    assert (seen(store) or ())[:5] == ("SUPPORT", None, "verbal_cooperation", 3.5, "hoped")


def test_the_latest_that_nobody_withdrew_stands(store: Store) -> None:
    first = said(store, "e-praise", person="Ada", factuality="planned")
    second = said(store, "e-praise", "reject", "Bob")
    third = said(store, "e-praise", "accept", "Ada")
    found = judgements(store.connection, record="e-praise")
    assert [one.id for one in found] == [first.id, second.id, third.id]
    assert [one.number for one in found] == sorted({one.number for one in found})
    assert [one.standing for one in found] == [False, False, True]
    undo(store.connection, first.id, "Bob", "not this one")  # of one that does not stand
    assert (seen(store) or ())[4:] == ("happened", "report", "accept")
    undo(store.connection, third.id, "Bob")
    assert seen(store) is None
    undo(store.connection, second.id, "Ada")
    assert (seen(store) or ())[4:] == ("happened", "report", None)
    assert standing(store.connection) == {}
    rest = judgements(store.connection, person="Bob")
    assert [(one.verdict, one.undoes) for one in rest] == [
        ("reject", None),
        ("undo", first.id),
        ("undo", third.id),
    ]
    assert [one.undone for one in judgements(store.connection)] == [True] * 3 + [False] * 3


# ---- an article read anew -------------------------------------------------------------------------


def test_a_judgement_outlives_the_reading_it_was_made_on(store: Store) -> None:
    made = said(store, "e-praise", factuality="planned")
    newer = replace(praise(), coder="newer", intensity=4.5)
    assert store.save(replace(coding(), events=(newer,)), "made.txt") == "replaced"
    assert (seen(store) or ())[:5] == ("SUPPORT", None, "verbal_cooperation", 4.5, "planned")
    assert judgements(store.connection) == [made]
    store.save(replace(coding(), events=()), "made.txt")
    (gone,) = judgements(store.connection)
    assert gone == replace(made, applies=False) and seen(store) is None
    store.save(coding(), "made.txt")
    assert judgements(store.connection) == [made] and (seen(store) or ())[4] == "planned"


# ---- what is refused ------------------------------------------------------------------------------

WRONG: list[tuple[str, Verdict, dict[str, Any], str]] = [
    ("e-none", "accept", {}, "no record e-none"),
    ("e-praise", "correct", {}, "changes nothing"),
    ("e-praise", "correct", {"event_type": "SUPPORT", "factuality": "happened"}, "changes nothing"),
    ("e-praise", "correct", {"actor": ("NOR",)}, "changes nothing"),
    ("e-praise", "accept", {"factuality": "hoped"}, "corrects nothing"),
    ("e-praise", "undo", {}, "'undo' is no verdict"),
    ("e-praise", "correct", {"event_type": "PRAISE"}, "no type 'PRAISE'"),
    ("e-praise", "correct", {"mode": "visit"}, "SUPPORT has no mode 'visit'"),
    ("e-praise", "correct", {"factuality": "true"}, "'true' is no factuality"),
    ("e-praise", "correct", {"voice_kind": "press"}, "'press' is no voice_kind"),
    ("e-praise", "correct", {"actor": ("Norway",)}, "no state or body is called 'Norway'"),
    ("e-praise", "correct", {"actor": ("nor",)}, "no state or body is called 'nor'"),
    ("e-praise", "correct", {"recipient": tuple(str(n) for n in range(51))}, "51 parties"),
    ("e-praise", "correct", {"stance": "positive"}, "an event has no stance"),
    ("s-trust", "correct", {"stance": "glad"}, "'glad' is no stance"),
    ("s-trust", "correct", {"factuality": "hoped"}, "a statement has no factuality"),
    ("a-trend", "correct", {"aspect": "hope"}, "'hope' is no aspect"),
    ("a-trend", "correct", {"direction": "improving"}, "changes nothing"),
]


@pytest.mark.parametrize(("record", "verdict", "correction", "problem"), WRONG, ids=lambda one: str(one)[:30])
def test_what_cannot_be_kept_is_refused(
    store: Store, record: str, verdict: Verdict, correction: dict[str, Any], problem: str
) -> None:
    with pytest.raises(StoreError, match=problem) as told:
        said(store, record, verdict, **correction)
    assert told.value.remedy and judgements(store.connection) == []


@pytest.mark.parametrize(
    ("person", "reason", "problem"),
    [
        (" \n", "", "nobody judges"),
        ("x" * (LONGEST_PERSON + 1), "", "the name has 101 characters"),
        ("Ada", "x" * (LONGEST_REASON + 1), "the reason has 2001 characters"),
        ("Ada\x1b[31m", "", "the name has characters"),
        ("Ada", "a\x00b", "the reason has characters"),
    ],
    ids=["nobody", "long name", "long reason", "escape", "null"],
)
def test_person_and_reason_have_limits(store: Store, person: str, reason: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem):
        said(store, "e-praise", "accept", person, reason)
    made = said(store, "e-praise", "accept", "x" * LONGEST_PERSON, "y" * LONGEST_REASON)
    with pytest.raises(StoreError, match=problem):
        undo(store.connection, made.id, person, reason)
    assert judgements(store.connection) == [made]


def test_what_cannot_be_withdrawn(store: Store) -> None:
    made = said(store, "e-praise", "reject")
    withdrawn = undo(store.connection, made.id, "Ada")
    for key, problem in (
        (made.id, "is withdrawn already"),
        (withdrawn.id, "withdraws a judgement itself"),
        ("0" * 16, "no judgement"),
    ):
        with pytest.raises(StoreError, match=problem):
            undo(store.connection, key, "Ada")
    assert len(judgements(store.connection)) == 2


def test_a_machines_record_that_is_no_json_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no JSON"):
        judge(store.connection, "e-praise", "accept", "Ada", machine="event")


# ---- older files ----------------------------------------------------------------------------------


def test_a_file_of_before_keeps_its_data_and_can_be_judged(tmp_path: Path) -> None:
    new, old = tmp_path / "new.duckdb", tmp_path / "old.duckdb"
    with Store(new) as made:
        made.save(coding(), "made.txt")
    with duckdb.connect(str(old)) as con:
        con.execute(f"ATTACH '{new}' AS new (READ_ONLY)")
        for page in migrations()[:4]:
            con.execute(page.sql)
            con.execute(
                "INSERT INTO schema_version VALUES (?, ?, now()::TIMESTAMP)", [page.version, page.name]
            )
        for table in ("runs", "documents", "readings", "pending", *PARTS):
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new.{table}")
    with Store(old) as store:
        assert store.coding(DOCUMENT) == coding()
        assert rows(store, "SELECT max(version) FROM schema_version") == [(len(migrations()),)]
        said(store, "e-praise", "reject")
        assert seen(store) is None and seen(store, "e-meeting") is not None
    with Store(old, read_only=True) as again:
        assert [one.verdict for one in judgements(again.connection)] == ["reject"]


def test_numbers_go_on_after_the_file_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "made.duckdb"
    for verdict in ("accept", "reject"):
        with Store(path) as store:
            store.save(coding(), "made.txt")
            said(store, "e-praise", verdict)
    with Store(path) as store:
        assert [one.standing for one in judgements(store.connection)] == [False, True]


def test_two_documents_are_judged_apart(store: Store) -> None:
    text = "Another text, of one sentence."
    other = replace(praise(), id="e-other", document=article(text).id)
    store.save(Coding(article(text), (other,)), "b")
    said(store, "e-other", "reject")
    assert seen(store) is not None and seen(store, "e-other") is None
    assert standing(store.connection, DOCUMENT) == {}
