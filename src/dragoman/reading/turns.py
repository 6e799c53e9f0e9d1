"""Who speaks by the layout of the page: labels before a colon, names after a dash.

"MR. BATES:  Good afternoon." in a transcript, "Lavrov: No talks before spring" as a headline, and
"“No deal.” — Ingrid Dahl" under a quotation carry no verb that could credit anybody, so the network sees
little of them. Rows of ``labels.csv`` name what stands before a colon and speaks not ("Update:").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dragoman.knowledge import lexicon
from dragoman.records import Attribution, Mention, Reading, Span

_WORD: Final = r"[A-Z][\w.'’&-]*"
_NAME: Final = (
    rf"(?:the\s+)?{_WORD}(?:\s+(?:(?:of|the|and|for|de|la|al|bin|von|van)\s+){{0,2}}{_WORD}){{0,5}}"
)
_LABEL: Final = re.compile(
    rf"^[“\"]?(?P<name>{_NAME})(?:\s\([^()\n]{{1,60}}\))?\s?(?P<cue>:)\s+(?=\S)", re.MULTILINE
)
_ASKED: Final = re.compile(r"^(?P<name>Q)(?P<cue>)\s+(?=[A-Z“\"(—])", re.MULTILINE)  # the White House's way
_SIGNED: Final = re.compile(
    rf"[”\"’](?P<gap>\s*)(?P<cue>[—―–~]|--?)\s?(?P<name>{_NAME})(?=\s*(?:$|[,.(“\"]))", re.MULTILINE
)
_OPENING: Final = re.compile(r"[“\"‘]")
_TRANSCRIPT: Final = 3
"""Lines that begin with a label, from which a text is a transcript and its turns run over paragraphs."""


class _Turn(NamedTuple):
    """A line that begins with a label; ``begins`` is where its words do."""

    label: str
    name: Span
    cue: Span
    line: int
    begins: int


def told(reading: Reading) -> Reading:
    """The reading with the attributions that its page's layout makes plain.

    Where most of the words are credited already, that stays; where less was found by a label's own cue, it
    gives way, for the layout tells where a speaker's words end.
    """
    text, known = reading.article.text, reading.attributions
    plain = (*_labelled(text, reading.mentions), *_signed(text))
    laid = [one for one in plain if not any(_shares(one, other.content) for other in known)]
    rest = [one for one in known if not any(one.cue.overlaps(other.cue) for other in laid)]
    return replace(reading, attributions=tuple(sorted((*rest, *laid), key=lambda one: one.cue.start)))


def _shares(one: Attribution, content: Sequence[Span]) -> bool:
    """Whether most of what is found here is credited already."""
    whole = sum(piece.end - piece.start for piece in one.content)
    return 2 * sum(piece.shared(other) for piece in one.content for other in content) > whole


# ---- labels ---------------------------------------------------------------------------------------


def _labelled(text: str, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    idle = lexicon.labels()
    turns = [turn for turn in _turns(text) if turn.label.lower() not in idle]
    again = sum(count for count in Counter(turn.label for turn in turns).values() if count > 1)
    shouted = sum(turn.label.isupper() for turn in turns)
    transcript = max(shouted, again) >= _TRANSCRIPT
    speaking = [turn for turn in turns if transcript or _is_named(turn, mentions)]
    for number, turn in enumerate(speaking):
        following = speaking[number + 1].line if number + 1 < len(speaking) else len(text)
        end = following if transcript else _end_of_line(text, turn.begins)
        content = Span(turn.begins, turn.begins + len(text[turn.begins : end].rstrip()))
        if content.start < content.end:
            yield Attribution(turn.name, turn.cue, (content,), None)


def _turns(text: str) -> list[_Turn]:
    found = [
        _Turn(match["name"], Span(*match.span("name")), _cue(match), match.start(), match.end())
        for pattern in (_LABEL, _ASKED)
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda turn: turn.line)


def _cue(match: re.Match[str]) -> Span:
    """The colon, or the label itself where none is written."""
    return Span(*match.span("cue" if match["cue"] else "name"))


def _is_named(turn: _Turn, mentions: Sequence[Mention]) -> bool:
    """Whether the label ends in a name of somebody who can speak: "OK Gov Fallin:"."""
    return any(
        one.kind in ("PER", "ORG") and one.end == turn.name.end and one.start >= turn.name.start
        for one in mentions
    )


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


# ---- signatures -----------------------------------------------------------------------------------


def _signed(text: str) -> Iterator[Attribution]:
    """ "“…” — Name": the quotation before a dash is that one's, from the first mark after the last such."""
    last = 0
    for match in _SIGNED.finditer(text):
        if match["cue"].startswith("-") and "\n" not in match["gap"]:  # a hyphen in a line is a dash of prose
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        opening = _OPENING.search(text, max(line, last), match.start())
        if opening is not None:
            name = _without_stop(text, Span(*match.span("name")))
            content = Span(opening.start(), match.start() + 1)
            yield Attribution(name, Span(*match.span("cue")), (content,), None)
        last = match.end()


def _without_stop(text: str, name: Span) -> Span:
    """The name without the full stop of its line; "Jr." keeps its own."""
    words = text[name.start : name.end].split()
    return Span(name.start, name.end - 1) if words[-1].endswith(".") and len(words[-1]) > 4 else name
