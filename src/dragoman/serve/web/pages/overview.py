"""The first page: what is in the store, what is new, which dyads moved, a map and a network."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from dragoman.relate.ties import Tie, movers, standing
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import Asked, Filters
from dragoman.serve.web.pages.dyad import drawn, framed
from dragoman.serve.web.pictures import network, world
from dragoman.serve.web.pictures.frame import Frame, both
from dragoman.serve.web.questions import all_ties, choices, citing, held, newest, question
from dragoman.serve.web.screens import page, party, segment
from dragoman.serve.web.state import desk_of

router = APIRouter()

MOVED = 6


@router.get("/")
def show(request: Request, asked: Filters) -> Response:
    """The overview."""
    desk = desk_of(request)
    ties = all_ties(desk, asked)
    drawn_map, drawn_network = desk.remembered(
        ("pictures", asked), lambda _: (map_of(request, ties), _network_for_screens(ties, asked))
    )
    shown = {
        "asked": asked,
        "choices": choices(desk),
        "held": held(desk),
        "ties": ties,
        "moved": movers(ties)[:MOVED],
        "newest": newest(desk, asked),
        "map": drawn_map,
        "network": drawn_network,
        "cite": citing(desk, asked),
        "disclaimer": world.DISCLAIMER,
        "practice": world.PRACTICES[request.app.state.boundaries],
    }
    return page(request, "overview.html", shown)


@router.get("/pictures/{name}.{ending}")
def picture(request: Request, name: str, ending: str, asked: Filters) -> Response:
    """The map or the network alone, to be downloaded."""
    desk = desk_of(request)
    ties, told = all_ties(desk, asked), question(name, asked)
    frame = framed(desk, told)
    match name:
        case "map":
            return drawn(map_of(request, ties, frame), ending, told.filename, frame.citation)
        case "network":
            return drawn(network.draw(network_of(ties), frame=frame), ending, told.filename, frame.citation)
        case _:
            raise Problem(404, f"there is no picture called {name}", "There are map and network")


def map_of(
    request: Request, ties: Sequence[Tie], frame: Frame | None = None, own: str | None = None
) -> Markup:
    """The states by the mean score of their incidents with others, or with one state, ``own``."""
    if own is None:
        title = "Mean score of each state's incidents with others"
        values = {code: world.Value(*known) for code, known in standing(ties).items()}
    else:
        title = f"Mean score of incidents with {party(own)}"
        values = {one.b if one.a == own else one.a: world.Value(one.incidents, one.mean) for one in ties}
    whole = world.World(title, values, request.app.state.boundaries, own)
    return world.draw(whole, lambda code: _to(code, own), frame or Frame(ident="world"))


def _to(code: str, own: str | None) -> str:
    return f"/actors/{segment(code)}" if own is None else f"/dyads/{segment(own)}/{segment(code)}"


def network_of(ties: Sequence[Tie]) -> network.Network:
    """Actors as circles, dyads as lines."""
    nodes = tuple(network.Node(code, party(code), count) for code, (count, _) in standing(ties).items())
    edges = tuple(network.Edge(one.a, one.b, one.incidents, one.mean) for one in ties)
    return network.Network("Who deals with whom", nodes, edges)


def _network_for_screens(ties: Sequence[Tie], asked: Asked) -> Markup:
    whole = network_of(ties)

    def to_actor(code: str) -> str:
        return f"/actors/{segment(code)}"

    def to_dyad(a: str, b: str) -> str:
        return asked.at(f"/dyads/{segment(a)}/{segment(b)}")

    return both(lambda width: network.draw(whole, to_actor, to_dyad, Frame(width, ident=f"network-{width}")))
