"""Archives, crawls and lists that are added on the desk: read as anywhere, within the limits of a job."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.serve.web import intake as intakes
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.intake import MOST_GIVEN, Given, Intake
from tests.conftest import REPOSITORY
from tests.ingest.test_archive import BODY, packed
from tests.serve.web.test_intake import ended

CORPORA = REPOSITORY / "tests" / "ingest" / "corpora"


@pytest.mark.parametrize("name", ["news.zip", "crawl.warc.gz"])
def test_what_holds_many_articles(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path / "a.duckdb")
    intake = Intake(desk)
    job = ended(intake, [Given(name, (CORPORA / name).read_bytes())])
    intake.close()
    desk.close()
    assert job.problem is None
    assert sum(one.saved == "added" for one in job.results) >= 2
    assert all(one.name.startswith(name) for one in job.results)


def test_a_list_of_more_addresses_than_may_be_added_is_not_fetched(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a.duckdb")
    intake = Intake(desk)
    listed = "".join(f"https://example.invalid/{n}\n" for n in range(MOST_GIVEN + 1)).encode()
    job = ended(intake, [Given("list.zip", packed(".zip", {"list.urls": listed}))])
    intake.close()
    desk.close()
    assert (job.problem, job.results) == (f"more than {MOST_GIVEN} addresses: use dragoman read", ())


def test_more_articles_than_may_be_added_are_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "MOST_ARTICLES", 3)
    desk = Desk(tmp_path / "a.duckdb")
    intake = Intake(desk)
    members = {f"{number}.txt": BODY.encode() for number in range(9)}
    job = ended(intake, [Given("n.zip", packed(".zip", members)), Given("m.zip", packed(".zip", members))])
    intake.close()
    desk.close()
    assert (job.problem, job.results) == ("more than 3 articles: use dragoman read", ())
