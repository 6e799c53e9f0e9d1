"""Bytes to text: encodings tried in a fixed order; what is not text is refused by name."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from dragoman.ingest.source import MAX_BYTES, IngestError

# The first bytes of what people drop on a reader of articles by mistake.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_PAGES = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Encodings that no page is written in, of which some take hours for what is written to that end."""
NOT_TEXT = "Save the article as plain text (.txt, UTF-8) or HTML and try again."

ODD = frozenset("¡¢¤¥¦¨¬®¯±¸¹º¼½¾ƒ†‡ˆ‰˜×Þþð")
SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[²³£¿Œ§¶](?=[^\W\d_])|(?<=[a-z])[³Æ£ÑÊ](?!\w)")
BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Format characters that only move or hide text. ZWJ and ZWNJ stay: Persian and Hindi spell with them.
INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
BLANKS = re.compile(r"[^\S\n]+")


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """The text of ``data``, cleaned; ``declared`` is the encoding that a page or server claims.

    Order: byte order mark, UTF-8, the declared encoding, UTF-16 without a mark, windows-1252 where what it
    gives looks Western, then charset-normalizer. Raises IngestError for what is empty, too large or no text.
    """
    check_size(len(data), source)
    refuse_binary(data, source)
    text = clean(_decoded(data, source, declared))
    if not text.strip():
        raise IngestError(source, "is empty", "Give a source with an article in it.")
    return text


def check_size(size: int, source: str, limit: int = MAX_BYTES) -> None:
    """Raises IngestError when ``size`` bytes are more than the limit."""
    if size > limit:
        problem = f"is {size / 1e6:.1f} MB, more than the {limit / 1e6:.0f} MB read as one article"
        remedy = "Split it into one file per article, or make a table (.jsonl, .csv) with one article a row."
        raise IngestError(source, problem, remedy)


def refuse_binary(data: bytes, source: str) -> None:
    """Raises IngestError when the first bytes are those of a known kind of file that is not text."""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise IngestError(source, f"is {kind}, not text", NOT_TEXT)


def clean(text: str) -> str:
    """NFC, one kind of line break, no control or invisible characters, single spaces, no trailing ones."""
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    text = CONTROLS.sub("", INVISIBLE.sub("", text))
    # Dropping an invisible character can bring a letter and its accent together: compose once more.
    text = unicodedata.normalize("NFC", text)
    return "\n".join(BLANKS.sub(" ", line).strip() for line in text.split("\n"))


def _decoded(data: bytes, source: str, declared: str | None) -> str:
    marked = _by_mark(data)
    encodings = [marked] if marked else ["utf-8", declared, _unmarked_utf16(data)]
    for encoding in filter(None, encodings):
        text = _tried(data, encoding)
        if text is not None and _is_text(text):
            return text
    if marked or b"\x00" in data:
        raise IngestError(source, "is not text (it holds NUL or broken characters)", NOT_TEXT)
    return _guessed(data, source)


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows itself by NUL bytes at every other place of Western text."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > 0.6 * half else None


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        if codecs.lookup(encoding).name in NO_PAGES:
            return None
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _is_text(text: str) -> bool:
    """Whether at most one character in fifty is a control character, and none is NUL."""
    return "\x00" not in text and len(CONTROLS.findall(text)) * 50 <= len(text)


def _guessed(data: bytes, source: str) -> str:
    western = _tried(data, "windows-1252")
    if western is not None and _is_text(western) and _looks_western(western):
        return western
    best = from_bytes(data).best()
    text = str(best) if best is not None else None
    if text is None or not _is_text(text):
        raise IngestError(source, "is in no encoding that could be told", NOT_TEXT)
    return text


def _looks_western(text: str) -> bool:
    """Whether accents and typographic marks are few and stand where Western languages have them.

    A Cyrillic or Greek text read as windows-1252 is mostly accented letters; a Polish one has signs in words.
    """
    high = [letter for letter in text if letter > "\x7f"]
    odd = sum(1 for letter in high if letter in ODD) + len(SIGN_IN_WORD.findall(text))
    return len(high) * 5 <= len(text) and odd * 10 <= len(high)
