"""Relations between actors, worked out from the store's tables."""

from dragoman.relate.dyads import Relation, relation
from dragoman.relate.incident import Incident, Wanted, incidents
from dragoman.relate.periods import Chosen, Period, series
from dragoman.relate.update import bring_up_to_date, pending

__all__ = [
    "Chosen",
    "Incident",
    "Period",
    "Relation",
    "Wanted",
    "bring_up_to_date",
    "incidents",
    "pending",
    "relation",
    "series",
]
