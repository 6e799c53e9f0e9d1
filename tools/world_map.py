"""Makes the map of the world that the pages draw, `src/dragoman/knowledge/places/world.csv`, once.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install babel
    python tools/world_map.py package/countries-50m.json src/dragoman/knowledge/places/world.csv

Shapes: Natural Earth 4.1, 1:50 million (public domain), as TopoJSON by world-atlas 2.0.2 (ISC). Projection:
Equal Earth (Šavrič, Patterson and Jenny 2018, "The Equal Earth map projection", International Journal of
Geographical Information Science 33(3), 454-465), about 11 degrees east, so that the edge of the map runs
through the Bering Strait. Antarctica is left out.

Natural Earth draws who holds a place. What is drawn otherwise by the practice of the United Nations is in
`_united_nations`; `PRACTICE` gives the reason of each.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import asin, cos, hypot, inf, radians, sin, sqrt
from pathlib import Path
from typing import Any

from babel.core import get_global

Point = tuple[float, float]
Ring = list[Point]
Shapes = dict[str, list[Ring]]

KNOWLEDGE = Path(__file__).parent.parent / "src" / "dragoman" / "knowledge"
WIDTH = 1000.0
MERIDIAN = 11.0
TOP, BOTTOM = 83.7, -56.0
TOLERANCE = 0.17
"""Pixels by which a simplified line may be off."""
SMALLEST = 0.12
"""Islands of fewer square pixels are left out, except the largest of a territory."""

UNCODED = {
    "Kosovo": "XKX",
    "N. Cyprus": "CYN",
    "Somaliland": "SOL",
    "Siachen Glacier": "KAS",
    "Indian Ocean Ter.": "CXR",
    "Ashmore and Cartier Is.": "AUS",
}
"""Territories without an ISO number in the file, or with another's; CYN, SOL and KAS are Natural Earth's."""

PARTS = {
    "GUF": ("FRA", (-54.7, -51.5, 2.0, 5.9)),
    "GLP": ("FRA", (-61.9, -61.0, 15.8, 16.6)),
    "MTQ": ("FRA", (-61.3, -60.7, 14.3, 15.0)),
    "REU": ("FRA", (55.1, 55.9, -21.5, -20.8)),
    "MYT": ("FRA", (44.9, 45.4, -13.1, -12.6)),
    "CCK": ("CXR", (96.7, 97.0, -12.3, -12.0)),
    "TKL": ("NZL", (-172.6, -171.1, -9.5, -8.4)),
}
"""States and territories that the file draws as part of another: whose, and within which bounds."""

CRIMEA = (32.4, 36.7, 44.3, 46.3)
SAHARA_NORTH = 27.6667
"""Western Sahara ends at 27 degrees 40 minutes north west of 8 degrees 40 minutes west."""
GOLAN_WEST = [(35.77, 33.32), (35.64, 33.24), (35.62, 33.06), (35.64, 32.89), (35.65, 32.75), (35.76, 32.74)]
"""The western edge of the Golan, along the Jordan and the lake, from north to south; a few kilometres off at
most."""

PRACTICE = {
    "UKR": "with Crimea (General Assembly resolution 68/262)",
    "RUS": "without Crimea (General Assembly resolution 68/262)",
    "SYR": "with the Golan (Security Council resolution 497)",
    "ISR": "without the Golan (Security Council resolution 497)",
    "CYP": "with the north (Security Council resolution 541)",
    "SOM": "with Somaliland (member of the United Nations within the borders of 1960)",
    "ESH": "whole, a non-self-governing territory (General Assembly resolution 34/37)",
    "MAR": "without Western Sahara (General Assembly resolution 34/37)",
}
POINTS = {"TKL": (-9.2, -171.8), "ANT": (12.12, -68.93), "GIB": (36.14, -5.35), "CCK": (-12.15, 96.85)}
"""Latitude and longitude of what has neither a shape nor a capital in `cities.csv`."""


def equal_earth(lon: float, lat: float) -> Point:
    """x and y in pixels of a map 1000 wide, from degrees; y grows to the south from ``TOP``."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = asin(sqrt(3) / 2 * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = 9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * sqrt(3) * radians(lon - MERIDIAN) * cos(theta) / (3 * slope)
    y = theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)
    scale = WIDTH / (2 * 2.7066299836960748)
    return WIDTH / 2 + x * scale, -y * scale


def projected(point: Point) -> Point:
    """The same with y 0 at the top of the map."""
    x, y = equal_earth(*point)
    return x, y - equal_earth(MERIDIAN, TOP)[1]


def territories(topology: dict[str, Any]) -> Shapes:
    """Rings in degrees by code, with simplified lines; lines that two territories share stay shared."""
    arcs = [simplified(arc) for arc in _arcs(topology)]
    found: Shapes = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        if (code := _code(shape)) != "ATA":
            found[code] += [_ring(arcs, ring) for polygon in polygons for ring in polygon]
    return found


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 5), round(y * sy + ty, 5)))
        yield points


def _ring(arcs: Sequence[Ring], indices: Iterable[int]) -> Ring:
    """The closed ring of arcs; a negative index is an arc read backwards. First and last point are one."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _code(shape: dict[str, Any]) -> str:
    name = shape["properties"]["name"]
    if name in UNCODED:
        return UNCODED[name]
    (iso2,) = get_global("territory_aliases")[shape["id"]]
    return _alpha3()[iso2]


def _alpha3() -> dict[str, str]:
    with (KNOWLEDGE / "actors" / "codes.csv").open(encoding="utf-8", newline="") as page:
        known = {row["iso2"]: row["iso3"] for row in csv.DictReader(page)}
    known |= {"GS": "SGS", "IO": "IOT", "MF": "MAF", "BL": "BLM", "TF": "ATF", "HM": "HMD", "AQ": "ATA"}
    return known


def simplified(arc: Ring) -> Ring:
    """The points of an arc that keep it within the tolerance (Douglas and Peucker 1973)."""
    flat = [projected(point) for point in _whole(arc)]
    keep = {0, len(arc) - 1}
    if arc[0] == arc[-1]:
        keep.add(max(range(len(arc)), key=lambda i: hypot(flat[i][0] - flat[0][0], flat[i][1] - flat[0][1])))
    stack = list(pairwise(sorted(keep)))
    while stack:
        first, last = stack.pop()
        offs = ((_off(flat[i], flat[first], flat[last]), i) for i in range(first + 1, last))
        off, at = max(offs, default=(0, 0))
        if off > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [arc[i] for i in sorted(keep)]


def _off(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from the stretch between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if not length else max(0, min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length))
    return hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy)


def merged(rings: Iterable[Ring]) -> list[Ring]:
    """The rings around the union of areas that touch: what two walk in opposite directions falls away."""
    steps: dict[Point, list[Point]] = defaultdict(list)
    for a, b in (step for ring in rings for step in pairwise(ring)):
        if a in steps[b]:
            steps[b].remove(a)
        else:
            steps[a].append(b)
    found = []
    for first in list(steps):
        while steps[first]:
            ring = [first, steps[first].pop()]
            while ring[-1] != first and steps[ring[-1]]:
                ring.append(steps[ring[-1]].pop())
            found.append(ring)
    return [ring for ring in found if len(ring) > 3]


def wrapped(rings: list[Ring]) -> list[Ring]:
    """Rings in the west of the Bering Strait stand in the east, where the map has room for them."""
    moved = []
    for ring in rings:
        whole = _whole(ring)
        turns = 360 if sum(lon for lon, _ in whole) / len(whole) < -168.5 else 0
        moved.append([(lon + turns, lat) for lon, lat in whole])
    return moved


def _whole(line: Ring) -> Ring:
    """The line without leaps over the edge of the file's map, at 180 degrees: beyond it longitudes go on."""
    turns, found = 0, [line[0]]
    for (before, _), (lon, lat) in pairwise(line):
        turns += 360 * ((lon - before < -180) - (lon - before > 180))
        found.append((lon + turns, lat))
    return found


def _within(ring: Ring, bounds: tuple[float, float, float, float]) -> bool:
    west, east, south, north = bounds
    return all(west <= lon <= east and south <= lat <= north for lon, lat in ring)


def parted(shapes: Shapes) -> Shapes:
    """With the overseas parts of a state under codes of their own."""
    found = dict(shapes)
    for code, (whose, bounds) in PARTS.items():
        found[code] = [ring for ring in found[whose] if _within(ring, bounds)]
        found[whose] = [ring for ring in found[whose] if not _within(ring, bounds)]
    return found


def _united_nations(shapes: Shapes) -> Shapes:
    """What is drawn otherwise by the practice of the United Nations."""
    crimea = [ring for ring in shapes["RUS"] if _within(ring, CRIMEA) and len(ring) > 8]
    golan = _golan(shapes)
    north, south = _cut(shapes["MAR"])
    return {
        "RUS": [ring for ring in shapes["RUS"] if ring not in crimea],
        "UKR": merged(shapes["UKR"] + crimea),
        "ISR": merged([*shapes["ISR"], golan[::-1]]),
        "SYR": merged([*shapes["SYR"], golan]),
        "CYP": merged(shapes["CYP"] + shapes["CYN"]),
        "SOM": merged(shapes["SOM"] + shapes["SOL"]),
        "MAR": north,
        "ESH": merged(south + shapes["ESH"]),
    }


def _golan(shapes: Shapes) -> Ring:
    """The ring of the Golan, walked as Israel's is: the border with Syria and the western line."""
    border = {b: a for a, b in _steps(shapes["SYR"])}
    ring = next(ring for ring in shapes["ISR"] if any(border.get(a) == b for a, b in pairwise(ring)))
    ring = ring[:-1]
    shared = [i for i in range(len(ring)) if border.get(ring[i]) == ring[(i + 1) % len(ring)]]
    first = next(i for i in shared if (i - 1) % len(ring) not in shared)
    chain = [ring[(first + i) % len(ring)] for i in range(len(shared) + 1)]
    west = GOLAN_WEST if chain[-1][1] > chain[0][1] else GOLAN_WEST[::-1]
    return [*chain, *west, chain[0]]


def _steps(rings: list[Ring]) -> Iterator[tuple[Point, Point]]:
    return (step for ring in rings for step in pairwise(ring))


def _cut(rings: list[Ring]) -> tuple[list[Ring], list[Ring]]:
    """Morocco as the file draws it in the north and in the south of Western Sahara's border."""
    north, south = ([_half(ring, sign) for ring in rings] for sign in (1, -1))
    return [ring for ring in north if ring], [ring for ring in south if ring]


def _half(ring: Ring, sign: int) -> Ring:
    """The part of a ring on one side of the parallel (Sutherland and Hodgman 1974)."""
    found: Ring = []
    for (ax, ay), (bx, by) in pairwise(ring):
        inside, next_inside = sign * (ay - SAHARA_NORTH) >= 0, sign * (by - SAHARA_NORTH) >= 0
        if inside:
            found.append((ax, ay))
        if inside != next_inside:
            t = (SAHARA_NORTH - ay) / (by - ay)
            found.append((round(ax + t * (bx - ax), 5), SAHARA_NORTH))
    return [*found, found[0]] if found else []


def path(rings: list[Ring]) -> str:
    """The SVG path of rings in pixels, in steps of 0.1; small islands are left out."""
    flat = [[projected(point) for point in ring] for ring in rings]
    largest = max(map(_area, flat), default=0)
    drawn = [ring for ring in flat if (area := _area(ring)) >= SMALLEST or area == largest]
    return "".join(_drawn(ring) for ring in sorted(drawn, key=_area, reverse=True))


def _drawn(ring: Ring) -> str:
    steps = [(round(x * 10), round(y * 10)) for x, y in ring]
    if len(set(steps)) < 3:
        x, y = steps[0]
        steps = [(x - 3, y), (x, y - 3), (x + 3, y), (x, y + 3), (x - 3, y)]
    (x, y), told = steps[0], ""
    for a, b in pairwise(steps[:-1]):
        if a != b:
            told += f"{_number(b[0] - a[0], told)}{_number(b[1] - a[1], 'l')}"
    return f"M{x / 10:g} {y / 10:g}l{told}z"


def _number(tenths: int, before: str) -> str:
    """The shortest way to write it after what stands before."""
    cell = f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"
    return cell if not before or cell.startswith("-") else f" {cell}"


def _area(ring: Ring) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))) / 2


def inner_point(rings: list[Ring]) -> Point:
    """The point of a grid within the largest ring that lies farthest from its edge, in pixels."""
    ring = max(([projected(point) for point in one] for one in rings), key=_area)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    west, north, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    best, at = -inf, (west + width / 2, north + height / 2)
    for i in range(1, 24):
        for j in range(1, 24):
            point = (west + width * i / 24, north + height * j / 24)
            if _inside(point, ring):
                room = min(_off(point, a, b) for a, b in pairwise(ring))
                best, at = max((best, at), (room, point))
    return at


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


Row = dict[str, str]


def table(shapes: Shapes) -> Iterator[Row]:
    """The rows of the map: what both practices draw alike, then what one draws."""
    other = _united_nations(shapes)
    names = _names()
    for code in sorted(shapes):
        if code not in other and code not in {"CYN", "SOL"}:
            yield _row(code, code, names, shapes[code])
    for code in sorted({*other, "CYN", "SOL"}):
        yield _row("", code, names, shapes[code])
    for code in sorted(other):
        yield _row(code, "", names, other[code], PRACTICE[code])
    for code in sorted(_states() - {code for code in shapes if shapes[code]}):
        x, y = projected(_position(code))
        yield {
            "un": code,
            "de_facto": code,
            "name": names[code],
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "path": "",
        }


def _row(un: str, de_facto: str, names: dict[str, str], rings: list[Ring], reason: str = "") -> Row:
    rings = wrapped(rings)
    x, y = inner_point(rings)
    area = sum(_area([projected(point) for point in ring]) for ring in rings)
    return {
        "un": un,
        "de_facto": de_facto,
        "name": names[un or de_facto],
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "area": f"{area:.1f}",
        "reason": reason,
        "path": path(rings),
    }


def _names() -> dict[str, str]:
    with (KNOWLEDGE / "actors" / "states.csv").open(encoding="utf-8", newline="") as page:
        known = {row["iso3"]: row["name"] for row in csv.DictReader(page)}
    return known | {
        "CYN": "Northern Cyprus",
        "SOL": "Somaliland",
        "KAS": "Siachen Glacier",
        "SGS": "South Georgia and the South Sandwich Islands",
        "IOT": "British Indian Ocean Territory",
        "MAF": "Saint Martin",
        "BLM": "Saint Barthélemy",
        "ATF": "French Southern Territories",
        "HMD": "Heard Island and McDonald Islands",
    }


def _states() -> set[str]:
    with (KNOWLEDGE / "actors" / "states.csv").open(encoding="utf-8", newline="") as page:
        return {row["iso3"] for row in csv.DictReader(page)}


def _position(code: str) -> Point:
    """Longitude and latitude of the capital, in the east of the Bering Strait as the shapes are."""
    with (KNOWLEDGE / "places" / "cities.csv").open(encoding="utf-8", newline="") as page:
        capitals = [row for row in csv.DictReader(page) if row["country"] == code and row["capital"] == "yes"]
    place = POINTS.get(code) or (float(capitals[0]["latitude"]), float(capitals[0]["longitude"]))
    return (place[1] + 360 if place[1] < -169 else place[1]), place[0]


def main() -> None:
    source, out = map(Path, sys.argv[1:])
    topology = json.loads(source.read_text(encoding="utf-8"))
    shapes = parted(territories(topology))
    columns = ("un", "de_facto", "name", "x", "y", "area", "reason", "path")
    with out.open("w", encoding="utf-8", newline="") as page:
        writer = csv.DictWriter(page, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table(shapes))


if __name__ == "__main__":
    main()
