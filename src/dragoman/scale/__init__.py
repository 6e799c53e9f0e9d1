"""A corpus read in parts, each to tables of its own, by one machine or many; then all as one store."""

from dragoman.scale.engine import Engine
from dragoman.scale.joined import DYADS, STORE, Joined
from dragoman.scale.local import Here
from dragoman.scale.part import Told, done
from dragoman.scale.places import Place, PlaceError, place
from dragoman.scale.plan import PART, Part, Plan, plan_of, sources_of

__all__ = [
    "DYADS",
    "PART",
    "STORE",
    "Engine",
    "Here",
    "Joined",
    "Part",
    "Place",
    "PlaceError",
    "Plan",
    "Told",
    "done",
    "place",
    "plan_of",
    "sources_of",
]
