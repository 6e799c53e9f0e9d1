"""Relations between actors, worked out from the store's tables."""

from dragoman.relate.dyads import AssessmentRow, Count, EventRow, Relation, StatementRow, relation
from dragoman.relate.update import bring_up_to_date, pending

__all__ = [
    "AssessmentRow",
    "Count",
    "EventRow",
    "Relation",
    "StatementRow",
    "bring_up_to_date",
    "pending",
    "relation",
]
