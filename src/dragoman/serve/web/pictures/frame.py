"""What all pictures share: templates, colours, the frame around the drawing, and PNG.

A picture is SVG made by a template that escapes whatever comes from articles. Inside a page it is coloured by
the classes of ``static/pictures.css``, as the pages' policy allows no style in them; as a file of its own it
carries the same rules with the light colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources, util
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.serve.web.pictures.words import LINE, SIZE, lines

WIDE, NARROW = 960, 360
"""Widths for screens and for telephones: texts keep their size, so a picture is drawn for each."""

MARGIN = 16
"""Around the drawing in a file; in a page the page sets it."""

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""
SAFE = re.compile(r"(https?:|mailto:|[^:]*$|[^:/?#]*[/?#])", re.IGNORECASE)
"""Addresses without a scheme, or with one that runs nothing."""
PAGE_ONLY = "/* from here on for pages alone */"
FONTS = ("DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI", "Roboto")


class PictureError(Exception):
    """The picture cannot be written: ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture is shown. ``ident`` is unique within a page.

    Of a file ``subtitle`` stands below the title and says what counts, ``citation`` stands at the foot.
    """

    width: int = WIDE
    standalone: bool = False
    citation: str = ""
    ident: str = "picture"
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a template draws: ``told`` describes it to those who do not see it, ``height`` is without foot."""

    title: str
    told: str
    height: float
    body: object


def nothing(frame: Frame, title: str, why: str) -> Markup:
    """The picture of no data, which says so."""
    return rendered("nothing.svg.jinja", frame, Sheet(title, why, 90, why))


def rendered(template: str, frame: Frame, sheet: Sheet) -> Markup:
    """The picture within its frame."""
    heading = lines(sheet.title, SIZE + 3, frame.width) if frame.standalone else ()
    cited = lines(frame.citation, SIZE - 1, frame.width) if frame.standalone and frame.citation else ()
    below = lines(frame.subtitle, SIZE - 1, frame.width) if frame.standalone and frame.subtitle else ()
    head = LINE * (1.3 * len(heading) + len(below)) + 12 if heading else 0
    foot = LINE * len(cited) + 14 if cited else 0
    page = (
        _environment()
        .get_template(template)
        .render(
            frame=frame,
            title=sheet.title,
            told=sheet.told,
            heading=heading,
            subtitle=below,
            cited=cited,
            head=head,
            margin=MARGIN if frame.standalone else 0,
            line=LINE,
            height=round(head + sheet.height + foot, 1),
            below=head + sheet.height,
            style=style() if frame.standalone else None,
            body=sheet.body,
        )
    )
    return Markup(page)


def both(draw: Callable[[int], Markup]) -> Markup:
    """The picture for screens and for telephones, of which pictures.css shows the one that fits.

    ``draw`` gets the width and must use an ``ident`` of its own for each.
    """
    wide, narrow = draw(WIDE), draw(NARROW)
    return Markup(
        '<div class="pic-both"><div class="pic-wide">{}</div><div class="pic-narrow">{}</div></div>'
    ).format(wide, narrow)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dragoman.serve.web", "templates/pictures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_written,
    )
    made.filters["px"] = px
    made.filters["address"] = address
    return made


def _written(value: Any) -> Any:
    """The value without what would break the document; markup has gone through here already."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNWRITABLE.sub("\ufffd", value)
    return value


def px(value: float) -> str:
    """Pixels in tenths, as short as can be."""
    return f"{round(value, 1) + 0:g}"


def address(link: str) -> str:
    """The link itself; ``#`` in place of one that would run a script."""
    return link if SAFE.match(link.strip()) else "#"


@cache
def style() -> str:
    """The rules of pictures.css with the light colours in place: what draws files knows no variables."""
    page = (resources.files("dragoman.serve.web") / "static" / "pictures.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"(--pic-[\w-]+):\s*([^;]+);", page[: page.index("}")]))
    rules = page[page.index("/* rules */") : page.index(PAGE_ONLY)]
    rules = re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"var\((--pic-[\w-]+)\)", lambda found: light[found[1]], rules)).strip()


def png(svg: str, scale: float = 2) -> bytes:
    """A standalone picture as PNG, ``scale`` times as many pixels as it is wide.

    Raises PictureError where resvg is missing or no letter can be drawn, for want of a font.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise PictureError("PNG needs resvg_py", "Install it with: pip install 'dragoman[web]'") from error
    family, files = _font()
    return bytes(
        svg_to_bytes(
            svg_string=svg, zoom=scale, font_family=family, sans_serif_family=family, font_files=files
        )
    )


@cache
def _font() -> tuple[str, list[str]]:
    """A family that letters can be drawn in, and files to read it from: of the system or of matplotlib."""
    found = util.find_spec("matplotlib")
    shipped = Path(found.origin or "").parent / "mpl-data/fonts/ttf/DejaVuSans.ttf" if found else None
    for files in ([], [str(shipped)] if shipped and shipped.exists() else []):
        for family in FONTS:
            if _draws(family, files):
                return family, files
    raise PictureError(
        "there is no font to write the picture's words in",
        "Install one (on Debian: apt install fonts-dejavu-core) or take the SVG, which needs none",
    )


def _draws(family: str, files: list[str]) -> bool:
    """Whether a letter leaves a trace; resvg passes over text without a font in silence."""
    from resvg_py import svg_to_bytes

    page = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">{}</text></svg>'
    drawn = [
        bytes(svg_to_bytes(svg_string=page.format(text), font_family=family, font_files=files))
        for text in ("M", "")
    ]
    return drawn[0] != drawn[1]
