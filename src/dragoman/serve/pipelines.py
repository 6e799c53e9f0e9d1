"""Options that the commands which read articles share, and the pipeline that they make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.reading.engine import DEFAULT as DEFAULT_ENGINE
from dragoman.serve.terminal import complain, refuse, say

if TYPE_CHECKING:  # the reader loads only in the command that needs it
    from dragoman.pipeline import Pipeline
    from dragoman.workers import Settings

__all__ = [
    "DEFAULT_ENGINE",
    "Columns",
    "Engine",
    "Format",
    "Own",
    "OwnActors",
    "Published",
    "Workers",
    "columns_of",
    "pipeline_of",
]


class Format(StrEnum):
    """How the records are printed."""

    sheet = "sheet"
    jsonl = "jsonl"


Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="ENGINE", help="Who reads: dragoman, or spacy:NAME, an installed spaCy pipeline."
    ),
]
Own = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        metavar="FILE",
        help="Record events under the types of your own TOML file instead of PLOVER's.",
        show_default=False,
    ),
]
OwnActors = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="Know the persons and bodies of your own CSV file beside the bundled ones.",
        show_default=False,
    ),
]


Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="OURS=THEIRS",
        help="What a column is called in your tables: text=body. Repeat it for others.",
        show_default=False,
    ),
]

Published = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], help="Publication date of every article given."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        metavar="N",
        help="Processes that read: by default one a core.",
        show_default=False,
    ),
]


def columns_of(said: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """What our columns are called in the user's tables; one line and exit code 2 where that names none."""
    from dragoman.ingest import IngestError, named

    try:
        return named(said or ())
    except IngestError as error:
        refuse(f"--column {error.source} {error.problem}", error.remedy.rstrip("."))


def pipeline_of(settings: Settings) -> Pipeline:
    """The whole path as it is set; one line and exit code 1 or 2 where a part of it cannot be had."""
    from dragoman.knowledge.actors.own import ActorsError
    from dragoman.knowledge.ontology import OntologyError
    from dragoman.reading.errors import EngineError, UnknownEngineError

    try:
        return settings.pipeline()
    except (OntologyError, ActorsError) as error:
        say(str(error))
        raise typer.Exit(1) from error
    except UnknownEngineError as error:
        refuse(error.problem, error.remedy)
    except EngineError as error:
        complain(settings.engine, error.problem, error.remedy)
        raise typer.Exit(1) from error
