"""Whom a description stands for: "the counsellor", "the fund", "his host country", "the two neighbours".

A role or body is taken up again by its noun or office; an epithet stands for a state by what it is to others.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge.actors import fold, load
from dragoman.resolve.couples import leading, pair_meant
from dragoman.resolve.nominals import epithet_at, possessor
from dragoman.resolve.phrases import Draft, Tree
from dragoman.resolve.pronouns import is_thing
from dragoman.resolve.weighing import (
    FADE,
    REACH,
    SUBJECTS,
    by_state,
    definite,
    doer,
    is_subject,
    same_person,
)

DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "same"})


def same_role(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    """ "The Omani consul" again: the name that an earlier mention of the same role and country has."""
    for other in reversed(done):
        titled = other.shape == "person" and draft.offices & _offices_of(other, draft)
        own = other.participant.country
        known = own == draft.participant.country or (titled and not own)
        if (titled or other.label == draft.label) and known and other.participant.name:
            return draft.told(name=other.participant.name, entity=other.participant.entity)
    return _varied(draft, done, forest) or draft


def _offices_of(person: Draft, draft: Draft) -> frozenset[str]:
    """The offices by which the person may be called so: with "former" those that are over as well."""
    former = not load().cues["former"].isdisjoint(fold(draft.participant.text).split())
    return person.offices | person.past if former else person.offices


def _varied(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "The nominee", "the tycoon": a person of the passage told of in other words, of its country if known.

    Only labels that describe somebody who is named nearby (cues.csv) are followed so."""
    tree = forest[draft.sentence]
    if draft.plural or draft.label.split()[-1] not in load().cues["variation"] or not definite(tree, draft):
        return None
    subject, _ = doer(draft, done, forest)
    for distance in range(3):
        there = [
            one
            for one in done
            if draft.sentence - one.sentence == distance
            and one.shape == "person"
            and one.participant.name
            and not (subject and same_person(one, subject))
        ]
        fitting = [
            one
            for one in there
            if not (one.participant.country and draft.participant.country)
            or one.participant.country == draft.participant.country
        ]
        if fitting:
            one = ([each for each in fitting if is_subject(each, forest)] or fitting)[-1]
            known = one.participant
            reason = f"said of “{known.text}”, the person spoken of just before"
            country = known.country or draft.participant.country
            return draft.told(country=country, name=known.name, entity=known.entity, reason=reason)
    return None


def taken_up(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    """A role or body without a country, with what the text before tells of it, or why nothing does."""
    tree = forest[draft.sentence]
    owner = possessor(tree, draft.word)
    if owner is not None:
        return owned(draft, owner, done)
    if draft.participant.sector == "IGO" or draft.participant.how == "name":  # of a named body: not a state's
        return draft
    first = tree.words[tree.left_edge(draft.word)].text.casefold()
    if first not in DEFINITE and not tree.words[draft.word].text[:1].isupper():
        return draft.told(reason=draft.participant.reason or "the text does not say of which country")
    return (
        _earlier(draft, done)
        or body_again(draft, done, forest)
        or _both_holders(draft, done)
        or _varied(draft, done, forest)
        or _of_the_passage(draft, done, forest)
    )


def body_again(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "The fund" after a named Monetary Fund; "the group", "the agency": the named body of the passage."""
    if draft.shape not in ("body", "role") or draft.plural:
        return None
    noun = fold(draft.label).split()[-1]
    named = [one for one in done if _is_named_body(one)]
    alike = [one for one in named if draft.sentence - one.sentence < REACH and noun in _named_by(one)]
    near = [one for one in named if draft.sentence - one.sentence <= 2 and not one.plural]
    if noun in load().cues["press"]:
        alike = alike or [one for one in near if one.participant.sector == "JRN"]
    elif noun in load().cues["bodies"]:
        subjects = [one for one in near if is_subject(one, forest)]
        alike = alike or subjects[-1:] or near[-1:]
    if not alike:
        return None
    known = alike[-1].participant
    reason = f"the {draft.label} spoken of before ({known.text})"
    sector = known.sector or draft.participant.sector
    return draft.told(
        country=known.country, name=known.name, entity=known.entity, sector=sector, reason=reason
    )


def _is_named_body(one: Draft) -> bool:
    """Whether a draft is an organisation by its name; a part of the world ("Europe") is none."""
    name = one.participant.name
    if one.shape != "body" or not name or one.participant.how != "name":
        return False
    return not any(known.kind == "region" for known in load().names.get(fold(name), ()))


def _named_by(one: Draft) -> tuple[str, ...]:
    """The words of a body's name, folded."""
    return tuple(fold(f"{one.participant.name} {one.label}").split())


def _both_holders(draft: Draft, done: list[Draft]) -> Draft | None:
    """ "The leaders", "the ministers": the two of that office whom the passage names, of two states."""
    if not draft.plural or not draft.offices:
        return None
    near = [
        one
        for one in done
        if draft.sentence - one.sentence <= 3 and one.shape == "person" and one.offices & draft.offices
    ]
    countries = tuple(dict.fromkeys(code for one in near for code in one.participant.country))
    if len(countries) != 2:
        return None
    names = " and ".join(dict.fromkeys(one.participant.text for one in near))
    return draft.told(country=countries, reason=f"the two named before: {names}")


def owned(draft: Draft, owner: int, done: list[Draft]) -> Draft:
    """What belongs to whoever the pronoun before it means."""
    referent = next(
        (one for one in reversed(done) if one.sentence == draft.sentence and one.word == owner), None
    )
    if referent is None or not referent.participant.country:
        return draft.told(reason="whose it is could not be told")
    reason = f"belongs to {referent.participant.name or referent.participant.text}"
    return draft.told(country=referent.participant.country, reason=reason)


def _earlier(draft: Draft, done: list[Draft]) -> Draft | None:
    """The same role, or a person in that office, spoken of before."""
    if draft.plural:
        return None
    for other in reversed(done):
        near = draft.sentence - other.sentence <= REACH
        titled = other.shape == "person" and draft.offices & _offices_of(other, draft)
        same = other.label == draft.label or other.label.endswith(f" {draft.label}")
        if near and (titled or (same and other.shape == draft.shape)):
            if not (other.participant.country or (titled and other.participant.name)):
                continue
            return draft.told(
                country=other.participant.country,
                name=other.participant.name,
                entity=other.participant.entity,
                sector=other.participant.sector or draft.participant.sector,
                reason=f"the {draft.label} spoken of before ({other.participant.text})",
            )
    return None


def _of_the_passage(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    """ "The government" alone: that of the one state which the sentence and the one before are about."""
    several = draft.plural and draft.offices  # "the leaders" are of more than one
    if several or draft.participant.sector not in ("GOV", "MIL", "LEG", "OPP", "COP", "JUD", "SPY"):
        return draft.told(reason=draft.participant.reason or "the text does not say of which country")
    near = [one for one in done if draft.sentence - one.sentence <= 1]
    own = [
        one
        for one in done
        if one.sentence == draft.sentence and draft.participant.span.holds(one.participant.span)
    ]
    if any(one.shape == "adjective" for one in own):  # "the Congolese army": of one of two, and of no third
        return draft.told(reason=own[-1].participant.reason)
    if draft.participant.sector == "GOV":  # "France will not recognise the junta" speaks of another state's
        doing = _doing(draft, near, forest)
        near = [one for one in near if doing.isdisjoint(one.participant.country)]
    scores = by_state(draft, near, forest)
    if len(scores) != 1:
        return draft.told(reason="several states or none could be meant")
    (code,) = scores
    return draft.told(country=(code,), reason=f"{load().state(code)} is the only state spoken of here")


def _doing(draft: Draft, near: list[Draft], forest: Sequence[Tree]) -> set[str]:
    """The states that are themselves the subject of the verb that a phrase hangs on."""
    tree = forest[draft.sentence]
    verb = tree.words[draft.word].head
    subjects = set(tree.kids_by(verb, *SUBJECTS)) if verb >= 0 else set()
    here = [one for one in near if one.sentence == draft.sentence and one.word in subjects]
    return {code for one in here if one.shape == "state" for code in one.participant.country}


def epithet(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    """A phrase that stands for a state by what it is to others, with the state where the text tells."""
    tree = forest[draft.sentence]
    row, _ = epithet_at(tree, draft.word)
    if row is None or draft.participant.country:
        return draft
    owner = possessor(tree, draft.word)
    if row.means == "host":
        return _host(draft, done, forest)
    if row.means == "dyad":
        return _dyad(draft, done, forest)
    if row.means == "relation" and owner is not None:
        return _other_end(draft, owner, done)
    if _told_apart(tree, draft.word):
        return draft.told(reason="its own clause tells which is meant")
    if row.means == "several" and owner is None and definite(tree, draft):
        return _dyad(draft, done, forest, sure=True)
    if row.means == "state" and owner is not None:
        return owned(draft, owner, done)
    if row.means == "state" and definite(tree, draft):
        return _the_country(draft, done, forest)
    return draft.told(reason="the text does not name it")


def _told_apart(tree: Tree, head: int) -> bool:
    """Whether a clause without a comma tells which are meant ("the countries he visited"), or a name before
    the noun ("the Nordic countries")."""
    if any(tree.words[kid].text[:1].isupper() for kid in tree.kids_by(head, "amod", "compound")):
        return True
    return any(tree.words[tree.left_edge(kid) - 1].text != "," for kid in tree.kids_by(head, "acl:relcl"))


def _other_end(draft: Draft, owner: int, done: list[Draft]) -> Draft:
    """ "Its smaller neighbour": the other of the two states that the text is about."""
    referent = next(
        (one for one in reversed(done) if one.sentence == draft.sentence and one.word == owner), None
    )
    pair = leading(done, set())
    mine = referent.participant.country if referent else ()
    if pair and len(mine) == 1 and mine[0] in pair:
        (code,) = set(pair) - set(mine)
        reason = f"the other of {load().state(pair[0])} and {load().state(pair[1])}, whom the text is about"
        return draft.told(country=(code,), name=load().state(code), reason=reason)
    return draft.told(reason="the text does not name it")


def _host(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    """Where the person is accredited ("embassy in Quito", "ambassador to Peru") or, else, last was placed."""
    posts = [
        one
        for one in reversed(done)
        if one.label in load().cues["post"] or "embassy" in one.participant.text.casefold()
    ]
    for post in posts:
        place = _where(post, done, forest[post.sentence])
        if place:
            reason = f"where “{post.participant.text}” is: {place.participant.text}"
            return draft.told(country=place.participant.country, name=place.participant.name, reason=reason)
    return draft.told(reason="no embassy or visit before it tells which country")


def _where(post: Draft, done: list[Draft], tree: Tree) -> Draft | None:
    """The state that stands with "in" or "to" under the post's noun, or under the noun that governs it."""
    below = tree.under(post.word)
    for one in done:
        inside = (
            one.sentence == post.sentence
            and one.word in below
            and one.participant.start > post.participant.head
        )
        if inside and one.participant.country and tree.case_of(one.word) in ("in", "to"):
            return one
    return None


def _dyad(draft: Draft, done: list[Draft], forest: Sequence[Tree], sure: bool = False) -> Draft:
    """The pair that is meant; with ``sure`` only one that the passage or the article is plainly about."""
    pair = pair_meant(draft, done, forest, sure)
    if pair is None:
        return draft.told(reason="the text does not name it" if sure else "no pair of states before it")
    names = " and ".join(load().state(code) for code in pair)
    what = "pair" if len(pair) == 2 else "two persons"
    return draft.told(country=pair, reason=f"the {what} spoken of before: {names}")


def _the_country(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    near = [one for one in done if draft.sentence - one.sentence < len(FADE) and _about_state(one)]
    scores = by_state(draft, near, forest)
    if not scores:
        return draft.told(reason="no state before it")
    code = max(scores, key=lambda one: scores[one])
    return draft.told(
        country=(code,),
        name=load().state(code),
        reason=f"the state this passage is about: {load().state(code)}",
    )


def _about_state(one: Draft) -> bool:
    return is_thing(one) or one.shape in ("adjective", "place")
