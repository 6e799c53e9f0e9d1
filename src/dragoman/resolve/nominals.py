"""Persons, roles and bodies: noun phrases that may act although no table has their name as a whole.

Each becomes a draft with what its own phrase tells: the role's sector, the nationality of its modifiers, the
office its title may mean. Who the person is, and what "the minister" refers back to, is settled later.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dragoman.knowledge.actors import Epithet, Role, fold, load
from dragoman.knowledge.actors.people import People
from dragoman.records import Mention, Participant, Reading
from dragoman.resolve.naming import ABBREVIATION, spot
from dragoman.resolve.phrases import POSSESSIVE, Draft, Shape, Tree
from dragoman.resolve.places import resolve as locate

LONGEST_ROLE = 6
LONGEST_NAME = 5
PARTICLES = frozenset(
    ("bin", "al", "el", "de", "von", "van", "der", "den", "da", "dos", "di", "la", "le", "ul", "ibn")
)
NEARER = ("amod", "compound", "nmod:unmarked", "nmod:desc", "flat")
FARTHER = ("nmod:poss",)
SOURCES = frozenset({"of", "from", "for", "at", "with", "by"})
INSIDE = SOURCES | {"in"}
STANDING = frozenset({"in", "inside", "at", "near", "outside", "around", "along"})
BESIDE = frozenset({"near", "outside", "around", "along", "off"})
"""Beside a town is in its state; beside a state is in another."""
VAGUE = frozenset({None, "GOV", "UAF", "PTY", "UNK"})
MASS = frozenset({"LEG", "COP", "OPP", "JRN", "SPY", "CVL", "SOC"})
PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
NEUTER = frozenset({"it", "its"})
MANY = frozenset({"they", "them", "their", "theirs"})
FIRST = frozenset({"we", "us", "our", "ours", "i", "me", "my", "mine"})
PRONOUNS = PERSONAL | NEUTER | MANY | FIRST
UNNAMED = frozenset({"some", "many", "others", "several", "most", "few", "everyone", "nobody", "all", "both"})
LOCAL = frozenset(
    {
        "CVL",
        "REB",
        "EDU",
        "BUS",
        "MED",
        "JRN",
        "LAB",
        "AGR",
        "OPP",
        "SOC",
        "REL",
        "CRM",
        "COP",
        "JUD",
        "LEG",
        "UAF",
    }
)
"""Sectors whose people belong to the state they are in ("rebels in Mali"); soldiers and diplomats may not."""
LINKS = frozenset({"of", "on", "for", "and", "the", ","})
ONE_ENDED = ("amod", "compound", "nmod:desc")
CORE = ("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent", "nmod:poss")


NICKNAME = re.compile(r"""\s+["'“‘][^"'“”‘’]+["'”’](?=\s)""")
"""What stands in quotation marks inside a name, and is no part of it: "Ada “the Owl” Holm"."""


@dataclass(frozen=True, slots=True)
class Title:
    """A role's words before or as a head: word indices, inclusive, and the row."""

    first: int
    last: int
    role: Role


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence with the names and role nouns that are found in it."""

    tree: Tree
    text: str
    names: list[Draft]
    roles: list[Title]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a noun phrase is: the countries and, from a named body, the sector; ``source`` is the word's
    draft."""

    countries: tuple[str, ...]
    sector: str | None
    source: Draft | None


NOWHERE = Origin((), None, None)


def titles(tree: Tree) -> list[Title]:
    """The role nouns of a sentence, longest first from the left, never overlapping."""
    found: list[Title] = []
    index = 0
    while index < len(tree.words):
        title = _title_at(tree, index)
        if title:
            found.append(title)
        index = title.last + 1 if title else index + 1
    return found


@cache
def _openings() -> frozenset[str]:
    """The first words of all roles: most words of a text open none."""
    return frozenset(re.split(r"[ -]", role, maxsplit=1)[0] for role in load().roles)


def _title_at(tree: Tree, first: int) -> Title | None:
    roles = load().roles
    longest = min(LONGEST_ROLE, len(tree.words) - first) if fold(tree.words[first].text) in _openings() else 0
    for size in range(longest, 0, -1):
        text = _written(tree, first, size)
        role = roles.get(fold(text))
        if role and _cased(role, text) and tree.words[first + size - 1].upos not in ("VERB", "AUX"):
            return Title(first, first + size - 1, role)
    lemma = roles.get(fold(tree.words[first].lemma))
    noun = tree.words[first].upos in ("NOUN", "PROPN")
    if (
        lemma
        and noun
        and lemma.kind != "honorific"
        and _cased(lemma, tree.words[first].text, tree.words[first].lemma)
    ):
        return Title(first, first, lemma)
    return None


def _written(tree: Tree, first: int, size: int) -> str:
    """Words as they stand in the text: "Secretary-General" has no spaces."""
    text, end = "", tree.words[first].start
    for word in tree.words[first : first + size]:
        text += (" " if word.start > end else "") + word.text
        end = word.end
    return text


def _cased(role: Role, text: str, lemma: str | None = None) -> bool:
    """Words that the row has in capitals ("Rep.", "Foundation") only count in capitals; others in either
    case."""
    exact = next((word for word in role.words if fold(word) == fold(lemma or text)), text)
    return text[0].isupper() if exact[0].isupper() else True


# ---- persons --------------------------------------------------------------------------------------


def persons(  # noqa: PLR0913, PLR0917 (what a sentence holds, each found by a step of its own)
    tree: Tree,
    reading: Reading,
    names: list[Draft],
    towns: list[Draft],
    roles: list[Title],
    people: People,
) -> list[Draft]:
    """Persons named in a sentence, each with the title and nationality (or town) that stand before the
    name."""
    spans = [
        *_spelled_out(tree, roles, people),
        *_mentioned(tree, reading, roles),
        *_after_titles(tree, names, roles),
        *_governing(tree, people),
    ]
    found: list[Draft] = []
    taken: set[int] = set()
    for first, last in spans:
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            found.append(_person(tree, reading, (first, last), [*names, *towns], roles))
    return found


def _spelled_out(tree: Tree, roles: list[Title], people: People) -> Iterator[tuple[int, int]]:
    """Full names of office holders, whether or not the reader marked them."""
    barred = {i for title in roles for i in range(title.first, title.last + 1)}
    for first, word in enumerate(tree.words):
        if word.text[:1].isupper() and first not in barred:
            sizes = range(min(LONGEST_NAME, len(tree.words) - first), 1, -1)
            found = next((n for n in sizes if people.named(_written(tree, first, n))), None)
            if found and tree.words[first + found - 1].text[:1].isupper():
                yield first, first + found - 1


def _mentioned(tree: Tree, reading: Reading, roles: list[Title]) -> Iterator[tuple[int, int]]:
    for mention in tree.mentions:
        if mention.kind != "PER" or _is_body(mention, reading.mentions):
            continue
        inside = tree.touching(mention.start, mention.end)
        if inside:
            span = _without_title(tree, inside[0], inside[-1], roles)
            if span:
                yield span
            elif _is_surname(mention, reading.mentions):
                yield inside[0], inside[-1]


def _is_surname(mention: Mention, mentions: tuple[Mention, ...]) -> bool:
    """Whether what could be a title is the surname of a person whom the article names: "Dean", but not the
    "Minister" of an office."""
    roles = load().roles
    role = roles.get(fold(mention.text))
    longer = _longer_names(mention, mentions)
    return (role is None or not role.offices) and any(fold(name) not in roles for name in longer)


def _longer_names(mention: Mention, mentions: tuple[Mention, ...]) -> list[str]:
    """The names of persons that end in what was marked: "Jim Jordan" for "Jordan"."""
    return [one.text for one in mentions if one.kind == "PER" and one.text.endswith(f" {mention.text}")]


def _is_body(mention: Mention, mentions: tuple[Mention, ...]) -> bool:
    """Whether the reader took a party, a people or a state for a person; "Jordan" after "Jim Jordan" is
    none."""
    known = load().names.get(fold(mention.text), ())
    if not known or known[0].kind not in ("state", "capital"):
        return bool(known)
    return not _longer_names(mention, mentions)


def _without_title(tree: Tree, first: int, last: int, roles: list[Title]) -> tuple[int, int] | None:
    for title in roles:
        if title.last == last and title.first > first and not title.role.offices:
            continue  # "Ada Dean"
        if title.first <= first <= title.last or first <= title.last <= last:
            first = max(first, title.last + 1)
    while last >= first and tree.words[last].upos in ("PART", "PUNCT"):
        last -= 1
    return (first, last) if first <= last and tree.words[first].text[:1].isupper() else None


def _after_titles(tree: Tree, names: list[Draft], roles: list[Title]) -> Iterator[tuple[int, int]]:
    """Capitalised names after a title, for readers that marked no person there."""
    barred = {i for draft in names for i in tree.touching(draft.participant.start, draft.participant.end)}
    for title in roles:
        if title.role.kind not in ("person", "honorific"):
            continue
        last = title.last
        while last + 1 < len(tree.words) and _personal(tree, last + 1) and last + 1 not in barred:
            last += 1
        while last > title.last and tree.words[last].upos == "PART":
            last -= 1
        if last > title.last:
            yield title.last + 1, last


def _governing(tree: Tree, people: People) -> Iterator[tuple[int, int]]:
    """Surnames of office holders by which the reader took a government for a body: "Holm Administration"."""
    for mention in tree.mentions:
        inside = tree.touching(mention.start, mention.end) if mention.kind == "ORG" else []
        if len(inside) < 2 or fold(tree.words[inside[-1]].text) not in load().cues["government"]:
            continue
        surname = inside[-2]
        if people.named(tree.words[surname].text):
            yield surname, surname


def _personal(tree: Tree, index: int) -> bool:
    word = tree.words[index]
    named = word.upos == "PROPN" and word.text[:1].isupper() and not word.text.isupper()
    ahead = tree.words[index + 1].text[:1].isupper() if index + 1 < len(tree.words) else False
    named = named or (word.text in PARTICLES and ahead)
    return named or _initial(word.text)


def _initial(text: str) -> bool:
    return len(text) == 2 and text[0].isupper() and text[1] == "."


def _person(
    tree: Tree, reading: Reading, span: tuple[int, int], names: list[Draft], roles: list[Title]
) -> Draft:
    text = reading.article.text
    first, before = _titles_before(tree, span[0], roles)
    first = _modifiers_before(tree, first, span[1])
    head = tree.top(first, span[1])
    spoken = [title for title in before if title.role.kind != "honorific"]
    origin = _origin_between(tree, names, first, span[0])
    if not (origin.countries or origin.sector):
        origin = _origin_after(tree, names, span)
    role = spoken[0].role if spoken else None
    start, end = tree.words[first].start, tree.words[span[1]].end
    label = NICKNAME.sub("", text[tree.words[span[0]].start : end])
    participant = Participant(
        text=text[start:end],
        start=start,
        end=end,
        head=tree.words[head].start,
        name=label,
        country=origin.countries,
        sector=_sector(role, origin),
        how="name",
        reason=why(origin) or "named person",
    )
    offices = frozenset(office for title in spoken for office in title.role.offices)
    source = origin.source.participant if origin.source else None
    bodies = (source.name,) if source and source.name and not origin.countries else ()
    return Draft(tree.index, head, "person", participant, label, offices, bodies=bodies)


def _titles_before(tree: Tree, first: int, roles: list[Title]) -> tuple[int, list[Title]]:
    before: list[Title] = []
    while True:
        title = next((one for one in roles if one.last == first - 1), None)
        if title is None or title.role.kind == "body":
            return first, before
        before.append(title)
        first = title.first


def _modifiers_before(tree: Tree, first: int, last: int) -> int:
    while first > 0:
        word = tree.words[first - 1]
        if word.upos == "PART" and first > 1 and first - 1 <= tree.words[first - 2].head <= last:
            first -= 2
            continue
        loose = word.upos not in ("ADJ", "NOUN", "PROPN", "DET", "PART") and word.text not in ("-", "–")
        if loose or not first - 1 <= word.head <= last:
            break
        first -= 1
    return first


def _origin_between(tree: Tree, names: list[Draft], first: int, end: int) -> Origin:
    inside = [
        draft
        for draft in names
        if tree.words[first].start <= draft.participant.start
        and draft.participant.end <= tree.words[end].start
    ]
    return _merged(inside)


def _origin_after(tree: Tree, names: list[Draft], span: tuple[int, int]) -> Origin:
    """The state right behind a name: "Foreign Minister Ada Holm [of Norway]"."""
    behind = span[1] + 2
    of = tree.words[span[1] + 1].text if behind < len(tree.words) else ""
    if of != "of":
        return NOWHERE
    return _merged([one for one in names if one.word == behind and _is_state(one)])


# ---- roles, epithets, pronouns --------------------------------------------------------------------


def nominals(seen: Seen, taken: Iterable[int]) -> list[Draft]:
    """Roles ("Indian troops"), unknown bodies, epithets, pronouns and unnamed sources of a sentence."""
    busy = set(taken)
    found: list[Draft] = []
    epithets = list(_epithets(seen))
    pairs = [d for d in epithets if (row := epithet_at(seen.tree, d.word)[0]) and row.means == "dyad"]
    for draft in (
        *pairs,  # "both leaders" are two, not a role without a country
        *_bodies(seen),
        *_role_drafts(seen),
        *epithets,
        *_pronouns(seen.tree),
        *_unmarked(seen),
    ):
        if draft.word not in busy:
            busy.add(draft.word)
            found.append(draft)
    return found


def _bodies(seen: Seen) -> Iterator[Draft]:
    """Organisations that the reader marked and no table has."""
    tree, done = seen.tree, 0
    for mention in tree.mentions:
        if mention.kind != "ORG" or mention.start < done or _is_project(mention):
            continue
        inside = tree.touching(mention.start, mention.end)
        if not inside:
            continue
        head = _body_head(tree, inside, seen.roles)
        if tree.words[head].upos in ("NOUN", "PROPN") and not _known(mention, head, seen.names):
            body = _body(seen, mention, head)
            done = body.participant.end
            yield body


def _body_head(tree: Tree, inside: list[int], roles: list[Title]) -> int:
    """The word that says what a body is: its first role noun that no other noun follows in the name, else the
    head by the tree."""
    within = [title for title in roles if inside[0] <= title.first and title.last <= inside[-1]]
    own = next((title for title in within if tree.words[title.last].deprel not in ONE_ENDED), None)
    own = own or next(iter(within), None)
    return tree.top(own.first, own.last) if own else tree.top(inside[0], inside[-1])


def _known(mention: Mention, head: int, names: list[Draft]) -> bool:
    """Whether a name of the tables already stands for what the reader marked, or for most of it."""
    return any(
        draft.word == head
        or (
            draft.shape == "body"
            and draft.participant.start < mention.end
            and mention.start < draft.participant.end
        )
        for draft in names
    )


def _is_project(mention: Mention) -> bool:
    known = load().names.get(fold(mention.text), ())
    return any(one.kind == "project" for one in known)


def _body(seen: Seen, mention: Mention, head: int) -> Draft:
    tree, text, names = seen.tree, seen.text, seen.names
    role = next((title.role for title in seen.roles if title.first <= head <= title.last), None)
    start = min(mention.start, tree.words[tree.left_edge(head)].start)
    within = [
        draft for draft in names if start <= draft.participant.start and draft.participant.end <= mention.end
    ]
    origin = _merged(within) if within else whose(tree, head, names, cases=_cases(role))
    origin = origin if origin.countries else _origin_of_text(mention.text, role)
    short = ABBREVIATION.match(text, mention.end)
    end = short.end() if short else max(mention.end, tree.words[head].end, _concern(tree, head))
    participant = Participant(
        text=text[start:end],
        start=start,
        end=end,
        head=tree.words[head].start,
        name=mention.text,
        country=origin.countries,
        sector=_sector(role, origin),
        how="name",
        reason=why(origin) or "organisation that no table has",
    )
    return Draft(tree.index, head, "body", participant, mention.text)


def _unmarked(seen: Seen) -> Iterator[Draft]:
    """Proper names that act, own or are acted on, and that neither a table nor the reader has."""
    tree = seen.tree
    for head, word in enumerate(tree.words):
        if word.upos != "PROPN" or word.deprel not in CORE or not word.text[:1].isupper():
            continue
        last = tree.right_edge(head)
        first = next(i for i in range(tree.left_edge(head), head + 1) if tree.words[i].text[:1].isupper())
        start, end = tree.words[first].start, tree.words[last].end
        if any(one.start < end and start < one.end for one in tree.mentions):
            continue
        if any(one.participant.start < end and start < one.participant.end for one in seen.names):
            continue
        name = seen.text[start:end]
        if not any(one.known.kind == "project" for one in spot(name)):
            yield _unknown_name(seen, head, name, end)


def _unknown_name(seen: Seen, head: int, name: str, end: int) -> Draft:
    tree = seen.tree
    start = tree.words[tree.left_edge(head)].start
    origin = whose(tree, head, seen.names)
    participant = Participant(
        text=seen.text[start:end],
        start=start,
        end=end,
        head=tree.words[head].start,
        name=name,
        country=origin.countries,
        sector=origin.sector,
        how="name",
        reason=why(origin) or "a proper name that no table has",
    )
    return Draft(tree.index, head, "body", participant, name)


def _concern(tree: Tree, head: int) -> int:
    """Where a body's name ends that says what it is for, "Commission [on Trade]"; 0 if none does."""
    concerns = [
        kid
        for kid in tree.kids_by(head, "nmod")
        if tree.words[kid].upos == "PROPN" and tree.case_of(kid) in ("on", "for", "of")
    ]
    last = max((i for kid in concerns for i in tree.under(kid)), default=-1)
    return tree.words[_run_on(tree, last, tree.under(head))].end if last >= 0 else 0


def _origin_of_text(name: str, role: Role | None) -> Origin:
    """The state whose name or capital a longer proper name holds ("Lima Policy Institute"), else that of the
    town or province which an official body's name begins with ("Cusco Police")."""
    countries = tuple(dict.fromkeys(code for one in spot(name) for code in one.known.countries))
    if not countries and role and role.sector in LOCAL | {"GOV", "MIL"}:
        countries = _country_of_town(name)
    return Origin(countries, None, None)


def _country_of_town(name: str) -> tuple[str, ...]:
    words = name.removeprefix("the ").removeprefix("The ").split()
    for size in range(min(3, len(words) - 1), 0, -1):
        if fold(" ".join(words[:size])) in load().cues["common"]:
            continue
        site, _ = locate(" ".join(words[:size]))
        if site and site.country and words[0][:1].isupper():
            return (site.country,)
    return ()


def _role_drafts(seen: Seen) -> Iterator[Draft]:
    tree = seen.tree
    for title in seen.roles:
        head = tree.top(title.first, title.last)
        word = tree.words[head]
        if title.role.kind == "honorific" or word.upos not in ("NOUN", "PROPN", "ADJ"):
            continue
        modifies = word.deprel in ONE_ENDED and not tree.owns(head)
        if modifies or (word.upos == "ADJ" and not _heads_phrase(tree, head)):
            continue
        draft = _role_draft(seen, head, title)
        if _acts(tree, head, title, draft):
            yield draft


def _heads_phrase(tree: Tree, head: int) -> bool:
    return any(True for _ in tree.kids_by(head, "det", "nmod:poss"))


SERVING = frozenset({"for", "of"})
"""What stands before whom a spokesman, an aide or a head speaks or works for."""


def _acts(tree: Tree, head: int, title: Title, draft: Draft) -> bool:
    """Bare singulars ("use of force", "in office") name nobody; "police" and "parliament" may."""
    word = tree.words[head]
    plural = word.text != word.lemma and word.text.casefold().endswith(("s", "men", "women"))
    bare = tree.left_edge(head) == title.first
    return bool(
        not bare
        or plural
        or word.upos == "PROPN"
        or draft.participant.country
        or title.role.sector in MASS
        or title.role.kind == "people"
    ) and (
        title.role.sector is not None
        or draft.participant.sector is not None
        or _tells(tree, head, title, draft)
    )


def _tells(tree: Tree, head: int, title: Title, draft: Draft) -> bool:
    """Whether a role that says nothing of its sector ("member", "group") names people, is definite or
    described, has a country, or is somebody's ("his aide", "a spokesman for Ada Holm")."""
    if draft.participant.country or title.role.kind == "people" or possessor(tree, head) is not None:
        return True
    if any(
        tree.words[kid].upos == "PROPN" for kid in tree.kids_by(head, "nmod") if tree.case_of(kid) in SERVING
    ):
        return True
    described = any(True for _ in tree.kids_by(head, "amod", "compound", "nummod"))
    return described or any(
        tree.words[kid].text.casefold() in ("the", "this", "that") for kid in tree.kids_by(head, "det")
    )


def _role_draft(seen: Seen, head: int, title: Title) -> Draft:
    tree, names, roles = seen.tree, seen.names, seen.roles
    cases = _cases(title.role)
    origin = whose(tree, head, names, cases=cases)
    if cases is INSIDE and title.role.kind == "people" and not (origin.countries or origin.sector):
        origin = whereabouts(tree, head, names, INSIDE)
    label = fold(" ".join(word.text for word in tree.words[title.first : title.last + 1]))
    word = tree.words[head]
    many = word.text != word.lemma and word.text.casefold().endswith("s")
    plural = many or (title.role.kind == "people" and not _single(label, title.role))
    served = _served(tree, head, title, roles)
    role = served if served and served.sector else _qualified(tree, head, title, roles)
    sector = _sector(role, origin)
    participant = _noun_phrase(seen, head, origin, sector)
    shape: Shape = "body" if title.role.kind == "body" and not plural else "role"
    offices = frozenset() if served or origin.sector else title.role.offices
    local = origin.source is not None and origin.source.shape == "site"
    return Draft(tree.index, head, shape, participant, label, offices, plural, local=local)


def _cases(role: Role | None) -> frozenset[str]:
    """The prepositions behind a role that tell whose it is: "in" only where those in a state are of it."""
    if role is None:
        return SOURCES
    seated = not load().cues["seated"].isdisjoint(role.words)
    return INSIDE if role.sector in LOCAL or seated else SOURCES


def _single(label: str, role: Role) -> bool:
    """Whether the row has the plural of its word too ("policeman" and "policemen"), so that this is none."""
    plurals = {label + "s", label.removesuffix("an") + "en", label.removesuffix("y") + "ies"} - {label}
    return not plurals.isdisjoint(map(fold, role.words))


def _qualified(tree: Tree, head: int, title: Title, roles: list[Title]) -> Role:
    """The role itself, or the one before it when that says more ("police officials")."""
    if title.role.sector not in VAGUE:
        return title.role
    before = [one for one in roles if one.last < title.first and tree.words[one.last].head == head]
    near = [
        one.role
        for one in before
        if tree.words[one.last].deprel == "compound" and one.role.sector not in VAGUE
    ]
    return near[-1] if near else title.role


def _served(tree: Tree, head: int, title: Title, roles: list[Title]) -> Role | None:
    """The body whose officer a role is ("president of the Omani League"): its sector is the officer's."""
    for kid in tree.kids_by(head, "nmod"):
        cases = ("of", "for") if title.role.sector is None else ("of",)
        if kid > title.last and tree.case_of(kid) in cases:
            below = [one for one in roles if one.first <= kid <= one.last and one.role.kind != "honorific"]
            if below:
                return below[0].role
    return None


def _noun_phrase(seen: Seen, head: int, origin: Origin, sector: str | None) -> Participant:
    tree = seen.tree
    start = tree.words[tree.left_edge(head)].start
    end = tree.words[_title_end(tree, head)].end
    return Participant(
        text=seen.text[start:end],
        start=start,
        end=end,
        head=tree.words[head].start,
        country=origin.countries,
        sector=sector,
        how=origin.source.participant.how if origin.source else "epithet",
        reason=why(origin),
    )


def _title_end(tree: Tree, head: int) -> int:
    """The right edge, run on through a title in capitals ("Council for Fisheries and Ports")."""
    edge = tree.right_edge(head)
    following = tree.words[edge + 1].text if edge + 1 < len(tree.words) else ""
    if not tree.words[head].text[:1].isupper() or following not in ("of", "on", "for"):
        return edge
    return _run_on(tree, edge, range(len(tree.words)))


def _run_on(tree: Tree, edge: int, inside: Collection[int]) -> int:
    """The last word in capitals ``inside`` that only joining words and commas part from ``edge``."""
    for index in range(edge + 1, len(tree.words)):
        text = tree.words[index].text
        if text[:1].isupper() and index in inside:
            edge = index
        elif text not in LINKS:
            break
    return edge


def _epithets(seen: Seen) -> Iterator[Draft]:
    tree = seen.tree
    for head, word in enumerate(tree.words):
        counted = word.upos == "NUM" and word.deprel in CORE  # "the two agreed"
        if not (counted or word.upos in ("NOUN", "PROPN")) or word.deprel in ONE_ENDED:
            continue
        epithet, label = epithet_at(tree, head)
        if epithet is None or is_nobody(tree, head):
            continue
        origin = whose(tree, head, seen.names, of=epithet.means != "relation")
        participant = _noun_phrase(seen, head, origin, None)
        yield Draft(tree.index, head, "epithet", participant, label, plural=epithet.number != "one")


def is_nobody(tree: Tree, head: int) -> bool:
    """Whether the noun with "of" before or behind it is a phrase that only looks like an epithet."""
    words = [fold(word.text) for word in tree.words[max(head - 2, 0) : head + 4]]
    at = min(head, 2)
    around = (words[at - 2 : at + 1] if at == 2 else [], words[at : at + 3], words[at : at + 4])
    rows = (load().epithets.get(" ".join(phrase)) for phrase in around)
    return any(row is not None and row.means == "nobody" for row in rows)


def epithet_at(tree: Tree, head: int) -> tuple[Epithet | None, str]:
    """The row for a noun, with its determiner or number before it where that makes the difference."""
    epithets = load().epithets
    word = tree.words[head]
    left = tree.left_edge(head)
    before = [fold(one.text) for one in tree.words[left:head]]
    for prefix in (*(" ".join(before[i:]) for i in range(len(before))), *before):
        for noun in (word.text, word.lemma):
            label = f"{prefix} {fold(noun)}"
            if label in epithets:
                return epithets[label], label
    if head > 0 and word.text.istitle() and before[:1] == ["the"]:  # "The Parties" of a joint statement
        label = f"two {fold(word.text)}"
        if label in epithets:
            return epithets[label], label
    for noun in (word.text, word.lemma):
        if fold(noun) in epithets:
            return epithets[fold(noun)], fold(noun)
    return None, ""


def _pronouns(tree: Tree) -> Iterator[Draft]:
    for index, word in enumerate(tree.words):
        low = word.text.casefold()
        capital = word.text.isupper() and low != "i"  # "US", "IT" are names
        if low in PRONOUNS and not capital and word.upos in ("PRON", "DET") and word.deprel != "expl":
            yield _pronoun(tree, index, "pronoun")
        elif (
            low in UNNAMED and word.deprel in ("nsubj", "obl:agent") and not list(tree.kids_by(index, "nmod"))
        ):
            yield _pronoun(tree, index, "unnamed")


def _pronoun(tree: Tree, index: int, shape: Literal["pronoun", "unnamed"]) -> Draft:
    word = tree.words[index]
    low = word.text.casefold()
    participant = Participant(
        text=word.text,
        start=word.start,
        end=word.end,
        head=word.start,
        how="pronoun" if shape == "pronoun" else None,
        reason="unnamed in the text" if shape == "unnamed" else "",
    )
    return Draft(tree.index, index, shape, participant, low, plural=low in MANY or shape == "unnamed")


# ---- whose it is ----------------------------------------------------------------------------------


def whose(
    tree: Tree, head: int, names: list[Draft], of: bool = True, cases: Collection[str] = SOURCES
) -> Origin:
    """Whose the phrase is: modifiers before the noun, then possessors, then what stands behind it with one of
    the prepositions ``cases``.

    ``of`` False looks no further than the noun.
    """
    by_word = {draft.word: draft for draft in names}
    for relations in (NEARER, FARTHER):
        inside = [
            by_word[i]
            for kid in tree.kids_by(head, *relations)
            if kid < head
            for i in sorted(tree.under(kid))
            if i in by_word
        ]
        if any(draft.participant.country or draft.participant.sector for draft in inside):
            return _merged(inside)
    return _whose_behind(tree, head, names, cases) if of else NOWHERE


def _whose_behind(tree: Tree, head: int, names: list[Draft], cases: Collection[str]) -> Origin:
    by_word = {draft.word: draft for draft in names}
    for kid in tree.kids_by(head, "nmod", "appos"):
        case = "" if tree.words[kid].deprel == "appos" else tree.case_of(kid)
        if kid < head or (case and case not in cases) or not (case or tree.words[kid].deprel == "appos"):
            continue
        parts = [kid, *tree.kids_by(kid, "conj")]
        inside = [by_word[i] for i in parts if i in by_word]
        inside = [one for one in inside if case not in BESIDE or not _is_state(one)]
        origin = _merged(inside) if inside else whose(tree, kid, names, cases=cases)
        if origin.countries or origin.sector:
            return origin
    return NOWHERE


def whereabouts(tree: Tree, head: int, names: list[Draft], cases: Collection[str]) -> Origin:
    """Where a phrase says that its noun is, right behind it, where the tree hangs the words on the verb
    ("fed thousands of people [in Haiti]")."""
    behind = tree.right_edge(head) + 1
    case = tree.words[behind] if behind < len(tree.words) else None
    if case is None or case.deprel != "case" or case.lemma.casefold() not in STANDING & set(cases):
        return NOWHERE
    if case.head < 0 or tree.words[case.head].head != tree.words[head].head:
        return NOWHERE
    inside = [one for one in names if one.word == case.head]
    inside = [one for one in inside if case.lemma.casefold() not in BESIDE or not _is_state(one)]
    return _merged(inside)


def _is_state(one: Draft) -> bool:
    return one.shape == "state" or (one.shape == "place" and one.participant.how != "metonym")


def _merged(drafts: list[Draft]) -> Origin:
    countries = tuple(dict.fromkeys(code for draft in drafts for code in draft.participant.country))
    body = next((d for d in drafts if d.shape == "body" and d.participant.sector), None)
    source = body or next((d for d in drafts if d.participant.country), None)
    if body and body.participant.country:
        countries = body.participant.country
    return Origin(countries, body.participant.sector if body else None, source)


def _sector(role: Role | None, origin: Origin) -> str | None:
    """The role's own sector, unless it is vague and a named body is more exact ("Boko Haram gunmen")."""
    own = role.sector if role else None
    if origin.sector and own in VAGUE:
        return origin.sector
    return own


def why(origin: Origin) -> str:
    """Why a phrase is of these countries, "" where nothing tells."""
    return origin.source.participant.reason if origin.source else ""


def possessor(tree: Tree, head: int) -> int | None:
    """The pronoun that owns a phrase ("his host country"), as a word index."""
    for kid in tree.kids_by(head, "nmod:poss", "det"):
        if tree.words[kid].text.casefold() in POSSESSIVE:
            return kid
    return None
