"""Writes knowledge/actors/offices.csv: who held which office, from when to when.

Usage: ``python training/actors/build_offices.py ../shared/data/knowledge``. The first source that has an
office's term wins: the lists in ``terms/`` (public record), the World Factbook's leaders (public
domain, January 2026), Wikidata's foreign ministers and officers of organisations (CC0, late 2022),
CountryInfo (MIT; leaders to 2009, foreign and defence ministers 2003-2011). REIGN is only compared with:
``checked`` names the lists that agree with a row; heads on which ``terms/`` and a list disagree are printed,
and pairs of its rows that put two persons into one office at one time.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parents[1] / "src" / "dragoman" / "knowledge" / "actors"
COLUMNS = ["iso3", "office", "person", "short", "others", "entity", "from", "to", "seen", "source", "checked"]
RECORD_SEEN = "2025-12-31"
FACTBOOK_SEEN = "2026-01-15"
WIKIDATA_SEEN = "2022-12-15"
FAMILY_FIRST = {"CHN", "TWN", "KOR", "PRK", "KHM"}
PREMIERS = re.compile(r"prime|premier|ministers|council|government|heads of gov", re.I)
MONARCHS = re.compile(r"king|queen|emir|amir|sultan|emperor|monarch|prince|duke", re.I)
MINISTERS = (
    (
        re.compile(r"Foreign Affairs|External (Affairs|Relations)|^Secretary of State$|^Foreign Min", re.I),
        "foreign minister",
    ),
    (
        re.compile(r"^(Minister|Secretary)[^&]*\b(National )?Defen[cs]e\b(?! (Prod|Industr))", re.I),
        "defence minister",
    ),
)


@dataclass(frozen=True)
class Term:
    """One row of the target; dates as text, empty when unknown."""

    iso3: str
    office: str
    person: str
    short: str = ""
    others: str = ""
    entity: str = ""
    start: str = ""
    end: str = ""
    seen: str = ""
    source: str = ""
    checked: str = ""


def folded(name: str) -> list[str]:
    """A name's parts without case, marks and dots."""
    plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("øØłŁıđĐ", "oOlLidD")))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("-", " ")
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", kept))


def family_name(person: str, iso3: str) -> str:
    """The part newspapers use alone: the last, or the first where family names come first."""
    parts = [
        part for part in person.split() if not re.fullmatch(r"[IVX]+|Jr\.?|Sr\.?", part)
    ] or person.split()
    if iso3 in FAMILY_FIRST:
        return parts[0]
    particles = {"al", "el", "de", "van", "von", "bin", "ben", "da", "dos", "del", "di", "le", "la"}
    if len(parts) > 2 and parts[-2].casefold() in particles:
        return " ".join(parts[-2:]) + "|" + parts[-1]
    return parts[-1]


def whole_day(text: str, last: bool) -> str:
    """A date to the day: the first or last day of the month or year that is known."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
    return date(year, month, day).isoformat()


# ---- the public record ------------------------------------------------------------------------------


def record(path: Path) -> Iterator[Term]:
    """The terms of one list of ``terms/``."""
    iso3 = office = ""
    codes = {row["iso3"] for row in csv.DictReader((TABLES / "states.csv").open(encoding="utf-8"))}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            iso3, office = heading(line[1:].strip(), codes)
        elif line.strip() and not line.startswith("#"):
            yield from record_line(line, iso3, office)


def heading(text: str, codes: set[str]) -> tuple[str, str]:
    """'PAK prime minister' or 'Arab League secretary-general' to body and office."""
    first, _, rest = text.partition(" ")
    if first in codes:
        return first, rest
    for office in ("managing director", "foreign minister"):
        if text.endswith(office):
            return text[: -len(office)].strip(), office
    body, _, office = text.rpartition(" ")
    return body, office


def record_line(line: str, iso3: str, office: str) -> Iterator[Term]:
    """One person with all terms in an office."""
    found = re.fullmatch(r"([^\[{\d]+?)((?:\s*(?:\[[^\]]*\]|\{[^}]*\}))*)\s+(\d{4}.*)", line.strip())
    if not found:
        raise ValueError(f"not a term of office: {line!r}")
    person = found[1].strip()
    short = re.search(r"\[([^\]]*)\]", found[2])
    others = re.search(r"\{([^}]*)\}", found[2])
    for span in found[3].split(","):
        start, _, end = span.strip().partition("/")
        yield Term(
            iso3=iso3,
            office=office,
            person=person,
            short=short[1] if short else family_name(person, ""),
            others="|".join(part.strip() for part in others[1].split(";")) if others else "",
            start=whole_day(start, last=False),
            end=whole_day(end, last=True) if end else "",
            seen="" if end else RECORD_SEEN,
            source="public record",
        )


def same_names(path: Path) -> dict[tuple[str, str], str]:
    """For (state, spelling) the one we use, from same.txt."""
    found: dict[tuple[str, str], str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            iso3, _, rest = line.partition(": ")
            chosen, _, others = rest.partition(" = ")
            found |= {(iso3, other.strip()): chosen for other in others.split(";")}
    return found


def renamed(terms: Iterable[Term], same: dict[tuple[str, str], str]) -> list[Term]:
    """The terms under our spelling, the list's own among the others."""
    return [_under(term, same.get((term.iso3, term.person))) for term in terms]


def _under(term: Term, chosen: str | None) -> Term:
    if chosen is None:
        return term
    others = "|".join(dict.fromkeys(filter(None, [*term.others.split("|"), term.person])))
    return replace(term, person=chosen, others=others, short=family_name(chosen, term.iso3))


# ---- CountryInfo ------------------------------------------------------------------------------------


def country_info(path: Path) -> Iterator[Term]:
    """Leaders with their terms, and foreign and defence ministers, from CountryInfo."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
    for block in re.findall(r"<Country>(.*?)</Country>", text, re.S):
        code = re.search(r"<CountryCode>(\w{3})", block)
        if code:
            yield from leaders(block, code[1])
            yield from ministers(block, code[1])


def leaders(block: str, iso3: str) -> Iterator[Term]:
    """Heads of state and government; the tag's words tell which."""
    for tag, body in re.findall(
        r"<([A-Z][^<>/]+)>([^<]*)</\1>", "".join(re.findall(r"<Leaders>(.*?)</Leaders>", block, re.S))
    ):
        if "Governor" in tag:  # stands for a monarch elsewhere
            continue
        office = (
            "prime minister" if PREMIERS.search(tag) else "monarch" if MONARCHS.search(tag) else "president"
        )
        if office == "prime minister" and iso3 in ("DEU", "AUT"):
            office = "chancellor"
        for line in body.splitlines():
            yield from leader(line.split("#")[0], iso3, office)


def leader(line: str, iso3: str, office: str) -> Iterator[Term]:
    """The terms on one line, such as 'A_B_ [19691225 - 19711220] [>20010620]'."""
    person, others = spelled(line, iso3)
    for start, end in re.findall(r"\[(\d{8}) - (\d{8})\]", line):
        if person and ordinary(start) and ordinary(end):
            yield Term(
                iso3,
                office,
                person,
                family_name(person, iso3),
                others,
                "",
                ordinary(start),
                ordinary(end),
                "",
                "CountryInfo 2012 (MIT)",
            )
    for start in re.findall(r"\[>(\d{8})\]", line):
        if person and ordinary(start):
            seen = max(ordinary(start), "2008-06-30")
            yield Term(
                iso3,
                office,
                person,
                family_name(person, iso3),
                others,
                "",
                ordinary(start),
                "",
                seen,
                "CountryInfo 2012 (MIT)",
            )


def spelled(line: str, iso3: str) -> tuple[str, str]:
    """'{ABDUL_KARIM_}{ABDEL_KARIM_} [' to a name in ordinary case and its other spellings."""
    names = re.findall(r"\{([^}]+)\}", line) or [line.partition("[")[0].strip()]
    plain = [
        " ".join(part.capitalize() if len(part) > 1 else part for part in one.strip(" _\t").split("_"))
        for one in names
    ]
    plain = [re.sub(r"-(\w)", lambda found: "-" + found[1].upper(), one) for one in plain if one.strip()]
    plain = [re.sub(r"^(Al|El)-(\w)", lambda found: found[1] + "-" + found[2].upper(), one) for one in plain]
    return (plain[0], "|".join(plain[1:])) if plain else ("", "")


def ordinary(digits: str) -> str:
    """'20080325' to '2008-03-25'; '' for a day that does not exist but for '20041031'-like month ends."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not 1 <= month <= 12 or day < 1:
        return ""
    return date(year, month, min(day, monthrange(year, month)[1])).isoformat()


def ministers(block: str, iso3: str) -> Iterator[Term]:
    """Foreign and defence ministers, whose days are the months in which the source lists them."""
    body = "".join(re.findall(r"<Government>(.*?)</Government>", block, re.S))
    for line in body.splitlines():
        names, _, title = line.partition("#")
        title = title.split("&")[0].strip()
        office = next((office for pattern, office in MINISTERS if pattern.search(title)), None)
        if office is None or re.search(r"Deputy|State for|Vice|Assist|Junior|Parl|Del", title, re.I):
            continue
        yield from minister(names, iso3, office)


def minister(names: str, iso3: str, office: str) -> Iterator[Term]:
    """One minister's listed months; '<' was there when the list began, '>' when it ended."""
    person, others = spelled(names, iso3)
    for start, end in re.findall(r"\[[A-Z]+ (?:>(?=\d)|<(?=\d))?(?:(\d{8}) - )?(\d{8})\]", names):
        opens = re.search(rf"<{end}\]", names)
        last = re.search(rf">{end}\]", names)
        begin, until = (end, "") if last else ("20030101" if opens else start, end)
        if person and begin and ordinary(begin):
            yield Term(
                iso3,
                office,
                person,
                family_name(person, iso3),
                others,
                "",
                ordinary(begin),
                ordinary(until) if until else "",
                "" if until else "2011-02-28",
                "CountryInfo 2012 (MIT); months of listing",
            )


# ---- lists of one day -------------------------------------------------------------------------------


def factbook(path: Path) -> Iterator[Term]:
    """Heads of state and government in January 2026."""
    for row in csv.DictReader(path.open(encoding="utf-8")):
        title, person, short = parted(row["title_and_name"])
        office = factbook_office(title, row["office"])
        if "represented by" in row["source_text"] or "Co-prince" in row["title_and_name"]:
            continue  # the head of another state; that state has the row
        if row["iso3"] and person and office and row["since"]:
            yield Term(
                row["iso3"],
                office,
                person,
                short,
                "",
                "",
                whole_day(row["since"], last=False),
                "",
                FACTBOOK_SEEN,
                "CIA World Factbook 2026-01 (public domain)",
            )


def title_words() -> list[str]:
    """The words of title_words.txt, longest first."""
    lines = (HERE / "title_words.txt").read_text(encoding="utf-8").splitlines()
    return sorted((line for line in lines if line and line[0] != "#"), key=len, reverse=True)


def parted(text: str) -> tuple[str, str, str]:
    """'Prime Minister Muhammad Shehbaz SHARIF' to title, name and the family name written in capitals."""
    text = re.sub(r"\(.*?\)|\"[^\"]*\"", " ", text)
    known = "|".join(map(re.escape, title_words()))
    titles = rf"(?:(?:{known})\.?\s+)*"
    title = re.match(titles, text)
    cut = title.end() if title else 0
    parts = text[cut:].split()
    capital = [
        part for part in parts if part.isupper() and len(part) > 1 and not re.fullmatch(r"[IVX]+\.?", part)
    ]
    named = [calm(part) for part in parts]
    short = " ".join(calm(part) for part in capital) or (named[-1] if named else "")
    return text[:cut].strip(), " ".join(named), short


def calm(part: str) -> str:
    """'SHARIF' to 'Sharif', 'AL-SUDANI' to 'al-Sudani', 'III' as it is."""
    if re.fullmatch(r"[IVX]+", part) or not part.isupper() or (len(part) == 2 and part.endswith(".")):
        return part
    return re.sub(r"^Al-", "al-", "-".join(piece.capitalize() for piece in part.split("-")))


def factbook_office(title: str, kind: str) -> str:
    """The office that a title means; '' for governors of dependent territories."""
    for word, office in (
        ("Governor", ""),
        ("Vice President", "vice president"),
        ("Prime Minister", "prime minister"),
        ("Premier", "prime minister"),
        ("Chancellor", "chancellor"),
        ("Taoiseach", "prime minister"),
        ("Supreme Leader", "supreme leader"),
        ("Crown Prince", "crown prince"),
        ("Pope", "pope"),
        ("President", "president"),
        ("King", "monarch"),
        ("Queen", "monarch"),
        ("Sultan", "monarch"),
        ("Amir", "monarch"),
        ("Emir", "monarch"),
        ("Emperor", "monarch"),
        ("Prince", "monarch"),
        ("Duke", "monarch"),
    ):
        if word in title:
            return office
    return "leader" if kind in ("HOS", "HOG") else ""


def wikidata_ministers(path: Path) -> Iterator[Term]:
    """Foreign ministers in late 2022."""
    states = {
        row["entity"]: row["iso3"] for row in csv.DictReader((TABLES / "states.csv").open(encoding="utf-8"))
    }
    for row in csv.DictReader(path.open(encoding="utf-8")):
        if row["country"] in states and row["name"] and len(row["start"]) == 10:
            iso3 = states[row["country"]]
            person = re.sub(r"^Dr\.? |,.*$", "", row["name"])
            yield Term(
                iso3,
                "foreign minister",
                person,
                family_name(person, iso3),
                "",
                row["person"],
                row["start"],
                "",
                WIKIDATA_SEEN,
                "Wikidata 2022 (CC0)",
            )


IGO = {
    "Secretary-General of the United Nations": ("United Nations", "secretary-general"),
    "Deputy Secretary-General of the United Nations": ("United Nations", "deputy secretary-general"),
    "President of the United Nations General Assembly": ("United Nations General Assembly", "president"),
    "President of the International Court of Justice": ("International Court of Justice", "president"),
    "Director-General of the World Trade Organization": ("World Trade Organization", "director-general"),
    "OSCE High Commissioner on National Minorities": (
        "Organization for Security and Co-operation in Europe",
        "high commissioner",
    ),
    "president of the Parliamentary Assembly of the Council of Europe": (
        "Parliamentary Assembly of the Council of Europe",
        "president",
    ),
    "Under-Secretary-General of the United Nations": ("United Nations", "under-secretary-general"),
}


def wikidata_organisations(path: Path) -> Iterator[Term]:
    """Officers of organisations until late 2022."""
    for row in csv.DictReader(path.open(encoding="utf-8")):
        body = IGO.get(row["position"])
        if body and row["start"] and row["person"].isascii() | any("À" <= c <= "ž" for c in row["person"]):
            end = whole_day(row["end"], last=True) if row["end"] else ""
            person = row["person"].split(",")[0]
            yield Term(
                *body,
                person,
                family_name(person, ""),
                "",
                row["personID"],
                whole_day(row["start"], last=False),
                end,
                "" if end else WIKIDATA_SEEN,
                "Wikidata 2022 (CC0)",
            )


# ---- one list ---------------------------------------------------------------------------------------


def same_person(one: Term, two: Term) -> bool:
    """Whether two rows of one state name the same person: family name and another part agree, no part
    clashes."""
    if one.iso3 != two.iso3:
        return False
    spellings = [set(folded(name)) for name in (one.person, *one.others.split("|")) if name]
    mine = set(folded(two.person))
    return any(
        theirs == mine or (len(theirs & mine) >= 2 and akin(theirs, mine)) for theirs in spellings
    )  # "Jean" of Luxembourg is not everybody of that name


def akin(one: set[str], two: set[str]) -> bool:
    """Whether one name holds all parts of the other, initials aside."""
    short, long = sorted(({p for p in parts if len(p) > 1} for parts in (one, two)), key=len)
    return short <= long


def covered(term: Term, better: list[Term]) -> bool:
    """Whether a better source already tells who held that office at that time, or the office is theirs
    then."""
    for other in better:
        if other.iso3 == term.iso3 and other.office == term.office:
            last, other_last = term.end or term.seen, other.end or other.seen
            if term.start < other_last and (other.start < last or other.start == term.start):
                return True
    return False


def unified(terms: Iterable[Term], known: list[Term]) -> Iterator[Term]:
    """The terms under the spelling that a better source uses, with the id either knows."""
    for term in terms:
        other = next((one for one in known if same_person(one, term)), None)
        if other is None:
            yield term
            continue
        spellings = dict.fromkeys(
            [*filter(None, other.others.split("|")), *filter(None, term.others.split("|"))]
        )
        if term.person != other.person:
            spellings[term.person] = None
        yield replace(
            term,
            person=other.person,
            short=other.short,
            others="|".join(spellings),
            entity=term.entity or other.entity,
        )


def merged(sources: list[list[Term]]) -> list[Term]:
    """All terms, better sources first; a later source only fills what is missing."""
    found: list[Term] = []
    for terms in sources:
        fresh = [term for term in unified(terms, found) if not covered(term, found)]
        found += fresh
    return found


def identified(terms: list[Term], listed: list[Term]) -> Iterator[Term]:
    """The terms with a person's Wikidata id wherever any of the person's rows has it, ``listed`` ones too."""

    def key(term: Term) -> tuple[str, ...]:
        return (term.iso3, *sorted(folded(term.person)))

    ids = {key(term): term.entity for term in (*listed, *terms) if term.entity}
    for term in terms:
        yield replace(term, entity=term.entity or ids.get(key(term), ""))


# ---- comparison -------------------------------------------------------------------------------------


def reign(path: Path) -> dict[str, list[tuple[list[str], str, str]]]:
    """REIGN's leaders by state: name parts, first and last month ("2018-08")."""
    with (HERE / "cow_codes.csv").open(encoding="utf-8") as file:
        codes = {row["cow"]: row["iso3"] for row in csv.DictReader(file)}
    found: dict[str, list[tuple[list[str], str, str]]] = {}
    for row in csv.DictReader(path.open(encoding="utf-8", errors="replace")):
        code = codes.get(row["stateabb"])
        if code and row["smonth"] and row["emonth"]:
            start = f"{int(float(row['syear'])):04d}-{int(float(row['smonth'])):02d}"
            end = f"{int(float(row['eyear'])):04d}-{int(float(row['emonth'])):02d}"
            found.setdefault(code, []).append((folded(row["leader"]), start, end))
    return found


def compared(term: Term, leaders_of: dict[str, list[tuple[list[str], str, str]]], book: list[Term]) -> Term:
    """The term with the names of the lists that agree with it, to the month for REIGN."""
    agree = []
    if term.source.startswith("CIA"):
        agree.append("")
    for parts, start, end in leaders_of.get(term.iso3, ()):
        mine = folded(term.person + " " + term.short + " " + term.others)
        if (
            set(parts) & set(mine)
            and start == term.start[:7]
            and (end == term.end[:7] or (not term.end and end == "2021-03"))
        ):
            agree.append("REIGN")
            break
    if any(one.iso3 == term.iso3 and one.start == term.start and same_person(one, term) for one in book):
        agree.append("Factbook 2026-01")
    return replace(term, checked="; ".join(filter(None, agree)))


def main(folder: Path) -> None:
    """Build the table and tell what agrees with what."""
    hand = [term for path in sorted((HERE / "terms").glob("*.txt")) for term in record(path)]
    book = list(factbook(folder / "factbook_leaders_2026-01.csv"))
    info = [
        term
        for term in country_info(folder / "CountryInfo.120116.txt.gz")
        if (term.end or term.seen) >= "1945"
    ]
    minister_rows = list(wikidata_ministers(folder / "foreign_ministers_2022.csv"))
    officers = list(wikidata_organisations(folder / "igo_office_holders.csv"))
    same = same_names(HERE / "same.txt")
    hand, book, minister_rows, officers, info = (
        renamed(terms, same) for terms in (hand, book, minister_rows, officers, info)
    )
    terms = merged([hand, book, minister_rows, officers, info])
    states = {row["iso3"] for row in csv.DictReader((TABLES / "states.csv").open(encoding="utf-8"))}
    terms = [term for term in terms if term.iso3 in states or not re.fullmatch(r"[A-Z]{3}", term.iso3)]
    leaders_of = reign(folder / "reign_leaders_1945_2021.csv")
    terms = [compared(term, leaders_of, book) for term in identified(terms, minister_rows + officers)]
    write(sorted(terms, key=lambda term: (term.iso3, term.office, term.start)))
    report(terms, hand, book, leaders_of)


ONE_AT_A_TIME = (
    "president",
    "prime minister",
    "chancellor",
    "monarch",
    "foreign minister",
    "defence minister",
)
TWO_MONTHS = 62


def twice(hand: list[Term]) -> Iterator[tuple[Term, Term]]:
    """Rows of ``terms/`` that put two persons into one office for more than two months."""
    rows = sorted((t for t in hand if t.office in ONE_AT_A_TIME), key=lambda t: (t.iso3, t.office, t.start))
    for one, two in pairwise(rows):
        same = (one.iso3, one.office) == (two.iso3, two.office)
        last = one.end or one.seen
        if same and (date.fromisoformat(last) - date.fromisoformat(two.start)).days > TWO_MONTHS:
            yield one, two


def write(terms: list[Term]) -> None:
    """Write the table."""
    with (TABLES / "offices.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(asdict(term).values() for term in terms)


def report(
    terms: list[Term],
    hand: list[Term],
    book: list[Term],
    leaders_of: dict[str, list[tuple[list[str], str, str]]],
) -> None:
    """Say how many rows there are, how many agree, and which heads of ``terms/`` do not agree with the
    Factbook."""
    print(len(terms), "terms;", sum(bool(term.checked) for term in terms), "agree with REIGN or the Factbook")
    heads = {"president", "prime minister", "chancellor", "monarch", "supreme leader"}
    for one in book:
        mine = [term for term in hand if term.iso3 == one.iso3 and term.office == one.office]
        if mine and one.office in heads and not any(same_person(term, one) and not term.end for term in mine):
            print(
                "Factbook has",
                one.iso3,
                one.office,
                one.person,
                one.start,
                "- terms",
                [t.person for t in mine][-1],
            )
    for one, two in twice(hand):
        print(
            "two at once:", one.iso3, one.office, one.person, one.start, one.end, "-", two.person, two.start
        )
    for term in hand:
        if term.office in heads and "1990" < term.start < "2021" and term.iso3 in leaders_of:
            near = [one for one in leaders_of[term.iso3] if set(folded(term.person)) <= set(one[0])]
            months = {start for _, start, _ in near}
            if near and term.start[:7] not in months and not compared(term, leaders_of, book).checked:
                print("REIGN differs:", term.iso3, term.office, term.person, term.start, sorted(months))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
