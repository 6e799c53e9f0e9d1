"""The pictures of the web desk: where things stand, what they say, and that nothing hostile gets through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import pairwise
from math import nan
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dragoman.knowledge.actors import load
from dragoman.relate.breaks import Break
from dragoman.relate.periods import UNITS, Period, Unit, following, start
from dragoman.serve.web.pictures import axes, network, series, world
from dragoman.serve.web.pictures import frame as frames
from dragoman.serve.web.pictures.classes import class_of
from dragoman.serve.web.pictures.frame import NARROW, WIDE, Frame, PictureError, address, both, png, style
from dragoman.serve.web.pictures.network import Edge, Network, Node
from dragoman.serve.web.pictures.series import Overlay, Series
from dragoman.serve.web.pictures.words import lines, named, room, shortened, signed
from dragoman.serve.web.pictures.world import DISCLAIMER, Value, World, territories

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "x" \x00\x0b\ud800\ufffe ]]> {{ 7 * 7 }}'


def period(day: date, counts: tuple[int, int, int, int] = (2, 1, 0, 0), index: float = 2.0) -> Period:
    return Period("PAK", "RUS", day, sum(counts), *counts, None, index, index - 3, index + 3)


def months(number: int, skipped: frozenset[int] = frozenset()) -> tuple[Period, ...]:
    found, day = [], date(2020, 1, 1)
    for at in range(number):
        if at not in skipped:
            found.append(period(day, (at % 4, 1, at % 3, 0), 3 - at / 4))
        day = following(day, "month")
    return tuple(found)


def link(day: date) -> str:
    return f"/dyad/PAK/RUS?since={day}&freq=month"


SOME = Series(
    "Pakistan and Russia", "month", months(12, frozenset({4, 5})), (Break(date(2020, 8, 1), 2.1, -1.4),),
    (Overlay("ICEWS", months(3)),),
)  # fmt: skip
WHO = Network(
    "Who deals with whom",
    (
        Node("RUS", "Russia", 40),
        Node("PAK", "Pakistan", 10),
        Node("IND", "India", 30),
        Node("XXX", "Nobody", 9),
    ),
    (Edge("RUS", "PAK", 9, 4.5), Edge("RUS", "IND", 20, -2.0), Edge("IND", "PAK", 1, None)),
)
MAP = World(
    "Russia's relations", {"UKR": Value(7, -6.2), "SGP": Value(1, 0.2), "BRA": Value(2, nan)}, own="RUS"
)

Picture = Callable[[Frame], Markup]
PICTURES: dict[str, Picture] = {
    "series": lambda frame: series.draw(SOME, link, frame),
    "network": lambda frame: network.draw(WHO, lambda a: f"/actor/{a}", lambda a, b: f"/dyad/{a}/{b}", frame),
    "world": lambda frame: world.draw(MAP, lambda code: f"/actor/{code}", frame),
    "no series": lambda frame: series.draw(Series("none", "month", ()), link, frame),
    "no network": lambda frame: network.draw(Network("none", (), ()), None, None, frame),
    "no world": lambda frame: world.draw(World("none", {}), None, frame),
}


def parsed(page: str) -> ElementTree.Element:
    return ElementTree.fromstring(page)


def named_elements(page: str, tag: str, name: str) -> list[ElementTree.Element]:
    return [one for one in parsed(page).iter(SVG + tag) if name in one.get("class", "").split()]


def texts(page: str) -> list[str]:
    return [one.text or "" for one in parsed(page).iter(SVG + "text")]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("standalone", [False, True])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_well_formed_with_title_and_description(name: str, standalone: bool, width: int) -> None:
    page = PICTURES[name](Frame(width, standalone, "Where & when", "one"))
    root = parsed(page)
    assert root.get("role") == "group"
    ids = [one.get("id") for one in root.iter() if one.get("id") and one.tag != f"{SVG}pattern"]
    assert ids == [root.get("aria-labelledby"), root.get("aria-describedby")] == ["one-title", "one-desc"]
    assert all(one.text for one in root.iter() if one.get("id") in ids)


@pytest.mark.parametrize("name", PICTURES)
def test_in_a_page_no_style_or_script_is_needed(name: str) -> None:
    page = PICTURES[name](Frame())
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|xlink", page)


@pytest.mark.parametrize("name", PICTURES)
def test_a_file_carries_its_colours_title_and_citation(name: str) -> None:
    page = PICTURES[name](Frame(standalone=True, citation="Dragoman, read on 1 May"))
    (rules,) = parsed(page).iter(SVG + "style")
    assert "var(" not in (rules.text or "")
    assert "@" not in (rules.text or "")
    assert "Dragoman, read on 1 May" in texts(page)
    assert named_elements(page, "text", "pic-heading")


@pytest.mark.parametrize("name", PICTURES)
def test_a_file_says_below_its_title_what_counts(name: str) -> None:
    page = PICTURES[name](Frame(standalone=True, subtitle="incidents told as happened"))
    assert "incidents told as happened" in texts(page)
    assert "incidents told as happened" not in texts(PICTURES[name](Frame(subtitle="incidents told")))


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_again(name: str) -> None:
    assert PICTURES[name](Frame()) == PICTURES[name](Frame())


@pytest.mark.parametrize("name", PICTURES)
def test_every_class_has_a_rule(name: str) -> None:
    page = PICTURES[name](Frame(standalone=True, citation="c"))
    sheet = (resources.files("dragoman.serve.web") / "static" / "pictures.css").read_text(encoding="utf-8")
    groups = {"axes", "bars", "marks", "hits", "legend", "edges", "nodes", "plain", "data", "thick", "series"}
    used = {name for one in parsed(page).iter() for name in one.get("class", "").split()}
    ruled = set(re.findall(r"\.(pic[\w-]*)", sheet))
    assert used - ruled <= {f"pic-{group}" for group in groups | {"network", "nothing"}}


def test_hostile_words_stay_words() -> None:
    frame = Frame(standalone=True, citation=HOSTILE)
    periods = SOME.periods
    pages = [
        series.draw(replace(SOME, title=HOSTILE, overlays=(Overlay(HOSTILE, periods),)), link, frame),
        network.draw(
            Network(HOSTILE, (Node("A", HOSTILE, 1), Node(HOSTILE, "B", 2)), (Edge("A", HOSTILE, 1, 0),)),
            lambda code: f"/actor/{code}",
            None,
            frame,
        ),
        world.draw(replace(MAP, title=HOSTILE), None, frame),
    ]
    for page in pages:
        assert parsed(page).find(f".//{SVG}script") is None
        assert "<script>" not in page
        assert "49" not in "".join(texts(page))


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text(), st.floats(allow_nan=True) | st.none())
def test_any_name_makes_a_document(name: str, code: str, mean: float | None) -> None:
    known = Network(
        name, (Node(code, name, 3), Node(code + "x", name, 1)), (Edge(code, code + "x", 1, mean),)
    )
    parsed(network.draw(known, lambda one: f"/a/{one}", None, Frame()))


@pytest.mark.parametrize(
    ("given_link", "kept"),
    [
        ("/dyad/RUS/PAK?since=2020-01-01", True),
        ("https://example.org/a:b", True),
        ("?q=a:b", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("java\nscript:alert(1)", False),
    ],
)
def test_links_run_nothing(given_link: str, kept: bool) -> None:
    assert address(given_link) == (given_link if kept else "#")


class TestSeries:
    def test_points_stand_where_they_should(self) -> None:
        page = series.draw(
            Series("one", "month", (period(date(2020, 1, 1)), period(date(2020, 2, 1), index=-10)))
        )
        zero = float(re.findall(r'class="pic-zero" d="M[\d.]+ ([\d.]+)', page)[0])
        dots = named_elements(page, "circle", "pic-dot")
        xs, ys = ([float(one.get(side) or 0) for one in dots] for side in ("cx", "cy"))
        grid = [float(y) for y in re.findall(r'class="pic-(?:grid|zero)" d="M36 ([\d.]+)H', page)][:5]
        top, bottom = min(grid), max(grid)
        assert ys == pytest.approx([zero - (zero - top) * 0.2, bottom], abs=0.11)
        middle = 36 + (WIDE - 48) * 31 / 60
        assert xs[0] < middle < xs[1]
        assert xs == pytest.approx([(36 + middle) / 2, (middle + WIDE - 12) / 2], abs=0.11)

    def test_bars_are_as_high_as_there_are_incidents(self) -> None:
        page = series.draw(Series("one", "month", (period(date(2020, 1, 1), (3, 2, 4, 1)),)))
        heights = {
            quad: float(named_elements(page, "rect", f"pic-{quad}")[0].get("height") or 0)
            for quad in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        }
        one = heights["material_conflict"]
        assert list(heights.values()) == pytest.approx([3 * one, 2 * one, 4 * one, one], abs=0.3)
        up = named_elements(page, "rect", "pic-material_cooperation")[0]
        down = named_elements(page, "rect", "pic-material_conflict")[0]
        zero = float(up.get("y") or 0) + float(up.get("height") or 0)
        assert zero == pytest.approx(float(down.get("y") or 0), abs=0.11)

    def test_every_period_is_a_link_in_order_of_time_that_says_all(self) -> None:
        page = series.draw(SOME, link, Frame())
        links = list(parsed(page).iter(SVG + "a"))
        assert [one.get("href") for one in links] == [link(one.period) for one in SOME.periods]
        titles = [one.findtext(SVG + "title") for one in links]
        assert titles[0] == (
            "January 2020: index +3.0, 95 % interval 0 to +6.0. 1 incident: 1 material cooperation. "
            "ICEWS: +3.0, 1 incident."
        )
        assert "Level changes from +2.1 to −1.4 in August 2020." in (titles[5] or "")

    def test_areas_to_press_do_not_overlap(self) -> None:
        hits = named_elements(series.draw(SOME, link, Frame(NARROW)), "rect", "pic-hit")
        edges = [(float(one.get("x") or 0), float(one.get("width") or 0)) for one in hits]
        assert all(x + width <= after + 0.11 for (x, width), (after, _) in pairwise(edges))
        assert all(width > 10 for _, width in edges)

    def test_nothing_is_told_of_months_without_incidents(self) -> None:
        page = series.draw(SOME)
        (band,) = (one.get("d") or "" for one in named_elements(page, "path", "pic-band"))
        assert band.count("M") == 2
        (gaps,) = (one.get("d") or "" for one in named_elements(page, "path", "pic-gap"))
        assert gaps.count("M") == 1

    def test_without_links_nothing_takes_the_focus(self) -> None:
        assert not list(parsed(series.draw(SOME)).iter(SVG + "a"))

    def test_unknown_numbers(self) -> None:
        known = period(date(2020, 1, 1))
        strange = replace(period(date(2020, 2, 1)), index=nan, low=nan, high=nan)
        page = series.draw(Series("one", "month", (known, strange), (Break(known.period, nan, 2.0),)), link)
        assert "nan" not in page
        assert "February 2020: index unknown. 3 incidents" in page

    def test_values_beyond_the_axis_stand_at_its_edge(self) -> None:
        page = series.draw(Series("one", "month", (replace(period(date(2020, 1, 1)), low=-99, high=99),)))
        (band,) = (one.get("d") or "" for one in named_elements(page, "path", "pic-band"))
        grid = [float(y) for y in re.findall(r'class="pic-(?:grid|zero)" d="M36 ([\d.]+)H', page)][:5]
        assert {float(y) for y in re.findall(r" ([\d.]+)", band)} == {min(grid), max(grid)}

    def test_an_overlay_is_drawn_beyond_the_main_series(self) -> None:
        longer = Series("one", "month", months(3), (), (Overlay("report", months(9)), Overlay("named", ())))
        page = series.draw(longer, link, Frame())
        dots = [float(one.get("cx") or 0) for one in named_elements(page, "circle", "pic-overlay-1")]
        assert len(dots) == 9 and max(dots) > WIDE - 80
        hits = list(parsed(page).iter(SVG + "g"))
        titles = [one.findtext(SVG + "title") for one in hits if one.find(SVG + "title") is not None]
        assert len(list(parsed(page).iter(SVG + "a"))) == 3
        assert titles[0] == "April 2020: no incidents. report: +2.2, 4 incidents."
        assert "From January 2020 to September 2020" in (parsed(page).findtext(SVG + "desc") or "")

    def test_an_overlay_without_incidents_is_told_and_not_drawn(self) -> None:
        page = series.draw(Series("one", "month", months(3), (), (Overlay("commentary", ()),)))
        assert "commentary: no incidents" in texts(page)
        assert "Beside it: commentary, no incidents." in (parsed(page).findtext(SVG + "desc") or "")
        assert not named_elements(page, "path", "pic-overlay-1")

    def test_an_overlay_alone_is_drawn(self) -> None:
        page = series.draw(Series("one", "month", (), (), (Overlay("ICEWS", months(4)),)))
        assert named_elements(page, "path", "pic-overlay-1")

    @pytest.mark.parametrize("unit", UNITS)
    @pytest.mark.parametrize("number", [1, 2, 7, 30, 120, 500])
    @pytest.mark.parametrize("width", [NARROW, WIDE])
    def test_ticks_have_room(self, unit: Unit, number: int, width: int) -> None:
        day = start(date(1890, 5, 3), unit)
        days = [day]
        for _ in range(number - 1):
            days.append(following(days[-1], unit))
        axis = axes.days(days, unit, 36, width - 12)
        found = axes.ticks(axis, unit)
        assert 1 <= len(found) <= width / 36
        assert all(b.x - a.x >= room(a.label) * 0.95 for a, b in pairwise(found))
        assert all(36 <= one.x <= width - 12 for one in found)

    def test_the_last_year_of_the_calendar(self) -> None:
        parsed(series.draw(Series("end", "year", (period(date(1, 1, 1)), period(date(9999, 1, 1))))))

    def test_many_changes_leave_out_numbers_but_no_lines(self) -> None:
        changes = tuple(Break(one.period, 1.0, -1.0) for one in SOME.periods)
        page = series.draw(replace(SOME, changes=changes), link, Frame(NARROW))
        assert len(named_elements(page, "path", "pic-mark")) == len(changes) + 1  # and that of the legend
        assert 3 <= texts(page).count("+1.0 → −1.0") < len(changes)


class TestNetwork:
    def test_area_tells_incidents(self) -> None:
        page = network.draw(WHO)
        radii = [float(one.get("r") or 0) for one in named_elements(page, "circle", "pic-node")]
        assert radii == pytest.approx([30, 30 * (30 / 40) ** 0.5, 30 * (10 / 40) ** 0.5], abs=0.06)

    def test_width_and_dash_tell_incidents_and_conflict(self) -> None:
        edges = [
            one for one in named_elements(network.draw(WHO), "path", "pic-edge") if one.get("stroke-width")
        ]
        widths = [float(one.get("stroke-width") or 0) for one in edges]
        assert widths == sorted(widths, reverse=True)
        assert [bool(one.get("stroke-dasharray")) for one in edges] == [True, False, False]
        assert [(one.get("class") or "")[-1] for one in edges] == ["2", "5", "3"]

    def test_links_and_titles(self) -> None:
        page = PICTURES["network"](Frame())
        links = {one.get("href"): one.findtext(SVG + "title") for one in parsed(page).iter(SVG + "a")}
        assert links["/dyad/RUS/IND"] == "Russia and India: 20 incidents, mean score −2.0."
        assert links["/dyad/IND/PAK"] == "India and Pakistan: 1 incident, mean score unknown."
        assert links["/actor/RUS"] == "Russia: 40 incidents, 2 dyads drawn."
        assert "/actor/XXX" not in links

    def test_at_most_forty_dyads_and_it_says_so(self) -> None:
        nodes = tuple(Node(f"N{i}", f"Name {i}", 100 - i) for i in range(60))
        edges = tuple(Edge("N0", f"N{i}", i, 1.0) for i in range(1, 60))
        page = network.draw(Network("many", nodes, edges))
        assert [one.incidents for one in network.largest(Network("many", nodes, edges))] == list(
            range(59, 19, -1)
        )
        assert any("the 40 dyads with most incidents of 59" in one for one in texts(page))

    @pytest.mark.parametrize("width", [NARROW, WIDE])
    def test_everything_is_within_and_apart(self, width: int) -> None:
        nodes = tuple(Node(f"N{i}", f"Long name {i}", 100 - i) for i in range(24))
        edges = tuple(Edge(f"N{i}", f"N{(i * 7 + 1) % 24}", 50 - i, 1.0) for i in range(24))
        page = network.draw(Network("many", nodes, edges), frame=Frame(width))
        circles = [
            [float(one.get(side) or 0) for side in ("cx", "cy", "r")]
            for one in named_elements(page, "circle", "pic-node")
        ]
        height = float((parsed(page).get("viewBox") or "").split()[3])
        assert all(r <= x <= width - r and r <= y <= height - r for x, y, r in circles)
        for at, (ax, ay, ar) in enumerate(circles):
            assert all((ax - bx) ** 2 + (ay - by) ** 2 >= (ar + br) ** 2 for bx, by, br in circles[:at])

    def test_the_order_of_the_input_changes_nothing(self) -> None:
        turned = replace(WHO, nodes=WHO.nodes[::-1], edges=WHO.edges[::-1])
        assert network.draw(turned) == network.draw(WHO)

    @pytest.mark.parametrize(
        "edges",
        [(Edge("RUS", "RUS", 3, 1.0),), (Edge("RUS", "unheard", 3, 1.0),), (Edge("RUS", "PAK", 0, None),)],
    )
    def test_dyads_that_are_none(self, edges: tuple[Edge, ...]) -> None:
        assert "There is no incident between two actors to draw." in texts(
            network.draw(replace(WHO, edges=edges))
        )


class TestWorld:
    @pytest.mark.parametrize("boundaries", ["un", "de_facto"])
    def test_every_state_has_its_place(self, boundaries: world.Boundaries) -> None:
        shown = territories(boundaries)
        assert set(load().states) <= set(shown)
        assert all(0 <= one.x <= 1000 and 0 <= one.y <= 430 for one in shown.values())
        assert {code for code in load().states if not shown[code].path} == {"ANT", "GIB", "TUV"}

    def test_boundaries_by_the_practice_of_the_united_nations(self) -> None:
        un, held = territories("un"), territories("de_facto")
        crimea = un["UKR"].area - held["UKR"].area
        assert crimea == pytest.approx(held["RUS"].area - un["RUS"].area, abs=0.2)
        assert crimea == pytest.approx(23, abs=3)  # 27,000 of 510,000,000 square kilometres
        assert un["SYR"].area - held["SYR"].area == pytest.approx(held["ISR"].area - un["ISR"].area, abs=0.2)
        assert 0.5 < un["SYR"].area - held["SYR"].area < 2
        assert un["ESH"].area + un["MAR"].area == pytest.approx(held["ESH"].area + held["MAR"].area, abs=0.5)
        assert un["ESH"].area > 200
        assert {"CYN", "SOL"} & set(un) == set()
        assert {"CYN", "SOL", "XKX", "TWN", "KAS"} <= set(held)
        assert {"XKX", "TWN", "PSE", "KAS"} <= set(un)
        assert un["SOM"].area == pytest.approx(held["SOM"].area + held["SOL"].area, abs=0.5)

    @pytest.mark.parametrize(("boundaries", "owner"), [("un", "UKR"), ("de_facto", "RUS")])
    def test_where_simferopol_lies(self, boundaries: world.Boundaries, owner: str) -> None:
        x, y = 555.0, 82.4  # 34.1 east, 44.95 north, by tools/world_map.py
        inside = [code for code, one in territories(boundaries).items() if holds(one.path, x, y)]
        assert inside == [owner]

    @pytest.mark.parametrize(
        ("x", "y", "un", "held"),
        [(436.8, 142.1, "ESH", "MAR"), (563.5, 121.3, "SYR", "ISR"), (556.7, 113.6, "CYP", "CYN")],
    )
    def test_laayoune_quneitra_and_kyrenia(self, x: float, y: float, un: str, held: str) -> None:
        for boundaries, owner in (("un", un), ("de_facto", held)):
            shown = territories(boundaries)
            assert [code for code, one in shown.items() if holds(one.path, x, y)] == [owner]

    def test_states_with_data_are_links_and_others_are_not(self) -> None:
        page = PICTURES["world"](Frame())
        links = {one.get("href"): one for one in parsed(page).iter(SVG + "a")}
        assert set(links) == {"/actor/UKR", "/actor/SGP", "/actor/BRA"}
        assert links["/actor/UKR"].findtext(SVG + "title") == "Ukraine: 7 incidents, mean score −6.2."
        shape = links["/actor/UKR"].find(SVG + "path")
        assert shape is not None
        assert shape.get("fill") == "url(#picture-few-1)"
        assert links["/actor/SGP"].find(SVG + "circle") is not None
        assert "mean score unknown" in (links["/actor/BRA"].findtext(SVG + "title") or "")

    def test_few_incidents_are_hatched_and_the_legend_says_so(self) -> None:
        page = world.draw(World("one", {"UKR": Value(9, -6.2), "POL": Value(10, -6.2)}), None, Frame())
        titled = {one.findtext(SVG + "title"): one.find(SVG + "path") for one in parsed(page).iter(SVG + "g")}
        few, many = (titled[f"{name} incidents, mean score −6.2."] for name in ("Ukraine: 9", "Poland: 10"))
        assert few is not None and few.get("fill") == "url(#picture-few-1)"
        assert many is not None and many.get("fill") is None
        assert "pic-class-1" in (many.get("class") or "")
        assert "fewer than 10 incidents" in texts(page)
        assert "fewer than 10 incidents" not in texts(world.draw(World("one", {"POL": Value(10, 1.0)})))

    def test_the_disclaimer_goes_with_it(self) -> None:
        page = world.draw(MAP, frame=Frame(standalone=True))
        assert DISCLAIMER in " ".join(texts(page))
        assert "by the practice of the United Nations" in " ".join(texts(page))
        assert DISCLAIMER in (parsed(PICTURES["world"](Frame())).findtext(SVG + "desc") or "")

    def test_kosovo_has_a_dashed_border(self) -> None:
        page = world.draw(World("one", {"XKX": Value(1, 1.0)}))
        (dashed,) = named_elements(page, "path", "pic-known")
        assert "pic-disputed" in (dashed.get("class") or "")
        others = named_elements(page, "path", "pic-disputed")
        assert len(others) == 3  # Kosovo, Western Sahara, the Siachen Glacier

    def test_codes_that_no_map_has(self) -> None:
        parsed(world.draw(World("one", {"": Value(1, 1.0), "EUR": Value(2, None)}, own="NATO")))

    def test_the_file_is_small_enough(self) -> None:
        page = (resources.files("dragoman.knowledge") / "places" / "world.csv").read_bytes()
        assert len(page) < 250_000


def holds(path: str, x: float, y: float) -> bool:
    """Whether a point lies within a path of relative lines, by the even-odd rule."""
    inside = False
    for ring in path.split("M")[1:]:
        first, steps = ring.rstrip("z").split("l")
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", steps)]
        px, py = map(float, first.split())
        points = [(px, py)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            px, py = px + dx, py + dy
            points.append((px, py))
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    """Light, dark by the reader's system, dark by choice."""
    sheet = (resources.files("dragoman.serve.web") / "static" / "pictures.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{([^{}]*--pic-paper:[^{}]*)\}", sheet)
    return [dict(re.findall(r"--pic-([\w-]+):\s*(#\w+);", block)) for block in blocks]


def test_colours_have_contrast_in_light_and_dark() -> None:
    light, dark, chosen = palettes()
    assert dark == chosen
    for known in (light, light | dark):
        for word in ("ink", "quiet", "change"):
            assert contrast(known[word], known["paper"]) >= 4.5, word
        graphics = {
            "index",
            "zero",
            "neutral",
            "border",
            "coast",
            *(n for n in known if n.startswith("overlay")),
        }
        for name in graphics | {n for n in known if n.endswith(("cooperation", "conflict"))}:
            assert contrast(known[name], known["paper"]) >= 3, name


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (None, None),
        (nan, None),
        (-4, 1),
        (-3.9, 2),
        (-1, 2),
        (-0.9, 3),
        (0, 3),
        (0.9, 3),
        (1, 4),
        (4, 5),
        (10, 5),
    ],
)
def test_classes(score: float | None, expected: int | None) -> None:
    assert class_of(score) == expected


def test_words() -> None:
    assert [signed(one) for one in (None, nan, 0.04, -0.04, 2.25, -3)] == [
        "unknown", "unknown", "0", "0", "+2.2", "−3.0",
    ]  # fmt: skip
    assert [named(date(2022, 4, 4), unit) for unit in UNITS] == [
        "4 April 2022", "week of 4 April 2022", "April 2022", "quarter 2 of 2022", "2022",
    ]  # fmt: skip
    assert shortened("a long name that has no room", 60).endswith("…")
    assert room(shortened("a long name that has no room", 60)) <= 60
    assert lines("one two three", 12.5, 60) == ("one two", "three")


def test_both_widths_stand_in_the_page() -> None:
    page = both(lambda width: series.draw(SOME, link, Frame(width, ident=f"s{width}")))
    root = ElementTree.fromstring(page)
    assert [one.get("viewBox", "").split()[2] for one in root.iter(SVG + "svg")] == ["960", "360"]
    assert [one.get("class") for one in root] == ["pic-wide", "pic-narrow"]


@pytest.mark.parametrize("name", PICTURES)
def test_png(name: str) -> None:
    pytest.importorskip("resvg_py")
    page = PICTURES[name](Frame(standalone=True, citation="c"))
    drawn = png(page, 1)
    assert drawn.startswith(b"\x89PNG")
    assert int.from_bytes(drawn[16:20], "big") == int(parsed(page).get("width") or 0)
    wordless = re.sub(r"<text.*?</text>", "", page, flags=re.DOTALL)
    assert png(wordless, 1) != drawn


def test_the_style_of_a_file_is_of_literal_colours() -> None:
    assert "#ffffff" in style()
    assert "--pic" not in style()


def test_png_without_a_font_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    monkeypatch.setattr(frames, "_draws", lambda family, files: False)
    frames._font.cache_clear()
    with pytest.raises(PictureError, match=r"no font.*fonts-dejavu-core"):
        png(PICTURES["world"](Frame(standalone=True)))
    monkeypatch.setattr(frames, "_draws", lambda family, files: bool(files))
    family, files = frames._font()
    frames._font.cache_clear()
    assert family == "DejaVu Sans"
    assert [one.rsplit("/", 1)[-1] for one in files] == ["DejaVuSans.ttf"]
