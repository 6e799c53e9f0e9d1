"""Judged records as gold: one JSON object a document, as ``dragoman eval judged`` reads it.

A record is told as the person who judged it saw it, the machine's values with what was corrected, so that it
stays what it was when a newer coder reads the article otherwise. Spans are ``[start, end]`` in code points of
``text``, end exclusive; parties are country codes and names of bodies of no state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dragoman.knowledge.actors import bodies
from dragoman.records import Article
from dragoman.store import Store
from dragoman.store.judgements import NONE, Judgement, standing

Json = dict[str, Any]


def gold(store: Store) -> Iterator[Json]:
    """One object a document with judged records, in order of the documents' ids."""
    found: dict[str, list[Judgement]] = {}
    for one in standing(store.connection).values():
        found.setdefault(one.document, []).append(one)
    for document, judged in sorted(found.items()):
        coding = store.coding(document)
        if coding is not None:
            records = sorted((_record(one) for one in judged), key=_place)
            yield {**_article(coding.article), "records": records}


def parties(many: Sequence[Mapping[str, Any]]) -> list[str]:
    """Countries, and bodies of no state by name, of participants as jsonl prints them; each once, sorted."""
    found: set[str] = set()
    for one in many:
        country = one["country"]
        codes = [country] if isinstance(country, str) else country or []
        found.update(codes or ([one["name"]] if one["name"] in bodies() else []))
    return sorted(found)


def _article(one: Article) -> Json:
    return {
        "document": one.id,
        "text": one.text,
        "title": one.title,
        "published": one.published.isoformat() if one.published else None,
        "outlet": one.outlet,
        "genre": one.genre,
        "language": one.language,
    }


def _record(one: Judgement) -> Json:
    made: Json = json.loads(one.machine or "{}")
    told = {"event": _event, "statement": _statement, "assessment": _assessment}[one.kind](made)
    given = one.correction.given() if one.correction else {}
    return {
        "record": one.kind,
        "id": one.record,
        "verdict": one.verdict,
        **told,
        **{name: _right(value) for name, value in given.items()},
        "codebook": made["codebook"],
        "judgement": one.id,
        "person": one.person,
        "made": one.made.isoformat(timespec="seconds"),
        "reason": one.reason,
    }


def _right(value: Any) -> Any:
    """A corrected value as the record would have it."""
    if isinstance(value, list | tuple):
        return sorted(value)
    return None if value == NONE else value


def _event(made: Json) -> Json:
    return {
        "trigger": _span(made["trigger"]),
        "evidence": [_span(one) for one in made["evidence"]],
        "actor": parties(made["actor"]),
        "recipient": parties(made["recipient"]),
        **{name: made[name] for name in ("event_type", "mode", "factuality", "voice_kind")},
    }


def _statement(made: Json) -> Json:
    source = made["source"]
    return {
        "content": [_span(one) for one in made["content"]],
        "cue": _span(made["cue"]) if made["cue"] else None,
        "source": [source["start"], source["end"]] if source else None,
        **{name: made[name] for name in ("quote", "stance", "voice_kind")},
    }


def _assessment(made: Json) -> Json:
    return {
        "trigger": _span(made["trigger"]),
        "evidence": [_span(one) for one in made["evidence"]],
        "dyad": parties(made["dyad"]),
        "about": parties(made["about"]),
        **{name: made[name] for name in ("aspect", "direction", "voice_kind")},
    }


def _span(one: Mapping[str, Any]) -> list[int]:
    return [one["start"], one["end"]]


def _place(one: Json) -> tuple[str, list[int], str]:
    where = one["content"][0] if one["record"] == "statement" and one["content"] else one.get("trigger", [])
    return one["record"], where, one["id"]
