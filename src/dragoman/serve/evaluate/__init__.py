"""Score the shipped system on gold files: one module a task, each with one function ``score``.

`TASKS` lists them. ``seed`` is apart: its gold is a page of facts about articles (see `seed`), not a corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from dragoman import __version__
from dragoman.serve.evaluate.gold import WHOLE, GoldError, Half, Part, digest

__all__ = ["TASKS", "WHOLE", "GoldError", "Half", "Part", "Task", "evaluate"]


class Task(NamedTuple):
    """How a task is scored, and one line on its gold file and figures."""

    score: Callable[[Path, Part], dict[str, object]]
    about: str


def _of(name: str) -> Callable[[Path, Part], dict[str, object]]:
    """The function ``score`` of a module beside this one, which is imported when it is asked for."""

    def score(path: Path, part: Part) -> dict[str, object]:
        found: dict[str, object] = import_module(f"{__name__}.{name}").score(path, part)
        return found

    return score


TASKS: Mapping[str, Task] = {
    "ud": Task(_of("ud"), "Words, sentences, tags, lemmas and trees on a treebank (CoNLL-U)."),
    "attribution": Task(
        _of("attribution"), "Who is credited with what, on articles annotated as in PolNeAR."
    ),
    "stance": Task(_of("stance"), "The sign of a holder's attitude toward a target, both given."),
    "subjectivity": Task(_of("subjectivity"), "Whether a sentence's author judges or tells."),
    "speakers": Task(_of("speakers"), "Who is named as the speaker of a quotation."),
    "quoted": Task(_of("quoted"), "Short stretches in quotation marks: quotations, scare quotes or titles."),
    "genre": Task(_of("genre"), "Whether an article is a report, commentary or an official text."),
    "entities": Task(_of("entities"), "Names and times by kind, on a treebank as GUM or on labelled spans."),
    "factuality": Task(_of("factuality"), "How certain an event is, on sentences with scores from -3 to 3."),
    "pairs": Task(_of("pairs"), "Which type of event a sentence tells of between two marked phrases."),
    "presented": Task(_of("presented"), "Whether an event is told as done, planned, hoped, asked, denied …"),
    "restraint": Task(_of("restraint"), "Events between states in news of sport, disasters and arts."),
    "time": Task(_of("time"), "Time expressions and their values, on TimeML documents."),
    "incidents": Task(_of("incidents"), "Which articles are copies, and which tell of one happening."),
    "countries": Task(_of("countries"), "Of which country the actors in running sentences are."),
    "expressions": Task(_of("expressions"), "Time expressions of news, and what must stay without a date."),
    "references": Task(_of("references"), "Whom pronouns and descriptions stand for."),
    "judged": Task(_of("judged"), "Records that people accepted, corrected or rejected in a store."),
    "actor": Task(_of("actor"), "Country and sector of single names and descriptions."),
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
