"""Jobs: what is added is read in the background, and every job ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.serve.web import intake as intakes
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.intake import Given, Intake, Job, pasted


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    desk = Desk(tmp_path / "a.duckdb")
    made = Intake(desk)
    yield made
    made.close()
    desk.close()


def ended(intake: Intake, given: list[Given]) -> Job:
    key = intake.add(given).id
    end = time.monotonic() + 60
    while time.monotonic() < end:
        job = intake.job(key)
        if job is not None and job.state == "done":
            return job
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_a_text_is_read_and_one_that_is_none_is_told(intake: Intake) -> None:
    text = "Kenya urged Somalia to release the pilots. Somalia refused to do so on Monday."
    job = ended(intake, [pasted(text, "Pilots", None, None, None), Given("a.csv", b"a" * 200_000)])
    good, bad = job.results
    assert (good.name, good.saved) == ("Pilots", "added")
    assert bad.document is None
    assert bad.problem
    assert bad.remedy
    assert job.problem is None


def test_a_fault_of_ours_ends_the_job_with_a_word(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(intakes, "_items", fault)
    job = ended(intake, [Given("a.txt", b"x")])
    assert job.problem is not None
    assert "fault" in job.problem
    assert ended(intake, [Given("b.txt", b"x")]).problem, "and the next job is taken"
