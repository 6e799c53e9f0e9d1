"""Actors as they are typed or stand in an address."""

from __future__ import annotations

from dragoman.knowledge.actors import bodies, load
from dragoman.serve.names import body_name, country_code
from dragoman.serve.web.answers import Problem


def known_party(words: str) -> str:
    """The code of the state, or the name of the body of no state, that is called so. Raises Problem."""
    if words in load().states or words in bodies():
        return words
    if name := body_name(words):
        return name
    try:
        return country_code(words)
    except LookupError as error:
        near = f"Did you mean {error}?" if str(error) else "Use a name or an ISO alpha-3 code"
        raise Problem(404, f"no actor is known as {words!r}", near) from error


def pair(a: str, b: str) -> tuple[str, str]:
    """The two parties of an address. Raises Problem where they are unknown or one."""
    first, second = known_party(a), known_party(b)
    if first == second:
        raise Problem(422, f"{a} and {b} are the same actor", "Name two")
    return first, second
