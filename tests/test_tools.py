"""What the tools of the repository say of two codings of one sample."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import REPOSITORY

TEXT = "Kenya accused Uganda of spying, and Uganda left the talks."


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = REPOSITORY / "tools" / "diff_coding.py"
    spec = importlib.util.spec_from_file_location("diff_coding", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def event(word: str, event_type: str, factuality: str = "happened") -> dict[str, Any]:
    start = TEXT.index(word)
    return {
        "record": "event",
        "document": "d",
        "event_type": event_type,
        "factuality": factuality,
        "trigger": {"start": start, "end": start + len(word)},
        "actor": [{"country": "KEN", "name": "Kenya", "text": "Kenya"}],
        "recipient": [],
        "voice": [{"participant": None}],
    }


def test_records_are_gained_lost_and_recoded_by_the_words_they_stand_on(tool: ModuleType) -> None:
    before = [event("accused", "ACCUSE"), event("left", "SANCTION")]
    after = [event("accused", "ACCUSE", "possible"), event("talks", "CONSULT")]
    keyed = [{tool.key(one): one for one in side} for side in (before, after)]
    found = tool.differences({"d": TEXT}, *keyed)
    assert [(name, [one["words"] for one in records]) for name, records in found.items()] == [
        ("gained", ["talks"]),
        ("lost", ["left"]),
        ("recoded", ["accused"]),
    ]
    assert found["recoded"][0]["was"]["factuality"] == "happened"
    assert found["recoded"][0]["is"]["factuality"] == "possible"
    lines = list(tool.report(found, 2, 2, show=5))
    assert lines[0] == "2 records before, 2 after" and "gained: 1 (1 event)" in lines


def test_equal_codings_do_not_differ(tool: ModuleType) -> None:
    same = {tool.key(one): one for one in (event("accused", "ACCUSE"), event("left", "SANCTION"))}
    assert not any(tool.differences({"d": TEXT}, same, dict(same)).values())
