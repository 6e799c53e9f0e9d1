"""The ontology and its map from CAMEO hold together."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from dragoman.knowledge.ontology import plover
from dragoman.knowledge.tables import rows

QUADS = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"}


def test_sixteen_types_each_in_a_quad_with_the_sign_of_its_score() -> None:
    types = plover().types
    assert len(types) == 16
    for kind in types.values():
        assert kind.quad in QUADS
        assert (kind.score > 0) == kind.quad.endswith("cooperation"), kind.name
        assert kind.definition and kind.recipient in ("required", "optional", "none")
    assert {t.name for t in types.values() if t.recipient == "required"} == {"COOPERATE", "AID", "SANCTION"}


def test_every_type_has_examples_and_near_misses_that_name_real_types() -> None:
    raw = tomllib.loads((files("dragoman.knowledge.ontology") / "plover.toml").read_text(encoding="utf-8"))
    for kind in raw["type"]:
        assert len(kind["examples"]) >= 4 and len(kind["near_misses"]) >= 3, kind["name"]
        modes = {mode["name"] for mode in kind["modes"]}
        assert {e.get("mode") for e in kind["examples"]} - {None} <= modes


def test_contexts_that_modes_bring_exist() -> None:
    types, contexts = plover().types, plover().contexts
    brought = {c for kind in types.values() for mode in kind.modes for c in kind.contexts(mode.name)}
    assert brought and brought <= set(contexts)


def test_cameo_maps_to_types_and_modes_of_the_ontology() -> None:
    types = plover().types
    table = list(rows("ontology/cameo.csv"))
    assert len(table) > 250
    for row in table:
        if row["event_type"]:
            assert row["event_type"] in types, row["cameo"]
            assert row["mode"] in {"", *(m.name for m in types[row["event_type"]].modes)}, row["cameo"]
