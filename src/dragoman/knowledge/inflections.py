"""The dictionary form of an inflected verb or noun, where the tables know better than a guess by ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from dragoman.knowledge import lexicon

VOWELS = "aeiou"


@cache
def irregular() -> Mapping[tuple[str, str], str]:
    """Irregular forms by form and part of speech, from ``irregular.csv``."""
    return MappingProxyType({(r["form"], r["pos"]): r["lemma"] for r in lexicon.rows("irregular.csv")})


@lru_cache(maxsize=1 << 13)  # a long run has ever more words
def lemma(form: str, pos: str, guess: str) -> str:
    """The lemma of a form, ``guess`` unless the tables say better.

    A listed irregular form has its listed lemma. Otherwise, where the guess is no word of the tables but a
    regular inflection leads to one ("endorsed" guessed as "endorse" is kept, as "endors" is not), that one
    is taken. Proper nouns keep their guess.
    """
    low = form.lower()
    if (found := irregular().get((low, pos))) is not None:
        return found
    known = lexicon.words(pos)
    if guess.lower() in known or not known:
        return guess
    return next((c for c in (low, *regular(low, pos)) if c in known), guess)


def regular(form: str, pos: str) -> Iterator[str]:
    """What a regular inflection may have come from, likeliest first."""
    endings = {"VERB": ("ed", "ing", "s"), "NOUN": ("s",)}.get(pos, ())
    for ending in endings:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            yield from _stems(form.removesuffix(ending), ending)


def _stems(stem: str, ending: str) -> Iterator[str]:
    if ending == "s":
        yield stem
        if stem.endswith("ie"):
            yield stem.removesuffix("ie") + "y"
        if stem.endswith("e"):
            yield stem.removesuffix("e")
        return
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS:
        yield stem[:-1]
    if stem.endswith("i"):
        yield stem.removesuffix("i") + "y"
    yield stem + "e"
    yield stem
