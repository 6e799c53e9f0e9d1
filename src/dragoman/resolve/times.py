"""When: time expressions found in text and reckoned to days and TIMEX3 values.

The words and forms are data (``dragoman.resolve.time_grammar``); each form is reckoned by the reader that it
names (``dragoman.resolve.time_readers``). A relative time is counted from the publication date, or from an
earlier time of the text where the words say so ("the following day"); without an anchor it stays an offset.
The publication date is never put in place of an unstated one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from dragoman.records import Date, Reading, Span
from dragoman.resolve import periods, time_grammar
from dragoman.resolve.time_grammar import Token
from dragoman.resolve.time_readers import READERS
from dragoman.resolve.time_senses import Clock, Direction, Sense, Timex

__all__ = ["Timex", "dates", "expressions", "find", "timexes"]

TENSE_REACH = 10
"""How many tokens before a time its tense is looked for: a clause of news prose."""
SHORTENED = 4
WHOLE = frozenset({"May", "June", "July"})
"""Names of months as short as their short forms ("Sept.") that a full stop does not belong to."""
ANCHOR_REACH = 5
"""How many tokens behind "two days before" the day may stand from which it is counted."""


def timexes(text: str, anchor: date | None) -> tuple[Timex, ...]:
    """All time expressions in text order, lengths and repeated times included.

    ``anchor`` is the day of publication, None when unknown. Offsets are code points into ``text``.
    """
    return tuple(_scan(text, anchor, time_grammar.tokens(text)))


def _scan(text: str, anchor: date | None, tokens: Sequence[Token]) -> list[Timex]:
    codes = "".join([token.code for token in tokens])
    starts = time_grammar.grammar().forms
    found: list[Timex] = []
    done = 0
    for index, code in enumerate(codes):
        if index < done or code not in starts:
            continue
        hit = _first_sense(tokens, codes, index, anchor, found)
        if hit:
            form, sense = hit
            done = form.last
            last = done - 2 if _ends_word(tokens, done - 1) else done - 1
            found.append(_timex(text, tokens[index].start, tokens[last].end, sense))
    return _anchored(tokens, found)


def _ends_word(tokens: Sequence[Token], last: int) -> bool:
    """Whether the last token is a full stop that shortens nothing: "on 3 May." """
    whole = tokens[last - 1].text if last else ""
    return tokens[last].text == "." and (len(whole) > SHORTENED or whole in WHOLE)


def _anchored(tokens: Sequence[Token], found: Sequence[Timex]) -> list[Timex]:
    """Lengths before or after a day that is named just behind them ("two days after the 14 May vote")."""
    days = {_before(tokens, one.start): one for one in found if one.precision == "day" and one.first}
    return [_counted_from(tokens, one, days) if one.kind == "DURATION" else one for one in found]


def _counted_from(tokens: Sequence[Token], one: Timex, days: Mapping[int, Timex]) -> Timex:
    after = _before(tokens, one.end)
    sign = tokens[after].values.get("then_weak") if after < len(tokens) else None
    counted = re.fullmatch(r"P(\d+)([DWMY])", one.value or "")
    if not sign or not counted:
        return one
    for place in range(after + 1, min(after + 1 + ANCHOR_REACH, len(tokens))):
        named = days.get(place)
        if named and named.first:
            unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[counted[2]]
            day = periods.day(periods.step(unit, named.first, int(sign) * int(counted[1])))
            return replace(
                one, kind="DATE", value=day.value, first=day.first, last=day.last, precision="day",
                basis=named.basis, dated=True, reason=f"counted from “{named.text}”",
            )  # fmt: skip
        if tokens[place].values.keys() & {"blank", "stop"} or _ends_sentence(tokens, place):
            break
    return one


def _first_sense(
    tokens: Sequence[Token], codes: str, index: int, anchor: date | None, earlier: Sequence[Timex]
) -> tuple[time_grammar.Found, Sense] | None:
    for form in time_grammar.matches(tokens, codes, index):
        clock = Clock(anchor, _direction(tokens, index), earlier)
        try:
            sense = READERS[form.form.row.read](form, clock)
        except (ValueError, OverflowError):  # 31 February, or beyond the years 1 to 9999
            sense = Sense(None, basis="offset", reason="no such day, or outside the years 1 to 9999")
        if sense:
            return form, sense
    return None


def _timex(text: str, start: int, end: int, sense: Sense) -> Timex:
    days = (sense.value, sense.first, sense.last, sense.precision)
    return Timex(text[start:end], start, end, sense.kind, *days, sense.basis, sense.dated, sense.reason)


def _direction(tokens: Sequence[Token], index: int) -> Direction | None:
    """The tense of the clause as its nearest sign before the time shows it; None without one.

    A participle after a sign of the future ("will be held") does not undo it, so one of the past counts
    only where none of the future stands just before it. A verb of telling or a participle may belong to
    another clause ("said it will call on", "shares issued on"): ``told``.
    """
    for position in range(index - 1, max(index - TENSE_REACH, -1), -1):
        values = tokens[position].values
        if "blank" in values or _ends_sentence(tokens, position):
            return None
        if "deadline" in values and position == index - 1:
            return "past" if tokens[position - 1].text.lower() == "not" else "future"
        if "future" in values:
            return "future"
        if "past" in values or _looks_past(tokens[position]):
            near = tokens[max(position - 3, 0) : position]
            if any("future" in token.values for token in near):
                return "future"
            sure = any(token.values.get("past") == "sure" for token in (*near[1:], tokens[position]))
            return "past" if sure or index - position <= 2 else "told"
    return None


def _looks_past(token: Token) -> bool:
    return token.text.endswith("ed") and len(token.text) > 4 and token.text.islower()


def _ends_sentence(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    if token.text in ("!", "?", ";"):
        return True
    return token.text == "." and position > 0 and len(tokens[position - 1].text) > 2


def find(text: str, anchor: date | None) -> tuple[Date, ...]:
    """The expressions of ``text`` that place something in time, stretches ("from … to …") as one.

    ``anchor`` is the day of publication, None when unknown: then a relative time has no days, basis
    ``offset`` and a value such as ``P-2M``.
    """
    tokens = time_grammar.tokens(text)
    dated = [timex for timex in _scan(text, anchor, tokens) if timex.dated]
    joined = _joined(text, tokens, dated)
    return tuple(_date(_bounded(tokens, timex, anchor)) for timex in joined)


def _date(timex: Timex) -> Date:
    days = (timex.first, timex.last, timex.precision)
    return Date(timex.text, timex.start, timex.end, *days, timex.basis, timex.value, timex.reason)


def _before(tokens: Sequence[Token], start: int) -> int:
    """The number of tokens that stand before the offset."""
    return bisect_left(tokens, start, key=lambda token: token.start)


def _joined(text: str, tokens: Sequence[Token], dated: Sequence[Timex]) -> list[Timex]:
    """Two neighbouring times become one stretch after "from … to" and "between … and"."""
    found: list[Timex] = []
    for timex in dated:
        whole = _stretch_of(text, tokens, found[-1], timex) if found else None
        if whole:
            found[-1] = whole
        else:
            found.append(timex)
    return found


def _stretch_of(text: str, tokens: Sequence[Token], one: Timex, two: Timex) -> Timex | None:
    opens, joint, closes = (_before(tokens, offset) for offset in (one.start, one.end, two.start))
    if closes - joint != 1 or opens == 0:
        return None
    if tokens[opens - 1].text.lower() != tokens[joint].values.get("join"):
        return None
    one = _before_it(_same_year(one, two), two)
    if one.first is None or two.last is None or one.first > two.last:
        return None
    whole = replace(two, text=text[one.start : two.end], start=one.start, first=one.first)
    return replace(whole, value=f"{one.value}/{two.value}", reason=f"from “{one.text}” to “{two.text}”")


def _same_year(one: Timex, two: Timex) -> Timex:
    """ "From March to June 2014": the first month takes the year that only the second states."""
    if two.basis != "stated" or one.basis == "stated" or two.first is None or one.value is None:
        return one
    yearless = re.fullmatch(r"[\dX]{4}-(\d\d)(?:-(\d\d))?", one.value)
    if not yearless:
        return one
    year, month = two.first.year, int(yearless[1])
    period = periods.day(date(year, month, int(yearless[2]))) if yearless[2] else periods.month(year, month)
    return replace(one, value=period.value, first=period.first, last=period.last, basis="stated")


def _before_it(one: Timex, two: Timex) -> Timex:
    """ "From Monday to Wednesday": the Monday before that Wednesday."""
    week = timedelta(days=7)
    if one.first is None or two.first is None or not two.first < one.first < two.first + week:
        return one
    if (one.precision, one.basis) != ("day", "relative"):
        return one
    earlier = periods.day(one.first - week)
    return replace(one, value=earlier.value, first=earlier.first, last=earlier.last)


def _bounded(tokens: Sequence[Token], timex: Timex, anchor: date | None) -> Timex:
    """Since, until, by and before open the stretch on one side; since reaches to publication where known."""
    place = _before(tokens, timex.start)
    bound = tokens[place - 1].values.get("bound") if place else None
    if bound is None or timex.first is None or timex.last is None:
        return timex
    if bound == "since":
        last = max(anchor, timex.last) if anchor else None
        return replace(timex, last=last, reason="from then until publication")
    last = timex.last if bound == "until" else timex.first - timedelta(days=1)
    return replace(timex, first=None, last=last, reason=f"{tokens[place - 1].text}: its beginning is open")


def dates(reading: Reading) -> tuple[Date, ...]:
    """The times of an article that place something in time, counted from its publication date.

    An expression inside the name of a person, organisation or place is none ("17 November", Theresa May),
    nor is a month's name that the reader takes for a verb or an auxiliary.
    """
    return _told(find(reading.article.text, reading.article.published), reading)


def expressions(reading: Reading) -> tuple[Timex, ...]:
    """All time expressions of an article, lengths and repeated times included, without those inside names."""
    return _told(timexes(reading.article.text, reading.article.published), reading)


Found = TypeVar("Found", Date, Timex)


def _told(found: Sequence[Found], reading: Reading) -> tuple[Found, ...]:
    names = [Span(m.start, m.end) for m in reading.mentions if m.kind in ("PER", "ORG", "PLACE")]
    verbs = [
        Span(word.start, word.end)
        for sentence in reading.sentences
        for word in sentence.words
        if word.upos in ("AUX", "VERB")
    ]
    return tuple(d for d in found if not _inside(d, names) and not _is_word(d, verbs))


def _inside(found: Date | Timex, names: Sequence[Span]) -> bool:
    """Whether a name holds the expression, but for an article before it ("the 17 November group")."""
    start = found.start + len("the ") * found.text.lower().startswith("the ")
    return any(name.holds(Span(start, found.end)) for name in names)


def _is_word(found: Date | Timex, verbs: Sequence[Span]) -> bool:
    return Span(found.start, found.end) in verbs
