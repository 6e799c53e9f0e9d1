"""The frozen records that travel from stage to stage.

Every offset is a count of Unicode code points into ``Article.text``, end exclusive, and is never changed
once the article is made. ``None`` means unknown; no field has a default that could be taken for a finding.
This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

Genre = Literal["report", "commentary", "official", "unknown"]
Factuality = Literal[
    "happened",
    "ongoing",
    "planned",
    "hoped",
    "demanded",
    "conditional",
    "possible",
    "did_not_happen",
    "unknown",
]
Quote = Literal["direct", "indirect", "mixed", "scare"]
How = Literal["name", "office", "demonym", "metonym", "epithet", "pronoun"]
PlacePrecision = Literal["city", "region", "state"]
Precision = Literal["day", "week", "month", "quarter", "year", "decade"]
DateBasis = Literal["stated", "relative", "publication", "offset"]
Stance = Literal["positive", "negative", "neutral", "mixed"]
Aspect = Literal["trend", "state", "obstacle", "opportunity", "importance", "motive", "forecast"]
Direction = Literal["improving", "worsening", "positive", "negative", "neutral"]
VoiceKind = Literal["official", "report", "commentary", "named", "unnamed", "unknown"]
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO"})
"""Sectors of PLOVER whose members speak for a state or an organisation of states."""
MentionKind = Literal["PER", "ORG", "PLACE", "TIME", "EVENT", "MISC"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text: code points ``start`` to ``end``, end exclusive."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shared(self, other: Span) -> int:
        """How many code points the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


# ---- ingest ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that ingest removed as furniture, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as every later stage sees it.

    ``text`` holds the title as its first line when the source shows one, then the paragraphs, divided by
    blank lines. ``id`` is the first 16 hexadecimal digits of the sha256 of ``text``. ``published`` is the
    publication date that the source states (or the user gave), never one that was guessed.
    """

    id: str
    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    republished_from: str | None = None
    published: date | None = None
    language: str | None = None
    genre: Genre = "unknown"
    url: str | None = None
    dropped: tuple[Dropped, ...] = ()


# ---- read -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of Universal Dependencies with its exact place in the text.

    ``head`` is the index, within the sentence, of the word that governs this one; -1 for the root.
    ``certainty`` is the reader's factuality score for the word taken as an event, -3 (certainly not) to 3
    (certainly), or None for a word that can evoke none.
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    head: int
    deprel: str
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its words in order, and the number of its paragraph (the title is 0).

    ``subjective`` is the probability that its author judges, feels or appeals in it rather than tells what is
    or what others said, None where the engine cannot tell.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    paragraph: int
    subjective: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or time expression that the reader found; not yet an identity.

    ``score`` is the mean probability of its words' labels, None where the engine tells none.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    score: float | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is credited with what: source, cue and content as PolNeAR defines them.

    ``content`` may lie in several pieces. ``source`` is None where the text names none. ``score`` is the
    mean probability of the spans' labels, None where the layout of the page tells it and no network.
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float | None


FEW = 4
"""A quotation of at most so many words may be scare quotes or a title, and is no speech of its own."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, the marks included, within one paragraph.

    ``scare`` and ``title`` are the probabilities that a few words are the author's scare quotes, or the title
    of a work, a nickname or a word spoken of; None for longer stretches and where the engine cannot tell.
    """

    start: int
    end: int
    scare: float | None = None
    title: float | None = None

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader sees in an article: sentences with trees, mentions, attributions, quotations."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    reader: str
    quotations: tuple[Quotation, ...] = ()


# ---- resolve --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Participant:
    """A mention of somebody who may act, with the identity it resolves to.

    ``country`` holds ISO 3166-1 alpha-3 codes: one for most, several for a group ("the two neighbours"),
    none when unknown. ``head`` is where the mention's head word starts. ``sector`` is a PLOVER sector
    code. ``entity`` is a Wikidata id. ``reason`` says why it was resolved so, or why not.
    """

    text: str
    start: int
    end: int
    head: int
    name: str | None = None
    country: tuple[str, ...] = ()
    sector: str | None = None
    entity: str | None = None
    how: How | None = None
    reason: str = ""

    @property
    def span(self) -> Span:
        """The mention's place in the text."""
        return Span(self.start, self.end)

    @property
    def known(self) -> bool:
        """Whether it could be told who it is: by name, or at least of which country."""
        return bool(self.name or self.country)


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression and the days it denotes.

    ``first`` and ``last`` are inclusive days, None when they cannot be known (no publication date to count
    from). ``value`` is a TIMEX3 value, or an offset such as ``P-2M`` when there is no anchor.
    """

    text: str
    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision | None
    basis: DateBasis
    value: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place name of the text. ``country`` is ISO 3166-1 alpha-3, None when unknown.

    ``entity`` is the place's id with its gazetteer (``geonames:703448``, ``wikidata:Q212``). ``latitude`` and
    ``longitude`` are in degrees, of cities alone: a state or a province has no one point. ``precision`` is
    what the name is one of.
    """

    text: str
    start: int
    end: int
    name: str | None
    country: str | None
    reason: str = ""
    entity: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: PlacePrecision | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Between which days an undated article was written, as far as its content tells; never its
    ``published``. A side that nothing tells of is None. ``evidence`` are the words that tell."""

    first: date | None
    last: date | None
    evidence: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Cast:
    """All mentions of one article that may take part in a record, resolved once for every later stage.

    ``participants`` are in text order; several may nest ("the consul of [the Omani embassy]").
    """

    participants: tuple[Participant, ...]
    dates: tuple[Date, ...]
    places: tuple[Place, ...]
    estimate: Estimate | None = None


# ---- scoring --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence's words with two of its phrases marked: who may have done something, and to whom.

    Each is the range of its words, end exclusive, or None where the sentence names nobody on that side.
    """

    words: tuple[str, ...]
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None


NONE = "NONE"
"""What a scorer calls it where nothing happens between the two."""

Scores = Mapping[str, float]
"""The probability of each event type, and of ``NONE``: the sentence tells of no event between the two."""


def covered(places: Sequence[tuple[int, int]], span: Span) -> tuple[int, int] | None:
    """The range of the words, given by their places, that a span touches; None where it touches none."""
    inside = [n for n, (start, end) in enumerate(places) if start < span.end and span.start < end]
    return (inside[0], inside[-1] + 1) if inside else None


Stances = Mapping[Stance, float]
"""The probability of each stance of a marked holder toward a marked target."""


class Scorer(Protocol):
    """What a coder asks about marked pairs: one answer a question, in order, empty where none can be had."""

    def score(self, pairs: Sequence[Marked]) -> Sequence[Scores]:
        """The types of event between actor and recipient."""
        ...

    def stances(self, pairs: Sequence[Marked]) -> Sequence[Stances]:
        """The stance of the first, or of the author where there is none, toward the second."""
        ...


# ---- coding ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder in a voice chain: the author (``participant`` None) or somebody the text quotes."""

    participant: Participant | None
    cue: Span | None = None
    quote: Quote | None = None


Voice = tuple[Holder, ...]
"""Outermost holder first: the author, then whoever the author quotes, then whoever that one quotes.

A record's ``voice_kind`` says at a glance on whose word it rests, of a statement on its source's: that of
somebody who speaks for a state or an organisation of states, or of an official text (official); of the
author of a report or a commentary; of another whom the text names, or does not name. Its ``subjective`` is
the probability that the author judges in the sentence, see `Sentence`.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way to a record: which rule or row, and what it saw. ``why`` prints them."""

    rule: str
    saw: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, coded to PLOVER. Intensity is the ontology's score for type and mode."""

    id: str
    document: str
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad: str
    intensity: float | None
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    trigger: Span
    evidence: tuple[Span, ...]
    factuality: Factuality
    certainty: float | None
    polarity: Literal["affirmed", "negated"]
    figurative: bool
    date: Date | None
    date_reason: str
    place: Place | None
    voice: Voice
    voice_kind: VoiceKind
    subjective: float | None
    confidence: float | None
    codebook: str
    coder: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """An actor that a statement speaks of, and the holder's stance toward it, score in [-1, 1]."""

    participant: Participant
    stance: Stance | None
    score: float | None
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's words or view: source, cue and content, each with its place in the text.

    ``stance`` is the tone of the content as a whole, None when no word carries one.
    """

    id: str
    document: str
    source: Participant | None
    cue: Span | None
    content: tuple[Span, ...]
    quote: Quote
    about: tuple[About, ...]
    stance: Stance | None
    contexts: tuple[str, ...]
    voice: Voice
    voice_kind: VoiceKind
    subjective: float | None
    confidence: float | None
    codebook: str
    coder: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is said of a relation between two actors (``dyad``), or of one actor's prospects (``about``)."""

    id: str
    document: str
    dyad: tuple[Participant, ...]
    about: tuple[Participant, ...]
    aspect: Aspect
    direction: Direction | None
    contexts: tuple[str, ...]
    trigger: Span
    evidence: tuple[Span, ...]
    voice: Voice
    voice_kind: VoiceKind
    subjective: float | None
    confidence: float | None
    codebook: str
    coder: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """Everything coded from one article, with the article as coding left it (its genre decided).

    ``author`` is the author's own stance toward those whom he judges, ``estimate`` when an undated article
    was written.
    """

    article: Article
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    participants: tuple[Participant, ...] = field(default=())
    author: tuple[About, ...] = field(default=())
    estimate: Estimate | None = None
