"""``dragoman refresh``: what is asked of Wikidata, what its reply becomes, and the command around it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from dragoman.knowledge.actors import load
from dragoman.knowledge.actors.own import COLUMNS, read
from dragoman.knowledge.actors.people import holder
from dragoman.resolve.actors import resolve_name
from dragoman.serve import cli, wikidata
from dragoman.serve.wikidata import RefreshError, Term, fetch, table

SINCE = date(2031, 2, 1)
RETRY = "Check the connection, and try again in some minutes"
ENTITY = "http://www.wikidata.org/entity/"

RUIZ = Term("PER", "foreign minister", "Ana Ruiz", "Q900001", date(2031, 1, 2), date(2032, 3, 4))
STARK = Term("PER", "foreign minister", "Ivo Stark", "Q900002", date(2032, 3, 4), None)


def binding(**changes: str | None) -> dict[str, Any]:
    """A row as Wikidata writes it: Ana Ruiz, foreign minister of Peru, unless told otherwise."""
    told = {
        "state": ENTITY + str(load().states["PER"].entity),
        "office": "foreign minister",
        "person": f"{ENTITY}Q900001",
        "personLabel": "Ana Ruiz",
        "from": "2031-01-02T00:00:00Z",
        "to": "2032-03-04T00:00:00Z",
    } | changes
    kinds = {"state": "uri", "person": "uri"}
    return {
        name: {"type": kinds.get(name, "literal"), "value": value}
        for name, value in told.items()
        if value is not None
    }


def page(*bindings: dict[str, Any]) -> bytes:
    """A reply with these rows."""
    head = {"vars": ["state", "office", "person", "personLabel", "from", "to"]}
    return json.dumps({"head": head, "results": {"bindings": list(bindings)}}).encode()


def giving(body: bytes, status: int = 200) -> httpx.MockTransport:
    """A Wikidata that always answers so."""
    return httpx.MockTransport(lambda _: httpx.Response(status, content=body))


def terms(*bindings: dict[str, Any]) -> list[Term]:
    """The terms in a reply with these rows."""
    return fetch(["PER"], SINCE, giving(page(*bindings)))


def refused(transport: httpx.BaseTransport) -> str:
    """The problem with a Wikidata that cannot be asked."""
    with pytest.raises(RefreshError) as caught:
        fetch(["PER"], SINCE, transport)
    assert caught.value.remedy == RETRY
    assert str(caught.value) == f"{caught.value.problem}. {RETRY}"
    return caught.value.problem


# ---- what a reply becomes -------------------------------------------------------------------------


def test_a_term() -> None:
    assert terms(binding()) == [RUIZ]


def test_a_term_that_runs_has_no_last_day() -> None:
    stark = binding(
        person=f"{ENTITY}Q900002", personLabel="Ivo Stark", to=None, **{"from": "2032-03-04T00:00:00Z"}
    )
    assert terms(stark) == [STARK]


def test_no_rows_are_no_terms() -> None:
    assert terms() == []


LEFT_OUT: dict[str, dict[str, str | None]] = {
    "no day": {"from": None},
    "empty day": {"from": ""},
    "unknown day": {"from": "http://www.wikidata.org/.well-known/genid/f00"},
    "day of no calendar": {"from": "-0044-03-15T00:00:00Z"},
    "no label": {"personLabel": None},
    "empty label": {"personLabel": ""},
    "id for a label": {"personLabel": "Q900001"},
    "no state": {"state": None},
    "unknown state": {"state": f"{ENTITY}Q900009"},
}


@pytest.mark.parametrize("changes", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_undated_or_unlabelled_is_left_out(changes: dict[str, str | None]) -> None:
    assert terms(binding(**changes), binding()) == [RUIZ]


def test_duplicates_are_given_once() -> None:
    assert terms(binding(), binding(), binding(to=None)) == [
        RUIZ,
        Term(RUIZ.iso3, RUIZ.office, RUIZ.person, RUIZ.entity, RUIZ.first, None),
    ]


def test_terms_are_in_order() -> None:
    chile = ENTITY + str(load().states["CHL"].entity)
    later = binding(person=f"{ENTITY}Q900002", personLabel="Ivo Stark", **{"from": "2031-01-03T00:00:00Z"})
    found = terms(later, binding(), binding(office="head of state"), binding(state=chile))
    assert [(one.iso3, one.office, one.person) for one in found] == [
        ("CHL", "foreign minister", "Ana Ruiz"),
        ("PER", "foreign minister", "Ana Ruiz"),
        ("PER", "foreign minister", "Ivo Stark"),
        ("PER", "president", "Ana Ruiz"),
    ]


@pytest.mark.parametrize(
    ("state", "office", "named"),
    [
        ("RUS", "head of state", "president"),
        ("GBR", "head of state", "monarch"),
        ("DEU", "head of state", "president"),
        ("DEU", "head of government", "chancellor"),
        ("GBR", "head of government", "prime minister"),
        ("USA", "head of government", "president"),
        ("DEU", "foreign minister", "foreign minister"),
        ("IRN", "head of state", "supreme leader"),
        ("ESP", "head of state", "monarch"),
        ("NLD", "head of state", "monarch"),
        ("IND", "head of government", "prime minister"),
        ("PAK", "head of government", "prime minister"),
        ("POL", "head of government", "prime minister"),
    ],
)
def test_offices_have_the_names_of_the_bundled_table(state: str, office: str, named: str) -> None:
    (found,) = terms(binding(state=ENTITY + str(load().states[state].entity), office=office))
    assert (found.iso3, found.office) == (state, named)


# ---- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 403, 429, 500, 503])
def test_a_refusal_tells_its_status(status: int) -> None:
    assert refused(giving(page(binding()), status)) == f"Wikidata refused the question ({status})"


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_no_connection(error: type[httpx.TransportError]) -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        raise error("no route", request=request)

    assert refused(httpx.MockTransport(fails)) == f"Wikidata cannot be reached ({error.__name__})"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>busy</html>",
        page(binding())[:-5],
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"results": null}',
        b'{"results": {}}',
        *(
            b'{"results": {"bindings": %s}}' % rows
            for rows in (b"null", b'"none"', b"{}", b"[1]", b'[{"state": "Peru"}]')
        ),
    ],
)
def test_an_answer_of_another_form(body: bytes) -> None:
    assert refused(giving(body)) == "Wikidata's answer is not in its usual form"


def test_too_long_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    body = page(binding())
    monkeypatch.setattr(wikidata, "MOST_BYTES", len(body))
    assert fetch(["PER"], SINCE, giving(body)) == [RUIZ]
    monkeypatch.setattr(wikidata, "MOST_BYTES", len(body) - 1)
    assert refused(giving(body)) == "Wikidata sent more than is plausible"


# ---- what is asked --------------------------------------------------------------------------------


class Asked:
    """A Wikidata that keeps what it is asked; from the ``failing``-th question on it is busy."""

    def __init__(self, failing: int | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self.failing = failing

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        busy = self.failing is not None and len(self.requests) >= self.failing
        return httpx.Response(429 if busy else 200, content=page(binding()))

    @property
    def states(self) -> list[list[str]]:
        """The ids of the states in each question."""
        listed = [re.search(r"VALUES \?state \{(.*?)\}", self.question(i)) for i in range(len(self.requests))]
        return [re.findall(r"wd:(Q\d+)", found[1]) for found in listed if found]

    def question(self, index: int) -> str:
        """The words of a question."""
        return self.requests[index].url.params["query"]


def ids(*codes: str) -> list[str]:
    return [str(load().states[code].entity) for code in codes]


def test_states_are_asked_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "AT_ONCE", 2)
    asked = Asked()
    found = fetch(["PER", "CHL", "BOL", "ECU", "NOR"], SINCE, httpx.MockTransport(asked))
    assert asked.states == [ids("PER", "CHL"), ids("BOL", "ECU"), ids("NOR")]
    assert found == [RUIZ]  # what each reply repeats is given once


def test_all_states_take_few_questions() -> None:
    asked = Asked()
    fetch(list(load().states), SINCE, httpx.MockTransport(asked))
    assert len(asked.requests) == -(-len(load().states) // wikidata.AT_ONCE)
    assert [one for group in asked.states for one in group] == ids(*load().states)


def test_one_busy_answer_of_several_gives_no_half_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "AT_ONCE", 1)
    asked = Asked(failing=2)
    with pytest.raises(RefreshError, match=r"\(429\)"):
        fetch(["PER", "CHL", "BOL"], SINCE, httpx.MockTransport(asked))
    assert len(asked.requests) == 2


def test_no_states_no_question() -> None:
    asked = Asked()
    assert fetch([], SINCE, httpx.MockTransport(asked)) == [] and asked.requests == []


def test_the_question_holds_ids_and_the_day_alone() -> None:
    asked = Asked()
    fetch(["PER", "CHL"], SINCE, httpx.MockTransport(asked))
    (request,) = asked.requests
    assert (request.method, request.url.scheme, request.url.host) == ("GET", "https", "query.wikidata.org")
    assert set(request.url.params) == {"query", "format"} and request.content == b""
    question = asked.question(0)
    assert re.findall(r"\d{4}-\d\d-\d\d", question) == ["2031-02-01"]
    assert set(re.findall(r"\bwd:\w+", question)) == {f"wd:{one}" for one in ids("PER", "CHL")} | {
        "wd:Q7330070"
    }
    for word in ("PER", "CHL", "Peru", "Chile"):
        assert word not in question


# ---- the table ------------------------------------------------------------------------------------


def test_the_table_has_the_columns_of_a_users_file() -> None:
    assert table([RUIZ, STARK]).splitlines() == [
        ",".join(COLUMNS),
        "Ana Ruiz,person,,PER,,foreign minister,2031-01-02,2032-03-04,Q900001",
        "Ivo Stark,person,,PER,,foreign minister,2032-03-04,,Q900002",
    ]


def test_the_table_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    odd = Term("CHL", "president", 'Eva "Evi" Dorn, Jr.', "Q900003", date(2031, 1, 1), date(2031, 1, 1))
    path.write_text(table([RUIZ, STARK, odd]), encoding="utf-8")
    own = read(path)
    assert [term.person for term in own.people.terms[:3]] == [RUIZ.person, STARK.person, odd.person]
    days = {date(2031, 6, 1): "Ana Ruiz", date(2033, 6, 1): "Ivo Stark", date(2040, 6, 1): "Ivo Stark"}
    for day, person in days.items():
        held = holder("PER", ["foreign minister"], day, own.people)
        assert held is not None and held.person == person
        found = resolve_name("the Peruvian foreign minister", day, own=own)
        assert (found.name, found.country, found.sector) == (person, ("PER",), "GOV")
    found = resolve_name("Foreign Minister Ruiz", date(2031, 6, 1), own=own)
    assert (found.name, found.entity) == ("Ana Ruiz", "Q900001")
    assert resolve_name("Ana Ruiz", date(2033, 6, 1), own=own).sector == "ELI"


def test_a_term_that_ends_before_it_begins_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(table(terms(binding(to="2030-03-04T00:00:00Z"), binding())), encoding="utf-8")
    assert read(path).people.terms[0].person == "Ana Ruiz"


# ---- the command ----------------------------------------------------------------------------------


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["refresh", *words])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], date]]:
    """The states and days that the command asks for; two terms come back."""
    calls: list[tuple[list[str], date]] = []

    def made(codes: list[str], since: date) -> list[Term]:
        calls.append((codes, since))
        return [RUIZ, STARK]

    monkeypatch.setattr(wikidata, "fetch", made)
    return calls


def test_the_command_writes_the_file(asked: list[tuple[list[str], date]], tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    result = run(str(path), "--state", "PER", "--state", "CHL", "--since", "2031-02-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"dragoman: 2 terms in {path}; use it with --actors {path}\n"
    assert path.read_text(encoding="utf-8") == table([RUIZ, STARK])
    assert asked == [(["PER", "CHL"], SINCE)]


def test_the_command_asks_for_all_states_unless_told(
    asked: list[tuple[list[str], date]], tmp_path: Path
) -> None:
    assert run(str(tmp_path / "new.csv")).exit_code == 0
    assert asked == [(list(load().states), date(2023, 1, 1))]


@pytest.mark.parametrize("code", ["XQZ", "per", "Peru"])
def test_an_unknown_state_is_refused(asked: list[tuple[list[str], date]], tmp_path: Path, code: str) -> None:
    path = tmp_path / "new.csv"
    result = run(str(path), "--state", "PER", "--state", code)
    assert result.exit_code == 2
    assert result.stderr == f"dragoman: no state has the code {code}. Write ISO 3166-1 alpha-3, as PAK\n"
    assert asked == [] and not path.exists()


def without_net(monkeypatch: pytest.MonkeyPatch, answer: Callable[[httpx.Request], httpx.Response]) -> None:
    """Let the command ask a Wikidata that answers so."""
    monkeypatch.setattr(
        wikidata, "fetch", lambda codes, since: fetch(codes, since, httpx.MockTransport(answer))
    )


def test_no_connection_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route\nto host", request=request)

    without_net(monkeypatch, fails)
    path = tmp_path / "new.csv"
    path.write_text("as it was", encoding="utf-8")
    result = run(str(path), "--state", "PER")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"dragoman: refresh: Wikidata cannot be reached (ConnectError). {RETRY}.\n"
    assert path.read_text(encoding="utf-8") == "as it was"


def test_a_refusal_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_net(monkeypatch, lambda _: httpx.Response(429))
    result = run(str(tmp_path / "new.csv"), "--state", "PER")
    assert result.exit_code == 1 and not (tmp_path / "new.csv").exists()
    assert result.stderr == f"dragoman: refresh: Wikidata refused the question (429). {RETRY}.\n"


@pytest.mark.usefixtures("asked")
def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "new.csv"
    result = run(str(path), "--state", "PER")
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr and "Name another file" in result.stderr
