"""The two who are meant: pairs of states or persons that a passage speaks of ("both sides", "they")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dragoman.resolve.phrases import Draft, Tree
from dragoman.resolve.weighing import SUBJECTS

LEADS = 2
"""How many times as often as any third state two must be named for the article to be about them."""


def two_persons(draft: Draft, done: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
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


def counterparts(draft: Draft, here: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
    """ "Ada met Ben … their talks": two parties of one verb, of two states, where nobody else is meant."""
    tree = forest[draft.sentence]
    core = [one for one in here if tree.words[one.word].deprel in ("nsubj", "obj", "iobj", "obl")]
    single = [one for one in core if len(one.participant.country) == 1 and not one.plural]
    verbs = {tree.words[one.word].head for one in single}
    codes = tuple(dict.fromkeys(one.participant.country[0] for one in single))
    return codes if len(verbs) == 1 and len(codes) == 2 else None


def pair_meant(draft: Draft, done: list[Draft], forest: Sequence[Tree], sure: bool) -> tuple[str, ...] | None:
    """The pair spoken of before, without whoever does something to it; the article's own pair where one of
    its members speaks of it, or no other is near."""
    tree = forest[draft.sentence]
    outside = _subjects_above(draft, done, tree, draft.word)
    own = leading(done, outside)
    clause = tree.clause(draft.word)
    tellers = _subjects_above(draft, done, tree, clause) if tree.words[clause].deprel == "ccomp" else set()
    if own and tellers & set(own):
        return own
    known = [one for one in done if not set(one.participant.country) & outside]
    near = _pair_before(draft, known, forest, 2 if sure else 4)
    return near or own or two_persons(draft, known, forest)


def _subjects_above(draft: Draft, done: list[Draft], tree: Tree, index: int) -> set[str]:
    """The countries of the subjects of the verb that a word, no subject itself, hangs on."""
    if tree.words[index].deprel in SUBJECTS:
        return set()
    verb = tree.words[index].head
    subjects = {word for kid in tree.kids_by(verb, *SUBJECTS) for word in tree.under(kid)}
    here = [one for one in done if one.sentence == draft.sentence and one.word in subjects]
    return {code for one in here for code in one.participant.country}


def leading(done: list[Draft], outside: set[str]) -> tuple[str, ...] | None:
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
        pair = whole or coordinated(there, forest) or _only_two(there) or _only_two(_in_main(there, forest))
        if pair:
            return pair
    if reach < 4:
        return None
    recent = list(
        dict.fromkeys(c for one in reversed(done) if one.shape != "place" for c in one.participant.country)
    )
    return (recent[1], recent[0]) if len(recent) == 2 else None


def coordinated(there: list[Draft], forest: Sequence[Tree]) -> tuple[str, ...] | None:
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


def _in_main(there: list[Draft], forest: Sequence[Tree]) -> list[Draft]:
    """Those whom no relative clause brings up: "[Chad], which had backed Mali, has turned to [Niger]"."""
    found = []
    for one in there:
        words = forest[one.sentence].words
        up = (one.word, *forest[one.sentence].above(one.word))
        if not any(words[index].deprel == "acl:relcl" for index in up):
            found.append(one)
    return found


def _only_two(there: list[Draft]) -> tuple[str, ...] | None:
    codes = tuple(
        dict.fromkeys(code for one in there if one.shape != "place" for code in one.participant.country)
    )
    return codes if len(codes) == 2 else None
