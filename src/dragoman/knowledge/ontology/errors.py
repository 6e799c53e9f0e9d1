"""What can go wrong with an ontology of one's own, in words for the user."""

from __future__ import annotations


class OntologyError(Exception):
    """An ontology cannot be used: ``problem`` says which file, where and why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy
