"""A map of the world: states coloured by the mean score of what they have to do with somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from markupsafe import Markup

from dragoman.knowledge.tables import rows
from dragoman.serve.web.pictures.classes import LABELS, class_of
from dragoman.serve.web.pictures.frame import Frame, Sheet, rendered
from dragoman.serve.web.pictures.words import LINE, counted, known, lines, room, signed

Boundaries = Literal["un", "de_facto"]

DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official endorsement "
    "or acceptance by the project. The final status of Jammu and Kashmir and of other territories in dispute "
    "is not judged by it."
)
PRACTICES: Mapping[Boundaries, str] = MappingProxyType(
    {
        "un": "Boundaries by the practice of the United Nations.",
        "de_facto": "Boundaries by who holds a place, as Natural Earth draws them.",
    }
)
SOURCE = "Map: Natural Earth, Equal Earth projection."
WIDTH, HEIGHT = 1000.0, 430.0
"""Of the box that the shapes of world.csv stand in."""
SMALL = 12.0
"""States of fewer square pixels get a circle, which can be seen and pressed."""
FEW = 10
"""Of fewer incidents a mean is little more than their chance: such states are hatched."""
SIGN = 26.0
"""Pixels that a sign of the legend takes with the space before its words."""
LARGE = 30.0
"""Of the legend's letters where they are largest: on telephones, in the drawing's own pixels."""
DISPUTED = frozenset({"XKX", "ESH", "KAS", "CYN", "SOL"})
"""Drawn with a dashed border."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory of the map: ``path`` is empty where the source has no shape, then only its point counts.

    ``area`` is in square pixels, ``x`` and ``y`` lie within the largest part.
    """

    code: str
    name: str
    x: float
    y: float
    area: float
    path: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Value:
    """What is told of a state: ``score`` is a mean score or an index, -10 to 10, None where there is none."""

    incidents: int
    score: float | None


@dataclass(frozen=True, slots=True)
class World:
    """``values`` by ISO alpha-3 code; ``own`` is the state whose relations they are, if any."""

    title: str
    values: Mapping[str, Value]
    boundaries: Boundaries = "un"
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A territory as it is drawn; ``radius`` is that of its circle, 0 for none.

    ``few`` is the class that it is hatched in, 0 where there are incidents enough.
    """

    territory: Territory
    name: str
    radius: float
    title: str
    href: str | None
    few: int = 0

    @property
    def known(self) -> bool:
        """Whether something is told of it."""
        return self.name != "pic-land"

    @property
    def disputed(self) -> bool:
        return self.territory.code in DISPUTED


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands beside the scale in the legend: class (none for the hatch), left end, words."""

    name: str
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawn:
    plain: tuple[Shape, ...]
    above: tuple[Shape, ...]
    classes: tuple[tuple[float, str], ...]
    box: float
    signs: tuple[tuple[Sign, ...], ...]
    legend_top: float
    notes: tuple[str, ...]
    notes_top: float


def draw(world: World, link: Callable[[str], str] | None = None, frame: Frame | None = None) -> Markup:
    """The picture; ``link`` gives the address of a state that has data.

    The drawing is 1000 wide in any frame: pictures.css makes its letters larger on telephones.
    """
    frame = frame or Frame(ident="world")
    frame = replace(frame, width=int(WIDTH))
    drawn = _drawn(world, link, frame)
    bottom = drawn.notes_top + LINE * len(drawn.notes)
    return rendered("world.svg.jinja", frame, Sheet(world.title, _told(world), bottom, drawn))


@cache
def territories(boundaries: Boundaries = "un") -> Mapping[str, Territory]:
    """The territories by code: ISO alpha-3, and Natural Earth's where ISO has none (CYN, SOL, KAS)."""
    found = (row for row in rows("places", "world.csv") if row[boundaries])
    return MappingProxyType(
        {
            row[boundaries]: Territory(
                row[boundaries],
                row["name"],
                float(row["x"]),
                float(row["y"]),
                float(row["area"] or 0),
                row["path"],
            )
            for row in found
        }
    )


def _drawn(world: World, link: Callable[[str], str] | None, frame: Frame) -> Drawn:
    shapes = tuple(_shapes(world, link))
    legend_top, signs = HEIGHT + 30, _signs(world)
    notes = lines(f"{PRACTICES[world.boundaries]} {DISCLAIMER} {SOURCE}", 11.5, frame.width)
    return Drawn(
        tuple(one for one in shapes if not one.known and not one.disputed),
        # dashed borders lie upon those of the neighbours, small states upon the large ones around them
        tuple(sorted((one for one in shapes if one.known or one.disputed), key=_height)),
        tuple((WIDTH * at / 5, label) for at, label in enumerate(LABELS)),
        WIDTH / 5,
        signs,
        legend_top,
        notes if frame.standalone else (),
        legend_top + 46 + 20 * len(signs),
    )


def _height(shape: Shape) -> tuple[bool, bool]:
    return bool(shape.radius), shape.disputed


def _shapes(world: World, link: Callable[[str], str] | None) -> Iterator[Shape]:
    for code, one in territories(world.boundaries).items():
        value = world.values.get(code)
        if code == world.own:
            href = link(code) if link and value else None
            yield Shape(one, "pic-own", _radius(one), _title(one, value), href)
        elif value is None or not value.incidents:
            yield Shape(one, "pic-land", 0 if one.path else 1.2, f"{one.name}: no incidents.", None)
        else:
            href = link(code) if link else None
            few = class_of(value.score) or 0 if value.incidents < FEW else 0
            name = "pic-few" if few else _class(value.score)
            yield Shape(one, name, _radius(one), _title(one, value), href, few)


def _radius(one: Territory) -> float:
    return 4.2 if one.area < SMALL else 0


def _title(one: Territory, value: Value | None) -> str:
    if value is None:
        return f"{one.name}."
    return f"{one.name}: {counted(value.incidents)}, mean score {signed(value.score)}."


def _class(score: float | None) -> str:
    at = class_of(score)
    return f"pic-class-{at}" if at else "pic-unscored"


def _signs(world: World) -> tuple[tuple[Sign, ...], ...]:
    """In rows that have room for their words at their largest."""
    rows: list[list[Sign]] = [[]]
    x = 0.0
    for name, label in _meanings(world):
        width = SIGN + room(label, LARGE)
        if x and x + width > WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append(Sign(name, x, label))
        x += width + 24
    return tuple(map(tuple, rows))


def _meanings(world: World) -> Iterator[tuple[str, str]]:
    """Class and words of each sign."""
    shown = territories(world.boundaries)
    told = [
        one for code, one in world.values.items() if one.incidents and code in shown and code != world.own
    ]
    yield "pic-land", "no incidents"
    if any(known(one.score) is None for one in told):
        yield "pic-unscored pic-known", "incidents, no score"
    if any(one.incidents < FEW and known(one.score) is not None for one in told):
        yield "", f"fewer than {FEW} incidents"
    if world.own in shown:
        yield "pic-own", shown[world.own or ""].name


def _told(world: World) -> str:
    shown = territories(world.boundaries)
    known_states = {code: one for code, one in world.values.items() if code in shown and one.incidents}
    if not known_states:
        return f"There is no state with incidents. {PRACTICES[world.boundaries]} {DISCLAIMER}"
    most = sorted(known_states, key=lambda code: (-known_states[code].incidents, code))[:5]
    first = " ".join(_title(shown[code], known_states[code]) for code in most)
    return (
        f"{counted(len(known_states), 'state')} with incidents. Most: {first} "
        f"{PRACTICES[world.boundaries]} {DISCLAIMER}"
    )
