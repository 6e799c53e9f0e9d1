"""Statements: one for every sentence of what somebody is credited with, and one for every scare quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.coding import quotes, stance, tone
from dragoman.coding.credits import Credit
from dragoman.coding.frames import Scene
from dragoman.coding.page import Page
from dragoman.coding.stance import Mentioned
from dragoman.coding.voice import on_whose_word, voice
from dragoman.records import About, Participant, Quote, Scorer, Span, Statement, Step


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before the stances of its holder are known."""

    scene: Scene
    credit: Credit
    pieces: tuple[Span, ...]
    quote: Quote
    about: tuple[Mentioned, ...]


def statements(page: Page, scorer: Scorer) -> tuple[Statement, ...]:
    """The statements of an article in text order. The scorer is asked once, for all stances."""
    drafts = [draft for credit in page.credits for draft in _of(page, credit)]
    drafts += [draft for scare in page.scares for draft in _distance(page, scare)]
    answers = iter(stance.abouts(scorer, [one for draft in drafts for one in draft.about]))
    found = [_statement(page, draft, tuple(islice(answers, len(draft.about)))) for draft in drafts]
    return tuple(sorted({s.id: s for s in found}.values(), key=lambda s: s.content[0].start))


def _of(page: Page, credit: Credit) -> Iterator[_Draft]:
    for scene in page.scenes:
        pieces = tuple(_clip(piece, scene) for piece in credit.content if _touches(piece, scene))
        if pieces:
            quote = quotes.kind(pieces, page.said)
            yield _Draft(scene, credit, pieces, quote, tuple(_about(scene, pieces, credit)))


def _distance(page: Page, scare: Span) -> Iterator[_Draft]:
    """A word in scare quotes: nobody says it, the author will not have said it either."""
    credit = Credit(None, None, (scare,), "quotation marks of distance")
    yield from (
        _Draft(scene, credit, (scare,), "scare", ()) for scene in page.scenes if _touches(scare, scene)
    )


def _statement(page: Page, draft: _Draft, about: tuple[About, ...]) -> Statement:
    scene, credit, pieces = draft.scene, draft.credit, draft.pieces
    overall, score = tone.stance(s for piece in pieces for _, s in tone.toned_words(scene.tree, piece))
    chain = voice(page, credit.cue or pieces[0], leaving_out=credit)
    source_key = credit.source.start if credit.source else -1
    unsaid = draft.quote == "scare"  # the distance is that of whoever writes or speaks here
    said_by = chain[-1].participant if unsaid else credit.source
    return Statement(
        id=page.id("statement", source_key, pieces[0].start, pieces[-1].end),
        document=page.article.id,
        source=credit.source,
        cue=credit.cue,
        content=pieces,
        quote=draft.quote,
        about=about,
        stance=overall,
        contexts=tone.contexts(page.ontology, scene, Span(pieces[0].start, pieces[-1].end)),
        voice=chain,
        voice_kind=on_whose_word(page.article.genre, said_by) if unsaid or said_by else "unknown",
        subjective=scene.tree.sentence.subjective,
        confidence=credit.score,
        codebook=page.ontology.version,
        coder=page.coder,
        steps=(
            Step("credited by", credit.rule),
            Step("stance", "no word carries one" if score is None else f"mean score {score:+.2f}"),
        ),
    )


def _touches(piece: Span, scene: Scene) -> bool:
    sentence = scene.tree.sentence
    return piece.start < sentence.end and sentence.start < piece.end


def _clip(piece: Span, scene: Scene) -> Span:
    sentence = scene.tree.sentence
    return Span(max(piece.start, sentence.start), min(piece.end, sentence.end))


def _about(scene: Scene, pieces: tuple[Span, ...], credit: Credit) -> Iterator[Mentioned]:
    """The identified actors of the content, each once; a nameless one only if his country is not there."""
    seen = set[tuple[str | None, tuple[str, ...]]]()
    for index, here in scene.by_head.items():
        for participant in here:
            key = (participant.name, participant.country)
            again = key in seen or (not participant.name and any(key[1] == other for _, other in seen))
            inside = participant.known and any(p.holds(participant.span) for p in pieces)
            if participant.how is None or not inside or again or _is_source(participant, credit):
                continue
            seen.add(key)
            found = stance.mentioned(scene, index, participant, _holder(scene, credit))
            words = tuple(one for one in found.words if any(p.holds(one[0]) for p in pieces))
            yield Mentioned(scene, participant, found.holder, words)


def _holder(scene: Scene, credit: Credit) -> Span | None:
    """Where the source is named, if in this sentence."""
    source = credit.source
    return source.span if source is not None and _touches(source.span, scene) else None


def _is_source(participant: Participant, credit: Credit) -> bool:
    source = credit.source
    return source is not None and source.name is not None and source.name == participant.name
