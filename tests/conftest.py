"""Fixtures that every stage's tests share."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from dragoman.pipeline import Pipeline

REPOSITORY = Path(__file__).resolve().parent.parent


@cache
def loaded() -> Pipeline:
    """One pipeline for all tests: loading the reader takes a second."""
    return Pipeline()


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The whole path with the weights that the package ships."""
    return loaded()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the public data is not there: {folder} (set DRAGOMAN_SHARED)")
    return folder
