"""Proper names in running text: which rows of ``knowledge/actors`` they are, and which of them act.

Names are found by the characters, longest first, so that a faulty tree cannot hide one. The tree then tells a
place ("met in Moscow") from a government ("Moscow said").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from dragoman.knowledge import lexicon
from dragoman.knowledge.actors import Actors, Known, Locative, fold, load
from dragoman.knowledge.actors.names import CLITIC, PIECE, opening, openings
from dragoman.knowledge.actors.own import Own
from dragoman.knowledge.places import fold as fold_place
from dragoman.knowledge.places import gazetteer
from dragoman.records import How, Mention, Participant, Reading
from dragoman.resolve.phrases import CLAUSES, Draft, Shape, Tree

ABBREVIATION = re.compile(r"\s?\(([A-Z][\w&+/-]{1,11})\)")
BESIDE = re.compile(r"[-–](\w+)")
"""What a hyphen joins to a state's name: "-born" and "-backed" tell nothing of whose somebody is."""
WATER = re.compile(r"(\w+) of (?:the )?$")
ADJOINING_LEFT = re.compile(r"[A-Z]\w+ $")
ADJOINING_RIGHT = re.compile(r" [A-Z]\w+")
PLACES = ("state", "capital", "metonym", "region")
ABBREVIATED = ("organisation", "group", "agency", "metonym")
RANK = ("state", "organisation", "metonym", "group", "agency", "capital", "project", "region")
Standing = Literal["actor", "place", "party"]
"""What a name stands for: somebody who acts, a location, or a location whose country is concerned."""
TOPICS = frozenset({"over", "about", "because", "amid", "despite", "regarding", "concerning"})
"""Prepositions of what a deed is about: "sanctions over the conflict in X" are not against X."""
SHAPES: Mapping[str, Shape] = {
    "state": "state",
    "adjective": "adjective",
    "people": "state",
    "capital": "state",
    "region": "body",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the text: its place, its abbreviation's place included, and the row it stands for."""

    start: int
    end: int
    known: Known


@dataclass(frozen=True, slots=True)
class More:
    """Names beside those of the tables, by folded alias, and how many pieces the longest by its first word
    has: a user's own, and the abbreviations that an article introduces."""

    names: Mapping[str, Known]
    sizes: Mapping[str, int]


NOTHING_MORE = More(MappingProxyType({}), MappingProxyType({}))


def spot(text: str, start: int = 0, end: int | None = None, more: More = NOTHING_MORE) -> list[Name]:
    """The names of the tables in ``text[start:end]``, longest first, never overlapping, in text order.

    ``more`` adds names that only this article knows, such as the abbreviations it introduces.
    """
    pieces = [(m.start(), m.end()) for m in PIECE.finditer(text, start, len(text) if end is None else end)]
    found: list[Name] = []
    index = 0
    while index < len(pieces):
        name = _name_at(text, pieces, index, more)
        if name and fold(text[slice(*pieces[index])]) == "the" and index + 1 < len(pieces):
            name = _without_article(name, _name_at(text, pieces, index + 1, more), more)
        if name is None:
            index += 1
            continue
        found.append(name)
        while index < len(pieces) and pieces[index][0] < name.end:
            index += 1
    return found


def _name_at(text: str, pieces: list[tuple[int, int]], index: int, more: More) -> Name | None:
    first = opening(text[slice(*pieces[index])])
    size = max(_sizes().get(first, 0), more.sizes.get(first, 0))
    return _longest(text, pieces[index : index + size], load(), more.names) if size else None


def _without_article(name: Name, bare: Name | None, more: More) -> Name:
    """ "The Sudan Liberation Movement" is no Sudan, and a user's "Taliban" goes before our "the Taliban"."""
    if bare and (bare.end > name.end or (bare.end == name.end and fold(bare.known.alias) in more.names)):
        return bare
    return name


@cache
def _sizes() -> Mapping[str, int]:
    return openings(load().names)


def _longest(
    text: str, pieces: list[tuple[int, int]], actors: Actors, extra: Mapping[str, Known]
) -> Name | None:
    start = pieces[0][0]
    for _, end in reversed(pieces):
        closed = (end + 1,) if text[end : end + 1] == ")" and "(" in text[start:end] else ()
        for stop in dict.fromkeys((*closed, end, end - len(_tail(text[start:end])))):
            known = _meaning(text[start:stop], actors, extra)
            if known:
                return Name(start, stop, known)
    return None


def _tail(piece: str) -> str:
    found = CLITIC.search(piece)
    return found.group() if found else ""


def _meaning(piece: str, actors: Actors, extra: Mapping[str, Known]) -> Known | None:
    key = fold(piece)
    if key in extra and fits(extra[key].alias, piece):
        return extra[key]
    options = [known for known in actors.names.get(key, ()) if fits(known.alias, piece)]
    if not options:
        return None
    return min(options, key=lambda known: RANK.index(known.kind) if known.kind in RANK else len(RANK))


def fits(alias: str, piece: str) -> bool:
    """Whether ``piece`` is written as a name: "US" is no "us", "Turkey" no "turkey", "POLISH" may head a
    line."""
    letters = [c for c in alias if c.isalpha()]
    if len(letters) <= 6 and all(c.isupper() for c in letters):
        return [c for c in piece if c.isalpha()] == letters
    if " " not in alias and sum(c.isupper() for c in alias) > 1 and "-" not in alias:
        return piece in (alias, alias.upper())
    if alias[0].isupper():
        return piece[0].isupper()
    return any(c.isupper() for c in piece)


def readings_of(name: Name, noun: bool) -> Known:
    """The row for a name that is both adjective and people ("Chinese"): people when it stands alone."""
    actors = load()
    wanted = "people" if noun else "adjective"
    if name.known.kind not in ("adjective", "people"):
        return name.known
    options = actors.names.get(fold(name.known.alias), ())
    return next((known for known in options if known.kind == wanted), name.known)


def settle(known: Known, text: str) -> Known:
    """A name that several states share, decided by what else the article names; unknown when nothing
    tells."""
    if not known.alternatives:
        return known
    hints = load().hints.get(fold(known.alias), {})
    codes = {code for word, code in hints.items() if re.search(rf"\b{re.escape(word)}\b", text)}
    if codes == {""}:
        return replace(known, countries=(), entity=None, reason=f"{known.alias} is not the state here")
    codes.discard("")
    if len(codes) == 1:
        (code,) = codes
        state = load().states[code]
        reason = f"{known.alias} with other names of {state.name} in the article"
        if known.kind == "group":  # of that state, not the state
            return replace(known, countries=(code,), entity=None, reason=reason)
        return replace(known, name=state.name, countries=(code,), entity=state.entity, reason=reason)
    if known.countries or known.kind == "metonym":
        return known
    return replace(known, name=known.alias, reason=f"could be any of {', '.join(known.alternatives)}")


def local_names(reading: Reading, own: Own) -> More:
    """The user's own names, and abbreviations that the article introduces: "Lima Policy Institute (LPI)"
    makes LPI that institute."""
    found = _introductions(reading)
    if not found:
        return More(own.names, own.sizes)
    return More(MappingProxyType({**own.names, **found}), MappingProxyType({**own.sizes, **openings(found)}))


def _introductions(reading: Reading) -> dict[str, Known]:
    text = reading.article.text
    found: dict[str, Known] = {}
    for mention in reading.mentions:
        abbreviation = ABBREVIATION.search(text, mention.start, min(len(text), mention.end + 14))
        if mention.kind != "ORG" or not abbreviation or abbreviation.start() > mention.end:
            continue
        short = abbreviation[1]
        if fold(short) not in load().names:
            found[fold(short)] = _introduced(short, text[mention.start : abbreviation.start()].rstrip())
    return found


def _introduced(short: str, name: str) -> Known:
    inside = spot(name)
    whole = next((one.known for one in inside if one.end - one.start == len(name)), None)
    if whole:
        return replace(whole, alias=short)
    countries = tuple(dict.fromkeys(code for one in inside for code in one.known.countries))
    roles = (load().roles.get(fold(word)) for word in reversed(name.split()))
    sector = next((role.sector for role in roles if role), None)
    return Known(short, "agency", name, countries, sector, None, f"abbreviation of {name}")


def named(tree: Tree, reading: Reading, more: More) -> Iterator[Draft]:
    """Drafts for the names of one sentence; places are marked as such, and those with ``acts`` take part."""
    text, sentence = reading.article.text, tree.sentence
    for name in spot(text, sentence.start, sentence.end, more):
        if name.known.kind == "project" or _inside_name(name, text, tree.mentions):
            continue
        if is_aside(text, name.end):
            continue
        span = _words(tree, name.start, name.end)
        if span is not None:
            yield _draft(tree, text, name, span)


def is_aside(text: str, end: int) -> bool:
    """Whether a name that ends there only tells of another beside somebody ("the Lima-born judge")."""
    joined = BESIDE.match(text, end)
    return joined is not None and joined[1].casefold() in load().cues["aside"]


def _inside_name(name: Name, text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a capital is only part of a longer name ("Lima Policy Institute", "Paris Hilton")."""
    if name.known.kind == "region":  # "West Bengal" is not the West
        return any(m.kind == "PLACE" and m.end > name.end > m.start >= name.start for m in mentions)
    if name.known.kind in ("state", "adjective"):
        return _is_water(text, name.start) or _is_elsewhere(text, name)
    if name.known.kind not in ("capital", "metonym"):
        return False
    return any(
        mention.kind in ("ORG", "PER", "EVENT", "MISC")
        and mention.start <= name.start
        and name.end < mention.end
        and mention.end - name.end > 3
        for mention in mentions
    )


def _is_elsewhere(text: str, name: Name) -> bool:
    """Whether a name is part of that of a place in another state: "New Mexico", "British Columbia"."""
    before = ADJOINING_LEFT.search(text, max(0, name.start - 24), name.start)
    after = ADJOINING_RIGHT.match(text, name.end)
    wider = [text[before.start() : name.end]] if before else []
    wider += [text[name.start : after.end()]] if after else []
    sites = [site for one in wider for site in gazetteer().get(fold_place(one), ())]
    return bool(sites) and all(site.country not in name.known.countries for site in sites)


def _is_water(text: str, start: int) -> bool:
    """Whether a name that starts there tells of which gulf or sea ("the Gulf of Mexico")."""
    water = WATER.search(text, max(0, start - 24), start)
    return water is not None and water[1].casefold() in load().cues["waters"]


def _words(tree: Tree, start: int, end: int) -> tuple[int, int] | None:
    inside = tree.touching(start, end)
    return (inside[0], inside[-1]) if inside else None


def _draft(tree: Tree, text: str, name: Name, span: tuple[int, int]) -> Draft:
    head = tree.top(*span)
    modifies = tree.words[head].deprel in ("amod", "compound") or tree.words[head].upos == "ADJ"
    known = settle(readings_of(name, not modifies), text)
    use = standing(tree, head, known.kind)
    if use != "actor":
        return replace(_location(tree, text, name, known, head), acts=use == "party")
    start, end = _extent(tree, text, name, span, modifies)
    shape = SHAPES.get(known.kind, "body")
    described = any(True for _ in tree.kids_by(head, "amod", "nummod"))
    participant = Participant(
        text=text[start:end],
        start=start,
        end=end,
        head=max(tree.words[head].start, name.start),  # the name may be part of a word ("anti-Omani")
        name=known.name,
        country=known.countries,
        sector="CVL" if known.kind == "people" and described else known.sector,
        entity=known.entity,
        how=_how(known),
        reason=known.reason,
    )
    many = known.kind == "people" or (known.kind == "group" and _is_plural(known))
    return Draft(tree.index, head, shape, participant, known.name, plural=many)


def _is_plural(known: Known) -> bool:
    """Whether a group is named as its people: "Republicans", "Houthis"."""
    return known.alias.endswith("s") and not known.name.endswith("s")


def _location(tree: Tree, text: str, name: Name, known: Known, head: int) -> Draft:
    """A name in locative use, with its modifiers ("northern Chad")."""
    start = min(name.start, tree.words[tree.left_edge(head)].start)
    participant = Participant(
        text=text[start : name.end],
        start=start,
        end=name.end,
        head=max(tree.words[head].start, name.start),
        name=known.name,
        country=known.countries,
        entity=known.entity,
        how=_how(known),
        reason=known.reason,
    )
    return Draft(tree.index, head, "place", participant, known.name)


def _how(known: Known) -> How:
    if known.kind in ("adjective", "people"):
        return "demonym"
    return "metonym" if known.kind in ("capital", "metonym") else "name"


def _extent(tree: Tree, text: str, name: Name, span: tuple[int, int], modifies: bool) -> tuple[int, int]:
    """From the article before the name to the abbreviation in brackets after it."""
    start, end = name.start, name.end
    before = span[0] - 1
    if not modifies and before >= 0 and tree.words[before].upos == "DET":
        start = tree.words[before].start
    short = ABBREVIATION.match(text, end) if name.known.kind in ABBREVIATED else None
    return start, short.end() if short else end


def standing(tree: Tree, head: int, kind: str) -> Standing:
    """Whether a preposition makes the name a location: rows of locatives.csv, the particular before the
    general.

    A location is a party too where a row says so or, of no capital, where something is done to somebody there
    by the lexicon of events; a bare capital would stand for its government.
    """
    if kind not in PLACES:
        return "actor"
    official = kind in ("capital", "metonym")
    if official and _venue(tree, head):
        return "place"
    carrier = tree.words[head].head if tree.words[head].deprel == "conj" else head
    row = locative(tree, carrier, official)
    if row is None or row.means == "actor":
        return "actor"
    if official:
        return "place"
    return "party" if concerned(tree, carrier, row) else "place"


def _venue(tree: Tree, head: int) -> bool:
    """Whether a capital only tells where something was signed or held: "the Pretoria agreement", but not
    "the Moscow-Kyiv talks"."""
    word, governor = tree.words[head], tree.governor(head)
    if governor is None or word.deprel != "compound" or governor.lemma.casefold() not in load().cues["venue"]:
        return False
    beside = {one.text for one in tree.words[max(head - 1, 0) : head + 2]}
    return beside.isdisjoint("-–") and not any(True for _ in tree.kids_by(head, "conj"))


def locative(tree: Tree, carrier: int, official: bool) -> Locative | None:
    """The row for the preposition of a name: of the particular ones the first, else the general one."""
    preposition = tree.case_of(carrier)
    governor = tree.governor(carrier)
    before = [tree.words[kid - 1] for kid in tree.kids_by(carrier, "case") if 0 < kid < carrier]
    lemmas = {word.lemma.casefold() for word in (governor, *before[:1]) if word}
    rows = [row for row in load().locatives if row.preposition == preposition]
    rows = [row for row in rows if row.applies == "all" or official]
    particular = [row for row in rows if lemmas & row.governors]
    general = [row for row in rows if not row.governors]
    return next(iter(particular or general), None)


def concerned(tree: Tree, index: int, row: Locative | None) -> bool:
    """Whether a location is a party: the row for its preposition says so, or says nothing particular and the
    phrase hangs, through other phrases but no topic, on a word that evokes an event by the lexicon."""
    if row is not None and row.governors:
        return row.means == "party"
    for up in tree.above(index):
        word = tree.words[up]
        if is_deed(tree, up):
            return True
        if word.upos == "VERB" or word.deprel in CLAUSES or tree.case_of(up) in TOPICS:
            return False
    return False


def is_deed(tree: Tree, index: int) -> bool:
    """Whether the word evokes an event by the lexicon: "ran a [campaign] in", but not "ran through".

    Where in its clause a row wants its other words is for coding to see; here they must only be there.
    """
    word = tree.words[index]
    rows = (lexicon.verbs() if word.upos == "VERB" else lexicon.nouns()).get(word.lemma.casefold(), ())
    if not rows:
        return False
    here = {tree.words[below].lemma.casefold() for below in tree.under(index)}
    return any(
        row.event_type != lexicon.NO_EVENT
        and all(need.forbidden or not need.lemmas or need.lemmas & here for need in row.needs)
        for row in rows
    )
