"""The relation of two countries as a picture: the index with its interval, changes, incidents by quad."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.knowledge.actors import load
from dragoman.relate import Period, Relation
from dragoman.relate.periods import QUADS, Unit

ENDINGS = (".png", ".svg")
COLOURS = {
    "verbal_cooperation": "#92c5de",
    "material_cooperation": "#0571b0",
    "verbal_conflict": "#f4a582",
    "material_conflict": "#ca0020",
}
"""Told apart by those who see no red or green too (ColorBrewer's RdBu)."""
DAYS: dict[Unit, float] = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


class PlotError(Exception):
    """The picture cannot be drawn: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


def draw(found: Relation, path: Path, beside: Sequence[Period] = (), beside_name: str = "") -> None:
    """Write the picture, PNG or SVG by the ending of ``path``, one of `ENDINGS`. Raises PlotError."""
    if not found.periods:
        raise PlotError("there is no incident with a date to draw", "Read articles on the two first")
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PlotError(
            "pictures need matplotlib", "Install it with: pip install 'dragoman[plot]'"
        ) from error
    with rc_context({"svg.hashsalt": "dragoman", "svg.fonttype": "none"}):
        figure = Figure(figsize=(10, 6), layout="constrained")
        level, counts = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        _level(level, found, beside, beside_name)
        _counts(counts, found)
        figure.suptitle(f"{load().state(found.a)} and {load().state(found.b)}, by {found.unit}")
        figure.legend(loc="outside lower center", fontsize=8, frameon=False, ncols=7)
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)
        except OSError as error:
            raise PlotError(f"{path} cannot be written ({error.strerror})", "Name another file") from error


def _level(axes, found: Relation, beside: Sequence[Period], beside_name: str) -> None:  # type: ignore[no-untyped-def]
    days = [one.period for one in found.periods]
    axes.fill_between(
        days,
        [one.low for one in found.periods],
        [one.high for one in found.periods],
        alpha=0.2,
        color="#333333",
        label="95 % interval",
        linewidth=0,
    )
    axes.plot(days, [one.index for one in found.periods], marker=".", color="#333333", label="index")
    if beside:
        axes.plot(
            [one.period for one in beside],
            [one.index for one in beside],
            "--",
            color="#7b3294",
            label=beside_name,
        )
    for change in found.changes:
        axes.axvline(change.found.period, color="#888888", linestyle=":")
        axes.annotate(
            f"{change.found.before:+.1f} to {change.found.after:+.1f}",
            (change.found.period, 9.6),
            fontsize=8,
            rotation=90,
            va="top",
            ha="right",
        )
    axes.axhline(0, color="#aaaaaa", linewidth=0.8)
    axes.set_ylim(-10, 10)
    axes.set_ylabel("index (-10 to 10)")


def _counts(axes, found: Relation) -> None:  # type: ignore[no-untyped-def]
    days = [one.period for one in found.periods]
    up, down = [0] * len(days), [0] * len(days)
    for quad in QUADS:
        heights = [getattr(one, quad) for one in found.periods]
        friendly = quad.endswith("cooperation")
        base = up if friendly else down
        signed = heights if friendly else [-height for height in heights]
        axes.bar(
            days,
            signed,
            bottom=base,
            width=0.9 * DAYS[found.unit],
            color=COLOURS[quad],
            edgecolor=COLOURS[quad],
            linewidth=0.4,
            align="edge",
            label=quad.replace("_", " "),
        )
        base[:] = [one + more for one, more in zip(base, signed, strict=True)]
    axes.axhline(0, color="#aaaaaa", linewidth=0.8)
    axes.set_ylabel("incidents")
