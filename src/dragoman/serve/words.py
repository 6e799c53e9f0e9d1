"""Records put in a few words, the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import OFFICIAL, Date, Participant, Span, Voice

UNKNOWN = "unknown"


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def quoted(spans: Sequence[Span], text: str) -> str:
    """The words at these places, on one line, with … between pieces that do not touch."""
    pieces: list[str] = []
    end = -1
    for span in sorted(spans, key=lambda one: one.start):
        words = flat(text[span.start : span.end])
        pieces += [words] if span.start <= end + 1 else ["…", words]
        end = span.end
    return " ".join(pieces[1:] if pieces[:1] == ["…"] else pieces)


def participant(one: Participant) -> str:
    """Who it is: name or words of the text, with countries and sector, or "?" for an unknown country."""
    codes = ", ".join((*one.country, *((one.sector,) if one.sector else ()))) or "?"
    return f"{flat(one.name or one.text)} ({codes})"


def participants(many: Sequence[Participant]) -> str:
    """Each of them, or a dash for none."""
    return "; ".join(dict.fromkeys(participant(one) for one in many)) or "—"


def voice(chain: Voice) -> str:
    """The chain of holders, outermost first: "author > NOR official Ingrid Dahl", "author > “some”"."""
    return " > ".join(speaker(one.participant) if one.participant else "author" for one in chain) or UNKNOWN


def speaker(one: Participant) -> str:
    """Who vouches, at a glance: an official of a country, a name, or the words for one whom nobody names."""
    name = flat(one.name or one.text)
    if not one.known:
        return f"“{name}”"
    if one.sector not in OFFICIAL:
        return name
    office = " ".join((*one.country, "official"))
    return office if one.how in ("demonym", "metonym") or not one.name else f"{office} {name}"


def days(date: Date | None) -> str:
    """The days that a time denotes; its words when they cannot be known; "unknown" when there is none."""
    if date is None:
        return UNKNOWN
    if date.first is None or date.last is None:
        return f"“{flat(date.text)}”, day {UNKNOWN}" + (f" ({date.value})" if date.value else "")
    return str(date.first) if date.first == date.last else f"{date.first} to {date.last}"


def plural(count: int, word: str) -> str:
    """ "1 event", "2 events"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
