"""What stance a holder takes toward an actor: the network of pairs decides, stance words stand beside it.

Where the network is not asked, the words of the actor's clause decide alone (`tone`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.coding import tone
from dragoman.coding.frames import Scene
from dragoman.coding.page import Page
from dragoman.coding.syntax import CLAUSAL, Tree
from dragoman.knowledge import lexicon
from dragoman.records import About, Marked, Participant, Scorer, Span, Stance, Stances

SUBJECTIVE = 0.4
"""From this probability a sentence of the author's is taken to judge, so that his stance is asked for."""
SURE = 0.6
"""From this probability the network decides alone."""
BOTH = 0.35
"""From this probability of either sign a stance is mixed."""
JUDGING = frozenset({"SUPPORT", "ACCUSE", "PROTEST"})
"""Types of event whose verbs tell what the subject thinks of the object."""
LEANS = 0.2
"""A mean score further from zero than this leans to one side."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An actor where a holder may take a stance toward him.

    ``holder`` is where that one is named in the sentence, None for the author and for a speaker who is named
    elsewhere. ``words`` are the stance words of the actor's clause, with their scores.
    """

    scene: Scene
    participant: Participant
    holder: Span | None
    words: tuple[tuple[Span, float], ...]

    @property
    def asked(self) -> Marked:
        """The question for the network."""
        return self.scene.tree.marked(self.holder, self.participant.span)


def abouts(scorer: Scorer, mentioned: Sequence[Mentioned]) -> list[About]:
    """Each of the mentioned with the stance toward it, all asked at once."""
    answers = scorer.stances([one.asked for one in mentioned])
    return [_about(one, scores) for one, scores in zip(mentioned, answers, strict=True)]


def _about(one: Mentioned, scores: Stances) -> About:
    stance, score = decided(scores, [score for _, score in one.words])
    return About(one.participant, stance, score, tuple(span for span, _ in one.words))


def decided(scores: Stances, words: Sequence[float]) -> tuple[Stance | None, float | None]:
    """The stance and its score: the network's likeliest; where that is in doubt, what the words add up to.

    ``words`` are the scores of the stance words. The network's own score is the probability of positive less
    that of negative. None where neither tells.
    """
    by_words = tone.stance(words)
    if not scores or (max(scores.values()) < SURE and by_words[0] is not None):
        return by_words
    positive, negative = scores["positive"], scores["negative"]
    if min(positive, negative) >= BOTH:
        return "mixed", positive - negative
    return max(scores, key=lambda name: scores[name]), positive - negative


def mentioned(scene: Scene, index: int, participant: Participant, holder: Span | None) -> Mentioned:
    """The actor at a word of a sentence, with the stance words of his clause."""
    return Mentioned(scene, participant, holder, clause_words(scene.tree, index))


def clause_words(tree: Tree, index: int) -> tuple[tuple[Span, float], ...]:
    """The stance words of the clause in which a word stands, and their scores."""
    clause = tree.clause(index)
    joined = [c for c in tree.exactly(clause, "conj") if tree.exactly(c, "nsubj", "nsubj:pass")]
    beside = {word for c in joined for word in tree.subtree(c)}  # "…, and [Tanzania is a friend]"
    own = tree.span([word for word in tree.subtree(clause, CLAUSAL) if word not in beside])
    toned = tone.toned_words(tree, own)
    return tuple((span, score) for span, score in toned if not _judges(tree, index, span))


def _judges(tree: Tree, index: int, toned: Span) -> bool:
    """Whether the actor is the one who judges: "[Kenya] condemned X" says nothing bad of Kenya.

    "[Kenya] betrayed X" does: it is no word of saying.
    """
    word = tree.at(toned.start)
    if word is None or tree.words[word].upos != "VERB" or index not in tree.subject(word):
        return False
    lemma = tree.words[word].lemma.lower()
    rows = lexicon.verbs().get(lemma, ())
    return (lemma, "VERB") in lexicon.cues() or any(row.event_type in JUDGING for row in rows)


# ---- the author's own ---------------------------------------------------------------------------------


def of_author(page: Page, scorer: Scorer) -> tuple[About, ...]:
    """The author's stance toward each known actor whom he judges in words of his own, over the article.

    Only sentences count that are likely to be subjective, and in them only what stands in nobody's mouth.
    The score is the mean over these sentences.
    """
    asked = [one for scene in page.scenes for one in _judged(page, scene)]
    together: dict[tuple[str | None, tuple[str, ...]], list[About]] = defaultdict(list)
    for about in abouts(scorer, asked):
        together[about.participant.name, about.participant.country].append(about)
    return tuple(_mean(group) for group in together.values())


def _judged(page: Page, scene: Scene) -> Iterator[Mentioned]:
    if (scene.tree.sentence.subjective or 0.0) < SUBJECTIVE:
        return
    for index, here in scene.by_head.items():
        for participant in here:
            if participant.known and not _in_a_mouth(page, participant.head):
                yield mentioned(scene, index, participant, None)


def _in_a_mouth(page: Page, place: int) -> bool:
    """Whether it stands in a quotation or in what somebody is credited with."""
    return any(c.vouched(place) for c in page.credits) or any(
        quoted.start <= place < quoted.end for quoted in page.said
    )


def _mean(group: Sequence[About]) -> About:
    scores = [about.score for about in group if about.score is not None]
    words = tuple(span for about in group for span in about.words)
    if not scores:
        return About(group[0].participant, None, None, words)
    score = sum(scores) / len(scores)
    signs = {about.stance for about in group} & {"positive", "negative"}
    stance: Stance = "neutral"
    if abs(score) >= LEANS:
        stance = "positive" if score > 0 else "negative"
    elif len(signs) == 2:
        stance = "mixed"
    return About(group[0].participant, stance, score, words)
