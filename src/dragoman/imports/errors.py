"""What can go wrong with an import, in words for the user."""

from __future__ import annotations


class ImportsError(Exception):
    """A file cannot be imported: ``file`` names it, ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {problem}. {remedy}")
        self.file = file
        self.problem = problem
        self.remedy = remedy
