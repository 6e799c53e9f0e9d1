"""Every row of ``furniture.csv`` does what its example says, and leaves its near miss alone."""

from __future__ import annotations

import pytest

from dragoman.ingest import credits, furniture
from dragoman.ingest.furniture import Rule
from dragoman.ingest.lines import Line

LINES = ("whole", "end", "start", "notice")
RULES = furniture.rules()


def _named(rule: Rule) -> str:
    return f"{rule.kind}-{rule.pattern}"


def test_no_row_stands_twice_and_every_kind_is_known() -> None:
    assert len({(rule.pattern.lower(), rule.kind) for rule in RULES}) == len(RULES)
    known = {*LINES, *credits.READERS, "head", "masthead", "role", "rank", "particle"}
    assert {rule.kind for rule in RULES} == known
    assert all(rule.reason and rule.example and rule.near_miss for rule in RULES)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.kind in LINES], ids=_named)
def test_a_line_of_furniture_goes_and_its_near_miss_stays(rule: Rule) -> None:
    (line,) = furniture.mark([Line(rule.example)])
    assert line.reason
    assert furniture.mark([Line(rule.near_miss)]) == (Line(rule.near_miss),)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.kind in credits.READERS], ids=_named)
def test_a_credit_is_read_and_its_near_miss_is_not(rule: Rule) -> None:
    assert rule.match(furniture.strip(rule.example))
    assert credits.read(rule.example) is not None
    assert credits.read(rule.near_miss) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.kind == "masthead"], ids=_named)
def test_a_masthead_is_told_from_its_words_in_a_sentence(rule: Rule) -> None:
    assert credits.is_masthead(rule.example)
    assert not credits.is_masthead(rule.near_miss)


OTHERS = [rule for rule in RULES if rule.kind in ("head", "role", "rank", "particle")]


@pytest.mark.parametrize("rule", OTHERS, ids=_named)
def test_a_word_of_credits_matches_its_example_only(rule: Rule) -> None:
    assert furniture.first(rule.example, rule.kind)
    assert not furniture.first(rule.near_miss, rule.kind)


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("By Jane Roe", {"authors": ("Jane Roe",)}),
        ("By Dr. Jane A. Roe and Amir al-Khalil", {"authors": ("Dr. Jane A. Roe", "Amir al-Khalil")}),
        ("BY JANE ROE, DIPLOMATIC EDITOR", {"authors": ("Jane Roe",)}),
        ("By Jane Roe in Nairobi", {"authors": ("Jane Roe",)}),
        ("By Jane Roe for The Diplomat", {"authors": ("Jane Roe",), "outlet": "The Diplomat"}),
        ("By AFP", {"outlet": "AFP"}),
        ("By Jane Roe | March 3, 2024", {"authors": ("Jane Roe",), "published": "2024-03-03"}),
        ("Sunday, March 3, 2024 10:15 AM ET", {"published": "2024-03-03"}),
        ("2024-03-03T10:15:00Z", {"published": "2024-03-03"}),
        ("3rd of March 2024", {"published": "2024-03-03"}),
        ("25/12/2023", {"published": "2023-12-25"}),
        ("Nairobi, 3 March 2024", {"published": "2024-03-03"}),
        ("New Delhi | 3 March 2024", {"published": "2024-03-03"}),
        ("Source: https://www.review.example/a/b", {"republished_from": "review.example"}),
        ("Last updated 4 March 2024", {}),
        ("(Reporting by Jane Roe in Kyiv; Editing by Amir Khalil)", {"authors": ("Jane Roe",)}),
    ],
)
def test_credits_of_many_forms(line: str, stated: dict[str, object]) -> None:
    found = credits.read(line)
    assert found is not None
    for name in ("authors", "outlet", "republished_from", "published"):
        value = getattr(found[1], name)
        assert (str(value) if name == "published" and value else value) == stated.get(
            name, () if name == "authors" else None
        )


@pytest.mark.parametrize(
    "line",
    [
        "By Land and Sea",
        "By then, Jane Roe had left Kigali.",
        "The treaty of 3 March 2024",
        "On 3 March 2024 the envoy left.",
        "Source close to Kabila denies report",
        "Two Firms, One Contract",
    ],
)
def test_other_lines_are_no_credits(line: str) -> None:
    assert credits.read(line) is None
