"""How the lexicon and the scorer settle together what happened between whom.

The lexicon votes through the rows that fit a word; the scorer through the probability of each type for two
marked parties. `decide` is where the two votes meet; what each said stands in the event's steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.coding import factuality
from dragoman.coding.frames import OUTWARD, Scene, is_light, is_mere_name, of_own_state, same_party
from dragoman.coding.pairs import Pair, are_one
from dragoman.coding.syntax import Tree
from dragoman.knowledge import lexicon
from dragoman.knowledge.lexicon import EventRow
from dragoman.knowledge.ontology import plover
from dragoman.records import NONE, Factuality, Marked, Participant, Scores, Step

# Chosen on the development half of gold/pairs.jsonl and on PLV's training side, out of fold.
AGREES = 0.10
"""From this probability the scorer lets the lexicon's type stand."""
OVERRULES = 0.85
"""From this probability another type of the scorer's takes the place of the lexicon's."""
FINDS = 0.50
"""From this probability the scorer finds an event of which the lexicon says nothing."""


DONE = ("happened", "ongoing")
PHYSICAL = ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "RETREAT", "AID", "PROTEST")
"""Types of what can be done to a thing, too."""
JUDGING = ("ACCUSE", "SUPPORT", "REJECT", "REQUEST")
"""Types of what is said of a deed, to whoever did it."""
GIVING = ("AID", "SUPPORT", "AGREE", "CONCEDE")
"""Types whose recipient does not give in turn, within a sentence."""
HARM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
VICTIMS = ("on", "against", "of", "upon")
"""Prepositions of those to whom harm is done."""
MUTUAL = ("AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT")
"""Types of which two who did it did it to each other: "X and Y have fired across the line"."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An event before it is a record: the word that tells it, the sides, the type, and who voted for it.

    ``senses`` are the types of all rows for the word.
    """

    head: int
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    event_type: str
    mode: str | None
    row: EventRow | None
    verdict: factuality.Verdict
    senses: frozenset[str] = frozenset()
    confidence: float | None = None
    steps: tuple[Step, ...] = ()

    @property
    def sides(self) -> Pair:
        """The deed's parties as a question for the scorer."""
        return Pair(self.head, self.actor, self.recipient)


def marked(scene: Scene, pair: Pair) -> Marked:
    """The question for the scorer: the sentence with the first party of each side marked."""
    first = pair.actor[0].span if pair.actor else None
    others = [p.span for p in pair.recipient if p.span != first]
    return scene.tree.marked(first, others[0] if others else None)


def decide(deed: Deed, scores: Scores) -> tuple[str, float | None]:
    """The type that an event of the lexicon gets, and how probable that is; None where nobody says.

    The scorer's opinion counts where it is sure and the lexicon's type is all but excluded. It sees the whole
    sentence and not the word, so it may choose among the senses that the lexicon knows of the word, but give
    it none of its own. To let it leave events out, however sure, gained nothing where it was measured. What
    the text does not present as done ("will meet", "did not attack") it knows as a promise, a threat or
    nothing, which takes nothing from the lexicon.
    """
    told = deed.event_type
    if not scores:
        return told, None
    share = sum(scores.get(name, 0.0) for name in compatible(told, deed.verdict.value))
    best = max(scores, key=lambda name: scores[name])
    if share >= AGREES:
        return told, share
    done = deed.verdict.value in DONE
    if done and best in deed.senses and scores[best] >= OVERRULES:
        return best, scores[best]
    return told, share


def compatible(told: str, verdict: Factuality) -> frozenset[str]:
    """The types under which the scorer may know an event of type ``told`` with that factuality.

    The manual that it learned from codes announced cooperation as AGREE (yielding as CONCEDE), announced
    harm as THREATEN, a deed that is asked for as REQUEST, and knows no denied ones.
    """
    same = {told}
    if told in ("CONCEDE", "RETREAT"):
        same |= {"CONCEDE", "RETREAT"}
    if told == "SANCTION":  # PLV files sanctions and embargoes under COERCE
        same |= {"COERCE"}
    if verdict in DONE:
        return frozenset(same)
    friendly = plover().types[told].quad.endswith("cooperation")
    announced = {"AGREE", "CONCEDE"} if friendly else {"THREATEN"}
    return frozenset(same | announced | {"REQUEST", "REJECT", NONE})


def asked(deeds: Sequence[Deed], candidates: Iterable[Pair]) -> list[Pair]:
    """What the scorer is asked of a sentence: each deed's parties, then the pairs that no deed has."""
    known = [deed.sides for deed in deeds]
    return [*known, *(pair for pair in candidates if not any(_covers(one, pair) for one in known))]


def _covers(one: Pair, other: Pair) -> bool:
    return _meets(one.actor, other.actor) and _meets(one.recipient, other.recipient)


def _meets(side: Sequence[Participant], other: Sequence[Participant]) -> bool:
    return any(a.span.overlaps(b.span) for a in side for b in other)


def settled(
    scene: Scene, deeds: Sequence[Deed], pairs: Sequence[Pair], answers: Sequence[Scores]
) -> list[Deed]:
    """The deeds of a sentence after both have voted; ``pairs`` are those of `asked`, with their answers."""
    kept = [_judged(scene, deed, scores, deeds) for deed, scores in zip(deeds, answers, strict=False)]
    for pair, scores in list(zip(pairs, answers, strict=True))[len(deeds) :]:
        kept = _with(scene, kept, pair, scores)
    return sorted(kept, key=lambda deed: deed.head)


def _judged(scene: Scene, deed: Deed, scores: Scores, deeds: Sequence[Deed]) -> Deed:
    event_type, share = decide(deed, scores)
    if event_type != deed.event_type:
        above = set(scene.tree.ancestors(deed.head))
        if any(other.event_type == event_type and other.head in above for other in deeds):
            event_type = deed.event_type  # said of the deed above: "Chad [condemned] Mali's attack on Niger"
    mode = deed.mode if event_type == deed.event_type else None
    steps = (*deed.steps, *_said(scores))
    return replace(deed, event_type=event_type, mode=mode, confidence=share, steps=steps)


def _said(scores: Scores) -> tuple[Step, ...]:
    """The scorer's vote: its two likeliest types."""
    best = sorted(scores, key=lambda name: -scores[name])[:2]
    told = ", ".join(f"{name} {scores[name]:.2f}" for name in best)
    return (Step("scorer", told),) if told else ()


def _with(scene: Scene, deeds: list[Deed], pair: Pair, scores: Scores) -> list[Deed]:
    """The deeds with what the scorer finds between a pair: the missing side of one, or a new one."""
    best = max(scores, key=lambda name: scores[name], default=NONE)
    if best == NONE or scores[best] < FINDS or suffers(scene.tree, pair, best):
        return deeds
    for number, deed in enumerate(deeds):
        if whole := _joined(scene, deed, pair, best):
            steps = (*deed.steps, Step("scorer", f"completes it: {best} {scores[best]:.2f}"))
            rest = deeds[number + 1 :]
            return [*deeds[:number], replace(whole, confidence=scores[best], steps=steps), *rest]
    if any(deed.head == pair.trigger or _echoes(scene.tree, deed, pair, best) for deed in deeds):
        return deeds
    return [*deeds, _found(scene, pair, best, scores)] if _may_be(scene.tree, pair, best) else deeds


def _may_be(tree: Tree, pair: Pair, event_type: str) -> bool:
    """Whether a deed of the type can be between the two: nothing is said to a thing or to a mere audience
    ("told parliament that …"), and who only spoke together did nothing to each other."""
    if event_type not in PHYSICAL and not any(map(_is_spoken_to, pair.recipient)):
        return False
    if tree.words[pair.trigger].lemma == "tell" and not any(one.country for one in pair.recipient):
        return False
    return pair.actor != pair.recipient or event_type in MUTUAL or _each_other(tree)


def suffers(tree: Tree, pair: Pair, event_type: str) -> bool:
    """Whether the recipient of a judgement is whom the judged deed was done to: "condemned the attack on
    [Mali]" blames its doer. What is no judgement of a deed but one itself ("launched a verbal attack on
    Mali") has its recipient there.
    """
    if event_type not in JUDGING or not pair.recipient:
        return False
    nominal = tree.words[pair.trigger].upos == "NOUN"
    verb = tree.words[pair.trigger].head if nominal else pair.trigger
    if verb < 0 or tree.words[verb].upos != "VERB" or is_light(tree, verb):
        return False
    return any(_done_to(tree, noun, pair) for noun in ([pair.trigger] if nominal else tree.object(verb)))


def _done_to(tree: Tree, noun: int, pair: Pair) -> bool:
    """Whether a noun names harm that was done to the pair's recipient."""
    types = {row.event_type for row in lexicon.nouns().get(tree.words[noun].lemma.lower(), ())}
    cases = [*VICTIMS, *(["in"] if "ASSAULT" in types else [])]
    below = {i for case in cases for o in tree.oblique(noun, case) for i in tree.subtree(o)}
    return bool(types & HARM) and all(tree.at(one.head) in below for one in pair.recipient)


def _echoes(tree: Tree, deed: Deed, pair: Pair, event_type: str) -> bool:
    """Whether the scorer, who sees the whole sentence, only tells again what a deed tells: the same of the
    same ("Togo and Mali said [they had agreed]"), or of the same actor and the place of something under the
    deed's word ("[agreed] to hold a meeting in Chad").
    """
    if deed.event_type != event_type:
        return False
    places = [(head := tree.at(one.head)) is not None and tree.case(head) == "in" for one in pair.recipient]
    below = deed.head in tree.ancestors(pair.trigger)
    if below and deed.recipient and all(places) and _meets(deed.actor, pair.actor):
        return True
    if event_type in GIVING and _meets(deed.recipient, pair.actor):
        return True  # "granted shelter to [the minister], who fled Chad"
    sides = ((pair.actor, deed.actor), (pair.recipient, deed.recipient))
    return all(_who(one) == _who(other) != set() for one, other in sides)


def _who(side: Sequence[Participant]) -> set[tuple[str, str | None]]:
    return {(code, one.sector) for one in side for code in one.country}


def _is_spoken_to(one: Participant) -> bool:
    """Whether somebody can be promised or refused anything: no town or dam, and reporters are only told."""
    return not is_mere_name(one) and one.sector != "JRN"


def _each_other(tree: Tree) -> bool:
    """Whether the sentence says that two did it to each other; else "Togo and Mali said" what both said of
    others."""
    return bool({word.lemma.lower() for word in tree.words} & {"each", "another", "mutual", "reciprocal"})


def _joined(scene: Scene, deed: Deed, pair: Pair, best: str) -> Deed | None:
    """The deed with what it lacks of the pair, None where they are two different happenings."""
    here = deed.head == pair.trigger
    if best in compatible(deed.event_type, deed.verdict.value):
        return _completed(deed, pair) or (_extended(scene, deed, pair) if here else None)
    if here and best in deed.senses and (whole := _completed(deed, pair)):
        return replace(whole, event_type=best, mode=None)
    return None


def _completed(deed: Deed, pair: Pair) -> Deed | None:
    """The deed with a side that it lacks taken from the pair whose other side it has."""
    if not deed.actor and _meets(deed.recipient, pair.recipient):
        actor = _apart(pair.actor, deed.recipient)
        if deed.event_type in OUTWARD and any(of_own_state(r, actor) for r in deed.recipient):
            return None
        return replace(deed, actor=actor) if actor else None
    if not deed.recipient and _takes_any(deed) and _meets(deed.actor, pair.actor):
        each_other = pair.actor == pair.recipient and deed.head == pair.trigger and deed.event_type in MUTUAL
        recipient = pair.recipient if each_other else _others(pair.recipient, deed.actor)
        if deed.event_type not in PHYSICAL:  # "agreed to a truce after talks in Arusha"
            recipient = tuple(filter(_is_spoken_to, recipient))
        return replace(deed, recipient=recipient) if recipient else None
    return None


def _extended(scene: Scene, deed: Deed, pair: Pair) -> Deed | None:
    """The deed with one more recipient: its object, where the row preferred another phrase as better known.

    "[A hundred prisoners] were released by rebels in Tripoli"; of what only the scorer found, any.
    """
    if deed.actor == deed.recipient or not _meets(deed.actor, pair.actor):
        return None
    if deed.row is not None and "obj" not in deed.row.recipient:  # "sent [firefighters] to Chile"
        return None
    tree = scene.tree
    objects = {word for o in tree.exactly(deed.head, "obj", "iobj", "nsubj:pass") for word in tree.phrase(o)}
    more = [one for one in _apart(pair.recipient, deed.actor) if not _meets([one], deed.recipient)]
    more = [one for one in more if deed.row is None or tree.at(one.head) in objects]
    return replace(deed, recipient=(*deed.recipient, *more)) if more else None


def _takes_any(deed: Deed) -> bool:
    """Whether anybody can be the recipient: some rows have no place for one ("defended its airspace")."""
    return deed.row is None or bool(deed.row.recipient)


def _others(side: Sequence[Participant], actor: Sequence[Participant]) -> tuple[Participant, ...]:
    """Those of a side who are known to be others than the actor's own: "put [its troops] on alert"."""
    own = {code for one in actor for code in one.country}
    return tuple(one for one in _apart(side, actor) if one.known and own.isdisjoint(one.country))


def _apart(side: Sequence[Participant], other: Sequence[Participant]) -> tuple[Participant, ...]:
    """Those of a side who are nobody of the other."""
    return tuple(
        one for one in side if not same_party(one, other) and not any(are_one(one, who) for who in other)
    )


def _found(scene: Scene, pair: Pair, event_type: str, scores: Scores) -> Deed:
    """An event that only the scorer sees. What it calls a promise, threat, demand or refusal was made."""
    verdict = factuality.judge(scene.tree, pair.trigger)
    made = {
        "planned": ("AGREE", "CONCEDE", "THREATEN"),
        "demanded": ("REQUEST",),
        "did_not_happen": ("REJECT",),
    }
    if event_type in made.get(verdict.value, ()):
        steps = (*verdict.steps, Step("factuality:happened", "the announcement itself was made"))
        verdict = replace(verdict, value="happened", negated=False, steps=steps)
    steps = (Step("lexicon", "no row fits"), *_said(scores))
    return Deed(
        pair.trigger,
        pair.actor,
        pair.recipient,
        event_type,
        None,
        None,
        verdict,
        confidence=scores[event_type],
        steps=steps,
    )
