"""What cannot be understood of an address, a form or a body, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PLACES = ("query", "path", "body", "header", "cookie")
"""Where FastAPI looks for a parameter: a word for programs, which people need not know."""

DAY = "is no day such as 2019-05-04"
WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "has fewer than {min_length} characters",
    "too_long": "has more than {max_length} values",
    "too_short": "has fewer than {min_length} values",
    "literal_error": "is none of {expected}",
    "enum": "is none of {expected}",
    "int_parsing": "is no whole number",
    "int_type": "is no whole number",
    "int_from_float": "is no whole number",
    "int_parsing_size": "is too large a number",
    "float_parsing": "is no number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "string_type": "is no text",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "date_parsing": DAY,
    "date_type": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "value_error": "{error}",
}
"""The kinds of error of pydantic, as we say them; of others its own words are kept."""

PATTERNS: Mapping[str, str] = {
    "^[0-9a-f]{4,64}$": "is no id: four or more of 0-9 and a-f",
    "^[0-9a-f]{16}$": "is no id: sixteen of 0-9 and a-f",
}
"""What the patterns of parameters ask for; of another one it is told as it stands."""


def misread(error: Mapping[str, Any]) -> dict[str, str]:
    """An error of pydantic as our answers tell it: ``where`` as a path of names, and the ``problem``."""
    return {"where": ".".join(map(str, error["loc"])), "problem": _problem(error)}


def field(where: str) -> str:
    """The name of the parameter alone, as people see it in an address or a form."""
    place, _, rest = where.partition(".")
    return rest if rest and place in PLACES else where


def _problem(error: Mapping[str, Any]) -> str:
    kind, told = error.get("type", ""), dict(error.get("ctx") or {})  # our own tell no kind
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(told["pattern"], f"does not match {told['pattern']}")
    if kind in WORDS:
        return WORDS[kind].format_map(told)
    return str(error["msg"][:1]).lower() + str(error["msg"][1:])
