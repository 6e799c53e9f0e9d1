"""Statements: one for every sentence of what somebody is credited with."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.coding import quotes, tone
from dragoman.coding.credits import Credit
from dragoman.coding.frames import Scene
from dragoman.coding.page import Page
from dragoman.coding.syntax import CLAUSAL, Tree
from dragoman.coding.voice import voice
from dragoman.records import About, Participant, Span, Statement, Step


def statements(page: Page) -> tuple[Statement, ...]:
    """The statements of an article in text order."""
    found = {s.id: s for credit in page.credits for s in _of(page, credit)}
    return tuple(sorted(found.values(), key=lambda s: s.content[0].start))


def _of(page: Page, credit: Credit) -> Iterator[Statement]:
    for scene in page.scenes:
        pieces = tuple(_clip(piece, scene) for piece in credit.content if _touches(piece, scene))
        if not pieces:
            continue
        about = _about(scene, pieces, credit)
        overall, score = tone.stance(s for piece in pieces for _, s in tone.toned_words(scene.tree, piece))
        source_key = credit.source.start if credit.source else -1
        yield Statement(
            id=page.id("statement", source_key, pieces[0].start, pieces[-1].end),
            document=page.article.id,
            source=credit.source,
            cue=credit.cue,
            content=pieces,
            quote=quotes.kind(pieces, page.quotations),
            about=about,
            stance=overall,
            contexts=tone.contexts(page.ontology, scene, Span(pieces[0].start, pieces[-1].end)),
            voice=voice(page, credit.cue or pieces[0], leaving_out=credit),
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


def _about(scene: Scene, pieces: tuple[Span, ...], credit: Credit) -> tuple[About, ...]:
    """The identified actors of the content, each with the tone of the clause it stands in."""
    found: dict[tuple[str | None, tuple[str, ...]], About] = {}
    for index, here in scene.by_head.items():
        for participant in here:
            key = (participant.name, participant.country)
            if participant.how is None or not any(p.holds(participant.span) for p in pieces) or key in found:
                continue
            if _is_source(participant, credit):
                continue
            clause = scene.tree.span(scene.tree.subtree(scene.tree.clause(index), CLAUSAL))
            toned = [
                (span, score)
                for span, score in tone.toned_words(scene.tree, clause)
                if any(p.holds(span) for p in pieces) and not _judges(scene.tree, index, span)
            ]
            stance, score = tone.stance(score for _, score in toned)
            found[key] = About(participant, stance, score, tuple(span for span, _ in toned))
    return tuple(found.values())


def _judges(tree: Tree, index: int, toned: Span) -> bool:
    """Whether the actor is the one who judges: "[Kenya] condemned X" says nothing bad of Kenya."""
    word = tree.at(toned.start)
    return word is not None and tree.words[word].upos == "VERB" and index in tree.subject(word)


def _is_source(participant: Participant, credit: Credit) -> bool:
    source = credit.source
    return source is not None and source.name is not None and source.name == participant.name
