"""Score the shipped system on gold files: one module a task, each with one function ``score``.

`TASKS` lists them. ``seed`` is apart: its gold is a page of facts about articles (see `seed`), not a corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from dragoman import __version__
from dragoman.serve.evaluate import (
    actor,
    attribution,
    countries,
    entities,
    expressions,
    factuality,
    genre,
    incidents,
    pairs,
    presented,
    quoted,
    references,
    restraint,
    speakers,
    stance,
    subjectivity,
    time,
    ud,
)
from dragoman.serve.evaluate.gold import WHOLE, GoldError, Half, Part, digest

__all__ = ["TASKS", "WHOLE", "GoldError", "Half", "Part", "Task", "evaluate"]


class Task(NamedTuple):
    """How a task is scored, and one line on its gold file and figures."""

    score: Callable[[Path, Part], dict[str, object]]
    about: str


TASKS: Mapping[str, Task] = {
    "ud": Task(ud.score, "Words, sentences, tags, lemmas and trees on a treebank (CoNLL-U)."),
    "attribution": Task(attribution.score, "Who is credited with what, on articles annotated as in PolNeAR."),
    "stance": Task(stance.score, "The sign of a holder's attitude toward a target, both given."),
    "subjectivity": Task(subjectivity.score, "Whether a sentence's author judges or tells."),
    "speakers": Task(speakers.score, "Who is named as the speaker of a quotation."),
    "quoted": Task(quoted.score, "Short stretches in quotation marks: quotations, scare quotes or titles."),
    "genre": Task(genre.score, "Whether an article is a report, commentary or an official text."),
    "entities": Task(entities.score, "Names and times by kind, on a treebank as GUM or on labelled spans."),
    "factuality": Task(factuality.score, "How certain an event is, on sentences with scores from -3 to 3."),
    "pairs": Task(pairs.score, "Which type of event a sentence tells of between two marked phrases."),
    "presented": Task(presented.score, "Whether an event is told as done, planned, hoped, asked, denied …"),
    "restraint": Task(restraint.score, "Events between states in news of sport, disasters and arts."),
    "time": Task(time.score, "Time expressions and their values, on TimeML documents."),
    "incidents": Task(incidents.score, "Which articles are copies, and which tell of one happening."),
    "countries": Task(countries.score, "Of which country the actors in running sentences are."),
    "expressions": Task(expressions.score, "Time expressions of news, and what must stay without a date."),
    "references": Task(references.score, "Whom pronouns and descriptions stand for."),
    "actor": Task(actor.score, "Country and sector of single names and descriptions."),
}
"""Every task of ``dragoman eval TASK FILE``."""


def evaluate(task: str, path: Path, part: Part = WHOLE) -> dict[str, object]:
    """The figures of one task, under the signature that says what was measured on what.

    ``sha256`` is the first 12 hexadecimal digits of the file's, packed or not as it lies there. ``reader`` is
    the version of the weights, None for a task that uses none; ``n`` counts what the task scores. Raises
    GoldError where the file cannot be used, KeyError where there is no such task.
    """
    signature: dict[str, object] = {"task": task, "file": path.name, "sha256": digest(path)}
    chosen = {"half": part.half, "limit": part.limit}
    return signature | chosen | {"dragoman": __version__} | TASKS[task].score(path, part)
