"""Second demands of one verb tied to that verb: "called on A to stay and [on B to leave]".

No treebank that the reader learned from has more than a handful of such sentences, and it hangs "on B" on the
nearest word. Every function takes the words of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.records import Word

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_ARGUMENTS = frozenset({"obj", "iobj", "obl"})
_ALIKE = {"upon": "on"}


def regrouped(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same words; who stands second is a conjunct of who stands first, and so are their infinitives."""
    for mark in range(3, len(words)):
        if words[mark].deprel != "mark" or words[mark].text.lower() != "to":
            continue
        second, task = _second(words, mark), words[mark].head
        first = None if second is None else _first(words, second)
        if second is None or first is None or task in (first[1], *_above(words, first[1])):
            continue
        heads = dict(zip((second, task), first, strict=True))
        words = tuple(
            replace(word, head=heads[place], deprel="conj") if place in heads else word
            for place, word in enumerate(words)
        )
    return words


def _above(words: Sequence[Word], place: int) -> Iterator[int]:
    while (place := words[place].head) >= 0:
        yield place


def _second(words: Sequence[Word], mark: int) -> int | None:
    """The nominal whose phrase ends before a "to" and that hangs on another as its conjunct."""
    place = mark - 1
    while words[place].deprel != "conj" and 0 <= words[place].head < mark:
        place = words[place].head
    found = words[place].deprel == "conj" and words[place].upos in _NOMINAL and words[place].head < place
    return place if found else None


def _first(words: Sequence[Word], second: int) -> tuple[int, int] | None:
    """Who stands first under a verb above, in the same form as ``second``, and his infinitive.

    Both have the same preposition, or none. Then both must be names, and the second not be joined to a name:
    "to bake the bread and rolls to sell" asks no rolls, "to meet France and Germany to talk" no Germany.
    """
    case, joined = _case(words, second), words[words[second].head].upos
    if not case and (words[second].upos != "PROPN" or joined == "PROPN"):
        return None
    for task in _above(words, second):
        verb = words[task].head
        if task > second or verb < 0 or words[verb].upos != "VERB" or not _is_infinitive(words, task):
            continue
        for place in range(task - 1, verb, -1):
            argument = words[place].head == verb and words[place].deprel in _ARGUMENTS
            if argument and _case(words, place) == case and (case or words[place].upos == "PROPN"):
                return place, task
    return None


def _is_infinitive(words: Sequence[Word], verb: int) -> bool:
    return any(w.head == verb and w.deprel == "mark" and w.text.lower() == "to" for w in words[:verb])


def _case(words: Sequence[Word], nominal: int) -> str:
    """The preposition of a nominal, "" without one."""
    found = [word.text.lower() for word in words[:nominal] if word.head == nominal and word.deprel == "case"]
    return _ALIKE.get(found[-1], found[-1]) if found else ""
