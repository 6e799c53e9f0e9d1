"""How fast is the whole path, and how much memory does it take?

Run by ``make bench``. Every figure is of this one run on this machine: articles and sentences a second from
files to stored records, one thread and two, each in a process of its own so that peak memory is its own.
Beside them a baseline over the same texts: sentences and tokens only (sentencex and the reader's tokenizer),
the least that any reader does; and spaCy's small English pipeline where it is installed. Ratios compare
within this run and with nothing else.

    python bench/bench.py [--seconds 10] [--rounds 2] [SOURCE ...]

prints a table on stderr and one JSON object on stdout. SOURCE is the demo corpus by default, and with it
every third development article of PolNeAR where ``$DRAGOMAN_SHARED`` (``../shared`` by default) has them.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPACY = "en_core_web_sm"

Figures = dict[str, float | int | str]


# ---- what is read ---------------------------------------------------------------------------------


def corpora(folder: Path) -> dict[str, list[str]]:
    """The sources of each corpus that is there; a third of PolNeAR's texts are written out to ``folder``."""
    found = {"examples": [str(ROOT / "examples")]}
    shared = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
    polnear = shared / "data" / "polnear_dev.jsonl.gz"
    if polnear.is_file():
        found["polnear_dev"] = [str(_texts_of(polnear, folder))]
    return found


def _texts_of(packed: Path, folder: Path) -> Path:
    out = folder / "polnear_dev"
    out.mkdir()
    with gzip.open(packed, "rt", encoding="utf-8") as rows:
        for number, row in islice(enumerate(rows), 0, None, 3):
            (out / f"{number:03}.txt").write_text(json.loads(row)["text"], encoding="utf-8")
    return out


# ---- one measurement, in a process of its own -----------------------------------------------------
# Each imports only what it needs, inside: the peak memory of its process is a figure.


def whole_path(sources: Sequence[str], threads: int, seconds: float) -> Figures:
    """Read, code and store the sources over and over for about ``seconds``."""
    from dragoman.pipeline import Pipeline
    from dragoman.store import Store

    began = time.perf_counter()
    pipeline = Pipeline(threads)
    items = [item for item in pipeline.sources(sources) if item.problem is None]
    list(pipeline.run(items[:1]))  # the tables of knowledge load with the first article
    loading = time.perf_counter() - began
    articles = sentences = failed = 0
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.duckdb") as store:
        began = time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            for outcome in pipeline.run(items):
                if outcome.coding is None:
                    failed += 1
                    continue
                store.save(outcome.coding, outcome.source)
                articles += 1
                sentences += _sentences(outcome.coding.article.text)
        spent = time.perf_counter() - began
    return _figures(articles, sentences, spent) | {"load_s": round(loading, 2), "failed": failed}


def splitting(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """The baseline: sentences by sentencex, subwords by the reader's tokenizer, nothing else."""
    from sentencex import segment
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(ROOT / "src/dragoman/reading/weights/tokenizer.json"))
    return _timed(sources, seconds, lambda text: tokenizer.encode_batch(list(segment("en", text))))


def spacy_small(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """spaCy's small English pipeline (tagger, parser, entities): no coding, no store."""
    import spacy  # type: ignore[import-not-found]  # installed by those who want the comparison

    return _timed(sources, seconds, spacy.load(SPACY))


def _timed(sources: Sequence[str], seconds: float, work: Callable[[str], object]) -> Figures:
    texts = _texts(sources)
    counts = [_sentences(text) for text in texts]
    articles, sentences, spent = 0, 0, 0.0
    began = time.perf_counter()
    for text, count in cycle(zip(texts, counts, strict=True)):
        work(text)
        articles, sentences = articles + 1, sentences + count
        if (spent := time.perf_counter() - began) >= seconds and articles >= len(texts):
            break
    return _figures(articles, sentences, spent)


def _texts(sources: Sequence[str]) -> list[str]:
    from dragoman import ingest

    texts = []
    for item in (item for source in sources for item in ingest.find(source)):
        with suppress(ingest.IngestError):
            texts.append(ingest.load(item).text)
    return texts


def _sentences(text: str) -> int:
    from dragoman.reading.split import sentences

    return len(sentences(text))


def _figures(articles: int, sentences: int, spent: float) -> Figures:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "articles": articles,
        "articles_s": round(articles / spent, 2),
        "sentences_s": round(sentences / spent, 1),
        "seconds": round(spent, 1),
        "peak_mb": round(megabytes),
    }


WAYS: dict[str, tuple[Callable[[Sequence[str], int, float], Figures], int]] = {
    "whole path, 1 thread": (whole_path, 1),
    "whole path, 2 threads": (whole_path, 2),
    "baseline: split and tokenize": (splitting, 1),
    f"spaCy {SPACY}": (spacy_small, 1),
}


def measure(way: str, sources: Sequence[str], seconds: float) -> Figures:
    """The figures of one way, from a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--seconds", str(seconds), *sources]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    figures: Figures = json.loads(ran.stdout)
    return figures


# ---- the whole bench ------------------------------------------------------------------------------


def bench(named: dict[str, list[str]], seconds: float, rounds: int) -> dict[str, object]:
    """Every way over every corpus, ``rounds`` times in turn; the best round of each counts."""
    ways = [way for way in WAYS if not way.startswith("spaCy") or _has_spacy()]
    if not _has_spacy():
        print(f"spaCy with {SPACY} is not installed here: no figures beside it", file=sys.stderr)
    found = {}
    for corpus, sources in named.items():
        runs = [{way: measure(way, sources, seconds) for way in ways} for _ in range(rounds)]
        found[corpus] = {way: max((run[way] for run in runs), key=_speed) for way in ways}
        _print_table(corpus, found[corpus])
    return {"machine": _machine(), "rounds": rounds, "corpora": found}


def _speed(figures: Figures) -> float:
    return float(figures["sentences_s"])


def _has_spacy() -> bool:
    return all(importlib.util.find_spec(name) for name in ("spacy", SPACY))


def _machine() -> Figures:
    cores = os.cpu_count() or 0
    return {"system": platform.platform(), "python": platform.python_version(), "cores": cores}


def _print_table(corpus: str, ways: dict[str, Figures]) -> None:
    first = _speed(next(iter(ways.values())))
    print(f"\n{corpus:30} articles/s  sentences/s  ratio  peak MB", file=sys.stderr)
    for way, one in ways.items():
        ratio = _speed(one) / first
        line = f"{one['articles_s']:>10}  {one['sentences_s']:>11}  {ratio:>5.2f}  {one['peak_mb']:>7}"
        print(f"{way:30} {line}", file=sys.stderr)


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="how long each measurement lasts at least"
    )
    parser.add_argument("--rounds", type=int, default=2, help="how often each is taken; the best counts")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        way, threads = WAYS[given.way]
        print(json.dumps(way(given.sources, threads, given.seconds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        named = {"given": given.sources} if given.sources else corpora(Path(folder))
        for corpus, sources in named.items():
            if not _texts(sources):
                parser.error(f"{corpus}: no article could be read from {', '.join(sources)}")
        print(json.dumps(bench(named, given.seconds, given.rounds), indent=2))


if __name__ == "__main__":
    main()
