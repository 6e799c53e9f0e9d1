"""Actors as they are typed or stand in an address."""

from __future__ import annotations

from dragoman.knowledge.actors import bodies, load
from dragoman.resolve.actors import resolve_name
from dragoman.serve.names import body_name, country_code
from dragoman.serve.web.answers import Problem

MOST_STATES = 3
"""States that are named for what is asked."""


def known_party(words: str) -> str:
    """The code of the state, or the name of the body of no state, that is called so. Raises Problem."""
    if words in load().states or words in bodies():
        return words
    if name := body_name(words):
        return name
    try:
        return country_code(words)
    except LookupError as error:
        raise Problem(404, f"no actor is known as {words!r}", _instead(words, str(error))) from error


def _instead(words: str, near: str) -> str:
    """What to ask for: the state of a person, office or place, otherwise near names where there are any."""
    found = resolve_name(words).country if words.strip() else ()
    states = [f"{load().state(code)} ({code})" for code in found[:MOST_STATES]]
    if states:
        return f"As a person, office or place it is of {' and '.join(states)}: ask for that"
    return f"Did you mean {near}?" if near else "Use the name of a state or body, or an ISO alpha-3 code"


def pair(a: str, b: str) -> tuple[str, str]:
    """The two parties of an address. Raises Problem where they are unknown or one."""
    first, second = known_party(a), known_party(b)
    if first == second:
        raise Problem(422, f"{a} and {b} are the same actor", "Name two")
    return first, second
