"""The relation of two actors: index, changes, incidents, who says what of whom, obstacles, forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from dragoman.records import VoiceKind
from dragoman.relate import Chosen, Incident, Period, Relation, Wanted, relation, series
from dragoman.relate.dyads import StanceOf, StatementRow
from dragoman.relate.incident import counted
from dragoman.relate.periods import following
from dragoman.serve.relation_page import counting
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import Asked, Day, Filled, Filters, Text
from dragoman.serve.web.parties import known_party, pair
from dragoman.serve.web.pictures.frame import Frame, PictureError, both, png
from dragoman.serve.web.pictures.series import Overlay, Series, draw
from dragoman.serve.web.questions import choices, cited
from dragoman.serve.web.screens import page, party, segment
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter()

LATEST = 12
"""Records of each kind on the page; all of them are in the downloads."""
LISTED = 25
"""Incidents on the page."""
Beside = Annotated[list[str], Filled, Query(max_length=2)]


@router.get("/dyads")
def find(a: Text = None, b: Text = None) -> Response:
    """To the page of two actors whose names were typed."""
    if not a or not b:
        raise Problem(422, "a dyad has two actors", "Name both")
    first, second = sorted((known_party(a), known_party(b)))
    return RedirectResponse(f"/dyads/{first}/{second}", 303)


@dataclass(frozen=True, slots=True)
class Stance:
    """How one speaks of the other over all periods, by kind of voice."""

    holder: str
    about: str
    voice_kind: VoiceKind
    first: str
    last: str
    statements: int
    mean: float


@router.get("/dyads/{a}/{b}")
def show(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    a: str,
    b: str,
    asked: Filters,
    beside: Beside = [],  # noqa: B006 (FastAPI copies it)
    period: Day = None,
) -> Response:
    """The page."""
    desk, (first, second) = desk_of(request), pair(a, b)
    chosen = choices(desk)
    overlays = (*chosen.voices, *chosen.origins)
    shown = tuple(dict.fromkeys(one for one in beside if one in overlays))
    found = desk.remembered(
        ("relation", first, second, asked), lambda store: _relation(store, first, second, asked)
    )
    others = desk.remembered(
        ("beside", first, second, asked, shown), lambda store: _beside(store, found, asked, shown)
    )
    listed, total = desk.remembered(
        ("incidents", first, second, asked, period), lambda store: _incidents(store, found, asked, period)
    )
    said = _said(found)
    return page(
        request,
        "dyad.html",
        {
            "asked": asked,
            "choices": chosen,
            "found": found,
            "count": sum(one.incidents for one in found.periods),
            "counting": counting(found),
            "picture": _picture(found, others, asked, shown),
            "beside": shown,
            "kept": [("beside", one) for one in shown],
            "overlays": overlays,
            "period": period,
            "incidents": listed,
            "total": total,
            "said": said,
            "stances": _stances(found.stances),
            "others": [one for one in found.assessments if one.aspect not in ("obstacle", "opportunity")],
            "forecasts": found.forecasts[-LATEST:],
            "latest": LATEST,
            "citation": cited(desk),
        },
    )


@router.get("/dyads/{a}/{b}/series.{ending}")
def picture(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    request: Request,
    a: str,
    b: str,
    ending: str,
    asked: Filters,
    beside: Beside = [],  # noqa: B006
) -> Response:
    """The picture alone, to be downloaded: svg or png."""
    desk, (first, second) = desk_of(request), pair(a, b)
    shown = tuple(beside)
    found = desk.remembered(
        ("relation", first, second, asked), lambda store: _relation(store, first, second, asked)
    )
    others = desk.remembered(
        ("beside", first, second, asked, shown), lambda store: _beside(store, found, asked, shown)
    )
    svg = _picture(found, others, asked, shown, cited(desk))
    return drawn(svg, ending, f"{first}-{second}-{found.unit}")


def drawn(svg: str, ending: str, name: str) -> Response:
    """A picture as a file. Raises Problem for another ending than svg or png."""
    if ending not in ("svg", "png"):
        raise Problem(404, f"there is no picture as .{ending}", "There are .svg and .png")
    try:
        data, kind = (svg.encode(), "image/svg+xml") if ending == "svg" else (png(svg), "image/png")
    except PictureError as error:
        raise Problem(501, error.problem, error.remedy) from error
    name = "".join(char if char.isalnum() or char in "-_" else "_" for char in name if char.isascii())
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(data, media_type=kind, headers=headers)


def _relation(store: Store, a: str, b: str, asked: Asked) -> Relation:
    return relation(store.connection, a, b, asked.freq, asked.chosen(), limit=0)


def _beside(
    store: Store, found: Relation, asked: Asked, shown: Sequence[str]
) -> tuple[tuple[str, tuple[Period, ...]], ...]:
    """The periods of each voice or imported data set that is laid beside."""
    con, origins = store.connection, desk_origins(store)
    whole = []
    for name in shown:
        wanted = (
            Chosen(since=asked.since, until=asked.until, origin=name)
            if name in origins
            else asked.chosen(voices=(name,))
        )
        periods = series(con, found.unit, (found.a, found.b), directed=False, chosen=wanted)
        whole.append((name, tuple(periods)))
    return tuple(whole)


def desk_origins(store: Store) -> frozenset[str]:
    """The data sets that were imported."""
    rows = store.connection.execute("SELECT DISTINCT origin FROM dyad_events").fetchall()
    return frozenset(row[0] for row in rows) - {"dragoman"}


def _incidents(
    store: Store, found: Relation, asked: Asked, period: date | None
) -> tuple[Sequence[Incident], int]:
    """The latest incidents, or those of one period: exactly those that its figures count."""
    wanted: Wanted = asked.wanted(found.a, found.b, limit=LISTED)
    if period is not None and period.year < MAXYEAR:
        last = following(period, found.unit) - timedelta(days=1)
        told = asked.factualities or ("happened",)
        wanted = asked.wanted(found.a, found.b, limit=200, since=period, until=last, factualities=told)
    return counted(store.connection, wanted)


def _picture(
    found: Relation,
    others: Sequence[tuple[str, tuple[Period, ...]]],
    asked: Asked,
    shown: Sequence[str],
    cited: str | None = None,
) -> Markup:
    """For a page, or with the line by which it is cited as a file."""
    title = f"{party(found.a)} and {party(found.b)}, by {found.unit}"
    overlays = tuple(Overlay(label, periods) for label, periods in others)
    series_ = Series(title, found.unit, found.periods, found.changes, overlays)

    def link(period: date) -> str:
        path = f"/dyads/{segment(found.a)}/{segment(found.b)}"
        return asked.at(path, period=period, beside=list(shown)) + "#incidents"

    if cited is not None:
        return draw(series_, None, Frame(standalone=True, citation=cited))
    return both(lambda width: draw(series_, link, Frame(width, ident=f"series-{width}")))


def _said(found: Relation) -> list[tuple[str, list[StatementRow]]]:
    """The statements of each side on the other, and of others on both."""
    a, b = party(found.a), party(found.b)
    groups: dict[str | None, list[StatementRow]] = {found.a: [], found.b: [], None: []}
    seen: set[str] = set()
    for row in found.statements:
        if row.id not in seen:
            groups[row.side if row.side in groups else None].append(row)
        seen.add(row.id)
    return [
        (f"{a} on {b}", groups[found.a]),
        (f"{b} on {a}", groups[found.b]),
        ("Others on both", groups[None]),
    ]


def _stances(found: Sequence[StanceOf]) -> list[Stance]:
    groups: dict[tuple[str, str, VoiceKind], list[StanceOf]] = {}
    for one in found:
        groups.setdefault((one.holder, one.about, one.voice_kind), []).append(one)
    whole = []
    for key, many in groups.items():
        count = sum(one.statements for one in many)
        mean = sum(one.mean * one.statements for one in many) / count
        whole.append(Stance(*key, str(many[0].period), str(many[-1].period), count, mean))
    return whole
