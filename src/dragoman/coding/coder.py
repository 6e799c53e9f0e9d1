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
from dragoman.coding.statements import statements
from dragoman.knowledge.ontology import Ontology
from dragoman.records import Cast, Coding, Reading, Scorer


def code(reading: Reading, cast: Cast, scorer: Scorer, ontology: Ontology, coder: str) -> Coding:
    """Events, statements and assessments of an article, each with its evidence, voice and decisions.

    ``scorer`` tells the type of marked pairs, ``ontology`` under which types events are recorded, and
    ``coder`` names the software and weights that made the records.
    """
    article = reading.article
    quotations = quotes.quoted(article.text)
    stage = scenes(reading, cast)
    page = Page(article, stage, quotations, credits(reading, stage, quotations), ontology, coder)
    return Coding(
        article=replace(article, genre=genre(article, quotations)),
        events=events(page, scorer),
        statements=statements(page),
        assessments=assessments(page),
        participants=cast.participants,
    )
