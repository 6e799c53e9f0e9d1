"""docs/records.md is the dictionary of what is printed: nothing is missing from it or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from dragoman import records
from dragoman.serve import jsonl
from tests.conftest import REPOSITORY
from tests.store.made import coding

PAGE = (REPOSITORY / "docs" / "records.md").read_text(encoding="utf-8")
RECORDS = ("document", "event", "statement", "assessment")
KINDS = {
    "actor": "participant",
    "recipient": "participant",
    "participant": "participant",
    "participants": "participant",
    "source": "participant",
    "dyad": "participant",
    "holder": "participant",
    "trigger": "span",
    "evidence": "span",
    "cue": "span",
    "content": "span",
    "words": "span",
    "dropped": "dropped line",
    "voice": "holder",
    "about": "about",
    "date": "date",
    "place": "place",
    "steps": "step",
    "written": "estimate",
}
"""Of which kind the objects under a key are."""


def documented() -> dict[str, set[str]]:
    """The keys of each section's table."""
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    return {one.split("\n", 1)[0]: set(re.findall(r"^\| `(\w+)` \|", one, re.MULTILINE)) for one in sections}


def printed(kind: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind of object, key) of everything in an object, however deep."""
    for key, inner in value.items():
        yield kind, key
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict):
                below = "participant" if (kind, key) == ("assessment", "about") else KINDS[key]
                yield from printed(below, one)


def test_every_key_is_on_the_page_and_every_row_is_printed() -> None:
    found: dict[str, set[str]] = {}
    for record in jsonl.objects(coding()):
        for kind, key in printed(record["record"], record):
            found.setdefault(kind, set()).add(key)
    assert documented() == found


def test_a_missing_key_would_be_noticed() -> None:
    assert "factuality" in documented()["event"]
    assert ("event", "new") in set(printed("event", {"new": None}))


@pytest.mark.parametrize(
    "name",
    [
        *("Genre", "Factuality", "Quote", "How", "Precision", "PlacePrecision", "DateBasis"),
        *("Stance", "Aspect", "Direction"),
    ],
)
def test_every_value_of_a_closed_list_is_on_the_page(name: str) -> None:
    missing = [value for value in get_args(getattr(records, name)) if f"`{value}`" not in PAGE]
    assert not missing


def test_the_page_names_the_kinds_of_records() -> None:
    assert tuple(one for one in documented() if one in RECORDS) == RECORDS
