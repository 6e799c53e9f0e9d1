"""What was asked, in words and as the name of a file: a table or picture tells it wherever it goes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.knowledge.actors import load
from dragoman.serve.sheet import clip
from dragoman.serve.words import flat

Given = Mapping[str, tuple[str, ...]]
"""Parameters of an address with their values."""

PHRASES: Mapping[str, str] = {
    "type": "of type {}",
    "kind": "kinds: {}",
    "q": "with the words “{}”",
    "party": "naming {}",
    "actor": "by {}",
    "recipient": "to or of {}",
    "factuality": "told {}",
    "voice": "on the word of {}",
    "context": "about {}",
    "sector": "done by {}",
    "outlet": "published by {}",
    "genre": "of genre {}",
    "private": "what private persons do, too",
    "since": "since {}",
    "until": "until {}",
    "judged": "judged: {}",
    "record": "of record {}",
    "person": "said by {}",
    "undated": "without a day",
    "copies": "with copies",
    "directed": "each direction apart",
    "undirected": "both directions as one",
    "origin": "from {}",
    "beside": "beside it {}",
    "limit": "at most {} rows",
    "offset": "after the first {}",
}
"""Each parameter in words, in the order in which they are told; ``freq`` stands in the title."""
UNNAMED = ("limit", "offset")
"""What the name of a file does not tell."""
BEFORE = ("since", "until", "beside")
"""Values that mean nothing in the name of a file without what they are."""
PARTIES = ("party", "actor", "recipient")
TRUE = ("true", "1", "yes", "on", "t", "y")
MOST_VALUES = 6
"""Of one parameter; of more it is told how many there are."""
LONGEST_VALUE = 60
LONGEST_PART = 24
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of export. ``counts``: only incidents that happened, unless others are asked for."""

    title: str
    counts: bool = False
    periods: bool = False


KINDS: Mapping[str, Kind] = {
    "series": Kind("Index and incidents", counts=True, periods=True),
    "changes": Kind("Changes of level", counts=True, periods=True),
    "dyads": Kind("All dyads", counts=True, periods=True),
    "ties": Kind("Dyads at a glance", counts=True, periods=True),
    "actors": Kind("Actors", counts=True),
    "map": Kind("Map", counts=True),
    "network": Kind("Network", counts=True),
    "stances": Kind("Stances", periods=True),
    "documents": Kind("Articles"),
    "search": Kind("Articles found"),
}
"""Those that are not called as they are: incidents, statements and so on."""
OF_TWO: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("statements", "stances", "assessments", "forecasts"),
    ("voice", "outlet", "since", "until", "freq", "limit", "offset"),
)
"""What counts for what is said of two parties: the other filters are of incidents."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sort of export, the parties that it is about (codes), and the parameters asked for."""

    kind: str
    parties: tuple[str, ...] = ()
    given: Given = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All of it: "Changes of level of Pakistan and Russia by month: incidents told as happened"."""
        told = self.filters
        return f"{self.title}: {told}" if told else self.title

    @property
    def title(self) -> str:
        """What it is and of whom."""
        parties = " and ".join(map(_party, self.parties))
        unit = f" by {' '.join(self._counting.get('freq', ('month',)))}" if self._kind.periods else ""
        return f"{self._kind.title}{f' of {parties}' if parties else ''}{unit}"

    @property
    def filters(self) -> str:
        """What counts; empty where everything does."""
        told = "; ".join(phrases({name: _few(name, values) for name, values in self._counting.items()}))
        return f"incidents {told}" if self._kind.counts else told

    @property
    def filename(self) -> str:
        """The same in short, of letters that any file may have: PAK-RUS-official-quarter-series."""
        unit = self._counting.get("freq", ("month",)) if self._kind.periods else ()
        end = "-".join((*unit, self.kind))
        head = "-".join(filter(None, (*map(_safe, self.parties), *self._parts())))
        return f"{head[: LONGEST_NAME - len(end) - 1].rstrip('-_.')}-{end}".lstrip("-")

    @property
    def _kind(self) -> Kind:
        return KINDS.get(self.kind, Kind(self.kind.capitalize()))

    @property
    def _counting(self) -> Given:
        """The parameters that make a difference, with what is meant where none is given."""
        usual: Given = {"factuality": ("happened",)} if self._kind.counts else {}
        only = OF_TWO.get(self.kind) if len(self.parties) == 2 else None
        given = {name: values for name, values in self.given.items() if values}
        return {name: values for name, values in {**usual, **given}.items() if only is None or name in only}

    def _parts(self) -> Iterator[str]:
        for name in PHRASES:
            values = self.given.get(name, ()) if name in self._counting else ()
            if not values or name in UNNAMED:
                continue
            if "{}" not in PHRASES[name]:
                yield name if _is_true(values) else ""
            elif len(values) > MOST_VALUES // 2:
                yield f"{len(values)}-{name}"
            else:
                safe = [_safe(one) or name for one in values]
                yield "-".join([name, *safe] if name in BEFORE else safe)


def phrases(given: Given) -> list[str]:
    """The parameters in words, each on its own."""
    known = ((phrase, name, given.get(name, ())) for name, phrase in PHRASES.items())
    return [
        phrase.format(_joined(name, values))
        for phrase, name, values in known
        if values and ("{}" in phrase or _is_true(values))
    ]


def ascii_words(text: str) -> str:
    """The text as a header or a file's name can carry it: letters without their accents, ? for others."""
    plain = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFKD", text))
    plain = plain.translate({ord("“"): '"', ord("”"): '"', ord("…"): "..."})
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return bare.encode("ascii", "replace").decode()


def _joined(name: str, values: Sequence[str]) -> str:
    if name == "factuality":
        ways = " or ".join(one.replace("_", " ") for one in values)
        return f"as {ways}" if "any" not in values else "in any way"
    return ", ".join(map(_party, values) if name in PARTIES else values)


def _few(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """As many values as a line has room for, each of them short and on the line."""
    short = tuple(clip(flat(one), LONGEST_VALUE) for one in values[:MOST_VALUES])
    left = len(values) - len(short)
    return (*short, f"{left} more") if left and name not in ("since", "until") else short


def _party(code: str) -> str:
    return load().state(code)


def _is_true(values: Sequence[str]) -> bool:
    return values[-1].lower() in TRUE


def _safe(text: str) -> str:
    """What of a text may stand in the name of a file."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", ascii_words(text)).strip("_.-")[:LONGEST_PART]
