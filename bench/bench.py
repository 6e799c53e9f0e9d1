"""How fast is the whole path, and how much memory does it take?

Run by ``make bench``. Every figure is of this one run on this machine: articles and sentences a second from
rows or files to stored records, by one process and by two, each way in a process of its own so that peak
memory is its own. Beside them the reading stage alone (words, sentences, trees, names, attributions,
factuality), the resolving stage alone (who, when, where), the coding stage alone, with and
without the network of pairs, spaCy's small architecture (tagger, parser and entities; see spacy_small.py)
over the same texts, and the least that any reader does (sentencex and the reader's tokenizer). Ratios compare
within this run and with nothing else. PETRARCH2 (Python 2), given trees, codes 951 to 1,356 sentences a
second by published accounts; it is not run here.

    python bench/bench.py [--seconds 10] [--rounds 2] [SOURCE ...]

prints a table on stderr and one JSON object on stdout. SOURCE is the demo corpus by default, and with it
the development articles of PolNeAR that hold the first 2,000 sentences, where ``$DRAGOMAN_SHARED``
(``../shared`` by default) has them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from memory import megabytes

if TYPE_CHECKING:
    from dragoman.records import Marked, Reading, Scores, Stances

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # before anything that reads them is imported; onnxruntime is told otherwise

ROOT = Path(__file__).resolve().parent.parent
SPACY = "spaCy's small architecture"
WHOLE = "whole path, 1 process"
TOGETHER = 32
"""Articles stored at a time, as ``dragoman read`` stores them."""
SENTENCES = 2000  # of PolNeAR

Figures = dict[str, float | int | str]


# ---- what is read ---------------------------------------------------------------------------------


def corpora(folder: Path) -> dict[str, list[str]]:
    """The sources of each corpus that is there; PolNeAR's texts are written out to ``folder``."""
    from dragoman.serve.evaluate.gold import shared

    found = {"examples": [str(ROOT / "examples")]}
    polnear = shared() / "data" / "polnear_dev.jsonl.gz"
    if polnear.is_file():
        found["polnear_dev"] = [str(_texts_of(polnear, folder))]
    return found


def _texts_of(packed: Path, folder: Path) -> Path:
    out = folder / "polnear_dev.jsonl"
    sentences = 0
    with gzip.open(packed, "rt", encoding="utf-8") as rows, out.open("w", encoding="utf-8") as file:
        for row in rows:
            text = json.loads(row)["text"]
            file.write(json.dumps({"text": text}) + "\n")
            sentences += _sentences(text)
            if sentences >= SENTENCES:
                break
    return out


# ---- one measurement, in a process of its own -----------------------------------------------------
# Each imports only what it needs, inside: the peak memory of its process is a figure.


def whole_path(sources: Sequence[str], processes: int, seconds: float, scored: bool = True) -> Figures:
    """Read, code and store the sources over and over for about ``seconds``, as ``dragoman read`` does.

    The clock starts when every process has read some: what comes before is told as ``load_s``.
    """
    from dragoman import ingest
    from dragoman.store import Store
    from dragoman.workers import Settings, outcomes

    settings = Settings(scored=scored)
    items = [item for source in sources for item in ingest.find(source)]
    began = time.perf_counter()
    if processes == 1:
        found = settings.pipeline().run(cycle(items))
    else:
        found = outcomes(cycle(items), settings, processes)
    deque(islice(found, 1 if processes == 1 else TOGETHER), 0)
    loading = time.perf_counter() - began
    articles = failed = 0
    lengths: list[str] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        store = Store(path)
        while (spent := time.perf_counter() - began) < seconds or articles < len(items):
            told = [one.coding for one in islice(found, min(TOGETHER, len(items)))]
            codings = [one for one in told if one]
            if articles and articles % len(items) < len(told):  # they begin again: in a store that knows none
                store.close()
                path.unlink()
                store = Store(path)
            store.save_all([(one, "bench") for one in {one.article.id: one for one in codings}.values()])
            lengths += [one.article.text for one in codings]
            articles, failed = articles + len(told), failed + len(told) - len(codings)
        store.close()
    held = megabytes()
    found.close()  # type: ignore[attr-defined]  # a generator
    counts = {text: _sentences(text) for text in set(lengths)}
    figures = _figures(len(lengths), sum(counts[text] for text in lengths), spent)
    if processes > 1 and held is not None:
        figures["peak_mb"] = held  # of all processes, at the end
    return figures | {"load_s": round(loading, 2), "failed": failed}


def splitting(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """The baseline: sentences by sentencex, subwords by the reader's tokenizer, nothing else."""
    from sentencex import segment

    from dragoman.reading.network import WEIGHTS
    from dragoman.reading.wordpiece import WordPiece

    cutter = WordPiece(WEIGHTS / "tokenizer.json")
    return _timed(sources, seconds, lambda text: [cutter.pieces(one) for one in segment("en", text)])


def by_lexicon(sources: Sequence[str], processes: int, seconds: float) -> Figures:
    """The whole path without the network of pairs."""
    return whole_path(sources, processes, seconds, scored=False)


def reading(sources: Sequence[str], threads: int, seconds: float) -> Figures:
    """The reading stage: everything up to `Reading`, nothing resolved or coded."""
    from dragoman.reading.reader import Reader
    from dragoman.records import Article

    reader = Reader(threads=threads)
    return _timed(sources, seconds, lambda text: reader.read(Article(id="", text=text)))


def coding(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """The coding stage with trees, actors and the scorer's answers given: lexicon and rules alone."""
    return _coding(sources, seconds, answered=True)


def coding_and_scoring(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """The coding stage with trees and actors given, the network of pairs asked as it goes."""
    return _coding(sources, seconds, answered=False)


class Remembering:
    """The network of pairs, asked once for each pair: what is timed afterwards is not its time."""

    def __init__(self) -> None:
        from dragoman.reading.scorer import PairScorer

        self.scorer = PairScorer()
        self.scores: dict[Marked, Scores] = {}
        self.views: dict[Marked, Stances] = {}

    def score(self, pairs: Sequence[Marked]) -> list[Scores]:
        """The probability of each type for each pair."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.scores]
        self.scores.update(zip(new, self.scorer.score(new), strict=True))
        return [self.scores[pair] for pair in pairs]

    def stances(self, pairs: Sequence[Marked]) -> list[Stances]:
        """The probability of each stance for each pair."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.views]
        self.views.update(zip(new, self.scorer.stances(new), strict=True))
        return [self.views[pair] for pair in pairs]


def _coding(sources: Sequence[str], seconds: float, answered: bool) -> Figures:
    from dragoman.coding.coder import code
    from dragoman.knowledge.ontology import plover
    from dragoman.reading.scorer import PairScorer
    from dragoman.resolve import cast

    readings = _readings(sources)
    casts = {text: cast(found) for text, found in readings.items()}
    scorer = Remembering() if answered else PairScorer()

    def work(text: str) -> object:
        return code(readings[text], casts[text], scorer, plover(), "bench")

    for text in readings:
        work(text)
    return _timed(sources, seconds, work)


def resolving(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """The resolving stage with trees given: actors, times, places, who "he" is."""
    from dragoman.resolve import cast

    readings = _readings(sources)
    return _timed(sources, seconds, lambda text: cast(readings[text]))


def _readings(sources: Sequence[str]) -> dict[str, Reading]:
    from dragoman.reading.reader import Reader
    from dragoman.records import Article

    reader = Reader()
    return {text: reader.read(Article(id="", text=text)) for text in dict.fromkeys(_texts(sources))}


def spacy_small(sources: Sequence[str], _: int, seconds: float) -> Figures:
    """spaCy's small architecture (tagger, parser, entities): no attributions, no factuality, no lemmas."""
    import spacy

    return _timed(sources, seconds, spacy.load(os.environ["BENCH_SPACY"]))


def _timed(sources: Sequence[str], seconds: float, work: Callable[[str], object]) -> Figures:
    """Sentences are counted by Dragoman's splitter whoever works, so that rates are of the same text."""
    texts = _texts(sources)
    counts = [_sentences(text) for text in texts]
    work(texts[0])
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
    return {
        "articles": articles,
        "articles_s": round(articles / spent, 2),
        "sentences_s": round(sentences / spent, 1),
        "seconds": round(spent, 1),
        "peak_mb": round(peak / (2**20 if sys.platform == "darwin" else 2**10)),
    }


WAYS: dict[str, tuple[Callable[[Sequence[str], int, float], Figures], int]] = {
    WHOLE: (whole_path, 1),
    "whole path, 2 processes": (whole_path, 2),
    "lexicon only, 1 process": (by_lexicon, 1),
    "lexicon only, 2 processes": (by_lexicon, 2),
    "reading stage, 1 thread": (reading, 1),
    "resolving stage, trees given": (resolving, 1),
    "coding stage, all else given": (coding, 1),
    "coding stage with the scorer": (coding_and_scoring, 1),
    SPACY: (spacy_small, 1),
    "split and tokenize": (splitting, 1),
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
    found = {}
    for corpus, sources in named.items():
        runs = [{way: measure(way, sources, seconds) for way in WAYS} for _ in range(rounds)]
        found[corpus] = {way: max((run[way] for run in runs), key=_speed) for way in WAYS}
        _print_table(corpus, found[corpus])
    return {"machine": _machine(), "rounds": rounds, "corpora": found}


def _train_spacy(folder: str) -> None:
    """A pipeline of spaCy's small architecture, where the ways find it."""
    os.environ["BENCH_SPACY"] = str(Path(folder) / "spacy")
    script = Path(__file__).with_name("spacy_small.py")
    subprocess.run([sys.executable, str(script), os.environ["BENCH_SPACY"]], check=True)


def _speed(figures: Figures) -> float:
    return float(figures["sentences_s"])


def _machine() -> Figures:
    cores = os.cpu_count() or 0
    return {"system": platform.platform(), "python": platform.python_version(), "cores": cores}


def _print_table(corpus: str, ways: dict[str, Figures]) -> None:
    peer = _speed(ways[SPACY])
    print(f"\n{corpus:30} articles/s  sentences/s  of spaCy's  peak MB", file=sys.stderr)
    for way, one in ways.items():
        ratio = _speed(one) / peer
        line = f"{one['articles_s']:>10}  {one['sentences_s']:>11}  {ratio:>10.2f}  {one['peak_mb']:>7}"
        print(f"{way:30} {line}", file=sys.stderr)
    print(f"resolving is {_share(ways):.1%} of the whole path's time", file=sys.stderr)


def _share(ways: dict[str, Figures]) -> float:
    return _speed(ways[WHOLE]) / _speed(ways["resolving stage, trees given"])


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
        _train_spacy(folder)
        print(json.dumps(bench(named, given.seconds, given.rounds), indent=2))


if __name__ == "__main__":
    main()
