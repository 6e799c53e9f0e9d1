"""What the address of a page asks: the filters that all pages share, read from it and written back to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import Depends, Form, Query
from pydantic import AfterValidator, BeforeValidator, Field

from dragoman.knowledge.actors import sectors
from dragoman.knowledge.ontology import plover
from dragoman.records import Factuality, VoiceKind
from dragoman.relate import Chosen, Wanted
from dragoman.relate.fitting import Counting
from dragoman.relate.listing import Listing
from dragoman.relate.periods import Unit
from dragoman.serve.web.answers import Problem

MAX_TEXT = 200
"""Characters of a name or words that one may ask for."""


def _filled(value: Any) -> Any:
    """A field of a form that was left empty asks for nothing."""
    if isinstance(value, list):
        return [one for one in value if one != ""]
    return None if value == "" else value


def _no_null(value: Any) -> Any:
    """Words without the character that no text holds."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and "\0" in one:
            raise ValueError("holds a character that no text has")
    return value


def _dated(value: Any) -> Any:
    """A day as it is written: 2014 would else be taken for seconds since 1970."""
    if not isinstance(value, date) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value), re.ASCII):
        raise ValueError("is no day such as 2019-05-04")
    return value


Filled = BeforeValidator(_filled)
Dated = BeforeValidator(_dated)
Text = Annotated[Annotated[str, Field(max_length=MAX_TEXT)] | None, Filled, AfterValidator(_no_null)]
Texts = Annotated[list[str], Filled, AfterValidator(_no_null), Query(max_length=50)]
Day = Annotated[Annotated[date, Dated] | None, Filled, Query()]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
FormDay = Annotated[Annotated[date, Dated] | None, Filled, Form()]
Voices = Annotated[list[VoiceKind], Filled, Query(max_length=10, description="On whose word; none: any")]
Told = Factuality | Literal["any"]
"""How something is told, or all ways of it."""
Factualities = Annotated[list[Told], Filled, Query(max_length=10)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents count, and by which periods; what is not asked for is as usual.

    One rule holds wherever it is asked how something is told: what is asked for counts and is listed. Where
    nothing is, all is listed, and what happened counts; where ``any`` is, which is ``every``, all counts.
    """

    since: date | None = None
    until: date | None = None
    voices: tuple[VoiceKind, ...] = ()
    factualities: tuple[Factuality, ...] = ()
    contexts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    private: bool = False
    freq: Unit = "month"
    every: bool = False

    @property
    def counting(self) -> tuple[Factuality, ...]:
        """The ways of telling that count."""
        return get_args(Factuality) if self.every else self.factualities or ("happened",)

    def counts(self, unit: Unit | None = None) -> Counting:
        """What counts of a list, with ``unit`` in series of such periods."""
        return Counting(self.counting, unit)

    def chosen(self, **changes: Any) -> Chosen:
        """What counts in series."""
        usual = Chosen(
            factualities=self.counting,
            voices=self.voices,
            contexts=self.contexts,
            since=self.since,
            until=self.until,
            private=self.private,
            sectors=self.sectors,
            outlets=self.outlets,
        )
        return replace(usual, **changes)

    def wanted(self, a: str | None = None, b: str | None = None, **changes: Any) -> Wanted:
        """Which incidents are listed: of all factualities where none is asked for."""
        usual = Wanted(
            a,
            b,
            self.factualities,
            self.voices,
            self.since,
            self.until,
            contexts=self.contexts,
            private=self.private or b is None,
            sectors=self.sectors,
            outlets=self.outlets,
        )
        return replace(usual, **changes)

    def listing(self, **more: Any) -> Listing:
        """Which records are listed: those of the same filters, and what ``more`` asks."""
        usual = Listing(
            voices=self.voices,
            factualities=self.factualities,
            contexts=self.contexts,
            outlets=self.outlets,
            sectors=self.sectors,
            since=self.since,
            until=self.until,
        )
        return replace(usual, **more)

    def query(self, **changes: Any) -> Mapping[str, Any]:
        """As the parameters of an address; ``changes`` take the place of what is asked, None of nothing."""
        pairs: dict[str, Any] = {
            "since": self.since,
            "until": self.until,
            "voice": list(self.voices),
            "factuality": ["any"] if self.every else list(self.factualities),
            "context": list(self.contexts),
            "outlet": list(self.outlets),
            "sector": list(self.sectors),
            "private": "true" if self.private else None,
            "freq": self.freq if self.freq != "month" else None,
        }
        return {name: value for name, value in (pairs | changes).items() if value not in (None, [], "")}

    def told(self, **changes: Any) -> Mapping[str, Any]:
        """The same with the length of periods, which an address leaves out where it is the usual one."""
        return {**self.query(**changes), "freq": self.freq}

    def pairs(self) -> list[tuple[str, Any]]:
        """The same one by one, as the hidden fields of a form."""
        lists = (
            (name, value if isinstance(value, list) else [value]) for name, value in self.query().items()
        )
        return [(name, one) for name, many in lists for one in many]

    def at(self, path: str, **changes: Any) -> str:
        """The address of a page that asks the same, but for the changes."""
        pairs = self.query(**changes)
        return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path

    def tables(self, path: str, label: str = "", **given: Any) -> list[tuple[str, str]]:
        """Label and address of a list of the API that asks the same, as both kinds of files of tables."""
        forms = {"csv": "CSV", "parquet": "Parquet"}
        return [
            (f"{label} {name}".strip(), self.at(path, **given, format=form)) for form, name in forms.items()
        ]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the length of periods is asked for."""
        return bool(self.query(freq=None))


def asked_for(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    since: Day = None,
    until: Day = None,
    voice: Voices = [],  # noqa: B006 (FastAPI copies it)
    factuality: Factualities = [],  # noqa: B006
    context: Texts = [],  # noqa: B006
    outlet: Texts = [],  # noqa: B006
    sector: Texts = [],  # noqa: B006
    private: bool = False,
    freq: Unit = "month",
) -> Asked:
    """What the parameters of an address ask. Raises Problem where they ask for what there cannot be."""
    _known("context", context, plover().contexts)
    _known("sector", sector, sectors())
    if since and until and until < since:
        raise Problem(422, f"there is no day from {since} until {until}", "Exchange the two")
    return Asked(
        since,
        until,
        tuple(voice),
        tuple(one for one in factuality if one != "any") if "any" not in factuality else (),
        tuple(context),
        tuple(outlet),
        tuple(sector),
        private,
        freq,
        every="any" in factuality,
    )


def _known(kind: str, given: list[str], known: Any) -> None:
    for one in given:
        if one not in known:
            raise Problem(422, f"no {kind} is called {one!r}", f"There are: {', '.join(sorted(known))}")


Filters = Annotated[Asked, Depends(asked_for)]
