"""The coding of one article, in order: credits, genre, events, statements, assessments."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding import quotes
from dragoman.coding.assessments import assessments
from dragoman.coding.credits import credits
from dragoman.coding.events import events
from dragoman.coding.frames import scenes
from dragoman.coding.genre import genre
from dragoman.coding.page import Page
from dragoman.coding.stance import of_author
from dragoman.coding.statements import statements
from dragoman.knowledge.ontology import Ontology
from dragoman.records import Cast, Coding, Reading, Scorer


def code(reading: Reading, cast: Cast, scorer: Scorer, ontology: Ontology, coder: str) -> Coding:
    """Events, statements and assessments of an article, each with its evidence, voice and decisions.

    ``scorer`` tells the type of marked pairs, ``ontology`` under which types events are recorded, and
    ``coder`` names the software and weights that made the records.
    """
    article = replace(reading.article, genre=genre(reading))
    stage = scenes(reading, cast)
    said = quotes.said(reading.quotations)
    scares = tuple(one.span for one in reading.quotations if quotes.is_scare(one))
    page = Page(article, stage, said, scares, credits(reading, stage, said), ontology, coder)
    return Coding(
        article=article,
        events=events(page, scorer),
        statements=statements(page, scorer),
        assessments=assessments(page),
        participants=cast.participants,
        author=of_author(page, scorer),
        estimate=cast.estimate,
    )
