"""Second demands of one verb tied to that verb: "called on A to stay and [on B to leave]".

No treebank that the reader learned from has more than a handful of such sentences, and it hangs "on B" on the
nearest word. Every function takes the words of one sentence and returns as many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.records import Word

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_ASKED = frozenset({"obj", "iobj", "obl"})


def regrouped(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same words; whoever is asked second is a conjunct of whom is asked first, and so are the tasks."""
    for second in range(2, len(words) - 2):
        asked, task = _asked_before(words, second), _task(words, second)
        if asked is not None and task is not None:
            heads = {second: asked[0], task: asked[1]}
            words = tuple(
                replace(word, head=heads[place], deprel="conj") if place in heads else word
                for place, word in enumerate(words)
            )
    return words


def _task(words: Sequence[Word], second: int) -> int | None:
    """The infinitive that begins right after a nominal ("B [to leave]"), where it does not hang on it yet."""
    mark = words[second + 1]
    begins = mark.text.lower() == "to" and mark.deprel == "mark" and mark.head > second
    return mark.head if begins and words[mark.head].head < second else None


def _asked_before(words: Sequence[Word], second: int) -> tuple[int, int] | None:
    """Who was asked first by the verb that asks ``second`` too, and his task.

    Both are asked in the same form: with the same preposition, or without one, when both must be names, as
    "to bake the bread and rolls to sell" asks no rolls.
    """
    case = _case(words, second)
    named = words[second].upos == "PROPN"
    if words[second].deprel != "conj" or words[second].upos not in _NOMINAL or not (case or named):
        return None
    above = words[second].head
    while above >= 0:
        asking = words[above].head
        if _is_infinitive(words, above) and asking >= 0 and words[asking].upos == "VERB":
            asked = [
                place
                for place in range(asking + 1, above)
                if words[place].head == asking
                and words[place].deprel in _ASKED
                and _case(words, place) == case
                and (case or words[place].upos == "PROPN")
            ]
            if asked:
                return asked[-1], above
        above = asking
    return None


def _is_infinitive(words: Sequence[Word], verb: int) -> bool:
    return any(word.head == verb and word.text.lower() == "to" for word in words[:verb])


def _case(words: Sequence[Word], nominal: int) -> str:
    """The preposition of a nominal, "" without one."""
    found = [word.text.lower() for word in words[:nominal] if word.head == nominal and word.deprel == "case"]
    return found[-1] if found else ""
