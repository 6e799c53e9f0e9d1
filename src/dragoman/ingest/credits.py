"""Lines that say who wrote an article, where and when it came out, and where it was taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from dragoman.ingest import dates, furniture
from dragoman.ingest.lines import Line, is_prose
from dragoman.ingest.source import Stated
from dragoman.knowledge import tables
from dragoman.records import Dropped

REACH = 40  # and within so many lines from the top or the bottom
NEAR = 2  # credits stand before the second or after the last but one paragraph of running text
PARTS = re.compile(r"\s+[|•·–—-]\s+|\s*[|•·]\s*")
PEOPLE = re.compile(r"\s+(?:and|&|with)\s+|\s*;\s*", re.IGNORECASE)
PLACE_OR_OUTLET = re.compile(r",?\s+(in|for|at|from)\s+(?:the\s+)?(?=[A-Z])")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.’' /-]+)(?:,(?:\s+[A-Z\d][\w.’',]*+){1,6}\s*)?"
    r"(?:\((?P<agency>[A-Z][\w .&/-]{1,30})\)\s*(?:[–—:]|-+\s)|[–—:]|--?\s)"
)

Found = tuple[str, Stated]
"""Why a line is a credit, and what it states."""


def mark(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with credits marked; only near the beginning and the end, where credits stand."""
    before, total = 0, sum(line.prose for line in lines)
    kept, last = 0, sum(line.kept for line in lines)
    marked: list[Line] = []
    for line in lines:
        after = total - before - line.prose
        near = (before < NEAR and kept < REACH) or (after < NEAR and last - kept <= REACH)
        found = read(line.text, edge=before == 0 or after == 0) if near and line.kept else None
        marked.append(line.marked(*found) if found else line)
        before, kept = before + line.prose, kept + line.kept
    return tuple(marked)


def read(text: str, edge: bool = True) -> Found | None:
    """What a credit line states, or None for any other line.

    ``edge`` allows the forms that no word such as "By" introduces: a date alone, a name beside a date.
    """
    edge = edge and len(text) <= 200 and not is_prose(text)
    in_parts = _in_parts(text) if edge else None
    found = in_parts or _introduced(text)
    return found or (_dated(furniture.strip(text)) if edge else None)


def mark_head(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Marks names alone on a line between the title and the first running text: outlet, then author.

    A name is an author's only where it stands right beside another credit and no author is known.
    """
    end = next((at for at, line in enumerate(lines[:REACH]) if line.prose), 0)
    head = [_outlet_alone(line) for line in lines[:end]]
    if not any(line.stated.authors for line in lines):
        head = [_author_alone(line, beside) for line, beside in zip(head, _beside(head), strict=True)]
    return (*head, *lines[end:])


def dateline(paragraph: str, name: str) -> Stated:
    """What a wire dateline states: ``ISLAMABAD, March 3, 2024 (APP) —`` gives agency and full date.

    Where it leaves the year out, ``name`` (of the file, or the address) may give it, if its day agrees.
    """
    match = DATELINE.match(paragraph)
    if not match:
        return Stated()
    found = dates.find(match.group(0))
    agency = match["agency"]
    outlet = agency if agency and is_masthead(agency) else None
    return Stated(outlet=outlet, published=found[0] if found else dates.year_from(name, match.group(0)))


def without_dateline(paragraphs: list[str]) -> tuple[list[str], tuple[Dropped, ...]]:
    """The paragraphs, the first without its dateline: where and when it was filed is no part of the story."""
    match = DATELINE.match(paragraphs[0]) if paragraphs else None
    if match is None or not paragraphs[0][match.end() :].strip():
        return paragraphs, ()
    colon = not match["agency"] and match[0].rstrip()[-1] not in "–—-"
    if colon and not _is_place(match["place"].strip().title()):  # "QUESTION:" is none
        return paragraphs, ()
    rest = paragraphs[0][match.end() :].lstrip()
    return [rest, *paragraphs[1:]], (Dropped(match[0].strip(), "dateline: where and when it was filed"),)


def is_masthead(text: str) -> bool:
    """Whether a name, a note in brackets aside, is written like a newspaper's or an agency's."""
    name = BRACKETS.sub("", text)
    return furniture.first(name, "masthead") is not None and _is_name(name, most=6)


def _outlet_alone(line: Line) -> Line:
    if not line.kept or not is_masthead(line.text):
        return line
    return line.marked("the outlet's name", Stated(outlet=BRACKETS.sub("", line.text)))


def _author_alone(line: Line, beside_credit: bool) -> Line:
    if not (line.kept and beside_credit):
        return line
    if _is_place(line.text):
        return line.marked("the place of writing")
    person = _is_person(line.text)
    return line.marked("a byline", Stated(authors=(_cased(line.text),))) if person else line


def _beside(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether the one right above or below it is a credit."""
    credit = [False, *(line.reason is not None and line.stated != Stated() for line in lines), False]
    return [above or below for above, below in zip(credit, credit[2:], strict=False)]


def _dated(text: str) -> Found | None:
    """A date with nothing else, or after a place or an outlet: ``Beijing, 6 August 2019 (Xinhua)``."""
    agency = BRACKETS.search(text)
    bare = BRACKETS.sub("", text)
    found = dates.find(bare)
    if found is None:
        return ("a date that can be read two ways", Stated()) if dates.ambiguous(bare) else None
    day, start, end = found
    if dates.alone(bare):
        return "a date line", Stated(published=day)
    name = bare[:start].rstrip(" ,–—-")
    if dates.beside(bare[end:]) or not _is_name(name, most=5):
        return None
    outlets = [known for known in (name, agency[1] if agency else "") if is_masthead(known)]
    return "a date line", Stated(outlet=outlets[0] if outlets else None, published=day)


def _introduced(text: str) -> Found | None:
    for rule, match in furniture.matches(text, *READERS):
        stated = READERS[rule.kind](*(group.strip() for group in match.groups() if group))
        if stated is not None:
            return rule.reason, stated
    return None


def _in_parts(text: str) -> Found | None:
    """A line of several credits: ``Jane Roe | 3 March 2024 | 5 min read``; all known, one of them sure."""
    parts = [part for part in PARTS.split(furniture.strip(text)) if part]
    read_parts = [_part(part) for part in parts]
    known = [part for part in read_parts if part]
    if len(parts) < 2 or len(known) < len(parts) or not any(sure for sure, _ in known):
        return None
    stated = Stated()
    for _, part in known:
        stated = stated.filled_from(part)
    return "a line of credits", stated


def _part(text: str) -> tuple[bool, Stated] | None:
    """Whether a part is sure by itself, and what it states."""
    day = dates.alone(text)
    if day:
        return True, Stated(published=day)
    introduced = _introduced(text)
    if introduced:
        return True, introduced[1]
    if furniture.first(text, "whole", "head"):
        return False, Stated()
    named = Stated() if _is_place(text) else _byline(text)
    return (False, named) if named else None


def _byline(*captured: str) -> Stated | None:
    """``Jane Roe and John Doe, Dawn correspondent in Islamabad``: people, then perhaps an outlet."""
    if not captured:
        return None
    day = dates.find(captured[0])
    name, outlet = _cut(captured[0][: day[1]].rstrip(" ,-–—|") if day else captured[0])
    pieces = [piece for part in re.split(r"\s*,\s*(?:and\s+)?", name.strip()) for piece in _people(part)]
    people = [piece for piece in pieces if _is_person(piece)]
    others = [piece for piece in pieces if piece not in people]
    outlets = [outlet] if outlet else []
    for other in others:
        known = _outlet_of(other)
        if known is None:
            return None
        outlets.append(known)
    named = next((known for known in outlets if known), None)
    if not people and not named:
        return None
    return Stated(authors=tuple(map(_cased, people)), outlet=named, published=day[0] if day else None)


def _people(part: str) -> list[str]:
    """``Jane Roe and John Doe`` is two people; ``Harbour & Hill Review`` is one newspaper."""
    return [part] if is_masthead(part) else [piece for piece in PEOPLE.split(part) if piece]


def _cut(byline: str) -> tuple[str, str]:
    """A byline's names, and the outlet ("for The Diplomat") behind them; a place ("in Islamabad") goes."""
    match = PLACE_OR_OUTLET.search(byline)
    if not match:
        return byline, ""
    rest = byline[match.end() :]
    return byline[: match.start()], rest if match[1] == "for" and _is_name(rest, most=6) else ""


def _outlet_of(piece: str) -> str | None:
    """The outlet in a byline's piece that names no person: "" for a bare role, None for what is neither."""
    if is_masthead(piece):
        return piece
    role = furniture.first(piece, "role")
    if role is None:
        return None
    words = [word for word in role[1][1].split() if not furniture.first(word, "rank")]
    return " ".join(words) if words and _is_name(" ".join(words), most=5) else ""


def _correspondent(*captured: str) -> Stated | None:
    """``Jane Roe, Dawn correspondent``: a name and the outlet, or only the rank, before the role."""
    if len(captured) < 2 or not _is_person(captured[0]):
        return None
    outlet = _outlet_of(captured[1] + " correspondent")
    return Stated(authors=(_cased(captured[0]),), outlet=outlet or None)


def _source(*captured: str) -> Stated | None:
    """``Source: Harbour Review``, or an address, of which the host is what is said."""
    if not captured:
        return None
    name = re.split(r"\s+(?:on|under|with|and is|at)\s|,?\s+\d", captured[-1], maxsplit=1)[0].strip(" .:,")
    if furniture.ADDRESS.fullmatch(captured[-1]):
        name = urlsplit(captured[-1]).hostname or captured[-1].split("/")[0]
        return Stated(republished_from=name.removeprefix("www."))
    return Stated(republished_from=name) if _is_name(name, most=7) else None


def _published(*captured: str) -> Stated | None:
    """The full date near the beginning; one that can be read two ways is not taken, but its line goes."""
    found = dates.find(captured[0]) if captured else None
    if found is None:
        return Stated() if captured and dates.ambiguous(captured[0]) else None
    return Stated(published=found[0]) if found[1] < 25 else None


def _updated(*captured: str) -> Stated | None:
    """When a page was changed is not when it came out: the line goes, no date is taken from it."""
    return Stated() if captured and dates.find(captured[0]) else None


def _outlet(*captured: str) -> Stated | None:
    """``Published in The Indus Courier, Monday 12 April 2021``: the outlet, and the date if there is one."""
    if not captured:
        return None
    found = dates.find(captured[0])
    name = dates.beside(captured[0][: found[1]] if found else captured[0]).rstrip(" ,")
    return Stated(outlet=name, published=found[0] if found else None) if _is_name(name, most=7) else None


def _staff(*_: str) -> Stated:
    return Stated()


READERS = {
    "staff": _staff,
    "correspondent": _correspondent,
    "byline": _byline,
    "source": _source,
    "published": _published,
    "updated": _updated,
    "outlet": _outlet,
}
"""How what a row captures is read, by the row's kind, in the order in which the kinds stand here."""


def _is_place(text: str) -> bool:
    """Whether a name is a city's, with or without its country: ``New Delhi``, ``Los Angeles, California``."""
    return furniture.strip(text).split(",", maxsplit=1)[0].casefold() in _cities()


@cache
def _cities() -> frozenset[str]:
    """The names of the gazetteer's cities: a name alone on a line is as often a place as an author."""
    return frozenset(row["name"].casefold() for row in tables.rows("places", "cities.csv"))


def _is_person(text: str) -> bool:
    """Two to five words written as names are, none of them a number, and no newspaper's name."""
    words = [word for word in text.split() if not furniture.first(word, "particle")]
    named = text[:1].isupper() and "," not in text and _is_name(text, most=5)
    return named and len(words) >= 2 and not is_masthead(text) and not furniture.first(text, "role")


def _is_name(text: str, most: int) -> bool:
    """At most ``most`` words, all but the small ones with a capital, no digit first, no sentence end."""
    words = text.split()
    if not words or len(words) > most or re.search(r"[!?;:]|\d{3}", text):
        return False
    return all(_is_name_word(word) for word in words) and any(map(str.isupper, words[-1]))


def _is_name_word(word: str) -> bool:
    bare = word.strip("“”\"'‘’(),")
    return bare[:1].isupper() or furniture.first(bare.split("-")[0], "particle") is not None


def _cased(name: str) -> str:
    """JANE ROE as Jane Roe; a name in usual writing as it is."""
    return name.title() if name.isupper() else name


def stated_by(lines: Sequence[Line]) -> Stated:
    """All that the marked lines state, the first to say a thing being believed."""
    stated = Stated()
    for line in lines:
        stated = stated.filled_from(line.stated)
    return stated
