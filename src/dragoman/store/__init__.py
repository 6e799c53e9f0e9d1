"""The store: a DuckDB file with every article read and every record coded from it."""

from dragoman.store.database import Entry, Found, Saved, Store
from dragoman.store.errors import StoreError

__all__ = ["Entry", "Found", "Saved", "Store", "StoreError"]
