"""A country's code from what a user types: its ISO 3166-1 alpha-3 code or one of its names."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from dragoman.knowledge import actors

LIKE = 0.8
"""How much a name must be like the words to be suggested, from 0 to 1: "spain" is 0.6 of "putin"."""


def country_code(words: str) -> str:
    """The alpha-3 code of a country given by code or name, in any case.

    Raises LookupError, with near names as its message, when no state goes by these words.
    """
    known = _states()
    code = known.get(_plain(words))
    if code is None:
        near = get_close_matches(_plain(words), known, n=3, cutoff=LIKE)
        raise LookupError(", ".join(name.upper() if len(name) == 3 else name.title() for name in near))
    return code


def body_name(words: str) -> str | None:
    """The name of the body of no state that goes by these words ("EU", "al-Qaeda"), None where none does."""
    known = actors.load().names.get(actors.fold(words), ())
    return next((one.name for one in known if one.name in actors.bodies()), None)


def _plain(words: str) -> str:
    return " ".join(words.casefold().removeprefix("the ").split())


@cache
def _states() -> dict[str, str]:
    names: dict[str, str] = {}
    for state in actors.load().states.values():
        for name in (state.iso3, state.name, *state.others):
            names.setdefault(_plain(name), state.iso3)
    return names
