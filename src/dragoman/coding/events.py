"""Events: which words evoke one, which row of the lexicon codes it, who stands where.

The order of decisions for a word is the order of the functions here: the rows of its lemma that fit, the
best of them, its actor and recipient, then the scorer's vote (`votes`), then date, place and voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, TypeVar

from dragoman.coding import factuality, tone, votes
from dragoman.coding.frames import (
    OUTWARD,
    RECIPIENT_KNOWN,
    Scene,
    evidence,
    fill,
    fits,
    identified,
    is_light,
    named_by,
    of_own_state,
    same_party,
    slot,
    specificity,
)
from dragoman.coding.implied import completed
from dragoman.coding.page import Page
from dragoman.coding.pairs import Pair, pairs
from dragoman.coding.syntax import Tree
from dragoman.coding.voice import on_whose_word, voice
from dragoman.coding.votes import Deed
from dragoman.knowledge import lexicon
from dragoman.knowledge.lexicon import EventRow
from dragoman.knowledge.ontology import plover
from dragoman.records import Date, Event, Holder, Participant, Place, Scorer, Span, Step, Voice

Located = TypeVar("Located", Date, Place)


LONGEST_DAYS = 366
JUDGED = ("ACCUSE", "SUPPORT", "REJECT")
"""Types of what is said of a deed that is done; what is demanded ("which Chad had requested") is a thing."""
BODIES = frozenset({"GOV", "MIL", "REB", "OPP", "PTY", "IGO", "SPY", "COP", "JUD", "LEG"})
"""Sectors of those whom "which" may mean: "met the government in Tripoli, which Egypt opposes"."""
DONE_BY_THINGS = ("ASSAULT",)
"""Types that stand without an actor where a thing is the subject: "a [bomb] killed two Iraqis"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A row that fits a word, with who fills it."""

    row: EventRow
    head: int
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Better frames are greater: sides with a known actor first, then how much the row asks for."""
        sides = (self.actor, self.recipient)
        known = sum(any(p.known for p in side) for side in sides)
        return known, sum(map(bool, sides)), specificity(self.row), len(self.actor)


def events(page: Page, scorer: Scorer) -> tuple[Event, ...]:
    """The events of an article in text order. The scorer is asked once, for all of the article's pairs."""
    sentences = [_asked(scene) for scene in page.scenes]
    answers = iter(scorer.score([votes.marked(one.scene, pair) for one in sentences for pair in one.pairs]))
    found: list[Event] = []
    before: list[Deed] = []
    for scene, told, asked in sentences:
        settled = votes.settled(scene, told, asked, list(islice(answers, len(asked))))
        before = completed(scene, settled, before)
        found += [event for deed in before if (event := _event(page, scene, deed))]
    return tuple(found)


class _Asked(NamedTuple):
    """A sentence, what the lexicon tells of it, and what the scorer is asked of it."""

    scene: Scene
    deeds: list[Deed]
    pairs: list[Pair]


def _asked(scene: Scene) -> _Asked:
    told, silent = deeds(scene)
    candidates = (pair for pair in pairs(scene) if pair.trigger not in silent)
    return _Asked(scene, told, votes.asked(told, candidates))


def deeds(scene: Scene) -> tuple[list[Deed], frozenset[int]]:
    """What the lexicon alone finds in a sentence, and the words of which it says that they tell no event."""
    found = list(frames(scene))
    told = [frame for frame in found if frame.row.event_type != lexicon.NO_EVENT]
    silent = frozenset(frame.head for frame in found if frame.row.event_type == lexicon.NO_EVENT)
    return [_deed(scene, frame) for frame in _without_doubles(scene.tree, told)], silent


def _deed(scene: Scene, frame: Frame) -> Deed:
    row, word = frame.row, scene.tree.words[frame.head]
    others = _table(scene.tree, frame.head)[row.head]
    return Deed(
        frame.head,
        frame.actor,
        frame.recipient,
        row.event_type,
        row.mode,
        row,
        factuality.judge(scene.tree, frame.head),
        senses=frozenset(other.event_type for other in others),
        steps=(Step("lexicon", f"row {row.id} fits '{word.text}'"),),
    )


def frames(scene: Scene) -> Iterator[Frame]:
    """The best frame of every word that evokes an event between actors, or looks as if it did.

    What a heading names is a topic and not told there ("Iraq war: Three soldiers were killed").
    """
    for index, word in enumerate(scene.tree.words[scene.tree.heading :], scene.tree.heading):
        rows = _table(scene.tree, index).get(word.lemma.lower(), ())
        fitting = [f for row in rows if fits(scene, index, row) and (f := _filled(scene, index, row))]
        if fitting:
            yield max(fitting, key=lambda f: (f.row.event_type == lexicon.NO_EVENT, f.rank))


def _table(tree: Tree, index: int) -> lexicon.Table:
    match tree.words[index].upos:
        case "VERB":
            return lexicon.verbs()
        case "NOUN":
            return lexicon.nouns()
        case _:
            return {}


def _filled(scene: Scene, index: int, row: EventRow) -> Frame | None:
    """The row with its actors, or None where it has too few of them to be an event."""
    if row.event_type == lexicon.NO_EVENT:
        return Frame(row, index, (), ())
    actor = fill(scene, index, row.actor, concerned=False)
    recipient = fill(scene, index, row.recipient, concerned=True)
    recipient = _blamed(scene, row, index, recipient)
    if row.reciprocal:
        if recipient and not actor and _only_partners(scene, index, row):
            return Frame(row, index, (), recipient)
        everyone = tuple(dict.fromkeys([*actor, *(r for r in recipient if not same_party(r, actor))]))
        if sum(max(1, len(p.country)) for p in everyone) < 2:
            return None
        return Frame(row, index, everyone, everyone)
    recipient = _concerned(scene, row, Pair(index, actor, recipient))
    if _tells_none(scene, row, index, actor):
        return None
    if any(n.slot == RECIPIENT_KNOWN for n in row.needs) and not any(map(identified, recipient)):
        return None
    required = plover().types[row.event_type].recipient == "required"
    if required and not recipient and not any(slot(scene.tree, index, name) for name in row.recipient):
        return None  # one that is named but not known is left empty; one that is not there at all is missed
    if not any(map(identified, (*actor, *recipient))):
        return None
    return Frame(row, index, actor, recipient)


def _blamed(
    scene: Scene, row: EventRow, index: int, recipient: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """Who did what a clause with "which" judges, unless that can be said of a body named before "which"."""
    deed = scene.tree.said_of(index) if row.event_type in JUDGED else None
    noun = scene.tree.words[index].head
    if deed is None or (deed != noun and any(one.sector in BODIES for one in scene.at(noun))):
        return recipient
    return scene.actors(scene.tree.subject(deed), concerned=True)


def _concerned(scene: Scene, row: EventRow, sides: Pair) -> tuple[Participant, ...]:
    """Those in a row's slots to whom it is done: not who does it, and not the victims of what is judged."""
    recipient = tuple(r for r in sides.recipient if not same_party(r, sides.actor))
    if row.event_type in OUTWARD:
        recipient = tuple(r for r in recipient if not of_own_state(r, sides.actor))
    knows = any(not need.forbidden for need in row.needs)  # which nouns, and so to whom their harm is done
    if knows or scene.tree.words[sides.trigger].upos != "VERB":
        return recipient
    victims = votes.suffers(scene.tree, replace(sides, recipient=recipient), row.event_type)
    return () if victims else recipient


def _tells_none(scene: Scene, row: EventRow, index: int, actor: tuple[Participant, ...]) -> bool:
    """Whether the words around a row's word tell something else than a deed of its type by somebody."""
    match row.event_type:
        case "REQUEST" if _tells(scene.tree, index, row):
            return True
        case "THREATEN" if _of_others(scene, index, actor):
            return True
        case kind:
            return not (actor or kind in DONE_BY_THINGS) and _done_by_a_thing(scene.tree, index, row)


def _tells(tree: Tree, verb: int, row: EventRow) -> bool:
    """Whether what would be asked for is told as a fact: "insisted that it [has left]"."""
    clauses = tree.exactly(verb, "ccomp") if any(need.slot == "ccomp" for need in row.needs) else []
    return any(factuality.is_indicative(tree, clause) for clause in clauses)


def _of_others(scene: Scene, verb: int, actor: Sequence[Participant]) -> bool:
    """Whether somebody warns of what others will do, not of what will befall them: "warned that [Niger would
    attack] Mali", but "warned that Niger would face sanctions" is a threat.
    """
    tree, own = scene.tree, {code for one in actor for code in one.country}
    for clause in tree.exactly(verb, "ccomp"):
        lemma = tree.words[clause].lemma.lower()
        deed = tree.words[clause].upos == "VERB" and lemma in lexicon.verbs() and not tree.passive(clause)
        doers = {code for one in scene.actors(tree.subject(clause)) for code in one.country}
        if own and doers and own.isdisjoint(doers) and deed and lemma not in lexicon.phrases("suffering"):
            return True
    return False


def _done_by_a_thing(tree: Tree, verb: int, row: EventRow) -> bool:
    """Whether the word's subject is a thing: what a treaty does is no deed of somebody unknown."""
    if tree.words[verb].upos != "VERB" or "subj" not in row.actor:
        return False
    subjects = [tree.antecedent(subject) for subject in tree.exactly(verb, "nsubj")]
    return any(tree.words[subject].upos == "NOUN" for subject in subjects)


def _only_partners(scene: Scene, index: int, row: EventRow) -> bool:
    """Whether the recipients are only those *with* whom somebody unnamed acted ("was signed with X")."""
    others = tuple(name for name in row.recipient if not name.endswith(":with"))
    return not fill(scene, index, others, concerned=True)


def _without_doubles(tree: Tree, found: list[Frame]) -> list[Frame]:
    """Leave out nouns that only complete another word: "held [talks]", "a [cooperation] agreement"."""
    alone = [
        f for f in found if not (_is_topic(tree, f.head) or any(_carries(tree, other, f) for other in found))
    ]
    return [f for f in alone if not any(_says_more(tree, other, f) for other in alone)]


def _says_more(tree: Tree, noun: Frame, frame: Frame) -> bool:
    """Whether a noun right below the frame's word tells the same event with more of its sides."""
    word = tree.words[noun.head]
    below = word.upos == "NOUN" and word.head == frame.head
    return below and noun.row.event_type == frame.row.event_type and noun.rank > frame.rank


def _is_topic(tree: Tree, head: int) -> bool:
    """Whether a noun names what something else is about: "talks on [trade]", "a [peace] deal"."""
    word = tree.words[head]
    if word.upos != "NOUN":
        return False
    return word.deprel == "compound" or (
        word.deprel == "nmod"
        and tree.case(head) in factuality.TOPICS
        and not tree.exactly(head, "det", "nmod:poss")
    )


def _carries(tree: Tree, carrier: Frame, frame: Frame) -> bool:
    """Whether the frame's word is what the carrier's row asks for, or says the same below it.

    "Held talks" is one event; "refused talks" is a refusal, and talks that did not happen.
    """
    if carrier.head == frame.head:
        return False
    word = tree.words[frame.head]
    named = any(frame.head in named_by(tree, carrier.head, need) for need in carrier.row.needs)
    below = word.upos == "NOUN" and word.head == carrier.head
    same = below and carrier.row.event_type == frame.row.event_type
    if below and _is_borne(tree, carrier, frame):
        return True
    if named and carrier.row.event_type == "ACCUSE" and frame.row.event_type in votes.HARM:
        return is_light(tree, carrier.head)  # who condemns an attack has not made it
    if named:
        told = factuality.judge(tree, frame.head).value
        return told == "unknown" or told == factuality.judge(tree, carrier.head).value
    return same and carrier.rank >= frame.rank


def _is_borne(tree: Tree, carrier: Frame, frame: Frame) -> bool:
    """Whether a noun is what its verb does, between the same: "signed an [agreement]" is one event."""
    noun = tree.words[frame.head]
    same = {*carrier.actor, *carrier.recipient} == {*frame.actor, *frame.recipient}
    return is_light(tree, carrier.head) and same and noun.deprel in ("obj", "nsubj:pass")


# ---- one record -----------------------------------------------------------------------------------


def _event(page: Page, scene: Scene, deed: Deed) -> Event | None:
    """The record in the page's ontology, None where that takes no such event."""
    recorded = page.ontology.recorded(deed.event_type, deed.mode)
    if recorded is None:
        return None
    event_type, mode = recorded
    kind = page.ontology.types[event_type]
    tree, word = scene.tree, scene.tree.words[deed.head]
    trigger = _trigger(tree, deed)
    date, date_reason = _date(scene, deed.head)
    proof = evidence(tree, deed.head)
    chain = _voice(page, scene, deed, trigger)
    return Event(
        id=page.id("event", trigger.start, trigger.end, event_type),
        document=page.article.id,
        event_type=event_type,
        mode=mode,
        contexts=tuple(dict.fromkeys([*tone.contexts(page.ontology, scene, proof), *kind.contexts(mode)])),
        quad=kind.quad,
        intensity=kind.intensity(mode),
        actor=deed.actor,
        recipient=deed.recipient,
        trigger=trigger,
        evidence=(proof,),
        factuality=deed.verdict.value,
        certainty=factuality.certainty(deed.verdict, word.certainty),
        polarity="negated" if deed.verdict.negated else "affirmed",
        figurative=(deed.row is not None and deed.row.figurative) or _scare(page, trigger),
        date=date,
        date_reason=date_reason,
        place=_place(scene, deed.head),
        voice=chain,
        voice_kind=on_whose_word(page.article.genre, chain[-1].participant),
        subjective=tree.sentence.subjective,
        confidence=deed.confidence,
        codebook=page.ontology.version,
        coder=page.coder,
        steps=(*deed.steps, *deed.verdict.steps),
    )


def _trigger(tree: Tree, deed: Deed) -> Span:
    """The trigger word; of a figurative row ("gave … a bloody nose") the figure that its verb carries."""
    if deed.row is not None and deed.row.figurative:
        for need in deed.row.needs:
            if need.slot == "obj" and (figure := named_by(tree, deed.head, need)):
                return tree.span([figure[0], *tree.exactly(figure[0], "amod", "compound")])
    word = tree.words[deed.head]
    return Span(word.start, word.end)


def _scare(page: Page, trigger: Span) -> bool:
    """Whether the trigger stands in quotation marks of its own, the author's distance from the word."""
    return any(scare.holds(trigger) for scare in page.scares)


def _voice(page: Page, scene: Scene, deed: Deed, trigger: Span) -> Voice:
    """The chain around the trigger; a view ("regards X as Y") is vouched for by whoever holds it."""
    chain = voice(page, trigger)
    word = scene.tree.words[deed.head]
    needs = deed.row.needs if deed.row is not None else ()
    if deed.actor and any(need.slot.endswith((":negative", ":positive")) for need in needs):
        return (*chain, Holder(deed.actor[0], Span(word.start, word.end), "indirect"))
    return chain


# ---- when and where ---------------------------------------------------------------------------------


def _date(scene: Scene, head: int) -> tuple[Date | None, str]:
    """The time expression that hangs on the event's own clause, never the date of publication."""
    found = [
        date
        for date in _in_sentence(scene.cast.dates, scene)
        if not _is_stretch(date)
        and (index := scene.tree.at(date.start)) is not None
        and _hangs_on(scene.tree, index, head)
    ]
    if not found:
        return None, "no time expression in the event's clause"
    trigger = scene.tree.words[head].start
    nearest = min(found, key=lambda date: abs(date.start - trigger))
    return nearest, nearest.reason


def _is_stretch(date: Date) -> bool:
    """Whether the expression spans years ("since 1999"): it measures something, and dates no happening."""
    if date.first is None or date.last is None:
        return False
    return "/" in (date.value or "") and (date.last - date.first).days > LONGEST_DAYS


def _place(scene: Scene, head: int) -> Place | None:
    for place in _in_sentence(scene.cast.places, scene):
        if (index := scene.tree.at(place.start)) is not None and _hangs_on(scene.tree, index, head):
            return place
    return None


def _in_sentence(found: Sequence[Located], scene: Scene) -> list[Located]:
    sentence = scene.tree.sentence
    return [one for one in found if sentence.start <= one.start and one.end <= sentence.end]


def _hangs_on(tree: Tree, index: int, head: int) -> bool:
    """Whether the word belongs to the event's clause: up to the event, or to the verb that carries it."""
    clause = tree.clause(head)
    carrier = {head, clause} if tree.words[head].upos != "VERB" else {head}
    for up in (index, *tree.ancestors(index)):
        if up in carrier:
            return True
        if tree.heads_clause(up):
            return up == clause
    return False
