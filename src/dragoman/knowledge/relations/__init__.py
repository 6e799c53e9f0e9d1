"""The numbers by which relations are measured, each a row with how it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.knowledge import tables


@dataclass(frozen=True, slots=True)
class Index:
    """The constants of the index, in points of the score from -10 to 10; the drift is that of a month."""

    start: float
    start_sd: float
    drift_sd: float
    period_sd: float
    incident_sd: float


@cache
def numbers() -> Mapping[str, float]:
    """The value of each row of ``index.csv``, by name."""
    return MappingProxyType(
        {row["name"]: float(row["value"]) for row in tables.rows("relations", "index.csv")}
    )


@cache
def index_constants() -> Index:
    """The constants of the index."""
    return Index(**{name: numbers()[name] for name in Index.__slots__})
