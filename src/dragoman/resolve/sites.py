"""Towns, posts and vehicles: what takes part for those who hold, crew or live in it.

A place name that the gazetteer has and no actor table ("seized Kharkiv", "Lagos police") stands for its
country where something is done to it, and tells the country of the nouns around it. A noun of holdings.csv
("a police convoy", "the northern Syrian town") takes part where its own phrase tells whose it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dragoman.knowledge.actors import Holding, fold, load
from dragoman.records import Participant, Reading, Span
from dragoman.resolve.naming import concerned, is_aside, is_deed, locative
from dragoman.resolve.nominals import ONE_ENDED, Origin, Seen, Title, is_nobody, whereabouts, whose, why
from dragoman.resolve.phrases import Draft, Tree
from dragoman.resolve.places import Named, is_capital

DETERMINERS = frozenset({"the", "a", "an"})


def towns(tree: Tree, reading: Reading, places: Sequence[Named], names: Sequence[Draft]) -> list[Draft]:
    """The place names of a sentence that no actor table has, those in locative use included."""
    spans = [draft.participant.span for draft in names]
    free = [one for one in places if not any(span.overlaps(_span(one)) for span in spans)]
    return [
        _town(tree, reading, one, one.head)
        for one in free
        if one.head is not None and not is_aside(reading.article.text, one.place.end)
    ]


def _span(one: Named) -> Span:
    return Span(one.place.start, one.place.end)


def _town(tree: Tree, reading: Reading, one: Named, head: int) -> Draft:
    place = one.place
    acts = _takes_part(tree, one, head)
    first = tree.words[tree.left_edge(head)].start if acts and one.located else place.start
    start = min(first, place.start)
    participant = Participant(
        text=reading.article.text[start : place.end],
        start=start,
        end=place.end,
        head=tree.words[head].start,
        name=place.name,
        country=(place.country,) if place.country else (),
        how="name",
        reason=place.reason,
    )
    return Draft(tree.index, head, "site", participant, place.name or place.text, acts=acts)


def _takes_part(tree: Tree, one: Named, head: int) -> bool:
    """Whether something is done to those in a town; a bare capital would stand for its government.

    One that only modifies a noun must tell a country, and where a deed took place ("the Chicago rally") it
    takes no part.
    """
    word = tree.words[head]
    if not one.located and word.deprel in ONE_ENDED:
        return bool(one.place.country) and word.head >= 0 and not is_deed(tree, word.head)
    if not one.located:
        return word.upos == "PROPN" and fold(one.place.text) not in DETERMINERS
    carrier = word.head if word.deprel == "conj" else head
    row = locative(tree, carrier, official=False)
    return not is_capital(one.place.text) and concerned(tree, carrier, row)


# ---- posts, vehicles, villages ----------------------------------------------------------------------


def holdings(seen: Seen, taken: Collection[int]) -> Iterator[Draft]:
    """The nouns of holdings.csv but for the words ``taken``; those that nobody turns out to hold are dropped
    later."""
    tree, rows = seen.tree, load().holdings
    for head, word in enumerate(tree.words):
        if head in taken or word.upos not in ("NOUN", "PROPN") or word.deprel in ONE_ENDED:
            continue
        row = rows.get(fold(word.lemma)) or rows.get(fold(word.text))
        if row and not is_nobody(tree, head):
            yield _holding(seen, head, row)


def _holding(seen: Seen, head: int, row: Holding) -> Draft:
    tree, names = seen.tree, seen.names
    origin = whose(tree, head, names, cases=row.told_by)
    origin = origin if origin.countries or origin.sector else whereabouts(tree, head, names, row.told_by)
    start = tree.words[tree.left_edge(head)].start
    end = max(tree.words[tree.right_edge(head)].end, _telling_end(tree, head, origin))
    participant = Participant(
        text=seen.text[start:end],
        start=start,
        end=end,
        head=tree.words[head].start,
        country=origin.countries,
        sector=_holder(tree, head, seen.roles) or origin.sector,
        reason=why(origin),
    )
    place = locative(tree, head, official=False)
    acts = place is None or concerned(tree, head, place)
    return Draft(tree.index, head, "site", participant, fold(tree.words[head].lemma), acts=acts)


def _telling_end(tree: Tree, head: int, origin: Origin) -> int:
    """Where the words behind the noun end that tell whose it is ("a base [in Chad and Niger]"); 0 if they
    stand before it."""
    if origin.source is None or origin.source.word < head:
        return 0
    last = [tree.right_edge(kid) for kid in tree.kids_by(origin.source.word, "conj")]
    return max([origin.source.participant.end, *(tree.words[index].end for index in last)])


def _holder(tree: Tree, head: int, roles: list[Title]) -> str | None:
    """The sector of the role before the noun ("a police convoy", "the refugee camp")."""
    before = [
        title.role.sector
        for title in roles
        if title.last < head
        and tree.words[title.last].deprel in ONE_ENDED
        and head in (tree.words[title.last].head, tree.words[tree.words[title.last].head].head)
        and (tree.words[title.last].upos != "ADJ" or title.role.sector != "CVL")  # "military", not "public"
    ]
    return next((sector for sector in reversed(before) if sector), None)
