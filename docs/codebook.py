"""Write docs/CODEBOOK.md: the ontology for readers, from ``knowledge/ontology/plover.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from textwrap import fill
from typing import Any, get_args

from dragoman.knowledge.ontology import manual_code, own
from dragoman.knowledge.ontology.scheme import QUADS
from dragoman.knowledge.tables import rows
from dragoman.records import Factuality

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "CODEBOOK.md"
FOLDER = "../src/dragoman/knowledge/ontology"
WIDTH = 120
NOT_TOLD = "–"

Table = Mapping[str, Any]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    raw = tomllib.loads((files("dragoman.knowledge.ontology") / "plover.toml").read_text(encoding="utf-8"))
    parts = [_head(raw), RECORD, _factuality(), _types(raw["type"])]
    parts += [_type(one) for one in raw["type"]]
    parts += [_contexts(raw["context"]), _notes(raw), _cameo(), _own()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


# ---- pieces ----------------------------------------------------------------------------------------


def _wrapped(line: str, indent: str = "") -> str:
    return fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _table(columns: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    head = list(columns)
    cells = [head, ["---"] * len(head), *(list(line) for line in lines)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in cells)


def _score(value: float) -> str:
    return f"{value:+g}".replace("-", "−") if value else "0"


def _quad(name: str) -> str:
    return name.replace("_", " ")


def _link(event_type: str) -> str:
    """A type as a link to its section; what is no type as it is."""
    return event_type if event_type == own.RESERVED else f"[{event_type}](#{event_type.lower()})"


def _side(codes: Iterable[str]) -> str:
    return ", ".join(codes) or NOT_TOLD


# ---- introduction ----------------------------------------------------------------------------------


def _head(raw: Table) -> str:
    origin = (
        f"This is codebook `{raw['version']}`, after the {raw['source']}. Names, quads and scores are "
        "PLOVER's; definitions, examples and near misses are written for this project. `make docs` writes "
        f"the page from [`plover.toml`]({FOLDER}/plover.toml); what is to be changed is changed there."
    )
    types = "\n".join(f"  - {_link(one['name'])}" for one in raw["type"])
    contents = CONTENTS.replace("(#the-types)", f"(#the-types)\n{types}")
    return f"# Codebook\n\n{_wrapped(origin)}\n{contents}"


CONTENTS = """
## Contents

- [What a record is](#what-a-record-is)
- [What happened, and what did not](#what-happened-and-what-did-not)
- [The types](#the-types)
- [The contexts](#the-contexts)
- [Where public sources disagree](#where-public-sources-disagree)
- [From CAMEO and back](#from-cameo-and-back)
- [An ontology of your own](#an-ontology-of-your-own)
"""

RECORD = """
## What a record is

An event record says that, by one text, an **actor** did something to a **recipient**. *What* was done
is its **type**, one of sixteen; *how* it was done is its **mode**, where the type has modes and the
words tell one; *what it was about* are its **contexts**, of which it may have several or none. The type
decides the **quad** (words or deeds, cooperation or conflict). Type and mode decide the **score**, from
−10, the worst conflict, to +10, the closest cooperation. [`records.md`](records.md) lists all fields.

A record is one text's telling of one happening. Two reports of the same meeting give two records.

**Who stands where.** The actor is whoever does it, the recipient whoever it is done to, whatever the
grammar: "Ghana's candidate was endorsed by Nigeria" and "Nigeria's endorsement of Ghana's candidate"
have actor NGA and recipient GHA. Where several sides do the same together (they meet, clash, sign,
trade) all of them are actors and all are recipients, so that every pair of them can be counted without
a special case. A visitor is actor, the host recipient. People, police, courts and companies count for
their state, by ISO 3166-1 alpha-3 code; bodies of several states go by their name, and so, in the
examples below, do armed groups, whose records have their home country as well. A side that the text
does not name is empty.

**What is no event.** A bare statement, an opinion about nobody's deed, a state of affairs ("Spain and
Portugal share a border"), accidents, weather, sport, business between private firms, and words in
another sense (the strike of a footballer). Each type below lists near misses: sentences that resemble
it and belong elsewhere, or nowhere.
"""

FACTUALITY: dict[Factuality, tuple[str, str, str]] = {
    "happened": ("it is told as done", "Ghana attacked Togo.", "ASSAULT"),
    "ongoing": ("it is going on", "Ghana is attacking Togo.", "ASSAULT"),
    "planned": (
        "somebody intends or announces it",
        "Thailand and Singapore will hold a joint naval exercise.",
        "COOPERATE",
    ),
    "hoped": ("somebody wishes it", "Thailand hopes to trade with Laos.", "COOPERATE"),
    "demanded": ("somebody asks for it", "Kuwait called on Iraq to release the pilots.", "RETREAT"),
    "conditional": ("it depends on something", "If Ghana attacks Togo, Benin will help Togo.", "ASSAULT"),
    "possible": ("it may be so", "Ghana may attack Togo.", "ASSAULT"),
    "did_not_happen": ("it is denied, prevented or called off", "Ghana did not attack Togo.", "ASSAULT"),
    "unknown": ("the text leaves it open", "It is unclear whether Kuwait attacked Iraq.", "ASSAULT"),
}
"""What each value means, a sentence that has it, and the type of the event in that sentence."""

BEFORE_FACTUALITY = """
## What happened, and what did not

The news tells of much that has not happened: plans, hopes, demands, threats, denials. PLOVER's manual
has no field for that and recodes instead: cooperation to come is AGREE, yielding to come CONCEDE, harm
to come THREATEN, a deed that is asked for REQUEST. The deed itself is lost, and with it the difference
between an exercise that is agreed upon and a loan that is.

Here the deed keeps its own type, and **factuality** says how the text presents it. It does not say what
is true: a false report of an attack *happened* as far as its text goes, and whose word it is stands in
the record's `voice`.
"""

AFTER_FACTUALITY = """
So a count of deeds takes `happened` and `ongoing` only. Who wants the manual's own coding, to compare
with POLECAT or PLV for example, calls `dragoman.knowledge.ontology.manual_code(event_type,
factuality)`. It leaves the type of what is `did_not_happen` or `unknown` as it is, since the manual has
no code for what is denied: leave those records out first.

Words of commitment, threat and demand are events of their own and have happened when they were spoken.
"Kuwait called on Iraq to release the pilots" is a [REQUEST](#request) that happened and a
[RETREAT](#retreat) that is demanded; "Vietnam agreed to buy electricity from Laos" is an
[AGREE](#agree) that happened. The near misses below name the type that the manual would give.
"""


def _factuality() -> str:
    if set(FACTUALITY) != set(get_args(Factuality)):
        raise SystemExit("docs/codebook.py: FACTUALITY needs a line for every value of records.Factuality")
    lines = [
        [f"`{value}`", meaning, sentence, _link(kind), _link(manual_code(kind, value))]
        for value, (meaning, sentence, kind) in FACTUALITY.items()
    ]
    table = _table(["factuality", "meaning", "for example", "coded here", "by the manual"], lines)
    return f"{BEFORE_FACTUALITY}\n{table}\n{AFTER_FACTUALITY}"


# ---- types -----------------------------------------------------------------------------------------

TYPES = """
In the examples an actor or recipient is a country code or the name of a body, and – stands where the
sentence tells none. The examples are chosen by what a type means, not by what the program finds:
`python -m tests.test_ontology` tells which of them do not come out yet.
"""

RECIPIENTS = {
    "required": "Recipient required: a sentence that has no place for one tells no such event; one that is "
    "there but cannot be resolved is left empty.",
    "optional": "Recipient optional: it is empty where the text names none.",
    "none": "No recipient: there is nobody to whom it is done.",
}


def _types(types: Iterable[Table]) -> str:
    told = list(types)
    named = {quad: [t for t in told if t["quad"] == quad] for quad in QUADS}
    lines = [
        [_quad(quad), ", ".join(f"{_link(t['name'])} {_score(t['score'])}" for t in those)]
        for quad, those in named.items()
    ]
    return f"## The types\n\n{_table(['quad', 'types with their scores'], lines)}\n{TYPES}"


def _type(one: Table) -> str:
    quad = f"**{_quad(one['quad']).capitalize()}, {_score(one['score'])}.** {RECIPIENTS[one['recipient']]}"
    columns = ["example", "actor", "recipient", *(["mode"] if one["modes"] else [])]
    examples = [_example(example)[: len(columns)] for example in one["examples"]]
    misses = [[miss["text"], _link(miss["coded_as"]), miss["reason"]] for miss in one["near_misses"]]
    return "\n\n".join(
        [
            f"### {one['name']}",
            _wrapped(one["definition"]),
            _wrapped(quad),
            _modes(one),
            _table(columns, examples),
            _table(["near miss", "coded as", "because"], misses),
        ]
    )


def _example(example: Table) -> list[str]:
    text = example["text"] + (" *(figure of speech)*" if example.get("figurative") else "")
    mode = f"`{example['mode']}`" if "mode" in example else NOT_TOLD
    return [text, _side(example["actor"]), _side(example["recipient"]), mode]


def _modes(one: Table) -> str:
    if not one["modes"]:
        return "It has no modes."
    lines = [
        [f"`{mode['name']}`", _score(mode.get("score", one["score"])), mode["definition"] + _brought(mode)]
        for mode in one["modes"]
    ]
    return _table(["mode", "score", "how"], lines)


def _brought(mode: Table) -> str:
    return f" Always of context `{mode['adds_context']}`." if "adds_context" in mode else ""


# ---- after the types -------------------------------------------------------------------------------

CONTEXTS = """
## The contexts

A record has every context of which a word or phrase stands in the passage that tells it, and those that
its mode always brings. Words are compared by their dictionary form, without case; phrases are runs of
such words. The definitions say what a context is about, the words how it is found: that is coarse, and
open to correction.
"""

CAMEO = f"""
## From CAMEO and back

[`cameo.csv`]({FOLDER}/cameo.csv) says what each CAMEO code is here: type, mode, contexts, with a note
where the published table is not followed. %d codes have a type; most codes of root 01, bare statements,
have none. `plover().of_cameo("1712")` looks one up. A code that is not listed has the meaning of its
nearest parent.

[`to_cameo.csv`]({FOLDER}/to_cameo.csv) gives each of the %d types and modes the most general CAMEO code
that fits, with a reason where there was a choice: `plover().cameo_of("ASSAULT", "aerial")`. These %d
come back from their code with another mode, or another type:
"""


def _contexts(contexts: Iterable[Table]) -> str:
    lines = [
        [f"`{one['name']}`", one["definition"], ", ".join([*one["words"], *one.get("phrases", ())])]
        for one in contexts
    ]
    return f"{CONTEXTS}\n{_table(['context', 'about', 'shown by'], lines)}"


def _notes(raw: Table) -> str:
    intro = (
        "PLOVER's manual, its README, the conversion table from CAMEO and published data sets do not always "
        "agree. What is used here:"
    )
    items = "\n".join(_wrapped(f"- **{one['about']}.** {one['text']}", "  ") for one in raw["note"])
    return f"## Where public sources disagree\n\n{_wrapped(intro)}\n\n{items}"


def _cameo() -> str:
    there = [row for row in rows("ontology", "cameo.csv") if row["event_type"]]
    back = list(rows("ontology", "to_cameo.csv"))
    other = [row for row in back if row["back"] != "same"]
    lines = [[_named(row), f"`{row['cameo']}`", row["reason"]] for row in other]
    intro = CAMEO % (len(there), len(back), len(other))
    return f"{intro}\n{_table(['type and mode', 'CAMEO', 'because'], lines)}"


def _named(row: Mapping[str, str]) -> str:
    return _link(row["event_type"]) + (f" `{row['mode']}`" if row["mode"] else "")


# ---- an ontology of one's own ----------------------------------------------------------------------

BEFORE_OWN = """
## An ontology of your own

Texts are always coded in PLOVER's terms; a TOML file in the shape of `plover.toml` says under which
names the result is recorded. A type **takes** PLOVER types, or single modes of them; a type without
`takes` takes the PLOVER type of its own name. What nobody takes is not recorded. Quad and score of a
record are those of your type and mode. Whether an event needs a recipient to be coded is decided by the
PLOVER type; `recipient` in your file is for its readers.
"""

OWN = """\
version = "talk-and-trouble-1"

[[type]]
name = "TALK"
quad = "verbal_cooperation"
score = 3.0
recipient = "optional"
definition = "Speaks with another or well of it."
takes = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"]
modes = [{ name = "visit", score = 4.0, definition = "One travels to the other." }]

[[type]]
name = "LEAVE"
quad = "material_cooperation"
score = 8.0
recipient = "optional"
definition = "Takes its soldiers home or stops shooting."
takes = ["RETREAT.withdraw", "RETREAT.ceasefire"]

[[type]]
name = "ASSAULT"
quad = "material_conflict"
score = -9.0
recipient = "optional"
definition = "Uses force."
"""

AFTER_OWN = """
`dragoman.knowledge.ontology.load("talk.toml")` reads it. Here a ceasefire is recorded as LEAVE, without
a mode, since LEAVE lists none; a prisoner's release is not recorded, and neither is a protest. A mode
goes before its type: where one of your types takes `RETREAT` and another `RETREAT.withdraw`, the second
gets the withdrawals. Nothing may be taken twice. A fault is told with file, place and remedy.
"""

SHAPES = {
    "the file itself": own.FILE,
    "`[[type]]`": own.TYPE,
    "one of a type's `modes`": own.MODE,
    "one of its `examples`": own.EXAMPLE,
    "one of its `near_misses`": own.NEAR_MISS,
    "`[[context]]`": own.CONTEXT,
    "`[[note]]`": own.NOTE,
}
"""The tables of a file and their keys, as they are checked."""


def _own() -> str:
    table = _table(["table", "keys that it must have", "keys that it may have"], _keys())
    last = "Without any `[[context]]` the contexts are those above."
    return f"{BEFORE_OWN}\n```toml\n{OWN}```\n{AFTER_OWN}\n{table}\n\n{last}"


def _keys() -> Iterator[list[str]]:
    for name, shape in SHAPES.items():
        needed = [f"`{key}`" for key, rule in shape.items() if rule.needed]
        other = [f"`{key}`" for key, rule in shape.items() if not rule.needed]
        yield [name, ", ".join(needed), ", ".join(other) or NOT_TOLD]


if __name__ == "__main__":
    main()
