"""``dyad``, ``dyads``, ``incidents`` and ``brief`` on a made store: pages, tables, files, refusals."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from dragoman.records import Assessment, Coding, Event, Participant, Span, Statement
from dragoman.relate.incident import Disagreement, Incident, Report
from dragoman.relate.index import Seen, levels
from dragoman.serve import cli
from dragoman.serve.relation_page import CUT
from dragoman.store import Store
from tests.store.made import BOTH, CHAD, NORWAY, TEXT, article, no_meeting, praise, trend, trust

HEADER = (
    "actor,recipient,period,incidents,verbal_cooperation,material_cooperation,verbal_conflict,"
    "material_conflict,intensity,index,low,high"
)
ENTITY = "R&amp;D"
MARKUP = "the <script>alert(1)</script> of **stars**, `ticks` and [links](https://example.org/x)"


@dataclass(frozen=True)
class Made:
    """An article that begins as TEXT does, so that the spans of the made records stand in it, too.

    What follows are words of its own, more than TEXT has, so that it is nobody's copy.
    """

    number: int
    published: date | None

    @property
    def text(self) -> str:
        own = " ".join(f"own{self.number}x{n}" for n in range(120))
        return f"{TEXT} It tells of {MARKUP} in {ENTITY}.\n\n{own}"

    @property
    def id(self) -> str:
        return article(self.text).id

    def key(self, nth: int) -> str:
        """A record's id of the shape that real ones have."""
        return f"{self.number:04x}{nth:04x}{0:08x}"

    def event(self, nth: int = 1, of: Event | None = None, **changes: Any) -> Event:
        """A made event on its day of publication, with what is to be different."""
        base = {"id": self.key(nth), "document": self.id, "date": None, "place": None}
        return replace(of or praise(), **{**base, **changes})

    def statement(self, **changes: Any) -> Statement:
        return replace(trust(), **{"id": self.key(101), "document": self.id, **changes})

    def assessment(self, nth: int = 201, **changes: Any) -> Assessment:
        return replace(trend(), **{"id": self.key(nth), "document": self.id, **changes})

    def coding(self, *records: Event | Statement | Assessment) -> Coding:
        page = replace(
            article(self.text), published=self.published, outlet=f"Courier {self.number}", dropped=()
        )
        return Coding(
            page,
            tuple(one for one in records if isinstance(one, Event)),
            tuple(one for one in records if isinstance(one, Statement)),
            tuple(one for one in records if isinstance(one, Assessment)),
        )


ATTACK: dict[str, Any] = {
    "event_type": "ASSAULT",
    "quad": "material_conflict",
    "intensity": -9.0,
    "actor": (CHAD,),
    "recipient": (NORWAY,),
}
HELP: dict[str, Any] = {"event_type": "AID", "quad": "material_cooperation", "intensity": 7.0}
PLAN: dict[str, Any] = {"event_type": "CONSULT", "intensity": 2.0, "factuality": "planned"}


def of(one: Participant, country: str) -> Participant:
    return replace(one, country=(country,), name=country)


def month(number: int) -> date:
    return date(2018, number, 10)


def codings() -> Iterator[Coding]:
    """Half a year of attacks by Chad, half a year of Norwegian help, and what is said about it."""
    for n in range(1, 7):
        made = Made(n, month(n))
        yield made.coding(made.event(**ATTACK))
    for n in range(7, 13):
        made = Made(n, month(n))
        yield made.coding(made.event(**HELP, voice_kind="official"))
    again = Made(13, month(12) + timedelta(days=1))
    yield again.coding(again.event(**HELP, factuality="did_not_happen"))
    judged = Made(14, date(2018, 12, 20))
    start = judged.text.index(MARKUP)
    marked = Span(start, start + len(MARKUP))
    after = judged.text.index(ENTITY)
    yield judged.coding(
        judged.statement(),
        judged.statement(
            id=judged.key(102), voice_kind="commentary", content=(marked, Span(after, after + len(ENTITY)))
        ),
        judged.assessment(),
        judged.assessment(202, aspect="obstacle", direction=None, evidence=(marked,), contexts=()),
        judged.assessment(203, aspect="opportunity", direction=None),
    )
    planned = Made(15, date(2018, 12, 24))
    yield planned.coding(
        planned.event(of=no_meeting(), **PLAN), planned.event(2, **ATTACK, evidence=(marked,))
    )
    others = Made(16, date(2018, 3, 3))
    yield others.coding(others.event(actor=(of(NORWAY, "FRA"),), recipient=(of(CHAD, "PER"),)))
    undated = Made(17, None)
    yield undated.coding(undated.event(actor=BOTH, recipient=BOTH))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relations") / "made.duckdb"
    keep(path, *codings())
    return path


def keep(path: Path, *made: Coding) -> None:
    with Store(path) as store:
        store.save_all([(one, "made.txt") for one in made])


@cache  # nothing here changes a store that was asked
def run(db: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.app, [*words, "--db", str(db)])


def flat(text: str) -> str:
    """What a table tells, without its frame and the breaks within cells that need not be there."""
    return " ".join(re.sub(r"[│┃]", " ", text).split())


# ---- dyad -----------------------------------------------------------------------------------------


def test_the_page_of_a_dyad_has_its_trend_incidents_and_statements_by_voice(db: Path) -> None:
    result = run(db, "dyad", "NOR", "TCD")
    assert result.exit_code == 0 and result.stderr == ""
    page = flat(result.stdout)
    for words in (
        "Norway and Chad",
        "the index by month up to 2018-12",
        "incidents told as happened",
        "13 incidents since 2018-01",
        "Changes of level (mean score of a stretch) (1)",
        "2018-07-01",
        "Incidents (15)",
        "NOR ← TCD",
        "NOR → TCD",
        "NOR ↔ TCD",
        "reports differ: whether",
        "Statements, official (1)",
        "Statements, commentary (1)",
        "Ingrid Dahl",
        "Obstacles and opportunities (2)",
        "Other assessments (1)",
        "improving",
        "Forecasts (1)",
    ):
        assert words in page, words


def test_a_sparkline_has_a_bar_a_period(db: Path) -> None:
    lines = run(db, "dyad", "NOR", "TCD").stdout.splitlines()
    bars = next(line for line in lines if line[:1] in "▁▂▃▄▅▆▇█")
    assert len(bars) == 12 and set(bars) <= set("▁▂▃▄▅▆▇█")
    assert bars[5] < bars[0] and bars[10] > bars[5]


def test_names_do_as_codes_do(db: Path) -> None:
    assert run(db, "dyad", "norway", "Chad").stdout == run(db, "dyad", "NOR", "TCD").stdout


def test_limit_shows_so_many_and_counts_all(db: Path) -> None:
    few = flat(run(db, "dyad", "NOR", "TCD", "--limit", "2").stdout)
    assert "Incidents, the last of 15 (2)" in few and "By month, the last of 12" in few
    assert "Incidents (15)" in flat(run(db, "dyad", "NOR", "TCD", "--limit", "0").stdout)


def test_only_some_voices(db: Path) -> None:
    page = flat(run(db, "dyad", "NOR", "TCD", "--voice", "official").stdout)
    assert "6 incidents since 2018-07" in page and "ASSAULT" not in page
    assert "Statements, official (1)" in page and "Statements, commentary" not in page


def test_only_some_days(db: Path) -> None:
    page = flat(run(db, "dyad", "NOR", "TCD", "--since", "2018-02-01", "--until", "2018-03-31").stdout)
    assert "2 incidents since 2018-02" in page and "Statements: none found" in page


def test_only_what_is_planned(db: Path) -> None:
    page = flat(run(db, "dyad", "NOR", "TCD", "--factuality", "planned").stdout)
    assert "told as planned" in page and "1 incident since 2018-12" in page


def test_two_of_whom_nothing_is_told(db: Path) -> None:
    result = run(db, "dyad", "FRA", "ESP")
    assert result.exit_code == 0
    for words in ("No incident with a date counts", "Incidents: none found", "Statements: none found"):
        assert words in result.stdout


@pytest.mark.parametrize("command", [("dyad",), ("brief", "--out", "b.md")], ids=["dyad", "brief"])
@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("Norwey", "TCD"), "Did you mean Norway"),
        (("NOR", "Nowhere at all"), "no country is known as 'Nowhere at all'"),
        (("NOR", "norway"), "the same country (NOR)"),
    ],
)
def test_countries_that_name_no_dyad(
    db: Path, command: tuple[str, ...], names: tuple[str, str], problem: str
) -> None:
    result = run(db, *command, *names)
    assert result.exit_code == 2 and problem in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    "command", [("dyad", "NOR", "TCD"), ("dyads",), ("incidents",)], ids=lambda one: one[0]
)
def test_a_store_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(tmp_path / "none.duckdb", *command)
    assert result.exit_code == 1 and "there is no such store" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG\r\n\x1a\n"), ("a.SVG", b"<?xml")])
def test_a_picture_is_what_its_name_says(db: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    result = run(db, "dyad", "NOR", "TCD", "--plot", str(tmp_path / name))
    assert result.exit_code == 0 and result.stderr == ""
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert "Norway and Chad" in result.stdout


def test_a_picture_names_what_it_shows_and_is_the_same_again(db: Path, tmp_path: Path) -> None:
    pages = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for page in pages:
        run(db, "dyad", "NOR", "TCD", "--freq", "quarter", "--plot", str(page))
    one, two = (page.read_text(encoding="utf-8") for page in pages)
    assert one == two and "<svg" in one
    for words in ("Norway and Chad, by quarter", "95 % interval", "material conflict", "index (-10 to 10)"):
        assert words in one


@pytest.mark.parametrize(
    ("names", "file", "problem"),
    [
        (("NOR", "TCD"), "no/a.png", "cannot be written"),
        (("FRA", "ESP"), "a.png", "no incident with a date"),
    ],
)
def test_a_picture_that_cannot_be_drawn(
    db: Path, tmp_path: Path, names: tuple[str, str], file: str, problem: str
) -> None:
    result = run(db, "dyad", *names, "--plot", str(tmp_path / file))
    assert result.exit_code == 1 and result.stderr.startswith("dragoman: --plot: ")
    assert problem in result.stderr and list(tmp_path.iterdir()) == []


def test_a_picture_of_another_kind_is_refused_before_anything_is_worked_out(db: Path, tmp_path: Path) -> None:
    result = run(db, "dyad", "NOR", "TCD", "--plot", str(tmp_path / "a.pdf"))
    assert (result.exit_code, result.stdout) == (2, "") and "neither .png nor .svg" in result.stderr


def test_nothing_lies_beside_it_without_an_import(db: Path) -> None:
    result = run(db, "dyad", "NOR", "TCD", "--beside", "icews")
    assert result.exit_code == 0 and "its index" not in result.stdout
    assert result.stderr == (
        "dragoman: icews: has nothing on NOR and TCD. Import it first: dragoman import.\n"
    )


def test_another_data_set_lies_beside_it(db: Path, tmp_path: Path) -> None:
    # the import has tests of its own: here the rows are ours under another origin
    run(db, "dyads")
    path = Path(shutil.copy(db, tmp_path / "both.duckdb"))
    with Store(path) as store:
        store.connection.execute(
            "INSERT INTO dyad_events SELECT * REPLACE ('icews' AS origin) FROM dyad_events "
            "WHERE day_from < DATE '2018-03-01'"
        )
    result = run(path, "dyad", "NOR", "TCD", "--beside", "icews", "--plot", str(tmp_path / "a.svg"))
    page = flat(result.stdout)
    assert result.stderr == "" and "its index" in page
    assert "icews" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    rows = [line.split("│") for line in result.stdout.splitlines() if re.match(r"│ 2018-0[123] ", line)]
    assert [[cell.strip() for cell in row[-3:-1]] for row in rows] == [
        ["1", "-1.4"],
        ["1", "-2.4"],
        ["·", "—"],
    ]


def test_a_change_in_one_field_was_made_by_incidents_of_that_field(tmp_path: Path) -> None:
    path = tmp_path / "made.duckdb"
    months = [Made(n, month(n)) for n in range(1, 13)]
    trade = Made(20, date(2018, 7, 25))
    deal = trade.event(event_type="COOPERATE", intensity=9.5, contexts=("economic",))
    keep(
        path,
        trade.coding(deal),
        *(
            made.coding(made.event(**(ATTACK if made.number < 7 else HELP), contexts=("military",)))
            for made in months
        ),
    )
    page = flat(run(path, "dyad", "NOR", "TCD", "--context", "military").stdout)
    changes = page.split("Changes of level (mean score of a stretch) (1)")[1].split("Incidents")[0]
    assert months[6].key(1)[: CUT - 1] in changes
    assert "COOPERATE" not in changes


# ---- dyads ----------------------------------------------------------------------------------------


def table(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0 and result.stderr == ""
    return list(csv.DictReader(result.stdout.splitlines()))


def counted(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Dyad, period and the five counts."""
    names = HEADER.split(",")[:8]
    return [tuple(row[name] for name in names) for row in rows]


def test_the_table_of_all_dyads(db: Path) -> None:
    result = run(db, "dyads")
    assert result.stdout.splitlines()[0] == HEADER
    attacks = [("TCD", "NOR", f"2018-{n:02}-01", "1", "0", "0", "0", "1") for n in (*range(1, 7), 12)]
    helps = [("NOR", "TCD", f"2018-{n:02}-01", "1", "0", "1", "0", "0") for n in range(7, 13)]
    other = [("FRA", "PER", "2018-03-01", "1", "1", "0", "0", "0")]
    assert counted(table(result)) == [*other, *helps, *attacks]


def test_the_index_of_the_table_is_that_of_each_dyads_own_past(db: Path) -> None:
    rows = [row for row in table(run(db, "dyads")) if row["actor"] == "TCD"]
    seen = [Seen(date.fromisoformat(row["period"]), 1, -9.0) for row in rows]
    for row, level in zip(rows, levels(seen), strict=True):
        found = [float(row[name]) for name in ("index", "low", "high")]
        assert found == pytest.approx([level.index, level.low, level.high], abs=1e-4)
        assert float(row["intensity"]) == -9


def test_undirected_both_ways_are_one(db: Path) -> None:
    rows = counted(table(run(db, "dyads", "--undirected")))
    assert [row[:2] for row in rows] == [("FRA", "PER")] + [("NOR", "TCD")] * 12
    assert rows[-1] == ("NOR", "TCD", "2018-12-01", "2", "0", "1", "0", "1")


@pytest.mark.parametrize(
    ("freq", "first", "periods"),
    [
        ("year", "2018-01-01", 1),
        ("quarter", "2018-01-01", 4),
        ("week", "2018-01-08", 13),
        ("day", "2018-01-10", 13),
    ],
)
def test_periods_of_any_length(db: Path, freq: str, first: str, periods: int) -> None:
    rows = [row for row in table(run(db, "dyads", "--undirected", "--freq", freq)) if row["actor"] == "NOR"]
    assert (rows[0]["period"], len(rows)) == (first, periods)
    assert sum(int(row["incidents"]) for row in rows) == 13


def test_a_table_of_some_voices(db: Path) -> None:
    official = table(run(db, "dyads", "--voice", "official"))
    rest = table(run(db, "dyads", "--no-voice", "official"))
    assert {row["actor"] for row in official} == {"NOR"} and {row["actor"] for row in rest} == {"FRA", "TCD"}
    assert len(official) + len(rest) == len(table(run(db, "dyads")))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_goes_to_a_file(db: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"dyads.{form}"
    result = run(db, "dyads", "--format", form, "--out", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    if form == "csv":
        assert path.read_bytes() == run(db, "dyads").stdout_bytes
    else:
        assert path.read_bytes().startswith(b"PAR1")


def test_a_table_that_cannot_be_written(db: Path, tmp_path: Path) -> None:
    result = run(db, "dyads", "--out", str(tmp_path))
    assert result.exit_code == 1 and "cannot be written" in result.stderr


TYPES = ["VARCHAR", "VARCHAR", "DATE", *["BIGINT"] * 5, *["DOUBLE"] * 4]


@pytest.mark.parametrize("words", [(), ("--undirected", "--freq", "year")], ids=" ".join)
def test_parquet_holds_what_the_csv_holds(db: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "dyads.parquet"
    path.write_bytes(run(db, "dyads", "--format", "parquet", *words).stdout_bytes)
    with duckdb.connect() as con:
        found = con.read_parquet(str(path))
        assert (found.columns, [str(one) for one in found.types]) == (HEADER.split(","), TYPES)
        rows = found.fetchall()
    expected = [
        (*row[:2], date.fromisoformat(row[2]), *map(int, row[3:8]), *map(float, row[8:]))
        for row in csv.reader(run(db, "dyads", *words).stdout.splitlines()[1:])
    ]
    assert rows == expected != []


def test_a_parquet_table_without_rows_has_the_same_columns(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    run(db, "dyads", "--since", "2030-01-01", "--format", "parquet", "--out", str(path))
    with duckdb.connect() as con:
        found = con.read_parquet(str(path))
        assert (found.columns, [str(one) for one in found.types]) == (HEADER.split(","), TYPES)
        assert found.fetchall() == []


def test_a_csv_table_without_rows_is_its_header(db: Path) -> None:
    assert run(db, "dyads", "--since", "2030-01-01").stdout == f"{HEADER}\n"


# ---- incidents ------------------------------------------------------------------------------------


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0 and result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]


def listed(db: Path, *words: str) -> list[dict[str, Any]]:
    return lines(run(db, "incidents", *words, "--format", "jsonl", "--limit", "0"))


HELPED = f"i{Made(12, None).key(1)}"
"""The incident of the last help, which another text denies."""


def names(record: type) -> set[str]:
    return {one.name for one in fields(record)}


def test_incidents_as_json_have_all_fields(db: Path) -> None:
    found = listed(db)
    assert len(found) == 16
    for one in found:
        assert one["record"] == "incident" and one.keys() - {"record"} == names(Incident)
        assert one["reports"] and all(each.keys() == names(Report) for each in one["reports"])
        assert all(each.keys() == names(Disagreement) for each in one["disagreements"])
    days = [one["day_from"] for one in found if one["day_from"]]
    assert days == sorted(days) and len(days) == 15


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("NOR", "TCD"), 15),
        (("TCD", "NOR"), 15),
        (("Peru",), 1),
        (("FRA", "TCD"), 0),
        (("NOR", "--limit", "3"), 3),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else str(one),
)
def test_incidents_of_one_country_or_two(db: Path, words: tuple[str, ...], count: int) -> None:
    assert len(lines(run(db, "incidents", "--limit", "0", *words, "--format", "jsonl"))) == count


def test_the_latest_incidents_are_shown_last(db: Path) -> None:
    every, few = listed(db, "NOR"), lines(run(db, "incidents", "NOR", "--limit", "3", "--format", "jsonl"))
    assert few == every[-3:]


def test_an_incident_has_all_its_reports_and_where_they_differ(db: Path) -> None:
    (found,) = listed(db, HELPED)
    assert [one["document"] for one in found["reports"]] == [Made(12, None).id, Made(13, None).id]
    assert (found["texts"], found["outlets"]) == (2, ["Courier 12", "Courier 13"])
    (differ,) = found["disagreements"]
    assert differ["about"] == "happened"
    assert [version for version, _ in differ["versions"]] == ["happened", "did not happen"]


def test_the_first_characters_of_an_id_do(db: Path) -> None:
    sheet = run(db, "incidents", HELPED[:CUT])
    assert sheet.exit_code == 0 and sheet.stdout == run(db, "incidents", HELPED).stdout
    page = flat(sheet.stdout)
    for words in (HELPED, "AID", "Norway praised Chad on Monday", "2 texts", "reports differ on whether"):
        assert words in page


def test_incidents_are_a_table_to_read(db: Path) -> None:
    page = flat(run(db, "incidents", "NOR", "TCD").stdout)
    assert "Incidents (15)" in page and HELPED[:CUT] in page and "did not happen" not in page.split("AID")[0]


@pytest.mark.parametrize(
    "form",
    [
        "sheet",
        "jsonl",
    ],
)
def test_an_id_that_no_incident_has(db: Path, form: str) -> None:
    result = run(db, "incidents", "iffffffff", "--format", form)
    assert result.exit_code == 1 and result.stdout == ""
    assert "iffffffff: no incident is named so" in result.stderr


def test_an_unknown_id_beside_a_known_one_is_named(db: Path) -> None:
    result = run(db, "incidents", HELPED, "iffffffff")
    assert HELPED in result.stdout and "iffffffff" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("NOR", HELPED), ("NOR", "TCD", "FRA"), ("Norwey",), ("e-praise",)],
    ids=["both kinds", "three", "misspelt", "no id"],
)
def test_what_incidents_does_not_understand(db: Path, words: tuple[str, ...]) -> None:
    result = run(db, "incidents", *words)
    assert result.exit_code == 2 and result.stdout == "" and result.stderr.count("\n") == 1


def test_incidents_of_some_ways_of_telling_voices_and_days(db: Path) -> None:
    assert [one["event_type"] for one in listed(db, "--factuality", "planned")] == ["CONSULT"]
    assert {one["event_type"] for one in listed(db, "--voice", "official")} == {"AID"}
    assert len(listed(db, "--since", "2018-03-01", "--until", "2018-04-30")) == 3


# ---- brief ----------------------------------------------------------------------------------------


def brief(db: Path, path: Path, *words: str) -> str:
    result = run(db, "brief", "NOR", "TCD", "--out", str(path), *words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    return path.read_text(encoding="utf-8")


def known(db: Path) -> set[str]:
    """The ids of all records and incidents."""
    with Store(db, read_only=True) as store:
        rows = store.connection.execute(
            "SELECT id FROM events UNION SELECT id FROM statements UNION SELECT id FROM assessments "
            "UNION SELECT incident FROM incident_events"
        ).fetchall()
    return {row[0] for row in rows}


def test_every_sentence_of_a_brief_ends_with_ids_of_the_store(db: Path, tmp_path: Path) -> None:
    page = brief(db, tmp_path / "a.md")
    items = [line for line in page.splitlines() if line.startswith("- ")]
    assert len(items) > 15
    for item in items:
        assert re.search(r"\[`[0-9a-z]+`\]$", item), item
    cited = set(re.findall(r"\[`([^`]+)`\]", "\n".join(items)))
    assert cited <= known(db)
    # one of each kind, so that no section is silent
    last = Made(14, None)
    assert {HELPED, last.key(101), last.key(102), last.key(201), last.key(202), last.key(203)} <= cited


def test_a_brief_has_its_sections_in_order(db: Path, tmp_path: Path) -> None:
    page = brief(db, tmp_path / "a.md")
    assert page.startswith("# Norway and Chad\n")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [
        "Where they stand",
        "What changed",
        "What happened last (12 of 14)",
        "What most texts tell of (12 of 14)",
        "What officials say",
        "What others say",
        "What stands between them",
        "What brings them together",
        "How it is judged",
        "What is expected",
        "How this was made",
    ]
    assert "Reports differ on whether: happened; did not happen." in page


def test_a_change_is_told_with_the_incident_that_made_it(db: Path, tmp_path: Path) -> None:
    changed = brief(db, tmp_path / "a.md").split("## What changed\n\n")[1].split("\n\n")[0]
    # after it five months of 7 and one of 7 and -9, which weighs more as it has two incidents
    first = f"i{Made(7, None).key(1)}"
    assert changed == f"- From 2018-07 the mean score rose from -9.0 to +5.0. [`{first}`]"


def test_a_brief_in_html_has_the_same_sentences_and_ids(db: Path, tmp_path: Path) -> None:
    page = brief(db, tmp_path / "a.HTML")
    plain = brief(db, tmp_path / "a.md")
    assert page.startswith("<!doctype html>") and "<title>Norway and Chad</title>" in page
    items = re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    assert len(items) == len(re.findall(r"^- ", plain, re.MULTILINE))
    for item in items:
        assert re.search(r"\[<code>[0-9a-z]+</code>\]$", item), item
    assert re.findall(r"<code>([0-9a-f]{16}|i[0-9a-f]{16})</code>", page) == re.findall(
        r"`([0-9a-f]{16}|i[0-9a-f]{16})`", plain
    )


def test_a_brief_fetches_nothing_and_markup_of_an_article_is_its_words(db: Path, tmp_path: Path) -> None:
    page = brief(db, tmp_path / "a.html")
    shown = (
        "the &lt;script&gt;alert(1)&lt;/script&gt; of **stars**, `ticks` and [links](https://example.org/x)"
    )
    assert shown in page
    for words in ("<script", "<a ", "<strong", "<em", "<img", "src=", "href=", "<code>ticks"):
        assert words not in page


def test_what_looks_like_an_entity_is_shown_as_it_stands(db: Path, tmp_path: Path) -> None:
    assert "R&amp;amp;D" in brief(db, tmp_path / "a.html")


def test_a_brief_on_some_words_cites_nothing_else(db: Path, tmp_path: Path) -> None:
    page = brief(db, tmp_path / "a.md", "--voice", "official")
    assert Made(14, None).key(101) in page and Made(14, None).key(102) not in page
    assert "ASSAULT" not in page and "What others say" not in page


def test_a_brief_on_two_of_whom_nothing_is_told_says_so(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert run(db, "brief", "FRA", "ESP", "--out", str(path)).exit_code == 0
    told = path.read_text(encoding="utf-8")
    assert "The articles read tell of nothing between France and Spain." in told
    assert not [line for line in told.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a"])
def test_a_brief_of_another_kind_is_refused(db: Path, tmp_path: Path, name: str) -> None:
    result = run(db, "brief", "NOR", "TCD", "--out", str(tmp_path / name))
    assert result.exit_code == 2 and "neither .md nor .html" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_brief_that_cannot_be_written(db: Path, tmp_path: Path) -> None:
    result = run(db, "brief", "NOR", "TCD", "--out", str(tmp_path / "no" / "a.md"))
    assert result.exit_code == 1 and "cannot be written" in result.stderr


def test_where_they_stand_is_sourced_when_most_texts_tell_it_as_going_on(tmp_path: Path) -> None:
    # counted, as one text tells that it happened; under way by what most texts tell
    path = tmp_path / "made.duckdb"
    told = zip(
        (Made(n, date(2018, 5, n)) for n in (1, 2, 3)), ("ongoing", "ongoing", "happened"), strict=True
    )
    keep(path, *(made.coding(made.event(**ATTACK, factuality=factuality)) for made, factuality in told))
    page = brief(path, tmp_path / "a.md")
    assert "after 1 incident since 2018-05" in page
    for item in [line for line in page.splitlines() if line.startswith("- ")]:
        assert item.endswith("`]"), item
