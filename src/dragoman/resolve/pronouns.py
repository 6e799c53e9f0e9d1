"""Whom a pronoun stands for: "he", "it", "they", and "we" in somebody's mouth.

Who is meant is a weighing, not a proof: grammar, nearness, sex by title and given name, who speaks and who is
spoken of. A pronoun that nothing settles keeps no country, and its reason says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge.actors import fold, load
from dragoman.records import Reading, Span
from dragoman.resolve.couples import coordinated, counterparts, two_persons
from dragoman.resolve.nominals import FIRST, NEUTER, PERSONAL
from dragoman.resolve.phrases import Draft, Tree
from dragoman.resolve.weighing import (
    REACH,
    SUBJECTS,
    definite,
    doer,
    identity,
    is_known,
    is_person,
    is_subject,
    same_person,
    subject_of_speech,
    weight,
)

FEMALE = frozenset({"she", "her", "hers"})
CLOSE = 3.0
"""What it adds to share the lowest clause or phrase with the reference."""


def pronoun(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    """The pronoun with whom it stands for; "we" and "I" are settled last, by `speaker`."""
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
        and subject_of_speech(one.word, forest[one.sentence])
    ]
    return [one for one in people if not any(same_person(one, other) for other in telling)]


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
    people = [one for one in near if is_person(one) and _agrees(draft.label, one)]
    people = [one for one in people if not _known_as_other(draft.label, one, done)]
    barred, bare = doer(draft, done, forest)
    if barred is not None:
        people = [one for one in people if not same_person(one, barred)]
    people = _spoken_of(draft, people, forest, reading)
    here = [one for one in people if one.sentence == draft.sentence]
    if bound := _bound(draft, here, forest):
        return bound
    if here and bare:
        return here[-1]
    if not here and subject_of_speech(draft.word, forest[draft.sentence]):
        recent = [one for one in people if draft.sentence - one.sentence <= 2]
        speaking = [one for one in recent if subject_of_speech(one.word, forest[one.sentence])]
        if speaking:
            return speaking[-1]
    for distance in range(REACH):
        there = [one for one in people if draft.sentence - one.sentence == distance]
        subjects = [one for one in there if is_subject(one, forest)]
        plain = [one for one in there if one.shape != "role" or definite(forest[one.sentence], one)]
        main = [one for one in subjects if distance and _main(one, forest)]
        if there:
            return (main or subjects or plain or there)[-1]
    return None


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


def _main(one: Draft, forest: Sequence[Tree]) -> bool:
    """Whether a subject belongs to the main clause of its sentence."""
    governor = forest[one.sentence].governor(one.word)
    return governor is not None and governor.deprel in ("root", "conj", "parataxis")


def _state_before(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """What "it" means: the state or body that weighs most in this sentence before it, else the last
    subject."""
    things = [one for one in done if is_thing(one)]
    own = forest[draft.sentence].words[draft.word]
    here = [one for one in things if one.sentence == draft.sentence and not _same_clause(draft, one, forest)]
    if here:
        return _bound(draft, here, forest) or _parallel(draft, here, forest) or _heaviest(draft, here, forest)
    before = [one for one in things if one.sentence == draft.sentence - 1]
    subjects = [one for one in before if is_subject(one, forest) and _main(one, forest)]
    if own.deprel == "nsubj" and not subjects:
        bodies = {identity(one) for one in before} if all(one.shape == "body" for one in before) else set()
        return before[-1] if len(bodies) == 1 else None
    return subjects[-1] if subjects else _heaviest(draft, before, forest)


def _bound(draft: Draft, here: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """Whom the clause itself settles: what an infinitive's doer has ("urged [Lima] to recall its envoy"), and
    who does what a relative clause on the object tells ("[Lima] withdrew the complaint that it had filed").
    """
    tree = forest[draft.sentence]
    words, clause = tree.words, tree.clause(draft.word)
    above = words[clause].head
    doers: list[int] = []
    if _in_object(draft, clause, tree) and words[clause].deprel in ("xcomp", "advcl"):
        if any(words[kid].text.casefold() == "to" for kid in tree.kids_by(clause, "mark")):
            doers = [*tree.kids_by(above, "obj", "iobj")] or [*tree.kids_by(above, *SUBJECTS)]
    elif is_subject(draft, forest) and words[clause].deprel == "acl:relcl" and words[above].deprel == "obj":
        doers = [*tree.kids_by(words[above].head, *SUBJECTS)]
    return next((one for one in here if one.word in doers), None)


def _in_object(draft: Draft, clause: int, tree: Tree) -> bool:
    """Whether the pronoun owns the object of the clause: "recall [its] envoy"."""
    word = tree.words[draft.word]
    noun = tree.words[word.head]
    return word.deprel == "nmod:poss" and noun.deprel == "obj" and noun.head == clause


def _parallel(draft: Draft, here: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "Lima did not answer; it asked Quito …": the subject of the clause that this one is joined to."""
    tree = forest[draft.sentence]
    verb = tree.words[draft.word].head
    if not is_subject(draft, forest) or tree.words[verb].deprel not in ("conj", "parataxis"):
        return None
    above = tree.words[verb].head
    subjects = set(tree.kids_by(above, *SUBJECTS))
    return next((one for one in here if one.word in subjects), None)


def is_thing(one: Draft) -> bool:
    """Whether "it" may mean this: one known state, body or description."""
    singular = len(one.participant.country) < 2 and not one.plural
    if one.shape == "pronoun":
        return singular and is_known(one) and one.label in NEUTER
    return singular and is_known(one) and one.shape in ("state", "body", "epithet")


def _heaviest(draft: Draft, options: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """The identity with the greatest weight of mentions; between equals the nearest."""
    weights: dict[tuple[str, ...], float] = {}
    for one in options:
        weights[identity(one)] = weights.get(identity(one), 0.0) + weight(draft, one, forest)
    for key in {identity(one) for one in _closest(draft, options, forest)}:
        weights[key] += CLOSE
    return max(options, key=lambda one: (weights[identity(one)], one.participant.head), default=None)


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


def _many_before(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """What "they" means: the nearest people or group, or the pair of states, of this sentence or the last."""
    many = [one for one in done if one.plural or len(one.participant.country) > 1]
    here = [one for one in done if one.sentence == draft.sentence]
    joined = coordinated(here, forest) or counterparts(draft, here, forest)
    ahead = [one for one in many if one.sentence == draft.sentence]
    if joined and not any(is_subject(one, forest) and len(one.participant.country) < 2 for one in ahead):
        return draft.told(country=joined)
    for distance in (0, 1):
        there = [one for one in many if draft.sentence - one.sentence == distance]
        subjects = [one for one in there if is_subject(one, forest)]
        if subjects or there:
            return (subjects or there)[-1]
    last = [one for one in done if draft.sentence - one.sentence <= 1]
    pair = coordinated(last, forest) or two_persons(draft, done, forest)
    return draft.told(country=pair) if pair else _bodies_before(draft, last, forest)


def _bodies_before(draft: Draft, last: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """ "They" of a body, where nobody plural is near: the last that is a subject, else the last. A state is
    none: "They show …" after it is of what was told."""
    bodies = [one for one in last if one.shape == "body" and is_known(one)]
    subjects = [one for one in bodies if is_subject(one, forest)]
    return next(reversed(subjects or bodies), None)


def speaker(draft: Draft, done: list[Draft], forest: Sequence[Tree], reading: Reading) -> Draft:
    """ "We" inside a quotation is the quoted speaker's side; elsewhere the author's, which is nobody's
    here."""
    source = _source_of(draft, done, forest, reading) or _introduced(done, forest)
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


def _introduced(done: list[Draft], forest: Sequence[Tree]) -> Draft | None:
    """Who signs a text that says so itself: "We, [the ministers of Denmark and Norway], condemn …"."""
    for one in done:
        if one.label == "we" and one.shape == "pronoun":
            kids = set(forest[one.sentence].kids_by(one.word, "appos"))
            beside = [two for two in done if two.sentence == one.sentence and two.word in kids]
            if beside and beside[0].participant.country:
                return beside[0]
    return None


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
        if is_person(one)
        and one.shape != "pronoun"
        and reading.sentences[one.sentence].paragraph == paragraph
        and subject_of_speech(one.word, forest[one.sentence])
    ]
    return min(speakers, key=lambda one: abs(one.participant.start - place), default=None)


def _draft_in(span: Span, done: list[Draft]) -> Draft | None:
    inside = [one for one in done if span.start <= one.participant.head < span.end]
    inside.sort(key=lambda one: not is_person(one))
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
    people = [one for one in done if one.sentence == last and is_person(one)]
    return people[0] if people else None
