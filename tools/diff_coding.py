"""Codes a fixed sample at two commits and lists the records gained, lost and recoded.

Run: python tools/diff_coding.py A B [--articles N] [--show N] [--json FILE]
A and B are commits, or ``.`` for the working tree. The sample is the demo articles and, where the public data
are there, the first texts of every hundred of current_events. Each side is read by its own code and weights,
in this environment's libraries. An event is the same one where its trigger is; it is recoded where its type,
sides, factuality or voice differ.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
EVERY = 100
Key = tuple[str, str, int, int]
Record = dict[str, Any]


def main() -> None:
    """Code the sample twice and print what differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("a", metavar="A")
    parser.add_argument("b", metavar="B")
    parser.add_argument("--articles", type=int, default=300, help="texts of current_events, at most")
    parser.add_argument("--show", type=int, default=15, help="records to list of each kind")
    parser.add_argument("--json", type=Path, help="write all differences there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        sample.write_text("".join(sampled(options.articles)), encoding="utf-8")
        texts, before = coded(options.a, sample)
        more, after = coded(options.b, sample)
    found = differences(texts | more, before, after)
    for line in report(found, len(before), len(after), options.show):
        print(line)
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sampled(most: int) -> Iterator[str]:
    """The public part of the sample as lines of JSON with a ``text`` each."""
    events = SHARED / "data" / "current_events_2002_2017.jsonl.gz"
    if not events.is_file():
        print(f"{events} is not there: the demo articles alone are compared", file=sys.stderr)
        return
    with gzip.open(events, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for number, line in enumerate(file) if number % EVERY == 0]
    yield from (json.dumps({"text": text}) + "\n" for text in texts[:most])


def coded(commit: str, sample: Path) -> tuple[dict[str, str], dict[Key, Record]]:
    """The texts by document, and the records of the sample as a commit codes them, by what they stand on."""
    sources = [str(ROOT / "examples" / "articles"), *([str(sample)] if sample.stat().st_size else [])]
    with checked_out(commit) as tree:
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "dragoman.serve.cli",
                "read",
                *sources,
                "--format",
                "jsonl",
                "--no-store",
            ],
            env=os.environ | {"PYTHONPATH": str(tree / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
    if not run.stdout:
        raise SystemExit(f"{commit} reads nothing of the sample: {run.stderr.strip()[-500:]}")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    texts = {line["id"]: line["text"] for line in lines if line["record"] == "document"}
    return texts, {key(line): line for line in lines if line["record"] != "document"}


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """The files of a commit in a folder of their own; the working tree where it is."""
    if commit == ".":
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def key(record: Record) -> Key:
    """What makes two records the same: document, kind, and the words that they stand on."""
    span = record.get("trigger") or record.get("cue") or record["content"][0]
    return record["document"], record["record"], span["start"], span["end"]


def differences(
    texts: dict[str, str], before: dict[Key, Record], after: dict[Key, Record]
) -> dict[str, list[Record]]:
    """Records gained and lost, and those recoded with what changed; each with its passage."""
    found: dict[str, list[Record]] = {"gained": [], "lost": [], "recoded": []}
    for one in sorted(before.keys() | after.keys()):
        old, new = before.get(one), after.get(one)
        passage = texts[one[0]][max(0, one[2] - 90) : one[3] + 90].replace("\n", " ")
        told = {"kind": one[1], "words": texts[one[0]][one[2] : one[3]], "passage": passage}
        if old is None or new is None:
            found["gained" if old is None else "lost"].append(told | {"coded": summary(new or old or {})})
        elif summary(old) != summary(new):
            found["recoded"].append(told | {"was": summary(old), "is": summary(new)})
    return found


def summary(record: Record) -> dict[str, object]:
    """What of a record counts as its coding."""
    plain = ("event_type", "mode", "factuality", "aspect", "direction", "quote", "stance")
    told: dict[str, object] = {name: record[name] for name in plain if name in record}
    for side in ("actor", "recipient", "dyad"):
        if side in record:
            told[side] = sorted(str(one["country"] or one["name"] or one["text"]) for one in record[side])
    if source := record.get("source"):
        told["source"] = source["name"] or source["text"]
    told["voice"] = [((one.get("participant") or {}).get("text") or "author") for one in record["voice"]]
    return told


def report(found: dict[str, list[Record]], before: int, after: int, show: int) -> Iterator[str]:
    """Counts, then the first of each kind."""
    yield f"{before} records before, {after} after"
    for name, records in found.items():
        kinds = ", ".join(
            f"{count} {kind}" for kind, count in Counter(r["kind"] for r in records).most_common()
        )
        yield f"{name}: {len(records)}" + (f" ({kinds})" if kinds else "")
        for one in records[:show]:
            yield f"  {one['kind']} '{one['words']}' … {one['passage']} …"
            yield from (f"      {side}: {one[side]}" for side in ("coded", "was", "is") if side in one)


if __name__ == "__main__":
    main()
