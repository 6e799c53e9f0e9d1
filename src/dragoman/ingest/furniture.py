"""Lines of a web page that are not the article: told by the rows of ``furniture.csv``, kept with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.ingest.lines import ENDING, Line, is_prose
from dragoman.knowledge import tables

ORNAMENT = " \t•*·»«›‹→←↑↓▶►|#>-–—_=~+"
LONGEST_NOTICE = 600
LONGEST_LINE = 300
WORD = re.compile(r"[^\W_]+")
FIRST_WORD = re.compile(r"[^\W_]+(?=$|[ :.,'’|(-])")
BAR = re.compile(r"\s*[|•·»›/]\s*|\s{2,}")
ENDS_SENTENCE = re.compile(r"[.!?;:]$")
SIGNS = {
    "*": "(.*)",
    "#": r"\d[\d,.]*k?",
    "{": "(?:",
    "}": ")",
    "[": "(?:",
    "]": ")?",
    "/": "|",
    " ": r"\s+",
    "\t": r"\s*",
    "'": "['’]",
}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``furniture.csv``.

    In ``pattern``, ``*`` is any text, ``#`` a number, ``{x/y}`` a choice, ``[x/y]`` a choice or nothing.

    ``kind`` says what the row does: ``whole`` takes out a line that it matches entirely; ``start`` a line
    that begins so, sparing running text glued behind it; ``notice`` a whole notice that begins so; ``end`` a
    line and, where no running text follows, all that follows; ``head`` a line above the title. The other
    kinds serve ``credits``.
    """

    pattern: str
    kind: str
    reason: str
    example: str
    near_miss: str
    expression: re.Pattern[str]

    @property
    def open(self) -> bool:
        """Whether ``*`` lets the row match a whole line of any words: a sentence must not fall to it."""
        return self.kind in ("whole", "end") and "*" in self.pattern

    def match(self, line: str) -> re.Match[str] | None:
        """The rule's match on a line whose ornaments are stripped."""
        if self.kind in ("start", "notice"):
            return self.expression.match(line)
        if len(line) > LONGEST_LINE:
            return None
        return self.expression.fullmatch(line)


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of every language's ``furniture.csv``, in file order."""
    folders = (files("dragoman.knowledge") / "languages").iterdir()
    languages = sorted(folder.name for folder in folders if (folder / "furniture.csv").is_file())
    return tuple(
        Rule(**row, expression=expression(row["pattern"], row["kind"]))
        for language in languages
        for row in tables.rows("languages", language, "furniture.csv")
    )


@cache
def of_kind(*kinds: str) -> tuple[Rule, ...]:
    """The rules of the given kinds."""
    return tuple(rule for rule in rules() if rule.kind in kinds)


@cache
def _by_word(*kinds: str) -> dict[str, tuple[Rule, ...]]:
    """The rules that may match a line, by its first word in lower case; under "" those that need no word.

    Most lines begin with no rule's word; without this, a long text would be tried against every row.
    """
    keys = {rule: _key(rule.pattern) for rule in of_kind(*kinds)}
    words = {"", *keys.values()}
    return {word: tuple(rule for rule, key in keys.items() if key in ("", word)) for word in words}


def _key(pattern: str) -> str:
    match = FIRST_WORD.match(pattern)
    return match[0].lower() if match else ""


def expression(pattern: str, kind: str) -> re.Pattern[str]:
    """A row's pattern as a regular expression: in any case, with either apostrophe."""
    # The space beside something optional goes with it.
    parts = re.sub(r" (?=\[)|(?<=\]) ", "\t", pattern)
    body = "".join(SIGNS.get(sign) or re.escape(sign) for sign in parts)
    edge = r"(?!\w)" if kind in ("start", "notice") and pattern[-1].isalnum() else ""
    return re.compile(body + edge, re.IGNORECASE)


def matches(line: str, *kinds: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """The rules of the given kinds that match a line, each with its match on the stripped line."""
    bare, ended = strip(line), ENDING.search(line) is not None
    word, by_word = WORD.match(bare), _by_word(*kinds)
    candidates = by_word.get(word[0].lower() if word else "", by_word[""])
    found = ((rule, rule.match(bare)) for rule in candidates if not (ended and rule.open))
    return ((rule, match) for rule, match in found if match)


def first(line: str, *kinds: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of the given kinds that matches a line, with its match on the stripped line."""
    return next(matches(line, *kinds), None)


def strip(line: str) -> str:
    """A line without bullets, rules and brackets around it, and without a colon or stop at its end."""
    bare = line.strip(ORNAMENT)
    if bare[:1] + bare[-1:] in ("()", "[]"):
        bare = bare[1:-1].strip(ORNAMENT)
    return bare if is_prose(line) else bare.rstrip(":.")


def mark(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with furniture marked; a line that glues running text behind furniture becomes two."""
    return mark_tail([part for line in lines for part in _sieved(line)])


def mark_tail(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Marks all that follows an end marker ("Similar Posts"), where no running text follows it."""
    last_prose = max((at for at, line in enumerate(lines) if line.prose), default=-1)
    markers = [at for at, line in enumerate(lines) if at > last_prose and _ends(line)]
    body_before = markers and any(line.kept for line in lines[: markers[0]])
    if not body_before:
        return tuple(lines)
    reason = f"after “{lines[markers[0]].text}”, with no running text behind it"
    tail = (line.marked(reason) if line.kept else line for line in lines[markers[0] :])
    return (*lines[: markers[0]], *tail)


def _ends(line: Line) -> bool:
    return line.reason is not None and first(line.text, "end") is not None


def _sieved(line: Line) -> tuple[Line, ...]:
    if not line.kept:
        return (line,)
    shape = _shape(line.text)
    if shape:
        return (line.marked(shape),)
    found = first(line.text, "whole", "end", "start", "notice")
    return _taken(line, *found) if found else (line,)


def _taken(line: Line, rule: Rule, match: re.Match[str]) -> tuple[Line, ...]:
    bare = match.string
    rest = bare[match.end() :].lstrip(ORNAMENT)
    if rule.kind == "notice" and len(line.text) > LONGEST_NOTICE:
        return (line,)
    if rule.kind == "start" and is_prose(rest):
        cut = line.text.rindex(rest)
        return (Line(line.text[:cut].rstrip()).marked(rule.reason), Line(line.text[cut:]))
    return (line.marked(rule.reason),)


def _shape(text: str) -> str | None:
    """What a line is by its shape alone: an ornament, a bare address, a navigation bar; else None."""
    if not re.search(r"[^\W_]", text):
        return "a rule or an ornament"
    if ADDRESS.fullmatch(text):
        return "a bare web address"
    return "a bar of links" if _is_bar(text) else None


def _is_bar(text: str) -> bool:
    """Three or more labels of at most three words between bars or bullets: ``Home | World | Opinion``."""
    labels = [label for label in BAR.split(text) if label]
    separators = len(re.findall(r"[|•·»›]", text))
    if separators < 2 or len(labels) < 3 or re.search(r"\d{4}", text):
        return False
    return all(len(label.split()) <= 3 and not ENDS_SENTENCE.search(label) for label in labels)
