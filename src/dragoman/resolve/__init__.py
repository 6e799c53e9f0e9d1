"""Who, when and where: every mention of a reading that may take part in a record, resolved once."""

from __future__ import annotations

from dragoman.records import Cast, Reading
from dragoman.resolve.actors import participants
from dragoman.resolve.places import places
from dragoman.resolve.times import dates

__all__ = ["cast"]


def cast(reading: Reading) -> Cast:
    """The actors, dates and places of a reading, in text order."""
    return Cast(participants(reading), dates(reading), places(reading))
