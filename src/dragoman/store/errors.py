"""What can go wrong with the store, in words for the user."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


class HeldError(StoreError):
    """Another process has the store open."""
