"""What tells that two reports are of one happening: weights, common words, measures; all are rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dragoman.knowledge import tables


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature of ``likeness.csv``, by name."""
    return MappingProxyType(
        {row["feature"]: float(row["weight"]) for row in tables.rows("incidents", "likeness.csv")}
    )


RARE = 0.4
"""How often a party is in the news that ``news.csv`` does not list, as its rates are."""


@cache
def news() -> Mapping[str, float]:
    """How often parties are in the news: in how many of 1,000 events each is one (``news.csv``)."""
    return MappingProxyType(
        {row["party"]: float(row["rate"]) for row in tables.rows("incidents", "news.csv")}
    )


@cache
def common_words() -> frozenset[str]:
    """Words in lower case that stand in most news, whatever happened (``common_words.csv``)."""
    return frozenset(
        word for row in tables.rows("incidents", "common_words.csv") for word in tables.values(row["words"])
    )


@cache
def measures() -> Mapping[str, str]:
    """What a number beside a word counts: "killed" for "dead" (``measures.csv``)."""
    rows = tables.rows("incidents", "measures.csv")
    return MappingProxyType({word: row["measure"] for row in rows for word in tables.values(row["words"])})


@cache
def no_tolls() -> Mapping[str, frozenset[str]]:
    """Words by which a number is no toll, by where they stand: before, after, beside, near it."""
    rows = tables.rows("incidents", "no_tolls.csv")
    return MappingProxyType({row["where"]: frozenset(tables.values(row["words"])) for row in rows})
