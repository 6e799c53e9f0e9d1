"""What every reference is weighed by: grammar, nearness, and who may be meant by what."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge.actors import load
from dragoman.resolve.nominals import PERSONAL
from dragoman.resolve.phrases import Draft, Tree

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
GRAMMAR = {"nsubj": 3.0, "nsubj:pass": 3.0, "nmod:poss": 2.0, "obj": 1.0, "iobj": 1.0, "conj": 2.0}
"""How much a mention's place in its clause speaks for being what a passage is about."""
OBJECTS = ("obj", "iobj", "obl")
UNSUBJECTED = ("xcomp", "advcl", "acl", "conj")
"""Clauses whose subject stands in the one above, or is told there."""
FADE = (1.0, 0.5, 0.2)
"""Weight of a mention in the same sentence, the one before, and the one before that."""
REACH = 12
"""Sentences over which a role or a person may be taken up again."""


def doer(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> tuple[Draft | None, bool]:
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


def same_person(one: Draft, other: Draft) -> bool:
    """Whether two mentions are of one person by name, or one mention."""
    mine, theirs = one.participant, other.participant
    return one is other or bool(mine.name and mine.name == theirs.name)


def is_person(one: Draft) -> bool:
    """Whether "he" or "she" may mean this."""
    single = one.shape == "role" and not one.plural and one.label.split()[-1] not in load().cues["collective"]
    return one.shape == "person" or single or (one.shape == "pronoun" and one.label in PERSONAL)


def is_subject(one: Draft, forest: Sequence[Tree]) -> bool:
    """Whether the mention is the subject of its clause."""
    return forest[one.sentence].words[one.word].deprel in SUBJECTS


def is_known(one: Draft) -> bool:
    """Whether it could be told who it is, or of which country."""
    return bool(one.participant.country or one.participant.name)


def identity(one: Draft) -> tuple[str, ...]:
    """What mentions of one actor share: the countries, else the name."""
    return one.participant.country or (one.participant.name or one.participant.text,)


def weight(draft: Draft, one: Draft, forest: Sequence[Tree]) -> float:
    """How much a mention speaks for being meant: by grammar, less the further back it is."""
    distance = draft.sentence - one.sentence
    faded = FADE[distance] if distance < len(FADE) else 0.0
    grammar = GRAMMAR.get(forest[one.sentence].words[one.word].deprel, 0.5)
    return faded * (grammar if one.shape != "adjective" else 0.4)


def by_state(draft: Draft, near: list[Draft], forest: Sequence[Tree]) -> dict[str, float]:
    """The weights of the states that the mentions are of."""
    found: dict[str, float] = {}
    for one in near:
        for code in one.participant.country:
            found[code] = found.get(code, 0.0) + weight(draft, one, forest)
    return found


def subject_of_speech(index: int, tree: Tree) -> bool:
    """Whether a word is the subject of a verb of speech."""
    governor = tree.governor(index)
    subject = tree.words[index].deprel in SUBJECTS
    return subject and governor is not None and governor.lemma in load().cues["speech"]


def definite(tree: Tree, draft: Draft) -> bool:
    """Whether "the", "this" or "that" begins the phrase."""
    return tree.words[tree.left_edge(draft.word)].text.casefold() in ("the", "this", "that")
