"""Markdown: what front matter states, and the running text without its marks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.ingest import IngestError, find, left_out, load
from dragoman.ingest.markdown import read
from dragoman.ingest.source import Stated
from dragoman.records import Article

BODY = (
    "The envoys of Peru met the ministers of Chile in Lima on Sunday and agreed to open the border by June."
)
MORE = "The ministers of Chile flew home on Monday with the signed page, which nobody else has seen so far."


def page(text: str, stated: Stated | None = None) -> Article:
    return read(text.encode(), "page.md", stated or Stated())


def front(fields: str) -> Article:
    """An article under these fields, whose body comes through whole."""
    article = page(f"---\n{fields}\n---\n\n{BODY}\n")
    assert article.text.removeprefix(f"{article.title}\n\n") == BODY
    return article


# ---- front matter ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Talks in Lima: a beginning", "Talks in Lima: a beginning"),
        ("Talks in Lima\n  go on", "Talks in Lima go on"),
        ("'Lima''s talks: \"a beginning\"'", 'Lima\'s talks: "a beginning"'),
        ("'Lima''s talks\n  go on'", "Lima's talks go on"),
        ('"Lima: \\"a beginning\\""', 'Lima: "a beginning"'),
        ('"The \\u201cbeginning\\u201d\\x20of S\\xE3o Tom\\u00e9"', "The “beginning” of São Tomé"),
        ('"The talks\\_in Lima"', "The talks in Lima"),
        ('"The talks\n  in Lima"', "The talks in Lima"),
        ('"The talks\\\n  \\ in Lima"', "The talks in Lima"),
        ('"The bor\\\n  der talks"', "The border talks"),
        ('"The \\q talks"', "The \\q talks"),
        (">-\n  The talks\n  in Lima", "The talks in Lima"),
        ("|\n  The talks in Lima", "The talks in Lima"),
        ("The talks: see\n  https://lima.example/talks", "The talks: see https://lima.example/talks"),
    ],
    ids=[
        "plain", "plain folded", "single", "single folded", "double", "escapes", "a hard space",
        "double folded", "cut at a space", "cut in a word", "no escape", "block folded", "block kept",
        "an address",
    ],
)  # fmt: skip
def test_a_title_however_it_is_written(written: str, title: str) -> None:
    article = front(f"title: {written}\nurl: https://lima.example/")
    assert (article.title, article.url) == (title, "https://lima.example/")


def test_all_that_front_matter_states() -> None:
    article = front(
        "title: Talks in Lima\n"
        "author: Ana Ruiz; Juan Soto\n"
        "publisher: The Herald\n"
        "date: 2024-03-03\n"
        "source_url: https://lima.example/talks"
    )
    assert (article.title, article.authors) == ("Talks in Lima", ("Ana Ruiz", "Juan Soto"))
    assert (article.outlet, article.published) == ("The Herald", date(2024, 3, 3))
    assert article.url == "https://lima.example/talks"


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("date: 2024-03-03", date(2024, 3, 3)),
        ("published_time: '2024-03-03T23:30:00-05:00'", date(2024, 3, 3)),
        ('date: "March 3, 2024"', date(2024, 3, 3)),
        ("date: 3 March 2024", date(2024, 3, 3)),
        ("date: 2024-05-05\npublished: 2024-03-03", date(2024, 3, 3)),
        ("published: soon\ndate: 2024-03-03", date(2024, 3, 3)),
        ("modified_time: 2024-03-03", None),
        ("date: 03/04/2024", None),
    ],
    ids=["day", "hour", "words", "day first", "published first", "no day", "modified", "two readings"],
)
def test_the_day(fields: str, day: date | None) -> None:
    assert front(fields).published == day


def test_the_first_address_by_name_counts() -> None:
    addresses = "canonical_url: https://lima.example/b\nurl: https://lima.example/a\nsource_url:"
    assert front(addresses).url == "https://lima.example/a"
    assert front("source_url:\npermalink: https://lima.example/p").url == "https://lima.example/p"


def test_what_is_stated_beside_the_page_wins() -> None:
    text = f"---\ntitle: Talks in Lima\ndate: 2024-03-03\n---\n\n{BODY}"
    article = page(text, Stated(title="The Lima talks", published=date(2024, 3, 4)))
    assert (article.title, article.published) == ("The Lima talks", date(2024, 3, 4))


def test_fields_of_nothing_state_nothing() -> None:
    article = front("title: null\nauthor: ~\nurl: null\npublisher: ''\ndate:")
    assert (article.title, article.authors, article.url, article.outlet) == (None, (), None, None)


def test_lists_comments_and_other_fields_belong_to_no_field() -> None:
    fields = (
        "# from the archive\ntitle: Talks in Lima\n# a note\ntags:\n- talks: Peru\n- Chile\nog-type: page"
    )
    assert front(fields).title == "Talks in Lima"
    assert front("title: Talks in Lima\ncontent-type: page").title == "Talks in Lima"


def test_other_line_ends_and_a_mark_at_the_start() -> None:
    data = f"---\ntitle: Talks in Lima\n---\n\n{BODY}\n".replace("\n", "\r\n").encode("utf-8-sig")
    assert read(data, "page.md", Stated()) == page(f"# Talks in Lima\n\n{BODY}")


def test_a_heading_that_says_the_title_again_goes() -> None:
    article = page(f"---\ntitle: Talks in Lima\n---\n\n# *Talks* in Lima\n\n{BODY}")
    assert article.text == f"Talks in Lima\n\n{BODY}"


@pytest.mark.parametrize(
    ("head", "title"),
    [("# Talks in Lima", "Talks in Lima"), ("Talks in Lima\n===", "Talks in Lima"), ("", None)],
    ids=["heading", "underlined", "none"],
)
def test_without_front_matter(head: str, title: str | None) -> None:
    article = page(f"{head}\n\n{BODY}")
    assert (article.title, article.url, article.published) == (title, None, None)
    assert article.text == (f"{title}\n\n{BODY}" if title else BODY)


@pytest.mark.parametrize("head", ["---\n\n", "---\n---\n\n"], ids=["a rule", "front matter of nothing"])
def test_rules_are_no_front_matter(head: str) -> None:
    assert page(f"{head}{BODY}\n\n---\n\n{MORE}").text == f"{BODY}\n\n{MORE}"


# ---- the text -------------------------------------------------------------------------------------


def test_hard_wrapped_paragraphs_are_joined() -> None:
    """Few short lines too, in which plain text would see no wrapping."""
    wrapped = BODY.replace(" in Lima", "\nin Lima").replace(" to open", "\nto open")
    assert page(f"{wrapped}\n\n{MORE}").text == f"{BODY}\n\n{MORE}"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (
            "The *envoys* of **Peru** met the __ministers__ of _Chile_",
            "The envoys of Peru met the ministers of Chile",
        ),
        ("[The envoys](https://lima.example/a 'who') of [Peru][1]", "The envoys of Peru"),
        ("![A photo](a.png)The envoys `of` Peru", "The envoys of Peru"),
        ("The envoys \\*of\\* Peru &amp; Chile", "The envoys *of* Peru & Chile"),
        ("The envoys of snake_case_names and 2 * 3 * 4", "The envoys of snake_case_names and 2 * 3 * 4"),
    ],
    ids=["emphasis", "links", "picture and code", "escapes", "no marks"],
)
def test_marks_inside_a_paragraph(marked: str, plain: str) -> None:
    rest = " met the ministers of Chile in Lima on Sunday and agreed on all of it."
    assert page(f"{marked}{rest}\n\n{MORE}\n\n[1]: https://lima.example/").text == f"{plain}{rest}\n\n{MORE}"


def test_the_items_of_a_list_are_paragraphs() -> None:
    items = [
        "They open the border by June.",
        "They share the water of the lake.",
        "They meet again.",
        "They leave.",
    ]
    text = f"{BODY}\n\n* {items[0]}\n* {items[1]}\n\n1. {items[2]}\n2. {items[3]}\n\n{MORE}"
    assert page(text).text == "\n\n".join([BODY, *items, MORE])


def test_quotations_fences_and_hard_breaks() -> None:
    quoted = MORE.replace(" on Monday", "\n> on Monday")
    blocks = (BODY, f"> {quoted}", f"```\n{BODY}\n```", "Ana Ruiz,\\\nenvoy of Peru.")
    assert page("\n\n".join(blocks)).text == "\n\n".join([BODY, MORE, BODY, "Ana Ruiz,", "envoy of Peru."])


# ---- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("---\ntitle: Talks in Lima\n---\n", "holds no running text"),
        ("---\n---\n", "holds no running text"),
    ],
    ids=["nothing", "blanks", "only front matter", "only marks"],
)
def test_what_is_no_article_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    (item,) = find(path)
    with pytest.raises(IngestError) as caught:
        load(item)
    assert (caught.value.source, caught.value.problem) == (str(path), problem)


def test_a_folder_lists_markdown(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("b.md", "A.MD", "below/c.markdown", "d.txt", "e.mdx"):
        (tmp_path / name).write_text(f"# Talks in Lima\n\n*{BODY}*\n", encoding="utf-8")
    items = list(find(tmp_path))
    names = [str(Path(item.source).relative_to(tmp_path)) for item in items]
    assert names == ["A.MD", "b.md", "below/c.markdown", "d.txt"]
    assert left_out(tmp_path) == (tmp_path / "e.mdx",)
    marked = [load(item).text for item in items if item.format != ".txt"]
    assert marked == [f"Talks in Lima\n\n{BODY}"] * 3
