"""Who takes part: every mention of an article that may act or be acted on, with the identity it resolves to.

Names come from the tables of ``knowledge/actors`` and the reader's mentions; persons are identified by office
and date; what refers back is settled by ``coreference``. Nothing is guessed: a mention that cannot be
resolved keeps no country, and its reason says why.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.knowledge.actors import fold, load, office_sectors
from dragoman.knowledge.actors.own import Own
from dragoman.knowledge.actors.own import none as nobody
from dragoman.knowledge.actors.people import (
    Clues,
    Identity,
    People,
    bundled,
    holder,
    identify,
    name_tokens,
)
from dragoman.knowledge.actors.rows import Office
from dragoman.knowledge.places import Site
from dragoman.records import Article, Mention, Participant, Reading, Sentence, Word
from dragoman.resolve.coreference import link
from dragoman.resolve.naming import More, local_names, named, spot
from dragoman.resolve.nominals import Seen, nominals, persons, titles
from dragoman.resolve.phrases import Draft, Tree, trees
from dragoman.resolve.places import Evidence, Named, place_names
from dragoman.resolve.places import resolve as locate
from dragoman.resolve.sites import holdings, towns

__all__ = ["participants", "resolve_name"]

YEAR = re.compile(r"\b(?:19[4-9]\d|20[0-4]\d)\b")
NAME = re.compile(r"['’]s\b|\w+(?:(?:[.&-]|['’](?!s\b))\w+)*\.?|[^\w\s]")


def participants(reading: Reading, own: Own | None = None) -> tuple[Participant, ...]:
    """Everybody who may take part in a record of this article, in text order; phrases may nest.

    ``own`` are a user's actors, with all terms of office to identify persons by; the bundled ones when None.
    """
    forest = trees(reading)
    return everybody(reading, forest, place_names(reading, forest), own)


def everybody(
    reading: Reading, forest: Sequence[Tree], places: Sequence[Named], own: Own | None = None
) -> tuple[Participant, ...]:
    """The same, with the reading's trees and place names where they are known already."""
    drafts = _drafts(reading, forest, places, own or nobody())
    kept = [_as_participant(draft) for draft in link(drafts, forest, reading) if _takes_part(draft)]
    return tuple(sorted(kept, key=lambda one: (one.start, -one.end)))


def _as_participant(draft: Draft) -> Participant:
    """What a draft tells. A place or thing is not itself known to be somebody, so it has no ``how``; whose
    country it stands for is in its reason."""
    if draft.shape not in ("place", "site"):
        return draft.participant
    told = draft.participant.reason or "whose it is could not be told"
    return replace(draft.participant, how=None, reason=f"stands for those who hold it or live there: {told}")


def _takes_part(draft: Draft) -> bool:
    """Whether a draft is a participant: a nameless thing is one only if it could be told whose it is."""
    one = draft.participant
    nobodys = draft.shape == "site" and not (one.how or one.country or one.sector)
    return draft.acts and not nobodys


def _drafts(reading: Reading, forest: Sequence[Tree], places: Sequence[Named], own: Own) -> list[Draft]:
    more = local_names(reading, own)
    within: dict[int | None, list[Named]] = defaultdict(list)
    for one in places:
        within[one.sentence].append(one)
    found: list[Draft] = []
    for tree in forest:
        found += _unnested(_of_sentence(tree, reading, more, within[tree.index], own.people))
    found = _identified(found, reading, own.people)
    return [_in_office(draft, reading.article.published, own.people) for draft in found]


def _unnested(drafts: list[Draft]) -> list[Draft]:
    """Without an abbreviation that only repeats the name around it."""
    return [one for one in drafts if not any(_repeats(one, other) for other in drafts)]


def _repeats(one: Draft, other: Draft) -> bool:
    inner, outer = one.participant, other.participant
    within = outer.start < inner.start and inner.end <= outer.end
    return (
        within and inner.name is not None and inner.name == outer.name and other.shape == one.shape == "body"
    )


def _of_sentence(
    tree: Tree, reading: Reading, more: More, places: Sequence[Named], people: People
) -> list[Draft]:
    names, roles = list(named(tree, reading, more)), titles(tree)
    where = towns(tree, reading, places, names) if places else []
    someone = persons(tree, reading, names, where, roles, people)
    taken = {i for one in someone for i, word in enumerate(tree.words) if _within(word, one.participant)}
    names = [one for one in names if not any(_is_own_name(one, person) for person in someone)]
    where = [one for one in where if not any(_is_own_name(one, person) for person in someone)]
    outer = {one.word for one in (*someone, *names)} | {one.word for one in where if one.participant.country}
    seen = Seen(tree, reading.article.text, [*names, *where], roles)
    others = nominals(seen, taken | outer)
    things = list(holdings(seen, taken | outer | {one.word for one in others}))
    held = {one.word for one in (*others, *things)}
    return [*names, *(one for one in where if one.word not in held), *someone, *others, *things]


def _within(word: Word, one: Participant) -> bool:
    return one.start <= word.start and word.end <= one.end


def _is_own_name(name: Draft, person: Draft) -> bool:
    """Whether a name of the tables is really part of a person's ("Michael Jordan", "George Washington")."""
    one, whole = name.participant, person.participant
    return whole.end - len(person.label) <= one.start and one.end <= whole.end


# ---- persons --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Around:
    """What the whole article tells about any person in it."""

    day: date | None
    states: frozenset[str]
    years: frozenset[int]


def _identified(drafts: list[Draft], reading: Reading, people: People) -> list[Draft]:
    """Identify the persons: full names and titles first, whose terms then help with the bare surnames."""
    article = reading.article
    around = _Around(
        article.published,
        frozenset(code for draft in drafts for code in (*draft.participant.country, *_organisations(draft))),
        frozenset(int(year) for year in YEAR.findall(article.text)),
    )
    full = _full_names(drafts)
    known: dict[int, Identity] = {}
    for sure in (True, False):
        companions = tuple(found.term for found in known.values() if found.term)
        for index, draft in enumerate(drafts):
            if draft.shape == "person" and index not in known and (not sure or _telling(draft, full)):
                known[index] = _identity(draft, full, around, companions, people)
    return [_as(draft, known[i], full, around.day) if i in known else draft for i, draft in enumerate(drafts)]


def _organisations(draft: Draft) -> tuple[str, ...]:
    """The organisations without a country that a body's name tells; their officers are filed under them."""
    one = draft.participant
    return _parents((one.name,)) if draft.shape == "body" and one.name and not one.country else ()


def _parents(bodies: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies, and the United Nations or the European Union for their organs."""
    known = [row for body in bodies for row in load().names.get(fold(body), ())]
    found = [PARENTS[row.plover] for row in known if row.plover in PARENTS]
    return tuple(dict.fromkeys((*(row.name for row in known), *found)))


def _telling(draft: Draft, full: dict[str, Draft]) -> bool:
    return bool(draft.offices) or draft.label in {one.label for one in full.values()}


def _full_names(drafts: Sequence[Draft]) -> dict[str, Draft]:
    """For each surname the best draft that spells the name out, with any title it ever has in the article."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        tokens = name_tokens(draft.label) if draft.shape == "person" else ()
        if len(tokens) < 2:
            continue
        for key in (tokens[-1], " ".join(tokens)):
            before = found.get(key)
            better = before is None or (draft.offices and not before.offices and before.label == draft.label)
            found[key] = draft if better else found[key]
    return found


def _fuller(draft: Draft, full: dict[str, Draft]) -> Draft:
    """The draft that spells out this one's name, or the draft itself."""
    tokens = name_tokens(draft.label)
    given = {one.label: one for one in full.values() if name_tokens(one.label)[:1] == tokens}
    by_given = next(iter(given.values())) if len(given) == 1 else None
    return (
        full.get(" ".join(tokens))
        or (full.get(tokens[-1]) if len(tokens) == 1 else None)
        or by_given
        or draft
    )


def _identity(
    draft: Draft, full: dict[str, Draft], around: _Around, companions: tuple[Office, ...], people: People
) -> Identity:
    whole = _fuller(draft, full)
    clues = Clues(
        offices=draft.offices or whole.offices,
        countries=draft.participant.country or _parents(draft.bodies) or whole.participant.country,
        day=around.day,
        around=around.states,
        years=around.years,
        companions=companions,
    )
    titled = identify(draft.label, clues, people) if draft.offices else Identity(None, "")
    return titled if titled.term else identify(whole.label, clues, people)


def _as(draft: Draft, identity: Identity, full: dict[str, Draft], around_day: date | None) -> Draft:
    """The draft with its person's identity, or with what a fuller mention tells and why no office fits."""
    term = identity.term
    if term is None:
        return _unknown(draft, identity, _fuller(draft, full))
    states = load().states
    country = (term.iso3,) if term.iso3 in states else ()
    sector = draft.participant.sector or _sector_on(term, around_day)
    told = draft.told(
        name=term.person,
        country=country,
        sector=sector,
        entity=term.entity,
        how="office",
        reason=identity.reason,
    )
    to_come = around_day is not None and term.start is not None and around_day < term.start
    offices = draft.offices if to_come else draft.offices | {term.office}
    return replace(told, offices=offices, past=_past_offices(term, around_day))


def _past_offices(term: Office, day: date | None) -> frozenset[str]:
    """The offices that the person of the term has held and left by the day."""
    held = (one for one in bundled().named(term.person) if (one.person, one.iso3) == (term.person, term.iso3))
    return frozenset(one.office for one in held if one.end and (day is None or one.end < day))


def _unknown(draft: Draft, identity: Identity, whole: Draft) -> Draft:
    one, other = draft.participant, whole.participant
    country, sector = one.country or other.country, one.sector or other.sector
    if not country and identity.iso3 is not None and identity.iso3 in load().states:
        country = (identity.iso3,)
    reason = f"{one.reason}; {identity.reason}" if country else identity.reason
    told = draft.told(name=whole.label, country=country, sector=sector, reason=reason)
    return replace(told, offices=draft.offices or whole.offices)


OFFICIAL = frozenset({None, "GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
"""Sectors that an office gives for as long as it is held; who leads rebels or a party stays what he is."""


def _sector_on(term: Office, day: date | None) -> str | None:
    """The office's sector in its term, ELI after it, None before it (the person was not yet in office)."""
    if day is not None and term.start is not None and day < term.start:
        return None
    sector = _sector_of(term)
    if day is not None and sector in OFFICIAL and not term.may_hold(day):
        return "ELI"
    return sector


def _sector_of(term: Office) -> str | None:
    """The sector of the term's own row, of its body, of the office, else GOV for an office of state."""
    body = next((row.sector for row in load().names.get(fold(term.iso3), ())), None)
    if term.sector or body:
        return term.sector or body
    if term.office in office_sectors():
        return office_sectors()[term.office]
    exact = next((role for role in load().roles.values() if role.offices == {term.office}), None)
    return (exact and exact.sector) or ("GOV" if term.iso3 in load().states else None)


def _in_office(draft: Draft, day: date | None, people: People) -> Draft:
    """ "The Omani president" on a known day is a person whom the tables can name."""
    one = draft.participant
    if draft.shape != "role" or draft.plural or draft.local or day is None or not draft.offices:
        return draft
    if len(one.country) != 1:
        return draft
    if not load().cues["former"].isdisjoint(fold(one.text).split()):
        return draft
    term = holder(one.country[0], draft.offices, day, people)
    if term is None:
        return draft
    reason = f"{term.person} was {term.office} of {load().state(term.iso3)} {term.term}"
    return draft.told(name=term.person, entity=term.entity, how="office", reason=reason)


# ---- what PLOVER calls a country -------------------------------------------------------------------


def plover_country(one: Participant) -> tuple[str, ...]:
    """PLOVER's country field: the states, else the code of the organisation that somebody is or belongs to
    (EUR, UNO, IGO, NGO)."""
    if one.country:
        return one.country
    named = load().names.get(fold(one.name or one.text), ())
    known = [*named, *(name.known for name in reversed(spot(one.text)))]
    return next(((row.plover,) for row in known if row.plover), ())


# ---- one name alone -------------------------------------------------------------------------------


def resolve_name(text: str, on: date | None = None, context: str = "", own: Own | None = None) -> Participant:
    """Resolve one name or noun phrase, such as "Defence Minister Ana Ruiz", on a day and in a context.

    ``context`` is any text that tells more ("Peruvian"); its states help to decide between holders of a name.
    The participant's offsets count from the start of ``text``. Raises ValueError when ``text`` is blank.
    """
    if not text.strip():
        raise ValueError("no name to resolve")
    known = own or nobody()
    reading = _as_reading(text, on, known)
    forest = trees(reading)
    drafts = _drafts(reading, forest, place_names(reading, forest), known)
    drafts = _helped(drafts, reading, context, known.people)
    best = _chosen(link(drafts, forest, reading), reading)
    if best is None:
        return _of_town(text, reading) or _by_modifier(text, reading)
    return best.participant


def _of_town(text: str, reading: Reading) -> Participant | None:
    """A town or region alone stands for those who live there; beside other words it tells their country."""
    sites = [one for size in range(4, 0, -1) for one in _sites(text, size)]
    if not sites:
        return None
    site, whole = sites[0]
    roles = [title.role.sector for title in titles(trees(reading)[0])]
    sector = "CVL" if whole else next(iter(reversed(roles)), None)
    country = (site.country,) if site.country else ()
    reason = f"{site.name}: {site.reason or 'a town of the gazetteer'}"
    return Participant(text, 0, len(text), 0, site.name, country, sector, site.entity, "name", reason)


def _sites(text: str, size: int) -> Iterator[tuple[Site, bool]]:
    """The places that so many words on end name, with whether they are all the words there are."""
    words = text.split()
    for first in range(len(words) - size + 1):
        name = " ".join(words[first : first + size])
        shown = name[:1].isupper() and (size == len(words) or fold(name) not in load().cues["common"])
        site = locate(name, Evidence())[0] if shown else None
        if site and site.kind != "state":
            yield site, size == len(words)


def _by_modifier(text: str, reading: Reading) -> Participant:
    """What a role noun before an unknown head tells ("army accountant")."""
    found = [title.role.sector for title in titles(trees(reading)[0])]
    reason = "sector of the word before the head" if found else "no actor in the tables and no role noun"
    return Participant(text, 0, len(text), 0, sector=found[-1] if found else None, reason=reason)


def _helped(drafts: list[Draft], reading: Reading, context: str, people: People) -> list[Draft]:
    """Drafts of a lone name, with the countries of its context for those that have none of their own."""
    codes = tuple(dict.fromkeys(code for name in spot(context) for code in name.known.countries))
    if not codes:
        return drafts
    return [_placed(draft, codes, reading.article.published, people) for draft in drafts]


def _placed(draft: Draft, codes: tuple[str, ...], day: date | None, people: People) -> Draft:
    if draft.participant.country:
        return draft
    if draft.shape == "person":
        found = identify(draft.label, Clues(draft.offices, (), day, frozenset(codes)), people)
        if found.term:
            return _as(draft, found, {}, day)
    return draft.told(country=codes[:1], reason=f"the context names {load().state(codes[0])}")


def _chosen(drafts: Sequence[Draft], reading: Reading) -> Draft | None:
    """The draft at the root of the phrase, else the one that covers most of it."""
    roots = {i for i, word in enumerate(reading.sentences[0].words) if word.head == -1}
    at_root = [draft for draft in drafts if draft.word in roots]
    ranked = at_root or sorted(drafts, key=lambda one: one.participant.end - one.participant.start)
    return ranked[-1] if ranked else None


def _as_reading(text: str, on: date | None, own: Own) -> Reading:
    """A reading of a bare noun phrase: the last noun before a preposition or comma governs all the others."""
    pieces = [(m.start(), m.end(), m.group()) for m in NAME.finditer(text)]
    words = _flat_words(pieces)
    sentence = Sentence(0, len(text), words, 0)
    article = Article("0" * 16, text, published=on)
    return Reading(article, (sentence,), _likely_persons(text, words, own), (), "noun phrase")


PARENTS = {"UNO": "United Nations", "EUR": "European Union"}
PREPOSITIONS = frozenset({"of", "from", "in", "for", "at", "to", "with", "by", "on"})


def _flat_words(pieces: list[tuple[int, int, str]]) -> tuple[Word, ...]:
    heads = _heads([piece for _, _, piece in pieces])
    return tuple(
        Word(start, end, piece, piece.casefold(), _upos(piece), head, relation)
        for (start, end, piece), (head, relation) in zip(pieces, heads, strict=True)
    )


def _upos(piece: str) -> str:
    if piece.casefold() in PREPOSITIONS:
        return "ADP"
    if piece.casefold() in ("the", "a", "an", "this", "some"):
        return "DET"
    if not piece[0].isalnum():
        return "PUNCT"
    if piece.casefold() in ("'s", "’s"):
        return "PART"
    return "PROPN" if piece[0].isupper() else "NOUN"


def _heads(pieces: list[str]) -> list[tuple[int, str]]:
    """A governor and relation for each piece: chunks end at prepositions and commas, the first holds the
    root."""
    chunks: list[list[int]] = [[]]
    for index, piece in enumerate(pieces):
        if piece.casefold() in PREPOSITIONS or piece == ",":
            chunks.append([])
        chunks[-1].append(index)
    found: list[tuple[int, str]] = [(-1, "root")] * len(pieces)
    above = -1
    for chunk in chunks:
        if chunk:
            above = _hang(chunk, pieces, above, found)
    return found


def _hang(chunk: list[int], pieces: list[str], above: int, found: list[tuple[int, str]]) -> int:
    nouns = [i for i in chunk if _upos(pieces[i]) in ("NOUN", "PROPN")]
    head = nouns[-1] if nouns else chunk[-1]
    opens = pieces[chunk[0]].casefold() in PREPOSITIONS
    for index in chunk:
        relation = {"ADP": "case", "DET": "det", "PUNCT": "punct", "PART": "case"}.get(
            _upos(pieces[index]), "compound"
        )
        found[index] = (head, relation)
    found[head] = (-1, "root") if above < 0 else (above, "nmod" if opens else "appos")
    return head


def _likely_persons(text: str, words: tuple[Word, ...], own: Own) -> tuple[Mention, ...]:
    """A capitalised name that no table has as a body counts as a person; a single word only if it is the
    surname of somebody in the tables."""
    names = spot(text, more=More(own.names, own.sizes))
    known = [(name.start, name.end) for name in names if name.known.kind != "capital"]
    free = [w for w in words if w.upos == "PROPN" and not any(a <= w.start < b for a, b in known)]
    roles = {
        i
        for title in titles(Tree(0, Sentence(0, len(text), words, 0)))
        for i in range(title.first, title.last + 1)
    }
    run = [w for w in free if words.index(w) not in roles]
    if not run or (len(run) == 1 and not own.people.named(run[0].text)):
        return ()
    if run != list(words[words.index(run[0]) : words.index(run[-1]) + 1]):
        return ()
    return (Mention(run[0].start, run[-1].end, text[run[0].start : run[-1].end], "PER", 1.0),)
