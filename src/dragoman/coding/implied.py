"""Recipients whom only the sentence before names: "Ghana shelled Togo. Benin condemned [the attack]."

The record says so in a step of its own, ``implied``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.frames import OWNERS, Scene, same_party, slot
from dragoman.coding.syntax import Tree
from dragoman.coding.votes import DONE, Deed
from dragoman.knowledge import lexicon
from dragoman.records import Step

POINTING = frozenset({"the", "this", "that", "these", "those"})
ALIKE = (frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"}), frozenset({"AGREE", "SUPPORT"}))
"""Types that go by the names of one another: "the siege" of those who attacked, a signed "agreement"."""
SAID_MORE = (*OWNERS, "acl", "acl:relcl", "nmod")
"""What tells whose deed a noun means, so that the sentence before need not."""


def completed(scene: Scene, deeds: Sequence[Deed], before: Sequence[Deed]) -> list[Deed]:
    """The deeds of a sentence, those without a recipient completed by the deeds ``before``."""
    return [_whole(scene, deed, before) for deed in deeds]


def _whole(scene: Scene, deed: Deed, before: Sequence[Deed]) -> Deed:
    if deed.recipient or not deed.actor or deed.row is None or not deed.row.recipient:
        return deed
    for noun in (word for name in (*deed.row.recipient, "obj") for word in slot(scene.tree, deed.head, name)):
        meant = _meant(scene.tree, noun, before)
        doers = {tuple(one for one in other.actor if not same_party(one, deed.actor)) for other in meant}
        if len(doers) == 1 and (recipient := doers.pop()):
            saw = f"'{scene.tree.words[noun].text}' is the {meant[0].event_type} of the sentence before"
            return replace(deed, recipient=recipient, steps=(*deed.steps, Step("implied", saw)))
    return deed


def _meant(tree: Tree, noun: int, before: Sequence[Deed]) -> list[Deed]:
    """The deeds told as done that a noun may point back to: any, or those of the types that it names."""
    word = tree.words[noun]
    determiners = {tree.words[d].lemma.lower() for d in tree.exactly(noun, "det")}
    if word.upos != "NOUN" or not determiners & POINTING or tree.below(noun, *SAID_MORE):
        return []
    lemma = word.lemma.lower()
    types = {row.event_type for row in lexicon.nouns().get(lemma, ())}
    types = types.union(*(group for group in ALIKE if types & group))
    anything = lemma in lexicon.phrases("pointing")
    done = [deed for deed in before if deed.actor and deed.verdict.value in DONE]
    return [deed for deed in done if anything or deed.event_type in types]
