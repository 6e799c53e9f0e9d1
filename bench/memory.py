"""How much memory a process and all that it began hold together; pages that they share count once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def megabytes(root: int | None = None) -> int | None:
    """Proportional set size of a process (this one by default) and all below it; None outside Linux."""
    if not _PROC.is_dir():
        return None
    parents = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError, ValueError):  # it ended meanwhile
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return round(sum(map(_held, _below(root or os.getpid(), parents))) / 1024)


def _below(root: int, parents: dict[int, int]) -> set[int]:
    found = {root}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _held(process: int) -> int:
    """Kilobytes."""
    with suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
