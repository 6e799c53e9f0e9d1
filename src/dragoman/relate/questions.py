"""The questions of this stage, one a ``.sql`` file beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from duckdb import DuckDBPyConnection


@cache
def sql(name: str) -> str:
    """The text of ``NAME.sql``."""
    return resources.files("dragoman.relate").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def ask(con: DuckDBPyConnection, name: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The answers to ``NAME.sql`` with its parameters, a dict from column to value a row."""
    cursor = con.execute(sql(name), dict(values or {}))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
