"""The evidence behind one record: its sentence with the spans marked, and every decision on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.reading.split import sentences
from dragoman.records import Assessment, Coding, Event, Participant, Span, Statement
from dragoman.serve import words

Record = Event | Statement | Assessment
Mark = tuple[str, Span]

STYLES = {
    "trigger": "bold red",
    "cue": "bold red",
    "content": "green",
    "evidence": "",
    "actor": "bold blue",
    "recipient": "bold magenta",
    "source": "bold blue",
    "about": "bold magenta",
    "dyad": "bold blue",
    "stance": "yellow",
    "date": "cyan",
    "place": "cyan",
}


def find_record(coding: Coding, key: str) -> Record:
    """The record with this id. Raises KeyError when the coding has none."""
    records: list[Record] = [*coding.events, *coding.statements, *coding.assessments]
    for record in records:
        if record.id == key:
            return record
    raise KeyError(key)


def why(coding: Coding, record: Record) -> RenderableType:
    """What the record rests on, for a terminal."""
    text, marks = coding.article.text, list(marked_spans(record))
    passages = [_marked(text, place, marks) for place in sentences_of(text, marks)]
    return Group(
        Text(headline(record), style="bold"),
        Text(f"document {coding.article.id}: {coding.article.title or '(no title)'}", style="dim"),
        Text(),
        *(Padding(passage, (0, 0, 1, 2)) for passage in passages),
        *(_grid(title, rows) for title, rows in sections(record, text)),
        Text(f"codebook {record.codebook}, coder {record.coder}", style="dim"),
    )


def sections(record: Record, text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Everything a record rests on: a title, then what is noted under it by name."""
    yield "found", [*_spans([*marked_spans(record)], text)]
    yield "people and states", [*_people(record)]
    yield "voice", [*_voice(record, text)]
    yield "time and place", [*_when_and_where(record)]
    yield "decisions", [(step.rule, step.saw) for step in record.steps]


def headline(record: Record) -> str:
    """The record in one line."""
    match record:
        case Event():
            what = f"{record.event_type}, {record.factuality.replace('_', ' ')}"
            sides = f"{words.participants(record.actor)} → {words.participants(record.recipient)}"
            return f"event {record.id}: {what}: {sides}"
        case Statement():
            source = words.participant(record.source) if record.source else words.UNKNOWN
            tone = record.stance or "not found"
            return f"statement {record.id}: {record.quote} words of {source}, tone {tone}"
        case Assessment():
            of = words.participants(record.dyad or record.about)
            return (
                f"assessment {record.id}: {record.aspect}, {record.direction or 'no direction found'}: {of}"
            )


def marked_spans(record: Record) -> Iterator[Mark]:
    """Every piece of text that the record names, with its role."""
    match record:
        case Event():
            yield "trigger", record.trigger
            yield from (("evidence", span) for span in record.evidence)
            yield from (("actor", one.span) for one in record.actor)
            yield from (("recipient", one.span) for one in record.recipient)
            if record.date:
                yield "date", Span(record.date.start, record.date.end)
            if record.place:
                yield "place", Span(record.place.start, record.place.end)
        case Statement():
            yield from (("content", span) for span in record.content)
            if record.source:
                yield "source", record.source.span
            if record.cue:
                yield "cue", record.cue
            for about in record.about:
                yield "about", about.participant.span
                yield from (("stance", span) for span in about.words)
        case Assessment():
            yield "trigger", record.trigger
            yield from (("evidence", span) for span in record.evidence)
            yield from (("dyad", one.span) for one in record.dyad)
            yield from (("about", one.span) for one in record.about)


def sentences_of(text: str, marks: Sequence[Mark]) -> list[Span]:
    """The sentences that any of these spans touches, in order."""
    places = [Span(start, end) for start, end in sentences(text)]
    return [place for place in places if any(span.overlaps(place) for _, span in marks)]


def _marked(text: str, place: Span, marks: Sequence[Mark]) -> Text:
    """The sentence with [role: …] about each span in it; marks say the same without colours."""
    inside = [
        (role, Span(max(span.start, place.start), min(span.end, place.end)))
        for role, span in dict.fromkeys(marks)
        if role != "evidence" and span.overlaps(place)
    ]
    opens = sorted(inside, key=lambda mark: (mark[1].start, -mark[1].end))
    edges = sorted({place.start, place.end, *(edge for _, span in inside for edge in (span.start, span.end))})
    line = Text()
    for start, end in zip(edges, [*edges[1:], place.end], strict=True):
        line.append("]" * sum(span.end == start for _, span in inside), style="dim")
        for role, span in opens:
            if span.start == start:
                line.append(f"[{role}: ", style="dim")
        line.append(text[start:end].replace("\n", " "), style=_style(inside, start))
    return line


def _style(inside: Sequence[Mark], at: int) -> str:
    """The style of the shortest span that covers this place."""
    covering = [(span.end - span.start, role) for role, span in inside if span.start <= at < span.end]
    return STYLES[min(covering)[1]] if covering else ""


def _grid(title: str, rows: Iterable[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", max_width=40, overflow="fold")
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(Text(f"  {name}"), Text(value))
    return (
        Group(Text(title, style="bold"), grid)
        if grid.row_count
        else Text(f"{title}: none noted", style="bold")
    )


def _spans(marks: Sequence[Mark], text: str) -> Iterator[tuple[str, str]]:
    for role, span in dict.fromkeys(marks):
        yield f"{role} {span.start}–{span.end}", words.flat(text[span.start : span.end])


def _people(record: Record) -> Iterator[tuple[str, str]]:
    match record:
        case Event():
            sides = [("actor", record.actor), ("recipient", record.recipient)]
        case Statement():
            source = (record.source,) if record.source else ()
            sides = [("source", source), ("about", tuple(one.participant for one in record.about))]
        case Assessment():
            sides = [("dyad", record.dyad), ("about", record.about)]
    for role, members in sides:
        yield from ((f"{role}: {words.flat(one.text)}", _identity(one)) for one in members)


def _identity(one: Participant) -> str:
    codes = f"{words.participant(one)}" + (f", {one.entity}" if one.entity else "")
    return f"{codes}, by {one.how or 'nothing'}: {one.reason or 'no reason noted'}"


def _voice(record: Record, text: str) -> Iterator[tuple[str, str]]:
    for depth, holder in enumerate(record.voice):
        who = words.participant(holder.participant) if holder.participant else "author"
        cue = f", by “{words.flat(text[holder.cue.start : holder.cue.end])}”" if holder.cue else ""
        yield f"holder {depth + 1}", f"{who}{cue}" + (f" ({holder.quote})" if holder.quote else "")


def _when_and_where(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Event):
        reason = record.date.reason if record.date else ""
        told = dict.fromkeys((words.days(record.date), record.date_reason, reason))
        yield "when", "; ".join(part for part in told if part)
        if record.place:
            country = record.place.country or "country unknown"
            yield "where", f"{record.place.name or record.place.text} ({country}): {record.place.reason}"
