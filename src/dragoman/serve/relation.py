"""The relation of two countries as plain tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.relate import AssessmentRow, EventRow, Relation, StatementRow
from dragoman.serve import words
from dragoman.serve.sheet import clip, record_table


def relation_sheet(found: Relation, limit: int = 0) -> RenderableType:
    """Counts, events, statements and assessments of a dyad, for a terminal.

    Of each kind at most the last ``limit`` records are shown, all when it is 0; the title counts all.
    """
    counted = " or ".join(one.replace("_", " ") for one in found.counted)
    events = [_event(one, found) for one in found.events[-limit:]]
    return Group(
        Text(f"{found.a} and {found.b}", style="bold"),
        _counts(found, f"Reported events by quad and month ({counted})"),
        record_table(
            _titled("Events", len(found.events), limit),
            ("when", "direction", "type", "factuality", "voice", "passage", "document", "id"),
            events,
        ),
        record_table(
            _titled("Statements", len(found.statements), limit),
            ("source", "about", "stance", "quote", "words", "document", "id"),
            [_statement(one) for one in found.statements[-limit:]],
        ),
        record_table(
            _titled("Assessments", len(found.assessments), limit),
            ("aspect", "direction", "contexts", "voice", "passage", "document", "id"),
            [_assessment(one) for one in found.assessments[-limit:]],
        ),
    )


def _titled(kind: str, total: int, limit: int) -> str:
    return f"{kind}, the last of {total}" if limit and total > limit else kind


def _counts(found: Relation, title: str) -> RenderableType:
    if not found.counts:
        return Text(f"{title}: none", style="dim")
    quads = sorted({count.quad for count in found.counts})
    rows: dict[tuple[str | None, str], Counter[str]] = {}
    for count in found.counts:
        rows.setdefault((count.month, count.voice), Counter())[count.quad] += count.events
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in ("month", "voice", *quads):
        table.add_column(column, justify="right" if column in quads else "left")
    for (month, voice), by_quad in rows.items():
        cells = (str(by_quad[quad] or "·") for quad in quads)
        table.add_row(month or "undated", voice, *cells)
    return table


def _event(row: EventRow, found: Relation) -> Sequence[str]:
    arrow = {
        "forth": f"{found.a} → {found.b}",
        "back": f"{found.b} → {found.a}",
        "both": f"{found.a} ↔ {found.b}",
    }
    return (
        _when(row),
        arrow[row.direction],
        row.event_type,
        row.factuality.replace("_", " "),
        _voice(row),
        clip(row.evidence, keep=row.words),
        clip(row.title or row.document, 40),
        row.id[:8],
    )


def _voice(row: EventRow | AssessmentRow) -> str:
    """On whose word it is: the kind, and who it is where it is not the author."""
    return f"{row.voice_kind}: {words.flat(row.holder)}" if row.holder else row.voice_kind


def _when(row: EventRow) -> str:
    """The event's days; where the text states none, that, and when it was reported."""
    if row.date_from is None or row.date_to is None:
        stated = f"“{words.flat(row.date_text)}”" if row.date_text else words.UNKNOWN
        return f"{stated} (reported {row.published})" if row.published else stated
    return str(row.date_from) if row.date_from == row.date_to else f"{row.date_from} to {row.date_to}"


def _statement(row: StatementRow) -> Sequence[str]:
    return (
        f"{row.voice_kind}: {words.flat(row.source)}" if row.source else words.UNKNOWN,
        row.about,
        row.stance or "—",
        row.quote,
        clip(row.content or ""),
        clip(row.title or row.document, 40),
        row.id[:8],
    )


def _assessment(row: AssessmentRow) -> Sequence[str]:
    return (
        row.aspect,
        row.direction or "—",
        ", ".join(row.contexts) or "—",
        _voice(row),
        clip(row.evidence),
        clip(row.title or row.document, 40),
        row.id[:8],
    )
