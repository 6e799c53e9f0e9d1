"""What later words refer back to: "the counsellor", "his host country", "the two neighbours", "it", "we".

One pass over the drafts in text order. Each reference is settled by what stands before it, except a person
who is named only after the text has spoken of a role ("The consul … Later Dr. Ana Ruiz said"). A
reference that nothing settles keeps no country, and its reason says so. Chains across more than two sentences
back are followed for roles and persons only; states fade sooner. Who is meant by "it" is a weighing, not a
proof: the weights below are what an expert would change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.knowledge.actors import fold, load
from dragoman.records import Reading
from dragoman.resolve.descriptions import body_again, epithet, owned, same_role, taken_up
from dragoman.resolve.nominals import FIRST, SERVING, possessor
from dragoman.resolve.phrases import Draft, Tree
from dragoman.resolve.pronouns import pronoun, speaker
from dragoman.resolve.weighing import REACH, SUBJECTS, subject_of_speech

CATAPHORA = 3
"""Sentences before a name within which an unnamed role may be that person."""
OFFICIAL = frozenset({"GOV", "IGO", "LEG", "MIL", "SPY", "COP", "JUD", "ELI"})
"""Sectors of those who are introduced by their office and named later."""
RANKS = frozenset({"military"})
"""Offices that a mere title shows: "Col." does not tell whether he is the attaché."""


def link(drafts: Sequence[Draft], forest: Sequence[Tree], reading: Reading) -> tuple[Draft, ...]:
    """The drafts in text order, towns and things last, with every reference settled that the text settles."""
    ordered = sorted(
        _serving(_apposed(list(drafts), forest), forest),
        key=lambda one: (one.participant.head, one.participant.start),
    )
    ordered = _named_later(ordered, forest, reading)
    done: list[Draft] = []
    sites: list[Draft] = []
    for draft in ordered:
        if draft.shape == "site":  # no word stands for a town or a convoy, except its own again
            sites.append(_site(draft, done, sites, forest))
        else:
            done.append(_settled(draft, done, forest, reading))
    spoken = (speaker(one, done, forest, reading) if one.label in FIRST else one for one in done)
    return (*spoken, *sites)


def _site(draft: Draft, done: list[Draft], sites: list[Draft], forest: Sequence[Tree]) -> Draft:
    """ "Its embassy", "their village": the owner's; "the village" again: that of the one spoken of before."""
    if draft.participant.country or draft.participant.how:
        return draft
    owner = possessor(forest[draft.sentence], draft.word)
    if owner is not None:
        return owned(draft, owner, done)
    for other in reversed(sites):
        near = draft.sentence - other.sentence <= REACH
        if near and other.label == draft.label and other.participant.country:
            reason = f"the {draft.label} spoken of before ({other.participant.text})"
            return draft.told(country=other.participant.country, reason=reason)
    return draft


def _apposed(drafts: list[Draft], forest: Sequence[Tree]) -> list[Draft]:
    """ "the Omani president, Said Ali" and "Said Ali, the Omani president" share what each tells."""
    by_place = {(draft.sentence, draft.word): index for index, draft in enumerate(drafts)}
    for index, draft in enumerate(list(drafts)):
        tree = forest[draft.sentence]
        for kid in tree.kids_by(draft.word, "appos", "flat"):
            other = by_place.get((draft.sentence, kid))
            if other is not None and _pair(drafts[index], drafts[other]):
                one, two = _joined(drafts[index], drafts[other])
                drafts[index], drafts[other] = one, two
    return drafts


def _serving(drafts: list[Draft], forest: Sequence[Tree]) -> list[Draft]:
    """ "A spokesman for Ada Holm", "fighters loyal to Ada Holm" are of her country, and where nothing else
    tells, of her sector."""
    by_place = {(draft.sentence, draft.word): draft for draft in drafts}
    return [_served(draft, by_place, forest[draft.sentence]) for draft in drafts]


def _served(draft: Draft, by_place: Mapping[tuple[int, int], Draft], tree: Tree) -> Draft:
    listed = draft.participant.how == "name" and fold(draft.label) in load().names
    if draft.shape not in ("role", "body") or draft.participant.country or listed:
        return draft
    for kid in _masters(draft.word, tree):
        other = by_place.get((draft.sentence, kid))
        if other and other.shape in ("person", "body") and other.participant.country:
            one, known = draft.participant, other.participant
            reason = f"serves {known.text}: {known.reason}"
            return draft.told(country=known.country, sector=one.sector or known.sector, reason=reason)
    return draft


def _masters(head: int, tree: Tree) -> Iterator[int]:
    """Whom a noun serves by its prepositions, or by an adjective behind it ("loyal to")."""
    yield from tree.kids_by(head, "compound", "nmod:poss", "nmod:unmarked")  # "the Holm administration"
    yield from (kid for kid in tree.kids_by(head, "nmod") if tree.case_of(kid) in SERVING)
    for kid in tree.kids_by(head, "amod", "acl"):
        if kid > head and tree.words[kid].lemma.casefold() in load().cues["loyal"]:
            yield from tree.kids_by(kid, "obl", "nmod")


def _pair(one: Draft, two: Draft) -> bool:
    return {one.shape, two.shape} == {"person", "role"} and not (one.plural or two.plural)


def _joined(one: Draft, two: Draft) -> tuple[Draft, Draft]:
    person, role = (one, two) if one.shape == "person" else (two, one)
    known = person.participant
    country = known.country or role.participant.country
    sector = known.sector or role.participant.sector
    reason = known.reason if known.country else role.participant.reason or known.reason
    shared = {
        "country": country,
        "sector": sector,
        "reason": reason,
        "name": known.name,
        "entity": known.entity,
    }
    offices = person.offices | role.offices
    return replace(one.told(**shared), offices=offices), replace(two.told(**shared), offices=offices)


def _named_later(drafts: list[Draft], forest: Sequence[Tree], reading: Reading) -> list[Draft]:
    """Give a role introduced without a name the name of the one speaker who appears soon after without a
    role."""
    for person in drafts:
        if person.shape != "person" or person.participant.country:
            continue
        if person.offices - RANKS or not _speaks(person, forest[person.sentence], reading):
            continue
        roles = _open_roles(person, drafts, forest)
        if len({(role.label, role.participant.country) for role in roles}) == 1:
            drafts = [_with_name(one, person, roles[0], drafts) for one in drafts]
    return drafts


def _speaks(person: Draft, tree: Tree, reading: Reading) -> bool:
    """Whether the prose lets the person speak; a label ("Dahl: …") or a signature introduces nobody."""
    text = reading.article.text
    spans = [
        one.source
        for one in reading.attributions
        if one.source and any(map(str.isalpha, text[one.cue.start : one.cue.end]))
    ]
    if any(span.start <= person.participant.head < span.end for span in spans):
        return True
    before_colon = text[: tree.sentence.end].rstrip().endswith(":")
    announced = before_colon and tree.words[person.word].deprel in SUBJECTS
    return announced or subject_of_speech(person.word, tree)


def _open_roles(person: Draft, drafts: list[Draft], forest: Sequence[Tree]) -> list[Draft]:
    """Single unnamed officials of a known country within reach before the person."""
    paragraph = forest[person.sentence].sentence.paragraph
    return [
        role
        for role in drafts
        if role.shape == "role"
        and role.participant.sector in OFFICIAL
        and not role.plural
        and role.participant.country
        and role.participant.name is None
        and role.participant.head < person.participant.head
        and person.sentence - role.sentence <= CATAPHORA
        and paragraph - forest[role.sentence].sentence.paragraph <= 1
        and not _named_already(role, drafts)
    ]


def _named_already(role: Draft, drafts: list[Draft]) -> bool:
    return any(
        one.shape == "person" and role.offices & one.offices for one in drafts if role.offices - {"diplomat"}
    )


def _with_name(one: Draft, person: Draft, role: Draft, drafts: list[Draft]) -> Draft:
    country, sector = role.participant.country, role.participant.sector
    name = person.participant.name
    if one is person or (one.shape == "person" and one.participant.name == name):
        reason = f"the {role.label} spoken of just before is the only official who can be the speaker"
        return replace(one.told(country=country, sector=sector, reason=reason), offices=role.offices)
    if one.shape == "role" and one.label == role.label and one.participant.country == country:
        return one.told(name=name, reason=f"{one.participant.reason}; named later as {name}")
    return one


def _settled(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    if draft.shape == "pronoun":
        return pronoun(draft, done, forest, reading)
    if draft.shape == "epithet":
        return epithet(draft, done, forest)
    if draft.shape == "body" and fold(draft.label) in load().roles and draft.participant.how == "name":
        return body_again(draft, done, forest) or draft  # "the Committee"
    if draft.shape in ("role", "body") and not draft.participant.country:
        return taken_up(draft, done, forest)
    if draft.shape == "role" and draft.participant.name is None and not draft.plural:
        return same_role(draft, done, forest)
    if draft.shape == "person" and not draft.participant.country:
        return _as_apposed(draft, done, forest[draft.sentence])
    return draft


def _as_apposed(person: Draft, done: list[Draft], tree: Tree) -> Draft:
    """ "His spokeswoman, Ada Holm": of the country of whoever she works for, which the pronoun told only
    now; and so wherever she is named again."""
    word = tree.words[person.word]
    for one in reversed(done):
        beside = one.sentence == person.sentence and one.word == word.head and _pair(person, one)
        apposed = beside and word.deprel in ("appos", "flat")
        again = one.shape == "person" and one.participant.name == person.participant.name
        if (apposed or again) and one.participant.country:
            known = one.participant
            reason = f"the {one.label} {known.reason}" if apposed else known.reason
            return person.told(country=known.country, reason=reason)
    return person
