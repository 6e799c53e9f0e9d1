"""Relations between two actors, worked out from the store's tables."""

from dragoman.relate.dyads import AssessmentRow, Count, EventRow, Relation, StatementRow, relation

__all__ = ["AssessmentRow", "Count", "EventRow", "Relation", "StatementRow", "relation"]
