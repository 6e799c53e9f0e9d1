"""The relation of two actors: index, changes, incidents, who says what of whom, obstacles, forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from dragoman.relate import Relation, Wanted, relation
from dragoman.relate.dyads import StatementRow, overall
from dragoman.relate.fitting import Told, told
from dragoman.relate.incident import counted
from dragoman.relate.periods import Unit, following
from dragoman.serve.question import Question, ascii_words
from dragoman.serve.relation_page import counting
from dragoman.serve.web.answers import Problem
from dragoman.serve.web.asked import Asked, Day, Filled, Filters, Text
from dragoman.serve.web.beside import Overlays, laid_beside, table
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.parties import known_party, pair
from dragoman.serve.web.pictures.frame import Frame, PictureError, both, png
from dragoman.serve.web.pictures.series import Overlay, Series, draw
from dragoman.serve.web.questions import choices, cited, citing, question
from dragoman.serve.web.screens import page, party, segment
from dragoman.serve.web.state import desk_of
from dragoman.store import Store

router = APIRouter()

LATEST = 12
"""Records of each kind on the page; all of them are in the downloads."""
LISTED = 25
"""Incidents on the page."""
OF_PERIOD = 200
"""The same of a period that was chosen; of more the page of incidents has all."""
Beside = Annotated[list[str], Filled, Query(max_length=2)]


@router.get("/dyads")
def find(a: Text = None, b: Text = None) -> Response:
    """To the page of two actors whose names were typed."""
    if not a or not b:
        raise Problem(422, "a dyad has two actors", "Name both")
    first, second = sorted((known_party(a), known_party(b)))
    return RedirectResponse(f"/dyads/{first}/{second}", 303)


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
    found, others = _known(desk, (first, second), asked, beside)
    shown = [name for name, _ in others]
    span = _span(found.unit, asked, period)
    listed, total = desk.remembered(
        ("incidents", first, second, asked, period), lambda store: _incidents(store, found, asked, span)
    )
    made = desk.remembered(
        ("changes told", first, second, asked), lambda store: _made_by(store, found, asked)
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
            "picture": _picture(found, others, asked),
            "rows": table(found.periods, others),
            "beside": shown,
            "kept": [("beside", one) for one in shown],
            "overlays": overlays,
            "period": period,
            "span": span,
            "incidents": listed,
            "made_by": made,
            "total": total,
            "said": said,
            "stances": overall(found.statements),
            "others": [one for one in found.assessments if one.aspect not in ("obstacle", "opportunity")],
            "forecasts": found.forecasts[-LATEST:],
            "latest": LATEST,
            "cite": citing(desk, asked, first, second),
            "cite_incidents": cited(desk, question("incidents", asked, first, second, **span)),
            "series_cited": cited(desk, question("series", asked, first, second, beside=shown)),
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
    found, others = _known(desk, (first, second), asked, beside)
    told = question("series", asked, first, second, beside=[name for name, _ in others])
    frame = framed(desk, told)
    return drawn(_picture(found, others, asked, frame), ending, told.filename, frame.citation)


def framed(desk: Desk, told: Question) -> Frame:
    """The frame of a picture as a file, which says what it answers and how it is cited."""
    return Frame(standalone=True, subtitle=told.filters, citation=cited(desk, told))


def drawn(svg: str, ending: str, name: str, citation: str) -> Response:
    """A picture as a file, with the line to cite. Raises Problem for another ending than svg or png."""
    if ending not in ("svg", "png"):
        raise Problem(404, f"there is no picture as .{ending}", "There are .svg and .png")
    try:
        data, kind = (svg.encode(), "image/svg+xml") if ending == "svg" else (png(svg), "image/png")
    except PictureError as error:
        raise Problem(501, error.problem, error.remedy) from error
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
        "X-Citation": ascii_words(citation),
    }
    return Response(data, media_type=kind, headers=headers)


def _known(
    desk: Desk, pair: tuple[str, str], asked: Asked, beside: Sequence[str]
) -> tuple[Relation, Overlays]:
    """The relation, and what is laid beside it of what there is to be laid."""
    chosen = choices(desk)
    shown = tuple(dict.fromkeys(one for one in beside if one in (*chosen.voices, *chosen.origins)))
    found = desk.remembered(
        ("relation", *pair, asked),
        lambda store: relation(store.connection, *pair, asked.freq, asked.chosen(), limit=0),
    )
    others = desk.remembered(
        ("beside", *pair, asked, shown), lambda store: laid_beside(store, pair, asked, shown)
    )
    return found, others


def _span(unit: Unit, asked: Asked, period: date | None) -> dict[str, Any]:
    """What is asked of the incidents of one period, which are those that its figures count; {} of all."""
    if period is None or period.year >= MAXYEAR:
        return {}
    last = following(period, unit) - timedelta(days=1)
    return {"since": period, "until": last, "factuality": ["any"] if asked.every else [*asked.counting]}


def _incidents(
    store: Store, found: Relation, asked: Asked, span: Mapping[str, Any]
) -> tuple[Sequence[Told], int]:
    """The latest incidents, or those of one period."""
    wanted: Wanted = asked.wanted(found.a, found.b, limit=LISTED)
    if span:
        days = {"since": span["since"], "until": span["until"]}
        wanted = asked.wanted(
            found.a, found.b, limit=OF_PERIOD, factualities=() if asked.every else asked.counting, **days
        )
    listed, total = counted(store.connection, wanted)
    return told(store.connection, wanted, listed, asked.counts(found.unit)), total


def _made_by(store: Store, found: Relation, asked: Asked) -> dict[str, Told]:
    """The incidents that made the changes of level, by their ids, as the reports that fit tell them."""
    made = [one for change in found.changes for one in change.incidents]
    wanted: Wanted = asked.wanted(found.a, found.b)
    return {one.incident.id: one for one in told(store.connection, wanted, made)}


def _picture(found: Relation, others: Overlays, asked: Asked, frame: Frame | None = None) -> Markup:
    """For a page, or as a file in this frame."""
    title = f"{party(found.a)} and {party(found.b)}, by {found.unit}"
    overlays = tuple(Overlay(label, periods) for label, periods in others)
    series_ = Series(title, found.unit, found.periods, found.changes, overlays)

    def link(period: date) -> str:
        path = f"/dyads/{segment(found.a)}/{segment(found.b)}"
        return asked.at(path, period=period, beside=[name for name, _ in others]) + "#incidents"

    if frame is not None:
        return draw(series_, None, frame)
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
