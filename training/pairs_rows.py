"""Rows of marked sentences for the network of pairs: PLV's training side, and what the project wrote."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from dragoman.knowledge import lexicon
from dragoman.knowledge.ontology import plover
from dragoman.pipeline import Pipeline
from dragoman.reading.marks import question
from dragoman.records import NONE, Marked, Participant
from dragoman.resolve import cast
from dragoman.serve.evaluate.gold import alone, row_of, rows
from dragoman.serve.evaluate.pairs import MERGED, Pair, asked, pair
from dragoman.serve.evaluate.stance import Attitude, attitudes, marked
from dragoman.serve.evaluate.standoff import claims
from pairs_network import PAIRS

GOLD = Path(__file__).resolve().parent.parent / "gold"
TYPES = (*plover().types, NONE)


@dataclass(frozen=True, slots=True)
class Row:
    """A marked sentence and the types that its label allows (PLV's YIELD allows two)."""

    id: str
    sentence: str
    pair: Marked
    types: tuple[str, ...]
    stance: str | None = None  # of the first marked toward the second


def stances(without: Collection[str] = ()) -> list[Row]:
    """What the project labelled or wrote of a holder's stance toward a target."""
    found = rows(GOLD / "stance_train.jsonl", lambda row: [] if row["corpus"] in without else attitudes(row))
    if "stances" not in without:
        found += rows(GOLD / "stance_written.jsonl", attitudes)
    return [Row("", "", one.pair, (), *one.stances.values()) for many in found for one in many] + _in_quotes()


def _in_quotes() -> list[Row]:
    """Labelled stances once more in the words of their holder alone, as a quotation stands by itself."""
    found = rows(GOLD / "stance_train.jsonl", _content)
    return [Row("", "", one.pair, (), *one.stances.values()) for one in found if one is not None]


def _content(row: dict[str, Any]) -> Attitude | None:
    """The stretch of PolNeAR's content that holds the target, None where there is none."""
    if not row["holder"]:
        return None
    told = row_of(row["corpus"], row["id"])
    start, end = row["target"]
    standoff = told["brat"][min(told["brat"])]
    for claim in claims(told["text"], standoff):
        for first, last in claim.content:
            if tuple(row["holder"]) in claim.source and first <= start and end <= last:
                text = told["text"][first:last]
                target = [start - first, end - first]
                return marked({"text": text, "holder": None, "target": target, "stance": row["stance"]})
    return None


def plv(path: Path) -> list[Row]:
    """PLV's training side."""
    return _rows(path)


def own(shared: Path, without: Collection[str] = ()) -> list[Row]:
    """All that is taught besides PLV, but for the corpora ``without``, by their names in ``pairs.toml``."""
    parties = Parties()
    found = _labelled(without)
    if "written" not in without:
        found += _rows(GOLD / "pairs_written.jsonl")
    if "examples" not in without:
        found += _examples(parties)
    if "cameo" not in without:
        found += _eventless(shared, parties)
    return found


def _rows(path: Path) -> list[Row]:
    return [_row(one) for one in rows(path, pair)]


def _row(one: Pair) -> Row:
    types = MERGED.get(one.event_type, (one.event_type,))
    sides = asked(one)
    return Row(one.id, one.sentence, sides, types, _shown(sides, types))


def _shown(sides: Marked, types: Collection[str]) -> str | None:
    """The stance that a deed of these types shows, where it has two sides and shows one."""
    if sides.actor is None or sides.recipient is None:
        return None
    shown = PAIRS["shown"]
    return next((stance for stance in shown if set(types) <= set(shown[stance])), None)


def _labelled(without: Collection[str]) -> list[Row]:
    """Pairs of public texts that the project labelled."""
    found = rows(
        GOLD / "pairs_train.jsonl", lambda row: None if row["corpus"] in without else _row(pair(row))
    )
    return [row for row in found if row is not None]


# ---- sentences whose parties the system finds -----------------------------------------------------


class Parties:
    """Marks the parties of a sentence as coding would: by the phrases that the system finds for them."""

    def __init__(self) -> None:
        self._reader = Pipeline().reader

    def marked(
        self, sentence: str, actor: Collection[str] = (), recipient: Collection[str] = ()
    ) -> Marked | None:
        """The sentence with the first phrase for each side marked, None where neither side is found.

        A side is given as country codes or names; where both are empty, the first two parties are marked.
        """
        found = cast(self._reader.read(alone(sentence))).participants
        if not actor and not recipient:
            one = next((p for p in found if p.known), None)
            other = next(
                (p for p in found if p.known and one and _apart(p, one) and p.country != one.country), None
            )
        else:
            one = next((p for p in found if _is(p, actor)), None)
            other = next((p for p in found if _is(p, recipient) and (one is None or _apart(p, one))), None)
        if one is None and other is None:
            return None
        return question(sentence, one.span if one else None, other.span if other else None)


def _is(one: Participant, named: Collection[str]) -> bool:
    return one.name in named or any(code in named for code in one.country)


def _apart(one: Participant, other: Participant) -> bool:
    return not one.span.overlaps(other.span)


def _examples(parties: Parties) -> list[Row]:
    """The examples of the lexicon's rows, and examples and near misses of the codebook."""
    told = dict.fromkeys(chain(_of_lexicon(), _of_codebook()))
    pairs = ((text, kind, parties.marked(text, actor, to)) for text, kind, actor, to in told)
    named = ((text, NONE if kind == lexicon.NO_EVENT else kind, one) for text, kind, one in pairs)
    return [Row("", text, one, (kind,), _shown(one, (kind,))) for text, kind, one in named if one]


_Example = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def _of_lexicon() -> Iterator[_Example]:
    for row in chain(*lexicon.verbs().values(), *lexicon.nouns().values()):
        yield row.example, row.event_type, row.example_actor, row.example_recipient


def _of_codebook() -> Iterator[_Example]:
    page = (files("dragoman.knowledge.ontology") / "plover.toml").read_text(encoding="utf-8")
    for kind in tomllib.loads(page)["type"]:
        for one in kind["examples"]:
            yield one["text"], kind["name"], tuple(one["actor"]), tuple(one["recipient"])
        for miss in kind["near_misses"]:
            yield miss["text"], miss["coded_as"], (), ()


def _eventless(shared: Path, parties: Parties) -> list[Row]:
    """Sentences of CAMEO's class 0, which tell of no event.

    The other four classes are left out: most of their sentences stand in PLV too, some surely on the side
    of it that is kept back. A few of class 0 stand in PLV as well.
    """
    known = {row.sentence for row in plv(shared / "data" / "plv_train.jsonl")}
    page = (shared / "data" / "cameo_quad_sentences.jsonl").read_text(encoding="utf-8")
    found = (json.loads(line) for line in page.splitlines())
    texts = dict.fromkeys(row["sentence"] for row in found if row["quad"][0].strip() == "0")
    marked = ((text, parties.marked(text)) for text in texts if text not in known)
    return [Row("", text, one, (NONE,)) for text, one in marked if one]
