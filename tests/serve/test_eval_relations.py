"""A store held against ICEWS and against militarised events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dragoman.records import Coding
from dragoman.relate import bring_up_to_date
from dragoman.serve import cli
from dragoman.serve.evaluate.gold import GoldError
from dragoman.serve.evaluate.militarised import score as militarised
from dragoman.serve.evaluate.relations import icews, score, spearman, states_in
from dragoman.store import Store
from tests.store.made import article, praise

HEADER = "i,j,i_iso3c,j_iso3c,year,verbCoop,matlCoop,verbConf,matlConf"
MIE = "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Norway praises Chad more often than it attacks it in even years, and attacks it more in odd ones."""
    when = praise().date
    assert when is not None
    with Store(tmp_path / "made.duckdb") as made:
        codings = []
        for n in range(40):
            day = date(2002, 1, 15) + timedelta(days=73 * n)
            hostile = n % 5 < (4 if day.year % 2 else 1)
            own = " ".join(f"{n}word{k}" for k in range(90))
            other = replace(article(f"{article().text}\n\n{own}"), published=day)
            kind, quad = ("ASSAULT", "material_conflict") if hostile else ("SUPPORT", "verbal_cooperation")
            event = replace(
                praise(),
                id=f"e{n}",
                document=other.id,
                date=replace(when, first=day, last=day),
                event_type=kind,
                quad=quad,
            )
            codings.append((Coding(other, (event,)), f"{n}.txt"))
        made.save_all(codings)
        bring_up_to_date(made.connection)
        yield made


def rows(swapped: bool) -> str:
    """Dyad-years that move as the store does, or the other way round."""
    lines = [HEADER]
    for year in range(2002, 2010):
        hostile = (year % 2 == 1) != swapped
        lines.append(f"Norway,Chad,NOR,TCD,{year}.0,{2 if hostile else 8},0,0,{8 if hostile else 2}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("swapped", "sign"), [(False, 1), (True, -1)])
def test_a_store_agrees_with_what_moves_alike(store: Store, tmp_path: Path, swapped: bool, sign: int) -> None:
    path = tmp_path / "icews.csv"
    path.write_text(rows(swapped), encoding="utf-8")
    found = score(path, store, 2002, 2009)
    assert (found["n"], found["incidents"]) == (2, 40)
    for measure in ("conflict_share", "balance", "mean_score"):
        part = found[measure]
        assert isinstance(part, dict)
        assert part["over_time"]["compared"] == 1
        assert part["over_time"]["mean_r"] * sign > 0.8
        assert part["samples_of_icews"]["over_time"] > 0.5
        assert part["across_dyads"] == {"mean_r": None, "compared": 0, "positive": 0}


def test_ranks_with_ties() -> None:
    assert spearman(np.array([1.0, 2, 3, 4]), np.array([10.0, 20, 30, 25])) == pytest.approx(0.8)
    assert spearman(np.array([1.0, 1, 2]), np.array([5.0, 5, 9])) == pytest.approx(1)
    assert spearman(np.array([1.0, 1, 1]), np.array([1.0, 2, 3])) == 0


def test_states_are_named_in_the_text_and_not_in_its_credits() -> None:
    assert states_in("Norwegian ships left Chad. (British Broadcasting)") == {"NOR", "TCD"}


def test_a_table_without_these_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(GoldError, match="no table of dyad-years"):
        icews(path)


def test_militarised_events_are_found_within_a_week(store: Store, tmp_path: Path) -> None:
    first = store.connection.execute(
        "SELECT day_from FROM dyad_events WHERE quad = 'material_conflict' ORDER BY day_from LIMIT 1"
    ).fetchone()
    assert first is not None
    day = first[0]
    events = [day + timedelta(days=7), day + timedelta(days=9), date(2001, 1, 1)]
    lines = [MIE] + [
        f"1,{n},385,483,{d.month},{d.day},{d.year},{d.month},{d.day},{d.year},1,16,4"
        for n, d in enumerate(events)
    ]
    lines.append("1,9,385,483,3,-9,2002,3,-9,2002,1,16,4")
    path = tmp_path / "mie.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    named = [one for one in events[:2] if one.replace(day=1) == day.replace(day=1)]
    found = militarised(path, store)
    assert (found["events"], found["n"], found["found"]) == (2, len(named), 1)
    assert found["misses"] == [f"NOR TCD {one} action 16" for one in named[1:]]


def test_the_commands_print_json_and_refuse_what_is_no_gold(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "icews.csv"
    path.write_text(rows(False), encoding="utf-8")
    store.close()
    told = CliRunner().invoke(
        cli.app, ["eval", "relations", str(path), "--db", str(store.path), "--years", "2002", "2009"]
    )
    assert told.exit_code == 0 and json.loads(told.stdout)["incidents"] == 40
    bad = CliRunner().invoke(cli.app, ["eval", "militarised", str(path), "--db", str(store.path)])
    assert bad.exit_code == 1 and "no table of militarised events" in bad.stderr
