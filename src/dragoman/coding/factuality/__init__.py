"""Whether the text presents an event as having happened.

The verdict starts as "happened" and every word that says otherwise changes it, from the inside outward:

1. the trigger itself. Of a verb: tense and aspect ("is leaving", "is to leave", "had X left, …"), "not" and
   "no", adverbs, auxiliaries, its conjunction ("if", "whether"), and a condition beside it. Of a noun:
   determiner and adjectives, what a relative clause tells of it ("the talks, which were put off"), and its
   preposition ("amid", "in the event of");
2. what governs it, and what governs that, each followed by the same round of its own: "might refuse to meet"
   is a meeting that did not happen, made merely possible;
3. a question around all of it;
4. the reader: what no word has marked happened only where the reader's score is high enough (`SURE`).

Which words do what stands in ``knowledge/languages/en/factuality.csv``; how verdicts combine stands in
`combine`. A condition and an open question are settled: no word further out undoes them.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding.factuality.nouns import noun_round, placed
from dragoman.coding.factuality.outward import EVERYWHERE, outward, told_of
from dragoman.coding.factuality.verbs import verb_round
from dragoman.coding.factuality.verdict import Verdict, certainty, combine
from dragoman.coding.factuality.words import TOPICS, is_indefinite, is_indicative, is_sure
from dragoman.coding.syntax import Tree
from dragoman.records import Step

__all__ = [
    "TOPICS",
    "Verdict",
    "certainty",
    "combine",
    "is_indefinite",
    "is_indicative",
    "judge",
    "judge_state",
]

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "why", "how", "when", "where"})


def judge(tree: Tree, trigger: int) -> Verdict:
    """How far the sentence presents the trigger's event as fact."""
    verdict = outward(tree, trigger, _alone(tree, trigger), EVERYWHERE)
    if _asked_whether(tree, trigger, verdict):
        return combine(verdict, "unknown", "a question")
    open_still = verdict.value == "happened" and not (verdict.settled or _main(tree, trigger))
    if open_still and not is_sure(tree, trigger, True):
        return combine(verdict, "unknown", f"the reader's score for '{tree.words[trigger].text}' is low")
    if not verdict.steps:
        return replace(verdict, steps=(Step("factuality:happened", "asserted, and no word takes it back"),))
    return verdict


def judge_state(tree: Tree, trigger: int) -> Verdict:
    """Whether a state named by a noun or adjective is asserted: "there is no problem", "is not an ally".

    What governs the noun otherwise is beside the point: who avoids offending an ally has an ally.
    """
    places = EVERYWHERE if tree.words[trigger].upos == "VERB" else frozenset({"existence"})
    return outward(tree, trigger, _alone(tree, trigger), places)


def _main(tree: Tree, verb: int) -> bool:
    """Whether a finite verb heads the sentence, alone or beside another."""
    word = tree.words[verb]
    if word.deprel == "conj" and word.upos == "VERB":
        return _main(tree, word.head)
    subjects = tree.exactly(verb, "nsubj", "nsubj:pass")
    return word.upos == "VERB" and word.deprel in ("root", "parataxis") and bool(subjects)


def _asked_whether(tree: Tree, trigger: int, verdict: Verdict) -> bool:
    """Whether somebody asks if it is so: "who attacked?" takes it for granted, "who will?" does not."""
    asked = next((i for i in (trigger, *tree.ancestors(trigger)) if _has_question_mark(tree, i)), None)
    if asked is None:
        return False
    about = any(tree.words[i].lemma.lower() in WH_WORDS for i in tree.subtree(asked))
    return not (about and verdict.value in ("happened", "ongoing", "did_not_happen"))


def _has_question_mark(tree: Tree, index: int) -> bool:
    return any(tree.words[c].text.startswith("?") for c in tree.exactly(index, "punct"))


def _alone(tree: Tree, trigger: int) -> Verdict:
    if tree.words[trigger].upos in ("VERB", "AUX"):
        return verb_round(tree, trigger, Verdict("happened"))
    verdict = noun_round(tree, trigger, Verdict("happened"))
    if tree.exactly(trigger, "cop", "aux", "mark"):
        verdict = verb_round(tree, trigger, verdict)
    return placed(tree, trigger, told_of(tree, trigger, verdict))
