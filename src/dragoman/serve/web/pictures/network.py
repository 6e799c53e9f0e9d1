"""Who deals with whom: actors as circles, dyads as lines between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, sin, sqrt

import rustworkx
from markupsafe import Markup

from dragoman.serve.web.pictures.classes import LABELS, NEUTRAL, class_of
from dragoman.serve.web.pictures.frame import NARROW, Frame, Sheet, nothing, rendered
from dragoman.serve.web.pictures.labels import Box, Circle, Scene, beside
from dragoman.serve.web.pictures.legend import Entry, Legend, placed
from dragoman.serve.web.pictures.words import LINE, counted, lines, shortened, signed

MOST = 40
"""Dyads that are drawn, those with most incidents: of more nobody sees which line goes where."""
SEED = 7
RANKED = 0.4
"""Part of a position that is its rank and not its distance."""
CONFLICT_DASH = "6 3"

Point = tuple[float, float]
Positions = dict[str, Point]


@dataclass(frozen=True, slots=True)
class Node:
    code: str
    name: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A dyad, whichever of the two acts; ``mean`` is its mean score, -10 to 10, None where there is none."""

    a: str
    b: str
    incidents: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Network:
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A dyad as a line; ``tone`` is 1 (conflict) to 5 (cooperation)."""

    ends: tuple[float, float, float, float]
    width: float
    tone: int
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Disc:
    """An actor as a circle; ``box`` is where its name stands, None where there is no room for it."""

    circle: Circle
    title: str
    name: str
    box: Box | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    strokes: tuple[Stroke, ...]
    discs: tuple[Disc, ...]
    note: tuple[str, ...]
    note_top: float
    legend: Legend


Link = Callable[[str], str]
EdgeLink = Callable[[str, str], str]


def draw(
    network: Network, link: Link | None = None, edge_link: EdgeLink | None = None, frame: Frame | None = None
) -> Markup:
    """The picture; ``link`` gives the address of an actor by its code, ``edge_link`` that of a dyad."""
    frame = frame or Frame(ident="network")
    edges = largest(network)
    if not edges:
        return nothing(frame, network.title, "There is no incident between two actors to draw.")
    drawn = _drawn(network, edges, link, edge_link, frame)
    sheet = Sheet(network.title, _told(network, edges), drawn.legend.bottom + 6, drawn)
    return rendered("network.svg.jinja", frame, sheet)


def largest(network: Network) -> tuple[Edge, ...]:
    """The dyads that are drawn, most incidents first: of two different actors that the picture knows."""
    known_codes = {node.code for node in network.nodes}
    real = [
        one for one in network.edges if one.a != one.b and {one.a, one.b} <= known_codes and one.incidents
    ]
    return tuple(sorted(real, key=lambda one: (-one.incidents, one.a, one.b))[:MOST])


def _drawn(
    network: Network, edges: Sequence[Edge], link: Link | None, edge_link: EdgeLink | None, frame: Frame
) -> Drawn:
    narrow = frame.width <= NARROW * 1.5
    height = frame.width * (1.15 if narrow else 0.6)
    nodes = _nodes(network, edges)
    circles = _circles(nodes, edges, frame.width, height, 17 if narrow else 30)
    note = lines(_note(network, edges), 11.5, frame.width)
    note_top = height + LINE
    return Drawn(
        _strokes(edges, circles, {node.code: node.name for node in nodes}, edge_link, narrow),
        _discs(nodes, edges, circles, link, Box(0, 0, frame.width, height)),
        note,
        note_top,
        placed(_entries(edges), 0, frame.width, note_top + LINE * (len(note) - 1) + 8),
    )


def _nodes(network: Network, edges: Sequence[Edge]) -> tuple[Node, ...]:
    """The actors of the drawn dyads, most incidents first."""
    drawn = {code for one in edges for code in (one.a, one.b)}
    return tuple(sorted((n for n in network.nodes if n.code in drawn), key=lambda n: (-n.incidents, n.code)))


def _circles(
    nodes: Sequence[Node], edges: Sequence[Edge], width: float, height: float, radius: float
) -> dict[str, Circle]:
    """A circle for each actor, its area by incidents, where the layout puts it and none touches another."""
    most = max(1, *(node.incidents for node in nodes))
    radii = {node.code: max(radius * sqrt(node.incidents / most), 4.0) for node in nodes}
    places = layout([node.code for node in nodes], edges)
    side = radius + (34 if width > NARROW * 1.5 else 14)
    fitted = _fitted(places, width, height, side, radius + 8)
    apart = _apart(fitted, radii, width, height)
    return {code: Circle(*apart[code], radii[code]) for code in radii}


def layout(codes: Sequence[str], edges: Sequence[Edge]) -> Positions:
    """Positions by springs (Fruchterman and Reingold 1991), the same for the same input.

    An actor without a name in the middle holds groups together that have no dyad between them.
    """
    graph = rustworkx.PyGraph()
    index = dict(zip(codes, graph.add_nodes_from(list(codes)), strict=True))
    for one in edges:
        graph.add_edge(index[one.a], index[one.b], 1.0 + sqrt(one.incidents / edges[0].incidents))
    groups = rustworkx.connected_components(graph)
    if len(groups) > 1:
        middle = graph.add_node("")
        for group in groups:
            graph.add_edge(middle, min(group), 0.6)
    start = {i: _circle(i, graph.num_nodes()) for i in graph.node_indices()}
    found = rustworkx.spring_layout(
        graph, pos=start, k=1.6 / sqrt(graph.num_nodes()), repulsive_exponent=2, num_iter=400, seed=SEED,
        weight_fn=float, scale=1,
    )  # fmt: skip
    return {code: (float(found[i][0]), float(found[i][1])) for code, i in index.items()}


def _circle(index: int, number: int) -> Point:
    """The positions to begin from: the large ones in the middle of a sunflower (Vogel 1979)."""
    angle = index * pi * (3 - sqrt(5))
    far = sqrt((index + 0.5) / number)
    return far * cos(angle), far * sin(angle)


def _fitted(places: Positions, width: float, height: float, side: float, above: float) -> Positions:
    """The positions stretched over the picture, with its wider side where the layout is wider."""
    if _extent(places, 1) > _extent(places, 0) and width > height:
        places = {code: (y, x) for code, (x, y) in places.items()}
    across, down = (_spread([place[axis] for place in places.values()]) for axis in (0, 1))
    return {
        code: (side + x * (width - 2 * side), above + y * (height - 2 * above))
        for code, x, y in zip(places, across, down, strict=True)
    }


def _spread(values: list[float]) -> list[float]:
    """The values from 0 to 1, in part by their rank, which loosens the middle where most stand."""
    if len(values) == 1:
        return [0.5]
    least, extent = min(values), max(max(values) - min(values), 1e-9)
    rank = {
        at: place / (len(values) - 1)
        for place, at in enumerate(sorted(range(len(values)), key=values.__getitem__))
    }
    return [(1 - RANKED) * (value - least) / extent + RANKED * rank[at] for at, value in enumerate(values)]


def _extent(places: Positions, axis: int) -> float:
    return max(place[axis] for place in places.values()) - min(place[axis] for place in places.values())


def _apart(places: Positions, radii: dict[str, float], width: float, height: float) -> Positions:
    """The positions with circles that overlap, names counted in part, pushed from each other."""
    found = dict(places)
    for _ in range(60):
        before = dict(found)
        for a, b in combinations(radii, 2):
            (ax, ay), (bx, by) = found[a], found[b]
            dx, dy = bx - ax, by - ay or 0.1
            far, least = hypot(dx, dy), radii[a] + radii[b] + 20
            if far < least:
                push = (least - far) / 2 / far
                found[a] = _kept(ax - dx * push, ay - dy * push, radii[a], width, height)
                found[b] = _kept(bx + dx * push, by + dy * push, radii[b], width, height)
        if found == before:
            break
    return found


def _kept(x: float, y: float, radius: float, width: float, height: float) -> Point:
    edge = radius + 3
    return min(max(x, edge), width - edge), min(max(y, edge), height - edge)


def _strokes(
    edges: Sequence[Edge],
    circles: dict[str, Circle],
    names: dict[str, str],
    edge_link: EdgeLink | None,
    narrow: bool,
) -> tuple[Stroke, ...]:
    most = edges[0].incidents
    found = []
    for one in edges:
        a, b = circles[one.a], circles[one.b]
        title = f"{names[one.a]} and {names[one.b]}: {counted(one.incidents)}, mean score {signed(one.mean)}."
        width = 1.4 + (7 if narrow else 11) * one.incidents / most
        href = edge_link(one.a, one.b) if edge_link else None
        found.append(Stroke((a.x, a.y, b.x, b.y), width, class_of(one.mean) or NEUTRAL, title, href))
    return tuple(found)


def _discs(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    circles: dict[str, Circle],
    link: Link | None,
    within: Box,
) -> tuple[Disc, ...]:
    lines_between = tuple((circles[one.a], circles[one.b]) for one in edges)
    scene = Scene(tuple(circles.values()), lines_between, within)
    boxes: list[Box] = []
    found = []
    for node in nodes:
        for name in _spellings(node, max(0.26 * within.width, 112)):
            if box := beside(circles[node.code], name, boxes, scene):
                boxes.append(box)
                break
        partners = sum(node.code in {one.a, one.b} for one in edges)
        title = f"{node.name}: {counted(node.incidents)}, {counted(partners, 'dyad')} drawn."
        href = link(node.code) if link else None
        found.append(Disc(circles[node.code], title, name if box else "", box, href))
    return tuple(found)


def _spellings(node: Node, most: float) -> tuple[str, ...]:
    """What may be written beside a circle, best first; a long code says no more than none."""
    short = (node.code,) if len(node.code) <= 5 else ()
    return (shortened(node.name, most), *short)


def _note(network: Network, edges: Sequence[Edge]) -> str:
    every = sum(one.a != one.b and one.incidents > 0 for one in network.edges)
    drawn = f"Drawn: the {len(edges)} dyads with most incidents of {every:,}." if len(edges) < every else (
        f"Drawn: all {counted(every, 'dyad')}."
    )  # fmt: skip
    return f"{drawn} The wider a line and the larger a circle, the more incidents; dashed lines are conflict."


def _entries(edges: Sequence[Edge]) -> list[Entry]:
    used = {class_of(one.mean) or NEUTRAL for one in edges}
    return [
        Entry("line", f"pic-edge pic-thick pic-tone-{at}", label, CONFLICT_DASH if at < 3 else "")
        for at, label in enumerate(_labels(), start=1)
        if at in used
    ]


def _labels() -> tuple[str, ...]:
    first, mild, none, well, last = LABELS
    return f"mean score {first}", f"{mild} (conflict)", f"{none}, or no score", f"{well} (cooperation)", last


def _told(network: Network, edges: Sequence[Edge]) -> str:
    names = {node.code: node.name for node in network.nodes}
    first = ", ".join(
        f"{names[one.a]} and {names[one.b]} ({counted(one.incidents)}, mean score {signed(one.mean)})"
        for one in edges[:5]
    )
    return f"{_note(network, edges)} Most incidents: {first}."
