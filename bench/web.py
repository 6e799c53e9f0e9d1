"""Where does the time go from web pages on, and which extractor finds the text best?

Run by ``make bench``. The demo's articles as web pages in five layouts (`pages.py`), each through every
stage, with the time of each. Then the same pages by the extractor that is used and by others: milliseconds a
page, how much of the text is found and how much of what is found belongs to it (words, mean of the pages).
Made pages flatter all of them; they serve to compare. resiliparse takes part where it is installed.

    python bench/web.py

prints tables on stderr and one JSON object on stdout.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from dragoman import ingest
from dragoman.coding.coder import code
from dragoman.ingest import html
from dragoman.ingest.source import Stated
from dragoman.pipeline import Pipeline
from dragoman.records import Marked, Scores, Stances
from dragoman.relate import bring_up_to_date
from dragoman.resolve import cast
from dragoman.store import Store
from pages import Page, pages

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"


def made_pages() -> list[Page]:
    """The demo's articles as web pages."""
    articles = (ingest.load(item) for item in ingest.find(ARTICLES))
    texts = {
        one.title or "Untitled": [p for p in one.text.split("\n\n") if p != one.title] for one in articles
    }
    return pages([(title, paragraphs) for title, paragraphs in texts.items() if len(paragraphs) > 2])


# ---- where the time goes --------------------------------------------------------------------------


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Time that a stage takes; what another measures inside it is taken off by the caller."""
        began = time.perf_counter()
        yield
        self.spent[stage] += time.perf_counter() - began


class Timed:
    """The network of pairs with a clock."""

    def __init__(self, pipeline: Pipeline, clock: Clock) -> None:
        self._scorer, self._clock = pipeline.scorer, clock
        self.version = pipeline.scorer.version

    def score(self, asked: Sequence[Marked]) -> list[Scores]:
        """As the scorer."""
        with self._clock.of("network of pairs"):
            return self._scorer.score(asked)

    def stances(self, asked: Sequence[Marked]) -> list[Stances]:
        """As the scorer."""
        with self._clock.of("network of pairs"):
            return self._scorer.stances(asked)


def stages(made: Sequence[Page]) -> dict[str, float]:
    """Seconds that each stage takes for all pages, from bytes to dyads."""
    clock, pipeline, codings = Clock(), Pipeline(), {}
    scorer = Timed(pipeline, clock)
    pipeline.code(html.read(made[0].code, "page", Stated()))  # what is loaded once is not timed
    for page in made:
        with clock.of("extraction"):
            article = html.read(page.code, "page", Stated())
        with clock.of("reading"):
            reading = pipeline.reader.read(article)
        with clock.of("resolving"):
            parties = cast(reading)
        with clock.of("coding"):
            coding = code(reading, parties, scorer, pipeline.ontology, pipeline.coder)
        codings[coding.article.id] = coding
    clock.spent["coding"] -= clock.spent["network of pairs"]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.duckdb") as store:
        found = [(coding, "page") for coding in codings.values()]
        with clock.of("storing"):
            for at in range(0, len(found), 32):
                store.save_all(found[at : at + 32])
        with clock.of("relating"):
            bring_up_to_date(store.connection)
    return dict(clock.spent)


# ---- extractors -----------------------------------------------------------------------------------


def extractors() -> dict[str, Callable[[str], str]]:
    """Those that are installed, by name: a page to its text."""
    import justext
    import trafilatura
    from lxml.html import document_fromstring

    english = justext.get_stoplist("English")

    def by_justext(page: str) -> str:
        found = justext.justext(page.encode(), english, encoding="utf-8")
        return "\n".join(one.text for one in found if not one.is_boilerplate)

    def whole(page: str) -> str:
        return str(document_fromstring(page.encode()).text_content())

    found: dict[str, Callable[[str], str]] = {
        "trafilatura, fast, again in full where short (ours)": lambda page: "\n".join(
            html.main_text(page, "page")
        ),
        "trafilatura, in full": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura, for precision": lambda page: trafilatura.extract(page, favor_precision=True) or "",
        "jusText": by_justext,
        "all text": whole,
    }
    if find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda page: str(extract_plain_text(page, main_content=True))
    return found


def compared(made: Sequence[Page]) -> dict[str, dict[str, float]]:
    """For each extractor milliseconds a page, precision, recall and F1 of words in per cent."""
    found = {}
    for name, extract in extractors().items():
        extract(made[0].code.decode())
        began = time.perf_counter()
        texts = [extract(page.code.decode()) for page in made]
        spent = time.perf_counter() - began
        shares = [_shares(text, page.paragraphs) for text, page in zip(texts, made, strict=True)]
        precision, recall, both = (statistics.fmean(column) for column in zip(*shares, strict=True))
        found[name] = {
            "ms_a_page": round(spent / len(made) * 1000, 2),
            "precision": round(100 * precision, 1),
            "recall": round(100 * recall, 1),
            "f1": round(100 * both, 1),
        }
    return found


def _shares(text: str, paragraphs: Sequence[str]) -> tuple[float, float, float]:
    told, true = (Counter(re.findall(r"\w+", some)) for some in (text, " ".join(paragraphs)))
    shared_words = (told & true).total()
    precision, recall = shared_words / max(told.total(), 1), shared_words / true.total()
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Print the figures."""
    made = made_pages()
    spent, ways = stages(made), compared(made)
    print(f"\n{len(made)} pages {'':18} ms a page  share", file=sys.stderr)
    for stage, seconds in spent.items():
        share = f"{seconds / len(made) * 1000:>10.1f} {seconds / sum(spent.values()):>6.1%}"
        print(f"{stage:28} {share}", file=sys.stderr)
    print(f"\n{'extractor':54} ms a page  precision  recall    F1", file=sys.stderr)
    for name, one in ways.items():
        line = f"{one['ms_a_page']:>9}  {one['precision']:>9}  {one['recall']:>6}  {one['f1']:>4}"
        print(f"{name:54} {line}", file=sys.stderr)
    print(json.dumps({"pages": len(made), "stages_s": spent, "extractors": ways}, indent=2))


if __name__ == "__main__":
    main()
