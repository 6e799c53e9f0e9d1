"""Where sentences and words begin and end: exact code-point offsets, no network.

Words follow the English treebanks of Universal Dependencies (EWT, GUM): clitics are words of their own
("do|n't", "Pakistan|'s"), hyphens divide ("Russian|-|Pakistani") except after a mere prefix ("anti-war"),
abbreviations keep their stops. Sentences come from the library sentencex; paragraph ends are always
sentence ends, and the rules below divide what it leaves whole: inside quotation marks, after "…", around
links, addresses, time stamps, lists and the lines of letters. What an expert may dispute (abbreviations,
breaks, clitics, endings of names, prefixes, speech verbs, starters, units, words kept whole) is a row in
``knowledge/languages/en``.

Measured from raw text, joined by spaces where the treebank says so: on GUM dev 99.9 % of words and 96 %
of sentences (F1); on EWT dev 99.2 % and 89 %, where lists and letters whose lines were joined cost most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Final

import sentencex

from dragoman.knowledge import tables

Offsets = tuple[int, int]

_LANGUAGE: Final = "en"
_SINGLE: Final = "'’‘ʼ`´"
_CLOSERS: Final = r"\"'”’»)\]}"
_OPENERS: Final = r"\"'“‘«(\[{"
_QUOTES: Final = ('"', "“", "«", "'", "‘")


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """``text`` with U+FFFD for every lone half of a character: libraries refuse those. Offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _rows(name: str) -> Iterator[dict[str, str]]:
    return tables.rows("languages", _LANGUAGE, name)


def _alternatives(name: str, **where: str) -> str:
    """The forms of a table's rows, of those with these values, as a choice within a pattern."""
    return "|".join(re.escape(row["form"]) for row in _rows(name) if where.items() <= row.items())


# ---- sentences ------------------------------------------------------------------------------------

_PARAGRAPH: Final = re.compile(r"(?:\n[^\S\n]*){2,}|\u2029")
_LINE: Final = re.compile(r"\r?\n")
_STOP: Final = re.compile(  # each alternative looks back at the first mark, so that one class finds them all
    rf"(?P<stop>[.!?…](?:(?<=[.!?])(?<![.!?,].)[.!?]*+[{_CLOSERS}]*+(?:\s?\[(?:\d+|[a-z ]+)\])*\s+"
    rf"|(?:(?<=…)(?<!….)…*+|(?<=\.)(?<!\..)\.{{2,}}+)[{_CLOSERS}]*+\s*))"
    rf"(?=(?:‘’|[{_OPENERS}])*(?P<next>\w+))"
)
_STAMP: Final = r"\d/\d{1,2}/\d{2,4} \d{1,2}:\d\d(?::\d\d)? [AP]M\b"
_ENUMERATED: Final = re.compile(rf"(\d{{1,2}})[.)]\s+(?=[{_OPENERS}]*(?P<next>\w))")
_SMILEY: Final = re.compile(r">?[:;=]-?[)(DPO](?!\w)|:[)(]|\^_+\^")
_YEAR: Final = re.compile(r"[12]\d{3}")
_FOOTNOTE: Final = re.compile(r"\[(?:\d+|[a-z ]+)\]|\[(?:\.{3}|…)\]$")
_ENUMERATOR: Final = re.compile(r"[*(]*(?:\d{1,2}|[A-Za-z])[.)]$")
_LAST_WORD: Final = re.compile(r"(?<!\w)(?<!\w['’])((?:\w\.)+\w|\w+)$")
_LONE_STOP: Final = re.compile(r"\.\s")
_DRAWN: Final = re.compile(r"([-_=*#~])\1{9}|([-=*#~])\2{4}")
_ORNAMENT: Final = re.compile(r"([-_=*#~])\1{2,}|\*(?: \*){2,}")
_COMPLETE: Final = re.compile(rf"[.!?…:][{_CLOSERS}]*\s*$")
_SHORT_LINE: Final = 60  # characters; a shorter line was not wrapped for its length
_LONGEST_WRAPPED: Final = 100  # nor was a longer one than this
_MARKS: Final = "\"'“”‘’«»()[]{},;:.!?…"
_ITEM: Final = re.compile(r"(?:[-–] ?|[*•▪◦‣·●]\s+)[*_]*[A-Z“\"(]|\d{1,2}[.)] +[A-Z]")


@cache
def _abbreviations() -> dict[str, str]:
    table = {row["form"]: row["ends_sentence"] for row in _rows("abbreviations.csv")}
    return {form.upper(): rule for form, rule in table.items() if rule == "no"} | table


@cache
def _starters() -> frozenset[str]:
    return frozenset(row["form"] for row in _rows("starters.csv"))


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(row["form"] for row in _rows("speech_verbs.csv"))


def sentences(text: str) -> list[Offsets]:
    """The sentences of ``text`` in order, as (start, end), end exclusive, without white space at the ends."""
    found: list[Offsets] = []
    for start, end in _lines(text):
        opened = start
        certain = _before_items(text, start, end) | _at_the_edges(text, start, end)
        for cut in sorted(_library_cuts(text, start, end) | _own_cuts(text, start, end) | certain):
            before = text[max(opened, cut - 100) : cut].strip()
            after = text[cut : min(cut + 60, end)].lstrip()
            if cut in certain or not _joined(before, after):
                found.append((opened, cut))
                opened = cut
        found.append((opened, end))
    return [span for a, b in found if (span := _trim(text, a, b))]


def numbered(text: str, title: str | None) -> Iterator[tuple[int, int, int]]:
    """(paragraph, start, end) of each sentence: 0 for the title, where it is the first line, then 1, 2, …"""
    length = len(title) if title and title == text.partition("\n")[0] else 0
    yield from ((0, start, end) for start, end in sentences(text[:length]))
    body = text[length:]
    ends = [length + end for _, end in paragraphs(body)]
    paragraph = 0
    for start, end in sentences(body):
        while ends[paragraph] < length + end:
            paragraph += 1
        yield paragraph + 1, length + start, length + end


def paragraphs(text: str) -> list[Offsets]:
    """The paragraphs of ``text``: what stands between blank lines, without white space at the ends."""
    return [span for a, b in _between(_PARAGRAPH, text, 0, len(text)) if (span := _trim(text, a, b))]


def _between(divider: re.Pattern[str], text: str, start: int, end: int) -> list[Offsets]:
    bounds = [start]
    for match in divider.finditer(text, start, end):
        bounds += [match.start(), match.end()]
    bounds.append(end)
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _lines(text: str) -> list[Offsets]:
    """Paragraphs, cut at single newlines too where a line looks complete; wrapped lines stay together."""
    found: list[Offsets] = []
    for start, end in paragraphs(text):
        opened = start
        lines = _between(_LINE, text, start, end)
        longest = max(b - a for a, b in lines)
        for (a, b), (c, d) in pairwise(lines):
            if _ends_line(text[a:b], text[c : min(d, c + 80)].lstrip(), longest):
                found.append((opened, b))
                opened = b
        found.append((opened, end))
    return found


def _ends_line(line: str, following: str, longest: int) -> bool:
    """Whether a sentence ends with ``line``, ``longest`` being the longest line around it, in characters."""
    if _COMPLETE.search(line):
        first = following.split(maxsplit=1)[0] if following else ""
        full = _SHORT_LINE <= longest <= _LONGEST_WRAPPED and len(line) + len(first) >= longest
        line = line.rstrip()
        return not (full and line.endswith(".") and _abbreviated(line[:-1], first.strip(_MARKS)))
    if _ITEM.match(following) or _greetings().fullmatch(line.strip()):
        return True
    if following[:1].islower():
        return False
    return len(line) < _SHORT_LINE or (len(line) > _LONGEST_WRAPPED and "://" not in line)


def _trim(text: str, start: int, end: int) -> Offsets | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _library_cuts(text: str, start: int, end: int) -> set[int]:
    """Ends that sentencex finds; those without white space are left to ``_own_cuts``."""
    found = sentencex.get_sentence_boundaries(_LANGUAGE, without_surrogates(text[start:end]))
    cuts = (start + boundary["end_index"] for boundary in found)
    return {cut for cut in cuts if cut < end and text[cut - 1].isspace()}


def _own_cuts(text: str, start: int, end: int) -> set[int]:
    """Ends that the library leaves alone: in quotation marks and brackets, after an ellipsis or a link."""
    cuts = {match.end() for match in _STOP.finditer(text, start, end) if _opens(match["stop"], match["next"])}
    for signs, rules in _further_ends():
        if any(text.find(sign, start, end) >= 0 for sign in signs):
            cuts.update(match.end() for rule in rules for match in rule.finditer(text, start, end))
    return cuts


@cache
def _further_ends() -> tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...]:
    """Where else sentences end: patterns, with signs without any of which they need not be looked for.

    Most text has none of the signs, and to find that out costs much less than a pattern does.
    """
    files = _alternatives("endings.csv", kind="file")
    notices, headers, credits = (
        _alternatives("breaks.csv", kind=kind) for kind in ("notice", "header", "credit")
    )
    table = {
        ("",): (  # in any text
            r"[:;=](?<!\S.)-?[)(DP]\s+(?=[A-Z])",  # after a smiley
            r"[.!?]\s[:;=]-?[)(DP]\s+(?=\w)",
            rf"[.!?](?<=[a-z][a-z].)[!?]*[{_CLOSERS}]*(?=[A-Z][a-z]*\s)",  # where the space is missing
        ),
        ("http",): (
            r"https?://\S{1,2000}+\s+(?=[A-Z(]|https?://)",  # after a link
            rf"[.!?][{_CLOSERS}]*\s+(?=https?://)",  # before a link
        ),
        ("/",): (
            rf"{_STAMP}\s+(?=[^a-z\s])",  # after a time stamp
            rf"\s(?<=[\w>]\s)(?<! on\s)(?<! at\s)(?<! of\s)(?<! by\s)(?<!ed\s)(?=\d?{_STAMP})",  # before one
        ),
        tuple(sign * 5 for sign in "-_=*#~"): (
            r"(?<![-=*])[-=*]{5,}+\s+(?=\w)",  # after a drawn line
            rf"\s(?<=[^-_=*#~\s]\s)(?={_DRAWN.pattern})",  # before one
        ),
        ("@",): (  # after an address, where what follows does not belong to it
            r"(?<=\w)@[\w.]+\w>?\s+(?=[A-Z][a-z]+ [a-z]|I |[A-Z][a-z]+:)",
            r"\d{4}(?: \(\w+\))? \S{1,64}@[\w.]+\w\s+(?=[A-Z])",
        ),
        (".",): (rf"\.(?i:{files})\)*(?: >>)?\s+(?=[A-Z]|- )",),  # after a file
        (">>",): (r">>\s+(?=[A-Z])",),
        (": ",): (
            rf"\s(?<=[a-z0-9)]\s)(?=(?:{notices}): )",
            rf"\s(?<=[\w>)]\s)(?=(?:{headers}): )",
            rf"\s(?<=[\w'\"’”)]\s)(?=(?:{credits}): [A-Z])",
        ),
    }
    return tuple((signs, tuple(map(re.compile, patterns))) for signs, patterns in table.items())


def _before_items(text: str, start: int, end: int) -> set[int]:
    """Where the items of a numbered list begin that stand in one line: three in a row, or two from 1 on."""
    if text.find("2.", start, end) < 0 and text.find("2)", start, end) < 0:
        return set()
    items = [
        (match.start(), int(match[1]))
        for match in _ENUMERATED.finditer(text, start, end)
        if _opens_item(text[max(start, match.start() - 5) : match.start()], match["next"])
    ]
    runs = [*_runs(items, 1), *_runs(items, -1)]
    lists = (run for run in runs if len(run) > 2 or (len(run) == 2 and run[0][1] == 1))
    return {place for run in lists for place, _ in run if place > start}


def _runs(items: list[tuple[int, int]], step: int) -> list[list[tuple[int, int]]]:
    """The items, (place, number), in stretches whose numbers rise by ``step`` each."""
    runs: list[list[tuple[int, int]]] = []
    for place, number in items:
        if runs and number == runs[-1][-1][1] + step:
            runs[-1].append((place, number))
        else:
            runs.append([(place, number)])
    return runs


def _opens_item(before: str, following: str) -> bool:
    """Whether a number after ``before`` may count an item; before a small letter only after a mark."""
    if before and not before[-1].isspace():
        return False
    return following.isupper() or before.rstrip()[-1:] in ("", ".", ":", "!", "?", "…")


def _at_the_edges(text: str, start: int, end: int) -> set[int]:
    """Ends at the edges of a line: after the number of a figure, and before the name under a letter."""
    cuts: set[int] = set()
    if match := _captions().match(text, start, end):
        cuts.add(match.end())
    if text[end - 1].isalpha() and (match := _closings().search(text, max(start, end - 90), end)):
        cuts.add(match.end())
    return cuts


@cache
def _captions() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_alternatives('breaks.csv', kind='caption')}) \d+(?:\.\d+)*\s+(?=\(?[A-Z])")


@cache
def _greetings() -> re.Pattern[str]:
    """A line that greets, or takes leave, and so is a sentence whatever the next one begins with."""
    greetings, closings = (_alternatives("breaks.csv", kind=kind) for kind in ("greeting", "closing"))
    return re.compile(rf"(?i:{greetings})(?: [\w.’'-]+){{0,4}} ?[,:!]|(?i:{closings})[,.!]?")


@cache
def _closings() -> re.Pattern[str]:
    words = _alternatives("breaks.csv", kind="closing")
    name = r"(?!Wishes|Regards)[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}"
    return re.compile(rf"(?:(?<![^\n])|(?<=[.!?…)\"”]\s))(?i:{words})[,.!]?\s+(?={name}\s*\Z)")


def _opens(stop: str, following: str) -> bool:
    """Whether ``following`` may open a sentence after ``stop``; a small letter only after a bare stop."""
    first, last = following[0], stop.rstrip()[-1]
    if first.isupper():
        return True
    if first.isdigit():
        return last in '"”’)' or bool(_YEAR.fullmatch(following))
    return last in ".?!" and ".." not in stop


def _joined(before: str, after: str) -> bool:
    """Whether the sentence ``before`` goes on with ``after`` (the next characters) after all."""
    if not before or _ENUMERATOR.match(before):
        return True
    if _LONE_STOP.match(after) or before.endswith(_shouting_names()):
        return True
    if not any(c.isalnum() for c in after):
        return not (_DRAWN.match(after) or _ORNAMENT.fullmatch(after))
    if _SMILEY.match(after) or _FOOTNOTE.match(after):
        return True
    opening = re.match(rf"[{_OPENERS}]*(\w+)", after)
    first = opening.group(1) if opening else ""
    if before[-1] in "\"'”’" and before[-2:-1] in ("!", "?", "…") and _speaks(after):
        return True
    return before.endswith(".") and _abbreviated(before[:-1], first)


@cache
def _shouting_names() -> tuple[str, ...]:
    """The names that end with a mark, which is then no end ("Yahoo!")."""
    return tuple(row["form"] for row in _rows("wholes.csv") if row["form"][-1] in "!?")


def _speaks(after: str) -> bool:
    """Whether ``after`` names the speaker of the words just quoted ("Never!" Adams said)."""
    if after[:1] in _QUOTES:
        return False
    found = after.split(maxsplit=4)[:4]
    return after[:1].islower() or any(word.strip(".,:;").casefold() in _speech_verbs() for word in found[:3])


def _abbreviated(before: str, first: str) -> bool:
    """Whether the full stop after ``before`` belongs to an abbreviation that the sentence runs past."""
    match = _LAST_WORD.search(before)
    if not match:
        return False
    word = match.group(1)
    rule = _abbreviations().get(word)
    if rule == "no" or (rule == "figure" and first[:1].isdigit()) or (rule == "yes" and first[:1].islower()):
        return True
    if rule == "maybe" or "." in word:
        return first not in _starters()
    return len(word) == 1 and word.isalpha() and word != "I" and first not in _starters()


# ---- words ----------------------------------------------------------------------------------------

_SHORT: Final = 64  # characters; longer stretches seldom come twice
_CHUNK: Final = re.compile(r"\S+")
_COMBINING: Final = (  # marks that belong to the letter before them, and the two joiners
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    r"\u200c\u200d"
)
_LETTER: Final = rf"(?:[^\W_]|[{_COMBINING}])"
_PICTURE: Final = r"[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
_AFTER_WORDS: Final = ',;:)"”'
_URL_TAIL: Final = ".,;:!?)]}>\"'”’"


@cache
def _token() -> re.Pattern[str]:
    """One token of a chunk; the last alternative takes any character, so nothing is ever left out."""
    hosts, files = (_alternatives("endings.csv", kind=kind) for kind in ("host", "file"))
    wholes = _alternatives("wholes.csv")
    units = _alternatives("units.csv")
    consonant = "[b-df-hj-np-tv-z]"  # nothing else stands in "th-" and "w-", words broken off in speech
    amount = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.:]\d+)*"
    return re.compile(
        rf"""
          (?P<url>(?:https?|ftp)://\S+|(?:mailto|doi):\w\S*|www\.\S+)
        | (?P<file>(?:(?<![\w.-])[-\w\#~%!][-\w\#~%!.]{{0,80}})?\.(?i:{files})(?![^\W_]))
        | (?P<mail>\w[\w.+%-]{{0,63}}@\w+(?:[.-]\w+)*)
        | (?P<domain>\d{{0,4}}[A-Za-z][\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{0,8}}
            \.(?:{hosts})(?:\.[a-z]{{2}})?(?![\w-])(?:/\S*)?)
        | (?P<joined>[^\W_]+(?:_+[^\W_]+)+)
        | (?P<whole>(?i:{wholes})(?!\w))
        | (?P<tag>[@\#][^\W\d]\w*)
        | (?P<phone>(?:\+?\d{{1,3}}-)?(?:\d{{3}}[-/])?\d{{3}}-\d{{4}}(?![\w-])|x\d?-\d{{3,5}}(?!\w))
        | (?P<date>\d{{1,2}}-\d{{1,2}}-(?:\d\d){{1,2}}(?![\w-])|\d{{4}}-\d\d-\d\d(?![\w-]))
        | (?P<postcode>\d{{5}}-\d{{4}}(?![\w-]))
        | (?P<decade>(?<![\w-])(?:1\d\d|[2-9])0[’']s(?!\w))
        | (?P<amount>[+]?{amount}(?=(?i:{units})(?![^\W_])|[a-z]{{3}}))
        | (?P<mixed>{amount}[^\W\d_]{_LETTER}*)
        | (?P<number>[+]?{amount}(?:/{amount})*|(?<![\w.])\.\d+)
        | (?P<year>['’]\d\d(?:[’']?s)?(?!\w))
        | (?P<dollar>[A-Z]{{1,2}}\$)
        | (?P<degree>Ph\.?D\.?)
        | (?P<dotted>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?|[A-Z]\.[A-Z](?!\w))
        | (?P<ampersand>[A-Z]{{1,3}}&[A-Z]{{1,3}}(?!\w)|[a-z]&[a-z](?!\w))
        | (?P<symbol>[AES]/(?:[A-Z]{{1,20}}/){{0,4}}(?:[A-Z]{{0,20}}\.?\d[\w/.]{{0,40}}\w|\d))
        | (?P<broken>(?<!\S)(?:[A-Za-z]|(?i:{consonant}){consonant}{{1,2}})-(?=[,.?!…]*+$))
        | (?P<masked>[^\W\d_]+\*+[^\W\d_]+)
        | (?P<word>{_LETTER}+(?:[{_SINGLE}](?={_LETTER}){_LETTER}+)*)
        | (?P<smiley>>?[:;=]['’]?-?[)(DPO](?![\w)])|:[/|](?![\w/])|(?<!\S)(?:\(:|\^_+\^|-_+-|<3)(?!\w))
        | (?P<drawn>(?<!\S)[-+=*~_<>|\#^{{}}]{{4,}}(?!\S))
        | (?P<dots>\.{{2,}}|…+)
        | (?P<dash>-{{2,}}|[–—―]+)
        | (?P<marks>\.?[!?]+(?:\.(?![.\w]))?|<<|>{{2,}}|``|''|’’|‘‘|‘’|_+|\*+|=+|~+|\+{{2,}}|\#{{2,}})
        | (?P<archaic>[{_SINGLE}](?i:t(?=(?:is|was)(?!\w))))
        | (?P<clitic>(?:[{_SINGLE}](?:s|m|d|ll|re|ve|em)|['’](?:S|M|D|LL|RE|VE))(?!\w))
        | (?P<emoji>{_PICTURE}(?:\u200d{_PICTURE})*)
        | (?P<other>\S)
        """,
        re.VERBOSE,
    )


_NEGATION: Final = re.compile(rf"(?i)\w+?(?=n[{_SINGLE}]t$)")
_LINKED: Final = re.compile(r"-(?:the|to|and|or)(?![^\W_])")
_CLITIC: Final = re.compile(rf"(?i)\w.*(?=[{_SINGLE}](?:s|m|d|ll|re|ve)$)")


@cache
def _written_as_one() -> dict[str, tuple[int, ...]]:
    """Where to cut the words that stand for two: casefolded form → ends of the parts."""
    table: dict[str, tuple[int, ...]] = {}
    for row in _rows("clitics.csv"):
        if not row["before"]:
            table[row["form"]] = _ends_of(row["parts"])
    return table


@cache
def _before() -> dict[str, dict[str, tuple[int, ...]]]:
    """Where to cut words that stand for two before certain words only: form → casefolded next word → ends."""
    return {
        form: dict.fromkeys(tables.values(row["before"]), _ends_of(row["parts"]))
        for row in _rows("clitics.csv")
        if row["before"]
        for form in (row["form"], row["form"].capitalize(), row["form"].upper())
    }


def _ends_of(parts: str) -> tuple[int, ...]:
    return tuple(accumulate(map(len, parts.split("|"))))


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(row["form"] for row in _rows("prefixes.csv"))


def words(text: str, start: int, end: int) -> list[Offsets]:
    """The words of one sentence, ``text[start:end]``, as absolute (start, end), end exclusive.

    Every character that is no white space lies in exactly one word.
    """
    found: list[Offsets] = []
    doubtful, after = _before(), None
    for match in _CHUNK.finditer(text, start, end):
        chunk, at = match.group(), match.start()
        if after and (cuts := after.get(chunk.casefold())):
            before = found.pop()[0]
            found.extend((before + a, before + b) for a, b in pairwise((0, *cuts)))
        after = doubtful.get(chunk)
        found.extend([(at + a, at + b) for a, b in _pieces(chunk, match.end() == end)])
    return found


def _pieces(chunk: str, last: bool) -> tuple[Offsets, ...]:
    """The words of a stretch without white space; ``last`` if the sentence ends with it."""
    return _remembered(chunk, last) if len(chunk) <= _SHORT else _cut(chunk, last)


@lru_cache(maxsize=1 << 13)
def _remembered(chunk: str, last: bool) -> tuple[Offsets, ...]:
    return _cut(chunk, last)


def _cut(chunk: str, last: bool) -> tuple[Offsets, ...]:
    found: list[Offsets] = []
    at = 0
    plain = len(chunk) - (chunk[-1] in _AFTER_WORDS)
    if chunk[:plain].isalpha():  # most stretches are plain words, and need no pattern
        parts = _word_parts(chunk, at, plain, last)
        found.extend(pairwise((at, *parts)))
        at = plain
    while at < len(chunk):
        match = _token().match(chunk, at)
        if match is None:  # cannot happen: the last alternative takes any character but white space
            raise AssertionError(chunk)
        parts = _parts(chunk, match, last)
        found.extend(zip([at, *parts], parts, strict=False))
        at = parts[-1]
    return tuple(found)


def _parts(chunk: str, match: re.Match[str], last: bool) -> list[int]:
    """Ends of the words that one token makes."""
    kind, at, end = match.lastgroup, match.start(), match.end()
    if kind in ("url", "domain"):
        return [at + max(1, len(match.group().rstrip(_URL_TAIL)))]
    if kind in ("word", "mixed"):
        return _word_parts(chunk, at, end, last)
    return [end]


def _word_parts(chunk: str, at: int, end: int, last: bool) -> list[int]:
    word = chunk[at:end]
    initials = len(word) == 2 and word.isupper()  # "IM", not "I'm"
    if not initials and (cuts := _written_as_one().get(word.casefold().replace("’", "'"))):
        return [at + cut for cut in cuts]
    for pattern in (_NEGATION, _CLITIC):
        if match := pattern.match(word):
            return [at + match.end(), end]
    if chunk[end : end + 1] == "-" and _is_prefix(chunk, at, end):
        following = _token().match(chunk, end + 1)
        if following and following.lastgroup in ("word", "mixed", "dotted", "number"):
            return _parts(chunk, following, last)
    if chunk[end : end + 1] == "." and _keeps_stop(word, last and end + 1 == len(chunk)):
        return [end + 1]
    return [end]


def _keeps_stop(word: str, last: bool) -> bool:
    """Whether the full stop after ``word`` belongs to it, as in "Dr." and "J."."""
    rule = _abbreviations().get(word)
    if rule in ("figure", "yes"):
        return not last
    return rule is not None or (len(word) == 1 and word.isupper() and not last)


def _is_prefix(chunk: str, at: int, end: int) -> bool:
    """Whether the hyphen after ``chunk[at:end]`` binds it to the next word: "anti-war", "ANTI-WAR".

    Not in "UN-led", which is no prefix, nor "over-the-counter", nor after a hyphen ("Hizb-e-Islami").
    """
    word = chunk[at:end]
    if word.casefold() not in _prefixes() or chunk[at - 1 : at] == "-" or _LINKED.match(chunk, end):
        return False
    return len(word) == 1 or not word.isupper() or (len(word) > 2 and chunk[end + 1 : end + 3].isupper())
