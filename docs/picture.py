"""Draw the README's pictures: docs/sheet.svg, the sheet of one demo article as `dragoman read` shows it on a
terminal, and docs/relation.svg, the relation of two states in all demo articles as `dyad --plot` draws it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

import dragoman
from dragoman.relate import bring_up_to_date, relation
from dragoman.serve.relation_plot import draw
from dragoman.serve.sheet import sheet
from dragoman.store import Store

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "examples" / "articles"
ARTICLE = ARTICLES / "undated-a-drill-is-not-an-alliance.txt"


def main() -> None:
    """Draw both."""
    draw_sheet()
    draw_relation()


def draw_relation() -> None:
    """Read all articles into a store that is thrown away, and draw what it tells of Russia and Pakistan."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "examples.duckdb") as store:
        outcomes = dragoman.read(str(ARTICLES))
        store.save_all([(one.coding, one.source) for one in outcomes if one.coding])
        bring_up_to_date(store.connection)
        draw(relation(store.connection, "RUS", "PAK", "quarter"), ROOT / "docs" / "relation.svg")


def draw_sheet() -> None:
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
