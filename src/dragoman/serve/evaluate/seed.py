"""Score a coding against what a careful analyst took from the same article (``eval seed``).

Gold is a TOML page: ``[document]``, ``[[fact]]`` and ``[[mention]]`` tables. A fact names a passage of the
text and what one record there must say; it counts only when a single record of its kind says all of it. A
fact that is missed gets the reason from the record that came nearest. A list means "one of", except where
``CHECKS`` says otherwise.
"""

from __future__ import annotations

import re
import tomllib
from calendar import month_name
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.records import Article, Assessment, Coding, Date, Event, Participant, Span, Statement, Voice
from dragoman.serve.evaluate.gold import GoldError

Gold = Mapping[str, Any]
Record = Event | Statement | Assessment

NOT_COUNTED = ("language",)
"""Checks of a document that are reported and not counted as facts."""

FREE = ("id", "kind", "passage", "note")
"""Keys of a fact that name it and ask nothing of the record."""


@dataclass(frozen=True, slots=True)
class Case:
    """One article with its gold: where the article lies and what is expected of it."""

    name: str
    article: Path
    gold: Gold


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a fact was found, and by which record or why not."""

    found: bool
    why: str

    def as_json(self) -> dict[str, Any]:
        """The verdict as the report prints it."""
        return {"found": self.found, "why": self.why}


# ---- the gold -------------------------------------------------------------------------------------


def cases(path: Path) -> tuple[Case, ...]:
    """The articles of a gold folder or file, each with its tables; GoldError when it is no such gold.

    A page is for one article, named by its key ``article``, or for several, each an ``[[article]]`` table
    with a key ``file`` and its own ``document``, ``fact`` and ``mention`` tables.
    """
    page = path / "expected.toml" if path.is_dir() else path
    gold = _load(page)
    match gold.get("article"):
        case str(name):
            return (Case(name, page.parent / name, gold),)
        case list(tables):
            return tuple(Case(table["file"], page.parent / table["file"], table) for table in tables)
    raise GoldError(f"{page} names no article", 'Give it a line article = "FILE", or [[article]] tables')


def _load(page: Path) -> Gold:
    try:
        return tomllib.loads(page.read_text(encoding="utf-8"))
    except OSError as error:
        problem = f"{page} cannot be read ({error.strerror})"
        raise GoldError(problem, "Name a folder with an expected.toml, or that file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GoldError(f"{page} is not TOML ({error})", "Correct that line") from error


def report(case: Case, coding: Coding | None) -> dict[str, Any]:
    """The score of one article: facts, document checks, mentions. Of one not read (None) nothing is found."""
    facts, document, mentions = _verdicts(case.gold, coding) if coding else _unread(case.gold)
    counted = [verdict for name, verdict in document.items() if name not in NOT_COUNTED]
    return {
        "found": sum(verdict.found for verdict in (*facts.values(), *counted)),
        "of": len(facts) + len(counted),
        "facts": {name: verdict.as_json() for name, verdict in facts.items()},
        "document": {name: verdict.as_json() for name, verdict in document.items()},
        "mentions": {passage: verdict.as_json() for passage, verdict in mentions.items()},
    }


Verdicts = dict[str, Verdict]


def _verdicts(gold: Gold, coding: Coding) -> tuple[Verdicts, Verdicts, Verdicts]:
    return (
        {fact["id"]: judge(fact, coding) for fact in gold.get("fact", ())},
        document_checks(gold.get("document", {}), coding.article),
        {mention["passage"]: judge_mention(mention, coding) for mention in gold.get("mention", ())},
    )


def _unread(gold: Gold) -> tuple[Verdicts, Verdicts, Verdicts]:
    missed = Verdict(False, "the article was not read")
    return (
        {fact["id"]: missed for fact in gold.get("fact", ())},
        dict.fromkeys(gold.get("document", {}), missed),
        {mention["passage"]: missed for mention in gold.get("mention", ())},
    )


# ---- the document ---------------------------------------------------------------------------------


def document_checks(gold: Gold, article: Article) -> dict[str, Verdict]:
    """One verdict for each key of ``[document]``; "unknown" means that nothing may be stated."""
    stated = {
        "title": article.title,
        "author": ", ".join(article.authors) or None,
        "outlet": article.outlet,
        "republished_from": article.republished_from,
        "genre": article.genre,
        "published": str(article.published) if article.published else None,
        "language": article.language,
    }
    checks = {key: _same(gold[key], stated[key]) for key in gold if key in stated}
    return checks | ({"dropped": _dropped(gold["dropped"], article)} if "dropped" in gold else {})


def _same(expected: object, stated: str | None) -> Verdict:
    wanted = ", ".join(expected) if isinstance(expected, list) else str(expected)
    unknown = wanted == "unknown"
    return Verdict(stated in (None, "unknown") if unknown else stated == wanted, f"it says {stated!r}")


def _dropped(expected: Sequence[str], article: Article) -> Verdict:
    lines = {_plain(line.text) for line in article.dropped}
    kept = [line for line in expected if _plain(line) not in lines or line in article.text.splitlines()]
    return Verdict(not kept, f"not dropped: {kept}" if kept else "all dropped")


# ---- facts ----------------------------------------------------------------------------------------


def judge(fact: Gold, coding: Coding) -> Verdict:
    """Whether one record at the fact's passage says everything that the fact asks."""
    passage = _locate(fact["passage"], coding.article.text)
    if passage is None:
        return Verdict(False, "the passage is not in the article's text")
    here = [record for record in _records(fact["kind"], coding) if lies_at(record, passage)]
    if not here:
        return Verdict(False, f"no {fact['kind']} at this passage")
    misses = {record.id: list(_misses(fact, record, coding.article)) for record in here}
    nearest = min(misses, key=lambda key: len(misses[key]))
    if misses[nearest]:
        return Verdict(False, f"{fact['kind']} {nearest}: {'; '.join(misses[nearest])}")
    return Verdict(True, f"{fact['kind']} {nearest}")


def _records(kind: str, coding: Coding) -> Sequence[Record]:
    by_kind: dict[str, Sequence[Record]] = {
        "event": coding.events,
        "statement": coding.statements,
        "assessment": coding.assessments,
    }
    if kind not in by_kind:
        raise GoldError(f"a fact has the kind {kind!r}", "Use event, statement or assessment")
    return by_kind[kind]


def _locate(passage: str, text: str) -> Span | None:
    start = text.find(passage)
    return None if start < 0 else Span(start, start + len(passage))


def lies_at(record: Record, passage: Span) -> bool:
    """Whether the record is about this passage.

    An event's trigger lies inside it. A statement's content covers half of it or has a piece inside it, or
    its source and cue both lie inside. An assessment's trigger overlaps it, or a piece of its evidence lies
    inside.
    """
    match record:
        case Event():
            return passage.holds(record.trigger)
        case Statement():
            return _says(record, passage)
        case Assessment():
            return passage.overlaps(record.trigger) or any(passage.holds(piece) for piece in record.evidence)


def _says(statement: Statement, passage: Span) -> bool:
    shared = sum(max(0, min(c.end, passage.end) - max(c.start, passage.start)) for c in statement.content)
    inside = any(passage.holds(piece) for piece in statement.content)
    source, cue = statement.source, statement.cue
    credited = source is not None and cue is not None and passage.holds(source.span) and passage.holds(cue)
    return inside or credited or shared * 2 >= passage.end - passage.start


def _misses(fact: Gold, record: Record, article: Article) -> Iterator[str]:
    """What the fact asks and the record does not say, each with what it says instead."""
    for key in fact:
        if key in FREE:
            continue
        if key not in CHECKS:
            raise GoldError(
                f"the fact {fact['id']} has a key {key!r} that has no meaning", "Correct or remove it"
            )
        said = CHECKS[key](fact, record, article)
        if said is not None:
            yield f"{key} is {said}, not {fact[key]}"


# Each check returns None when the record holds what the fact asks, else what the record says.
Check = Callable[[Gold, Record, Article], str | None]


def _one_of(key: str) -> Check:
    def check(fact: Gold, record: Record, _: Article) -> str | None:
        said = getattr(record, key, None)
        return None if said in _list(fact[key]) else str(said)

    return check


def _flag(fact: Gold, record: Record, _: Article) -> str | None:
    said = getattr(record, "figurative", None)
    return None if said is fact["figurative"] else str(said)


def _context(fact: Gold, record: Record, _: Article) -> str | None:
    key = "context" if "context" in fact else "contexts"
    return None if set(record.contexts) & set(_list(fact[key])) else str(list(record.contexts))


def _side(side: str) -> Check:
    """The countries of one side are those of the fact and no other.

    Where a fact lists both sides ("the two met"), both countries must be covered by the two together.
    """

    def check(fact: Gold, record: Record, _: Article) -> str | None:
        wanted, said = set(_list(fact[side])), _codes(_members(record, side))
        covered = said | _codes(_members(record, "recipient" if side == "actor" else "actor"))
        whole = not _mutual(fact) or wanted <= covered
        return None if said and said <= wanted and whole else str(sorted(said) or "unknown")

    return check


def _mutual(fact: Gold) -> bool:
    return isinstance(fact.get("actor"), list) and isinstance(fact.get("recipient"), list)


def _side_name(side: str) -> Check:
    """One of the names is on that side; where both sides are lists, all names are on the two together."""

    def check(fact: Gold, record: Record, _: Article) -> str | None:
        sides = ("actor", "recipient") if _mutual(fact) else (side,)
        names = {one.name for each in sides for one in _members(record, each)}
        wanted = set(_list(fact[f"{side}_name"]))
        right = wanted <= names if _mutual(fact) else wanted & names
        return None if right else str(sorted(map(str, names)))

    return check


def _side_sector(side: str) -> Check:
    def check(fact: Gold, record: Record, _: Article) -> str | None:
        sectors = {str(one.sector) for one in _members(record, side)}
        return None if sectors & set(_list(fact[f"{side}_sector"])) else str(sorted(sectors))

    return check


def _members(record: Record, side: str) -> Sequence[Participant]:
    members: Sequence[Participant] = getattr(record, side, ())
    return members


def _voice(fact: Gold, record: Record, _: Article) -> str | None:
    """The author alone, or the innermost holder by country or name."""
    holder = record.voice[-1].participant if record.voice else None
    wanted = _list(fact["voice"])
    if "author" in wanted and record.voice and all(one.participant is None for one in record.voice):
        return None
    by_country = holder is not None and holder.country and set(holder.country) <= set(wanted)
    if by_country or (holder is not None and holder.name in wanted):
        return None
    return _chain(record.voice)


def _chain(voice: Voice) -> str:
    held = (
        f"{one.participant.name or one.participant.text} {list(one.participant.country)}"
        if one.participant
        else "author"
        for one in voice
    )
    return " > ".join(held) or "unknown"


def _date(fact: Gold, record: Record, article: Article) -> str | None:
    """A day (ISO) or interval (two, divided by a slash) must be coded so, a month's name as days within it.

    Other words tell of a time to count from the publication date: where the page carries none, no day may be
    invented, and what is called an offset must be kept as one.
    """
    if not isinstance(record, Event):
        return "not coded for this kind"
    wanted, coded = str(fact["date"]), record.date
    if days := _interval(wanted):
        return None if coded and (coded.first, coded.last) == days else _days(record)
    if month := _month(wanted):
        return None if coded and _within(coded, month) else _days(record)
    if article.published is not None:
        return None
    invented = coded is not None and bool(coded.first or coded.last)
    lost = "an offset" in wanted and (coded is None or coded.basis != "offset")
    return _days(record) if invented or lost else None


def _interval(words: str) -> tuple[date, date] | None:
    first, _, last = words.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None


def _month(words: str) -> tuple[int, int] | None:
    """Year and month of "August 2015" somewhere in the words."""
    found = re.search(rf"({'|'.join(month_name[1:])}) (\d{{4}})", words)
    return (int(found[2]), list(month_name).index(found[1])) if found else None


def _within(coded: Date, month: tuple[int, int]) -> bool:
    ends = (coded.first, coded.last)
    return all(day is not None and (day.year, day.month) == month for day in ends)


def _days(event: Event) -> str:
    if event.date is None:
        return f"unknown ({event.date_reason})"
    return f"{event.date.first} to {event.date.last} ({event.date.basis}, {event.date.value})"


def _source_name(fact: Gold, record: Record, _: Article) -> str | None:
    """The identity's name; an unnamed source by its own words, and it must have stayed unnamed."""
    source = record.source if isinstance(record, Statement) else None
    if source is None:
        return "unknown"
    said = _plain(source.name if source.name is not None else source.text)
    return None if said in {_plain(name) for name in _list(fact["source_name"])} else said


def _source_country(fact: Gold, record: Record, _: Article) -> str | None:
    source = record.source if isinstance(record, Statement) else None
    codes = set(source.country) if source else set()
    return None if codes and codes <= set(_list(fact["source_country"])) else str(sorted(codes) or "unknown")


def _source_sector(fact: Gold, record: Record, _: Article) -> str | None:
    source = record.source if isinstance(record, Statement) else None
    said = source.sector if source else None
    return None if said in _list(fact["source_sector"]) else str(said)


def _about(fact: Gold, record: Record, _: Article) -> str | None:
    """An assessment is about these and no other; a statement about all of these, and it may name others."""
    wanted = set(_list(fact["about"]))
    if isinstance(record, Statement):
        codes = _codes(one.participant for one in record.about)
        return None if wanted <= codes else str(sorted(codes) or "nobody")
    codes = _codes(_members(record, "about"))
    return None if wanted == codes else str(sorted(codes) or "nobody")


def _stance(fact: Gold, record: Record, _: Article) -> str | None:
    """The stance toward the actor that the fact names; the statement's own tone when it names none."""
    if not isinstance(record, Statement):
        return "not coded for this kind"
    countries = set(_list(fact["about"])) if "about" in fact else set()
    toward = [one.stance or record.stance for one in record.about if countries & set(one.participant.country)]
    said = toward if countries else [record.stance]
    return (
        None
        if set(said) & set(_list(fact["stance"]))
        else str(sorted({str(one) for one in said}) or "unknown")
    )


def _dyad(fact: Gold, record: Record, _: Article) -> str | None:
    codes = _codes(_members(record, "dyad"))
    return None if codes == set(_list(fact["dyad"])) else str(sorted(codes) or "no dyad")


CHECKS: Mapping[str, Check] = {
    "event_type": _one_of("event_type"),
    "mode": _one_of("mode"),
    "factuality": _one_of("factuality"),
    "polarity": _one_of("polarity"),
    "quote": _one_of("quote"),
    "aspect": _one_of("aspect"),
    "direction": _one_of("direction"),
    "figurative": _flag,
    "context": _context,
    "contexts": _context,
    "actor": _side("actor"),
    "actor_name": _side_name("actor"),
    "actor_sector": _side_sector("actor"),
    "recipient": _side("recipient"),
    "recipient_name": _side_name("recipient"),
    "recipient_sector": _side_sector("recipient"),
    "voice": _voice,
    "date": _date,
    "source_name": _source_name,
    "source_country": _source_country,
    "source_sector": _source_sector,
    "about": _about,
    "stance": _stance,
    "dyad": _dyad,
}


# ---- mentions -------------------------------------------------------------------------------------


def judge_mention(gold: Gold, coding: Coding) -> Verdict:
    """Whether the mention at a passage has the identity that the gold gives.

    Mentions looked at have their head inside the passage and end with it or cover half of it; the longest
    comes first. Several countries must all be there.
    """
    passage = _locate(gold["passage"], coding.article.text)
    if passage is None:
        return Verdict(False, "the passage is not in the article's text")
    here = [one for one in coding.participants if _stands_for(one, passage)]
    if not here:
        return Verdict(False, "no mention at this passage")
    right = [one for one in here if _is_identity(gold, one)]
    one = right[0] if right else max(here, key=lambda each: each.end - each.start)
    return Verdict(bool(right), f"{one.text!r}: {one.name}, {list(one.country)}, {one.sector}: {one.reason}")


def _stands_for(one: Participant, passage: Span) -> bool:
    shared = min(one.end, passage.end) - max(one.start, passage.start)
    at_head = passage.start <= one.head < passage.end
    return at_head and (one.end == passage.end or shared * 2 >= passage.end - passage.start)


def _is_identity(gold: Gold, one: Participant) -> bool:
    country = "country" not in gold or set(one.country) == set(_list(gold["country"]))
    name = "name" not in gold or one.name == gold["name"]
    return country and name and ("sector" not in gold or one.sector == gold["sector"])


def _codes(many: Iterable[Participant]) -> set[str]:
    return {code for one in many for code in one.country}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


# ---- several articles -----------------------------------------------------------------------------


def total(reports: Sequence[tuple[Case, dict[str, Any]]]) -> dict[str, Any]:
    """One JSON object for the whole gold: the report of the only article, or the sum with one for each."""
    if len(reports) == 1:
        return {"task": "seed", **reports[0][1]}
    return {
        "task": "seed",
        "found": sum(one["found"] for _, one in reports),
        "of": sum(one["of"] for _, one in reports),
        "articles": {case.name: one for case, one in reports},
    }
