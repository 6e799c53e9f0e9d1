"""What was read goes into a store: many articles at a time, a bad one on its own."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.pipeline import Failure, Outcome
from dragoman.store import Store, StoreError

TOGETHER = 32
"""Of more articles than so many, so many are stored at a time: that is ten times faster than one by one."""


def kept(store: Store, group: Sequence[Outcome]) -> list[Outcome]:
    """Save articles in one go; where their records cannot be, one by one, so that a bad one costs no other.

    An article whose records the store refuses becomes a failure. Raises duckdb.Error where nothing can be
    written.
    """
    try:
        store.save_all([(one.coding, one.source) for one in group if one.coding])
        return list(group)
    except StoreError as error:
        if len(group) > 1:
            return [told for one in group for told in kept(store, [one])]
        source = group[0].source
        return [Outcome(source, None, Failure(source, error.problem, error.remedy))]
