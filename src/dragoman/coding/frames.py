"""Whether a row of the lexicon fits a word, and which actors stand in its slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.coding.syntax import CLAUSAL, NEGATORS, Tree
from dragoman.knowledge import lexicon
from dragoman.knowledge.lexicon import EventRow, Need, RelationRow
from dragoman.records import Cast, Participant, Reading, Span

# What stands for its owner when the noun itself is nobody: "Moscow's decision angered Kyiv".
OWNERS = ("nmod:poss", "amod", "compound", "nmod:desc")
OUTWARD = ("THREATEN", "ACCUSE", "REJECT")
"""Types of what officials say to others than their own state."""
STATE = ("GOV", "MIL")
"""Sectors of those who speak for a state."""
# Where the one concerned by a noun stands, nearest relation first: "condemned the attack on [the embassy]".
CONCERNED = ("of", "by", "against", "on", "with", "toward", "towards", "to", "in", "from", "for", "between")


@dataclass(frozen=True)
class Scene:
    """A sentence with those of the article's actors, dates and places that stand in it."""

    tree: Tree
    cast: Cast
    by_head: Mapping[int, tuple[Participant, ...]]

    def at(self, index: int) -> tuple[Participant, ...]:
        """The actors whose head is exactly this word."""
        return self.by_head.get(index, ())

    def actors(self, heads: Iterable[int], concerned: bool = False) -> tuple[Participant, ...]:
        """The actors that the noun phrases denote: the heads themselves, or who stands behind them.

        With ``concerned`` also who a phrase is about ("the efforts of Pakistan"), which fits a recipient
        but not somebody who acts.
        """
        found: list[Participant] = []
        for head in heads:
            here = self.at(head) or self._named(head)
            known = any(p.known for p in here)
            found += here if known else (self._behind(head, concerned) or here)
        return distinct(found)

    def _named(self, head: int) -> tuple[Participant, ...]:
        """The person or body of whose name the word is a part, wherever the parser put the name's head."""
        word = self.tree.words[head]
        if word.upos != "PROPN":
            return ()
        around = [
            p for group in self.by_head.values() for p in group if p.start <= word.start < p.end and p.name
        ]
        return tuple(sorted(around, key=lambda p: p.end - p.start)[:1])

    def _behind(self, head: int, concerned: bool) -> tuple[Participant, ...]:
        tree = self.tree
        if tree.words[head].upos == "VERB":
            return ()
        if tree.words[head].lemma.lower() in lexicon.phrases("partitive") and (
            inner := self.actors(tree.oblique(head, "of"), concerned)
        ):
            return inner
        apposed = tuple(p for child in tree.exactly(head, "appos") for p in self.at(child))
        if any(p.known for p in apposed):
            return apposed
        for relation in OWNERS:
            owners = [c for child in tree.exactly(head, relation) for c in tree.conjuncts(child)]
            if found := tuple(p for owner in owners for p in self.at(owner) or self._behind(owner, False)):
                return found
        if apposed:
            return apposed
        if concerned:
            for preposition in CONCERNED:
                if found := self.actors(tree.oblique(head, preposition)):
                    return found
        return ()

    def places(self, heads: Iterable[int]) -> tuple[Participant, ...]:
        """The countries of the places that the words name, as parties."""
        found = []
        for head in heads:
            word = self.tree.words[head]
            for place in self.cast.places:
                if place.start <= word.start < place.end and place.country:
                    why = f"the country of a place that the row takes as a party: {place.reason}"
                    found.append(
                        Participant(
                            place.text,
                            place.start,
                            place.end,
                            word.start,
                            place.name,
                            (place.country,),
                            reason=why,
                        )
                    )
        return tuple(found)

    def within(self, indices: Iterable[int]) -> tuple[Participant, ...]:
        """All actors headed at one of the words."""
        return distinct(p for index in indices for p in self.at(index))


def distinct(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """The participants in order, a person or body that is named twice ("the president, he") only once."""
    first: dict[object, Participant] = {}
    for one in participants:
        first.setdefault((one.name, one.country) if one.name else one, one)
    return tuple(first.values())


def identified(participant: Participant) -> bool:
    """Whether anything is known of who it is."""
    return bool(participant.known or participant.entity or participant.sector)


def same_party(one: Participant, others: Sequence[Participant]) -> bool:
    """Whether the participant is one of the others under the same or another mention."""
    for other in others:
        if one.span == other.span or (one.name is not None and one.name == other.name):
            return True
        if (
            one.country
            and one.country == other.country
            and one.sector == other.sector
            and not (one.name and other.name)
        ):
            return True
    return False


def of_own_state(one: Participant, actor: Sequence[Participant]) -> bool:
    """Whether a state stands for those whom its own officials warn or blame: "the king of Jordan warned that
    attacks on [Jordan] …"."""
    return bool(one.country) and any(
        who.country == one.country and one.sector is None and who.sector in STATE for who in actor
    )


def scenes(reading: Reading, cast: Cast) -> tuple[Scene, ...]:
    """One scene a sentence of the reading, in order."""
    heads: dict[int, list[Participant]] = defaultdict(list)
    for participant in cast.participants:
        heads[participant.head].append(participant)
    found = []
    for sentence in reading.sentences:
        tree = Tree(sentence)
        by_head = {i: tuple(heads[w.start]) for i, w in enumerate(sentence.words) if w.start in heads}
        found.append(Scene(tree, cast, by_head))
    return tuple(found)


# ---- slots ----------------------------------------------------------------------------------------


ACCUSING = frozenset({"accuse of", "suspect of", "convict of", "blame for", "condemn for", "charge with"})
"""Verbs whose object has done what the preposition's noun names."""

MOST_JOINED = 5
RECIPIENT_KNOWN = "recipient:actor"
MODALS = frozenset({"may", "might", "can", "could", "will", "shall", "would", "should", "must"})


def slot(tree: Tree, head: int, name: str) -> list[int]:
    """The words that fill a slot of the verb or noun ``head``. docs/lexicon.md lists the slot names."""
    match name.split(":"):
        case ["subj"]:
            return tree.subject(head)
        case ["obj"]:
            return tree.object(head)
        case ["iobj"]:
            return tree.indirect(head)
        case [("poss" | "amod" | "compound") as relation]:
            return _modifiers(tree, head, relation)
        case [("poss" | "amod" | "compound" | "in" | "attending") as relation, *rest]:
            return [m for base in slot(tree, head, ":".join(rest)) for m in _modifiers(tree, base, relation)]
        case ["obl", preposition]:
            found = tree.oblique(head, preposition) or _under_object(tree, head, preposition)
            return found or (tree.object(head) if _is_particle(tree, head, preposition) else [])
        case ["nmod", preposition]:
            return tree.oblique(head, preposition)
        case ["nmod", "obj", preposition] | ["obj", preposition]:
            return _under_object(tree, head, preposition) or tree.oblique(head, preposition)
        case ["xcomp"]:  # "called on X to leave" is parsed with either relation
            return tree.below(head, "xcomp") + [a for a in tree.below(head, "advcl") if tree.infinitive(a)]
        case [("ccomp" | "advcl" | "acl") as relation]:
            return tree.below(head, relation)
        case [("xcomp" | "ccomp" | "advcl" | "acl") as relation, *rest]:
            return [w for clause in slot(tree, head, relation) for w in slot(tree, clause, ":".join(rest))]
        case ["gov"]:
            return [tree.words[head].head] if tree.words[head].head >= 0 else []
        case ["gov", "subj"]:
            return _light_subject(tree, head)
        case ["gov", *rest]:
            governor = tree.words[head].head
            return [w for w in slot(tree, governor, ":".join(rest)) if w != head] if governor >= 0 else []
        case ["modal"]:
            return [a for a in tree.exactly(head, "aux") if tree.words[a].lemma in MODALS]
        case ["neg"]:
            return [a for a in tree.below(head, "advmod", "det") if tree.words[a].lemma in NEGATORS]
        case [relation]:
            return tree.below(head, relation)
        case _:
            return []


def _light_subject(tree: Tree, noun: int, depth: int = 0) -> list[int]:
    """Who does what a noun names: the subject of a light verb that carries it ("X launched a strike").

    Not of any verb: who mourns or investigates an attack has not made it. Whoever is accused *of* it has.
    """
    word = tree.words[noun]
    if word.head < 0 or depth > MOST_JOINED:
        return []
    governor = tree.words[word.head].lemma.lower()
    match word.deprel.partition(":")[0]:
        case "conj":
            return _light_subject(tree, word.head, depth + 1)
        case "obj":
            return tree.subject(word.head) if is_light(tree, word.head) else []
        case "obl" | "nmod" if (f"{governor} {tree.case(noun)}") in ACCUSING:
            return tree.object(word.head)
        case _:
            return []


def is_light(tree: Tree, verb: int) -> bool:
    """Whether a verb, with its particle, only carries its noun: "[carried out] an attack"."""
    lemma = tree.words[verb].lemma.lower()
    particles = [tree.words[p].lemma.lower() for p in tree.below(verb, "compound", "advmod")]
    names = (lemma, *(f"{lemma} {particle}" for particle in particles))
    return any(("light", name) in lexicon.factuality() for name in names)


def _under_object(tree: Tree, verb: int, preposition: str) -> list[int]:
    """What hangs on the object. Whether it hangs on the verb is uncertain, so each stands in for both."""
    if tree.words[verb].upos != "VERB":
        return []
    return [n for o in tree.object(verb) for n in tree.oblique(o, preposition)]


def _modifiers(tree: Tree, head: int, relation: str) -> list[int]:
    match relation:
        case "poss":
            found = tree.exactly(head, "nmod:poss")
        case "in":
            return tree.phrase(head)
        case "attending":
            phrase = tree.subtree(head, CLAUSAL)  # the clause may hang on a later noun of the phrase
            clauses = [
                c
                for w in phrase
                for c in tree.below(w, "acl")
                if tree.words[c].lemma in lexicon.phrases("gathering")
            ]
            return [w for c in clauses for w in tree.subtree(c, CLAUSAL)]
        case _:  # the parser is not sure where an adjective ends and a compound begins
            found = tree.exactly(head, "amod", "compound", "nmod:desc")
    return [one for child in found for one in tree.conjuncts(child)]


def filled(scene: Scene, head: int, need: Need) -> bool:
    """Whether one condition of a row holds at the word."""
    name, _, test = need.slot.rpartition(":")
    if need.slot == RECIPIENT_KNOWN:
        return True  # asked when the recipient is found
    if test == "actor" and name:
        found = bool(_actors_of(scene, head, name, concerned=True))
    elif test in ("negative", "positive") and name:
        found = _toned(scene.tree, slot(scene.tree, head, name), negative=test == "negative")
    else:
        words = named_by(scene.tree, head, need) if need.lemmas else slot(scene.tree, head, need.slot)
        found = bool(words)
    return found != need.forbidden


def _of_nearest(tree: Tree, verb: int, name: str) -> list[int]:
    """An object slot of a relative clause, taken of the noun right before it.

    "A sign of the [cold shoulder] that it gave X": whether the clause hangs on "sign" or "shoulder" is
    uncertain, and a row that asks for the shoulder should find it.
    """
    nearest = tree.noun_before(verb)
    match name.split(":"):
        case _ if nearest is None:
            return []
        case ["obj"]:
            return [nearest]
        case [relation, "obj"]:
            return _modifiers(tree, nearest, relation)
        case _:
            return []


def named_by(tree: Tree, head: int, need: Need) -> list[int]:
    """The words in a need's slot that are among its lemmas."""
    words = slot(tree, head, need.slot) + _of_nearest(tree, head, need.slot)
    return [
        w
        for w in words
        if tree.words[w].lemma.lower() in need.lemmas or tree.words[w].text.lower() in need.lemmas
    ]


def _toned(tree: Tree, heads: Sequence[int], negative: bool) -> bool:
    scores = lexicon.stance()
    total = 0.0
    for head in heads:
        for index in tree.phrase(head):
            word = tree.words[index]
            if row := scores.get((word.lemma.lower(), word.upos)):
                total += row.score
    return total < 0 if negative else total > 0


def fits(scene: Scene, head: int, row: EventRow | RelationRow) -> bool:
    """Whether the row's particle and all of its needs are there."""
    if row.particle and not _has_particle(scene.tree, head, row.particle):
        return False
    return all(filled(scene, head, need) for need in row.needs)


def _has_particle(tree: Tree, head: int, particle: str) -> bool:
    """Whether the verb's second half is there: a particle, an object ("take issue"), or a preposition."""
    if _is_particle(tree, head, particle) or any(
        tree.words[o].lemma.lower() == particle for o in tree.exactly(head, "obj", "obl")
    ):
        return True
    if particle == "in":  # "gave in" is not "gave it in May"
        return False
    clauses = tree.exactly(head, "advcl", "ccomp")
    marked = (m for c in clauses for m in tree.exactly(c, "mark"))
    return bool(tree.oblique(head, particle)) or any(tree.words[m].lemma == particle for m in marked)


def _is_particle(tree: Tree, head: int, particle: str) -> bool:
    return any(tree.words[p].lemma.lower() == particle for p in tree.below(head, "compound", "advmod"))


def fill(scene: Scene, head: int, slots: tuple[str, ...], concerned: bool) -> tuple[Participant, ...]:
    """The actors of the first slot that holds a known one, else of the first that holds any."""
    filled_slots = [found for name in slots if (found := _actors_of(scene, head, name, concerned))]
    known = (found for found in filled_slots if any(p.country for p in found))
    return next(known, filled_slots[0] if filled_slots else ())


def _actors_of(scene: Scene, head: int, name: str, concerned: bool) -> tuple[Participant, ...]:
    words = slot(scene.tree, head, name)
    if name.startswith(("in:", "attending:")):
        inside = scene.within(words)
        clause = name.startswith(("in:xcomp", "in:ccomp"))  # what is struck "in:obj" may be a town
        return tuple(one for one in inside if not (clause and _is_where(scene.tree, one)))
    found = scene.actors(words, concerned)
    base, _, preposition = name.rpartition(":")
    if found or not concerned or preposition not in lexicon.phrases("locative"):
        return found
    if preposition == "in":  # "arrived in X" has X for a party, "condemned terrorism in X" has not
        words = scene.tree.oblique(head, "in") if base == "obl" else []
    return scene.places(words)


def _is_where(tree: Tree, one: Participant) -> bool:
    """Whether a town only tells where something is: "agreed to lift a ban after talks in [Arusha]"."""
    head = tree.at(one.head)
    return is_mere_name(one) and head is not None and tree.case(head) in ("in", "at", "near")


def is_mere_name(one: Participant) -> bool:
    """Whether it is known of nobody that the phrase means him: a town, a dam, "a hundred houses"."""
    return one.how is None and one.entity is None


def specificity(row: EventRow | RelationRow) -> int:
    """How much a row asks for: the more demanding of two fitting rows is the better."""
    return 2 * len([n for n in row.needs if not n.forbidden]) + 2 * bool(row.particle) + len(row.needs)


def evidence(tree: Tree, head: int) -> Span:
    """The clause around a word, clauses that hang below it left out unless the word needs them."""
    return tree.span(tree.subtree(tree.clause(head), frozenset({"parataxis"})))
