"""Where: place names, resolved against the gazetteer, and which of them stand in locative use.

A name is a place only where the grammar says so: it hangs on its governor as an oblique or a nominal modifier
with a preposition of place (``knowledge/actors/locatives.csv``), or opens a dateline. A capital that acts
("Moscow rejected …", "Moscow's view") is a government and no place. The other names of towns and regions
("seized Kharkiv", "Lagos police") are kept for the actor stage: they tell of which country somebody is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from dragoman.knowledge import actors
from dragoman.knowledge.places import Site, fold, gazetteer
from dragoman.records import Place, Reading, Sentence, Span, Word
from dragoman.resolve.phrases import Tree, trees

LOCATIVE = frozenset({"obl", "nmod", "advmod"})
NEVER = frozenset({"nmod:poss", "obl:agent", "nmod:tmod", "obl:tmod", "nmod:unmarked"})
TAKES_PART = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "compound", "amod"})
"""Relations in which a place name stands for those there or tells whose a thing is; no "Paris, [Texas]"."""
SURELY, SURELY_CAPITAL, LIKELY = 20.0, 8.0, 5.0
"""How many times the people of the next must live in a place for its name to mean it: whatever else the text
names, the same for a capital, and where the text names none of the countries."""
HOLDS_PLACE = frozenset(
    {"city", "town", "village", "port", "province", "region", "district", "capital", "outskirt"}
)
"""Nouns whose "of" names the place itself: "the town of Kobani"."""
ANYWHERE = frozenset(
    {"to", "from", "into", "onto", "toward", "towards", "for", "off", "on", "along", "past", "between"}
)
"""Prepositions that tell of a place before a name that cannot act, as a town that is no capital."""
DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z'’. -]*[A-Z])(?:,[^()\n—–]{1,40})?\s*(?:\([^()\n]{1,40}\)\s*)?(?:—|–|--|-)\s", re.M
)
QUALIFIER = re.compile(r",\s+(?P<name>(?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,3})")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the text says of countries: beside the name, in its sentence, in the article."""

    beside: str | None = None
    sentence: frozenset[str] = frozenset()
    article: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """A place name with its place in the trees; ``located`` tells whether the grammar makes it a location.

    ``sentence`` and ``head`` (a word's index in it) are None for a dateline.
    """

    place: Place
    sentence: int | None
    head: int | None
    located: bool


@dataclass(frozen=True)
class _Tree:
    """A sentence with its case words looked up."""

    sentence: Sentence

    @cached_property
    def cases(self) -> Mapping[int, str]:
        """The preposition of each word that has one: the nearest before it."""
        words = self.sentence.words
        found = {w.head: w.text.lower() for i, w in enumerate(words) if w.deprel == "case" and i < w.head}
        return MappingProxyType(found)

    def carrier(self, index: int) -> int:
        """The first conjunct, whose preposition holds for the later ones too."""
        words = self.sentence.words
        for _ in words:
            if words[index].deprel != "conj" or index in self.cases or words[index].head < 0:
                break
            index = words[index].head
        return index


def places(reading: Reading) -> tuple[Place, ...]:
    """The places of an article, in text order. ``country`` is None, with the reason, where uncertain."""
    return locations(place_names(reading, trees(reading)))


def locations(names: Sequence[Named]) -> tuple[Place, ...]:
    """Those of the place names that stand in locative use."""
    return tuple(one.place for one in names if one.located)


def place_names(reading: Reading, forest: Sequence[Tree]) -> tuple[Named, ...]:
    """The place names of an article in text order; of two that overlap the one in locative use, or longer."""
    context = _countries(reading)
    everywhere = frozenset().union(*context)
    used: list[Span] = []
    result = []
    names = _found(reading, forest)
    for found in sorted(names, key=lambda one: (not one.why, one.span.start, -one.span.end)):
        if any(other.overlaps(found.span) for other in used):
            continue
        beside, end = _qualifier(reading.article.text, found.span)
        near = context[found.sentence] if found.sentence is not None else frozenset()
        place = _place(reading.article.text, found, Evidence(beside, near, everywhere))
        if place:
            used.append(Span(found.span.start, end))
            result.append(Named(place, found.sentence, found.head, bool(found.why)))
    return tuple(sorted(result, key=lambda one: one.place.start))


def _place(text: str, found: _Found, evidence: Evidence) -> Place | None:
    span = found.span
    words = text[span.start : span.end]
    site, reason = resolve(words, evidence)
    if site is None and found.why == "dateline" and fold(words) not in gazetteer():
        return None
    reason = f"{found.why}; {reason}" if found.why else reason
    if site is None:
        return Place(words, span.start, span.end, None, None, reason)
    where = (site.latitude, site.longitude, site.kind)
    return Place(words, span.start, span.end, site.name, site.country, reason, site.entity, *where)


# ---- which names are places -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that may be a place's: its span, its head in the trees, and the grammar that makes it a
    location ("" where none does)."""

    span: Span
    sentence: int | None
    head: int | None
    why: str


def _found(reading: Reading, forest: Sequence[Tree]) -> Iterator[_Found]:
    """The names in locative use, and those of towns and regions that no actor table has."""
    yield from (_Found(span, None, None, "dateline") for span in _datelines(reading.article.text))
    for number, whole in enumerate(forest):
        tree = _Tree(whole.sentence)
        for span, head in _names(whole):
            name = reading.article.text[span.start : span.end]
            why = _locative(tree, head, name)
            if why or _takes_part(tree, head, name):
                yield _Found(span, number, head, why)


def _takes_part(tree: _Tree, head: int, name: str) -> bool:
    """Whether a name that is no location is an argument or modifier, and none of the actors' tables."""
    relation = tree.sentence.words[tree.carrier(head)].deprel.split(":")[0]
    return relation in TAKES_PART and actors.fold(name) not in actors.load().names


def _names(tree: Tree) -> Iterator[tuple[Span, int]]:
    """The reader's places, then other proper names that the gazetteer knows, each with its head word."""
    sentence = tree.sentence
    inside = [
        m for m in tree.mentions if sentence.start <= m.start and m.end <= sentence.end and m.kind != "TIME"
    ]
    for mention in inside:
        head = _head(sentence, mention.start, mention.end)
        place = mention.kind == "PLACE" and not _is_people(mention.text)
        if head is not None and (place or (mention.kind in ("ORG", "MISC") and _is_town(mention.text))):
            yield Span(mention.start, mention.end), head
    for index, word in enumerate(sentence.words):
        if word.upos == "PROPN" and not any(m.start < word.end and word.start < m.end for m in inside):
            yield from _known_name(sentence, index)


def _is_town(name: str) -> bool:
    """Whether what the reader took for a body or a thing is the name of one town or region and of nobody
    else."""
    return len(gazetteer().get(fold(name), ())) == 1 and actors.fold(name) not in actors.load().names


def is_capital(name: str) -> bool:
    """Whether the gazetteer has a capital of that name."""
    return any(site.capital for site in gazetteer().get(fold(name), ()))


def _is_people(name: str) -> bool:
    """Whether the name is that of a people or an adjective of nationality and of no place."""
    known = actors.load().names.get(actors.fold(name), ())
    return fold(name) not in gazetteer() and any(row.kind in ("people", "adjective") for row in known)


def _known_name(sentence: Sentence, index: int) -> Iterator[tuple[Span, int]]:
    """The longest run of words from ``index`` on that the gazetteer lists and that hangs together."""
    for last in range(min(index + 4, len(sentence.words)) - 1, index - 1, -1):
        start, end = sentence.words[index].start, sentence.words[last].end
        name = " ".join(word.text for word in sentence.words[index : last + 1])
        if fold(name) in actors.load().cues["common"]:
            continue
        head = _head(sentence, start, end)
        whole = name[0].isupper() and name[-1].isalnum()
        if head is not None and whole and fold(name) in gazetteer():
            yield Span(start, end), head
            return


def _head(sentence: Sentence, start: int, end: int) -> int | None:
    """The word of the span that is governed from outside it."""
    inside = {i for i, word in enumerate(sentence.words) if start <= word.start and word.end <= end}
    return next((i for i in sorted(inside) if sentence.words[i].head not in inside), None)


def _locative(tree: _Tree, head: int, name: str) -> str:
    """Which preposition makes the name a place, in words; "" where it is none."""
    carrier = tree.carrier(head)
    word = tree.sentence.words[carrier]
    preposition = tree.cases.get(carrier)
    if preposition is None or word.deprel in NEVER or word.deprel.split(":")[0] not in LOCATIVE:
        return ""
    governor = tree.sentence.words[word.head].lemma.casefold() if word.head >= 0 else ""
    if preposition == "of":
        return f"“{governor} of” holds a place" if governor in HOLDS_PLACE else ""
    if _tells_place(preposition, governor, _may_act(name)):
        return f"“{preposition}” after “{governor}”" if governor else f"“{preposition}”"
    return ""


def _tells_place(preposition: str, governor: str, may_act: bool) -> bool:
    """The row with this governor decides, else the row for all; a name that cannot act needs none."""
    rows = [row for row in actors.load().locatives if row.preposition == preposition]
    particular = [row for row in rows if governor in row.governors]
    general = [row for row in rows if not row.governors]
    if particular or general:
        return (particular or general)[0].means != "actor"
    return not may_act and preposition in ANYWHERE


def _may_act(name: str) -> bool:
    """Whether the name also stands for a government: a state or a capital; unknown names may."""
    sites = gazetteer().get(fold(name))
    return sites is None or any(site.kind == "state" or site.capital for site in sites)


def _datelines(text: str) -> Iterator[Span]:
    """The city at the head of a report: "KYIV, March 3 (Agency) —"."""
    return (Span(*match.span("city")) for match in DATELINE.finditer(text))


# ---- which place a name means ---------------------------------------------------------------------------


def _qualifier(text: str, span: Span) -> tuple[str | None, int]:
    """The country that a name beside it gives ("Paris, Texas"), and where that name ends."""
    match = QUALIFIER.match(text, span.end)
    if match is None:
        return None, span.end
    words = match["name"].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        for site in (*gazetteer().get(fold(name), ()), *gazetteer().get(fold(name.rstrip(".")), ())):
            if site.kind != "city" and site.country:
                return site.country, match.start("name") + len(name)
    return None, span.end


def _countries(reading: Reading) -> list[frozenset[str]]:
    """The states that each sentence names, by name, adjective or people."""
    return [frozenset(_named(sentence.words)) for sentence in reading.sentences]


def _named(words: Sequence[Word]) -> Iterator[str]:
    names = actors.load().names
    for index, word in enumerate(words):
        if not word.text[:1].isupper():
            continue
        for last in range(min(index + 4, len(words)), index, -1):
            name = actors.fold(" ".join(each.text for each in words[index:last]))
            known = [row for row in names.get(name, ()) if row.kind in ("state", "adjective", "people")]
            if known:
                yield from (iso3 for row in known for iso3 in row.countries)
                break


def resolve(name: str, evidence: Evidence = Evidence()) -> tuple[Site | None, str]:
    """The place of the gazetteer that a name means, None where it cannot be told, and the reason.

    In this order: a name beside it, a single meaning, a state before its namesakes, one place far larger than
    the next (20 times, 8 for a capital), a country named in the sentence, then in the article, one place
    clearly larger (5).
    """
    sites = gazetteer().get(fold(name), ())
    if evidence.beside:
        return _beside(name, sites, evidence.beside)
    if not sites:
        return _unlisted(name, evidence)
    if len(sites) == 1:
        return sites[0], f"the only place of that name in the gazetteer{_details(sites[0])}"
    return _choose(sites, evidence)


def _beside(name: str, sites: Sequence[Site], country: str) -> tuple[Site | None, str]:
    within = [site for site in sites if site.country == country]
    if not within:
        return Site("city", name, country), f"the name beside it says {country}; not in the gazetteer"
    best = max(within, key=_people)
    return best, f"the name beside it says {country}{_details(best)}"


def _unlisted(name: str, evidence: Evidence) -> tuple[Site | None, str]:
    """A name that two states share ("Congo") is none of theirs alone in the gazetteer."""
    states = actors.load()
    shared = [iso3 for known in states.names.get(actors.fold(name), ()) for iso3 in known.alternatives]
    if not shared:
        return None, "not in the gazetteer"
    for named, where in ((evidence.sentence, "sentence"), (evidence.article, "article")):
        fitting = [iso3 for iso3 in shared if iso3 in named]
        if len(fitting) == 1:
            return Site("state", states.state(fitting[0]), fitting[0]), f"the {where} names {fitting[0]}"
    return None, f"ambiguous between {', '.join(shared)}; the text names none of them alone"


def _choose(sites: Sequence[Site], evidence: Evidence) -> tuple[Site | None, str]:
    states = [site for site in sites if site.kind == "state"]
    if states:
        return _state_or_namesake(states[0], sites, evidence)
    best, ratio = _dominance(sites)
    if ratio >= (SURELY_CAPITAL if best.capital else SURELY):
        return best, f"{_times(ratio)}{_details(best)}"
    for named, where in ((evidence.sentence, "sentence"), (evidence.article, "article")):
        fitting = Counter(site.country for site in sites if site.country in named)
        if len(fitting) == 1:
            country = next(iter(fitting))
            chosen = max((site for site in sites if site.country == country), key=_people)
            return chosen, f"the {where} names {country}{_details(chosen)}"
    if ratio >= LIKELY or len({site.country for site in sites}) == 1:
        return best, f"{_times(ratio)}{_details(best)}"
    countries = sorted({site.country or "several states" for site in sites})
    return None, f"ambiguous between {', '.join(countries)}; the text names none of them alone"


def _state_or_namesake(state: Site, sites: Sequence[Site], evidence: Evidence) -> tuple[Site | None, str]:
    """A state goes before its namesakes, unless the sentence names the country of one of them alone."""
    others = {site.country for site in sites if site.country != state.country} & evidence.sentence
    if len(others) == 1 and state.country not in evidence.sentence | evidence.article:
        country = next(iter(others))
        chosen = max((site for site in sites if site.country == country), key=_people)
        return chosen, f"the sentence names {country}{_details(chosen)}"
    return state, "name of the state"


def _people(site: Site) -> int:
    return site.population or 0


def _dominance(sites: Sequence[Site]) -> tuple[Site, float]:
    """The largest place, and how many times the people of the largest one in another country it has.

    A part of a state has no population in the gazetteer and counts as a city of a million.
    """

    def size(site: Site) -> int:
        return max(_people(site), 1) if site.kind == "city" else 1_000_000

    best = max(sites, key=lambda site: (size(site), site.capital))
    rest = [size(site) for site in sites if site.country != best.country]
    return best, size(best) / max(rest) if rest else float("inf")


def _times(ratio: float) -> str:
    return (
        "all of that name lie there" if ratio == float("inf") else f"{ratio:.0f} times the people of the next"
    )


def _details(site: Site) -> str:
    if site.latitude is None:
        return f"; {site.reason}" if site.reason else ""
    return f"; {site.entity}" + (", capital" if site.capital else "")
