"""What can go wrong with the store, in words for the user."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)  # as it is made again by another process
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}. {self.remedy}"


class HeldError(StoreError):
    """Another process has the store open."""
