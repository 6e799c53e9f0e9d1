"""The grammar of time expressions as data: words by class, shapes, and forms over them.

``knowledge/languages/en/times.csv`` holds the words, ``times.toml`` the shapes, atoms and forms. A text
becomes tokens; each token is one character that stands for its set of classes; each form is a regular
expression over those characters. What a matched form means is reckoned in
``dragoman.resolve.time_readers``.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from dragoman.knowledge import tables

NUMERALS = (
    {"number"},
    {"number", "day"},
    {"number", "year"},
    {"number", "two_digits"},
    {"number", "day", "two_digits"},
)
PIECES = re.compile(r"'[^']+'|\w+|[()|?]")
FIRST_CODE = 0x4E00
"""Codes are private: any block of characters without a meaning in regular expressions would do."""


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the grammar: its class, its value there, and a sentence with the TIMEX3 value it yields.

    ``capital`` rows hold only where the word begins with a capital. ``expect`` is ``-`` where the sentence
    must yield nothing; it is reckoned on Friday 16 October 2015.
    """

    word: str
    kind: str
    value: str
    capital: bool
    example: str
    expect: str
    reason: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A sequence of word classes that makes a time expression, and the reader that reckons it."""

    form: str
    read: str
    before: str | None
    after: str | None
    not_before: str | None
    not_after: str | None
    example: str
    expect: str

    @property
    def literals(self) -> set[str]:
        """The words that the form quotes."""
        cells = (self.form, self.before, self.after, self.not_before, self.not_after)
        return {piece[1:-1] for cell in cells if cell for piece in PIECES.findall(cell) if piece[0] == "'"}


class Token(NamedTuple):
    """A word, number or sign of the text; ``values`` holds its value in each of its classes."""

    start: int
    end: int
    text: str
    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form compiled over codes."""

    row: FormRow
    pattern: re.Pattern[str]
    atoms: Mapping[str, tuple[str, ...]]


Classed = tuple[str, Mapping[str, str]]
"""The code of a token and its values by class."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything compiled once: the tokeniser, the words, the codes, and the forms by first code.

    ``words`` gives a word's classes without a capital and with one; ``unknown`` those of any other word that
    has a capital or is no word, and of one in small letters.
    """

    tokens: re.Pattern[str]
    words: Mapping[str, tuple[Classed, Classed]]
    unknown: tuple[Classed, Classed]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    codes: Mapping[frozenset[str], str]
    forms: Mapping[str, tuple[Form, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A form that matched the tokens ``first`` to ``last``, end exclusive."""

    form: Form
    parts: Mapping[str, Token]
    first: int
    last: int

    def __contains__(self, atom: str) -> bool:
        return atom in self.parts

    def text(self, atom: str) -> str:
        """The words that filled the atom, as they stand in the text."""
        return self.parts[atom].text

    def value(self, atom: str) -> str:
        """The value, in the grammar's tables, of what filled the atom."""
        values = self.parts[atom].values
        return next(values[kind] for kind in self.form.atoms.get(atom, (atom,)) if kind in values)

    def number(self, atom: str) -> int:
        """The same as a whole number."""
        return int(self.value(atom))


@cache
def words() -> tuple[WordRow, ...]:
    """The rows of ``times.csv``."""
    return tuple(
        WordRow(r["word"], r["class"], r["value"], r["case"] == "cap", r["example"], r["expect"], r["reason"])
        for r in tables.rows("languages", "en", "times.csv")
    )


@cache
def _tables() -> dict[str, Any]:
    table = files("dragoman.knowledge") / "languages" / "en" / "times.toml"
    return tomllib.loads(table.read_text(encoding="utf-8"))


@cache
def forms() -> tuple[FormRow, ...]:
    """The forms of ``times.toml``, in their order of preference."""
    return tuple(_form(row) for row in _tables()["form"])


def _form(row: Mapping[str, str]) -> FormRow:
    before, after, not_before, not_after = map(row.get, ("before", "after", "not_before", "not_after"))
    return FormRow(
        row["form"], row["read"], before, after, not_before, not_after, row["example"], row["expect"]
    )


@cache
def grammar() -> Grammar:
    """The compiled grammar. Raises ``ValueError`` for a form that names an unknown class."""
    pattern = _token_pattern()
    rows: dict[str, list[WordRow]] = defaultdict(list)
    phrases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in words():
        pieces = tuple(match.group() for match in pattern.finditer(row.word))
        rows[" ".join(pieces)].append(row)
        if len(pieces) > 1:
            phrases[pieces[0]].add(pieces)
    for literal in set[str]().union(*(row.literals for row in forms())):
        rows[literal].append(WordRow(literal, f"'{literal}'", "", False, "", "", ""))
    codes = _codes(rows)
    return Grammar(
        pattern,
        MappingProxyType(
            {word: (_entry(found, codes, False), _entry(found, codes, True)) for word, found in rows.items()}
        ),
        (
            (codes[frozenset()], MappingProxyType({})),
            (codes[frozenset({"plain"})], MappingProxyType({"plain": ""})),
        ),
        MappingProxyType(
            {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()}
        ),
        codes,
        _by_first_code(codes),
    )


def _entry(rows: Sequence[WordRow], codes: Mapping[frozenset[str], str], capital: bool) -> Classed:
    values = MappingProxyType({row.kind: row.value for row in rows if capital or not row.capital})
    return codes[frozenset(values)], values


def _token_pattern() -> re.Pattern[str]:
    shapes = [(shape["class"], shape["pattern"]) for shape in _tables()["shape"]]
    plain = [("digits", r"\d+(?!\w)"), ("junk", r"\w+"), ("blank", r"\n\s*\n"), ("mark", r"\S")]
    named = [("word", r"[^\W\d_]+(?!\w)"), *shapes, *plain]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in named))


def _codes(rows: Mapping[str, Sequence[WordRow]]) -> Mapping[frozenset[str], str]:
    """A character for every set of classes that a token can have; a token without any has the empty set."""
    sets = {frozenset[str](), frozenset({"blank"}), *(frozenset(numeral) for numeral in NUMERALS)}
    sets |= {frozenset({"plain"})} | {frozenset({shape["class"]}) for shape in _tables()["shape"]}
    for every in rows.values():
        sets.add(frozenset(row.kind for row in every))
        sets.add(frozenset(row.kind for row in every if not row.capital))
    numbered = enumerate(sorted(sets, key=sorted), FIRST_CODE)
    return MappingProxyType({classes: chr(number) for number, classes in numbered})


def _by_first_code(codes: Mapping[frozenset[str], str]) -> Mapping[str, tuple[Form, ...]]:
    atoms = MappingProxyType({name: tuple(classes) for name, classes in _tables()["atom"].items()})

    def chars(atom: str) -> str:
        wanted = set(atoms.get(atom, (atom,)))
        found = "".join(code for classes, code in codes.items() if classes & wanted)
        if not found:
            raise ValueError(f"times.toml: no word or shape has the class {atom}")
        return found

    ordered: dict[str, list[Form]] = defaultdict(list)
    for row in forms():
        form = Form(row, re.compile(_pattern(row, chars)), atoms)
        for code in sorted(set(_alternatives(deque(PIECES.findall(row.form)), chars)[0])):
            ordered[code].append(form)
    return MappingProxyType({code: tuple(found) for code, found in ordered.items()})


def _pattern(row: FormRow, chars: Callable[[str], str]) -> str:
    seen: set[str] = set()
    body = "".join(_piece(piece, chars, seen) for piece in PIECES.findall(row.form))
    sides = ((row.before, "?<="), (row.not_before, "?<!"), (row.after, "?="), (row.not_after, "?!"))
    before, not_before, after, not_after = (_side(cell, sign, chars) for cell, sign in sides)
    return f"{before}{not_before}(?:{body}){after}{not_after}"


def _side(cell: str | None, sign: str, chars: Callable[[str], str]) -> str:
    if cell is None:
        return ""
    return f"({sign}{''.join(f'[{chars(atom)}]' for atom in PIECES.findall(cell))})"


def _piece(piece: str, chars: Callable[[str], str], seen: set[str]) -> str:
    if piece in "()|?":
        return "(?:" if piece == "(" else piece
    if piece[0] == "'" or piece in seen:
        return f"[{chars(piece)}]"
    seen.add(piece)
    return f"(?P<{piece}>[{chars(piece)}])"


def _alternatives(pieces: deque[str], chars: Callable[[str], str]) -> tuple[str, bool]:
    """The codes that the next pieces may begin with, up to a closing bracket; whether they may be absent."""
    first, absent = _sequence(pieces, chars)
    while pieces and pieces[0] == "|":
        pieces.popleft()
        more, also = _sequence(pieces, chars)
        first, absent = first + more, absent or also
    return first, absent


def _sequence(pieces: deque[str], chars: Callable[[str], str]) -> tuple[str, bool]:
    first, absent = "", True
    while pieces and pieces[0] not in "|)":
        head = pieces.popleft()
        codes, optional = _alternatives(pieces, chars) if head == "(" else (chars(head), False)
        if head == "(":
            pieces.popleft()
        if pieces and pieces[0] == "?":
            pieces.popleft()
            optional = True
        first += codes if absent else ""
        absent = absent and optional
    return first, absent


def tokens(text: str) -> list[Token]:
    """The text's words, numbers, signs and paragraph breaks with their classes; phrases are one token."""
    known = grammar()
    raw = list(known.tokens.finditer(text))
    lowered = [match.group().lower() for match in raw]
    found: list[Token] = []
    index = 0
    while index < len(raw):
        match, word = raw[index], lowered[index]
        start, end = match.span()
        if word in known.phrases and (width := _phrase(known, lowered, index)) > 1:
            index += width - 1
            end, word = raw[index].end(), " ".join(lowered[index - width + 1 : index + 1])
        code, values = _classed(known, text, match, word, found)
        token = Token(start, end, text[start:end], code, values)
        while whole := _compound(known, text, found, token):
            token, width = whole
            del found[len(found) - width :]
        found.append(token)
        index += 1
    return found


def _compound(known: Grammar, text: str, before: Sequence[Token], last: Token) -> tuple[Token, int] | None:
    """ "Twenty-five" as one number, "nineteen ninety" as a year; how many tokens before are part of it."""
    ones = _spelled(last)
    width = 2 if len(before) > 1 and before[-1].text == "-" else 1
    first = before[-width] if len(before) >= width else None
    tens = _spelled(first) if first else 0
    if first is None or not ones or not tens or last.start - first.end > 1:
        return None
    if ones < 10 and (tens in TENS or tens in TENTH_YEARS):
        number = str(tens + ones)
    elif tens in CENTURIES and 10 <= ones < 100:
        number = str(100 * tens + ones)
    else:
        return None
    values = {"number": number} | ({"year": number} if len(number) == 4 else {})
    code = known.codes[frozenset(values)]
    return Token(first.start, last.end, text[first.start : last.end], code, MappingProxyType(values)), width


TENS = range(20, 100, 10)
CENTURIES = range(18, 21)
TENTH_YEARS = frozenset(year for year in range(1820, 2100, 10) if year % 100)


def _spelled(token: Token) -> int:
    """The number that a word or two spell out, 0 for anything else ("a" is no number to build on)."""
    value = token.values.get("number", "")
    letters = token.text.replace("-", "").replace(" ", "").isalpha()
    return int(value) if letters and len(token.text) > 2 and value.isdigit() else 0


def _phrase(known: Grammar, lowered: Sequence[str], index: int) -> int:
    for phrase in known.phrases.get(lowered[index], ()):
        if tuple(lowered[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 1


CLINGS_LEFT = frozenset("$€£¥#@&+.,_")
CLINGS_RIGHT = frozenset("%°")


def _classed(
    known: Grammar, text: str, match: re.Match[str], word: str, before: Sequence[Token]
) -> tuple[str, Mapping[str, str]]:
    """The code of a token and its values by class."""
    listed = known.words.get(word)
    if listed is not None:
        return listed[text[match.start()].isupper()]
    group = match.lastgroup
    if group == "word":
        return known.unknown[match.group().islower()]
    if group in ("mark", "junk"):
        return known.unknown[False]
    if group != "digits":
        return known.codes[frozenset({str(group)})], {str(group): match.group()}
    values = {} if _glued(text, *match.span(), before) else _numeral(match.group())
    return known.codes[frozenset(values)], values


def _numeral(digits: str) -> Mapping[str, str]:
    values = {"number": digits}
    if len(digits) <= 2 and 1 <= int(digits) <= 31:
        values["day"] = digits
    if len(digits) == 2:
        values["two_digits"] = digits
    if len(digits) == 4 and 1000 <= int(digits) <= 2199:
        values["year"] = digits
    return values


def _glued(text: str, start: int, end: int, before: Sequence[Token]) -> bool:
    """Whether the digits belong to something else: $2000, COP-26, 555-2014, 20%, a decimal."""
    left = text[start - 1 : start]
    if left in CLINGS_LEFT or text[end : end + 1] in CLINGS_RIGHT:
        return True
    if left not in ("-", "–", "/") or len(before) < 2 or before[-2].end != start - 1:
        return False
    return not before[-2].values.keys() & {
        "part", "year", "day", "month_sure", "month_weak", "ordinal_day", "era_prefix"
    }  # fmt: skip


def matches(tokens: Sequence[Token], codes: str, index: int) -> list[Found]:
    """The forms that match from the token ``index`` on, the longest first, then in the order of the table."""
    candidates = grammar().forms.get(codes[index], ())
    hits = [(form, hit) for form in candidates if (hit := form.pattern.match(codes, index))]
    hits.sort(key=lambda pair: -pair[1].end())
    return [
        Found(form, {name: tokens[hit.start(name)] for name in _filled(hit)}, index, hit.end())
        for form, hit in hits
    ]


def _filled(hit: re.Match[str]) -> Iterator[str]:
    return (name for name, code in hit.groupdict().items() if code is not None)
