"""The five classes of a mean score, the same in all pictures, so that one colour means one thing."""

from __future__ import annotations

from dragoman.serve.web.pictures.words import known

MILD, STRONG = 1.0, 4.0
"""Scores from which a relation leans to one side, and from which it does so clearly (-10 to 10).

Statements score about 1 to 4 in PLOVER's scale, deeds and threats more.
"""
LABELS = ("≤ −4", "−4 to −1", "−1 to 1", "1 to 4", "≥ 4")
NEUTRAL = 3


def class_of(score: float | None) -> int | None:
    """1 for clear conflict to 5 for clear cooperation, None where there is no score."""
    if (score := known(score)) is None:
        return None
    if abs(score) < MILD:
        return NEUTRAL
    step = 2 if abs(score) >= STRONG else 1
    return NEUTRAL + step if score > 0 else NEUTRAL - step
