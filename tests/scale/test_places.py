"""Places where tables go, and the plan that lies there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from dragoman.ingest import find
from dragoman.scale import Here, PlaceError, Plan, place, plan_of
from dragoman.scale.part import Listed
from dragoman.scale.places import Place


@pytest.fixture(params=["folder", "address"])
def somewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "folder":
        yield place(str(tmp_path / "not yet there"))
        return
    pytest.importorskip("fsspec", reason="dragoman[scale] is not installed")
    yield place(f"memory://{uuid4().hex}/out")


def test_files_come_back_as_they_were_put(somewhere: Place, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    assert somewhere.read("x/note") is None and somewhere.names("x") == []
    somewhere.put(tmp_path / "a", "x/table")
    somewhere.write("x/note", b"two")
    somewhere.write("x/note", b"three")
    assert somewhere.names("x") == ["note", "table"]
    assert somewhere.read("x/note") == b"three"
    assert somewhere.fetch("x/table", tmp_path / "here").read_bytes() == b"one"
    assert place(somewhere.name).read("x/note") == b"three"


def test_a_run_goes_to_an_address(planned: Plan, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="dragoman[scale] is not installed")
    at = place(f"local://{tmp_path}/out")  # the disk by way of fsspec: processes share no memory
    plan = plan_of(replace(planned, size=20), at)
    list(Here(2).run(plan, at.name, plan.parts))
    found = Here(2).join(plan, at.name, "month", lambda _: None)
    assert (tmp_path / "out" / "store.duckdb").exists() and found.dyads > 5


def test_an_address_of_no_known_kind_is_told() -> None:
    pytest.importorskip("fsspec", reason="dragoman[scale] is not installed")
    with pytest.raises(PlaceError) as told:
        place("nosuch://bucket/folder")
    assert "nosuch" in told.value.problem


# ---- plans ----------------------------------------------------------------------------------------


def test_the_parts_hold_every_item_once_and_in_order(planned: Plan, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    for name in "abc":
        (tmp_path / "more" / f"{name}.txt").write_text("Chad thanked Norway.")
    sources = (str(tmp_path / "more"), str(corpus), str(tmp_path / "nothing.txt"))
    plan = plan_of(replace(planned, sources=sources, size=2), place(str(tmp_path / "out")))
    listed = Listed(plan)
    parts = {
        part.number: [item.source for item in listed.items(part)] for part in (*plan.parts, *plan.parts[::-1])
    }
    told = [source for number in sorted(parts) for source in parts[number]]
    assert told == [item.source for source in sources for item in find(source)]
    assert [part.number for part in plan.parts] == list(range(len(plan.parts)))
    assert [part.count for part in plan.parts][:2] == [2, 1]


def test_a_plan_comes_back_as_it_was_made(planned: Plan, tmp_path: Path) -> None:
    at = place(str(tmp_path))
    assert plan_of(planned, at) == plan_of(planned, at)


def test_another_run_in_the_same_place_is_refused(planned: Plan, tmp_path: Path) -> None:
    at = place(str(tmp_path))
    plan_of(planned, at)
    for other in (
        replace(planned, reader="another"),
        replace(planned, size=8),
        replace(planned, sources=("a",)),
        replace(planned, version="0"),
    ):
        with pytest.raises(PlaceError, match="another run"):
            plan_of(other, at)


@pytest.mark.parametrize("page", [b"", b"[]", b'{"sources": 3}', b"\xff"])
def test_a_page_that_is_no_plan_is_told(planned: Plan, tmp_path: Path, page: bytes) -> None:
    at = place(str(tmp_path))
    at.write("plan.json", page)
    with pytest.raises(PlaceError, match="none of ours"):
        plan_of(planned, at)


def test_a_run_whose_files_have_changed_is_refused(planned: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Chad thanked Norway.")
    own = tmp_path / "own.csv"
    own.write_text("name,country\n")
    wanted = replace(planned, sources=(str(folder),), settings=replace(planned.settings, actors=own))
    at = place(str(tmp_path / "out"))
    plan_of(wanted, at)
    plan_of(wanted, at)
    own.write_text("name,country\nAda,PER\n")
    with pytest.raises(PlaceError, match="changed since"):
        plan_of(wanted, at)
    own.write_text("name,country\n")
    (folder / "0.txt").write_text("Peru thanked Norway.")
    with pytest.raises(PlaceError, match="changed since"):
        plan_of(wanted, at)


def test_a_place_in_a_folder_that_is_read_is_refused(planned: Plan, tmp_path: Path) -> None:
    wanted = replace(planned, sources=(str(tmp_path),))
    for out in (tmp_path, tmp_path / "out"):
        with pytest.raises(PlaceError, match="would be taken for articles"):
            plan_of(wanted, place(str(out)))
