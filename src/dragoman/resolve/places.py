"""Where: place names in locative use, resolved against the gazetteer.

A name is a place only where the grammar says so: it hangs on its governor as an oblique or a nominal modifier
with a preposition of place (``knowledge/actors/locatives.csv``), or opens a dateline. A capital that acts
("Moscow rejected …", "Moscow's view") is a government and no place.
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
from dragoman.records import Mention, Place, Reading, Sentence, Span, Word

LOCATIVE = frozenset({"obl", "nmod", "advmod"})
NEVER = frozenset({"nmod:poss", "obl:agent", "nmod:tmod", "obl:tmod", "nmod:unmarked"})
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
    context = _countries(reading)
    everywhere = frozenset().union(*context)
    found = {span: "dateline" for span in _datelines(reading.article.text)}
    used: list[Span] = []
    result = []
    for number, span, why in sorted(_located(reading, found), key=lambda item: (item[1].start, -item[1].end)):
        if any(other.overlaps(span) for other in used):
            continue
        beside, end = _qualifier(reading.article.text, span)
        evidence = Evidence(beside, context[number] if number is not None else frozenset(), everywhere)
        place = _place(reading.article.text, span, evidence, why)
        if place:
            used.append(Span(span.start, end))
            result.append(place)
    return tuple(result)


def _place(text: str, span: Span, evidence: Evidence, why: str) -> Place | None:
    words = text[span.start : span.end]
    site, reason = resolve(words, evidence)
    if site is None and why == "dateline" and fold(words) not in gazetteer():
        return None
    name = site.name if site else None
    return Place(words, span.start, span.end, name, site.country if site else None, f"{why}; {reason}")


# ---- which names are places -----------------------------------------------------------------------------


def _located(reading: Reading, datelines: Mapping[Span, str]) -> Iterator[tuple[int | None, Span, str]]:
    """Each name in locative use: the number of its sentence, its span, and the grammar that says so."""
    yield from ((None, span, why) for span, why in datelines.items())
    for number, sentence in enumerate(reading.sentences):
        tree = _Tree(sentence)
        for span, head in _names(sentence, reading.mentions):
            why = _locative(tree, head, reading.article.text[span.start : span.end])
            if why:
                yield number, span, why


def _names(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[Span, int]]:
    """The reader's places, then other proper names that the gazetteer knows, each with its head word."""
    inside = [m for m in mentions if sentence.start <= m.start and m.end <= sentence.end and m.kind != "TIME"]
    for mention in inside:
        head = _head(sentence, mention.start, mention.end)
        if mention.kind == "PLACE" and head is not None and not _is_people(mention.text):
            yield Span(mention.start, mention.end), head
    for index, word in enumerate(sentence.words):
        if word.upos == "PROPN" and not any(m.start < word.end and word.start < m.end for m in inside):
            yield from _known_name(sentence, index)


def _is_people(name: str) -> bool:
    """Whether the name is that of a people or an adjective of nationality and of no place."""
    known = actors.load().names.get(actors.fold(name), ())
    return fold(name) not in gazetteer() and any(row.kind in ("people", "adjective") for row in known)


def _known_name(sentence: Sentence, index: int) -> Iterator[tuple[Span, int]]:
    """The longest run of words from ``index`` on that the gazetteer lists and that hangs together."""
    for last in range(min(index + 4, len(sentence.words)) - 1, index - 1, -1):
        start, end = sentence.words[index].start, sentence.words[last].end
        name = " ".join(word.text for word in sentence.words[index : last + 1])
        head = _head(sentence, start, end)
        if head is not None and name[0].isupper() and fold(name) in gazetteer():
            yield Span(start, end), head
            return


def _head(sentence: Sentence, start: int, end: int) -> int | None:
    """The word of the span that is governed from outside it."""
    inside = {i for i, word in enumerate(sentence.words) if start <= word.start and word.end <= end}
    return next((i for i in sorted(inside) if sentence.words[i].head not in inside), None)


def _locative(tree: _Tree, head: int, name: str) -> str | None:
    """Which preposition makes the name a place, in words; None where it is none."""
    carrier = tree.carrier(head)
    word = tree.sentence.words[carrier]
    preposition = tree.cases.get(carrier)
    if preposition is None or word.deprel in NEVER or word.deprel.split(":")[0] not in LOCATIVE:
        return None
    governor = tree.sentence.words[word.head].lemma.casefold() if word.head >= 0 else ""
    if preposition == "of":
        return f"“{governor} of” holds a place" if governor in HOLDS_PLACE else None
    if _tells_place(preposition, governor, _may_act(name)):
        return f"“{preposition}” after “{governor}”" if governor else f"“{preposition}”"
    return None


def _tells_place(preposition: str, governor: str, may_act: bool) -> bool:
    """The row with this governor decides, else the row for all; a name that cannot act needs none."""
    rows = [row for row in actors.load().locatives if row.preposition == preposition]
    particular = [row for row in rows if governor in row.governors]
    general = [row for row in rows if not row.governors]
    if particular or general:
        return (particular or general)[0].means == "place"
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
    if site.id is None or site.latitude is None or site.longitude is None:
        return f"; {site.reason}" if site.reason else ""
    capital = ", capital" if site.capital else ""
    return f"; GeoNames {site.id}, {site.latitude:.3f} {site.longitude:.3f}{capital}"
