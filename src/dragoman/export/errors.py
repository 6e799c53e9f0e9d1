"""What can go wrong with an export, in words for the user."""

from __future__ import annotations


class ExportError(Exception):
    """The export cannot be written: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy
