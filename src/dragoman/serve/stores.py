"""Stores to read from, everything worked out first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import Error

from dragoman.relate import bring_up_to_date, pending
from dragoman.store import Store, StoreError


@contextmanager
def related(db: Path | str) -> Iterator[Store]:
    """The store to read, after what its articles have to do with each other was worked out.

    Raises StoreError where the file cannot be used, or has something to be worked out and cannot be written.
    """
    with Store(db, read_only=True) as store:
        if not pending(store.connection):
            yield store
            return
    with Store(db) as store:
        _work_out(store)
    with Store(db, read_only=True) as store:
        yield store


def _work_out(store: Store) -> None:
    try:
        bring_up_to_date(store.connection)
    except Error as error:
        problem = (
            f"what its articles have to do with each other cannot be stored ({str(error).splitlines()[0]})"
        )
        raise StoreError(problem, "Check the disk") from error
