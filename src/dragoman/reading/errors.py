"""What can go wrong with an engine, in words for the user."""

from __future__ import annotations


class EngineError(Exception):
    """An engine cannot be had: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


class WeightsError(EngineError):
    """A file of the shipped network is missing, or is not what its sum says."""


class UnknownEngineError(EngineError):
    """No engine goes by the name that was given."""
