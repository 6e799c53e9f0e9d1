"""The verdict carried outward through everything that governs the trigger."""

from __future__ import annotations

from dragoman.coding.factuality.governors import effect_of, governing
from dragoman.coding.factuality.nouns import noun_round
from dragoman.coding.factuality.verbs import condition_in, conditioned, verb_round
from dragoman.coding.factuality.verdict import Verdict, combine, settle
from dragoman.coding.factuality.words import (
    TOPICS,
    asks_if,
    case_of,
    effect_in,
    is_gerund,
    is_indefinite,
    is_infinitive,
    is_negated,
    is_sure,
)
from dragoman.coding.syntax import Tree

# Relations through which a governor's word decides about what it governs.
GOVERNED = frozenset({"xcomp", "ccomp", "obj", "nsubj", "obl", "nmod", "acl", "csubj", "conj", "compound"})
# Prepositions of what a clause brings with it: "may respond with strikes", "will speak at a rally".
BROUGHT = frozenset({"with", "by", "through", "into", "to", "at"})
EVERYWHERE = frozenset({"existence", "governor", "light", "modifier", "object"})


def outward(tree: Tree, trigger: int, verdict: Verdict, places: frozenset[str]) -> Verdict:
    """Carry the verdict up through the words that govern the trigger."""
    below = trigger
    for governor in tree.ancestors(trigger):
        if not _reaches(tree, below):
            break
        if tree.words[below].deprel == "conj":  # a coordinated word stands under what its leader stands under
            below = governor
            continue
        if condition_in(tree, governor) == tree.words[governor].text.lower():
            return settle(verdict, "conditional", f"'{tree.words[governor].text}'")
        effect = effect_of(tree, governor, below, places)
        apart = effect is None and below == trigger and _brought(tree, below)
        if effect is None and (apart or (below == trigger and _carried(tree, below))):
            effect = "same"
        if effect is None:
            return _ungoverned(tree, below, verdict)
        if effect == "known":
            return settle(verdict, "same", f"'{tree.words[governor].text}' takes it for granted")
        if effect == "unknown" and verdict.value == "possible":  # "the notion that it might"
            effect = "same"
        verdict = combine(verdict, effect, f"governed by '{tree.words[governor].text}'")
        verdict = _round(tree, governor, verdict, below, apart)
        if effect == "hoped" and (vain := _in_vain(tree, governor)) is not None:
            verdict = combine(verdict, "did_not_happen", f"'but' with '{tree.words[vain].text}'")
        below = governor
    return verdict


def _reaches(tree: Tree, below: int) -> bool:
    """Whether what governs a word may say something of it."""
    relation = tree.words[below].deprel
    if relation == "acl:relcl" or _told_how(tree, below):
        return False
    # "called on X to leave" and "accused X of leaving" are parsed as adverbial clauses
    clause = relation == "advcl" and (
        is_infinitive(tree, below) or is_gerund(tree, below) or asks_if(tree, below)
    )
    return clause or relation.partition(":")[0] in GOVERNED


def _told_how(tree: Tree, below: int) -> bool:
    """Whether a clause tells how or why something is: "wonders why it is losing" takes that for granted."""
    if tree.words[below].deprel != "ccomp" or is_infinitive(tree, below):
        return False
    first = min(tree.subtree(below))
    return any(tree.words[i].lemma.lower() in ("why", "how") for i in (first, max(first - 1, 0)))


def _round(tree: Tree, governor: int, verdict: Verdict, below: int, apart: bool) -> Verdict:
    """What stands with the governor itself: a verb's adverbs and auxiliaries, a noun's adjectives."""
    if tree.words[governor].upos in ("VERB", "AUX") or tree.exactly(governor, "cop"):
        return verb_round(tree, governor, verdict, below, apart)
    return noun_round(tree, governor, verdict)


def _in_vain(tree: Tree, governor: int) -> int | None:
    """The verb or adjective that says what became of an attempt: "tried to leave but [failed]"."""
    for other in tree.exactly(governor, "conj"):
        but = any(tree.words[c].lemma.lower() == "but" for c in tree.exactly(other, "cc"))
        lemma = tree.words[other].lemma.lower()
        if but and (
            is_negated(tree, other)
            or "did_not_happen" in (effect_in("governor", lemma), effect_in("modifier", lemma))
        ):
            return other
    return None


def _carried(tree: Tree, noun: int) -> bool:
    """Whether an unlisted verb carries the noun ("may revive talks") and does not presuppose it."""
    return tree.words[noun].deprel in ("obj", "nsubj:pass") and is_indefinite(tree, noun)


def _brought(tree: Tree, noun: int) -> bool:
    """Whether the noun is as real as its clause, though not denied with it: "a strike would not help"."""
    word = tree.words[noun]
    subject = word.deprel == "nsubj" and word.upos == "NOUN"
    brought = word.deprel == "obl" and case_of(tree, noun) in BROUGHT
    return (subject or brought) and is_indefinite(tree, noun)


def _ungoverned(tree: Tree, below: int, verdict: Verdict) -> Verdict:
    """What no row governs: an infinitive or a mere topic says nothing of whether it happened."""
    word = tree.words[below]
    if word.deprel == "ccomp" and verdict.value not in ("happened", "ongoing", "did_not_happen"):
        return conditioned(tree, word.head, verdict, below)  # "says, if X stays, he will leave"
    if word.deprel in ("xcomp", "acl", "advcl", "csubj") and is_infinitive(tree, below):
        perfect = any(tree.words[a].lemma.lower() == "have" for a in tree.exactly(below, "aux"))
        if perfect or is_sure(tree, below, False):  # "claims to have attacked", "was brought to recognise"
            return verdict
        return combine(verdict, "unknown", f"infinitive '{word.text}' under an unlisted word")
    if word.deprel in ("acl", "advcl", "xcomp") and is_gerund(tree, below):
        topic = [m for m in tree.exactly(below, "mark") if tree.words[m].lemma.lower() in TOPICS]
        return (
            combine(verdict, "unknown", f"topic '{tree.words[topic[0]].text} {word.text}'")
            if topic
            else verdict
        )
    if word.deprel in ("nmod", "obl") and case_of(tree, below) in TOPICS and _topical(tree, below):
        return combine(verdict, "unknown", f"topic '{case_of(tree, below)} {word.text}'")
    if word.deprel == "compound" and tree.words[word.head].upos == "PROPN":
        return combine(verdict, "unknown", f"'{word.text}' in a name")
    return verdict


def _topical(tree: Tree, noun: int) -> bool:
    """Whether a noun names what may come, not what is: "on sanctions", "over the lifting of sanctions"."""
    if tree.words[noun].text.endswith("ing") and tree.oblique(noun, "of"):
        return True
    return not tree.exactly(noun, "det", "nmod:poss")


def told_of(tree: Tree, noun: int, verdict: Verdict) -> Verdict:
    """What a relative clause tells of the noun's event: "the talks, which were put off"."""
    for clause in tree.exactly(noun, "acl:relcl"):
        for subject in tree.exactly(clause, "nsubj", "nsubj:pass"):
            if tree.words[subject].lemma.lower() not in ("that", "which"):
                continue
            if effect := governing(tree, clause, subject, EVERYWHERE):
                told = combine(verdict, effect, f"'{tree.words[clause].text}' is told of it")
                return verb_round(tree, clause, told, subject)
    return verdict
