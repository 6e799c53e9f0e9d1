"""What an engine does: it gives the parts of a run to processes, on one machine or on many."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, Self

from dragoman.relate.periods import Unit
from dragoman.scale.joined import Joined
from dragoman.scale.part import Told
from dragoman.scale.plan import Part, Plan

NotWritten = tuple[Part, str]
"""A part that could not be written, and why."""


class Engine(Protocol):
    """Runs a plan while it is entered. ``to`` is the name of the place where the tables go.

    What raises PlaceError: to enter it, where it cannot be reached.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def run(self, plan: Plan, to: str, parts: Sequence[Part]) -> Generator[Told | NotWritten]:
        """What became of each part as soon as it is known. A part whose process is lost is begun again."""

    def join(self, plan: Plan, to: str, freq: Unit, advance: Callable[[int], None]) -> Joined:
        """As `dragoman.scale.joined.joined`."""
