"""Where names stand beside circles: one after the other, each where it covers least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.serve.web.pictures.words import SIZE, room


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


Line = tuple[Circle, Circle]


@dataclass(frozen=True, slots=True)
class Scene:
    """What names stand among: circles, the lines between them, and the edge of the picture."""

    circles: tuple[Circle, ...]
    lines: tuple[Line, ...]
    within: Box


def beside(circle: Circle, name: str, taken: Sequence[Box], scene: Scene) -> Box | None:
    """The place by the circle where the name crosses fewest lines; None where another thing is everywhere.

    Names may not cover each other, a circle or the edge of the picture.
    """
    free = [
        box
        for box in _places(circle, room(name))
        if scene.within.holds(box)
        and not any(box.meets(other) for other in taken)
        and not any(_covers(box, other) for other in scene.circles)
    ]
    return min(free, key=lambda box: sum(_crosses(box, one) for one in scene.lines), default=None)


def _places(circle: Circle, width: float) -> list[Box]:
    """Right, left, above, below and the corners, the liked ones first."""
    height, gap = SIZE + 2, circle.radius + 4
    slant = 0.7 * circle.radius + 3
    x, y = circle.x, circle.y
    return [
        Box(x + gap, y - height / 2, width, height),
        Box(x - gap - width, y - height / 2, width, height),
        Box(x - width / 2, y - gap - height, width, height),
        Box(x - width / 2, y + gap, width, height),
        Box(x + slant, y - slant - height, width, height),
        Box(x + slant, y + slant, width, height),
        Box(x - slant - width, y - slant - height, width, height),
        Box(x - slant - width, y + slant, width, height),
    ]


def _covers(box: Box, circle: Circle) -> bool:
    near_x = min(max(circle.x, box.x), box.x + box.width)
    near_y = min(max(circle.y, box.y), box.y + box.height)
    return (near_x - circle.x) ** 2 + (near_y - circle.y) ** 2 < (circle.radius + 1) ** 2


def _crosses(box: Box, line: Line) -> bool:
    """Whether the line runs through the box (Liang and Barsky 1984)."""
    a, b = line
    dx, dy = b.x - a.x, b.y - a.y
    first, last = 0.0, 1.0
    for step, room_ in (
        (-dx, a.x - box.x),
        (dx, box.x + box.width - a.x),
        (-dy, a.y - box.y),
        (dy, box.y + box.height - a.y),
    ):
        if step == 0:
            if room_ < 0:
                return False
        elif step < 0:
            first = max(first, room_ / step)
        else:
            last = min(last, room_ / step)
    return first < last
