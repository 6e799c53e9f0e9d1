"""Incidents as lines of a table, and as JSON with all their reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.relate import Incident
from dragoman.relate.incident import Report
from dragoman.serve import words
from dragoman.serve.relation_page import ABOUT, factuality, short, titled, when
from dragoman.serve.sheet import clip, record_table


def incident_list(found: Sequence[Incident], total: int) -> RenderableType:
    """One line an incident; ``total`` counts those that are not listed, too."""
    columns = ("when", "who", "to whom", "type", "factuality", "texts", "passage", "id")
    return record_table(titled("Incidents", total, len(found)), columns, map(_line, found))


def _line(one: Incident) -> Sequence[str]:
    return (
        when(one),
        ", ".join(one.actor) or words.UNKNOWN,
        ", ".join(one.recipient) or words.UNKNOWN,
        one.event_type,
        factuality(one),
        str(one.texts),
        clip(one.first.passage, keep=one.first.words),
        short(one.id),
    )


def incident_sheet(one: Incident) -> RenderableType:
    """An incident with every report and every disagreement."""
    kind = f"{one.event_type} / {one.mode}" if one.mode else one.event_type
    parties = f"{', '.join(one.actor) or words.UNKNOWN} → {', '.join(one.recipient) or words.UNKNOWN}"
    place = f", {one.place}" if one.place else ""
    outlets = ", ".join(one.outlets) or "outlets unknown"
    return Group(
        Text(f"{one.id}: {kind}, {parties}, {when(one)}{place}", style="bold"),
        Text(
            f"{factuality(one)}; {words.plural(one.texts, 'text')} from {one.first_report or words.UNKNOWN} "
            f"to {one.last_report or words.UNKNOWN}; {outlets}"
        ),
        *(
            Text(f"reports differ on {ABOUT[each.about]}: {_versions(each.versions)}")
            for each in one.disagreements
        ),
        record_table(
            "Reports",
            ("when", "document", "factuality", "voice", "passage", "copy of", "id"),
            map(_report, one.reports),
        ),
    )


def _versions(versions: Sequence[tuple[str, Sequence[str]]]) -> str:
    return "; ".join(f"{told} ({', '.join(map(short, events))})" for told, events in versions)


def _report(one: Report) -> Sequence[str]:
    return (
        str(one.published or words.UNKNOWN),
        clip(one.title or one.outlet or one.document, 40),
        one.factuality.replace("_", " "),
        f"{one.voice_kind}: {words.flat(one.holder)}" if one.holder else one.voice_kind,
        clip(one.passage, keep=one.words),
        short(one.original) if one.copied else "—",
        short(one.event),
    )


def plain(value: Any) -> Any:
    """A record as JSON takes it: fields by name, days as YYYY-MM-DD."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
