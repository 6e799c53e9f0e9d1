"""An article laid out for coding: sentences with their actors, quotations, who is credited with what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dragoman.coding.credits import Credit
from dragoman.coding.frames import Scene
from dragoman.knowledge.ontology import Ontology
from dragoman.records import Article, Span


@dataclass(frozen=True, slots=True)
class Page:
    """What every record of an article is made from: the article, the ontology, and who codes.

    ``said`` are the quotations that are somebody's words, ``scares`` the few words from which the author
    keeps his distance by quotation marks.
    """

    article: Article
    scenes: tuple[Scene, ...]
    said: tuple[Span, ...]
    scares: tuple[Span, ...]
    credits: tuple[Credit, ...]
    ontology: Ontology
    coder: str

    def id(self, kind: str, *parts: object) -> str:
        """A record's id: sixteen hexadecimal digits of the sha256 of its document, kind and place."""
        key = "\x1f".join(map(str, (self.article.id, kind, *parts)))
        return hashlib.sha256(key.encode()).hexdigest()[:16]
