"""The reference article's document facts, where the shared folder is at hand; no rule is made for it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from dragoman.ingest import find, load

ROOT = Path(__file__).parents[2]
SEED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")) / "seed"
EXAMPLES = ROOT / "examples"
ARTICLES = sorted((EXAMPLES / "articles").glob("*.*"))


@pytest.mark.skipif(
    not SEED.is_dir(), reason="the reference article is not in this checkout (DRAGOMAN_SHARED)"
)
def test_the_reference_article() -> None:
    expected = tomllib.loads((SEED / "expected.toml").read_text("utf-8"))
    article = load(next(find(SEED / expected["article"])))
    document = expected["document"]
    assert article.title == document["title"]
    assert article.authors == (document["author"],)
    assert article.republished_from == document["republished_from"]
    assert article.published is None
    assert article.outlet is None
    assert article.language == document["language"]
    taken = {line.text for line in article.dropped}
    assert set(document["dropped"]) <= taken
    assert all(fact["passage"] in article.text for fact in expected["fact"])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_demo_articles(path: Path) -> None:
    article = load(next(find(path)))
    assert article.title
    assert article.language == "en"
    undated = path.name.startswith("undated")
    assert (str(article.published) if article.published else "undated") == (
        "undated" if undated else path.name[:10]
    )
    assert "Leave a Reply" not in article.text


def test_the_demo_articles_documents() -> None:
    cases = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["article"]
    assert cases
    for case in cases:
        expected = case["document"]
        article = load(next(find(EXAMPLES / case["file"])))
        authors = expected.get("author", [])
        assert article.title == expected["title"]
        assert list(article.authors) == (authors if isinstance(authors, list) else [authors])
        for name in ("outlet", "republished_from"):
            if name in expected:
                assert getattr(article, name) == expected[name]
