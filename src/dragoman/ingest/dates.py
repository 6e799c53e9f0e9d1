"""Full dates on lines of their own. A date that could be read two ways is unknown, never guessed."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d{2})"
FORMS = tuple(
    re.compile(rf"(?<!\w){form}(?!\d)", re.IGNORECASE)
    for form in (
        rf"{YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"{YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})",
        rf"{DAY}(?: of)?[ -]{MONTH},?[ -]{YEAR}",
        rf"{MONTH} {DAY},? {YEAR}",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{YEAR}",  # dots: day first wherever they are used
        rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{YEAR}",
    )
)
YEARLESS = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE) for form in (f"{DAY} {MONTH}", f"{MONTH} {DAY}")
)
# What may stand on a date line beside the date: weekday, hour, zone, reading time.
BESIDE = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|at|on|date|posted|published"
    r"|[ap]\.?m\.?|gmt|utc|bst|cest|cet|eet|est|edt|e\.?t|pst|pdt|pkt|ist|msk|local time|hrs"
    r"|t?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[ap]\.?m\b\.?)?|[+-]?\d{2}:?\d{2}|\d{1,2} ?[ap]\.?m\b\.?"
    r"|\d+ min(?:ute)?s?(?: read)?)(?!\w)",
    re.IGNORECASE,
)
EPOCH = date(1970, 1, 1)  # what a publishing system prints when it knows no date


def find(line: str) -> tuple[date, int, int] | None:
    """The first full date in a line and where it stands, or None when there is none or it is ambiguous."""
    for form in FORMS:
        match = form.search(line)
        if match:
            day = _made(match.groupdict())
            return (day, match.start(), match.end()) if day else None
    return None


def ambiguous(line: str) -> bool:
    """Whether a line holds a date such as 03/04/2024, which two countries read as two days."""
    match = FORMS[-1].search(line)
    return (
        match is not None and find(line) is None and beside(line[: match.start()] + line[match.end() :]) == ""
    )


def stated(value: str) -> date | None:
    """The date of a metadata field such as ``2024-03-03T10:15:00+05:00``, as written there, or None."""
    found = find(value)
    return found[0] if found else None


def alone(line: str) -> date | None:
    """The date of a line that holds a full date and nothing else but weekday, hour or reading time."""
    found = find(line)
    if found is None:
        return None
    day, start, end = found
    return None if beside(line[:start] + " " + line[end:]) else day


def beside(rest: str) -> str:
    """What is left of a date line's other words without weekday, hour, zone and reading time."""
    left = BESIDE.sub(" ", rest)
    return left.strip() if re.search(r"\w", left) else ""


def year_from(name: str, line: str) -> date | None:
    """The full date in a file's name or address, if ``line`` states the same day and month without a year."""
    found = next((match for form in FORMS[:2] if (match := form.search(name))), None)
    day = _made(found.groupdict()) if found else None
    match = next((match for form in YEARLESS if (match := form.search(line))), None)
    if day is None or match is None:
        return None
    return day if _made({**match.groupdict(), "year": str(day.year)}) == day else None


def _made(parts: dict[str, str | None]) -> date | None:
    month, day = parts.get("month"), parts.get("day")
    if parts.get("first"):
        day, month = _day_and_month(parts["first"] or "", parts["second"] or "")
    if not month or not day:
        return None
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        made = date(int(parts["year"] or ""), number, int(day))
    except ValueError:
        return None
    return made if made != EPOCH else None


def _day_and_month(first: str, second: str) -> tuple[str | None, str | None]:
    """03/04/2024 is March in Washington and April in London: only what has one reading counts."""
    if int(first) > 12 or first == second:
        return first, second
    return (second, first) if int(second) > 12 else (None, None)
