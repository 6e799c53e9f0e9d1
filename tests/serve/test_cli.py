"""The command line over a pipeline that gives hand-made codings: what is printed where, and exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.pipeline import Failure, Outcome
from dragoman.records import Article, Coding
from dragoman.serve import cli, jsonl, read_command
from dragoman.store import Store
from tests.store.made import TEXT, article, coding, praise


@dataclass(frozen=True)
class Item:
    """A source by name."""

    source: str


@dataclass(frozen=True)
class Versions:
    """Stands for the reader or the ontology."""

    version: str = "reader-test"


@dataclass
class MadePipeline:
    """Gives the made coding for ``good…``, a failure for ``bad…``, another article for anything else."""

    reader: Versions = Versions()
    ontology: Versions = Versions("codebook-test")
    asked: list[date | None] = field(default_factory=list)

    def sources(self, sources: Sequence[str]) -> list[Item]:
        """One item a source."""
        return [Item(source) for source in sources]

    def run(
        self, items: Iterable[Item], published: date | None = None, held: Set[str] = frozenset()
    ) -> Iterator[Outcome]:
        """An outcome by the item's name."""
        self.asked.append(published)
        for item in items:
            yield self.outcome(item.source)

    def outcome(self, source: str) -> Outcome:
        """The outcome that the name asks for."""
        if source.startswith("bad"):
            return Outcome(source, None, Failure(source, "the file is empty", "Give a file with text."))
        made = (
            coding() if source.startswith("good") else Coding(article(f"About {source}.", f"About {source}"))
        )
        return Outcome(source, made, None, ("a date was odd",) if source == "good-but-odd" else ())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MadePipeline:
    pipeline = MadePipeline()
    for module in (cli, read_command):
        monkeypatch.setattr(module, "pipeline_of", lambda _: pipeline)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)
    return pipeline


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


# ---- read -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("made")
def test_one_article_gives_a_sheet_and_a_store(tmp_path: Path) -> None:
    result = run("read", "good.txt")
    assert result.exit_code == 0 and result.stderr == ""
    for words in (
        "Norway Backs Chad",
        "Ada Holm",
        "2019-05-01",
        "report",
        "SUPPORT",
        "did not happen",
        "author",
    ):
        assert words in result.stdout
    for words in (
        "is a partner we trust",
        "improving",
        "Norway praised Chad on Monday",
        "2 lines of page furniture",
    ):
        assert words in result.stdout
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        assert store.coding(article().id) == coding()
        runs = store.connection.execute("SELECT reader, codebook FROM runs").fetchall()
        assert runs == [("reader-test", "codebook-test")]


@pytest.mark.usefixtures("made")
def test_a_piped_sheet_has_no_colour_codes() -> None:
    assert "\x1b" not in run("read", "good.txt", "--no-store").stdout


@pytest.mark.usefixtures("made")
def test_no_store_writes_nothing(tmp_path: Path) -> None:
    assert run("read", "good.txt", "--no-store").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def records(result: Result) -> list[tuple[str, str]]:
    """Kind and id of every record printed."""
    return [(one["record"], one["id"]) for one in map(json.loads, result.stdout.splitlines())]


@pytest.mark.usefixtures("made")
def test_only_some_voices_are_printed_and_all_are_kept(tmp_path: Path) -> None:
    official = run("read", "good.txt", "--format", "jsonl", "--voice", "official")
    assert records(official) == [("document", article().id), ("statement", "s-trust")]
    both = run("read", "good.txt", "--format", "jsonl", "--voice", "unnamed", "--voice", "report")
    assert [one for _, one in records(both)[1:]] == ["e-praise", "e-meeting", "a-trend"]
    rest = run("read", "good.txt", "--format", "jsonl", "--no-voice", "report", "--no-voice", "official")
    assert [one for _, one in records(rest)[1:]] == ["e-meeting"]
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        assert store.coding(article().id) == coding()
    sheet = run("show", article().id, "--voice", "official").stdout
    assert "partner we trust" in sheet and "Events: none found" in sheet
    table = run("dyad", "NOR", "TCD", "--voice", "unnamed").stdout
    assert "CONSULT" in table and "SUPPORT" not in table
    assert run("read", "good.txt", "--voice", "loud").exit_code == 2


@pytest.mark.usefixtures("made")
def test_jsonl_is_the_records_and_nothing_else() -> None:
    result = run("read", "good.txt", "--format", "jsonl", "--no-store")
    assert list(jsonl.codings(result.stdout.splitlines())) == [coding()]


@pytest.mark.usefixtures("made")
def test_the_store_can_be_named_by_option_or_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("read", "good.txt", "--db", str(tmp_path / "named.duckdb"))
    monkeypatch.setenv("DRAGOMAN_DB", str(tmp_path / "env.duckdb"))
    run("read", "good.txt")
    assert {path.name for path in tmp_path.iterdir()} == {"named.duckdb", "env.duckdb"}


@pytest.mark.usefixtures("made")
def test_many_articles_get_a_line_each_unless_full() -> None:
    names = ["good.txt", "one", "two", "three"]
    short = run("read", *names, "--no-store").stdout.splitlines()
    assert len(short) == 4 and "2 events, 1 statement, 1 assessment" in short[0]
    assert "SUPPORT" in run("read", *names, "--no-store", "--full").stdout


@pytest.mark.usefixtures("made")
def test_a_bad_article_is_named_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    result = run("read", "bad.txt", "good.txt", "bad-too.txt")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "dragoman: bad.txt: the file is empty. Give a file with text.",
        "dragoman: bad-too.txt: the file is empty. Give a file with text.",
        "dragoman: 2 of 3 not read",
    ]
    assert "SUPPORT" in result.stdout
    with Store(tmp_path / "dragoman.duckdb", read_only=True) as store:
        assert len(store.documents()) == 1


@pytest.mark.usefixtures("made")
def test_a_warning_is_no_failure() -> None:
    result = run("read", "good-but-odd", "--no-store")
    assert result.exit_code == 0
    assert result.stderr == "dragoman: good-but-odd: warning: a date was odd\n"


def test_published_is_handed_on(made: MadePipeline) -> None:
    run("read", "good.txt", "--no-store", "--published", "2019-05-04")
    assert made.asked == [date(2019, 5, 4)]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    "words",
    [
        ("read",),
        ("read", "good.txt", "--published", "yesterday"),
        ("read", "good.txt", "--format", "xml"),
        ("read", "good.txt", "--workers", "0"),
        ("read",),
        ("read", "--retry", "--no-store"),
        ("reed", "good.txt"),
        ("why",),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.usefixtures("made")
def test_a_store_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "dragoman.duckdb").write_text("words, no database\n" * 500)
    result = run("read", "good.txt")
    assert result.exit_code == 1
    assert result.stderr == (
        "dragoman: dragoman.duckdb: it is not a DuckDB file. Name another file with --db.\n"
    )


# ---- show, why, dyad ------------------------------------------------------------------------------


@pytest.fixture
def filled(made: MadePipeline) -> MadePipeline:
    assert run("read", "good.txt", "other").exit_code == 0
    return made


@pytest.mark.usefixtures("filled")
def test_show_lists_and_shows() -> None:
    assert "Norway Backs Chad" in run("show", "--list").stdout and "About other" in run("show").stdout
    sheet = run("show", article().id[:6])
    assert sheet.exit_code == 0 and "SUPPORT" in sheet.stdout and "About other" not in sheet.stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("name", ["good", "good.txt"])
def test_show_takes_the_name_of_a_file(name: str) -> None:
    assert "Norway Backs Chad" in run("show", name).stdout


@pytest.mark.usefixtures("made")
def test_files_of_no_known_kind_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "good-folder"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(b"%PDF")
    result = run("read", str(folder), "--no-store")
    assert f"{folder}: left out, of no known kind: scan.pdf" in " ".join(result.stderr.split())


@pytest.mark.usefixtures("filled")
def test_show_takes_the_id_of_a_record_for_its_document() -> None:
    assert "Norway Backs Chad" in run("show", "e-praise").stdout


@pytest.mark.usefixtures("filled")
def test_why_marks_the_words_and_tells_every_step() -> None:
    result = run("why", "e-p")
    assert result.exit_code == 0
    assert "[actor: Norway] [trigger: praised] [recipient: [place: Chad]] on [date: Monday]." in result.stdout
    for words in (
        "verb praise",
        "subject",
        "made by hand",
        "holder 1",
        "2019-04-29",
        "in the clause",
        "plover-test",
    ):
        assert words in result.stdout


@pytest.mark.usefixtures("filled")
def test_why_of_a_statement_tells_the_voice_chain() -> None:
    result = run("why", "s-trust")
    assert "[source: Foreign Minister Ingrid Dahl] [cue: said] that" in result.stdout
    assert "holder 2" in result.stdout and "by “said” (mixed)" in result.stdout


@pytest.mark.usefixtures("filled")
def test_why_of_an_assessment() -> None:
    result = run("why", "a-trend")
    marked = "Relations between [dyad: Norway] and [dyad: Chad] [trigger: improve] by the year."
    assert marked in result.stdout and "none noted" in result.stdout


@pytest.mark.usefixtures("filled")
def test_an_ambiguous_id_says_so() -> None:
    result = run("why", "e-")
    assert result.exit_code == 1
    assert "ambiguous, 2 ids begin so: e-meeting (event), e-praise (event). Give more" in result.stderr


@pytest.mark.usefixtures("filled")
def test_an_unknown_id_says_so() -> None:
    result = run("why", "zzz")
    assert (
        result.exit_code == 1
        and "zzz: no record, document or file of dragoman.duckdb is named so" in result.stderr
    )


@pytest.mark.usefixtures("made")
def test_reading_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    result = run("show")
    assert result.exit_code == 1 and "dragoman.duckdb: there is no such store." in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("filled")
def test_dyad_by_code_or_name() -> None:
    by_code, by_name = run("dyad", "NOR", "TCD"), run("dyad", "norway", "Chad")
    assert by_code.exit_code == 0 and by_code.stdout == by_name.stdout
    for words in (
        "NOR → TCD",
        "NOR ↔ TCD",
        "2019-04",
        "verbal coop.",
        "Statements, official",
        "Ingrid Dahl",
        "improving",
    ):
        assert words in by_code.stdout


@pytest.mark.usefixtures("filled")
def test_a_dyad_that_nobody_mentions_is_empty_and_no_error() -> None:
    result = run("dyad", "FRA", "PER")
    assert result.exit_code == 0 and "Incidents: none found" in result.stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("Norwey", "TCD"), "Did you mean Norway"),
        (("NOR", "norway"), "the same country"),
        (("#", "NOR"), "alpha-3"),
    ],
)
def test_a_country_that_is_not_known(names: tuple[str, str], problem: str) -> None:
    result = run("dyad", *names)
    assert result.exit_code == 2 and problem in result.stderr


# ---- eval, version --------------------------------------------------------------------------------


def test_eval_seed_prints_one_json_object(tmp_path: Path, made: MadePipeline) -> None:
    (tmp_path / "expected.toml").write_text(
        """article = "good.txt"
        [document]
        title = "Norway Backs Chad’s Water Plan"
        [[fact]]
        id = "F1"
        kind = "event"
        passage = "Norway praised Chad on Monday"
        event_type = ["SUPPORT"]
        actor = "NOR"
        """,
        encoding="utf-8",
    )
    name = str(tmp_path / "good.txt")
    made.outcome = lambda source: Outcome(source, coding(), None)  # type: ignore[method-assign]
    result = run("eval", "seed", str(tmp_path))
    found = json.loads(result.stdout)
    assert result.exit_code == 0, name
    assert (found["task"], found["found"], found["of"]) == ("seed", 2, 2)
    assert found["facts"]["F1"]["found"] is True


def test_eval_seed_of_an_article_that_cannot_be_read(tmp_path: Path, made: MadePipeline) -> None:
    (tmp_path / "expected.toml").write_text(
        'article = "a.txt"\n[[fact]]\nid="F"\nkind="event"\npassage="x"\n'
    )
    made.outcome = lambda source: Outcome(  # type: ignore[method-assign]
        source, None, Failure(source, "no such file", "Check the name.")
    )
    result = run("eval", "seed", str(tmp_path / "expected.toml"))
    assert result.exit_code == 1 and "no such file" in result.stderr
    assert json.loads(result.stdout)["found"] == 0


@pytest.mark.usefixtures("made")
def test_eval_seed_without_gold(tmp_path: Path) -> None:
    result = run("eval", "seed", str(tmp_path))
    assert result.exit_code == 1 and "expected.toml cannot be read" in result.stderr


def test_version() -> None:
    result = run("--version")
    assert result.exit_code == 0 and result.stdout.startswith("dragoman ")


# ---- words that could be taken for markup ---------------------------------------------------------


@pytest.mark.usefixtures("made")
def test_brackets_in_the_text_are_printed_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = replace(praise(), event_type="[bold]SUPPORT[/nonsense]")
    outcome = Outcome("x", Coding(Article("0" * 16, TEXT, title="[red]A[/blue]"), (odd,)), None)
    monkeypatch.setattr(MadePipeline, "outcome", lambda self, source: outcome)
    result = run("read", "x", "--no-store", "--full")
    assert result.exit_code == 0 and "[red]A[/blue]" in result.stdout
