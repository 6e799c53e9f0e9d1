"""A sentence's tree, and where in it the arguments of a verb or noun stand.

Rows of the lexicon describe the plain active clause only. What grammar does to it (passives, relative
clauses, control and raising, shared subjects) is undone here, once, for every row.
Relations are those of Universal Dependencies v2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dragoman.knowledge import lexicon
from dragoman.records import Marked, Sentence, Span, Word, covered

CLAUSAL = frozenset({"acl", "advcl", "ccomp", "csubj", "parataxis", "acl:relcl", "advcl:relcl"})
"""Relations that open a clause of their own."""

NEGATORS = frozenset({"not", "never", "no", "n't", "neither", "nor", "hardly", "scarcely"})
SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
RELATIVE_PRONOUNS = frozenset({"that", "which", "who", "whom"})
# Verbs whose infinitive is done by whoever stands in this oblique ("called on Kyiv to help").
OBLIQUE_CONTROL = {"call": ("on", "upon"), "appeal": ("to",), "plead": ("with",), "prevail": ("on", "upon")}
# Verbs whose gerund is done by their object ("accused Kyiv of shelling", "kept Kyiv from joining").
GERUND_PREPOSITIONS = frozenset({"of", "for", "from"})
# Verbs whose infinitive is done by the subject although they take an object ("promised Kyiv to help").
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten"})


@dataclass(frozen=True)
class Tree:
    """One sentence with quick ways up and down its tree. Words are named by their index in the sentence."""

    sentence: Sentence

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the sentence in order."""
        return self.sentence.words

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the words that it governs, in text order."""
        below: list[list[int]] = [[] for _ in self.words]
        for index, word in enumerate(self.words):
            if word.head >= 0:
                below[word.head].append(index)
        return tuple(tuple(group) for group in below)

    @cached_property
    def _related(self) -> tuple[tuple[tuple[int, str, str], ...], ...]:
        """The children of each word with their relations, whole and without subtypes: rows ask this a lot."""
        relations = [word.deprel for word in self.words]
        return tuple(
            tuple((child, relations[child], relations[child].partition(":")[0]) for child in group)
            for group in self.children
        )

    @cached_property
    def heading(self) -> int:
        """How many words the sentence's heading has, which names a topic: "Iraq war: Three soldiers were
        killed".

        A heading has no verb and ends in a colon; what follows has one. 0 where there is none.
        """
        colon = next((n for n, word in enumerate(self.words) if word.text == ":"), 0)
        verbs = [n for n, word in enumerate(self.words) if word.upos in ("VERB", "AUX")]
        return colon if verbs and verbs[0] > colon else 0

    def below(self, index: int, *relations: str) -> list[int]:
        """The children of a word with one of the relations; ``nmod`` also finds ``nmod:poss``."""
        found = self._related[index]
        return [child for child, whole, base in found if whole in relations or base in relations]

    def exactly(self, index: int, *relations: str) -> list[int]:
        """The children of a word with exactly one of the relations, subtypes counted."""
        return [child for child, whole, _ in self._related[index] if whole in relations]

    def subtree(self, index: int, stop: frozenset[str] = frozenset()) -> list[int]:
        """The word and all below it in text order, not entering relations in ``stop``."""
        found = [index]
        queue = [index]
        while queue:
            for child in self.children[queue.pop()]:
                if self.words[child].deprel not in stop:
                    found.append(child)
                    queue.append(child)
        return sorted(found)

    def phrase(self, index: int) -> list[int]:
        """The word and its modifiers; a clause counts only where it stands before the word, as they do."""
        found = [index]
        queue = [index]
        while queue:
            head = queue.pop()
            for child in self.children[head]:
                if self.words[child].deprel not in CLAUSAL or child < head:
                    found.append(child)
                    queue.append(child)
        return sorted(found)

    def span(self, indices: Iterable[int]) -> Span:
        """From the first to the last of the words, punctuation at both ends left out."""
        kept = sorted(indices)
        while len(kept) > 1 and self.words[kept[0]].upos == "PUNCT":
            kept.pop(0)
        while len(kept) > 1 and self.words[kept[-1]].upos == "PUNCT":
            kept.pop()
        return Span(self.words[kept[0]].start, self.words[kept[-1]].end)

    def ancestors(self, index: int) -> Iterator[int]:
        """The governors of a word from the nearest to the root."""
        head = self.words[index].head
        while head >= 0:
            yield head
            head = self.words[head].head

    def marked(self, actor: Span | None, recipient: Span | None) -> Marked:
        """The sentence with two of its stretches marked, as a question for the network of pairs."""
        places = [(word.start, word.end) for word in self.words]
        sides = [covered(places, span) if span else None for span in (actor, recipient)]
        return Marked(tuple(word.text for word in self.words), *sides)

    def at(self, offset: int) -> int | None:
        """The word that holds the code point ``offset``."""
        for index, word in enumerate(self.words):
            if word.start <= offset < word.end:
                return index
        return None

    def clause(self, index: int) -> int:
        """The head of the clause that a word stands in: itself if it heads one."""
        if self.heads_clause(index):
            return index
        return next((up for up in self.ancestors(index) if self.heads_clause(up)), index)

    def heads_clause(self, index: int) -> bool:
        """Whether the word is the predicate of a clause."""
        word = self.words[index]
        if word.deprel in ("root", "ccomp", "advcl", "parataxis", "csubj", "xcomp", "advcl:relcl"):
            return True
        if word.deprel in ("acl", "acl:relcl"):
            return True
        return word.deprel == "conj" and (word.upos == "VERB" or bool(self.below(index, "nsubj", "cop")))

    def case(self, index: int) -> str:
        """The preposition of a noun phrase as written in the dictionary, words joined by a space: 'with'."""
        parts: list[str] = []
        for child in self.exactly(index, "case"):
            if self.words[child].upos != "PART":
                parts.append(self.words[child].lemma.lower())
                parts += [self.words[more].lemma.lower() for more in self.exactly(child, "fixed")]
        return " ".join(parts)

    def conjuncts(self, index: int) -> list[int]:
        """The word and what is coordinated with it, in text order."""
        joined = [c for c in self.below(index, "conj") if not self.below(c, "nsubj", "cop")]
        joined += [
            c for c in self.below(index, "flat") if self.exactly(c, "cc")
        ]  # "X and Y" read as one name
        return [index, *joined]

    def passive(self, verb: int) -> bool:
        """Whether the verb stands in the passive."""
        if self.exactly(verb, "nsubj:pass", "aux:pass", "csubj:pass"):
            return True
        word = self.words[verb]
        return word.deprel == "acl" and word.upos == "VERB" and self._participle(verb)

    def _participle(self, verb: int) -> bool:
        text = self.words[verb].text.lower()
        return not text.endswith("ing") and not self.exactly(verb, "mark", "aux")

    def infinitive(self, verb: int) -> bool:
        """Whether the verb is marked by "to"."""
        return any(self.words[m].lemma.lower() == "to" for m in self.exactly(verb, "mark"))

    def gerund(self, verb: int) -> bool:
        """Whether the verb hangs on a preposition: "of shelling"."""
        marks = {self.words[m].lemma.lower() for m in self.exactly(verb, "mark", "case")}
        return bool(marks & GERUND_PREPOSITIONS)

    # ---- arguments ----------------------------------------------------------------------------

    def subject(self, verb: int, depth: int = 0) -> list[int]:
        """Who does it: the heads of the logical subject of the active clause, coordination spread out."""
        if depth > 5:
            return []
        if self.passive(verb):
            return self._spread(self._agents(verb))
        own = self._through_relative(self._own_subjects(verb), verb)
        return self._spread(own) if own else self._inherited(verb, depth + 1)

    def _own_subjects(self, verb: int) -> list[int]:
        """The subjects of a verb; of two the relative pronoun ("town that it took") or the later is none."""
        found = self.exactly(verb, *SUBJECTS)
        named = [s for s in found if not self._relative_pronoun(s)]
        before = [s for s in named if s < verb]
        return before or named or found

    def _relative_pronoun(self, index: int) -> bool:
        word = self.words[index]
        return word.upos in ("PRON", "DET", "SCONJ") and word.lemma.lower() in RELATIVE_PRONOUNS

    def _agents(self, verb: int) -> list[int]:
        return [o for o in self.below(verb, "obl") if self.case(o) == "by"]

    def object(self, verb: int) -> list[int]:
        """Whom or what it is done to: the heads of the logical object of the active clause."""
        if self.passive(verb):
            own = self._through_relative(self.exactly(verb, "nsubj:pass", "csubj:pass"), verb)
            if not own and self.words[verb].deprel == "acl":
                own = [self.words[verb].head]
            if not own and self.words[verb].deprel == "conj":
                own = self.object(self.words[verb].head)
            return self._spread(own)
        own = self._through_relative(self.exactly(verb, "obj"), verb) or self._raised(verb)
        own = own or self.exactly(verb, "iobj") or self._gap(verb) or self._bare(verb)
        return self._spread([*own, *self._measured(verb, own)])

    def _measured(self, verb: int, objects: list[int]) -> list[int]:
        """What a sum or share measures: "suspended $130 million in [aid]", "part of its [aid]"."""
        sums = [o for o in objects if self._is_amount(o)]
        if not sums:
            return []
        ends = {max(self.subtree(o, frozenset({"nmod"}))) for o in sums}
        nouns = [n for above in (verb, *sums) for p in ("in", "of") for n in self.oblique(above, p)]
        return [n for n in nouns if any(c - 1 in ends for c in self.exactly(n, "case"))]

    def _is_amount(self, index: int) -> bool:
        word = self.words[index]
        return word.upos in ("SYM", "NUM") or word.lemma.lower() in lexicon.phrases("share")

    def _raised(self, verb: int) -> list[int]:
        """The subject of an infinitive clause is whom the verb is done to: "urged [Kyiv to stay calm]"."""
        return [
            subject
            for clause in self.exactly(verb, "ccomp", "xcomp")
            if self.infinitive(clause)
            for subject in self.exactly(clause, "nsubj")
        ]

    def _bare(self, verb: int) -> list[int]:
        """An oblique without a preposition, or a second subject, is how the parser may call an object."""
        second = (
            self.exactly(verb, "nsubj") if self._own_subjects(verb) != self.exactly(verb, "nsubj") else []
        )
        candidates = [*self.exactly(verb, "obl"), *second]
        found = (o for o in candidates if o > verb and self.words[o].upos in ("NOUN", "PROPN"))
        return [o for o in found if not self.exactly(o, "case")][:1]

    def _gap(self, verb: int) -> list[int]:
        """The antecedent, where a relative clause has a subject and leaves its object out."""
        word = self.words[verb]
        if word.deprel != "acl:relcl" or not self.exactly(verb, "nsubj"):
            return []
        if all(self._relative_pronoun(s) for s in self.exactly(verb, "nsubj")):
            return []
        inner = [clause for clause in self.exactly(verb, "xcomp") if not self.gerund(clause)]
        return [] if inner or self.exactly(verb, "obj", "ccomp") else [word.head]

    def indirect(self, verb: int) -> list[int]:
        """The heads of the indirect object; of two objects (the parser may call both so) the first is that.

        A relative pronoun is the direct one: "the blow that it gave [Kyiv]".
        """
        objects = self.exactly(verb, "obj")
        first = [one for one in objects if not self._relative_pronoun(one)][: len(objects) - 1]
        return self._spread(self.exactly(verb, "iobj") or first)

    def oblique(self, index: int, preposition: str) -> list[int]:
        """The heads of the obliques or noun modifiers of a word with that preposition."""
        found = [o for o in self.below(index, "obl", "nmod") if self.case(o) == preposition]
        return self._spread(found)

    def _through_relative(self, heads: list[int], verb: int) -> list[int]:
        """A relative pronoun stands for the noun that its clause modifies."""
        if self.words[verb].deprel != "acl:relcl":
            return heads
        return [self.words[verb].head if self._relative_pronoun(h) else h for h in heads]

    def noun_before(self, verb: int) -> int | None:
        """The noun that stands right before a relative clause."""
        if self.words[verb].deprel != "acl:relcl":
            return None
        first = min(self.subtree(verb))
        nouns = (
            i for i in range(first - 1, max(first - 4, -1), -1) if self.words[i].upos in ("NOUN", "PROPN")
        )
        return next(nouns, None)

    def said_of(self, verb: int) -> int | None:
        """The deed that a clause with "which" judges: "Chad [attacked] a camp, which Niger denounced".

        None where its noun names a deed itself ("an attack, which Niger denounced") or somebody by name.
        """
        noun = self.words[verb].head
        which = [o for o in self.exactly(verb, "obj") if self.words[o].lemma.lower() == "which"]
        if noun < 0 or not any(o and self.words[o - 1].text == "," for o in which):
            return None
        if self.words[noun].upos == "VERB":
            return noun
        if self.words[noun].upos != "NOUN" or self.words[noun].lemma.lower() in lexicon.nouns():
            return None
        return next((i for i in self.ancestors(noun) if self.words[i].upos == "VERB" and i < noun), None)

    def antecedent(self, index: int) -> int:
        """The noun that a relative pronoun stands for; any other word itself."""
        word = self.words[index]
        if word.upos != "PRON" or word.lemma.lower() not in RELATIVE_PRONOUNS or word.head < 0:
            return index
        clause = self.words[word.head]
        return clause.head if clause.deprel.startswith("acl") and clause.head >= 0 else index

    def _spread(self, heads: list[int]) -> list[int]:
        return [one for head in heads for one in self.conjuncts(head)]

    def _inherited(self, verb: int, depth: int) -> list[int]:
        """The subject of a verb that shows none: shared, controlled, or the noun that its clause modifies."""
        word = self.words[verb]
        if word.head < 0:
            return []
        match word.deprel.partition(":")[0]:
            case "conj" if second := self._second(verb, depth):
                return second
            case "conj":
                if self.passive(
                    word.head
                ):  # "was arrested and died": the first verb's object does the second
                    return self.object(word.head)
                return self.subject(word.head, depth)
            case "xcomp":
                return self._before(verb, self._controller(word.head, depth))
            case "advcl" if self.infinitive(verb) and self.words[word.head].lemma in OBLIQUE_CONTROL:
                return self._before(verb, self._controller(word.head, depth))
            case "advcl" if self.gerund(verb) and (target := self.object(word.head)):
                return target
            case "advcl":
                return self.object(word.head) if self.passive(word.head) else self.subject(word.head, depth)
            case "acl":
                return self._modified(verb, depth)
            case "ccomp" if not self.exactly(verb, "mark"):
                return self.subject(word.head, depth)
            case _:
                return []

    def _before(self, verb: int, every: list[int]) -> list[int]:
        """Of those who are asked, those who are asked this: "urged [Chad] to stay and Togo to leave"."""
        return [one for one in every if one < verb] or every

    def _second(self, verb: int, depth: int) -> list[int]:
        """Who stands before the "to" of a second infinitive, beside who does the first one (`regrouped`)."""
        before = [m - 1 for m in self.exactly(verb, "mark") if self.words[m].lemma.lower() == "to" and m]
        for place in before:
            joined = (i for i in (place, *self.ancestors(place)) if self.words[i].deprel == "conj")
            who = next(joined, verb)
            if who != verb and self.words[who].head in self.subject(self.words[verb].head, depth):
                return [who]
        return []

    def _controller(self, governor: int, depth: int) -> list[int]:
        word = self.words[governor]
        if self.passive(governor):
            return self.object(governor)
        if asked := [o for p in OBLIQUE_CONTROL.get(word.lemma, ()) for o in self.oblique(governor, p)]:
            return asked
        if word.lemma not in SUBJECT_CONTROL and (target := self.object(governor) or self.indirect(governor)):
            return target
        return self.subject(governor, depth)

    def _modified(self, verb: int, depth: int) -> list[int]:
        """The noun a participle modifies does it; of "a plan to attack", whoever has the plan does, and of "a
        statement condemning", whoever issued it."""
        head = self.words[verb].head
        said = self.words[head].lemma.lower() in lexicon.phrases("document")
        if not self.infinitive(verb) and not said:
            return [head]
        named = [c for c in self.exactly(head, "amod", "compound") if self.words[c].text[:1].isupper()]
        # "Chile's offer", "a Chilean offer", "the offer of Chile to mediate"
        owners = self.exactly(head, "nmod:poss") or named or self.oblique(head, "of")
        return self._spread(owners) if owners else self.holder(head, depth)

    def holder(self, noun: int, depth: int = 0) -> list[int]:
        """Who a noun without an owner of its own belongs to: the subject of the verb that governs it."""
        word = self.words[noun]
        if word.head < 0 or depth > 5:
            return []
        if word.deprel.partition(":")[0] in ("obj", "obl", "xcomp"):
            return [s for s in self.subject(word.head, depth + 1) if s != noun]
        if word.deprel.partition(":")[0] in ("nmod", "conj", "compound"):
            return self.holder(word.head, depth + 1)
        return []
