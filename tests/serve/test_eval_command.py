"""``dragoman eval TASK FILE`` on tiny gold of our own, through the reader that ships."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dragoman.serve import cli
from dragoman.serve.evaluate import TASKS, GoldError, Half, Part
from dragoman.serve.evaluate.gold import lines, rows
from tests.serve.test_eval_actor import KEY
from tests.serve.test_eval_attribution import STANDOFF, TEXT
from tests.serve.test_eval_time import TML
from tests.serve.test_eval_ud import SENTENCES, conllu

JUDGED = {"text": "Ships left Oslo on Monday .", "targets": [{"span1": [1, 2], "label": 3.0}]}
PAGES = {
    "ud": conllu(*SENTENCES),
    "attribution": json.dumps({"text": TEXT, "brat": {"adam": STANDOFF}}),
    "entities": json.dumps({"text": TEXT, "names": []}),
    "factuality": json.dumps(JUDGED),
    "pairs": json.dumps({"marked": "<s>Kenya</s> praised <t>Uganda</t>.", "event_type": "SUPPORT"}),
    "presented": json.dumps({"text": "Ships left Oslo.", "trigger": [6, 10], "factuality": "happened"}),
    "stance": json.dumps(
        {"text": "Kenya praised Uganda.", "holder": [0, 5], "target": [14, 20], "stance": "positive"}
    ),
    "subjectivity": "sentence\tlabel\nWhat a sorry plan it is!\tSUBJ",
    "speakers": json.dumps(
        {
            "text": "“We will not sign it,” Okello said.",
            "start": 0,
            "end": 22,
            "kind": "person",
            "speaker": [23, 29],
        }
    ),
    "quoted": json.dumps({"text": "The “help” never came.", "start": 4, "end": 10, "label": "scare"}),
    "genre": json.dumps({"title": "Talks end", "text": "The talks ended on Monday.", "genre": "report"}),
    "restraint": json.dumps({"text": "Kenya beat Uganda in the final.", "category": "Sports"}),
    "time": json.dumps({"id": "a", "tml": TML}),
    "actor": "\n".join(map(json.dumps, KEY)),
    "countries": json.dumps(
        {"text": "Kenya praised Uganda.", "actor": [0, 5], "country": ["KEN"], "kind": "state"}
    ),
    "expressions": json.dumps(
        {"text": "Ada left on 3 May 2014.", "published": None, "start": 12, "end": 22}
        | {"value": "2014-05-03", "from": "2014-05-03", "to": "2014-05-03"}
    ),
    "references": json.dumps(
        {"text": "Kenya said that it would pay.", "start": 16, "end": 18, "names": ["Kenya"]}
        | {"sha256": hashlib.sha256(b"it").hexdigest()[:16], "country": ["KEN"], "kind": "pronoun"}
    ),
    "judged": json.dumps(
        {
            "text": "Kenya praised Uganda.",
            "records": [
                {"record": "assessment", "verdict": "reject", "trigger": [6, 13], "aspect": "trend"}
                | {"direction": None, "voice_kind": "report"}
            ],
        }
    ),
    "incidents": json.dumps(
        {"kind": "copy", "copy": True, "same_incident": True}
        | {side: {"text": "Kenya praised Uganda on Monday.", "published": "2014-05-07"} for side in "ab"}
    ),
}
COUNTED = {"ud": 4, "actor": 4} | dict.fromkeys(set(PAGES) - {"ud", "actor"}, 1)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["eval", *words])


def test_every_task_has_a_page_here() -> None:
    assert set(PAGES) == set(COUNTED) == set(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_a_score_carries_its_signature(task: str, tmp_path: Path) -> None:
    packed = gzip.compress(PAGES[task].encode())
    (tmp_path / "gold.gz").write_bytes(packed)
    result = run(task, str(tmp_path / "gold.gz"))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["task"], found["file"], found["n"]) == (task, "gold.gz", COUNTED[task])
    assert found["sha256"] == hashlib.sha256(packed).hexdigest()[:12]
    assert (found["reader"] is None) == (task in ("time", "actor"))
    assert found["half"] is found["limit"] is None


def test_the_reader_is_scored_on_given_words_and_raw_text(tmp_path: Path) -> None:
    (tmp_path / "gold.conllu").write_text(PAGES["ud"], encoding="utf-8")
    found = json.loads(run("ud", str(tmp_path / "gold.conllu")).stdout)
    assert (found["documents"], found["words"]) == (2, 12)
    assert found["raw_text"]["words"]["f1"] == found["raw_text"]["sentences"]["f1"] == 100.0
    alone = found["given_words"]["sentences_alone"]
    assert alone["upos"] > 80 and found["given_words"]["in_windows"].keys() == alone.keys()


@pytest.mark.parametrize("task", TASKS)
def test_gold_that_cannot_be_used_is_one_line(task: str, tmp_path: Path) -> None:
    (tmp_path / "gold").write_text("{}\n")
    result = run(task, str(tmp_path / "gold"))
    assert result.exit_code == 1 and not result.stdout
    assert len(result.stderr.splitlines()) == 1 and "line 1" in result.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read"), (b"\xff\xfe\x00", "UTF-8"), (b"", "no rows"), (b"{}\n\n{x", "line 3")],
)
def test_rows_that_cannot_be_read(content: bytes | None, why: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "gold").write_bytes(content)
    with pytest.raises(GoldError, match=why):
        rows(tmp_path / "gold", dict)


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.gz").write_bytes(gzip.compress(b"text" * 99)[:20])
    with pytest.raises(GoldError, match="gzipped"):
        lines(tmp_path / "gold.gz")


@pytest.mark.parametrize(
    ("part", "items"),
    [
        (Part(), [1, 2, 3, 4, 5]),
        (Part(Half.first), [1, 2]),
        (Part(Half.second), [3, 4, 5]),
        (Part(Half.second, 1), [3]),
        (Part(limit=9), [1, 2, 3, 4, 5]),
    ],
)
def test_parts(part: Part, items: list[int]) -> None:
    assert part.of([1, 2, 3, 4, 5]) == items


def test_a_half_is_said_in_the_signature(tmp_path: Path) -> None:
    (tmp_path / "gold").write_text(PAGES["actor"], encoding="utf-8")
    found: dict[str, Any] = json.loads(run("actor", str(tmp_path / "gold"), "--half", "first").stdout)
    assert (found["half"], found["n"], found["today"]) == ("first", 2, "2019-05-03")
    assert json.loads(run("actor", str(tmp_path / "gold"), "--limit", "1").stdout)["limit"] == 1
