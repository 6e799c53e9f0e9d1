"""A sourced brief on two countries: every sentence carries the ids of the records it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt

from dragoman.knowledge.actors import load
from dragoman.relate import Incident, Relation
from dragoman.relate.dyads import AssessmentRow, Forecast, Named, StatementRow
from dragoman.serve import words
from dragoman.serve.relation_page import ABOUT, counting, direction, name, tying, when
from dragoman.serve.sheet import clip

MOST = 12
"""Records of each kind that a brief tells of at most: the latest, of incidents those with most reports."""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.5 Georgia,serif;color:#222}}
code{{font-size:.8em;color:#666}}h1,h2{{font-family:Helvetica,Arial,sans-serif}}li{{margin:.4em 0}}
</style></head>
<body>
{body}</body></html>
"""


def markdown(found: Relation, foremost: Sequence[Incident]) -> str:
    """The brief as Markdown. ``found`` has the latest incidents, ``foremost`` are those most told."""
    a, b = load().state(found.a), load().state(found.b)
    return "\n".join(
        [
            f"# {a} and {b}",
            "",
            *((f"{_counting(found)}.", "") if _tells(found) else ()),
            *(() if _tells(found) else (f"The articles read tell of nothing between {a} and {b}.", "")),
            *_section("Where they stand", _standing(found)),
            *_section("What changed", _changes(found)),
            *_section(_of("What happened last", found.incidents, found), _incidents(found.incidents, found)),
            *_section(_of("What most texts tell of", foremost, found), _incidents(foremost, found)),
            *_section("What officials say", _said(found, official=True)),
            *_section("What others say", _said(found, official=False)),
            *_section("What stands between them", map(_named, found.obstacles[:MOST])),
            *_section("What brings them together", map(_named, found.opportunities[:MOST])),
            *_section("How it is judged", map(_judged, _judgements(found)[-MOST:])),
            *_section("What is expected", map(_forecast, found.forecasts[-MOST:])),
            "## How this was made",
            "",
            "Sentences were put together from coded records; the ids in brackets name them, and `dragoman "
            "why ID` or `dragoman incidents ID` shows each with its words. Incidents count once, whatever "
            "the number of their reports. The index is the score, -10 to 10, to be expected of an incident "
            "between the two; the statements, judgements and forecasts are the latest.",
            "",
        ]
    )


def _of(title: str, told: Sequence[Incident], found: Relation) -> str:
    """The title with how many of all incidents are told."""
    return f"{title} ({len(told)} of {found.total})"


def _incidents(told: Iterable[Incident], found: Relation) -> Iterator[str]:
    return (_incident(one, found) for one in told)


def html(found: Relation, foremost: Sequence[Incident]) -> str:
    """The brief as a page of its own, nothing of it fetched from elsewhere."""
    page = MarkdownIt("commonmark", {"html": False}).render(markdown(found, foremost))
    return PAGE.format(title=escape(f"{load().state(found.a)} and {load().state(found.b)}"), body=page)


def _tells(found: Relation) -> bool:
    """Whether there is anything to tell."""
    return bool(found.periods or found.incidents or found.statements or found.assessments or found.forecasts)


def _section(title: str, sentences: Iterable[str]) -> Iterator[str]:
    """A headed list; nothing where there is nothing to tell."""
    told = list(sentences)
    if told:
        yield from (f"## {title}", "", *(f"- {sentence}" for sentence in told), "")


def _ids(*keys: str | None) -> str:
    return " ".join(f"[`{key}`]" for key in keys if key)


def _plain(text: str) -> str:
    """Words of an article on one line, without what Markdown would take for markup."""
    return _escaped(clip(text, 220))


def _escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|!&" else one for one in text)


def _counting(found: Relation) -> str:
    """What counts, as a sentence; names of outlets are as they are."""
    told = counting(found)
    return _escaped(told[:1].upper() + words.flat(told[1:]))


# ---- sentences ------------------------------------------------------------------------------------


def _standing(found: Relation) -> Iterator[str]:
    if not found.periods:
        return
    last, total = found.periods[-1], sum(one.incidents for one in found.periods)
    latest = [one.id for one in found.incidents[-3:]]
    yield (
        f"The index stands at {last.index:+.1f} (95 % interval {last.low:+.1f} to {last.high:+.1f}) in "
        f"{name(last.period, found.unit)}, after {words.plural(total, 'incident')} since "
        f"{name(found.periods[0].period, found.unit)}; the latest: {_ids(*latest)}"
    )
    conflict = sum(one.verbal_conflict + one.material_conflict for one in found.periods)
    quads = f"{conflict} were of conflict and {total - conflict} of cooperation"
    yield f"Of these {quads}; the latest: {_ids(*latest)}"


def _changes(found: Relation) -> Iterator[str]:
    for one in found.changes:
        verb = "rose" if one.found.after > one.found.before else "fell"
        yield (
            f"From {name(one.found.period, found.unit)} the mean score {verb} from "
            f"{one.found.before:+.1f} to {one.found.after:+.1f}. {_ids(*(each.id for each in one.incidents))}"
        )


def _incident(one: Incident, found: Relation) -> str:
    arrow = direction(one.reports, found).split()[1]
    a, b = load().state(found.a), load().state(found.b)
    parties = {"→": f"{a} to {b}", "←": f"{b} to {a}", "↔": f"{a} and {b}"}[arrow]
    told = one.factuality.replace("_", " ")
    sources = f"{words.plural(one.texts, 'text')}" + (
        f" in {', '.join(map(_plain, one.outlets))}" if one.outlets else ""
    )
    differ = "".join(
        f" Reports differ on {ABOUT[each.about]}: "
        f"{'; '.join(_plain(version) for version, _ in each.versions)}."
        for each in one.disagreements
    )
    events = (report.event for report in one.reports[:3])
    return (
        f"{when(one).capitalize()}, {one.event_type}, {parties}, {told} ({sources}): "
        f"“{_plain(tying(one, found).passage)}”."
        f"{differ} {_ids(one.id, *events)}"
    )


def _said(found: Relation, official: bool) -> Iterator[str]:
    rows = [row for row in found.statements if (row.voice_kind == "official") == official and row.content]
    return map(_statement, rows[-MOST:])


def _statement(row: StatementRow) -> str:
    who = _plain(row.source) if row.source else "somebody whom the text does not name"
    stance = f", {row.stance}" if row.stance else ""
    about = " and ".join(load().state(code) for code in row.about.split(", "))
    day, said = row.published or "Undated", _plain(row.content or "")
    return f"{day}, {who} on {about}{stance}: “{said}”. {_ids(row.id)}"


def _named(one: Named) -> str:
    latest = one.assessments[-1]
    keys = (row.id for row in one.assessments[-3:])
    return (
        f"{words.plural(one.sources, 'source').capitalize()} on {_plain(one.about)}: "
        f"“{_plain(latest.evidence)}”. "
        f"{_ids(*keys)}"
    )


def _judgements(found: Relation) -> list[AssessmentRow]:
    return [row for row in found.assessments if row.aspect not in ("obstacle", "opportunity")]


def _judged(row: AssessmentRow) -> str:
    who = _plain(row.holder) if row.holder else "the author"
    how = f"{row.aspect}, {row.direction}" if row.direction else row.aspect
    day = row.published or "Undated"
    return f"{day}, {who} ({row.voice_kind}), {how}: “{_plain(row.evidence)}”. {_ids(row.id)}"


def _forecast(one: Forecast) -> str:
    return (
        f"Foretold on {one.made} for {one.due} at the latest, {one.event_type}: “{_plain(one.passage)}”; "
        f"{one.outcome}. {_ids(one.event, one.incident)}"
    )
