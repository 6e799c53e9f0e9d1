"""What the rows and the form of single words say, and how they stand to each other."""

from __future__ import annotations

from dragoman.coding.syntax import NEGATORS, Tree
from dragoman.knowledge import lexicon

SURE = 1.9
"""The reader's score (-3 to 3) from which what no word has marked counts as having happened.

Of the events of UW dev that no word marks, three in ten are facts below it, and nine in ten above. The verb
of a main clause needs no score: the reader takes a headline's "attack" for an infinitive.
"""
TOPICS = frozenset({"on", "about", "regarding", "over"})
INDEFINITE = frozenset({"a", "an", "some", "any", "no", "new", "such", "another", "further", "more"})
PAST = frozenset({"had", "was", "were", "did"})
TELLING = PAST | {"has", "have", "is", "are", "will", "would", "can", "could", "may", "might"}
ASKING = frozenset(
    {"ask", "wonder", "question", "see", "know", "doubt", "decide", "determine", "say", "tell"}
)
AFTER_PREPOSITIONS = frozenset({"of", "for", "from", "in", "on", "against", "with", "to", "about", "at"})


def effect_in(place: str, *lemmas: str) -> str | None:
    """The effect of the first of the lemmas that has a row at a place of ``factuality.csv``."""
    rows = lexicon.factuality()
    return next((rows[place, lemma].effect for lemma in lemmas if (place, lemma) in rows), None)


def with_neighbour(tree: Tree, links: list[int]) -> list[str]:
    """A preposition or conjunction with the word before it or its other half: "ahead of", "in case"."""
    found = []
    for link in links:
        word = tree.words[link].text.lower()
        found += [f"{word} {tree.words[f].text.lower()}" for f in tree.exactly(link, "fixed")]
        found += [f"{tree.words[link - 1].text.lower()} {word}"] if link else []
    return found


def case_of(tree: Tree, noun: int) -> str:
    """The preposition of a noun; what stands after the noun belongs to something else."""
    found = [
        c for c in tree.exactly(noun, "case") if c < noun and "'" not in tree.words[c].text.replace("’", "'")
    ]
    parts = [tree.words[p] for c in found for p in (c, *tree.exactly(c, "fixed"))]
    return " ".join(word.lemma.lower() for word in parts)


def noun_before(tree: Tree, index: int) -> int | None:
    """The noun right before the word's preposition, where the parser hung the word on another one."""
    links = tree.exactly(index, "case", "mark")
    if not links or not links[0] or links[0] > index:
        return None
    before = links[0] - 1
    return before if tree.words[before].upos == "NOUN" and tree.words[index].head != before else None


def has_or(tree: Tree, index: int) -> bool:
    """Whether a coordinated word hangs on "or" or "nor"."""
    return any(tree.words[c].lemma.lower() in ("or", "nor") for c in tree.exactly(index, "cc"))


def is_infinitive(tree: Tree, verb: int) -> bool:
    """Whether "to" stands with the verb, or right before it if the parser hung it elsewhere."""
    before = tree.words[verb - 1] if verb else None
    astray = before is not None and before.upos == "PART" and before.lemma.lower() == "to"
    return tree.infinitive(verb) or (astray and tree.words[verb].upos == "VERB")


def is_gerund(tree: Tree, verb: int) -> bool:
    """Whether the verb hangs on a preposition: "of shelling", "in joining", "against attacking"."""
    marks = {tree.words[m].lemma.lower() for m in tree.exactly(verb, "mark", "case")}
    return tree.words[verb].text.lower().endswith("ing") and bool(marks & AFTER_PREPOSITIONS)


def is_past(tree: Tree, verb: int, participle: bool = False) -> bool:
    """Whether a verb stands in the past, as far as its form tells; ``participle``: so does "saying"."""
    word = tree.words[verb]
    helpers = {tree.words[a].text.lower() for a in tree.exactly(verb, "aux", "aux:pass", "cop")}
    if helpers:
        return bool(helpers & PAST)
    text = word.text.lower()
    if text.endswith("ing"):
        return participle
    return text != word.lemma.lower() and not text.endswith("s")


def is_negated(tree: Tree, index: int) -> bool:
    """Whether "not" or the like stands with the word itself."""
    return any(tree.words[a].lemma.lower() in NEGATORS for a in tree.exactly(index, "advmod"))


def is_indicative(tree: Tree, verb: int) -> bool:
    """Whether a clause tells what is, and asks for nothing: "that it has left", but "that it leave"."""
    helpers = {tree.words[a].text.lower() for a in tree.exactly(verb, "aux", "aux:pass", "cop")}
    if helpers:
        return bool(helpers & TELLING)
    return is_past(tree, verb)


def asks_if(tree: Tree, verb: int) -> bool:
    """ "Asked if X attacked"."""
    word = tree.words[verb]
    return word.deprel == "ccomp" or (
        word.deprel == "advcl" and word.head < verb and tree.words[word.head].lemma.lower() in ASKING
    )


def is_indefinite(tree: Tree, noun: int) -> bool:
    """Whether a noun phrase takes nothing for granted: "a strike", "some talks", "strikes"."""
    determiners = {tree.words[d].lemma.lower() for d in tree.exactly(noun, "det")}
    return not tree.exactly(noun, "nmod:poss") and determiners <= INDEFINITE


def is_sure(tree: Tree, trigger: int, without: bool) -> bool:
    """Whether the reader scores the word as a fact; ``without`` where it gives no score at all."""
    scores = [word.certainty for word in tree.words]
    if all(score is None for score in scores):  # an engine that never gives one
        return without
    own = scores[trigger]
    return own is not None and own >= SURE
