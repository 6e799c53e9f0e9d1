"""The whole path on one page: ingest, read, resolve, code. Only this module knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from dragoman import __version__, ingest
from dragoman.coding.coder import code
from dragoman.ingest.source import Columns, IngestError, Item, Stated
from dragoman.knowledge.actors.own import Own
from dragoman.knowledge.ontology import Ontology, plover
from dragoman.reading import engine as engines
from dragoman.reading.scorer import PairScorer
from dragoman.records import Article, Coding, Marked, Reading, Scores, Stances
from dragoman.resolve import cast

AHEAD = 4
"""Articles that each thread may have in hand beyond the one that is waited for."""

TEMPORARY = "Check the disk that temporary files go to, or name another folder for them in TMPDIR."
TOO_SHORT = "too short to tell its language; read as English"


@dataclass(frozen=True)
class Failure:
    """A source that gave no records: what is wrong with it and what the user can do."""

    source: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its coding, or the failure. Warnings are for the user to see.

    ``held`` is an article that was passed over, as its id was among those not to be read again.
    """

    source: str
    coding: Coding | None
    failure: Failure | None
    warnings: tuple[str, ...] = ()
    held: bool = False


class Unasked:
    """In the place of the network of pairs, where it is not to be asked: no answer to any question."""

    version = "none"

    def score(self, pairs: Sequence[Marked]) -> list[Scores]:
        """Nothing for each pair."""
        return [{} for _ in pairs]

    def stances(self, pairs: Sequence[Marked]) -> list[Stances]:
        """Nothing for each pair."""
        return [{} for _ in pairs]


class Pipeline:
    """Reads sources into codings. ``threads`` articles are worked on at a time; the order is kept.

    ``engine`` names who reads; `dragoman.reading.engine.load` says which names there are, and what it raises.
    ``ontology`` says under which types events are recorded: PLOVER's, or those of one that
    `dragoman.knowledge.ontology.load` gives. Without ``scored`` the network of pairs is not asked: the
    lexicon alone tells events, none of them with a confidence. ``actors`` are a user's own, which
    `dragoman.knowledge.actors.own.read` gives.
    """

    def __init__(
        self,
        threads: int = 1,
        engine: str = engines.DEFAULT,
        ontology: Ontology | None = None,
        scored: bool = True,
        actors: Own | None = None,
    ) -> None:
        self.threads = threads
        self.reader = engines.load(engine)
        self.scorer = PairScorer() if scored else Unasked()
        self.ontology = ontology or plover()
        self.actors = actors
        self.coder = f"dragoman {__version__} / {self.reader.version} / pairs {self.scorer.version}"

    def sources(self, sources: Sequence[str], columns: Columns = ()) -> list[Item]:
        """Everything that the sources hold: files, folders, addresses, rows of tables, ``-`` for stdin."""
        return [item for source in sources for item in ingest.find(source, columns)]

    def run(
        self, items: Iterable[Item], published: date | None = None, held: Set[str] = frozenset()
    ) -> Iterator[Outcome]:
        """One outcome an item, in the order of the items; a bad item never stops the others.

        Articles whose ids are in ``held`` are passed over.
        """
        take = partial(self.outcome, published=published, held=held)
        if self.threads == 1:
            yield from map(take, items)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            waiting = iter(items)
            running = [pool.submit(take, item) for item in islice(waiting, AHEAD * self.threads)]
            while running:
                yield running.pop(0).result()
                running += [pool.submit(take, item) for item in islice(waiting, 1)]

    def outcome(self, item: Item, published: date | None = None, held: Set[str] = frozenset()) -> Outcome:
        """What becomes of one item."""
        return self.outcome_of(item.source, partial(ingest.load, item, published=published), held)

    def outcome_of(self, source: str, load: Callable[[], Article], held: Set[str] = frozenset()) -> Outcome:
        """What becomes of the article that ``load`` gives, or fails to give, under the name ``source``."""
        try:
            article = load()
            if article.id in held:
                return Outcome(source, None, None, held=True)
            coding = self._english(article)
            told = coding.article.language is not None
            return Outcome(source, coding, None, () if told else (TOO_SHORT,))
        except IngestError as error:
            return Outcome(source, None, Failure(source, error.problem, error.remedy))
        except OSError as error:  # such as no room for what is unpacked
            problem = f"a temporary file could not be written or read ({error.strerror or error})"
            return Outcome(source, None, Failure(source, problem, TEMPORARY))
        except Exception as error:  # a fault of ours in one article must not cost the user the others
            problem = f"a fault in dragoman ({type(error).__name__}: {error})"
            return Outcome(source, None, Failure(source, problem, "Please report it with the text."))

    def text(self, text: str, published: date | None = None) -> Coding:
        """The coding of an article given as a string. Raises IngestError."""
        return self._english(ingest.text.read(text.encode(), "text", Stated(published=published)))

    def _english(self, article: Article) -> Coding:
        if article.language not in (None, "en"):
            problem = f"the text is in another language than English ({article.language})"
            raise IngestError(article.title or article.id, problem, "Give an English translation.")
        return self.code(article)

    def code(self, article: Article) -> Coding:
        """One article through every stage after ingest."""
        return self.both(article)[1]

    def both(self, article: Article) -> tuple[Reading, Coding]:
        """What the reader sees in an article, and what is coded from it."""
        reading = self.reader.read(article)
        return reading, code(reading, cast(reading, self.actors), self.scorer, self.ontology, self.coder)
