"""What cannot be read is refused by itself, with the reason; what merely looks odd is read."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from dragoman.ingest import FORMATS, IngestError, find, left_out, load
from dragoman.ingest.text import language

PROSE = (
    "The foreign minister of Peru flew to Quito on Sunday for talks on the border, her office said. "
    "Her host, who received her at the café of the palace, spoke of a “new page” in relations."
)
ARTICLE = f"Lima and Quito talk\n\n{PROSE}"


def _refused(path: Path) -> IngestError:
    (item,) = find(path)
    with pytest.raises(IngestError) as caught:
        load(item)
    return caught.value


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\r\n\t", "is empty"),
        (bytes(range(256)) * 20, "not text"),
        (b"%PDF-1.7 etc", "PDF"),
        (b"PK\x03\x04docx", "Office"),
        (b"text and \x00\x00 more text", "not text"),
        (b"Leave a Reply\n\nShare this:\n", "no running text"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    error = _refused(path)
    assert problem in error.problem
    assert error.source == str(path)
    assert error.remedy
    assert str(error) == f"{path}: {error.problem}. {error.remedy}"


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "50.0 MB, more than the 10 MB" in _refused(path).problem


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in _refused(tmp_path / "none.txt").problem
    assert "does not exist" in _refused(tmp_path / ("a text in place of a name " * 20)).problem
    assert "no file of a known kind" in _refused(tmp_path).problem


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-crlf"]
)
def test_encodings_of_one_text_give_one_article(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    crlf = encoding.endswith("-crlf")
    text = ARTICLE.replace("\n", "\r\n") if crlf else ARTICLE
    path.write_bytes(text.encode(encoding.removesuffix("-crlf")))
    (item,) = find(path)
    article = load(item)
    assert article.text == ARTICLE
    assert article.title == "Lima and Quito talk"


def test_latin_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        "Señor Núñez viajó el domingo a La Paz; habló de la frontera y volvió a Lima.".encode("latin-1")
    )
    assert load(next(find(path))).text.startswith("Señor Núñez viajó")


@pytest.mark.parametrize(
    ("encoding", "text", "language"),
    [
        (
            "cp1251",
            "Министр иностранных дел прибыл в воскресенье в Баку для переговоров о транзите газа.",
            "ru",
        ),
        (
            "iso8859-7",
            "Ο υπουργός Εξωτερικών έφτασε την Κυριακή στο Μπακού για συνομιλίες, είπε το γραφείο του.",
            "el",
        ),
    ],
)
def test_other_scripts_are_told(tmp_path: Path, encoding: str, text: str, language: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    article = load(next(find(path)))
    assert (article.text, article.language) == (text, language)


def test_a_page_that_claims_a_wrong_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = (
        f"<html><head><meta charset='utf-8'></head><body><h1>Lima and Quito</h1><p>{PROSE}</p></body></html>"
    )
    path.write_bytes(page.encode("cp1252"))
    assert "café of the palace, spoke of a “new page”" in load(next(find(path))).text


@pytest.mark.parametrize(
    "page", ["<<<>>> <p", "<html></html>", "<!-- only -->", "<div>" * 3000, "<?xml version='1.0'?>"]
)
def test_broken_pages_are_refused_not_crashed_on(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page)
    assert _refused(path).remedy


@pytest.mark.parametrize("encoding", ["punycode", "idna", "unicode_escape", "utf-7"])
def test_an_encoding_of_no_page_is_not_tried(tmp_path: Path, encoding: str) -> None:
    """To decode what was made to that end as Punycode takes the square of its length."""
    path = tmp_path / "a.html"
    words = "Kenya urged Somalia to release the pilots of the plane. " * 20
    odd = words + "\x01" * 40_000 + "-" + "a" * 400_000
    path.write_bytes(f'<meta charset="{encoding}"><p>{odd}</p>'.encode() + b"\xff")
    (item,) = find(path)
    with suppress(IngestError):
        assert "Kenya urged Somalia" in load(item).text


def test_one_bad_file_leaves_the_good_ones_alone(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, data in {
        "a.txt": ARTICLE,
        "b.txt": "",
        "sub/c.txt": ARTICLE,
        "d.pdf": "x",
        ".hidden.txt": "x",
    }.items():
        (tmp_path / name).write_text(data, "utf-8")
    items = list(find(tmp_path))
    assert [Path(item.source).name for item in items] == ["a.txt", "b.txt", "c.txt"]
    assert [path.name for path in left_out(tmp_path)] == ["d.pdf"]
    read, refused = [], []
    for item in items:
        try:
            read.append(load(item))
        except IngestError as error:
            refused.append(error.source)
    assert len(read) == 2
    assert refused == [str(tmp_path / "b.txt")]


def test_the_user_s_date_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Lima and Quito talk\n\n3 March 2024\n\n{PROSE}", "utf-8")
    (item,) = find(path)
    assert load(item).published == date(2024, 3, 3)
    assert load(item, published=date(2020, 1, 2)).published == date(2020, 1, 2)


def test_a_file_name_gives_a_year_only_to_a_dateline_that_agrees(tmp_path: Path) -> None:
    for name, line in {"2015-07-11-a": "July 11", "2015-07-12-b": "July 11", "2015-07-11-c": "today"}.items():
        (tmp_path / f"{name}.txt").write_text(f"LIMA, Peru, {line} (Reuters) — {PROSE}", "utf-8")
    assert [load(item).published for item in find(tmp_path)] == [date(2015, 7, 11), None, None]


def test_standard_input_is_read_and_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    (item,) = find("-")
    assert load(item).title == "Lima and Quito talk"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * 10_000_001)))
    with pytest.raises(IngestError, match="more than the 10 MB"):
        load(item)


def test_every_format_of_one_article_has_the_same_shape(tmp_path: Path) -> None:
    for suffix in FORMATS:
        (tmp_path / f"a{suffix}").write_text(f"<p>{PROSE}</p>" if "htm" in suffix else PROSE, "utf-8")
    texts = {load(item).text for item in find(tmp_path)}
    assert texts == {PROSE}


def test_a_short_text_has_no_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks failed.")
    assert load(next(find(tmp_path))).language is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army killed three protesters in Lagos, Nigeria, on Monday.", "en"),
        ("President Bukele of El Salvador called the leader of Venezuela a dictator.", "en"),
        ("Le ministre des affaires étrangères a déclaré que son pays ne participerait pas.", "fr"),
        ("Der Minister sagte in Berlin, dass das Land nicht an den Gesprächen teilnehmen werde.", "de"),
    ],
)
def test_foreign_names_do_not_make_a_text_foreign(text: str, expected: str) -> None:
    assert language(text) == expected
