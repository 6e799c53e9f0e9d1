"""Parameters of the address that a call does not have, or has once: refused, never passed over.

A misspelt filter would otherwise be answered with everything, and of two values one would be left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from fastapi import Depends, FastAPI, Request

from dragoman.serve.web.answers import Problem

NEAR = 0.6
"""How alike names are that are suggested, from 0 to 1."""


def _known(app: FastAPI, name: str) -> Mapping[str, bool]:
    """The parameters of a call as its documentation has them, and whether each may be given several times."""
    calls = (call for methods in app.openapi()["paths"].values() for call in methods.values())
    call = next(one for one in calls if one["operationId"] == name)
    return {
        one["name"]: one["schema"].get("type") == "array"
        for one in call.get("parameters", ())
        if one["in"] == "query"
    }


def _checked(request: Request) -> None:
    given = request.query_params.multi_items()
    if not given:
        return
    problems = dict(_problems(given, _known(request.app, request.scope["route"].name)))
    if problems:
        errors = [{"where": f"query.{name}", "problem": problem} for name, problem in problems.items()]
        raise Problem(422, "; ".join(problems.values()), "Correct the address", errors)


def _problems(given: Sequence[tuple[str, str]], known: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    for name, count in Counter(name for name, _ in given).items():
        if name not in known:
            yield name, f"no parameter is called {name[:100]!r} here{_instead(name, known)}"
        elif count > 1 and not known[name]:
            yield name, f"{name} can be given once, and is given {count} times"


def _instead(name: str, known: Mapping[str, bool]) -> str:
    if not known:
        return ": there are none"
    near = get_close_matches(name.lower(), known, n=1, cutoff=NEAR)
    return f"; the nearest is {near[0]}" if near else f"; there are {', '.join(known)}"


CHECKED = Depends(_checked)
"""Of every call."""
