"""Writes knowledge/incidents/news.csv: how often each party is in the news.

Usage: ``python training/incidents_news.py STORE``, a store into which current events were read (Wikipedia's,
2002 to 2017, CC BY-SA 4.0): of 1,000 events, in how many each country or body is a party or the place's
country.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

TARGET = Path(__file__).parents[1] / "src/dragoman/knowledge/incidents/news.csv"
LEAST = 1.0

QUESTION = """
SELECT key, round(1000 * count(*) / (SELECT count(*) FROM reports), 1) AS rate
FROM (SELECT unnest(keys) AS key FROM reports) GROUP BY key HAVING rate >= $least ORDER BY rate DESC, key
"""


def main(store: str) -> None:
    """Count and write."""
    with duckdb.connect(store, read_only=True) as con:
        rows = con.execute(QUESTION, {"least": LEAST}).fetchall()
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("party", "rate"), *rows])


if __name__ == "__main__":
    main(sys.argv[1])
