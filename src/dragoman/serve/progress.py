"""How far a long command has come: a bar on stderr, and times in words."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int | Callable[[], int]) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for more than one article on a terminal; yields what moves it on by so many.

    A ``total`` that takes time to know is asked for beside the work.
    """
    if (isinstance(total, int) and total < 2) or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    # Only what shares the terminal with the bar may pass through it: a redirected stdout must stay stdout.
    screen, shared = Console(stderr=True), sys.stdout.isatty()
    with Progress(*columns, console=screen, transient=True, redirect_stdout=shared) as progress:
        task = progress.add_task(what, total=total if isinstance(total, int) else None, rate="")
        if not isinstance(total, int):
            threading.Thread(target=lambda: progress.update(task, total=total()), daemon=True).start()

        def advance(count: int) -> None:
            speed = progress.tasks[0].speed
            progress.update(task, advance=count, rate=f"{speed:.1f} a second" if speed else "")

        yield advance


def span(seconds: float) -> str:
    """So many seconds in words."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
