"""What the word that governs an event does to it, by its row."""

from __future__ import annotations

from dragoman.coding.factuality.words import (
    TOPICS,
    case_of,
    effect_in,
    is_gerund,
    is_indefinite,
    is_indicative,
    is_infinitive,
    is_negated,
    is_past,
    noun_before,
)
from dragoman.coding.syntax import Tree

# Prepositions through which a noun governs another; "the refusal after the talks" says nothing of the talks.
LINKS = TOPICS | {"", "of", "for", "to", "into", "towards", "toward", "against"}
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only"})


def effect_of(tree: Tree, governor: int, below: int, places: frozenset[str]) -> str | None:
    """What the governor does to what it governs: its row, that of the noun before an infinitive, purpose."""
    word = tree.words[below]
    infinitive = is_infinitive(tree, below)
    effect = governing(tree, governor, below, places)
    if (
        effect in (None, "same", "known")
        and word.deprel in ("advcl", "xcomp", "ccomp")
        and "governor" in places
    ):
        effect = _through_noun(tree, governor, below) or effect
    if effect is None and word.deprel == "acl" and is_gerund(tree, below):
        effect = _through_object(tree, governor, below)
    if effect is None and infinitive and _nth(tree, governor, below):
        return "same"
    if effect is None and infinitive and word.deprel == "advcl" and tree.words[governor].upos != "ADJ":
        return "planned"
    return effect


def _through_noun(tree: Tree, governor: int, below: int) -> str | None:
    """What a noun says of its clause that the parser hung on the verb: "made an [effort] to join".

    What stands before the verb has no clause behind it: "in a call, X said that …".
    """
    before = noun_before(tree, below)
    nouns = [o for o in tree.exactly(governor, "obj", "obl") if governor < o < below]
    nouns += [] if before is None else [before]
    marks = [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    for noun in reversed([n for n in nouns if tree.words[n].upos == "NOUN"]):
        lemma = tree.words[noun].lemma.lower()
        if marks and (effect := effect_in("governor", *(f"{lemma} {m}" for m in marks), lemma)):
            return _narrowed(tree, noun, below, effect)
    return None


def _through_object(tree: Tree, noun: int, below: int) -> str | None:
    """What a verb says of its clause that the parser hung on its object: "accused the guard [of ramming]"."""
    verb = tree.words[noun].head
    if verb < 0 or tree.words[noun].deprel not in ("obj", "nsubj:pass"):
        return None
    lemma = tree.words[verb].lemma.lower()
    marks = [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    effect = effect_in("governor", *(f"{lemma} {mark}" for mark in marks))
    return _narrowed(tree, verb, below, effect) if effect else None


def _nth(tree: Tree, governor: int, below: int) -> bool:
    """Whether the infinitive tells what the first, the last … did: "the first president to visit Cuba"."""
    nouns = (governor, *tree.exactly(governor, "obj", "xcomp", "nsubj"))
    return any(tree.words[a].lemma.lower() in ORDINALS for n in nouns if n < below for a in tree.children[n])


def governing(tree: Tree, governor: int, below: int, places: frozenset[str]) -> str | None:
    """What the governor's row says: by lemma with preposition, particle or object, else by lemma alone."""
    asked = [place for place in _asked(tree, governor, below) if place in places]
    for key in _names(tree, governor, below):
        if effect := next((found for place in asked if (found := effect_in(place, key))), None):
            return _narrowed(tree, governor, below, effect)
    return None


def _narrowed(tree: Tree, governor: int, below: int, effect: str) -> str | None:
    """What an effect comes to here: some rows say something of some forms only."""
    word = tree.words[below]
    noun = word.upos not in ("VERB", "AUX")
    match effect:
        case "topic" | "alleged" if noun and not is_indefinite(tree, below):
            return None  # "discussed the arrest", "accused of the bombings" take them for granted
        case "topic":
            return "unknown"
        case "alleged":
            return "possible"
        case "demanded" if noun and word.deprel == "xcomp":
            return None  # "called it a threat" asks for none
        case "demanded" if word.deprel == "ccomp" and is_indicative(tree, below):
            return None  # "insisted that nobody has attacked" asks for nothing
        case "hoped" if word.deprel == "xcomp" and not is_negated(tree, governor):
            return effect_in("performative", word.lemma.lower()) or effect  # "would like to thank"
        case "refused":
            return effect_in("spoken", word.lemma.lower()) or "did_not_happen"
        case "ability":  # who was able to did
            return "same" if is_past(tree, governor) else "possible"
        case "possible" if word.deprel == "xcomp" and word.upos in ("NOUN", "ADJ"):
            return None  # "is considered the best hope to …" says nothing of the hope
        case "planned" if word.deprel == "ccomp" and not is_infinitive(tree, below) and is_past(tree, below):
            return None  # "announced that X attacked"
        case _:
            return effect


def _names(tree: Tree, governor: int, below: int) -> tuple[str, ...]:
    """The keys under which the table may hold the governor, the narrowest first."""
    word = tree.words[governor]
    lemma, case = word.lemma.lower(), case_of(tree, below)
    beside = [tree.words[p].lemma.lower() for p in tree.below(governor, "compound", "advmod")]
    if word.upos in ("VERB", "AUX"):
        others = (o for o in tree.exactly(governor, "obj", "obl:unmarked") if o != below)
        beside += [tree.words[o].lemma.lower() for o in others]
    if tree.words[below].deprel.startswith("obl"):  # "despite the talks" says nothing of the talks
        return tuple(f"{name} {case}" for name in (*(f"{lemma} {b}" for b in beside), lemma) if case)
    marks = [tree.words[m].lemma.lower() for m in tree.exactly(below, "mark")]
    if is_infinitive(tree, below):
        yet = ["yet" for a in tree.exactly(below, "advmod") if tree.words[a].lemma.lower() == "yet"]
        marks = [*yet, *marks, "to", *_deadline(tree, governor)]
    names = [f"{lemma} {e}" for e in (case, *beside, *marks) if e]
    names += [f"{p} {lemma}" for p in (case_of(tree, governor),) if p]
    linked = tree.words[below].deprel != "nmod" or case in LINKS
    return (*names, lemma) if linked else tuple(names)


def _deadline(tree: Tree, governor: int) -> list[str]:
    """ "Until" where a day is set: "gave them until Monday to leave"."""
    return ["until" for o in tree.exactly(governor, "obl") if case_of(tree, o) == "until"]


def _asked(tree: Tree, governor: int, below: int) -> tuple[str, ...]:
    """Which places of the table can hold the governor, given how it governs."""
    match tree.words[below].deprel:
        case "nsubj":
            upos = tree.words[governor].upos
            predicates = {"ADJ": ("existence", "governor", "modifier"), "NOUN": ("existence", "governor")}
            return predicates.get(upos, ("existence",))
        case "nsubj:pass":
            return ("existence", "governor", "light")
        case "obj":
            return ("object", "governor", "light")
        case _:
            return ("governor",)
