"""Lists of feeds: a text with an address a line, or the OPML that feed readers export."""

from __future__ import annotations

from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dragoman.ingest.decode import decode
from dragoman.ingest.source import IngestError


def addresses(path: Path) -> list[str]:
    """The addresses that a file lists, each once, in order. ``#`` begins a comment.

    Raises IngestError where the file cannot be read or lists none.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IngestError(str(path), f"cannot be read ({error.strerror})", "Check the name.") from error
    code = decode(data, str(path))
    found = _opml(data, str(path)) if code.lstrip().startswith("<") else _lines(code)
    if not found:
        raise IngestError(str(path), "lists no feed", "Give a file with an address on each line, or OPML.")
    return list(dict.fromkeys(found))


def _lines(code: str) -> list[str]:
    # an address may hold a #, but none with a blank before it
    lines = (f" {line}".split(" #", 1)[0].strip() for line in code.split("\n"))
    return [line for line in lines if line]


def _opml(data: bytes, source: str) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise IngestError(source, "is no OPML", "Give a file with an address on each line.") from error
    found = tree.iter("{*}outline") if tree is not None else ()
    return [address for one in found if (address := (one.get("xmlUrl") or "").strip())]
