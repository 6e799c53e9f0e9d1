"""How long do the pages of the desk take with 100,000 articles in the store, and for 50 readers at once?

Run by ``make bench``. The store is made by ``desk_store.py`` (three minutes, kept where ``--folder``
says). Then ``dragoman serve`` runs over it as users start it, and is asked on loopback. Cold is an
address that was not asked for before, so that nothing of its answer is remembered; warm the same address
again. Then readers walk over these pages and hundreds more of the same kinds, drawn at random, each
asking for the next as soon as it has the one before. The client is httpx, which the package depends on
already: a load generator of its own would make no other figures at some ten to a hundred pages a second.
Times are from the request sent to the last byte of the answer read, and so hold the client's share, too.

    python bench/desk.py [--articles 100000] [--readers 50] [--seconds 30] [--rounds 5] [--folder FOLDER]

prints a table on stderr and one JSON object on stdout, in milliseconds. Beside the pages stands what
DuckDB takes for a bare count of incidents by dyad and month of the same rows, and the server for a page
without a question: ratios within one run say more than times of a machine that others use, too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from desk_store import kept

SERVE = (sys.executable, "-m", "dragoman.serve.cli", "serve", "--port", "0", "--db")
MANY = 5
"""Addresses of each kind that one reader asks for."""
WALKED = 100
"""Addresses of each kind among which many readers draw."""
COUNTED = """
SELECT actor, recipient, date_trunc('month', day_from) AS month, count(DISTINCT incident), avg(intensity)
FROM dyad_events WHERE factuality = 'happened' GROUP BY ALL
"""

DYADS = """
SELECT least(actor, recipient) AS a, greatest(actor, recipient) AS b FROM dyad_events
WHERE regexp_full_match(actor, '[A-Z]{3}') AND regexp_full_match(recipient, '[A-Z]{3}')
GROUP BY ALL ORDER BY count(*) DESC, a, b
"""
RANDOM = "SELECT id FROM {table} ORDER BY hash(id) LIMIT $many"
LONGEST = "SELECT id FROM documents ORDER BY length(text) DESC, id LIMIT $many"
REPORTED = "SELECT incident FROM incident_events GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $many"
ACTORS = """
SELECT actor FROM dyad_events WHERE actor ~ '^[A-Z]{3}$' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $many
"""
YEARS = tuple(range(2001, 2001 + 2 * MANY, 2))
WORDS = ("helicopters", "embargo", "gas pipeline", "border clash", "trade talks")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: the addresses that one reader asks for, and more of it that many walk to."""

    name: str
    paths: tuple[str, ...]
    more: tuple[str, ...] = ()
    walked: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: seconds that it took, its status (0: none came) and bytes."""

    path: str
    seconds: float
    status: int
    size: int


def kinds(db: Path) -> list[Kind]:
    """All pages, with addresses of this store."""
    from dragoman.store import Store

    with Store(db, read_only=True) as store:
        con = store.connection

        def many(question: str) -> list[str]:
            return [row[0] for row in con.execute(question, {"many": WALKED}).fetchall()]

        dyads = [f"{a}/{b}" for a, b in con.execute(DYADS).fetchall()]
        documents, incidents, actors = many(LONGEST), many(REPORTED), many(ACTORS)
        records = [
            one
            for pair in zip(
                *(many(RANDOM.format(table=table)) for table in ("events", "statements")), strict=True
            )
            for one in pair
        ]
    medium = dyads[len(dyads) // 20 :]
    return [
        Kind("without a question", ("/enter",), walked=False),
        Kind("overview", ("/",)),
        Kind("overview, officials' word", ("/?voice=official",)),
        _kind("overview, of some years", "/?since={0}-01-01&until={1}-12-31", [(y, y + 9) for y in YEARS]),
        Kind("dyad, the largest", (f"/dyads/{dyads[0]}",)),
        _kind("dyad, large", "/dyads/{}", dyads[1:]),
        _kind("dyad, medium, filtered", "/dyads/{}?voice=report&freq=quarter", medium),
        _kind("article, long", "/documents/{}", documents),
        _kind("incident, many reports", "/incidents/{}", incidents),
        _kind("record", "/records/{}", records),
        _kind("actor", "/actors/{}", actors),
        _kind("search for words", "/search?q={}", [one.replace(" ", "+") for one in WORDS]),
        _kind("search for an actor", "/search?a={}", actors),
        Kind("incidents, all", ("/incidents", "/incidents?order=reports", "/incidents?voice=official")),
        _kind("incidents of an actor", "/incidents?a={}", actors),
        Kind("review", ("/review", "/review?kind=statement")),
        Kind("judgements", ("/judgements",)),
        Kind("add", ("/add",)),
        _kind("API: events", "/api/v1/events?party={}", actors),
        _kind("API: incidents", "/api/v1/incidents?a={}", actors),
        Kind("API: all dyads by month", ("/api/v1/dyads?freq=month",), walked=False),
    ]


def _kind(name: str, path: str, values: Sequence[str] | Sequence[tuple[int, int]]) -> Kind:
    paths = [path.format(*one) if isinstance(one, tuple) else path.format(one) for one in values[:WALKED]]
    return Kind(name, tuple(paths[:MANY]), tuple(paths[MANY:]))


# ---- asking ---------------------------------------------------------------------------------------


@contextmanager
def serving(db: Path) -> Iterator[tuple[str, int]]:
    """The server over a store: its address and the number of its process."""
    with subprocess.Popen([*SERVE, str(db)], stderr=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process), process.pid
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    for line in process.stderr:
        if "http://" in line:
            return "http://" + line.split("http://")[1].split("/")[0]
    raise SystemExit("dragoman serve did not start")


def memory(process: int) -> int:
    """What a process holds in memory, in MiB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, check=True, text=True
    )
    return int(told.stdout) // 1024


def ask(client: httpx.Client, path: str) -> Reading:
    """One page, read to its end."""
    began = time.perf_counter()
    answer = client.get(path)
    return Reading(path, time.perf_counter() - began, answer.status_code, len(answer.content))


def alone(address: str, of: Kind, rounds: int) -> dict[str, Any]:
    """A kind of page asked for by one reader: cold and warm."""
    with httpx.Client(base_url=address, timeout=120) as client:
        cold = [ask(client, path) for path in of.paths]
        warm = [ask(client, path) for _ in range(rounds) for path in of.paths]
    failed = [one for one in cold + warm if one.status != 200]
    print(f"{of.name}: {_ms(median(one.seconds for one in cold))} ms", file=sys.stderr)
    return {
        "page": of.name,
        "cold_median": _ms(median(one.seconds for one in cold)),
        "cold_worst": _ms(max(one.seconds for one in cold)),
        "warm_median": _ms(median(one.seconds for one in warm)),
        "warm_worst": _ms(max(one.seconds for one in warm)),
        "kB": round(median(one.size for one in cold) / 1000),
        "asked": len(cold) + len(warm),
        "errors": len(failed),
    }


async def together(
    address: str, pages: Sequence[Sequence[str]], readers: int, seconds: float
) -> list[Reading]:
    """So many readers, each walking over the pages, of all kinds alike, in an order of its own."""
    ends = time.perf_counter() + seconds
    found: list[Reading] = []

    async def reader(number: int) -> None:
        order = random.Random(number)
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:
            while time.perf_counter() < ends:
                found.append(await _asked(client, order.choice(order.choice(pages))))

    await asyncio.gather(*(reader(number) for number in range(readers)))
    return found


async def _asked(client: httpx.AsyncClient, path: str) -> Reading:
    began = time.perf_counter()
    try:
        answer = await client.get(path)
    except httpx.HTTPError:
        return Reading(path, time.perf_counter() - began, 0, 0)
    return Reading(path, time.perf_counter() - began, answer.status_code, len(answer.content))


# ---- telling --------------------------------------------------------------------------------------


def summed(found: Sequence[Reading], seconds: float) -> dict[str, Any]:
    """What the readers had."""
    times = sorted(one.seconds for one in found)
    failed = [one for one in found if one.status != 200]
    return {
        "requests": len(found),
        "a_second": round(len(found) / seconds, 1),
        "errors": len(failed),
        "median": _ms(median(times)),
        "p95": _ms(times[int(0.95 * (len(times) - 1))]),
        "worst": _ms(times[-1]),
        "failed": sorted({f"{one.status} {one.path}" for one in failed})[:5],
    }


def yardstick(db: Path) -> float:
    """A bare count of incidents by dyad and month, the best of three, in milliseconds."""
    from dragoman.store import Store

    spent = []
    with Store(db, read_only=True) as store:
        for _ in range(3):
            began = time.perf_counter()
            store.connection.execute(COUNTED).fetchall()
            spent.append(time.perf_counter() - began)
    return _ms(min(spent))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def measured(db: Path, readers: int, seconds: float, rounds: int) -> dict[str, Any]:
    """All figures."""
    count = yardstick(db)
    every = kinds(db)
    with serving(db) as (address, process):
        rest = memory(process)
        pages = [alone(address, one, rounds) for one in every]
        read = memory(process)
        walk = [one.paths + one.more for one in every if one.walked]
        began = time.perf_counter()
        found = asyncio.run(together(address, walk, readers, seconds))
        load = summed(found, time.perf_counter() - began)
        loaded = memory(process)
    for row in pages:
        row["of_count"] = round(row["cold_median"] / count, 2)
    return {
        "bare_count": count,
        "pages": pages,
        "readers": {"readers": readers, **load},
        "memory_mib": {"at_rest": rest, "after_one_reader": read, "after_all": loaded},
    }


def shown(found: dict[str, Any]) -> str:
    """The figures as a table, times in milliseconds."""
    names = ("cold_median", "cold_worst", "warm_median", "warm_worst", "of_count", "kB", "errors")
    lines = [f"{'page, ms':28}" + "".join(f"{name:>13}" for name in names)]
    lines += [f"{row['page']:28}" + "".join(f"{row[name]:>13}" for name in names) for row in found["pages"]]
    lines.append(f"a bare count of incidents by dyad and month: {found['bare_count']} ms")
    for title in ("readers", "memory_mib"):
        lines.append(f"{title}: " + ", ".join(f"{name} {value}" for name, value in found[title].items()))
    return "\n".join(lines)


def main() -> None:
    """Make the store, serve it, ask, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dragoman-bench")
    asked = parser.parse_args()
    began = time.perf_counter()
    db = kept(asked.folder, asked.articles)
    print(f"the store: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    found = measured(db, asked.readers, asked.seconds, asked.rounds)
    print(shown(found), file=sys.stderr)
    print(json.dumps({"articles": asked.articles, **found}))


if __name__ == "__main__":
    main()
