"""``judge``, ``unjudge``, ``judgements``, ``eval judged``: from a record to gold and its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dragoman.pipeline import Pipeline
from dragoman.records import Coding
from dragoman.serve import cli, jsonl
from dragoman.serve.evaluate import GoldError, Half, Part, evaluate
from dragoman.serve.evaluate.judged import figures, outcomes, page
from dragoman.serve.judged import gold, parties
from dragoman.serve.judging import judge_and_relate
from dragoman.store import Store
from dragoman.store.judgements import Correction, Verdict, judgements
from tests.store.made import TEXT, article, coding, no_meeting, praise

REAL = """Kenya Sues Uganda

Kenya sued Uganda on Monday over the lake. President Yoweri Museveni said that Kenya “is a partner we trust”.

Somalia praised Kenya. Relations between Kenya and Uganda improve by the year."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "made.duckdb"
    with Store(path) as store:
        store.save(coding(), "made.txt")
    return path


def run(db: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.app, [*words, "--db", str(db)], env={"COLUMNS": "200"})


def done(db: Path, *words: str) -> str:
    """The output of a command that must go well."""
    found = run(db, *words)
    assert found.exit_code == 0, found.output
    return found.stdout


def incidents_of(db: Path) -> list[str]:
    """The types that the store's incidents between Norway and Chad have."""
    found = done(db, "incidents", "NOR", "TCD", "--format", "jsonl").splitlines()
    return [json.loads(line)["event_type"] for line in found]


# ---- the commands ---------------------------------------------------------------------------------


def test_judge_count_withdraw(db: Path) -> None:
    assert sorted(incidents_of(db)) == ["CONSULT", "SUPPORT"]
    line = done(db, "judge", "e-pr", "reject", "--person", "Ada", "--reason", "of a company")
    key = line.split(":")[0]
    assert line == f"{key}: event e-praise rejected by Ada\n"
    assert incidents_of(db) == ["CONSULT"]
    line = done(db, "unjudge", key[:6], "--person", "Bob", "--reason", "of the state")
    assert f"judgement {key} of event e-praise withdrawn by Bob" in line
    assert sorted(incidents_of(db)) == ["CONSULT", "SUPPORT"]
    listed = done(db, "judgements")
    assert "Judgements (2)" in listed and "of a company" in listed and f"withdraws {key[:8]}" in listed
    first, second = (json.loads(one) for one in done(db, "judgements", "--format", "jsonl").splitlines())
    assert (first["verdict"], first["of"], first["undone"]) == ("reject", "e-praise", True)
    assert first["machine"] == jsonl.event(praise(), TEXT)
    assert (second["verdict"], second["undoes"], second["machine"]) == ("undo", key, None)
    assert len(done(db, "judgements", "--format", "jsonl", "--person", "Bob").splitlines()) == 1


def test_every_value_can_be_corrected_by_an_option(db: Path) -> None:
    words = ["--type", "CONSULT", "--mode", "visit", "--factuality", "planned", "--voice", "official"]
    sides = ["--actor", "chad", "--actor", "EU", "--recipient", "none"]
    done(db, "judge", "e-praise", "correct", "--person", "Ada", *words, *sides)
    done(db, "judge", "a-trend", "correct", "--person", "Ada", "--aspect", "state", "--direction", "none")
    done(db, "judge", "s-trust", "correct", "--person", "Ada", "--stance", "mixed")
    with Store(db, read_only=True) as store:
        said = [one.correction for one in judgements(store.connection)]
    assert said == [
        Correction("CONSULT", "visit", "planned", "official", ("TCD", "European Union"), ()),
        Correction(aspect="state", direction="none"),
        Correction(stance="mixed"),
    ]


def test_why_and_show_tell_who_judged(db: Path) -> None:
    assert "Judged" not in done(db, "show", article().id) and " by Ada" not in done(db, "why", "e-praise")
    done(db, "judge", "e-praise", "correct", "--person", "Ada", "--type", "AID", "--reason", "it paid")
    told = done(db, "why", "e-praise")
    assert "corrected to event_type AID; mode none by Ada, 20" in told and "it paid" in told
    shown = done(db, "show", article().id)
    assert "Judged (1)" in shown and "event_type AID; mode none" in shown
    assert " by Ada" not in done(db, "why", "e-meeting")


def test_the_list_tells_what_became_of_each(db: Path) -> None:
    for record, verdict in (("e-praise", "reject"), ("e-praise", "accept"), ("e-meeting", "accept")):
        done(db, "judge", record, verdict, "--person", "Ada")
    done(db, "judge", "s-trust", "accept", "--person", "Ada")
    with Store(db) as store:
        told = replace(praise(), factuality="hoped")
        store.save(replace(coding(), events=(told,)), "made.txt")
    listed = done(db, "judgements")
    states = ("replaced by a later one", "the coder tells it otherwise now", "no longer applies", "│ stands ")
    assert all(state in " ".join(listed.split()) for state in states)


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (["judge", "e-praise", "accept"], 2, "--person"),
        (["judge", "e-praise", "praise", "--person", "Ada"], 2, "praise"),
        (["judge", "e-none", "accept", "--person", "Ada"], 1, "no record e-none"),
        (["judge", "e-", "accept", "--person", "Ada"], 1, "2 records begin with e-"),
        (["judge", "e-praise", "accept", "--person", " "], 1, "nobody judges"),
        (["judge", "e-praise", "accept", "--person", "Ada", "--type", "AID"], 2, "corrects nothing"),
        (["judge", "e-praise", "correct", "--person", "Ada"], 1, "changes nothing"),
        (["judge", "e-praise", "correct", "--person", "Ada", "--actor", "Nowhere"], 2, "no country is known"),
        (["judge", "e-praise", "correct", "--person", "A", "--actor", "none", "--actor", "NOR"], 2, "nobody"),
        (["judge", "e-praise", "correct", "--person", "Ada", "--type", "PRAISE"], 1, "There are: AGREE"),
        (
            ["judge", "e-praise", "correct", "--person", "A", "--type", "X", "--ontology", "no.toml"],
            1,
            "no.toml",
        ),
        (["unjudge", "00", "--person", "Ada"], 1, "dragoman judgements lists them"),
        (["judgements", "--format", "gold", "--person", "Ada"], 2, "Leave --person out"),
    ],
    ids=lambda one: " ".join(one)[:40] if isinstance(one, list) else "",
)
def test_what_cannot_be_done_is_told(db: Path, words: list[str], code: int, problem: str) -> None:
    found = run(db, *words)
    assert (found.exit_code, found.stdout) == (code, "")
    assert problem in found.stderr
    with Store(db, read_only=True) as store:
        assert judgements(store.connection) == []


def test_types_of_an_ontology_of_ones_own(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        """version = "own"
[[type]]
name = "TALK"
quad = "verbal_cooperation"
score = 1.5
definition = "They talk."
recipient = "optional"
takes = ["CONSULT"]
""",
        encoding="utf-8",
    )
    words = ["judge", "e-praise", "correct", "--person", "Ada", "--type", "TALK"]
    assert run(db, *words).exit_code == 1
    found = run(db, *words, "--ontology", str(own))
    assert found.exit_code == 0, found.output
    assert "TALK" in incidents_of(db)


def test_relations_of_an_outlet(db: Path, tmp_path: Path) -> None:
    ours, other = ["--outlet", "The Made-up Courier"], ["--outlet", "The Made-up"]
    told = done(db, "dyad", "NOR", "TCD", *ours)
    assert "published by The Made-up Courier" in told and "1 incident since" in told
    assert done(db, "dyads", *ours) == done(db, "dyads") != ""
    assert done(db, "incidents", *ours, "--format", "jsonl") == done(db, "incidents", "--format", "jsonl")
    page_ = tmp_path / "brief.md"
    done(db, "brief", "NOR", "TCD", "--out", str(page_), *ours)
    assert "published by The Made-up Courier" in page_.read_text(encoding="utf-8")
    for words in (["dyad", "NOR", "TCD"], ["dyads"], ["incidents"], ["brief", "NOR", "TCD", "--out", "b.md"]):
        found = run(db, *words, *other)
        assert found.exit_code == 1 and "There are, for example: The Made-up Courier" in found.stderr


# ---- gold -----------------------------------------------------------------------------------------


def test_gold_is_the_record_as_it_was_judged(db: Path) -> None:
    done(db, "judge", "e-praise", "correct", "--person", "Ada", "--type", "AID", "--recipient", "EU")
    done(db, "judge", "e-meeting", "reject", "--person", "Ada", "--reason", "no talks")
    done(db, "judge", "s-trust", "accept", "--person", "Ada")
    done(db, "judge", "a-trend", "correct", "--person", "Ada", "--direction", "none")
    with Store(db) as store:  # the coder changes
        store.save(replace(coding(), events=(replace(praise(), factuality="hoped"),)), "made.txt")
    (found,) = (json.loads(line) for line in done(db, "judgements", "--format", "gold").splitlines())
    records = {one["id"]: one for one in found.pop("records")}
    assert found == {
        "document": article().id,
        "text": TEXT,
        "title": article().title,
        "published": "2019-05-01",
        "outlet": "The Made-up Courier",
        "genre": "report",
        "language": "en",
    }
    event = records["e-praise"]
    assert (event["event_type"], event["mode"], event["factuality"]) == ("AID", None, "happened")
    assert (event["actor"], event["recipient"]) == (["NOR"], ["European Union"])
    assert TEXT[slice(*event["trigger"])] == "praised"
    rejected = records["e-meeting"]
    assert (rejected["verdict"], rejected["reason"], rejected["person"]) == ("reject", "no talks", "Ada")
    said = records["s-trust"]
    assert TEXT[slice(*said["source"])] == "Foreign Minister Ingrid Dahl" and said["stance"] == "positive"
    trend = records["a-trend"]
    assert (trend["aspect"], trend["direction"], trend["dyad"]) == ("trend", None, ["NOR", "TCD"])


def test_of_nothing_judged_there_is_no_gold(db: Path) -> None:
    found = run(db, "judgements", "--format", "gold")
    assert (found.exit_code, found.stdout) == (0, "") and "no gold" in found.stderr


def test_parties_are_countries_and_bodies_of_no_state() -> None:
    many: list[dict[str, Any]] = [
        {"country": ["PAK", "IND"], "name": None},
        {"country": "PAK", "name": "Pakistan"},
        {"country": None, "name": "European Union"},
        {"country": None, "name": "Ada Holm"},
    ]
    assert parties(many) == ["European Union", "IND", "PAK"]


@pytest.fixture(scope="module")
def coded(pipeline: Pipeline) -> Coding:
    """A real article as the shipped system codes it."""
    return pipeline.code(replace(article(REAL, "Kenya Sues Uganda"), genre="report"))


def judged_gold(folder: Path, coded: Coding, *said: tuple[str, Verdict, Correction | None]) -> Path:
    """A gold file of these judgements of the article's records."""
    path = folder / "gold.jsonl"
    with Store(folder / "real.duckdb") as store:
        store.save(coded, "real.txt")
        for record, verdict, correction in said:
            judge_and_relate(store, record, verdict, "Ada", "", correction)
        path.write_text("".join(json.dumps(one) + "\n" for one in gold(store)), encoding="utf-8")
    return path


def test_gold_of_what_was_accepted_is_found_whole(coded: Coding, tmp_path: Path) -> None:
    records = [one.id for many in (coded.events, coded.statements, coded.assessments) for one in many]
    assert len(coded.events) >= 2 and coded.statements and coded.assessments
    path = judged_gold(tmp_path, coded, *((one, "accept", None) for one in records))
    found = evaluate("judged", path)
    for kind, told in (
        ("events", coded.events),
        ("statements", coded.statements),
        ("assessments", coded.assessments),
    ):
        asked = found[kind]
        assert isinstance(asked, dict)
        assert asked.pop("rejected_again") == "0 of 0"
        assert set(asked.values()) == {f"{len(told)} of {len(told)}"}, kind
    assert found["n"] == 1
    with pytest.raises(GoldError, match="no rows"):
        (tmp_path / "none.jsonl").write_text("\n")
        evaluate("judged", tmp_path / "none.jsonl")


def test_gold_of_what_was_wrong_is_told_as_wrong(coded: Coding, tmp_path: Path) -> None:
    first, second = coded.events[:2]
    (assessment, *_), (statement, *_) = coded.assessments, coded.statements
    path = judged_gold(
        tmp_path,
        coded,
        (first.id, "reject", None),
        (second.id, "correct", Correction(event_type="AID", factuality="hoped", actor=("RUS",))),
        (statement.id, "correct", Correction(stance="mixed")),
        (assessment.id, "reject", None),
    )
    found: dict[str, Any] = dict(evaluate("judged", path))
    assert found["events"]["found"] == found["events"]["rejected_again"] == "1 of 1"
    told = {name: found["events"][name][0] for name in ("event_type", "factuality", "actor", "recipient")}
    assert told == {"event_type": "0", "factuality": "0", "actor": "0", "recipient": "1"}
    assert found["statements"]["found"] == found["statements"]["source"] == "1 of 1"
    assert found["statements"]["stance"] == "0 of 1"
    assert (found["assessments"]["found"], found["assessments"]["rejected_again"]) == ("0 of 0", "1 of 1")


def test_a_half_is_of_documents(coded: Coding, tmp_path: Path) -> None:
    path = judged_gold(tmp_path, coded, (coded.events[0].id, "accept", None))
    path.write_text(path.read_text(encoding="utf-8") * 3, encoding="utf-8")
    assert evaluate("judged", path, Part(Half.first))["n"] == 1
    assert evaluate("judged", path, Part(Half.second))["n"] == 2


def records_of(*changed: dict[str, Any]) -> dict[str, Any]:
    """A row of gold with the praise of the made coding, changed."""
    event = {
        "record": "event",
        "verdict": "accept",
        "trigger": [39, 46],
        "event_type": "SUPPORT",
        "mode": None,
        "factuality": "happened",
        "voice_kind": "report",
        "actor": ["NOR"],
        "recipient": ["TCD"],
    }
    return {"text": TEXT, "records": [{**event, **one} for one in changed]}


def counted(row: dict[str, Any], made: Coding) -> Any:
    return figures(outcomes(page(row), made))["events"]


def test_a_coded_event_answers_for_one_of_the_gold_the_right_ones_first() -> None:
    both = records_of({"verdict": "reject", "recipient": ["PAK"]}, {})
    once = counted(both, coding())
    assert (once["found"], once["recipient"], once["rejected_again"]) == ("1 of 1", "1 of 1", "0 of 1")
    again = replace(praise(), id="again", recipient=())
    twice = counted(both, replace(coding(), events=(again, praise())))
    assert (twice["found"], twice["recipient"], twice["rejected_again"]) == ("1 of 1", "1 of 1", "1 of 1")


def test_a_rejected_event_comes_again_only_as_what_was_rejected() -> None:
    rejected = records_of({"verdict": "reject"})
    for made, told in (((praise(),), "1 of 1"), ((no_meeting(),), "0 of 1")):
        assert counted(rejected, replace(coding(), events=made))["rejected_again"] == told
    other = replace(praise(), event_type="AID")
    assert counted(rejected, replace(coding(), events=(other,)))["rejected_again"] == "0 of 1"


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "undo"},
        {"record": "incident"},
        {"trigger": [39]},
        {"trigger": [9000, 9005]},
        {"trigger": None},
        {"actor": None},
    ],
    ids=str,
)
def test_a_row_that_is_no_gold_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(records_of(change)) + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match="line 1 is not a row"):
        evaluate("judged", path)


def test_rows_without_what_may_be_unknown_are_read() -> None:
    found: Sequence[Any] = page(records_of({})).records
    assert len(found) == 1
    assert page(records_of({}) | {"genre": None, "published": None}).article.genre == "unknown"
    with pytest.raises(ValueError, match="no genre"):
        page(records_of({}) | {"genre": "novel"})
