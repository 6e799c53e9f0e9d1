"""The ontology and its map from CAMEO hold together, its examples are read, and users may bring their own.

``python -m tests.test_ontology`` tells which examples and near misses do not come out as the codebook says.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dragoman.knowledge.ontology import Meaning, Ontology, OntologyError, load, manual_code, plover
from dragoman.knowledge.tables import rows, values
from dragoman.records import Article, Coding, Participant
from tests.conftest import loaded

QUADS = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"}
PLOVER = Path(str(files("dragoman.knowledge.ontology"))) / "plover.toml"
RAW = tomllib.loads(PLOVER.read_text(encoding="utf-8"))

# Shares of the examples that come out, a little under what was measured, since sums of small numbers differ
# between processors: of 203 examples 160 with the lexicon alone, 175 with the scorer, which has learned them;
# of 82 near misses 70 and 74. They say what a type means: no rule is made from them, nor they from rules.
EXAMPLES_FLOOR = 0.83
"""Examples with an event of their type whose actor and recipient are those of the codebook."""
APART_FLOOR = 0.86
"""Near misses coded as their ``coded_as``, or at least not as the type that they only resemble."""


# ---- types, examples, contexts ---------------------------------------------------------------------


def test_sixteen_types_each_in_a_quad_with_the_sign_of_its_score() -> None:
    types = plover().types
    assert len(types) == 16
    for kind in types.values():
        assert kind.quad in QUADS
        assert (kind.score > 0) == kind.quad.endswith("cooperation"), kind.name
        assert kind.definition and kind.recipient in ("required", "optional", "none")
    assert {t.name for t in types.values() if t.recipient == "required"} == {"COOPERATE", "AID", "SANCTION"}


@pytest.mark.parametrize("kind", RAW["type"], ids=lambda kind: str(kind["name"]))
def test_every_type_has_examples_of_all_its_modes_and_near_misses(kind: dict[str, Any]) -> None:
    assert len(kind["examples"]) >= 8 and len(kind["near_misses"]) >= 4
    assert {e["mode"] for e in kind["examples"] if "mode" in e} == {mode["name"] for mode in kind["modes"]}
    for miss in kind["near_misses"]:
        assert miss["coded_as"] in {*plover().types, "none"} - {kind["name"]}, miss["text"]
        assert miss["reason"]


def test_no_sentence_stands_twice_where_it_says_different_things() -> None:
    told = [(e["text"], kind["name"]) for kind in RAW["type"] for e in kind["examples"]]
    missed = [(m["text"], m["coded_as"]) for kind in RAW["type"] for m in kind["near_misses"]]
    assert len(told) == len({text for text, _ in told})
    assert len({text for text, _ in told + missed}) == len({*told, *missed})


def test_every_context_has_a_definition_and_words() -> None:
    for context in RAW["context"]:
        assert context["definition"] and context["words"], context["name"]


def test_contexts_that_modes_bring_exist() -> None:
    types, contexts = plover().types, plover().contexts
    brought = {c for kind in types.values() for mode in kind.modes for c in kind.contexts(mode.name)}
    assert brought and brought <= set(contexts)


def test_notes_are_about_what_is_there() -> None:
    for note in RAW["note"]:
        assert set(note["about"].split(", ")) <= {*plover().types, "types", "modes"}, note["id"]
    assert len({note["id"] for note in RAW["note"]}) == len(RAW["note"])


# ---- examples through the whole path ---------------------------------------------------------------


@cache
def coded(text: str) -> Coding:
    """The coding of one sentence, as an undated article without a title."""
    return loaded().code(Article(id=hashlib.sha256(text.encode()).hexdigest()[:16], text=text, language="en"))


def codes(text: str) -> list[tuple[str, Sequence[Participant], Sequence[Participant]]]:
    """The type of each event as the manual codes it, with its actor and recipient."""
    told = coded(text).events
    return [(manual_code(e.event_type, e.factuality), e.actor, e.recipient) for e in told]


def is_side(side: Sequence[Participant], expected: Sequence[str]) -> bool:
    """Whether those of a side who are known, by country or by name, are the expected ones."""
    named = [({*p.country} if len(p.country) > 1 else {*p.country, p.name}) for p in side if p.known]
    return all(names & {*expected} for names in named) and {*expected} <= {
        n for names in named for n in names
    }


def examples() -> Iterator[tuple[str, bool]]:
    """Every example, and whether an event has its type, actor and recipient."""
    for kind in RAW["type"]:
        for one in kind["examples"]:
            yield (
                f"{kind['name']}: {one['text']}",
                any(
                    told == kind["name"] and is_side(actor, one["actor"]) and is_side(to, one["recipient"])
                    for told, actor, to in codes(one["text"])
                ),
            )


def near_misses() -> Iterator[tuple[str, bool]]:
    """Every near miss, and whether it is kept apart from the type that it stands under."""
    for kind in RAW["type"]:
        for one in kind["near_misses"]:
            told = {name for name, _, _ in codes(one["text"])}
            yield (
                f"{kind['name']}, not {one['coded_as']}: {one['text']}",
                one["coded_as"] in told or kind["name"] not in told,
            )


def share(results: list[tuple[str, bool]]) -> float:
    """The share that hold; those that do not go to standard output, which pytest shows when a test fails."""
    failing = [name for name, holds in results if not holds]
    held = len(results) - len(failing)
    sys.stdout.write("\n".join([*failing, f"{held} of {len(results)} come out", ""]))
    return held / len(results)


def test_examples_come_out() -> None:
    assert share(list(examples())) >= EXAMPLES_FLOOR


def test_near_misses_are_kept_apart() -> None:
    assert share(list(near_misses())) >= APART_FLOOR


# ---- CAMEO -----------------------------------------------------------------------------------------


def test_cameo_maps_to_types_modes_and_contexts_of_the_ontology() -> None:
    table = list(rows("ontology/cameo.csv"))
    assert len(table) > 250 and len({row["cameo"] for row in table}) == len(table)
    for row in table:
        assert set(values(row["contexts"])) <= set(plover().contexts), row["cameo"]
        if row["event_type"]:
            assert plover().types[row["event_type"]].has(row["mode"] or None), row["cameo"]
            expected = Meaning(row["event_type"], row["mode"] or None, values(row["contexts"]))
            assert plover().of_cameo(row["cameo"]) == expected
        else:
            assert row["note"] and plover().of_cameo(row["cameo"]) is None


@pytest.mark.parametrize(
    ("code", "parent"), [("1719", "171"), ("1799", "170"), ("176", "170"), ("17", "170"), ("0109", "010")]
)
def test_a_code_that_the_table_lacks_means_what_its_nearest_parent_means(code: str, parent: str) -> None:
    assert code not in {row["cameo"] for row in rows("ontology/cameo.csv")}
    assert plover().of_cameo(code) == plover().of_cameo(parent)


@pytest.mark.parametrize("code", ["21", "2100", "00", "1", "17120", "", "x", "17x", "٠٤٢"])
def test_what_is_no_cameo_code_is_told(code: str) -> None:
    with pytest.raises(KeyError, match=re.escape(repr(code))):
        plover().of_cameo(code)


def test_every_type_and_mode_has_a_cameo_code_and_what_comes_back_from_it_is_said() -> None:
    table = list(rows("ontology/to_cameo.csv"))
    told = [(row["event_type"], row["mode"] or None) for row in table]
    all_of_them = {(t.name, m) for t in plover().types.values() for m in (None, *(m.name for m in t.modes))}
    assert set(told) == all_of_them and len(told) == len(all_of_them)
    for row, (event_type, mode) in zip(table, told, strict=True):
        assert plover().cameo_of(event_type, mode) == row["cameo"]
        back = plover().of_cameo(row["cameo"])
        assert back is not None
        same_type = back.event_type == event_type
        kept = "same" if same_type and back.mode == mode else "mode" if same_type else "type"
        assert row["back"] == kept, row
        assert row["reason"] or kept == "same", row


def test_the_code_chosen_is_the_most_general_of_its_meaning_or_the_row_says_why() -> None:
    known = {row["cameo"]: (row["event_type"], row["mode"]) for row in rows("ontology/cameo.csv")}
    for row in rows("ontology/to_cameo.csv"):
        levels = sorted(level(code) for code, meaning in known.items() if meaning == known[row["cameo"]])
        alone = levels[0] == level(row["cameo"]) and levels.count(levels[0]) == 1
        assert alone or row["reason"], row


def level(code: str) -> int:
    """How deep a code stands: 1 for a root ("170", unspecified), 2 for 171, 3 for 1711."""
    return 1 if len(code) == 3 and code.endswith("0") else len(code) - 1


def test_cameo_of_knows_only_types_and_modes_that_are_there() -> None:
    for event_type, mode in (("YIELD", None), ("AID", "visit")):
        with pytest.raises(KeyError):
            plover().cameo_of(event_type, mode)


# ---- an ontology of one's own ----------------------------------------------------------------------

FOUR = """
version = "four-1"

[[type]]
name = "TALK"
quad = "verbal_cooperation"
score = 3
recipient = "optional"
definition = "Speaks with or well of another."
takes = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"]
modes = [{ name = "visit", score = 4.5, definition = "One travels to the other." }]

[[type]]
name = "HELP"
quad = "material_cooperation"
score = 8.5
recipient = "optional"
definition = "Does another good."
takes = ["AID", "COOPERATE", "RETREAT.release", "RETREAT.access"]
modes = [{ name = "release", definition = "Captives go home." }]

[[type]]
name = "BLAME"
quad = "verbal_conflict"
score = -2.5
recipient = "optional"
definition = "Speaks against another."
takes = ["ACCUSE", "REJECT", "THREATEN"]

[[type]]
name = "ASSAULT"
quad = "material_conflict"
score = -9
recipient = "optional"
definition = "Uses force."
modes = [{ name = "drone", definition = "From the air.", adds_context = "military" }]
"""


@pytest.fixture
def four(tmp_path: Path) -> Ontology:
    """An ontology of four types, one a quad."""
    return load(written(tmp_path, FOUR))


def written(folder: Path, text: str) -> Path:
    """The text as a file of its own."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_plovers_own_file_is_of_the_shape_that_is_asked_for() -> None:
    assert load(PLOVER) == plover()
    assert load(str(PLOVER)).recorded("RETREAT", "withdraw") == ("RETREAT", "withdraw")


def test_what_is_coded_is_recorded_under_the_users_names(four: Ontology) -> None:
    assert (four.version, list(four.types)) == ("four-1", ["TALK", "HELP", "BLAME", "ASSAULT"])
    assert four.recorded("CONSULT", "visit") == ("TALK", "visit")
    assert four.recorded("CONSULT", "phone") == ("TALK", None)
    assert four.recorded("RETREAT", "release") == ("HELP", "release")
    assert four.recorded("RETREAT", "access") == ("HELP", None)
    assert four.recorded("ASSAULT", "drone") == ("ASSAULT", "drone")
    assert four.types["TALK"].intensity("visit") == 4.5 and four.types["TALK"].intensity(None) == 3.0
    assert four.types["ASSAULT"].contexts("drone") == ("military",)


def test_what_nobody_takes_is_not_recorded(four: Ontology) -> None:
    assert four.recorded("REQUEST", "assist") is None
    assert four.recorded("RETREAT", "withdraw") is None
    assert four.recorded("RETREAT", None) is None


def test_contexts_are_plovers_unless_the_file_has_its_own(four: Ontology, tmp_path: Path) -> None:
    assert four.contexts == plover().contexts
    own = FOUR.replace(', adds_context = "military"', "")
    own += (
        '[[context]]\nname = "water"\ndefinition = "Water."\nwords = ["River"]\nphrases = ["Clean Water"]\n'
    )
    assert list(load(written(tmp_path, own)).contexts) == ["water"]
    own_contexts = load(written(tmp_path, own))
    assert own_contexts.contexts_of(["the", "river"]) == ("water",)
    assert own_contexts.contexts_of(["clean", "water"]) == ("water",)
    assert own_contexts.contexts_of(["clean", "air"]) == ()


def test_a_single_mode_may_go_elsewhere_than_its_type(tmp_path: Path) -> None:
    own = load(written(tmp_path, FOUR.replace('"ACCUSE", "REJECT"', '"ACCUSE", "RETREAT", "REJECT"')))
    assert own.recorded("RETREAT", "disarm") == ("BLAME", None)
    assert own.recorded("RETREAT", "release") == ("HELP", "release")


def test_cameo_speaks_the_users_names(four: Ontology) -> None:
    assert four.of_cameo("042") == Meaning("TALK", "visit", ())
    assert four.of_cameo("0841") == Meaning("HELP", "release", ("legal",))
    assert four.of_cameo("020") is None
    assert four.cameo_of("TALK", "visit") == "042"
    assert four.cameo_of("ASSAULT", None) == "190"
    assert four.cameo_of("TALK", None) is None


def test_an_ontology_is_frozen(four: Ontology) -> None:
    with pytest.raises(AttributeError):
        four.version = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        four.types["TALK"] = plover().types["AID"]  # type: ignore[index]


FAULTS = {
    "unknown key": ("score = 3\n", "score = 3\nscroe = 3\n", r"type 1 \(TALK\).*\"scroe\"", '"score"'),
    "unknown key of a mode": ("score = 4.5", "weight = 4.5", r"modes 1 \(visit\).*\"weight\"", "score"),
    "unknown key of the file": (
        'version = "four-1"',
        'version = "four-1"\nauthor = "me"',
        "author",
        "version",
    ),
    "missing": ('definition = "Does another good."', "", r"type 2 \(HELP\): \"definition\"", "Add it"),
    "no version": ('version = "four-1"', "", '"version" is missing', "Add it"),
    "version no text": ('"four-1"', "1", '"version" is 1', "quotation marks"),
    "score no number": ("score = -2.5", 'score = "-2.5"', r"\(BLAME\): \"score\" is '-2.5'", "digits"),
    "score true": ("score = -2.5", "score = true", "score", "digits"),
    "score not a number": ("score = -2.5", "score = nan", "score", "digits"),
    "score beyond the scale": ("score = -2.5", "score = -25", "from -10 to 10", "digits"),
    "unknown quad": ('"verbal_conflict"', '"verbal"', r"\(BLAME\).*quad \"verbal\"", "material_conflict"),
    "unknown quad listed": ("\n[[type]]", '\nquads = ["war"]\n\n[[type]]', "quads.*war", "verbal_conflict"),
    "unknown recipient": ('"optional"', '"maybe"', 'recipient "maybe"', "required, optional, none"),
    "unknown type": ('"REJECT"', '"REFUSE"', r"\(BLAME\), takes: .*\"REFUSE\"", "REJECT"),
    "unknown mode": ('"RETREAT.release"', '"RETREAT.let"', 'RETREAT has no mode "let"', "release"),
    "mode of a type without": ('"REJECT"', '"AID.food"', 'AID has no mode "food"', 'Write "AID"'),
    "takes no list": ('["ACCUSE", "REJECT", "THREATEN"]', '"ACCUSE"', "takes", "brackets"),
    "takes nothing": ('["ACCUSE", "REJECT", "THREATEN"]', "[]", r"\(BLAME\): it takes nothing", "takes ="),
    "no such type of PLOVER": ('"ASSAULT"', '"FIGHT"', r"\(FIGHT\): it takes nothing, and", "takes ="),
    "taken twice": ('"REJECT"', '"AID"', r"\(BLAME\), takes: \"AID\" is taken by HELP", "once"),
    "taken twice by one": ('"REJECT"', '"ACCUSE"', "ACCUSE.*taken by BLAME", "once"),
    "name twice": ('"BLAME"', '"HELP"', r"\[\[type\]\]: there are 2 called \"HELP\"", "one of them"),
    "mode twice": (
        "modes = [{",
        'modes = [{ name = "visit", definition = "x" }, {',
        "2 called",
        "one of them",
    ),
    "mode of nothing taken": ('"visit"', '"drone"', r"nothing that TALK takes.*\"drone\"", "visit"),
    "unknown context": ('"military"', '"war"', r"modes 1 \(drone\).*\"war\"", "military"),
    "dot in a name": ('"BLAME"', '"BLAME.hard"', "may not be called", "a dot"),
    "name of no event": ('"BLAME"', '"none"', "may not be called", "no event"),
    "no TOML": ("score = 3\n", "score = \n", r"line 7", "toml.io"),
    "key twice": ("score = 3\n", "score = 3\nscore = 3\n", r"line 8", "toml.io"),
    "one table for many": ("[[type]]", "[types]", "types", '"type"'),
}


@pytest.mark.parametrize(("old", "new", "problem", "remedy"), FAULTS.values(), ids=FAULTS)
def test_faults_are_told_with_file_place_and_remedy(
    tmp_path: Path, old: str, new: str, problem: str, remedy: str
) -> None:
    assert old in FOUR
    path = written(tmp_path, FOUR.replace(old, new, 1))
    with pytest.raises(OntologyError, match=problem) as caught:
        load(path)
    assert caught.value.problem.startswith(str(path))
    assert remedy in caught.value.remedy
    assert str(caught.value) == f"{caught.value.problem}. {caught.value.remedy}"


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml")
    (tmp_path / "own.toml").write_bytes(b'version = "caf\xe9"\n')
    with pytest.raises(OntologyError, match="byte 14: this is not UTF-8"):
        load(tmp_path / "own.toml")
    with pytest.raises(OntologyError, match="no types"):
        load(written(tmp_path, 'version = "x"\ntype = []\n'))


if __name__ == "__main__":
    share(list(examples()))
    share(list(near_misses()))
