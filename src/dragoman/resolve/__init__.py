"""Who, when and where: every mention of a reading that may take part in a record, resolved once."""

from __future__ import annotations

from dragoman.knowledge.actors.own import Own
from dragoman.records import Cast, Reading
from dragoman.resolve.actors import everybody
from dragoman.resolve.dating import written
from dragoman.resolve.phrases import trees
from dragoman.resolve.places import locations, place_names
from dragoman.resolve.times import dates

__all__ = ["cast"]


def cast(reading: Reading, own: Own | None = None) -> Cast:
    """The actors, dates and places of a reading, in text order; ``own`` are a user's actors."""
    forest = trees(reading)
    names = place_names(reading, forest)
    people, times = everybody(reading, forest, names, own), dates(reading)
    return Cast(people, times, locations(names), written(reading, people, times))
