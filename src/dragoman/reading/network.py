"""How the package's networks are loaded: files checked against their sums, one session each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import onnxruntime

from dragoman.reading.errors import WeightsError

WEIGHTS: Final = Path(__file__).parent / "weights"


def held(folder: Path, labels: str, names: Sequence[str]) -> dict[str, bytes]:
    """The contents of the files ``names`` and of ``labels`` (JSON) by name, once their sums agree with it.

    Raises `WeightsError` where a file is missing, or is not the one whose sha256 ``labels`` gives.
    """
    found = {name: _content(folder / name) for name in (labels, *names)}
    try:
        sums = json.loads(found[labels])["sha256"]
    except (ValueError, KeyError) as error:
        raise broken(folder / labels, "is damaged") from error
    for name in names:
        if hashlib.sha256(found[name]).hexdigest() != sums.get(name):
            raise broken(folder / name, f"is not the file that {labels} names (its sha256 differs)")
    return found


def session(model: bytes, threads: int) -> onnxruntime.InferenceSession:
    """A network ready to run on the processor, one call on so many cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def broken(path: Path, problem: str) -> WeightsError:
    """The error that names the file and tells the remedy."""
    return WeightsError(f"{path} {problem}", "Install dragoman again: pip install --force-reinstall dragoman")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise broken(path, "cannot be read") from error
