"""A fact counts only when one record at its passage says all of it; a miss says why."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import About, Coding, Date
from dragoman.serve.evaluate.gold import GoldError
from dragoman.serve.evaluate.seed import (
    CHECKS,
    FREE,
    Case,
    cases,
    document_checks,
    judge,
    judge_mention,
    report,
    total,
)
from tests.store.made import BOTH, DAHL, coding, no_meeting, praise, span, trend, trust

PRAISE = {"id": "P", "kind": "event", "passage": "Norway praised Chad on Monday"}
MEETING = {"id": "M", "kind": "event", "passage": "A meeting between Norway and Chad did not take place"}
TRUST = {"id": "T", "kind": "statement", "passage": "“is a partner we trust”"}
TREND = {"id": "R", "kind": "assessment", "passage": "Relations between Norway and Chad improve"}

HELD: list[dict[str, Any]] = [
    PRAISE
    | {"event_type": ["SUPPORT", "AGREE"], "actor": "NOR", "recipient": "TCD", "factuality": "happened"},
    PRAISE | {"actor_name": "Norway", "actor_sector": "GOV", "voice": "author", "date": "2019-04-29"},
    PRAISE | {"date": "2019-04-29/2019-04-29", "context": "diplomatic", "figurative": False},
    PRAISE | {"date": "April 2019, to the month"},
    MEETING | {"actor": ["NOR", "TCD"], "recipient": ["TCD", "NOR"], "factuality": "did_not_happen"},
    MEETING | {"actor": ["NOR", "TCD"], "recipient": ["TCD", "NOR"], "actor_name": ["Norway", "Chad"]},
    TRUST | {"source_name": "Ingrid Dahl", "source_country": "NOR", "quote": "mixed", "about": ["TCD"]},
    TRUST | {"about": ["TCD"], "stance": "positive", "voice": "NOR"},
    TRUST | {"stance": "positive", "voice": "Ingrid Dahl"},
    TREND | {"dyad": ["TCD", "NOR"], "aspect": "trend", "direction": "improving", "voice": "author"},
]

MISSED: list[tuple[dict[str, Any], str]] = [
    (PRAISE | {"event_type": ["ACCUSE"]}, "event_type is SUPPORT"),
    (PRAISE | {"actor": "TCD"}, "actor is"),
    (PRAISE | {"actor": "NOR", "recipient": "FRA"}, "recipient is"),
    (PRAISE | {"actor_name": "Ingrid Dahl"}, "actor_name is"),
    (PRAISE | {"actor_sector": "MIL"}, "actor_sector is"),
    (PRAISE | {"voice": "NOR"}, "voice is author"),
    (PRAISE | {"date": "2019-05-01"}, "date is 2019-04-29"),
    (PRAISE | {"date": "May 2019"}, "date is"),
    (PRAISE | {"context": "military"}, "context is"),
    (MEETING | {"factuality": "happened"}, "factuality is did_not_happen"),
    (MEETING | {"voice": "author"}, "voice is author > some"),
    (MEETING | {"actor": ["NOR", "FRA"], "recipient": ["FRA", "NOR"]}, "actor is"),
    (TRUST | {"source_name": "some"}, "source_name is ingrid dahl"),
    (TRUST | {"about": ["TCD"], "stance": "negative"}, "stance is"),
    (TRUST | {"about": ["FRA"]}, "about is"),
    (TRUST | {"quote": "direct"}, "quote is mixed"),
    (TREND | {"dyad": ["NOR", "FRA"]}, "dyad is"),
    (TREND | {"aspect": "obstacle"}, "aspect is trend"),
    (TREND | {"about": ["NOR"]}, "about is"),
    (TREND | {"kind": "event"}, "no event at this passage"),
    (PRAISE | {"passage": "words of another article"}, "the passage is not in the article's text"),
]


@pytest.mark.parametrize("fact", HELD, ids=lambda fact: "+".join(key for key in fact if key not in FREE))
def test_a_fact_that_holds(fact: dict[str, Any]) -> None:
    verdict = judge(fact, coding())
    assert verdict.found, verdict.why


@pytest.mark.parametrize(("fact", "why"), MISSED, ids=lambda part: part if isinstance(part, str) else "")
def test_a_fact_that_is_missed_says_why(fact: dict[str, Any], why: str) -> None:
    verdict = judge(fact, coding())
    assert not verdict.found and why in verdict.why


def test_the_fields_must_hold_in_one_record() -> None:
    wrong_type = replace(praise(), id="e1", event_type="ACCUSE")
    wrong_side = replace(praise(), id="e2", actor=())
    both = Coding(coding().article, (wrong_type, wrong_side))
    assert not judge(PRAISE | {"event_type": ["SUPPORT"], "actor": "NOR"}, both).found


def test_an_actor_of_a_further_country_is_a_miss() -> None:
    crowd = replace(praise(), actor=(*praise().actor, DAHL, BOTH[1]))
    assert not judge(PRAISE | {"actor": "NOR"}, Coding(coding().article, (crowd,))).found


def test_a_mutual_event_must_have_both() -> None:
    alone = replace(no_meeting(), actor=BOTH[:1], recipient=BOTH[:1])
    fact = MEETING | {"actor": ["NOR", "TCD"], "recipient": ["TCD", "NOR"]}
    assert not judge(fact, Coding(coding().article, (alone,))).found


def test_a_mutual_event_may_divide_the_two() -> None:
    divided = replace(no_meeting(), actor=BOTH[:1], recipient=BOTH[1:])
    fact = MEETING | {"actor": ["NOR", "TCD"], "recipient": ["TCD", "NOR"]}
    assert judge(fact, Coding(coding().article, (divided,))).found


UNDATED = replace(coding().article, published=None)
OFFSET = Date("Monday", *((m := span("Monday")).start, m.end), None, None, "month", "offset", "P-2M", "")
INVENTED = replace(OFFSET, first=date(2019, 4, 1), last=date(2019, 4, 30), basis="relative")


@pytest.mark.parametrize(
    ("words", "coded", "found"),
    [
        ("the week of publication; unresolved without a publication date", None, True),
        ("the week of publication; unresolved without a publication date", OFFSET, True),
        ("the week of publication; unresolved without a publication date", INVENTED, False),
        ("two months before publication, kept as an offset", OFFSET, True),
        ("two months before publication, kept as an offset", None, False),
        ("two months before publication, kept as an offset", INVENTED, False),
    ],
)
def test_without_a_publication_date_no_day_is_invented(words: str, coded: Date | None, found: bool) -> None:
    made = Coding(UNDATED, (replace(praise(), date=coded),))
    assert judge(PRAISE | {"date": words}, made).found is found


def test_an_unnamed_source_must_stay_unnamed() -> None:
    assert trust().source is not None
    fact = {
        "id": "S",
        "kind": "statement",
        "passage": "did not take place, some claim",
        "source_name": "some",
    }
    unnamed = replace(trust(), source=no_meeting().voice[1].participant, cue=span("claim"), content=())
    assert judge(fact, Coding(coding().article, (), (unnamed,))).found
    assert unnamed.source is not None
    named = replace(unnamed, source=replace(unnamed.source, name="Somerset"))
    assert not judge(fact, Coding(coding().article, (), (named,))).found


def test_the_tone_stands_in_for_a_stance_that_is_unknown() -> None:
    about = trust().about[0].participant
    toned = replace(trust(), about=(About(about, None, None),), stance="negative")
    made = Coding(coding().article, (), (toned,))
    assert judge(TRUST | {"about": ["TCD"], "stance": "negative"}, made).found


def test_a_statement_lies_at_a_passage_that_it_half_covers() -> None:
    far = replace(trust(), source=None, content=(span("Relations between Norway"),))
    made = Coding(coding().article, (), (far,))
    assert not judge(TRUST, made).found
    assert judge({"id": "x", "kind": "statement", "passage": "Relations between Norway and Chad"}, made).found


def test_an_event_lies_where_its_trigger_does() -> None:
    assert not judge({"id": "x", "kind": "event", "passage": "Chad on Monday"}, coding()).found


def test_an_assessment_lies_where_its_trigger_or_evidence_does() -> None:
    assert judge(TREND, Coding(coding().article, (), (), (trend(),))).found
    assert not judge(TREND | {"passage": "Norway praised"}, coding()).found


@pytest.mark.parametrize("key", ["evnt_type", "passages"])
def test_a_key_that_means_nothing_is_refused(key: str) -> None:
    with pytest.raises(GoldError, match=key):
        judge(PRAISE | {key: "x"}, coding())


def test_a_kind_that_means_nothing_is_refused() -> None:
    with pytest.raises(GoldError, match="incident"):
        judge(PRAISE | {"kind": "incident"}, coding())


# ---- the document and the mentions ----------------------------------------------------------------


def test_document_checks() -> None:
    gold = {
        "title": "Norway Backs Chad’s Water Plan",
        "author": "Ada Holm, Idriss Deby Itno",
        "outlet": "Another",
        "published": "unknown",
        "genre": "report",
        "language": "en",
        "dropped": ["Leave a  reply", "Share"],
    }
    found = {key: verdict.found for key, verdict in document_checks(gold, coding().article).items()}
    wrong = {"outlet", "published"}
    assert found == {key: key not in wrong for key in gold}


def test_unknown_is_found_only_when_nothing_is_stated() -> None:
    assert document_checks({"published": "unknown"}, UNDATED)["published"].found


def test_a_furniture_line_that_is_still_in_the_text_is_not_dropped() -> None:
    article = replace(coding().article, text=coding().article.text + "\nShare")
    assert not document_checks({"dropped": ["Share"]}, article)["dropped"].found


@pytest.mark.parametrize(
    ("mention", "found"),
    [
        ({"passage": "Foreign Minister Ingrid Dahl", "country": "NOR", "name": "Ingrid Dahl"}, True),
        ({"passage": "Minister Ingrid Dahl", "country": "NOR"}, False),  # its head lies before the passage
        ({"passage": "Foreign Minister Ingrid Dahl", "country": "TCD"}, False),
        ({"passage": "Foreign Minister Ingrid Dahl", "country": ["NOR", "TCD"]}, False),
        ({"passage": "Foreign Minister Ingrid Dahl", "sector": "GOV"}, False),
        ({"passage": "by the year", "country": "NOR"}, False),
        ({"passage": "nowhere", "country": "NOR"}, False),
    ],
)
def test_mentions(mention: dict[str, Any], found: bool) -> None:
    assert judge_mention(mention, coding()).found is found


# ---- the gold's page ------------------------------------------------------------------------------

ONE = """article = "a.txt"
[document]
title = "Norway Backs Chad’s Water Plan"
language = "fr"
[[fact]]
id = "P"
kind = "event"
passage = "Norway praised Chad"
"""

TWO = """[[article]]
file = "a.txt"
[article.document]
genre = "report"
[[article.fact]]
id = "P"
kind = "event"
passage = "Norway praised Chad"
[[article.mention]]
passage = "Foreign Minister Ingrid Dahl"
country = "NOR"
[[article]]
file = "b.txt"
[article.document]
genre = "commentary"
"""


def test_one_article(tmp_path: Path) -> None:
    (tmp_path / "expected.toml").write_text(ONE, encoding="utf-8")
    (case,) = cases(tmp_path)
    assert case.article == tmp_path / "a.txt"
    found = total([(case, report(case, coding()))])
    assert (found["task"], found["found"], found["of"]) == ("seed", 2, 2)  # the language is not counted
    assert found["document"]["language"]["found"] is False


def test_several_articles(tmp_path: Path) -> None:
    page = tmp_path / "gold.toml"
    page.write_text(TWO, encoding="utf-8")
    first, last = cases(page)
    found = total([(first, report(first, coding())), (last, report(last, None))])
    assert (found["found"], found["of"]) == (2, 3)
    assert found["articles"]["a.txt"]["mentions"]["Foreign Minister Ingrid Dahl"]["found"] is True


@pytest.mark.parametrize("page", ["title = 3", "= no toml", ""])
def test_a_page_that_is_no_gold(tmp_path: Path, page: str) -> None:
    (tmp_path / "expected.toml").write_text(page)
    with pytest.raises(GoldError):
        cases(tmp_path)


# ---- real gold ------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))


def known(case: Case) -> None:
    """Every key of every fact has a meaning here."""
    for fact in case.gold.get("fact", ()):
        assert set(fact) - set(FREE) <= set(CHECKS), fact["id"]


def decoded(path: Path) -> str:
    """The text; one of the demo's files is in an old encoding on purpose."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def test_the_demo_gold_is_understood_and_its_passages_stand_in_the_articles() -> None:
    for case in cases(ROOT / "examples"):
        known(case)
        assert case.article.is_file(), case.name
        if case.article.suffix == ".txt":
            text = decoded(case.article)
            facts = [*case.gold.get("fact", ()), *case.gold.get("mention", ())]
            assert [fact["passage"] for fact in facts if fact["passage"] not in text] == []


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the seed article lies outside the repository")
def test_the_seed_gold_has_twenty_five_facts() -> None:
    (case,) = cases(SHARED / "seed")
    known(case)
    assert tomllib.loads((SHARED / "seed" / "expected.toml").read_text(encoding="utf-8")) == case.gold
    assert report(case, None)["of"] == 25 and report(case, None)["found"] == 0
