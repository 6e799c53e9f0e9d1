"""Do memory and pace of a long run stay what they are?

Run by ``make bench``. ``dragoman read`` of 100,000 made-up articles of two sentences, as a command: memory of
all its processes together and articles a second in each tenth of the run, then how long relating takes.
Sentences are drawn from Wikipedia's current events where ``$DRAGOMAN_SHARED`` has them, else from the demo.

    python bench/long_run.py [--articles 100000] [OPTION OF dragoman read ...]

prints lines on stderr and one JSON object on stdout.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from dragoman import ingest
from dragoman.serve.evaluate.gold import shared
from memory import megabytes

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
TENTHS = 10
BUFFERED = 200
"""Rows of the report that may not be in its file yet."""
_FIRST = date(2000, 1, 1)
_DAYS = 9000


def write_articles(path: Path, count: int) -> None:
    """So many articles of two sentences, no two alike, dated over 25 years."""
    draw, pool = random.Random(1), _sentences()
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{draw.choice(pool)} {draw.choice(pool)} It was dispatch {number} of the agency."
            day = _FIRST + timedelta(days=draw.randrange(_DAYS))
            row = {"text": text, "date": day.isoformat(), "source": f"Agency {number % 40}"}
            file.write(json.dumps(row) + "\n")


def _sentences() -> list[str]:
    packed = shared() / "data" / "current_events_2002_2017.jsonl.gz"
    if packed.is_file():
        with gzip.open(packed, "rt", encoding="utf-8") as lines:
            found = [json.loads(line)["text"] for line in lines]
    else:
        texts = [ingest.load(item).text for item in ingest.find(ARTICLES)]
        found = [one for text in texts for one in re.split(r"(?<=[.!?])\s+", text)]
    return [one for one in found if 40 < len(one) < 200]


def long_run(articles: int, *more: str) -> dict[str, object]:
    """Memory (MB, all processes) and articles a second in each tenth of a run, and how long relating took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "made.jsonl", articles)
        files = {name: str(folder / name) for name in ("made.jsonl", "made.duckdb", "report.csv")}
        command = [str(Path(sys.executable).with_name("dragoman")), "read", files["made.jsonl"]]
        command += ["--format", "jsonl", "--db", files["made.duckdb"], "--report", files["report.csv"]]
        command += more
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            running = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
            marks = list(_watched(running, folder / "report.csv", articles))
    return _told(marks, articles)


Mark = tuple[float, int, int]
"""Seconds since the start, articles that are done, megabytes."""


def _watched(running: subprocess.Popen[bytes], report: Path, articles: int) -> Iterator[Mark]:
    began, lines, place = time.perf_counter(), -1, 0
    while running.poll() is None:
        time.sleep(1)
        if report.exists():
            with report.open("rb") as file:
                file.seek(place)
                found = file.read()
            lines, place = lines + found.count(b"\n"), place + len(found)
        if held := megabytes(running.pid):
            yield time.perf_counter() - began, max(lines, 0), held
    if running.returncode not in (0, 1):
        sys.exit(f"the long run ended with {running.returncode}")
    yield time.perf_counter() - began, articles, 0


def _told(marks: Sequence[Mark], articles: int) -> dict[str, object]:
    ended = next(at for at, (_, done, _) in enumerate(marks) if done >= articles - BUFFERED)
    held, pace = [], []
    for tenth in range(TENTHS):
        low, high = (articles * part / TENTHS for part in (tenth, tenth + 1))
        within = [mark for mark in marks[: ended + 1] if low < mark[1] <= high and mark[2]]
        held.append(round(statistics.fmean(mark[2] for mark in within)) if within else None)
        times = [mark[0] for mark in within]
        span = max(times) - min(times) if len(times) > 1 else 0
        pace.append(round((within[-1][1] - within[0][1]) / span, 1) if span else None)
    return {
        "articles": articles,
        "read_s": round(marks[ended][0]),
        "related_s": round(marks[-1][0] - marks[ended][0]),
        "memory_mb": held,
        "articles_s": pace,
        "peak_mb_relating": max((mark[2] for mark in marks[ended:]), default=None),
    }


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    given, more = parser.parse_known_args()
    run = long_run(given.articles, *more)
    print(
        f"{run['articles']} articles read in {run['read_s']} s, related in {run['related_s']} s",
        file=sys.stderr,
    )
    print(f"MB in each tenth: {run['memory_mb']}\narticles/s: {run['articles_s']}", file=sys.stderr)
    print(json.dumps(run, indent=2))


if __name__ == "__main__":
    main()
