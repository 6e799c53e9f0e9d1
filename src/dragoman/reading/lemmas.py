"""Lemmas as edit scripts: how a form is turned into its lemma, so that a classifier can choose among few.

A script is a letter for the casing, the number of characters to cut from the end, and the ending to add:
``l3y`` turns "Cities" into "city". ``k`` keeps the casing, ``l`` lowers it, ``t`` gives one capital.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

__all__ = ["apply", "script"]

_CASINGS: dict[str, Callable[[str], str]] = {"k": str, "l": str.lower, "t": str.capitalize}
_AMBIGUOUS = tuple("0123456789+")  # a plus divides an ending that begins so from the number
_SCRIPT = re.compile(r"([klt])([0-9]+)\+?(.*)", re.DOTALL)


def script(form: str, lemma: str) -> str:
    """The script that turns ``form`` into ``lemma``: the casing that leaves most of the form standing.

    Where casings do equally well the first of keep, lower, one capital is taken, so that a lower-case form
    has one script only.
    """
    casing = max(_CASINGS, key=lambda name: _shared(_CASINGS[name](form), lemma))
    cased = _CASINGS[casing](form)
    kept = _shared(cased, lemma)
    ending = lemma[kept:]
    plus = "+" if ending[:1] in _AMBIGUOUS else ""
    return f"{casing}{len(cased) - kept}{plus}{ending}"


def _shared(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def apply(form: str, script: str) -> str:
    """The lemma that ``script`` makes of ``form``; the form itself where the script cannot apply.

    Raises ValueError where ``script`` is not a script.
    """
    parts = _SCRIPT.fullmatch(script)
    if parts is None:
        raise ValueError(f"not a lemma script: {script!r}")
    casing, cut, ending = parts.groups()
    cased = _CASINGS[casing](form)
    if int(cut) > len(cased):
        return form
    return cased[: len(cased) - int(cut)] + ending or form
