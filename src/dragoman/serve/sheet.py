"""The readable sheet of one article: what it is, then its events, statements and assessments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.records import Article, Assessment, Coding, Estimate, Event, Holder, Statement
from dragoman.serve import words

SHOWN = 200
"""Characters of a passage that a table shows; ``why`` shows it whole."""


def sheet(coding: Coding) -> RenderableType:
    """Everything coded from one article, for a terminal."""
    text = coding.article.text
    tables = (
        record_table("Events", EVENT_COLUMNS, (_event(one, text) for one in coding.events)),
        record_table("Statements", STATEMENT_COLUMNS, (_statement(one, text) for one in coding.statements)),
        record_table(
            "Assessments", ASSESSMENT_COLUMNS, (_assessment(one, text) for one in coding.assessments)
        ),
    )
    return Group(_header(coding), *tables, Text(_dropped(coding.article), style="dim"), Text())


def summary(coding: Coding) -> Text:
    """One line for an article among many."""
    counts = ", ".join(
        (
            words.plural(len(coding.events), "event"),
            words.plural(len(coding.statements), "statement"),
            words.plural(len(coding.assessments), "assessment"),
        )
    )
    article = coding.article
    line = Text.assemble((article.id[:8], "cyan"), f"  {article.published or 'no date   '}  ")
    return line.append(clip(article.title or "(no title)", 70)).append(f"  {counts}", style="dim")


def clip(text: str, size: int = SHOWN, keep: str = "") -> str:
    """The text on one line, cut to ``size`` characters with … so that the words to ``keep`` stay in."""
    line, kept = words.flat(text), words.flat(keep)
    if len(line) <= size:
        return line
    start = max(0, line.find(kept) + len(kept) - size // 2)
    start = line.rfind(" ", 0, start) + 1
    piece = line[start : start + size]
    return ("…" if start else "") + piece.rstrip() + ("…" if start + size < len(line) else "")


SHARES = {
    "passage": 5,
    "words": 5,
    "about": 3,
    "who": 2,
    "to whom": 2,
    "source": 2,
    "relation": 2,
    "voice": 2,
    "when": 2,
    "document": 2,
}
"""How the columns of free text share what the short ones leave of the width."""

EVENT_COLUMNS = ("id", "who", "to whom", "type", "factuality", "voice", "when", "passage")
STATEMENT_COLUMNS = ("id", "source", "quote", "about", "tone", "words")
ASSESSMENT_COLUMNS = ("id", "relation", "aspect", "direction", "voice", "passage")


def _header(coding: Coding) -> RenderableType:
    article = coding.article
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, value in (*_facts(coding), *_author(coding)):
        grid.add_row(name, Text(value))
    return Group(Text(article.title or "(no title)", style="bold"), grid)


def _facts(coding: Coding) -> Iterator[tuple[str, str]]:
    article = coding.article
    yield "document", article.id
    yield "author", ", ".join(article.authors) or words.UNKNOWN
    yield "outlet", article.outlet or words.UNKNOWN
    if article.republished_from:
        yield "republished from", article.republished_from
    yield "published", str(article.published or words.UNKNOWN)
    if coding.estimate:
        yield "written, by its content", _between(coding.estimate)
    yield "genre", article.genre
    yield "language", article.language or words.UNKNOWN
    if article.url:
        yield "url", article.url


def _between(one: Estimate) -> str:
    sides = (("from", one.first), ("to", one.last))
    return " ".join(f"{side} {day}" for side, day in sides if day) + f" ({one.reason})"


def _author(coding: Coding) -> Iterator[tuple[str, str]]:
    """The author's own stance, strongest first."""
    judged = sorted(coding.author, key=lambda one: -abs(one.score or 0.0))
    views = [
        f"{words.participant(one.participant)}: {one.stance}" for one in judged if one.stance != "neutral"
    ]
    if views:
        yield "author's stance", "; ".join(views)


def _dropped(article: Article) -> str:
    return (
        f"{words.plural(len(article.dropped), 'line')} of page furniture left out" if article.dropped else ""
    )


def record_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """A table of records with its count, the column of words the widest; one line when there is none."""
    found = list(rows)
    if not found:
        return Text(f"{title}: none found", style="dim")
    table = Table(title=f"{title} ({len(found)})", title_justify="left", title_style="bold", expand=True)
    for column in columns:
        table.add_column(column, ratio=SHARES.get(column), overflow="fold")
    for row in found:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _event(event: Event, text: str) -> Sequence[str]:
    kind = f"{event.event_type} / {event.mode}" if event.mode else event.event_type
    return (
        event.id[:8],
        words.participants(event.actor),
        words.participants(event.recipient),
        f"{kind} (figurative)" if event.figurative else kind,
        event.factuality.replace("_", " "),
        words.voice(event.voice),
        words.days(event.date),
        _passage(event, text),
    )


def _statement(statement: Statement, text: str) -> Sequence[str]:
    about = (
        words.participant(one.participant) + (f": {one.stance}" if one.stance else "")
        for one in statement.about
    )
    return (
        statement.id[:8],
        _said_by(statement),
        statement.quote,
        "; ".join(dict.fromkeys(about)) or "—",
        statement.stance or "—",
        clip(words.quoted(statement.content, text)),
    )


def _said_by(statement: Statement) -> str:
    """On whose word: the source, after whoever quotes it; of scare quotes whoever keeps the distance."""
    if statement.source is not None:
        return words.voice((*statement.voice[1:], Holder(statement.source)))
    return words.voice(statement.voice) if statement.quote == "scare" else words.UNKNOWN


def _assessment(assessment: Assessment, text: str) -> Sequence[str]:
    return (
        assessment.id[:8],
        words.participants(assessment.dyad or assessment.about),
        assessment.aspect,
        assessment.direction or "—",
        words.voice(assessment.voice),
        _passage(assessment, text),
    )


def _passage(record: Event | Assessment, text: str) -> str:
    trigger = text[record.trigger.start : record.trigger.end]
    return clip(words.quoted(record.evidence or (record.trigger,), text), keep=trigger)
