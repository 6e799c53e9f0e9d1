"""What later words refer back to: "the counsellor", "his host country", "the two neighbours", "it", "we".

One pass over the drafts in text order. Each reference is settled by what stands before it, except a person
who is named only after the text has spoken of a role ("The consul … Later Dr. Ana Ruiz said"). A
reference that nothing settles keeps no country, and its reason says so. Chains across more than two sentences
back are followed for roles and persons only; states fade sooner. Who is meant by "it" is a weighing, not a
proof: the weights below are what an expert would change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dragoman.knowledge.actors import fold, load
from dragoman.records import Reading, Span
from dragoman.resolve.nominals import FIRST, NEUTER, PERSONAL, SERVING, epithet_at, possessor
from dragoman.resolve.phrases import Draft, Tree

FEMALE = frozenset({"she", "her", "hers"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "same"})
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
GRAMMAR = {"nsubj": 3.0, "nsubj:pass": 3.0, "nmod:poss": 2.0, "obj": 1.0, "iobj": 1.0, "conj": 2.0}
"""How much a mention's place in its clause speaks for being what a passage is about."""
OBJECTS = ("obj", "iobj", "obl")
UNSUBJECTED = ("xcomp", "advcl", "acl", "conj")
"""Clauses whose subject stands in the one above, or is told there."""
LEADS = 2
"""How many times as often as any third state two must be named for the article to be about them."""
CLOSE = 3.0
"""What it adds to share the lowest clause or phrase with the reference."""
FADE = (1.0, 0.5, 0.2)
"""Weight of a mention in the same sentence, the one before, and the one before that."""
REACH = 12
"""Sentences over which a role or a person may be taken up again."""
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
    spoken = (_speaker(one, done, forest, reading) if one.label in FIRST else one for one in done)
    return (*spoken, *sites)


def _site(draft: Draft, done: list[Draft], sites: list[Draft], forest: Sequence[Tree]) -> Draft:
    """ "Its embassy", "their village": the owner's; "the village" again: that of the one spoken of before."""
    if draft.participant.country or draft.participant.how:
        return draft
    owner = possessor(forest[draft.sentence], draft.word)
    if owner is not None:
        return _owned(draft, owner, done)
    for other in reversed(sites):
        near = draft.sentence - other.sentence <= REACH
        if near and other.label == draft.label and other.participant.country:
            reason = f"the {draft.label} spoken of before ({other.participant.text})"
            return draft.told(country=other.participant.country, reason=reason)
    return draft


# ---- identity across apposition, and names that come late -------------------------------------------


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
    if draft.shape not in ("role", "body") or draft.participant.country or draft.participant.how == "name":
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
    return announced or _subject_of_speech(person.word, tree)


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


# ---- the pass over the text -------------------------------------------------------------------------


def _settled(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    if draft.shape == "pronoun":
        return _pronoun(draft, done, forest, reading)
    if draft.shape == "epithet":
        return _epithet(draft, done, forest)
    if draft.shape == "body" and fold(draft.label) in load().roles and draft.participant.how == "name":
        return _body_again(draft, done, forest) or draft  # "the Committee"
    if draft.shape in ("role", "body") and not draft.participant.country:
        return _taken_up(draft, done, forest)
    if draft.shape == "role" and draft.participant.name is None and not draft.plural:
        return _same_role(draft, done, forest)
    return draft


def _same_role(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
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
    if draft.plural or draft.label.split()[-1] not in load().cues["variation"] or not _definite(tree, draft):
        return None
    doer, _ = _doer(draft, done, forest)
    for distance in range(3):
        there = [
            one
            for one in done
            if draft.sentence - one.sentence == distance
            and one.shape == "person"
            and one.participant.name
            and not (doer and _same_person(one, doer))
        ]
        fitting = [
            one
            for one in there
            if not (one.participant.country and draft.participant.country)
            or one.participant.country == draft.participant.country
        ]
        if fitting:
            one = ([each for each in fitting if _is_subject(each, forest)] or fitting)[-1]
            known = one.participant
            reason = f"said of “{known.text}”, the person spoken of just before"
            country = known.country or draft.participant.country
            return draft.told(country=country, name=known.name, entity=known.entity, reason=reason)
    return None


def _taken_up(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    tree = forest[draft.sentence]
    owner = possessor(tree, draft.word)
    if owner is not None:
        return _owned(draft, owner, done)
    if draft.participant.sector == "IGO" or draft.participant.how == "name":  # of a named body: not a state's
        return draft
    first = tree.words[tree.left_edge(draft.word)].text.casefold()
    if first not in DEFINITE and not tree.words[draft.word].text[:1].isupper():
        return draft.told(reason=draft.participant.reason or "the text does not say of which country")
    return (
        _earlier(draft, done)
        or _body_again(draft, done, forest)
        or _both_holders(draft, done)
        or _varied(draft, done, forest)
        or _of_the_passage(draft, done, forest)
    )


def _body_again(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
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
        subjects = [one for one in near if _is_subject(one, forest)]
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


def _owned(draft: Draft, owner: int, done: list[Draft]) -> Draft:
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
    scores = _weights(draft, near, forest)
    if len(scores) != 1:
        return draft.told(reason="several states or none could be meant")
    (code,) = scores
    return draft.told(country=(code,), reason=f"{load().state(code)} is the only state spoken of here")


# ---- pronouns ---------------------------------------------------------------------------------------


def _pronoun(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    if draft.label in FIRST:
        return draft  # a speaker may be named after the words; settled last
    if draft.label in PERSONAL:
        found = _person_before(draft, done, forest, reading)
    elif draft.label in NEUTER:
        found = _state_before(draft, done, forest)
    else:
        found = _many_before(draft, done, forest)
    if found is None:
        return draft.told(reason=f"nothing before “{draft.participant.text}” that it can stand for")
    if (found.sentence, found.word) == (draft.sentence, draft.word):  # a pair that no one mention names
        names = " and ".join(load().state(code) for code in found.participant.country)
        return found.told(reason=f"the two spoken of before: {names}")
    return _stands_for(draft, found)


def _stands_for(draft: Draft, other: Draft) -> Draft:
    one = other.participant
    return draft.told(
        name=one.name,
        country=one.country,
        sector=one.sector,
        entity=one.entity,
        reason=f"stands for “{one.text}”",
    )


def _spoken_of(draft: Draft, people: list[Draft], forest: Sequence[Tree], reading: Reading) -> list[Draft]:
    """Whom a pronoun may mean by who speaks: in a direct quotation not its speaker, and outside of it, where
    the clause tells who spoke ("…," she said), none who is only named in the words that are quoted."""
    inside = [one.span for one in reading.quotations if one.span.holds(draft.participant.span)]
    if not inside:
        quoted = [one.span for one in reading.quotations if one.scare is None]
        free = [one for one in people if not any(span.holds(one.participant.span) for span in quoted)]
        return free or people
    speakers = _speakers_of(inside[0], reading)
    if speakers:
        return [one for one in people if not _named_in(one, speakers)]
    paragraph = reading.sentences[draft.sentence].paragraph
    telling = [
        one
        for one in people
        if reading.sentences[one.sentence].paragraph == paragraph
        and _subject_of_speech(one.word, forest[one.sentence])
    ]
    return [one for one in people if not any(_same_person(one, other) for other in telling)]


def _speakers_of(quotation: Span, reading: Reading) -> tuple[str, ...]:
    """The words for whom the attributions of a quotation credit with it."""
    text = reading.article.text
    return tuple(
        text[one.source.start : one.source.end]
        for one in reading.attributions
        if one.source and any(span.overlaps(quotation) for span in one.content)
    )


def _named_in(one: Draft, words: Sequence[str]) -> bool:
    """Whether the last word of the person's name stands in one of the phrases."""
    last = (one.participant.name or one.participant.text).split()[-1]
    return any(last in phrase for phrase in words)


def _person_before(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft | None:
    """The person whom "he" means: the subject in the same sentence, else the nearest; then sentences
    before."""
    near = [one for one in done if draft.sentence - one.sentence < REACH]
    people = [one for one in near if _is_person(one) and _agrees(draft.label, one)]
    people = [one for one in people if not _known_as_other(draft.label, one, done)]
    barred, bare = _doer(draft, done, forest)
    if barred is not None:
        people = [one for one in people if not _same_person(one, barred)]
    people = _spoken_of(draft, people, forest, reading)
    here = [one for one in people if one.sentence == draft.sentence]
    if here and bare:
        return here[-1]
    if not here and _subject_of_speech(draft.word, forest[draft.sentence]):
        recent = [one for one in people if draft.sentence - one.sentence <= 2]
        speaking = [one for one in recent if _subject_of_speech(one.word, forest[one.sentence])]
        if speaking:
            return speaking[-1]
    for distance in range(REACH):
        there = [one for one in people if draft.sentence - one.sentence == distance]
        subjects = [one for one in there if _is_subject(one, forest)]
        definite = [one for one in there if one.shape != "role" or _definite(forest[one.sentence], one)]
        if there:
            return (subjects or definite or there)[-1]
    return None


def _doer(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> tuple[Draft | None, bool]:
    """Who does what is done to the pronoun, and so is not meant by it ("Ada praised her"); whether the verb
    has no subject of its own ("asked Ada to praise her": not Ada)."""
    tree = forest[draft.sentence]
    if tree.words[draft.word].deprel not in OBJECTS:
        return None, False
    by_word = {one.word: one for one in done if one.sentence == draft.sentence}
    verb, bare = tree.words[draft.word].head, False
    for _ in tree.words:
        own = [kid for kid in tree.kids_by(verb, *SUBJECTS) if kid in by_word]
        if own:
            return by_word[own[-1]], bare
        if verb < 0 or tree.words[verb].deprel not in UNSUBJECTED:
            return None, bare
        verb, bare = tree.words[verb].head, True
        told = [kid for kid in tree.kids_by(verb, *OBJECTS) if kid < draft.word and kid in by_word]
        if told:
            return by_word[told[0]], bare
    return None, bare


def _same_person(one: Draft, other: Draft) -> bool:
    mine, theirs = one.participant, other.participant
    return one is other or bool(mine.name and mine.name == theirs.name)


def _agrees(pronoun: str, one: Draft) -> bool:
    """Whether the person's pronoun, noun ("wife") or given name, where the tables have it, suits "he" or
    "she"."""
    female = pronoun in FEMALE
    if one.label in PERSONAL:
        return (one.label in FEMALE) is female
    if one.label in load().cues["male" if female else "female"]:
        return False
    words = (one.participant.name or "").split()
    titles = {fold(word).rstrip(".") for word in one.participant.text.split()[:2]}
    if titles & load().cues["male" if female else "female"]:
        return False
    sex = load().given_names.get(fold(words[0])) if words else None
    return sex is None or sex == ("f" if female else "m")


def _known_as_other(pronoun: str, one: Draft, done: list[Draft]) -> bool:
    """Whether pronouns before stood for this person, none of them of this sex."""
    name = one.participant.name
    before = {
        other.label in FEMALE
        for other in done
        if name and other.shape == "pronoun" and other.label in PERSONAL and other.participant.name == name
    }
    return bool(before) and (pronoun in FEMALE) not in before


def _is_person(one: Draft) -> bool:
    single = one.shape == "role" and not one.plural and one.label.split()[-1] not in load().cues["collective"]
    return one.shape == "person" or single or (one.shape == "pronoun" and one.label in PERSONAL)


def _is_subject(one: Draft, forest: Sequence[Tree]) -> bool:
    return forest[one.sentence].words[one.word].deprel in SUBJECTS


def _main(one: Draft, forest: Sequence[Tree]) -> bool:
    """Whether a subject belongs to the main clause of its sentence."""
    governor = forest[one.sentence].governor(one.word)
    return governor is not None and governor.deprel in ("root", "conj", "parataxis")


def _state_before(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """What "it" means: the state or body that weighs most in this sentence before it, else the last
    subject."""
    things = [one for one in done if _is_thing(one)]
    own = forest[draft.sentence].words[draft.word]
    here = [one for one in things if one.sentence == draft.sentence and not _same_clause(draft, one, forest)]
    if here:
        return _parallel(draft, here, forest) or _heaviest(draft, here, forest)
    before = [one for one in things if one.sentence == draft.sentence - 1]
    subjects = [one for one in before if _is_subject(one, forest) and _main(one, forest)]
    if own.deprel == "nsubj" and not subjects:
        bodies = {_key(one) for one in before} if all(one.shape == "body" for one in before) else set()
        return before[-1] if len(bodies) == 1 else None
    return subjects[-1] if subjects else _heaviest(draft, before, forest)


def _parallel(draft: Draft, here: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "Lima did not answer; it asked Quito …": the subject of the clause that this one is joined to."""
    tree = forest[draft.sentence]
    verb = tree.words[draft.word].head
    if not _is_subject(draft, forest) or tree.words[verb].deprel not in ("conj", "parataxis"):
        return None
    above = tree.words[verb].head
    subjects = set(tree.kids_by(above, *SUBJECTS))
    return next((one for one in here if one.word in subjects), None)


def _is_thing(one: Draft) -> bool:
    singular = len(one.participant.country) < 2 and not one.plural
    if one.shape == "pronoun":
        return singular and _is_known(one) and one.label in NEUTER
    return singular and _is_known(one) and one.shape in ("state", "body", "epithet")


def _is_known(one: Draft) -> bool:
    return bool(one.participant.country or one.participant.name)


def _heaviest(draft: Draft, options: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """The identity with the greatest weight of mentions; between equals the nearest."""
    weights: dict[tuple[str, ...], float] = {}
    for one in options:
        weights[_key(one)] = weights.get(_key(one), 0.0) + _weight(draft, one, forest)
    for key in {_key(one) for one in _closest(draft, options, forest)}:
        weights[key] += CLOSE
    return max(options, key=lambda one: (weights[_key(one)], one.participant.head), default=None)


def _closest(draft: Draft, options: list[Draft], forest: Sequence[Tree]) -> list[Draft]:
    """Those options that share the lowest phrase or clause with the reference."""
    tree = forest[draft.sentence]
    for head in tree.above(draft.word):
        below = tree.under(head)
        there = [one for one in options if one.sentence == draft.sentence and one.word in below]
        if there:
            return there
    return []


def _same_clause(draft: Draft, one: Draft, forest: Sequence[Tree]) -> bool:
    """Whether an object would stand for the subject of its own verb, which English says with "itself"."""
    words = forest[draft.sentence].words
    own, other = words[draft.word], words[one.word]
    return own.deprel in ("obj", "iobj", "obl") and other.deprel in SUBJECTS and own.head == other.head


def _key(one: Draft) -> tuple[str, ...]:
    return one.participant.country or (one.participant.name or one.participant.text,)


def _weight(draft: Draft, one: Draft, forest: Sequence[Tree]) -> float:
    distance = draft.sentence - one.sentence
    faded = FADE[distance] if distance < len(FADE) else 0.0
    grammar = GRAMMAR.get(forest[one.sentence].words[one.word].deprel, 0.5)
    return faded * (grammar if one.shape != "adjective" else 0.4)


def _weights(draft: Draft, near: list[Draft], forest: Sequence[Tree]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in near:
        for code in one.participant.country:
            found[code] = found.get(code, 0.0) + _weight(draft, one, forest)
    return found


def _many_before(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """What "they" means: the nearest people or group, or the pair of states, of this sentence or the last."""
    many = [one for one in done if one.plural or len(one.participant.country) > 1]
    here = [one for one in done if one.sentence == draft.sentence]
    joined = _coordinated(here, forest) or _counterparts(draft, here, forest)
    ahead = [one for one in many if one.sentence == draft.sentence]
    if joined and not any(_is_subject(one, forest) and len(one.participant.country) < 2 for one in ahead):
        return draft.told(country=joined)
    for distance in (0, 1):
        there = [one for one in many if draft.sentence - one.sentence == distance]
        subjects = [one for one in there if _is_subject(one, forest)]
        if subjects or there:
            return (subjects or there)[-1]
    last = [one for one in done if draft.sentence - one.sentence <= 1]
    pair = _coordinated(last, forest) or _two_persons(draft, done, forest)
    return draft.told(country=pair) if pair else _bodies_before(draft, last, forest)


def _two_persons(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
    """The states of the only two persons of the sentence before, or of this one: "Ada met Ben. They …"."""
    for distance in (0, 1):
        there = [
            one
            for one in done
            if draft.sentence - one.sentence == distance
            and one.shape == "person"
            and forest[one.sentence].words[one.word].deprel in ("nsubj", "conj", "obj", "obl", "nsubj:pass")
        ]
        names = {one.participant.name for one in there}
        if len(names) == 2 and all(one.participant.country for one in there):
            return tuple(dict.fromkeys(code for one in there for code in one.participant.country))
    return None


def _bodies_before(draft: Draft, last: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "They" of a body, where nobody plural is near: the last that is a subject, else the last. A state is
    none: "They show …" after it is of what was told."""
    bodies = [one for one in last if one.shape == "body" and _is_known(one)]
    subjects = [one for one in bodies if _is_subject(one, forest)]
    return next(reversed(subjects or bodies), None)


def _counterparts(draft: Draft, here: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
    """ "Ada met Ben … their talks": two parties of one verb, of two states, where nobody else is meant."""
    tree = forest[draft.sentence]
    core = [one for one in here if tree.words[one.word].deprel in ("nsubj", "obj", "iobj", "obl")]
    single = [one for one in core if len(one.participant.country) == 1 and not one.plural]
    verbs = {tree.words[one.word].head for one in single}
    codes = tuple(dict.fromkeys(one.participant.country[0] for one in single))
    return codes if len(verbs) == 1 and len(codes) == 2 else None


def _speaker(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    """ "We" inside a quotation is the quoted speaker's side; elsewhere the author's, which is nobody's
    here."""
    source = _source_of(draft, done, forest, reading)
    if source is None:
        return draft.told(reason="whose words these are could not be told")
    one = source.participant
    if draft.label in ("i", "me", "my", "mine"):
        return _stands_for(draft, source)
    reason = f"spoken by “{one.text}”, for the speaker's side"
    return draft.told(country=one.country, sector=one.sector, reason=reason)


def _source_of(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft | None:
    place = draft.participant.span
    for attribution in reading.attributions:
        if attribution.source and any(span.holds(place) for span in attribution.content):
            found = _draft_in(attribution.source, done)
            if found:
                return found
    return _announced(draft, done, reading) or _speaking(draft, done, forest, reading)


def _speaking(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft | None:
    """The subject of a verb of speech in the paragraph whose quotation marks hold the pronoun."""
    text, place = reading.article.text, draft.participant.start
    paragraph = reading.sentences[draft.sentence].paragraph
    opening = next(one.start for one in reading.sentences if one.paragraph == paragraph)
    before = text[opening:place]
    if before.count("“") <= before.count("”") and before.count('"') % 2 == 0:
        return None
    speakers = [
        one
        for one in done
        if _is_person(one)
        and one.shape != "pronoun"
        and reading.sentences[one.sentence].paragraph == paragraph
        and _subject_of_speech(one.word, forest[one.sentence])
    ]
    return min(speakers, key=lambda one: abs(one.participant.start - place), default=None)


def _subject_of_speech(index: int, tree: Tree) -> bool:
    governor = tree.governor(index)
    subject = tree.words[index].deprel in SUBJECTS
    return subject and governor is not None and governor.lemma in load().cues["speech"]


def _draft_in(span: Span, done: list[Draft]) -> Draft | None:
    inside = [one for one in done if span.start <= one.participant.head < span.end]
    inside.sort(key=lambda one: not _is_person(one))
    return inside[0] if inside else None


def _announced(draft: Draft, done: list[Draft], reading: Reading) -> Draft | None:
    """A paragraph in quotation marks after one that ends with a colon is spoken by the person before the
    colon."""
    sentence = reading.sentences[draft.sentence]
    opening = next(one for one in reading.sentences if one.paragraph == sentence.paragraph)
    before = [one for one in reading.sentences if one.paragraph == sentence.paragraph - 1]
    text = reading.article.text
    if not before or text[opening.start] not in '“"«„' or not text[: before[-1].end].rstrip().endswith(":"):
        return None
    last = reading.sentences.index(before[-1])
    people = [one for one in done if one.sentence == last and _is_person(one)]
    return people[0] if people else None


# ---- epithets ---------------------------------------------------------------------------------------


def _epithet(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
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
    if row.means == "several" and owner is None and _definite(tree, draft):
        return _dyad(draft, done, forest, sure=True)
    if row.means == "state" and owner is not None:
        return _owned(draft, owner, done)
    if row.means == "state" and _definite(tree, draft):
        return _the_country(draft, done, forest)
    return draft.told(reason="the text does not name it")


def _other_end(draft: Draft, owner: int, done: list[Draft]) -> Draft:
    """ "Its smaller neighbour": the other of the two states that the text is about."""
    referent = next(
        (one for one in reversed(done) if one.sentence == draft.sentence and one.word == owner), None
    )
    pair = _leading(done, set())
    mine = referent.participant.country if referent else ()
    if pair and len(mine) == 1 and mine[0] in pair:
        (code,) = set(pair) - set(mine)
        reason = f"the other of {load().state(pair[0])} and {load().state(pair[1])}, whom the text is about"
        return draft.told(country=(code,), name=load().state(code), reason=reason)
    return draft.told(reason="the text does not name it")


def _definite(tree: Tree, draft: Draft) -> bool:
    return tree.words[tree.left_edge(draft.word)].text.casefold() in ("the", "this", "that")


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
    pair = _pair_meant(draft, done, forest, sure)
    if pair is None:
        return draft.told(reason="the text does not name it" if sure else "no pair of states before it")
    names = " and ".join(load().state(code) for code in pair)
    what = "pair" if len(pair) == 2 else "two persons"
    return draft.told(country=pair, reason=f"the {what} spoken of before: {names}")


def _pair_meant(
    draft: Draft, done: list[Draft], forest: Sequence[Tree], sure: bool
) -> tuple[str, ...] | None:
    """The pair spoken of before, without whoever does something to it; the article's own pair where one of
    its members speaks of it, or no other is near."""
    tree = forest[draft.sentence]
    outside = _subjects_above(draft, done, tree, draft.word)
    own = _leading(done, outside)
    clause = tree.clause(draft.word)
    tellers = _subjects_above(draft, done, tree, clause) if tree.words[clause].deprel == "ccomp" else set()
    if own and tellers & set(own):
        return own
    known = [one for one in done if not set(one.participant.country) & outside]
    near = _pair_before(draft, known, forest, 2 if sure else 4)
    return near or own or _two_persons(draft, known, forest)


def _subjects_above(draft: Draft, done: list[Draft], tree: Tree, index: int) -> set[str]:
    """The countries of the subjects of the verb that a word, no subject itself, hangs on."""
    if tree.words[index].deprel in SUBJECTS:
        return set()
    verb = tree.words[index].head
    subjects = {word for kid in tree.kids_by(verb, *SUBJECTS) for word in tree.under(kid)}
    here = [one for one in done if one.sentence == draft.sentence and one.word in subjects]
    return {code for one in here for code in one.participant.country}


def _leading(done: list[Draft], outside: set[str]) -> tuple[str, ...] | None:
    """The two states that the text so far names far more often than any third."""
    counts = Counter(
        code
        for one in done
        if one.shape not in ("place", "pronoun")
        for code in one.participant.country
        if code not in outside
    )
    ranked = [*counts.most_common(3), ("", 0)][:3]
    if len(counts) < 2 or ranked[1][1] < 2 or ranked[1][1] < LEADS * ranked[2][1]:
        return None
    return ranked[0][0], ranked[1][0]


def _pair_before(
    draft: Draft, done: list[Draft], forest: Sequence[Tree], reach: int
) -> tuple[str, ...] | None:
    """The two states of this sentence, else of one of the last: a coordinated or hyphenated pair before
    others."""
    for distance in range(reach):
        there = [one for one in done if draft.sentence - one.sentence == distance]
        whole = next(
            (one.participant.country for one in reversed(there) if len(one.participant.country) == 2), None
        )
        pair = whole or _coordinated(there, forest) or _only_two(there)
        if pair:
            return pair
    if reach < 4:
        return None
    recent = list(
        dict.fromkeys(c for one in reversed(done) if one.shape != "place" for c in one.participant.country)
    )
    return (recent[1], recent[0]) if len(recent) == 2 else None


def _coordinated(there: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
    """States joined by "and" or a hyphen, nearest first."""
    plain = [
        one
        for one in there
        if one.shape in ("state", "adjective", "person") and len(one.participant.country) == 1
    ]
    for one, two in reversed(list(pairwise(plain))):
        tree = forest[two.sentence]
        joined = tree.words[two.word].deprel == "conj" and tree.words[two.word].head == one.word
        hyphen = two.word - one.word == 2 and tree.words[one.word + 1].text in ("-", "–", "and")
        if (joined or hyphen) and one.participant.country != two.participant.country:
            return one.participant.country + two.participant.country
    return None


def _only_two(there: list[Draft]) -> tuple[str, ...] | None:
    codes = tuple(
        dict.fromkeys(code for one in there if one.shape != "place" for code in one.participant.country)
    )
    return codes if len(codes) == 2 else None


def _the_country(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft:
    near = [one for one in done if draft.sentence - one.sentence < len(FADE) and _about_state(one)]
    scores = _weights(draft, near, forest)
    if not scores:
        return draft.told(reason="no state before it")
    code = max(scores, key=lambda one: scores[one])
    return draft.told(
        country=(code,),
        name=load().state(code),
        reason=f"the state this passage is about: {load().state(code)}",
    )


def _about_state(one: Draft) -> bool:
    return _is_thing(one) or one.shape in ("adjective", "place")
