"""Noun phrases over the reader's trees, and the drafts of participants that the actor stages exchange.

A :class:`Draft` is a participant with its place in the tree and what coreference needs to know of it. Drafts
are frozen like records: a stage returns new ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dragoman.records import Mention, Participant, Reading, Sentence, Word

Shape = Literal[
    "state", "adjective", "body", "person", "role", "epithet", "pronoun", "unnamed", "place", "site"
]
BEFORE = (
    "det",
    "amod",
    "compound",
    "nmod:poss",
    "nummod",
    "det:predet",
    "nmod:unmarked",
    "nmod:desc",
    "flat",
    "nmod",
)
CLAUSES = ("acl", "acl:relcl", "advcl", "ccomp", "xcomp", "csubj", "parataxis", "root")
POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "your"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A participant in the making.

    ``sentence`` and ``word`` are indices into the reading; ``label`` is what later mentions may repeat (a
    name, or a role's words); ``offices`` are those its title may mean, ``past`` those that were over;
    ``plural`` tells "troops" from "general"; ``bodies`` are the organisations it speaks or works for;
    ``acts`` is False for what only tells of others whose they are, and takes no part itself; ``local`` is
    somebody of a town or province, whose office is not the state's ("Ontario's premier").
    """

    sentence: int
    word: int
    shape: Shape
    participant: Participant
    label: str = ""
    offices: frozenset[str] = frozenset()
    plural: bool = False
    bodies: tuple[str, ...] = ()
    acts: bool = True
    past: frozenset[str] = frozenset()
    local: bool = False

    def told(self, **changes: object) -> Draft:
        """The same draft with some of its participant's fields replaced."""
        return replace(self, participant=replace(self.participant, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Tree:
    """One sentence with its dependents looked up, and the reader's mentions that touch it."""

    index: int
    sentence: Sentence
    mentions: tuple[Mention, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """The sentence's words."""
        return self.sentence.words

    @cached_property
    def kids(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of the words it governs, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for index, word in enumerate(self.words):
            if word.head >= 0:
                found[word.head].append(index)
        return tuple(tuple(kids) for kids in found)

    def kids_by(self, index: int, *relations: str) -> Iterator[int]:
        """The dependents of a word under one of ``relations``."""
        return (kid for kid in self.kids[index] if self.words[kid].deprel in relations)

    def under(self, index: int) -> frozenset[int]:
        """The word and everything below it."""
        found, todo = {index}, [index]
        while todo:
            fresh = [kid for kid in self.kids[todo.pop()] if kid not in found]
            found.update(fresh)
            todo.extend(fresh)
        return frozenset(found)

    def above(self, index: int) -> Iterator[int]:
        """The governors of a word, nearest first; stops where a faulty tree would loop."""
        seen = {index}
        while (index := self.words[index].head) >= 0 and index not in seen:
            seen.add(index)
            yield index

    def touching(self, start: int, end: int) -> list[int]:
        """The words that share a code point with the stretch."""
        return [i for i, word in enumerate(self.words) if word.start < end and start < word.end]

    def top(self, first: int, last: int) -> int:
        """The word between ``first`` and ``last`` (inclusive) whose governor lies outside: the span's
        head."""
        inside = range(first, last + 1)
        heads = [index for index in inside if self.words[index].head not in inside]
        nominal = [index for index in heads if self.words[index].upos in ("NOUN", "PROPN", "PRON", "ADJ")]
        return (nominal or heads or [last])[0]

    def case_of(self, index: int) -> str:
        """The preposition of a noun phrase in lower case, '' when it has none ('s is none)."""
        for kid in self.kids_by(index, "case"):
            if kid < index:
                return self.words[kid].lemma.casefold()
        return ""

    def owns(self, index: int) -> bool:
        """Whether "'s" follows, whatever a faulty tree calls the word ("the prime [minister]'s schedule")."""
        return index + 1 < len(self.words) and self.words[index + 1].text in ("'s", "’s", "'", "’")

    def governor(self, index: int) -> Word | None:
        """The word that governs ``index``, None for the root."""
        head = self.words[index].head
        return self.words[head] if head >= 0 else None

    def left_edge(self, index: int) -> int:
        """The first word of the noun phrase whose head is ``index``, modifiers included."""
        mine = {index}
        for kid in self.kids_by(index, *BEFORE):
            if kid < index and not self._prepositional(kid):
                mine |= self.under(kid)
        edge = index
        while edge > 0 and (edge - 1 in mine or self._hyphen(edge - 1, mine)):
            edge -= 1
        # a determiner just before belongs to the phrase even where a faulty tree hangs it elsewhere
        before = self.words[edge - 1] if edge > 0 else None
        determined = before is not None and (before.upos == "DET" or before.text.casefold() in POSSESSIVE)
        return edge - 1 if determined else edge

    def right_edge(self, index: int) -> int:
        """The last word of the phrase: names in parts, and "of …" which completes titles and ministries."""
        edge = index
        for kid in self.kids[index]:
            if kid != edge + 1 and not self._tight(kid, edge):
                continue
            if kid > index and (self.words[kid].deprel in ("flat", "compound", "fixed") or self._of(kid)):
                edge = max(edge, self._unclaused(kid))
        return edge

    def clause(self, index: int) -> int:
        """The predicate of the clause that a word stands in."""
        if self.words[index].upos in ("VERB", "AUX") or self.words[index].deprel in CLAUSES:
            return index
        for head in self.above(index):
            if self.words[head].upos == "VERB" or self.words[head].deprel in (*CLAUSES, "conj"):
                return head
        return index

    def _prepositional(self, kid: int) -> bool:
        return self.words[kid].deprel == "nmod" and self.case_of(kid) != ""

    def _hyphen(self, index: int, mine: set[int]) -> bool:
        return index > 0 and self.words[index].text in "-–" and index - 1 in mine

    def _of(self, kid: int) -> bool:
        return self.words[kid].deprel == "nmod" and self.case_of(kid) == "of"

    def _tight(self, kid: int, edge: int) -> bool:
        return self._of(kid) and self.left_edge(kid) - 2 <= edge + 1

    def _unclaused(self, kid: int) -> int:
        """The right end of a part of a name: its own right edge, and what is coordinated with it."""
        ends = [self.right_edge(kid)]
        ends += [self.right_edge(other) for other in self.kids_by(kid, "conj")]
        return max(ends)


def trees(reading: Reading) -> tuple[Tree, ...]:
    """One :class:`Tree` for each sentence."""
    return tuple(
        Tree(index, sentence, tuple(mentions))
        for index, (sentence, mentions) in enumerate(zip(reading.sentences, _spread(reading), strict=True))
    )


def _spread(reading: Reading) -> list[list[Mention]]:
    """For each sentence the mentions that touch it, in the reader's order."""
    starts = [sentence.start for sentence in reading.sentences]
    found: list[list[Mention]] = [[] for _ in starts]
    for mention in reading.mentions:
        index = max(bisect_right(starts, mention.start) - 1, 0)
        while index < len(starts) and starts[index] < mention.end:
            found[index].append(mention)
            index += 1
    return found
