"""Draw docs/sheet.svg: the sheet of one demo article, as `dragoman read` shows it on a terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

import dragoman
from dragoman.serve.sheet import sheet

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "examples" / "articles" / "undated-a-drill-is-not-an-alliance.txt"


def main() -> None:
    """Read the article and write the picture."""
    (outcome,) = dragoman.read(str(ARTICLE))
    assert outcome.coding is not None, outcome.failure
    console = Console(record=True, width=150, file=io.StringIO())
    console.print(sheet(outcome.coding))
    picture = console.export_svg(title=f"dragoman read {ARTICLE.name}", unique_id="sheet")
    without_downloads = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (ROOT / "docs" / "sheet.svg").write_text(without_downloads, encoding="utf-8")


if __name__ == "__main__":
    main()
